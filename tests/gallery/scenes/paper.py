"""What comes out of the printer, laid on the window: it is the same in all themes."""

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel

from reader.ui.widgets import theme
from reader.ui.widgets.printing import PrintoutMaker
from reader.ui.window.screenshot import show_whole_page
from reader.ui.window.window import MainWindow
from tests.gallery.hands import on_sample

A4 = QSizeF(794, 1123)
"""In the logical pixels of `printing`."""


@on_sample
def article_on_paper(window: MainWindow) -> None:
    _lay_out(window, window.controller.layout.pane.on_paper())


@on_sample
def whole_page_on_paper(window: MainWindow) -> None:
    show_whole_page(window)
    _lay_out(window, window.controller.layout.page_pane.on_paper())


def _lay_out(window: MainWindow, make_printout: PrintoutMaker) -> None:
    """The leaves side by side, as large as the window is high or wide."""
    sheets = QDialog(window)
    row = QHBoxLayout(sheets)
    with theme.temporarily("white"):
        printout = make_printout(A4)
        room = min(window.width() / printout.count / A4.width(), window.height() / A4.height())
        scale = 0.9 * room * window.devicePixelRatioF()
        for number in range(printout.count):
            leaf = QImage((A4 * scale).toSize(), QImage.Format.Format_RGB32)
            leaf.fill(Qt.GlobalColor.white)
            painter = QPainter(leaf)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(scale, scale)
            printout.paint(painter, number)
            painter.end()
            leaf.setDevicePixelRatio(window.devicePixelRatioF())
            label = QLabel()
            label.setPixmap(QPixmap.fromImage(leaf))
            row.addWidget(label)
    sheets.show()
