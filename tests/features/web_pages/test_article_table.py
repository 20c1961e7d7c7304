"""A page that is a table of articles has one a row; a cell that goes on into rows below holds for these, too."""

import pytest

from reader import formats, parsing
from reader.formats.books import DayOfBook
from reader.formats.markup import page_of
from reader.formats.reading import SavedFile
from reader.formats.web_lines import lines_of
from tests.formats.stranger_papers import AUTHORS, DAY, HEADLINES, PAPER, PARAGRAPHS, is_whole, read

NAMES = ["版", "标题", "作者", "正文", "备注"]


def row(cells: list[str], tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def rows_of_articles() -> list[list[str]]:
    rows = []
    for at, headline in enumerate(HEADLINES):
        text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[at])
        rows.append([str(at + 1), headline, AUTHORS[at], text, "待核"])
    return rows


def page(table: str, above: str = f"<h1>{PAPER} {DAY}</h1>") -> str:
    return (
        f"<html><head><meta charset=utf-8></head><body>{above}<table border=1>{table}</table></body></html>"
    )


def test_each_row_below_the_names_of_columns_is_an_article() -> None:
    text = page(row(NAMES, "th") + "".join(map(row, rows_of_articles())))
    part = read(text, "芦洼.html")
    assert is_whole(part)
    assert [article.page for article in part.articles] == ["1", "2", "3"]
    assert part.reading is not None
    assert part.reading.left_out[0].endswith("：备注")


def test_a_cell_that_goes_on_into_rows_below_is_in_these() -> None:
    first, second, third = rows_of_articles()
    days = ["<td rowspan=2>1987-06-07</td>", "", "<td>1987-06-08</td>"]
    body = ""
    for day, cells in zip(days, (first, second, third), strict=True):
        body += row(cells).replace("<tr>", f"<tr>{day}")
    text = page(row(["日期", *NAMES], "th") + body, "")
    with pytest.raises(formats.SeveralDays) as raised:
        formats.decode(text.encode(), "芦洼.html")
    headlines = {}
    for day_file in raised.value.days:
        part = parsing.parse(DayOfBook().read(SavedFile("a", day_file.data)))
        headlines[str(part.masthead.date)] = [article.headline for article in part.articles]
    assert headlines == {"1987-06-07": HEADLINES[:2], "1987-06-08": HEADLINES[2:]}


@pytest.mark.parametrize(
    "names",
    [["版", "题", "作者", "正文", "备注"], ["版", "标题", "作者", "话", "备注"], rows_of_articles()[0]],
)
def test_a_table_whose_columns_are_not_named_is_a_page_like_others(names: list[str]) -> None:
    text = page(row(names) + "".join(map(row, rows_of_articles()[1:])))
    source = formats.decode(text.encode(), "芦洼.html")
    assert len(parsing.parse(source).articles) == 1


def test_a_table_beside_a_longer_text_is_part_of_it() -> None:
    long = "".join(f"<p>{paragraph * 4}</p>" for paragraph in PARAGRAPHS[0])
    text = page(row(["标题", "正文"]) + row(["渡口", "通航"]), f"<h1>{HEADLINES[0]}</h1>{long}")
    (article,) = parsing.parse(formats.decode(text.encode(), "芦洼.html")).articles
    assert article.headline == HEADLINES[0]


def lines_in(table: str) -> list[str]:
    tree = page_of(SavedFile("a.html", page(table, "").encode())).tree
    return [line.text for line in lines_of(tree.css_first("tbody"), are_cells_apart=False)]


def test_lines_of_a_table_have_what_goes_on_into_them() -> None:
    table = (
        row(["渡口", "时间", "班次", "船"])
        + "<tr><td rowspan=2>柳湾</td><td>早上</td><td>六班</td><td rowspan=3>木船</td></tr>"
        + "<tr><td>晚上</td><td>四班</td></tr><tr><td colspan=2>沙洲</td><td>两班</td></tr>"
        + "<tr><td>石埠</td><td>午后</td><td>一班</td><td>铁船</td></tr>"
    )
    assert lines_in(table) == [
        "渡口\u3000时间\u3000班次\u3000船",
        "柳湾\u3000早上\u3000六班\u3000木船",
        "柳湾\u3000晚上\u3000四班\u3000木船",
        "沙洲\u3000两班\u3000木船",
        "石埠\u3000午后\u3000一班\u3000铁船",
    ]


@pytest.mark.parametrize("stated", ["0", "-3", "x", "", "99999", "1e3"])
def test_a_number_of_rows_that_is_none_is_one(stated: str) -> None:
    table = f"<tr><td rowspan='{stated}'>柳湾</td><td>早上</td></tr><tr><td>沙洲</td><td>晚上</td></tr>"
    assert lines_in(table) == ["柳湾\u3000早上", "沙洲\u3000晚上"]


def test_a_long_cell_is_not_said_again() -> None:
    long = "渡" * 201
    table = f"<tr><td rowspan=2>{long}</td><td>早上</td></tr><tr><td>晚上</td></tr>"
    assert lines_in(table) == [f"{long}\u3000早上", "晚上"]


def test_what_is_said_again_is_bounded() -> None:
    wide = "".join(f"<td rowspan=1000>{'渡' * 190}</td>" for _ in range(10))
    table = "".join(f"<tr>{wide}</tr>" for _ in range(100))
    said = sum(map(len, lines_in(table)))
    assert said < 2 * 10 * 100 * 190 + 200_000
