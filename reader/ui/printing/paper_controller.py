"""An article or a page on paper: the dialog for printing it or saving it as a PDF file."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.i18n import say
from reader.library.library import Library
from reader.storage.settings import Settings
from reader.ui.article.article_pane import ArticlePane
from reader.ui.page.page_pane import PagePane
from reader.ui.widgets.services import Feature, Services

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from reader.ui.printing.on_paper import OnPaper
    from reader.ui.printing.print_dialog import PrintDialog
    from reader.ui.printing.sheets import PaperChoice


class PaperController(Feature):
    """Opens the dialog for the content of a pane; does nothing if the pane shows no article."""

    def __init__(
        self,
        services: Services,
        parent: QWidget,
        library: Callable[[], Library],
        pane: Callable[[], ArticlePane | PagePane],
        settings: Callable[[], Settings],
        keep: Callable[[Settings], object],
    ) -> None:
        """Make the controller; `settings` returns the settings, `keep` stores those with the paper chosen last."""
        super().__init__(services, parent)
        self._parent = parent
        self._library = library
        self._pane = pane
        self._settings = settings
        self._keep = keep

    def open(self) -> None:
        """Open the dialog."""
        from reader.ui.printing.print_dialog import PrintDialog

        paper = _shown_on_paper(self._library(), self._pane())
        if paper is None:
            self._services.message(say("先选一篇文章。"))
            return
        dialog = PrintDialog(self._parent, paper, self._choice())
        dialog.saved.connect(lambda path: self._services.saved(say("已存为 {path}", path=path.name), path))
        dialog.printed.connect(lambda: self._services.message(say("已送去打印。")))
        dialog.finished.connect(lambda _: self._close(dialog))
        dialog.open()

    def _choice(self) -> PaperChoice:
        from reader.ui.printing.sheets import Orientation, PaperChoice, PaperSize

        settings = self._settings()
        size, orientation = settings.paper_size, settings.paper_orientation
        return PaperChoice(
            PaperSize(size) if size in set(PaperSize) else PaperSize.A4,
            Orientation(orientation) if orientation in set(Orientation) else Orientation.AUTO,
            settings.prints_notes,
        )

    def _close(self, dialog: PrintDialog) -> None:
        choice = dialog.choice()
        self._keep(
            dataclasses.replace(
                self._settings(),
                paper_size=choice.size.value,
                paper_orientation=choice.orientation.value,
                prints_notes=choice.has_notes,
            )
        )
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
