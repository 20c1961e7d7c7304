"""The tables of a room: what its server answers becomes what a folder would tell, and nonsense is refused."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
import zstandard
from msgspec.structs import replace

from reader import never
from reader.features.room.catalogue_tables import (
    ArticleColumns,
    IssueColumns,
    RoomFiles,
    RoomMastheads,
    RoomRows,
    RoomStitches,
    RoomTree,
    in_postgres,
    masthead_of,
    no_unpacker,
    none_made,
)
from reader.features.room.connections import RoomError
from reader.newspaper.article import ArticleKind
from reader.newspaper.facts import Rule
from reader.newspaper.issue import DateOrigin, Masthead, TitleOrigin, facts_of_origins
from reader.newspaper.json_format import masthead_to_json
from reader.storage.issue_table import as_bytes
from reader.storage.packing import UNPACKED, PackDamaged
from tests import invented_article
from tests.invented_article import DATE

FACTS = facts_of_origins("雁桥日报", TitleOrigin.PRINTED, DATE, Rule.MASTHEAD, 4181)
STORED = replace(invented_article.STORED.masthead, facts=FACTS)
MASTHEAD = json.dumps(masthead_to_json(STORED), ensure_ascii=False)
ISSUE = IssueColumns(
    7, "雁桥日报", DATE, "06-12", DateOrigin.PRINTED, 4181, 38, "a.txt", TitleOrigin.PRINTED, None, None
)


def article(article_id: int, page: str | None, *place: Any) -> tuple[Any, ...]:
    columns = (
        article_id,
        f"k{article_id}",
        7,
        ArticleKind.ARTICLE,
        page,
        None,
        "渡口",
        "雾",
        '["闻小树"]',
        90,
    )
    return (*columns, None, *place)


class Server:
    """Answers every query with the same rows, as the type that is asked for, and notes what was asked."""

    def __init__(self, *answer: tuple[Any, ...]) -> None:
        self._answer = answer
        self.asked: list[tuple[str, tuple[object, ...]]] = []

    def rows(self, kind: Any, sql: str, values: Any = ()) -> list[Any]:
        self.asked.append((sql, tuple(values)))
        if hasattr(kind, "_fields"):
            return [kind(*row) for row in self._answer]
        return list(self._answer)

    def is_connected(self) -> bool:
        return True


def tree(*answer: tuple[Any, ...]) -> RoomTree:
    server: Any = Server(*answer)
    rows = RoomRows(server)
    return RoomTree(rows.rows, rows.made, server)


def files(*answer: tuple[Any, ...]) -> RoomFiles:
    server: Any = Server(*answer)
    rows = RoomRows(server)
    return RoomFiles(rows.rows, rows.made, server)


def test_a_query_of_a_folder_becomes_one_of_the_server() -> None:
    sql = "SELECT 1 WHERE a LIKE '%x' AND b IS ? AND c IN (SELECT value FROM json_each(?))"
    assert in_postgres(sql) == (
        "SELECT 1 WHERE a LIKE '%%x' AND b IS NOT DISTINCT FROM %s"
        " AND c IN (SELECT value::bigint FROM json_array_elements_text(%s::json))"
    )


def test_an_issue_is_told_with_what_its_files_know_of_it() -> None:
    stored = ISSUE._replace(mastheads=json.dumps([MASTHEAD])).row()
    assert (stored.id, stored.newspaper, stored.date, stored.edition) == (7, "雁桥日报", DATE, None)
    assert stored.facts.day.value == DATE
    assert stored.facts.day.is_sure
    assert not ISSUE.row().facts.day.is_sure, "of no file, nothing is known"


def test_an_article_of_a_list_has_its_names_and_how_its_page_is_known() -> None:
    row = ArticleColumns(*article(1, "2")).row()
    assert (row.names, row.length, row.stored_page) == (("闻小树",), 90, "")
    spaced = '{"value": "2",  "rule": "page line"}'
    known = ArticleColumns(*article(1, "2"))._replace(stored_page=spaced).row()
    assert known.stored_page == '{"value":"2","rule":"page line"}'


def test_the_articles_of_an_issue_stand_in_the_order_of_their_pages_and_places() -> None:
    rows = tree(
        article(3, "2", 2, 0, "b.txt", 1),
        article(2, "1", 1, 0, "a.txt", 9),
        article(1, "1", 1, 0, "a.txt", 4),
    ).articles(7)
    assert [(row.id, row.shown_page) for row in rows] == [(1, "1"), (2, "1"), (3, "2")]


def test_a_newspaper_has_the_surest_origin_of_its_issues_and_one_of_none_has_none() -> None:
    printed, unknown = tree(("雁桥日报", 3, 1, "folder,printed"), ("", 1, 1, None)).newspapers()
    assert (printed.origin, unknown.origin) == (TitleOrigin.PRINTED, None)
    assert (printed.title, printed.issue_count, printed.undated_count) == ("雁桥日报", 3, 1)


def test_issues_are_told_by_their_ids_each_id_asked_once() -> None:
    server: Any = Server(tuple(ISSUE))
    rows = RoomRows(server)
    issues = RoomTree(rows.rows, rows.made, server).by_id([9, 7, 9])
    assert list(issues) == [7]
    assert server.asked[0][1] == ([7, 9],)


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        ("newspapers", ("雁桥日报", 3, 1, "made up")),
        ("issues", (*ISSUE[:-1], "[not json")),
        ("articles", (*article(1, "1", 1, 0, "a.txt", 4)[:8], "no list", 90, None, 1, 0, "a.txt", 4)),
    ],
)
def test_what_no_load_has_written_is_refused(ask: str, answer: tuple[Any, ...]) -> None:
    asks: dict[str, Callable[[], object]] = {
        "newspapers": lambda: tree(answer).newspapers(),
        "issues": lambda: tree(answer).issues_where("true"),
        "articles": lambda: tree(answer).articles(7),
    }
    with pytest.raises(RoomError):
        asks[ask]()


def test_a_masthead_is_read_back_as_it_was_stored_and_other_words_are_refused() -> None:
    assert masthead_of(MASTHEAD) == STORED
    for text in ("", "[]", '{"date": 5}', '{"facts": []}', '{"facts": {"title": []}}'):
        with pytest.raises(RoomError):
            masthead_of(text)


def test_the_files_of_an_issue_are_told_with_their_mastheads() -> None:
    (file,) = files(("a.txt", True, MASTHEAD)).files_of_issue(7)
    assert (file.path, file.is_missing, file.masthead) == ("a.txt", True, STORED)


def test_a_room_has_no_files_that_failed_and_stores_no_doubts() -> None:
    assert files(("a.txt", "no text")).failed_files() == {}
    assert files().doubts() is None  # type: ignore[func-returns-value]


def test_a_file_in_which_nothing_is_known_is_in_doubt() -> None:
    masthead = json.dumps(masthead_to_json(Masthead()))
    (file,) = files(("a.txt", 7, masthead, None, None, "[1,2]")).doubtful(DATE)
    assert (file.path, file.issue_id, file.articles) == ("a.txt", 7, (1, 2))


@pytest.mark.parametrize(("most", "asked"), [(-1, None), (0, 0), (5, 5)])
def test_as_many_doubtful_files_are_asked_for_as_are_wanted(most: int, asked: int | None) -> None:
    server: Any = Server()
    rows = RoomRows(server)
    RoomFiles(rows.rows, rows.made, server).doubtful(DATE, after="b.txt", most=most)
    ((_, values),) = server.asked
    assert (values[0], values[1], values[-1]) == ("b.txt", DATE.isoformat(), asked)


@pytest.mark.parametrize(("any_one", "likes"), [("", [r"渡\_", r"\%口"]), ("?", [r"渡\_", r"\%口"])])
def test_a_pair_of_a_seam_is_looked_for_as_it_is_written(any_one: str, likes: list[str]) -> None:
    server: Any = Server((1, 2, "渡口", 1))
    (seam,) = RoomStitches(RoomRows(server).rows, no_unpacker, server).seams_with(["渡_", "%口"], any_one)
    assert server.asked[0][1] == (likes,)
    assert (seam.first_id, seam.second_id) == (1, 2)


def test_any_character_may_stand_for_one_in_a_pair() -> None:
    server: Any = Server()
    RoomStitches(RoomRows(server).rows, no_unpacker, server).seams_with(["渡?"], "?")
    assert server.asked[0][1] == (["渡_"],)


@pytest.mark.parametrize("is_found", [True, False])
def test_a_masthead_is_found_by_its_words_if_the_question_agrees(is_found: bool) -> None:
    head = ("a.txt", 7, "雁桥日报", DATE, "06-12", as_bytes("雁桥日报"), as_bytes("雁桥日报"), "txt", None)
    server: Any = Server(head)
    told: list[tuple[str, dt.date | None, str]] = []

    def agrees(newspaper: str, day: dt.date | None, text: str) -> bool:
        told.append((newspaper, day, text))
        return is_found

    mastheads = RoomMastheads(none_made, never, server).found(["雁桥"], agrees)
    assert told == [("雁桥日报", DATE, "雁桥日报")]
    assert server.asked[0][1] == ([as_bytes("雁桥")],)
    assert [(masthead.path, masthead.issue_id) for masthead in mastheads] == [("a.txt", 7)] * is_found


def test_nothing_is_made_for_a_table_that_a_room_does_not_have() -> None:
    assert none_made(tuple, "SELECT 1", 5) == []


def test_a_row_is_made_into_what_is_wanted_by_the_query_of_the_server() -> None:
    server: Any = Server(("1", 2))
    assert RoomRows(server).made(lambda row: row[1], "SELECT ?", 5) == [2]
    assert server.asked == [("SELECT %s", (5,))]


def test_a_text_that_was_packed_with_a_dictionary_is_damaged_in_a_room() -> None:
    assert no_unpacker().text(UNPACKED, "渡口".encode()) == "渡口"
    with pytest.raises(PackDamaged):
        no_unpacker().text(1, zstandard.compress("渡口".encode()))
