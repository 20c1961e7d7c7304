"""Loading of articles into a pane: showing one with its story, and refreshing it when the catalogue has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.library.library import Library
from reader.newspaper.holdings import StoredArticle
from reader.ui.article.article_pane import ArticlePane

if TYPE_CHECKING:
    from reader.library.articles import Story
    from reader.library.stories import Tie


ARTICLE_PROPERTY = "article"
"""The property of a link to an article that has its id."""


def show(
    pane: ArticlePane, story: Story, needles: Sequence[str] = (), down: float = 0.0, seam: int | None = None
) -> None:
    """Show an article as part of its story, with the needles marked, read down to `down` (0 to 1).

    `seam` is the part of the story (its id) over whose beginning the match goes that is shown first.
    """
    pane.show_article(story.opened, needles, chain=story.parts, ties=story.ties, seam=seam)
    if down:
        pane.restore_scroll(down)


def current_story(library: Library, stored: StoredArticle) -> Story | None:
    """Return what an article has become in the catalogue; None where it is no more."""
    if (story := library.articles.story(stored.id)) is not None:
        return story
    return library.articles.story_of_key(stored.article.key, stored.issue.date)


def refresh(pane: ArticlePane, story: Story | None, needles: Sequence[str]) -> bool:
    """Show what the article in the pane has become, if the page would change; what is at the top stays there.

    Returns whether it was shown anew.
    """
    stored = pane.article()
    if stored is None or story is None:
        return False
    if not _is_shown_alike(story.opened, stored):
        show(pane, story, needles, pane.scroll_fraction())
        return True
    if _outline(story.ties) == _outline(pane.ties()):
        return False
    before, position = pane.parts(), pane.page.first_position_in_view()
    show(pane, story, needles)
    if before[0].id == story.parts[0].id == stored.id:
        pane.page.show_position(position)
    return True


def jump_target(library: Library, pane: ArticlePane) -> int | None:
    """Return the article that the jump line on the page leads to; where all of that is shown, the other part."""
    stored, parts = pane.article(), pane.parts()
    if stored is None:
        return None
    shown = {part.id for part in parts}
    ends = [library.articles.jump_target(part.id) for part in (stored, parts[-1], parts[0])]
    return next((end for end in ends if end is not None and end not in shown), ends[0])


def _outline(ties: Sequence[Tie]) -> list[tuple[int, int, bool]]:
    """Return of the ties what changes the page: the ids of both articles, and whether they are joined."""
    return [(tie.first.id, tie.second.id, tie.stitch.is_made) for tie in ties]


def _is_shown_alike(one: StoredArticle, other: StoredArticle) -> bool:
    """Return whether both look the same on the page, which does not show the issue's number of articles."""
    one, other = (replace(each, issue=replace(each.issue, article_count=0)) for each in (one, other))
    return one == other
