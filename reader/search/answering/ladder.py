"""The ladder of a query: for each kind of other forms of its strings (a rung), a query that finds them.

The top rung is the query as typed. Each further rung finds articles that contain at least one string in a form of this
rung, and the others in forms of this rung or those above. Rungs may overlap; the articles on a rung that no rung above
finds are counted separately.

Only forms that occur in the index are searched. A form counts as misread only if it is rare compared with the typed
string, and a misreading is the likeliest explanation of the place where it is printed (`noisy_channel`).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from itertools import accumulate, chain, islice, product
from math import prod
from typing import Protocol, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from whoosh.query import And, Or
from whoosh.query import Query as Node

from reader.i18n import say
from reader.language.dates.notations import Goes, Notation
from reader.search.answering.divided_forms import Split, Torn, divided_forms
from reader.search.answering.misread_readings import (
    Misread,
    MisreadingScan,
    ScanQuery,
    Settled,
    most_misread,
    parts_of,
    with_any,
)
from reader.search.answering.other_shapes import (
    MOST_BASES,
    MOST_FORMS,
    Forms,
    Frequencies,
    frequencies,
    in_shapes,
    most_forms,
    rarest,
)
from reader.search.answering.query_leaves import Leaf, leaves_of, replaced, strings_of
from reader.search.needles import bounded, occurrences, shown, unbounded
from reader.search.noisy_channel import NoisyChannel, Place, misread_for
from reader.search.query import (
    Exact,
    Field,
    IgnoredPart,
    Near,
    Query,
    QueryRemark,
    all_of,
    any_of,
    negated,
    written_date,
)
from reader.search.query.date_reader import other_notations
from reader.search.terms import ANY, DAY_NEXT, EDGE, MONTH_NEXT, as_printed


class MisreadNear(Near):
    """A query for documents in which two strings, at least one of them a misread form, are near each other.

    Places of the `misread` forms that are more likely meant as printed, or that a reader has decided on, don't count.
    """

    def __init__(self, first: Exact, second: Exact, within: int, misread: Sequence[Misread]) -> None:
        super().__init__(first, second, within)
        self._misread = misread

    def test(self, text: str, article: int = 0) -> bool:
        printed = as_printed(text)
        others = set()
        for misreading in self._misread:
            begins = {begin for begin, _ in occurrences(printed, misreading.needle)}
            begins_of_misread = {begin for begin, _ in misreading.places(text, article)}
            for begin in begins - begins_of_misread:
                others.add(begin + misreading.differs_at)
        for place in others:
            printed = f"{printed[:place]}\0{printed[place + 1 :]}"  # same length, so that distances stay
        return super().test(printed, article)


class Rung(StrEnum):
    """How a form that is found differs from the typed string."""

    EXACT = "exact"
    """It is printed as typed."""
    EVERYWHERE = "everywhere"
    """The issue certainly misreads the string in all its places."""
    SHAPES = "shapes"
    """The same characters in other shapes (陳 for 陈, 囘 for 回), numbers in other notations."""
    INSIDE = "inside"
    """A word is part of a longer one, in Latin letters."""
    SPLIT = "split"
    """The string is divided by the end of a paragraph, or a word in it by the end of a line."""
    MISREAD = "misread"
    """One character is misread, or two in a long string."""
    NAMING = "naming"
    """A person is called by surname and title instead of the full name."""


def rung_words(rung: Rung) -> str:
    return {
        Rung.EXACT: say("照原样印着"),
        Rung.EVERYWHERE: say("这一期都印成…"),
        Rung.SHAPES: say("别的字形"),
        Rung.INSIDE: say("在更长的词里"),
        Rung.SPLIT: say("跨行跨段拆开"),
        Rung.MISREAD: say("可能认错一个字"),
        Rung.NAMING: say("另一种称呼"),
    }[rung]


class Statistics(Frequencies, Protocol):
    """What `rungs` needs to know about a library."""

    def settled(self, printed: str, read_as: str) -> "Settled":
        """Return the places where a reader has decided whether `printed` is a misreading of `read_as` (characters)."""

    def certainty(self, article: int) -> str:
        """Return the marks of the characters of an article's search text; "" if nothing is known about them."""

    def channel(self) -> NoisyChannel:
        """Return the model of misreadings in the library."""


class RungQuery(Struct, frozen=True):
    """One rung: `query` finds its articles, `unseen` only those that no rung above finds.

    `forms` are the forms that belong to the rung, as they are shown; if there are none, both queries are empty.
    """

    rung: Rung
    query: Query
    unseen: Query
    forms: tuple[str, ...]


def unseen_below(rung: RungQuery, above: Iterable[Query]) -> Query:
    """Return the query for those articles of `rung.unseen` that none of the queries `above` finds."""
    if rung.unseen.root is None:
        return Query()
    seen = any_of(query.root for query in above if query.root is not None)
    return Query(all_of([rung.unseen.root, *([negated(seen)] if seen else [])]))


_SHORTEST_MISREAD = 2
_MOST_COUNTED = 1000
"""Articles with the typed string are only counted up to this number: higher numbers make no difference."""
LIKELY = 0.4
LIKELY_PAIR = 0.7
_MANY_WORDS = 100
"""The probability from which on a place counts as misread. In a library of more than `_MANY_WORDS` articles, many
strings of two characters are other words.
"""
_WHOLE = 2000
"""In a library of up to this number of articles, all texts that may contain a misreading are scanned."""
_MOST_SCANNED = 600
"""The maximum number of texts that are scanned in a larger library."""
_MOST_MISREAD = 256
"""The maximum number of misread forms of one string."""
_MOST_GROWN = 4096
"""The maximum number of beginnings of misread forms that grow on."""
_LONGEST_GROWN = 64
"""The maximum length of a string whose misread forms are made; longer ones are only found by a scan."""
_MOST_STRINGS = 40
"""The maximum number of strings of a query whose divided and misread forms are looked for."""


Systematic: TypeAlias = Callable[[str], Mapping[str, Collection[int]]]
"""Returns the forms that issues certainly print for a string everywhere, with the ids of these issues' articles."""


def _never(_: str) -> Mapping[str, Collection[int]]:
    return {}


def rungs(
    query: Query,
    statistics: Statistics,
    *,
    with_shapes: bool = False,
    systematic: Systematic = _never,
    closed: Collection[str] = (),
) -> Iterator[RungQuery]:
    """Yield the rungs, from the top; a rung without forms has empty queries.

    With `with_shapes`, the top rung is the query of the function `with_shapes`; there may be a rung INSIDE, and one
    SHAPES only if a string in quotation marks has other shapes. The rung EVERYWHERE has misread forms of strings in
    quotation marks, and `closed` forms; it is omitted if it has none. Words under a NOT are excluded in all shapes, on
    the top rung only with `with_shapes`; misread forms never exclude.
    """
    if query.root is None:
        return
    top = _without(systematic, closed)
    root = _excluding_shapes(query.root, statistics, top, [])
    forms, strings, _ = _top(root, statistics if with_shapes else None, top)
    above = _in_forms(root if with_shapes else query.root, forms)

    def everywhere(string: Exact, _: Sequence[Exact], __: Statistics) -> Forms[Exact]:
        return Forms([*_everywhere(string, systematic)])

    for rung, more in {Rung.EVERYWHERE: everywhere, **_MORE_FORMS}.items():
        most = len(strings)
        if rung in (Rung.SPLIT, Rung.MISREAD):
            most = _MOST_STRINGS
        of_rung = {string: more(string, strings[string], statistics) for string in islice(strings, most)}
        new_strings = {string: _new(of_rung[string].forms, strings[string]) for string in of_rung}
        strings = {string: [*above_it, *new_strings.get(string, ())] for string, above_it in strings.items()}
        new_forms = {leaf: _new(_in_strings(leaf, strings), above_it) for leaf, above_it in forms.items()}
        forms = {leaf: [*above_it, *new_forms[leaf]] for leaf, above_it in forms.items()}
        widened = _in_forms(root, forms)
        new_needles = (form.needle for form in chain.from_iterable(new_strings.values()))
        needles = tuple(dict.fromkeys(map(shown, new_needles)))
        may_be_omitted = rung in (Rung.EVERYWHERE, Rung.INSIDE) or (with_shapes and rung is Rung.SHAPES)
        if needles or not may_be_omitted:
            partly = [string for string in strings if string not in of_rung or not of_rung[string].are_all]
            remarks = _left_out(partly, forms, strings)
            rung_query = _rung(rung, root, new_forms, widened, above, needles, remarks)
            # each article with the whole word may have it inside longer ones: only the others are of interest
            if rung is Rung.INSIDE:
                unseen = replace(rung_query.query, root=rung_query.unseen.root)
                rung_query = replace(rung_query, query=unseen)
            yield rung_query
        above = widened


_Form = TypeVar("_Form", bound=Node)


def _new(forms: Iterable[_Form], forms_above: Iterable[_Form]) -> list[_Form]:
    """Return the forms that the rungs above do not have."""
    above = set(forms_above)
    return [form for form in forms if form not in above]


def _left_out(
    partly: Iterable[Exact], leaves: Iterable["Leaf"], strings: Mapping[Exact, Sequence[Exact]]
) -> tuple[QueryRemark, ...]:
    """Return remarks on the strings of which only some forms are looked for, by themselves or near each other."""
    too_many = list(
        chain.from_iterable(
            (leaf.first, leaf.second)
            for leaf in leaves
            if isinstance(leaf, Near)
            and prod(map(len, _forms_to_pair(leaf, strings))) > most_forms(leaf.needle)
        )
    )
    texts = dict.fromkeys(string.text for string in (*partly, *too_many))
    return tuple(QueryRemark(IgnoredPart.FORMS, text) for text in texts)


class _Everywhere(Exact):
    """A misread form of a string that counts only in the articles of the issues that print it everywhere."""

    def __init__(self, meant: str, needle: str, where: Field, articles: Collection[int]) -> None:
        super().__init__(meant, needle, where)
        self.articles = articles

    def test(self, text: str, article: int = 0) -> bool:
        return article in self.articles and super().test(text, article)

    def decided_by_grams(self) -> bool:
        return False

    def _key(self) -> tuple[object, ...]:
        return *super()._key(), tuple(sorted(self.articles))


def _everywhere(string: Exact, systematic: Systematic) -> Iterator[Exact]:
    for form, articles in systematic(string.needle).items():
        yield _Everywhere(string.needle, form, string.where, articles)


def _without(systematic: Systematic, closed: Collection[str]) -> Systematic:
    """Return a function like `systematic` that leaves out the closed forms."""

    def without_closed(string: str) -> Mapping[str, Collection[int]]:
        return {form: ids for form, ids in systematic(string).items() if form not in closed}

    return without_closed


def _top(
    root: Node, statistics: Frequencies | None, systematic: Systematic = _never
) -> tuple["_Forms", "dict[Exact, Sequence[Exact]]", tuple[QueryRemark, ...]]:
    """Return the forms of the leaves and of the strings on the top rung, and remarks on forms that are left out.

    If `statistics` is given, words also have their shapes in the index and the forms that issues misread everywhere.
    """
    partly: list[Exact] = []

    def on_top(string: Exact) -> Iterator[Exact]:
        yield _whole(string) if statistics is not None else string
        if statistics is not None and string.is_word:
            shaped = _shapes_of(string, [string], statistics)
            if not shaped.are_all:
                partly.append(string)
            yield from shaped.forms
            yield from _everywhere(string, systematic)

    leaves = [*leaves_of(root)]
    typed_strings = dict.fromkeys(chain.from_iterable(strings_of(leaf) for leaf in leaves))
    strings = {string: [*on_top(string)] for string in typed_strings}
    forms = {leaf: _in_strings(leaf, strings) for leaf in leaves}
    return forms, dict(strings), _left_out(partly, leaves, strings)


def _rung(
    rung: Rung,
    typed_root: Node,
    new_forms: "_Forms",
    widened: Node,
    above: Node,
    needles: tuple[str, ...],
    remarks: tuple[QueryRemark, ...],
) -> RungQuery:
    """Return a rung.

    `typed_root` is the root of the typed query, `new_forms` the forms of this rung. `widened` is the query in forms of
    this rung and those above, `above` the query in forms of the rungs above only. `needles` are the forms to show,
    `remarks` are on those that are left out.
    """
    forms = list(chain.from_iterable(new_forms.values()))
    if not forms:
        return RungQuery(rung, Query(remarks=remarks), Query(), ())
    is_single = len(new_forms) == 1
    # of several leaves, one in a form of this rung is enough
    root = _in_forms(typed_root, new_forms) if is_single else all_of([widened, any_of(forms) or widened])
    return RungQuery(rung, Query(root, remarks), Query(all_of([widened, negated(above)])), needles)


def with_shapes(
    query: Query, statistics: Frequencies, systematic: Systematic = _never, closed: Collection[str] = ()
) -> Query:
    """Return a query whose words match in all their shapes, also under a NOT; strings in quotation marks stay.

    Forms that issues misread everywhere match, too, unless they are `closed`.
    """
    if query.root is None:
        return query
    left_out: list[QueryRemark] = []
    root = _in_shapes(query.root, statistics, _without(systematic, closed), left_out)
    return Query(root, (*query.remarks, *dict.fromkeys(left_out)))


def _in_shapes(
    root: Node, statistics: Frequencies, systematic: Systematic, left_out: list[QueryRemark]
) -> Node:
    root = _excluding_shapes(root, statistics, systematic, left_out)
    forms, _, too_many = _top(root, statistics, systematic)
    left_out += too_many
    return _in_forms(root, forms)


def _excluding_shapes(
    node: Node, statistics: Frequencies, systematic: Systematic, left_out: list[QueryRemark]
) -> Node:
    """Return the query with what is under a NOT in all shapes; add remarks on forms that are `left_out`.

    A NOT leaves out what its operand finds by itself, so that a word is found with and without another word as often as
    alone.
    """

    def unchanged(leaf: Leaf) -> Node:
        return leaf

    def without_shapes(excluded: Node) -> Node:
        return negated(_in_shapes(excluded, statistics, systematic, left_out))

    return replaced(node, unchanged, without_shapes)


def in_each_shape(
    query: Query, statistics: Frequencies, systematic: Systematic = _never, closed: Collection[str] = ()
) -> dict[str, dict[str, Query]]:
    """Return for each word with several forms a query for each form, as shown: the part of `with_shapes` with that
    form.
    """
    if query.root is None:
        return {}
    systematic = _without(systematic, closed)
    root = _excluding_shapes(query.root, statistics, systematic, [])
    forms, strings, _ = _top(root, statistics, systematic)
    queries: dict[str, dict[str, Query]] = {}
    for string, string_forms in strings.items():
        if len(string_forms) < 2 or string not in forms:
            continue
        form_queries: dict[str, Query] = {}
        for form in string_forms:
            node = _in_forms(_without_issues(root, string), {**forms, string: [form]})
            form_queries[shown(form.needle)] = Query(node)
        queries[string.text] = form_queries
    return queries


def _without_issues(node: Node, string: Exact) -> Node:
    """Return the query without the issues of the day, month or year that a string was typed as (`written_date`)."""
    match node:
        case Or() if string in node.subqueries and written_date(node):
            return string
        case And(subqueries=parts):
            return all_of(_without_issues(part, string) for part in parts) or node
        case _:
            return node


def certain_in(query: Query) -> dict[str, str]:
    """Return the misread forms that are searched along with words because issues print them everywhere, with these
    words.
    """
    leaves = [*leaves_of(query.root)] if query.root is not None else []
    strings = list(chain.from_iterable(strings_of(leaf) for leaf in leaves))
    return {
        any_string.needle: any_string.text for any_string in strings if isinstance(any_string, _Everywhere)
    }


def misread_in(query: Query) -> list[Misread]:
    leaves = leaves_of(query.root) if query.root is not None else ()
    return [leaf for leaf in leaves if isinstance(leaf, Misread)]


_Forms: TypeAlias = Mapping[Leaf, Sequence[Leaf]]
"""The forms of each leaf of a query."""


def _in_strings(leaf: Leaf, strings: Mapping[Exact, Sequence[Exact]]) -> Sequence[Leaf]:
    """Return a leaf in all forms of its string or its two strings; the typed form comes first."""
    if isinstance(leaf, Exact):
        return strings[leaf]
    pairs = islice(product(*_forms_to_pair(leaf, strings)), most_forms(leaf.needle))
    return [_near(one, other, leaf.within) for one, other in pairs]


def _forms_to_pair(leaf: Near, strings: Mapping[Exact, Sequence[Exact]]) -> list[list[Exact]]:
    """Return the forms of both strings that may be part of a `Near`, which looks for them within one line."""
    forms_to_pair = []
    for string in strings_of(leaf):
        whole_forms = [form for form in strings[string] if type(form) not in (Split, Torn, _Everywhere)]
        forms_to_pair.append(whole_forms)
    return forms_to_pair


def _near(first: Exact, second: Exact, within: int) -> Near:
    misread = [form for form in (first, second) if isinstance(form, Misread)]
    strings = _bare(first), _bare(second)
    if misread:
        return MisreadNear(*strings, within, misread)
    return Near(*strings, within)


def _bare(form: Exact) -> Exact:
    """Return a form as a plain `Exact`, without its conditions on the surrounding text."""
    if type(form) in (Exact, _Everywhere):
        return form
    return Exact(form.text, form.needle, form.where, is_word=form.is_word)


def _in_forms(node: Node, forms: _Forms) -> Node:
    """Return the query with each leaf replaced by a query for any of its forms; leaves under a NOT are not replaced."""

    def in_forms(leaf: Leaf) -> Node:
        return any_of(forms[leaf]) or leaf

    return replaced(node, in_forms, negated)


def _whole(string: Exact) -> Exact:
    """Return a word so that it is not found inside a longer one of Latin letters, or a date inside a longer number."""
    if not string.is_word:
        return string
    typed = "" if other_notations(string.text) else string.needle
    return Exact(string.text, bounded(string.needle, typed), string.where, is_word=True)


def _shapes_of(string: Exact, _: Sequence[Exact], statistics: Frequencies) -> Forms[Exact]:
    dates = [_needle_of(other_notation) for other_notation in other_notations(string.text)]
    if dates:
        frequency = frequencies(dates, statistics)
        other_forms = [form for form in dates if frequency[form]]
        are_all = True
    else:
        shaped = in_shapes(string.needle, statistics)
        other_forms = [bounded(form, string.needle) for form in shaped.forms]
        are_all = shaped.are_all
    typed = string.needle, bounded(string.needle, string.needle), bounded(string.needle, "")
    others = [Exact(shown(form), form, string.where) for form in other_forms if form not in typed]
    return Forms(others, are_all)


def shapes_of(string: Exact, statistics: Frequencies) -> Sequence[Exact]:
    """Return the other shapes and notations of a word that occur."""
    return _shapes_of(string, [string], statistics).forms


def _needle_of(notation: Notation) -> str:
    bounds = bounded(notation.text, "")
    if notation.goes in _FOLLOWING:
        return bounds.rstrip(EDGE) + _FOLLOWING[notation.goes]
    return bounds


_FOLLOWING = {Goes.ON_WITH_MONTH: MONTH_NEXT, Goes.ON_WITH_DAY: DAY_NEXT}


def _inside(_: Exact, forms: Sequence[Exact], __: Statistics) -> Forms[Exact]:
    """Return the forms of a word without their edges, where it is part of a longer word."""
    bare = dict.fromkeys(unbounded(form.needle) for form in forms if _is_latin_word(form.needle))
    return Forms([Exact(needle, needle, forms[0].where) for needle in bare])


def _is_latin_word(needle: str) -> bool:
    plain = unbounded(needle)
    return needle != plain and needle == bounded(plain, plain)


def _misreadings_of(string: Exact, forms: Sequence[Exact], statistics: Statistics) -> Forms[Exact]:
    # not the divided ones: a string with both changes is not looked for
    plain = [form for form in forms if type(form) is Exact]
    bases = plain[:MOST_BASES]
    if len(string.needle) < _SHORTEST_MISREAD or ANY in string.needle:
        return Forms()
    needles = dict.fromkeys(unbounded(form.needle) for form in bases)
    certain = {form.needle: form.articles for form in forms if isinstance(form, _Everywhere)}
    channel = statistics.channel()
    as_meant = statistics.count(Query(any_of(bases)), _MOST_COUNTED)

    is_pair = len(string.needle) == _SHORTEST_MISREAD and channel.articles > _MANY_WORDS
    least = LIKELY_PAIR if is_pair else LIKELY

    @cache
    def is_misread(meant: str, printed: str, before: str, after: str, by_recognizer: float) -> bool:
        return channel.chance(meant, printed, before, after, by_recognizer, as_meant) >= least

    misread: dict[str, str] = {}
    are_all_known = len(plain) <= MOST_BASES
    for base in needles:
        places, are_scanned = _scanned_places(base, string.where, statistics, channel)
        likely = channel.likely(base, places, as_meant, least)
        alike, are_made = ((), True) if are_scanned else _misread(base, statistics)
        are_all_known = are_all_known and are_made
        possible = channel.possible(base, alike, as_meant)
        for form in (*(place[0] for place in likely), *possible):
            if form not in needles:
                misread.setdefault(form, base)
    candidates = (
        Misread(
            form,
            base,
            string.where,
            statistics.settled,
            is_misread,
            certain.get(form, ()),
            statistics.certainty,
        )
        for form, base in misread.items()
    )
    likeliest = rarest(candidates, statistics, _MOST_MISREAD)
    return Forms(likeliest.forms, likeliest.are_all and are_all_known)


def _scanned_places(
    needle: str, where: Field, statistics: Statistics, channel: NoisyChannel
) -> tuple[Collection[Place], bool]:
    """Return the places where a string may have been misread, and whether these are all such places.

    In a small library, or if few texts may have such a place, all of these texts are scanned. Otherwise some texts with
    all but one of the string's characters are scanned.
    """
    scan = MisreadingScan(needle, statistics.certainty)
    parts = parts_of(needle)
    frequency = frequencies(parts, statistics)
    are_all = channel.articles <= _WHOLE or sum(frequency[part] for part in parts) <= _MOST_SCANNED
    rarest_first = sorted(parts, key=frequency.__getitem__)
    if not are_all and len(needle) <= _LONGEST_GROWN:
        frequency = frequencies(with_any(needle), statistics)
        rarest_first = sorted(frequency, key=frequency.__getitem__)
    to_read = accumulate(frequency[part] for part in rarest_first)
    chosen = [
        ScanQuery(part, where, scan.scan)
        for part, texts in zip(rarest_first, to_read, strict=True)
        if frequency[part] and (are_all or texts <= _MOST_SCANNED)
    ]
    if chosen:
        statistics.count(Query(any_of(chosen)), 1)
    return scan.places, are_all


_MORE_FORMS = {
    Rung.SHAPES: _shapes_of,
    Rung.INSIDE: _inside,
    Rung.SPLIT: divided_forms,
    Rung.MISREAD: _misreadings_of,
}
"""For each rung, from the top: a function that returns its forms of a string, given the forms of the rungs above."""


def _misread(needle: str, statistics: Statistics) -> tuple[Sequence[str], bool]:
    """Return the forms of a needle with one misread character, or two in a long one, that may occur in the index.

    False if there are too many to look for all of them.
    """
    if len(needle) > _LONGEST_GROWN:
        return (), False
    most = most_misread(len(needle))
    beginnings = {"": 0}
    """The beginning of each form, and the number of its misread characters, in the order of these numbers."""
    are_all = True
    for character in needle:
        others = misread_for(character)
        ends = dict.fromkeys(form[-1:] for form in beginnings)
        pairs = map("".join, product(ends, (character, *others)))
        frequency = frequencies(pairs, statistics)
        longer = []
        for count in range(most + 1):
            for form, before in beginnings.items():
                if before in (count - 1, count):
                    for other_character in others if before < count else character:
                        if frequency[form[-1:] + other_character]:
                            longer.append((form + other_character, count))
        grown = dict(islice(longer, _MOST_GROWN + 1))
        are_all = are_all and len(grown) <= _MOST_GROWN
        beginnings = dict(islice(grown.items(), _MOST_GROWN))
    fewest_first = [form for form in beginnings if form != needle]
    return fewest_first[:MOST_FORMS], are_all and len(fewest_first) <= MOST_FORMS
