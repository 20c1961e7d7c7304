"""Timelines as CSV, JSON, rows and pictures: no data is never zero."""

import csv
import io
from typing import Any
from xml.etree import ElementTree

import pytest

from reader.export.tables import csv_file
from reader.export.timeline import NOTHING, Measure, Point, Step, Timeline, TimelineSeries, in_words, percent
from reader.features.timeline.timeline_files import as_object, as_rows, as_svg, as_table

FERRY = TimelineSeries("渡口", "渡口", (Point(2, 50, 10, 400), NOTHING, NOTHING, Point(0, 0, 8, 200)), 3)
CART = TimelineSeries(
    "=板车 <b>&", "板车", (Point(1, 9, 10, 400), NOTHING, NOTHING, Point(8, 200, 8, 200)), 0
)
ONE = Timeline(Step.MONTH, (1987 * 12 + 10, 1987 * 12 + 11, 1988 * 12, 1988 * 12 + 1), (FERRY,))
TWO = Timeline(ONE.step, ONE.times, (FERRY, CART))


def line_of(timeline: Timeline, measure: Measure) -> Any:
    queries: Any = as_object(timeline, measure)["queries"]
    return queries[0]


def test_no_data_is_null_and_no_match_is_zero() -> None:
    told = line_of(ONE, Measure.ARTICLES)
    assert told["total"] == 5
    assert told["undated"] == 3
    assert [(p["time"], p["count"], p["held"], p["share"]) for p in told["points"]] == [
        ("1987-11", 2, 10, 0.2),
        ("1987-12", None, 0, None),
        ("1988-01", None, 0, None),
        ("1988-02", 0, 8, 0.0),
    ]
    told = line_of(ONE, Measure.CHARACTERS)
    assert [p["share"] for p in told["points"]] == [0.125, None, None, 0.0]
    told = line_of(ONE, Measure.COUNT)
    assert "share" not in told["points"][0]


def test_a_single_article_is_data() -> None:
    one = Timeline(Step.YEAR, (1987,), (TimelineSeries("渡", "渡", (Point(0, 0, 1, 9),), 0),))
    assert list(csv.reader(csv_file(as_table(one, Measure.ARTICLES))))[1][:3] == ["1987", "0", "1"]


def test_csv_has_a_row_a_time_and_empty_cells_without_data() -> None:
    text = "".join(csv_file(as_table(TWO, Measure.ARTICLES)))
    found = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    assert [row["时间"] for row in found] == ["1987-11", "1987-12", "1988-01", "1988-02"]
    assert [row["渡口：篇数"] for row in found] == ["2", "", "", "0"]
    assert [row["渡口：共有篇数"] for row in found] == ["10", "0", "0", "8"]
    assert [row["渡口：占当时篇数"] for row in found] == ["0.2", "", "", "0.0"]
    assert "'=板车 <b>&：篇数" in found[0]


def test_rows_for_people_tell_n_and_fold_what_has_no_data() -> None:
    assert list(as_rows(TWO, Measure.ARTICLES)) == [
        ("1987-11", "20% (2 / 10)", "10% (1 / 10)"),
        ("1987-12–1988-01", "无资料", "无资料"),
        ("1988-02", "0% (0 / 8)", "100% (8 / 8)"),
    ]
    assert next(as_rows(ONE, Measure.COUNT)) == ("1987-11", "2 / 10")


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "0%"),
        (1.0, "100%"),
        (0.34, "34%"),
        (0.034, "3.4%"),
        (0.0034, "0.34%"),
        (0.999, "99.9%"),
        (0.99996, "99.9%"),
        (0.00001, "<0.01%"),
    ],
)
def test_a_share_is_told_with_the_digits_that_count(share: float, words: str) -> None:
    assert percent(share) == words


def test_values_in_words() -> None:
    assert in_words(None, Measure.COUNT) == "无资料"
    assert in_words(1204, Measure.COUNT) == "1,204"
    assert in_words(0.5, Measure.ARTICLES) == "50%"


SVG = "{http://www.w3.org/2000/svg}"


def test_a_picture_is_xml_and_names_its_lines() -> None:
    texts = [text.text for text in ElementTree.fromstring(as_svg(TWO, Measure.COUNT)).iter(f"{SVG}text")]
    assert "渡口（5 篇）" in texts
    assert "=板车 <b>&（9 篇）" in texts
    assert "无资料" in texts
    assert {"1987-11", "1988-02"} <= set(texts)


@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize(
    "timeline", [ONE, TWO, Timeline(Step.YEAR, (), (TimelineSeries("渡口", "渡口", (), 0),))]
)
def test_every_timeline_can_be_drawn(timeline: Timeline, measure: Measure) -> None:
    ElementTree.fromstring(as_svg(timeline, measure))
    list(as_rows(timeline, measure))
