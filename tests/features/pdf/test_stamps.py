"""What stands over the text of a PDF is none of it: a watermark, a stamp on each page, a second text layer."""

import math
from collections.abc import Callable, Sequence

import pytest
from msgspec.structs import replace

from reader import formats, parsing
from reader.newspaper.article import SourceText
from tests.formats.pdf_pages import At, column, pdf

TEXT = (
    "昨日上午，柳湾渡口使用了三十一年的浮桥正式拆除，两岸村民前来送行，老船工说桥在人在，直到天黑才散。" * 2
)
OTHER = "石坪镇夜校本周开课，首批学员一百二十六人，课程有算术、识字和农技，授课教师都是县里的退休教员。" * 2


def page(number: int = 1, dx: float = 0.0) -> list[At]:
    head = [At(40 + dx, 20, "柳湾日报　2024年3月5日", 12), At(500 + dx, 20, f"第{number}版", 12)]
    text = TEXT[number:] + TEXT[:number]  # no two pages have the same lines
    other = OTHER[number:] + OTHER[:number]
    first = [At(60 + dx, 60, "柳湾渡口浮桥拆除"[: 10 - number], 24), *column(60 + dx, 110, text, 24)]
    second = [At(60 + dx, 360, "石坪镇夜校开课"[: 9 - number], 24), *column(60 + dx, 410, other, 24)]
    return [*head, *first, *second]


def read(data: bytes) -> SourceText:
    return formats.decode(data, "柳湾.pdf")


def headlines(source: SourceText) -> Sequence[str | None]:
    return [article.headline for article in parsing.parse(source).articles]


@pytest.mark.parametrize("angle", [30.0, 45.0, 60.0, -45.0])
@pytest.mark.parametrize("size", [20.0, 32.0])
def test_a_watermark_at_an_angle_is_left_out_and_told(angle: float, size: float) -> None:
    marks = [At(120, 400, "柳湾市图书馆馆藏仅供研究", size, angle=angle)]
    source = read(pdf([*page(), *marks]))
    assert headlines(source) == headlines(read(pdf(page())))
    assert "研究" not in "".join(source.lines)
    assert source.reading is not None
    assert source.reading.left_out == ("水印、图章 12 字",)


def test_a_page_that_is_tilted_as_a_whole_is_read() -> None:
    lines = [At(60, 300 + 20 * at, TEXT[:24], 10, angle=12.0) for at in range(12)]
    assert "浮桥" in "".join(read(pdf(lines)).lines)


def test_what_stands_in_the_middle_of_each_page_at_the_same_place_is_a_stamp() -> None:
    stamp = At(200, 330, "柳湾市图书馆藏", 30)
    source = read(pdf(*([*page(number), stamp] for number in range(1, 5))))
    assert "图书馆藏" not in "".join(source.lines)
    assert source.reading is not None
    assert source.reading.left_out == ("水印、图章 28 字",)
    assert headlines(source) == headlines(read(pdf(*(page(number) for number in range(1, 5)))))


def test_a_page_that_is_printed_again_is_no_stamp() -> None:
    assert "".join(read(pdf(page(), page(), page())).lines).count("浮桥拆除") == 3


def test_what_is_on_two_pages_of_three_is_text() -> None:
    stamp = At(200, 330, "柳湾市图书馆藏", 30)
    pages = [[*page(1), stamp], [*page(2), stamp], page(3), page(4)]
    assert "".join(read(pdf(*pages)).lines).count("图书馆藏") == 2


@pytest.mark.parametrize("is_unseen", [False, True])
@pytest.mark.parametrize("dx", [0.0, 1.0, 2.5])
def test_a_second_layer_of_the_same_text_counts_once(is_unseen: bool, dx: float) -> None:
    again = [At(line.x, line.y, line.text.replace("村", "材"), line.size) for line in page(dx=dx)]
    source = read(pdf([*page(), *again], is_unseen=is_unseen))
    assert headlines(source) == headlines(read(pdf(page(), is_unseen=is_unseen)))
    assert "".join(source.lines).count("拆除") == "".join(read(pdf(page())).lines).count("拆除")
    assert source.reading is not None
    assert any("重复的文字层" in words for words in source.reading.left_out)


@pytest.mark.parametrize("dx", [-2.0, 1.0, 3.0])
@pytest.mark.parametrize("dy", [-3.0, 1.0, 2.0])
def test_a_second_layer_that_is_shifted_across_and_down_counts_once(dx: float, dy: float) -> None:
    lines = page()
    again = [At(line.x + dx, line.y + dy, line.text, line.size) for line in lines]
    source = read(pdf([*lines, *again]))
    assert source.lines == read(pdf(lines)).lines


def test_text_that_is_printed_twice_elsewhere_stays() -> None:
    again = [At(line.x + 290, line.y, line.text, line.size * 0.9) for line in page()[2:6]]
    assert "".join(read(pdf([*page(), *again])).lines).count("浮桥拆除") == 2


# -- stamps over the text

STAMP = "柳湾市图书馆馆藏仅供研究"


def letters(text: str, size: float, angle: float, is_turned: bool) -> list[At]:
    """The characters one by one along a line over the text, each turned with it or upright."""
    across = math.cos(math.radians(angle)) * size
    up = math.sin(math.radians(angle)) * size
    turn = angle if is_turned else 0.0
    return [At(80 + n * across, 200 - n * up, sign, size, angle=turn) for n, sign in enumerate(text)]


def assert_left_out(marks: Sequence[At], pages: int = 1) -> None:
    stamped = read(pdf(*([*page(number), *marks] for number in range(1, pages + 1))))
    plain = read(pdf(*(page(number) for number in range(1, pages + 1))))
    assert stamped.lines == plain.lines
    assert stamped.reading is not None
    length = sum(len(mark.text) for mark in marks)
    assert stamped.reading.left_out == (f"水印、图章 {length * pages} 字",)


@pytest.mark.parametrize("angle", [3.0, 8.0, 10.0, 30.0, 90.0, 180.0, 270.0, -5.0])
def test_a_stamp_that_crosses_the_text_at_any_angle_is_left_out(angle: float) -> None:
    start = At(180, 140, STAMP, 20, angle=angle)
    if angle == 180.0:
        start = replace(start, x=320)
    if angle == 90.0:
        start = replace(start, y=400)
    assert_left_out([start])


@pytest.mark.parametrize("is_turned", [False, True])
@pytest.mark.parametrize("angle", [-4.0, -12.0])
def test_its_letters_may_be_printed_one_by_one(angle: float, is_turned: bool) -> None:
    assert_left_out(letters(STAMP, 24, angle - 20, is_turned), pages=3)
    assert_left_out([replace(each, y=each.y - 80) for each in letters(STAMP, 24, angle, True)])


def test_a_level_stamp_that_crosses_lines_of_text_is_left_out() -> None:
    assert_left_out([At(60, 115, STAMP, 18)])


def test_a_stamp_all_over_the_page_is_left_out_where_it_crosses_nothing_too() -> None:
    rows = (118, 138, 158, 240, 300, 418, 438)
    assert_left_out([At(x, y, "内部资料不得外传", 14) for x in (70, 290) for y in rows])


def test_a_headline_at_a_small_angle_that_crosses_nothing_is_text() -> None:
    lines = [*page(), At(60, 300, "江心的雪还没有化", 24, angle=5.0)]
    assert "江心的雪还没有化" in "".join(read(pdf(lines)).lines)


def test_the_same_heading_on_each_page_is_no_stamp_where_more_of_its_line_differs() -> None:
    pages = [[*page(number), At(60, 300, f"柳湾市图书馆{number}号通告", 14)] for number in range(1, 5)]
    assert "".join(read(pdf(*pages)).lines).count("柳湾市图书馆") == 4


def test_letters_of_a_stamp_down_the_side_of_each_page_do_not_join_its_lines() -> None:
    marks = [At(302, 110 + 12 * n, sign, 10) for n, sign in enumerate(STAMP)]
    assert_left_out(marks, pages=3)


def test_lines_that_overlap_all_over_a_page_are_all_text() -> None:
    lines = [
        At(60, 100 + 5 * n, text, 10 + n % 3) for n, text in enumerate([TEXT[:24], OTHER[:24], TEXT[20:44]])
    ]
    said = "".join(read(pdf(lines)).lines)
    assert sorted(said) == sorted("".join(line.text for line in lines))


# -- a second layer by another recogniser


def misread(line: At) -> At:
    """The line as another recogniser reads it: a character is lost, and its letters are a little smaller."""
    return replace(line, text=line.text.replace("村", "材").replace("工", ""), size=line.size * 0.96)


def in_words(line: At) -> list[At]:
    starts = range(0, len(line.text), 3)
    return [replace(line, x=line.x + at * line.size, text=line.text[at : at + 3]) for at in starts]


def shadow(line: At) -> list[At]:
    return [replace(line, x=line.x + 1.2, y=line.y + 1.2)] if line.size > 20 else []


LAYERS: dict[str, Callable[[At], list[At]]] = {
    "misread": lambda line: [misread(line)],
    "half a character aside": lambda line: [replace(line, x=line.x + 5.0)],
    "half a line below": lambda line: [replace(line, y=line.y + 5.0)],
    "in words": in_words,
    "headlines alone": shadow,
}


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("is_unseen", [False, True])
def test_a_second_layer_that_says_nearly_the_same_counts_once(name: str, is_unseen: bool) -> None:
    again = [each for line in page() for each in LAYERS[name](line)]
    source = read(pdf([*page(), *again], is_unseen=is_unseen))
    assert source.lines == read(pdf(page(), is_unseen=is_unseen)).lines
    assert source.reading is not None
    assert any("重复的文字层" in words for words in source.reading.left_out)


def test_an_unseen_layer_counts_less_than_what_is_printed_wherever_it_stands_in_the_file() -> None:
    unseen = [replace(misread(line), is_unseen=True) for line in page()]
    printed = read(pdf(page())).lines
    assert read(pdf([*unseen, *page()])).lines == printed
    assert read(pdf([*page(), *unseen])).lines == printed


def test_a_line_whose_text_is_another_one_is_no_second_layer() -> None:
    lines = [*page(), At(60, 300, "江心的雪"), At(60, 303, "粮站开秤")]
    said = "".join(read(pdf(lines)).lines)
    assert all(sign in said for sign in "江心的雪粮站开秤")
