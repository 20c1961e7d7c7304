"""How two printings of a text differ, character by character, and where one may be a misreading of the other."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from reader.i18n import say
from reader.language.equality import lookalikes, shapes
from reader.newspaper.article import Article
from reader.newspaper.holdings import StoredArticle

_ANCHORS = (12, 6, 3, 2)
"""Lengths of the equal runs by which texts are aligned: the longest ones first, then shorter ones between them."""
# Two gaps are compared character by character if the product of their lengths is at most the first of these, or, if
# they have no run in common, at most the second.
_FEW_CELLS = 400
_MOST_CELLS = 40_000


class TextChange(StrEnum):
    """How a part of one text has become a part of the other."""

    SAME = "same"
    SHAPE = "shape"
    LOOKALIKE = "lookalike"
    OTHER = "other"
    LEFT_OUT = "left out"
    ADDED = "added"


class DifferingPart(Struct, frozen=True):
    """A part of two texts, with its offsets in each: [begin, end).

    `SHAPE` is another shape of the same character, `LOOKALIKE` one that OCR confuses with it; both are one character
    each.
    """

    change: TextChange
    begin: int
    end: int
    other_begin: int
    other_end: int


class LookalikePlace(Struct, frozen=True):
    """A place where two printings differ in a character that looks alike: either is a witness for the other."""

    at: int
    other_at: int
    character: str
    other: str


def witnesses(one: str, other: str) -> tuple[LookalikePlace, ...]:
    """Return the places of two printings of a text where one has a character that looks like the other's, in order.

    The characters on either side are the same in both; only characters that OCR confuses with each other are returned,
    not simplified and traditional shapes. Texts that are no printings of one text have few or none.
    """
    places = []
    parts = differences(one, other)
    for number, part in enumerate(parts):
        neighbours = parts[max(number - 1, 0) : number] + parts[number + 1 : number + 2]
        if (
            part.change is TextChange.LOOKALIKE
            and neighbours
            and all(neighbour.change is TextChange.SAME for neighbour in neighbours)
        ):
            places.append(
                LookalikePlace(part.begin, part.other_begin, one[part.begin], other[part.other_begin])
            )
    return tuple(places)


def left_out_and_added(one: str, other: str, parts: Sequence[DifferingPart]) -> tuple[int, int]:
    """Return how many letters the second text leaves out, and how many it adds; rewritten ones are neither."""
    cut = "".join(one[part.begin : part.end] for part in parts if part.change is TextChange.LEFT_OUT)
    added = "".join(
        other[other_part.other_begin : other_part.other_end]
        for other_part in parts
        if other_part.change is TextChange.ADDED
    )
    return sum(map(str.isalnum, cut)), sum(map(str.isalnum, added))


def differences(one: str, other: str) -> tuple[DifferingPart, ...]:
    """Return both texts cut into parts that are the same and parts that differ, in order and without gaps."""
    parts: list[DifferingPart] = []
    at = 0
    other_at = 0
    for begin, other_begin, length in [*_same(one, other), (len(one), len(other), 0)]:
        parts += _changed(one, other, at, begin, other_at, other_begin)
        at = begin + length
        other_at = other_begin + length
        if length:
            parts.append(DifferingPart(TextChange.SAME, begin, at, other_begin, other_at))
    return tuple(parts)


def _changed(
    one: str, other: str, at: int, end: int, other_at: int, other_end: int
) -> Iterator[DifferingPart]:
    """Yield the parts between two equal parts: single characters if both texts have the same number of them there."""
    if at == end and other_at == other_end:
        return
    if at == end or other_at == other_end:
        yield DifferingPart(
            TextChange.ADDED if at == end else TextChange.LEFT_OUT, at, end, other_at, other_end
        )
        return
    kinds = [TextChange.OTHER]
    if end - at == other_end - other_at:
        kinds = [_kind(a, b) for a, b in zip(one[at:end], other[other_at:other_end], strict=True)]
    if all(kind is TextChange.OTHER for kind in kinds):
        yield DifferingPart(TextChange.OTHER, at, end, other_at, other_end)
        return
    for step, kind in enumerate(kinds):
        yield DifferingPart(kind, at + step, at + step + 1, other_at + step, other_at + step + 1)


def _kind(character: str, other: str) -> TextChange:
    if other in shapes(character) or character in shapes(other):
        return TextChange.SHAPE
    if other in lookalikes(character) or character in lookalikes(other):
        return TextChange.LOOKALIKE
    return TextChange.OTHER


_Run = tuple[int, int, int]
"""A run that is the same in both texts: place, place in the other, length."""


def _same(one: str, other: str) -> list[_Run]:
    """Return the runs that are the same in both texts, in order, no two touching in both."""
    runs: list[_Run] = []
    for at, other_at, length in _runs(one, other, 0, 0, _ANCHORS):
        if runs and (runs[-1][0] + runs[-1][2], runs[-1][1] + runs[-1][2]) == (at, other_at):
            runs[-1] = runs[-1][0], runs[-1][1], runs[-1][2] + length
        else:
            runs.append((at, other_at, length))
    return _without_chance(runs, len(one), len(other))


def _without_chance(runs: Sequence[_Run], length: int, other_length: int) -> list[_Run]:
    """Return the runs without those that are equal by chance: one or two characters, such as 的, between longer parts
    that differ.
    """
    likely: list[_Run] = []
    for number, (at, other_at, size) in enumerate(runs):
        before, other_before = (
            (likely[-1][0] + likely[-1][2], likely[-1][1] + likely[-1][2]) if likely else (0, 0)
        )
        behind, other_behind = runs[number + 1][:2] if number + 1 < len(runs) else (length, other_length)
        left = max(at - before, other_at - other_before)
        right = max(behind - at - size, other_behind - other_at - size)
        if size > _CHANCE or min(left, right) <= size + 1:
            likely.append((at, other_at, size))
    return likely


_CHANCE = 2


def _runs(one: str, other: str, at: int, other_at: int, lengths: Sequence[int]) -> Iterator[_Run]:
    """Yield the equal runs of two texts, which begin at the offsets `at` and `other_at` of the whole texts."""
    size = min(len(one), len(other))
    head = next((n for n in range(size) if one[n] != other[n]), size)
    if head:
        yield at, other_at, head
    left = size - head
    tail = next((n for n in range(left) if one[-1 - n] != other[-1 - n]), left)
    inner = one[head : len(one) - tail]
    other_inner = other[head : len(other) - tail]
    if inner and other_inner:
        yield from _inner_runs(inner, other_inner, at + head, other_at + head, lengths)
    if tail:
        yield at + len(one) - tail, other_at + len(other) - tail, tail


def _inner_runs(one: str, other: str, at: int, other_at: int, lengths: Sequence[int]) -> Iterator[_Run]:
    cells = len(one) * len(other)
    for number, length in enumerate(lengths if cells > _FEW_CELLS else ()):
        anchors = _anchors(one, other, length)
        if anchors:
            end = 0
            other_end = 0
            for begin, other_begin in [*anchors, (len(one), len(other))]:
                yield from _runs(
                    one[end:begin],
                    other[other_end:other_begin],
                    at + end,
                    other_at + other_end,
                    lengths[number:],
                )
                if begin < len(one):
                    yield at + begin, other_at + other_begin, length
                end = begin + length
                other_end = other_begin + length
            return
    if cells <= _MOST_CELLS:
        yield from ((at + a, other_at + b, 1) for a, b in _matched(one, other))


def _anchors(one: str, other: str, length: int) -> list[tuple[int, int]]:
    """Return the offsets of runs that occur once in each text: the longest chain ascending in both, not overlapping."""
    places = _once(one, length)
    other_places = _once(other, length)
    shared = sorted((at, other_places[run]) for run, at in places.items() if run in other_places)
    chain: list[tuple[int, int]] = []
    for number in reversed(ascending([value for _, value in shared])):
        at, other_at = shared[number]
        if not chain or (at + length <= chain[-1][0] and other_at + length <= chain[-1][1]):
            chain.append((at, other_at))
    return chain[::-1]


def ascending(values: Sequence[int]) -> list[int]:
    """Return the indices of a longest chain of ascending values."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, value in enumerate(values):
        at = bisect_left(tails, value)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [value]
        ends[at : at + 1] = [number]
    chain = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chain.append(number)
        number = before[number]
    return chain[::-1]


def _once(text: str, length: int) -> dict[str, int]:
    """Return the offsets of the runs of `length` characters that occur once in a text."""
    offset_by_run: dict[str, int] = {}
    for at in range(len(text) - length + 1):
        run = text[at : at + length]
        offset_by_run[run] = -1 if run in offset_by_run else at
    return {run: at for run, at in offset_by_run.items() if at >= 0}


def _matched(one: str, other: str) -> list[tuple[int, int]]:
    """Return the offsets of equal characters in an alignment with the fewest changes.

    Replacing, adding or leaving out a character is one change each.
    """
    width = len(other) + 1
    costs = [list(range(width))]
    for row, character in enumerate(one, 1):
        above = costs[-1]
        line = [row]
        for column in range(1, width):
            diagonal = above[column - 1] + (character != other[column - 1])
            line.append(min(diagonal, above[column] + 1, line[-1] + 1))
        costs.append(line)
    matched = []
    row = len(one)
    column = len(other)
    while row and column:
        cost = costs[row][column]
        is_same = one[row - 1] == other[column - 1]
        if cost == costs[row - 1][column - 1] + (not is_same):
            row = row - 1
            column = column - 1
            if is_same:
                matched.append((row, column))
        elif cost == costs[row - 1][column] + 1:
            row -= 1
        else:
            column -= 1
    return matched[::-1]


class Difference(Struct, frozen=True):
    """Two articles, their texts with one line for each block, and the differences of the texts."""

    one: StoredArticle
    other: StoredArticle
    text: str
    other_text: str
    parts: tuple[DifferingPart, ...]

    @classmethod
    def of(cls, one: StoredArticle, other: StoredArticle) -> "Difference":
        texts = text_of(one.article), text_of(other.article)
        return cls(one, other, *texts, differences(*texts))


def text_of(article: Article) -> str:
    """Return the text of an article for comparisons: its blocks in read form, one line for each."""
    return "\n".join(block.text for block in article.blocks)


def change_in_words(change: TextChange) -> str:
    return {
        TextChange.SAME: say("相同"),
        TextChange.SHAPE: say("同一个字的另一种写法"),
        TextChange.LOOKALIKE: say("形近的字"),
        TextChange.OTHER: say("不同"),
        TextChange.LEFT_OUT: say("只在前一篇"),
        TextChange.ADDED: say("只在后一篇"),
    }[change]


def as_marked_text(text: str, other: str, parts: Sequence[DifferingPart]) -> str:
    """Return both texts as one, with the differences in brackets: [甲→乙], [-只在前一篇-], [+只在后一篇+]."""
    marked = []
    for part in parts:
        one = text[part.begin : part.end]
        two = other[part.other_begin : part.other_end]
        match part.change:
            case TextChange.SAME:
                marked.append(one)
            case TextChange.LEFT_OUT:
                marked.append(f"[-{one}-]")
            case TextChange.ADDED:
                marked.append(f"[+{two}+]")
            case _:
                marked.append(f"[{one}→{two}]")
    return "".join(marked)


def part_to_json(part: DifferingPart, text: str, other: str) -> dict[str, object]:
    """Return a part of a comparison of `text` with `other` as an object for JSON."""
    return {
        "change": part.change.value,
        "at": part.begin,
        "text": text[part.begin : part.end],
        "other_at": part.other_begin,
        "other_text": other[part.other_begin : part.other_end],
    }
