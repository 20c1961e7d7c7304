"""The list of a library's files, to tell of several at once which day's paper they are, and of which newspaper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QCheckBox, QWidget

from reader.features.correct.files_told import FileChange, NamePattern, changes_of, claims_of
from reader.i18n import count, say
from reader.library.corrections import date_in
from reader.library.library import Library
from reader.newspaper.holdings import HeldFile
from reader.storage.disk_errors import LibraryError
from reader.ui.controllers.corrections import IssueCorrections
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.controls import Wide, column_layout, row_layout, text_field
from reader.ui.widgets.listing import Heading, Listing, ListingDialog, Nothing, RowAct, on_rows

_PATH_SHARE = 0.45


class FileList(Listing[HeldFile]):
    """The files, each with what would become of it by what is entered in the fields."""

    def __init__(self, library: Library, issues: IssueCorrections) -> None:
        self._library, self._issues = library, issues
        self._known: dict[str, FileChange] = {}
        self.date = text_field(say("日期"), say("日期，如 1987-6-3"), 13)
        self.title = text_field(say("报名"), say("报名，如 雁桥日报"), 13)
        self.by_name = QCheckBox(say("日期在名字里"))
        self.pattern = text_field(say("样式"), say("样式，如 YYMMDD；可空"), 13)
        self.filter = text_field(say("筛选文件"), say("筛选文件"), 13)
        super().__init__(say("各个文件"), takes_several=True)
        for field in (self.date, self.title, self.pattern):
            field.textChanged.connect(self._told_anew)
        self.by_name.toggled.connect(self._told_anew)
        self.filter.textChanged.connect(self.show_again)
        self._told_anew()

    def read_rows(self) -> Sequence[HeldFile]:
        return self._library.contents.held_files()

    def show_rows(self, rows: Sequence[HeldFile | Heading]) -> None:
        self._known.clear()
        super().show_rows(rows)

    def listed(self, rows: Sequence[HeldFile | Heading]) -> Sequence[HeldFile | Heading]:
        sought = self.filter.text().strip().casefold()
        return [row for row in rows if isinstance(row, HeldFile) and sought in row.path.casefold()]

    def key_of(self, row: HeldFile) -> object:
        return row.path

    def words(self, row: HeldFile) -> str:
        return f"{row.path}: {self._change(row).words()}"

    def tip(self, row: HeldFile) -> str:
        return self.words(row)

    def paint_row(self, painter: QPainter, rect: QRectF, row: HeldFile) -> None:
        change = self._change(row)
        left = rect.adjusted(0, 0, -rect.width() * (1 - _PATH_SHARE), 0)
        text_painting.draw_free(painter, left, row.path, theme.sans(13), "ink")
        right = rect.adjusted(rect.width() * _PATH_SHARE + 12, 0, 0, 0)
        ink = "accent" if change.claims else "ink3"
        text_painting.draw_words(painter, right, change.words(), theme.sans(12), ink)

    def nothing(self) -> Nothing:
        return Nothing(say("没有这样的文件"))

    def acts(self) -> Sequence[RowAct[HeldFile]]:
        return [
            on_rows(
                say("更正所选的文件"),
                self._correct,
                when=lambda rows: bool(rows) and self._is_told(),
                words_of=lambda rows: count(len(rows), "更正所选的 {n} 个文件"),
            )
        ]

    def changes(self, rows: Sequence[HeldFile]) -> list[FileChange]:
        """Return what would become of these files."""
        by_name = self.by_name.isChecked()
        return changes_of(
            rows,
            date=None if by_name else date_in(self.date.text()),
            newspaper=self.title.text().strip("《》 "),
            is_by_name=by_name,
            pattern=self.pattern.text(),
        )

    def _change(self, row: HeldFile) -> FileChange:
        """Return what would become of a file; only those that are painted are asked for."""
        if row.path not in self._known:
            try:
                (self._known[row.path],) = self.changes([row])
            except LibraryError:
                self._known[row.path] = FileChange(row)
        return self._known[row.path]

    def _is_told(self) -> bool:
        return self.by_name.isChecked() or bool(self.title.text().strip() or date_in(self.date.text()))

    def _told_anew(self) -> None:
        by_name, written = self.by_name.isChecked(), self.date.text().strip()
        self.date.setEnabled(not by_name)
        self.pattern.setEnabled(by_name)
        self._known.clear()
        self.tell(say("不认得这个日期。") if written and not by_name and not date_in(written) else "")
        if by_name and self.pattern.text().strip():
            try:
                NamePattern(self.pattern.text(), dt.date.today())
            except LibraryError as error:
                self.tell(str(error))
        self.view.viewport().update()
        self.follow_choice()

    def _correct(self, rows: Sequence[HeldFile]) -> None:
        try:
            told = claims_of(self.changes(rows))
        except LibraryError as error:
            self.tell(str(error))
            return
        if told:
            self._issues.correct_files(told, self)
        else:
            self.tell(say("所选的文件没有要改的。"))


def open_files(parent: QWidget, files: FileList) -> None:
    told = row_layout(Wide(files.date), Wide(files.title), spacing=8)
    form = (Wide(column_layout(told, row_layout(files.by_name, Wide(files.pattern)), spacing=8)),)
    title = say("更正好些文件的日期、报名")
    ListingDialog(parent, title, "fileList", files, tools=(files.filter,), form=form).open()
