"""The dialog before a library is packed: the name of the giver, and the kinds of the reader's notes to include."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from reader.features.packs.packing_up import CouldGo, GivenNotes, PackChoice
from reader.i18n import count, say
from reader.ui.widgets import fonts
from reader.ui.widgets.controls import Label, PushButton, Wide, text_field
from reader.ui.widgets.dialog import Dialog, heading

_MOST = 100
"""The maximum number of characters of a name."""


class PackDialog(Dialog):
    """Asks for the content of a pack. Signal: `chosen` has the `PackChoice`. Shown by `open()`."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, library: str, could_go: CouldGo) -> None:
        super().__init__(parent, say("把资料库打包送人"), "packDialog")
        self.setMinimumWidth(520)
        self.giver = text_field(say("送的人"), say("对方打开时看到的名字，可以不写"), 13)
        self.giver.setMaxLength(_MOST)
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
        self.pack_button = PushButton(say("存成文件…"), primary=True, act=self._choose)
        given = [
            each for box in self.boxes.values() for each in (box, *([self.tag] if box is bookmarks else []))
        ]
        self.lay_out(
            heading(say("把“{library}”打成一个文件", library=library)),
            _words(
                say(
                    "里面是全部文章的文字、目录和索引，原来的文件和图片不在内。收到的人双击就能读、能搜，不用解开；"
                    "它是只读的，改动过一个字节就打不开。您的资料库一点也不改。"
                )
            ),
            6,
            Label(say("送的人"), fonts.sans(13, 600)),
            self.giver,
            6,
            Label(say("自己写的，哪些也送（不勾就一条不带）"), fonts.sans(13, 600)),
            *given,
            _words(say("读过哪些、搜过什么，从不带上。已经更正过的字和日期，文章里本来就是改好的。")),
            Wide(),
            buttons=(Wide(), self.leave_button(say("取消")), self.pack_button),
            spacing=10,
        )
        self.giver.setFocus()

    def choice(self) -> PackChoice:
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
    return Label(text, fonts.sans(12), "ink3", wraps=True)
