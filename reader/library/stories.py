"""Stories over several articles: reading them from the catalogue, and stitching them when files of a day change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from reader.language.forms import form_as_now
from reader.newspaper.article import digest_of
from reader.newspaper.correction import About, Anchor, Correction, CorrectionKind
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.logical_clock import mark_of, order_of
from reader.stitching import STITCHING_VERSION

if TYPE_CHECKING:
    from reader.stitching.pairing import DayArticle, ReaderDecisions, Seam, Stitch
    from reader.storage.catalogue_reading import CatalogueReading
    from reader.storage.catalogue_writer import CatalogueWriter

STAMP = f"{STITCHING_VERSION}:"
"""The beginning of a stamp, which records by which version and with which decisions a day was stitched."""

LEAST_SHARE_FOUND = 0.7
"""Minimum share of a line's character pairs in a text; it allows for a tenth of the characters being misread."""

SHORTEST_DISTINCTIVE = 8
"""Minimum length of a line that identifies an article; a shorter one may occur in many."""


class Tie(Struct, frozen=True):
    """A stitch, made or offered, and its two articles."""

    stitch: Stitch
    first: StoredArticle
    second: StoredArticle


# -- reading them


def chain(catalogue: CatalogueReading, article_id: int) -> tuple[int, ...]:
    """Return the ids of the articles that are read as one story with this one, in order, including it."""
    stitch_table = catalogue.stitches
    ids = [article_id]
    while (stitch := stitch_table.before(ids[0])) and stitch.is_made and stitch.first_id not in ids:
        ids.insert(0, stitch.first_id)
    while (stitch := stitch_table.behind(ids[-1])) and stitch.is_made and stitch.second_id not in ids:
        ids.append(stitch.second_id)
    return tuple(ids)


def ties(
    catalogue: CatalogueReading,
    article_ids: Sequence[int],
    read: Callable[[int], StoredArticle | None] | None = None,
) -> tuple[Tie, ...]:
    """Return the ties of these articles, with each other and with further ones, each once and in order.

    `read` returns an article by its id; by default, it is read from the catalogue.
    """
    read = read or catalogue.article
    stitch_table = catalogue.stitches
    stitches: dict[Stitch, None] = {}
    for article_id in article_ids:
        for stitch in (stitch_table.before(article_id), stitch_table.behind(article_id)):
            if stitch is not None:
                stitches[stitch] = None
    article_ties = []
    for stitch in stitches:
        first = read(stitch.first_id)
        second = read(stitch.second_id)
        if first is not None and second is not None:
            article_ties.append(Tie(stitch, first, second))
    return tuple(article_ties)


def parts_in_other_issue(
    catalogue: CatalogueReading, issue_id: int, other_id: int
) -> tuple[StoredArticle, ...]:
    """Return the articles of the other issue that would be stitched to one of the issue if both had the same day."""
    from reader.stitching.pairing import stitches

    parts = catalogue.stitches.parts([issue_id])
    if not any(part.article.jump_to or part.article.jump_from for part in parts):
        return ()
    other_parts = catalogue.stitches.parts([other_id])
    ids = {part.id for part in other_parts}
    ends = [
        {stitch.first_id, stitch.second_id} for stitch in stitches([*parts, *other_parts]) if stitch.is_made
    ]
    articles = []
    for end in ends:
        for i in end & ids:
            if not end <= ids:
                articles.append(catalogue.article(i))
    return tuple(stored for stored in articles if stored is not None)


# -- finding them


def is_stitched(catalogue: CatalogueReading) -> bool:
    """Return whether all days were stitched by this version of the program."""
    return catalogue.stitches.is_whole(STAMP)


def unstitched(catalogue: CatalogueReading, corrections: Iterable[Correction]) -> list[int]:
    """Return the ids of the issues stitched by another version or with other corrections, the newest first."""
    claims = _of_stories(corrections)
    expected: dict[int, str] = {}
    paths: set[str] = set()
    for claim in claims:
        paths.update(paths_of(claim))
    for issue_id in catalogue.stitches.issues_of(paths):
        if issue_id not in expected:
            day = catalogue.stitches.day_of(issue_id)
            expected |= dict.fromkeys(day, _stamp(_of_day(claims, catalogue, day)))
    stamps = catalogue.stitches.stamps(STAMP, expected)
    return [stamped_id for stamped_id, stamp in stamps.items() if stamp != expected.get(stamped_id, STAMP)]


def stitch_days(
    catalogue: CatalogueReading,
    writer: CatalogueWriter,
    issue_ids: Collection[int],
    corrections: Iterable[Correction] = (),
) -> None:
    """Stitch the days of these issues within the transaction of `writer`; the reader's corrections take precedence."""
    of_stories = _of_stories(corrections)
    left = set(issue_ids)
    while left:
        day = catalogue.stitches.day_of(left.pop())
        left.difference_update(day)
        parts = catalogue.stitches.parts(day, writer.added)
        claims = _of_day(of_stories, catalogue, day)
        # the claims as decisions about the pairs of articles in which their lines are found
        if claims:
            rows = catalogue.texts([part.id for part in parts])
        else:
            rows = {}
        texts = [(part, rows[part.id].text) for part in parts if part.id in rows]
        decisions: dict[tuple[int, int], bool] = {}
        for claim in claims:
            if claim.claim.first:
                firsts = _articles_holding(claim.claim.first, texts)
            else:
                firsts = []
            pairs = []
            for a in firsts:
                for b in _articles_holding(claim.anchor, texts):
                    if a != b:
                        pairs.append((a, b))
            is_one = claim.claim.kind is CorrectionKind.CONTINUES
            for pair in pairs[:1] if is_one else pairs:
                decisions.pop(pair, None)
                decisions[pair] = is_one
        writer.stitch(day, with_seams(parts, decisions), _stamp(claims))


def with_seams(
    parts: Sequence[DayArticle], decisions: ReaderDecisions
) -> Iterator[tuple[Stitch, Seam | None]]:
    """Yield the stitches of a day, those that are made with the paragraph across their seam, if there is one, and
    what stands across the cuts between neighbours that are not stitched.
    """
    from reader.stitching.cuts import cuts
    from reader.stitching.pairing import seams, stitches

    day_stitches = stitches(parts, decisions)
    behind = {stitch.first_id: stitch.second_id for stitch in day_stitches if stitch.is_made}
    articles = {part.id: part.article for part in parts}
    crossed: dict[int, Seam | None] = {}
    for first in behind.keys() - set(behind.values()):
        story = [first]
        while story[-1] in behind:
            story.append(behind[story[-1]])
        crossed.update(zip(story, seams(*(articles[part] for part in story)), strict=False))
    for stitch in day_stitches:
        seam = crossed.get(stitch.first_id)
        yield stitch, seam.in_search_form() if seam else None
    firsts = {stitch.first_id for stitch in day_stitches}
    seconds = {stitch.second_id for stitch in day_stitches}
    for cut, across in cuts(parts, firsts, seconds):
        yield cut, across.in_search_form()


# -- the reader's decisions about them


def _of_stories(corrections: Iterable[Correction]) -> list[Correction]:
    """Return the corrections in effect that are about two articles, the latest last."""
    of_stories = [
        correction
        for correction in corrections
        if correction.claim.kind.about is About.STORY and not correction.undone
    ]
    return sorted(of_stories, key=order_of)


def _of_day(
    claims: Sequence[Correction], catalogue: CatalogueReading, day: Sequence[int]
) -> list[Correction]:
    """Return the claims about files of a day; one of the two files suffices, as the other may have been renamed."""
    paths = catalogue.stitches.paths(day) if claims else set()
    return [claim for claim in claims if paths & set(paths_of(claim))]


def paths_of(correction: Correction) -> list[str]:
    """Return the paths of the files that a correction about two articles is about."""
    return [anchor.path for anchor in (correction.anchor, correction.claim.first) if anchor]


def _stamp(claims: Sequence[Correction]) -> str:
    if not claims:
        return STAMP
    versions = "\n".join(f"{claim.uuid} {mark_of(claim)}" for claim in claims)
    return STAMP + digest_of(versions.encode(), 8).hex()


def _articles_holding(anchor: Anchor, texts: Sequence[tuple[DayArticle, str]]) -> list[int]:
    """Return the ids of the articles that contain the line of the anchor, the likeliest first.

    Articles in the anchor's file come first, then those with a higher share of the line's character pairs, as another
    OCR of the page has most of them. For a short line, one of its neighbouring lines has to be found, too.
    """
    ranked = []
    for part, text in texts:
        share, *neighbour_shares = (
            _share_found(form_as_now(quoted_line), text)
            for quoted_line in (anchor.quote, anchor.before, anchor.after)
        )
        share_beside = max(neighbour_shares)
        if share >= LEAST_SHARE_FOUND and (
            len(anchor.quote) >= SHORTEST_DISTINCTIVE or share_beside >= LEAST_SHARE_FOUND
        ):
            ranked.append((part.file != anchor.path, -share - share_beside / 4, part.id))
    return [article_id for *_, article_id in sorted(ranked)]


def _share_found(line: str, text: str) -> float:
    """Return the share of the line's character pairs that are in the text, from 0 to 1."""
    if not line or line in text:
        return float(bool(line))
    pairs = [line[i : i + 2] for i in range(len(line) - 1)]
    if pairs:
        return sum(pair in text for pair in pairs) / len(pairs)
    return 0.0
