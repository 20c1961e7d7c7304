"""What `reader columns` prints as JSON."""

from reader.cli.schemas import Closed
from reader.newspaper.field_names import ColumnField


class Columns(Closed, frozen=True):
    path: str
    columns: dict[str, ColumnField | None]
    """What each column of the table holds; null for what is not known."""
