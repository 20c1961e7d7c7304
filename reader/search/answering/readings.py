"""Other interpretations of a query, such as one whose punctuation is probably not meant to be searched for."""

import re
from collections.abc import Callable, Iterable, Iterator

from whoosh.query import And
from whoosh.query import Query as Node

from reader.language.numbers import NUMERAL, number_of
from reader.search.needles import needle_of
from reader.search.query import Exact, Field, Newspaper, Page, Query, all_of, any_of, parse_query
from reader.search.query.fields import FIELD_KINDS, in_both_scripts
from reader.search.query.printing import bare_or_quoted, can_be_bare
from reader.search.terms import page_label


def other_readings(query: Query, newspapers: Callable[[], Iterable[str]]) -> Iterator[Query]:
    """Yield other interpretations of a query, each with one string replaced.

    张威、李强 becomes both strings, or either; “张威”的儿子 its pieces; 作者:张威 a search in the credits; 第一版 that
    page; the title of a newspaper its issues. `newspapers` returns the titles of the library's newspapers; it is called
    only if a string looks like one.
    """
    parts = query.root.subqueries if isinstance(query.root, And) else (query.root,) if query.root else ()
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
_ALMOST_FIELD = re.compile(f"({'|'.join(_ALMOST_FIELDS)})[:：](.+)")


def without_signs(text: str) -> str:
    """Return a string without the punctuation at its ends."""
    return text.strip(_SIGN + "?？")


def _readings(phrase: Exact, newspapers: Callable[[], Iterable[str]]) -> Iterator[Node]:
    if phrase.where is Field.ANYWHERE:
        paper = Newspaper(phrase.text, phrase.needle, is_word=phrase.is_word)
        if phrase.needle.endswith(("报", "報")) and any(map(paper.is_of, newspapers())):
            yield paper
        if (found := _ALMOST_FIELD.fullmatch(phrase.text)) and (
            node := parse_query(f'{_ALMOST_FIELDS[found[1]]}:"{found[2]}"').root
        ):
            yield node.as_word() if isinstance(node, Exact | Newspaper) and can_be_bare(node.text) else node
        if found := _ALMOST_PAGE.fullmatch(phrase.text):
            yield Page("1" if found[1] == "头" else page_label(str(number_of(found[1]) or found[1])))
    core = without_signs(phrase.text)
    if needle_of(core) and not _PAIRED.search(core):
        yield _like(phrase, core)
    pieces = [_like(phrase, text) for text in _SIGNS.split(core) if needle_of(text)]
    if both := all_of(pieces):
        yield both
    if _LIST.fullmatch(phrase.text) and (either := any_of(pieces)):
        yield either


def _like(phrase: Exact, text: str) -> Exact:
    """Return `phrase` itself if `text` is all of it; else the query for this part of it."""
    return phrase if text == phrase.text else bare_or_quoted(text, phrase.where)
