"""What stands over the text of a PDF is none of it: a watermark, a stamp on each page, a second text layer."""

from collections.abc import Sequence

import pytest

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
