"""An article or a page on paper: the dialog that prints it or saves it as a PDF file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reader.i18n import say
from reader.library.library import Library
from reader.ui.article.article_pane import ArticlePane
from reader.ui.page.page_pane import PagePane

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from reader.ui.printing.on_paper import OnPaper
    from reader.ui.printing.print_dialog import PrintDialog
    from reader.ui.printing.sheets import PaperChoice


class PaperOutput(QObject):
    """Opens the dialog for what a pane shows; nothing while it shows no article."""

    saved = Signal(str, Path)
    """What is to be said of a file that was saved, and its path."""
    messageWanted = Signal(str)
    errorOccurred = Signal(object)

    def __init__(
        self, parent: QWidget, library: Callable[[], Library], pane: Callable[[], ArticlePane | PagePane]
    ) -> None:
        super().__init__(parent)
        self._parent = parent
        self._library = library
        self._pane = pane
        self._choice: PaperChoice | None = None
        """What was chosen last."""

    def open(self, *, is_for_file: bool) -> None:
        """Open the dialog; `is_for_file`: to save a PDF file, not to print."""
        from reader.ui.printing.print_dialog import PrintDialog
        from reader.ui.printing.sheets import PaperChoice

        paper = _shown_on_paper(self._library(), self._pane())
        if paper is None:
            self.messageWanted.emit(say("先选一篇文章。"))
            return
        choice = self._choice or PaperChoice()
        dialog = PrintDialog(self._parent, paper, choice, is_for_file=is_for_file)
        dialog.saved.connect(lambda path: self.saved.emit(say("已存为 {path}", path=path.name), path))
        dialog.printed.connect(lambda: self.messageWanted.emit(say("已送去打印。")))
        dialog.errorOccurred.connect(self.errorOccurred)
        dialog.finished.connect(lambda _: self._close(dialog))
        dialog.open()

    def _close(self, dialog: PrintDialog) -> None:
        self._choice = dialog.choice()
        dialog.deleteLater()
        self._parent.activateWindow()


def _shown_on_paper(library: Library, pane: ArticlePane | PagePane) -> OnPaper | None:
    from reader.ui.printing.on_paper import article_on_paper, page_on_paper

    if isinstance(pane, ArticlePane):
        parts = pane.parts()
        return article_on_paper(library, parts, pane.style_of_page()) if parts else None
    page = pane.page()
    if page is None:
        return None
    articles = [library.articles.article(each.stored.id) or each.stored for each in page.articles]
    return page_on_paper(library, page.issue, page.label, articles, pane.style_of_page())
