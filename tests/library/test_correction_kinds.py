"""Every kind of correction: what it decides, how it is said, done and undone, sent, told at a terminal."""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from reader import i18n
from reader.cli.commands import parse_arguments
from reader.cli.options import Option
from reader.cli.parser import fields_of
from reader.features.correct.cli import CLAIM, Add
from reader.library.library import Library
from reader.newspaper.article import Role, SourceText
from reader.newspaper.correction import (
    About,
    Anchor,
    Claim,
    CorrectedCredit,
    CorrectedRole,
    Correction,
    CorrectionKind,
    claim_from_json,
    claim_to_json,
)
from reader.newspaper.holdings import StoredArticle
from reader.parsing import anchor_of
from reader.parsing.correction_anchors import NOTHING, NOTHING_OF_ISSUE, decisions_on, issue_decisions
from reader.parsing.rows import rows_of
from tests import homes
from tests.library.test_corrections import PAGE, TOWER_LINE
from tests.split_story import DOUBTFUL, write_day
from tests.ui import synced_once

FIRST, OF_TWO = "19870612-01.txt", "19870613-02.txt"
LINE = 8
"""The second paragraph of the first file."""
EXAMPLES: dict[str, Any] = {
    "role": CorrectedRole.HEADLINE,
    "credit": CorrectedCredit(Role.AUTHOR, ("万春生",)),
    "date": dt.date(1987, 6, 14),
    "number": 4114,
    "title": "石板坡报",
    "page": "2",
    "encoding": "big5",
    "year": 1987,
    "first": Anchor(FIRST, "船厂的钳工", "", "", 1),
}
WITHOUT_TRACE = {CorrectionKind.PARAGRAPH_APART, CorrectionKind.NOT_YEAR}
"""The kinds that change nothing in these files: the line begins a paragraph, and the year is printed."""
KINDS = pytest.mark.parametrize("kind", CorrectionKind)


def example(kind: CorrectionKind) -> Claim:
    return Claim(kind, **{kind.content.name: EXAMPLES[kind.content.name]} if kind.content else {})


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes.use(monkeypatch, tmp_path / "home")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    yield from opened(tmp_path / "旧报")


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Library]:
    yield from opened(tmp_path / "另一份")


def opened(root: Path) -> Iterator[Library]:
    write_day(root, 12, DOUBTFUL)
    (root / OF_TWO).write_text(PAGE.replace("12日", "13日"), encoding="utf-8")
    with synced_once.opened(root) as library:
        yield library


def told(library: Library) -> object:
    """What the library shows of its articles."""
    papers = library.contents.newspapers()
    days = [issue for paper in papers for issue in library.contents.issues(paper.title, 1987, 6)]
    rows = [(issue, row) for issue in days for row in library.contents.articles(issue.id)]
    return sorted(
        repr((issue.newspaper, issue.date, issue.number, stored.article, _ties(library, stored)))
        for issue, row in rows
        if (stored := library.articles.article(row.id)) is not None
    )


def _ties(library: Library, stored: StoredArticle) -> list[tuple[bool, str]]:
    return [(tie.stitch.is_made, tie.second.article.title()) for tie in library.articles.ties([stored])]


def corrected(library: Library, claim: Claim) -> Correction:
    """Make a correction of this kind by the library's own door."""
    corrections = library.corrections
    match claim.kind.about:
        case About.ISSUE:
            return corrections.correct_issue([FIRST], [claim]).corrections[0]
        case About.STORY:
            first, second = (library.searcher.search(f'"{words}"').ids[0] for words in ("罗阿满修了", "脾气"))
            is_one = claim.kind is CorrectionKind.CONTINUES
            return corrections.correct_story(first, second, is_one=is_one).correction
        case _:
            path, line = (OF_TWO, TOWER_LINE) if claim.kind is CorrectionKind.JOINED else (FIRST, LINE)
            return corrections.correct_line(path, line, claim).correction


@KINDS
def test_it_decides_something_of_its_line_or_its_issue(kind: CorrectionKind) -> None:
    source = SourceText("a.txt", "utf-8", ("渡口添了两口大钟", "", "钟面朝着石板坡，从此不误点。"))
    now = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    made = Correction("1", anchor_of(source, 3), example(kind), now, now)
    of_line, of_issue = decisions_on(rows_of(source), [made]), issue_decisions(rows_of(source), [made])
    assert (of_line.get(3, NOTHING) != NOTHING) is (kind.about in (About.LINE, About.BLOCK))
    assert (of_issue != NOTHING_OF_ISSUE) is (kind.about is About.ISSUE)


@KINDS
def test_it_is_said_in_both_languages_and_unlike_the_others(
    kind: CorrectionKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {}
    for language in ("zh", "en"):
        monkeypatch.setattr(i18n, "language", partial(str, language))
        said[language] = example(kind).words
        assert [each for each in CorrectionKind if example(each).words == said[language]] == [kind]
    assert said["zh"] != said["en"]


@KINDS
def test_it_needs_what_it_says_and_nothing_else(kind: CorrectionKind) -> None:
    claim = example(kind)
    assert claim_from_json(claim_to_json(claim)) == claim
    for name, value in EXAMPLES.items():
        given = None if kind.content and kind.content.name == name else value
        changed: dict[str, Any] = {name: given}
        with pytest.raises(ValueError, match=kind.value):
            structs.replace(claim, **changed)


def test_each_is_listed_sent_read_in_and_undone(library: Library, another: Library, tmp_path: Path) -> None:
    before = told(library)
    for kind in CorrectionKind:
        made = corrected(library, example(kind))
        (known,) = library.corrections.known()
        assert (known.correction, known.correction.claim.kind, known.line is None) == (made, kind, False)
        sent = tmp_path / "更正.jsonl"
        sent.write_text(library.corrections.export_text(), encoding="utf-8")
        shown = told(library)
        assert (shown != before) is (kind not in WITHOUT_TRACE), kind
        assert another.corrections.import_file(sent).new == [known]
        assert told(another) == shown, kind
        for each in (library, another):
            each.corrections.undo(made.uuid)
            assert each.corrections.known() == []
            assert told(each) == before, kind


def test_each_kind_can_be_told_at_a_terminal() -> None:
    values = {
        "role": "deck",
        "names": "万春生",
        "date": "1987-6-3",
        "title": "石板坡报",
        "page": "A04",
        "encoding": "Big5",
    }
    found = set()
    for each in fields_of(Add):
        if isinstance(each.declared, Option) and each.declared.one_of is CLAIM:
            option = "--" + each.name.replace("_", "-")
            words = [option] if each.kind is bool else [option, values.get(each.name, "1987")]
            of_issue = each.name in ("date", "not_year", "number", "title", "page", "encoding")
            of_line = each.name == "date" or not of_issue
            lines: list[list[str]] = [[]] * of_issue + [["12"]] * of_line
            for line in lines:
                command, _ = parse_arguments(["correct", "add", "19870612.txt", *line, *words])
                assert isinstance(command, Add)
                found.add(command.claim().kind)
    assert found == {kind for kind in CorrectionKind if kind.about is not About.STORY}


@pytest.mark.parametrize("kind", [each for each in CorrectionKind if each.about is About.STORY])
def test_of_two_articles_it_says_whether_they_are_one(kind: CorrectionKind, library: Library) -> None:
    corrected(library, example(kind))
    first = library.articles.article(library.searcher.search('"罗阿满修了"').ids[0])
    assert first is not None
    made = [(True, "石板坡的钟声")] if kind is CorrectionKind.CONTINUES else []
    assert _ties(library, first) == made
