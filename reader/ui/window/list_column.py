"""The list in the middle: the articles of an issue, or in their place the results of a search, or a person's card."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from reader.ui.issues.issue_list import IssuePane

if TYPE_CHECKING:
    from reader.ui.people.person_card import PersonCardPane
    from reader.ui.search.result_list import ResultPane


class ListColumn(QStackedWidget):
    """The stack of the issue's articles, the results and the card.

    Signals: `resultsMade` has the list of results when it is made, `cardMade` the card.
    """

    resultsMade = Signal(object)
    cardMade = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.issues = IssuePane()
        self._results: ResultPane | None = None
        self._card: PersonCardPane | None = None
        self._below: QWidget = self.issues
        """The widget that is shown again when the card is closed."""
        self.addWidget(self.issues)

    @property
    def results(self) -> "ResultPane":
        """The list of results, made on first use: a session begins with reading."""
        if self._results is None:
            from reader.ui.search.result_list import ResultPane

            self._results = ResultPane()
            self.addWidget(self._results)
            self.resultsMade.emit(self._results)
        return self._results

    @property
    def card(self) -> "PersonCardPane":
        """The card of a person, made on first use."""
        if self._card is None:
            from reader.ui.people.person_card import PersonCardPane

            self._card = PersonCardPane()
            self.addWidget(self._card)
            self.cardMade.emit(self._card)
        return self._card

    def show_card(self, is_shown: bool) -> None:
        """Show the card, or the widget that was shown before it."""
        if is_shown and not self.is_card_shown():
            self._below = self.currentWidget() or self.issues
            self.setCurrentWidget(self.card)
        elif not is_shown and self.is_card_shown():
            self.setCurrentWidget(self._below)

    def is_card_shown(self) -> bool:
        return self._card is not None and self.currentWidget() is self._card

    def has_results(self) -> bool:
        """Return whether the list of results has been made."""
        return self._results is not None

    def are_results_shown(self) -> bool:
        """Return whether the results are shown in place of the issue's articles."""
        return self._results is not None and self.currentWidget() is self._results

    def view(self) -> QWidget:
        """Return the view of the list that is shown, which takes the focus."""
        if self.is_card_shown():
            return self.card.face()
        return self.results.face() if self.are_results_shown() else self.issues.view

    def name(self) -> str:
        """Return the name under which the width of the list that is shown is stored."""
        if self.is_card_shown():
            return "card"
        return "results" if self.are_results_shown() else "issue"
