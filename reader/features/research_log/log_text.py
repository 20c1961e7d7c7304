"""The research log as Markdown and as text: the searches made and the articles read, by day."""

from collections.abc import Iterable
from itertools import groupby

from reader.export.article_text import local_day, markdown_escaped
from reader.features.research_log.log_file import LogEntry, LogKind
from reader.i18n import count, say
from reader.language.forms import without_controls


def as_markdown(entries: Iterable[LogEntry], library: str) -> str:
    """Return the log as Markdown, headed by the name of the library and grouped by local day, in the given order."""
    lines = ["# " + markdown_escaped(say("研究日志：{library}", library=library))]
    for day, of_day in groupby(entries, key=lambda each: local_day(each.time)):
        lines += ["", f"## {day.isoformat()}", ""]
        lines += map(_line, of_day)
    return "\n".join(lines) + "\n"


def as_text(entries: Iterable[LogEntry]) -> str:
    """Return the log as plain text, grouped by day, in local time and the given order."""
    days = groupby(entries, key=lambda each: local_day(each.time))
    return "\n\n".join("\n".join([day.isoformat(), *map(_plain, of_day)]) for day, of_day in days)


def _plain(entry: LogEntry) -> str:
    does = say("读") if entry.kind is LogKind.ARTICLE else say("搜索")
    found = count(entry.total, "{n} 篇") if entry.total is not None else ""
    text = without_controls(" ".join(entry.text.split()))
    return f"{entry.time.astimezone():%H:%M}  {does}  {' · '.join(filter(None, [text, found]))}"


def _line(entry: LogEntry) -> str:
    when = f"{entry.time.astimezone():%H:%M}"
    text = markdown_escaped(" ".join(entry.text.split()))
    if entry.kind is LogKind.ARTICLE:
        key = f" `{entry.key}`" if entry.key and entry.key.replace("-", "").isalnum() else ""
        return f"- {when} {say('读')} {text}{key}"
    found = f" · {count(entry.total, '{n} 篇')}" if entry.total is not None else ""
    return f"- {when} {say('搜索')} **{text}**{found}"
