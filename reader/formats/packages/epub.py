"""EPUB: what its table of contents names are articles, above them sections or pages of the paper (calibre's news)."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from reader.formats.file_format import SavedFile
from reader.formats.packages.epub_book import Book, Point, book_of, tree_at
from reader.formats.packages.package import Package
from reader.formats.page_names import page_named
from reader.formats.reading import NotAnIssue
from reader.formats.told_text import TextBuilder
from reader.formats.web import paper_fields as fields
from reader.formats.web.lines import WebLine, lines_of, parts_of
from reader.i18n import count, say
from reader.newspaper.source_text import SourceText
from reader.newspaper.told import Part

_MARK = b"mimetypeapplication/epub+zip"
_OF_CALIBRE = re.compile(r"calibre_navbar")
_FETCHED = re.compile(r"\bcalibre\b.{0,20}https?://")
_TURNING = re.compile(
    r"^[\s|]*(?:[上下]一[篇个项]|文章列表|章节(?:菜单|列表)|分区菜单|主菜单|Next|Previous|(?:Section|Main) [Mm]enu)"
)
_BRACKET = re.compile(r"\s*[\[［(（][^\[\]［］()（）]*\d[^\[\]［］()（）]*[\]］)）]\s*$")
_ENGLISH_DAY = re.compile(r"(?<!\d)(\d{1,2}) (\d{1,2})月 ((?:19|20)\d\d)(?!\d)")
_CHINA = dt.timezone(dt.timedelta(hours=8))
_HEADINGS = frozenset({"h1", "h2", "h3"})
_STOREYS = {"kicker": Part.KICKER, "deck": Part.DECK, "subtitle": Part.DECK}
_AT_TOP = 5
"""Lines of an article among which its headline is."""
_LEAST_TEXT = 120
"""Characters of a page that the table of contents does not name, for an article."""
_MOST_LINKED = 0.5


@dataclass(slots=True)
class _Article:
    """An article as far as it is read; `labels` are those above it in the table of contents."""

    headline: str = ""
    labels: tuple[str, ...] = ()
    lines: list[WebLine] = field(default_factory=list)


class Epub:
    """The format of EPUB files."""

    name = "epub"

    def certainty(self, file: SavedFile) -> float:
        if not file.data.startswith(b"PK"):
            return 0.0
        return 0.95 if _MARK in file.data[:200] else 0.7 if file.ending == ".epub" else 0.0

    def read(self, file: SavedFile) -> SourceText:
        package = Package(file)
        book = book_of(package)
        whole: list[WebLine] = []
        articles: list[_Article] = []
        lists = 0
        points_of: dict[str, list[Point]] = defaultdict(list)
        for point in book.points:
            points_of[point.page].append(point)
        for page in book.pages:
            lines = _lines(package, page)
            whole += lines
            points = points_of[page]
            if _is_list(lines, points):
                lists += 1
            else:
                articles += _articles(lines, points, articles)
        articles = [each for each in articles if any(line.text for line in each.lines)]
        if not articles:
            raise NotAnIssue(say("没有文字的 EPUB"))
        return _written(file, book, articles, whole, lists)


def _lines(package: Package, page: str) -> list[WebLine]:
    return lines_of(tree_at(package, page).body, are_cells_apart=False)


def _is_list(lines: Sequence[WebLine], points: Sequence[Point]) -> bool:
    """Return whether a page leads to others: most of it is links, and what it is named by has articles below."""
    length = sum(len("".join(line.text.split())) for line in lines)
    is_linked = sum(line.linked for line in lines) > _MOST_LINKED * length
    return length == 0 or (is_linked and not any(point.is_leaf for point in points))


def _articles(
    lines: Sequence[WebLine], points: Sequence[Point], before: Sequence[_Article]
) -> list[_Article]:
    """Return the articles that begin on a page: at its beginning, and at the places that points name.

    A page that no point names goes on with the article before; in front of the first it is one if it is long enough.
    """
    places = {point.place: point for point in reversed(points) if point.place}
    whole = sorted((point for point in points if not point.place), key=lambda point: not point.is_leaf)
    first = next(iter(whole), None)
    begun: list[_Article] = []
    if first is not None:
        begun.append(_Article(first.label, first.above))
    for line in lines:
        if places and (mark := next((mark for mark in line.marks.split() if mark in places), None)):
            point = places.pop(mark)
            begun.append(_Article(point.label, point.above))
        if not begun:
            begun.append(_Article())
        begun[-1].lines.append(line)
    begun += [_Article(point.label, point.above) for point in places.values()]
    if begun and first is None and not begun[0].headline:
        if before:
            before[-1].lines.extend(begun.pop(0).lines)
        elif sum(len(line.text) for line in begun[0].lines) < _LEAST_TEXT:
            del begun[0]
    return begun


def _written(
    file: SavedFile, book: Book, articles: Sequence[_Article], whole: Sequence[WebLine], lists: int
) -> SourceText:
    builder = TextBuilder()
    title, date = _title(book), _date(book)
    builder.add_masthead(title, f"{date.year}年{date.month}月{date.day}日" if date else None)
    for label in dict.fromkeys(
        label for article in articles for label in article.labels if page_named(label)
    ):
        builder.add_masthead(label)
    pictures = 0
    for article in articles:
        pictures += sum(line.pictures for line in article.lines)
        page = next((name for label in article.labels if (name := page_named(label))), None)
        builder.add_article(_parts(article), page)
    left_out = [*builder.left_out_of(whole, pictures)]
    if lists:
        left_out.append(count(lists, "{n} 页目录"))
    return builder.source(
        file.name, "utf-8", title=title, date=date, is_dated_by_address=False, left_out=left_out
    )


def _parts(article: _Article) -> list[tuple[Part, str]]:
    lines = [line for line in article.lines if not _is_of_calibre(line)]
    section = next((label for label in reversed(article.labels) if not page_named(label)), "")
    heading = next((line for line in lines[:_AT_TOP] if line.tag in _HEADINGS), None)
    headline = article.headline
    if heading is not None and (not headline or headline.endswith("…")):
        headline = heading.text
    storeys = {part: line for line in lines[:_AT_TOP] if line.text and (part := _storey(line))}
    head = [
        (Part.SECTION, section),
        (Part.KICKER, _text_of(storeys.get(Part.KICKER))),
        (Part.HEADLINE, headline),
        (Part.DECK, _text_of(storeys.get(Part.DECK))),
    ]
    head = [(part, text) for part, text in head if text]
    rest = [
        line
        for line in lines
        if not any(line is each for each in storeys.values()) and not _repeats(line, headline)
    ]
    return [*head, *fields.without_repeats(parts_of(rest), head)]


def _storey(line: WebLine) -> Part | None:
    """Return which storey of the headline a line is, if its class says so."""
    return next((_STOREYS[mark] for mark in line.marks.lower().split() if mark in _STOREYS), None)


def _text_of(line: WebLine | None) -> str:
    return line.text if line is not None else ""


def _repeats(line: WebLine, headline: str) -> bool:
    return line.tag in _HEADINGS and "".join(line.text.split()) == "".join(headline.split())


def _is_of_calibre(line: WebLine) -> bool:
    """Return whether a line only serves to turn the pages, or says where calibre has fetched the article."""
    is_turning = line.linked > 0 and _TURNING.match(line.text) is not None
    return is_turning or bool(_OF_CALIBRE.search(line.marks) or _FETCHED.search(line.text))


def _title(book: Book) -> str | None:
    """Return the paper's name: what is called one, or what calibre says to be a periodical."""
    kind, _, rest = book.told("calibre:publication_type").partition(":")
    if kind == "periodical" and (name := rest.rpartition(":")[2].strip()):
        return name
    named = (_BRACKET.sub("", book.told("title")).strip(), book.told("publisher"), book.told("creator"))
    return next(filter(fields.is_paper, named), None)


def _date(book: Book) -> dt.date | None:
    """Return the day that the title tells, else that of the publication, in China: calibre writes it in UTC."""
    title = book.told("title")
    if day := fields.day_of(title) or _day_of_calibre(title):
        return day
    value = book.told("date")
    try:
        moment = dt.datetime.fromisoformat(value)
        return (moment.astimezone(_CHINA) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        return fields.day_of(value)


def _day_of_calibre(title: str) -> dt.date | None:
    found = _ENGLISH_DAY.search(title)
    try:
        return dt.date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None
