"""A timeline as a picture: what can be read off it is what the timeline tells."""

import re
from collections.abc import Iterator
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.export.timeline import MOST_LINES, NOTHING, Measure, Point, Step, Timeline, TimelineSeries
from reader.features.timeline.timeline_files import as_svg

SVG = "{http://www.w3.org/2000/svg}"
POINT = st.just(NOTHING) | st.integers(1, 5000).flatmap(
    lambda held: st.builds(
        lambda count, share: Point(count, count * share, held, held * 60),
        st.integers(0, held),
        st.integers(0, 60),
    )
)


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    times = draw(st.integers(1, 40))
    series = [
        TimelineSeries(name, name, tuple(draw(st.lists(POINT, min_size=times, max_size=times))), 0)
        for name in draw(st.sampled_from(["渡", "渡车", "渡车板口<"]))
    ]
    return Timeline(Step.YEAR, tuple(range(1900, 1900 + times)), tuple(series))


class Picture:
    """A picture, measured with a ruler."""

    def __init__(self, timeline: Timeline, measure: Measure) -> None:
        self.root = ElementTree.fromstring(as_svg(timeline, measure))
        self.texts = [
            (float(each.get("x", "")), float(each.get("y", "")), each.text or "", each.get("text-anchor"))
            for each in self.root.iter(f"{SVG}text")
        ]
        rules = [each for each in self.paths() if re.fullmatch(r"M\S+ \S+H\S+", each.get("d", ""))]
        self.heights = [numbers(each)[1] for each in rules]
        self.left, _, self.right = numbers(rules[0])
        values = [words for x, _, words, anchor in self.texts if anchor == "end" and x < self.left]
        self.values = [_value(words) for words in values]
        self.base, self.top = self.heights[0], self.heights[-1]
        self.width = float(self.root.get("width", ""))
        self.height = float(self.root.get("height", ""))

    def paths(self) -> Iterator[ElementTree.Element]:
        return self.root.iter(f"{SVG}path")

    def value(self, y: float) -> float:
        """Return the value that a height stands for, by the numbers beside the picture."""
        return self.values[-1] * (self.base - y) / (self.base - self.top)

    def place(self, x: float, count: int) -> float:
        """Return which of so many times stands there."""
        return (x - self.left) / (self.right - self.left) * count - 0.5

    def off(self) -> float:
        """Return how far a value may be off: what is drawn has a hundredth of a pixel, or a tenth."""
        return self.values[-1] * 0.15 / (self.base - self.top)


def numbers(path: ElementTree.Element) -> list[float]:
    return [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", path.get("d", ""))]


def _value(words: str) -> float:
    number = float(words.strip("<%").replace(",", ""))
    return number / 100 if "%" in words else number


def expected(line: TimelineSeries, measure: Measure) -> dict[int, float]:
    values = {at: point.value(measure) for at, point in enumerate(line.points)}
    return {at: value for at, value in values.items() if value is not None}


@given(timelines(), st.sampled_from(Measure))
def test_the_scale_is_even_from_zero_to_what_is_highest(timeline: Timeline, measure: Measure) -> None:
    picture = Picture(timeline, measure)
    highest = max((value for line in timeline.lines for value in expected(line, measure).values()), default=0)
    assert picture.values[0] == 0
    assert picture.values[-1] >= highest * 0.999
    assert 2 <= len(picture.values) <= 6
    assert (
        len(picture.values) < 3
        or picture.values[-2] < max(highest, 1 if measure is Measure.COUNT else 0)
        or (highest == 0)
    )
    between = [low - high for low, high in pairwise(picture.heights)]
    assert max(between) - min(between) < 0.25
    assert 0 < picture.top < picture.base < picture.height
    assert [y for x, y, *_, anchor in picture.texts if anchor == "end" and x < picture.left] == pytest.approx(
        [y + 4 for y in picture.heights], abs=0.11
    )


@given(timelines(), st.sampled_from(Measure))
def test_the_values_can_be_read_off(timeline: Timeline, measure: Measure) -> None:
    picture = Picture(timeline, measure)
    count, off = len(timeline.times), picture.off()
    if len(timeline.lines) == 1:
        found = {}
        [bars] = [
            each for each in picture.paths() if re.fullmatch(r"(M\S+ \S+v-\S+h\S+z)*", each.get("d", ""))
        ]
        for bar in re.findall(r"M(\S+?) (\S+?)v-([\d.]+)h([\d.]+)v([\d.]+)z", bars.get("d", "")):
            x, base, height, width, down = map(float, bar)
            assert base == pytest.approx(picture.base, abs=0.06)
            assert height == down
            assert 0.5 < width / min((picture.right - picture.left) / count, 44) < 1, "no slab"
            at = picture.place(x + width / 2, count)
            found[round(at)] = picture.value(picture.base - height) if height > 1.5 else 0.0
            assert at == pytest.approx(round(at), abs=0.01)
        values = expected(timeline.lines[0], measure)
        least = picture.value(picture.base - 1.5)
        assert found.keys() == {at for at, value in values.items() if value}
        for at, height in found.items():
            assert height == pytest.approx(values[at], abs=max(off, least if height == 0 else 0))
        return
    lines = [each for each in picture.paths() if each.get("stroke-width") == "2"]
    _, drawn = lines[: len(timeline.lines)], lines[len(timeline.lines) :]
    for line, path in zip(timeline.lines, drawn, strict=True):
        points = [tuple(map(float, each.split())) for each in re.split("[ML]", path.get("d", ""))[1:]]
        assert {round(picture.place(x, count)) for x, _ in points} == expected(line, measure).keys()
        for (x, y), (at, value) in zip(points, expected(line, measure).items(), strict=True):
            assert picture.place(x, count) == pytest.approx(at, abs=0.01)
            assert picture.value(y) == pytest.approx(value, abs=off)
        runs = [at for at in expected(line, measure) if at - 1 not in expected(line, measure)]
        assert path.get("d", "").count("M") == len(runs), "a gap where there is no data"


@given(timelines())
def test_times_without_data_are_hatched_and_no_others(timeline: Timeline) -> None:
    picture = Picture(timeline, Measure.COUNT)
    count = len(timeline.times)
    hatched: set[int] = set()
    for path in picture.paths():
        if path.get("opacity"):
            spots = numbers(path)
            assert min(spots[1::2]) >= picture.top - 0.11
            assert max(spots[1::2]) <= picture.base + 0.11
            places = [picture.place(x, count) for x in spots[::2]]
            hatched.update(range(round(min(places) + 0.5 - 0.01), round(max(places) + 0.5 + 0.01)))
            for x0, y0, x1, y1 in zip(spots[::4], spots[1::4], spots[2::4], spots[3::4], strict=True):
                assert x1 - x0 == pytest.approx(y0 - y1, abs=0.25), "at half a right angle"
    empty = {at for at in range(count) if all(line.points[at] is NOTHING for line in timeline.lines)}
    assert hatched == empty


def test_words_stand_in_the_picture_and_apart() -> None:
    points = (Point(1, 60, 2, 120),) * 40
    lines = tuple(TimelineSeries(name, name, points, 0) for name in "甲乙丙丁戊"[:MOST_LINES])
    picture = Picture(Timeline(Step.YEAR, tuple(range(1900, 1940)), lines), Measure.COUNT)
    assert all(0 < x < picture.width and 0 < y < picture.height for x, y, *_ in picture.texts)
    labels = [x for x, y, *_, anchor in picture.texts if anchor == "middle" and y > picture.base]
    assert 2 <= len(labels) <= 12
    assert min(b - a for a, b in pairwise(labels)) > 60
    legend = [y for _, y, words, anchor in picture.texts if anchor == "start" and "篇" in words]
    assert len(legend) == MOST_LINES
    assert max(legend) < picture.top
    assert min(b - a for a, b in pairwise(legend)) > 13
    shapes = {
        re.sub(r"^M\S+ \S+?(?=[a-z])", "", each.get("d", ""))
        for each in picture.paths()
        if each.get("stroke-width") == "1.5"
    }
    looks = {
        (each.get("stroke"), each.get("stroke-dasharray"))
        for each in picture.paths()
        if each.get("stroke-width") == "2"
    }
    assert len(looks) == MOST_LINES, "told apart by colour"
    assert len({dash for _, dash in looks}) == MOST_LINES, "and without colours"
    assert len(shapes) == MOST_LINES - 1, "a disc and a ring have one outline"
