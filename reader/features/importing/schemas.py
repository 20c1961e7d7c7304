"""What `reader import` prints as JSON."""

from msgspec import field

from reader.cli.schemas import Closed, Failure, PassedOver, SyncReport


class Held(Closed, frozen=True):
    """A file, and the one that the library has already."""

    path: str
    held: str = field(name="as")


class Imported(Closed, frozen=True):
    copied: list[str]
    same: list[Held]
    same_issue: list[Held]
    failed: list[Failure]
    passed_over: list[PassedOver]
    left_out: int
    led_out: list[str]
    pictures: int
    wordless: list[str]
    sync: SyncReport | None
