"""An article or a page on paper, or as a PDF file; clippings."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from reader.export.pdf_file import article_file_name
from reader.features.printing.clippings import Clipping, clipping_of
from reader.features.printing.ui.on_paper import OnPaper, article_on_paper, page_on_paper
from reader.i18n import say
from reader.library.library import Library
from reader.newspaper.article import Article
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.passage import Passage
from reader.ui.article.article_page import ArticleEntries
from reader.ui.article.article_pane import ArticlePane
from reader.ui.desk import Desk, Part
from reader.ui.page.page_pane import PagePane
from reader.ui.printing.sheets import Orientation, PaperChoice, PaperSize
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Handlers

if TYPE_CHECKING:
    from reader.features.printing.ui.clipping_dialog import ClippingDialog


class PrintingPart(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._form = "paper"
        self._tasks = TaskQueue(self)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        """Has the files that are dragged to other programs."""
        self.dialog: ClippingDialog | None = None

    def handlers(self) -> Handlers:
        return {"print": self._print, "clip": self._clip_picked}

    def finish(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def _print(self) -> None:
        paper = _shown_on_paper(self._library, self.desk.active_pane())
        if paper is None:
            self._services.message(say("先选一篇文章。"))
            return
        from reader.features.printing.ui.print_dialog import PrintDialog  # rarely needed

        dialog = PrintDialog(self.desk.frame.window(), self._services, paper, self._choice())
        dialog.finished.connect(lambda _: self._keep_choice(dialog.choice()))
        dialog.open()

    def _choice(self) -> PaperChoice:
        value = self.desk.window.settings.value
        size, orientation = PaperSize(str(value("paper_size"))), Orientation(str(value("paper_orientation")))
        return PaperChoice(size, orientation, bool(value("prints_notes")))

    def _keep_choice(self, choice: PaperChoice) -> None:
        choose = self.desk.window.settings.choose
        choose("paper_size", choice.size.value)
        choose("paper_orientation", choice.orientation.value)
        choose("prints_notes", choice.has_notes)

    # -- clippings

    def offer_on_article(
        self, entries: ArticleEntries, stored: StoredArticle, passage: Passage | None
    ) -> None:
        entries.more.addAction(say("剪成图片…") + "\tCtrl+Shift+I", partial(self.clip, stored, passage))

    def offer_on_bookmark(self, menu: QMenu, bookmark: Bookmark) -> None:
        def clip() -> None:
            self.clip(self._library.notebook.article_of(bookmark), bookmark.passage, bookmark.article)

        menu.addAction(say("剪成图片…"), clip)

    def _clip_picked(self) -> None:
        found = self.desk.picked()
        if found is None:
            self._services.message(say("先选一篇文章。"))
        else:
            self.clip(*found)

    def clip(self, stored: StoredArticle, passage: Passage | None, kept: Article | None = None) -> None:
        """Open the dialog of a clipping; `kept` is the article as of marking the passage."""

        def read() -> tuple[Clipping, list[Bookmark]]:
            story = self._library.articles.chain(stored.id) or (stored,)
            clipping = clipping_of(story, passage, self.desk.citation_style(), kept)
            return clipping, self._library.notebook.as_printed(story)

        self._tasks.run(read, partial(self._open, stored))

    def _open(self, stored: StoredArticle, read: tuple[Clipping, list[Bookmark]]) -> None:
        from reader.features.printing.ui.clipping_dialog import ClippingDialog, ClippingForm  # rarely needed

        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="yuebao-")
        clipping, bookmarks = read
        dialog = self.dialog = ClippingDialog(
            self.desk.frame.window(),
            self._services,
            clipping,
            article_file_name(stored),
            Path(self._folder.name),
            ClippingForm(self._form),
            self.desk.active_pane().settings.style.face,
            bookmarks,
        )
        dialog.finished.connect(lambda _: self._close(dialog))
        dialog.open()

    def _close(self, dialog: ClippingDialog) -> None:
        self._form, self.dialog = dialog.form().value, None


def _shown_on_paper(library: Library, pane: ArticlePane | PagePane) -> OnPaper | None:
    if isinstance(pane, ArticlePane):
        parts = pane.parts()
        return article_on_paper(library, parts, pane.settings.style) if parts else None
    page = pane.page()
    if page is None:
        return None
    articles = [library.articles.article(each.stored.id) or each.stored for each in page.articles]
    return page_on_paper(library, page.issue, page.label, articles, pane.settings.style)
