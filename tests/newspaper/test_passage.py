"""A marked passage as JSON is read back as it was, or refused; between any two places in an order there is room."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.passage import (
    LONGEST_PLACE,
    MarkColor,
    Passage,
    fresh_places,
    passage_from_json,
    passage_to_json,
    places_between,
)

PASSAGES = st.builds(Passage, st.text(min_size=1), st.text(), st.text(), st.sampled_from(MarkColor))
JSON = passage_to_json(Passage("老渡口", "", "", MarkColor.YELLOW))


@given(PASSAGES)
def test_what_is_written_is_read_back(passage: Passage) -> None:
    assert passage_from_json(passage_to_json(passage)) == passage


@pytest.mark.parametrize(
    "other",
    [{"exact": ""}, {"exact": 1}, {"prefix": None}, {"suffix": ["x"]}, {"color": "pink"}, {"color": None}],
)
def test_anything_else_is_refused(other: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"exact, prefix, suffix|MarkColor"):
        passage_from_json(JSON | other)


def are_in_order(places: list[str]) -> bool:
    return sorted(set(places)) == places


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 5)), max_size=60))
def test_things_put_anywhere_stand_where_they_were_put(puts: list[tuple[int, int]]) -> None:
    places: list[str] = []
    for at, count in puts:
        at = min(at, len(places))
        before = places[at - 1] if at else ""
        after = places[at] if at < len(places) else ""
        found = places_between(before, after, count)
        if found is None:
            return
        assert len(found) == count
        places[at:at] = found
        assert are_in_order(places)
        assert all(0 < len(place) <= LONGEST_PLACE and not place.endswith("0") for place in found)


def test_a_list_grows_at_its_end_for_thousands_of_things() -> None:
    last = ""
    for _ in range(5000):
        found = places_between(last, "", 1)
        assert found is not None
        assert found[0] > last
        assert len(found[0]) <= 8
        (last,) = found


def test_at_one_place_in_the_middle_there_is_room_for_many_more() -> None:
    before, after = fresh_places(2)
    for _ in range(250):
        found = places_between(before, after, 1)
        assert found is not None
        (after,) = found


PLACES = st.text("012yz", max_size=12).map(lambda digits: digits.rstrip("0"))


@given(PLACES, PLACES, st.integers(1, 3))
def test_between_any_two_places_there_is_room_and_between_others_none(
    before: str, after: str, count: int
) -> None:
    found = places_between(before, after, count)
    if after and before >= after:
        assert found is None
    else:
        assert found is not None
        assert are_in_order([*filter(None, [before]), *found, *filter(None, [after])])


def test_fresh_places_are_in_order() -> None:
    assert are_in_order(fresh_places(3000))
