"""Given an article, an issue or a note, when its record is written and read again, then it is the same; and what holds
of all of the data model: what is not told is empty.
"""

import importlib
import json
import pkgutil
from collections.abc import Iterator
from enum import Enum
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import newspaper
from reader.newspaper import json_format
from reader.newspaper.article import Article, Reading
from reader.newspaper.correction import CorrectedRole, names_in
from reader.newspaper.decision import (
    DECISION_KINDS,
    ON_ARTICLE,
    DossierArticle,
    decided_in,
    moved_to,
    printing_of,
)
from reader.newspaper.facts import IssueFacts
from reader.newspaper.holdings import Bookmark, on_printing
from reader.newspaper.issue import IssuePart, Masthead, TitleOrigin, surest
from reader.newspaper.printing import Printing
from tests import digests
from tests.decisions import DECISIONS
from tests.facts import FACTS
from tests.invented_article import ARTICLE, bookmark

RARE_OF_MASTHEAD = {"date_witness", "date_statements", "refused_years", "place", "edition"}
st.register_type_strategy(IssueFacts, FACTS)
RARE_OF_ARTICLE = {"readings", "elsewhere"}


def again(record: Any) -> Any:
    """Return a record as it is after having been in a file."""
    return json.loads(json.dumps(record))


@given(st.from_type(Article))
def test_an_article_is_read_as_it_was_written(article: Article) -> None:
    record = again(json_format.article_to_json(article))
    assert json_format.article_from_json(record) == article
    assert RARE_OF_ARTICLE & record.keys() == {name for name in RARE_OF_ARTICLE if getattr(article, name)}


@given(st.from_type(Masthead))
def test_a_masthead_is_read_as_it_was_written(head: Masthead) -> None:
    """But for fields that are empty and not missing, which no parser tells."""
    head = msgspec.structs.replace(
        head,
        edition=head.edition or None,
        place=head.place or None,
        other_date=head.other_date or None,
        script=head.script or None,
        unread_pages=head.unread_pages or None,
    )
    record = again(json_format.masthead_to_json(head))
    assert json_format.masthead_from_json(record) == head
    assert RARE_OF_MASTHEAD & record.keys() == {name for name in RARE_OF_MASTHEAD if getattr(head, name)}


@given(st.from_type(Reading).filter(lambda reading: reading.certainty == reading.certainty))
def test_how_a_file_was_read_is_read_as_it_was_written(reading: Reading) -> None:
    record = json_format.reading_to_json(reading)
    assert json_format.reading_from_json(record) == reading
    del record["tells_articles"]  # which earlier versions did not write
    assert json_format.reading_from_json(record) == msgspec.structs.replace(reading, tells_articles=False)


@settings(max_examples=10)
@given(st.from_type(IssuePart))
def test_of_a_part_of_an_issue_all_is_printed(part: IssuePart) -> None:
    record = json_format.part_to_json(part)
    assert [each["key"] for each in record["articles"]] == [each.key for each in part.articles]
    assert record["source"]["path"] == part.path
    assert record["source"].get("format") == (part.reading.format if part.reading else None)
    assert len(record["warnings"]) == len(part.warnings)


def data_types() -> Iterator[type[msgspec.Struct]]:
    for module in pkgutil.iter_modules(newspaper.__path__, "reader.newspaper."):
        for each in vars(importlib.import_module(module.name)).values():
            if isinstance(each, type) and issubclass(each, msgspec.Struct):
                yield each


def defaults() -> Iterator[tuple[str, object]]:
    """Yield the default of every field of the data model that has one."""
    for each in data_types():
        for field in msgspec.structs.fields(each):
            if field.default is not msgspec.NODEFAULT:
                yield f"{each.__name__}.{field.name}", field.default


def test_data_can_not_be_changed() -> None:
    """But for records that are only read out of JSON."""
    changeable = {each.__name__ for each in data_types() if not each.__struct_config__.frozen}
    assert changeable <= {"Struct", "_Decision"}


def test_what_is_not_told_is_empty() -> None:
    """But for a few fields that have no empty value."""
    told = {name: value for name, value in defaults() if isinstance(value, Enum) or value}
    faults = {"CharacterReading.fault", "CorrectedCharacter.fault"}
    functions_that_tell_nothing = {"ArticleValue.of", "Document.article", "OtherText.to_do"}
    unknown = {
        "IssueFacts.title",
        "IssueFacts.day",
        "IssueFacts.edition",
        "IssueFacts.number",
        "IssueFacts.encoding",
        "IssueFacts.year",
        "Bookmark.facts",
        "SourceText.encoding_fact",
        "Masthead.facts",
        "ArticleRow.estimated_page",
    }
    printed_unless_said_otherwise = {"StatedIssue.rule", "StatedHead.rule", "ValueField.rule"}
    assert told.keys() == faults | functions_that_tell_nothing | unknown | printed_unless_said_otherwise | {
        "LinePlace.columns",
        "Passage.color",
        "SavedSearch.order",
        "_Content.is_possible",
    }
    assert told["LinePlace.columns"] == 1


def test_the_bounds_of_decisions_are_what_other_versions_accept() -> None:
    """What is refused by a version is lost by it: a changed bound is a change of the format."""
    names = [each.__name__ for each in DECISION_KINDS]
    fields = [
        (field.name, str(field.type), field.required)
        for each in DECISION_KINDS
        for field in msgspec.structs.fields(each)
    ]
    assert digests.digest_of((names, fields)) == "bc6bb9"


@given(DECISIONS, st.from_type(Printing))
def test_a_decision_about_an_article_moves_with_it(decision: Any, printing: Printing) -> None:
    content = moved_to(decision.content, printing)
    if isinstance(content, ON_ARTICLE):
        assert printing_of(content) == printing
        assert decided_in(content) == decided_in(decision.content) != content
        assert content.applied_as == decision.content.applied_as
    else:
        assert content == decided_in(content) == decision.content
        assert printing_of(content) is None


@given(st.from_type(Printing), st.text())
def test_a_bookmark_moves_with_its_article_and_keeps_its_text(printing: Printing, month_day: str) -> None:
    mark: Bookmark = bookmark()
    moved = on_printing(mark, printing, month_day)
    assert (moved.printing, moved.month_day) == (printing, month_day)
    assert (moved.article, moved.words()) == (mark.article, mark.words())


@pytest.mark.parametrize(
    ("lines", "is_one"), [(((1, 2**31 - 1),), True), (((1, 2**31),), False), (((2, 1),), False)]
)
def test_the_lines_of_an_article_in_a_dossier_are_lines(lines: Any, is_one: bool) -> None:
    def made() -> DossierArticle:
        article = msgspec.structs.replace(ARTICLE, source_lines=lines)
        return DossierArticle("d", "k", "a", "雁桥日报", None, None, None, None, "a.txt", article)

    if is_one:
        assert made().article.source_lines == lines
    else:
        with pytest.raises(ValueError, match="article"):
            made()


@given(st.lists(st.sampled_from([*TitleOrigin, None])))
def test_the_surest_origin_is_the_first_of_them_in_order(origins: list[TitleOrigin | None]) -> None:
    present = [each for each in TitleOrigin if each in origins]
    assert surest(origins) == (present[0] if present else None)
    assert [each for each in TitleOrigin if each.is_estimated] == list(TitleOrigin)[3:]


@given(st.lists(st.text("张维顾", min_size=1), max_size=4), st.sampled_from(" 、，,;；/／\n"))
def test_names_are_parted_by_any_mark_and_each_is_named_once(names: list[str], mark: str) -> None:
    assert names_in((mark * 2).join(["", *names, ""])) == tuple(dict.fromkeys(names))


def test_every_role_has_words_of_its_own() -> None:
    assert len({role.words for role in CorrectedRole}) == len(CorrectedRole)
