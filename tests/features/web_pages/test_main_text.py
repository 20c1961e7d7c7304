"""The main text is the element with the most running text and few links; its headline is told by its style."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from reader.features.web_pages.main_text import (
    NO_PAGE,
    is_filled_by_script,
    is_furniture,
    likely_headline,
    main_text,
    parted,
    what_lacks_text,
    without_buttons,
)
from reader.formats.web_lines import WebLine, lines_of

TEXT = "渡口从今天起加开一班船，票价不变。首班船提前到五点二十分，赶早市的菜农不用再等。"


def found_in(body: str) -> str | None:
    node = main_text(LexborHTMLParser(f"<html><body>{body}</body></html>"))
    if node is None:
        return None
    return "/".join(line.text for line in lines_of(node) if line.text)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<div><a href=a>首页</a></div><div>{TEXT}</div>", TEXT),
        (f"<div>编辑部</div><div><p>{TEXT}</p><p>{TEXT}</p></div>", f"{TEXT}/{TEXT}"),
        (f"<ul><li><a href=a>{TEXT * 3}</a></li></ul><div>{TEXT}</div>", TEXT),
        (f"<div>{'渡口的船名目录' * 9}</div><div>{TEXT}</div>", TEXT),
        (
            f"<div id=a><div class=b>{TEXT}</div><div class=b>{TEXT}</div></div><div>{TEXT}</div>",
            f"{TEXT}/{TEXT}",
        ),
        ("<div><a href=a>首页</a> <a href=b>下一版</a></div>", None),
        ("", None),
    ],
    ids=["a text", "paragraphs", "links", "a list without sentences", "two alike", "navigation", "nothing"],
)
def test_it_is_what_has_most_sentences_outside_of_links(body: str, text: str | None) -> None:
    assert found_in(body) == text


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        (WebLine(""), False),
        (WebLine("下一篇"), True),
        (WebLine("放大 缩小 默认"), True),
        (WebLine("渡口开船", linked=4), True),
        (WebLine("渡口开船", linked=4, tag="h1"), False),
        (WebLine("渡口开船了。", linked=6), False),
        (WebLine("版权所有 渡口日报社"), True),
        (WebLine("版权所有" + "渡口" * 60), False),
        (WebLine("放大镜下的渡口"), False),
        (WebLine(TEXT), False),
    ],
)
def test_furniture_is_links_buttons_and_what_stands_at_the_foot(line: WebLine, is_one: bool) -> None:
    assert is_furniture(line) is is_one


@pytest.mark.parametrize("text", ["【放大】【缩小】", "上一版 | 下一版", "打印本页", "渡口 下一版", "。", ""])
def test_without_labels_of_buttons_nothing_or_all_of_a_text_is_left(text: str) -> None:
    has_own_words = "渡口" in text or text in ("。", "")
    assert without_buttons(text) == (text if has_own_words else "")


def test_above_the_running_text_stand_lines_of_its_head_and_below_it_furniture_is_cut() -> None:
    lines = [WebLine("首页", linked=2), WebLine("渡口开船"), WebLine("", pictures=1), WebLine(TEXT)]
    lines += [WebLine("下一篇"), WebLine("何渡生"), WebLine("分享到"), WebLine("关闭")]
    above, text = parted(lines)
    assert [line.text for line in above] == ["渡口开船"]
    assert [line.text or line.pictures for line in text] == [1, TEXT, "下一篇", "何渡生"]
    assert parted([WebLine("下一篇")]) == ([], [])


@pytest.mark.parametrize(
    ("above", "title", "headline"),
    [
        ([WebLine("渡口开船", tag="h1"), WebLine("首班船提前")], "", "渡口开船"),
        ([WebLine("渡口开船", marks="div title p ", tag="p"), WebLine("首班船提前")], "", "首班船提前"),
        ([WebLine("渡口开船", marks="p title", tag="p"), WebLine("首班船提前")], "", "渡口开船"),
        ([WebLine("渡口开船"), WebLine("首班船提前", bold=5)], "", "首班船提前"),
        ([WebLine("渡口开船"), WebLine("首班船提前")], "渡口开船-渡口日报", "渡口开船"),
        ([WebLine("渡口开船", marks="p hei28", tag="p"), WebLine("首班船提前")], "", "渡口开船"),
        ([WebLine("渡口开船"), WebLine("记者"), WebLine("本报讯")], "", None),
        ([WebLine("渡口开船了。", tag="h5"), WebLine("开")], "", None),
        ([WebLine("渡口开船", tag="h1", linked=4)], "", "渡口开船"),
        ([], "渡口开船", None),
    ],
    ids=[
        "h1",
        "a class around",
        "its class",
        "bold",
        "as titled",
        "large",
        "plain and far",
        "small",
        "linked",
        "none",
    ],
)
def test_the_headline_is_the_line_above_that_is_set_most_like_one(
    above: list[WebLine], title: str, headline: str | None
) -> None:
    assert likely_headline(above, title) == headline


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (b"<script>fetch('a.json')</script>", True),
        (b"<SCRIPT src=x></SCRIPT><div id=app></div>", True),
        (b"<script>var a = 1</script>", False),
        (b"<p>fetch('a.json')</p>", False),
    ],
)
def test_scripts_that_may_load_a_text_are_known(data: bytes, is_one: bool) -> None:
    assert is_filled_by_script(data) is is_one


def test_what_lacks_a_text_is_told_by_how_little_it_has() -> None:
    script = b"<script>fetch('a.json')</script>"
    assert "脚本" in what_lacks_text(script, [WebLine("首页", linked=2), WebLine("请稍候")])
    assert "脚本" not in what_lacks_text(script, [WebLine("渡口" * 150)])
    assert "脚本" not in what_lacks_text(b"<p>", [WebLine("请稍候")])


@pytest.mark.parametrize("words", ["404 Not Found", "页面不存在", "文章已被删除", "服务器繁忙"])
def test_what_a_server_says_instead_of_a_page_is_known(words: str) -> None:
    assert NO_PAGE.search(words)
    assert not NO_PAGE.search("渡口开船 1403 班")
