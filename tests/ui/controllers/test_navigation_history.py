"""Back and forward, as in a browser."""

from msgspec.structs import replace

from reader.newspaper.printing import Printing
from reader.ui.controllers.reading_controller import NavigationHistory, ReadingPosition


def at(name: str, needles: tuple[str, ...] = (), down: float = 0.0) -> ReadingPosition:
    return ReadingPosition(Printing(name), needles, down)


def keys(history: NavigationHistory) -> tuple[str, ...]:
    return tuple(place.printing.key for place in history.places)


def visited(*names: str) -> NavigationHistory:
    history = NavigationHistory()
    for name in names:
        history = history.visit(at(name))
    return history


def test_one_goes_back_and_forward() -> None:
    history = visited("a", "b", "c").step(-1)
    assert history.current == at("b")
    assert history.step(1).current == at("c")


def test_at_either_end_one_stays() -> None:
    history = visited("a")
    assert history.step(-1) == history.step(1) == history
    assert NavigationHistory().step(-1).current is None


def test_a_new_place_forgets_what_lay_ahead() -> None:
    assert keys(visited("a", "b", "c").step(-1).step(-1).visit(at("d"))) == ("a", "d")


def test_the_same_article_is_no_new_place_but_takes_the_new_query() -> None:
    history = visited("a", "b").visit(at("b", ("板车",)))
    assert keys(history) == ("a", "b")
    assert history.current == at("b", ("板车",))


def test_how_far_down_one_read_is_kept() -> None:
    history = visited("a").with_current(lambda place: replace(place, down=0.5)).visit(at("b")).step(-1)
    assert history.current == at("a", down=0.5)


def test_a_hundred_places_are_remembered() -> None:
    history = visited(*map(str, range(300)))
    assert keys(history) == tuple(map(str, range(200, 300)))
    assert history.at > 0
    assert not (history.at + 1 < len(history.places))
