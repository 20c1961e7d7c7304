"""EPUB: the lowest entries of the table of contents are articles, those above them sections or pages of the newspaper.

This is how calibre makes books of news.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from xml.etree.ElementTree import Element

from msgspec import Struct, field
from selectolax.lexbor import LexborHTMLParser, LexborNode

from reader.formats.books import (
    Cut,
    HeadedArticle,
    Paragraph,
    level_of_headlines,
    only,
    sources_of,
)
from reader.formats.markup import page_of
from reader.formats.page_names import NamedDay, day_in, day_named, is_paper, may_be_kicker, names_a_place
from reader.formats.reading import NotAnIssue, SavedFile, UnreadableFile
from reader.formats.text_builder import TextBuilder, without_repeats
from reader.formats.web_lines import WebLine, lines_of, parts_of
from reader.formats.xml_tree import Package, children, descendants, place_of
from reader.i18n import count, say
from reader.newspaper.article import LinePart, Reading, SourceText, StatedHead
from reader.newspaper.facts import Rule

MOST_PAGES = 10_000
_EMPTY = re.compile(
    rb"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)[\s/>])"
    rb"([a-zA-Z][\w:.-]{0,40})((?:\s[^<>]{0,4000})?)/>"
)
"""Self-closing tags of XHTML: the HTML parser would put the rest of the page into such an element."""
_OF_PAGES = ("application/xhtml+xml", "text/html", "application/xml", "text/xml")
_NCX = "application/x-dtbncx+xml"


class Point(Struct, frozen=True):
    """An entry of the table of contents: the page that it refers to, and the id of an element there, "" for none.

    `above` are the labels of its ancestors, outermost first. `is_leaf`: it has no entries below it.
    """

    label: str
    page: str
    place: str
    above: tuple[str, ...]
    is_leaf: bool


class Book(Struct, frozen=True):
    """The structure of an EPUB: `pages` are names of parts in reading order, `points` the table of contents.

    `metadata` are pairs of a name (“title”, “date”, …) and a value.
    """

    pages: tuple[str, ...]
    points: tuple[Point, ...]
    metadata: tuple[tuple[str, str], ...]

    def value(self, name: str) -> str:
        return next((value for key, value in self.metadata if key == name), "")


def book_of(package: Package) -> Book:
    """Return the structure of an EPUB. Raises UnreadableFile if it has no OPF, or is encrypted (DRM)."""
    container = package.tree("META-INF/container.xml")
    roots = descendants(container, "rootfile") if container is not None else ()
    place = next((root.get("full-path", "") for root in roots), "")
    opf = package.tree(place)
    if opf is None:
        raise UnreadableFile(say("EPUB 里没有目录文件（OPF），可能没有存完。请重新下载或导出。"))
    items = {
        item.get("id", ""): (place_of(item.get("href", ""), place)[0], item)
        for item in descendants(opf, "item")
    }
    spine = next(descendants(opf, "spine"), None)
    refs: Iterable[Element] = ()
    if spine is not None:
        refs = spine
    listed = []
    for ref in refs:
        idref = ref.get("idref", "")
        if idref in items:
            listed.append(items[idref])
    pages = [name for name, item in listed if item.get("media-type", _OF_PAGES[0]) in _OF_PAGES]
    _check_readable(package, pages)
    contents = next(
        (name for name, item in items.values() if "nav" in item.get("properties", "").split()), ""
    )
    points = list(_points_of_nav(package, contents)) if contents else []
    if not points:
        of_spine = items.get(spine.get("toc", "") if spine is not None else "")
        of_type = next((pair for pair in items.values() if pair[1].get("media-type") == _NCX), None)
        ncx = of_spine or of_type
        points = list(_points_of_ncx(package, ncx[0])) if ncx else []
    pages = [name for name in dict.fromkeys(pages) if name != contents]
    return Book(tuple(pages[:MOST_PAGES]), tuple(points), tuple(_metadata(opf)))


def tree_at(package: Package, name: str) -> LexborHTMLParser:
    """Return the parsed tree of a page, an empty one if there is no such part. Raises UnreadableFile."""
    data = package.part(name) or b""
    # the pattern is of single bytes, and would not match in UTF-16
    if b"\0" not in data:
        data = _EMPTY.sub(rb"<\1\2></\1>", data)
    return page_of(SavedFile(name, data)).tree


def _metadata(opf: Element) -> Iterator[tuple[str, str]]:
    about = next(descendants(opf, "metadata"), None)
    for node in about.iter() if about is not None else ():
        if node.tag == "meta":
            name = node.get("name") or node.get("property") or ""
            yield name, node.get("content") or (node.text or "").strip()
        elif node.tag != "date" or _is_of_publication(node):
            yield node.tag, (node.text or "").strip()


def _is_of_publication(date: Element) -> bool:
    """Return whether a date of a book is that of its publication, not of a conversion or a change of the file."""
    events = [value for name, value in date.items() if name.rpartition("}")[2] == "event"]
    return not events or "publication" in events[0].lower()


def _check_readable(package: Package, pages: list[str]) -> None:
    """Raise UnreadableFile if pages are encrypted. Fonts often are, which does not matter."""
    encryption = package.tree("META-INF/encryption.xml")
    if encryption is not None:
        locked = {
            place_of(descendant.get("URI", ""), "")[0]
            for descendant in descendants(encryption, "CipherReference")
        }
        if locked & set(pages):
            raise UnreadableFile(say("EPUB 有版权保护（DRM），文字是加密的，无法读取。"))


def _points_of_ncx(package: Package, name: str) -> Iterator[Point]:
    root = package.tree(name)
    if root is not None:
        top = next(descendants(root, "navMap"), None)
    else:
        top = None
    stack: list[tuple[Iterator[Element], tuple[str, ...]]] = []
    if top is not None:
        stack.append((children(top, "navPoint"), ()))
    while stack:
        level, above = stack[-1]
        point = next(level, None)
        if point is None:
            stack.pop()
            continue
        text = next((descendant.text or "" for descendant in descendants(point, "text")), "")
        content = next(children(point, "content"), None)
        page, place = place_of(content.get("src", "") if content is not None else "", name)
        label = " ".join(text.split())
        below = list(children(point, "navPoint"))
        yield Point(label, page, place, above, not below)
        stack.append((iter(below), (*above, label)))


def _points_of_nav(package: Package, name: str) -> Iterator[Point]:
    navs = tree_at(package, name).css("nav")
    contents = next((nav for nav in navs if "toc" in (nav.attributes.get("epub:type") or "").split()), None)
    contents = contents or next(iter(navs), None)
    for item in islice(contents.css("li") if contents is not None else (), MOST_PAGES):
        link = _label(item)
        if link is not None:
            page, place = place_of(link.attributes.get("href") or "", name)
            labels = filter(None, map(_label, _above(item)))
            is_leaf = item.css_first("ol, ul", None) is None
            yield Point(_text(link), page, place, tuple(map(_text, labels)), is_leaf)


def _above(item: LexborNode) -> list[LexborNode]:
    """Return the list items that contain an item, outermost first."""
    outer_items: list[LexborNode] = []
    node = item.parent
    while node is not None and node.tag != "nav" and len(outer_items) < 10:
        if node.tag == "li":
            outer_items.append(node)
        node = node.parent
    return outer_items[::-1]


def _label(item: LexborNode) -> LexborNode | None:
    child = item.first_child
    while child is not None:
        if child.tag in ("a", "span"):
            return child
        child = child.next
    return None


def _text(node: LexborNode) -> str:
    return " ".join(node.text().split())


_MARK = b"mimetypeapplication/epub+zip"
_OF_CALIBRE = re.compile(r"calibre_navbar")
_FETCHED = re.compile(r"\bcalibre\b.{0,20}https?://")
_TURNING = re.compile(
    r"^[\s|]*(?:[上下]一[篇个项]|文章列表|章节(?:菜单|列表)|分区菜单|主菜单|Next|Previous|(?:Section|Main) [Mm]enu)"
)
_BRACKET = re.compile(r"(?<!\s)\s*[\[［(（](?=[^\d\[\]［］()（）]*\d)[^\[\]［］()（）]*[\]］)）]\s*$")
_CHINA = dt.timezone(dt.timedelta(hours=8))
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_HEADINGS = frozenset({"h1", "h2", "h3"})
_STOREYS = {"kicker": LinePart.KICKER, "deck": LinePart.DECK, "subtitle": LinePart.DECK}
_AT_TOP = 5
"""Number of lines at the beginning of an article in which its headline is searched."""
_LONGEST_STOREY = 80
_LEAST_TEXT = 120
"""Minimum number of characters of an article on a page that is missing in the table of contents."""
_MOST_LINKED = 0.5


class _Entry(Struct):
    """The lines that an entry of the table of contents refers to; `labels` are those of its ancestors.

    `is_leaf`: it has no entries below it. Lines that no entry refers to are an `_Entry` without a label.
    """

    label: str = ""
    labels: tuple[str, ...] = ()
    is_leaf: bool = True
    lines: list[WebLine] = field(default_factory=list)

    def has_text(self) -> bool:
        """Return whether it has any text; for an entry with others below it, any besides its own heading."""
        texts = ["".join(line.text.split()) for line in self.lines if line.text]
        if self.is_leaf:
            return any(texts)
        return any(text != "".join(self.label.split()) for text in texts)


class Epub:
    name = "epub"

    def certainty(self, file: SavedFile) -> float:
        if not file.data.startswith(b"PK"):
            return 0.0
        if _MARK in file.data[:200]:
            return 0.95
        if file.ending == ".epub":
            return 0.7
        return 0.0

    def read(self, file: SavedFile) -> SourceText:
        package = Package(file)
        book = book_of(package)
        book_lines: list[WebLine] = []
        entries: list[_Entry] = []
        pages_with_text: list[WebLine] = []
        lists = 0
        points_of: dict[str, list[Point]] = defaultdict(list)
        for point in book.points:
            points_of[point.page].append(point)
        for page in book.pages:
            lines = lines_of(tree_at(package, page).body, are_cells_apart=False)
            book_lines += lines
            points = points_of[page]
            if _is_list(lines, points):
                lists += 1
            else:
                pages_with_text += lines
                entries += _entries(lines, points, entries)
        entries = [entry for entry in entries if entry.has_text()]
        if not entries and any(line.text for line in pages_with_text):
            # a book so short that its only page looked like a title page
            entries = [_Entry(lines=pages_with_text)]
        if not entries:
            raise NotAnIssue(say("没有文字的 EPUB"))
        if len(entries) == 1 and not any(line.tag in _LEVELS for line in entries[0].lines):
            return _unmarked(file, book, entries[0])
        return only(_issues(file, book, entries, book_lines, lists))


def _is_list(lines: Sequence[WebLine], points: Sequence[Point]) -> bool:
    """Return whether a page only lists others: it is empty, or mostly links without an article's entry."""
    length = sum(len("".join(line.text.split())) for line in lines)
    is_linked = sum(line.linked for line in lines) > _MOST_LINKED * length
    return length == 0 or (is_linked and not any(point.is_leaf for point in points))


def _entries(lines: Sequence[WebLine], points: Sequence[Point], before: Sequence[_Entry]) -> list[_Entry]:
    """Return the entries that begin on a page: at its beginning, and at the elements that `points` refer to.

    Lines that no point refers to are added to the last entry of `before`; without one, they are an entry if
    they are long enough.
    """
    places = {point.place: point for point in reversed(points) if point.place}
    # an article's entry takes precedence over that of a section on the same page
    page_points = [point for point in points if not point.place]
    leaves = (point for point in page_points if point.is_leaf)
    first = next(leaves, next(iter(page_points), None))
    begun: list[_Entry] = []
    if first is not None:
        begun.append(_entry(first))
    for line in lines:
        place = next((mark for mark in line.marks.split() if mark in places), None)
        if place is not None:
            begun.append(_entry(places.pop(place)))
        if not begun:
            begun.append(_Entry())
        begun[-1].lines.append(line)
    begun += map(_entry, places.values())
    if begun and first is None and not begun[0].label:
        if before:
            before[-1].lines.extend(begun.pop(0).lines)
        elif sum(len(line.text) for line in begun[0].lines) < _LEAST_TEXT:
            del begun[0]
    return begun


def _entry(point: Point) -> _Entry:
    return _Entry(point.label, point.above, point.is_leaf)


def _unmarked(file: SavedFile, book: Book, entry: _Entry) -> SourceText:
    """Return the text of a book in which nothing delimits articles; the parser has to find them."""
    title = _title(book)
    date = _date(book)
    builder = TextBuilder()
    builder.add_masthead(title, date if title else None)
    head = StatedHead(title, date, len(builder.lines), rule=Rule.BOOK)
    builder.lines += [line.text for line in entry.lines if line.text]
    pictures = sum(line.pictures for line in entry.lines)
    left_out = (*builder.left_out_of((), pictures), *_of_book_alone(book))
    return SourceText(file.name, "utf-8", tuple(builder.lines), None, Reading("", 0.0, left_out), head)


def _issues(
    file: SavedFile, book: Book, entries: Sequence[_Entry], book_lines: Sequence[WebLine], lists: int
) -> Sequence[SourceText]:
    title = _title(book)
    date = _date(book)
    articles: list[HeadedArticle] = []
    head: dict[NamedDay | None, list[str]] = {}
    if title:
        head[None] = ["\u3000".join([title, f"{date.year}年{date.month}月{date.day}日"] if date else [title])]
    title_page = next(
        (front_entry for front_entry in entries if len(entries) > 1 and _is_title_page(front_entry, book)),
        None,
    )
    for entry in entries:
        if entry is title_page:
            head.setdefault(None, []).extend(line.text for line in entry.lines if line.text)
            continue
        cut = _below_headings(entry, len(entries) == 1) or _article(entry)
        articles += cut.articles
        for day, lines in cut.head.items():
            day_lines = head.setdefault(day, [])
            day_lines += [line for line in lines if line not in day_lines]
    parts = chain.from_iterable(article.parts for article in articles)
    written = [*(text for _, text in parts), *chain.from_iterable(head.values())]
    all_lines = chain.from_iterable(entry.lines for entry in entries)
    pictures = sum(line.pictures for line in all_lines)
    left_out = TextBuilder(written).left_out_of(book_lines, pictures)
    left_out = (*left_out, *_of_book_alone(book))
    if lists:
        left_out = (*left_out, count(lists, "{n} 页目录"))
    return sources_of(file.name, articles, head, title=title, date=date, left_out=left_out)


def _is_title_page(entry: _Entry, book: Book) -> bool:
    length = sum(len(line.text) for line in entry.lines)
    return entry.label == book.value("title") and length < _LEAST_TEXT


def _article(entry: _Entry) -> Cut:
    """Return the single article of an entry, with its page, section and day."""
    cut = Cut(1)
    for label in entry.labels:
        cut.above(label)
    cut.articles = [HeadedArticle(cut.page, cut.day, _parts(entry, cut.section))]
    return cut


def _below_headings(entry: _Entry, is_only: bool) -> Cut | None:
    """Return the articles below the headings in an entry; None if the entry is one article itself.

    An entry has several articles if its label names a page or a day. Otherwise it must have several
    headlines, and be the only entry, be without a label, or begin with a heading.
    """
    paragraphs = list(_paragraphs(entry))
    bare_label = "".join(entry.label.split())
    if paragraphs and "".join("".join(paragraphs[0].lines).split()) == bare_label:
        del paragraphs[0]
    level = level_of_headlines(paragraphs)
    if level is None:
        return None
    is_place = names_a_place(entry.label)
    begins = [paragraph for paragraph in paragraphs if paragraph.kind is not LinePart.KICKER][:1]
    is_section = bool(begins) and begins[0].kind is LinePart.HEADLINE
    headings = sum(part.kind is LinePart.HEADLINE and part.level == level for part in paragraphs)
    if not is_place and not (headings > 1 and (is_only or is_section or not entry.label)):
        return None
    cut = Cut(level)
    for label in (*entry.labels, entry.label):
        if label and (label != entry.label or not is_only or is_place):
            cut.above(label)
    cut.through(paragraphs)
    return cut


def _paragraphs(entry: _Entry) -> Iterator[Paragraph]:
    storeys = _storeys(entry.lines)
    for line in entry.lines:
        if not line.text or _is_of_calibre(line):
            continue
        if line.tag in _LEVELS:
            yield Paragraph((line.text,), LinePart.HEADLINE, _LEVELS[line.tag])
        elif (storey := storeys.get(id(line))) is not None:
            yield Paragraph((line.text,), LinePart.KICKER if storey is LinePart.KICKER else LinePart.DECK)
        else:
            [(part, text)] = parts_of([line])
            yield Paragraph((text,), part)


def _parts(entry: _Entry, section: str) -> list[tuple[LinePart, str]]:
    lines = [line for line in entry.lines if not _is_of_calibre(line)]
    heading = next((line for line in lines[:_AT_TOP] if line.tag in _HEADINGS), None)
    headline = entry.label
    # tables of contents cut long headlines short
    if heading is not None and (not headline or headline.endswith("…")):
        headline = heading.text
    top_ids = set(map(id, lines[:_AT_TOP]))
    storeys = {line_id: part for line_id, part in _storeys(lines).items() if line_id in top_ids}
    if heading is not None and LinePart.KICKER not in storeys.values():
        above = lines[: next(at for at, line in enumerate(lines) if line is heading)]
        storeys |= {id(line): LinePart.KICKER for line in above if may_be_kicker(line.text)}
    stated = [(LinePart.SECTION, section), (LinePart.HEADLINE, headline)]
    stated += [(storeys[id(line)], line.text) for line in lines if id(line) in storeys]
    head = [(part, text) for part, text in stated if text and part in _IN_HEAD]
    head.sort(key=lambda storey: _IN_HEAD.index(storey[0]))
    rest = [line for line in lines if id(line) not in storeys and not _repeats(line, headline)]
    return [*head, *without_repeats(parts_of(rest), head)]


_IN_HEAD = (LinePart.SECTION, LinePart.KICKER, LinePart.HEADLINE, LinePart.DECK)
"""What stands above a text, in this order."""


def _storeys(lines: Sequence[WebLine]) -> dict[int, LinePart]:
    """Return the part (kicker, deck) of the lines of a headline, by the lines' `id()`, as their HTML classes state it.

    A class that running text has too is ignored: calibre gives one class to all elements that look alike.
    """
    marked = []
    for line in lines:
        if line.text:
            for mark in set(line.marks.lower().split()):
                if mark in _STOREYS:
                    marked.append((line, mark))
    of_text = {mark for line, mark in marked if len(line.text) > _LONGEST_STOREY or line.text.endswith("。")}
    return {id(line): _STOREYS[mark] for line, mark in marked if mark not in of_text}


def _repeats(line: WebLine, headline: str) -> bool:
    return line.tag in _HEADINGS and "".join(line.text.split()) == "".join(headline.split())


def _is_of_calibre(line: WebLine) -> bool:
    """Return whether a line was added by calibre: navigation, or where the article was downloaded from."""
    is_turning = line.linked > 0 and _TURNING.match(line.text) is not None
    return is_turning or bool(_OF_CALIBRE.search(line.marks) or _FETCHED.search(line.text))


def _title(book: Book) -> str | None:
    """Return the newspaper's name: that of calibre's periodical, else the title, publisher or creator.

    The latter are only taken if they look like a newspaper's name; None without one.
    """
    kind, _, rest = book.value("calibre:publication_type").partition(":")
    if kind == "periodical" and (name := rest.rpartition(":")[2].strip()):
        return name
    day = day_named(book.value("title"))
    if day is not None and day.paper:
        return day.paper
    titles = (
        _BRACKET.sub("", book.value("title")).strip(),
        book.value("publisher"),
        book.value("creator"),
    )
    return next(filter(is_paper, titles), None)


def _date(book: Book) -> dt.date | None:
    """Return the date in the title of a book, else, if it is an issue of a paper, that of its publication."""
    day = day_in(book.value("title"))
    if day is None and _title(book) is not None:
        return _day_of_book(book)
    return day


def _of_book_alone(book: Book) -> Iterator[str]:
    """Yield in words the date of a book that is no issue of a paper: its articles need not be of that day."""
    day = _day_of_book(book)
    if day is not None and _title(book) is None and _date(book) is None:
        yield say("书籍信息里的日期（{day}，是书的，不是文章的）", day=day.isoformat())


def _day_of_book(book: Book) -> dt.date | None:
    """Return the day on which a book was published, in the time of China: calibre writes UTC."""
    value = book.value("date")
    try:
        moment = dt.datetime.fromisoformat(value)
        return (moment.astimezone(_CHINA) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        return day_in(value)
