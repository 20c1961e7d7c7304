"""An article or a page on paper: printed, or saved as a PDF file."""

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from reader.i18n import say
from reader.language.control_characters import on_one_line
from reader.storage.disk_errors import explain
from reader.storage.platform_folders import places
from reader.ui.article.article_pane import ArticlePane
from reader.ui.page.page_pane import PagePane


def print_pane(parent: QWidget, pane: ArticlePane | PagePane) -> None:
    """Show the print dialog for what a pane shows; nothing while it shows no article."""
    from reader.ui.widgets import printing

    if pane.article() is None:
        return
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # loads a system library that is rarely needed

    printer = QPrinter()
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: printing.print_on(printer, pane.on_paper()))
    dialog.setModal(True)
    dialog.show()


def save_pane_as_pdf(parent: QWidget, pane: ArticlePane | PagePane) -> str:
    """Ask for a file and save what a pane shows as PDF.

    Returns:
        The message about the outcome; "" where nothing is shown or no file was chosen.
    """
    from reader.ui.widgets import printing

    title = pane.title_on_paper()
    if not title:
        return ""
    name = re.sub(r'[\\/:*?"<>|\s]+', " ", on_one_line(title))[:60].strip() + ".pdf"
    chosen, _ = QFileDialog.getSaveFileName(
        parent, say("存为 PDF"), str(places().documents / name), say("PDF 文件 (*.pdf)")
    )
    if not chosen:
        return ""
    try:
        printing.save_pdf(Path(chosen), pane.on_paper(), on_one_line(title))
    except OSError as error:
        return say("PDF 没有存上。{why}", why=explain(error, Path(chosen)))
    return say("已存为 {path}", path=Path(chosen).name)
