"""The highlights of the article in a pane: finding them on the page, and scrolling to them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from reader.export.article_text import markable_texts
from reader.language.forms import search_form
from reader.library.quotes import QuoteSpan, places_of
from reader.newspaper.holdings import Bookmark
from reader.newspaper.passage import Passage
from reader.newspaper.printing import Printing
from reader.ui.article.article_page import ArticlePage
from reader.ui.article.highlights import Highlight, MarginNote, heads_of, highlights_on, notes_beside
from reader.ui.article.hit_controller import IN_BACKGROUND, HitController
from reader.ui.article.margin_notes import NoteGround
from reader.ui.article.portions import ShownArticle
from reader.ui.widgets.background_tasks import TaskQueue

_ENOUGH = 60
"""The number of characters of a passage by which its portion of a long article is found."""


class PageHighlights(NoteGround):
    """Marks the highlights of the article on its page, and shows its notes; in a long text on another thread."""

    def __init__(self, page: ArticlePage, hits: HitController) -> None:
        super().__init__(page)
        self._page = page
        self._hits = hits
        self._shown: ShownArticle | None = None
        self._bookmarks: Sequence[Bookmark] = ()
        self._wanted = ""
        self._target: tuple[Printing, Passage | None] | None = None
        self._target_places: tuple[QuoteSpan, ...] = ()
        self._tasks = TaskQueue(self)
        page.arranged.connect(self.arranged)
        page.notes.activated.connect(self.noteActivated)

    def set_article(self, shown: ShownArticle | None) -> None:
        """Set the article; `refresh` marks its highlights once the page has its blocks."""
        self._shown = shown
        if shown is None:
            self.articlesChanged.emit()

    def set_bookmarks(self, bookmarks: Sequence[Bookmark]) -> None:
        """Set all bookmarks, and mark the highlights of the article among them."""
        self._bookmarks = bookmarks
        self.refresh()

    def refresh(self) -> None:
        """Mark the highlights on the present page, and the passage of a note that is being written."""
        parts = self._shown.parts if self._shown else ()
        anchors = [part.anchor for part in parts]
        mine = [each for each in self._bookmarks if each.anchor in anchors and (each.passage or each.note)]
        blocks = self._page.blocks()
        heads = heads_of(blocks, anchors)
        if self._shown and self._shown.portion:
            heads = {}  # the headline is on the first portion

        def find() -> tuple[tuple[Highlight, ...], tuple[MarginNote, ...]]:
            found = highlights_on(blocks, mine)
            return found, notes_beside(blocks, found, mine, heads)

        def show(found: tuple[tuple[Highlight, ...], tuple[MarginNote, ...]]) -> None:
            if parts == (self._shown.parts if self._shown else ()) and blocks is self._page.blocks():
                self._page.set_highlights(*found)
                self._show_wanted()

        if mine and sum(len(block.text) for block in blocks) >= IN_BACKGROUND:
            self._tasks.run(find, show)
        else:
            show(find())
        self._find_target()
        self.articlesChanged.emit()

    # -- the `NoteGround` of a note editor

    def widget(self) -> QWidget:
        return self._page.viewport()

    def holds(self, printing: Printing) -> bool:
        return self._shown is not None and any(part.printing.is_same(printing) for part in self._shown.parts)

    def set_target(self, printing: Printing, passage: Passage | None, uuid: str = "") -> None:
        self._target = printing, passage
        self._page.notes.set_edited(uuid)
        self._find_target()

    def clear_target(self) -> None:
        self._target, self._target_places = None, ()
        self._page.notes.set_edited("")
        self._page.show_pending(None)

    def target_rects(self) -> list[QRectF]:
        return self._page.rects_of(self._target_places)

    def room(self) -> QRectF:
        return self._page.margin()

    def _find_target(self) -> None:
        if self._target is None or self._shown is None:
            return
        printing, passage = self._target
        blocks = self._page.blocks()
        if passage is not None:
            self._target_places = places_of(passage, markable_texts(blocks))
            pending = Highlight("", self._target_places, passage.color, "")
            self._page.show_pending(pending if self._target_places else None)
        else:
            parts = self._shown.parts
            heads = heads_of(blocks, [part.anchor for part in parts])
            head = next((heads.get(part.anchor) for part in parts if part.printing.is_same(printing)), None)
            self._target_places = () if head is None else (QuoteSpan(head, 0, len(blocks[head].text)),)

    def go_to(self, uuid: str) -> None:
        """Scroll to a highlight as soon as it is on the page."""
        self._wanted = uuid
        self._show_wanted()
        self.go_to_portion_wanted()

    def go_to_portion_wanted(self) -> None:
        """Show the portion of a long article with the highlight to scroll to."""
        if self._shown is None or not self._shown.portions:
            return
        opened = self._shown.opened.anchor
        wanted = (each for each in self._bookmarks if each.uuid == self._wanted and each.anchor == opened)
        if passage := next((each.passage for each in wanted), None):
            words = search_form(passage.exact[:_ENOUGH].split("\n", 1)[0])
            self._hits.go_to_words((words,) if words else (), self._shown.portions_from(0))

    def _show_wanted(self) -> None:
        if any(highlight.uuid == self._wanted for highlight in self._page.highlights()):
            self._page.show_highlight(self._wanted)
            self._wanted = ""
