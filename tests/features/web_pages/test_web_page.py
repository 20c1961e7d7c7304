"""Any web page: main text, headline, date; junk is no article; hostile markup is refused with a sentence."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from selectolax.lexbor import LexborNode

from reader import formats, parsing
from reader.formats.markup import DEEPEST, MOST_ELEMENTS, page_of
from reader.formats.reading import SavedFile, UnreadableFile
from reader.formats.web_lines import WebLine, parts_of
from reader.language.forms import search_form
from reader.newspaper.article import Article, BlockKind, LinePart
from reader.search.terms import search_text
from tests import rotation
from tests.formats import web_pages as pages
from tests.parsing.laws import broken_laws

PAGES = [
    pages.classic().encode(),
    pages.classic(comment="").encode("gb18030"),
    pages.nw().encode(),
    pages.layout().encode(),
    pages.column().encode(),
    pages.whole_page().encode(),
    pages.archive(pages.layout(), "http://p.example/pc/content/202403/05/content_1.html"),
    pages.anything().encode(),
    pages.rows().encode(),
    pages.account().encode(),
]
NAMES = ["html/2024-03/05/content_1.htm", "content/202403/05/c1.html", "x.mhtml", "y.html"]


def test_a_page_of_no_known_maker_is_read_by_its_main_text() -> None:
    part = parsing.parse(formats.decode(pages.anything().encode(), "下载/新闻.html"))
    (article,) = part.articles
    assert article.headline == pages.HEADLINE
    assert tuple(b.text for b in article.blocks if b.kind is BlockKind.PARAGRAPH) == pages.PARAGRAPHS
    assert [credit.names for credit in article.credits] == [("顾知远",)]
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(2024, 3, 5))
    assert part.reading is not None
    assert (part.reading.format, part.reading.certainty) == ("web-page", 0.3)


@pytest.mark.parametrize(
    "page",
    [pages.account(), pages.account("visibility: hidden; opacity: 0;", day="")],
    ids=["shown", "as sent"],
)
def test_an_article_of_a_public_account_stands_in_it(page: str) -> None:
    part = parsing.parse(formats.decode(page.encode(), "下载/三座旧闸门换了新颜.html"))
    (article,) = part.articles
    assert (article.headline, [credit.names for credit in article.credits]) == (pages.HEADLINE, [("顾知远",)])
    assert tuple(block.text for block in article.blocks) == pages.PARAGRAPHS
    assert (part.masthead.title, part.masthead.date) == ("雁桥水利", dt.date(2024, 3, 5))
    assert part.reading is not None
    assert "1 幅图片" in part.reading.left_out


LONG = (
    "<p>江湾镇的渡口今天上午重新开放，来往的客人比昨天多了一倍。船工说，水位已经落到警戒线以下，明天起恢复每半小时一班。"
    "镇上的茶馆也跟着热闹起来，老人们又坐回了窗边。</p>" * 2
)
SHORT = "<p>江湾镇的渡口今天重新开放。</p>"


def article_of(markup: str) -> Article:
    (article,) = parsing.parse(formats.decode(markup.encode(), "下载/新闻.html")).articles
    return article


@pytest.mark.parametrize(
    "page",
    [
        f"<title>江湾晚报</title><article><h1>渡口重新开放</h1>{LONG}</article>",
        f"<title>江湾晚报数字报</title><nav><a href=a>首页</a></nav><div><h1>渡口重新开放</h1><div>{LONG}</div></div>",
        f"<title>江湾网</title><header><h1>江湾网</h1></header><article><h2>渡口重新开放</h2>{LONG}</article>",
        f"<title>江湾晚报</title><h1>江湾晚报</h1><article><h1>渡口重新开放</h1>{LONG}</article>",
        f"<title>江湾晚报 - 渡口重新开放</title><h1>渡口重新开放</h1>{LONG}",
        f"<title>江湾晚报</title><article><h1><a href=x>渡口重新开放</a></h1>{LONG}</article>",
        f"<title>江湾晚报</title><article>{LONG}<h1>渡口重新开放</h1>{LONG}</article>",
        f"<title>Jiangwan Daily</title><h1>渡口重新开放</h1><main>{LONG}</main>",
        f"<title>渡口重新开放-江湾网</title><h1><a href=/>江湾网</a></h1><main>{LONG}</main>",
        f"<h1>渡口重新开放</h1>{LONG}",
        f"<title>江湾晚报</title><h1>渡口重新开放</h1>{SHORT}",
        f"<title>江湾晚报</title><ul><li><a href=1>首页</a></ul><h1>渡口重新开放</h1>{SHORT}<footer>版权所有</footer>",
    ],
)
def test_the_headline_is_that_of_the_article_and_not_the_name_of_the_site(page: str) -> None:
    assert article_of(page).headline == "渡口重新开放"


def test_headings_around_the_headline_are_read_too() -> None:
    head = "<h4>镇上新事</h4><h1>渡口重新开放</h1><h3>每半小时一班</h3>"
    for page in (
        f"<title>江湾晚报</title><article>{head}{LONG}</article>",
        f"<title>江湾晚报</title><div>{head}</div><div>{LONG}</div>",
        f"<title>渡口新貌_江湾网</title><div>{head}</div><div>{LONG}</div>",
    ):
        text = search_text(article_of(page))
        assert all(words in text for words in ("镇上新事", "渡口重新开放", "每半小时一班"))


@pytest.mark.parametrize(
    "markup", [SHORT, "<title>渡口</title><p>渡口今天开放</p>", SHORT + "<p>茶馆也满了。</p>"]
)
def test_a_page_of_a_short_paragraph_is_an_article(markup: str) -> None:
    (first, *_) = article_of(markup).blocks
    assert first.text in markup


@pytest.mark.parametrize(
    "markup",
    [
        "<title>404</title><p>抱歉，您访问的页面不存在。</p>",
        "<title>江湾网</title><p>服务器繁忙，请稍后再试。</p>",
        "<div id=app></div><script src=a.js></script><p>请稍候，正在打开。</p>",
        "<title>检索</title><input><p>共有三百条结果</p>",
        "<title>要闻</title><ul><li><a href=1>渡口重新开放</a><li><a href=2>茶馆又满了人</a></ul>",
        "<p>版权所有 未经授权不得转载。</p>",
    ],
)
def test_a_few_words_of_a_server_a_form_or_a_list_are_none(markup: str) -> None:
    with pytest.raises(formats.NotAnIssue):
        formats.decode(markup.encode(), "下载/新闻.html")


@pytest.mark.parametrize("page", [pages.search_form(), "<html><body></body></html>", " \n", "<p>404</p>"])
def test_junk_is_no_article(page: str) -> None:
    with pytest.raises(formats.NotAnIssue):
        formats.decode(page.encode(), "index.htm")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("html/2024-03/05/content_1.htm", True),
        ("content_1.htm?div=-1", True),
        ("content_1.htm@div=-1", True),
        ("content_1.htm?div=-1.html", True),
        ("存.MHT", True),
        ("saved.mhtml", True),
        ("新闻_files/广告.html", False),
        ("page.files/frame.htm", False),
        ("style.css", False),
        ("script.js?v=1.htm", False),
        ("hts-cache/new.zip", False),
        ("hts-log.txt", False),
        ("epaper.example/robots.txt", False),
        (".hidden.html", False),
        ("a.html.orig", False),
    ],
)
def test_pages_are_known_by_their_names(name: str, expected: bool) -> None:
    assert formats.is_issue_file(Path(name)) is expected


def test_a_format_can_be_forced() -> None:
    source = formats.decode(pages.classic().encode(), "a.htm", "web-page")
    assert source.reading is not None
    assert source.reading.format == "web-page"
    assert formats.decode(pages.classic().encode(), "a.htm", "text").stated is None


def test_a_page_with_the_name_of_a_text_is_read_as_the_page() -> None:
    data = pages.classic().encode()
    source = formats.decode(data, "a.txt")
    assert source == replace(formats.decode(data, "a.htm"), path="a.txt")
    assert source.reading is not None
    assert source.reading.format == "digital-paper"


def test_a_page_with_the_name_of_a_text_is_read_as_a_text_where_the_user_says_so() -> None:
    source = formats.decode(pages.classic().encode(), "a.txt", "text")
    assert (source.stated, source.lines[0]) == (None, pages.classic().splitlines()[0])


def test_the_words_of_a_text_file_are_read_as_before_whatever_tags_it_has() -> None:
    lines = (
        "夜船<br>加开</b>",
        "<strong>昨晚起</strong>，雁桥渡口<a href=x>加开</a>夜班船。",
        "<td>",
        "居民<p>不必等天亮。",
    )
    source = formats.decode("\n".join(lines).encode(), "a.txt")
    assert (source.stated, source.reading, source.lines) == (None, None, lines)


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * (DEEPEST + 1),
        "<p>字</p>" * (MOST_ELEMENTS // 2 + 1),
        "<table><tr><td>" * (DEEPEST + 1),
        "<svgx>" * (DEEPEST + 1),
    ],
)
def test_more_tags_than_a_page_has_are_refused(markup: str) -> None:
    with pytest.raises(UnreadableFile, match="标签"):
        formats.decode(f"<html>{markup}".encode(), "a.html")


@pytest.mark.slow
@pytest.mark.parametrize(
    "markup",
    rotation.in_turn(
        [
            "".join(f"<font size={n}><p>" for n in range(20_000)),
            "<b></p>" * 60_000,
            "<script " * 60_000,
            "<!--" * 60_000,
            "<p " + " ".join(f"a{n}=1" for n in range(60_000)) + ">",
            "<!--enpproperty <founder-title>" * 20_000,
            "<founder-content>" * 900,
            "<a href='" * 60_000,
            "data:a/" * 60_000,
            "<link rel=canonical " * 20_000,
            "<td>第" * 60_000,
            "<h1>" + "《" * 60_000 + "</h1>",
        ],
        days=2,
    ),
    ids=range(12),
)
def test_markup_that_would_grow_without_bounds_does_not(markup: str) -> None:
    """What any of these takes is bounded by its length: the limit of time of the tests would end them otherwise."""
    for name in NAMES[:2]:
        try:
            source = formats.decode(f"<html><body>{markup}<p>{'正文' * 80}".encode(), name)
        except UnreadableFile:
            continue
        assert sum(map(len, source.lines)) < 4 * len(markup) + 1_000


@pytest.mark.parametrize(
    "markup",
    ["".join(f"<font size={n}><p>" for n in range(300)), "<b></p>" * 300, "<b><i><p></b></i>" * 300],
    ids=range(3),
)
def test_the_tree_of_a_page_is_no_larger_than_the_page(markup: str) -> None:
    def size(text: str) -> tuple[int, int]:
        nodes = list(page_of(SavedFile("a.html", text.encode())).tree.css("*"))
        return len(nodes), max(_depth(node) for node in nodes)

    once, thrice = size(markup), size(markup * 3)
    assert thrice[0] <= 3 * once[0] + 3
    assert thrice[1] <= once[1] + 3


def _depth(node: LexborNode) -> int:
    depth = 0
    while node.parent is not None:
        node, depth = node.parent, depth + 1
    return depth


def test_what_an_archive_lacks_is_said() -> None:
    empty = b'From: <Saved by Blink>\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n\r\n--b--'
    with pytest.raises(UnreadableFile, match="网页档案"):
        formats.decode(empty, "a.mhtml")


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A page of which some bytes are lost, doubled or others."""
    data = bytearray(draw(st.sampled_from(PAGES)))
    for _ in range(draw(st.integers(1, 6))):
        at, length = draw(st.integers(0, len(data))), draw(st.sampled_from([1, 3, 40, 900]))
        match draw(st.integers(0, 3)):
            case 0:
                del data[at : at + length]
            case 1:
                data[at:at] = data[at : at + length]
            case 2:
                data[at : at + 3] = draw(st.binary(min_size=1, max_size=5))
            case _:
                data[at:at] = draw(
                    st.sampled_from(
                        [b"<!--", b"-->", b"<", b">", b"</div>", b"<table>", b"&#x0;", b"\0", b"\r"]
                    )
                )
    return bytes(data)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(mutated(), st.sampled_from(NAMES))
def test_a_damaged_page_is_read_or_refused(data: bytes, name: str) -> None:
    try:
        source = formats.decode(data, name)
    except UnreadableFile:
        return
    assert broken_laws(source, parsing.parse(source)) == []


def page_with(*body: str, title: str = "雁桥日报") -> bytes:
    return f"<html><head><title>{title}</title></head><body>{''.join(body)}</body></html>".encode()


LONG = "昨晚起，雁桥渡口加开夜班船，两岸居民过江不必再等天亮，站长说今后还要再加一班。"


@pytest.mark.parametrize("title", ["今天的天气", "雁桥日报数字报 - 首页", "雁桥新闻网_雁桥日报社主办"])
def test_a_heading_inside_the_article_is_its_headline_whatever_the_title_says(title: str) -> None:
    data = page_with(f"<article><h1>渡口加开夜班船</h1><p>{LONG}</p><p>{LONG}</p></article>", title=title)
    (article,) = parsing.parse(formats.decode(data, "1.html")).articles
    assert article.headline == "渡口加开夜班船"


def test_headings_of_one_level_are_articles_or_subheads_as_the_text_below_tells() -> None:
    news = [
        f"<h1>渡口加开夜班船</h1><p>本报讯（记者 何渡生）{LONG}</p>",
        f"<h1>粮站清早开秤</h1><p>本报讯（记者 祝水芹）{LONG}</p>",
    ]
    part = parsing.parse(formats.decode(page_with(*news), "1.html"))
    assert [each.headline for each in part.articles] == ["渡口加开夜班船", "粮站清早开秤"]
    story = f"<h2>渡口加开夜班船</h2><p>{LONG}</p><h2>票价不变</h2><p>船票不涨价，票价仍是两元。</p>"
    (article,) = parsing.parse(formats.decode(page_with(story), "1.html")).articles
    assert [b.text for b in article.blocks if b.kind is BlockKind.SUBHEAD] == ["票价不变"]


def test_a_heading_that_tells_newspaper_and_day_is_the_masthead_of_the_articles_below() -> None:
    issue = "2019年6月14日星期五雁桥日报"
    items = {"渡口加开夜班船": "何渡生", "粮站清早开秤": "祝水芹"}
    news = "".join(f"<h2>{each}</h2><p>本报讯（记者 {by}）{LONG}</p>" for each, by in items.items())
    for body in (f"<h1>{issue}</h1>{news}", news):
        part = parsing.parse(formats.decode(page_with(body, title=issue), "1.html"))
        assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(2019, 6, 14))
        assert [each.headline for each in part.articles] == list(items)
        assert part.reading is not None
        assert part.reading.left_out == ()
    alone = parsing.parse(formats.decode(page_with(f"<h1>{issue}</h1><p>{LONG}</p>", title=issue), "1.html"))
    assert [each.headline for each in alone.articles] == [None]


@pytest.mark.parametrize(
    "body",
    [
        f"<center><font size=5>渡口加开夜班船</font></center><br>{LONG}<br><br>　　{LONG}",
        f"<table><tr><td><b>渡口加开夜班船</b></td></tr><tr><td>{LONG}<br>{LONG}</td></tr></table>",
    ],
)
def test_old_pages_without_paragraphs_have_a_text_and_a_headline_that_is_not_the_sites_name(
    body: str,
) -> None:
    (article,) = parsing.parse(formats.decode(page_with(body, title="江城新闻网"), "1.html")).articles
    assert (article.headline, len(article.blocks)) == ("渡口加开夜班船", 2)


def test_texts_that_are_set_alike_are_all_read() -> None:
    texts = "".join(
        f"<article><h2>{each}</h2><p>{LONG}{each}。</p></article>" for each in ("渡口加船", "粮站开秤")
    )
    part = parsing.parse(formats.decode(page_with(texts), "1.html"))
    words = "".join(block.text for article in part.articles for block in article.blocks)
    assert all(f"{each}。" in words for each in ("渡口加船", "粮站开秤"))


@pytest.mark.parametrize(
    ("head", "beside", "names"),
    [
        ("<meta name=author content=何渡生>", "", ("何渡生",)),
        ("", "<a rel=author href=/a>何渡生</a>", ("何渡生",)),
        ("<meta name=author content=江城新闻网>", "", None),
    ],
)
def test_an_author_in_an_element_for_it_is_read_if_it_is_a_persons_name(
    head: str, beside: str, names: tuple[str, ...] | None
) -> None:
    text = f"<html><head>{head}</head><body><h1>渡口加开夜班船</h1>{beside}<p>{LONG}</p></body></html>"
    (article,) = parsing.parse(formats.decode(text.encode(), "1.html")).articles
    assert [credit.names for credit in article.credits] == ([names] if names else [])


words = st.text("渡口加开夜班船粮站清早秤雁桥日报，。记者", min_size=1, max_size=40)
elements = st.tuples(
    st.sampled_from(
        ["p", "div", "h1", "h2", "h3", "b", "li", "td", "span", "figcaption", "blockquote", "section"]
    ),
    words,
)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(st.lists(st.lists(elements, min_size=1, max_size=4), min_size=1, max_size=8), words)
def test_every_string_of_an_article_is_found(groups: list[list[tuple[str, str]]], title: str) -> None:
    body = ["<div>" + "".join(f"<{tag}>{text}</{tag}>" for tag, text in group) + "</div>" for group in groups]
    text = f"<article><h1>渡口加开夜班船</h1><p>{LONG}</p><p>{LONG}</p>{''.join(body)}<p>{LONG}</p></article>"
    source = formats.decode(page_with(text, title=title), "1.html")
    assert broken_laws(source, parsing.parse(source)) == []
    read = search_form("".join(source.lines))
    assert [text for group in groups for _, text in group if search_form(text) not in read] == []


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    st.lists(st.lists(elements, min_size=1, max_size=4), max_size=4),
    st.lists(st.lists(elements, min_size=1, max_size=4), max_size=4),
    st.booleans(),
)
def test_every_string_beside_an_article_is_found_with_the_masthead(
    above: list[list[tuple[str, str]]], below: list[list[tuple[str, str]]], has_equal: bool
) -> None:
    def markup(groups: list[list[tuple[str, str]]]) -> str:
        return "".join(
            f"<div>{''.join(f'<{tag}>{text}</{tag}>' for tag, text in group)}</div>" for group in groups
        )

    text = f"<article><h1>渡口加开夜班船</h1><p>{LONG}</p><p>{LONG}</p></article>" * (1 + has_equal)
    source = formats.decode(page_with(markup(above), text, markup(below)), "1.html")
    part = parsing.parse(source)
    assert broken_laws(source, part) == []
    spans = [*part.masthead.source_lines, *(span for each in part.articles for span in each.source_lines)]
    read = search_form("".join(source.lines[n - 1] for first, last in spans for n in range(first, last + 1)))
    assert [t for group in (*above, *below) for _, t in group if search_form(t) not in read] == []


def test_words_beside_an_article_tell_nothing_about_the_issue() -> None:
    beside = "<div><p>总第8421期</p><p>号外</p><p>雁桥日报社出版 2019年6月14日 星期五</p></div>"
    part = parsing.parse(
        formats.decode(
            page_with(f"<article><h1>渡口加开夜班船</h1><p>{LONG}</p></article>", beside), "1.html"
        )
    )
    assert (part.masthead.number, part.masthead.edition, part.masthead.weekday) == (None, None, None)
    assert part.masthead.source_lines


def test_a_line_in_the_middle_is_a_caption_only_below_a_picture() -> None:
    text, picture = WebLine("渡口的马灯", is_centred=True), WebLine("", pictures=1)
    parts = [part for part, _ in parts_of([text, picture, text, text])]
    assert parts == [LinePart.PARAGRAPH, LinePart.CAPTION, LinePart.PARAGRAPH]


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ('<em id="publish_time" class="rich_media_meta">2024年3月5日 08:00</em>', "2024-03-05"),
        ('<em id="post-date">2016-03-05</em>', "2016-03-05"),
        (
            '<div id="meta_content"><em class="rich_media_meta">2024-03-05 08:00</em></div>',
            "2024-03-05",
        ),
        *[(f'<em id="publish_time">{words}</em>', None) for words in ("昨天", "3天前", "03月05日")],
    ],
)
def test_the_day_that_a_public_account_shows(shown: str, day: str | None) -> None:
    page = f'<html><h1 id="activity-name">渡口</h1><a id="js_name">江城发布</a>{shown}<div id="js_content">{LONG}</div>'
    stated = formats.decode(page.encode(), "y.html").stated
    assert stated is not None
    assert (stated.date and stated.date.isoformat()) == day


@pytest.mark.parametrize(
    ("above", "below", "day"),
    [
        ("<time>2024年3月5日</time>", "", "2024-03-05"),
        ("", '<div class="pub-time">2024-03-05 08:00</div>', "2024-03-05"),
        ("<p>导出时间：2026-01-11 10:11</p>", '<span class="date">2024-03-05</span>', "2024-03-05"),
        (
            '<time class="updated" datetime="2026-01-11"></time><time datetime="2024-03-05"></time>',
            "",
            "2024-03-05",
        ),
        ("", '<i class="date">2024-03-01</i><i class="date">2024-03-02</i>', None),
    ],
)
def test_the_day_that_stands_in_an_element_only(above: str, below: str, day: str | None) -> None:
    text = "".join(f"<p>{LONG}</p>" for _ in range(3))
    page = f"<html><title>渡口加开夜船</title><h1>渡口加开夜船</h1>{above}<div>{text}</div>{below}"
    stated = formats.decode(page.encode(), "渡口加开夜船 (2026_1_11 10_11_33).html").stated
    assert stated is not None
    assert (stated.date and stated.date.isoformat()) == day
