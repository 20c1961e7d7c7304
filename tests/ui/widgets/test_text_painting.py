from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QImage, QPainter, QTextLayout, QTextLine
from PySide6.QtWidgets import QApplication

from reader.ui.widgets import text_painting, theme
from tests.ui import typeface

TEXT = "渡口的灯一盏一盏亮起来，摆渡的老人把缆绳又紧了一紧，说今夜江上要起雾。"


def picture(paint: Callable[[QPainter], object], width: int = 300, height: int = 100) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(theme.color("paper"))
    painter = QPainter(image)
    try:
        paint(painter)
    finally:
        painter.end()
    return image


def columns(image: QImage, token: str) -> list[int]:
    """The columns of a picture that hold a pixel of a token's colour."""
    wanted = theme.color(token)
    return [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y) == wanted for y in range(image.height()))
    ]


@pytest.mark.parametrize(("lines", "height"), [(1, 22), (2, 44), (9, 66)])
def test_text_takes_the_lines_it_needs_and_no_more_than_allowed(lines: int, height: float) -> None:
    font = theme.sans(13)
    ends: list[float] = []
    picture(lambda p: ends.append(text_painting.draw_text(p, 0, 0, 200, TEXT, font, "ink", 22, lines)))
    assert ends == [height]
    assert text_painting.line_count(TEXT, font, 200, lines) == height / 22


@pytest.mark.parametrize("spare", [-1, -0.5, 0, 0.5, 1, 2])
def test_as_many_lines_are_counted_as_are_drawn_where_a_text_just_fits(spare: float) -> None:
    font = theme.serif(15, 700)
    width = text_painting.width_of(TEXT, font) + spare
    ends: list[float] = []
    picture(lambda p: ends.append(text_painting.draw_text(p, 0, 0, width, TEXT, font, "ink", 22, 2)))
    assert text_painting.line_count(TEXT, font, width, 2) == ends[0] / 22


MARKED = "约定“雨天不走”。《报》（甲）：“借来6辆,好”"
"""With five pairs of full-width marks, and a number and a half-width mark among Han characters."""


def test_lists_have_the_room_between_characters_that_articles_have(monkeypatch: pytest.MonkeyPatch) -> None:
    typeface.take_off(monkeypatch)
    for font in (theme.sans(20), theme.serif(20, 700)):
        layout, (line,) = text_painting._wrap(MARKED, font, 2000, 1)
        closer = text_painting.width_of(MARKED, font) - line.naturalTextWidth()
        assert layout.text() == MARKED
        assert closer / 20 == pytest.approx(5 * 0.5 - 2 * 0.14 - 0.3, abs=0.02)


@given(st.text(st.sampled_from("雁桥报，。“”（）《》,:ab"), min_size=20), st.integers(80, 400))
def test_a_text_that_is_cut_fills_its_line_and_goes_no_further(text: str, width: int) -> None:
    font = theme.sans(13)
    layout, (line,) = text_painting._lay_out(text, font, width, 1)
    assert line.naturalTextWidth() <= width
    assert line.textLength() == len(layout.text())
    is_cut = layout.text() != text
    assert not is_cut or layout.text().endswith("…")
    assert not is_cut or line.naturalTextWidth() > width - 5 * 13


def test_of_several_ways_to_say_it_the_first_that_fits_is_taken() -> None:
    font = theme.sans(12)
    ways = ("农历十二月三十", "三十")
    assert text_painting.fitting(ways, font, 200) == "农历十二月三十"
    assert text_painting.fitting(ways, font, 40) == "三十"
    assert text_painting.fitting(ways, font, 10) == ""


def test_words_are_measured_once_until_the_theme_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[str] = []
    measure = text_painting._measured

    def noted(text: str, font: QFont) -> float:
        measured.append(text)
        return measure(text, font)

    monkeypatch.setattr(text_painting, "_measured", noted)
    text_painting.forget_measures()
    room = QRectF(0, 0, 200, 30)
    for _ in range(3):
        picture(lambda p: text_painting.draw_words(p, room, ("第十二期", "12期"), theme.sans(13), "ink"))
    assert measured == ["第十二期"]
    picture(lambda p: text_painting.draw_words(p, room, "第十二期", theme.sans(14), "ink"))
    assert measured == ["第十二期"] * 2
    text_painting.measure_again_for(QApplication.instance())
    theme.use("dark")
    picture(lambda p: text_painting.draw_words(p, room, "第十二期", theme.sans(13), "ink"))
    assert measured == ["第十二期"] * 3


def test_no_text_takes_no_line() -> None:
    assert text_painting.line_count("", theme.sans(13), 200, 2) == 0


def test_a_mark_lies_under_its_characters_only() -> None:
    font = theme.sans(13)
    image = picture(lambda p: text_painting.draw_text(p, 10, 0, 280, TEXT, font, "ink", 22, 1, [(3, 5)]))
    marked = columns(image, "hit")
    assert 10 + 3 * 13 - 2 <= min(marked) <= 10 + 3 * 13 + 2
    assert 10 + 5 * 13 - 2 <= max(marked) <= 10 + 5 * 13 + 2


def test_a_mark_is_written_in_full_ink() -> None:
    """Secondary ink on the ground of a hit would be hard to read."""
    font = theme.sans(26, 700)
    plain = picture(lambda p: text_painting.draw_text(p, 0, 0, 280, "一二三", font, "ink2", 40))
    marked = picture(lambda p: text_painting.draw_text(p, 0, 0, 280, "一二三", font, "ink2", 40, 1, [(0, 3)]))
    assert columns(plain, "ink2")
    assert not columns(plain, "ink")
    assert columns(marked, "ink")
    assert not columns(marked, "ink2")


def test_a_mark_behind_a_rare_character_does_not_slip() -> None:
    """“𠮷” counts as one character in Python and as two in Qt."""
    font = theme.sans(13)

    def shown(text: str) -> list[int]:
        return columns(
            picture(lambda p: text_painting.draw_text(p, 0, 0, 280, text, font, "ink", 22, 1, [(2, 4)])),
            "hit",
        )

    assert shown("𠮷田先生来信") == shown("吉田先生来信")


def test_a_mark_behind_the_cut_is_not_drawn() -> None:
    font = theme.sans(13)
    image = picture(lambda p: text_painting.draw_text(p, 0, 0, 100, TEXT, font, "ink", 22, 1, [(30, 33)]))
    assert columns(image, "hit") == []


def test_words_too_long_for_their_place_are_cut() -> None:
    widths: list[float] = []
    picture(
        lambda p: widths.append(
            text_painting.draw_words(p, QRectF(0, 0, 90, 20), TEXT, theme.sans(13), "ink")
        )
    )
    assert 60 < widths[0] <= 90


MIXED = "信中写着：ياخشىمۇسىز، 1987-يىلى 青石كە كەلدۇق。俄文是：Мы приехали 20 июня。שלום，再见。"


def in_a_line(text: str) -> tuple[QTextLayout, QTextLine]:
    layout = QTextLayout(text, QFont(theme.sans(20)))
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(5000)
    layout.endLayout()
    return layout, line


def width(pieces: list[tuple[float, float]]) -> float:
    return sum(right - left for left, right in pieces)


@given(st.data())
def test_a_word_in_mixed_text_is_where_its_characters_are_and_nowhere_else(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(MIXED) - 1))
    end = data.draw(st.integers(start + 1, len(MIXED)))
    _layout, line = in_a_line(MIXED)
    parts = [text_painting.extents(line, *span) for span in ((0, start), (start, end), (end, len(MIXED)))]
    assert sum(map(width, parts)) == pytest.approx(line.naturalTextWidth(), abs=1)
    every = sorted(piece for part in parts for piece in part)
    assert all(one[1] <= other[0] + 1 for one, other in pairwise(every)), "none overlap"
    one_by_one = [text_painting.extents(line, at, at + 1) for at in range(start, end)]
    assert sum(map(width, one_by_one)) == pytest.approx(width(parts[1]), abs=2)


def test_words_from_left_to_right_are_between_the_places_of_the_cursor() -> None:
    _layout, line = in_a_line(TEXT)
    for start, end in ((0, 3), (5, 9), (20, len(TEXT))):
        left, right = (line.cursorToX(at)[0] for at in (start, end))  # type: ignore[index]
        assert text_painting.extents(line, start, end) == [(left, right)]


def test_the_word_beside_another_script_is_the_marked_one() -> None:
    """A word from right to left, whose cursor at its end is beyond the next words from left to right."""
    _layout, line = in_a_line(MIXED)
    word, beside = MIXED.index("كەلدۇق"), MIXED.index("青石كە") + 2
    (marked,) = text_painting.extents(line, word, word + 6)
    (other,) = text_painting.extents(line, beside, beside + 2)
    assert marked[1] <= other[0], "the later word is left of the earlier one"


@given(
    st.text("渡口的灯亮，。（）《》“”A1 \u202e\u202c\u05d0\u0301\u200b", max_size=40),
    st.floats(-20, 420),
    st.integers(1, 3),
)
def test_law_in_any_room_a_text_is_drawn_at_once_in_so_many_lines(
    text: str, width: float, lines: int
) -> None:
    font = theme.serif(13)
    assert text_painting.line_count(text, font, width, lines) <= lines
