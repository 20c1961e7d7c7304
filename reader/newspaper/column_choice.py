"""Which column of a table is which, as a person has said."""

import msgspec


class ColumnChoice(msgspec.Struct, frozen=True):
    """It holds for all tables whose columns have these names; `chosen` is the name of the column by field."""

    names: tuple[str, ...]
    chosen: dict[str, str]
