"""Facts with witnesses: what is told of a paper, by what evidence, and how sure that is.

Whoever finds evidence makes a `Claim`: a value, and the rule by which it is said. `decided` weighs the claims into one
`Fact`; nothing else decides, and nothing has a default. Whoever tells a fact asks it: `mark` (beside the value),
`reason` (a click away), `cited` (in a citation), `as_json`, `is_sure`. So a window, an export and a command can't
differ.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum, StrEnum
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from reader.i18n import Words, later, say

T = TypeVar("T")


class Outcome(StrEnum):
    """How a value is known. Only the first two are told and cited without a mark.

    STATED: whoever made the file, or corrected the paper elsewhere, says so. INFERRED: estimated. CONTRADICTED: other
    evidence as good speaks against it.
    """

    PRINTED = "printed"
    CORRECTED = "corrected"
    STATED = "stated"
    INFERRED = "inferred"
    CONTRADICTED = "contradicted"
    UNKNOWN = "unknown"

    @property
    def is_sure(self) -> bool:
        return self in (Outcome.PRINTED, Outcome.CORRECTED)

    @property
    def sureness(self) -> int:
        """The sureness as a number to compare: a fact that leaves the program never comes back with a higher one."""
        return _SURENESS[self]


_SURENESS = {
    Outcome.PRINTED: 4,
    Outcome.CORRECTED: 4,
    Outcome.STATED: 3,
    Outcome.INFERRED: 2,
    Outcome.CONTRADICTED: 1,
    Outcome.UNKNOWN: 0,
}


class Way(Struct, frozen=True):
    """A way to know a value: the name under which it is stored, its outcome, and what is said of it."""

    name: str
    outcome: Outcome
    words: Words
    """Says how the value is known; beside the value it is the mark of one that isn't sure."""
    can_contradict: bool = False
    """Whether another value that is known in this way makes the one that holds contradicted."""


class Rule(Enum):
    """All ways to know a value, the surest first: of several claims, the one by the earliest rule holds.

    A new default of any feature is a line here, with its words, or it isn't told.
    """

    READER = Way("reader", Outcome.CORRECTED, later("经更正"))
    CONFIRMED = Way("confirmed", Outcome.CORRECTED, later("经确认"))
    MASTHEAD = Way("masthead", Outcome.PRINTED, later("印在报上"), can_contradict=True)
    CN_NUMBER = Way("cn number", Outcome.PRINTED, later("据刊号"), can_contradict=True)
    PAGE_LINE = Way("page line", Outcome.PRINTED, later("印在版上"), can_contradict=True)
    PAGE_FILE = Way("page of the digital paper", Outcome.PRINTED, later("据数字报"), can_contradict=True)
    OWN_WORDS = Way("own words", Outcome.PRINTED, later("据原文"))
    FRONT_MATTER = Way("front matter", Outcome.STATED, later("据文件所记"), can_contradict=True)
    CORRECTED_ELSEWHERE = Way("corrected elsewhere", Outcome.STATED, later("据他处的更正"))
    DAY_IN_PATH = Way("whole date in the path", Outcome.INFERRED, later("据文件名"), can_contradict=True)
    DATELINE = Way("dateline", Outcome.INFERRED, later("据电头"))
    SECTION_DAY = Way("day of the section", Outcome.INFERRED, later("据文中日期"))
    DATELINE_AND_PAPER = Way("place of dateline and paper", Outcome.INFERRED, later("据电头与报名"))
    FIELDS = Way("fields", Outcome.INFERRED, later("据报头各项推定"))
    STATEMENTS = Way("statements", Outcome.INFERRED, later("据正文推定"))
    NEWS = Way("news", Outcome.INFERRED, later("据新闻推定"))
    YEAR_IN_PATH = Way("year in the path", Outcome.INFERRED, later("据路径推定"))
    OTHER_ISSUES = Way("other issues", Outcome.INFERRED, later("据其他各期推定"))
    PATH = Way("path", Outcome.INFERRED, later("据路径"))
    PAGE_IN_NAME = Way("page in the file's name", Outcome.INFERRED, later("据文件名"))
    BEFORE_SECOND_PAGE = Way("before the second page", Outcome.INFERRED, later("据版序推定"))
    SAME_FOLDER = Way("same folder", Outcome.INFERRED, later("据文件夹推定"))
    FORM_OF_TEXT = Way("form of the text", Outcome.INFERRED, later("据文体推定"))
    PLACE_ABOVE = Way("place named above", Outcome.INFERRED, later("据上文"))
    PAPER_DAY = Way("day of the paper", Outcome.INFERRED, later("据见报日"))
    PAPER_PLACE = Way("place of the newspaper", Outcome.INFERRED, later("据报名"))
    GUESSED_ENCODING = Way("guessed encoding", Outcome.INFERRED, later("编码为推测"))
    UNRECORDED = Way("unrecorded", Outcome.INFERRED, later("来历未记"))
    """Known to an earlier version, which did not record how."""

    @property
    def outcome(self) -> Outcome:
        return self.value.outcome

    @property
    def words(self) -> str:
        return self.value.words()

    @property
    def rank(self) -> int:
        return _RANKS[self]


RULES = tuple(Rule)
_RANKS = {rule: rank for rank, rule in enumerate(RULES)}
_BY_NAME = {rule.value.name: rule for rule in RULES}


class Claim(Struct, Generic[T], frozen=True):
    """What one piece of evidence says. `words` stand in line `line` (0: not in the file)."""

    value: T
    rule: Rule
    words: str = ""
    line: int = 0


class Check(Struct, Generic[T], frozen=True):
    """Evidence that gives no value but can refuse one: a weekday, a lunar date, the day on which we live."""

    words: str
    agrees: Callable[[T], bool]


class Fact(Struct, Generic[T], frozen=True):
    """A value with its witness; `against` is what contradicts it, in words."""

    value: T | None
    outcome: Outcome
    witness: Claim[T] | None = None
    against: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether it may be told without a mark."""
        return self.outcome.is_sure

    @property
    def mark(self) -> str:
        """The words beside the value; "" for a sure one."""
        return "" if self.is_sure else self.known_by

    @property
    def known_by(self) -> str:
        """How the value is known, in a few words, also of a sure one."""
        if self.outcome is Outcome.CONTRADICTED:
            return say("互相不合")
        if self.witness is None:
            return say("不详")
        return self.witness.rule.words

    @property
    def reason(self) -> str:
        """The sentence behind the mark: how it is known, where that stands, and what speaks against it."""
        if self.witness is None:
            return say("没有根据")
        where = say("第 {line} 行", line=self.witness.line) if self.witness.line else ""
        words = say("“{words}”", words=self.witness.words) if self.witness.words else ""
        evidence = self.witness.rule.words
        if where or words:
            evidence = say("{rule}：{evidence}", rule=evidence, evidence=where + words)
        against = [say("与“{words}”不合", words=words) for words in self.against]
        return say("；").join([evidence, *against])

    def cited(self, words: str) -> str:
        """Return the value, told in these words, as a typeset citation has it: in brackets unless it is printed."""
        return words if self.is_sure else f"[{words}]"

    def as_json(self) -> dict[str, object]:
        witness = self.witness
        return {
            "value": None if self.value is None else str(self.value),
            "outcome": self.outcome.value,
            "rule": witness.rule.value.name if witness else None,
            "line": (witness.line or None) if witness else None,
            "words": (witness.words or None) if witness else None,
            "against": list(self.against),
        }


def unknown() -> Fact[T]:
    return Fact(None, Outcome.UNKNOWN)


def decided(claims: Iterable[Claim[T]], checks: Iterable[Check[T]] = ()) -> Fact[T]:
    """Return the fact that these claims make: the surest value, contradicted if something as good speaks against it."""
    ranked = sorted(claims, key=_rank)
    if not ranked:
        return unknown()
    best = ranked[0]
    fact = Fact(best.value, best.rule.outcome, best)
    others = [claim for claim in ranked if claim.value != best.value and claim.rule.value.can_contradict]
    return checked(_contradicted(fact, [_told(claim) for claim in others]), checks)


def checked(fact: Fact[T], checks: Iterable[Check[T]]) -> Fact[T]:
    """Return the fact, contradicted by those of the checks that refuse its value."""
    value = fact.value
    if value is None:
        return fact
    return _contradicted(fact, [check.words for check in checks if not check.agrees(value)])


def _contradicted(fact: Fact[T], against: list[str]) -> Fact[T]:
    """Return the fact with what speaks against it; what a reader decided stays, whatever speaks against it."""
    if not against:
        return fact
    outcome = fact.outcome if fact.outcome is Outcome.CORRECTED else Outcome.CONTRADICTED
    return replace(fact, outcome=outcome, against=(*fact.against, *against))


def _rank(claim: Claim[T]) -> int:
    return claim.rule.rank


def _told(claim: Claim[T]) -> str:
    return say("{value}（{rule}）", value=claim.value, rule=claim.rule.words)


def fact_from_json(stored: object, value_of: Callable[[str], T]) -> Fact[T]:
    """Return a fact from what `as_json` returned; unknown if it is no such thing.

    A rule that this version does not know makes no fact sure.
    """
    if not isinstance(stored, Mapping) or stored.get("value") is None:
        return unknown()
    try:
        value = value_of(str(stored["value"]))
        outcome = Outcome(str(stored.get("outcome")))
    except ValueError:
        return unknown()
    rule = _BY_NAME.get(str(stored.get("rule")), Rule.UNRECORDED)
    if outcome is not Outcome.CONTRADICTED:
        outcome = rule.outcome
    line = stored.get("line")
    against = stored.get("against")
    return Fact(
        value,
        outcome,
        Claim(value, rule, str(stored.get("words") or ""), line if isinstance(line, int) else 0),
        tuple(map(str, against)) if isinstance(against, list) else (),
    )
