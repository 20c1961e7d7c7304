"""Finds an article again by its words, when its key has changed (a better parse, a re-OCR)."""

from collections.abc import Iterable, Sequence

from reader.newspaper.article import Article
from reader.newspaper.holdings import Bookmark
from reader.search.engine import Engine, Order
from reader.search.query import parse_query
from reader.search.terms import search_text
from reader.storage.catalogue import Catalogue

PROBE_LENGTH = 12
PROBES = 8
LEAST_SHARED = 0.6
"""The share of the shorter text's character pairs that must stand in the other: half a paragraph moved to a
neighbour keeps more than this, two reports on one event stay below (measured on the sample library)."""


def new_keys_of(lost: Iterable[Bookmark], catalogue: Catalogue, engine: Engine) -> dict[str, str]:
    """UUID → new key, for the bookmarks whose article is surely found again."""
    moves = {}
    for bookmark in lost:
        if (key := _key_now(bookmark, catalogue, engine)) is not None:
            moves[bookmark.uuid] = key
    return moves


def _key_now(bookmark: Bookmark, catalogue: Catalogue, engine: Engine) -> str | None:
    text = search_text(bookmark.article)
    candidates = dict.fromkeys(
        article_id
        for probe in _probes(bookmark.article)
        for article_id in engine.search(parse_query(f'"{probe}"'), Order.NEWEST, limit=20).ids
    )
    date = bookmark.date
    scored = [
        (shared_pairs(text, row.text), date is not None and row.date == date, -row.id)
        for row in catalogue.texts(list(candidates)).values()
    ]
    best = max(scored, default=None)
    if best is None or best[0] < LEAST_SHARED:
        return None
    return catalogue.article_rows([-best[2]])[-best[2]].key


def _probes(article: Article) -> Sequence[str]:
    """Short strings spread over the text, without quotation marks, that its successor is likely to hold too."""
    text = "".join(line for line in search_text(article).split("\n")[3:]).replace('"', " ")
    if len(text) <= PROBE_LENGTH:
        return [text] if text.strip() else []
    step = max((len(text) - PROBE_LENGTH) // PROBES, 1)
    return [text[at : at + PROBE_LENGTH] for at in range(0, len(text) - PROBE_LENGTH + 1, step)][: PROBES + 1]


def shared_pairs(one: str, other: str) -> float:
    """The share of the character pairs of the text with fewer of them that the other has too, 0 to 1."""
    a, b = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (one, other))
    if not a or not b:
        return float(one == other)
    return len(a & b) / min(len(a), len(b))
