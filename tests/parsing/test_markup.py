"""Given a line as converters and archives write it, when its marks are taken away, then only marks are gone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.article import LinePart
from reader.parsing import markup


@pytest.mark.parametrize(
    ("line", "text", "level"),
    [
        ("渡口加开一班船", "渡口加开一班船", 0),
        ("## 渡口加开一班船", "渡口加开一班船", 2),
        ("##渡口", "渡口", 2),
        ("> 渡口", "渡口", 0),
        ("> ### 渡口", "渡口", 3),
        ("**渡口加开一班船**", "渡口加开一班船", 0),
        ("# **渡口**", "渡口", 1),
        ("*（作者系退休船工）*", "（作者系退休船工）", 0),
        ("<h2>渡口</h2>", "渡口", 2),
        ("# [渡口加开一班船](https://a.example/1)", "渡口加开一班船", 1),
        ("[渡口加开一班船](https://a.example/1)", "[渡口加开一班船](https://a.example/1)", 0),
        ("见[县志](https://a.example/1)。", "见县志。", 0),
        ("渡口[1](../a/b.html)加开", "渡口1加开", 0),
        ("渡口[甲](乙)、[本报讯](一)加开", "渡口[甲](乙)、[本报讯](一)加开", 0),
        ("渡口![图](a/1.jpg)加开", "渡口![图](a/1.jpg)加开", 0),
        ("[上一篇](./1.html) | [下一篇](./2.html)", "[上一篇](./1.html) | [下一篇](./2.html)", 0),
        ("加开[^1]一班船[^12]：", "加开[1]一班船[12]：", 0),
        ("[^1]: 据县志。", "[1] 据县志。", 0),
        ("渡口[1]加开[^甲]※", "渡口[1]加开[^甲]※", 0),
        (r"渡口\*又名\*，3*4", "渡口*又名*，3*4", 0),
        ('<p class="a">渡口加开一班船。</p>', "渡口加开一班船。", 0),
        ("**渡口** 加开一班船", "渡口\u3000加开一班船", 0),
        ("####", "####", 0),
        ("**", "**", 0),
        ("*", "*", 0),
        ("<渡口>", "<渡口>", 0),
        ("<p> </p>", "<p> </p>", 0),
        ("# <p>\u3000</p>", "<p>\u3000</p>", 1),
        ("<p>&nbsp;</p>", "&nbsp;", 0),
        ("#\u2029渡口", "渡口", 1),
        ('<ok href="a.html">渡口</ok>加开一班船。', "渡口加开一班船。", 0),
    ],
)
def test_the_words_of_a_line(line: str, text: str, level: int) -> None:
    assert markup.without_markup(line)[:2] == (text, level)


TAG = re.compile(r"<(?:h[1-6]|p)\s*/?>|</[ph][ph1]*\s*>")


@given(
    st.text(alphabet="#>*_~<ph1>/ \u3000\u2029渡口加开一班船。12", min_size=1, max_size=40)
    .map(str.strip)
    .filter(bool)
)
def test_nothing_but_marks_is_taken_away(line: str) -> None:
    text, level, _ = markup.without_markup(line)
    assert text
    assert text == text.strip()
    bare = TAG.sub("", line)
    assert text in line or text in bare
    assert 0 <= level <= len(line)
    gone = line.replace(text, "", 1) if text in line else bare.replace(text, "", 1)
    assert not re.search(r"[^\W_]|。", TAG.sub("", gone))


@pytest.mark.parametrize(
    "line",
    [
        "---",
        "* * *",
        "========",
        "——————",
        "<hr/>",
        "<!-- page 3 -->",
        "※※※",
        "＊        ＊        ＊",
        "＊　　＊",
        "</div>",
        '<div class="text" id="a">',
        "<p><ok href='x'>",
    ],
)
def test_rules(line: str) -> None:
    assert markup.is_rule(line)


@pytest.mark.parametrize(
    "line", ["——", "……", "——访老站长", "- 一", "·遗失声明", "==1==", "<p>渡口", "<渡口>", "<img src='a'>"]
)
def test_no_rules(line: str) -> None:
    assert not markup.is_rule(line)


@pytest.mark.parametrize(
    "line", ["<p></p>", "<p> </p>", "</div>", '<div class="a">', "&nbsp;", "&#12288;<br/>"]
)
def test_tags_around_nothing(line: str) -> None:
    assert markup.is_blank(line)


@pytest.mark.parametrize("line", ["<p>渡</p>", "<渡口>", "&", "&amp;", "< >", "<", "&渡;"])
def test_tags_around_words(line: str) -> None:
    assert not markup.is_blank(line)


@pytest.mark.parametrize(
    "line",
    [
        "[上一篇](1.md) [返回目录](index.md)",
        "[:house:返回首頁](https://a.example/b)",
        "[首页](https://a.example/b) &nbsp;&nbsp;|&nbsp;&nbsp; [摆渡人手册](https://a.example/c)",
    ],
)
def test_navigation(line: str) -> None:
    assert markup.is_links(line)


@pytest.mark.parametrize(
    "line",
    [
        "[渡口加开一班船](1.md)",
        "[渡口](1.md)与[码头](2.md)",
        "[渡口] | [码头]",
        "[上一篇](1.html) 渡口加开一班船",
    ],
)
def test_no_navigation(line: str) -> None:
    assert not markup.is_links(line)


@pytest.mark.parametrize(
    ("line", "has_words"),
    [
        ("![](images/1.jpg)", False),
        ("![logo](a.png)", False),
        ("![老站长在渡口](a.png)", True),
        ("<img src='a'>", False),
    ],
)
def test_places_of_pictures(line: str, has_words: bool) -> None:
    assert markup.is_picture(line)
    assert markup.has_words(line) is has_words


def test_titles_of_records_are_told_only_where_other_fields_stand_by() -> None:
    assert markup.record_heading("标题：渡口三十年") == ("渡口三十年", LinePart.HEADLINE)
    assert markup.record_heading("副题: 一条旧船") == ("一条旧船", LinePart.DECK)
    assert markup.record_heading("標題：渡口三十年") == ("渡口三十年", LinePart.HEADLINE)
    assert markup.is_record(("標題：渡口三十年", "來源：雁橋日報"))
    assert markup.record_heading("渡口：三十年") == ("渡口：三十年", None)
    assert markup.is_record(("标题：渡口三十年", "作者：何渡生", "正文："))
    assert not markup.is_record(("标题：渡口三十年", "船开了。"))
