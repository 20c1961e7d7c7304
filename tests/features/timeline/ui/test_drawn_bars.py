"""What bars show is a value, computed from what was found, read and asked for."""

from msgspec.structs import replace

from reader.export.timeline import NOTHING, Measure, Point, Step, Timeline, TimelineSeries
from reader.features.timeline.ui.drawn_bars import DrawnBars
from reader.features.timeline.ui.time_scale import BarRange
from reader.search.query import Period

FIRST = 1980 * 12
JULY_1981 = FIRST + 18


def timeline(*points: Point) -> Timeline:
    """A line for each point, which is in July 1981, of four years without other articles."""
    lines = []
    for number, point in enumerate(points):
        in_month = [NOTHING] * 48
        in_month[18] = point
        name = f"查询{number}"
        lines.append(TimelineSeries(name, name, tuple(in_month), 0))
    return Timeline(Step.MONTH, tuple(range(FIRST, FIRST + 48)), tuple(lines))


FERRY = Point(4, 40, 8, 400)
CART = Point(2, 20, 8, 400)


def test_without_lines_the_numbers_are_shown() -> None:
    drawn = DrawnBars({JULY_1981: 4, 1990 * 12: 9})
    assert drawn.scale.span == BarRange(1981, 1990)
    assert [drawn.value(year) for year in (1981, 1985, 1990)] == [4, 0, 9]
    assert drawn.most == 9
    assert drawn.all_in_words() == ["1981：4 篇", "1990：9 篇"]
    assert [number for _, number in drawn.with_numbers()] == [9, 4]


def test_a_measure_is_drawn_when_the_held_articles_are_known() -> None:
    counted = DrawnBars({JULY_1981: 4}, wanted_measure=Measure.ARTICLES)
    assert counted.measure is Measure.COUNT
    drawn = replace(counted, timeline=timeline(FERRY))
    assert drawn.measure is Measure.ARTICLES
    assert drawn.value(JULY_1981) == 0.5
    assert drawn.value(JULY_1981 + 1) is None
    assert not drawn.has_data(JULY_1981 + 1)


def test_each_of_several_lines_is_named() -> None:
    drawn = DrawnBars(timeline=timeline(FERRY, CART))
    assert [drawn.value(JULY_1981, line) for line in (0, 1)] == [4, 2]
    assert drawn.in_words(JULY_1981) == "1981-07：查询0 4 篇，共有 8 篇；查询1 2 篇，共有 8 篇"
    assert drawn.in_words(JULY_1981 + 1) == "1981-08：无资料"


def test_dates_that_are_wanted_are_chosen_bars() -> None:
    whole = DrawnBars({JULY_1981: 4, 1990 * 12: 9})
    period = whole.scale.period(BarRange(1981, 1981))
    narrowed = replace(whole, period=period)
    assert isinstance(period, Period)
    assert narrowed != whole
    assert narrowed.scale.chosen is not None
