"""The forms of a string that an index may have: its characters in other shapes, its numbers in other notations.

They are a product, which is never built: beginnings grow piece by piece, and only the likeliest ones grow on.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, groupby, islice, pairwise, product
from operator import itemgetter
from typing import Generic, Protocol, TypeVar

from msgspec import Struct, field

from reader.language.equality import Column, rows
from reader.language.forms import HAN, search_form
from reader.language.numbers import notations
from reader.language.patterns import pattern
from reader.search.answering.misread_readings import ScanQuery
from reader.search.query import Exact, Field, Query, any_of
from reader.search.terms import ANY

MOST_FORMS = 64
"""The maximum number of forms of one string on one rung."""
MOST_BASES = 4
"""The maximum number of shapes of a string whose divided and misread forms are looked for."""
_MOST_READ = 2000
"""The maximum number of texts to read for the forms of one string on one rung; frequent forms are dropped."""
_MOST_CHARACTERS = 32_000
"""The maximum number of characters of all these forms."""
_MOST_OF_A_NUMBER = 24
"""The maximum number of forms of one number."""
_MOST_SCANNED = 2000
"""The maximum number of texts that are scanned for the forms of one string."""
LONGEST = 4000
"""The maximum length, in characters, of a string whose other forms are looked for."""

_DOT = search_form("·")
_IS_HAN = pattern(f"[{HAN}]")
_DOT_BETWEEN = pattern(f"(?<=[{HAN}]){re.escape(_DOT)}(?=[{HAN}])")

Piece = Sequence[str]
"""The forms of one part of a string: of a character, of a number, or of several characters that have no other form."""


class Frequencies(Protocol):
    """A source of the frequencies of strings: an index, or several."""

    def frequencies(self, needles: Sequence[str]) -> list[int]:
        """Return for each string in search form an upper bound of the number of articles that contain it."""

    def count(self, query: Query, at_most: int) -> int:
        """Return the number of articles that a query finds, or `at_most` if there are more."""


def most_forms(needle: str) -> int:
    """Return the maximum number of forms of a string on one rung."""
    return min(MOST_FORMS, 1 + _MOST_CHARACTERS // (1 + len(needle)))


def frequencies(needles: Iterable[str], index: Frequencies) -> dict[str, int]:
    """Return the frequencies of strings; repeated ones are looked up once."""
    distinct = list(dict.fromkeys(needles))
    if not distinct:
        return {}
    return dict(zip(distinct, index.frequencies(distinct), strict=True))


@lru_cache(maxsize=1 << 12)
def other_shapes(character: str) -> str:
    shapes: list[str] = []
    for row in rows(Column.SHAPE):
        if row.forms:
            shapes.extend(row.forms(character))
    distinct = dict.fromkeys(search_form("".join(shapes)))
    return "".join(distinct).replace(character, "")


_Form = TypeVar("_Form")
_Leaf = TypeVar("_Leaf", bound=Exact)


class Forms(Struct, Generic[_Form], frozen=True):
    """Forms of a string that may occur; `are_all` is False if there may be others, or too many to look for all."""

    forms: Sequence[_Form] = ()
    are_all: bool = True


def in_shapes(needle: str, index: Frequencies) -> Forms[str]:
    """Return a needle in those forms that may occur in the index, the most frequent first.

    If they are too many, the texts with its rarest part are scanned for those that they have.
    """
    if len(needle) > LONGEST:
        return Forms((needle,), are_all=False)
    parts = notations(_DOT_BETWEEN.sub("", needle))
    frequency = _frequencies_of_shapes(parts, index)
    pieces = _pieces(parts, frequency, index)
    seams = _seams(pieces)
    _look_up(frequency, pieces, seams, index)
    forms = _grown(pieces, frequency)
    if not forms.are_all and ANY not in needle:
        forms = _scanned(pieces, seams, frequency, index) or forms
    return _occurring(forms, most_forms(needle), index)


def _frequencies_of_shapes(parts: Iterable[Piece], index: Frequencies) -> dict[str, int]:
    """Return the frequencies of all shapes of all characters."""
    shapes: list[str] = []
    for notation in parts:
        for character in "".join(notation):
            shapes.append(character)
            shapes.extend(other_shapes(character))
    return frequencies(shapes, index)


def _pieces(parts: Iterable[Piece], frequency: Mapping[str, int], index: Frequencies) -> list[Piece]:
    """Return the parts of a string, each with its forms that occur."""

    def occurring(character: str) -> list[str]:
        shapes = [shape for shape in (character, *other_shapes(character)) if frequency[shape]]
        return shapes or [character]

    single: list[Piece] = []
    for notation in parts:
        if len(notation) == 1:
            single.extend(occurring(character) for character in notation[0])
        else:
            single.append(_forms_of_number(notation, occurring))
    return list(_joined(_dotted(single, index)))


def _forms_of_number(notation: Piece, occurring: Callable[[str], list[str]]) -> Piece:
    """Return a number in its notations, then in the shapes of their characters."""
    shaped = ("".join(characters) for number in notation for characters in product(*map(occurring, number)))
    return list(dict.fromkeys([*notation, *islice(shaped, _MOST_OF_A_NUMBER)]))


def _dotted(pieces: Sequence[Piece], index: Frequencies) -> Iterator[Piece]:
    """Yield the forms of each piece, also with a dot behind where one may stand between it and the next piece.

    With it or without it, a name, title or day is the same: 马克吐温, 马克·吐温; 诗经小雅, 诗经·小雅; 九一八, 九·一八.
    """
    with_dot_behind: list[Piece] = []
    dot_and_first: list[Piece] = []
    for piece in pieces:
        with_dot_behind.append([form + _DOT for form in piece if _IS_HAN.match(form[-1])])
        dot_and_first.append([_DOT + form[0] for form in piece if _IS_HAN.match(form)])
    pairs: list[str] = []
    for dotted in (*with_dot_behind, *dot_and_first):
        pairs.extend(form[-2:] for form in dotted)
    frequency = frequencies(pairs, index)
    following = [*dot_and_first[1:], []]
    for piece, dotted, pairs_behind in zip(pieces, with_dot_behind, following, strict=True):
        if any(frequency[pair] for pair in pairs_behind):
            yield [*piece, *(form for form in dotted if frequency[form[-2:]])]
        else:
            yield [*piece]


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces, neighbours that have one form as one piece: most characters of most libraries have one."""
    for count, run in groupby(pieces, len):
        if count == 1:
            yield ["".join(piece[0] for piece in run)]
        else:
            yield from run


def _seams(pieces: Sequence[Piece]) -> list[Piece]:
    """Return for each two neighbours the pairs of characters that may stand where they meet."""
    seams: list[Piece] = []
    for left, right in pairwise(pieces):
        seams.append([before[-1] + behind[0] for before, behind in product(left, right)])
    return seams


def _look_up(
    frequency: dict[str, int], pieces: Sequence[Piece], seams: Sequence[Piece], index: Frequencies
) -> None:
    """Add the frequencies of the forms of all pieces and seams; a wildcard has none."""
    new: list[str] = []
    for piece in pieces:
        new.extend(form for form in piece if form not in frequency)
    frequency |= frequencies(new, index)
    pairs: list[str] = []
    for seam in seams:
        pairs.extend(pair for pair in seam if ANY not in pair)
    frequency |= frequencies(pairs, index)


def _grown(pieces: Sequence[Piece], frequency: Mapping[str, int]) -> Forms[str]:
    """Return the forms of a string of which all pieces and seams occur, grown piece by piece.

    Each beginning has an upper bound of its frequency: that of its rarest piece or seam.
    """
    beginnings = [(form, frequency[form]) for form in pieces[0] if frequency[form]]
    are_all = True
    for piece in pieces[1:]:
        longer: list[tuple[str, int]] = []
        for beginning, bound in beginnings:
            for form in piece:
                at_seam = frequency.get(beginning[-1] + form[0], bound)
                new_bound = min(bound, frequency[form], at_seam)
                if new_bound:
                    longer.append((beginning + form, new_bound))
        longer.sort(key=itemgetter(1), reverse=True)
        if len(longer) > MOST_FORMS:
            are_all = False
        beginnings = longer[:MOST_FORMS]
    return Forms(tuple(form for form, _ in beginnings), are_all)


def _scanned(
    pieces: Sequence[Piece], seams: Sequence[Piece], frequency: Mapping[str, int], index: Frequencies
) -> Forms[str] | None:
    """Return the forms that the texts with the rarest part have; None if these texts are too many."""

    def total(piece: Piece) -> int:
        return sum(frequency[form] for form in piece)

    rarest = min((*pieces, *seams), key=total)
    if total(rarest) > _MOST_SCANNED:
        return None
    alternatives = ("|".join(map(re.escape, piece)) for piece in pieces)
    scan = _ShapeScan(re.compile("".join(f"(?:{alternative})" for alternative in alternatives)))
    index.count(Query(any_of(ScanQuery(form, Field.ANYWHERE, scan.scan) for form in rarest)), 1)
    most_first = [form for form, _ in scan.forms.most_common()]
    return Forms(tuple(most_first[:MOST_FORMS]), len(most_first) <= MOST_FORMS)


def _occurring(forms: Forms[str], most: int, index: Frequencies) -> Forms[str]:
    """Return the first `most` forms without those that the index does not have."""
    frequency = frequencies(forms.forms[:most], index)
    occurring = tuple(form for form, number in frequency.items() if number)
    return Forms(occurring, forms.are_all and len(forms.forms) <= most)


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


def rarest(forms: Iterable[_Leaf], statistics: Frequencies, most: int = MOST_FORMS) -> Forms[_Leaf]:
    """Return up to `most` of the forms that occur, rarest first; together they occur in up to `_MOST_READ` texts."""
    candidates = list(forms)
    counts = statistics.frequencies([form.needle for form in candidates])
    by_frequency = sorted(
        (frequency, n, form)
        for n, (form, frequency) in enumerate(zip(candidates, counts, strict=True))
        if frequency
    )
    to_read = accumulate(frequency for frequency, _, _ in by_frequency)
    rarest_first = [
        form for (_, _, form), texts in zip(by_frequency, to_read, strict=True) if texts <= _MOST_READ
    ]
    return Forms(rarest_first[:most], len(by_frequency) <= min(len(rarest_first), most))
