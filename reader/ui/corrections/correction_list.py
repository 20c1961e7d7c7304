"""The dialogs of corrections: the list of all, and those of an issue's date and number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QModelIndex, QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QCheckBox, QFileDialog, QMenu, QStyleOptionViewItem, QWidget

from reader.export.article_text import day_in_words, local_day
from reader.i18n import count, say
from reader.issue_dating.suggestions import Suggestion
from reader.language.numbers import number_of
from reader.library.corrections import CorrectionOutcome, KnownCorrection, date_in
from reader.library.date_suggestions import DateExplanation
from reader.library.library import Library
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.decision import CharacterRule
from reader.newspaper.holdings import IssueRow
from reader.storage.atomic_write import write_whole
from reader.ui.widgets import fonts, icons, text_painting, theme, wording
from reader.ui.widgets.controls import Label, LinkButton, Part, PushButton, Wide, text_field
from reader.ui.widgets.dialog import Dialog, ListDialog, ask_for_file, heading
from reader.ui.widgets.row_list import Index, RowDelegate, RowModel
from reader.ui.widgets.undo_stack import FAULTS

if TYPE_CHECKING:
    from reader.ui.corrections.correction_controller import CharacterController, CorrectionController

_WIDTH, _MARGIN = 440, 20


class DateReasonDialog(Dialog):
    """Shows the evidence for an issue's date, to be accepted or refused; opened with `open()`.

    Signals: `refused` if the issue is not of this year, `correctionWanted` to enter the right date.
    """

    refused = Signal()
    correctionWanted = Signal()

    def __init__(self, parent: QWidget, issue: IssueRow, explanation: DateExplanation) -> None:
        super().__init__(parent, say("日期的根据"), "dateReasonDialog", size=(_WIDTH, 0))
        self.words = Label(explanation.words, fonts.sans(14), "ink", wraps=True)
        self.words.setMinimumHeight(self.words.heightForWidth(_WIDTH - 2 * _MARGIN))
        self.refuse_button = PushButton(say("不是这一年"), act=self.refused)
        self.correct_button = LinkButton(say("更正…"), act=self.reject)
        self.keep_button = PushButton(say("好"), primary=True, act=self.reject)
        self.refuse_button.setAccessibleDescription(say("{year} 年不取；可以撤销", year=explanation.year))
        self.refuse_button.clicked.connect(self.accept)
        self.correct_button.clicked.connect(self.correctionWanted)
        day = wording.issue_day(issue.date, issue.month_day, issue.label)
        self.lay_out(
            heading(wording.GAP.join([day, wording.date_origin(issue.date_origin)])),
            self.words,
            _untouched(),
            buttons=(self.correct_button, Wide(), self.refuse_button, self.keep_button),
        )
        self.keep_button.setFocus()


class IssueDialog(Dialog):
    """The dialog that corrects an issue's date, number and newspaper; opened with `open()`.

    Signals: `correctionWanted` has the claims (those that differ from what is known) and the paths of the files that
    they are about.
    """

    correctionWanted = Signal(object, object)

    def __init__(
        self,
        parent: QWidget,
        issue: IssueRow,
        paths: Sequence[str],
        path: str = "",
        suggestion: Suggestion | None = None,
    ) -> None:
        """Make the dialog; `paths` are the issue's files that are present, `path` that of the article shown, or ""."""
        super().__init__(parent, say("更正日期、期号、报名"), "issueDialog", size=(440, 0))
        self._issue = issue
        self._paths = tuple(paths)
        self._path = path
        self._near = (suggestion and suggestion.date) or issue.date
        self.date = text_field(say("日期"), say("如 1987-6-3、1987年6月3日"))
        self.number = text_field(say("期号"), say("如 4171"))
        self.title = text_field(say("报名"), say("如 雁桥日报"))
        self.understood = Label("", fonts.sans(12), "ink3")
        self.only_this_file = QCheckBox(say("只更正这一个文件：{path}", path=path))
        self.only_this_file.setVisible(len(paths) > 1 and path in paths)
        self.save_button = PushButton(say("更正"), primary=True, act=self.accept)
        self._lay_out()
        self._fill(suggestion)
        for field in (self.date, self.number, self.title):
            field.textChanged.connect(self._understand)
        self._understand()
        self.accepted.connect(self._emit_correction)
        self.date.setFocus()
        self.date.selectAll()

    def claims(self) -> list[Claim] | None:
        """Return the entered values that differ from the known ones; None if an entry is not understood."""
        issue, date, number = self._issue, self._date(), number_of(self.number.text().strip())
        title = self.title.text().strip().strip("《》").strip()
        found = []
        try:
            if self.date.text().strip() and (date != issue.date or wording.date_origin(issue.date_origin)):
                found.append(Claim(CorrectionKind.DATE, date=date))
            if self.number.text().strip() and number != issue.number:
                found.append(Claim(CorrectionKind.NUMBER, number=number))
            if title and (title != issue.newspaper or self._confirms_title()):
                found.append(Claim(CorrectionKind.TITLE, title=title))
        except ValueError:
            return None
        return found

    def _confirms_title(self) -> bool:
        """Return whether an estimated newspaper name was typed again unchanged, which confirms it."""
        return self.title.isModified() and wording.estimated_newspaper(self._issue) != ""

    def _date(self) -> dt.date | None:
        return date_in(self.date.text(), self._near)

    def _fill(self, suggestion: Suggestion | None) -> None:
        issue = self._issue
        date = (suggestion and suggestion.date) or issue.date
        number = (suggestion and suggestion.number) or issue.number
        self.date.setText(date.isoformat() if date else "")
        self.number.setText(str(number) if number else "")
        self.title.setText(issue.newspaper)

    def _understand(self) -> None:
        date, written = self._date(), self.date.text().strip()
        message, token = "", "ink3"
        if date:
            parts = [day_in_words(date), wording.short_weekday(date), wording.lunar(date)]
            message = wording.GAP.join(filter(None, parts))
        elif written:
            message, token = say("不认得这个日期。"), "warn"
        theme.ink(self.understood, token)
        self.understood.setText(message)
        self.save_button.setEnabled(bool(self.claims()))

    def _emit_correction(self) -> None:
        only_one = self.only_this_file.isChecked() and not self.only_this_file.isHidden()
        self.correctionWanted.emit(self.claims() or [], (self._path,) if only_one else self._paths)

    def _lay_out(self) -> None:
        issue = self._issue
        parts: list[Part] = [heading(wording.issue_day(issue.date, issue.month_day, issue.label))]
        for field in (self.date, self.number, self.title):
            label = Label(field.accessibleName(), fonts.sans(12), "ink3")
            label.setBuddy(field)
            parts += [4, label, field]
            if field is self.date:
                parts.append(self.understood)
        buttons = (Wide(), self.leave_button(say("取消")), self.save_button)
        self.lay_out(*parts, 4, self.only_this_file, _untouched(), 8, buttons=buttons, spacing=6)


def _untouched() -> Label:
    return Label(say("文件本身不动；随时可以撤销。"), fonts.sans(12), "ink3")


_TOP = QModelIndex()
_QUOTED = 60


class ListHeading(Struct, frozen=True):
    """The heading of a part of the list."""

    words: str


class ListedRule(Struct, frozen=True):
    """A rule that corrects characters in issues that are read in later."""

    uuid: str
    words: str
    day: str


Row = ListHeading | KnownCorrection | ListedRule


def rows_of(known: Sequence[KnownCorrection], rules: Sequence[ListedRule] = ()) -> list[Row]:
    """Return the rows: the rules, the corrections in effect, and the corrections whose line is not found.

    Each group has a heading; the corrections are sorted with the newest first, the rules keep their order.
    """
    newest = sorted(known, key=lambda each: each.correction.created, reverse=True)
    held = [each for each in newest if each.line is not None]
    lost = [each for each in newest if each.line is None]
    rows: list[Row] = []
    if rules:
        rows += [ListHeading(count(len(rules), "{n} 条对以后读进来的期也生效")), *rules]
    if held:
        rows += [ListHeading(count(len(held), "{n} 条生效的更正")), *held]
    if lost:
        rows += [ListHeading(count(len(lost), "{n} 条眼下找不到地方，文件或那一行回来就生效")), *lost]
    return rows


def quote_of(known: KnownCorrection) -> str:
    """Return the line that was corrected; "" for a correction of the whole issue."""
    correction = known.correction
    return "" if correction.claim.kind.is_of_issue else correction.anchor.quote


def place_in_words(known: KnownCorrection) -> str:
    """Return the place and day of a correction: 1987/06/19870612.txt　第 10 行　6月20日."""
    correction = known.correction
    path = correction.anchor.path
    where = [path]
    if known.line is not None and not correction.claim.kind.is_of_issue:
        where.append(say("第 {line} 行", line=known.line))
    return wording.GAP.join([*where, wording.day(local_day(correction.created))])


class _Model(RowModel[Row]):
    def is_heading(self, row: Row) -> bool:
        return isinstance(row, ListHeading)

    def words(self, row: Row) -> str:
        if isinstance(row, ListHeading):
            return row.words
        if isinstance(row, ListedRule):
            return wording.listed([row.words, row.day])
        place = place_in_words(row).split(wording.GAP)
        lost = say("眼下找不到地方") if row.line is None else ""
        return wording.listed([row.correction.claim.words, quote_of(row)[:_QUOTED], *place, lost])


class _Delegate(RowDelegate[_Model]):
    """Paints the claim, the corrected line, place and day."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = self._model.row(index)
        has_quote = isinstance(row, KnownCorrection) and quote_of(row)
        height = 40 if isinstance(row, ListHeading) else 84 if has_quote else 62
        return QSize(self._view.viewport().width(), height)

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = self._model.row(index)
        x, width = rect.x() + self.margin, rect.width() - 2 * self.margin
        if isinstance(row, ListHeading):
            text_painting.draw_words(
                painter, rect.adjusted(16, 8, -16, 0), row.words, fonts.sans(12, 700), "ink2"
            )
            return
        y = rect.y() + 10
        if isinstance(row, ListedRule):
            y = text_painting.draw_text(painter, x, y, width, row.words, fonts.sans(13, 700), "ink", 22)
            text_painting.draw_text(painter, x, y, width, row.day, fonts.sans(12), "ink3", 20)
            return
        is_lost = row.line is None
        if is_lost:
            icons.draw(painter, "warning", "warn", x + width - 16, rect.y() + 14, 16)
        claim, quote = row.correction.claim.words, quote_of(row)
        y = text_painting.draw_text(painter, x, y, width - 24, claim, fonts.sans(13, 700), "ink", 22)
        if quote:
            ink = "ink3" if is_lost else "ink2"
            y = text_painting.draw_text(painter, x, y, width, quote, fonts.serif(13), ink, 20)
        text_painting.draw_text(painter, x, y, width, place_in_words(row), fonts.sans(12), "ink3", 20)


class CorrectionList(ListDialog[_Model]):
    """The list of corrections; opened with `open()`.

    Signals: `openWanted` has the id of the article that a correction is about; `habitsWanted` after the list has been
    left for that of newspapers' habits.
    """

    openWanted = Signal(int)
    habitsWanted = Signal()

    def __init__(
        self,
        parent: QWidget,
        library: Library,
        correcting: CorrectionController,
        characters: CharacterController,
    ) -> None:
        super().__init__(parent, say("更正一览"), "correctionList", _Model(), _Delegate)
        self._library = library
        self.correcting = correcting
        self._characters = characters
        characters.decided.connect(lambda _: self.read())
        correcting.takenBack.connect(self._show_taken_back)
        correcting.imported.connect(self._show_imported)
        self.view.menuOpening.connect(self._offer)
        self.view.doubleClicked.connect(lambda _: self.open_current())
        self.view.chooser.entered.connect(lambda _: self.open_current())
        self.view.selectionModel().currentChanged.connect(lambda *_: self._enable())
        self.state.show_state(
            say("还没有更正"), say("读到认错的地方，右键说它其实是什么；期的日期不对，右键也能更正。")
        )
        self.open_button = LinkButton(say("打开"), act=self.open_current)
        self.undo_button = LinkButton(say("撤销这条更正"), act=self.undo_current)
        self.export_button = LinkButton(say("导出…"), act=self._choose_target)
        self.import_button = LinkButton(say("导入…"), act=self._choose_source)
        self.habits_button = LinkButton(say("各份报的惯例…"), act=self.accept)
        self.habits_button.clicked.connect(self.habitsWanted)
        self.habits_button.setVisible(not library.corrections.why_no_lines())
        correcting.failed.connect(self.message.setText)
        files = (self.habits_button, self.import_button, self.export_button)
        acts = (self.open_button, self.undo_button, Wide(), *files)
        self.lay_out_list(acts, (Wide(self.message),), has_heading=False)
        self.view.setFocus()
        self.read()

    def current(self) -> KnownCorrection | None:
        index = self.view.currentIndex()
        row = self.model.row(index) if index.isValid() else None
        return row if isinstance(row, KnownCorrection) else None

    def read(self) -> None:
        """Read the corrections and where their lines are now."""
        self._run(lambda: rows_of(self._library.corrections.known(), self._rules()), self._show)

    def _rules(self) -> list[ListedRule]:
        if self._library.words.why_no_characters:
            return []
        return [
            ListedRule(each.uuid, each.content.words, wording.day(local_day(each.created)))
            for each in self._library.characters.rules()
            if isinstance(each.content, CharacterRule)
        ]

    def open_current(self) -> None:
        known = self.current()
        if known is None:
            return

        def show(article_id: int | None) -> None:
            if article_id is None:
                self.message.setText(say("眼下找不到它说的地方：文件不在，或那一行变了。"))
            else:
                self.openWanted.emit(article_id)
                self.accept()

        self._run(lambda: self._library.corrections.article_of(known), show)

    def undo_current(self) -> None:
        """Undo the selected correction."""
        index = self.view.currentIndex()
        row = self.model.row(index) if index.isValid() else None
        if isinstance(row, ListedRule):
            self._characters.take_back_rule(row.uuid, row.words)
        elif isinstance(row, KnownCorrection):
            self.correcting.take_back(row.correction)

    def _show_taken_back(self, made: CorrectionOutcome) -> None:
        self.message.setText(say("已撤销：{claim}", claim=made.correction.claim.words))
        self.read()

    def export_to(self, path: Path, *, replaces: bool = True) -> None:
        """Write all corrections into a file that can be imported; one that exists is overwritten if `replaces`."""

        def write() -> None:
            write_whole(path, self._library.corrections.export_text(), replaces=replaces)

        self._run(write, lambda _: self.message.setText(say("更正已存到 {path}", path=path)))

    def _show_imported(self, new: list[KnownCorrection]) -> None:
        parts = [count(len(new), "读入了 {n} 条新的更正")]
        if lost := sum(each.line is None for each in new):
            parts.append(count(lost, "{n} 条眼下找不到地方"))
        self.message.setText(wording.listed(parts))
        self.read()

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self.tasks.run(work, done, lambda error: self.message.setText(_why(error)), (*FAULTS, OSError))

    def _show(self, rows: list[Row]) -> None:
        place, chosen = self.view.currentIndex().row(), self.current()
        with self.view.chooser.quietly():
            self.model.set_rows(rows)
            same = [n for n, row in enumerate(rows) if _uuid(row) == (chosen and chosen.correction.uuid)]
            if rows:
                number = same[0] if same and chosen else max(min(place, len(rows) - 1), 1)
                self.view.setCurrentIndex(self.model.index(number, 0))
        self.stack.setCurrentWidget(self.view if rows else self.state)
        self.export_button.setEnabled(bool(rows))
        self._enable()

    def _enable(self) -> None:
        known = self.current()
        self.open_button.setEnabled(known is not None and known.line is not None)
        self.undo_button.setEnabled(self.view.currentIndex().isValid())

    def _offer(self, menu: QMenu) -> None:
        if (known := self.current()) is not None:
            menu.addAction(self.open_button.text(), self.open_current).setEnabled(known.line is not None)
            menu.addAction(self.undo_button.text(), self.undo_current)

    def _choose_target(self) -> None:
        kind = say("更正 (*.jsonl)")
        if file := ask_for_file(self, say("导出更正"), f"{say('更正')}.jsonl", kind, [".jsonl"]):
            self.export_to(file.path, replaces=file.replaces)

    def _choose_source(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, say("导入更正"), str(Path.home()), say("更正 (*.jsonl)"))
        if name:
            self.correcting.import_from(Path(name))


def _uuid(row: Row) -> str | None:
    return row.correction.uuid if isinstance(row, KnownCorrection) else None


def _why(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
