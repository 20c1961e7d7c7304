"""A query asked of a reader's own words: what holds it, where it stands, in which characters it is written."""

import datetime as dt

import pytest
from msgspec.structs import replace

from reader.library.search_hits import NoteHit, notes_found
from reader.newspaper.passage import Passage
from reader.search.query import parse_query
from tests.invented_article import bookmark

NOTED = bookmark(uuid="noted", note="外婆說的渡口\nＡ岸，待核", tags=(), passage=None)
TAGGED = replace(
    NOTED, uuid="tagged", note="", tags=("家史", "渡口"), created=NOTED.created - dt.timedelta(1)
)
MARKED = replace(
    NOTED,
    uuid="marked",
    note="",
    passage=Passage("旧报不是废纸，\n是这座城的记性", "", ""),
    created=NOTED.created - dt.timedelta(2),
)
ALL = [MARKED, TAGGED, NOTED]


def found(query: str, *, all_shapes: bool = False) -> list[NoteHit]:
    return notes_found(ALL, parse_query(query), all_shapes=all_shapes)


def uuids(query: str, *, all_shapes: bool = False) -> list[str]:
    return [hit.bookmark.uuid for hit in found(query, all_shapes=all_shapes)]


@pytest.mark.parametrize(
    ("query", "uuids_found"),
    [
        ("渡口", ["noted", "tagged"]),
        ("外婆 渡口", ["noted"]),
        ("外婆 或 家史", ["noted", "tagged"]),
        ("渡口 -外婆", ["tagged"]),
        ("废纸", ["marked"]),
        ("a岸", ["noted"]),
        ("外婆 /6 渡口", ["noted"]),
        ("记性座", []),
    ],
)
def test_own_words_are_asked_as_articles_are(query: str, uuids_found: list[str]) -> None:
    assert uuids(query) == uuids_found


def test_the_head_of_the_article_alone_makes_no_note_found() -> None:
    title = NOTED.article.headline or ""
    assert uuids(title) == []
    assert uuids(f"标题:{title}") == []
    assert uuids(f"渡口 标题:{title}") == ["noted", "tagged"]


def test_dates_and_papers_are_those_of_the_article() -> None:
    assert uuids("渡口 日期:1987") == ["noted", "tagged"]
    assert uuids("渡口 日期:1950") == []
    assert uuids("渡口 报:雁桥") == ["noted", "tagged"]
    assert uuids("日期:1987") == []


def test_other_shapes_are_found_where_those_of_articles_are() -> None:
    assert uuids("外婆说") == []
    assert uuids("外婆说", all_shapes=True) == ["noted"]
    assert uuids("廢紙", all_shapes=True) == ["marked"]


def test_marks_are_the_places_in_what_is_shown() -> None:
    (hit,) = found("外婆 待核")
    assert [NOTED.note[start:end] for start, end in hit.note_marks] == ["外婆", "待核"]
    (tagged,) = found("家史")
    assert tagged.tags == ("家史",)
    (marked,) = found("废纸")
    assert [marked.bookmark.passage.exact[a:b] for a, b in marked.quotation_marks] == ["废纸"]  # type: ignore[union-attr]
