"""Where one stopped is kept for each article, the last first."""

from reader.ui.issues.stopped_places import MOST, StoppedPlaces


def test_an_issue_goes_on_where_one_stopped_in_it_last() -> None:
    places = StoppedPlaces().stopped("a", 0.5).stopped("b", 0.25).stopped("x", 0.0)
    assert places.last_among({"a", "b"}) == ("b", 0.25)
    assert places.stopped("a", 0.75).last_among({"a", "b"}) == ("a", 0.75)
    assert places.last_among({"c"}) is None


def test_an_article_has_one_place_and_no_more_are_kept_than_a_person_comes_back_to() -> None:
    places = StoppedPlaces()
    for number in range(MOST + 10):
        places = places.stopped(str(number), 0.0).stopped("again", 0.0)
    assert len(places.places) == MOST
    assert places.places[:2] == (("again", 0.0), (str(MOST + 9), 0.0))
