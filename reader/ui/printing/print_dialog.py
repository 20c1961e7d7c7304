"""The dialog for printing and saving as PDF: a preview, the choice of paper, and whether to print notes."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QProgressBar, QWidget

from reader.i18n import say
from reader.storage.atomic_write import write_whole
from reader.storage.disk_errors import explain
from reader.storage.platform_folders import places
from reader.ui.printing.on_paper import OnPaper
from reader.ui.printing.print_job import PaintWork, PdfWork, SlicedJob, set_paper
from reader.ui.printing.sheet_preview import SheetPreview, lay_out_with_preview
from reader.ui.printing.sheets import Orientation, PaperChoice, PaperSize
from reader.ui.widgets import fonts, theme
from reader.ui.widgets.background_tasks import TaskQueue, report_fault
from reader.ui.widgets.controls import Label, PushButton, SegmentedControl
from reader.ui.widgets.file_choice import ask_for_file

_SIZES = tuple(PaperSize)
_ORIENTATIONS = tuple(Orientation)
_OPTIONS_WIDTH = 250


class PrintDialog(QDialog):
    """Prints, or saves as PDF, without blocking the event loop; Esc cancels what is being made.

    Signals: `saved` has the path of the file; `printed` when the print job was sent.
    """

    saved = Signal(Path)
    printed = Signal()

    def __init__(self, parent: QWidget, paper: OnPaper, choice: PaperChoice) -> None:
        super().__init__(parent)
        self._on_paper = paper
        self._done: Callable[[], None] = lambda: None
        self._job = SlicedJob(self)
        self._job.progressed.connect(self._show_progress)
        self._job.done.connect(lambda: self._done())
        self._job.failed.connect(self._fail)
        self._tasks = TaskQueue(self, unexpected=self._fail)
        self.setObjectName("printDialog")
        self.setWindowTitle(say("打印，或存为 PDF"))
        theme.tint(self, "window")
        self.preview = SheetPreview()
        self.preview.failed.connect(self._fail)
        self.sizes = SegmentedControl(say("纸张"), [size.value.upper() for size in _SIZES])
        self.orientations = SegmentedControl(say("方向"), [say("自动"), say("纵向"), say("横向")])
        self.notes = QCheckBox(say("印出标记和批注"))
        self.notes.setFont(fonts.sans(13))
        self.sizes.set_current(_SIZES.index(choice.size))
        self.orientations.set_current(_ORIENTATIONS.index(choice.orientation))
        self.notes.setChecked(choice.has_notes)
        self.notes.setVisible(paper.has_notes)
        self.message = Label("", fonts.sans(12), "warn", wraps=True)
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(4)
        self.progress.setAccessibleName(say("正在制作"))
        self.progress.hide()
        self.print_button = PushButton(say("打印…"), primary=True, act=self._print)
        self.save_button = PushButton(say("存为 PDF…"), act=self._choose_file)
        self.cancel_button = PushButton(say("取消"), act=self.reject)
        self.sizes.chosen.connect(self._typeset)
        self.orientations.chosen.connect(self._typeset)
        self.notes.toggled.connect(self._typeset)
        self._lay_out()
        self.resize(820, 660)
        self.print_button.setFocus()
        self._typeset()

    def _lay_out(self) -> None:
        lay_out_with_preview(
            self,
            self.preview,
            self._on_paper.about.title,
            ((say("纸张"), self.sizes), (say("方向"), self.orientations)),
            self.notes,
            (self.message, self.progress, self.print_button, self.save_button, self.cancel_button),
            width=_OPTIONS_WIDTH,
        )

    def choice(self) -> PaperChoice:
        """Return the choices made in the dialog."""
        return PaperChoice(
            _SIZES[self.sizes.current()],
            _ORIENTATIONS[self.orientations.current()],
            self.notes.isChecked(),
        )

    def is_making(self) -> bool:
        """Return whether a file or a print is being made."""
        return not self._job.is_idle() or not self._tasks.is_idle()

    def _typeset(self) -> None:
        self.message.setText("")
        self.preview.show_printout(self._on_paper.printout(self.choice()))

    # -- a file

    def _choose_file(self) -> None:
        proposed = _free(places().documents / f"{self._on_paper.file_name}.pdf")
        if file := ask_for_file(self, say("存为 PDF"), proposed.name, say("PDF 文件 (*.pdf)"), (".pdf",)):
            self.save(file.path, replaces=file.replaces)

    def save(self, path: Path, *, replaces: bool) -> None:
        """Make the PDF file and write it atomically; an existing file is overwritten only with `replaces`."""
        work = PdfWork(self._on_paper.printout(self.choice()), self._on_paper.about)

        def write() -> None:
            self._tasks.run(
                lambda: write_whole(path, work.data(), replaces=replaces),
                lambda _: self._finish_saving(path),
                self._explain_to(path),
                (OSError,),
            )

        self._make(work, write)

    def _finish_saving(self, path: Path) -> None:
        self.saved.emit(path)
        self.accept()

    def _explain_to(self, path: Path) -> Callable[[Exception], None]:
        def say_why(error: Exception) -> None:
            if isinstance(error, OSError):
                self._stop(say("PDF 没有存上。{why}", why=explain(error, path)))

        return say_why

    # -- a printer

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter  # rarely needed

        printout = self.preview.printout()
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
        dialog.accepted.connect(lambda: self._make(PaintWork(printout, printer), self._finish_printing))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setModal(True)
        dialog.show()

    def _finish_printing(self) -> None:
        self.printed.emit()
        self.accept()

    # -- making

    def _make(self, work: PdfWork | PaintWork, done: Callable[[], None]) -> None:
        self.preview.stop()
        self.message.setText("")
        self._done = done
        self._set_making(True)
        self._job.begin(work)

    def _set_making(self, is_making: bool) -> None:
        self.progress.setValue(0)
        self.progress.setVisible(is_making)
        widgets = (self.sizes, self.orientations, self.notes, self.print_button, self.save_button)
        for widget in widgets:
            widget.setEnabled(not is_making)
        if is_making:
            self.cancel_button.setFocus()

    def _show_progress(self, done: float) -> None:
        self.progress.setValue(round(1000 * done))

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

    def done(self, result: int) -> None:
        self._job.cancel()
        self.preview.stop()
        self._tasks.finish()
        super().done(result)


def _free(path: Path) -> Path:
    """Return a path that does not exist: the given one, else one with a number after the name."""
    number = 1
    found = path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem} {number}{path.suffix}")
    return found
