"""A reader's decisions on a line, or on the issue, which the stages of parsing respect."""

import datetime as dt
from dataclasses import dataclass

from reader.language.forms import search_form
from reader.newspaper.article import Credit
from reader.newspaper.correction import CorrectedCredit
from reader.parsing.weights import LineRole

ANY_ROLE = frozenset(LineRole)


@dataclass(frozen=True, slots=True)
class LineDecisions:
    """A reader's decisions on a line.

    `roles` are those that the line may have; `names_role` if a reader has named one. `starts`: an article starts here;
    `joins`: this article is joined to the one before. `credits` are all of the line's, None if the reader has not
    corrected them.
    """

    roles: frozenset[LineRole] = ANY_ROLE
    names_role: bool = False
    starts: bool = False
    joins: bool = False
    credits: tuple[CorrectedCredit, ...] | None = None


NOTHING = LineDecisions()


@dataclass(frozen=True, slots=True)
class IssueDecisions:
    """A reader's decisions on the issue of a file; None for fields without one.

    `refused_years` are those that the issue is not of, ascending.
    """

    date: dt.date | None = None
    number: int | None = None
    title: str | None = None
    refused_years: tuple[int, ...] = ()


NOTHING_OF_ISSUE = IssueDecisions()


def decided_credits(
    decided: tuple[CorrectedCredit, ...], text: str, read: tuple[Credit, ...]
) -> tuple[Credit, ...]:
    """Return the credits of a text as a reader has corrected them.

    `as_printed` is that of a credit of the same role in `read`, else the names, if the text has them; names that are
    not printed there are added in 〔〕.
    """
    return tuple(_credit(each, text, read) for each in decided if each.names)


def _credit(decided: CorrectedCredit, text: str, read: tuple[Credit, ...]) -> Credit:
    words = next((credit.as_printed for credit in read if credit.role is decided.role), "")
    printed = search_form(words or text)
    known = [name for name in decided.names if search_form(name) in printed]
    unknown = [name for name in decided.names if name not in known]
    added = f"〔{' '.join(unknown)}〕" if unknown else ""
    return Credit(decided.role, decided.names, (words or " ".join(known)) + added)
