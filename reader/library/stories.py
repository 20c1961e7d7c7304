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
    other_ids = {part.id for part in other_parts}
    articles = []
    for stitch in stitches([*parts, *other_parts]):
        in_other = {stitch.first_id, stitch.second_id} & other_ids
        if stitch.is_made and len(in_other) == 1:
            articles.append(catalogue.article(in_other.pop()))
    return tuple(article for article in articles if article is not None)


# -- finding them


def is_stitched(catalogue: CatalogueReading) -> bool:
    """Return whether all days were stitched by this version of the program."""
    return catalogue.stitches.is_whole(STAMP)


def unstitched(catalogue: CatalogueReading, corrections: Iterable[Correction]) -> list[int]:
    """Return the ids of the issues stitched by another version or with other corrections, the newest first."""
    claims = _of_stories(corrections)
    paths: set[str] = set()
    for claim in claims:
        paths.update(paths_of(claim))
    expected: dict[int, str] = {}
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
    claims = _of_stories(corrections)
    issues_to_do = set(issue_ids)
    while issues_to_do:
        day = catalogue.stitches.day_of(issues_to_do.pop())
        issues_to_do.difference_update(day)
        parts = catalogue.stitches.parts(day, writer.added)
        claims_of_day = _of_day(claims, catalogue, day)
        decisions = _decisions(claims_of_day, catalogue, parts)
        writer.stitch(day, with_seams(parts, decisions), _stamp(claims_of_day))


def _decisions(
    claims: Sequence[Correction], catalogue: CatalogueReading, parts: Sequence[DayArticle]
) -> dict[tuple[int, int], bool]:
    """Return the claims as decisions about the pairs of articles in which their lines are found, the latest last."""
    if not claims:
        return {}
    rows = catalogue.texts([part.id for part in parts])
    texts = [(part, rows[part.id].text) for part in parts if part.id in rows]
    decisions: dict[tuple[int, int], bool] = {}
    for claim in claims:
        is_one = claim.claim.kind is CorrectionKind.CONTINUES
        pairs = _pairs_of(claim, texts)
        if is_one:
            pairs = pairs[:1]
        for pair in pairs:
            decisions.pop(pair, None)
            decisions[pair] = is_one
    return decisions


def _pairs_of(claim: Correction, texts: Sequence[tuple[DayArticle, str]]) -> list[tuple[int, int]]:
    """Return the pairs of articles that hold the two lines of a claim, the likeliest first."""
    if not claim.claim.first:
        return []
    firsts = _articles_holding(claim.claim.first, texts)
    seconds = _articles_holding(claim.anchor, texts)
    return [(first, second) for first in firsts for second in seconds if first != second]


def with_seams(
    parts: Sequence[DayArticle], decisions: ReaderDecisions
) -> Iterator[tuple[Stitch, Seam | None]]:
    """Yield the stitches of a day, those that are made with the paragraph across their seam, if there is one, and
    what stands across the cuts between neighbours that are not stitched.
    """
    from reader.stitching.cuts import cuts
    from reader.stitching.pairing import seams, stitches

    day_stitches = stitches(parts, decisions)
    next_part = {stitch.first_id: stitch.second_id for stitch in day_stitches if stitch.is_made}
    articles = {part.id: part.article for part in parts}
    seam_behind: dict[int, Seam | None] = {}
    for first in next_part.keys() - set(next_part.values()):
        story = [first]
        while story[-1] in next_part:
            story.append(next_part[story[-1]])
        seams_of_story = seams(*(articles[part_id] for part_id in story))
        seam_behind.update(zip(story, seams_of_story, strict=False))
    for stitch in day_stitches:
        seam = seam_behind.get(stitch.first_id)
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
    if not claims:
        return []
    paths = catalogue.stitches.paths(day)
    return [claim for claim in claims if not paths.isdisjoint(paths_of(claim))]


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
    quote = form_as_now(anchor.quote)
    before = form_as_now(anchor.before)
    after = form_as_now(anchor.after)
    is_distinctive = len(anchor.quote) >= SHORTEST_DISTINCTIVE
    ranked = []
    for part, text in texts:
        share = _share_found(quote, text)
        share_beside = max(_share_found(before, text), _share_found(after, text))
        is_confirmed = is_distinctive or share_beside >= LEAST_SHARE_FOUND
        if share >= LEAST_SHARE_FOUND and is_confirmed:
            is_in_other_file = part.file != anchor.path
            ranked.append((is_in_other_file, -share - share_beside / 4, part.id))
    return [article_id for _, _, article_id in sorted(ranked)]


def _share_found(line: str, text: str) -> float:
    """Return the share of the line's character pairs that are in the text, from 0 to 1."""
    if not line:
        return 0.0
    if line in text:
        return 1.0
    pairs = [line[start : start + 2] for start in range(len(line) - 1)]
    if not pairs:
        return 0.0
    return sum(pair in text for pair in pairs) / len(pairs)
