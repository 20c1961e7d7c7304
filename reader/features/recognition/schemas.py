"""What `reader recognize` prints as JSON."""

from reader.cli.schemas import Closed, Failure


class Recognized(Closed, frozen=True):
    recognized: int
    kept: int
    blank: list[str]
    unknown_script: list[str]
    undecided: list[str]
    damaged: list[str]
    with_text: list[str]
    failed: list[Failure]
    untried: int
