"""What several commands say of a query: which shapes count, what was not searched, what is left out, the next step."""

import datetime as dt
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import Mock

import pytest

from reader.cli.queries import (
    asked,
    has_shapes,
    iso,
    missing_dates_to_json,
    said_of,
    shapes_of,
    without_words,
)
from reader.library.article_set import ArticleSet, Shapes
from reader.library.library import Library
from reader.search.documents import DateRange
from reader.search.query import parse_query


def options(**chosen: bool) -> Any:
    return SimpleNamespace(**{"shapes": False, "as_printed": False} | chosen)


@pytest.mark.parametrize(
    ("chosen", "shapes"),
    [
        ({}, Shapes.OF_WORDS),
        ({"shapes": True}, Shapes.OF_ALL),
        ({"as_printed": True}, Shapes.AS_PRINTED),
        ({"rungs": True}, Shapes.AS_PRINTED),
        ({"rungs": False}, Shapes.OF_WORDS),
        ({"shapes": True, "rungs": True}, Shapes.OF_ALL),
    ],
)
def test_options_say_which_shapes_count(chosen: dict[str, bool], shapes: Shapes) -> None:
    assert shapes_of(options(**chosen)) is shapes
    assert has_shapes(options(**chosen)) is (shapes is not Shapes.AS_PRINTED)
    library = Mock()
    asked(library, "渡船", options(**chosen))
    library.sets.of_text.assert_called_once_with("渡船", shapes)


def test_a_day_is_written_as_iso_and_an_unknown_one_is_null() -> None:
    assert iso(dt.date(1987, 6, 12)) == "1987-06-12"
    assert iso(None) is None


def test_only_dates_whose_server_is_away_are_told_as_missing() -> None:
    june = dt.date(1987, 6, 1)
    dates = [Mock(spec=DateRange, first=june, last=None, is_away=True), Mock(spec=DateRange, is_away=False)]
    assert missing_dates_to_json(cast(list[DateRange], dates)) == [["1987-06-01", None]]


def articles_of(typed: str) -> ArticleSet:
    query = parse_query(typed)
    return ArticleSet(query, typed, query)


def test_a_query_without_words_is_told_what_lists_its_articles() -> None:
    assert without_words(articles_of("")) == "没有要找的字。"
    assert "reader search" in without_words(articles_of("版:3"))


@pytest.mark.parametrize(
    ("total", "suggestions", "unknown", "has_next_step"),
    [(0, [], {}, True), (1, [], {}, False), (0, ["渡口"], {}, False), (0, [], {"undated": 2}, False)],
)
def test_the_next_step_is_told_where_nothing_else_helps(
    total: int, suggestions: list[str], unknown: dict[str, int], has_next_step: bool
) -> None:
    library = Mock()
    library.sets.left_out.return_value = Mock(
        unknown=unknown, said_of_unknown=lambda: ["另有 2 篇"] if unknown else []
    )
    library.searcher.next_step.return_value = "试试别的字"
    sentences = said_of(cast(Library, library), articles_of("渡船"), total, suggestions)
    assert ("试试别的字" in sentences) is has_next_step
    assert ("另有 2 篇" in sentences) is bool(unknown)
