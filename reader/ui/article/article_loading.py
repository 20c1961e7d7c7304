"""Loading articles into a pane: showing one with its story, and refreshing it when the catalogue has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from reader.library.library import Library, LibraryError
from reader.newspaper.holdings import StoredArticle
from reader.ui.article.article_pane import ArticlePane
from reader.ui.widgets.background_tasks import TaskQueue

if TYPE_CHECKING:
    from reader.library.articles import Story
    from reader.library.stories import Tie


ARTICLE_PROPERTY = "article"
"""The widget property with the id of the article to which a link leads."""


def show(
    pane: ArticlePane, story: Story, needles: Sequence[str] = (), down: float = 0.0, seam: int | None = None
) -> None:
    """Show an article with its story, mark the needles, and scroll to `down` (0 to 1).

    `seam` is the id of a part of the story: the match that crosses its beginning is shown first.
    """
    pane.show_article(story.opened, needles, chain=story.parts, ties=story.ties, seam=seam)
    if down:
        pane.restore_scroll(down)


def current_story(library: Library, stored: StoredArticle) -> Story | None:
    """Return the present story of an article, found by its id, else by its printing; None if it is gone."""
    if (story := library.articles.story(stored.id)) is not None:
        return story
    return library.articles.story_at(stored.printing)


def refresh(pane: ArticlePane, story: Story | None, needles: Sequence[str]) -> bool:
    """Show the present state of the article in the pane if the page would change, and keep the scroll position.

    Return whether the page was set again.
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
    """Return the target of the jump line on the page; if all targets are shown already, that of the opened article."""
    stored, parts = pane.article(), pane.parts()
    if stored is None:
        return None
    shown = {part.id for part in parts}
    ends = [library.articles.jump_target(part.id) for part in (stored, parts[-1], parts[0])]
    return next((end for end in ends if end is not None and end not in shown), ends[0])


def _outline(ties: Sequence[Tie]) -> list[tuple[int, int, bool]]:
    """Return the parts of the ties that affect the page: the ids of both articles, and whether they are joined."""
    return [(tie.first.id, tie.second.id, tie.stitch.is_made) for tie in ties]


def _is_shown_alike(one: StoredArticle, other: StoredArticle) -> bool:
    """Return whether two articles look the same on the page, which does not show the issue's number of articles."""
    one, other = (replace(each, issue=replace(each.issue, article_count=0)) for each in (one, other))
    return one == other


class SourceLines(QObject):
    """Reads the lines of a file on another thread: it may be on a slow drive."""

    def __init__(self, library: Library, pane: ArticlePane) -> None:
        super().__init__(pane)
        self._library = library
        self._pane = pane
        self._tasks = TaskQueue(self)
        pane.linesWanted.connect(self._show)
        pane.source.can_rescan = not library.why_unchangeable()

    def _show(self, article_id: int, text: str) -> None:
        source = self._pane.source
        self._tasks.run(
            lambda: self._library.articles.excerpt(article_id, text),
            source.show_excerpt,
            lambda error: source.show_words(str(error)),
            (LibraryError,),
        )
