"""A person's choice of the meanings of a table's columns."""

import msgspec


class ColumnChoice(msgspec.Struct, frozen=True):
    """Applies to all tables whose columns have these names; `chosen` is the name of the column by field."""

    names: tuple[str, ...]
    chosen: dict[str, str]
