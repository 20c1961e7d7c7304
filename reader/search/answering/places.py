"""The places of a query in a search text."""

import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import chain

from reader.search.answering.naming import Called
from reader.search.needles import occurrences, places_near
from reader.search.query import LINE_OF, Exact, Field, Near, Query, place_leaves
from reader.search.terms import CREDITS_LINE, ELSEWHERE, FIRST_BLOCK_LINE, READ_AS, SEAM

Span = tuple[int, int]
"""Begin and end in a search text; the end is exclusive."""


def places(text: str, query: Query, article: int = 0) -> list[Span]:
    """Return the places of a query in the search text of an article (`article` is its id), ascending.

    These are the occurrences of every string that is not under a NOT, in its field; for a `Near`, those of its first
    string. Words that the search text repeats have one place. A match in a run with corrected characters (`READ_AS`)
    has the corresponding place in the printed run. Words from other sources only count if the article's own words have
    no match.
    """
    spans = set(chain.from_iterable(_places_of(text, leaf, article) for leaf in place_leaves(query)))
    if ELSEWHERE in text:
        own_spans = {span for span in spans if not _is_elsewhere(text, span)}
    else:
        own_spans = spans
    return sorted(own_spans or spans)


def _is_elsewhere(text: str, span: Span) -> bool:
    """Return whether a place is in a run that only another source contains (`ELSEWHERE`)."""
    begin, _ = run_at(text, span[0])
    return text[begin - 1 : begin] == ELSEWHERE


def runs(text: str) -> Iterator[Span]:
    """Yield begin and end of every run of an article's own words in its search text, without repeated runs."""
    lines = _lines(text)
    for number in range(len(lines)):
        for ways in _ways(text, lines, number, also_in_body=False):
            if not _is_elsewhere(text, ways[0]):
                yield ways[0]


def run_at(text: str, begin: int) -> Span:
    line_begin = text.rfind("\n", 0, begin) + 1
    starts = (text.rfind(end, line_begin, begin) + 1 for end in (SEAM, ELSEWHERE))
    line_end = _end(text, "\n", begin, len(text))
    return max(line_begin, *starts), _end(text, SEAM, begin, line_end)


def _end(text: str, sign: str, begin: int, otherwise: int) -> int:
    """Return where a sign stands between two places; the second of these if it does not."""
    end = text.find(sign, begin, otherwise)
    if end < 0:
        return otherwise
    return end


def _places_of(text: str, leaf: Exact | Near, article: int) -> list[Span]:
    lines = _lines(text)
    if isinstance(leaf, Called):
        return _naming_places(text, lines, leaf.places(text, article))
    if leaf.where is Field.ANYWHERE:
        has_credits = len(lines) > CREDITS_LINE and lines[CREDITS_LINE][0] < lines[CREDITS_LINE][1]
        if SEAM not in text and ELSEWHERE not in text and not has_credits:
            return _found(text, leaf)
        line_numbers = range(len(lines))
    else:
        line_numbers = range(LINE_OF[leaf.where], LINE_OF[leaf.where] + 1)
    all_spans: list[Span] = []
    for number in line_numbers:
        for ways in _ways(text, lines, number, also_in_body=leaf.where is Field.CREDITS):
            of_ways = [_found_within(begin, end, text, leaf) for begin, end in ways]
            most: list[Span] = max(of_ways, key=len)
            all_spans += most
        for read, printed in _read_runs(text, lines, number):
            all_spans += [(printed[a], printed[b - 1] + 1) for a, b in _found(read, leaf)]
    return all_spans


def _within(spans: Sequence[Span], begin: int, end: int) -> list[Span]:
    return [span for span in spans if begin <= span[0] and span[1] <= end]


def _naming_places(text: str, lines: Sequence[Span], spans: Sequence[Span]) -> list[Span]:
    """Return the places of a person's naming; each that is in several repeated runs once."""
    places: list[Span] = []
    for number in range(len(lines)):
        for ways in _ways(text, lines, number, also_in_body=False):
            of_ways = [_within(spans, *way) for way in ways]
            most: list[Span] = max(of_ways, key=len)
            places += most
    return places


def _read_runs(text: str, lines: Sequence[Span], number: int) -> Iterator[tuple[str, Sequence[int]]]:
    """Yield each run with corrected characters in a line, and for each of its characters the place of the printed one.

    The printed run is the one that begins and ends most like it.
    """
    if number >= len(lines) or text.find(READ_AS, *lines[number]) < 0:
        return
    runs: list[Span] = []
    at = lines[number][0]
    for run in text[slice(*lines[number])].split(SEAM):
        runs.append((at, at + len(run)))
        at += len(run) + 1
    for begin, end in runs:
        if text.startswith(READ_AS, begin):
            read = text[begin + 1 : end]
            printed = [span for span in runs if not text.startswith(READ_AS, span[0])]

            def likeness(span: Span, read: str = read) -> tuple[int, bool]:
                printed_run = text[slice(*span)]
                return sum(_common_ends(printed_run, read)), len(printed_run) == len(read)

            if printed:
                first, last = max(printed, key=likeness)
                yield read, [first + at for at in _places_in(text[first:last], read)]


def _common_ends(one: str, other: str) -> tuple[int, int]:
    """Return how many characters two texts have in common at the beginning, and at the end of what is left."""
    most = min(len(one), len(other))
    before = next((at for at in range(most) if one[at] != other[at]), most)
    most -= before
    return before, next((at for at in range(most) if one[-1 - at] != other[-1 - at]), most)


def _places_in(printed: str, read: str) -> Sequence[int]:
    """Return for each character of a text with corrections the offset of the one in the printed text."""
    if len(printed) == len(read):
        return range(len(read))
    before, after = _common_ends(printed, read)
    middle = SequenceMatcher(
        None, printed[before : len(printed) - after], read[before : len(read) - after], autojunk=False
    )
    offsets = [*range(before)]
    for _, first, last, begin, end in middle.get_opcodes():
        offsets += [max(0, before + min(first + at, last - 1)) for at in range(end - begin)]
    return [*offsets, *range(len(printed) - after, len(printed))]


def _found_within(begin: int, end: int, text: str, leaf: Exact | Near) -> list[Span]:
    """Return the places of a string, counted in the whole text, if only a part of it is looked through."""
    return [(begin + a, begin + b) for a, b in _found(text[begin:end], leaf)]


def _found(text: str, leaf: Exact | Near) -> list[Span]:
    if isinstance(leaf, Near):
        return list(places_near(text, leaf.first.needle, leaf.second.needle, leaf.within))
    return list(occurrences(text, leaf.needle))


def _ways(text: str, lines: Sequence[Span], number: int, *, also_in_body: bool) -> Iterator[list[Span]]:
    """Yield the runs of a line in groups; runs of the same fields, with and without spaces between, are one group.

    Credits that are also in the body are omitted unless `also_in_body`.
    """
    if number >= len(lines):
        return
    begin, end = lines[number]
    body = ""
    if number == CREDITS_LINE and len(lines) > FIRST_BLOCK_LINE:
        body = text[lines[FIRST_BLOCK_LINE][0] :]
    ways: dict[str, list[Span]] = {}
    for run in text[begin:end].split(SEAM):
        span = (begin, begin + len(run))
        begin = span[1] + 1
        if run.startswith(ELSEWHERE):
            ways[run] = [(span[0] + 1, span[1])]
        elif run and not run.startswith(READ_AS) and (also_in_body or not body or run not in body):
            # a combining mark that a space separates from its character may compose with it where there is no space
            ways.setdefault(unicodedata.normalize("NFD", run.replace(" ", "")), []).append(span)
    yield from ways.values()


def _lines(text: str) -> list[Span]:
    """Return begin and end of each line, by its number."""
    spans: list[Span] = []
    begin = 0
    for line in text.split("\n"):
        spans.append((begin, begin + len(line)))
        begin += len(line) + 1
    return spans
