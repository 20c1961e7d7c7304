"""JSON, XML and SGML of any maker: pages give the articles of the page, records an issue for each day of a paper."""

import datetime as dt
import gzip
import json
from pathlib import Path

import pytest

from reader import formats, parsing
from reader.formats.page_boxes import boxes_of
from reader.formats.page_names import day_stated
from reader.formats.reading import SavedFile
from reader.newspaper.article import ArticleKind, SourceText
from reader.newspaper.issue import DateOrigin, IssuePart
from reader.storage.regular_file import open_named
from tests.formats import makes
from tests.parsing.laws import broken_laws

PAGE_ABOVE = "第02版"
RECORDS = {**makes.RECORDS, **makes.WITHOUT_PAPER}


def read(source: SourceText) -> IssuePart:
    part = parsing.parse(source)
    assert broken_laws(source, part) == []
    return part


def days(name: str, data: bytes) -> dict[str, IssuePart]:
    """The issues in a file of several, by paper and day."""
    with pytest.raises(formats.SeveralDays) as found:
        formats.decode(data, name)
    return {
        f"{day.paper}/{day.date}": read(formats.decode(day.data, f"{name}/{day.date}"))
        for day in found.value.days
    }


@pytest.mark.parametrize("make", makes.PAGES)
def test_a_page_of_any_make_gives_its_articles_once(make: str) -> None:
    name, data = makes.PAGES[make]
    source = formats.decode(data, name)
    part = read(source)
    assert [article.headline for article in part.articles] == [*makes.HEADLINES]
    body = ["".join(block.text for block in article.blocks) for article in part.articles]
    assert body == [*makes.TEXTS]
    assert PAGE_ABOVE not in "".join(body)


@pytest.mark.parametrize("make", ["PaddleOCR 3", "Google Vision", "Docling", "ABBYY", "pdfminer", "Textract"])
def test_lines_have_their_boxes_on_the_page(make: str) -> None:
    name, data = makes.PAGES[make]
    source = formats.decode(data, name)
    (page,) = boxes_of(SavedFile(name, data), source)
    at = source.lines.index(next(line for line in source.lines if makes.HEADLINES[0] in line)) + 1
    box = next(line.box for line in page.lines if line.line == at)
    assert 0 < box.left < box.right
    assert 0 < box.top < box.bottom < 200


@pytest.mark.parametrize("make", RECORDS)
def test_records_of_several_days_are_an_issue_for_each(make: str) -> None:
    name, text = RECORDS[make]
    paper = makes.PAPER if make in makes.RECORDS else None
    found = days(name, text.encode())
    assert [(part.masthead.title, part.masthead.date) for part in found.values()] == [
        (paper, dt.date(1987, 3, day)) for day in (5, 6, 7)
    ]
    articles = [article for part in found.values() for article in part.articles]
    assert [article.headline for article in articles] == [*makes.HEADLINES]
    assert ["".join(block.text for block in article.blocks) for article in articles] == [*makes.TEXTS]


def issues(folder: Path, name: str, data: bytes) -> dict[str, IssuePart]:
    (folder / name).write_bytes(data)
    with formats.Containers(lambda path: open_named(folder / path)) as containers:
        return {
            entry.path: read(
                formats.decode(containers.bytes_of(f"{name}/{entry.path}"), f"{name}/{entry.path}")
            )
            for entry in containers.listing(name).entries
            if not formats.is_container(entry.path)
        }


def test_lines_of_json_that_are_pages_are_of_the_days_of_their_pictures(tmp_path: Path) -> None:
    page = makes.JSON["Umi-OCR"]
    assert isinstance(page, dict)
    lines = [
        json.dumps(page | {"fileName": f"雁桥日报_198703{day}_01.jpg", "timestamp": 1_700_000_000})
        for day in ("05", "06")
    ]
    none = json.dumps(
        {"code": 101, "data": "No text found in image.", "fileName": "雁桥日报_19870307_01.jpg"}
    )
    found = issues(tmp_path, "[OCR]_20260306.jsonl", "\n".join([*lines, none]).encode())
    assert [*found] == ["雁桥日报/1987-03-05", "雁桥日报/1987-03-06"]
    assert {article.page for part in found.values() for article in part.articles} == {"2"}  # as printed


def test_a_document_in_a_line_of_json_is_cut_by_the_parser_and_dated_by_its_file(tmp_path: Path) -> None:
    text = "\n\n".join(
        f"{title}\n\n本报讯 {text}" for title, text in zip(makes.HEADLINES, makes.TEXTS, strict=True)
    )
    row = {
        "text": text,
        "source": "olmocr",
        "created": "2026-03-01",
        "metadata": {"Source-File": "/雁桥日报-1987-03-05.pdf"},
    }
    (part,) = issues(tmp_path, "1.jsonl", json.dumps(row).encode()).values()
    assert (part.masthead.title, part.masthead.date) == (makes.PAPER, dt.date(1987, 3, 5))
    assert [article.headline for article in part.articles] == [*makes.HEADLINES]


def test_columns_of_json_may_be_in_objects(tmp_path: Path) -> None:
    row = {
        "text": makes.TEXTS[0],
        "metadata": {"title": "渡口加开夜班船", "source": {"name": "雁桥日报"}, "date": "1987-03-05"},
    }
    (part,) = issues(tmp_path, "1.jsonl", json.dumps(row).encode()).values()
    assert (part.masthead.title, part.masthead.date) == (makes.PAPER, dt.date(1987, 3, 5))
    assert [article.headline for article in part.articles] == ["渡口加开夜班船"]


def test_a_packed_file_is_read_and_a_packed_log_is_none(tmp_path: Path) -> None:
    _, data = makes.PAGES["PaddleOCR 3"]
    (part,) = issues(tmp_path, "1.json.gz", gzip.compress(data)).values()
    assert len(part.articles) == 3
    assert issues(tmp_path, "access.log.gz", gzip.compress(b"GET /")) == {}
    with pytest.raises(formats.UnreadableFile):
        issues(tmp_path, "2.json.gz", gzip.compress(data)[:-20])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "1.json",
            '{"name": "app", "description": "A program that does things for all who want them.", "version": "1"}',
        ),
        ("1.json", '{"title": "设置", "text": "打开", "content": {"close": "关闭窗口"}}'),
        (
            "1.json",
            '{"format": "reader notes", "bookmarks": [{"title": "渡口", "text": "昨晚起，渡口加开夜班船。"}]}',
        ),
        ("1.json", "[]"),
        (
            "1.xml",
            "<project><name>雁桥</name><description>A program for all of them.</description></project>",
        ),
        ("1.xml", "<svg><text>昨晚起，雁桥渡口加开夜班船，两岸居民过江</text></svg>"),
    ],
)
def test_what_has_no_articles_is_counted_and_no_failure(name: str, text: str) -> None:
    with pytest.raises(formats.NotAnIssue):
        formats.decode(text.encode(), name)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"text": ' * 500 + "1" + "}" * 500,
        '{"rec_texts": ["' + "船" * 30 + '"], "rec_boxes": [[1e999, 0, 1, 1]], "n": ' + "9" * 5_000 + "}",
        '{"rec_texts": ["' + "船" * 30 + '"], "rec_boxes": [[1e999, NaN, -Infinity, 1]]}',
        '{"a": "b"',
    ],
    ids=["open", "deep", "long number", "no numbers", "cut off"],
)
def test_hostile_json_is_read_or_refused(text: str) -> None:
    try:
        assert formats.decode(text.encode(), "1.json").lines
    except formats.UnreadableFile:
        return


@pytest.mark.parametrize("quote", ["", "<!-- <![CDATA[ -->", "<?a <b?>"])
def test_a_dtd_is_refused_although_one_in_a_note_is_not(quote: str) -> None:
    text = f'<?xml version="1.0"?>{quote}<!DOCTYPE a [<!ENTITY b "c">]><a><p>{makes.TEXTS[0]}&b;</p></a>'
    with pytest.raises(formats.UnreadableFile, match="DTD"):
        formats.decode(text.encode(), "1.xml")


def test_midnight_in_china_is_the_day_that_begins() -> None:
    assert day_stated("1987-03-04T16:00:00.000Z") == "1987-03-05"
    assert day_stated("1987-03-04T15:00:00Z") == "1987-03-04"


@pytest.mark.parametrize(
    ("source", "date", "origin"),
    [
        ("<div>汀江晨报 1986年3月5日 第2版</div>", dt.date(1986, 3, 5), DateOrigin.PRINTED),
        ("<div>汀江晨报 2086年3月5日 第2版</div>", dt.date(2023, 1, 1), DateOrigin.STATED),
        ("", dt.date(2023, 1, 1), DateOrigin.STATED),
    ],
)
def test_when_a_note_was_written_is_said_to_be_noted_and_yields_to_a_day_in_it(
    source: str, date: dt.date, origin: DateOrigin
) -> None:
    text = f"<note><title>渡口添了新船</title><created>20230101T000000Z</created><content><![CDATA[<en-note>{source}"
    text += f"<div>{makes.TEXTS[0]}</div></en-note>]]></content></note>"
    part = read(formats.decode(f"<en-export>{text}</en-export>".encode(), "笔记.enex"))
    assert (part.masthead.date, part.masthead.date_origin) == (date, origin)


def test_an_object_without_a_headline_is_an_article_of_its_paper_and_day() -> None:
    told = {"date": "2024-03-05", "newspaper": "柳叶洲日报", "page": "3"}
    text = "渡口浮桥昨日拆除，船工把木板捆好运走。\n来往的人改坐渡船，票价照旧，晚班加到九点。"
    part = parsing.parse(formats.decode(json.dumps({**told, "text": text}).encode(), "a.json"))
    assert (part.masthead.title, str(part.masthead.date)) == ("柳叶洲日报", "2024-03-05")
    (article,) = part.articles
    assert (article.kind, article.page) == (ArticleKind.ARTICLE, "3")
    assert "\n".join(block.text for block in article.blocks) == text


def test_the_text_of_a_whole_page_in_an_object_is_divided_and_has_its_paper_and_day() -> None:
    told = {"date": "2024-03-05", "newspaper": "柳叶洲日报", "page": "3"}
    text = "渡口加开一班船\n本报讯 昨日起渡口加开一班船，江上有雾也照开。\n"
    text += "茶市开秤\n本报讯 新茶昨日上市，每斤比去年贵两成。"
    part = parsing.parse(formats.decode(json.dumps({**told, "text": text}).encode(), "a.json"))
    assert (part.masthead.title, str(part.masthead.date)) == ("柳叶洲日报", "2024-03-05")
    assert [article.headline for article in part.articles] == ["渡口加开一班船", "茶市开秤"]


_DAY = {"date": "2024-03-05", "newspaper": "柳叶洲日报"}
_OF_LAMP = ("夜里摆渡的老人总把一盏灯挂在船头，过河的人远远就看见了。", "后来修了桥，那盏灯还挂在渡口。")
_MARKED = "".join(f"<p>{text}</p>" for text in _OF_LAMP)


@pytest.mark.parametrize(
    ("told", "content", "headline", "blocks"),
    [
        (_DAY, f"<article><title>渡口的灯</title>{_MARKED}</article>", "渡口的灯", _OF_LAMP),
        (_DAY, f"<h2>渡口的灯</h2>{_MARKED}", "渡口的灯", _OF_LAMP),
        (
            {"title": "旧文"},
            f"<article><title>渡口的灯</title>{_MARKED}</article>",
            "旧文",
            ("渡口的灯", *_OF_LAMP),
        ),
        (
            {"title": "渡口的灯"},
            f"<html><head><title>网页</title></head><body>{_MARKED}</body></html>",
            "渡口的灯",
            _OF_LAMP,
        ),
        (
            {"title": "渡口的灯"},
            f"<div><svg><title>图标</title></svg>{_MARKED}</div>",
            "渡口的灯",
            _OF_LAMP,
        ),
    ],
)
def test_a_title_in_the_marked_text_of_an_object_is_read(
    told: dict[str, str], content: str, headline: str, blocks: tuple[str, ...]
) -> None:
    part = read(formats.decode(json.dumps({**told, "content": content}).encode(), "a.json"))
    (article,) = part.articles
    assert article.headline == headline
    assert tuple(block.text for block in article.blocks) == blocks


def test_a_paper_is_no_headline_of_the_text_below_it_in_an_object() -> None:
    content = f"<h1>柳叶洲日报</h1>{_MARKED}"
    with pytest.raises(formats.NotAnIssue):
        formats.decode(json.dumps({"date": "2024-03-05", "content": content}).encode(), "a.json")
