"""Assigns the fields of an article to the columns of a table, by the columns' names or by the user's choice."""

from collections.abc import Sequence

from reader.newspaper.decision import ColumnChoice
from reader.newspaper.field_names import ColumnField, bare, known_name

_SPOKEN = {
    "正文": ColumnField.TEXT,
    "标题": ColumnField.TITLE,
    "日期": ColumnField.DATE,
    "版": ColumnField.PAGE,
    "作者": ColumnField.AUTHOR,
    "报名": ColumnField.PAPER,
    "栏目": ColumnField.SECTION,
    "眉题": ColumnField.KICKER,
    "副题": ColumnField.DECK,
}
_UNNAMED = frozenset({"name", "value", "title", "text", "date"})
"""What a member of an object may be called whose column is told by the object's own name: “author.name”."""
_DEEPER = 1_000


def field_of(word: str) -> ColumnField | None:
    """Return the field that the user has named, in Chinese or English; None for any other word."""
    return _SPOKEN.get(word) or next((field for field in ColumnField if field == word.lower()), None)


def columns_of(names: Sequence[str], choices: Sequence[ColumnChoice] = ()) -> dict[ColumnField, int]:
    """Return the index of the column of each field found: as chosen for these column names, else by the names.

    Of several columns with known names for a field, the one with the plainest name is taken.
    """
    for choice in reversed(choices):
        if choice.names == tuple(names):
            return {
                field: names.index(name)
                for field in ColumnField
                if (name := choice.chosen.get(field)) in names
            }
    found: dict[ColumnField, tuple[int, int]] = {}
    for at, name in enumerate(names):
        above, _, own = name.rpartition(".")
        outer = known_name(above.rpartition(".")[2]) if above and bare(own) in _UNNAMED else None
        if (known := outer or known_name(own) or known_name(name)) is not None:
            field, rank = known
            rank += _DEEPER * name.count(".")
            found[field] = min(found.get(field, (rank, at)), (rank, at))
    return {field: at for field, (_, at) in found.items()}
