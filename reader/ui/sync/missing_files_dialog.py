"""The dialog that lists the missing files and asks whether their texts are to be removed."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from reader.i18n import count, say
from reader.newspaper.holdings import MissingFile
from reader.ui.widgets import fonts, theme, wording
from reader.ui.widgets.controls import PushButton
from reader.ui.widgets.labels import Label
from reader.ui.widgets.row_focus import RowFocus


class MissingFiles(QDialog):
    """The dialog of missing files; `forgetWanted` has the paths whose texts are to be removed. Shown by `open()`."""

    forgetWanted = Signal(object)

    def __init__(self, parent: QWidget, files: Sequence[MissingFile]) -> None:
        super().__init__(parent)
        self._files = tuple(files)
        self.setObjectName("missingFiles")
        self.setWindowTitle(say("已不在的文件"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        theme.tint(self, "window")
        self.resize(600, 460)
        self.list = QListWidget()
        self.list.setAccessibleName(say("已不在的文件"))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        theme.slim(self.list)
        theme.tint(self.list, "list")
        RowFocus(self.list)
        for file in self._files:
            self.list.addItem(_item(file))
        self.list.itemChanged.connect(lambda _: self._count())
        self.forget_button = PushButton("")
        self.keep_button = PushButton(say("留着"), primary=True)
        self.keep_button.setDefault(True)
        self.forget_button.clicked.connect(self._forget)
        self.keep_button.clicked.connect(self.reject)
        self.finished.connect(parent.activateWindow)
        message = Label(
            say(
                "这些文件已不在原处，它们的文字还在资料库里，可看可搜。移除之后就搜不到了；"
                "移除前会另存成文件，导入就能放回来。收藏和其中的全文、批注、更正都留着。"
            ),
            fonts.sans(13),
            "ink2",
        )
        message.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.forget_button)
        buttons.addWidget(self.keep_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        heading = count(len(self._files), "{n} 个文件已不在原处")
        column.addWidget(Label(heading, fonts.serif(16, 700)))
        column.addWidget(message)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        self._count()
        self.list.setFocus()

    def chosen(self) -> list[MissingFile]:
        checked = Qt.CheckState.Checked
        return [file for at, file in enumerate(self._files) if self.list.item(at).checkState() is checked]

    def _count(self) -> None:
        articles = sum(file.article_count for file in self.chosen())
        self.forget_button.setText(count(articles, "移除 {n} 篇的文字"))
        self.forget_button.setEnabled(bool(self.chosen()))
        self.forget_button.updateGeometry()

    def _forget(self) -> None:
        self.forgetWanted.emit([file.path for file in self.chosen()])
        self.accept()


def _item(file: MissingFile) -> QListWidgetItem:
    issue = wording.GAP.join([file.newspaper, wording.issue_day(file.date, file.month_day)])
    item = QListWidgetItem(f"{file.path}\n{issue}{wording.GAP}{wording.articles(file.article_count)}")
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(Qt.CheckState.Checked)
    item.setFont(fonts.sans(13))
    item.setSizeHint(QSize(0, 46))
    return item
