"""Types and conversions that the tables of the catalogue share."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

_Row = TypeVar("_Row")


class MakeRows(Protocol):
    """Queries the catalogue and converts each row. Raises what `Catalogue` raises."""

    def __call__(self, make: Callable[[Any], _Row], sql: str, *values: object) -> list[_Row]: ...


def date_of(text: str | None) -> dt.date | None:
    """Return the date in a column. Raises ValueError."""
    return dt.date.fromisoformat(text) if text else None
