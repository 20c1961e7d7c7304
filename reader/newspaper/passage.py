"""Highlighted passages, identified by their words, whatever the parser does; sort keys of dossier entries."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

# Places are sort keys of a manual order, as strings: between any two there is room for another.
#
# Moving an entry changes only the place of that entry, so that two copies of a list can be merged.


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_USUAL_LENGTH = 8
_STEP = len(_DIGITS) ** 4
"""The distance of an appended place from the last one. Halving the room would use it up after 40 places."""
LONGEST_PLACE = 60
"""Maximum characters of a place. When a longer one would be needed, all places of the list are renumbered."""


def places_between(before: str, after: str, count: int) -> list[str] | None:
    """Return `count` places in order between two others; "" is the beginning, and the end, of the list.

    A place is a fraction in base 36, without the "0." and without zeros at its end. Returns None if the two
    are equal or in the wrong order, or a place would be longer than LONGEST_PLACE.
    """
    for length in range(_USUAL_LENGTH, LONGEST_PLACE + 1):
        low = _number(before, length)
        if after:
            high = _number(after, length)
        else:
            high = len(_DIGITS) ** length
        if high - low > count:
            numbers = range(1, count + 1)
            if before and not after and high - low > _STEP * (count + 1):
                return [_digits(low + _STEP * number, length) for number in numbers]
            return [_digits(low + (high - low) * number // (count + 1), length) for number in numbers]
    return None


def fresh_places(count: int) -> list[str]:
    """Return `count` places in order, for renumbering a whole list."""
    places = places_between("", "", count)
    assert places is not None
    return places


def _number(place: str, length: int) -> int:
    """Return the first `length` digits of a place as a number, rounded down."""
    return int(place[:length].ljust(length, "0"), 36)


def _digits(number: int, length: int) -> str:
    digits = ""
    for _ in range(length):
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits.rstrip("0")


class MarkColor(StrEnum):
    """The four colours of highlights; each also has its own underline."""

    YELLOW = "yellow"
    CYAN = "cyan"
    GREEN = "green"
    PURPLE = "purple"


class Passage(Struct, frozen=True):
    r"""A highlighted passage: the words `exact` as shown, with the text `before` and `after` them.

    The texts of several blocks are separated by "\n". The three texts are a TextQuoteSelector (W3C Web
    Annotation Data Model, 2017, section 4.2.4).
    """

    exact: str
    before: str
    after: str
    color: MarkColor = MarkColor.YELLOW

    @property
    def identity(self) -> str:
        """Return a string that identifies a passage within its article, regardless of its colour."""
        return "\n\n".join((self.before, self.exact, self.after))


class QuoteSpan(Struct, frozen=True):
    """The characters [start, end) of the text with index `text` in a sequence of texts."""

    text: int
    start: int
    end: int


def passage_to_json(passage: Passage) -> dict[str, str]:
    return {
        "exact": passage.exact,
        "prefix": passage.before,
        "suffix": passage.after,
        "color": passage.color.value,
    }


def passage_from_json(data: Mapping[str, object]) -> Passage:
    """Return the passage that `passage_to_json` wrote; the data may be from an untrusted file.

    Raises ValueError on any other data.
    """
    exact, before, after, color = (data.get(name) for name in ("exact", "prefix", "suffix", "color"))
    if not (isinstance(exact, str) and exact and isinstance(before, str) and isinstance(after, str)):
        raise ValueError("exact, prefix, suffix")
    return Passage(exact, before, after, MarkColor(str(color)))
