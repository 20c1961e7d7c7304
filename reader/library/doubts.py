"""What is in doubt in a library: unknown, contradicted, unread, passed over, lost, replaced, and what can be done.

A `DoubtKind` is a row of the one table of kinds. What is derived from facts is decided by `kind_of`, for each field and
each outcome; `doubt_sources` looks for all of them. Features add sources (`Plug.answers`, by the name `doubts`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING, Any, Self

from msgspec import Struct

from reader.i18n import Words, later
from reader.newspaper.decision import Decision, Namesakes
from reader.newspaper.facts import Fact, IssueFacts, Outcome
from reader.newspaper.holdings import Bookmark, IssueRow
from reader.storage.act_recording import Change

if TYPE_CHECKING:
    from reader.library.derived_data import Derived
    from reader.storage.folder import LibraryFolder

_ISSUE = "reader correct add FILE --date | --number | --title"


class Remedy(Enum):
    """What the window does about a doubt.

    ISSUE: corrects the issue of one row, or the files of several. PAGES: confirms or corrects pages of files.
    PROOFREAD: opens the article beside its picture. COMPARE: shows where the files of an article differ. RECOGNIZE:
    lists the pictures that wait. FILES: lists the files that were not read. PLACE: looks for the words of a highlight
    again. VERSIONS: shows the former words of a note. JOIN: makes one of several that have a name.
    """

    NONE = auto()
    ISSUE = auto()
    PAGES = auto()
    PROOFREAD = auto()
    RECOGNIZE = auto()
    COMPARE = auto()
    FILES = auto()
    PLACE = auto()
    VERSIONS = auto()
    JOIN = auto()


class Topic(Enum):
    """What kinds of doubts are about, in the order in which they are listed."""

    _words: Words

    def __init__(self, words: Words) -> None:
        self._words = words

    DAYS = (later("日子"),)
    PAPERS = (later("版面和报纸名"),)
    CHARACTERS = (later("认字"),)
    FILES = (later("文件和图片"),)
    OWN = (later("自己的"),)

    @property
    def words(self) -> str:
        return self._words()


COUNTED_APART = True


class DoubtKind(StrEnum):
    """All kinds of doubts, in the order in which they are listed.

    A member has its name in commands and JSON, its words, the command that deals with it, and its remedy in the window.
    Those that are `counted_apart` are usual in a good library; they are no part of the total, and listed on demand.
    """

    _words: Words
    command: str
    remedy: Remedy
    is_apart: bool

    # Only the name is required, so that a kind is looked up by it, for type checkers too.
    def __new__(
        cls,
        name: str,
        words: Words = str,
        command: str = "",
        remedy: Remedy = Remedy.NONE,
        *counted_apart: bool,
    ) -> Self:
        kind = str.__new__(cls, name)
        kind._value_ = name
        kind._words = words
        kind.command = command
        kind.remedy = remedy
        kind.is_apart = any(counted_apart)
        return kind

    UNNAMED = "unnamed", later("没有报纸名"), f"{_ISSUE} | reader correct files", Remedy.ISSUE
    OTHER_TITLE = "other-title", later("报纸名互相不合"), _ISSUE, Remedy.ISSUE
    UNDATED = "undated", later("日期不详"), f"{_ISSUE} | reader correct files", Remedy.ISSUE
    OTHER_DAY = "other-day", later("日期互相不合"), _ISSUE, Remedy.ISSUE
    OTHER_WEEKDAY = "other-weekday", later("星期与日期不合"), _ISSUE, Remedy.ISSUE
    FUTURE_DAY = "future-day", later("日期还没有到"), _ISSUE, Remedy.ISSUE
    OTHER_NUMBER = "other-number", later("期号互相不合"), _ISSUE, Remedy.ISSUE
    CONTRADICTING = "contradicting", later("期号与日期不合"), _ISSUE, Remedy.ISSUE
    OTHER_EDITION = "other-edition", later("版次互相不合"), _ISSUE, Remedy.ISSUE
    OTHER_PAGE = (
        "other-page",
        later("版面互相不合"),
        "reader correct add FILE --page | reader correct files FILE --pages",
        Remedy.PAGES,
    )
    MASTHEAD_ONLY = (
        "masthead-only",
        later("只有报头、没有文章的"),
        "reader parse FILE --explain",
        Remedy.ISSUE,
    )
    UNREAD = (
        "unread",
        later("无法读取的文件"),
        "reader sync | reader columns | reader parse --as",
        Remedy.FILES,
    )
    UNREAD_PAGES = (
        "unread-pages",
        later("没有识别的版面"),
        "reader recognize | reader import",
        Remedy.NONE,
    )
    PASSED_OVER = "passed-over", later("没有读入的文件"), "reader parse FILE --as", Remedy.FILES
    COPIES = "copies", later("同一内容的几个文件"), "reader sources KEY --diff", Remedy.COMPARE
    UNKNOWN_TEXT = "unknown-text", later("看不出是什么的文件"), "reader parse FILE --as", Remedy.FILES
    LOW_QUALITY = "low-quality", later("识别置信度低"), "reader correct character", Remedy.PROOFREAD
    CROSSED_LINES = "crossed-lines", later("行可能跨了栏"), "reader correct character", Remedy.PROOFREAD
    MISREAD = (
        "likely-misread",
        later("可能认错的字"),
        "reader misreadings | reader correct character",
        Remedy.PROOFREAD,
    )
    PICTURES = "pictures", later("等着识别的图片"), "reader recognize", Remedy.RECOGNIZE
    LOST_MARKS = (
        "lost-marks",
        later("找不到的收藏和标记"),
        "reader bookmark attach | reader bookmark place",
        Remedy.PLACE,
    )
    LOST_CORRECTIONS = (
        "lost-corrections",
        later("找不到地方的更正"),
        "reader correct list | reader correct undo",
    )
    OTHER_CORRECTION = (
        "other-correction",
        later("互相不合的更正"),
        "reader correct list | reader correct undo",
    )
    OVERRULED = (
        "overruled",
        later("更正之后另有说法"),
        "reader correct add FILE --number | --title | reader correct list",
        Remedy.ISSUE,
    )
    SAME_NAME = (
        "same-name",
        later("同名的几个"),
        "reader dossier join NAME | reader saved join NAME | reader chronicle --join NAME",
        Remedy.JOIN,
    )
    REPLACED = (
        "replaced",
        later("合并时换下的批注"),
        "reader bookmark versions UUID",
        Remedy.VERSIONS,
    )
    SET_APART = "set-apart", later("无法解析、另外保存的记录"), "reader bookmark export --as json"
    INFERRED_DAY = "inferred-day", later("推定的日期"), _ISSUE, Remedy.ISSUE, COUNTED_APART
    INFERRED_TITLE = "inferred-title", later("推定的报纸名"), _ISSUE, Remedy.ISSUE, COUNTED_APART
    INFERRED = "inferred", later("推定的版次、期号"), _ISSUE, Remedy.ISSUE, COUNTED_APART
    INFERRED_PAGE = (
        "inferred-page",
        later("推定的版面"),
        "reader correct files FOLDER --pages",
        Remedy.PAGES,
        COUNTED_APART,
    )
    NO_NUMBER = "no-number", later("没有期号"), _ISSUE, Remedy.ISSUE, COUNTED_APART
    NO_PAGE = "no-page", later("有文章未写明版面"), _ISSUE, Remedy.ISSUE, COUNTED_APART
    GUESSED_ENCODING = (
        "guessed-encoding",
        later("编码是推测的"),
        "reader correct add FILE --encoding",
        Remedy.NONE,
        COUNTED_APART,
    )

    @property
    def words(self) -> str:
        """What the kind is called."""
        return self._words()

    @property
    def topic(self) -> Topic:
        """What the kind is about."""
        return TOPICS[self]


TOPICS: Mapping[DoubtKind, Topic] = {
    DoubtKind.UNDATED: Topic.DAYS,
    DoubtKind.OTHER_DAY: Topic.DAYS,
    DoubtKind.OTHER_WEEKDAY: Topic.DAYS,
    DoubtKind.FUTURE_DAY: Topic.DAYS,
    DoubtKind.CONTRADICTING: Topic.DAYS,
    DoubtKind.INFERRED_DAY: Topic.DAYS,
    DoubtKind.UNNAMED: Topic.PAPERS,
    DoubtKind.OTHER_TITLE: Topic.PAPERS,
    DoubtKind.OTHER_NUMBER: Topic.PAPERS,
    DoubtKind.OTHER_EDITION: Topic.PAPERS,
    DoubtKind.OTHER_PAGE: Topic.PAPERS,
    DoubtKind.INFERRED_TITLE: Topic.PAPERS,
    DoubtKind.INFERRED: Topic.PAPERS,
    DoubtKind.INFERRED_PAGE: Topic.PAPERS,
    DoubtKind.NO_NUMBER: Topic.PAPERS,
    DoubtKind.NO_PAGE: Topic.PAPERS,
    DoubtKind.LOW_QUALITY: Topic.CHARACTERS,
    DoubtKind.CROSSED_LINES: Topic.CHARACTERS,
    DoubtKind.MISREAD: Topic.CHARACTERS,
    DoubtKind.GUESSED_ENCODING: Topic.CHARACTERS,
    DoubtKind.MASTHEAD_ONLY: Topic.FILES,
    DoubtKind.UNREAD: Topic.FILES,
    DoubtKind.UNREAD_PAGES: Topic.FILES,
    DoubtKind.PASSED_OVER: Topic.FILES,
    DoubtKind.COPIES: Topic.FILES,
    DoubtKind.UNKNOWN_TEXT: Topic.FILES,
    DoubtKind.PICTURES: Topic.FILES,
    DoubtKind.LOST_MARKS: Topic.OWN,
    DoubtKind.LOST_CORRECTIONS: Topic.OWN,
    DoubtKind.OTHER_CORRECTION: Topic.OWN,
    DoubtKind.OVERRULED: Topic.OWN,
    DoubtKind.REPLACED: Topic.OWN,
    DoubtKind.SET_APART: Topic.OWN,
    DoubtKind.SAME_NAME: Topic.OWN,
}


class Field(Enum):
    """The fields of an issue, or of an article, about which there are facts."""

    TITLE = auto()
    DAY = auto()
    EDITION = auto()
    NUMBER = auto()
    PAGE = auto()


_CONTRADICTED: Mapping[Field, DoubtKind] = {
    Field.TITLE: DoubtKind.OTHER_TITLE,
    Field.DAY: DoubtKind.OTHER_DAY,
    Field.EDITION: DoubtKind.OTHER_EDITION,
    Field.NUMBER: DoubtKind.OTHER_NUMBER,
    Field.PAGE: DoubtKind.OTHER_PAGE,
}
_INFERRED: Mapping[Field, DoubtKind] = {
    Field.TITLE: DoubtKind.INFERRED_TITLE,
    Field.DAY: DoubtKind.INFERRED_DAY,
    Field.EDITION: DoubtKind.INFERRED,
    Field.NUMBER: DoubtKind.INFERRED,
    Field.PAGE: DoubtKind.INFERRED_PAGE,
}
_UNKNOWN: Mapping[Field, DoubtKind] = {
    Field.TITLE: DoubtKind.UNNAMED,
    Field.DAY: DoubtKind.UNDATED,
    Field.NUMBER: DoubtKind.NO_NUMBER,
    Field.PAGE: DoubtKind.NO_PAGE,
}
"""Without the edition: where none is named, it is the ordinary one of the day."""


def kind_of(field: Field, outcome: Outcome) -> DoubtKind | None:
    """Return the kind of doubt that an outcome is; None for what is told without a mark, or by who made the file."""
    match outcome:
        case Outcome.CONTRADICTED:
            return _CONTRADICTED[field]
        case Outcome.UNKNOWN:
            return _UNKNOWN.get(field)
        case Outcome.INFERRED:
            return _INFERRED[field]
        case Outcome.PRINTED | Outcome.CORRECTED | Outcome.STATED:
            return None


def overruled_fields(issue: IssueFacts, file: IssueFacts) -> Iterator[tuple[Field, Fact[Any], Fact[Any]]]:
    """Yield what a person has decided of an issue and one of its files, which was not corrected, prints otherwise."""
    pairs: tuple[tuple[Field, Fact[Any], Fact[Any]], ...] = (
        (Field.TITLE, issue.title, file.title),
        (Field.NUMBER, issue.number, file.number),
    )
    for field, decided_fact, own_fact in pairs:
        is_decided = decided_fact.outcome is Outcome.CORRECTED
        if is_decided and own_fact.outcome in _SAID_BY_FILES and own_fact.value != decided_fact.value:
            yield field, decided_fact, own_fact


_SAID_BY_FILES = frozenset({Outcome.PRINTED, Outcome.STATED, Outcome.CONTRADICTED})
"""The outcomes of what a file says itself, and no rule about it."""


class Doubt(Struct, frozen=True):
    """One thing in doubt.

    Attributes:
        kind: what is in doubt.
        words: where, in words: an issue, a file, a mark.
        why: how it is known, or what contradicts what; "" where the kind says all.
        stands: what stands there: the first line of the text, or the words of a note; "" where there is none.
        path: the file in the library.
        issue: the issue; None where it is about no issue.
        article_id: the first article; 0 for none.
        bookmark: the bookmark, where it is about one.
        correction: the UUID of the correction, where it is about one; `is_of_character`: of a corrected character.
        namesakes: the dossiers, searches or chronicles that have one name, where it is about such.
        printed, meant: characters as they were recognised, and what they may be, where it is about such.
        replaced: the decision whose words a merge has replaced, as it was and as it is, where it is about one.
    """

    kind: DoubtKind
    words: str
    why: str = ""
    stands: str = ""
    path: str = ""
    issue: IssueRow | None = None
    article_id: int = 0
    bookmark: Bookmark | None = None
    correction: str = ""
    is_of_character: bool = False
    replaced: Change[Decision] | None = None
    namesakes: Namesakes | None = None
    printed: str = ""
    meant: str = ""

    @property
    def newspaper(self) -> str:
        """The newspaper below which it is listed; "" for none."""
        if self.issue is not None:
            return self.issue.newspaper
        return self.bookmark.newspaper if self.bookmark is not None else ""


class DoubtSource(Struct, frozen=True):
    """What finds the doubts of some kinds. `doubts` yields each once; raises LibraryError, UserDataError."""

    kinds: tuple[DoubtKind, ...]
    doubts: Callable[[], Iterable[Doubt]]


def doubts(folder: LibraryFolder, derived: Derived) -> DoubtSource | None:
    """Return a source of doubts; each feature may add one."""
    return None
