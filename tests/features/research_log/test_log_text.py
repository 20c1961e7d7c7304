"""The research log as text: every line of it once, under its day, in the given order."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from reader.features.research_log.log_file import LogEntry, LogKind, as_markdown, as_text

TIMES = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 1, 4), timezones=st.just(dt.UTC))
WORDS = st.text("渡口 \n*", min_size=1, max_size=6).filter(str.strip)
ENTRIES = st.lists(
    st.builds(LogEntry, TIMES, st.just(LogKind.QUERY), WORDS, st.none() | st.integers(0, 9))
    | st.builds(
        LogEntry, TIMES, st.just(LogKind.ARTICLE), WORDS, st.none(), st.sampled_from([None, "k7-2", "`"])
    ),
    max_size=6,
)


@given(ENTRIES)
def test_every_line_stands_under_its_day(entries: list[LogEntry]) -> None:
    written = as_markdown(entries, "旧*报").splitlines()
    assert written[0] == "# 研究日志：旧\\*报"
    day, found = None, []
    for line in written[1:]:
        if line.startswith("## "):
            day = line[3:]
        elif line:
            found.append((day, line))
    plain = [
        (part.split("\n")[0], line)
        for part in as_text(entries).split("\n\n")
        for line in part.split("\n")[1:]
    ]
    assert len(found) == len(plain) == len(entries)
    for entry, (of_day, line), (plain_day, plain_line) in zip(entries, found, plain, strict=True):
        time = entry.time.astimezone()
        assert of_day == plain_day == f"{time:%Y-%m-%d}"
        assert line.startswith(f"- {time:%H:%M} ")
        assert plain_line.startswith(f"{time:%H:%M} ")
        words = " ".join(entry.text.split())
        is_article = entry.kind is LogKind.ARTICLE
        assert words in plain_line
        assert words.replace("*", "\\*") in line
        assert (
            ("读" in line, "搜索" in line)
            == ("读" in plain_line, "搜索" in plain_line)
            == (is_article, not is_article)
        )
        assert ("篇" in line) == ("篇" in plain_line) == (entry.total is not None)
        assert entry.total is None or f"{entry.total} 篇" in line
        assert ("`k7-2`" in line) == (entry.key == "k7-2")
        assert line.count("`") in (0, 2), "what is no key is left out"
