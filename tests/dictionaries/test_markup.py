"""What an entry shows: its words, in a few tags; nothing of it is run, fetched or followed elsewhere."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.dictionaries import markup
from reader.dictionaries.markup import as_markup, safe_html

ALLOWED = {"p", "br", "b", "i", "u", "sub", "sup", "a"}


class _Seen(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def is_safe(text: str) -> bool:
    return all(
        tag in ALLOWED
        and (not attrs or (tag == "a" and [name for name, _ in attrs] == ["href"]))
        and all(re.fullmatch(r"entry:[\w.~%-]+", value or "") for _, value in attrs)
        for tag, attrs in _Seen(text).tags
    )


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        ("<div class='x'>渡口 <b style='color:red'>名</b></div>", "<p>渡口 <b>名</b></p>"),
        ("甲<script>alert(1)</script>乙<style>p{}</style>", "<p>甲乙</p>"),
        ("<img src='http://a/b.png' onerror='x()'>字", "<p>字</p>"),
        ("<a href='javascript:x()'>点</a><a href='http://a'>网</a>", "<p>点网</p>"),
        ("<a href='entry://渡头'>渡头</a>", '<p><a href="entry:%E6%B8%A1%E5%A4%B4">渡头</a></p>'),
        ("<kref>渡头</kref>", '<p><a href="entry:%E6%B8%A1%E5%A4%B4">渡头</a></p>'),
        ("<ul><li>一<li>二</ul>", "<p>• 一</p><p>• 二</p>"),
        ("<ruby>渡<rt>dù</rt></ruby>", "<p>渡（dù）</p>"),
        ("<b><i>重</b>轻</i>", "<p><b><i>重</i></b>轻</p>"),
        ("`1`词头`2`释义", "<p>词头释义</p>"),
        ("3 < 5 &amp; &lt;b&gt;", "<p>3 &lt; 5 &amp; &lt;b&gt;</p>"),
        ("\x1b]0;题\x07\u202e字", "<p>]0;题字</p>"),
        ("甲<!-- <b>乙 -->丙<!-- 丁", "<p>甲丙</p>"),
        ("<?xml version='1'?><!DOCTYPE x>甲<![CDATA[乙]]>", "<p>甲</p>"),
        ("&#" + "9" * 5000 + ";字", "<p>\ufffd字</p>"),
        ("", ""),
    ],
)
def test_an_entry_is_shown_in_safe_paragraphs(entry: str, shown: str) -> None:
    assert safe_html(entry) == shown


def test_of_very_many_elements_the_first_are_shown() -> None:
    shown = safe_html("<p>字" * 3000)
    assert shown.count("<p>") == 2001
    assert shown.endswith("<p>（词条太长，只显示开头。）</p>")


def test_plain_text_is_shown_as_it_reads() -> None:
    assert safe_html(as_markup("m", "a<b>\n二")) == "<p>a&lt;b&gt;<br>二</p>"


PIECES = st.sampled_from(
    ["<", ">", "</", "/>", "<b>", "</b>", "<p>", "<script>", "</script>", "<svg onload=x>", "<a href=", "'", '"', "x",
     "entry://词", "javascript:", "<!--", "-->", "<![CDATA[", "]]>", "&lt;", "&#60;", "<img src=a>", "\0", "<li>",
     "<kref>", "</kref>", "<style>", "<title>", "<rt>", "<td background=http://a>", "字", " "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_an_entry_has_only_safe_html_comes_out(entry: str) -> None:
    assert is_safe(safe_html(entry))


@pytest.mark.parametrize(
    "piece", ["<b>", "<p>", "<!--", "<![", "&", "<a href=x", "</b>", "<kref>", "字", "<"]
)
def test_a_huge_entry_is_cut_and_it_is_told(piece: str) -> None:
    shown = safe_html(piece * (200_000 // len(piece)))
    assert len(shown) < 10 * markup.LONGEST_SHOWN
    assert shown.endswith("<p>（词条太长，只显示开头。）</p>")
    assert is_safe(shown)
