"""What `reader pack` prints as JSON."""

from reader.cli.schemas import Closed


class Packed(Closed, frozen=True):
    path: str
    size: int
    articles: int
    notes: int
    fingerprint: str
