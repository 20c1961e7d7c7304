"""The dialog before a library is packed: the name of the giver, and which of the reader's notes go along."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reader.i18n import count, say
from reader.packs.packing_up import CouldGo, GivenNotes, PackChoice
from reader.ui.widgets import fonts, theme
from reader.ui.widgets.controls import Label, PushButton

_MOST = 100
"""The maximum number of characters of a name."""


class PackDialog(QDialog):
    """Asks for the content of a pack. Signal: `chosen` has the `PackChoice`. Shown by `open()`."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, library: str, could_go: CouldGo) -> None:
        super().__init__(parent)
        self.setObjectName("packDialog")
        self.setWindowTitle(say("把资料库打包送人"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        theme.tint(self, "window")
        self.setMinimumWidth(520)
        self.finished.connect(parent.activateWindow)
        self.giver = QLineEdit()
        self.giver.setMaxLength(_MOST)
        self.giver.setFont(fonts.sans(13))
        self.giver.setPlaceholderText(say("对方打开时看到的名字，可以不写"))
        self.giver.setAccessibleName(say("送的人"))
        self.boxes = {kind: self._box(kind, could_go) for kind in GivenNotes}
        self.tag = QComboBox()
        self.tag.setFont(fonts.sans(13))
        self.tag.setAccessibleName(say("收藏里只带有这个标签的"))
        self.tag.addItem(say("全部收藏"), "")
        for tag in could_go.tags:
            self.tag.addItem(say("只带标签“{tag}”的", tag=tag), tag)
        bookmarks = self.boxes[GivenNotes.BOOKMARKS]
        self.tag.setVisible(bool(could_go.tags))
        self.tag.setEnabled(False)
        bookmarks.toggled.connect(self.tag.setEnabled)
        self.pack_button = PushButton(say("存成文件…"), primary=True)
        self.pack_button.setDefault(True)
        self.pack_button.clicked.connect(self._choose)
        cancel = PushButton(say("取消"))
        cancel.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(10)
        column.addWidget(Label(say("把“{library}”打成一个文件", library=library), fonts.serif(16, 700)))
        column.addWidget(
            _words(
                say(
                    "里面是全部文章的文字、目录和索引，原来的文件和图片不在内。收到的人双击就能读、能搜，不用解开；"
                    "它是只读的，改动过一个字节就打不开。您的资料库一点也不改。"
                )
            )
        )
        column.addSpacing(6)
        column.addWidget(Label(say("送的人"), fonts.sans(13, 600)))
        column.addWidget(self.giver)
        column.addSpacing(6)
        column.addWidget(Label(say("自己写的，哪些也送（不勾就一条不带）"), fonts.sans(13, 600)))
        for box in self.boxes.values():
            column.addWidget(box)
            if box is bookmarks:
                column.addWidget(self.tag)
        column.addWidget(
            _words(say("读过哪些、搜过什么，从不带上。已经更正过的字和日期，文章里本来就是改好的。"))
        )
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.pack_button)
        column.addLayout(buttons)
        self.giver.setFocus()

    def choice(self) -> PackChoice:
        """Return the present choice."""
        notes = frozenset(kind for kind, box in self.boxes.items() if box.isChecked())
        tag = str(self.tag.currentData()) if GivenNotes.BOOKMARKS in notes else ""
        return PackChoice(self.giver.text(), notes, tag)

    def _choose(self) -> None:
        self.chosen.emit(self.choice())
        self.accept()

    def _box(self, kind: GivenNotes, could_go: CouldGo) -> QCheckBox:
        number = could_go.counts[kind]
        words = say("{kind}（{n}）", kind=_name_of(kind), n=number)
        if kind is GivenNotes.DOSSIERS and could_go.dossiers:
            words = say(
                "{dossiers}，{entries}",
                dossiers=count(could_go.dossiers, "{n} 个专题"),
                entries=count(number, "里面 {n} 条"),
            )
        box = QCheckBox(words)
        box.setFont(fonts.sans(13))
        box.setEnabled(bool(number or (kind is GivenNotes.DOSSIERS and could_go.dossiers)))
        return box


def _name_of(kind: GivenNotes) -> str:
    return {
        GivenNotes.BOOKMARKS: say("收藏、标记、批注和标签"),
        GivenNotes.DOSSIERS: say("专题"),
        GivenNotes.CORRECTIONS: say("更正，连同认错的字"),
        GivenNotes.PEOPLE: say("对人物的划掉、合并、分开"),
    }[kind]


def _words(text: str) -> Label:
    label = Label(text, fonts.sans(12), "ink3")
    label.setWordWrap(True)
    return label
