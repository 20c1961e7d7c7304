"""What the core asks about dates and numbers that issues may have, and the answers where no feature suggests any."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from msgspec import Struct

from reader.library.derived_data import Derived
from reader.newspaper.correction import Claim
from reader.newspaper.holdings import IssueRow


class Repair(Struct, frozen=True):
    """A date or a number that is suggested for an issue; without a `claim`, it is only said what does not agree."""

    words: str
    claim: Claim | None
    is_sure: bool
    """Whether it can be taken without looking at it again."""
    date: dt.date | None
    number: int | None
    as_json: Mapping[str, object]


class DateRepair:
    """Answers as if nothing were suggested. A feature that knows answers for all (`Plug.answers`)."""

    def __init__(self, derived: Derived) -> None:
        self._derived = derived

    def of(self, issue_id: int) -> tuple[Repair, ...]:
        """Return what is suggested for one issue; it takes milliseconds, whatever the size of the library."""
        return ()

    def all(self) -> Iterator[tuple[IssueRow, tuple[Repair, ...]]]:
        """Yield the issues for which something is suggested, by newspaper; undated issues come last."""
        return iter(())
