"""The preview of a printout: one sheet at a time, with keys and buttons for the other sheets."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QDialog, QWidget

from reader.i18n import say
from reader.ui.printing.print_job import PictureWork, SlicedJob, TypesetWork
from reader.ui.printing.sheets import Printout
from reader.ui.widgets import fonts, text_painting, theme
from reader.ui.widgets.controls import IconButton, Label, Wide, column_layout, row_layout

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
}


class SheetPreview(QWidget):
    """Typesets a printout in slices, and shows its sheets. Signal: `ready` when it is typeset."""

    ready = Signal()
    stepped = Signal()
    """Emitted when another sheet was chosen."""
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sheetPreview")
        self._printout: Printout | None = None
        self._number = 0
        self._job = SlicedJob(self)
        self._job.done.connect(self._go_on)
        self._job.failed.connect(self.failed)
        self._work: TypesetWork | PictureWork | None = None
        self.picture = _Picture()
        self.picture.stepWanted.connect(self.step)
        self.picture.endWanted.connect(lambda last: self.step(self.count() if last else -self.count()))
        self.picture.resized.connect(self._paint_sheet)
        self.previous_button = IconButton("back", say("上一张"), 28, act=lambda: self.step(-1))
        self.next_button = IconButton("forward", say("下一张"), 28, act=lambda: self.step(1))
        self._words = Label("", fonts.sans(12), "ink2")
        row = row_layout(Wide(), self.previous_button, self._words, self.next_button, Wide())
        column_layout(Wide(self.picture), row, of=self)
        self.setFocusProxy(self.picture)
        self._say()

    def show_printout(self, printout: Printout) -> None:
        """Typeset another printout, and show its first sheet when that is done."""
        self._printout, self._number = printout, 0
        self.picture.set_picture(None)
        self._begin(TypesetWork(printout))
        self._say()

    def printout(self) -> Printout | None:
        """Return the printout that is shown or being typeset; None for none."""
        return self._printout

    def count(self) -> int:
        """Return the number of sheets; 0 until the printout is typeset."""
        return self._printout.count if self._printout and self._printout.is_done else 0

    def number(self) -> int:
        """Return the number of the shown sheet, counted from 0."""
        return self._number

    def words(self) -> str:
        return self._words.text()

    def step(self, by: int) -> None:
        """Show the sheet `by` sheets after the current one, at most the first or the last."""
        number = max(0, min(self._number + by, self.count() - 1))
        if number != self._number:
            self._number = number
            self._paint_sheet()
            self._say()
            self.stepped.emit()

    def is_idle(self) -> bool:
        """Return whether nothing is being typeset or painted."""
        return self._job.is_idle()

    def stop(self) -> None:
        """Cancel typesetting and painting."""
        self._job.cancel()

    def _begin(self, work: TypesetWork | PictureWork) -> None:
        self._work = work
        self._job.begin(work)

    def _go_on(self) -> None:
        if isinstance(self._work, PictureWork):
            self.picture.set_picture(QPixmap.fromImage(self._work.image))
        else:
            self._paint_sheet()
            self._say()
            self.ready.emit()

    def _paint_sheet(self) -> None:
        if self._printout is not None and self._printout.is_done:
            space, paper = self.picture.inner_rect(), self._printout.paper
            scale = min(space.width() / paper.width(), space.height() / paper.height())
            ratio = self.devicePixelRatioF()
            self._begin(PictureWork(self._printout, self._number, max(scale, 0.05) * ratio))

    def _say(self) -> None:
        count = self.count()
        words = (
            say("第 {n} 张，共 {count} 张", n=self._number + 1, count=count) if count else say("正在排版…")
        )
        self._words.setText(words)
        self.picture.setAccessibleName(say("预览") + " " + words)
        self.previous_button.setEnabled(self._number > 0)
        self.next_button.setEnabled(self._number + 1 < count)


class _Picture(QWidget):
    """The centred picture of a sheet; it emits the steps requested by keys and wheel."""

    stepWanted = Signal(int)
    endWanted = Signal(bool)
    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
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
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.stepWanted.emit(_STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.endWanted.emit(key == Qt.Key.Key_End)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if turned := event.angleDelta().y():
            self.stepWanted.emit(-1 if turned > 0 else 1)

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


def lay_out_with_preview(
    dialog: QDialog,
    preview: SheetPreview,
    title: str,
    choices: Sequence[tuple[str, QWidget]],
    switch: QWidget,
    foot: Sequence[QWidget],
    *,
    width: int,
) -> None:
    """Lay out a dialog with a preview and a column of `width` pixels right of it, or more where the choices need it.

    The column has a title, `choices` with their names, a switch, and at its bottom the widgets of `foot`.
    """
    options = QWidget()
    options.setFixedWidth(max(width, *(choice.sizeHint().width() for _, choice in choices)))
    heading = Label(title, fonts.serif(16, 700), wraps=True)
    column = column_layout(heading, 8, of=options, spacing=8)
    for words, choice in choices:
        column.addWidget(Label(words, fonts.sans(12), "ink2"))
        column.addWidget(choice)
    column.addSpacing(4)
    column.addWidget(switch)
    column.addStretch(1)
    for part in foot:
        column.addWidget(part)
    row_layout(Wide(preview), options, of=dialog, margins=(16, 16, 16, 16), spacing=16)
