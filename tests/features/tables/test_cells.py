"""What stands above a table, a summary in place of a text, and objects as Python prints them are understood."""

import csv
import io
from collections.abc import Sequence

import pytest

from reader.features.tables.cells import table_of
from reader.features.tables.rows import open_table
from reader.formats import UnreadableFile, decode
from reader.parsing import parse
from tests.formats.stranger_papers import AUTHORS, DAY, HEADLINES, PAPER, PARAGRAPHS

JOINED = ["".join(paragraphs) for paragraphs in PARAGRAPHS]


def written(rows: Sequence[Sequence[str]], separator: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode()


UNNAMED = [
    [DAY, PAPER, f"第{at}版", headline, text]
    for at, (headline, text) in enumerate(zip(HEADLINES, JOINED, strict=True), 1)
]


def read(data: bytes, name: str = "芦洼.csv") -> list[tuple[str | None, str, str | None, str | None]]:
    """Return paper, day, page and headline of each article of a table."""
    table = open_table(io.BytesIO(data), name, ())
    articles = []
    for entry in table.listing(list).entries:
        part = parse(decode(table.read(entry.path) or b"", f"{name}/{entry.path}"))
        for article in part.articles:
            articles.append((part.masthead.title, str(part.masthead.date), article.page, article.headline))
    return articles


WHOLE = [(PAPER, DAY, str(at), headline) for at, headline in enumerate(HEADLINES, 1)]


def test_a_sheets_title_above_the_names_tells_paper_and_day() -> None:
    rows = [[f"{PAPER} 1987年6月7日", "", ""], ["版", "标题", "正文"]]
    rows += [[page, headline, text] for _, _, page, headline, text in UNNAMED]
    assert read(written(rows)) == WHOLE


def test_a_row_of_its_own_comes_before_the_title_of_its_sheet() -> None:
    rows = [["1987年6月7日"], ["日期", "标题", "正文"], ["1987-06-08", HEADLINES[0], JOINED[0]]]
    assert [day for _, day, _, _ in read(written(rows))] == ["1987-06-08"]


def test_a_summary_stands_for_the_text_where_there_is_none() -> None:
    rows = [["Key", "Title", "Publication Title", "Date", "Abstract Note", "Author"]]
    rows += [[f"K{at}", HEADLINES[at], PAPER, DAY, JOINED[at], AUTHORS[at]] for at in range(3)]
    assert [(paper, headline) for paper, _, _, headline in read(written(rows))] == [
        (PAPER, each) for each in HEADLINES
    ]


def test_cards_have_their_separator_above_them() -> None:
    head = b"#separator:semicolon\n#html:true\n#tags column:2\n"
    rows = [
        [headline, PAPER, "<br>".join(text)] for headline, text in zip(HEADLINES, PARAGRAPHS, strict=True)
    ]
    table = table_of(head + written(rows, ";"), is_json=False)
    assert table.names == ("1", "2", "3")
    assert [cells[0] for _, cells in table.rows] == HEADLINES


def test_objects_as_python_prints_them_are_rows() -> None:
    lines = [
        repr({"title": headline, "date": DAY, "content": text})
        for headline, text in zip(HEADLINES, JOINED, strict=True)
    ]
    found = read("\n".join(lines).encode(), "芦洼.jsonl")
    assert [(day, headline) for _, day, _, headline in found] == [(DAY, each) for each in HEADLINES]


@pytest.mark.parametrize("line", ["{'title': open('x')}", "{'a': [" + "[" * 5_000, "{1, 2}", "{"])
def test_what_is_no_object_of_python_is_no_row(line: str) -> None:
    with pytest.raises(UnreadableFile):
        table_of(line.encode(), is_json=True)
