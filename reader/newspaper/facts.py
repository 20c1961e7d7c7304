"""Facts with witnesses: what is told of a paper, by what evidence, and how sure that is.

Whoever finds evidence makes a `Claim`: a value, and the rule by which it is said. `decided` weighs the claims into one
`Fact`; nothing else decides, and nothing has a default. Whoever tells a fact asks it: `mark` (beside the value),
`reason` (a click away), `cited` (in a citation), `as_json`, `is_sure`. So a window, an export and a command can't
differ.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import chain
from typing import Any, Generic, Self, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from reader.i18n import Words, later, say
from reader.language.patterns import pattern

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


CAN_CONTRADICT = True


class Rule(StrEnum):
    """All ways to know a value, the surest first: of several claims, the one by the earliest rule holds.

    A member has the name under which it is stored, its outcome, and `words`, which say how the value is known; beside
    the value they are the mark of one that isn't sure. If it `can_contradict`, another value that is known in this way
    makes the one that holds contradicted. A new default of any feature is a line here, or it isn't told.
    """

    outcome: Outcome
    can_contradict: bool
    _words: Words

    # Only the name is required, so that a rule is looked up by it, for type checkers too.
    def __new__(
        cls,
        name: str,
        outcome: Outcome = Outcome.UNKNOWN,
        words: Words = str,
        *can_contradict: bool,
    ) -> Self:
        rule = str.__new__(cls, name)
        rule._value_ = name
        rule.outcome = outcome
        rule.can_contradict = any(can_contradict)
        rule._words = words
        return rule

    READER = "reader", Outcome.CORRECTED, later("经更正")
    CONFIRMED = "confirmed", Outcome.CORRECTED, later("经确认")
    MASTHEAD = "masthead", Outcome.PRINTED, later("印在报上"), CAN_CONTRADICT
    CN_NUMBER = "cn number", Outcome.PRINTED, later("据刊号"), CAN_CONTRADICT
    PAGE_LINE = "page line", Outcome.PRINTED, later("印在版上"), CAN_CONTRADICT
    PAGE_FILE = "page of the digital paper", Outcome.PRINTED, later("据数字报"), CAN_CONTRADICT
    WEB_PAGE = "web page", Outcome.PRINTED, later("据网页"), CAN_CONTRADICT
    OWN_WORDS = "own words", Outcome.PRINTED, later("据原文")
    METS = "METS", Outcome.STATED, later("据 METS"), CAN_CONTRADICT
    IIIF = "IIIF", Outcome.STATED, later("据 IIIF"), CAN_CONTRADICT
    TEI = "TEI", Outcome.STATED, later("据 TEI"), CAN_CONTRADICT
    BOOK = "details of a book", Outcome.STATED, later("据书籍信息"), CAN_CONTRADICT
    RECORD = "fields of a record", Outcome.STATED, later("据数据字段"), CAN_CONTRADICT
    """A row of a table, an entry of a database or of a list of references, an object of JSON."""
    NOTE = "day of a note", Outcome.STATED, later("据笔记所记"), CAN_CONTRADICT
    """When somebody has written down the record."""
    FRONT_MATTER = "front matter", Outcome.STATED, later("据文件所记"), CAN_CONTRADICT
    CORRECTED_ELSEWHERE = "corrected elsewhere", Outcome.STATED, later("据他处的更正")
    DAY_IN_PATH = "whole date in the path", Outcome.INFERRED, later("据文件名"), CAN_CONTRADICT
    DATELINE = "dateline", Outcome.INFERRED, later("据电头")
    SECTION_DAY = "day of the section", Outcome.INFERRED, later("据文中日期")
    DATELINE_AND_PAPER = "place of dateline and paper", Outcome.INFERRED, later("据电头与报纸名")
    FIELDS = "fields", Outcome.INFERRED, later("据报头各项推定")
    STATEMENTS = "statements", Outcome.INFERRED, later("据正文推定")
    NEWS = "news", Outcome.INFERRED, later("据新闻推定")
    YEAR_IN_PATH = "year in the path", Outcome.INFERRED, later("据路径推定")
    OTHER_ISSUES = "other issues", Outcome.INFERRED, later("据其他各期推定")
    PATH = "path", Outcome.INFERRED, later("据路径")
    PAGE_IN_NAME = "page in the file's name", Outcome.INFERRED, later("据文件名")
    PAGE_IN_ROW = "page in a row of files", Outcome.INFERRED, later("据同日各文件的次序")
    PAGE_IN_ORDER = "page in the order of the file", Outcome.INFERRED, later("据文件中的页序")
    BEFORE_SECOND_PAGE = "before the second page", Outcome.INFERRED, later("据版序推定")
    SAME_FOLDER = "same folder", Outcome.INFERRED, later("据文件夹推定")
    FORM_OF_TEXT = "form of the text", Outcome.INFERRED, later("据文体推定")
    PLACE_ABOVE = "place named above", Outcome.INFERRED, later("据上文")
    PAPER_DAY = "day of the paper", Outcome.INFERRED, later("据见报日")
    PAPER_PLACE = "place of the newspaper", Outcome.INFERRED, later("据报纸名")
    GUESSED_ENCODING = "guessed encoding", Outcome.INFERRED, later("编码为推测"), CAN_CONTRADICT
    UNRECORDED = "unrecorded", Outcome.INFERRED, later("来历未记")
    """Known to an earlier version, which did not record how."""
    NOT_READ_AGAIN = "not read again", Outcome.INFERRED, later("来历待重读")
    """Stored by an earlier version, until the file is read again: told in citations and data, but marks no row."""

    @property
    def words(self) -> str:
        return self._words()

    @property
    def message(self) -> Words:
        """What says `words` in the language of the program."""
        return self._words

    @property
    def rank(self) -> int:
        return _RANKS[self]

    def evidence(self, words: str) -> str:
        """Return the words of a claim by this rule as evidence: quoted, or a share told in words; "" for none."""
        share_of_files = _SHARE.fullmatch(words) if self is Rule.SAME_FOLDER else None
        if share_of_files is not None:
            agreeing, files = share_of_files.groups()
            return say("同文件夹 {files} 份中的 {agreeing} 份", files=files, agreeing=agreeing)
        return say("“{words}”", words=words) if words else ""


STATED_BY_FILE = frozenset({Rule.METS, Rule.IIIF, Rule.TEI, Rule.BOOK, Rule.RECORD, Rule.FRONT_MATTER})
"""What a file states in fields of its own, beside its text."""
_SHARE = pattern(r"(\d+) of (\d+)")


def share(agreeing: int, files: int) -> str:
    """Return as the words of a claim how many of some files agree, as `Rule.evidence` tells it."""
    return f"{agreeing} of {files}"


RULES = tuple(Rule)
_RANKS = {rule: rank for rank, rule in enumerate(RULES)}


class Claim(Struct, Generic[T], frozen=True):
    """What one piece of evidence says. `words` stand in line `line` (0: not in the file)."""

    value: T
    rule: Rule
    words: str = ""
    line: int = 0


class Check(Struct, Generic[T], frozen=True):
    """Evidence that gives no value but can refuse one: a weekday, a lunar date, the day on which we live.

    `rule` is how that is known, if it does not stand beside the value.
    """

    words: str
    agrees: Callable[[T], bool]
    rule: Rule | None = None


class Objection(Struct, frozen=True):
    """What contradicts a value: another value by a rule, or, without a rule, words that can't be of that value."""

    words: str
    rule: Rule | None = None

    def told(self) -> str:
        if self.rule is None:
            return self.words
        return say("{value}（{rule}）", value=self.words, rule=self.rule.words)


class Fact(Struct, Generic[T], frozen=True):
    """A value with its witness, and what contradicts it."""

    value: T | None
    outcome: Outcome
    witness: Claim[T] | None = None
    against: tuple[Objection, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether it may be told without a mark."""
        return self.outcome.is_sure

    @property
    def mark(self) -> str:
        """The words beside the value; "" for a sure one."""
        if self.is_sure:
            return ""
        return self.known_by

    @property
    def remark(self) -> str:
        """The words for a value that is not simply printed; "" for one that is, or that is unknown."""
        is_plain = self.outcome in (Outcome.PRINTED, Outcome.UNKNOWN)
        if is_plain:
            return ""
        return self.known_by

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
        place = self.witness.rule.evidence(self.witness.words)
        if self.witness.line and place:
            place = say("第 {line} 行{words}", line=self.witness.line, words=place)
        elif self.witness.line:
            place = say("第 {line} 行", line=self.witness.line)
        evidence = self.witness.rule.words
        if place:
            evidence = say("{rule}：{evidence}", rule=evidence, evidence=place)
        against = [say("与“{words}”不合", words=objection.told()) for objection in self.against]
        return say("；").join([evidence, *against])

    def cited(self, words: str) -> str:
        """Return the value, told in these words, as a typeset citation has it: in brackets unless it is printed."""
        if self.is_sure:
            return words
        return f"[{words}]"

    def as_json(self) -> dict[str, object]:
        witness = self.witness
        value = None if self.value is None else str(self.value)
        rule = witness.rule.value if witness else None
        line = (witness.line or None) if witness else None
        words = (witness.words or None) if witness else None
        against = [{"words": claim.words, "rule": claim.rule} for claim in self.against]
        return {
            "value": value,
            "outcome": self.outcome.value,
            "rule": rule,
            "line": line,
            "words": words,
            "against": against,
        }


def _rule_named(name: str) -> Rule:
    try:
        return Rule(name)
    except ValueError:
        return Rule.UNRECORDED


def unknown() -> Fact[T]:
    return Fact(None, Outcome.UNKNOWN)


def fact_by(rule: Rule, value: T | None, words: str = "", line: int = 0) -> Fact[T]:
    """Return the fact that one claim makes; unknown without a value."""
    if value is None:
        return unknown()
    return decided([Claim(value, rule, words, line)])


class IssueFacts(Struct, frozen=True):
    """What is known of an issue by a file, or by all its files; and, by their labels, of the pages in a file."""

    title: Fact[str] = Fact(None, Outcome.UNKNOWN)
    day: Fact[dt.date] = Fact(None, Outcome.UNKNOWN)
    edition: Fact[str] = Fact(None, Outcome.UNKNOWN)
    number: Fact[int] = Fact(None, Outcome.UNKNOWN)
    pages: Mapping[str, Fact[str]] = {}
    encoding: Fact[str] = Fact(None, Outcome.UNKNOWN)
    """The encoding of the file, unless its bytes show it."""
    year: Fact[int] = Fact(None, Outcome.UNKNOWN)
    """The year of an issue of whose day nothing else is known."""

    def __hash__(self) -> int:
        return hash((self.title, self.day, self.edition, self.number, self.year, *self.pages))

    def page(self, label: str | None) -> Fact[str]:
        """Return how the page of an article is known."""
        return self.pages.get(label or "") or fact_by(Rule.NOT_READ_AGAIN, label)

    @property
    def title_remark(self) -> str:
        if self.title.remark:
            return say("报纸名{remark}", remark=self.title.remark)
        return ""

    @property
    def day_remark(self) -> str:
        if self.day.remark:
            return say("日期{remark}", remark=self.day.remark)
        return ""

    @property
    def edition_remark(self) -> str:
        if self.edition.remark:
            return say("版次{remark}", remark=self.edition.remark)
        return ""

    @property
    def number_remark(self) -> str:
        if self.number.remark:
            return say("期号{remark}", remark=self.number.remark)
        return ""

    def reasons(self) -> list[tuple[Fact[Any], str]]:
        """Return title, day, edition and number, each with the reason in words: 日期据文件名：“19870612.txt”."""
        return [
            (self.title, say("报纸名{remark}", remark=self.title.reason)),
            (self.day, say("日期{remark}", remark=self.day.reason)),
            (self.edition, say("版次{remark}", remark=self.edition.reason)),
            (self.number, say("期号{remark}", remark=self.number.reason)),
        ]

    def remarks(self, page: "Fact[str] | None" = None) -> list[str]:
        """Return what is not simply printed, in words: 报纸名据路径, 日期据文件名, 版面据文件名."""
        remarks = [self.title_remark, self.day_remark, self.edition_remark, self.number_remark]
        if page is not None:
            remarks.append(page_remark(page))
        return [remark for remark in remarks if remark]

    def as_of(self, today: dt.date) -> "IssueFacts":
        """Return the facts as they are told on a day: a day that is still to come is contradicted by it."""
        return replace(self, day=checked(self.day, [_not_after(today)]))

    def as_json(self) -> dict[str, object]:
        """Return what is told of the issue, as of today."""
        facts = self.as_of(dt.date.today())
        told: dict[str, object] = {
            "title": facts.title.as_json(),
            "day": facts.day.as_json(),
            "edition": facts.edition.as_json(),
            "number": facts.number.as_json(),
        }
        if facts.year.value is not None:
            told["year"] = facts.year.as_json()
        return told

    def with_lines(self, line_of: Callable[[int], int]) -> "IssueFacts":
        """Return the facts with the numbers of their lines replaced by what `line_of` returns for them."""
        return IssueFacts(
            _with_line(self.title, line_of),
            _with_line(self.day, line_of),
            _with_line(self.edition, line_of),
            _with_line(self.number, line_of),
            {label: _with_line(fact, line_of) for label, fact in self.pages.items()},
            self.encoding,
            self.year,
        )


NO_FACTS = IssueFacts()


def page_remark(page: Fact[str]) -> str:
    """Return in words how a page is known; "" if it is printed or unknown."""
    if page.remark:
        return say("版面{remark}", remark=page.remark)
    return ""


def of_value(fact: Fact[T], value: T | None) -> Fact[T]:
    """Return how a value is known, if the fact is of this value; otherwise unknown."""
    if fact.value == value:
        return fact
    return unknown()


def is_on_paper(fact: Fact[T]) -> bool:
    """Return whether the value itself is printed, also where something else contradicts it."""
    return fact.witness is not None and fact.witness.rule.outcome is Outcome.PRINTED


def with_remark(words: str, fact: Fact[T]) -> str:
    """Return a value, told in these words, with the remark on it behind it: 1987年6月12日（据文件名）."""
    if words:
        return words + in_brackets(fact)
    return ""


def in_brackets(fact: Fact[T]) -> str:
    """Return the remark on a value in brackets: （据文件名）; "" for one that is printed or unknown.

    Until a file of an earlier version is read again, there is nothing to tell a reader about each of its pages.
    """
    if _waits(fact):
        return ""
    return in_brackets_also_waiting(fact)


def in_brackets_also_waiting(fact: Fact[T]) -> str:
    """Return the remark in brackets as where one article is told in full: also if its file must be read again."""
    if fact.remark:
        return say("（{remark}）", remark=fact.remark)
    return ""


def with_remark_below(words: str, fact: Fact[T], heading: Fact[T] | None) -> str:
    """Return a value of a row with the remark on it, unless the heading above the row has the same one already."""
    return words if is_told_above(fact, heading) else with_remark(words, fact)


def is_told_above(fact: Fact[T], heading: Fact[T] | None) -> bool:
    """Return whether the remark on a value of a row stands in the heading above it: known by the same, as surely."""
    if heading is None or not heading.remark:
        return False
    return _known_by(fact) == _known_by(heading)


def _known_by(fact: Fact[T]) -> tuple[Outcome, Rule | None, tuple[Objection, ...]]:
    return fact.outcome, fact.witness.rule if fact.witness else None, fact.against


def with_brackets(words: str, fact: Fact[T]) -> str:
    """Return a value, told in these words, where there is no room for a remark: in brackets unless it is sure."""
    if _waits(fact):
        return words
    return fact.cited(words)


def _waits(fact: Fact[T]) -> bool:
    is_contradicted = fact.outcome is Outcome.CONTRADICTED
    return fact.witness is not None and fact.witness.rule is Rule.NOT_READ_AGAIN and not is_contradicted


def _with_line(fact: Fact[T], line_of: Callable[[int], int]) -> Fact[T]:
    witness = fact.witness
    if witness is None or not witness.line:
        return fact
    return replace(fact, witness=replace(witness, line=line_of(witness.line)))


def decided(claims: Iterable[Claim[T]], checks: Iterable[Check[T]] = ()) -> Fact[T]:
    """Return the fact that these claims make: the surest value, contradicted if something as good speaks against it."""
    ranked = sorted(claims, key=_rank)
    if not ranked:
        return unknown()
    best = ranked[0]
    fact = Fact(best.value, best.rule.outcome, best)
    others = [claim for claim in ranked if claim.value != best.value and claim.rule.can_contradict]
    return checked(contradicted(fact, [Objection(str(claim.value), claim.rule) for claim in others]), checks)


def checked(fact: Fact[T], checks: Iterable[Check[T]]) -> Fact[T]:
    """Return the fact, contradicted by those of the checks that refuse its value."""
    value = fact.value
    if value is None:
        return fact
    return contradicted(
        fact, [Objection(check.words, check.rule) for check in checks if not check.agrees(value)]
    )


def contradicted(fact: Fact[T], against: Iterable[Objection]) -> Fact[T]:
    """Return the fact with what speaks against it; what a reader decided stays, whatever speaks against it."""
    objections = tuple(dict.fromkeys([*fact.against, *against]))
    if not objections:
        return fact
    outcome = fact.outcome if fact.outcome is Outcome.CORRECTED else Outcome.CONTRADICTED
    return replace(fact, outcome=outcome, against=objections)


def _rank(claim: Claim[T]) -> int:
    return claim.rule.rank


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
    rule = _rule_named(str(stored.get("rule")))
    if outcome is not Outcome.CONTRADICTED:
        outcome = rule.outcome
    line = stored.get("line")
    return Fact(
        value,
        outcome,
        Claim(value, rule, str(stored.get("words") or ""), line if isinstance(line, int) else 0),
        tuple(_objections_from_json(stored.get("against"))),
    )


def _objections_from_json(stored: object) -> Iterator[Objection]:
    for objection in stored if isinstance(stored, list) else ():
        if isinstance(objection, Mapping):
            rule = objection.get("rule")
            yield Objection(str(objection.get("words")), _rule_named(str(rule)) if rule else None)


def merged(facts: Iterable[Fact[T]]) -> Fact[T]:
    """Return what several files of an issue tell of one value: as sure as the surest, with all that is against it."""
    witnessed = [fact for fact in facts if fact.witness is not None]
    claims = [fact.witness for fact in witnessed if fact.witness is not None]
    if not claims:
        return unknown()
    return contradicted(decided(claims), list(chain.from_iterable(fact.against for fact in witnessed)))


def facts_to_json(facts: IssueFacts) -> dict[str, object]:
    """Return what is known of an issue as it is stored: without what is unknown, and without empty fields."""
    pages = {label: _stored(fact) for label, fact in facts.pages.items()}
    fields = {
        "title": _stored(facts.title),
        "day": _stored(facts.day),
        "edition": _stored(facts.edition),
        "number": _stored(facts.number),
        "pages": pages,
        "encoding": {} if facts.encoding.is_sure else _stored(facts.encoding),
        "year": _stored(facts.year),
    }
    return {name: stored for name, stored in fields.items() if stored}


def facts_as_stored(facts: IssueFacts) -> str:
    """Return what is known of an issue as text of JSON."""
    # without spaces, as SQLite writes it where it changes a part: rows with the same facts are equal
    return json.dumps(facts_to_json(facts), ensure_ascii=False, separators=(",", ":"))


def _stored(fact: Fact[T]) -> dict[str, object]:
    if fact.value is None:
        return {}
    return {name: value for name, value in fact.as_json().items() if value}


def facts_from_json(stored: object) -> IssueFacts:
    """Return what `facts_to_json` stored; what is no such thing is unknown."""
    if not isinstance(stored, Mapping):
        return NO_FACTS
    pages: dict[str, Fact[str]] = {}
    stored_pages = stored.get("pages")
    if isinstance(stored_pages, Mapping):
        pages = {str(label): fact_from_json(fact, str) for label, fact in stored_pages.items()}
    return IssueFacts(
        fact_from_json(stored.get("title"), str),
        fact_from_json(stored.get("day"), dt.date.fromisoformat),
        fact_from_json(stored.get("edition"), str),
        fact_from_json(stored.get("number"), int),
        pages,
        fact_from_json(stored.get("encoding"), str),
        fact_from_json(stored.get("year"), int),
    )


_EXPORTED = {"newspaper": "title", "date": "day", "edition": "edition", "number": "number"}
"""The names of the facts in an exported article, and in `IssueFacts`."""
_PAGE = "page"


def encoding_in_words(encoding: str, facts: IssueFacts) -> str:
    """Return the encoding of a file, and that it is a guess if it is: gb18030（编码为推测，也可能是 big5）."""
    fact = facts.encoding
    rivals = say("、").join(objection.words for objection in fact.against)
    if rivals:
        return say("{encoding}（编码为推测，也可能是 {rivals}）", encoding=encoding, rivals=rivals)
    return with_remark(encoding, fact)


def exported(facts: IssueFacts, page: Fact[str]) -> dict[str, list[str]]:
    """Return how what is written of an article is known: for each field the rule and the outcome."""
    fact_by_name: dict[str, Fact[Any]] = {
        name: getattr(facts, attribute) for name, attribute in _EXPORTED.items()
    }
    fact_by_name[_PAGE] = page
    return {
        name: [fact.witness.rule.value, fact.outcome.value]
        for name, fact in fact_by_name.items()
        if fact.witness is not None
    }


def returned(value: T | None, name: str, recorded: object) -> Fact[T]:
    """Return a fact that has left the program and comes back: never surer than it was, by `recorded` of `exported`.

    What was corrected is stated by whoever corrected it. Without a record, how it was known is not told.
    """
    record = recorded.get(name) if isinstance(recorded, Mapping) else None
    if value is None or not isinstance(record, list) or len(record) != 2:
        return fact_by(Rule.UNRECORDED, value)
    rule = _rule_named(str(record[0]))
    if rule.outcome is Outcome.CORRECTED:
        rule = Rule.CORRECTED_ELSEWHERE
    fact = fact_by(rule, value)
    is_contradicted = record[1] == Outcome.CONTRADICTED
    if is_contradicted:
        return replace(fact, outcome=Outcome.CONTRADICTED)
    return fact


def _not_after(today: dt.date) -> Check[dt.date]:
    """Return the check that a day is not one on which nothing can have been printed yet."""

    def has_come(day: dt.date) -> bool:
        return day <= today

    return Check(say("今天（{day}）", day=today), has_come)
