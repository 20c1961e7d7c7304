"""Finding a bookmark's article again by its text, after its key has changed (a better parse, a new OCR)."""

import re
from collections.abc import Iterable, Sequence

from reader.newspaper.holdings import Bookmark
from reader.search.engine import Engine, Order
from reader.search.query import parse_query
from reader.search.terms import MARKERS, SEAM, search_text
from reader.storage.catalogue import Catalogue, TextRow

PROBE_LENGTH = 10
PROBES = 12
CANDIDATES = 20
LEAST_SHARED = 0.5
"""Minimum share of the shorter text's character pairs that must be in the other. Measured on the sample library and
real issues: two different articles never shared more than 0.36; an article and itself at least 0.73 with a tenth of the
characters read otherwise, 0.53 with a fifth, 1 when it was cut or joined to another. Only a notice that is printed
repeatedly with small changes shares as much: therefore a bookmark stays within its day, or its file."""
LEAST_KEPT = 0.25
"""Minimum share of the bookmarked text that must be found: a caption that became an article of its own is not
enough."""


def found_by_text(lost: Iterable[Bookmark], catalogue: Catalogue, engine: Engine) -> dict[str, int]:
    """Return the articles of bookmarks, by their UUIDs, that were found with certainty."""
    found = ((bookmark.uuid, _article_now(bookmark, catalogue, engine)) for bookmark in lost)
    return {uuid: article_id for uuid, article_id in found if article_id is not None}


def _article_now(bookmark: Bookmark, catalogue: Catalogue, engine: Engine) -> int | None:
    text = search_text(bookmark.article)
    ids = list(_candidates(bookmark, text, engine))
    paths = catalogue.first_paths(ids)
    near = [
        row
        for row in catalogue.texts(ids).values()
        if _is_of_issue(row, bookmark) or paths.get(row.id) == bookmark.path
    ]
    near.sort(key=lambda row: (row.date != bookmark.date, row.id))
    at = successor(text, [row.text for row in near])
    return None if at is None else near[at].id


def successor(text: str, others: Sequence[str]) -> int | None:
    """Return which of other texts has taken the place of a text, the first of equal ones; None if it is uncertain."""
    wanted = pairs_of(text)
    best, most = None, LEAST_KEPT * len(wanted)
    for at, other in enumerate(others):
        pairs = pairs_of(other)
        common = len(wanted & pairs)
        if shared(wanted, pairs) >= LEAST_SHARED and (common > most or (best is None and common >= most)):
            best, most = at, common
    return best


def _is_of_issue(row: TextRow, bookmark: Bookmark) -> bool:
    is_of_paper = not (row.newspaper and bookmark.newspaper) or row.newspaper == bookmark.newspaper
    return is_of_paper and row.date is not None and row.date == bookmark.date


def _candidates(bookmark: Bookmark, text: str, engine: Engine) -> dict[int, None]:
    """Return the articles that contain some piece of the text: those of its date, or of any if it has none."""
    probes = _probes(text)
    for day in ([f"日期:{bookmark.date}"] if bookmark.date else []) + [""]:
        found = dict.fromkeys(
            article_id
            for probe in probes
            for article_id in engine.page(parse_query(f'"{probe}" {day}'), Order.NEWEST, limit=CANDIDATES)
        )
        if found:
            return found
    return {}


def _probes(text: str) -> Sequence[str]:
    """Return short strings from all over the text that are likely to be in its successor, too."""
    runs = [run.strip() for run in re.split(f'[\n{SEAM}{MARKERS}"]', text)]
    cuts = [
        run[at : at + PROBE_LENGTH]
        for run in runs
        if run
        for at in range(0, max(len(run) - PROBE_LENGTH, 0) + 1, PROBE_LENGTH // 2)
    ]
    step = max(len(cuts) // PROBES, 1)
    return list(dict.fromkeys(cuts[::step]))


def pairs_of(text: str) -> set[str]:
    """Return the pairs of neighbouring characters of a text; for a single character, the character."""
    return {text[i : i + 2] for i in range(max(len(text) - 1, 1))}


def shared(one: set[str], other: set[str]) -> float:
    """Return the share of the pairs of the smaller set that are in the other, 0 to 1."""
    return len(one & other) / min(len(one), len(other))
