"""Saved pages of digital papers, a family a test: the article as its site tells it, and nothing else of the page."""

import datetime as dt

import pytest

from reader import formats, parsing
from reader.formats.page_names import address_of
from reader.newspaper.article import Article, ArticleKind, BlockKind
from reader.newspaper.issue import DateOrigin, IssuePart
from tests.formats import web_pages as pages
from tests.parsing.laws import broken_laws

CLASSIC = "html/2024-03/05/content_52014.htm"
NEVER = (
    "上一篇",
    "下一篇",
    "上一版",
    "放大",
    "版权所有",
    "访问",
    "验证码",
    "另一篇",
    "要闻",
    "首页",
    "上一期",
    "广告",
)
"""What stands around an article, in all families."""


def read(name: str, page: str | bytes) -> IssuePart:
    return parsing.parse(formats.decode(page if isinstance(page, bytes) else page.encode(), name))


def texts(article: Article, kind: BlockKind = BlockKind.PARAGRAPH) -> tuple[str, ...]:
    return tuple(block.text for block in article.blocks if block.kind is kind)


FAMILIES = {
    CLASSIC: pages.classic(),
    "雁桥/content_1_2.htm": pages.classic(),
    "a/html/2024-03/05/nw.D110000yqrb_20240305_1-02.htm": pages.nw(),
    "pc/content/202403/05/content_30043210.html": pages.layout(),
    "content/202403/05/c68407.html": pages.column(),
    "html/2024-03/05/content_52014.htm?div=-1": pages.classic(comment=""),
    "pc/con/202403/05/content_52014.html": pages.news_detail(),
    "content/20240305/Articel02001BB.htm": pages.telegraph(),
    "yqrb/html/2024-03/05/content_52014.htm@div=-1.html": pages.rows(),
    "detail.html@date=2024-03-05&id=52014&page=02.html": pages.rows(),
    "html/2024/03/05/02/02_40.htm": pages.shtml(),
}


@pytest.mark.parametrize("name", FAMILIES)
def test_an_article_comes_out_as_its_site_tells_it(name: str) -> None:
    part = read(name, FAMILIES[name])
    (article,) = part.articles
    assert article.kind is ArticleKind.ARTICLE
    assert (article.kicker, article.headline, article.decks) == (
        pages.KICKER,
        pages.HEADLINE,
        (pages.DECK,),
    )
    assert [credit.names for credit in article.credits] == [("顾知远",)]
    assert texts(article) == pages.PARAGRAPHS
    assert article.page == "2"
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(2024, 3, 5))
    assert part.reading is not None
    assert part.reading.format == "digital-paper"
    assert part.reading.certainty >= 0.8


@pytest.mark.parametrize("name", FAMILIES)
def test_nothing_else_of_the_page_comes_in(name: str) -> None:
    lines = formats.decode(FAMILIES[name].encode(), name).lines
    assert not [(word, line) for word in NEVER for line in lines if word in line]
    assert len(lines) <= 11


def test_a_page_of_an_unknown_maker_that_names_pages_of_a_day_is_read_less_surely() -> None:
    part = read("shtml/yqrb/20240305/52014.shtml", pages.shtml())
    (article,) = part.articles
    assert (article.kicker, article.headline, article.decks) == (pages.KICKER, pages.HEADLINE, (pages.DECK,))
    assert (texts(article), article.page) == (pages.PARAGRAPHS, "2")
    assert part.reading is not None
    assert (part.reading.format, part.reading.certainty) == ("digital-paper", 0.6)


def test_a_sentence_alone_is_a_text_and_its_headline_none() -> None:
    page = pages.rows().replace(pages.BODY, "<P>　　东河湾三月八日停水，望周知。</P>")
    (article,) = read(CLASSIC, page).articles
    assert (article.headline, texts(article)) == (pages.HEADLINE, ("东河湾三月八日停水，望周知。",))


def test_a_day_below_a_notice_is_its_text() -> None:
    page = pages.rows().replace(
        pages.BODY, "<p>东河湾三月八日停水，望周知。</p><p>雁桥镇水利站 2024年3月5日</p>"
    )
    (article,) = read(CLASSIC, page).articles
    assert texts(article)[-1] == "雁桥镇水利站 2024年3月5日"


def test_a_first_paragraph_that_ends_in_a_quotation_is_no_credit() -> None:
    quoted = "新华社雁桥3月4日电 “以前下雨天只好绕路，”何长庚说，“如今方便多了。”"
    (article,) = read(CLASSIC, pages.classic(body=f"<p>{quoted}</p>{pages.BODY}")).articles
    assert texts(article)[0] == quoted


def test_an_article_of_a_picture_has_its_caption_and_without_one_is_counted() -> None:
    (article,) = read(CLASSIC, pages.of_pictures()).articles
    assert (article.headline, texts(article, BlockKind.CAPTION)) == (pages.HEADLINE, (pages.CAPTION,))
    with pytest.raises(formats.NotAnIssue, match="只有图片"):
        read(CLASSIC, pages.of_pictures(""))


def test_a_page_that_scripts_fill_says_what_to_do() -> None:
    for name in (CLASSIC, "下载/雁桥日报.html"):
        with pytest.raises(formats.NotAnIssue, match="再另存"):
            read(name, pages.filled_by_scripts())


def test_a_picture_beside_the_text_gives_its_caption() -> None:
    for name in (CLASSIC, "pc/content/202403/05/content_30043210.html", "content/202403/05/c68407.html"):
        (article,) = read(name, FAMILIES[name]).articles
        assert texts(article, BlockKind.CAPTION) == (pages.CAPTION,)


def test_pictures_and_subheads_in_the_text_are_told() -> None:
    body = (
        f"<P>{pages.PARAGRAPHS[0]}</P><p align=center><img src=a.jpg></p><p align=center>闸门旧照</p>"
        f"<p><b>九公里渠道</b></p><P>{pages.PARAGRAPHS[1]}</P>"
    )
    part = read(CLASSIC, pages.classic(body=body))
    (article,) = part.articles
    assert texts(article, BlockKind.SUBHEAD) == ("九公里渠道",)
    assert "闸门旧照" in texts(article, BlockKind.CAPTION)
    assert part.reading is not None
    assert part.reading.left_out[0].startswith("1 ")


def test_a_short_paragraph_is_no_subhead_unless_it_is_bold() -> None:
    (article,) = read(
        CLASSIC, pages.classic(body=f"<p>{pages.PARAGRAPHS[0]}</p><p>九公里渠道</p><p>开闸</p>")
    ).articles
    assert texts(article, BlockKind.SUBHEAD) == ()


def test_the_comment_tells_what_no_element_shows() -> None:
    page = pages.classic().replace("font01", "x").replace("font02", "x")
    (article,) = read(CLASSIC, page).articles
    assert (article.kicker, article.headline, article.decks) == (pages.KICKER, pages.HEADLINE, (pages.DECK,))


def test_a_name_below_the_text_signs_it() -> None:
    bare = pages.classic(comment=pages.properties(author="")).replace(pages.AUTHOR, "")
    (article,) = read(
        CLASSIC, bare.replace("</P><!--/enp", "</P><p>（本报记者 顾知远）</p><!--/enp")
    ).articles
    assert [credit.names for credit in article.credits] == [("顾知远",)]
    assert texts(article) == pages.PARAGRAPHS


@pytest.mark.parametrize("author", ["顾知远 渡口影友会供稿", "顾知远、祝水芹", "A. Smith 顾知远", "渡"])
def test_no_word_of_an_author_is_lost(author: str) -> None:
    source = formats.decode(pages.classic(comment=pages.properties(author=author)).encode(), CLASSIC)
    assert broken_laws(source, parsing.parse(source)) == []


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("2023-01-02/备份/html/2024-03/05/content_1.htm", dt.date(2024, 3, 5)),
        ("paper/202403/05/node_01.html", dt.date(2024, 3, 5)),
        ("content/20240305/Articel02003.htm", dt.date(2024, 3, 5)),
        ("2024-13/05/content_1.htm", None),
        ("pc/content/content_30043210.html", None),
    ],
)
def test_the_last_day_of_an_address_is_the_papers(path: str, date: dt.date | None) -> None:
    assert address_of("", path).date == date


def test_a_list_of_articles_is_no_article() -> None:
    with pytest.raises(formats.NotAnIssue, match="版面的目录页"):
        read("html/2024-03/05/node_3.htm", pages.node())


def test_all_articles_of_a_page_in_one_file_are_articles() -> None:
    part = read("html/2024-03/05/node_3.htm", pages.whole_page())
    assert [article.headline for article in part.articles] == [pages.HEADLINE, "图书室周末也开门"]
    assert {article.page for article in part.articles} == {"2"}
    assert texts(part.articles[0]) == pages.PARAGRAPHS


def test_a_text_in_two_parts_is_one_article() -> None:
    first, second, third = (f"<p>{paragraph}</p>" for paragraph in pages.PARAGRAPHS)
    body = f"{first}<!--/enpcontent--></founder-content><p></p><founder-content>{second}{third}"
    (article,) = read(CLASSIC, pages.classic(body=body)).articles
    assert texts(article) == pages.PARAGRAPHS
    assert article.headline == pages.HEADLINE


def test_the_folder_in_which_a_page_was_saved_is_not_its_day_if_it_shows_another() -> None:
    assert read("下载/2025-01-02/水利.html", pages.classic()).masthead.date == dt.date(2024, 3, 5)


def test_a_text_that_a_site_holds_twice_is_one_article() -> None:
    twice = pages.classic().replace("<form>", "<founder-content>" + pages.BODY + "</founder-content><form>")
    assert len(read(CLASSIC, twice).articles) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_the_bytes_tell_the_encoding_whatever_the_page_says(encoding: str, charset: str) -> None:
    source = formats.decode(pages.classic(charset=charset).encode(encoding), CLASSIC)
    assert source.encoding == encoding
    assert pages.HEADLINE in source.lines


def test_an_archive_is_read_as_the_page_in_it() -> None:
    address = "http://paper.example/pc/content/202403/05/content_30043210.html"
    part = read("存下的.mhtml", pages.archive(pages.layout(), address))
    assert part.articles[0].headline == pages.HEADLINE
    assert part.masthead.date == dt.date(2024, 3, 5)


@pytest.mark.parametrize(
    "mark",
    [
        "<!-- saved from url=(0044)http://p.example/html/2024-03/06/content_1.htm -->",
        "<!-- Mirrored from p.example/html/2024-03/06/content_1.htm by HTTrack Website Copier/3.x -->",
        "<!--\n Page saved with SingleFile\n url: https://p.example/html/2024-03/06/content_1.htm\n-->",
        '<link rel="canonical" href="https://p.example/html/2024-03/06/content_1.htm">',
    ],
)
def test_a_single_page_has_its_day_from_where_it_was_saved(mark: str) -> None:
    page = pages.classic(comment="").replace("2024年3月5日", "").replace("<head>", f"<head>{mark}")
    masthead = read("下载/某页.html", page).masthead
    assert (masthead.date, masthead.date_origin) == (dt.date(2024, 3, 6), DateOrigin.FILE_NAME)


def test_the_same_article_in_text_and_on_a_page_has_the_same_key() -> None:
    plain = "\n".join(
        ["雁桥日报", "2024年3月5日 星期二", "第02版", pages.HEADLINE, pages.AUTHOR, *pages.PARAGRAPHS]
    )
    (article,) = read(CLASSIC, pages.classic()).articles
    assert article.key == read("a.txt", plain).articles[0].key


def test_a_page_that_was_cut_off_gives_what_it_has() -> None:
    whole = pages.classic()
    cut = whole[: whole.index(pages.PARAGRAPHS[2])]
    (article,) = read(CLASSIC, cut).articles
    assert texts(article) == pages.PARAGRAPHS[:2]
    assert article.headline == pages.HEADLINE
