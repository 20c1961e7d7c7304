"""Suggestions for a query that finds nothing: variants and parts of it that find something, or what to do next."""

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate

from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.i18n import say
from reader.language.equality import alike, in_simplified, in_traditional
from reader.language.numbers import NUMERAL, number_of
from reader.language.words import words
from reader.library.answers import nothing_similar
from reader.search.needles import bounded, needle_of
from reader.search.query import (
    Exact,
    Field,
    Near,
    Newspaper,
    Page,
    Period,
    Query,
    all_of,
    any_of,
    as_typed,
    parse_query,
    strings,
)
from reader.search.query.editing import bare_or_quoted, can_be_bare
from reader.search.query.feature_fields import in_both_scripts
from reader.search.query.fields import FIELD_KINDS
from reader.search.terms import page_label
from reader.storage.catalogue_reading import CatalogueReading

SHORTEST_PART = 2
"""The minimum length of a part of a string that is suggested."""
MOST_SEARCHES = 12
"""The maximum number of searches made to find suggestions."""

_MOST_SUGGESTED = 3


class _Enough(Exception):
    """The maximum number of searches is reached."""


def suggestions(
    query: Query,
    finds: Callable[[Query], bool],
    *,
    newspapers: Callable[[], Iterable[str]] = tuple,
    similar: Callable[[str], Iterable[str]] = nothing_similar,
) -> tuple[str, ...]:
    """Return up to three queries that find something, as text to type, for a query that finds nothing.

    If the query in simplified or traditional characters finds something, that is the only suggestion. Otherwise these
    are tried: its `other_readings`; a `similar` word of the library; the whole year; anywhere instead of in one field;
    without the words that occur nowhere, or without one of the words. For a string: in two pieces; with one character
    left out or replaced by a similar one; its longest beginning and its longest end. `finds` runs a query and returns
    whether it finds something; it is called at most `MOST_SEARCHES` times.
    """
    if query.root is None:
        return ()
    typed = as_typed(query)
    answer_by_node: dict[Node, bool] = {query.root: False}

    def is_found(node: Node) -> bool:
        if node not in answer_by_node:
            if len(answer_by_node) > MOST_SEARCHES:
                raise _Enough
            answer_by_node[node] = finds(Query(node))
        return answer_by_node[node]

    def is_tip(node: Node) -> bool:
        return as_typed(Query(node)) != typed and is_found(node)

    tips: dict[str, None] = {}
    with contextlib.suppress(_Enough):
        for write in (in_simplified, in_traditional):
            node = _said_once(_changed(query.root, partial(_written, write=write)))
            if is_tip(node):
                return (as_typed(Query(node)),)
        candidates = map(_said_once, _otherwise(query, newspapers, similar, is_found))
        for node in filter(is_tip, candidates):
            tips[as_typed(Query(node))] = None
            if len(tips) == _MOST_SUGGESTED:
                break
    return tuple(tips)


def _said_once(node: Node) -> Node:
    """Return a query that finds the same and has no condition twice, nor brackets that change nothing."""
    match node:
        case And(subqueries=parts):
            return all_of(map(_said_once, parts)) or node
        case Or(subqueries=parts):
            return any_of(map(_said_once, parts)) or node
    return node


def _otherwise(
    query: Query,
    newspapers: Callable[[], Iterable[str]],
    similar: Callable[[str], Iterable[str]],
    is_found: Callable[[Node], bool],
) -> Iterator[Node]:
    """Yield the queries to try, except those in simplified or traditional characters."""
    root = query.root
    if root is None:
        return
    yield from (reading.root for reading in other_readings(query, newspapers) if reading.root)
    for phrase in strings(query):
        for word in similar(phrase.text):
            yield _changed(root, partial(_instead, phrase=phrase, word=word))
    yield _changed(root, _whole_year)
    yield _changed(root, _anywhere)
    yield from _less(root, is_found)


def _changed(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return `node` with `change` applied to each of its leaves; what is excluded stays."""
    if isinstance(node, Not):
        return node
    if isinstance(node, Near):
        return node.with_strings(change)
    if node.is_leaf():
        return change(node)
    return node.apply(lambda part: _changed(part, change))


def _written(leaf: Node, write: Callable[[str], str]) -> Node:
    if isinstance(leaf, Exact):
        return _phrase(leaf, write(leaf.text))
    return leaf


def _instead(leaf: Node, phrase: Exact, word: str) -> Node:
    if leaf == phrase:
        return _phrase(phrase, word)
    return leaf


def _whole_year(leaf: Node) -> Node:
    if not isinstance(leaf, Period):
        return leaf
    first = leaf.first and leaf.first.replace(month=1, day=1)
    return Period(first, leaf.last and leaf.last.replace(month=12, day=31))


def _anywhere(leaf: Node) -> Node:
    if isinstance(leaf, Exact):
        return leaf.in_field(Field.ANYWHERE)
    return leaf


def _less(node: Node, is_found: Callable[[Node], bool]) -> Iterator[Node]:
    """Yield queries with fewer conditions, or with parts of the strings."""
    match node:
        case And(subqueries=parts):
            required = [part for part in parts if not isinstance(part, Not)]
            missing = [part for part in required if not is_found(part)]
            yield from _all_of([part for part in required if part not in missing])
            if not missing:
                for i in reversed(range(len(parts))):
                    yield from _all_of([*parts[:i], *parts[i + 1 :]])
            for at, part in enumerate(parts):
                for less in _less(part, is_found) if part in missing else ():
                    yield from _all_of([*parts[:at], less, *parts[at + 1 :]])
            yield from required
        case Or(subqueries=either):
            for alternative in either:
                yield from _less(alternative, is_found)
        case Near(first, second):
            yield And([first, second])
            yield from _less(And([first, second]), is_found)
        case Exact():
            yield from _pieces(node, is_found)


def _all_of(parts: Sequence[Node]) -> Iterator[Node]:
    """Yield the query for all parts; nothing if every part is a NOT."""
    if any(not isinstance(part, Not) for part in parts):
        yield parts[0] if len(parts) == 1 else And(list(parts))


def _pieces(phrase: Exact, is_found: Callable[[Node], bool]) -> Iterator[Node]:
    """Yield variants and parts of a string to try.

    If a single character is wrong, it follows the longest beginning that is found, and precedes the longest end that is
    found. If these overlap, there are several candidates for the wrong character.
    """
    text = phrase.text
    head = _longest(lambda n: _phrase(phrase, text[:n]), len(text), is_found)
    tail = _longest(lambda n: _phrase(phrase, text[len(text) - n :]), len(text), is_found)
    if head + tail >= len(text) and min(head, len(text) - head) >= SHORTEST_PART:
        yield And([_phrase(phrase, text[:head]), _phrase(phrase, text[head:])])
    for at in range(len(text) - tail - 1, head + 1):
        for character in (*alike(text[at]), ""):
            yield from _worth_asking(phrase, text[:at] + character + text[at + 1 :])
    seams = {0, *accumulate(map(len, words(text)))}
    end = head
    begin = len(text) - tail
    yield from _worth_asking(phrase, text[: end - 1 if end not in seams and end - 1 in seams else end])
    yield from _worth_asking(
        phrase, text[begin + 1 if begin not in seams and begin + 1 in seams else begin :]
    )


def _longest(part: Callable[[int], Exact], length: int, is_found: Callable[[Node], bool]) -> int:
    """Return the length, below `length`, of the longest part that is found.

    `part(n)` is the part of length n. Binary search is possible, since all shorter parts are found, too.
    """
    low = 0
    high = length
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (middle, high) if not part(middle).needle or is_found(part(middle)) else (low, middle)
    return low


def _worth_asking(phrase: Exact, text: str) -> Iterator[Exact]:
    text = without_signs(text)
    if len(text) >= SHORTEST_PART and (part := _phrase(phrase, text)).needle:
        yield part


def _phrase(phrase: Exact, text: str) -> Exact:
    """Return a part of a string as a word, or quoted if it may be found in longer words only (`bounded`)."""
    part = bare_or_quoted(text.strip(), phrase.where)
    if bounded(part.needle, part.needle) == part.needle:
        return part
    return Exact(part.text, part.needle, part.where)


def other_readings(query: Query, newspapers: Callable[[], Iterable[str]]) -> Iterator[Query]:
    """Yield other interpretations of a query, each with one string replaced.

    张威、李强 becomes both strings, or either; “张威”的儿子 its pieces; 作者:张威 a search in the credits; 第一版 that
    page; the title of a newspaper its issues. `newspapers` returns the titles of the library's newspapers; it is called
    only if a string looks like one.
    """
    if isinstance(query.root, And):
        parts = query.root.subqueries
    elif query.root:
        parts = (query.root,)
    else:
        parts = ()
    for i, part in enumerate(parts[:_PARTS_LOOKED_AT]):
        if isinstance(part, Exact):
            for reading in dict.fromkeys(_readings(part, newspapers)):
                if reading != part:
                    yield Query(all_of([*parts[:i], reading, *parts[i + 1 :]]))


_PARTS_LOOKED_AT = 8
_SIGN = " \t\u3000、，,;；。！!：:“”\"‘’'「」『』（）()《》〈〉【】[]/／…—#@&＆+＋"
_SIGNS = re.compile(f"[{re.escape(_SIGN)}]+")
_PAIRED = re.compile("[“”\"‘’'「」『』（）()《》〈〉【】]")
_LIST = re.compile(r"[\w·]{1,5}(?:[、／/,，;；] ?[\w·]{1,5})+")
_ALMOST_FIELDS = {word: field.name for field in FIELD_KINDS for word in in_both_scripts(field.almost)}
_ALMOST_PAGE = re.compile(f"第?({NUMERAL}{{1,3}}|[a-z][0-9]{{1,3}}|头)版", re.IGNORECASE)
_ALMOST_FIELD = re.compile(f"({'|'.join(map(re.escape, _ALMOST_FIELDS))})[:：](.+)")


def without_signs(text: str) -> str:
    """Return a string without the punctuation at its ends."""
    return text.strip(_SIGN + "?？")


def _readings(phrase: Exact, newspapers: Callable[[], Iterable[str]]) -> Iterator[Node]:
    if phrase.where is Field.ANYWHERE:
        paper = Newspaper(phrase.text, phrase.needle, is_word=phrase.is_word)
        if phrase.needle.endswith(("报", "報")) and any(map(paper.is_of, newspapers())):
            yield paper
        match = _ALMOST_FIELD.fullmatch(phrase.text)
        if match and (node := parse_query(f'{_ALMOST_FIELDS[match[1]]}:"{match[2]}"').root):
            yield node.as_word() if isinstance(node, Exact | Newspaper) and can_be_bare(node.text) else node
        match = _ALMOST_PAGE.fullmatch(phrase.text)
        if match:
            yield Page("1" if match[1] == "头" else page_label(str(number_of(match[1]) or match[1])))
    core = without_signs(phrase.text)
    if needle_of(core) and not _PAIRED.search(core):
        yield _like(phrase, core)
    pieces = [_like(phrase, text) for text in _SIGNS.split(core) if needle_of(text)]
    both = all_of(pieces)
    if both:
        yield both
    if _LIST.fullmatch(phrase.text) and (either := any_of(pieces)):
        yield either


def _like(phrase: Exact, text: str) -> Exact:
    """Return `phrase` itself if `text` is all of it; else the query for this part of it."""
    if text == phrase.text:
        return phrase
    return bare_or_quoted(text, phrase.where)


_MOST_NAMED = 5


def next_step(query: Query, catalogue: CatalogueReading, *, is_whole: bool = True) -> str:
    """Return a sentence with the next step: what the library has of the newspapers or dates asked for, or advice.

    While the library is read in (not `is_whole`), what it has is not known yet.
    """
    if query.root is None:
        return say("没有要找的字：改一改无法理解的，或写下要找的词。")
    steps = _steps(query.root, catalogue) if is_whole else iter(())
    return next(steps, say("试试少写几个词、放宽日期，或换一种写法。"))


def _steps(root: Node, catalogue: CatalogueReading) -> Iterator[str]:
    titles = [newspaper.title for newspaper in catalogue.tree.newspapers() if newspaper.title]
    for leaf in root.leaves():
        if isinstance(leaf, Newspaper) and titles and not leaf.column(titles).values:
            more = "…" if len(titles) > _MOST_NAMED else ""
            yield say("库里的报纸是：{names}", names=say("、").join(titles[:_MOST_NAMED]) + more)
    years = []
    for title in titles:
        for year in catalogue.tree.years(title):
            years.append(year.number)
    years.sort()
    for leaf in root.leaves():
        if isinstance(leaf, Period) and years and _is_outside(leaf, years[0], years[-1]):
            yield say("库里的报纸从 {first} 年到 {last} 年：改一改日期。", first=years[0], last=years[-1])


def _is_outside(period: Period, first: int, last: int) -> bool:
    is_before = period.last is not None and period.last.year < first
    return is_before or (period.first is not None and period.first.year > last)
