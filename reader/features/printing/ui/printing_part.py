"""An article or a page on paper, or as a PDF file."""

from __future__ import annotations

from reader.features.printing.ui.print_dialog import PrintDialog
from reader.i18n import say
from reader.library.library import Library
from reader.ui.article.article_pane import ArticlePane
from reader.ui.desk import Part
from reader.ui.page.page_pane import PagePane
from reader.ui.printing.on_paper import OnPaper, article_on_paper, page_on_paper
from reader.ui.printing.sheets import Orientation, PaperChoice, PaperSize
from reader.ui.widgets.services import Handlers


class PrintingPart(Part):
    def handlers(self) -> Handlers:
        return {"print": self._print}

    def _print(self) -> None:
        paper = _shown_on_paper(self._library, self.desk.active_pane())
        if paper is None:
            self._services.message(say("先选一篇文章。"))
            return
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


def _shown_on_paper(library: Library, pane: ArticlePane | PagePane) -> OnPaper | None:
    if isinstance(pane, ArticlePane):
        parts = pane.parts()
        return article_on_paper(library, parts, pane.settings.style) if parts else None
    page = pane.page()
    if page is None:
        return None
    articles = [library.articles.article(each.stored.id) or each.stored for each in page.articles]
    return page_on_paper(library, page.issue, page.label, articles, pane.settings.style)
