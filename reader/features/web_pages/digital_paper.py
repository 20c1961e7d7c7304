"""Saved web pages of digital papers (数字报) made by the publishing systems of Founder and similar ones.

Founder's pages have the article between `<founder-content>` or `<!--enpcontent-->` tags, and its title,
author, page and newspaper in a comment (`<!--enpproperty …-->`). Missing fields, and those on pages of other
systems, are read from elements with known ids and classes (`paper_fields`).
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from reader.features.web_pages import paper_fields as fields
from reader.features.web_pages.main_text import main_text, parted, what_lacks_text
from reader.formats.markup import WebPage, is_markup, page_of, text_of, tree_of
from reader.formats.page_names import PaperAddress, address_of, day_in
from reader.formats.reading import NotAnIssue, SavedFile
from reader.formats.text_builder import TextBuilder, without_repeats
from reader.formats.web_lines import WebLine, lines_of, parts_of
from reader.i18n import say
from reader.newspaper.article import LinePart, SourceText, StatedArticle
from reader.newspaper.facts import Rule

_MARKS = (b"<founder-content", b"enpcontent-->", b"<!--enpproperty", b"pagepicmap")
_COMMENTS = re.compile(r"<!--\s*/?\s*enpcontent\s*-->", re.IGNORECASE)
_BODY = (
    re.compile(
        r"<founder-content\b[^<>]*>(?P<text>.*?)(?:</founder-content\s*>|\Z)", re.IGNORECASE | re.DOTALL
    ),
    re.compile(
        r"<!--\s*enpcontent\s*-->(?P<text>.*?)(?:<!--\s*/\s*enpcontent\s*-->|\Z)", re.IGNORECASE | re.DOTALL
    ),
)
_PROPERTY = re.compile(r"<(?:founder-)?(\w{2,20})>(.*?)</(?:founder-)?\1>", re.DOTALL)
_PROPERTIES = "enpproperty"
_LIST = "2"
"""The value of the field `type` for a page that lists articles."""
_PAGES = re.compile(r"(?:第\s?[A-Za-z]?\d{1,3}|\b[A-Za-z]?\d{2,3})\s?版\s?[：:]")
_LOOKED_AT = 200_000
"""Number of bytes in which names of newspaper pages are searched."""
_PLACE = "<!--body-->"
_LEAST_TEXT = 2
_TEXTS = frozenset({LinePart.PARAGRAPH, LinePart.SUBHEAD, LinePart.CAPTION})


class _Found(Struct, frozen=True):
    """The markup of an article: its body, the part above the body, and all around it, which has the headline.

    `is_marked`: the body is exactly the text; otherwise it may begin and end with other lines, like
    navigation.
    """

    body: str
    above: str
    around: str
    is_marked: bool = True


def _has_text(article: StatedArticle) -> bool:
    return any(part in _TEXTS for _, part in article.lines)


class DigitalPaper:
    name = "digital-paper"

    def certainty(self, file: SavedFile) -> float:
        if not is_markup(file.data):
            return 0.0
        data = file.data.lower()
        marks = sum(mark in data for mark in _MARKS)
        at = address_of(file.address, file.name)
        if marks:
            if marks > 1 or at.date:
                return 0.95
            return 0.9
        if at.is_article or at.is_list:
            return 0.8
        if at.date and _names_pages(file.data):
            return 0.6
        return 0.0

    def read(self, file: SavedFile) -> SourceText:
        page = page_of(file, meant=_COMMENTS)
        stated = _properties(page.comments)
        at = address_of(page.address, page.name)
        is_list = stated.get("type") == _LIST or at.is_list
        articles = _articles_in(page, is_list=is_list)
        if not articles:
            page_lines = lines_of(page.tree.body)
            raise NotAnIssue(say("版面的目录页") if is_list else what_lacks_text(file.data, page_lines))
        source = _written(page, stated, at, articles)
        if source.stated is None or not any(map(_has_text, source.stated.articles)):
            raise NotAnIssue(say("只有图片的网页"))
        return source


def _names_pages(data: bytes) -> bool:
    """Return whether a web page names newspaper pages (“第02版：要闻”), as lists of pages do."""
    return any(
        _PAGES.search(data[:_LOOKED_AT].decode(encoding, "ignore")) for encoding in ("utf-8", "gb18030")
    )


def _properties(comments: Sequence[str]) -> dict[str, str]:
    """Return the fields in Founder's comments as plain text by name; later comments take precedence."""
    value_by_name: dict[str, str] = {}
    for comment in comments:
        if _PROPERTIES in comment[:200].lower():
            read = {name.lower(): text_of(value) for name, value in _PROPERTY.findall(comment[:20_000])}
            value_by_name |= {name: value for name, value in read.items() if value}
    return value_by_name


def _articles_in(page: WebPage, *, is_list: bool) -> list[_Found]:
    """Return the articles of a web page: one, or all those of a newspaper page in a single file.

    For a list (`is_list`), only articles between Founder's tags are returned.
    """
    bodies = [[*pattern.finditer(page.text)] for pattern in _BODY]
    for marked in bodies:
        articles = _apart(page.text, marked)
        if articles:
            return articles
    if is_list:
        return []
    empty = next(filter(None, bodies), None)
    if empty:
        start, end = empty[0].span()
        return [_Found("", page.text[:start], page.text[:start] + page.text[end:])]
    body = fields.body_in(page.tree)
    is_marked = True
    if body is None:
        body = main_text(page.tree)
        is_marked = False
    if body is None:
        return []
    text = body.html or ""
    if text in page.text:
        rest = page.text.replace(text, _PLACE, 1)
    else:
        rest = fields.without(page.text, body)
    return [_Found(text, rest.partition(_PLACE)[0], rest, is_marked)]


def _apart(text: str, bodies: Sequence[re.Match[str]]) -> list[_Found]:
    """Return the articles of Founder's bodies; bodies that repeat another, for printing, are omitted.

    A body without a headline above it continues the article before.
    """
    articles: list[tuple[int, int, list[str]]] = []
    seen: set[str] = set()
    for body in bodies:
        words = "".join(text_of(body["text"][:2_000]).split())
        is_picture = "<img" in body["text"].lower() and not articles
        if (len(words) >= _LEAST_TEXT and words not in seen) or is_picture:
            if articles:
                above = text[articles[-1][1] : body.start()]
            else:
                above = text[: body.start()]
            if articles and fields.head_in(tree_of(above), (), None).headline is None:
                articles[-1] = (articles[-1][0], body.end(), [*articles[-1][2], body["text"]])
            else:
                articles.append((body.start(), body.end(), [body["text"]]))
        seen.add(words)
    if len(articles) == 1:
        start, end, texts = articles[0]
        return [_Found("".join(texts), text[:start], f"{text[:start]}{_PLACE}{text[end:]}")]
    cut_articles = []
    last = 0
    for start, end, texts in articles:
        cut_articles.append(_Found("".join(texts), text[last:start], text[last:start]))
        last = end
    return cut_articles


def _written(
    page: WebPage, stated: dict[str, str], at: PaperAddress, articles: Sequence[_Found]
) -> SourceText:
    is_one = len(articles) == 1
    whole = lines_of(page.tree.body)
    shown = day_in(stated.get("date", "")) or fields.day_among(whole)
    is_of_site = at.is_article or at.is_list
    date = at.date if at.date and (is_of_site or shown is None) else shown
    is_dated_by_address = date is not None and date != shown
    title = fields.paper_in(stated.get("papername", ""), page, whole)
    label, page_name = fields.page_in(whole)
    if is_one and stated.get("pagenum"):
        page_name = page_name if label and label.lstrip("0") == stated["pagenum"].lstrip("0") else None
        label = stated["pagenum"]
    label = label or at.page
    page_words = None
    if label and page_name:
        page_words = f"第{label}版：{page_name}"
    elif label:
        page_words = f"第{label}版"
    builder = TextBuilder()
    builder.add_masthead(title, None if is_dated_by_address else date, page_words)
    pictures = 0
    for article in articles:
        body = lines_of(tree_of(article.body).body, are_cells_apart=False)
        pictures += sum(line.pictures for line in body)
        builder.add_article(_parts(article, stated if is_one else {}, body, page.title), label)
    left_out = builder.left_out_of(whole, pictures)
    return builder.source(
        page.name,
        page.encoding,
        title=title,
        date=date,
        is_dated_by_address=is_dated_by_address,
        rule=Rule.PAGE_FILE,
        left_out=left_out,
    )


def _parts(
    article: _Found, stated: dict[str, str], body: Sequence[WebLine], page_title: str
) -> list[tuple[LinePart, str]]:
    """Return the parts of an article: from the comment's fields if they have a value, else from elements."""
    tree = tree_of(article.around)
    over: Sequence[WebLine] = ()
    if not article.is_marked:
        over, body = parted(body)
        if all(fields.is_about_issue(line.text) for line in body if line.text):
            body = []
    above = [*lines_of(tree_of(article.above).body), *over]
    head = fields.head_in(tree, above, stated.get("title"), page_title)
    headline = stated.get("title") or head.headline
    kicker = stated.get("introtitle") or head.kicker
    deck = stated.get("subtitle") or head.deck
    author = stated.get("author") or head.author
    texts = list(parts_of([*fields.below(over, headline, (kicker, deck, author)), *body]))
    if not article.is_marked and len(texts) == 1 and any(line.pictures for line in body):
        texts = [(LinePart.CAPTION, texts[0][1])]
    used_texts = {text for _, text in texts} | {kicker, headline, deck, author}
    captions = [text for text in fields.captions_in(tree, above, headline) if text not in used_texts]
    storeys = [
        (LinePart.KICKER, kicker),
        (LinePart.HEADLINE, headline),
        (LinePart.DECK, deck),
        (LinePart.BYLINE, author),
    ]
    parts = [(part, text) for part, text in storeys if text]
    return [*parts, *without_repeats(texts, parts), *((LinePart.CAPTION, text) for text in captions)]
