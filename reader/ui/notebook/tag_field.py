"""The field for the tags of a note: a chip for each, and a line in which the next one is typed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from reader.i18n import say
from reader.language.forms import without_controls
from reader.ui.widgets import fonts, theme
from reader.ui.widgets.controls import Chip, column_layout, plain
from reader.ui.widgets.flow_layout import FlowLayout


def tag_from(text: str) -> str:
    """Return the tag that was typed, "" if there is none; its spaces and commas stay: “#抗战、史料 ” → “抗战、史料”.

    Control characters are removed, so that two tags that look the same are the same.
    """
    return without_controls(text).strip().lstrip("#＃").strip()


class TagField(QWidget):
    """The tags of a note. Enter ends a tag, Backspace at the beginning of the line takes back the last one."""

    def __init__(
        self,
        tags: Sequence[str],
        changed: Callable[[], object],
        entered: Callable[[], object],
        resized: Callable[[], object],
    ) -> None:
        """Make the field; `entered` is called on Enter in the empty line, `resized` when the height has changed."""
        super().__init__()
        self._changed, self._entered, self._resized = changed, entered, resized
        self._tags = list(tags)
        self._box = QWidget(self)
        self._chips = FlowLayout()
        self._box.setLayout(self._chips)
        self.line = QLineEdit()
        self.line.setAccessibleName(say("标签"))
        self.line.setPlaceholderText(say("加标签，回车一个"))
        self.line.setFont(fonts.sans(13))
        theme.frame(self.line)
        self.line.textEdited.connect(lambda _: self._changed())
        self.line.returnPressed.connect(self._enter)
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        column_layout(self._box, self.line, of=self, spacing=6)
        self._show()

    def tags(self) -> tuple[str, ...]:
        """Return the tags, that in the line included."""
        typed = tag_from(self.line.text())
        return tuple(dict.fromkeys([*self._tags, typed] if typed else self._tags))

    def stops(self) -> list[QWidget]:
        """Return the widgets that take the focus, in their order."""
        return [*self._box.findChildren(Chip), self.line]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the last tag back into the line."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Backspace
            and not self.line.text()
            and self._tags
        ):
            self.line.setText(self._tags.pop())
            self._show()
            self._changed()
            return True
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        if not self.line.text().strip():
            self._entered()
            return
        self._tags = list(self.tags())
        self.line.clear()
        self._show()
        self._changed()

    def _remove(self, tag: str) -> None:
        self.line.setFocus(
            Qt.FocusReason.OtherFocusReason
        )  # the focus must not leave the editor with the chip
        self._tags.remove(tag)
        self._show()
        self._changed()

    def _show(self) -> None:
        self._chips.clear()
        for tag in self._tags:
            chip = Chip(f"{tag} ×", act=lambda _=False, tag=tag: self._remove(tag))
            chip.setCheckable(False)
            chip.setAccessibleName(say("去掉标签“{tag}”", tag=tag))
            chip.setToolTip(plain(chip.accessibleName()))
            self._chips.addWidget(chip)
        self._box.setVisible(bool(self._tags))
        self.updateGeometry()
        self._resized()
