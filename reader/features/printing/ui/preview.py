"""Dialogs with a preview of sheets: what is typeset, shown and painted in steps."""

import sys
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from reader import do_nothing
from reader.features.printing.ui.print_job import PaperWork, SlicedJob, painting_picture, typesetting
from reader.i18n import say
from reader.ui.sheets import Printout
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.background_tasks import TaskQueue, report_fault
from reader.ui.widgets.controls import (
    IconButton,
    Label,
    Part,
    SegmentedControl,
    Wide,
    column_layout,
    row_layout,
)
from reader.ui.widgets.dialog import Dialog

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
        self.previous_button = IconButton("back", say("上一张"), 28, act=partial(self.step, -1))
        self.next_button = IconButton("forward", say("下一张"), 28, act=partial(self.step, 1))
        self.label = Label("", theme.sans(12), "ink2")
        row = row_layout(Wide(), self.previous_button, self.label, self.next_button, Wide())
        column_layout(Wide(self.picture), row, of=self)
        self.setFocusProxy(self.picture)
        self._say()

    def show_printout(self, printout: Printout) -> None:
        self.printout = printout
        self.number = 0
        self.picture.set_picture(None)
        self.job.begin(PaperWork(typesetting, printout), self._typeset)
        self._say()

    def count(self) -> int:
        """Return the number of sheets; 0 until the printout is typeset."""
        if self.printout and self.printout.is_done:
            return self.printout.count
        return 0

    def step(self, by: int) -> None:
        """Show the sheet `by` sheets after the current one, at most the first or the last."""
        number = max(0, min(self.number + by, self.count() - 1))
        if number != self.number:
            self.number = number
            self._paint_sheet()
            self._say()
            self._stepped()

    def _typeset(self, _: None) -> None:
        self._paint_sheet()
        self._say()
        self._ready()

    def _paint_sheet(self) -> None:
        if self.printout is not None and self.printout.is_done:
            space = self.picture.inner_rect()
            paper = self.printout.paper
            scale = min(space.width() / paper.width(), space.height() / paper.height())
            ratio = self.devicePixelRatioF()
            work = PaperWork(painting_picture, self.printout, self.number, max(scale, 0.05) * ratio)
            self.job.begin(work, lambda image: self.picture.set_picture(QPixmap.fromImage(image)))

    def _say(self) -> None:
        count = self.count()
        if count:
            words = say("第 {n} 张，共 {count} 张", n=self.number + 1, count=count)
        else:
            words = say("正在排版…")
        self.label.setText(words)
        self.picture.setAccessibleName(say("预览") + " " + words)
        self.previous_button.setEnabled(self.number > 0)
        self.next_button.setEnabled(self.number + 1 < count)


class _Picture(QWidget):
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
        turned = event.angleDelta().y()
        if turned:
            self._step(-1 if turned > 0 else 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        text_painting.draw_box(painter, QRectF(self.rect()), 6, "track", None)
        if self._pixmap is None:
            words = say("正在排版…")
            font = theme.sans(13)
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
        parts: list[Part] = [Label(title, theme.serif(16, 700), wraps=True), 8]
        for choice in choices:
            parts += [Label(choice.accessibleName(), theme.sans(12), "ink2"), choice]
        switch.setFont(theme.sans(13))
        switch.toggled.connect(self._typeset)
        column_layout(*parts, 4, switch, Wide(), *foot, of=options, spacing=8)
        row_layout(Wide(self.preview), options, of=self, margins=(16, 16, 16, 16), spacing=16)
        self.open_at(*self.opened_at)
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
