"""Finds an article again by its words, when its key has changed (a better parse, a re-OCR)."""

import re
from collections.abc import Iterable, Sequence

from reader.newspaper.holdings import Bookmark
from reader.search.engine import Engine, Order
from reader.search.query import parse_query
from reader.search.terms import SEAM, search_text
from reader.storage.catalogue import Catalogue

PROBE_LENGTH = 10
PROBES = 12
CANDIDATES = 20
LEAST_SHARED = 0.5
"""The share of the shorter text's character pairs that must stand in the other. Measured on the sample library and
real issues: of two different articles never more than 0.36; of an article and itself at least 0.73 with a tenth of the
characters read otherwise, 0.53 with a fifth, 1 where it was cut or joined to another. Only a notice that is printed
again and again with little changed shares as much: so a bookmark stays within its day, or its file."""
LEAST_KEPT = 0.25
"""The share of the bookmarked text that must be there: a caption that has become an article of its own is not it."""


def new_keys_of(lost: Iterable[Bookmark], catalogue: Catalogue, engine: Engine) -> dict[str, str]:
    """UUID → new key, for the bookmarks whose article is surely found again."""
    moves = {}
    for bookmark in lost:
        if (key := _key_now(bookmark, catalogue, engine)) is not None:
            moves[bookmark.uuid] = key
    return moves


def _key_now(bookmark: Bookmark, catalogue: Catalogue, engine: Engine) -> str | None:
    text = search_text(bookmark.article)
    ids = list(_candidates(bookmark, text, engine))
    paths = catalogue.first_paths(ids)
    wanted = pairs_of(text)
    scored = [
        (len(wanted & pairs_of(row.text)), row.date == bookmark.date, -row.id)
        for row in catalogue.texts(ids).values()
        if (row.date == bookmark.date or paths.get(row.id) == bookmark.path)
        and shared(wanted, pairs_of(row.text)) >= LEAST_SHARED
    ]
    best = max(scored, default=None)
    if best is None or best[0] < LEAST_KEPT * len(wanted):
        return None
    row = catalogue.article_rows([-best[2]]).get(-best[2])
    return row.key if row else None


def _candidates(bookmark: Bookmark, text: str, engine: Engine) -> dict[int, None]:
    """Articles that hold some piece of the text: those of its day, or of any where its day has none."""
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
    """Short strings spread over the text that its successor is likely to hold, too."""
    runs = [run.strip() for run in re.split(f'[\n{SEAM}"]', text)]
    cuts = [
        run[at : at + PROBE_LENGTH]
        for run in runs
        if run
        for at in range(0, max(len(run) - PROBE_LENGTH, 0) + 1, PROBE_LENGTH // 2)
    ]
    step = max(len(cuts) // PROBES, 1)
    return list(dict.fromkeys(cuts[::step]))


def pairs_of(text: str) -> set[str]:
    """The pairs of neighbouring characters of a text; of a single character, itself."""
    return {text[i : i + 2] for i in range(max(len(text) - 1, 1))}


def shared(one: set[str], other: set[str]) -> float:
    """The share of the pairs of the smaller set that the other has too, 0 to 1."""
    return len(one & other) / min(len(one), len(other))
