"""The data model of an issue, as far as one file contains it; and what recurs over the issues of a newspaper: its
standing columns, the heads of its pages, its marks of items.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import chain
from pathlib import PurePath

from msgspec import Struct, field

from reader.language.equality import look_alike
from reader.language.patterns import pattern
from reader.newspaper.article import Article, LineSpan, Reading
from reader.newspaper.facts import NO_FACTS, IssueFacts, Outcome, Rule, fact_by


class TraitKind(StrEnum):
    """What a short line is, or a mark at the beginning of lines.

    COLUMN: the name of a standing column. PAGE: the head of a page with its name. FURNITURE: any other line outside of
    articles. BARE: a heading without a text; if it recurs, it is furniture. ITEM: a mark that begins an item. OTHER: a
    short line within articles, or a mark that begins no item.
    """

    COLUMN = "column"
    PAGE = "page"
    FURNITURE = "furniture"
    BARE = "bare"
    ITEM = "item"
    OTHER = "other"

    @property
    def is_outside(self) -> bool:
        return self in (TraitKind.PAGE, TraitKind.FURNITURE)


class Trait(Struct, frozen=True):
    """A short line of a file, in the form in which lines are compared, or a mark; and what it is by the file alone."""

    text: str
    kind: TraitKind


_IF_RECURRING = {TraitKind.BARE: TraitKind.FURNITURE}
LEAST_ISSUES = 3
"""Number of issues that have to agree on a trait."""
ENDS = 2
"""A misread line has the first or the last two characters of the line that is meant."""
_SHORTEST_MISREAD = 4
_ONE_CHANGED_IN = 6


def decided(issues: Mapping[TraitKind, int]) -> TraitKind | None:
    """Return what a line or a mark is by the issues of a newspaper; None if they don't agree.

    `issues` are the numbers of issues by which it is each kind. At least three, and half of all, have to agree; the
    first of two equally frequent kinds counts.
    """
    if sum(issues.values()) < LEAST_ISSUES:
        return None
    agreeing = Counter({_IF_RECURRING.get(kind, kind): 0 for kind in TraitKind})
    for kind, count in issues.items():
        agreeing[_IF_RECURRING.get(kind, kind)] += count
    most, count = agreeing.most_common(1)[0]
    if count >= max(LEAST_ISSUES, agreeing.total() / 2):
        return most
    return None


def may_be_misread(printed: str, meant: str) -> bool:
    """Return whether a line may be another one of which OCR has misread, dropped or added one character in six.

    In a line of four or five characters it may be one, which has to look like the one that is meant.
    """
    most = min(len(printed), len(meant)) // _ONE_CHANGED_IN
    if not most:
        is_long = len(printed) >= _SHORTEST_MISREAD
        return is_long and look_alike(printed, meant) and sum(map(str.__ne__, printed, meant)) == 1
    from rapidfuzz.distance import Levenshtein  # a window that starts needs none

    return 0 < Levenshtein.distance(printed, meant, score_cutoff=most) <= most


Told = Mapping[str, TraitKind]
"""What a newspaper's other issues tell about traits of a file, by their texts."""
Tell = Callable[[str | None, Sequence[Trait]], Told]
"""Returns what is told about these traits of a file, which tells by itself this title."""


def nothing_told(title: str | None, traits: Sequence[Trait]) -> Told:
    return {}


class Profile(Struct, frozen=True, dict=True):
    """What the issues of a newspaper agree on: the kinds of lines and marks, by their texts."""

    kinds: Mapping[str, TraitKind]

    @cached_property
    def _by_end(self) -> Mapping[str, list[str]]:
        by_end: dict[str, list[str]] = defaultdict(list)
        for text in self.kinds:
            for end in ends(text):
                by_end[end].append(text)
        return by_end

    def told(self, traits: Iterable[Trait]) -> Told:
        """Return what these traits of a file are by the other issues, where the file alone tells something else.

        A line that is not in the profile is what the line is that may be meant; the first of several counts.
        """
        kind_by_text: dict[str, TraitKind] = {}
        for trait in traits:
            kind = self.kinds.get(trait.text) or self._meant(trait)
            if kind is not None and _says_more(kind, trait.kind):
                kind_by_text[trait.text] = kind
        return kind_by_text

    def _meant(self, trait: Trait) -> TraitKind | None:
        similar = list(chain.from_iterable(self._by_end.get(end, ()) for end in ends(trait.text)))
        meant = [text for text in similar if may_be_misread(trait.text, text)]
        if meant:
            return self.kinds[min(meant)]
        return None


def teller(profiles: Mapping[str, Told]) -> Tell:
    """Return what tells files what the issues of their newspaper agree on; each profile is looked through once."""
    profile_by_newspaper = {newspaper: Profile(kinds) for newspaper, kinds in profiles.items()}
    nothing = Profile({})

    def tell(title: str | None, traits: Sequence[Trait]) -> Told:
        return profile_by_newspaper.get(title or "", nothing).told(traits)

    return tell


def ends(text: str) -> Iterator[str]:
    """Yield the first and the last characters of a line by which similar ones are looked up; nothing for a mark."""
    if len(text) >= _SHORTEST_MISREAD:
        yield "^" + text[:ENDS]
        yield "$" + text[-ENDS:]


def _says_more(kind: TraitKind, by_itself: TraitKind) -> bool:
    """Return whether a file is parsed otherwise for the kind of a trait; for marks of items it always is."""
    if kind in (TraitKind.ITEM, TraitKind.OTHER):
        return kind is TraitKind.ITEM
    return kind is not by_itself and not (kind.is_outside and by_itself.is_outside)


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

    @property
    def is_sure(self) -> bool:
        """Whether the day may be told without a mark."""
        return rule_of_day(self).outcome.is_sure

    @property
    def is_inferred(self) -> bool:
        """Whether nobody has written down the day as the paper's: it follows from the text, other issues, or a path."""
        return rule_of_day(self).outcome is Outcome.INFERRED

    @property
    def is_estimated(self) -> bool:
        """Whether the day follows from the text or from other issues: no evidence for others, and joining no files."""
        return self.is_inferred and self is not DateOrigin.FILE_NAME


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
    return next((origin for origin in TitleOrigin if origin in present), None)


_ESTIMATED = frozenset(
    {TitleOrigin.DATELINES, TitleOrigin.FILE_NAME, TitleOrigin.OTHER_ISSUES, TitleOrigin.FOLDER}
)


_RULES_OF_TITLE = {
    TitleOrigin.PRINTED: Rule.MASTHEAD,
    TitleOrigin.CN_NUMBER: Rule.CN_NUMBER,
    TitleOrigin.CORRECTED: Rule.READER,
    TitleOrigin.DATELINES: Rule.DATELINE,
    TitleOrigin.FILE_NAME: Rule.PATH,
    TitleOrigin.OTHER_ISSUES: Rule.OTHER_ISSUES,
    TitleOrigin.FOLDER: Rule.SAME_FOLDER,
}
_RULES_OF_DAY = {
    DateOrigin.PRINTED: Rule.MASTHEAD,
    DateOrigin.CORRECTED: Rule.READER,
    DateOrigin.STATED: Rule.FRONT_MATTER,
    DateOrigin.FILE_NAME: Rule.DAY_IN_PATH,
}
_RULES_OF_WITNESS = {
    DateWitness.STATEMENTS: Rule.STATEMENTS,
    DateWitness.NEWS: Rule.NEWS,
    DateWitness.PATH: Rule.YEAR_IN_PATH,
    DateWitness.FIELDS: Rule.FIELDS,
    DateWitness.DATELINE: Rule.DATELINE,
}


def rule_of_title(origin: TitleOrigin | None) -> Rule:
    """Return the rule by which a newspaper's name is known; an earlier version recorded none."""
    if origin:
        return _RULES_OF_TITLE[origin]
    return Rule.UNRECORDED


def rule_of_day(origin: DateOrigin | None, witness: DateWitness | None = None) -> Rule:
    """Return the rule by which a date is known; an earlier version recorded none."""
    if witness:
        return _RULES_OF_WITNESS[witness]
    if origin:
        return _RULES_OF_DAY.get(origin, Rule.UNRECORDED)
    return Rule.UNRECORDED


def title_origin_of(rule: Rule) -> TitleOrigin:
    """Return the origin of a title that is known by a rule; that of a name in a path for one without an origin."""
    origins = {known_by: origin for origin, known_by in _RULES_OF_TITLE.items()}
    if rule.outcome is Outcome.PRINTED:
        return origins.get(rule, TitleOrigin.PRINTED)
    return origins.get(rule, TitleOrigin.FILE_NAME)


def date_origin_of(rule: Rule) -> DateOrigin:
    """Return the origin of a date that is known by a rule."""
    if rule in (Rule.DAY_IN_PATH, Rule.YEAR_IN_PATH):
        return DateOrigin.FILE_NAME
    return DateOrigin(rule.outcome.value)


def facts_of_origins(
    title: str | None,
    title_origin: TitleOrigin | None,
    date: dt.date | None,
    day_rule: Rule,
    number: int | None = None,
    edition: str | None = None,
) -> IssueFacts:
    """Return what is known of an issue of which an earlier version recorded only these."""
    return IssueFacts(
        fact_by(rule_of_title(title_origin), title or None),
        fact_by(day_rule, date),
        fact_by(Rule.NOT_READ_AGAIN, edition or None),
        fact_by(Rule.MASTHEAD, number),
    )


class Masthead(Struct, frozen=True):
    """The masthead of a file's issue: what is printed or could be derived; every field may be missing.

    `title_origin` is None if there is no title, or in a record of an earlier version. `month_day` ("MM-DD")
    is set without `date` if the year is unknown. `cn_number` is the 国内统一连续出版物号 without its CN
    ("43-0005"). `date_witness` is set for a date that is not printed as a whole; `date_statements` are the
    lines of the text that indicate its year, with their text; `refused_years` are years that a user has
    rejected. `place` is the number within the issue of an article that has a file of its own; `edition` names
    an edition other than the ordinary one: 号外. `other_date` contradicts the date: the day in the file's name, or, if
    that is used, what is printed. `unread_pages` (“2-3”) are those of which a recogniser says that it has skipped them.
    `year` is that of an issue without a date and a day, by the path. `facts` are these fields, and the pages of the
    file, with how they are known.
    `script` is in which script and language the file is (`scripts.script_of`), None if that can't be told.
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
    unread_pages: str | None = None
    year: int | None = None
    script: str | None = None
    facts: IssueFacts = NO_FACTS


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
        if self.reading:
            return self.reading.format
        return ""


_FIGURES = pattern("([0-9]+)")

PathOrder = tuple[tuple[str, int, str], ...]


def leads_inside(path: str) -> bool:
    """Return whether a relative path stays inside the folder it is appended to, symbolic links aside."""
    parts = PurePath(path)
    return not parts.anchor and ".." not in parts.parts and "\x00" not in path


def order_of(path: str) -> PathOrder:
    """Return a sort key by which 9.txt comes before 10.txt."""
    pieces = [*_FIGURES.split(path), ""]
    figures = [piece.lstrip("0") for piece in pieces[1::2]]
    return tuple((word, len(figure), figure) for word, figure in zip(pieces[::2], figures, strict=True))
