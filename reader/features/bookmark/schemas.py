"""What `reader bookmark` prints as JSON."""

from reader.cli.schemas import Closed, Number, Passage, PlaceFacts, PrintedArticle, Text


class Place(Closed, frozen=True):
    """The characters [start, end) of a text of an article."""

    key: str
    field: str
    block: Number
    start: int
    end: int


class Likely(Closed, frozen=True):
    """Words like those of a lost mark, and where they are."""

    words: str
    places: list[Place]


class Former(Closed, frozen=True):
    """A bookmark as it was written on another computer."""

    note: str
    tags: list[str]
    modified: str


class Bookmark(Closed, frozen=True):
    uuid: str
    key: str
    printing: str
    newspaper: str
    date: Text
    month_day: Text
    number: Number
    page: Text
    path: str
    facts: PlaceFacts
    headline: Text
    note: str
    tags: list[str]
    created: str
    modified: str
    passage: Passage | None
    deleted: Text
    is_orphan: bool
    is_passage_lost: bool
    article: PrintedArticle
    places: list[Place] | None
    """Where its passage is; null while a server does not say."""
    likeliest: list[Likely] | None
    replaced: Former | None
    """What a merge has replaced, and nobody has looked at since."""


class Imported(Closed, frozen=True):
    """The numbers of records that an import brings."""

    bookmarks: int
    corrections: int
    decisions: int


class Tag(Closed, frozen=True):
    tag: str
    bookmarks: int


Bookmarks = list[Bookmark]
Tags = list[Tag]
