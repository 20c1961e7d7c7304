"""The dialogs on files of the folder: missing files, and the meaning of the columns of a table."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QWidget

from reader.i18n import count, say
from reader.language.forms import on_one_line
from reader.library.tables import TableColumns
from reader.newspaper.field_names import ColumnField
from reader.newspaper.holdings import MissingFile
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import Label, PushButton, Wide
from reader.ui.widgets.dialog import Dialog, heading
from reader.ui.widgets.listing import Listing
from reader.ui.widgets.menus import DropChip

_LONGEST_NAME, _LONGEST_SAMPLE = 20, 28


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
        self.chips = {field: self._chip(field, words) for field, words in _asked().items()}
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
            grid.addWidget(Label(words, theme.sans(13)), row, 0)
            grid.addWidget(self.chips[field], row, 1)
            grid.addWidget(self._samples[field], row, 2)
        return grid

    def _follow(self) -> None:
        for field, chip in self.chips.items():
            sample = self._columns.samples[int(chip.key)] if chip.key else ""
            self._samples[field].setText(_short(sample, _LONGEST_SAMPLE))
        self.keep_button.setEnabled(bool(self.chips[ColumnField.TEXT].key))

    def _keep(self) -> None:
        names = self._columns.names
        self._keep_columns(
            {field: names[int(key)] if (key := chip.key) else "" for field, chip in self.chips.items()}
        )
        self.accept()


def _asked() -> dict[ColumnField, str]:
    return {
        ColumnField.TEXT: say("正文"),
        ColumnField.TITLE: say("标题"),
        ColumnField.DATE: say("日期"),
        ColumnField.PAGE: say("版"),
        ColumnField.AUTHOR: say("署名"),
        ColumnField.PAPER: say("报名"),
    }


def _short(words: str, longest: int) -> str:
    plain = on_one_line(words)
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"


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
