"""The stories that go on over several articles: found when the files of their day have changed, told from then on."""

from collections.abc import Collection, Iterator, Sequence

from reader.newspaper.holdings import StoredArticle
from reader.stitching import STITCHING_VERSION, Part, Seam, Stitch, seams, stitches
from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_writer import CatalogueWriter

STAMP = f"{STITCHING_VERSION}:"
"""What tells by what a day was stitched begins so."""


# -- telling them


def chain(catalogue: Catalogue, article_id: int) -> tuple[int, ...]:
    """The articles that are read as one story with this one, in order, itself among them."""
    known = catalogue.stitches
    found = [article_id]
    while (stitch := known.before(found[0])) and stitch.is_made and stitch.first_id not in found:
        found.insert(0, stitch.first_id)
    while (stitch := known.behind(found[-1])) and stitch.is_made and stitch.second_id not in found:
        found.append(stitch.second_id)
    return tuple(found)


def other_end(catalogue: Catalogue, article_id: int) -> int | None:
    """The article that goes on with this one, else the one before it: those that are sure before the likely."""
    behind, before = catalogue.stitches.behind(article_id), catalogue.stitches.before(article_id)
    ends = [(stitch.is_made, stitch.second_id) for stitch in (behind,) if stitch]
    ends += [(stitch.is_made, stitch.first_id) for stitch in (before,) if stitch]
    return max(ends, key=lambda end: end[0])[1] if ends else None


def across(catalogue: Catalogue, issue_id: int, other_id: int) -> tuple[StoredArticle, ...]:
    """The articles of the other issue that are surely one story with one of this, were both of one day."""
    here = catalogue.stitches.parts([issue_id])
    if not any(part.article.jump_to or part.article.jump_from for part in here):
        return ()
    there = catalogue.stitches.parts([other_id])
    ids = {part.id for part in there}
    ends = [{stitch.first_id, stitch.second_id} for stitch in stitches([*here, *there]) if stitch.is_made]
    found = [catalogue.article(i) for end in ends for i in end & ids if not end <= ids]
    return tuple(stored for stored in found if stored is not None)


# -- finding them


def is_stitched(catalogue: Catalogue) -> bool:
    """Whether all days were stitched by this version of the program."""
    return catalogue.stitches.is_whole(STAMP)


def unstitched(catalogue: Catalogue) -> list[int]:
    """The issues whose days have to be stitched, the newest first."""
    return [issue_id for issue_id, stamp in catalogue.stitches.stamps().items() if stamp != STAMP]


def stitch_days(catalogue: Catalogue, writer: CatalogueWriter, issue_ids: Collection[int]) -> None:
    """Stitches the days of these issues, within the transaction of `writer`."""
    left = set(issue_ids)
    while left:
        day = catalogue.stitches.day_of(left.pop())
        left.difference_update(day)
        writer.stitch(day, _with_seams(catalogue.stitches.parts(day)), STAMP)


def _with_seams(parts: Sequence[Part]) -> Iterator[tuple[Stitch, Seam | None]]:
    """The stitches of a day, and what reads on over the seams of those that are made."""
    found = stitches(parts)
    behind = {stitch.first_id: stitch.second_id for stitch in found if stitch.is_made}
    articles = {part.id: part.article for part in parts}
    crossed: dict[int, Seam | None] = {}
    for first in behind.keys() - set(behind.values()):
        story = [first]
        while story[-1] in behind:
            story.append(behind[story[-1]])
        crossed.update(zip(story, seams(*(articles[part] for part in story)), strict=False))
    for stitch in found:
        seam = crossed.get(stitch.first_id)
        yield stitch, seam.in_search_form() if seam else None
