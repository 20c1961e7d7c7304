"""Any other web page with an article on it: main text, headline and date by a general reading."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reader.formats.file_format import SavedFile
from reader.formats.paper_address import address_of
from reader.formats.reading import NotAnIssue
from reader.formats.told_text import TextBuilder
from reader.formats.web import paper_fields as fields
from reader.formats.web.lines import WebLine, lines_of, parts_of
from reader.formats.web.markup import is_markup, page_of
from reader.i18n import say
from reader.newspaper.source_text import SourceText
from reader.newspaper.told import Part

_HAN = re.compile("[\u3400-\u9fff]")
_LEAST_HAN, _LEAST_TEXT = 60, 120
"""Characters of a main text: fewer are a caption, a form or an error."""
_MOST_LINKED = 0.3
_FROM = re.compile(r"(?:来源|稿源|来自|出处)\s?[:：]\s?《?([\u4e00-\u9fff]{2,12})》?")
_AUTHOR = re.compile(r"(?:作者|记者|撰文|文)\s?[:：/]\s?(\S{2,20})")
_DATES = (
    'meta[property="article:published_time"]',
    'meta[name="publishdate"]',
    'meta[name="pubdate"]',
    'meta[itemprop="datePublished"]',
    'meta[name="PubDate"]',
)
_TITLES = ('meta[property="og:title"]', 'meta[name="ArticleTitle"]')
_AT_TEXT = 8
"""Lines above the text in which its date and source are looked for."""
_HEIGHT = 2


class WebArticle:
    """The format of pages that no other format knows."""

    name = "web-page"

    def certainty(self, file: SavedFile) -> float:
        return 0.3 if is_markup(file.data) else 0.0

    def read(self, file: SavedFile) -> SourceText:
        page = page_of(file)
        node = _main_text(page.tree)
        body = lines_of(node, are_cells_apart=False)
        length = sum(len(line.text) for line in body)
        if (
            node is None
            or length < _LEAST_TEXT
            or sum(len(_HAN.findall(line.text)) for line in body) < _LEAST_HAN
        ):
            raise NotAnIssue(say("没有成篇文字的网页"))
        whole = lines_of(page.tree.body)
        begin = _place_of(body, whole)
        above = [line for line in whole[:begin] if line.text]
        near = [line.text for line in above[-_AT_TEXT:]] + [line.text for line in body[:2]]
        headline = _headline(page.tree, above)
        date = _date(page.tree, near)
        at = address_of(page.address, page.name)
        source = next((found[1] for text in near if (found := _FROM.search(text))), None)
        title = source if source and fields.is_paper(source) else None
        author = next(
            (found[1] for text in near if len(text) <= 60 and (found := _AUTHOR.search(text))), None
        )
        builder = TextBuilder()
        builder.add_masthead(title, f"{date.year}年{date.month}月{date.day}日" if date else None)
        head = [(Part.HEADLINE, headline or ""), (Part.BYLINE, author or "")]
        builder.add_article([*head, *fields.without_repeats(parts_of(body), head)])
        pictures = sum(line.pictures for line in body)
        return builder.source(
            page.name,
            page.encoding,
            title=title,
            date=date or at.date,
            is_dated_by_address=date is None and at.date is not None,
            left_out=builder.left_out_of(whole, pictures),
        )


def _main_text(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the element with the most running text: of its own paragraphs, with few links."""
    if tree.body is None:
        return None
    weights: dict[int, int] = defaultdict(int)
    nodes: dict[int, LexborNode] = {}
    for node in tree.css("p, td, div, section, article, center"):
        own = _own_text(node)
        if own < _HEIGHT:
            continue
        place = node.parent if node.tag == "p" else node
        if place is not None:
            weights[place.mem_id] += own
            nodes[place.mem_id] = place
    ranked = sorted(weights, key=lambda key: -weights[key])
    for key in ranked[:5]:
        lines = lines_of(nodes[key])
        length = sum(len("".join(line.text.split())) for line in lines)
        if length and sum(line.linked for line in lines) <= _MOST_LINKED * length:
            return nodes[key]
    return None


def _own_text(node: LexborNode) -> int:
    """Return how many characters of running text stand in an element itself, or in bold type in it."""
    length = 0
    child = node.first_child
    while child is not None:
        if child.tag == "-text":
            length += len("".join((child.text_content or "").split()))
        elif child.tag in ("b", "strong"):
            length += len("".join(child.text().split()))
        child = child.next
    return length


def _place_of(body: Sequence[WebLine], whole: Sequence[WebLine]) -> int:
    first = next((line.text for line in body if line.text), "")
    return next((at for at, line in enumerate(whole) if line.text == first), 0)


def _headline(tree: LexborHTMLParser, above: Sequence[WebLine]) -> str | None:
    """Return the heading that the page's title repeats, else the title's first piece."""
    node = tree.css_first("title", None)
    titles = [*_contents(tree, _TITLES), " ".join(node.text().split()) if node else ""]
    headings = [" ".join(each.text(separator=" ").split()) for each in tree.css("h1, h2, h3")]
    candidates = [*headings, *(line.text for line in reversed(above) if not line.linked)]
    for title in filter(None, titles):
        bare = "".join(title.split())
        for each in candidates:
            words = "".join(each.split())
            if len(words) >= 4 and bare.startswith(words):
                return each
    first = re.split(r"\s[-–—|]\s|[_|]|--+", next(filter(None, titles), ""))[0].strip()
    return first or next((each for each in headings if each), None)


def _date(tree: LexborHTMLParser, near: Sequence[str]) -> dt.date | None:
    found = (fields.day_of(text) for text in [*_contents(tree, _DATES), *_published(tree), *reversed(near)])
    return next((day for day in found if day), None)


def _contents(tree: LexborHTMLParser, selectors: Sequence[str]) -> Iterator[str]:
    for selector in selectors:
        for node in tree.css(selector):
            yield node.attributes.get("content") or ""


def _published(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield the days that elements of time tell."""
    for node in tree.css("time[datetime]"):
        yield node.attributes.get("datetime") or ""
