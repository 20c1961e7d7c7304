"""The research log in a window of its own: read, saved as Markdown, cleared, on or off."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from reader.export.research_log import as_text
from reader.i18n import count, say
from reader.ui.search.research_recorder import ResearchRecorder
from reader.ui.widgets import fonts, theme
from reader.ui.widgets.controls import Chip, FocusRing, Label, PushButton, Wide, fill_with_rules, row_layout
from reader.ui.widgets.dialog import Dialog
from reader.ui.widgets.file_choice import ask_for_file

if TYPE_CHECKING:
    from reader.storage.research_log import LogEntry


class LogDialog(Dialog):
    """The log of a library. A cleared log can be restored as long as the dialog is open."""

    def __init__(self, parent: QWidget, recording: ResearchRecorder, library: str) -> None:
        super().__init__(parent, say("研究日志"), "researchLog", size=(640, 560), tint="list")
        self._recording = recording
        self._library = library
        self._cleared: list[LogEntry] = []
        self.explanation = Label(
            say(
                "搜过什么、读过哪些文章，按天记在这台电脑上；不在资料库文件夹里，文件夹借人、拷走都不会带着它。"
                "默认不记：看过什么是私事。"
            ),
            fonts.sans(12),
            "ink3",
            wraps=True,
        )
        self.switch = Chip(say("记研究日志"), act=self._turn)
        self.text = QPlainTextEdit()
        FocusRing(self.text)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(say("研究日志"))
        self.text.setFont(fonts.sans(13))
        self.text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.text.document().setDocumentMargin(16)
        self.text.setTabChangesFocus(True)
        theme.tint(self.text, "paper")
        theme.ink(self.text, "ink")
        self.save_button = PushButton(say("存为 Markdown…"), act=self._save)
        self.clear_button = PushButton(say("全部清除"), act=self._clear_or_restore)
        close = PushButton(say("关闭"), primary=True, act=self.accept)
        head = row_layout(Wide(self.explanation), margins=(16, 12, 16, 12), spacing=12)
        head.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignTop)
        buttons = row_layout(self.clear_button, Wide(), self.save_button, close, margins=(16, 8, 16, 10))
        fill_with_rules(self, [head], self.text, buttons)
        self._read()

    def _read(self) -> None:
        self._recording.read(self._show)

    def _show(self, entries: "list[LogEntry]", is_on: bool) -> None:
        self.switch.setChecked(is_on)
        nothing = say("还没有记下什么。") if is_on else say("没有在记。点右上的“记研究日志”，从那时起记。")
        self.text.setPlainText(as_text(entries) if entries else nothing)
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)
        self.save_button.setEnabled(bool(entries))
        self.clear_button.setEnabled(bool(entries or self._cleared))
        undo = count(len(self._cleared), "放回 {n} 条") if self._cleared else ""
        self.clear_button.setText(undo or say("全部清除"))
        self.clear_button.updateGeometry()

    def _turn(self, is_wanted: bool) -> None:
        self._recording.turn(on=is_wanted)
        self._read()

    def _clear_or_restore(self) -> None:
        if self._cleared:
            entries, self._cleared = self._cleared, []
            self._recording.restore(entries, self._read)
        else:
            self._recording.clear(self._forget)

    def _forget(self, entries: "list[LogEntry]") -> None:
        self._cleared = entries
        self._read()

    def _save(self) -> None:
        name = f"{say('研究日志')}.md"
        if file := ask_for_file(self, say("存为 Markdown…"), name, "Markdown (*.md)", [".md"]):
            self._recording.save(file.path, self._library, replaces=file.replaces)
