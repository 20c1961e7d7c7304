"""Any other web page with an article: main text, headline and date are found by heuristics."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from reader.features.web_pages import paper_fields as fields
from reader.features.web_pages.article_table import articles_in_tables
from reader.features.web_pages.linked_data import linked_data_of
from reader.features.web_pages.main_text import (
    NO_PAGE,
    is_filled_by_script,
    is_furniture,
    likely_headline,
    main_text,
    parted,
    what_lacks_text,
)
from reader.formats import text_kinds
from reader.formats.framed_text import below_gallica
from reader.formats.markup import WebPage, is_markup, page_of
from reader.formats.page_names import address_of, day_in, is_paper
from reader.formats.reading import NotAnIssue, SavedFile
from reader.formats.text_builder import TextBuilder, without_repeats
from reader.formats.web_lines import WebLine, is_subhead, lines_of, parts_of
from reader.i18n import say
from reader.language.dates.printed_days import is_by_program, without_stamps
from reader.language.names import is_full_latin_name, is_name
from reader.newspaper.article import LinePart, Reading, SourceText, StatedHead
from reader.newspaper.facts import Rule
from reader.newspaper.marks import bears_mark

_CHINA = dt.timezone(dt.timedelta(hours=8))
_CREATED = re.compile(rb"\b(?:ct|create_time|createTime)\b[\"']?\s*[=:]\s*(?:JsDecode\()?[\"'](\d{10})[\"']")
"""The time of publication in seconds since 1970, in a script: a page saved without browser shows no date."""
_SHOWN = ("#publish_time", "#post-date", "#meta_content, .rich_media_meta_list")
"""Where the page shows the day of publication."""
_LONGEST = 60


def _words(tree: LexborHTMLParser, selector: str) -> str | None:
    node = tree.css_first(selector, None)
    words = " ".join(line.text for line in lines_of(node)).strip()
    if words and len(words) <= 2 * _LONGEST:
        return words
    return None


def _account_date(tree: LexborHTMLParser, data: bytes) -> dt.date | None:
    for selector in _SHOWN:
        # “昨天” and “3天前” are days of reading
        day = day_in(_words(tree, selector) or "")
        if day:
            return day
    created = _CREATED.search(data)
    if created:
        return dt.datetime.fromtimestamp(int(created[1]), _CHINA).date()
    return None


_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""Characters of which each is a syllable or a word: Han, kana, hangul."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"[^\W\d_][.!?][\"'”’»)]?(?:\s|$)")
# Minimum numbers of these and of all characters of a main text, in other scripts of words and of sentences; less is a
# caption, a form or an error.
_LEAST_HAN = 60
_LEAST_TEXT = 120
_LEAST_WORDS = 40
_LEAST_SENTENCES = 2
_LEAST_OF_HEADLINE = 4
"""Minimum number of words of a headline without such characters; fewer are the name of a site."""
_FROM = re.compile(r"(?:来源|稿源|来自|出处)\s?[:：]\s?《?([\u4e00-\u9fff]{2,12})》?")
_AUTHOR = re.compile(r"(?:作者|记者|撰文|文)\s?[:：/]\s?(\S{2,20})")
_DATES = (
    'meta[property="article:published_time"]',
    'meta[name="publishdate"]',
    'meta[name="pubdate"]',
    'meta[itemprop="datePublished"]',
    'meta[name="PubDate"]',
)
_DATED = (
    "time, [itemprop=datePublished], [class~=date], [class*=pubtime], [class*=pub-time], [class*=pub_time]"
    ", [class*=pubdate], [class*=publish-time], [class*=publish-date], [class*=publish_time], [class*=post-date]"
    ", [class*=entry-date], [class*=article-time], [class*=article-date], [class*=news-time]"
    ", [id*=pubtime], [id*=pubdate], [id*=publish]"
)
_UPDATED = re.compile("updat|modif|edit", re.IGNORECASE)
_AUTHOR_FIELDS = ('meta[name="author"]', 'meta[property="article:author"]', 'meta[itemprop="author"]')
_AUTHORS = 'a[rel~="author"], [itemprop="author"], .author, .author-name, .byline'
_TITLES = ('meta[property="og:title"]', 'meta[name="ArticleTitle"]')
_LEAST_SHORT = 6
"""Minimum number of Han characters of a short text that is most of its page."""
_ENDS = ("。", "！", "？", "…", "”")
_HEADINGS = ("h1", "h2", "h3", "h4")
_SITE = re.compile("(?:报|网|网站|在线|电子版|数字版|新闻|频道|首页|门户|客户端|APP)$", re.IGNORECASE)
_BETWEEN = re.compile(rf"\s[-–—|]\s|[_|]|--+|[-–—](?=[^-–—]{{2,14}}{_SITE.pattern})")
_AT_TEXT = 8
"""Number of lines above the text in which its date and source are searched."""


class WebArticle:
    """The format of web pages that no other format recognizes."""

    name = "web-page"

    def certainty(self, file: SavedFile) -> float:
        if is_markup(file.data):
            return 0.3
        return 0.0

    def read(self, file: SavedFile) -> SourceText:
        page = page_of(file)
        of_kind = _of_account(page, file.data) or articles_in_tables(page) or _of_gallica(page)
        if of_kind is not None:
            return of_kind
        node = main_text(page.tree)
        over, body = parted(lines_of(node, are_cells_apart=False))
        whole = lines_of(page.tree.body)
        if node is None or not (_is_article(body) or _is_short_article(page, file.data, body, whole)):
            raise NotAnIssue(what_lacks_text(file.data, whole))
        begin = _place_of([*over, *body], whole)
        above = [line for line in whole[:begin] if line.text] + over
        headline = _headline(page, above, over, body)
        near = _near(above, body)
        of_issue = [text for text in (page.title, *near) if fields.is_about_issue(text)]
        linked = linked_data_of(file.data)
        date = _date(page.tree, [*of_issue, *near], linked.published)
        at = address_of(page.address, without_stamps(page.name).words)
        title = _newspaper_in(near, of_issue)
        if title is None and is_paper(linked.publisher):
            title = linked.publisher
        author = _author_in(near) or _stated_author(page.tree) or ""
        set_above, set_below = _other_headings(page, above, over, headline)
        head = [(LinePart.KICKER, text) for text in set_above]
        head.append((LinePart.HEADLINE, headline or ""))
        head += [(LinePart.DECK, text) for text in set_below]
        head.append((LinePart.BYLINE, author))
        text = [line for line in body if line.text != headline or line.tag not in _HEADINGS]
        builder = TextBuilder()
        builder.add_masthead(title, date)
        own = [line for line in fields.below(over, headline, ()) if not _names_origin(line)]
        pictures = sum(line.pictures for line in body)
        if _has_equal(headline, whole, text):
            used_texts = {*of_issue}
            used_texts.update(words for _, words in head)
            used_texts.update(line.text for line in (*own, *text))
            others = [line for line in whole if line.text not in used_texts]
            stated = StatedHead(title, date or at.date, len(builder.lines), rule=Rule.WEB_PAGE)
            builder.lines += _marked(head, [*own, *text])
            builder.add_aside(line.text for line in others if not is_furniture(line))
            reading = Reading("", 0.0, builder.left_out_of(others, pictures))
            lines = tuple(builder.lines)
            return SourceText(
                page.name, page.encoding, lines, reading=reading, head=stated, aside=builder.aside
            )
        builder.add_article([*head, *without_repeats(parts_of([*own, *text]), head)])
        builder.add_aside(line.text for line in whole if not is_furniture(line))
        return builder.source(
            page.name,
            page.encoding,
            title=title,
            date=date or at.date,
            is_dated_by_address=date is None and at.date is not None,
            rule=Rule.WEB_PAGE,
            left_out=builder.left_out_of(whole, pictures),
        )


def _of_gallica(page: WebPage) -> SourceText | None:
    """Return a text that Gallica hands out as a page, below its title and its day; None for any other page."""
    lines = [line.text for line in lines_of(page.tree.body) if line.text]
    if not text_kinds.is_of_gallica(lines):
        return None
    text = below_gallica(SourceText(page.name, page.encoding, tuple(lines)))
    if text is None:
        return None
    return replace(text, spans=())


def _near(above: Sequence[WebLine], body: Sequence[WebLine]) -> list[str]:
    """Return the lines around the beginning of the text, among which the paper and its day are told.

    A heading below the first text begins another article, and may be the day of that.
    """
    near = [line.text for line in above[-_AT_TEXT:]]
    near += [line.text for line in body[:2] if line.tag not in _HEADINGS]
    return [text for text in near if not bears_mark(text)]


def _newspaper_in(near: Iterable[str], of_issue: Iterable[str]) -> str | None:
    """Return the newspaper that a line near the headline gives as the source, else the one that is named there."""
    source = next(filter(None, map(_FROM.search, near)), None)
    if source is not None and is_paper(source[1]):
        return source[1]
    return next(filter(None, map(fields.named_paper, of_issue)), None)


_LONGEST_BYLINE = 60


def _author_in(near: Iterable[str]) -> str | None:
    for text in near:
        author = _AUTHOR.search(text)
        if author is not None and len(text) <= _LONGEST_BYLINE:
            return author[1]
    return None


def _has_equal(headline: str | None, page_lines: Sequence[WebLine], text: Sequence[WebLine]) -> bool:
    """Return whether a heading in the text has the same level as the headline; then the parser has to find the
    articles.
    """
    tags = {line.tag for line in page_lines if line.text == headline and line.tag in _HEADINGS}
    return any(line.text and line.tag in tags for line in text)


def _marked(head: Sequence[tuple[LinePart, str]], text: Sequence[WebLine]) -> Iterator[str]:
    """Yield the lines of a page in which the parser has to find the articles, with headings marked as in Markdown."""
    top = min((int(line.tag[1]) for line in text if line.tag in _HEADINGS), default=1)
    levels = {LinePart.HEADLINE: top, LinePart.DECK: top + 1}
    for part, words in head:
        if words:
            yield from ("", _heading(words, levels.get(part, 0)))
    for line in text:
        if line.text:
            if line.tag in _HEADINGS:
                level = int(line.tag[1])
            elif is_subhead(line):
                level = top + 2
            else:
                level = 0
            yield from ("", _heading(line.text, level))


def _heading(words: str, level: int) -> str:
    """Return a line of Markdown with the mark of a heading's level, without one for 0."""
    return f"{'#' * level} {words}" if level else words


def _of_account(page: WebPage, data: bytes) -> SourceText | None:
    """Return the text of an article of a WeChat public account (公众号), which takes the place of the newspaper; None
    for other pages. `data` are the bytes of the page.
    """
    tree = page.tree
    text = tree.css_first("#js_content", None)
    if text is None:
        return None
    headline = _words(tree, "#activity-name") or _words(tree, ".rich_media_title")
    account = _words(tree, "#js_name") or _words(tree, ".profile_nickname")
    author = _words(tree, "#js_author_name") or _words(tree, "#js_author_name_text")
    date = _account_date(tree, data)
    body = lines_of(text, are_cells_apart=False)
    if not any(line.text for line in body):
        raise NotAnIssue(say("只有图片的网页"))
    builder = TextBuilder()
    builder.add_masthead(account, date)
    head = [(LinePart.HEADLINE, headline or ""), (LinePart.BYLINE, author or "")]
    builder.add_article([*head, *without_repeats(parts_of(body), head)])
    left_out = builder.left_out_of(lines_of(page.tree.body), sum(line.pictures for line in body))
    return builder.source(
        page.name,
        page.encoding,
        title=account,
        date=date,
        rule=Rule.WEB_PAGE,
        left_out=left_out,
    )


def _is_article(body: Sequence[WebLine]) -> bool:
    text = "\n".join(line.text for line in body)
    is_worded = len(_WORD.findall(text)) >= _LEAST_WORDS and len(_SENTENCE.findall(text)) >= _LEAST_SENTENCES
    return len(text) >= _LEAST_TEXT and (len(_HAN.findall(text)) >= _LEAST_HAN or is_worded)


def _is_short_article(
    page: WebPage, data: bytes, body: Sequence[WebLine], page_lines: Sequence[WebLine]
) -> bool:
    """Return whether a short text is most of a page that is no form, no error and not filled by scripts."""
    if NO_PAGE.search(page.title) or is_filled_by_script(data):
        return False
    text_lines = [line for line in body if not line.linked]
    length = sum(len(line.text) for line in text_lines)
    words = sum(len(line.text) - line.linked for line in page_lines if not is_furniture(line))
    if sum(len(_HAN.findall(line.text)) for line in text_lines) < _LEAST_SHORT or 2 * length < words:
        return False
    has_sentence = any(line.text.endswith(_ENDS) for line in text_lines)
    is_asked = page.tree.css_first("input, select, textarea", None) is not None
    return (has_sentence or not is_asked) and not any(NO_PAGE.search(line.text) for line in text_lines)


def _names_origin(line: WebLine) -> bool:
    return _FROM.search(line.text) is not None or _AUTHOR.search(line.text) is not None


def _place_of(body: Sequence[WebLine], page_lines: Sequence[WebLine]) -> int:
    first = next((line.text for line in body if line.text), "")
    return next((at for at, line in enumerate(page_lines) if line.text == first), 0)


def _headline(
    page: WebPage, above: Sequence[WebLine], over: Sequence[WebLine], body: Sequence[WebLine]
) -> str | None:
    """Return the headline: the heading or line that the page's title begins with.

    Otherwise it is a heading in or near the text, else the first piece of the page's title, else any heading.

    Args:
        page: The web page.
        above: All lines above the running text.
        over: Those of them that are inside the element of the text.
        body: The lines of the running text.
    """
    tree = page.tree
    titles = _titles(page)
    headings = [" ".join(node.text(separator=" ").split()) for node in tree.css("h1, h2, h3")]
    headings = [heading for heading in headings if not fields.is_about_issue(heading)]
    candidates = [*headings, *(line.text for line in reversed(above) if not line.linked)]
    for title in filter(None, titles):
        bare = "".join(title.split())
        for candidate in candidates:
            words = "".join(candidate.split())
            if len(words) >= 4 and bare.startswith(words) and (words != bare or not _is_site(candidate)):
                return candidate
    pieces = _pieces(page)
    first = next(iter(pieces), "")
    if _is_site(first):
        nearby_lines = [*above[-_AT_TEXT:], *body]
    else:
        nearby_lines = [line for line in over if len(line.text) >= 4]
    set_as_headings = [line for line in nearby_lines if _is_heading(line, pieces)]
    if set_as_headings:
        return min(set_as_headings, key=attrgetter("tag")).text
    if first and _is_site(first):
        likely = likely_headline(above, page.title)
    else:
        likely = None
    return likely or first or next((heading for heading in headings if heading), None)


def _titles(page: WebPage) -> list[str]:
    """Return the titles that a page states of itself, without those of the whole issue: “雁桥日报 1987年7月3日”."""
    titles = [*_contents(page.tree, _TITLES), page.title]
    return [title for title in titles if not fields.is_about_issue(title)]


def _pieces(page: WebPage) -> list[str]:
    """Return the pieces of a page's titles, such as headline, section and name of the site."""
    pieces = []
    for title in _titles(page):
        for piece in _BETWEEN.split(title):
            if piece.strip():
                pieces.append(piece.strip())
    return pieces


def _is_site(piece: str) -> bool:
    """Return whether a piece of a title is the name of a site or newspaper, or a few words in another script."""
    is_short = not _HAN.search(piece) and len(piece.split()) < _LEAST_OF_HEADLINE
    return is_paper(piece) or _SITE.search(piece) is not None or is_short


def _is_heading(line: WebLine, pieces: Sequence[str]) -> bool:
    """Return whether a line is a heading and not the site's name; `pieces` are those of the page's title."""
    is_named = _is_site(line.text) and any(line.text in piece for piece in pieces)
    is_other = is_named or is_furniture(line) or fields.is_about_issue(line.text)
    return line.tag in _HEADINGS and bool(line.text) and not is_other


def _other_headings(
    page: WebPage, above: Sequence[WebLine], over: Sequence[WebLine], headline: str | None
) -> tuple[list[str], list[str]]:
    """Return the other headings near a text: those above its headline, and those between it and the text."""
    pieces = _pieces(page)
    near = [line for line in above[-_AT_TEXT:] if _is_heading(line, pieces) or line.text == headline]
    at = next((at for at, line in enumerate(near) if line.text == headline), 0)
    above_headline = [line.text for line in near[:at]]
    excluded = {headline, *(line.text for line in over)}
    below_headline = [line.text for line in near[at:] if line.text not in excluded]
    return above_headline, below_headline


def _date(tree: LexborHTMLParser, near: Sequence[str], published: str) -> dt.date | None:
    """Return the day of an article; `published` is what the page states for search engines."""
    near = [text for text in near if not is_by_program(text, is_first=False)]
    days = map(day_in, [*_contents(tree, _DATES), *_published(tree), *reversed(near), published])
    return next((day for day in days if day), None) or _only_day_shown(tree)


def _stated_author(tree: LexborHTMLParser) -> str | None:
    """Return the author whom a page names in an element for it, if that is a person's name."""
    words = (node.text(strip=True) for node in tree.css(_AUTHORS))
    names = (*_contents(tree, _AUTHOR_FIELDS), *words)
    return next((name for name in names if is_name(name) or is_full_latin_name(name)), None)


def _contents(tree: LexborHTMLParser, selectors: Sequence[str]) -> Iterator[str]:
    for selector in selectors:
        for node in tree.css(selector):
            yield node.attributes.get("content") or ""


def _published(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield the `datetime` of each `time` element, without those of updates."""
    for node in tree.css("time[datetime]"):
        if not _UPDATED.search(f"{node.attributes.get('class')} {node.attributes.get('itemprop')}"):
            yield node.attributes.get("datetime") or ""


def _only_day_shown(tree: LexborHTMLParser) -> dt.date | None:
    """Return the day in the elements for days, wherever they are; None if they have several, as of other articles."""
    texts = (" ".join(node.text(separator=" ").split()) for node in tree.css(_DATED))
    days = set()
    for text in texts:
        if len(text) <= _LONGEST and not is_by_program(text, is_first=False):
            days.add(day_in(text))
    days.discard(None)
    if len(days) == 1:
        return days.pop()
    return None
