"""Books and documents (EPUB, Word): paragraphs with headings are divided into articles, each with its page, section and
day, and these into issues, which are read like the files of a container if there are several.

The headlines are the headings of the highest level that occurs more than once directly above text. Higher
headings are days, pages and sections; lower ones are subheads.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise

import msgspec
from msgspec import Struct, field

from reader.formats.decoding import guessed, guesses_of
from reader.formats.page_names import (
    NamedDay,
    day_named,
    may_be_kicker,
    names_a_place,
    page_named,
    rank_of_headlines,
)
from reader.formats.reading import DayFile, SavedFile, SeveralDays, UnreadableFile
from reader.formats.text_builder import TextBuilder
from reader.i18n import say
from reader.newspaper.article import LinePart, LineSpan, Reading, SourceText, StatedIssue
from reader.newspaper.facts import Rule

_LONGEST_HEAD = 200
"""Maximum number of characters of the masthead; more text above the first headline is an article."""


class Paragraph(Struct, frozen=True):
    """A paragraph, with its lines at manual line breaks.

    `kind` tells its style; a heading is a headline, until `Cut` knows the level of those. `level` is that of a heading,
    1 the highest, 0 for the document's title or any other paragraph. `notes` are the texts of its footnotes.
    """

    lines: tuple[str, ...]
    kind: LinePart = LinePart.PARAGRAPH
    level: int = 0
    notes: tuple[str, ...] = ()


def paragraphs_of_word(file: SavedFile) -> Sequence[Paragraph]:
    """Return the paragraphs of a Word document; without the feature that reads these, none. Raises UnreadableFile."""
    return ()


class HeadedArticle(Struct):
    """An article; `day` is that of the last heading above it that names a day, `notes` are its footnotes."""

    page: str | None
    day: NamedDay | None = None
    parts: list[tuple[LinePart, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def has_text(self) -> bool:
        """Return whether it has anything but a section, kickers and headlines."""
        return any(
            part not in (LinePart.SECTION, LinePart.KICKER, LinePart.HEADLINE) for part, _ in self.parts
        )


def level_of_headlines(paragraphs: Sequence[Paragraph]) -> int | None:
    """Return the level of the headlines; None without headings that can be headlines.

    It is the highest level that occurs more than once, else the highest. Headings that name a page or a day,
    that are directly above a lower heading, or that end the document are not counted.
    """
    return rank_of_headlines(
        heading.level
        for heading, below in pairwise(paragraphs)
        if heading.kind is LinePart.HEADLINE
        and not names_a_place(" ".join(heading.lines))
        and not (below.kind is LinePart.HEADLINE and below.level > heading.level)
    )


class Cut(Struct):
    """Divides paragraphs into articles, at headings of `level`; `head` are the lines of each day's masthead.

    `day`, `page` and `section` are those of the next article. `is_open`: paragraphs are added to the last article;
    `is_begun`: this day has an article; `waiting`: a line that may be the kicker of the next headline.
    """

    level: int
    head: dict[NamedDay | None, list[str]] = field(default_factory=dict)
    articles: list[HeadedArticle] = field(default_factory=list)
    day: NamedDay | None = None
    page: str | None = None
    section: str = ""
    unused: str = ""
    """The section's heading, until an article uses it."""
    waiting: list[Paragraph] = field(default_factory=list)
    is_open: bool = False
    is_begun: bool = False

    def through(self, paragraphs: Iterable[Paragraph]) -> None:
        for paragraph in paragraphs:
            self._add(paragraph)
        self._end_waiting()
        self._end_unused()

    def above(self, label: str) -> None:
        """Apply a label of the table of contents above the next paragraphs: a day, a page or a section."""
        self._part_off(label, 1)

    def _add(self, paragraph: Paragraph) -> None:
        if paragraph.kind is LinePart.HEADLINE and paragraph.level <= self.level:
            text = " ".join(paragraph.lines)
            if paragraph.level < self.level or names_a_place(text):
                self._end_waiting()
                self._part_off(text, paragraph.level)
            else:
                self._begin(paragraph)
        else:
            self._go_on(paragraph)
        if self.is_open:
            self.articles[-1].notes += paragraph.notes
        else:
            self._head.extend(paragraph.notes)

    @property
    def _head(self) -> list[str]:
        return self.head.setdefault(self.day, [])

    def _part_off(self, text: str, level: int) -> None:
        """End the article at a heading of a day, page or section, or at the document's title (level 0)."""
        self._end_unused()
        self.is_open = False
        page = page_named(text)
        day = day_named(text)
        if day is not None:
            if self.day not in (None, day):
                self.is_begun = False
            self.day = day
            self.page = None
            self.section = ""
        elif page:
            self.page = page
            self.section = ""
        else:
            self.section = text if level else ""
            self.unused = self.section
        if day or page or not level:
            self._head.append(text)

    def _begin(self, heading: Paragraph) -> None:
        """Begin an article; a second headline directly below the first belongs to the same article."""
        if not self.is_open or self.articles[-1].has_text():
            self._new_article()
            if self.section:
                self.articles[-1].parts.append((LinePart.SECTION, self.section))
                self.unused = ""
            kickers = list(chain.from_iterable(paragraph.lines for paragraph in self.waiting))
            self.waiting = []
            self.articles[-1].parts += [(LinePart.KICKER, line) for line in kickers]
        self.articles[-1].parts += [(LinePart.HEADLINE, line) for line in heading.lines]

    def _go_on(self, paragraph: Paragraph) -> None:
        """Add a paragraph that is no headline to the article; above the first article, to the masthead if short.

        A short line below the heading of a page or section waits, as it may be the kicker of the next headline.
        """
        has_place = bool(self.page or self.section) or self.is_begun
        length = sum(map(len, (*self._head, *paragraph.lines)))
        if paragraph.kind is LinePart.KICKER or (
            not self.is_open and has_place and _is_like_kicker(paragraph)
        ):
            self._end_waiting()
            self.waiting = [paragraph]
            self.is_open = False
        elif self.is_open or self.is_begun or self.waiting or length > _LONGEST_HEAD:
            self._end_waiting()
            if not self.is_open:
                self._new_article()
                self._take_unused()
            if paragraph.kind is LinePart.HEADLINE:
                part = LinePart.SUBHEAD
            else:
                part = paragraph.kind
            self.articles[-1].parts += [(part, line) for line in paragraph.lines]
        else:
            self._head.extend(paragraph.lines)

    def _new_article(self) -> None:
        self.articles.append(HeadedArticle(self.page, self.day))
        self.is_open = self.is_begun = True

    def _take_unused(self) -> None:
        """Make the section's heading the article's headline, if there is text directly below it."""
        if self.unused:
            self.articles[-1].parts.append((LinePart.HEADLINE, self.unused))
            self.section = self.unused = ""

    def _end_unused(self) -> None:
        """Add the heading of a section without articles to the masthead, so that its words are not lost."""
        if self.unused:
            self._head.append(self.unused)
            self.unused = ""

    def _end_waiting(self) -> None:
        """Begin an article with the waiting line, which was not followed by a headline."""
        waiting = self.waiting
        self.waiting = []
        for paragraph in waiting:
            self._new_article()
            self._take_unused()
            self.articles[-1].parts += [(LinePart.PARAGRAPH, line) for line in paragraph.lines]


def _is_like_kicker(paragraph: Paragraph) -> bool:
    is_text = paragraph.kind is LinePart.PARAGRAPH and len(paragraph.lines) == 1 and not paragraph.notes
    return is_text and may_be_kicker(paragraph.lines[0])


_MARK = b'{"yuebao":"day"'


class _Day(Struct, frozen=True, tag="day", tag_field="yuebao", omit_defaults=True):
    """The text of one day with the structure that the book states; `left_out` as in `Reading`, the rest as in
    `SourceText`. `guesses` are those of the encoding.
    """

    encoding: str
    lines: tuple[str, ...]
    stated: StatedIssue = field(name="told")  # these bytes are digested: the name stays as it was
    left_out: tuple[str, ...]
    aside: int = 0
    spans: tuple[LineSpan, ...] = ()
    guesses: tuple[str, ...] = ()


_DECODER, _ENCODER = msgspec.json.Decoder(_Day), msgspec.json.Encoder()


class DayOfBook:
    """The format of one day in a book of several days, as `encoded` writes it."""

    name = "day-of-book"

    def certainty(self, file: SavedFile) -> float:
        if file.data.startswith(_MARK):
            return 0.9
        return 0.0

    def read(self, file: SavedFile) -> SourceText:
        try:
            day = _DECODER.decode(file.data)
        except (ValueError, RecursionError):
            raise not_a_day() from None
        numbers = []
        for article in day.stated.articles:
            for number, _ in article.lines:
                numbers.append(number)
        if not _are_lines(numbers, len(day.lines)) or any("\n" in line for line in day.lines):
            raise not_a_day()
        reading = Reading("", 0.0, day.left_out)
        is_sound = len(day.spans) in (0, len(day.lines)) and 0 <= day.aside <= len(day.lines) - numbers[-1]
        aside = day.aside if is_sound else 0
        return SourceText(
            file.name,
            day.encoding,
            day.lines,
            day.stated,
            reading,
            aside=aside,
            spans=day.spans if is_sound else (),
            encoding_fact=guessed(day.guesses),
        )


def _are_lines(numbers: Sequence[int], last: int) -> bool:
    """Return whether there are numbers, each once and in order, of lines from 1 to the last."""
    if not numbers or numbers[0] < 1 or numbers[-1] > last:
        return False
    return all(before < after for before, after in pairwise(numbers))


def not_a_day() -> UnreadableFile:
    return UnreadableFile(say("这不是合订本里的一天。"))


def encoded(source: SourceText) -> bytes:
    """Return one day of a book as the bytes of a file of the format `DayOfBook`."""
    left_out = source.reading.left_out if source.reading else ()
    stated = source.stated or StatedIssue(())
    return _ENCODER.encode(
        _Day(
            source.encoding,
            source.lines,
            stated,
            left_out,
            aside=source.aside,
            spans=source.spans,
            guesses=guesses_of(source.encoding_fact),
        )
    )


def only(sources: Sequence[SourceText]) -> SourceText:
    """Return the only issue of a book. Raises SeveralDays if it has several."""
    if len(sources) > 1:
        raise SeveralDays([_day_file(source) for source in sources])
    return sources[0]


def _day_file(source: SourceText) -> DayFile:
    stated = source.stated or StatedIssue(())
    return DayFile(stated.title or "", stated.date.isoformat() if stated.date else "", encoded(source))


def days_in(articles: Sequence[HeadedArticle]) -> list[NamedDay | None]:
    """Return the distinct days of a book's articles in order of appearance, None for articles without one.

    If there is at most one dated day, all articles belong to it: the list has one item, which may be None.
    """
    days = list(dict.fromkeys(article.day for article in articles))
    if len(days) > 2 or (len(days) == 2 and None not in days):
        return days
    return [next((day for day in days if day is not None), None)]


def sources_of(
    name: str,
    articles: Sequence[HeadedArticle],
    head: Mapping[NamedDay | None, Sequence[str]],
    *,
    title: str | None,
    date: dt.date | None,
    left_out: Sequence[str],
) -> list[SourceText]:
    """Return the issues of a book, one for each day; days without articles are omitted.

    Args:
        name: The path of the book in the library.
        articles: All articles of the book.
        head: The lines of the masthead for each day.
        title: The newspaper's name as the book states it; a heading with another name takes precedence.
        date: The date of the book, for a book of one day whose headings have no date.
        left_out: What of the book was not read, in words.
    """
    days = days_in(articles)
    of_whole = [say("整个合订本里的{what}", what=say("、").join(left_out))] if left_out else ()
    is_alone = len(days) == 1
    sources = []
    for day in days:
        builder = TextBuilder()
        for head_day, lines in head.items():
            if is_alone or head_day == day:
                for line in lines:
                    builder.add_masthead(line)
        for article in articles:
            if is_alone or article.day == day:
                notes = ((LinePart.PARAGRAPH, note) for note in article.notes)
                builder.add_article([*article.parts, *notes], article.page)
        paper = title
        day_date = date if is_alone else None
        rule = Rule.BOOK
        if day is not None:
            paper = day.paper or title
            day_date = day.date
            rule = Rule.MASTHEAD
        sources.append(
            builder.source(
                name,
                "utf-8",
                title=paper,
                date=day_date,
                rule=rule,
                left_out=left_out if is_alone else of_whole,
            )
        )
    return [source for source in sources if source.stated and source.stated.articles] or sources[:1]
