"""What `reader export` prints as JSON."""

from reader.cli.schemas import Read


class Exported(Read, frozen=True, kw_only=True):
    path: str
    format: str
    issues: int
    articles: int
