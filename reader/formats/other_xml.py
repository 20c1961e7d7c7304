"""Any other XML with running text: NITF, NewsML, iArchives and the like.

Elements that such formats use for articles delimit the articles; in XML without such elements, the parser finds them.
"""

import datetime as dt
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from reader.formats import xml_tree
from reader.formats.page_names import page_named
from reader.formats.reading import NotAnIssue, SavedFile
from reader.formats.scans.scanned_page import without_stray_spaces
from reader.formats.text_builder import TextBuilder
from reader.i18n import say
from reader.language.forms import HAN
from reader.newspaper.article import LinePart, Reading, SourceText

_OTHERS = frozenset({"html", "svg", "rss", "feed", "package", "container", "plist"})
_ARTICLES = frozenset({"article", "newsitem", "story", "nitf"})
_PARTS = {
    **dict.fromkeys(("head", "headline", "hl1", "title", "hed", "heading"), LinePart.HEADLINE),
    **dict.fromkeys(("hl2", "subheadline", "subtitle", "deck"), LinePart.DECK),
    **dict.fromkeys(("kicker", "overline"), LinePart.KICKER),
    **dict.fromkeys(("by", "byline", "author"), LinePart.BYLINE),
    **dict.fromkeys(("caption", "legend", "media-caption"), LinePart.CAPTION),
}
_ABOUT = frozenset(
    {"docdata", "pubdata", "meta", "metadata", "newsmanagement", "identification"}
    | {"itemmeta", "rightsinfo", "catalogref"}
)
"""Elements about a text, whose words are not printed."""
_NEWSPAPERS = frozenset({"newspaper", "paper", "publication", "pubdata"})
"""Elements whose attribute is the newspaper's name."""
_LABEL = re.compile(r"[A-Za-z]?\d{1,3}")
_SENTENCE = re.compile(f"[{HAN}][^。！？]{{10,}}")
_DAY = re.compile(r"((?:1[5-9]|20)\d\d)-?([01]\d)-?([0-3]\d)")
_IS_DAY = re.compile("date|norm|^day$|issued|published|created")
_Lines = list[tuple[LinePart, str]]


class _Article(Struct):
    """The lines of an article, and the label of the page that holds it, or that it states."""

    page: str | None
    lines: _Lines = field(default_factory=list)


class OtherXml:
    """The format of XML files that no other format recognises."""

    name = "xml"

    def certainty(self, file: SavedFile) -> float:
        root = xml_tree.root_of(file.data).lower()
        is_xml = file.ending == ".xml" or file.data.lstrip().startswith(b"<?xml")
        return 0.9 if root and root not in _OTHERS and is_xml else 0.0

    def read(self, file: SavedFile) -> SourceText:
        root, encoding = xml_tree.tree_of(xml_tree.without_doctype(file))
        outside, articles = _read(root)
        texts = (text for lines in (outside, *(each.lines for each in articles)) for _, text in lines)
        if not any(map(_SENTENCE.search, texts)):
            raise NotAnIssue(say("没有文章的 XML"))
        date = _date(root)
        if not articles:
            lines = tuple(text for _, text in outside)
            return SourceText(file.name, encoding, lines, reading=Reading("", 0.0))
        builder = TextBuilder()
        newspaper = _newspaper(root)
        builder.add_masthead(newspaper, f"{date.year}年{date.month}月{date.day}日" if date else None)
        for _, text in outside:
            builder.add_masthead(text)
        for article in articles:
            builder.add_article(article.lines, article.page)
        return builder.source(file.name, encoding, title=newspaper, date=date, is_dated_by_address=False)


def _read(root: Element) -> tuple[_Lines, list[_Article]]:
    """Return the lines outside of articles, and the articles."""
    holders = _holders(root)
    outside = _Article(None)
    articles: list[_Article] = []
    waiting: list[tuple[Element, _Article, str | None]] = [(root, outside, None)]
    while waiting:
        element, article, page = waiting.pop()
        name = element.tag.lower()
        if name == "pubdata":
            article.page = page_named(element.get("position.section", "")) or article.page
        if name in _ABOUT:
            continue
        if name == "page":
            page = _label(element)
        if name in _ARTICLES and id(element) not in holders:
            article = _Article(page)
            articles.append(article)
        if _has_own_text(element):
            text = without_stray_spaces(" ".join(element.itertext()))
            if (LinePart.HEADLINE, text) not in article.lines:
                article.lines.append((_part(name, article.lines), text))
        else:
            waiting += [(each, article, page) for each in reversed(element)]
    return outside.lines, [article for article in articles if article.lines]


def _label(page: Element) -> str | None:
    """Return the label of a page that an attribute states."""
    stated = (page.get(name, "").strip(" []第版") for name in ("n", "no", "number", "label"))
    return next(filter(_LABEL.fullmatch, stated), None)


def _newspaper(root: Element) -> str | None:
    """Return the first newspaper's name that an attribute states."""
    stated = (
        (element.get("name") or element.get("title") or "").strip()
        for element in root.iter()
        if element.tag.lower() in _NEWSPAPERS
    )
    return next(filter(None, stated), None)


def _holders(root: Element) -> set[int]:
    """Return the `id()`s of elements that contain an article element, as an item of NewsML contains one of NITF."""
    holders: set[int] = set()
    waiting = [(root, False)]
    while waiting:
        element, is_left = waiting.pop()
        if not is_left:
            waiting += [(element, True), *((each, False) for each in element)]
        elif any(each.tag.lower() in _ARTICLES or id(each) in holders for each in element):
            holders.add(id(element))
    return holders


def _has_own_text(element: Element) -> bool:
    texts = (element.text, *(each.tail for each in element))
    return any(text and not text.isspace() for text in texts)


def _part(name: str, lines: _Lines) -> LinePart:
    """Return the part of a line; a heading below the text of its article is a subhead."""
    part = _PARTS.get(name, LinePart.PARAGRAPH)
    if part is LinePart.HEADLINE and any(before is LinePart.PARAGRAPH for before, _ in lines):
        return LinePart.SUBHEAD
    is_again = part is LinePart.HEADLINE and any(before is LinePart.HEADLINE for before, _ in lines)
    return LinePart.DECK if is_again else part


def _date(root: Element) -> dt.date | None:
    """Return the first day that an attribute or an element of this name states."""
    for text in _dates(root):
        found = _DAY.search(text)
        try:
            if found is not None:
                return dt.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            continue
    return None


def _dates(root: Element) -> Iterator[str]:
    for element in root.iter():
        yield from (value for name, value in element.items() if _IS_DAY.search(name.lower()))
        if _IS_DAY.search(element.tag.lower()):
            yield element.text or ""
