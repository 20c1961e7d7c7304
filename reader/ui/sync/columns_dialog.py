"""The dialog that asks which column of a table holds what."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from reader.formats.tables.columns import ColumnField
from reader.i18n import say
from reader.language.control_characters import on_one_line
from reader.library.tables import TableColumns
from reader.ui.widgets import fonts, theme
from reader.ui.widgets.controls import DropChip, PushButton
from reader.ui.widgets.labels import Label

_LONGEST_NAME, _LONGEST_SAMPLE = 20, 28


class ColumnsDialog(QDialog):
    """Asks of a table which column holds what, and proposes the longest for the text.

    `said` has the column by field, “” for none. Shown by `open()`.
    """

    said = Signal(object)

    def __init__(self, parent: QWidget, path: str, columns: TableColumns) -> None:
        super().__init__(parent)
        self._columns = columns
        self.setObjectName("tableColumns")
        self.setWindowTitle(say("表格的各列"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        theme.tint(self, "window")
        self.chips = {field: self._chip(field, words) for field, words in _asked().items()}
        self._samples = {field: Label("", fonts.sans(12), "ink3") for field in self.chips}
        self.keep_button = PushButton(say("记下，再读一次"), primary=True)
        self.keep_button.setDefault(True)
        cancel = PushButton(say("取消"))
        self.keep_button.clicked.connect(self._keep)
        cancel.clicked.connect(self.reject)
        self.finished.connect(parent.activateWindow)
        message = Label(
            say(
                "《{path}》里的每一项在哪一列？列名相同的表格都照这样读；表格本身不动。",
                path=on_one_line(path),
            ),
            fonts.sans(13),
            "ink2",
        )
        message.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(Label(say("哪一列是正文？"), fonts.serif(16, 700)))
        column.addWidget(message)
        column.addLayout(self._grid())
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.keep_button)
        column.addLayout(buttons)
        self.resize(560, 0)
        self._follow()
        self.chips[ColumnField.TEXT].setFocus()

    def _chip(self, field: ColumnField, words: str) -> DropChip:
        names = [(str(at), _short(name, _LONGEST_NAME)) for at, name in enumerate(self._columns.names)]
        chip = DropChip(words, [("", say("没有")), *names])
        likely = self._columns.longest if field is ColumnField.TEXT else None
        known = self._columns.known.get(field, likely)
        if known is not None:
            chip.set_key(str(self._columns.names.index(known)))
        chip.chosen.connect(lambda _: self._follow())
        return chip

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        for row, (field, words) in enumerate(_asked().items()):
            grid.addWidget(Label(words, fonts.sans(13)), row, 0)
            grid.addWidget(self.chips[field], row, 1)
            grid.addWidget(self._samples[field], row, 2)
        return grid

    def _follow(self) -> None:
        """Show what stands in the chosen columns; without a text there is nothing to keep."""
        for field, chip in self.chips.items():
            sample = self._columns.samples[int(chip.key())] if chip.key() else ""
            self._samples[field].setText(_short(sample, _LONGEST_SAMPLE))
        self.keep_button.setEnabled(bool(self.chips[ColumnField.TEXT].key()))

    def _keep(self) -> None:
        names = self._columns.names
        self.said.emit(
            {field: names[int(key)] if (key := chip.key()) else "" for field, chip in self.chips.items()}
        )
        self.accept()


def _asked() -> dict[ColumnField, str]:
    return {
        ColumnField.TEXT: say("正文"),
        ColumnField.TITLE: say("标题"),
        ColumnField.DATE: say("日期"),
        ColumnField.PAGE: say("版次"),
        ColumnField.AUTHOR: say("署名"),
        ColumnField.PAPER: say("报名"),
    }


def _short(words: str, longest: int) -> str:
    plain = on_one_line(words)
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"
