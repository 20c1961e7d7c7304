"""The data model of an issue, as far as one file contains it."""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from pathlib import PurePath

from msgspec import Struct, field

from reader.language.patterns import pattern
from reader.newspaper.article import Article, LineSpan, Reading
from reader.newspaper.profile import Told, Trait


class DateOrigin(StrEnum):
    """The origin of a date, the most reliable first.

    CORRECTED: a user's correction; STATED: a field in the file, such as front matter has, which whoever made the file
    has written.
    """

    PRINTED = "printed"
    CORRECTED = "corrected"
    STATED = "stated"
    INFERRED = "inferred"
    FILE_NAME = "file name"


class DateWitness(StrEnum):
    """The evidence in a file for a year that is not printed, or for a date in place of a printed impossible
    one.

    STATEMENTS: several statements of the text agree on the year; NEWS: the days given in the news include the
    year; PATH: the path contains it; FIELDS: weekday, lunar date and path agree on the day; DATELINE: the
    dateline of the file's only article gives the whole date.
    """

    STATEMENTS = "statements"
    NEWS = "news"
    PATH = "path"
    FIELDS = "fields"
    DATELINE = "dateline"


class TitleOrigin(StrEnum):
    """The evidence for a newspaper's name, the most reliable first.

    CN_NUMBER: the register has it for the printed CN number; CORRECTED: a user's correction; DATELINES:
    several datelines contain it; FILE_NAME: the name of the file or of a folder above it; OTHER_ISSUES: it is
    printed on most issues, and misread on this one; FOLDER: the other files of the folder.
    """

    PRINTED = "printed"
    CN_NUMBER = "cn number"
    CORRECTED = "reader"
    DATELINES = "datelines"
    FILE_NAME = "folder"
    OTHER_ISSUES = "other issues"
    FOLDER = "siblings"

    @property
    def is_estimated(self) -> bool:
        """Return whether the name is neither printed (as such or as CN number) nor given by a correction."""
        return self in _ESTIMATED


def surest(origins: Iterable[TitleOrigin | None]) -> TitleOrigin | None:
    present = set(origins)
    return next((each for each in TitleOrigin if each in present), None)


_ESTIMATED = frozenset(
    {TitleOrigin.DATELINES, TitleOrigin.FILE_NAME, TitleOrigin.OTHER_ISSUES, TitleOrigin.FOLDER}
)


class Masthead(Struct, frozen=True):
    """The masthead of a file's issue: what is printed or could be derived; every field may be missing.

    `title_origin` is None if there is no title, or in a record of an earlier version. `month_day` ("MM-DD")
    is set without `date` if the year is unknown. `cn_number` is the 国内统一连续出版物号 without its CN
    ("43-0005"). `date_witness` is set for a date that is not printed as a whole; `date_statements` are the
    lines of the text that indicate its year, with their text; `refused_years` are years that a user has
    rejected. `place` is the number within the issue of an article that has a file of its own; `edition` names
    an edition other than the ordinary one: 号外. `other_date` contradicts the date: the day in the file's name, or, if
    that is used, what is printed.
    """

    title: str | None = None
    title_as_printed: str | None = None
    date: dt.date | None = None
    month_day: str | None = None
    date_origin: DateOrigin | None = None
    weekday: str | None = None
    lunar_date: str | None = None
    number: int | None = None
    page_count: int | None = None
    cn_number: str | None = None
    source_lines: tuple[LineSpan, ...] = ()
    title_origin: TitleOrigin | None = None
    date_witness: DateWitness | None = None
    date_statements: tuple[tuple[int, str], ...] = ()
    refused_years: tuple[int, ...] = ()
    place: int | None = None
    edition: str | None = None
    other_date: str | None = None


class ParseWarning(Struct, frozen=True):
    """A remark of the parser about a line, printed under “warnings” by `reader parse`."""

    line: int
    message: str


class IssuePart(Struct, frozen=True):
    """The result of parsing one file: a whole issue, or a page of one. `reading` is None for plain text.

    `traits` are what it may have in common with other issues; the file alone tells them. `told` is what the other
    issues tell about them, with which it was parsed.
    """

    path: str
    encoding: str
    line_count: int
    masthead: Masthead
    articles: tuple[Article, ...]
    warnings: tuple[ParseWarning, ...] = ()
    reading: Reading | None = None
    traits: tuple[Trait, ...] = ()
    told: Told = field(default_factory=dict)

    @property
    def form(self) -> str:
        """The format of the file, "" for plain text."""
        return self.reading.format if self.reading else ""


_FIGURES = pattern("([0-9]+)")

PathOrder = tuple[tuple[str, int, str], ...]


def leads_inside(path: str) -> bool:
    """Return whether a relative path stays inside the folder it is appended to, symbolic links aside."""
    parts = PurePath(path)
    return not parts.anchor and ".." not in parts.parts and "\x00" not in path


def order_of(path: str) -> PathOrder:
    """Return a sort key by which 9.txt comes before 10.txt."""
    pieces = [*_FIGURES.split(path), ""]
    figures = [each.lstrip("0") for each in pieces[1::2]]
    return tuple((word, len(each), each) for word, each in zip(pieces[::2], figures, strict=True))
