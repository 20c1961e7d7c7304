"""The research log in a window of its own: read, saved as Markdown, cleared, on or off."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPlainTextEdit, QWidget

from reader.export.research_log import as_text
from reader.i18n import count, say
from reader.ui.search.research_recorder import ResearchRecorder
from reader.ui.widgets import fonts, theme
from reader.ui.widgets.controls import Chip, FocusRing, Label, PushButton, fill_with_rules

if TYPE_CHECKING:
    from reader.storage.research_log import LogEntry


class LogDialog(QDialog):
    """The log of a library. A cleared log can be restored as long as the dialog is open."""

    def __init__(self, parent: QWidget, recording: ResearchRecorder, library: str) -> None:
        super().__init__(parent)
        self._recording = recording
        self._library = library
        self._cleared: list[LogEntry] = []
        self.setObjectName("researchLog")
        self.setWindowTitle(say("研究日志"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        theme.tint(self, "list")
        self.resize(640, 560)
        self.finished.connect(parent.activateWindow)
        self.explanation = Label(
            say(
                "搜过什么、读过哪些文章，按天记在这台电脑上；不在资料库文件夹里，文件夹借人、拷走都不会带着它。"
                "默认不记：看过什么是私事。"
            ),
            fonts.sans(12),
            "ink3",
        )
        self.explanation.setWordWrap(True)
        self.switch = Chip(say("记研究日志"))
        self.switch.clicked.connect(self._turn)
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
        self.save_button = PushButton(say("存为 Markdown…"))
        self.save_button.clicked.connect(self._save)
        self.clear_button = PushButton(say("全部清除"))
        self.clear_button.clicked.connect(self._clear_or_restore)
        close = PushButton(say("关闭"), primary=True)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(12)
        head.addWidget(self.explanation, 1)
        head.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 8, 16, 10)
        buttons.addWidget(self.clear_button)
        buttons.addStretch(1)
        buttons.addWidget(self.save_button)
        buttons.addWidget(close)
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
        chosen, _ = QFileDialog.getSaveFileName(
            self, say("存为 Markdown…"), str(Path.home() / (say("研究日志") + ".md")), "Markdown (*.md)"
        )
        if chosen:
            self._recording.save(Path(chosen), self._library)
