"""`ArticleSet`: the articles that something is asked of, the same for every view, command, export and evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from reader.i18n import count, say
from reader.library.read_share import WHOLE, ReadSoFar, unread_in_words
from reader.search.query import EveryArticle, InDossier, Query, Unknown, in_a_sentence, needles, understood_as
from reader.search.query.nodes import QueryRemark


class Shapes(StrEnum):
    """The strings of a query that match in all shapes of their characters, simplified, traditional and old ones."""

    AS_PRINTED = "as printed"
    """None: each matches as it is typed."""
    OF_WORDS = "words"
    """Those without quotation marks."""
    OF_ALL = "all"
    """Those in quotation marks, too."""


class ArticleSet(Struct, frozen=True):
    """What something is asked of: the articles that a search finds, of a dossier, of days, or the whole library.

    Made by `article_sets.ArticleSets`. Two that are equal have the same articles as long as the library stays the same.

    Attributes:
        query: what the index is asked for it; its root is None if a search asks for nothing.
        text: the search as typed; "" without one.
        typed: how it is understood, without the shapes of its words.
        shapes: which shapes count.
        dossier: the name of the dossier, or of another list, that all articles are in; "" without one.
        listed: the ids of the articles on the list, in its order.
        first: the first day of the issues, and `last` the last one, both inclusive; None if it is open.
        removed: the number of articles on the list that the library no longer has.
    """

    query: Query = field(default_factory=Query)
    text: str = ""
    typed: Query = field(default_factory=Query)
    shapes: Shapes = Shapes.OF_WORDS
    dossier: str = ""
    listed: tuple[int, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    removed: int = 0

    @classmethod
    def of(cls, query: Query, text: str = "") -> ArticleSet:
        """Return the set of a query that is asked as it is, as nobody has typed it."""
        return cls(query, text, query, Shapes.AS_PRINTED)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return self.query.root is None

    @property
    def is_whole(self) -> bool:
        return isinstance(self.query.root, EveryArticle)

    @property
    def name(self) -> str:
        """What the set is called in a file name or a message: the search as typed, else what is asked for."""
        if self.is_whole:
            return self.in_words()
        return self.text.strip() or self.in_words()

    @property
    def names_dossiers(self) -> bool:
        """Whether the search as typed names a dossier, so that it is understood in this library alone."""
        root = self.typed.root
        return root is not None and any(isinstance(leaf, InDossier) for leaf in root.leaves())

    @property
    def has_places(self) -> bool:
        """Whether it is asked for by strings, so that there are places of them in its articles."""
        return bool(needles(self.query))

    @property
    def remarks(self) -> tuple[QueryRemark, ...]:
        """What of the search is not understood or passed over, and which shapes are left out."""
        return tuple(dict.fromkeys((*self.typed.remarks, *self.query.remarks)))

    def in_words(self) -> str:
        """Return what is asked for; "" if nothing is."""
        if self.is_whole:
            return say("整个资料库")
        if self.dossier and not self.names_dossiers:
            dossier = say("专题“{name}”", name=self.dossier)
        else:
            dossier = ""
        days = range_in_words(self.first, self.last)
        return " ".join(filter(None, [understood_as(self.typed), dossier, days]))


def range_in_words(first: dt.date | None, last: dt.date | None) -> str:
    """Return a range of days, which may be open at one end; "" if it is open at both."""
    if first is not None and last is not None:
        return f"{first.isoformat()}–{last.isoformat()}"
    if first is not None:
        return say("{day} 起", day=first.isoformat())
    if last is not None:
        return say("到 {day} 为止", day=last.isoformat())
    return ""


class LeftOutUnknown(Struct, frozen=True):
    """A number of articles that may belong to a set; `typed` finds them."""

    unknown: Unknown
    number: int
    typed: str

    def in_words(self) -> str:
        """Return how many they are, and how they are found."""
        return say(
            "{articles}：{query}", articles=number_of_unknown(self.unknown, self.number), query=self.typed
        )


def left_out_unknown(
    numbers: Mapping[Unknown, int], typed: Mapping[Unknown, str]
) -> tuple[LeftOutUnknown, ...]:
    """Return what is left out by what is not known, where it is known what to type for it."""
    return tuple(
        LeftOutUnknown(unknown, number, typed[unknown])
        for unknown, number in numbers.items()
        if unknown in typed
    )


def number_of_unknown(unknown: Unknown, number: int) -> str:
    """Return in words that so many articles more may be meant."""
    match unknown:
        case Unknown.DAY:
            return count(number, "另有 {n} 篇日期不明")
        case Unknown.PAGE:
            return count(number, "另有 {n} 篇版面不明")
        case Unknown.NEWSPAPER:
            return count(number, "另有 {n} 篇报纸名不明")


class LeftOut(Struct, frozen=True):
    """What an answer about a set leaves out."""

    unknown: tuple[LeftOutUnknown, ...] = ()
    """The articles that may belong to it, of which something is not known."""
    removed: int = 0
    """The number of articles on its list that the library no longer has."""
    read: ReadSoFar = WHOLE
    """How much of the library has been read."""

    def number(self, unknown: Unknown) -> int:
        """Return the number of articles that are left out because this is not known of them."""
        return sum(part.number for part in self.unknown if part.unknown is unknown)

    def to_json(self) -> dict[str, int]:
        """Return the numbers of articles by what is not known of them."""
        return {unknown.value: self.number(unknown) for unknown in Unknown}

    def said_of_unknown(self) -> list[str]:
        """Return a sentence on each kind of articles of which something is not known."""
        return [part.in_words() for part in self.unknown]

    def said(self) -> list[str]:
        """Return a sentence on each thing that is left out."""
        sentences = [
            *self.said_of_unknown(),
            removed_in_words(self.removed),
            unread_in_words(self.read),
        ]
        return list(filter(None, sentences))


def removed_in_words(number: int) -> str:
    """Return how many articles on a list the library no longer has; "" for none."""
    if not number:
        return ""
    return say("单子里有 {n} 篇现在不在库里。", n=number)


def said_of_search(articles: ArticleSet) -> list[str]:
    """Return a sentence on each part of a search that is not understood or passed over."""
    return [in_a_sentence(remark) for remark in articles.remarks]
