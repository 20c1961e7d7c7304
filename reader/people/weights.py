"""What each feature of a candidate is worth (`resources/weights/people.txt`): the sum is the logarithm of the odds."""

from collections.abc import Mapping, Sequence
from functools import cache

from reader import assets
from reader.people.features import LAYOUT

_HUNDREDTHS = 100


@cache
def weights() -> Sequence[float]:
    """Return the weights by the numbers of the features."""
    return read(assets.resource("weights/people.txt").read_text(encoding="utf-8"))


def read(text: str) -> Sequence[float]:
    """Return the weights that a file has, in which each group of features is a line of hundredths.

    Raises:
        ValueError: a group is missing, or has another number of features.
    """
    lines = dict(line.split(": ") for line in text.splitlines() if not line.startswith("#"))
    found: list[float] = []
    for name, size in LAYOUT.items():
        numbers = [int(number) / _HUNDREDTHS for number in lines.get(name, "").split()]
        if len(numbers) != size:
            raise ValueError(f"{len(numbers)} weights of {name!r}, where {size} are wanted")
        found += numbers
    return found


def as_text(found: Sequence[float], comment: str) -> str:
    """Return the file that has these weights."""
    lines, at = [comment.rstrip("\n")], 0
    for name, size in LAYOUT.items():
        lines.append(
            f"{name}: {' '.join(f'{round(_HUNDREDTHS * weight)}' for weight in found[at : at + size])}"
        )
        at += size
    return "\n".join(lines) + "\n"


def groups(found: Sequence[float]) -> Mapping[str, Sequence[float]]:
    """Return the weights by group."""
    parts, at = {}, 0
    for name, size in LAYOUT.items():
        parts[name] = found[at : at + size]
        at += size
    return parts
