"""What a room is asked for its people, and what is made of its answers; what no load has written is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from reader.features.people.people_table import PersonArticles
from reader.features.people.person import PersonOrder
from reader.features.people.room.people import BEYOND, RoomNames, RoomPeople, storable
from reader.features.room.connections import RoomError
from reader.features.room.texts import STAND_IN

Row = tuple[Any, ...]


class Server:
    """Answers queries in turn with the rows it was given, as the type that is asked for, and notes the questions."""

    def __init__(self, *answers: list[Row]) -> None:
        self._answers = list(answers)
        self.asked: list[tuple[str, tuple[object, ...]]] = []

    def rows(self, kind: Any, sql: str, values: Any = ()) -> list[Any]:
        self.asked.append((" ".join(sql.split()), tuple(values)))
        make = getattr(kind, "_make", tuple)
        rows = self._answers.pop(0) if self._answers else []
        return [make(row) for row in rows]

    def has_all_values(self) -> bool:
        """Return whether each query has a value for each of its placeholders."""
        return all(sql.count("%s") == len(values) for sql, values in self.asked)


def people(*answers: list[Row]) -> tuple[RoomPeople, Server]:
    server: Any = Server(*answers)
    return RoomPeople(server), server


def names(*answers: list[Row]) -> tuple[RoomNames, Server]:
    server: Any = Server(*answers)
    return RoomNames(server), server


ANYONE = PersonArticles((1, 2))


def test_names_are_completed_from_all_that_begin_with_what_is_typed() -> None:
    table, server = names([("闻小树",), ("闻砚秋",)])
    assert table.beginning_with("闻", 5) == ["闻小树", "闻砚秋"]
    assert server.asked[0][1] == ("闻", "闻" + BEYOND, 5)


@pytest.mark.parametrize("typed", ["", "  ", STAND_IN])
def test_a_server_is_not_asked_for_what_no_name_can_begin_with(typed: str) -> None:
    table, server = names()
    assert (table.beginning_with(typed, 5), server.asked) == ([], [])


def test_a_name_is_alike_with_any_one_of_its_characters_replaced() -> None:
    table, server = names([("闻小木",)])
    assert table.alike("闻小树", 3) == ["闻小木"]
    ((_, values),) = server.asked
    for pattern in ("_小树", "闻_树", "闻小_"):
        assert pattern in values
    assert values[-2:] == ("闻小树", 3)
    assert server.has_all_values()


@pytest.mark.parametrize("typed", ["闻", "闻%树", "闻小树" * 30])
def test_too_short_too_long_and_no_name_have_none_alike(typed: str) -> None:
    table, server = names()
    assert (table.alike(typed, 3), server.asked) == ([], [])


def test_of_some_words_those_that_are_names_are_told_as_they_were_written() -> None:
    table, server = names([("tom",)])
    assert table.among(["Ｔom", "渡口"]) == {"Ｔom"}
    assert server.asked[0][1] == (["tom", "渡口"],)


def test_the_names_of_a_room_are_all_counted_before_its_papers_are_shown() -> None:
    assert names()[0].analysed() == 1.0


def test_a_list_of_people_begins_and_ends_where_it_is_asked_to() -> None:
    table, server = people()
    table.names("", PersonOrder.COUNT, offset=20, limit=10)
    table.names("", PersonOrder.NAME, offset=0, limit=-1)
    assert [values for _, values in server.asked] == [(10, 20), (None, 0)]
    assert "ORDER BY together DESC, form LIMIT" in server.asked[0][0]
    assert "ORDER BY form LIMIT" in server.asked[1][0]


def test_people_are_found_by_a_part_of_their_name_or_by_its_sounds() -> None:
    table, server = people([(0,)], [(0,)], [(0,)])
    table.count("小树")
    table.count("w")
    table.count("wxs")
    by_name, by_letter, by_letters = (sql for sql, _ in server.asked)
    assert "strpos(key, %s)" in by_name
    assert by_letter.count("UNION") == 1, "all keys of a name begin with the same letter"
    assert by_letters.count("UNION") == 3
    assert server.has_all_values()


def test_some_people_are_left_out_and_others_asked_for_alone() -> None:
    table, server = people([(0,)])
    table.count("", without=["陆满"])
    table.names("", PersonOrder.COUNT, only=["闻小树"])
    assert server.asked[0][1] == (["陆满"],)
    assert server.asked[1][1][0] == ["闻小树"]


def test_what_no_stored_name_can_have_finds_nobody_unasked() -> None:
    table, server = people()
    assert table.names(STAND_IN, PersonOrder.COUNT) == []
    assert table.count(STAND_IN) == 0
    assert server.asked == []
    assert storable(["闻小树", STAND_IN]) == ["闻小树"]


def test_a_person_of_several_names_is_told_of_each_article_once() -> None:
    table, server = people()
    table.places(ANYONE)
    table.places(PersonArticles((1,)))
    several, single = (sql for sql, _ in server.asked)
    assert "DISTINCT ON (article_id)" in several
    assert "DISTINCT" not in single
    assert server.has_all_values()


def test_only_some_articles_are_looked_at_and_others_left_out() -> None:
    table, server = people()
    table.places(PersonArticles((1,), only=frozenset((5, 6)), without=frozenset((6,))))
    assert server.asked[0][1] == ([1], [5, 6], [6])


def test_places_of_names_that_were_not_asked_for_are_not_told() -> None:
    place = (1, 7, 19870612, 0, "", 0, 4, "")
    table, _ = people([place, (9, *place[1:])])
    assert [row.name_id for row in table.places(ANYONE)] == [1]


def test_people_are_counted_within_articles_each_under_its_number() -> None:
    table, server = people([(0, 3), (2, 1)])
    counts = table._count_within([PersonArticles((1, 2)), PersonArticles((3,)), PersonArticles((4,))], [7, 8])
    assert counts == [3, 0, 1]
    assert server.asked[0][1] == ([1, 2, 3, 4], [0, 0, 1, 2], [7, 8])


def test_of_nobody_nothing_is_counted_and_the_server_not_asked() -> None:
    table, server = people()
    assert (table._count_within([], [7]), server.asked) == ([], [])


def test_surnames_are_looked_up_one_by_one_and_never_the_name_alone() -> None:
    table, server = people([(1, "闻小树")], [(2, "陆满")])
    assert table.of_surname(["闻", STAND_IN, "陆"]) == [(1, "闻小树"), (2, "陆满")]
    assert [values for _, values in server.asked] == [("闻", "闻" + BEYOND), ("陆", "陆" + BEYOND)]


def test_an_office_is_found_in_simplified_and_in_traditional_characters() -> None:
    table, server = people()
    table.sightings([2, 1], ["县长"])
    (patterns,) = server.asked[0][1][1:]
    assert server.asked[0][1][0] == [1, 2]
    assert patterns == ["[县縣][长長]"]


PLACE = (1, 7, 19871332, 0, "", 0, 4, "")
NONSENSE: dict[str, tuple[list[Row], Callable[[RoomPeople], object]]] = {
    "a day that is none": ([PLACE], lambda table: table.places(ANYONE)),
    "days in words": ([("闻小树", "闻小树", "县长", "1987", "7")], lambda table: table.in_office(None, None)),
    "people without numbers": ([("闻小树", 3, "x")], lambda table: table._together([7], [], 5, None)),
    "articles in words": ([("七 八",)], lambda table: table._article_ids(ANYONE)),
}


@pytest.mark.parametrize("kind", NONSENSE)
def test_what_no_load_has_written_is_refused(kind: str) -> None:
    rows, ask = NONSENSE[kind]
    table, _ = people(rows)
    with pytest.raises(RoomError):
        ask(table)


def test_who_is_named_together_is_told_with_the_numbers_of_the_names() -> None:
    table, server = people([("陆满", 3, "4,5")])
    ((name, together, person),) = table._together([7, 8], [1], 5, 100)
    assert (name, together, person.name_ids) == ("陆满", 3, (4, 5))
    assert server.asked[0][1] == ([7, 8], 100, [1], 5)
