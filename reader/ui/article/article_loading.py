"""How an article of the library comes into a pane: with its story, its ties, what it was found by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.library.library import Library
from reader.newspaper.holdings import StoredArticle
from reader.ui.article.article_pane import ArticlePane

if TYPE_CHECKING:
    from reader.library.stories import Tie


ARTICLE_PROPERTY = "article"
"""On the link to an article: its id."""


def show(
    library: Library,
    pane: ArticlePane,
    stored: StoredArticle,
    needles: Sequence[str] = (),
    down: float = 0.0,
    seam: int | None = None,
) -> None:
    """Show an article as part of its story, with the needles marked, read down to `down` (0 to 1).

    `seam` is the part of the story (its id) over whose beginning the match goes that is shown first.
    """
    chain = library.articles.chain(stored.id)
    pane.show_article(stored, needles, chain=chain, ties=library.articles.ties(chain), seam=seam)
    if down:
        pane.restore_scroll(down)


def refresh(library: Library, pane: ArticlePane, needles: Sequence[str]) -> StoredArticle | None:
    """The catalogue has changed: shows anew what is in the pane if it has; what is at the top stays there. Returns
    what the article has become, where it was shown anew.
    """
    stored = pane.article()
    if stored is None:
        return None
    now = library.articles.article(stored.id) or next(iter(library.articles.find(stored.article.key)), None)
    if now is not None and not _is_shown_alike(now, stored):
        show(library, pane, now, needles, pane.scroll_fraction())
        return now
    chain = library.articles.chain(stored.id)
    if not chain or _outline(library.articles.ties(chain)) == _outline(pane.ties()):
        return None
    before, position = pane.parts(), pane.page.first_position_in_view()
    show(library, pane, stored, needles)
    if before[0].id == chain[0].id == stored.id:
        pane.page.show_position(position)
    return stored


def jump_target(library: Library, pane: ArticlePane) -> int | None:
    """Where the jump line of what is shown leads; where all that it leads to is shown, to the other part."""
    stored, parts = pane.article(), pane.parts()
    if stored is None:
        return None
    shown = {part.id for part in parts}
    ends = [library.articles.jump_target(part.id) for part in (stored, parts[-1], parts[0])]
    return next((end for end in ends if end is not None and end not in shown), ends[0])


def _outline(ties: Sequence[Tie]) -> list[tuple[int, int, bool]]:
    """What of them changes the page."""
    return [(tie.first.id, tie.second.id, tie.stitch.is_made) for tie in ties]


def _is_shown_alike(one: StoredArticle, other: StoredArticle) -> bool:
    """Whether the page shows the same of both: how many articles the issue has is not on it."""
    one, other = (replace(each, issue=replace(each.issue, article_count=0)) for each in (one, other))
    return one == other
