"""Tables of articles: which column is which, an issue a day of a paper, an article a row; the rest is asked."""

import datetime as dt
import io
import json
import random
from pathlib import Path

import pytest

from reader import formats, parsing
from reader.features.tables import cells, rows
from reader.features.tables.cells import columns_of, table_of
from reader.formats.reading import ContainedFile
from reader.newspaper.article import BlockKind
from reader.newspaper.decision import ColumnChoice
from reader.newspaper.field_names import ColumnField
from reader.newspaper.issue import IssuePart
from reader.storage.regular_file import open_named
from tests import growth
from tests.formats.container_files import zipped
from tests.formats.web_pages import AUTHOR, HEADLINE, PARAGRAPHS
from tests.parsing.laws import broken_laws
from tools.fuzz.mutations import mutated

TEXT = "\n".join(PARAGRAPHS)
CSV = (
    "标题,日期,版次,作者,正文,报名,网址\n"
    f'{HEADLINE},2024-03-05,第02版,{AUTHOR},"{TEXT}",雁桥日报,http://p.example/1\n'
    '渡口添了一条船,2024年3月5日,A04,,"船来了，""白渡""又热闹了。",雁桥日报,http://p.example/2\n'
    "江心的雪,20240306,1,,雪下了一夜。,雁桥晚报,http://p.example/3\n"
)


def opened(path: Path, *choices: ColumnChoice) -> formats.Containers:
    return formats.Containers(lambda name: open_named(path / name), choices)


def issues(path: Path, name: str, data: str | bytes, *choices: ColumnChoice) -> dict[str, IssuePart]:
    """What each issue of a table gives, by its path in it."""
    (path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    found = {}
    with opened(path, *choices) as containers:
        for entry in containers.listing(name).entries:
            source = formats.decode(containers.bytes_of(f"{name}/{entry.path}"), f"{name}/{entry.path}")
            found[entry.path] = parsing.parse(source)
            assert broken_laws(source, found[entry.path]) == []
    return found


def test_a_table_has_an_issue_for_every_day_of_every_paper(tmp_path: Path) -> None:
    found = issues(tmp_path, "旧报.csv", CSV)
    assert list(found) == ["雁桥日报/2024-03-05", "雁桥晚报/2024-03-06"]
    part = found["雁桥日报/2024-03-05"]
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(2024, 3, 5))
    first, second = part.articles
    assert (first.headline, first.page) == (HEADLINE, "2")
    assert [credit.names for credit in first.credits] == [("顾知远",)]
    assert tuple(block.text for block in first.blocks) == PARAGRAPHS
    assert (second.headline, second.page) == ("渡口添了一条船", "A4")
    assert second.blocks[0].text == '船来了，"白渡"又热闹了。'
    assert part.reading is not None
    assert (part.reading.format, part.reading.left_out) == ("table", ("没有用到的列：网址",))


def as_json(csv_text: str) -> str:
    table = table_of(csv_text.encode(), is_json=False)
    return "\n".join(
        json.dumps(dict(zip(table.names, row, strict=True)), ensure_ascii=False) for _, row in table.rows
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", CSV.encode("utf-8-sig")),
        ("a.csv", CSV.encode("gb18030")),
        ("a.csv", CSV.encode("utf-16")),
        ("a.csv", CSV.replace("\n", "\r\n").encode()),
        ("a.csv", CSV.replace(",", ";").encode()),
        ("a.tsv", CSV.replace(",", "\t").encode("utf-16-le")),
        ("a.jsonl", as_json(CSV).encode()),
        ("a.ndjson", as_json(CSV).encode("utf-8-sig")),
    ],
)
def test_encodings_separators_and_json_lines_give_the_same(tmp_path: Path, name: str, data: bytes) -> None:
    expected = issues(tmp_path, "x.csv", CSV)
    found = issues(tmp_path, name, data)
    assert list(found) == list(expected)
    for path, part in found.items():
        assert [(a.key, a.headline, a.page) for a in part.articles] == [
            (a.key, a.headline, a.page) for a in expected[path].articles
        ]


@pytest.mark.parametrize(
    "names",
    [
        "headline date content page author newspaper",
        "Title Publication_Date Full-Text Page_No byline Source",
        "題名 發表日期 全文 版面 署名 報紙名稱".replace("報紙名稱", "報紙"),
        "篇名 发表时间 内容 版号 记者 来源",
    ],
)
def test_columns_are_told_by_their_names(names: str) -> None:
    order = [
        ColumnField.TITLE,
        ColumnField.DATE,
        ColumnField.TEXT,
        ColumnField.PAGE,
        ColumnField.AUTHOR,
        ColumnField.PAPER,
    ]
    assert columns_of(names.split()) == {field: at for at, field in enumerate(order)}


def test_of_two_columns_for_the_same_the_plainer_name_counts() -> None:
    assert columns_of(["内容", "正文", "name", "title"]) == {ColumnField.TEXT: 1, ColumnField.TITLE: 3}


def test_what_can_not_be_told_is_asked_and_what_was_said_counts(tmp_path: Path) -> None:
    unknown = CSV.replace("正文", "story").replace("日期", "哪天")
    (tmp_path / "旧报.csv").write_text(unknown, encoding="utf-8")
    with opened(tmp_path) as containers, pytest.raises(formats.UnreadableFile) as asked:
        containers.listing("旧报.csv")
    assert "有这些列：标题、哪天、版次、作者、story、报名、网址" in str(asked.value)
    assert "reader columns 旧报.csv" in str(asked.value)
    names = tuple(unknown.split("\n")[0].split(","))
    choice = ColumnChoice(names, {"text": "story", "date": "哪天", "title": "标题", "paper": "报名"})
    found = issues(tmp_path, "旧报.csv", unknown, choice)
    assert list(found) == ["雁桥日报/2024-03-05", "雁桥晚报/2024-03-06"]
    assert found["雁桥日报/2024-03-05"].articles[0].credits == ()  # nobody said who it is by


def test_a_table_without_names_is_asked_by_numbers(tmp_path: Path) -> None:
    rows = CSV.partition("\n")[2]
    with pytest.raises(formats.UnreadableFile, match="1、2、3、4、5、6、7"):
        issues(tmp_path, "a.csv", rows)
    choice = ColumnChoice(tuple("1234567"), {"text": "5", "date": "2"})
    assert list(issues(tmp_path, "a.csv", rows, choice)) == ["2024-03-05", "2024-03-06"]


def test_a_table_of_something_else_is_none(tmp_path: Path) -> None:
    for name, data in {"名单.csv": "姓名,出处\n祝水芹,三版\n", "a.jsonl": '{"id": 1}\n{"id": 2}\n'}.items():
        with pytest.raises(formats.NotAnIssue, match="没有成段文字的表格"):
            issues(tmp_path, name, data)


def test_rows_that_are_odd_are_read_as_far_as_they_go_and_told(tmp_path: Path) -> None:
    odd = "标题,日期,正文\n船,昨天,船来了。\n雪\n灯,2024-02-30,马灯亮了,，到天明。\n"
    found = issues(tmp_path, "a.csv", odd)
    assert [article.headline for article in found["undated"].articles] == ["船", "雪", "灯"]
    assert found["undated"].articles[-1].blocks[0].text == "马灯亮了 ，到天明。"
    with opened(tmp_path) as containers:
        complaint = containers.complaint("a.csv") or ""
    assert "第 3、4 行的列数" in complaint
    assert "第 2、4 行的日期" in complaint


def test_cells_with_markup_or_indents_are_paragraphs(tmp_path: Path) -> None:
    for cell in (
        "<p>船来了。</p><p>雪停了。</p>",
        "　　船来了。　　雪停了。",
        "船来了。\\n雪停了。",
        "船来了。<br/>雪停了。",
    ):
        [part] = issues(tmp_path, "a.jsonl", json.dumps({"title": "船", "text": cell})).values()
        texts = [block.text for block in part.articles[0].blocks if block.kind is BlockKind.PARAGRAPH]
        assert texts == ["船来了。", "雪停了。"]


def test_values_of_json_are_words_numbers_or_several_words(tmp_path: Path) -> None:
    line = json.dumps(
        {"text": "船来了。", "page": 3, "author": ["顾知远", "温如岚"], "x": {"y": 1}, "date": None}
    )
    found = issues(tmp_path, "a.jsonl", f"{line}\n[1]\n{{\n")
    [article] = found["undated"].articles
    assert (article.page, [credit.names for credit in article.credits]) == ("3", [("顾知远", "温如岚")])
    with opened(tmp_path) as containers:
        assert "第 2、3 行" in (containers.complaint("a.jsonl") or "")


def test_a_row_more_changes_its_own_day_only(tmp_path: Path) -> None:
    def entries(text: str) -> tuple[ContainedFile, ...]:
        (tmp_path / "a.csv").write_text(text, encoding="utf-8")
        with opened(tmp_path) as containers:
            return containers.listing("a.csv").entries

    head, rows = CSV.split("\n", 1)
    before, after = entries(CSV), entries(f"{head}\n雾,2024-03-07,1,,江上有雾。,雁桥晚报,\n{rows}")
    assert set(before) < set(after)
    assert len(after) == len(before) + 1


def test_a_table_in_an_archive_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"旧报.csv": CSV}))
    with opened(tmp_path) as containers:
        paths = [entry.path for entry in containers.listing("a.zip").entries]
        assert paths == ["旧报.csv", "旧报.csv/雁桥日报/2024-03-05", "旧报.csv/雁桥晚报/2024-03-06"]
        assert HEADLINE in containers.bytes_of(f"a.zip/{paths[1]}").decode()
        assert containers.whole("a.zip/旧报.csv").decode() == CSV


def test_no_name_of_a_paper_leads_out(tmp_path: Path) -> None:
    rows = "text,paper\n船来了。,../../外\n雪停了。,..\n灯亮了。,..＼\n雾散了。,_.._外\n"
    found = issues(tmp_path, "a.csv", rows)
    assert len(found) == 4
    assert not any(part in ("..", ".", "") for path in found for part in path.split("/"))


def test_what_can_not_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, limit in (("MOST_ROWS", 50), ("_LONGEST_CELL", 900), ("_MOST_CELLS", 500)):
        monkeypatch.setattr(cells, name, limit)
    monkeypatch.setattr(rows, "MOST_BYTES", 20_000)
    for name, data, words in [
        ("a.csv", b"", "空的"),
        ("a.csv", b"\n \n", "空的"),
        ("a.csv", random.Random(1).randbytes(3000), "编码"),
        ("a.jsonl", "标题,正文\n船,船来了。".encode(), "JSON 对象"),
        ("a.csv", b'title,text\na,"' + b"x" * 901, "8 MB"),
        ("a.csv", b"title,text\n" + b"x" * 20_000, "50 MB"),
        ("a.csv", b"title,text\n" + b",\n" * 501, "格子太多"),
        ("a.csv", b"title,text\n" + b"a,b\n" * 51, "50 行"),
        ("a.jsonl", b"{}\n" * 51, "50 行"),
    ]:
        with pytest.raises(formats.UnreadableFile, match=words):
            issues(tmp_path, name, data)


def test_a_line_that_is_too_long_is_told_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cells, "_LONGEST_CELL", 90)
    lines = [json.dumps({"title": "船", "text": text}) for text in ("yes", "no" * 90, "yes")]
    table = cells.table_of("\n".join(lines).encode(), is_json=True)
    assert [(number, row[1]) for number, row in table.rows] == [(1, "yes"), (3, "yes")]
    assert (table.long, table.odd) == ((2,), ())


def test_many_rows_are_read_once_whatever_is_asked_of_them(tmp_path: Path) -> None:
    text = "标题,日期,正文\n" + "".join(
        f"第{n}件事,{1990 + n % 30}-{n % 12 + 1:02}-{n % 28 + 1:02},渡船停了{n}天。\n" for n in range(10_000)
    )
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")

    def read() -> None:
        with opened(tmp_path) as containers:
            entries = containers.listing("a.csv").entries
            assert len(entries) > 400
            for entry in entries:
                containers.bytes_of(f"a.csv/{entry.path}")

    assert growth.calls(read) < 60 * 10_000


def test_mutated_tables_are_read_or_refused(tmp_path: Path) -> None:
    chance = random.Random(5)
    for _ in range(150):
        name, data = chance.choice(
            [("a.csv", CSV.encode()), ("a.csv", CSV.encode("gb18030")), ("a.jsonl", as_json(CSV).encode())]
        )
        try:
            issues(tmp_path, name, mutated(chance, data))
        except formats.UnreadableFile:
            continue


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        (["05/03/2024", "13/03/2024"], ["2024-03-05", "2024-03-13"]),
        (["3/5/2024", "3/13/2024"], ["2024-03-05", "2024-03-13"]),
        (["05/03/2024", "06/03/2024"], ["undated"]),
        (["1709596800000", "1709683200"], ["2024-03-05", "2024-03-06"]),
        (["1709560800", "1709571600.0"], ["2024-03-04", "2024-03-05"]),
    ],
    ids=["day first", "month first", "either", "days in seconds", "moments in China"],
)
def test_dates_that_end_in_the_year_and_moments_are_read_where_they_are_certain(
    dates: list[str], days: list[str]
) -> None:
    text = "日期,正文\n" + "".join(f"{date},渡船停了。\n" for date in dates)
    held = rows.open_table(io.BytesIO(text.encode()), "a.csv", ()).listing(lambda: None)
    assert [entry.path for entry in held.entries] == days


def test_the_line_that_tells_excel_the_separator_is_none_of_the_table() -> None:
    data = 'sep=;\r\n标题;正文\r\n"江心的雪";"雪下了一夜。\r\n天亮了。"\r\n'.encode("gbk")
    table = table_of(data, is_json=False)
    assert (table.names, len(table.rows)) == (("标题", "正文"), 1)


@pytest.mark.parametrize("names", ["year,month,day", "年,月,日", "Pub_Year,Pub_Month,Day"])
def test_a_day_in_three_columns_is_one(tmp_path: Path, names: str) -> None:
    table = f"{names},标题,正文\n1957,3,8,渡口,{TEXT.splitlines()[0]}\n1957,11,20,粮站,雪下了一夜。\n"
    found = issues(tmp_path, "旧报.csv", table)
    assert [part.masthead.date for part in found.values()] == [dt.date(1957, 3, 8), dt.date(1957, 11, 20)]


@pytest.mark.parametrize(
    ("names", "day", "date"),
    [
        ("年,月,日", "1957年,3月,8日", dt.date(1957, 3, 8)),
        ("年份,月份,日期", "1957,3,1957-03-08", dt.date(1957, 3, 8)),
        ("年份,月份,日期", "1957,3,3月8日", None),
        ("year,month,pubmonth", "1957,3,3", None),
        ("year,month,day", ",,", None),
    ],
)
def test_columns_that_are_no_year_month_and_day_tell_no_other_day(
    tmp_path: Path, names: str, day: str, date: dt.date | None
) -> None:
    (part,) = issues(tmp_path, "旧报.csv", f"{names},标题,正文\n{day},渡口,{TEXT.splitlines()[0]}\n").values()
    assert part.masthead.date == date


LINES = [
    "雁桥日报",
    "1957年3月8日",
    "渡口添了一条船",
    "渡口从今天起加开一班船，票价",
    "不变，首班船提前。",
    "粮站开秤",
]


@pytest.mark.parametrize(
    "names",
    ["page,line,text", "页,行号,文字", "image,line_id,transcription"],
    ids=["English", "Chinese", "pictures"],
)
def test_a_table_of_numbered_lines_is_the_text_of_its_pages(tmp_path: Path, names: str) -> None:
    rows_of_lines = [f"1,{number},{line}" for number, line in enumerate(LINES, 1)]
    (part,) = issues(
        tmp_path, "旧报.csv", "\n".join([names, *rows_of_lines, "2,1,渡口", "2,2,水落了三尺。"])
    ).values()
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(1957, 3, 8))
    texts = [block.text for article in part.articles for block in article.blocks]
    assert any("票价不变" in text for text in texts)


@pytest.mark.parametrize(
    "table",
    ["line,title,text\n1,渡口,{}\n2,粮站,{}\n", "line,text\n1,{}\n1,{}\n", "line,text\n甲,{}\n乙,{}\n"],
    ids=["titles", "a number twice", "no numbers"],
)
def test_rows_that_are_no_lines_are_articles(tmp_path: Path, table: str) -> None:
    (part,) = issues(tmp_path, "旧报.csv", table.format(TEXT.splitlines()[0], "雪下了一夜。")).values()
    assert len(part.articles) == 2
