"""Where one stopped is kept for each article, the last first."""

from reader.newspaper.printing import Printing, link_to
from reader.ui.controllers.reading_controller import MOST, StoppedPlaces

IDS = {name: number for number, name in enumerate("abcx", 1)}
BY_KEY = {name * 16: number for name, number in IDS.items()}


def at(name: str) -> Printing:
    return Printing(name * 16, "柳川晚报")


def last(places: StoppedPlaces, names: str) -> tuple[int, float] | None:
    return places.last_among(
        {IDS[name]: name * 16 for name in names}, lambda printing: BY_KEY.get(printing.key)
    )


def test_an_issue_goes_on_where_one_stopped_in_it_last() -> None:
    places = StoppedPlaces().stopped(at("a"), 0.5).stopped(at("b"), 0.25).stopped(at("x"), 0.0)
    assert last(places, "ab") == (IDS["b"], 0.25)
    assert last(places.stopped(at("a"), 0.75), "ab") == (IDS["a"], 0.75)
    assert last(places, "c") is None


def test_where_one_stopped_in_an_equal_text_of_another_issue_is_no_place_in_this_one() -> None:
    places = StoppedPlaces().stopped(at("a"), 0.5)
    assert places.last_among({7: "a" * 16}, lambda _: 7) == (7, 0.5)
    assert places.last_among({7: "a" * 16}, lambda _: 8) is None
    assert places.last_among({7: "a" * 16}, lambda _: None) is None


def test_an_article_has_one_place_and_no_more_are_kept_than_a_person_comes_back_to() -> None:
    places = StoppedPlaces()
    for number in range(MOST + 10):
        places = places.stopped(at(str(number)), 0.0).stopped(at("again"), 0.0)
    assert len(places.places) == len(dict(places.places)) == MOST
    assert places.places[:2] == ((link_to(at("again")), 0.0), (link_to(at(str(MOST + 9))), 0.0))


def test_places_of_earlier_versions_are_keys_and_nonsense_among_them_is_passed_over() -> None:
    places = StoppedPlaces((("../x", 0.1), ("a" * 16, 0.25), ("b" * 16 + "@1", 0.5)))
    assert last(places, "ab") == (IDS["a"], 0.25)
