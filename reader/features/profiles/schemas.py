"""What `reader profile` prints as JSON."""

from reader.cli.schemas import Closed
from reader.newspaper.issue import TraitKind


class Trait(Closed, frozen=True):
    text: str
    kind: TraitKind
    issues: int
    is_refused: bool


class Profile(Closed, frozen=True):
    newspaper: str
    is_refused: bool
    traits: list[Trait]


Profiles = list[Profile]
