"""EPUB: sections and articles as its table of contents names them; what is no article is told; junk is refused."""

import datetime as dt
import random

import pytest

from reader import formats, parsing
from reader.formats.page_names import NamedDay, day_named
from reader.formats.xml_tree import place_of
from reader.newspaper.article import BlockKind
from reader.newspaper.issue import IssuePart
from tests.features.epub import books
from tests.formats.container_files import overlapping, zipped
from tests.formats.web_pages import HEADLINE, PARAGRAPHS
from tests.parsing.laws import broken_laws
from tools.fuzz.mutations import mutated_inside


def read(data: bytes, name: str = "下载/报.epub") -> IssuePart:
    source = formats.decode(data, name)
    part = parsing.parse(source)
    assert broken_laws(source, part) == []
    return part


def test_calibres_news_is_an_issue_with_its_sections() -> None:
    part = read(books.news())
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(2024, 3, 5))
    told = [(article.page, article.section, article.headline) for article in part.articles]
    assert told == [("1", None, HEADLINE), ("1", None, "渡口添了一条船"), (None, "副刊", "江心的雪")]
    paragraphs = tuple(b.text for b in part.articles[0].blocks if b.kind is BlockKind.PARAGRAPH)
    assert paragraphs == PARAGRAPHS
    assert [credit.names for credit in part.articles[0].credits] == [("顾知远",)]
    assert part.reading is not None
    assert (part.reading.format, part.reading.certainty) == ("epub", 0.95)
    assert part.reading.left_out[0] == "3 幅图片"
    assert part.reading.left_out[-1] == "2 页目录"


def test_nothing_of_how_calibre_turns_its_pages_is_in_an_article() -> None:
    words = "\n".join(formats.decode(books.news(), "a.epub").lines)
    assert "主菜单" not in words
    assert "calibre" not in words
    assert "第01版：要闻" in words


def test_the_day_is_the_one_in_china_unless_the_title_tells_it() -> None:
    for title, day in {"雁桥日报": 5, "雁桥日报 [2024-03-04]": 4, "雁桥日报 [周二, 06 3月 2024]": 6}.items():
        data = books.packed(
            {
                "META-INF/container.xml": books.CONTAINER.format(opf="a.opf"),
                "a.opf": books.opf(
                    f"<dc:title>{title}</dc:title><dc:date>2024-03-04T16:30:00+00:00</dc:date>", ["1.html"]
                ),
                "1.html": books.article(HEADLINE),
            }
        )
        assert read(data).masthead.date == dt.date(2024, 3, day)


def test_a_page_may_hold_several_articles_and_an_article_several_pages() -> None:
    part = read(books.book())
    assert (part.masthead.title, part.masthead.date) == ("雁桥晚报", dt.date(2024, 3, 6))
    told = [(article.section, article.headline, len(article.blocks)) for article in part.articles]
    assert told == [("乡镇", HEADLINE, 3), ("乡镇", "渡口添了一条船", 1), (None, "江心的雪", 2)]


def test_a_name_that_is_no_papers_is_none() -> None:
    data = books.packed(
        {
            "META-INF/container.xml": books.CONTAINER.format(opf="a.opf"),
            "a.opf": books.opf("<dc:title>渡口的一年</dc:title>", ["1.html"]),
            "1.html": books.article(HEADLINE),
        }
    )
    part = read(data)
    assert (part.masthead.title, [article.headline for article in part.articles]) == (None, [HEADLINE])


def test_an_article_on_the_page_of_its_section_has_its_own_headline_once() -> None:
    body = '<p class="folio">雁桥日报　第01版</p><p class="kicker">眉</p><h1>渡口添了一条船</h1><p class="deck">副</p>'
    nav = '<li><a href="1.html">要闻</a><ol><li><a href="1.html">渡口添了一条船</a></li></ol></li>'
    data = books.packed(
        {
            "META-INF/container.xml": books.CONTAINER.format(opf="a.opf"),
            "a.opf": books.opf("", ["1.html"], '<item id="n" href="nav.html" properties="nav"/>'),
            "nav.html": books.xhtml(f'<nav epub:type="toc"><ol>{nav}</ol></nav>'),
            "1.html": books.xhtml(f"{body}<p>船来了。</p>"),
        }
    )
    [article] = read(data).articles
    assert (article.section, article.kicker, article.headline) == ("要闻", "眉", "渡口添了一条船")
    assert (article.decks, [block.text for block in article.blocks]) == (
        ("副",),
        ["雁桥日报　第01版", "船来了。"],
    )


def test_what_can_not_be_read_is_said() -> None:
    locked = '<encryption><CipherReference URI="index.html"/></encryption>'
    whole = {
        "META-INF/container.xml": books.CONTAINER.format(opf="a.opf"),
        "a.opf": books.opf("", ["index.html"]),
    }
    empty = whole | {"index.html": books.xhtml("")}
    for data, words in {
        books.packed(empty): "没有文字的 EPUB",
        books.packed({"META-INF/encryption.xml": locked} | empty): "DRM",
        books.packed({}): "OPF",
        books.news()[:400]: "坏了",
        zipped({"mimetype": "application/epub+zip"})[:-9]: "坏了",
        overlapping(2000, b"x" * 50_000): "坏了",
        books.packed(whole | {"index.html": "x" * (20 << 20)}): "坏了",
        books.packed({"META-INF/container.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}): "DTD",
    }.items():
        with pytest.raises(formats.UnreadableFile, match=words):
            formats.decode(data, "a.epub")


def test_another_zip_is_no_epub_and_an_epub_no_text() -> None:
    with pytest.raises(formats.UnreadableFile, match="压缩包"):
        formats.decode(zipped({"a.txt": "x"}), "a.htm")
    with pytest.raises(formats.UnreadableFile, match="压缩包"):
        formats.decode(books.news(), "a.txt")
    assert formats.decode(books.news(), "a.epub", "epub").stated is not None


def test_references_stay_in_the_book() -> None:
    assert place_of("../text/1.xhtml#a%201", "OEBPS/nav.xhtml") == ("text/1.xhtml", "a 1")
    assert place_of("../../../etc/passwd", "OEBPS/nav.xhtml") == ("etc/passwd", "")
    assert place_of("#x", "OEBPS/nav.xhtml") == ("OEBPS/nav.xhtml", "x")


def test_mutated_books_are_read_or_refused() -> None:
    chance = random.Random(5)
    files = [books.news(), books.book()]
    for _ in range(100):
        try:
            source = formats.decode(mutated_inside(chance, chance.choice(files)), "a.epub")
        except formats.UnreadableFile:
            continue
        assert broken_laws(source, parsing.parse(source)) == []


def test_a_class_that_running_text_has_too_is_no_kickers() -> None:
    """calibre gives all classes that look alike the name of the first: paragraphs are called kickers then."""
    body = f'<p class="kicker">河道三年</p><h1>{HEADLINE}</h1>' + "".join(
        f'<p class="kicker">{text}</p>' for text in PARAGRAPHS
    )
    [article] = read(books.flat(body, f'<li><a href="1.html">{HEADLINE}</a></li>')).articles
    assert (article.kicker, article.headline) == ("河道三年", HEADLINE)
    assert tuple(block.text for block in article.blocks) == PARAGRAPHS


@pytest.mark.parametrize(
    "contents",
    ["", '<li><a href="1.html">Start</a></li>', '<li><a href="1.html">雁桥日报 2024年3月5日</a></li>'],
    ids=["none", "the book", "the day"],
)
def test_headings_are_cut_at_where_the_contents_name_no_article(contents: str) -> None:
    part = read(books.flat(books.day("2024年3月5日", "渡口添了一条船", "粮站开秤"), contents))
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(2024, 3, 5))
    told = [(article.page, article.headline, len(article.blocks)) for article in part.articles]
    assert told == [("1", "渡口添了一条船", 1), ("1", "粮站开秤", 1)]


def test_the_title_page_and_the_headings_of_days_and_pages_are_no_articles() -> None:
    """As pandoc writes its contents: every heading, and the page with the title."""
    points = (
        '<li><a href="0.html">雁桥日报</a></li><li><a href="1.html#d">雁桥日报 2024年3月5日</a><ol>'
        '<li><a href="1.html#p">第01版 要闻</a><ol><li><a href="1.html#a">渡口添了一条船</a></li></ol></li></ol></li>'
    )
    body = (
        '<section id="d"><h1>雁桥日报 2024年3月5日</h1><section id="p"><h2>第01版 要闻</h2>'
        '<section id="a"><h3>渡口添了一条船</h3><p>船来了。</p></section></section></section>'
    )
    data = books.packed(
        {
            "META-INF/container.xml": books.CONTAINER.format(opf="a.opf"),
            "a.opf": books.opf(
                "<dc:title>雁桥日报</dc:title>",
                ["0.html", "1.html"],
                '<item id="n" href="nav.html" properties="nav"/>',
            ),
            "nav.html": books.xhtml(f'<nav epub:type="toc"><ol>{points}</ol></nav>'),
            "0.html": books.xhtml("<h1>雁桥日报</h1><p>编辑部</p>"),
            "1.html": books.xhtml(body),
        }
    )
    part = read(data)
    assert part.masthead.date == dt.date(2024, 3, 5)
    assert [(article.page, article.headline) for article in part.articles] == [("1", "渡口添了一条船")]


def test_a_book_of_several_days_is_none_of_them() -> None:
    body = books.day("2024年3月5日", "渡口添了一条船") + books.day("2024年3月6日", "粮站开秤")
    with pytest.raises(formats.NotAnIssue, match="合订本"):
        formats.decode(books.flat(body), "a.epub")


def test_a_book_without_headings_is_cut_by_the_parser_and_keeps_its_day() -> None:
    body = "".join(f"<p>{each}</p>" for each in ("渡口添了一条船", *PARAGRAPHS))
    metadata = "<dc:title>雁桥日报</dc:title><dc:date>2024-03-05</dc:date>"
    part = read(books.flat(body, metadata=metadata))
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(2024, 3, 5))
    assert [article.headline for article in part.articles] == ["渡口添了一条船"]


@pytest.mark.parametrize(
    ("words", "named"),
    {
        "雁桥日报 2024年3月5日 星期二": NamedDay(dt.date(2024, 3, 5), "雁桥日报"),
        "雁桥日报 [Tue, 05 Mar 2024]": NamedDay(dt.date(2024, 3, 5), "雁桥日报"),
        "雁桥日报 [周二, 05 3月 2024]": NamedDay(dt.date(2024, 3, 5), "雁桥日报"),
        "2024-03-05 第12345期": NamedDay(dt.date(2024, 3, 5)),
        "20240305": NamedDay(dt.date(2024, 3, 5)),
        "2024年3月5日的一场雪": None,
        "2024年2月30日": None,
        "第01版：要闻": None,
    }.items(),
)
def test_what_names_a_day_says_nothing_else(words: str, named: NamedDay | None) -> None:
    assert day_named(words) == named


OF_BOOK = "<dc:title>{title}</dc:title><dc:date>2019-05-01</dc:date><dc:publisher>雁桥出版社</dc:publisher>"
ARTICLES = "".join(
    f"<h2>{each}</h2><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>" for each in ("渡口", "粮站")
)


def test_the_date_of_a_book_that_is_no_issue_is_not_that_of_its_articles() -> None:
    part = read(books.flat(ARTICLES, metadata=OF_BOOK.format(title="雁桥旧闻选")))
    assert part.masthead.date is None
    assert part.reading is not None
    assert any("2019-05-01" in what for what in part.reading.left_out)


@pytest.mark.parametrize("title", ["雁桥日报", "雁桥日报 2019-05-01", "雁桥日报 [2019-05-01]"])
def test_the_date_of_a_book_that_is_an_issue_is_its_day(title: str) -> None:
    part = read(books.flat(ARTICLES, metadata=OF_BOOK.format(title=title)))
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(2019, 5, 1))
    assert part.reading is not None
    assert not any("2019-05-01" in what for what in part.reading.left_out)


def test_the_day_of_a_conversion_is_not_that_of_publication() -> None:
    metadata = (
        '<dc:title>雁桥日报</dc:title><dc:date event="conversion">2019-05-01</dc:date>'
        '<dc:date event="publication">2024-03-05</dc:date>'
    )
    assert read(books.flat(ARTICLES, metadata=metadata)).masthead.date == dt.date(2024, 3, 5)


def test_a_short_book_without_contents_has_text() -> None:
    part = read(books.flat("<h2>渡口</h2><p>船来了。</p><h2>粮站</h2><p>开秤了。</p>"))
    assert [article.headline for article in part.articles] == ["渡口", "粮站"]
