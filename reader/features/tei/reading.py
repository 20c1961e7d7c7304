"""TEI (P5 and its customizations): manually encoded texts in which each article is a `div`."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from reader.features.tei.known_by import known_by
from reader.formats import books, xml_tree
from reader.formats.page_names import NamedDay, day_named, is_paper, page_named
from reader.formats.reading import NotAnIssue, SavedFile
from reader.formats.scans.scanned_words import without_stray_spaces
from reader.formats.text_builder import TextBuilder
from reader.i18n import count, say
from reader.newspaper.article import LinePart, SourceText
from reader.newspaper.facts import Fact, IssueFacts, Rule, unknown

_ROOTS = frozenset({"TEI", "TEI.2", "teiCorpus", "teiCorpus.2"})
_DIV = re.compile(r"div\d?")
_ARTICLE = re.compile(
    r"article|^ad$|advert|announcement|notice|obituary|letter|poem|editorial|feuilleton", re.IGNORECASE
)
_NAMEPLATE = re.compile(r"nameplate|masthead|^banner|flag|报头|報頭|titleblock", re.IGNORECASE)
"""Divisions with what the paper prints about itself."""
_HOLDER = re.compile("page|issue|day|edition|volume|section|part", re.IGNORECASE)
_PARTS = {
    "head": LinePart.HEADLINE,
    "byline": LinePart.BYLINE,
    "docAuthor": LinePart.BYLINE,
    "signed": LinePart.BYLINE,
    "figDesc": LinePart.CAPTION,
}
_BLOCKS = frozenset(_PARTS) | {
    *("p", "ab", "l", "item", "row", "dateline", "salute", "trailer", "note", "label", "speaker", "stage"),
    *("titlePart", "docDate", "docImprint", "cit", "quote", "opener", "closer", "epigraph", "lg", "list"),
    *("table", "figure", "argument", "sp", "body", "front", "back", "caption"),
}
"""Elements that begin a new line; inside of a figure they are captions."""
_NOT_SHOWN = frozenset({"teiHeader", "facsimile", "sourceDoc", "standOff", "graphic"})
# Alternatives in a `choice`: the printed one is read, the editor's is ignored.
_AS_PRINTED = frozenset({"sic", "orig", "abbr"})
_BY_EDITOR = frozenset({"corr", "reg", "expan"})
_MISREAD = frozenset({"recognised", "superfluous", "missing"})
"""The types of a `corr` with what is printed, in a `choice` whose `sic` a program misread (`features.tei`)."""
_KICKERS = frozenset({"kicker", "over", "pre", "supra"})
_SECTIONS = frozenset({"section", "column", "rubric"})
_DECKS = frozenset({"sub", "deck", "subtitle", "lead"})
_OF_WORDS = frozenset({"quote", "cit"})
_AROUND_LINES = frozenset(
    {"body", "front", "back", "text", "cit", "sp", "epigraph", "argument", "opener", "closer"}
)
"""Elements without text of their own: a quotation in them is a line; in any other element it is inline."""
_BESIDE_PARTS = frozenset({"head", "pb", "cb", "lb", "fw", "milestone", "docDate", "dateline"})
"""Elements that a division may contain besides other divisions without having text of its own."""
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LABEL = re.compile(r"[A-Za-z]?\d{1,3}")
_LONGEST_TITLE = 80


def _not_printed(choice: Element) -> frozenset[str]:
    """Return the tags of the alternatives in a `choice` that are not printed."""
    if any(child.tag == "corr" and child.get("type") in _MISREAD for child in choice):
        return _AS_PRINTED
    if any(child.tag in _AS_PRINTED for child in choice):
        return _BY_EDITOR
    return frozenset()


class Tei:
    """The format of files whose root is `TEI`, or a corpus of them."""

    name = "tei"

    def certainty(self, file: SavedFile) -> float:
        if xml_tree.root_of(file.data) in _ROOTS:
            return 1.0
        return 0.0

    def read(self, file: SavedFile) -> SourceText:
        root, encoding = xml_tree.tree_of(xml_tree.without_doctype(file))
        sources = []
        for members in _issues(root):
            source = _source(file, encoding, members)
            if source is not None:
                sources.append(source)
        if not sources:
            raise NotAnIssue(say("没有正文的 TEI"))
        return books.only(sources)


class _Member(Struct, frozen=True):
    """A document, alone or one of a corpus, and the headers in which its paper and day may stand, its own first."""

    element: Element
    texts: Sequence[Element]
    headers: Sequence[Element]


def _members(element: Element, around: Sequence[Element] = ()) -> Iterator[_Member]:
    """Yield the document that an element is, and those in it; the header of a corpus holds for all of these."""
    headers = (*xml_tree.children(element, "teiHeader"), *around)
    texts = list(_texts(element))
    if texts:
        yield _Member(element, texts, headers or (element,))
    for child in element:
        if child.tag in _ROOTS:
            yield from _members(child, headers)


def _issues(root: Element) -> list[list[_Member]]:
    """Return the documents of each issue: those for which the same paper and day are stated."""
    issues: dict[tuple[str | None, dt.date | None], list[_Member]] = {}
    for member in _members(root):
        title = _title(_stating(_title, member.headers))
        date = _date(_stating(_date, member.headers))
        issues.setdefault((title, date), []).append(member)
    return list(issues.values())


def _stating(value_in: Callable[[Element], object], headers: Sequence[Element]) -> Element:
    """Return the first of these headers that states a value; the first one if none does."""
    return next(filter(value_in, headers), headers[0])


def _source(file: SavedFile, encoding: str, members: Sequence[_Member]) -> SourceText | None:
    """Return the text of an issue; None if it has none."""
    walk = _Walk()
    for member in members:
        begin = len(walk.articles)
        for text in member.texts:
            walk.through(text)
        added = walk.articles[begin:]
        if len(added) == 1 and not added[0].has_headline:
            added[0].parts.insert(0, (LinePart.HEADLINE, _title_of_file(member.element) or ""))
    if not walk.articles:
        return None
    headers = members[0].headers
    of_title = _stating(_title, headers)
    of_date = _stating(_date, headers)
    of_number = _stating(_number, headers)
    title = _title(of_title)
    date = _date(of_date)
    number = _number(of_number)
    if walk.day is not None:
        title = title or walk.day.paper
        date = date or walk.day.date
    facts = _facts(
        known_by(title, _title_element(of_title)),
        known_by(date, _date_element(of_date)),
        known_by(int(number) if number else None, _number_element(of_number)),
        walk.pages,
    )
    builder = TextBuilder()
    builder.add_masthead(title, date, f"第{number}期" if number else None)
    for line in walk.masthead:
        builder.add_masthead(line)
    for article in walk.articles:
        builder.add_article(article.parts, article.page)
    if walk.pictures:
        left_out = [count(walk.pictures, "{n} 幅图片")]
    else:
        left_out = []
    return builder.source(
        file.name,
        encoding,
        title=title,
        date=date,
        rule=Rule.TEI,
        facts=facts,
        left_out=left_out,
    )


class _Article(Struct):
    page: str | None
    parts: list[tuple[LinePart, str]] = field(default_factory=list)

    @property
    def has_headline(self) -> bool:
        return any(part is LinePart.HEADLINE for part, _ in self.parts)


class _Walk(Struct):
    """Traverses the elements of texts and collects the articles.

    `line` has the pieces of the current line, `part` is its part in the article. `is_begun`: the traversal is
    inside an article's division; `is_in_article`: the current article has lines. `known` are the ids of the
    divisions that are articles, `sections` the headings above the next article.
    """

    articles: list[_Article] = field(default_factory=list)
    masthead: list[str] = field(default_factory=list)
    pictures: int = 0
    page: str | None = None
    page_count: int = 0
    line: list[str] = field(default_factory=list)
    part: LinePart = LinePart.PARAGRAPH
    is_in_article: bool = False
    is_begun: bool = False
    known: frozenset[int] = frozenset()
    sections: list[tuple[LinePart, str]] = field(default_factory=list)
    day: NamedDay | None = None
    pages: dict[str, Fact[str]] = field(default_factory=dict)
    """How the pages are known whose breaks tell that, by their labels."""

    def through(self, text: Element) -> None:
        stated = [
            division
            for division in text.iter()
            if _DIV.fullmatch(division.tag) and _ARTICLE.search(division.get("type", ""))
        ]
        self.known = frozenset(map(id, stated or _outermost(text)))
        self.is_in_article = False
        self._enter(text, LinePart.PARAGRAPH)
        self.end()
        if self.sections:
            self.articles.append(_Article(self.page, self.sections))
            self.sections = []

    def end(self) -> None:
        """Add the current line to the article, or to the headings above it; begin a new line."""
        printed = "".join(self.line)
        words = without_stray_spaces(printed)
        self.line.clear()
        if not words:
            return
        if not self.is_in_article and self.known and self.part is LinePart.HEADLINE and not self.is_begun:
            self._head_of_holder(" ".join(printed.split()))
            return
        if not self.is_in_article:
            self.articles.append(_Article(self.page, self.sections))
            self.sections = []
            self.is_in_article = True
        self.articles[-1].parts.append((self.part, words))

    def _head_of_holder(self, words: str) -> None:
        """Record a heading above the articles: of a page, a day or a section."""
        day = day_named(words)
        page = page_named(words)
        self.day = self.day or day
        self.page = page or self.page
        if day or page:
            self.masthead.append(words)
        else:
            self.sections.append((LinePart.SECTION, words))

    def _enter(self, element: Element, around: LinePart) -> None:
        name = element.tag
        if name in _NOT_SHOWN:
            self.pictures += name == "graphic"
        elif name == "fw" or _is_nameplate(element):
            parts = [*element] if name != "fw" and len(element) else [element]
            self.masthead += filter(None, map(_text_of, parts))
        elif name in _BLOCKS or _DIV.fullmatch(name):
            self.end()
            self.part = self._part(element, around)
            is_article = id(element) in self.known
            if is_article:
                self.is_in_article = False
                self.is_begun = True
            self._add(element, self.part)
            self.end()
            self.part = around
            if is_article:
                self.is_in_article = False
                self.is_begun = False
        else:
            if name == "pb":
                self.page_count += 1
                label = (element.get("n") or "").strip(" []第版")
                if _LABEL.fullmatch(label):
                    self.page = label
                else:
                    self.page = str(self.page_count)
                page = known_by(self.page, element)
                if page is not None:
                    self.pages[self.page] = page
            elif name in ("lb", "cb", "cell"):
                self.line.append("" if element.get("break") == "no" else " ")
            self._add(element, around)

    def _add(self, element: Element, part: LinePart) -> None:
        """Add the content of an element; of a `choice` the printed reading, not the editor's."""
        if element.tag == "choice":
            ignored = _not_printed(element)
        else:
            ignored = frozenset()
        self.line.append(element.text or "")
        for child in element:
            if _is_in_line(element, child):
                self._add(child, part)
            elif child.tag not in ignored:
                self._enter(child, part)
            self.line.append(child.tail or "")

    def _part(self, element: Element, around: LinePart) -> LinePart:
        """Return the part of an element's lines; a second `head` is a deck, one below text is a subhead."""
        if element.tag == "figure":
            return LinePart.CAPTION
        part = _PARTS.get(element.tag, around if around is LinePart.CAPTION else LinePart.PARAGRAPH)
        if part is not LinePart.HEADLINE or around is LinePart.CAPTION:
            if around is LinePart.CAPTION:
                return around
            return part
        kind = (element.get("type") or "").lower()
        if self.is_in_article and self.articles:
            parts = [article_part for article_part, _ in self.articles[-1].parts]
        else:
            parts = []
        if LinePart.PARAGRAPH in parts or LinePart.SUBHEAD in parts:
            return LinePart.SUBHEAD
        if kind in _KICKERS:
            return LinePart.KICKER
        if kind in _SECTIONS:
            return LinePart.SECTION
        if kind in _DECKS or LinePart.HEADLINE in parts:
            return LinePart.DECK
        return LinePart.HEADLINE


def _is_in_line(element: Element, child: Element) -> bool:
    """Return whether `child` is an inline quotation in `element`, not a line of its own."""
    is_words = child.tag in _OF_WORDS and not any(below.tag in _BLOCKS for below in child)
    return is_words and element.tag not in _AROUND_LINES and _DIV.fullmatch(element.tag) is None


def _texts(root: Element) -> Iterator[Element]:
    """Yield the outermost `text` elements of a document, also those in a group."""
    for child in root:
        if child.tag == "text":
            yield child
        elif child.tag == "group":
            yield from _texts(child)


def _outermost(element: Element) -> Iterator[Element]:
    """Yield the outermost divisions that are no mere containers (`_is_holder`), in document order."""
    for child in element:
        if _DIV.fullmatch(child.tag) and not _is_holder(child):
            yield child
        else:
            yield from _outermost(child)


def _is_holder(division: Element) -> bool:
    """Return whether a division only contains articles: a page or issue by its type, or one without own text.

    One without own text must have several divisions in it, or a heading that names a page or a day.
    """
    parts = [below for below in division if _DIV.fullmatch(below.tag)]
    if not parts or _HOLDER.search(division.get("type", "")):
        return bool(parts)
    has_text = any(below.tag not in _BESIDE_PARTS and below not in parts for below in division)
    heads = (" ".join("".join(child.itertext()).split()) for child in xml_tree.children(division, "head"))
    is_place = any(page_named(head) or day_named(head) for head in heads)
    return not has_text and (is_place or len(parts) > 1)


def _facts(
    of_title: Fact[str] | None,
    of_day: Fact[dt.date] | None,
    of_number: Fact[int] | None,
    pages: Mapping[str, Fact[str]],
) -> IssueFacts | None:
    """Return of what the document states how it is known; None if it does not tell that."""
    is_told = of_title or of_day or of_number or pages
    if not is_told:
        return None
    return IssueFacts(of_title or unknown(), of_day or unknown(), number=of_number or unknown(), pages=pages)


def _is_nameplate(element: Element) -> bool:
    """Return whether an element is a division with what the paper prints about itself."""
    return _DIV.fullmatch(element.tag) is not None and bool(_NAMEPLATE.search(element.get("type", "")))


def _title_element(header: Element) -> Element | None:
    """Return the element with the newspaper's name: the first title of level “j” or “s” (journal, series), else the
    first one of the source that is the name of a paper.
    """
    for descendant in xml_tree.descendants(header, "title"):
        if (descendant.get("level") or descendant.get("type")) in ("j", "s") and _text_of(descendant):
            return descendant
    for source in xml_tree.descendants(header, "sourceDesc"):
        for descendant in xml_tree.descendants(source, "title"):
            if is_paper(_text_of(descendant)):
                return descendant
    return None


def _title(header: Element) -> str | None:
    """Return the newspaper's name, unless too long."""
    element = _title_element(header)
    if element is None:
        return None
    title = _text_of(element)
    return title if len(title) <= _LONGEST_TITLE else None


def _title_of_file(document: Element) -> str | None:
    for statement in xml_tree.descendants(document, "titleStmt"):
        for child in xml_tree.children(statement, "title"):
            title = _text_of(child)
            if title:
                return title
    return None


def _date_element(header: Element) -> Element | None:
    """Return the element with the date of the source, else of the text's creation, not of the TEI file itself.

    One with a day that does not exist is passed over.
    """
    for place in ("sourceDesc", "creation"):
        for section in xml_tree.descendants(header, place):
            for descendant in xml_tree.descendants(section, "date"):
                with suppress(ValueError):
                    _day_of(descendant)
                    return descendant
    return None


def _day_of(element: Element) -> dt.date | None:
    """Return the day of a date; None if it has none. Raises ValueError for one that does not exist."""
    found = _DAY.match(_stated_day(element))
    return dt.date(*map(int, found.groups())) if found else None


def _stated_day(element: Element) -> str:
    """Return the day in the attribute of a date, in P4 `value`, else its text."""
    stated = (element.get(name) for name in ("when", "when-iso", "value"))
    return next(filter(None, stated), None) or _text_of(element)


def _date(header: Element) -> dt.date | None:
    element = _date_element(header)
    return None if element is None else _day_of(element)


_NUMBER = re.compile(r"\d{1,6}")


def _number_element(header: Element) -> Element | None:
    for descendant in xml_tree.descendants(header, "biblScope"):
        is_issue = (descendant.get("unit") or descendant.get("type")) == "issue"
        if is_issue and _NUMBER.search(_text_of(descendant)):
            return descendant
    return None


def _number(header: Element) -> str | None:
    element = _number_element(header)
    found = _NUMBER.search(_text_of(element)) if element is not None else None
    return found[0] if found else None


def _text_of(element: Element) -> str:
    return without_stray_spaces("".join(element.itertext()))
