"""Links of a story on its page: the reasons at a seam, and offers of other articles that may belong to it."""

from collections.abc import Sequence

from reader.export.article_text import HEAD, PageBlock, PageBlockKind, page_in_words
from reader.i18n import say
from reader.library.stories import Tie
from reader.newspaper.holdings import StoredArticle
from reader.stitching.content_words import for_and_against
from reader.ui.widgets import wording

REASONS_SHOWN = 3

_BEFORE, _BEHIND = 0, 1


def with_offers(
    blocks: Sequence[PageBlock], parts: Sequence[StoredArticle], ties: Sequence[Tie]
) -> tuple[PageBlock, ...]:
    """Return the blocks with offers to join an article before the story and one after it."""
    shown = list(blocks)
    if before := _offered(_BEFORE, parts, ties):
        begin = next((n for n, block in enumerate(shown[1:], 1) if block.kind not in HEAD), len(shown))
        title, page = before.first.article.title(), _page(before.first)
        text = say("前文可能在 {page}版：{title}", page=page, title=title)
        shown.insert(begin, _offer(_BEFORE, 0, text if page else say("前文可能是：{title}", title=title)))
    if behind := _offered(_BEHIND, parts, ties):
        title, page = behind.second.article.title(), _page(behind.second)
        text = say("下文可能在 {page}版：{title}", page=page, title=title)
        text = text if page else say("下文可能是：{title}", title=title)
        shown.append(_offer(_BEHIND, len(parts) - 1, text))
    return tuple(shown)


def tie_of(block: PageBlock, parts: Sequence[StoredArticle], ties: Sequence[Tie]) -> Tie | None:
    """Return the tie of a seam or an offer on the page; None for another block."""
    if block.kind is PageBlockKind.OFFER:
        return _offered(block.index, parts, ties)
    if block.kind is not PageBlockKind.SEAM:
        return None
    second = parts[block.printed[0][0]].id
    return next((tie for tie in ties if tie.stitch.is_made and tie.second.id == second), None)


def why(tie: Tie) -> str:
    """Return the reasons for a tie in words: 因为标题大半相同；两头都有转版的话.

    Of one that is only offered, also what speaks against it most.
    """
    speak_for, against = for_and_against(tie.stitch)
    told = say("因为{reasons}", reasons=say("；").join(speak_for[:REASONS_SHOWN])) if speak_for else ""
    if tie.stitch.is_made or not against:
        return told or say("没有别的一篇更像")
    doubt = say("但{reason}", reason=against[0])
    return wording.listed([told or say("没有别的一篇更像"), doubt])


def _offered(side: int, parts: Sequence[StoredArticle], ties: Sequence[Tie]) -> Tie | None:
    offered = [tie for tie in ties if not tie.stitch.is_made]
    if side == _BEFORE:
        return next((tie for tie in offered if tie.second.id == parts[0].id), None)
    return next((tie for tie in offered if tie.first.id == parts[-1].id), None)


def _page(part: StoredArticle) -> str:
    return page_in_words(part.article.page) if part.article.page else ""


def _offer(side: int, part: int, text: str) -> PageBlock:
    """Return the block of an offer beside part number `part` of the story."""
    return PageBlock(PageBlockKind.OFFER, f"—— {text} ——", side, printed=((part, 0),))
