"""The rungs below an exact answer: the same words in other forms, each rung an answer of its own.

A rung is a query: the articles in which what was asked stands in a form of this rung, its other strings in forms of
this rung or of those above. An article may stand on several; those that no rung above finds are counted apart. Every
count is that of a query of the same index.

Only forms that the index knows are looked for. A form that is read for another has to be rare beside it, and in each
place it has to be likelier that it is misread than all else (`noisy_channel`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import accumulate, islice, product
from typing import Protocol, TypeAlias

from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.i18n import say
from reader.language.forms import search_form
from reader.language.glyphs import shapes
from reader.language.number_forms import number_forms
from reader.search.misread_near import MisreadNear
from reader.search.misread_readings import LookedThrough, Looking, most_misread, parts_of, with_any
from reader.search.misread_string import Misread, Settled, misread_for
from reader.search.needles import shown
from reader.search.noisy_channel import NoisyChannel, Place
from reader.search.query import Exact, Field, Near, Query, all_of, any_of, negated
from reader.search.terms import ANY, FIRST_BLOCK_LINE, as_printed


class Rung(StrEnum):
    """How what is found stands to what was asked."""

    EXACT = "exact"
    SHAPES = "shapes"
    """The same characters in other shapes (陳 for 陈, 囘 for 回), numbers in other forms."""
    SPLIT = "split"
    """Parted by the end of a paragraph."""
    MISREAD = "misread"
    """With one character that was misread, or two of a long string."""
    NAMING = "naming"
    """A person by surname and title."""


def rung_words(rung: Rung) -> str:
    """Return the name of a rung, as a person reads it."""
    return {
        Rung.EXACT: say("照原样印着"),
        Rung.SHAPES: say("别的字形"),
        Rung.SPLIT: say("跨段拆开"),
        Rung.MISREAD: say("可能认错一个字"),
        Rung.NAMING: say("另一种称呼"),
    }[rung]


class Frequencies(Protocol):
    """How often strings stand in what is searched."""

    def frequencies(self, needles: Sequence[str]) -> list[int]:
        """Return at most how many articles hold each string in search form."""


class Statistics(Frequencies, Protocol):
    """What an index knows of a string."""

    def count(self, query: Query, at_most: int) -> int:
        """Return how many articles a query finds, or `at_most`."""

    def settled(self, printed: str, read_as: str) -> "Settled":
        """Return the places of a character of which a reader has decided whether it is a misreading of another."""

    def channel(self) -> NoisyChannel:
        """Return what tells misreadings in the library."""


@dataclass(frozen=True, slots=True)
class RungQuery:
    """`query` finds the articles on a rung, `unseen` those of them that are on none above.

    `forms` are those looked for on the rung, in search form.
    """

    rung: Rung
    query: Query
    unseen: Query
    forms: tuple[str, ...]


MOST_FORMS = 64
"""Forms of one string on one rung."""
_BASES = 4
"""Shapes of a string that may have been misread."""
_SHORTEST_MISREAD, _SHORTEST_SPLIT = 2, 3
_MOST_COUNTED = 1000
"""More articles with what was asked for than so many tell no more."""
LIKELY = 0.4
"""How probable it has to be that a place is misread."""
_MOST_READ = 2000
"""Texts that may have to be read to decide on the forms of a rung: the most frequent forms are left out."""
_WHOLE = 2000
"""A library of so many articles is looked through for misreadings that no table has, as far as it may have them."""
_MOST_LOOKED_THROUGH = 600
"""Texts of a larger one that are looked through for them."""
_MOST_MISREAD = 256
"""Printed strings that one string may have been misread as."""


def rungs(query: Query, known: Statistics, *, begin: Rung = Rung.EXACT) -> Iterator[RungQuery]:
    """Yield the rungs below `begin`, from the top; those without other forms find nothing.

    Strings under a NOT are left as they are.
    """
    if query.root is None:
        return
    above = query.root
    forms: _Forms = {leaf: [leaf] for leaf in _leaves(query.root)}
    strings = {string: [string] for leaf in forms for string in _strings_of(leaf)}
    is_below = begin is Rung.EXACT
    for rung, more in _MORE_FORMS.items():
        others = {string: more(string, so_far, known) for string, so_far in strings.items()}
        strings = {string: [*so_far, *others[string]] for string, so_far in strings.items()}
        found = {
            leaf: [form for form in _in_strings(leaf, strings) if form not in so_far]
            for leaf, so_far in forms.items()
        }
        forms = {leaf: [*so_far, *found[leaf]] for leaf, so_far in forms.items()}
        here = _in_forms(query.root, forms)
        if is_below:
            needles = tuple(dict.fromkeys(shown(form.needle) for each in others.values() for form in each))
            yield _rung(rung, query.root, found, here, above, needles)
        is_below = is_below or rung is begin
        above = here


def _rung(
    rung: Rung, asked: Node, found: "_Forms", here: Node, above: Node, needles: tuple[str, ...]
) -> RungQuery:
    """Return a rung with the forms found for it; `here` are the strings in these forms and those of the rungs above."""
    forms = [form for others in found.values() for form in others]
    if not forms:
        return RungQuery(rung, Query(), Query(), ())
    is_single = len(found) == 1
    root = _in_forms(asked, found) if is_single else all_of([here, any_of(forms) or here])
    return RungQuery(rung, Query(root), Query(all_of([here, negated(above)])), needles)


def with_shapes(query: Query, known: Frequencies) -> Query:
    """Return a query whose strings are looked for in all their shapes."""
    if query.root is None:
        return query
    leaves = [*_leaves(query.root)]
    strings = {
        string: [string, *_shapes_of(string, [string], known)]
        for leaf in leaves
        for string in _strings_of(leaf)
    }
    return Query(_in_forms(query.root, {leaf: _in_strings(leaf, strings) for leaf in leaves}), query.remarks)


def misread_in(query: Query) -> list[Misread]:
    """Return the strings of a query that may have been misread."""
    leaves = _leaves(query.root) if query.root is not None else ()
    return [leaf for leaf in leaves if isinstance(leaf, Misread)]


class Split(Exact):
    """A string over the end of a paragraph; its needle has a line's end where it is parted."""

    def test(self, text: str, article: int = 0) -> bool:
        lines = as_printed(text).split("\n", FIRST_BLOCK_LINE)
        return len(lines) > FIRST_BLOCK_LINE and self.needle in lines[FIRST_BLOCK_LINE]


_Leaf: TypeAlias = Exact | Near
_Forms: TypeAlias = Mapping[_Leaf, Sequence[_Leaf]]
"""The forms of each part of a query that is one string, or two near each other."""


def _leaves(node: Node) -> Iterator[_Leaf]:
    match node:
        case Not():
            return
        case Exact() | Near():
            yield node
        case And(subqueries=parts) | Or(subqueries=parts):
            for part in parts:
                yield from _leaves(part)


def _strings_of(leaf: _Leaf) -> tuple[Exact, ...]:
    return (leaf.first, leaf.second) if isinstance(leaf, Near) else (leaf,)


def _in_strings(leaf: _Leaf, strings: Mapping[Exact, Sequence[Exact]]) -> Sequence[_Leaf]:
    """Return a part of a query with its string, or both, in each of their forms, the form that was asked for first."""
    if isinstance(leaf, Exact):
        return strings[leaf]
    forms = [[form for form in strings[each] if _can_be_near(form)] for each in _strings_of(leaf)]
    return [_near(one, other, leaf.within) for one, other in product(*forms)][:MOST_FORMS]


def _near(first: Exact, second: Exact, within: int) -> Near:
    misread = [form for form in (first, second) if isinstance(form, Misread)]
    strings = _bare(first), _bare(second)
    return MisreadNear(*strings, within, misread) if misread else Near(*strings, within)


def _can_be_near(form: Exact) -> bool:
    """Return whether a form says enough without what it asks of the words around it."""
    return type(form) is not Split


def _bare(form: Exact) -> Exact:
    """Return a form without what it asks of the words around it."""
    return form if type(form) is Exact else Exact(form.text, form.needle, form.where)


def _in_forms(node: Node, forms: _Forms) -> Node:
    """Return a query with each string in any of its forms."""
    match node:
        case Not():
            return node
        case Exact() | Near():
            return any_of(forms[node]) or node
        case And(subqueries=parts):
            return all_of(_in_forms(part, forms) for part in parts) or node
        case Or(subqueries=parts):
            return any_of(_in_forms(part, forms) for part in parts) or node
        case _:
            return node


def _shapes_of(string: Exact, _: Sequence[Exact], known: Frequencies) -> Sequence[Exact]:
    forms = dict.fromkeys(
        shape for form in (string.needle, *number_forms(string.needle)) for shape in in_shapes(form, known)
    )
    forms.pop(string.needle, None)
    return [Exact(form, form, string.where) for form in [*forms][:MOST_FORMS]]


def in_shapes(needle: str, known: Frequencies) -> Iterator[str]:
    """Yield the forms of a needle in characters of any shape that the index may hold."""
    begun = [""]
    for character in needle:
        choice = dict.fromkeys(character + search_form(shapes(character)))
        longer = [form + each for form in begun for each in choice]
        frequency = _frequencies((form[-2:] for form in longer), known)
        begun = [form for form in longer if ANY in form[-2:] or frequency[form[-2:]]]
        begun = sorted(begun, key=lambda form: -frequency[form[-2:]])[:MOST_FORMS]
    frequency = _frequencies(begun, known)
    yield from (form for form in begun if frequency[form])


def _frequencies(needles: Iterable[str], known: Frequencies) -> Mapping[str, int]:
    wanted = [*dict.fromkeys(needles)]
    return dict(zip(wanted, known.frequencies(wanted), strict=True))


def _splits_of(string: Exact, forms: Sequence[Exact], known: Statistics) -> Sequence[Exact]:
    if string.where is not Field.ANYWHERE or ANY in string.needle:
        return []
    parted = (
        Split(form.needle[:at] + "\n" + form.needle[at:], form.needle[:at] + "\n" + form.needle[at:])
        for form in forms[:_BASES]
        for at in range(1, len(form.needle))
        if len(form.needle) >= _SHORTEST_SPLIT
    )
    return _rarest(parted, known)


def _misreadings_of(string: Exact, forms: Sequence[Exact], known: Statistics) -> Sequence[Exact]:
    bases = [form for form in forms if type(form) is Exact][:_BASES]
    if len(string.needle) < _SHORTEST_MISREAD or ANY in string.needle:
        return []
    needles = dict.fromkeys(form.needle for form in bases)
    channel = known.channel()
    as_meant = known.count(Query(any_of(bases)), _MOST_COUNTED)

    @cache
    def is_misread(meant: str, printed: str, before: str, after: str) -> bool:
        return channel.chance(meant, printed, before, after, as_meant) >= LIKELY

    misread: dict[str, str] = {}
    for base in needles:
        places, are_all = _looked_through(base, string.where, known, channel)
        likely = channel.likely(base, places, as_meant, LIKELY)
        alike = () if are_all else _misread(base, known)
        possible = channel.possible(base, alike, as_meant)
        for form in (*(printed for printed, _, _ in likely), *possible):
            if form not in needles:
                misread.setdefault(form, base)
    candidates = (
        Misread(form, base, string.where, known.settled, is_misread) for form, base in misread.items()
    )
    return _rarest(candidates, known, _MOST_MISREAD)


def _looked_through(
    needle: str, where: Field, known: Statistics, channel: NoisyChannel
) -> tuple[Collection[Place], bool]:
    """Return the places where a string may have been misread, and whether that is all of them.

    All texts that may have one are looked through in a small library, else as many as there may be: those that have
    most of the string first.
    """
    looking = Looking(needle)
    parts = parts_of(needle)
    frequency = _frequencies((*parts, *with_any(needle)), known)
    are_all = channel.articles <= _WHOLE or sum(frequency[part] for part in parts) <= _MOST_LOOKED_THROUGH
    wanted = parts if are_all else sorted(with_any(needle), key=frequency.__getitem__)
    to_read = accumulate(frequency[part] for part in wanted)
    chosen = [
        LookedThrough(part, where, looking)
        for part, texts in zip(wanted, to_read, strict=True)
        if frequency[part] and (are_all or texts <= _MOST_LOOKED_THROUGH)
    ]
    if chosen:
        known.count(Query(any_of(chosen)), 1)
    return looking.places, are_all


_MORE_FORMS = {Rung.SHAPES: _shapes_of, Rung.SPLIT: _splits_of, Rung.MISREAD: _misreadings_of}
"""The further forms of a string on each rung, from the top, given those of the rungs above."""


def _rarest(forms: Iterable[Exact], known: Statistics, most: int = MOST_FORMS) -> list[Exact]:
    """Return the forms that are there, but not so many texts to read, the rarest first."""
    candidates = list(forms)
    frequencies = known.frequencies([form.needle for form in candidates])
    by_frequency = sorted(
        (frequency, n, form)
        for n, (form, frequency) in enumerate(zip(candidates, frequencies, strict=True))
        if frequency
    )
    to_read = accumulate(frequency for frequency, _, _ in by_frequency)
    return [form for (_, _, form), texts in zip(by_frequency, to_read, strict=True) if texts <= _MOST_READ][
        :most
    ]


def _misread(needle: str, known: Statistics) -> list[str]:
    """Return the forms of a needle with one character misread, or two of a long one, that the index may hold."""
    most = most_misread(len(needle))
    begun = {"": 0}
    """Each form so far, and how many of its characters are misread."""
    for character in needle:
        longer = {
            form + each: count
            for form, before in begun.items()
            for each in (character, *misread_for(character))
            if (count := before + (each != character)) <= most
        }
        frequency = _frequencies((form[-2:] for form in longer), known)
        begun = {form: count for form, count in longer.items() if frequency[form[-2:]]}
    fewest_first = sorted(begun, key=begun.__getitem__)
    return list(islice((form for form in fewest_first if form != needle), MOST_FORMS))
