"""Every form in which articles leave the program × every rule: what is read again is never surer than it was."""

import datetime as dt
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from reader import formats, parsing
from reader.export.article_text import (
    UNPRINTED,
    PageBlockKind,
    as_html,
    as_markdown,
    as_text,
    page_blocks,
)
from reader.export.citation import author_fact, cite
from reader.export.collection import CollectedIssue, article_file
from reader.export.forms import RecordFormat, Style
from reader.export.records import Record, written
from reader.features.dossiers.dossier_docx import as_docx
from reader.features.dossiers.dossier_text import DossierPart, DossierText, Footnote, PartKind
from reader.features.epub.epub import write_epub
from reader.features.tables.rows import open_table
from reader.features.tei.tei import as_tei
from reader.newspaper.facts import (
    RULES,
    Check,
    Fact,
    IssueFacts,
    Outcome,
    Rule,
    checked,
    facts_to_json,
    unknown,
)
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.issue import IssuePart
from reader.newspaper.json_format import stored_to_json
from tests.export.test_citation import known_by

MOMENT = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)


def contradicted(rule: Rule) -> StoredArticle:
    """The article of `known_by`, whose day is refused by its weekday."""
    stored = known_by(rule)

    def is_refused(day: dt.date) -> bool:
        return False

    facts = stored.issue.facts
    against = replace(facts, day=checked(facts.day, [Check[dt.date]("星期六", is_refused)]))
    issue = replace(stored.issue, stored_facts=json.dumps(facts_to_json(against)))
    return replace(stored, issue=issue)


def collected(stored: StoredArticle) -> CollectedIssue:
    return CollectedIssue(stored.issue, (stored,), (1,))


def parsed(data: bytes, name: str) -> list[IssuePart]:
    try:
        return [parsing.parse(formats.decode(data, name))]
    except formats.NotAnIssue:
        return []


def text(stored: StoredArticle) -> list[IssuePart]:
    return parsed(as_text(stored).encode(), "a.txt")


def markdown(stored: StoredArticle) -> list[IssuePart]:
    return parsed(as_markdown(stored).encode(), "a.md")


def html(stored: StoredArticle) -> list[IssuePart]:
    return parsed(as_html(stored).encode(), "a.html")


def markdown_file(stored: StoredArticle) -> list[IssuePart]:
    return parsed(article_file(stored, 1).encode(), "a.md")


def tei(stored: StoredArticle) -> list[IssuePart]:
    return parsed(as_tei(collected(stored)).encode(), "a.xml")


def epub(stored: StoredArticle) -> list[IssuePart]:
    file = io.BytesIO()
    write_epub(file, "题", [collected(stored)], MOMENT)
    return parsed(file.getvalue(), "a.epub")


def docx(stored: StoredArticle) -> list[IssuePart]:
    blocks = [block for block in page_blocks(stored) if block.kind not in UNPRINTED]
    headline = next(at for at, block in enumerate(blocks) if block.kind is PageBlockKind.HEADLINE)
    source = Footnote(headline, 1, cite(stored, Style.GB2015))
    part = DossierPart(PartKind.ARTICLE, tuple(blocks), (source,))
    return parsed(as_docx(DossierText("专题", (part,))), "a.docx")


def table(stored: StoredArticle, form: RecordFormat) -> list[IssuePart]:
    pieces = list(written([Record(stored)], form, Style.GB2015))
    data = b"".join(piece if isinstance(piece, bytes) else piece.encode() for piece in pieces)
    held = open_table(io.BytesIO(data), f"a{form.suffix}", ())
    return [part for name, rows in held.files.items() for part in parsed(rows, name)]


def csv(stored: StoredArticle) -> list[IssuePart]:
    return table(stored, RecordFormat.CSV)


def json_lines(stored: StoredArticle) -> list[IssuePart]:
    return table(stored, RecordFormat.JSONL)


def as_shown(stored: StoredArticle) -> list[IssuePart]:
    """What `reader show --format json` prints, read as a file."""
    shown = json.dumps(stored_to_json(stored, {"author": author_fact(stored)}), ensure_ascii=False)
    return parsed(shown.encode(), "a.json")


FORMS: list[Callable[[StoredArticle], list[IssuePart]]] = [
    text,
    markdown,
    html,
    markdown_file,
    tei,
    epub,
    docx,
    csv,
    json_lines,
    as_shown,
]
MARKING_NO_WAITING = [text, markdown, html]
"""The forms with the head of a page, which is marked in the window, too: not before its file is read again."""
TELLING = [markdown_file, tei, csv, json_lines]
"""The forms that are read with all their values."""


def facts_of(stored: StoredArticle) -> dict[str, Fact[Any]]:
    facts = stored.issue.facts
    return {
        "title": facts.title,
        "day": facts.day,
        "edition": facts.edition,
        "number": facts.number,
        "page": stored.page_fact,
    }


def facts_in(facts: IssueFacts) -> dict[str, Fact[Any]]:
    pages = list(facts.pages.values())
    return {
        "title": facts.title,
        "day": facts.day,
        "edition": facts.edition,
        "number": facts.number,
        "page": pages[0] if pages else unknown(),
    }


@pytest.mark.parametrize("make", [known_by, contradicted])
@pytest.mark.parametrize("come_back", FORMS)
def test_no_outcome_rises(
    come_back: Callable[[StoredArticle], list[IssuePart]], make: Callable[[Rule], StoredArticle]
) -> None:
    for rule in RULES:
        if rule is not Rule.NOT_READ_AGAIN or come_back not in MARKING_NO_WAITING:
            assert_none_rises(come_back, make(rule))


def assert_none_rises(come_back: Callable[[StoredArticle], list[IssuePart]], stored: StoredArticle) -> None:
    before = facts_of(stored)
    for part in come_back(stored):
        for name, fact in facts_in(part.masthead.facts).items():
            known = before[name]
            if fact.value is not None and str(fact.value) == str(known.value):
                most = known.outcome.sureness
                if come_back is docx:  # a citation has the same brackets for both
                    most = max(most, Outcome.INFERRED.sureness)
                assert fact.outcome.sureness <= most, (name, known)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.outcome is Outcome.INFERRED])
@pytest.mark.parametrize("come_back", TELLING)
def test_what_was_estimated_is_read_again_as_that(
    come_back: Callable[[StoredArticle], list[IssuePart]], rule: Rule
) -> None:
    stored = known_by(rule)
    (part,) = come_back(stored)
    facts = part.masthead.facts
    assert (facts.title.value, facts.day.value) == (stored.issue.newspaper, stored.issue.date)
    assert facts.day.outcome is Outcome.INFERRED
    assert facts.title.outcome is Outcome.INFERRED


def test_what_others_are_not_sure_of_in_tei_is_estimated() -> None:
    text_of_tei = as_tei(collected(known_by(Rule.MASTHEAD)))
    doubtful = text_of_tei.replace('<date when="1987-06-12"', '<date when="1987-06-12" cert="low"')
    (part,) = parsed(doubtful.encode(), "a.xml")
    assert part.masthead.facts.day.outcome is Outcome.INFERRED
