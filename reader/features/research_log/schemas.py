"""What `reader log` prints as JSON."""

from msgspec import field

from reader.cli.schemas import Closed, Number, Text
from reader.features.research_log.log_file import LogKind


class Entry(Closed, frozen=True):
    time: str
    kind: LogKind
    text: str
    total: Number
    key: Text


class Log(Closed, frozen=True):
    is_on: bool = field(name="on")
    entries: list[Entry]
