"""What recurs over the issues of a newspaper: its standing columns, the heads of its pages, its marks of items."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from reader.language.equality import look_alike


class TraitKind(StrEnum):
    """What a short line is, or a mark at the beginning of lines.

    COLUMN: the name of a standing column. PAGE: the head of a page with its name. FURNITURE: any other line outside of
    articles. BARE: a heading without a text; if it recurs, it is furniture. ITEM: a mark that begins an item. OTHER: a
    short line within articles, or a mark that begins no item.
    """

    COLUMN = "column"
    PAGE = "page"
    FURNITURE = "furniture"
    BARE = "bare"
    ITEM = "item"
    OTHER = "other"

    @property
    def is_outside(self) -> bool:
        return self in (TraitKind.PAGE, TraitKind.FURNITURE)


class Trait(Struct, frozen=True):
    """A short line of a file, in the form in which lines are compared, or a mark; and what it is by the file alone."""

    text: str
    kind: TraitKind


_IF_RECURRING = {TraitKind.BARE: TraitKind.FURNITURE}
LEAST_ISSUES = 3
"""Number of issues that have to agree on a trait."""
ENDS = 2
"""A misread line has the first or the last two characters of the line that is meant."""
_SHORTEST_MISREAD = 4
_ONE_CHANGED_IN = 6


def decided(issues: Mapping[TraitKind, int]) -> TraitKind | None:
    """Return what a line or a mark is by the issues of a newspaper; None if they don't agree.

    `issues` are the numbers of issues by which it is each kind. At least three, and half of all, have to agree; the
    first of two equally frequent kinds counts.
    """
    if sum(issues.values()) < LEAST_ISSUES:
        return None
    agreeing = Counter({_IF_RECURRING.get(kind, kind): 0 for kind in TraitKind})
    for kind, count in issues.items():
        agreeing[_IF_RECURRING.get(kind, kind)] += count
    most, count = agreeing.most_common(1)[0]
    return most if count >= max(LEAST_ISSUES, agreeing.total() / 2) else None


def may_be_misread(printed: str, meant: str) -> bool:
    """Return whether a line may be another one of which OCR has misread, dropped or added one character in six.

    In a line of four or five characters it may be one, which has to look like the one that is meant.
    """
    most = min(len(printed), len(meant)) // _ONE_CHANGED_IN
    if not most:
        is_long = len(printed) >= _SHORTEST_MISREAD
        return is_long and look_alike(printed, meant) and sum(map(str.__ne__, printed, meant)) == 1
    from rapidfuzz.distance import Levenshtein  # a window that starts needs none

    return 0 < Levenshtein.distance(printed, meant, score_cutoff=most) <= most


Told = Mapping[str, TraitKind]
"""What a newspaper's other issues tell about traits of a file, by their texts."""
Tell = Callable[[str | None, Sequence[Trait]], Told]
"""Returns what is told about these traits of a file, which tells by itself this title."""


def nothing_told(title: str | None, traits: Sequence[Trait]) -> Told:
    return {}


class Profile(Struct, frozen=True, dict=True):
    """What the issues of a newspaper agree on: the kinds of lines and marks, by their texts."""

    kinds: Mapping[str, TraitKind]

    @cached_property
    def _by_end(self) -> Mapping[str, list[str]]:
        by_end: dict[str, list[str]] = defaultdict(list)
        for text in self.kinds:
            for end in ends(text):
                by_end[end].append(text)
        return by_end

    def told(self, traits: Iterable[Trait]) -> Told:
        """Return what these traits of a file are by the other issues, where the file alone tells something else.

        A line that is not in the profile is what the line is that may be meant; the first of several counts.
        """
        found: dict[str, TraitKind] = {}
        for trait in traits:
            kind = self.kinds.get(trait.text) or self._meant(trait)
            if kind is not None and _says_more(kind, trait.kind):
                found[trait.text] = kind
        return found

    def _meant(self, trait: Trait) -> TraitKind | None:
        similar = [text for end in ends(trait.text) for text in self._by_end.get(end, ())]
        meant = [text for text in similar if may_be_misread(trait.text, text)]
        return self.kinds[min(meant)] if meant else None


def teller(profiles: Mapping[str, Told]) -> Tell:
    """Return what tells files what the issues of their newspaper agree on; each profile is looked through once."""
    made = {newspaper: Profile(kinds) for newspaper, kinds in profiles.items()}
    nothing = Profile({})
    return lambda title, traits: made.get(title or "", nothing).told(traits)


def ends(text: str) -> Iterator[str]:
    """Yield the first and the last characters of a line by which similar ones are looked up; nothing for a mark."""
    if len(text) >= _SHORTEST_MISREAD:
        yield "^" + text[:ENDS]
        yield "$" + text[-ENDS:]


def _says_more(kind: TraitKind, by_itself: TraitKind) -> bool:
    """Return whether a file is parsed otherwise for the kind of a trait; for marks of items it always is."""
    if kind in (TraitKind.ITEM, TraitKind.OTHER):
        return kind is TraitKind.ITEM
    return kind is not by_itself and not (kind.is_outside and by_itself.is_outside)
