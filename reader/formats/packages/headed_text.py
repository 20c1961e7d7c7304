"""Paragraphs of which some are headings, as in Word and in web pages → articles, each with its page, section and day.

The highest level of which several headings have text below is that of the headlines; above it stand days, pages and
sections, below it subheads.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

from reader.formats.page_names import (
    NamedDay,
    day_named,
    may_be_kicker,
    names_a_place,
    page_named,
    rank_of_headlines,
)
from reader.newspaper.article import LinePart

_LONGEST_HEAD = 200
"""Characters of what may stand above the first headline; more is an article without one."""


class ParagraphKind(Enum):
    """What a paragraph is by its style; a heading has a level besides."""

    TEXT = "text"
    HEADING = "heading"
    SUBHEAD = "subhead"
    KICKER = "kicker"
    DECK = "deck"
    BYLINE = "byline"
    CAPTION = "caption"


_PARTS = {
    ParagraphKind.TEXT: LinePart.PARAGRAPH,
    ParagraphKind.KICKER: LinePart.KICKER,
    ParagraphKind.DECK: LinePart.DECK,
    ParagraphKind.BYLINE: LinePart.BYLINE,
    ParagraphKind.CAPTION: LinePart.CAPTION,
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, its lines as broken by hand; `level` is that of a heading, 0 for the document's title.

    `notes` are the texts of the footnotes that it refers to.
    """

    lines: tuple[str, ...]
    kind: ParagraphKind = ParagraphKind.TEXT
    level: int = 0
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class HeadedArticle:
    """An article; `day` is that of the heading above it, if one names a day."""

    page: str | None
    day: NamedDay | None = None
    parts: list[tuple[LinePart, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def has_text(self) -> bool:
        return any(
            part not in (LinePart.SECTION, LinePart.KICKER, LinePart.HEADLINE) for part, _ in self.parts
        )


def level_of_headlines(paragraphs: Sequence[Paragraph]) -> int | None:
    """Return the level of the headlines: the highest of which several have text below, else one; None without headings.

    A heading with a smaller one directly below, or nothing, or that names a page or a day, is that of a section, page
    or day.
    """
    return rank_of_headlines(
        heading.level
        for heading, below in pairwise(paragraphs)
        if heading.kind is ParagraphKind.HEADING
        and not names_a_place(" ".join(heading.lines))
        and not (below.kind is ParagraphKind.HEADING and below.level > heading.level)
    )


@dataclass(slots=True)
class Cut:
    """Cuts paragraphs into articles, at headings of `level`; `head` are the lines of each day's masthead."""

    level: int
    head: dict[NamedDay | None, list[str]] = field(default_factory=dict)
    articles: list[HeadedArticle] = field(default_factory=list)
    day: NamedDay | None = None
    page: str | None = None
    section: str = ""
    unused: str = ""
    """The section's heading, until an article stands below it."""
    waiting: list[Paragraph] = field(default_factory=list)
    is_open: bool = False
    is_begun: bool = False

    def through(self, paragraphs: Iterable[Paragraph]) -> None:
        for each in paragraphs:
            self._add(each)
        self._end_waiting()
        self._end_unused()

    def above(self, label: str) -> None:
        """Go on below a label of a table of contents: a day, a page, or a section."""
        self._part_off(label, 1)

    def _add(self, each: Paragraph) -> None:
        if each.kind is ParagraphKind.HEADING and each.level <= self.level:
            text = " ".join(each.lines)
            if each.level < self.level or names_a_place(text):
                self._end_waiting()
                self._part_off(text, each.level)
            else:
                self._begin(each)
        else:
            self._go_on(each)
        if self.is_open:
            self.articles[-1].notes += each.notes
        else:
            self._head.extend(each.notes)

    @property
    def _head(self) -> list[str]:
        return self.head.setdefault(self.day, [])

    def _part_off(self, text: str, level: int) -> None:
        """Begin a day, a page, a section, or below the document's title."""
        self._end_unused()
        self.is_open = False
        page = page_named(text)
        if (day := day_named(text)) is not None:
            self.is_begun &= self.day in (None, day)
            self.day, self.page, self.section = day, None, ""
        elif page:
            self.page, self.section = page, ""
        else:
            self.section = self.unused = text if level else ""
        if day or page or not level:
            self._head.append(text)

    def _begin(self, heading: Paragraph) -> None:
        """Begin an article; a second headline directly below the first is the same one's."""
        if not self.is_open or self.articles[-1].has_text():
            self._new_article()
            if self.section:
                self.articles[-1].parts.append((LinePart.SECTION, self.section))
                self.unused = ""
            kickers = [line for each in self.waiting for line in each.lines]
            self.waiting = []
            self.articles[-1].parts += [(LinePart.KICKER, line) for line in kickers]
        self.articles[-1].parts += [(LinePart.HEADLINE, line) for line in heading.lines]

    def _go_on(self, each: Paragraph) -> None:
        """Add what is no headline to the article; to the masthead what is little enough to stand above the first.

        A short line between the name of a page or a section and a headline waits: it is that one's kicker.
        """
        has_place = bool(self.page or self.section) or self.is_begun
        length = sum(map(len, (*self._head, *each.lines)))
        if each.kind is ParagraphKind.KICKER or (not self.is_open and has_place and _is_like_kicker(each)):
            self._end_waiting()
            self.waiting, self.is_open = [each], False
        elif self.is_open or self.is_begun or self.waiting or length > _LONGEST_HEAD:
            self._end_waiting()
            if not self.is_open:
                self._new_article()
                self._take_unused()
            part = _PARTS.get(each.kind, LinePart.SUBHEAD)
            self.articles[-1].parts += [(part, line) for line in each.lines]
        else:
            self._head.extend(each.lines)

    def _new_article(self) -> None:
        self.articles.append(HeadedArticle(self.page, self.day))
        self.is_open = self.is_begun = True

    def _take_unused(self) -> None:
        """Let a section's heading with text directly below be that article's headline."""
        if self.unused:
            self.articles[-1].parts.append((LinePart.HEADLINE, self.unused))
            self.section = self.unused = ""

    def _end_unused(self) -> None:
        """Keep the words of a section's heading that has nothing below."""
        if self.unused:
            self._head.append(self.unused)
            self.unused = ""

    def _end_waiting(self) -> None:
        """Make an article of the line that was no kicker."""
        waiting, self.waiting = self.waiting, []
        for each in waiting:
            self._new_article()
            self._take_unused()
            self.articles[-1].parts += [(LinePart.PARAGRAPH, line) for line in each.lines]


def _is_like_kicker(each: Paragraph) -> bool:
    is_text = each.kind is ParagraphKind.TEXT and len(each.lines) == 1 and not each.notes
    return is_text and may_be_kicker(each.lines[0])
