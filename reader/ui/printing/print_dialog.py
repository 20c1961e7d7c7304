"""The dialog for printing an article or a page, or saving it as a PDF file, with a preview of its sheets."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QProgressBar, QWidget

from reader.i18n import say
from reader.storage.atomic_write import write_whole
from reader.storage.disk_errors import explain
from reader.storage.platform_folders import places
from reader.ui.printing.on_paper import OnPaper
from reader.ui.printing.print_job import PaintWork, PdfWork, PictureWork, SlicedJob, TypesetWork, set_paper
from reader.ui.printing.sheets import Orientation, PaperChoice, PaperSize, Printout
from reader.ui.widgets import fonts, text_painting, theme
from reader.ui.widgets.background_tasks import TaskQueue, do_nothing, report_fault
from reader.ui.widgets.controls import (
    IconButton,
    Label,
    Part,
    PushButton,
    SegmentedControl,
    Wide,
    column_layout,
    row_layout,
)
from reader.ui.widgets.dialog import Dialog, ask_for_file
from reader.ui.widgets.services import Services

_AROUND = 12
"""The space around a sheet, in pixels."""

_STEPS = {
    Qt.Key.Key_PageDown: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Space: 1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_End: sys.maxsize,
    Qt.Key.Key_Home: -sys.maxsize,
}


class SheetPreview(QWidget):
    """Typesets a printout in slices, and shows its sheets."""

    def __init__(
        self,
        failed: Callable[[Exception], object],
        ready: Callable[[], object],
        stepped: Callable[[], object],
    ) -> None:
        """Make the preview; `ready` is called when the printout is typeset, `stepped` when another sheet was chosen."""
        super().__init__()
        self._ready = ready
        self._stepped = stepped
        self.setObjectName("sheetPreview")
        self.printout: Printout | None = None
        """The printout that is shown or being typeset; None for none."""
        self.number = 0
        """The number of the shown sheet, counted from 0."""
        self.job = SlicedJob(self, failed)
        self.picture = _Picture(self.step, self._paint_sheet)
        self.previous_button = IconButton("back", say("上一张"), 28, act=lambda: self.step(-1))
        self.next_button = IconButton("forward", say("下一张"), 28, act=lambda: self.step(1))
        self.label = Label("", fonts.sans(12), "ink2")
        row = row_layout(Wide(), self.previous_button, self.label, self.next_button, Wide())
        column_layout(Wide(self.picture), row, of=self)
        self.setFocusProxy(self.picture)
        self._say()

    def show_printout(self, printout: Printout) -> None:
        """Typeset another printout, and show its first sheet when that is done."""
        self.printout, self.number = printout, 0
        self.picture.set_picture(None)
        self.job.begin(TypesetWork(printout), self._typeset)
        self._say()

    def count(self) -> int:
        """Return the number of sheets; 0 until the printout is typeset."""
        return self.printout.count if self.printout and self.printout.is_done else 0

    def step(self, by: int) -> None:
        """Show the sheet `by` sheets after the current one, at most the first or the last."""
        number = max(0, min(self.number + by, self.count() - 1))
        if number != self.number:
            self.number = number
            self._paint_sheet()
            self._say()
            self._stepped()

    def _typeset(self) -> None:
        self._paint_sheet()
        self._say()
        self._ready()

    def _paint_sheet(self) -> None:
        if self.printout is not None and self.printout.is_done:
            space, paper = self.picture.inner_rect(), self.printout.paper
            scale = min(space.width() / paper.width(), space.height() / paper.height())
            ratio = self.devicePixelRatioF()
            work = PictureWork(self.printout, self.number, max(scale, 0.05) * ratio)
            self.job.begin(work, lambda: self.picture.set_picture(QPixmap.fromImage(work.image)))

    def _say(self) -> None:
        count = self.count()
        words = say("第 {n} 张，共 {count} 张", n=self.number + 1, count=count) if count else say("正在排版…")
        self.label.setText(words)
        self.picture.setAccessibleName(say("预览") + " " + words)
        self.previous_button.setEnabled(self.number > 0)
        self.next_button.setEnabled(self.number + 1 < count)


class _Picture(QWidget):
    """The centred picture of a sheet."""

    def __init__(self, step: Callable[[int], object], resized: Callable[[], object]) -> None:
        """Make the picture; keys and wheel call `step` with the number of sheets to go on."""
        super().__init__()
        self._step = step
        self._resized = resized
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(220, 260)
        self._pixmap: QPixmap | None = None

    def inner_rect(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_AROUND, _AROUND, -_AROUND, -_AROUND)

    def set_picture(self, pixmap: QPixmap | None) -> None:
        if pixmap is not None:
            pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self._pixmap = pixmap
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, 560)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resized()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._step(_STEPS[key])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if turned := event.angleDelta().y():
            self._step(-1 if turned > 0 else 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        text_painting.draw_box(painter, QRectF(self.rect()), 6, "track", None)
        if self._pixmap is None:
            words, font = say("正在排版…"), fonts.sans(13)
            text_painting.draw_words(painter, QRectF(self.rect()), words, font, "ink3", text_painting.CENTER)
        else:
            size = self._pixmap.deviceIndependentSize()
            sheet = QRectF(0, 0, size.width(), size.height())
            sheet.moveCenter(QRectF(self.rect()).center())
            painter.drawPixmap(sheet.topLeft(), self._pixmap)
            painter.setPen(theme.color("rule2"))
            painter.drawRect(sheet)
        if self.hasFocus():
            text_painting.draw_focus(painter, QRectF(self.rect()), 6)


class PreviewDialog(Dialog):
    """A dialog with a preview of sheets, and choices that typeset them anew; the event loop is never blocked."""

    opened_at = (820, 660)
    options_width = 250
    """The least width of the column of choices, in pixels."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        name: str,
        ready: Callable[[], object] = do_nothing,
        stepped: Callable[[], object] = do_nothing,
    ) -> None:
        """Make the dialog without its parts; `ready` and `stepped` are those of the preview."""
        super().__init__(parent, title, name)
        self.preview = SheetPreview(self._fail, ready, stepped)
        self._job = SlicedJob(self, self._fail)
        self._tasks = TaskQueue(self, unexpected=self._fail)

    def _lay_out(
        self,
        title: str,
        choices: Sequence[SegmentedControl],
        switch: QCheckBox,
        foot: Sequence[QWidget],
    ) -> None:
        """Lay out the preview, and a column right of it that is as wide as the choices need; begin typesetting.

        The column has a title, `choices` below their names, a switch, and at its bottom the widgets of `foot`.
        """
        options = QWidget()
        options.setFixedWidth(max(self.options_width, *(choice.sizeHint().width() for choice in choices)))
        parts: list[Part] = [Label(title, fonts.serif(16, 700), wraps=True), 8]
        for choice in choices:
            parts += [Label(choice.accessibleName(), fonts.sans(12), "ink2"), choice]
        switch.setFont(fonts.sans(13))
        switch.toggled.connect(self._typeset)
        column_layout(*parts, 4, switch, Wide(), *foot, of=options, spacing=8)
        row_layout(Wide(self.preview), options, of=self, margins=(16, 16, 16, 16), spacing=16)
        self.resize(*self.opened_at)
        self._typeset()

    def _typeset(self) -> None:
        """Typeset what is previewed as is chosen."""
        raise NotImplementedError

    def _fail(self, error: BaseException) -> None:
        report_fault(error)

    def done(self, result: int) -> None:
        self._job.cancel()
        self.preview.job.cancel()
        self._tasks.finish()
        super().done(result)


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
        self._services.saved(say("已存为 {path}", path=path.name), path)
        self.accept()

    def _explain_to(self, path: Path) -> Callable[[Exception], None]:
        def say_why(error: Exception) -> None:
            if isinstance(error, OSError):
                self._stop(say("PDF 没有存上。{why}", why=explain(error, path)))

        return say_why

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
        dialog.accepted.connect(lambda: self._make(PaintWork(printout, printer), self._finish_printing))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setModal(True)
        dialog.show()

    def _finish_printing(self) -> None:
        self._services.message(say("已送去打印。"))
        self.accept()

    # -- making

    def _make(self, work: PdfWork | PaintWork, done: Callable[[], None]) -> None:
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
    """Return a path that does not exist: the given one, else one with a number after the name."""
    number = 1
    found = path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem} {number}{path.suffix}")
    return found
