"""Every teller × every rule: what is not printed carries its mark or brackets, and what is printed carries none."""

import datetime as dt
import json
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from reader.cli.hits import article_lines
from reader.export.article_text import PageBlockKind, page_blocks, source_in_words
from reader.export.citation import cite
from reader.export.collection import CollectedIssue
from reader.export.forms import Style
from reader.export.notes import source_in_words as source_of_bookmark
from reader.export.records import Record, hit_fields
from reader.features.calendar.ui.riffle_view import headlines_of
from reader.features.chronicle.drafting import KnownSources
from reader.features.chronicle.drafting import source_in_words as source_of_chronicle
from reader.features.claims.in_words import source_in_words as source_of_claim
from reader.features.claims.witnesses import source_of
from reader.features.offices.offices import Place
from reader.features.people.person import Certainty, NameEvidence
from reader.features.people.seen_days import KnownDays, SeenDays
from reader.features.printing.pdf_file import about_page, page_title
from reader.library.answers import issue_in_words
from reader.library.search_hits import SearchHit
from reader.newspaper.article import ArticleKind, Credit, Role
from reader.newspaper.decision import ChronicleSource
from reader.newspaper.facts import NO_FACTS, RULES, Outcome, Rule
from reader.newspaper.holdings import ArticleRow, Bookmark, StoredArticle
from reader.search.answering.snippets import Snippet
from reader.ui.article.about_article import where_printed
from reader.ui.article.article_header import _issue_words
from reader.ui.issues.tree_entries import NodeKind, PageHeading, TreeEntry, estimate_of, under_headings
from reader.ui.search.result_model import card_of
from tests.export.test_citation import known_by

MOMENT = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)


def row_of(stored: StoredArticle) -> ArticleRow:
    page = json.dumps(stored.page_fact.as_json())
    article = stored.article
    return ArticleRow(
        1,
        article.key,
        1,
        ArticleKind.ARTICLE,
        article.page,
        None,
        article.title(),
        "",
        (),
        9,
        stored_page=page,
    )


def hit_of(stored: StoredArticle) -> SearchHit:
    return SearchHit(row_of(stored), stored.article.headline, stored.issue, "a.txt", Snippet("", (), 0))


def bookmark_of(stored: StoredArticle) -> Bookmark:
    issue, article = stored.issue, stored.article
    return Bookmark(
        "uuid",
        article.key,
        issue.newspaper,
        issue.date,
        None,
        None,
        article.page,
        "a.txt",
        article,
        "",
        (),
        MOMENT,
        MOMENT,
        facts=stored.facts,
    )


def line_of_bookmark(stored: StoredArticle) -> str:
    return source_of_bookmark(bookmark_of(stored))


def line_of_terminal(stored: StoredArticle) -> str:
    return next(article_lines(hit_of(stored), names_newspaper=True))


def result_row(stored: StoredArticle) -> str:
    return card_of(hit_of(stored), names_newspaper=True).where


def title_of_pdf(stored: StoredArticle) -> str:
    return page_title(stored.issue, stored.article.page, [stored])


def subject_of_pdf(stored: StoredArticle) -> str:
    return about_page(stored.issue, stored.article.page, [stored]).title


def place_of_office(stored: StoredArticle) -> str:
    issue, article = stored.issue, stored.article
    return Place(1, article.key, issue.newspaper, issue.date, article.page, facts=stored.facts).in_words()


def source_of_a_chronicle(stored: StoredArticle) -> str:
    printing = stored.printing
    source = ChronicleSource(
        printing.key,
        printing.newspaper,
        printing.date,
        printing.page,
        printing.path,
        printing.file,
        stored.article.title(),
        "昨日渡口添了船。",
    )
    return source_of_chronicle(source, KnownSources({source.printing: stored.facts}))


def source_of_a_claim(stored: StoredArticle) -> str:
    return source_of_claim(source_of(stored))


def days_of_a_person(stored: StoredArticle) -> SeenDays:
    """The days of somebody whom only the papers of this day name."""
    day = stored.issue.date
    assert day is not None
    return KnownDays({day: [stored.issue]}).known(SeenDays(day, day))


def day_of_a_person(stored: StoredArticle) -> str:
    return days_of_a_person(stored).in_words()


def years_of_a_person(stored: StoredArticle) -> str:
    return days_of_a_person(stored).years()


def evidence_for_a_name(stored: StoredArticle) -> str:
    issue = stored.issue
    evidence = NameEvidence(1, issue.newspaper, issue.date, "", Certainty.CERTAIN, "", "", stored.facts)
    return " ".join(evidence.where(str))


def row_of_a_misreading(stored: StoredArticle) -> str:
    return f"{stored.issue.newspaper_as_told} {stored.issue.day_as_told(str(stored.issue.date))}"


def line_of_an_issue(stored: StoredArticle) -> str:
    return issue_in_words(stored.issue)


def folio(stored: StoredArticle) -> str:
    (block,) = [block for block in page_blocks(stored) if block.kind is PageBlockKind.FOLIO]
    return block.text


def heading_of_tree(stored: StoredArticle) -> str:
    heading = under_headings([row_of(stored)])[0]
    assert isinstance(heading, PageHeading)
    return heading.words()


def header(stored: StoredArticle) -> str:
    return _issue_words(stored, [stored])[0]


def title_of_export(stored: StoredArticle) -> str:
    return CollectedIssue(stored.issue, (stored,), (1,)).title()


def riffled(stored: StoredArticle) -> str:
    return headlines_of([row_of(stored)]).lines[0][0]


TELLERS: dict[Callable[[StoredArticle], str], int] = {
    source_in_words: 4,
    folio: 4,
    line_of_bookmark: 3,
    line_of_terminal: 4,
    result_row: 4,
    title_of_pdf: 4,
    subject_of_pdf: 4,
    place_of_office: 3,
    header: 5,
    where_printed: 4,
    title_of_export: 3,
    heading_of_tree: 1,
    source_of_a_chronicle: 3,
    source_of_a_claim: 3,
    day_of_a_person: 1,
    evidence_for_a_name: 2,
    row_of_a_misreading: 3,
    line_of_an_issue: 4,
}
"""How many of title, day, edition and page each one tells."""
WITHOUT_ROOM: list[Callable[[StoredArticle], str]] = [riffled, years_of_a_person]


@pytest.mark.parametrize("tell", TELLERS)
def test_what_is_not_printed_is_told_with_its_mark(tell: Callable[[StoredArticle], str]) -> None:
    for rule in RULES:
        told = tell(known_by(rule))
        if rule.outcome is Outcome.PRINTED:
            assert "（" not in told, rule
        elif rule is not Rule.NOT_READ_AGAIN:
            assert told.count(rule.words) == TELLERS[tell], rule


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("tell", WITHOUT_ROOM)
def test_where_there_is_no_room_what_is_not_sure_is_in_brackets(
    tell: Callable[[StoredArticle], str], rule: Rule
) -> None:
    is_bracketed = not rule.outcome.is_sure and rule is not Rule.NOT_READ_AGAIN
    assert ("[" in tell(known_by(rule))) == is_bracketed


@pytest.mark.parametrize("rule", RULES)
def test_the_row_of_an_issue_has_a_mark_unless_its_day_is_sure(rule: Rule) -> None:
    entry = TreeEntry(NodeKind.ISSUE, issue=known_by(rule).issue)
    assert estimate_of(entry) == ("" if rule.outcome.is_sure else rule.words)


@pytest.mark.parametrize("tell", [heading_of_tree, result_row, line_of_terminal, folio])
def test_a_file_of_an_earlier_version_marks_no_row_until_it_is_read_again(
    tell: Callable[[StoredArticle], str],
) -> None:
    assert Rule.NOT_READ_AGAIN.words not in tell(known_by(Rule.NOT_READ_AGAIN))


def test_data_and_the_full_account_of_an_article_tell_that_its_file_is_to_be_read_again() -> None:
    stored = known_by(Rule.NOT_READ_AGAIN)
    facts = hit_fields(Record(stored))["facts"]
    assert isinstance(facts, dict)
    assert facts["page"]["rule"] == Rule.NOT_READ_AGAIN
    assert Rule.NOT_READ_AGAIN.words in where_printed(stored)


def test_a_bookmark_of_what_is_not_in_the_library_has_no_marks() -> None:
    bookmark = replace(bookmark_of(known_by(Rule.PATH)), facts=NO_FACTS)
    assert "（" not in source_of_bookmark(bookmark)


def test_data_and_notes_of_citations_tell_how_authors_are_known() -> None:
    """By the words of the text, by a reader's correction, or by the fields of a file in which no text credits them."""
    byline = Credit(Role.REPORTER, ("顾知远",), "记者 顾知远")
    added = replace(byline, names=("贺一舟",), as_printed="记者〔贺一舟〕")
    for credit, rule, file in (
        (byline, Rule.OWN_WORDS, Rule.MASTHEAD),
        (byline, Rule.RECORD, Rule.RECORD),
        (added, Rule.READER, Rule.RECORD),
    ):
        stored = known_by(file)
        stored = replace(stored, article=replace(stored.article, credits=(credit,)))
        facts = hit_fields(Record(stored))["facts"]
        assert isinstance(facts, dict)
        assert facts["author"]["rule"] == rule
        assert ("作者" + rule.words in cite(stored, Style.BIBTEX)) == (rule is not Rule.OWN_WORDS)
        for style in (Style.GB2015, Style.GB2025):
            assert cite(stored, style).startswith(f"[{facts['author']['value']}]. ") == (
                rule is not Rule.OWN_WORDS
            )


@pytest.mark.parametrize("rule", RULES)
def test_data_tell_the_rule_and_the_outcome_of_each_fact(rule: Rule) -> None:
    facts = hit_fields(Record(known_by(rule)))["facts"]
    assert isinstance(facts, dict)
    for name in ("title", "day", "edition", "number", "page"):
        assert (facts[name]["rule"], facts[name]["outcome"]) == (rule, rule.outcome)
