"""The stories that go on over several articles: found when the files of their day have changed, told from then on."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from reader.newspaper.correction import Anchor, Correction, CorrectionKind
from reader.newspaper.digest import digest_of
from reader.newspaper.holdings import StoredArticle
from reader.stitching import STITCHING_VERSION, Part, Seam, Stitch, Told, seams, stitches
from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_writer import CatalogueWriter

STAMP = f"{STITCHING_VERSION}:"
"""What tells by what a day was stitched begins so."""

LEAST_HELD = 0.7
"""The share of a line's pairs of characters that are left when one character in ten is read otherwise."""

LEAST_TELLING = 8
"""A shorter line may stand anywhere."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A stitch, made or offered, and its two articles."""

    stitch: Stitch
    first: StoredArticle
    second: StoredArticle


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


def ties(
    catalogue: Catalogue,
    article_ids: Sequence[int],
    read: Callable[[int], StoredArticle | None] | None = None,
) -> tuple[Tie, ...]:
    """Return the stitches of these articles, with each other and with others, each once and in order.

    `read` returns an article by its id; by default it is read from the catalogue.
    """
    read = read or catalogue.article
    known = catalogue.stitches
    found = [stitch for i in article_ids for stitch in (known.before(i), known.behind(i)) if stitch]
    told = []
    for stitch in dict.fromkeys(found):
        first, second = read(stitch.first_id), read(stitch.second_id)
        if first is not None and second is not None:
            told.append(Tie(stitch, first, second))
    return tuple(told)


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


def unstitched(catalogue: Catalogue, corrections: Iterable[Correction]) -> list[int]:
    """The issues whose days have to be stitched for these corrections to hold, the newest first."""
    told = _of_stories(corrections)
    expected: dict[int, str] = {}
    for issue_id in catalogue.stitches.issues_of({path for claim in told for path in _paths(claim)}):
        if issue_id not in expected:
            day = catalogue.stitches.day_of(issue_id)
            expected |= dict.fromkeys(day, _stamp(_of_day(told, catalogue, day)))
    stamps = catalogue.stitches.stamps()
    return [each for each, stamp in stamps.items() if stamp != expected.get(each, STAMP)]


def stitch_days(
    catalogue: Catalogue,
    writer: CatalogueWriter,
    issue_ids: Collection[int],
    corrections: Iterable[Correction] = (),
) -> None:
    """Stitches the days of these issues, within the transaction of `writer`; what readers have told holds."""
    told = _of_stories(corrections)
    left = set(issue_ids)
    while left:
        day = catalogue.stitches.day_of(left.pop())
        left.difference_update(day)
        parts = catalogue.stitches.parts(day)
        claims = _of_day(told, catalogue, day)
        writer.stitch(day, _with_seams(parts, _told(claims, catalogue, parts)), _stamp(claims))


def _with_seams(parts: Sequence[Part], told: Told) -> Iterator[tuple[Stitch, Seam | None]]:
    """The stitches of a day, and what reads on over the seams of those that are made."""
    found = stitches(parts, told)
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


# -- what readers have told of them


def _of_stories(corrections: Iterable[Correction]) -> list[Correction]:
    """Those that are about two articles, the latest last."""
    told = [each for each in corrections if each.claim.kind.is_of_story and not each.undone]
    return sorted(told, key=lambda each: (each.modified, each.uuid))


def _of_day(told: Sequence[Correction], catalogue: Catalogue, day: Sequence[int]) -> list[Correction]:
    """Those that are about files of a day; one of the two is enough, the other may have got another name."""
    paths = catalogue.stitches.paths(day) if told else set()
    return [each for each in told if paths & set(_paths(each))]


def _paths(correction: Correction) -> list[str]:
    return [anchor.path for anchor in (correction.anchor, correction.claim.first) if anchor]


def _stamp(claims: Sequence[Correction]) -> str:
    if not claims:
        return STAMP
    told = "\n".join(f"{claim.uuid} {claim.modified.isoformat()}" for claim in claims)
    return STAMP + digest_of(told.encode(), 8).hex()


def _told(claims: Sequence[Correction], catalogue: Catalogue, parts: Sequence[Part]) -> Told:
    """The claims, of the articles in which their lines are found."""
    rows = catalogue.texts([part.id for part in parts]) if claims else {}
    texts = [(part, rows[part.id].text) for part in parts if part.id in rows]
    told: dict[tuple[int, int], bool] = {}
    for claim in claims:
        firsts = _homes(claim.claim.first, texts) if claim.claim.first else []
        pairs = [(a, b) for a in firsts for b in _homes(claim.anchor, texts) if a != b]
        is_one = claim.claim.kind is CorrectionKind.CONTINUES
        for pair in pairs[:1] if is_one else pairs:
            told.pop(pair, None)
            told[pair] = is_one
    return told


def _homes(anchor: Anchor, texts: Sequence[tuple[Part, str]]) -> list[int]:
    """The articles that hold the line, the likeliest first: in its file before any other, with all its words before
    most of them, as another reading of the page has; a short line wants one of its neighbours, too.
    """
    found = []
    for part, text in texts:
        held = _held(anchor.quote, text)
        company = max(_held(anchor.before, text), _held(anchor.after, text))
        if held >= LEAST_HELD and (len(anchor.quote) >= LEAST_TELLING or company >= LEAST_HELD):
            found.append((part.file != anchor.path, -held - company / 4, part.id))
    return [article_id for *_, article_id in sorted(found)]


def _held(line: str, text: str) -> float:
    """How much of a line stands in a text: the share of its pairs of characters that it has in common."""
    if not line or line in text:
        return float(bool(line))
    pairs = [line[i : i + 2] for i in range(len(line) - 1)]
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0
