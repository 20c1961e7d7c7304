"""What a reader has told of a line: the decisions of the stages are taken around it."""

from dataclasses import dataclass

from reader.language.forms import search_form
from reader.newspaper.article import Credit
from reader.newspaper.correction import ToldCredit
from reader.parsing.weights import LineRole

ANY_ROLE = frozenset(LineRole)


@dataclass(frozen=True, slots=True)
class Told:
    """`roles` are those that the line may have; `names_role` when a reader has named one. `credits` are all of the
    line's, None where nothing was told of them."""

    roles: frozenset[LineRole] = ANY_ROLE
    names_role: bool = False
    starts: bool = False
    joins: bool = False
    credits: tuple[ToldCredit, ...] | None = None


NOTHING = Told()


def credits_told(told: tuple[ToldCredit, ...], printed: str, found: tuple[Credit, ...]) -> tuple[Credit, ...]:
    """The credits as told. The words they stand in are those that were `found` in the same role, or else the line
    as `printed`, where these hold the names; names that are not printed so stand behind them in 〔〕."""
    return tuple(_credit(each, printed, found) for each in told if each.names)


def _credit(told: ToldCredit, printed: str, found: tuple[Credit, ...]) -> Credit:
    words = next((credit.as_printed for credit in found if credit.role is told.role), printed)
    form = search_form(words)
    unprinted = [name for name in told.names if search_form(name) not in form]
    if unprinted:
        words = f"{words}〔{' '.join(unprinted)}〕"
    return Credit(told.role, told.names, words)
