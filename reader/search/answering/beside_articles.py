"""Matches that are in no single article: across the seams of a story on several pages, and in mastheads.

A seam is given by a paragraph in search form, and the offset in it at which the part on the next page begins.

A masthead is treated as a document whose body has the masthead's lines as printed, and which has no headline,
section, credits or page. It is only found by words in it, never by a date or newspaper alone.

The label of a heading in an archive's record (“标题：…”) is not part of the article's headline, so the whole line
belongs to the masthead's lines. It is only found by a string that contains part of the label, since a search for the
headline finds the article. The same holds for a field of front matter whose value an article repeats.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import chain

from msgspec.structs import replace

from reader.language.forms import search_form, search_form_with_offsets
from reader.language.patterns import pattern
from reader.newspaper.holdings import Document
from reader.search.answering.snippets import Snippet, Span, cut_out
from reader.search.needles import holds, occurrences, parts_between_signs, stands_at, unbounded
from reader.search.query import Field, Query, matches, needles, strings, text_test
from reader.search.terms import ANY, FIRST_BLOCK_LINE, SEAM, WITHOUT_LABEL


def pairs(query: Query) -> frozenset[str]:
    """Return all pairs of neighbouring characters in the query's strings.

    A match across a seam has one of them there, with one character on each side; a word that is divided there has a
    hyphen on the first. `ANY` matches any character.
    """
    able = map(unbounded, _able(query))
    pairs = set()
    for needle in able:
        for i in range(len(needle) - 1):
            pair = needle[i : i + 2]
            pairs.add(pair)
            if _MAY_BE_WITHIN_WORD.fullmatch(pair):
                pairs.update(hyphen + pair[1] for hyphen in _HYPHENS)
    return frozenset(pairs)


def seam_texts(paragraph: str, at: int) -> list[str]:
    """Return the paragraph across a seam, and without the hyphen there if that divides a word."""
    if not _is_word_divided(paragraph, at):
        return [paragraph]
    return [paragraph, paragraph[: at - 1] + paragraph[at:]]


def is_crossed(query: Query, paragraph: str, at: int) -> bool:
    """Return whether a string of the query has a match across the seam at offset `at` of a paragraph."""
    return any(_crossing(needle, paragraph, at) for needle in _able(query))


def is_found(query: Query, parts: Sequence[Document], paragraphs: Sequence[str]) -> bool:
    """Return whether the query matches the text of a whole story: its parts, and the paragraphs across its seams."""
    heads = [part.text.split("\n", FIRST_BLOCK_LINE) for part in parts]
    lines: list[str] = []
    for number in range(FIRST_BLOCK_LINE):
        lines.append(SEAM.join(head[number] for head in heads))
    for head in heads:
        lines.extend(head[FIRST_BLOCK_LINE:])
    text = "\n".join([*lines, *paragraphs])
    return any(matches(query, replace(part, text=text)) for part in parts)


def seam_snippet(query: Query, paragraph: str, at: int, width: int = 60) -> Snippet | None:
    """Return a snippet of the matches across a seam; None if there are none.

    Unlike elsewhere, `paragraph` and `at` are in read form.
    """
    form = search_form_with_offsets(paragraph)
    seam = bisect_left(form.starts, at)
    crossing = []
    for needle in _able(query):
        for span in _crossing(needle, form.text, seam):
            crossing.append(form.original_span(*span))
    if not crossing:
        return None
    spans = chain.from_iterable(occurrences(form.text, needle) for needle in needles(query))
    others = [form.original_span(*span) for span in spans]
    begin = min(begin for begin, _ in crossing)
    core = (begin, max(end for _, end in crossing))
    return cut_out(paragraph, [*crossing, *others], core, width, len(crossing))


def _able(query: Query) -> list[str]:
    """Return the needles that may match in the body: those without a field."""
    return [phrase.needle for phrase in strings(query) if phrase.where is Field.ANYWHERE]


def _crossing(needle: str, text: str, at: int) -> list[Span]:
    """Return the spans of the needle's occurrences that begin before `at` and end after it, with a hyphen there or
    without.
    """
    spans = _spans_across(needle, text, at)
    for joined in seam_texts(text, at)[1:]:
        spans += [(begin, end + 1) for begin, end in _spans_across(needle, joined, at - 1)]
    return spans


def _spans_across(needle: str, text: str, at: int) -> list[Span]:
    length = len(unbounded(needle))
    first = max(0, at - length + 1)
    return [(begin, begin + length) for begin in range(first, at) if stands_at(text, needle, begin)]


_HYPHENS = "-¬"
"""What hyphens at a line's end are in search form."""
_WITHIN_WORD = pattern("[a-zß-öø-ÿœ]{2}")
_MAY_BE_WITHIN_WORD = pattern(f"[a-zß-öø-ÿœ{ANY}]{{2}}")


def _is_word_divided(text: str, at: int) -> bool:
    """Return whether the character before a seam (in search form) is a hyphen that divides a word."""
    if at < 2 or text[at - 1] not in _HYPHENS:
        return False
    return _WITHIN_WORD.fullmatch(text[at - 2] + text[at : at + 1]) is not None


_BETWEEN = "　"


def masthead_pieces(query: Query) -> tuple[str, ...]:
    """Return strings (in search form) of which every matching masthead contains at least one.

    If there are no such strings, no masthead matches.
    """
    return tuple(
        dict.fromkeys(max(parts_between_signs(needle), key=len, default="") for needle in _able(query))
    )


def masthead_decision(query: Query) -> Callable[[str, dt.date | None, str], bool]:
    """Return a test whether a masthead matches the query and contains one of its strings.

    The test takes newspaper, date and search text of a masthead.
    """
    able = _able(query)
    of_text = text_test(query)

    def is_found(newspaper: str, date: dt.date | None, text: str) -> bool:
        if not any(_holds(text, needle) for needle in able):
            return False
        if of_text is not None:
            return of_text(text)
        return matches(query, Document(0, newspaper, date, None, text))

    return is_found


def masthead_snippet(query: Query, lines: Sequence[str], width: int = 60) -> Snippet:
    """Return a snippet of the masthead's lines with a match; its `matches` counts the matches of all lines."""
    matched_lines: list[str] = []
    spans: list[Span] = []
    begin = 0
    for line in (line.strip() for line in lines):
        line_spans = _marked(line, needles(query))
        if line_spans:
            matched_lines.append(line)
            spans += [(begin + first, begin + last) for first, last in line_spans]
            begin += len(line) + len(_BETWEEN)
    if not spans:
        matched_lines = [line.strip() for line in lines[:1]]
    return cut_out(_BETWEEN.join(matched_lines), spans, spans[0] if spans else (0, 0), width, len(spans))


def _holds(text: str, needle: str) -> bool:
    """Return whether a masthead's search text contains a needle elsewhere than in the words behind a label."""
    if WITHOUT_LABEL not in text or not holds(text, needle):
        return holds(text, needle)
    parted = (line.partition(WITHOUT_LABEL) for line in text.split("\n"))
    return any(holds(line, needle) and not holds(words, needle) for line, _, words in parted)


def _marked(line: str, needles: Sequence[str]) -> list[Span]:
    """Return the spans of the needles' occurrences in a shown line, ascending."""
    form = search_form(line)
    form_spans = list(chain.from_iterable(occurrences(form, needle) for needle in needles))
    if not form_spans:
        return []
    with_offsets = search_form_with_offsets(line, form)
    return sorted(with_offsets.original_span(begin, end) for begin, end in form_spans)
