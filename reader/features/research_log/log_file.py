"""The research log: what was searched for and read in a library on this machine, if the reader wants a log.

It is stored with the program's own data, never in the library folder: a folder may be lent or copied, and what somebody
has searched for in it is private. Each library has a file of lines. A line is appended in one piece, so that a killed
window loses no earlier lines, and several windows may write. It is shown and exported by day, as text and as Markdown.
"""

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Annotated

import msgspec

from reader import held_files
from reader.export.article_text import local_day, markdown_escaped
from reader.i18n import count, say
from reader.language.forms import without_controls
from reader.library.library import Library
from reader.storage.platform_folders import make_private, places
from reader.storage.regular_file import forget_parts, write_whole

MOST_BYTES = 2_000_000
"""Maximum size in bytes; when a log grows larger, its older half is deleted. Some 5,000 lines stay."""
_APPENDING = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
_LOCK_SECONDS = 2.0
_LONGEST = 500


class LogKind(StrEnum):
    QUERY = "query"
    ARTICLE = "article"


class LogEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of the log: a query with the number of articles it found, or an article that was read.

    `text`: the query as it was typed, or the article's citation as of then.
    """

    time: Annotated[dt.datetime, msgspec.Meta(tz=True)]
    kind: LogKind
    text: str
    total: int | None = None
    key: str | None = None


_DECODER = msgspec.json.Decoder(LogEntry)


def folder() -> Path:
    """Return the folder of the logs of all libraries; logging is on if it contains a file `on`."""
    return places().data / "log"


def log_of(library: Library) -> "ResearchLog":
    uuid = library.uuid() or library.user_data.stated_uuid()
    return ResearchLog(folder(), uuid or library.folder.cache_folder("").name)


def why_no_log(library: Library) -> str:
    """Return why the log of a library can't be told from others, "" if it can."""
    if library.uuid() or library.user_data.stated_uuid():
        return ""
    why = library.user_data.complaint or ""
    return say("收藏文件无法读取，说不出哪一本研究日志是这个资料库的。{why}", why=why)


class ResearchLog:
    """The log of one library (`name`) in `folder`; all libraries have a common switch. Every method raises OSError."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self.path = folder / f"{name}.jsonl"
        self._switch = folder / "on"

    def is_on(self) -> bool:
        return self._switch.exists()

    def turn(self, *, on: bool) -> None:
        if on:
            make_private(self._folder)
            self._switch.touch(mode=0o600)
        else:
            held_files.remove(self._switch, missing_ok=True)

    def add(self, *entries: LogEntry) -> None:
        """Append entries, long ones shortened; do nothing while logging is off."""
        if entries and self.is_on():
            make_private(self._folder)
            with self._locked():
                lines = b"".join(map(_line, entries))
                handle = held_files.patiently(partial(os.open, self.path, _APPENDING, 0o600))
                try:
                    size = os.fstat(handle).st_size
                    os.lseek(handle, max(size - 1, 0), os.SEEK_SET)
                    if size and os.read(handle, 1) != b"\n":  # a line cut off by a power failure
                        lines = b"\n" + lines
                    os.write(handle, lines)
                finally:
                    os.close(handle)
                if size + len(lines) > MOST_BYTES:
                    every = self._lines()
                    self._replace(every[len(every) // 2 :])

    def entries(self) -> list[LogEntry]:
        """Return the entries, the oldest first, without lines that can't be read."""
        return list(_read(self._lines()))

    def clear(self) -> list[LogEntry]:
        """Delete the log, and return its entries, for `restore`."""
        with self._locked():
            before = self.entries()
            held_files.remove(self.path, missing_ok=True)
        return before

    def restore(self, entries: Sequence[LogEntry]) -> None:
        """Put entries that `clear` has deleted back, before those added since."""
        with self._locked():
            self._replace([*map(_line, entries), *self._lines()])

    def _lines(self) -> list[bytes]:
        with suppress(FileNotFoundError):
            lines = []
            for line in held_files.patiently(self.path.read_bytes).splitlines(keepends=True):
                if line.endswith(b"\n"):
                    lines.append(line)
                else:
                    lines.append(line + b"\n")
            return lines
        return []

    def _replace(self, lines: Iterable[bytes]) -> None:
        make_private(self._folder)
        forget_parts(self._folder)
        write_whole(self.path, lines, replaces=True, mode=0o600)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the log's lock, so that no line is lost while another window shortens it."""
        import filelock  # 20 ms, for a log that few readers want

        make_private(self._folder)
        try:
            with filelock.FileLock(self._folder / "lock", timeout=_LOCK_SECONDS):
                yield
        except filelock.Timeout as error:
            raise TimeoutError(str(error)) from error


def _line(entry: LogEntry) -> bytes:
    short = msgspec.structs.replace(entry, text=" ".join(entry.text.split())[:_LONGEST])
    return msgspec.json.encode(short) + b"\n"


def _read(lines: Iterable[bytes]) -> Iterator[LogEntry]:
    for line in lines:
        with suppress(msgspec.DecodeError, UnicodeDecodeError):
            yield _DECODER.decode(line)


def as_markdown(entries: Iterable[LogEntry], library: str) -> str:
    """Return the log as Markdown, headed by the name of the library and grouped by local day, in the given order."""
    lines = ["# " + markdown_escaped(say("研究日志：{library}", library=library))]
    for day, of_day in groupby(entries, _day):
        lines += ["", f"## {day.isoformat()}", ""]
        lines += map(_line_shown, of_day)
    return "\n".join(lines) + "\n"


def _day(entry: LogEntry) -> dt.date:
    return local_day(entry.time)


def as_text(entries: Iterable[LogEntry]) -> str:
    """Return the log as plain text, grouped by day, in local time and the given order."""
    days = groupby(entries, _day)
    return "\n\n".join("\n".join([day.isoformat(), *map(_plain, of_day)]) for day, of_day in days)


def _plain(entry: LogEntry) -> str:
    does = say("读") if entry.kind is LogKind.ARTICLE else say("搜索")
    if entry.total is not None:
        hit_words = count(entry.total, "{n} 篇")
    else:
        hit_words = ""
    text = without_controls(" ".join(entry.text.split()))
    return f"{entry.time.astimezone():%H:%M}  {does}  {' · '.join(filter(None, [text, hit_words]))}"


def _line_shown(entry: LogEntry) -> str:
    when = f"{entry.time.astimezone():%H:%M}"
    text = markdown_escaped(" ".join(entry.text.split()))
    if entry.kind is LogKind.ARTICLE:
        if entry.key and entry.key.replace("-", "").isalnum():
            key = f" `{entry.key}`"
        else:
            key = ""
        return f"- {when} {say('读')} {text}{key}"
    if entry.total is not None:
        hit_words = f" · {count(entry.total, '{n} 篇')}"
    else:
        hit_words = ""
    return f"- {when} {say('搜索')} **{text}**{hit_words}"
