"""The dialog of an issue, which corrects its date, number and newspaper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from reader.export.article_text import day_in_words
from reader.i18n import say
from reader.language.numbers import number_of
from reader.library.answers import Repair
from reader.library.corrections import date_in
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.holdings import IssueRow
from reader.ui.widgets import theme, wording
from reader.ui.widgets.controls import Label, Part, PushButton, Wide, labelled, text_field
from reader.ui.widgets.dialog import Dialog, heading

_WIDTH = 440
_MARGIN = 20


class IssueDialog(Dialog):
    """The dialog that corrects an issue's date, number and newspaper."""

    def __init__(
        self,
        parent: QWidget,
        issue: IssueRow,
        paths: Sequence[str],
        correct: Callable[[Sequence[str], Sequence[Claim]], object],
        path: str = "",
        suggestion: Repair | None = None,
    ) -> None:
        """Make the dialog.

        `paths` are the issue's files that are present, `path` that of the article shown, or "". `correct` is called
        with the paths of the files to be corrected and the claims: those that differ from what is known.
        """
        super().__init__(parent, say("更正日期、期号、报纸名"), "issueDialog", size=(440, 0))
        self._issue = issue
        self._paths = tuple(paths)
        self._path = path
        self._correct = correct
        self._near = (suggestion and suggestion.date) or issue.date
        self.date = text_field(say("日期"), say("如 1987-6-3、1987年6月3日"))
        self.number = text_field(say("期号"), say("如 4171"))
        self.title = text_field(say("报纸名"), say("如 雁桥日报"))
        self.understood = Label("", theme.sans(12), "ink3")
        self.only_this_file = QCheckBox(say("只更正这一个文件：{path}", path=path))
        self.only_this_file.setVisible(len(paths) > 1 and path in paths)
        self.save_button = PushButton(say("更正"), primary=True, act=self.accept)
        self._lay_out()
        self._fill(suggestion)
        for field in (self.date, self.number, self.title):
            field.textChanged.connect(self._understand)
        self._understand()
        self.date.setFocus()
        self.date.selectAll()

    def claims(self) -> list[Claim] | None:
        """Return the entered values that differ from the known ones; None if an entry is not understood."""
        issue = self._issue
        date = self._date()
        number = number_of(self.number.text().strip())
        title = self.title.text().strip().strip("《》").strip()
        issue_claims = []
        try:
            if self.date.text().strip() and (date != issue.date or issue.facts.day_remark):
                issue_claims.append(Claim(CorrectionKind.DATE, date=date))
            if self.number.text().strip() and number != issue.number:
                issue_claims.append(Claim(CorrectionKind.NUMBER, number=number))
            if title and (title != issue.newspaper or self._confirms_title()):
                issue_claims.append(Claim(CorrectionKind.TITLE, title=title))
        except ValueError:
            return None
        return issue_claims

    def _confirms_title(self) -> bool:
        """Return whether an estimated newspaper name was typed again unchanged, which confirms it."""
        return self.title.isModified() and wording.estimated_newspaper(self._issue) != ""

    def _date(self) -> dt.date | None:
        return date_in(self.date.text(), self._near)

    def _fill(self, suggestion: Repair | None) -> None:
        issue = self._issue
        date = (suggestion and suggestion.date) or issue.date
        number = (suggestion and suggestion.number) or issue.number
        self.date.setText(date.isoformat() if date else "")
        self.number.setText(str(number) if number else "")
        self.title.setText(issue.newspaper)

    def _understand(self) -> None:
        date = self._date()
        written = self.date.text().strip()
        message = ""
        token = "ink3"
        if date:
            parts = [day_in_words(date), wording.short_weekday(date), wording.lunar(date)]
            message = wording.GAP.join(filter(None, parts))
        elif written:
            message = say("不认得这个日期。")
            token = "warn"
        theme.ink(self.understood, token)
        self.understood.setText(message)
        self.save_button.setEnabled(bool(self.claims()))

    def accept(self) -> None:
        super().accept()
        only_one = self.only_this_file.isChecked() and not self.only_this_file.isHidden()
        self._correct((self._path,) if only_one else self._paths, self.claims() or [])

    def _lay_out(self) -> None:
        issue = self._issue
        parts: list[Part] = [heading(wording.issue_day(issue.date, issue.month_day, issue.label))]
        for field in (self.date, self.number, self.title):
            parts += [4, labelled(field)]
            if field is self.date:
                parts.append(self.understood)
        buttons = (Wide(), self.leave_button(say("取消")), self.save_button)
        self.lay_out(*parts, 4, self.only_this_file, _untouched(), 8, buttons=buttons, spacing=6)


def _untouched() -> Label:
    return Label(say("文件本身不动；随时可以撤销。"), theme.sans(12), "ink3")
