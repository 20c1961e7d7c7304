"""Divides the lines of a download into its articles."""

from collections import Counter
from collections.abc import Sequence, Set
from itertools import pairwise

from reader.features.downloads.labels import is_author
from reader.features.downloads.lines import DownloadLine
from reader.newspaper.field_names import ColumnField

_MOST = 0.8
"""Minimum share of articles that have at most one day, as all should."""
MANY = 0.6
"""Minimum share of articles that have a day: some may lack it."""
OFTEN = 0.5
"""Minimum share of articles that have a label or a statement that is taken for a field."""
_MOST_ABOVE = 5
"""Maximum number of lines of an article above the first one that has a label or states something."""

Part = tuple[int, int]
"""The first line of an article, and the one after its last, counted from 0."""


def parts_of(lines: Sequence[DownloadLine], dated: Set[int]) -> list[Part]:
    """Return the articles: cut at separators, or at what all begin with; [] if neither is told.

    `dated` are the lines that state the days of the articles.
    """
    places: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        places.setdefault(line.key, []).append(at)
    places.pop("", None)
    if parts := _fitting([*places.pop("=ordinal", ()), len(lines)], dated):
        return parts
    for key in ("=end", "=rule"):
        if parts := _fitting([0, *(at + 1 for at in places.pop(key, ())), len(lines)], dated):
            return _without_preamble(lines, parts)
    for found in places.values():
        if found[0] > min(dated):
            break
        parts = _fitting([*found, len(lines)], dated)
        if parts and (
            lines[found[0]].facts is None or not any(_has_text_above(lines, p, dated) for p in parts)
        ):
            return _from_top(lines, parts)
    return []


def _fitting(begins: Sequence[int], dated: Set[int]) -> list[Part]:
    """Return the parts between `begins`, without undated ones at both ends; [] if too few have one day."""
    counts = [(part, sum(at in dated for at in range(*part))) for part in pairwise(begins)]
    while counts and not counts[0][1]:
        del counts[0]
    while counts and not counts[-1][1]:
        del counts[-1]
    fitting = sum(count < 2 for _, count in counts) >= _MOST * len(counts)
    is_dated = sum(count == 1 for _, count in counts) >= MANY * len(counts)
    return [part for part, _ in counts] if fitting and is_dated else []


def _has_text_above(lines: Sequence[DownloadLine], part: Part, dated: Set[int]) -> bool:
    """Return whether there is running text above the line of a part that states its day."""
    day = next((at for at in range(*part) if at in dated), part[0])
    return any(line.is_running for line in lines[part[0] : day])


def _without_preamble(lines: Sequence[DownloadLine], parts: list[Part]) -> list[Part]:
    """Return the parts, the first one without what stands above an article that is set like the others."""
    tops = [next((at for at in range(*part) if lines[at].is_stated), part[0]) for part in parts[1:]]
    height = max((at - begin for at, (begin, _) in zip(tops, parts[1:], strict=True)), default=0)
    kinds = {lines[at].key for at in tops}
    begin, end = parts[0]
    at = next((at for at in range(begin, end) if lines[at].key in kinds), begin)
    return [(max(begin, at - height), end), *parts[1:]]


def _from_top(lines: Sequence[DownloadLine], parts: list[Part]) -> list[Part]:
    """Return the parts, each with the lines of its article above the label or statement at which it was cut."""
    first = parts[0][0]
    titles = Counter(
        key for part in parts for key in {x.key for x in lines[slice(*part)] if x.field is ColumnField.TITLE}
    )
    if not first:
        return parts
    if lines[first].key.startswith("style:") or max(titles.values(), default=0) >= OFTEN * len(parts):
        begins = [_top_of_block(lines, begin) for begin, _ in parts]
    else:
        tops = [_below_end(lines, *above) for above in pairwise(begin for begin, _ in parts)]
        if 0 in tops:
            return []
        height = max((begin - top for top, (begin, _) in zip(tops, parts[1:], strict=True)), default=0)
        top = next((at + 1 for at in range(first - 1, -1, -1) if lines[at].is_stated), 0)
        begins = [max(top, first - height), *tops]
    return [*pairwise([*begins, parts[-1][1]])]


def _top_of_block(lines: Sequence[DownloadLine], at: int) -> int:
    """Return the first line of the labels directly above a line, if there is a blank line above them."""
    top = at
    while top and not lines[top].gap and lines[top - 1].field not in (None, ColumnField.TEXT):
        top -= 1
    return top if lines[top].gap or not top else at


def _below_end(lines: Sequence[DownloadLine], first: int, last: int) -> int:
    """Return the line at which the article begins that is cut at `last`: below the end of the one above, which is a
    copyright, a number or another statement, else below the most blank lines; 0 if neither tells it.
    """

    def is_head(top: int) -> bool:
        return last - top <= _MOST_ABOVE and not any(line.is_running for line in lines[top:last])

    if lines[last - 1].key.startswith("style:"):
        return last - 1
    end = next((at for at in range(last - 1, first - 1, -1) if lines[at].is_aside), None)
    if end is not None and is_head(end + 1):
        return end + 1
    gaps = [lines[at].gap for at in range(first + 1, last + 1)]
    if max(gaps) and gaps.count(max(gaps)) == 1:
        return first + 1 + gaps.index(max(gaps))
    lowest = next((at for at in range(last, first, -1) if lines[at].gap), first)
    is_below_text = lowest > first and lines[lowest - 1].is_running and is_head(lowest)
    return lowest if is_below_text and not is_author(lines[lowest].text) else 0
