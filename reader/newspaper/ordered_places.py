"""Places in an order that a person sets, as strings: between any two there is room for another.

Moving one thing changes the place of that thing alone, so that two copies of a list can be merged.
"""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_USUAL_LENGTH = 8
_STEP = len(_DIGITS) ** 4
"""The distance of a place from the last one: half of the room that is left would be gone after some forty."""
LONGEST_PLACE = 60
"""The most characters of a place; where that is not enough, all places of a list are given anew."""


def places_between(before: str, after: str, count: int) -> list[str] | None:
    """Return `count` places in order between two others; "" is the beginning, and the end, of the list.

    A place is a fraction in base 36, without the "0." and without zeros at its end. Returns None where there is no
    room: the two are the same or in the wrong order, or a place would be longer than LONGEST_PLACE.
    """
    if after and before >= after:
        return None
    for length in range(_USUAL_LENGTH, LONGEST_PLACE + 1):
        low = _number(before, length)
        high = _number(after, length) if after else len(_DIGITS) ** length
        if high - low > count:
            found = range(1, count + 1)
            if before and not after and high - low > _STEP * (count + 1):
                return [_digits(low + _STEP * number, length) for number in found]
            return [_digits(low + (high - low) * number // (count + 1), length) for number in found]
    return None


def fresh_places(count: int) -> list[str]:
    """Return `count` places in order for a whole list."""
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
