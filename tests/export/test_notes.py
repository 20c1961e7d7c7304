"""Bookmarks and notes, looked through and written out."""

import datetime as dt
import html.parser
import re
import unicodedata
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.export.citation import cite
from reader.export.forms import NoteFormat, Style
from reader.export.notes import (
    NoteKind,
    NoteOrder,
    by_article,
    file_name,
    is_same_article,
    matching,
    source_in_words,
    tags_of,
    written_out,
)
from reader.newspaper.holdings import Bookmark
from reader.newspaper.issue import DateOrigin, TitleOrigin
from reader.newspaper.passage import Passage
from tests.invented_article import ARTICLE, STORED, bookmark

MADE = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
QUOTE = "旧报不是废纸，\n是这座城的*记性*"
MARK = bookmark(note="第一行\n<b>第二行</b>", tags=("图书馆", "待核"), passage=Passage(QUOTE, "", ""))
WHOLE = replace(
    MARK, uuid="b", passage=None, note="", date=dt.date(1990, 3, 5), created=MADE - dt.timedelta(1)
)
UNDATED = replace(WHOLE, uuid="c", date=None, month_day=None, tags=(), created=MADE - dt.timedelta(2))
ALL = [UNDATED, MARK, WHOLE]


def test_tags_are_counted_the_most_used_first_and_then_by_name() -> None:
    bookmarks = [replace(MARK, tags=tags) for tags in [("乙", "甲"), ("丙", "甲"), ("丙",)]]
    assert tags_of(bookmarks) == [("丙", 2), ("甲", 2), ("乙", 1)]


@pytest.mark.parametrize(
    ("bookmark", "source"),
    [
        (MARK, "雁桥日报　1987-06-12　02版"),
        (replace(MARK, page=None), "雁桥日报　1987-06-12"),
        (replace(MARK, date=None), "雁桥日报　6月12日 年份不详　02版"),
        (UNDATED, "雁桥日报　日期不详　02版"),
    ],
)
def test_the_source_tells_what_is_known(bookmark: Bookmark, source: str) -> None:
    assert source_in_words(bookmark) == source


@pytest.mark.parametrize(
    ("order", "found"),
    [
        (NoteOrder.ADDED, [MARK, WHOLE, UNDATED]),
        (NoteOrder.NEWEST, [WHOLE, MARK, UNDATED]),
        (NoteOrder.OLDEST, [MARK, WHOLE, UNDATED]),
    ],
)
def test_orders(order: NoteOrder, found: list[Bookmark]) -> None:
    assert matching(ALL, order=order) == found


def test_of_one_day_the_last_made_is_first() -> None:
    later = replace(MARK, uuid="d", created=MADE + dt.timedelta(1))
    for order in NoteOrder:
        assert matching([MARK, later, UNDATED], order=order) == [later, MARK, UNDATED]
    earlier = replace(MARK, uuid="e", date=dt.date(1950, 1, 1), created=MADE - dt.timedelta(9))
    assert matching([UNDATED, MARK, earlier], order=NoteOrder.OLDEST) == [earlier, MARK, UNDATED]


@pytest.mark.parametrize(
    ("kind", "text", "tag", "found"),
    [
        (NoteKind.PASSAGES, "", None, [MARK]),
        (NoteKind.ARTICLES, "", None, [WHOLE, UNDATED]),
        (NoteKind.ARTICLES, "", "待核", [WHOLE]),
        (NoteKind.ALL, "这座城的", None, [MARK]),
        (NoteKind.ALL, "第二行 图书馆", None, [MARK]),
        (NoteKind.ALL, "1990-03-05", None, [WHOLE]),
    ],
)
def test_filters(kind: NoteKind, text: str, tag: str | None, found: list[Bookmark]) -> None:
    assert matching(ALL, text, tag, kind) == found


TEXT = "\n".join(
    filter(None, [ARTICLE.kicker, ARTICLE.headline, *ARTICLE.decks, *(b.text for b in ARTICLE.blocks)])
)
QUOTED = st.tuples(st.integers(0, len(TEXT) - 40), st.integers(1, 30)).map(lambda at: (at[0], at[0] + at[1]))


def quoted(begin: int, end: int, **changes: Any) -> Bookmark:
    return bookmark(
        passage=Passage(TEXT[begin:end], TEXT[max(0, begin - 32) : begin], TEXT[end:][:32]), **changes
    )


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.none() | QUOTED), unique=True))
def test_marks_of_one_article_stand_together_in_the_order_of_its_text(
    marked: list[tuple[str, tuple[int, int] | None]],
) -> None:
    """The mark of the whole article first; whatever words recur in it, as those before them tell which are meant."""
    known = {f"{number}": (paper, span) for number, (paper, span) in enumerate(marked)}
    marks = [
        replace(bookmark(passage=None) if span is None else quoted(*span), uuid=uuid, newspaper=paper)
        for uuid, (paper, span) in known.items()
    ]
    lost = bookmark(uuid="lost", newspaper="丁", passage=Passage("没有这些字", "", ""))
    last = replace(quoted(len(TEXT) - 5, len(TEXT)), uuid="last", newspaper="丁")
    found = by_article([lost, *marks, last])
    assert [each.uuid for each in found[:2]] == ["last", "lost"], (
        "words that are lost stand behind all others"
    )
    papers = list(dict.fromkeys(paper for paper, _ in marked))
    expected = sorted(known.values(), key=lambda each: (papers.index(each[0]), (each[1] or (-1,))[0]))
    places = [(paper, (span or (-1,))[0]) for paper, span in (known[each.uuid] for each in found[2:])]
    assert places == [(paper, (span or (-1,))[0]) for paper, span in expected]
    for one, other in pairwise(found):
        assert is_same_article(one, other) == (one.newspaper == other.newspaper)


def written(form: NoteFormat, *bookmarks: Bookmark, style: Style = Style.GB2025) -> str:
    return written_out(bookmarks, form, style, lambda _: STORED)


@pytest.mark.parametrize("form", NoteFormat)
def test_quotation_note_tags_and_citation_are_written(form: NoteFormat) -> None:
    text = written(form, MARK)
    for words in ("三万册旧报刊，一夜之间有了新家", "旧报不是废纸，", "第一行", "图书馆，待核", "[N"):
        assert words in text.replace("\\[", "[")
    assert "末一辆板车" not in text, "of a marked passage, the article is cited and not copied"


@pytest.mark.parametrize("form", NoteFormat)
def test_of_a_whole_article_its_text_is_written(form: NoteFormat) -> None:
    assert "末一辆板车进了雁桥路17号的院门" in written(form, WHOLE, MARK)


def test_a_style_that_is_no_gb_gives_that_of_2015() -> None:
    assert cite(STORED, Style.GB2015) in written(NoteFormat.TEXT, MARK, style=Style.RIS)
    assert cite(STORED, Style.GB2025) in written(NoteFormat.TEXT, MARK, style=Style.GB2025)


def test_markdown_takes_nothing_of_it_for_a_sign() -> None:
    lines = written(NoteFormat.MARKDOWN, MARK).splitlines()
    assert "> 是这座城的\\*记性\\*" in lines
    assert "- 批注：第一行\\" in lines
    assert "  \\<b\\>第二行\\</b\\>" in lines


def test_html_is_well_formed_and_escaped() -> None:
    opened: list[str] = []

    class Reader(html.parser.HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in ("meta", "br"):
                opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert opened.pop() == tag

    text = written(NoteFormat.HTML, MARK, WHOLE)
    Reader(convert_charrefs=True).feed(text)
    assert opened == []
    assert "第一行<br>&lt;b&gt;第二行&lt;/b&gt;" in text


def test_a_mark_and_a_whole_article_are_told_apart() -> None:
    made = "2024年5月1日，编号 k7qfz2m4yd3xw6ta"
    assert f"标于：{made}" in written(NoteFormat.TEXT, MARK)
    assert f"收藏于：{made}" in written(NoteFormat.TEXT, replace(MARK, passage=None))


def test_a_line_of_forty_stands_between_two_in_text() -> None:
    assert f"\n\n{'─' * 40}\n\n" in written(NoteFormat.TEXT, MARK, WHOLE)


def test_a_doubt_is_told() -> None:
    assert "这篇里已找不到这些字" in written(NoteFormat.TEXT, replace(MARK, is_passage_lost=True))
    assert "资料库里已没有这篇" in written(NoteFormat.TEXT, replace(WHOLE, is_orphan=True))


def test_a_file_is_called_by_its_only_bookmark() -> None:
    named = replace(MARK, article=replace(ARTICLE, headline="水位 3/4：\n涨"))
    assert file_name([named], ".md") == "水位 3 4： 涨.md"
    assert file_name(ALL, ".html") == "收藏与批注.html"
    long = replace(MARK, article=replace(ARTICLE, headline="长" * 61))
    assert file_name([long], ".md") == "长" * 50 + ".md"
    reserved = replace(MARK, article=replace(ARTICLE, headline="Aux"))
    assert file_name([reserved], ".md") == "_Aux.md"


@pytest.mark.parametrize("form", NoteFormat)
def test_what_was_written_is_words_and_nothing_else(form: NoteFormat) -> None:
    note = "\x1b]0;甲\x07\x00# 一\r\n\x00- 二\r\x00> 三\x00[四](javascript:a)<img src=x>\u202e\u2028\ud800"
    hostile = replace(
        MARK, note=note, tags=(note,), passage=Passage(note, "", ""), article=replace(ARTICLE, headline=note)
    )
    text = written(form, hostile, replace(hostile, passage=None))
    assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") and c != "\n"]
    assert "\u202e" not in text
    if form is NoteFormat.MARKDOWN:
        assert not re.search(r"(?<!\\)[\[\]<>]", re.sub("^>", "", text, flags=re.MULTILINE))
        assert len(re.findall("^# ", text, re.MULTILINE)) == 2, "the headlines"
        assert set(re.findall("^- (..)", text, re.MULTILINE)) <= {"引文", "批注", "标签", "标于", "收藏"}
    if form is NoteFormat.HTML:
        assert "<img" not in text


@pytest.mark.parametrize("form", NoteFormat)
def test_a_name_and_a_date_that_were_estimated_are_written_as_such(form: NoteFormat) -> None:
    issue = replace(STORED.issue, newspaper_origin=TitleOrigin.FOLDER, date_origin=DateOrigin.INFERRED)
    cited = replace(STORED, issue=issue)
    words = written_out([replace(MARK, passage=None)], form, Style.GB2015, lambda _: cited)
    assert "雁桥日报（据文件夹推定）" in words
    assert "1987年6月12日　星期五（来历未记）" in words
    assert cite(cited, Style.GB2015).split("[N]")[1].startswith(". [雁桥日报], [1987-06-12]")
