"""An article or a page on paper, or as a PDF file; clippings."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QCheckBox, QMenu, QProgressBar, QWidget

from reader.features.printing.clippings import Clipping, clipping_of
from reader.features.printing.pdf_file import article_file_name
from reader.features.printing.ui.on_paper import OnPaper, article_on_paper, page_on_paper
from reader.features.printing.ui.preview import PreviewDialog
from reader.features.printing.ui.print_job import PaperWork, making_pdf, printing, set_paper
from reader.i18n import say
from reader.library.library import Library
from reader.newspaper.article import Article
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.passage import Passage
from reader.storage.disk_errors import explain
from reader.storage.regular_file import write_whole
from reader.storage.system_paths import for_system
from reader.ui.article.article_entries import ArticleEntries
from reader.ui.article.article_pane import ArticlePane
from reader.ui.desk import Desk, Part
from reader.ui.page.page_pane import PagePane
from reader.ui.sheets import Orientation, PaperChoice, PaperSize
from reader.ui.widgets import theme
from reader.ui.widgets.background_tasks import TaskQueue, report_fault
from reader.ui.widgets.controls import (
    Label,
    PushButton,
    SegmentedControl,
)
from reader.ui.widgets.dialog import Files, ask_for_file
from reader.ui.widgets.services import Handlers, Services

if TYPE_CHECKING:
    from reader.features.printing.ui.clipping_dialog import ClippingDialog


_Made = TypeVar("_Made")
_SIZES = tuple(PaperSize)
_ORIENTATIONS = tuple(Orientation)


class PrintDialog(PreviewDialog):
    """Prints, or saves as PDF, without blocking the event loop; Esc cancels what is being made."""

    def __init__(self, parent: QWidget, services: Services, paper: OnPaper, choice: PaperChoice) -> None:
        super().__init__(parent, say("打印，或存为 PDF"), "printDialog")
        self._services = services
        self._on_paper = paper
        self.sizes = SegmentedControl(say("纸张"), [size.value.upper() for size in _SIZES], self._typeset)
        self.orientations = SegmentedControl(
            say("方向"), [say("自动"), say("纵向"), say("横向")], self._typeset
        )
        self.notes = QCheckBox(say("印出标记和批注"))
        self.sizes.set_current(_SIZES.index(choice.size))
        self.orientations.set_current(_ORIENTATIONS.index(choice.orientation))
        self.notes.setChecked(choice.has_notes)
        self.notes.setVisible(bool(paper.content.bookmarks))
        self.message = Label("", theme.sans(12), "warn", wraps=True)
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(4)
        self.progress.setAccessibleName(say("正在制作"))
        self.progress.hide()
        self.print_button = PushButton(say("打印…"), primary=True, act=self._print)
        self.save_button = PushButton(say("存为 PDF…"), act=self._choose_file)
        self.cancel_button = PushButton(say("取消"), act=self.reject)
        foot = (self.message, self.progress, self.print_button, self.save_button, self.cancel_button)
        self._lay_out(paper.about.title, (self.sizes, self.orientations), self.notes, foot)
        self.print_button.setFocus()

    def choice(self) -> PaperChoice:
        return PaperChoice(
            _SIZES[self.sizes.current()],
            _ORIENTATIONS[self.orientations.current()],
            self.notes.isChecked(),
        )

    def _typeset(self) -> None:
        self.message.setText("")
        self.preview.show_printout(self._on_paper.printout(self.choice()))

    # -- a file

    def _choose_file(self) -> None:
        proposed = _free(Files.PDF.folder() / f"{self._on_paper.file_name}.pdf")
        file = ask_for_file(
            self, say("存为 PDF"), Files.PDF, proposed.name, say("PDF 文件 (*.pdf)"), (".pdf",)
        )
        if file:
            self.save(file.path, replaces=file.replaces)

    def save(self, path: Path, *, replaces: bool) -> None:
        """Make the PDF file and write it atomically; an existing file is overwritten only with `replaces`."""

        def write(data: Callable[[], bytes]) -> None:
            def write_file() -> None:
                write_whole(path, data(), replaces=replaces)

            def finish(_: object) -> None:
                self._finish_saving(path)

            self._tasks.run(write_file, finish, partial(self._explain, path), (OSError,))

        paper = self._on_paper
        self._make(PaperWork(making_pdf, paper.printout(self.choice()), paper.about), write)

    def _finish_saving(self, path: Path) -> None:
        self._services.saved(say("已存为 {path}", path=path.name), path)
        self.accept()

    def _explain(self, path: Path, error: OSError) -> None:
        self._stop(say("PDF 没有存上。{why}", why=explain(error, path)))

    # -- a printer

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter  # rarely needed

        printout = self.preview.printout
        if printout is None or not printout.is_done:
            return
        printer = QPrinter()
        printer.setDocName(self._on_paper.about.title)
        printer.setFullPage(True)
        set_paper(printer, printout.paper)
        dialog = QPrintDialog(printer, self)
        # Files are made by the other button: in those that Qt writes, characters are wrong (see `pdf_device`).
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintToFile, False)
        dialog.setMinMax(1, printout.count)
        dialog.accepted.connect(
            lambda: self._make(PaperWork(printing, printout, printer), self._finish_printing)
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.setModal(True)
        dialog.show()

    def _finish_printing(self, _: None) -> None:
        self._services.message(say("已送去打印。"))
        self.accept()

    # -- making

    def _make(self, work: PaperWork[_Made], done: Callable[[_Made], None]) -> None:
        self.preview.job.cancel()
        self.message.setText("")
        self._set_making(True)
        self._job.begin(work, done, lambda share: self.progress.setValue(round(1000 * share)))

    def _set_making(self, is_making: bool) -> None:
        self.progress.setValue(0)
        self.progress.setVisible(is_making)
        widgets = (self.sizes, self.orientations, self.notes, self.print_button, self.save_button)
        for widget in widgets:
            widget.setEnabled(not is_making)
        if is_making:
            self.cancel_button.setFocus()

    def _stop(self, message: str = "") -> None:
        self._job.cancel()
        self._set_making(False)
        self.message.setText(message)
        self.save_button.setFocus()

    def _fail(self, error: BaseException) -> None:
        self._stop()
        report_fault(error)

    def reject(self) -> None:
        """Cancel what is being made; if nothing is, close the dialog."""
        if not self._job.is_idle():
            self._stop()
        elif self._tasks.is_idle():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._job.cancel()
        super().closeEvent(event)


def _free(path: Path) -> Path:
    number = 1
    free_path = path
    while for_system(free_path).exists():
        number += 1
        free_path = path.with_name(f"{path.stem} {number}{path.suffix}")
    return free_path


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
        dialog = PrintDialog(self.desk.frame.window(), self._services, paper, self._choice())
        dialog.finished.connect(lambda _: self._keep_choice(dialog.choice()))
        dialog.open()

    def _choice(self) -> PaperChoice:
        value = self.desk.window.settings.value
        size = PaperSize(str(value("paper_size")))
        orientation = Orientation(str(value("paper_orientation")))
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
        entries.paper.addAction(say("剪成图片…") + "\tCtrl+Shift+I", partial(self.clip, stored, passage))

    def offer_on_bookmark(self, menu: QMenu, bookmark: Bookmark) -> None:
        def clip() -> None:
            self.clip(self._library.notebook.article_of(bookmark), bookmark.passage, bookmark.article)

        menu.addAction(say("剪成图片…"), clip)

    def _clip_picked(self) -> None:
        picked = self.desk.picked()
        if picked is None:
            self._services.message(say("先选一篇文章。"))
        else:
            self.clip(*picked)

    def clip(self, stored: StoredArticle, passage: Passage | None, as_marked: Article | None = None) -> None:
        """Open the dialog of a clipping; `as_marked` is the article as of marking the passage."""

        def read() -> tuple[Clipping, list[Bookmark]]:
            story = self._library.articles.chain(stored.id) or (stored,)
            clipping = clipping_of(story, passage, self.desk.citation_style(), as_marked)
            return clipping, self._library.notebook.as_printed(story)

        self._tasks.run(read, partial(self._open, stored))

    def _open(self, stored: StoredArticle, read: tuple[Clipping, list[Bookmark]]) -> None:
        from reader.features.printing.ui.clipping_dialog import ClippingDialog, ClippingForm  # rarely needed

        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="yuebao-", ignore_cleanup_errors=True)
        clipping, bookmarks = read
        dialog = ClippingDialog(
            self.desk.frame.window(),
            self._services,
            clipping,
            article_file_name(stored),
            Path(self._folder.name),
            ClippingForm(self._form),
            self.desk.active_pane().settings.style.face,
            bookmarks,
        )
        self.dialog = dialog
        dialog.finished.connect(lambda _: self._close(dialog))
        dialog.open()

    def _close(self, dialog: ClippingDialog) -> None:
        self._form = dialog.form().value
        self.dialog = None


def _shown_on_paper(library: Library, pane: ArticlePane | PagePane) -> OnPaper | None:
    if isinstance(pane, ArticlePane):
        parts = pane.parts()
        if parts:
            return article_on_paper(library, parts, pane.settings.style)
        return None
    page = pane.page()
    if page is None:
        return None
    articles = [library.articles.article(article.stored.id) or article.stored for article in page.articles]
    return page_on_paper(library, page.issue, page.label, articles, pane.settings.style)
