"""The dialog on the meaning of the columns of a table."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QGridLayout, QWidget

from reader.features.tables.columns import TableColumns, columns_in, say_columns
from reader.i18n import say
from reader.language.forms import on_one_line
from reader.newspaper.field_names import ColumnField
from reader.storage.disk_errors import LibraryError
from reader.storage.folder import LibraryFolder
from reader.ui.widgets import theme
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import Label, PushButton, Wide
from reader.ui.widgets.dialog import Dialog, heading
from reader.ui.widgets.menus import DropChip

_LONGEST_NAME = 20
_LONGEST_SAMPLE = 28


def ask_columns(
    parent: QWidget,
    folder: LibraryFolder,
    tasks: TaskQueue,
    done: Callable[[], object],
    failed: Callable[[Exception], object],
    path: str,
) -> None:
    """See `desk.ask_columns`."""

    def keep(columns: TableColumns, said: Mapping[ColumnField, str]) -> None:
        tasks.run(partial(say_columns, folder, columns, said), lambda _: done(), failed, (LibraryError,))

    def show(columns: TableColumns) -> None:
        ColumnsDialog(parent, path, columns, partial(keep, columns)).open()

    tasks.run(partial(columns_in, folder, path), show, failed, (LibraryError,))


class ColumnsDialog(Dialog):
    """Asks which field each column of a table contains, and proposes the longest column for the text.

    `keep` is called with the name of each field's column, "" for none.
    """

    def __init__(
        self,
        parent: QWidget,
        path: str,
        columns: TableColumns,
        keep: Callable[[Mapping[ColumnField, str]], object],
    ) -> None:
        super().__init__(parent, say("表格的各列"), "tableColumns", size=(560, 0))
        self._columns = columns
        self._keep_columns = keep
        self.chips = {field: self._chip(field, words) for field, words in _columns().items()}
        self._samples = {field: Label("", theme.sans(12), "ink3", is_free=True) for field in self.chips}
        self.keep_button = PushButton(say("记下，再读一次"), primary=True, act=self._keep)
        message = Label(
            say(
                "《{path}》里的每一项在哪一列？列名相同的表格都照这样读；表格本身不动。",
                path=on_one_line(path),
            ),
            theme.sans(13),
            "ink2",
            wraps=True,
        )
        self.lay_out(
            heading(say("哪一列是正文？")),
            message,
            self._grid(),
            Wide(),
            buttons=(Wide(), self.leave_button(say("取消")), self.keep_button),
            spacing=12,
        )
        self._follow()
        self.chips[ColumnField.TEXT].setFocus()

    def _chip(self, field: ColumnField, words: str) -> DropChip:
        names = [(str(at), _short(name, _LONGEST_NAME)) for at, name in enumerate(self._columns.names)]
        chip = DropChip(words, [("", say("没有")), *names])
        if field is ColumnField.TEXT:
            likely = self._columns.longest
        else:
            likely = None
        column_name = self._columns.known.get(field, likely)
        if column_name is not None:
            chip.set_key(str(self._columns.names.index(column_name)))
        chip.chosen.connect(lambda _: self._follow())
        return chip

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        for row, (field, words) in enumerate(_columns().items()):
            grid.addWidget(Label(words, theme.sans(13)), row, 0)
            grid.addWidget(self.chips[field], row, 1)
            grid.addWidget(self._samples[field], row, 2)
        return grid

    def _follow(self) -> None:
        for field, chip in self.chips.items():
            if chip.key:
                sample = self._columns.samples[int(chip.key)]
            else:
                sample = ""
            self._samples[field].setText(_short(sample, _LONGEST_SAMPLE))
        self.keep_button.setEnabled(bool(self.chips[ColumnField.TEXT].key))

    def _keep(self) -> None:
        names = self._columns.names
        chosen = {}
        for field, chip in self.chips.items():
            chosen[field] = names[int(chip.key)] if chip.key else ""
        self._keep_columns(chosen)
        self.accept()


def _columns() -> dict[ColumnField, str]:
    return {
        ColumnField.TEXT: say("正文"),
        ColumnField.TITLE: say("标题"),
        ColumnField.DATE: say("日期"),
        ColumnField.PAGE: say("版"),
        ColumnField.AUTHOR: say("署名"),
        ColumnField.PAPER: say("报纸名"),
    }


def _short(words: str, longest: int) -> str:
    plain = on_one_line(words)
    if len(plain) <= longest:
        return plain
    return plain[: longest - 1] + "…"
