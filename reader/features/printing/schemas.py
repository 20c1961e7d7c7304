"""What `reader clip` prints as JSON."""

from reader.cli.schemas import Closed


class Clipped(Closed, frozen=True):
    files: list[str]
    citation: str
