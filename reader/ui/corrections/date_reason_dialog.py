"""The dialog that says what tells an issue's date, where the issue does not print it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from reader.i18n import say
from reader.library.date_suggestions import DateExplanation
from reader.newspaper.holdings import IssueRow
from reader.ui.widgets import fonts, theme, wording
from reader.ui.widgets.controls import LinkButton, PushButton
from reader.ui.widgets.labels import Label

_WIDTH, _MARGIN = 440, 20


class DateReasonDialog(QDialog):
    """What tells an issue's date, to be accepted or refused; opened with `open()`.

    Signals: `refused` if the issue is not of this year, `correctionWanted` if the reader knows its day.
    """

    refused = Signal()
    correctionWanted = Signal()

    def __init__(self, parent: QWidget, issue: IssueRow, explanation: DateExplanation) -> None:
        super().__init__(parent)
        self.setObjectName("dateReasonDialog")
        self.setWindowTitle(say("日期的根据"))
        theme.tint(self, "window")
        self.resize(_WIDTH, 0)
        self.words = Label(explanation.words, fonts.sans(14), "ink")
        self.words.setWordWrap(True)
        self.words.setMinimumHeight(self.words.heightForWidth(_WIDTH - 2 * _MARGIN))
        self.refuse_button = PushButton(say("不是这一年"))
        self.correct_button = LinkButton(say("更正…"))
        self.keep_button = PushButton(say("好"), primary=True)
        self.keep_button.setDefault(True)
        self.refuse_button.setAccessibleDescription(say("{year} 年不取；可以撤销", year=explanation.year))
        self.refuse_button.clicked.connect(self.refused)
        self.refuse_button.clicked.connect(self.accept)
        self.correct_button.clicked.connect(self.reject)
        self.correct_button.clicked.connect(self.correctionWanted)
        self.keep_button.clicked.connect(self.reject)
        day = wording.issue_day(issue.date, issue.month_day, issue.label)
        heading = wording.GAP.join([day, wording.date_origin(issue.date_origin)])
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 16, _MARGIN, 16)
        column.setSpacing(8)
        column.addWidget(Label(heading, fonts.serif(15, 700)))
        column.addWidget(self.words)
        column.addWidget(Label(say("文件本身不动；随时可以撤销。"), fonts.sans(12), "ink3"))
        column.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.addWidget(self.correct_button)
        buttons.addStretch(1)
        buttons.addWidget(self.refuse_button)
        buttons.addWidget(self.keep_button)
        column.addLayout(buttons)
        self.keep_button.setFocus()
