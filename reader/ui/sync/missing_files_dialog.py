"""What is asked about files of the folder: what to do with missing ones, and what a table's columns are."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from reader.i18n import count, say
from reader.newspaper.holdings import MissingFile
from reader.storage.folder import LibraryFolder
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import Label, PushButton, Wide
from reader.ui.widgets.dialog import Dialog, heading
from reader.ui.widgets.listing import Listing


def ask_columns(
    parent: QWidget,
    folder: LibraryFolder,
    tasks: TaskQueue,
    done: Callable[[], object],
    failed: Callable[[Exception], object],
    path: str,
) -> None:
    """Ask in which columns of the table with this path in the library the title, the date and so on are, and store what
    is said; `done` reads it again. Without the feature, it can't be asked.
    """


class MissingFiles(Listing[MissingFile]):
    row_height = 46

    def __init__(self, files: Sequence[MissingFile], forget: Callable[[Sequence[str]], object]) -> None:
        self._files, self._forget = files, forget
        self.forget_button = PushButton("", act=self._forget_ticked)
        super().__init__(say("已不在的文件"), has_ticks=True)
        self.show_rows(files)

    def words(self, row: MissingFile) -> str:
        return wording.GAP.join(_lines_of(row))

    def paint_row(self, painter: QPainter, rect: QRectF, row: MissingFile) -> None:
        above = rect.adjusted(0, 4, 0, -rect.height() / 2)
        for words, token in zip(_lines_of(row), ("ink", "ink3"), strict=True):
            text_painting.draw_words(painter, above, words, theme.sans(13), token)
            above.translate(0, 19)

    def follow_choice(self) -> None:
        super().follow_choice()
        ticked = self.ticked_rows()
        articles = sum(file.article_count for file in ticked)
        self.forget_button.setText(count(articles, "移除 {n} 篇的文字"))
        self.forget_button.setEnabled(bool(ticked))
        self.forget_button.updateGeometry()

    def _forget_ticked(self) -> None:
        self.leave()
        self._forget([file.path for file in self.ticked_rows()])


def _lines_of(file: MissingFile) -> tuple[str, str]:
    issue = [file.newspaper, wording.issue_day(file.date, file.month_day)]
    return file.path, wording.GAP.join([*issue, wording.articles(file.article_count)])


def open_missing_files(parent: QWidget, missing: MissingFiles) -> None:
    dialog = Dialog(parent, say("已不在的文件"), "missingFiles", size=(600, 460))
    keep = PushButton(say("留着"), primary=True, act=dialog.reject)
    message = Label(
        say(
            "这些文件已不在原处，它们的文字还在资料库里，可看可搜。移除之后就搜不到了；"
            "移除前会另存成文件，导入就能放回来。收藏和其中的全文、批注、更正都留着。"
        ),
        theme.sans(13),
        "ink2",
        wraps=True,
    )
    dialog.lay_out(
        heading(count(len(missing.rows()), "{n} 个文件已不在原处")),
        message,
        Wide(missing),
        buttons=(Wide(), missing.forget_button, keep),
        spacing=10,
    )
    missing.view.setFocus()
    dialog.open()
