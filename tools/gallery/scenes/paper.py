"""What comes out of the printer, laid on the window, and the dialog before it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel

from reader.features.printing.ui.on_paper import OnPaper, article_on_paper, page_of_article
from reader.features.printing.ui.printing_part import PrintDialog
from reader.ui.sheets import PaperChoice, PaperSize
from reader.ui.widgets import theme
from reader.ui.window.screenshot import await_that, show_whole_page
from reader.ui.window.window import MainWindow
from tools.gallery.hands import on_sample, with_notes


@with_notes
def article_on_sheets(window: MainWindow) -> None:
    _lay_out(window, _article(window), PaperChoice())


@on_sample
def whole_page_on_sheets(window: MainWindow) -> None:
    pane = window.controller.layout.pane
    page = page_of_article(window.controller.library, pane.parts(), pane.settings.style)
    _lay_out(window, page, PaperChoice(PaperSize.A3))


@with_notes
def print_dialog(window: MainWindow) -> None:
    window._actions["print"].trigger()
    _await_preview(window)


@on_sample
def pdf_dialog_of_a_page(window: MainWindow) -> None:
    show_whole_page(window)
    window._actions["print"].trigger()
    _await_preview(window)


def _article(window: MainWindow) -> OnPaper:
    pane = window.controller.layout.pane
    return article_on_paper(window.controller.library, pane.parts(), pane.settings.style)


def _await_preview(window: MainWindow) -> None:
    dialog = window.findChild(PrintDialog)
    assert dialog is not None
    await_that(lambda: dialog.preview.count() and dialog.preview.job.is_idle())


def _lay_out(window: MainWindow, paper: OnPaper, choice: PaperChoice) -> None:
    """The leaves side by side, as large as the window is high or wide."""
    sheets = QDialog(window)
    sheets.setWindowTitle("纸上")
    row = QHBoxLayout(sheets)
    with theme.temporarily("white"):
        printout = paper.printout(choice)
        while not printout.is_done:
            printout.set_next()
        size = printout.paper
        room = min(window.width() / printout.count / size.width(), window.height() / size.height())
        scale = 0.9 * room * window.devicePixelRatioF()
        for number in range(printout.count):
            leaf = QImage((size * scale).toSize(), QImage.Format.Format_RGB32)
            leaf.fill(Qt.GlobalColor.white)
            painter = QPainter(leaf)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(scale, scale)
            for _ in printout.painted(painter, number):
                pass
            painter.end()
            leaf.setDevicePixelRatio(window.devicePixelRatioF())
            label = QLabel()
            label.setAccessibleName("一张纸")
            label.setPixmap(QPixmap.fromImage(leaf))
            row.addWidget(label)
    sheets.show()
