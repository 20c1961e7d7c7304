"""Where one stopped is kept for each article, the last first."""

from reader.newspaper.printing import Printing
from reader.ui.issues.reading_controller import MOST, StoppedPlaces

IDS = {name: number for number, name in enumerate("abcx", 1)}


def at(name: str) -> Printing:
    return Printing(name, "柳川晚报")


def last(places: StoppedPlaces, names: str) -> tuple[int, float] | None:
    return places.last_among({IDS[name]: name for name in names}, lambda printing: IDS.get(printing.key))


def test_an_issue_goes_on_where_one_stopped_in_it_last() -> None:
    places = StoppedPlaces().stopped(at("a"), 0.5).stopped(at("b"), 0.25).stopped(at("x"), 0.0)
    assert last(places, "ab") == (IDS["b"], 0.25)
    assert last(places.stopped(at("a"), 0.75), "ab") == (IDS["a"], 0.75)
    assert last(places, "c") is None


def test_where_one_stopped_in_an_equal_text_of_another_issue_is_no_place_in_this_one() -> None:
    places = StoppedPlaces().stopped(at("a"), 0.5)
    assert places.last_among({7: "a"}, lambda _: 8) is None
    assert places.last_among({7: "a"}, lambda _: None) is None


def test_an_article_has_one_place_and_no_more_are_kept_than_a_person_comes_back_to() -> None:
    places = StoppedPlaces()
    for number in range(MOST + 10):
        places = places.stopped(at(str(number)), 0.0).stopped(at("again"), 0.0)
    assert len(places.places) == MOST
    assert places.places[:2] == ((at("again"), 0.0), (at(str(MOST + 9)), 0.0))
