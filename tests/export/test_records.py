"""Results and bookmarks as data, read back by the programs' own kinds of reader."""

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.export.article_text import as_text
from reader.export.citation import author_names, cite
from reader.export.forms import RecordFormat, Style
from reader.export.notes import records
from reader.export.records import Record, written
from reader.language.forms import on_one_line
from reader.newspaper.issue import DateOrigin, TitleOrigin
from reader.newspaper.passage import Passage
from reader.newspaper.printing import link_to
from tests.export import content
from tests.invented_article import ARTICLE, ISSUE, STORED, bookmark, stored, with_edition

HOSTILE = [
    "=1+2",
    "+86 的电话",
    "-3℃，渡口结冰",
    "@船工",
    '＝HYPERLINK("x")',
    "\t=1+2",
    "一“半”, \"半\"; 'x' | y",
    "两行\n标题\r\nER  - \nTY  - BOOK",
    "50% {闭} } { \\end{x} #1 $2 & _下_ ^上^ ~",
    "，and others and 甲",
    "@article{x, title={y}}",
    "*粗* [链](http://x) <b>体</b> `码`",
    "\u202e倒\u2028分\x1b[31m红",
    "半\ud800个",
]
MADE = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)


def text_of(them: Sequence[Record], form: RecordFormat, title: str = "") -> str:
    return content.text_of(written(them, form, Style.GB2015, title))


def titled(*headlines: str) -> list[Record]:
    """Records of articles that differ in their headlines alone."""
    return [
        Record(replace(stored(headline=each), id=number), places=2)
        for number, each in enumerate(headlines, 1)
    ]


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    assert text.encode().decode("utf-8-sig") == text[1:]
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), strict=True))


def entries(text: str) -> list[Any]:
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    return list(library.entries)


class TestCsv:
    def test_a_row_tells_all_that_is_asked_of_an_article(self) -> None:
        record = Record(STORED, 3, "misread", "可能认错一个字", snippet="渡口的灯")
        [row] = rows(text_of([record], RecordFormat.CSV))
        assert row == {
            "引文": cite(STORED, Style.GB2015),
            "日期": "1987-06-12",
            "日期的依据": "",
            "版次": "",
            "版": "2",
            "标题": ARTICLE.headline,
            "作者": "、".join(author_names(ARTICLE)),
            "报纸名": "雁桥日报",
            "报纸名的依据": "",
            "版面的依据": "",
            "出现次数": "3",
            "匹配级别": "可能认错一个字",
            "前后文": "渡口的灯",
            "全文": " ".join(block.text for block in ARTICLE.blocks),
            "文件": STORED.sources[0].path,
            "编号": ARTICLE.key,
            "文章链接": link_to(STORED.printing),
            "识别置信度": "",
            "不确定字数": "",
            "分辨率": "",
        }

    def test_what_cites_an_article_leads_to_it_in_a_note_and_never_in_a_url(self) -> None:
        link, them = link_to(STORED.printing), [Record(STORED)]
        [bibtex] = entries(text_of(them, RecordFormat.BIBTEX))
        [ris] = rispy.loads(text_of(them, RecordFormat.RIS))
        [csl] = json.loads(text_of(them, RecordFormat.CSL_JSON))
        [line] = map(json.loads, text_of(them, RecordFormat.JSONL).splitlines())
        assert (bibtex["annote"], ris["notes"], csl["note"], line["link"]) == (link, [link], link, link)
        assert "url" not in bibtex.fields_dict
        assert "urls" not in ris
        assert "URL" not in csl

    def test_what_is_estimated_is_marked(self) -> None:
        issue = replace(ISSUE, date_origin=DateOrigin.INFERRED, newspaper_origin=TitleOrigin.DATELINES)
        [row] = rows(text_of([Record(replace(STORED, issue=issue))], RecordFormat.CSV))
        assert row["日期"] == "1987-06-12"
        assert row["日期的依据"] == "日期来历未记"
        assert row["报纸名的依据"] == "报纸名据电头"
        assert "[1987-06-12]" in row["引文"]

    @pytest.mark.parametrize("headline", HOSTILE)
    def test_no_headline_breaks_a_row_or_is_a_formula(self, headline: str) -> None:
        before, row, after = rows(text_of(titled("前", headline, "后"), RecordFormat.CSV))
        assert row["标题"].lstrip("'") == on_one_line(headline).lstrip("'")
        assert not any(cell[:1] in tuple("=+-@＝＋－＠") for cell in row.values())
        assert before["标题"] == "前"
        assert after["标题"] == "后"

    def test_no_rows_are_a_table_with_its_head(self) -> None:
        assert rows(text_of([], RecordFormat.CSV)) == []
        assert "标题" in text_of([], RecordFormat.CSV)


class TestJsonl:
    @pytest.mark.parametrize("headline", HOSTILE)
    def test_a_line_is_an_object_with_the_headline_as_it_is(self, headline: str) -> None:
        text = text_of(titled(headline, "后"), RecordFormat.JSONL)
        text.encode()
        first, second = map(json.loads, text.split("\n")[:-1])
        assert first["headline"] == headline
        assert second["headline"] == "后"

    def test_an_object_tells_the_rung_only_where_rungs_were_asked_for(self) -> None:
        [without] = map(json.loads, text_of([Record(STORED, 1)], RecordFormat.JSONL).splitlines())
        [exact] = map(json.loads, text_of([Record(STORED, 1, "exact")], RecordFormat.JSONL).splitlines())
        assert "rung" not in without
        assert exact["rung"] == "exact"
        assert exact["date"] == "1987-06-12"
        assert exact["path"] == STORED.sources[0].path


class TestBibtex:
    @pytest.mark.parametrize("headline", HOSTILE)
    def test_another_parser_reads_every_headline_back(self, headline: str) -> None:
        found = entries(text_of(titled(headline, "后"), RecordFormat.BIBTEX))
        assert len(found) == 2
        read = found[0]["title"]
        for sign in "{}":
            read = read.replace(sign, "")
        told = on_one_line(headline)
        for sign in "{}":
            told = told.replace(sign, "")
        assert _alike(read) == _alike(told)
        assert found[1]["journal"] == "雁桥日报"

    def test_articles_of_one_key_have_ids_of_their_own(self) -> None:
        twins = [Record(replace(STORED, id=number)) for number in range(3)]
        found = entries(text_of(twins, RecordFormat.BIBTEX))
        assert [each.key for each in found] == [ARTICLE.key, f"{ARTICLE.key}-2", f"{ARTICLE.key}-3"]

    def test_a_bookmark_has_its_words_and_tags(self) -> None:
        [found] = entries(text_of(list(records([bookmark()], lambda _: STORED)), RecordFormat.BIBTEX))
        assert found["annote"].startswith("“旧报不是废纸” 要核 第二行 · yuebao:")
        assert found["keywords"] == "图书馆, 家，史"


def _alike(text: str) -> str:
    """The text without what TeX has other characters for."""
    return "".join(each for each in text.replace("ˆ", "^") if each not in "'\"`“”‘’")


class TestRis:
    @pytest.mark.parametrize("headline", HOSTILE)
    def test_another_parser_reads_every_headline_back(self, headline: str) -> None:
        found = rispy.loads(text_of(titled(headline, "后"), RecordFormat.RIS))
        assert [each["title"] for each in found] == [on_one_line(headline), "后"]
        assert {each["type_of_reference"] for each in found} == {"NEWS"}
        assert found[0]["year"] == "1987"

    def test_a_bookmark_has_its_words_and_tags(self) -> None:
        [found] = rispy.loads(text_of(list(records([bookmark()], lambda _: STORED)), RecordFormat.RIS))
        assert found["keywords"] == ["图书馆", "家,史"]
        assert found["notes"][0] == "“旧报不是废纸” 要核 第二行"


class TestOneRecordAnArticle:
    HIGHLIGHT = bookmark()
    WHOLE = bookmark(uuid="b", passage=None, note="全篇的话", tags=("图书馆", "新"))
    LATER = bookmark(uuid="c", passage=Passage("查出缺期43号", "", ""), note="", tags=())

    def them(self) -> list[Record]:
        other = replace(stored(headline="另一篇"), id=7)
        marks = [self.LATER, self.HIGHLIGHT, self.WHOLE]
        return [*records(marks, lambda _: STORED), Record(other, bookmark=bookmark(uuid="d"))]

    def test_its_highlights_stand_in_the_order_of_the_text_in_its_notes(self) -> None:
        first, second = rispy.loads(text_of(self.them(), RecordFormat.RIS))
        assert first["notes"][:3] == ["全篇的话", "“旧报不是废纸” 要核 第二行", "“查出缺期43号”"]
        assert first["keywords"] == ["图书馆", "新", "家,史"]
        assert second["title"] == "另一篇"

    @pytest.mark.parametrize("form", [RecordFormat.BIBTEX, RecordFormat.RIS, RecordFormat.CSL_JSON])
    def test_several_notes_and_several_rungs_make_no_second_record(self, form: RecordFormat) -> None:
        one, two = (text_of(them, form).count(STORED.article.key) for them in (self.them()[:1], self.them()))
        assert two == 2 * one
        assert text_of([Record(STORED, 2, "exact"), Record(STORED, 1, "misread")], form) == text_of(
            [Record(STORED, 2, "exact")], form
        )


class TestEdition:
    EVENING = replace(STORED, issue=with_edition("晚刊"))

    def test_it_is_a_field_of_every_format(self) -> None:
        them = [Record(self.EVENING)]
        assert entries(text_of(them, RecordFormat.BIBTEX))[0]["edition"] == "晚刊"
        assert rispy.loads(text_of(them, RecordFormat.RIS))[0]["edition"] == "晚刊"
        assert json.loads(text_of(them, RecordFormat.CSL_JSON))[0]["edition"] == "晚刊"
        assert json.loads(text_of(them, RecordFormat.JSONL))["edition"] == "晚刊"
        assert rows(text_of(them, RecordFormat.CSV))[0]["版次"] == "晚刊"

    @pytest.mark.parametrize("form", [RecordFormat.MARKDOWN, RecordFormat.GB2015, RecordFormat.GB2025])
    def test_references_tell_two_editions_of_a_day_apart(self, form: RecordFormat) -> None:
        assert "雁桥日报（晚刊）" in text_of([Record(self.EVENING)], form)


class TestDoccano:
    @pytest.mark.parametrize("headline", HOSTILE)
    def test_a_line_has_the_text_to_annotate_and_a_bookmarks_tags_as_its_labels(self, headline: str) -> None:
        [stored, _] = titled(headline, "后")
        marked = Record(stored.stored, bookmark=bookmark(tags=("渡口", "家,史")))
        text = text_of([stored, marked], RecordFormat.DOCCANO)
        text.encode()
        plain, tagged = map(json.loads, text.split("\n")[:-1])
        assert plain["text"] == as_text(stored.stored).strip() == tagged["text"]
        assert (plain["label"], tagged["label"]) == ([], ["渡口", "家,史"])
        assert plain["meta"]["key"] == stored.stored.article.key
        assert tagged["meta"]["tags"] == ["渡口", "家,史"]


class TestCslJson:
    @pytest.mark.parametrize("headline", HOSTILE)
    def test_every_headline_is_read_back(self, headline: str) -> None:
        text = text_of(titled(headline, "后"), RecordFormat.CSL_JSON)
        text.encode()
        found = json.loads(text)
        assert [each["title"] for each in found] == [on_one_line(headline), "后"]
        assert len({each["id"] for each in found}) == 2

    def test_none_are_an_empty_array(self) -> None:
        assert json.loads(text_of([], RecordFormat.CSL_JSON)) == []

    def test_an_estimated_date_is_circa(self) -> None:
        estimated = replace(STORED, issue=replace(ISSUE, date_origin=DateOrigin.INFERRED))
        [found] = json.loads(text_of([Record(estimated)], RecordFormat.CSL_JSON))
        assert found["issued"]["circa"] is True


class TestMarkdown:
    @pytest.mark.parametrize("headline", HOSTILE)
    def test_a_headline_is_never_markup_nor_a_line_of_its_own(self, headline: str) -> None:
        text = text_of(titled(headline, "后"), RecordFormat.MARKDOWN, "渡口 *船*")
        assert text.startswith("# 渡口 \\*船\\*\n\n1. ")
        assert len(text.splitlines()) == 6
        assert "<b>" not in text.replace("\\<b", "")
        assert "2 处" in text


@settings(max_examples=50)
@given(st.text(max_size=40), st.sampled_from(RecordFormat))
def test_whatever_a_headline_is_all_formats_can_be_read(headline: str, form: RecordFormat) -> None:
    text = text_of(titled(headline, "后"), form)
    text.encode()
    match form:
        case RecordFormat.CSV:
            assert len(rows(text)) == 2
        case RecordFormat.JSONL:
            assert len([json.loads(line) for line in text.split("\n")[:-1]]) == 2
        case RecordFormat.BIBTEX:
            assert len(parse_string(text).entries) == 2
        case RecordFormat.RIS:
            assert len(rispy.loads(text)) == 2
        case RecordFormat.CSL_JSON:
            assert len(json.loads(text)) == 2
        case RecordFormat.MARKDOWN:
            assert text.count("\n") == 4
        case RecordFormat.GB2015 | RecordFormat.GB2025:
            cited = {cite(each.stored, Style(form.value)) for each in titled(headline, "后")}
            assert text.count("\n") == len(cited)


@pytest.mark.parametrize("form", RecordFormat)
def test_a_format_is_named_by_its_name_and_by_its_ending(form: RecordFormat) -> None:
    assert RecordFormat.named(form.value) is form
    first = next(each for each in RecordFormat if each.suffix == form.suffix)
    assert RecordFormat.named(form.suffix.upper()) is first
    assert first is form or form in (RecordFormat.GB2025, RecordFormat.DOCCANO)


def test_a_bookmark_is_a_row_with_the_readers_words() -> None:
    [row] = rows(text_of(list(records([bookmark(note="=1+1")], lambda _: STORED)), RecordFormat.CSV))
    assert row["批注"] == "'=1+1"
    assert row["原话"] == "旧报不是废纸"
    assert row["标签"] == "图书馆，家,史"
    assert dt.datetime.fromisoformat(row["收藏于"]) == MADE


def test_references_are_numbered_and_name_an_article_once() -> None:
    other = stored(headline="另一篇", key="other")
    them = [*records([bookmark(), bookmark(uuid="b", passage=None)], lambda _: STORED), Record(other)]
    for form, style in ((RecordFormat.GB2015, Style.GB2015), (RecordFormat.GB2025, Style.GB2025)):
        assert text_of(them, form) == f"[1] {cite(STORED, style)}\n[2] {cite(other, style)}\n"
