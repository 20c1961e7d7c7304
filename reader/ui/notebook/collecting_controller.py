"""Collecting while reading: clippings as pictures, and dossiers, from every widget that shows an article."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtWidgets import QMenu

from reader.export.citation import Style
from reader.i18n import say
from reader.language.forms import search_form
from reader.library.library import Library
from reader.newspaper.dossier import Entry
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.passage import Passage
from reader.ui.article.article_pane import ArticlePane
from reader.ui.frame.frame import Tab
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.issues.tree_entries import TreeEntry
from reader.ui.notebook.bookmark_controller import BookmarkController
from reader.ui.notebook.dossier_controller import DossierController
from reader.ui.notebook.notebook_frame import NotebookFrame
from reader.ui.page.page_pane import PagePane
from reader.ui.printing.clipping_controller import ClippingController, picked
from reader.ui.widgets.services import Feature, Handlers, Services
from reader.ui.widgets.undo_stack import UndoStack

if TYPE_CHECKING:
    from reader.ui.search.result_list import ResultPane


class CollectingController(Feature):
    """Adds the actions for clipping and collecting to all menus."""

    def __init__(
        self,
        services: Services,
        library: Library,
        frame: NotebookFrame,
        pane: Callable[[], ArticlePane | PagePane],
        reading: ReadingController,
        bookmarking: BookmarkController,
        undoing: UndoStack,
        style: Callable[[], Style],
        parent: QObject,
    ) -> None:
        """Make the feature; `pane` returns the active pane, `style` that of citations."""
        super().__init__(services, parent)
        self._frame = frame
        self._reading = reading
        self._pane = pane
        self.clipping = ClippingController(services, library, frame.window, pane, style, self)
        self.dossiers = DossierController(services, library, frame.dossiers, bookmarking, undoing, style)
        self.dossiers.entryWanted.connect(self._open)
        self.dossiers.paneWanted.connect(self._show_pane)
        frame.tree.rowMenuOpening.connect(self._offer_for_entry)
        frame.issues.rowMenuOpening.connect(self._offer_for_article)
        frame.bookmarks.menuOpening.connect(self.offer_for_bookmark)
        frame.dossiers.menuOpening.connect(self._offer_clipping)
        frame.resultsMade.connect(self._watch_results)
        frame.page_pane.view.menuOpening.connect(self._offer_on_page)
        for each in (frame.pane, frame.second):
            each.menuOpening.connect(lambda menu, _, pane=each: self._offer_for_pane(menu, pane))

    def handlers(self) -> Handlers:
        return {
            "add_to_dossier": self.add_active,
        }

    def add_active(self) -> None:
        """Add the selected words of the active pane, or its article if none are selected, to the chosen dossier."""
        found = picked(self._pane())
        if found is None or not found[0].id:
            self._services.message(say("先选一篇文章。"))
        else:
            self.dossiers.add([(found[0].id, found[1])])

    # -- menus

    def _offer_for_pane(self, menu: QMenu, pane: ArticlePane) -> None:
        """Add the actions for the selected words, or for the article if none are selected."""
        if (found := picked(pane)) is not None:
            self._offer(menu, *found)

    def _offer_on_page(self, menu: QMenu, index: QModelIndex) -> None:
        pane = self._frame.page_pane
        found = picked(pane) if pane.view.selected_passage() else (pane.parts()[index.row()], None)
        if found is not None:
            self._offer(menu, *found)

    def _offer(self, menu: QMenu, stored: StoredArticle, passage: Passage | None) -> None:
        menu.addAction(say("剪成图片…") + "\tX", partial(self.clipping.clip, stored, passage))
        self.dossiers.add_menu(menu, lambda: [(stored.id, passage)])

    def _offer_for_entry(self, menu: QMenu, entry: TreeEntry) -> None:
        if entry.article is not None:
            self._offer_for_article(menu, entry.article.id)

    def _watch_results(self, results: ResultPane) -> None:
        def offer(menu: QMenu, index: QModelIndex) -> None:
            model = results.model
            seam = model.seam(index)
            article_id = seam.first.id if seam else model.article_at(index.row())
            if article_id is not None and model.masthead(index) is None:
                self._offer_for_article(menu, article_id)

        results.view.menuOpening.connect(offer)

    def _offer_for_article(self, menu: QMenu, article_id: int) -> None:
        menu.addAction(say("剪成图片…"), partial(self.clipping.clip_article, article_id))
        self.dossiers.add_menu(menu, lambda: [(article_id, None)])
        menu.addSeparator()

    def offer_for_bookmark(self, menu: QMenu, bookmark: Bookmark) -> None:
        """Add the actions that clip the passage or article of a bookmark, or add it to a dossier."""
        self._offer_clipping(menu, bookmark)
        self.dossiers.add_bookmark_menu(menu, [bookmark])

    def _offer_clipping(self, menu: QMenu, bookmark: Bookmark) -> None:
        menu.addAction(say("剪成图片…"), partial(self.clipping.clip_bookmark, bookmark))

    # -- requests of the pane

    def _show_pane(self) -> None:
        if not self._frame.dossiers.isVisible():
            self._frame.show_tab(Tab.DOSSIERS)

    def _open(self, entry: Entry) -> None:
        """Open the article of an entry, or its stored text; mark the words of a clipping."""
        assert entry.kept is not None
        passage = entry.kept.passage
        words = passage.exact.split("\n")[0] if passage else ""
        self._reading.open_bookmark(entry.kept, [search_form(words)] if words.strip() else [])
