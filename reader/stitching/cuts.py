"""Where a sentence may run over the end of an article: parsing may have cut in two what is one on paper.

Nothing says that the two are one story, and they are not read as one. But a string that is printed over the cut is in
neither of them, so what stands on both sides is kept for searches.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from reader.language.forms import HAN
from reader.language.patterns import pattern
from reader.newspaper.article import Article, BlockKind
from reader.stitching.pairing import NEVER_FIRST, DayArticle, Seam, Stitch, is_open

NOT_STITCHED = 0.0
"""The confidence of what is no stitch: the second article only follows the first one in their file."""

_MOST_ON_A_SIDE = 40
"""The maximum number of characters on each side of a cut; a string that has more of them there is not found."""

_HAN = pattern(f"[{HAN}]")


def cuts(
    parts: Sequence[DayArticle], firsts: Collection[int], seconds: Collection[int]
) -> Iterator[tuple[Stitch, Seam]]:
    """Yield the neighbours in a file between which a sentence may run on, each with the text across their border.

    Those by id in `firsts` continue elsewhere, those in `seconds` continue another: these are left out.
    """
    followed = set(firsts)
    following = set(seconds)
    for first, second in pairwise(parts):
        are_neighbours = first.file == second.file and first.order + 1 == second.order
        if not are_neighbours or first.id in followed or second.id in following or first.id == second.id:
            continue
        cut = cut_between(first.article, second.article)
        if cut is not None:
            followed.add(first.id)
            following.add(second.id)
            yield Stitch(first.id, second.id, NOT_STITCHED, ()), cut


def cut_between(first: Article, second: Article) -> Seam | None:
    """Return the text across the border of two articles; None if no sentence can run over it."""
    end = _end(first)
    beginning = _beginning(second, is_labelled=bool(end) and _is_labelled(first, second, end))
    if not end or not beginning or not _may_run_on(first, second, end, beginning):
        return None
    if _are_words(end, beginning):
        end += " "
    return Seam(end + beginning, len(end))


def _may_run_on(first: Article, second: Article, end: str, beginning: str) -> bool:
    """Return whether a sentence is open, the next article begins like the middle of a text or on another page, or
    lines of a column are nowhere apart.
    """
    if is_open(end) or beginning[0] in NEVER_FIRST or not second.headline:
        return True
    if first.page != second.page:
        return True
    # what comes from outside may lack the numbers of its lines
    if not first.blocks or not first.source_lines or not second.source_lines:
        return False
    begin, last = first.source_lines[-1]
    is_column = last > begin and first.blocks[-1].source_lines[-1:] == first.source_lines[-1:]
    return is_column and last + 1 == second.source_lines[0][0]


def _end(article: Article) -> str:
    """Return the last characters of an article; "" if a line says that it continues on another page."""
    texts = [block.text for block in article.blocks if block.text]
    if article.blocks and article.blocks[-1].kind is BlockKind.JUMP:
        return ""
    if not texts:
        texts = [article.headline or ""]
    return texts[-1][-_MOST_ON_A_SIDE:].rstrip()


def _is_labelled(first: Article, second: Article, end: str) -> bool:
    """Return whether the label of a section stands between two articles.

    It is printed above the first of its articles only. An open sentence runs on in the heading: the label may then
    stand below it.
    """
    if first.section == second.section:
        return False
    has_heading = bool(second.kicker or second.headline)
    return not (has_heading and is_open(end))


def _beginning(article: Article, *, is_labelled: bool) -> str:
    """Return the first characters of an article, through its headings into its text."""
    headings = [article.kicker or "", article.headline or "", *article.decks]
    if is_labelled:
        headings.insert(0, article.section or "")
    texts = [block.text for block in article.blocks]
    return "".join([*headings, *texts[:1]])[:_MOST_ON_A_SIDE].lstrip()


def _are_words(end: str, beginning: str) -> bool:
    """Return whether two words meet, as lines end between words; in Chinese text they end within a word, too."""
    return end[-1].isalpha() and beginning[0].isalpha() and not _HAN.search(end + beginning)
