"""The forms of a string that an index may have: its characters in other shapes, its numbers in other notations.

They are a product, which is never built: beginnings grow piece by piece, and only the likeliest ones grow on.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, groupby, islice, pairwise, product
from operator import itemgetter
from typing import Generic, Protocol, TypeVar

from msgspec import Struct, field

from reader.language.equality import Column, rows
from reader.language.forms import HAN, search_form
from reader.language.numbers import notations
from reader.language.patterns import pattern
from reader.search.answering.misread_readings import ScanQuery
from reader.search.query import Field, Query, any_of
from reader.search.terms import ANY

MOST_FORMS = 64
"""The maximum number of forms of one string on one rung."""
_MOST_CHARACTERS = 32_000
"""The maximum number of characters of all these forms."""
_MOST_OF_A_NUMBER = 24
"""The maximum number of forms of one number."""
_MOST_SCANNED = 2000
"""The maximum number of texts that are scanned for the forms of one string."""
LONGEST = 4000
"""The maximum length, in characters, of a string whose other forms are looked for."""


class Frequencies(Protocol):
    """A source of the frequencies of strings: an index, or several."""

    def frequencies(self, needles: Sequence[str]) -> list[int]:
        """Return for each string in search form an upper bound of the number of articles that contain it."""

    def count(self, query: Query, at_most: int) -> int:
        """Return the number of articles that a query finds, or `at_most` if there are more."""


def most_forms(needle: str) -> int:
    """Return the maximum number of forms of a string on one rung."""
    return min(MOST_FORMS, 1 + _MOST_CHARACTERS // (1 + len(needle)))


def frequencies(needles: Iterable[str], statistics: Frequencies) -> Mapping[str, int]:
    """Return the frequencies of strings; repeated ones are looked up once."""
    distinct_needles = [*dict.fromkeys(needles)]
    if distinct_needles:
        return dict(zip(distinct_needles, statistics.frequencies(distinct_needles), strict=True))
    return {}


@lru_cache(maxsize=1 << 12)
def other_shapes(character: str) -> str:
    shapes = chain.from_iterable(row.forms(character) for row in rows(Column.SHAPE) if row.forms)
    return "".join(dict.fromkeys(search_form("".join(shapes)))).replace(character, "")


_DOT = search_form("·")
_IS_HAN = pattern(f"[{HAN}]")
_DOT_BETWEEN = pattern(f"(?<=[{HAN}]){re.escape(_DOT)}(?=[{HAN}])")


_Form = TypeVar("_Form")


class Forms(Struct, Generic[_Form], frozen=True):
    """Forms of a string that may occur; `are_all` is False if there may be others, or too many to look for all."""

    forms: Sequence[_Form] = ()
    are_all: bool = True


def in_shapes(needle: str, statistics: Frequencies) -> Forms[str]:
    """Return a needle in those forms that may occur in the index, the most frequent first.

    If they are too many, the texts with its rarest part are scanned for those that they have.
    """
    if len(needle) > LONGEST:
        return Forms((needle,), are_all=False)
    pieces = notations(_DOT_BETWEEN.sub("", needle))
    shapes_of = {c: dict.fromkeys((c, *other_shapes(c))) for piece in pieces for c in "".join(piece)}
    frequency = {**frequencies(chain.from_iterable(shapes_of.values()), statistics)}
    occurring = {c: [shape for shape in shapes if frequency[shape]] or [c] for c, shapes in shapes_of.items()}
    choices = [*_joined(_dotted([*_chosen(pieces, occurring)], statistics))]
    seams = [[a[-1] + b[0] for a, b in product(left, right)] for left, right in pairwise(choices)]
    new_forms = (form for form in chain.from_iterable(choices) if form not in frequency)
    frequency |= frequencies(new_forms, statistics)
    pairs = (pair for pair in chain.from_iterable(seams) if ANY not in pair)
    frequency |= frequencies(pairs, statistics)
    # the forms of a string of which all pieces and seams occur, grown piece by piece
    # each beginning, with an upper bound of its frequency: that of its rarest piece or seam
    grown = [(choice, frequency[choice]) for choice in choices[0] if frequency[choice]]
    are_all = True
    for piece in choices[1:]:
        longer = (
            (
                form + piece_form,
                min(most, frequency[piece_form], frequency.get(form[-1] + piece_form[0], most)),
            )
            for form, most in grown
            for piece_form in piece
        )
        grown = sorted((pair for pair in longer if pair[1]), key=itemgetter(1), reverse=True)
        are_all = are_all and len(grown) <= MOST_FORMS
        grown = grown[:MOST_FORMS]
    all_forms = Forms(tuple(form for form, _ in grown), are_all)
    if not all_forms.are_all and ANY not in needle:
        rarest = min((*choices, *seams), key=lambda part_forms: sum(map(frequency.__getitem__, part_forms)))
        if sum(map(frequency.__getitem__, rarest)) <= _MOST_SCANNED:
            # the forms of a string that texts have; `part` are the forms of one part, to narrow down the
            # texts
            expression = "".join(f"(?:{'|'.join(map(re.escape, piece))})" for piece in choices)
            scan = _ShapeScan(re.compile(expression))
            statistics.count(
                Query(any_of(ScanQuery(piece_form, Field.ANYWHERE, scan.scan) for piece_form in rarest)), 1
            )
            most_first = sorted(scan.forms, key=lambda form: -scan.forms[form])
            all_forms = Forms(tuple(most_first[:MOST_FORMS]), len(most_first) <= MOST_FORMS)
    most = most_forms(needle)
    occurs = frequencies(all_forms.forms[:most], statistics)
    return Forms(
        tuple(form for form, number in occurs.items() if number),
        all_forms.are_all and len(all_forms.forms) <= most,
    )


class _ShapeScan(Struct, frozen=True):
    """Counts what texts have of a string in other shapes.

    Attributes:
        forms: the printed forms, each with the number of its places.
    """

    _expression: re.Pattern[str]
    forms: Counter[str] = field(default_factory=Counter)
    _scanned: set[int] = field(default_factory=set)

    def scan(self, text: str, article: int) -> None:
        """Scan the search text of an article, unless that has been done."""
        if article not in self._scanned:
            self._scanned.add(article)
            self.forms.update(self._expression.findall(text))


def _chosen(
    pieces: Iterable[Sequence[str]], occurring: Mapping[str, Sequence[str]]
) -> Iterator[Sequence[str]]:
    """Yield the characters and numbers of a text, each with its forms; `occurring` are the shapes of a character."""
    for piece in pieces:
        if len(piece) == 1:
            yield from (occurring[character] for character in piece[0])
        else:
            shaped = []
            for number in piece:
                for combination in product(*map(occurring.__getitem__, number)):
                    shaped.append("".join(combination))
            yield [*dict.fromkeys((*piece, *islice(shaped, _MOST_OF_A_NUMBER)))]


def _dotted(choices: Sequence[Sequence[str]], statistics: Frequencies) -> Iterator[Sequence[str]]:
    """Yield the forms of each piece, also with a dot behind where one may stand between it and the next piece.

    With it or without it, a name, title or day is the same: 马克吐温, 马克·吐温; 诗经小雅, 诗经·小雅; 九一八, 九·一八.
    """
    behind = [[form + _DOT for form in choice if _IS_HAN.match(form[-1])] for choice in choices]
    before = [[_DOT + form[0] for form in choice if _IS_HAN.match(form)] for choice in choices]
    with_dot = chain.from_iterable((*behind, *before))
    occurs = frequencies((form[-2:] for form in with_dot), statistics)
    for choice, dotted, following in zip(choices, behind, (*before[1:], ()), strict=True):
        goes_on = any(occurs[pair] for pair in following)
        yield [*choice, *(form for form in dotted if goes_on and occurs[form[-2:]])]


def _joined(pieces: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Yield the pieces, neighbours that have one form as one piece: most characters of most libraries have one."""
    for count, run in groupby(pieces, len):
        if count == 1:
            yield ["".join(piece[0] for piece in run)]
        else:
            yield from run
