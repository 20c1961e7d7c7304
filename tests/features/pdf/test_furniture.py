"""Masthead, running heads and page numbers are in no article; a day in running text is."""

import datetime as dt

import pytest

from reader.features.pdf.furniture import day_in, furniture_of, page_on, title_in
from reader.features.pdf.layout import PageLayout, PdfLine

TEXT = "渡口从今天起加开一班船票价不变"


def line(text: str, top: float, size: float = 10.0, x0: float = 50.0, x1: float = 350.0) -> PdfLine:
    return PdfLine(text, x0, top, x1, top + size, size, [])


def page(*lines: PdfLine) -> PageLayout:
    return PageLayout(lines, False, 400.0, 1000.0, 0)


def texts(lines: tuple[PdfLine, ...] | list[PdfLine]) -> list[str]:
    return [each.text for each in lines]


BODY = [line(TEXT, 500 + 15 * row) for row in range(5)]


@pytest.mark.parametrize(
    ("text", "label", "title"),
    [
        ("第03版", "03", None),
        ("A4版 民生", "A4", None),
        ("渡口日报", None, "渡口日报"),
        ("2024年1月26日 星期五", None, None),
        ("— 3 —", "3", None),
        ("责任编辑：何渡生", None, None),
    ],
)
@pytest.mark.parametrize("top", [20, 960])
def test_at_the_edge_of_a_page_stand_its_number_and_what_tells_the_issue(
    text: str, label: str | None, title: str | None, top: float
) -> None:
    layout = page(line(text, top), *BODY)
    (found,) = furniture_of([layout])
    assert texts(found.lines) == [text]
    assert (found.page, found.title) == (label, title)
    assert texts(found.left(layout)) == texts(BODY)


@pytest.mark.parametrize("text", ["渡口的灯亮了", "灯下闲话"])
def test_other_words_at_the_edge_are_furniture_where_they_recur(text: str) -> None:
    once = furniture_of([page(line(text, 20), *BODY), page(*BODY)])
    assert [texts(found.lines) for found in once] == [[], []]
    twice = furniture_of([page(line(text, 20), *BODY), page(line(text, 20), *BODY)])
    assert [texts(found.lines) for found in twice] == [[text], [text]]
    numbered = furniture_of([page(line(f"{text} {number}", 20), *BODY) for number in (1, 2)])
    assert [texts(found.lines) for found in numbered] == [[f"{text} 1"], [f"{text} 2"]]


def test_in_the_middle_of_a_page_nothing_is_furniture_but_on_the_first_the_masthead() -> None:
    head = [line("渡口日报", 150, size=40), line("2024年1月26日 第4181期", 220)]
    first, second = furniture_of([page(*head, *BODY), page(*head, *BODY)])
    assert texts(first.lines) == ["渡口日报", "2024年1月26日 第4181期"]
    assert first.title == "渡口日报"
    assert texts(second.lines) == []


def test_a_sentence_with_a_day_is_no_masthead() -> None:
    (found,) = furniture_of([page(line("2024年1月26日，渡口开船。", 220), *BODY)])
    assert texts(found.lines) == []


def test_a_line_of_running_text_stays_in_it_also_at_the_edge() -> None:
    lines = [line("2024年1月26日渡口加开一班船", 20), line(TEXT, 35)]
    (found,) = furniture_of([page(*lines, *BODY)])
    assert texts(found.lines) == []
    apart = [line("2024年1月26日渡口加开一班船", 20), line(TEXT, 35, size=14)]
    (found,) = furniture_of([page(*apart, *BODY)])
    assert texts(found.lines) == ["2024年1月26日渡口加开一班船"], "below it stands a heading"


def test_a_vertical_page_has_its_edges_at_the_sides() -> None:
    turned = PdfLine("第03版", 20.0, 300.0, 30.0, 340.0, 10.0, [])
    middle = PdfLine("第04版", 500.0, 20.0, 510.0, 60.0, 10.0, [])
    (found,) = furniture_of([PageLayout((turned, middle), True, 1000.0, 400.0, 0)])
    assert texts(found.lines) == ["第03版"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("第十二版", "十二"),
        ("B02 副刊", "B02"),
        ("今日8版", None),
        ("今日8版 第02版", "02"),
        ("共8版", None),
        ("2.5版", None),
    ],
)
def test_a_page_is_named_by_its_label_not_by_their_number(text: str, label: str | None) -> None:
    assert page_on(line(text, 20)) == label


def test_the_day_is_the_first_and_the_name_the_largest() -> None:
    lines = [line("星期五", 0), line("2024年1月26日", 10), line("2023年5月1日", 20)]
    assert day_in(lines) == dt.date(2024, 1, 26)
    assert day_in(lines[:1]) is None
    names = [
        line("晚报 | 2024年1月26日", 0),
        line("《渡口日报》", 10, size=30),
        line("渡口的灯", 20, size=50),
    ]
    assert title_in(names) == "渡口日报"
    assert title_in(names[:1]) == "晚报"
    assert title_in(names[2:]) is None
