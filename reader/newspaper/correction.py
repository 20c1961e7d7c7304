"""The user's corrections to lines of a file, and the anchors by which these lines are found again.

A correction never changes a file. It is stored with the user's data, and constrains the parsing of every text
in which its line is found.
"""

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum, StrEnum, auto
from typing import Any, Self

from msgspec import Struct
from msgspec.structs import asdict

from reader import always
from reader.i18n import later, say
from reader.language.patterns import pattern
from reader.newspaper.article import Role, page_in_words
from reader.newspaper.issue import leads_inside
from reader.newspaper.logical_clock import order_of, tick_from_json, tick_to_json

Record = dict[str, object]


class CorrectedRole(StrEnum):
    """The role that the user gives to a line. A member has the name in files, and a function for `words`."""

    _words: Callable[[], str]

    # Only the name is required, so that a role is looked up by it, for type checkers too.
    def __new__(cls, name: str, words: Callable[[], str] = str) -> Self:
        role = str.__new__(cls, name)
        role._value_ = name
        role._words = words
        return role

    HEADLINE = "headline", later("这是标题")
    KICKER = "kicker", later("这是眉题")
    DECK = "deck", later("这是副题")
    SECTION = "section", later("这是栏目")
    BYLINE = "byline", later("这是署名")
    PARAGRAPH = "paragraph", later("这是正文")
    SUBHEAD = "subhead", later("这是小标题")
    CAPTION = "caption", later("这是图说")
    NOTICE = "notice", later("这是启事")
    JUMP = "jump", later("这是转版的话")
    MASTHEAD = "masthead", later("这是报头")
    PAGE = "page", later("这是版面号")

    @property
    def words(self) -> str:
        """The sentence that states this role of a line: “这是标题”."""
        return self._words()


class Anchor(Struct, frozen=True):
    """A line of a file, identified by its text.

    `path` is where it was first found, and may be out of date. `quote` is the beginning of the line, in
    key form; `before` and `after` are the neighbouring lines that are not blank, quoted in the same way,
    "" at the ends of the file; `ordinal` counts it among the lines of the file with the same quote, from 1.
    """

    path: str
    quote: str
    before: str
    after: str
    ordinal: int


class CorrectedCredit(Struct, frozen=True):
    """The names that the user gives for a role; no names mean that nobody is credited with this role."""

    role: Role
    names: tuple[str, ...]


class About(Enum):
    """What a correction is about.

    BLOCK: its line, which must be the first of a shown block; LINE: its line, which may be any; ISSUE: the
    issue of the file, where the line only identifies the file; STORY: the article of its line, and another
    article; DIVISION: its file, which is divided into issues there.
    """

    BLOCK = auto()
    LINE = auto()
    ISSUE = auto()
    STORY = auto()
    DIVISION = auto()


OF_A_LINE = (About.BLOCK, About.LINE)


class _Content(Struct, frozen=True):
    """The content of a claim in addition to its kind: a field of `Claim`, and its conversion from and to
    JSON.

    Attributes:
        name: the field of `Claim`, and its name in JSON.
        from_json: returns the value of this name from a JSON object. Raises ValueError if it is missing or invalid.
        is_possible: returns whether a value is within its bounds.
        to_json: returns the JSON fields of a value; None if the value itself is the only field.
    """

    name: str
    from_json: Callable[[Mapping[str, object], str], Any]
    is_possible: Callable[[Any], bool] = always
    to_json: Callable[[Any], Record] | None = None


def _string(data: Mapping[str, object], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str):
        raise ValueError(name)
    return value


def _strings(data: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = data.get(name)
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValueError(name)
    return tuple(value)


def _object(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = data.get(name)
    if not isinstance(value, dict):
        raise ValueError(name)
    return value


def _whole(data: Mapping[str, object], name: str) -> int:
    value = data.get(name)
    if type(value) is not int or not 0 <= value < 2**63:  # what SQLite can hold
        raise ValueError(name)
    return value


def _anchor_from_json(data: Mapping[str, object]) -> Anchor:
    path = _string(data, "path")
    if not leads_inside(path):
        raise ValueError("path")
    return Anchor(
        path,
        quote=_string(data, "quote"),
        before=_string(data, "before"),
        after=_string(data, "after"),
        ordinal=_whole(data, "ordinal"),
    )


def _role_from_json(data: Mapping[str, object], name: str) -> CorrectedRole:
    return CorrectedRole(_string(data, name))


def _credit_from_json(data: Mapping[str, object], name: str) -> CorrectedCredit:
    return CorrectedCredit(Role(_string(data, name)), _strings(data, "names"))


def _credit_to_json(credit: CorrectedCredit) -> Record:
    return {"credit": credit.role.value, "names": list(credit.names)}


def _date_from_json(data: Mapping[str, object], name: str) -> dt.date:
    return dt.date.fromisoformat(_string(data, name))


def _date_to_json(date: dt.date) -> Record:
    return {"date": date.isoformat()}


def _first_from_json(data: Mapping[str, object], name: str) -> Anchor:
    return _anchor_from_json(_object(data, name))


def _first_to_json(first: Anchor) -> Record:
    return {"first": asdict(first)}


def _is_number(number: int) -> bool:
    return 0 < number < 10**8


def _is_title(title: str) -> bool:
    return len(title) <= 40 and title.isprintable() and bool(title.strip())


def _is_year(year: int) -> bool:
    return dt.MINYEAR <= year <= dt.MAXYEAR


_LABEL = pattern("[A-Z]?[1-9][0-9]{0,2}")


def _is_page(page: str) -> bool:
    return _LABEL.fullmatch(page) is not None


_ENCODING_NAME = pattern("[a-z0-9][a-z0-9_-]{1,19}")


def _is_encoding(name: str) -> bool:
    return _ENCODING_NAME.fullmatch(name) is not None


_ROLE = _Content("role", _role_from_json)
_CREDIT = _Content("credit", _credit_from_json, to_json=_credit_to_json)
_DATE = _Content("date", _date_from_json, to_json=_date_to_json)


_NUMBER = _Content("number", _whole, _is_number)
_TITLE = _Content("title", _string, _is_title)
_PAGE = _Content("page", _string, _is_page)
_ENCODING = _Content("encoding", _string, _is_encoding)
_YEAR = _Content("year", _whole, _is_year)
_FIRST = _Content("first", _first_from_json, to_json=_first_to_json)


def _page_of_file(page: str) -> str:
    return say("这一份是 {page}版", page=page_in_words(page))


def role_in_words(role: Role) -> str:
    """Return the role of a credit in words: “记者”."""
    return {
        Role.REPORTER: say("记者"),
        Role.CORRESPONDENT: say("通讯员"),
        Role.PHOTOGRAPHER: say("摄影"),
        Role.AUTHOR: say("作者"),
        Role.EDITOR: say("编辑"),
        Role.AGENCY: say("通讯社"),
    }[role]


def _role_in_words(role: CorrectedRole) -> str:
    return role.words


def _credit_in_words(credit: CorrectedCredit) -> str:
    who = role_in_words(credit.role)
    if not credit.names:
        return say("这里没有署{who}", who=who)
    return say("署名：{who} {names}", who=who, names=" ".join(credit.names))


_QUOTED = 12


def _shortened(quote: str) -> str:
    if len(quote) <= _QUOTED:
        return quote
    return quote[:_QUOTED] + "…"


def _continued_in_words(first: Anchor) -> str:
    return say("与“{text}”那篇是同一篇，接在它后面", text=_shortened(first.quote))


def _apart_in_words(first: Anchor) -> str:
    return say("与“{text}”那篇不是同一篇", text=_shortened(first.quote))


class CorrectionKind(StrEnum):
    """The kind of statement that a correction makes; its members are defined by `name, about, words,
    content`.

    `name` is the name in files; `words` returns the statement as a sentence, and takes the value of `content`
    under its name if the kind has one. The effect of a kind on parsing is in `parsing.correction_anchors`, its
    command line field of `features.correct.cli.Add`.
    """

    about: About
    content: _Content | None
    _words: Callable[..., str]

    # Only the name is required, so that a kind is looked up by it, for type checkers too.
    def __new__(
        cls,
        name: str,
        about: About = About.LINE,
        words: Callable[..., str] = str,
        content: _Content | None = None,
    ) -> Self:
        kind = str.__new__(cls, name)
        kind._value_ = name
        kind.about = about
        kind._words = words
        kind.content = content
        return kind

    ROLE = "role", About.LINE, _role_in_words, _ROLE
    STARTS = "starts", About.BLOCK, later("这里开始另一篇")
    JOINED = "joined", About.BLOCK, later("与上一篇是同一篇")
    PARAGRAPH_JOINED = "paragraph joined", About.BLOCK, later("与上一段是同一段")
    PARAGRAPH_APART = "paragraph apart", About.LINE, later("这里另起一段")
    CREDIT = "credit", About.LINE, _credit_in_words, _CREDIT
    DAY = "day", About.DIVISION, later("从这里起是 {date} 的报"), _DATE
    DATE = "date", About.ISSUE, later("这一期是 {date} 的"), _DATE
    NUMBER = "number", About.ISSUE, later("这一期是第 {number} 期"), _NUMBER
    TITLE = "title", About.ISSUE, later("这是《{title}》"), _TITLE
    PAGE = "page", About.ISSUE, _page_of_file, _PAGE
    ENCODING = "encoding", About.ISSUE, later("这一期的文件读作 {encoding}"), _ENCODING
    NOT_YEAR = "not year", About.ISSUE, later("这一期不是 {year} 年的"), _YEAR
    CONTINUES = "continues", About.STORY, _continued_in_words, _FIRST
    APART = "apart", About.STORY, _apart_in_words, _FIRST

    @property
    def is_of_issue(self) -> bool:
        """Return whether the correction is about the issue of the file; the line only identifies the file."""
        return self.about is About.ISSUE


_CONTENTS = frozenset(kind.content.name for kind in CorrectionKind if kind.content)


class Claim(Struct, frozen=True):
    """The statement of a correction: its kind, with the value of the kind in its field (`role` of a ROLE and
    so on).

    STARTS: an article starts at the line. JOINED: the article that starts at the line belongs to the one
    before it. PARAGRAPH_JOINED: the line continues the paragraph before it; PARAGRAPH_APART: it begins a
    paragraph. DAY: the issue of a date begins at the line, in a file of several. DATE, NUMBER, TITLE: the
    date of the issue, its number (1 to 8 digits), the newspaper (1 to 40 characters). PAGE: the page of the file,
    or of its first page if it has several; a label such as "A4". ENCODING: the encoding that the file is read in.
    NOT_YEAR: the issue is not of this `year` (1 to 9999), which was estimated. CONTINUES: the article of the line is
    the continuation of the article of the line `first`; APART: it is not.

    Raises ValueError if the field of the kind is missing or out of bounds, or another field is set.
    """

    kind: CorrectionKind
    role: CorrectedRole | None = None
    credit: CorrectedCredit | None = None
    date: dt.date | None = None
    number: int | None = None
    title: str | None = None
    first: Anchor | None = None
    year: int | None = None
    page: str | None = None
    encoding: str | None = None

    def __post_init__(self) -> None:
        content = self.kind.content
        for name in _CONTENTS:
            if (getattr(self, name) is not None) != (content is not None and content.name == name):
                raise ValueError(f"{self.kind} with {name} {getattr(self, name)}")
        if content is not None and not content.is_possible(self.value):
            raise ValueError(f"{content.name} {self.value}")

    @property
    def value(self) -> Any:
        """The value of the field that belongs to the kind; None for a kind without content."""
        if self.kind.content is None:
            return None
        return getattr(self, self.kind.content.name)

    @property
    def words(self) -> str:
        """Return the claim in words: “这是标题”, “署名：记者 顾知远”."""
        content = self.kind.content
        if content is None:
            return self.kind._words()
        return self.kind._words(**{content.name: self.value})


def names_in(text: str) -> tuple[str, ...]:
    """Return the different names in the user's input, separated by spaces, commas, semicolons or slashes."""
    return tuple(dict.fromkeys(name for name in re.split(r"[\s、，,;；/／]+", text) if name))


class Correction(Struct, frozen=True):
    """A claim about a line. `undone`: it is no longer in effect, but stored so that copies of it are
    recognized.

    `tick`: see `logical_clock`.
    """

    uuid: str
    anchor: Anchor
    claim: Claim
    created: dt.datetime
    modified: dt.datetime
    undone: bool = False
    tick: int = 0


def contradicting(corrections: Iterable[Correction]) -> Iterator[tuple[Correction, list[Correction]]]:
    """Yield each correction that holds against others of the same place, with these: the latest one holds.

    Those contradict each other that say different things about the same subject; undone ones contradict none.
    """
    of_subject: defaultdict[object, list[Correction]] = defaultdict(list)
    for correction in corrections:
        subject = _subject(correction.claim)
        if subject is not None and not correction.undone:
            of_subject[correction.anchor, subject].append(correction)
    for same in of_subject.values():
        holding = max(same, key=order_of)
        others = [correction for correction in same if correction.claim != holding.claim]
        if others:
            yield holding, others


def others_than(chosen: Correction, corrections: Iterable[Correction]) -> list[Correction]:
    """Return those in effect that say something else than one of them about the same subject."""
    for holding, others in contradicting(corrections):
        if chosen in (holding, *others):
            return [correction for correction in (holding, *others) if correction.claim != chosen.claim]
    return []


def _subject(claim: Claim) -> object:
    """Return what a claim decides of its place, about which another one may say something else; None if none can."""
    match claim.kind:
        case CorrectionKind.STARTS | CorrectionKind.JOINED:
            return CorrectionKind.STARTS
        case CorrectionKind.PARAGRAPH_JOINED | CorrectionKind.PARAGRAPH_APART:
            return CorrectionKind.PARAGRAPH_JOINED
        case CorrectionKind.CREDIT:
            return claim.credit and claim.credit.role
        case CorrectionKind.CONTINUES | CorrectionKind.APART:
            return claim.first
        case CorrectionKind.NOT_YEAR:
            return None
        case _:
            return claim.kind


CORRECTIONS_HEADER = {"format": "reader corrections", "version": 1}
"""The first line of an exported file of corrections."""


def claim_to_json(claim: Claim) -> Record:
    kind: Record = {"kind": claim.kind.value}
    content = claim.kind.content
    if content is None:
        return kind
    return kind | (content.to_json(claim.value) if content.to_json else {content.name: claim.value})


def claim_from_json(data: Mapping[str, object]) -> Claim:
    """Return the claim that `claim_to_json` wrote. Raises ValueError on any other data."""
    kind = CorrectionKind(_string(data, "kind"))
    content = kind.content
    if content is None:
        return Claim(kind)
    return Claim(kind, **{content.name: content.from_json(data, content.name)})


def correction_to_json(correction: Correction) -> Record:
    return {
        "uuid": correction.uuid,
        **claim_to_json(correction.claim),
        **asdict(correction.anchor),
        "created": correction.created.isoformat(),
        "modified": correction.modified.isoformat(),
        "undone": correction.undone,
        **tick_to_json(correction),
    }


def correction_from_json(data: Mapping[str, object]) -> Correction:
    """Return the correction that `correction_to_json` wrote; the data may be from an untrusted file.

    Raises ValueError on any other data.
    """
    undone = data.get("undone")
    if not isinstance(undone, bool):
        raise ValueError("undone")
    anchor = _anchor_from_json(data)
    created = _time(data, "created")
    modified = _time(data, "modified")
    tick = tick_from_json(data.get("tick"), modified)
    return Correction(_string(data, "uuid"), anchor, claim_from_json(data), created, modified, undone, tick)


def corrections_to_text(corrections: Iterable[Correction]) -> str:
    """Return the text of an export file, with one correction per line, so that such files can be compared."""
    lines = [json.dumps(correction_to_json(correction), ensure_ascii=False) for correction in corrections]
    return "\n".join([json.dumps(CORRECTIONS_HEADER), *lines]) + "\n"


def _time(data: Mapping[str, object], name: str) -> dt.datetime:
    time = dt.datetime.fromisoformat(_string(data, name))
    if time.tzinfo is None:
        raise ValueError(name)
    return time.astimezone(dt.UTC)
