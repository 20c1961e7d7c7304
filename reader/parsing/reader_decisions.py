"""What a reader has told of a line, or of the issue: the decisions of the stages are taken around it."""

import datetime as dt
from dataclasses import dataclass

from reader.language.forms import search_form
from reader.newspaper.article import Credit
from reader.newspaper.correction import CorrectedCredit
from reader.parsing.weights import LineRole

ANY_ROLE = frozenset(LineRole)


@dataclass(frozen=True, slots=True)
class LineDecisions:
    """`roles` are those that the line may have; `names_role` when a reader has named one.

    `credits` are all of the line's, None where nothing was told of them.
    """

    roles: frozenset[LineRole] = ANY_ROLE
    names_role: bool = False
    starts: bool = False
    joins: bool = False
    credits: tuple[CorrectedCredit, ...] | None = None


NOTHING = LineDecisions()


@dataclass(frozen=True, slots=True)
class IssueDecisions:
    """What a reader has told of the issue that a file is of; None where nothing."""

    date: dt.date | None = None
    number: int | None = None
    title: str | None = None


NOTHING_OF_ISSUE = IssueDecisions()


def decided_credits(
    decided: tuple[CorrectedCredit, ...], text: str, read: tuple[Credit, ...]
) -> tuple[Credit, ...]:
    """The credits of a text as told.

    The words they stand in are those in which one of the same role was `read`, else the names, where the text has them;
    names that are not printed there stand behind in 〔〕.
    """
    return tuple(_credit(each, text, read) for each in decided if each.names)


def _credit(decided: CorrectedCredit, text: str, read: tuple[Credit, ...]) -> Credit:
    words = next((credit.as_printed for credit in read if credit.role is decided.role), "")
    printed = search_form(words or text)
    known = [name for name in decided.names if search_form(name) in printed]
    unknown = [name for name in decided.names if name not in known]
    added = f"〔{' '.join(unknown)}〕" if unknown else ""
    return Credit(decided.role, decided.names, (words or " ".join(known)) + added)
