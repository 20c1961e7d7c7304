"""How the tables of the catalogue ask it, and the values of its columns."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

_Row = TypeVar("_Row")


class MakeRows(Protocol):
    """Asks the catalogue, and makes something of each row. Raises what `Catalogue` raises."""

    def __call__(self, make: Callable[[Any], _Row], sql: str, *values: object) -> list[_Row]: ...


def date_of(text: str | None) -> dt.date | None:
    """Return the day that a column tells. Raises ValueError."""
    return dt.date.fromisoformat(text) if text else None
