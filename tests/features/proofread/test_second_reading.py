"""A line that is read again is held against what was recognised; where both agree, nobody is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.features.proofread.page import _is_asked, with_reading
from reader.features.proofread.printed_line import Cell, Line
from reader.features.proofread.second_reading import is_same_reading, place_of, readings_at
from reader.formats.page_boxes import Box
from reader.newspaper.line_place import LineReading

HAN = st.text("渡口的灯亮到后半夜江上有雾船停了日人们数", min_size=4, max_size=20)


@pytest.mark.parametrize(
    ("recognised", "text", "readings"),
    [
        ("渡口的打亮了", "渡口的灯亮了", ["渡", "口", "的", "灯", "亮", "了"]),
        ("渡口灯亮了", "渡口的灯亮了", ["渡", "口的", "灯", "亮", "了"]),
        ("渡口的的灯亮了", "渡口的灯亮了", ["渡", "口", "的", "", "灯", "亮", "了"]),
        ("口的灯亮了", "渡口的灯亮了", ["渡口", "的", "灯", "亮", "了"]),
        ("渡口的灯，", "渡口的灯,", ["渡", "口", "的", "灯", ","]),
    ],
)
def test_each_character_has_what_the_second_reading_has_there(
    recognised: str, text: str, readings: list[str]
) -> None:
    assert readings_at(recognised, text) == readings


@given(HAN, HAN)
def test_together_they_are_the_second_reading_or_it_is_of_another_line(recognised: str, text: str) -> None:
    readings = readings_at(recognised, text)
    assert readings is None or (len(readings) == len(recognised) and "".join(readings) == text)


@pytest.mark.parametrize("text", ["", "两岸的人隔着水喊话", "灯"])
def test_another_line_is_no_second_reading(text: str) -> None:
    assert readings_at("渡口的灯亮到后半夜", text) is None


@pytest.mark.parametrize(("one", "other"), [("，", ","), ("（", "("), ("“", "”"), ("—", "－"), ("Ａ", "a")])
def test_the_width_of_a_mark_makes_no_other_reading(one: str, other: str) -> None:
    assert is_same_reading(one, other)
    assert not is_same_reading(one, "灯")


def line(text: str, *, fall: float = 0.0, is_vertical: bool = False) -> Line:
    cells = []
    for at, sign in enumerate(text):
        along = 100.0 + 40 * at
        across = 200.0 + fall * at
        box = Box(along, across, along + 40, across + 40)
        if is_vertical:
            box = Box(across, along, across + 40, along + 40)
        cells.append(Cell(sign, box, 1.0))
    first = cells[0].box
    last = cells[-1].box
    whole = Box(
        min(first.left, last.left),
        min(first.top, last.top),
        max(first.right, last.right),
        max(first.bottom, last.bottom),
    )
    return Line(whole, tuple(cells))


@pytest.mark.parametrize("is_vertical", [False, True])
@pytest.mark.parametrize("fall", [0.0, 0.8, -0.8])
def test_a_tilted_line_is_read_along_its_tilt(fall: float, is_vertical: bool) -> None:
    tilted = line("渡口的灯亮到后半夜江上", fall=fall, is_vertical=is_vertical)
    place = place_of([cell.box for cell in tilted.cells], is_vertical=is_vertical, width=1000, height=1000)
    first, second, third, fourth = ((round(1000 * x), round(1000 * y)) for x, y in place.corners)
    shift = round(10 * fall)
    if is_vertical:
        assert (fourth[0] - first[0], third[0] - second[0]) == (shift, shift)
        assert (second[0] - first[0], third[0] - fourth[0]) == (40, 40)
    else:
        assert (second[1] - first[1], third[1] - fourth[1]) == (shift, shift)
        assert (fourth[1] - first[1], third[1] - second[1]) == (40, 40)


def asked(
    recognised: str, certainty: float, again: str, sure: float, at: int = 3, *, is_own: bool = False
) -> bool:
    printed = line(recognised)
    cells = tuple(replace(cell, certainty=certainty) for cell in printed.cells)
    read = with_reading(replace(printed, cells=cells), LineReading(again, (sure,) * len(again)))
    near = (recognised[:at], recognised[at + 1 :]) if is_own else None
    return _is_asked(read.cells[at : at + 1], certainty, near)


@pytest.mark.parametrize(
    ("certainty", "again", "sure", "is_asked"),
    [
        (0.9, "渡口的灯亮了", 0.9, True),
        (0.9, "渡口的打亮了", 0.3, False),
        (0.5, "渡口的打亮了", 0.9, False),
        (0.5, "渡口的打亮了", 0.5, True),
        (0.5, "两岸的人隔着水", 0.9, True),
        (0.9, "", 0.0, False),
    ],
)
def test_a_character_is_asked_about_if_two_readings_differ_or_none_was_certain(
    certainty: float, again: str, sure: float, is_asked: bool
) -> None:
    assert asked("渡口的打亮了", certainty, again, sure) is is_asked


def test_of_a_page_recognised_here_nothing_is_asked_that_was_not_read_again() -> None:
    assert not asked("渡口的打亮了", 0.3, "", 0.0, is_own=True)


@pytest.mark.parametrize(
    ("recognised", "certainty", "again", "sure", "at", "is_asked"),
    [
        ("昨晚仍回提着桶", 0.9, "昨晚仍旧提着桶", 0.4, 3, True),
        ("街上车间里有人", 0.4, "街上车同里有人", 0.9, 3, False),
        ("江上它例不缺珠", 0.5, "江上它倒不缺珠", 0.4, 3, True),
        ("江上它例不缺珠", 0.8, "江上它倒不缺珠", 0.9, 3, False),
        ("人画了。我是月", 0.5, "人画了·我是月", 0.9, 3, False),
        ("人画了。我是月", 0.5, "人画了，我是月", 0.9, 3, False),
        ("人画了·我是月", 0.9, "人画了·我是月", 0.9, 3, True),
        ("罗伯特·史密斯说", 0.9, "罗伯特·史密斯说", 0.9, 3, False),
        ("那年一·九号船", 0.9, "那年一·九号船", 0.9, 3, False),
        ("读到艾·略特的诗", 0.9, "读到艾·略特的诗", 0.9, 3, False),
        ("诗人T·艾略特说", 0.9, "诗人T·艾略特说", 0.9, 3, False),
        ("背诵诗经·关雎一", 0.9, "背诵诗经·关雎一", 0.9, 4, False),
        ("《渡口夜话·灯》", 0.9, "《渡口夜话·灯》", 0.9, 5, False),
        ("船到了·关灯的人", 0.9, "船到了·关灯的人", 0.9, 3, True),
        ("渡口在巴·西岸是", 0.9, "渡口在巴·西岸是", 0.9, 4, True),
        ("长老说.船到了", 0.9, "长老说，船到了", 0.4, 3, True),
        ("人画了。我是月", 0.5, "人画了我是月", 0.9, 3, False),
        ("第三厂长六月他", 0.9, "第三厂长。六月他", 0.95, 3, True),
        ("第三厂长六月他", 0.9, "第三厂长。六月他", 0.4, 3, False),
        ("印了不糖瓷碗筷", 0.75, "印了不糖瓷碗筷", 0.9, 3, True),
        ("印了不糖瓷碗筷", 0.85, "印了不糖瓷碗筷", 0.9, 3, False),
        ("街上有车间的人", 0.5, "街上有车间的人", 0.5, 3, False),
        ("站长闻碳秋便向", 0.7, "站长闻碳秋便向", 0.7, 3, True),
        ("站长闻碳秋便向", 0.7, "站长闻碳秋便向", 0.9, 3, False),
    ],
)
def test_of_a_page_recognised_here_a_difference_is_asked_where_something_speaks_for_it(
    recognised: str, certainty: float, again: str, sure: float, at: int, *, is_asked: bool
) -> None:
    assert asked(recognised, certainty, again, sure, at, is_own=True) is is_asked


def test_a_line_keeps_its_recognised_characters_beside_the_second_reading() -> None:
    again = with_reading(line("渡口的打亮了"), LineReading("渡口的灯亮了", (0.9,) * 6))
    assert again.recognised == "渡口的打亮了"
    assert [cell.again for cell in again.cells] == [*"渡口的灯亮了"]
    assert [cell.certainty_again for cell in again.cells] == [0.9] * 6
    assert with_reading(again, LineReading("两岸的人隔着水", (0.9,) * 7)) == again
