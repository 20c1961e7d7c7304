"""A text of several days in a library: each day is a file in it, and what was made before it was divided follows."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader import parsing
from reader.features.days_of_text import day_of_text
from reader.formats.reading import only_issue
from reader.library.file_parsing import FileToRead, ReadFile
from reader.library.library import Library
from reader.library.sync_reading import FileReader
from reader.newspaper.article import BlockKind
from reader.newspaper.correction import Claim, CorrectedRole, CorrectionKind
from reader.newspaper.issue import DateOrigin
from tests import homes
from tests.features.days_of_text.test_days_of_text import DAYS, DIVIDED, body, day, masthead

MASTHEADS = "\n\n\n".join(
    f"{masthead(date, at)}\n\n{body(0)}\n\n{body((1, 2, 1, 3)[at])}" for at, date in enumerate(DAYS)
)
"""One article stands in each of the issues, another in two of them."""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    homes.use(monkeypatch, tmp_path / "home")
    (tmp_path / "报").mkdir()
    opened = Library.open(tmp_path / "报")
    yield opened
    opened.close()


def put(library: Library, text: str, name: str = "报.txt") -> Path:
    path = library.root / name
    path.write_text(text, encoding="utf-8")
    return path


def paths_with(library: Library, words: str) -> list[str]:
    found = (library.articles.article(each) for each in library.searcher.search(words).ids)
    return sorted(source.path for each in found if each for source in each.sources)


def test_the_days_are_files_of_the_library_with_the_lines_of_the_text(library: Library) -> None:
    put(library, MASTHEADS)
    report = library.sync()
    assert (report.added, report.failed, report.opened) == (4, [], {"合订本（每天另计）": 1})
    assert paths_with(library, "新桥") == [f"报.txt/汀江晨报/{date}" for date in DAYS]
    [levee] = library.searcher.search("江堤").ids
    stored = library.articles.article(levee)
    assert stored is not None
    excerpt = library.articles.excerpt(levee, stored.article.blocks[-1].text)
    lines = MASTHEADS.split("\n")
    assert all(lines[line.number - 1] == line.text for line in excerpt.lines)


def test_of_a_text_that_goes_on_only_the_new_days_are_read(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    issues = MASTHEADS.split("\n\n\n")
    put(library, "\n\n\n".join(issues[:1]))
    assert library.sync().added == 1
    put(library, "\n\n\n".join([*issues[:3], ""]))
    assert (library.sync().added, paths_with(library, "新桥")) == (
        3,
        [f"报.txt/汀江晨报/{date}" for date in DAYS[:3]],
    )
    read, paths = FileReader.read, []

    def noted(reader: FileReader, due: FileToRead) -> ReadFile:
        paths.append(due.file.path)
        return read(reader, due)

    monkeypatch.setattr(FileReader, "read", noted)
    put(library, "\n\n\n".join(issues))
    report = library.sync()
    assert (report.added, report.changed, report.missing) == (1, 0, 0)
    assert paths == [f"报.txt/汀江晨报/{DAYS[3]}", "报.txt"]
    (library.root / "报.txt").rename(library.root / "改名.txt")
    assert (library.sync().renamed, library.sync().unchanged) == (4, 4)
    put(library, issues[0], "改名.txt")
    library.sync(accept_missing=True)
    assert "改名.txt" in paths_with(library, "新桥")


UNMARKED = f"汀江晨报\n1987年6月12日 星期五\n\n{body(0)}\n\n另一天\n\n{body(1)}\n\n又一天\n\n{body(2)}\n"


def days_of(library: Library, *words: str) -> list[dt.date | None]:
    """The days of the only articles with these words."""
    found = [library.articles.article(library.searcher.search(each).ids[0]) for each in words]
    return [stored.issue.date if stored else None for stored in found]


def subheads(library: Library, words: str) -> int:
    stored = library.articles.article(library.searcher.search(words).ids[0])
    return sum(block.kind is BlockKind.SUBHEAD for block in stored.article.blocks) if stored else 0


def test_where_a_day_begins_can_be_said_and_taken_back(library: Library) -> None:
    path, words = put(library, UNMARKED).name, ("新桥", "小学", "茶农")
    library.sync()
    first, *others = (dt.date(1987, 6, day) for day in (12, 13, 15))
    assert days_of(library, *words) == [first] * 3
    library.notebook.bookmark(library.searcher.search("茶农").ids[0], "看", [])
    lines = [UNMARKED.split("\n").index(each) + 1 for each in ("另一天", "又一天")]
    last = len(UNMARKED.split("\n")) - 1
    library.corrections.correct_line(path, last, Claim(CorrectionKind.ROLE, role=CorrectedRole.SUBHEAD))
    said = [
        library.corrections.correct_line(place, line, Claim(CorrectionKind.DAY, date=date)).correction
        # the second is in a file of the first
        for place, line, date in zip((path, f"{path}/汀江晨报/1987-06-13"), lines, others, strict=True)
    ]
    assert days_of(library, *words) == [first, *others]
    stored = library.articles.article(library.searcher.search("小学").ids[0])
    assert stored is not None
    assert (stored.issue.newspaper, stored.issue.date_origin) == ("汀江晨报", DateOrigin.CORRECTED)
    assert sorted(known.line or 0 for known in library.corrections.known()) == [*lines, last]
    assert subheads(library, "茶农") == 1
    assert (library.sync().unchanged, library.sync().changed) == (3, 0)
    assert [bookmark.date for bookmark in library.notebook.bookmarks()] == [others[1]]
    library.corrections.undo(said[1].uuid)
    assert days_of(library, *words) == [first, others[0], others[0]]
    library.corrections.undo(said[0].uuid)
    assert days_of(library, *words) == [first] * 3
    assert [bookmark.date for bookmark in library.notebook.bookmarks()] == [first]
    assert ([known.line for known in library.corrections.known()], subheads(library, "茶农")) == ([last], 1)
    assert library.sync().opened == {}


@pytest.mark.parametrize("text", [MASTHEADS, DIVIDED["paper and date below each headline"]])
def test_what_was_made_while_it_was_one_issue_follows_to_the_days(
    library: Library, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    path = put(library, text)
    with monkeypatch.context() as before:
        before.setattr(day_of_text, "only_issue", only_issue)
        before.setattr(parsing, "PARSER_VERSION", parsing.PARSER_VERSION - 1)
        library.sync()
        issue = library.contents.newest_issue()
        assert issue is not None
        lines = text.split("\n")
        wanted: dict[int, dt.date] = {}
        for article in library.contents.articles(issue.id):
            library.notebook.bookmark(article.id, "", [])
            stored = library.articles.article(article.id)
            assert stored is not None
            first = stored.own_sources[0].source_lines[0][0]
            told = "".join(lines[: first + 1])
            above = [date for date in DAYS if day(date) in told]
            wanted[stored.own_sources[0].source_lines[-1][-1]] = above[-1]
        last = len(lines)
        library.corrections.correct_line(
            path.name, last, Claim(CorrectionKind.ROLE, role=CorrectedRole.SUBHEAD)
        )
    library.sync()
    found: dict[int, dt.date | None] = {}
    for bookmark in library.notebook.bookmarks():
        article_id = library.articles.printings.article_of(bookmark.printing)
        stored = library.articles.article(article_id) if article_id is not None else None
        assert stored is not None
        found[stored.own_sources[0].source_lines[-1][-1]] = bookmark.date
    assert found == wanted
    [known] = library.corrections.known()
    assert (known.line, known.correction.anchor.path) == (last, f"报.txt/汀江晨报/{DAYS[-1]}")
