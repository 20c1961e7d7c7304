"""What `reader show` and `reader cite` print as JSON."""

from msgspec import UNSET, UnsetType, field

from reader.cli.schemas import Closed, Number, Passage, Repair, StoredArticle, Text


class Picture(Closed, frozen=True):
    """The picture of the page, and where the article is on it, in pixels."""

    path: str
    page: int
    width: Number
    height: Number
    boxes: list[list[float]]
    corners: list[list[float]]


class Stitch(Closed, frozen=True):
    """The join of two articles, made or offered, with the reasons for and against it."""

    key: str
    continued_by: str
    is_made: bool
    is_told: bool
    confidence: float
    reasons: list[str] = field(name="for")
    against: list[str]


class Proofread(Closed, frozen=True):
    unsure: int
    decided: int


class Note(Closed, frozen=True):
    uuid: str
    note: str
    tags: list[str]
    passage: Passage | None
    is_passage_lost: bool
    created: str
    modified: str


class Shown(StoredArticle, frozen=True, kw_only=True):
    continued_by: Text
    continues: Text
    printing: str
    picture: Picture | None
    stitches: list[Stitch]
    proofread: Proofread | None
    date_reason: Text
    suggestions: list[Repair]
    notes: list[Note] | None


class Author(Closed, frozen=True):
    literal: str


class Issued(Closed, frozen=True):
    date_parts: list[list[int]] | UnsetType = field(name="date-parts", default=UNSET)
    circa: bool | UnsetType = UNSET


class CslItem(Closed, frozen=True):
    """An article in CSL-JSON, without what is not known."""

    id: str
    type: str
    title: str | UnsetType = UNSET
    author: list[Author] | UnsetType = UNSET
    container_title: str | UnsetType = field(name="container-title", default=UNSET)
    edition: str | UnsetType = UNSET
    issued: Issued | UnsetType = UNSET
    issue: str | UnsetType = UNSET
    page: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    note: str | UnsetType = UNSET
    keyword: str | UnsetType = UNSET


Citations = list[CslItem]
