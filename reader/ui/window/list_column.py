"""The list in the middle: the articles of an issue, or the results of a search in their place."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from reader.ui.issues.issue_list import IssuePane
from reader.ui.widgets.row_list import RowList

if TYPE_CHECKING:
    from reader.ui.search.result_list import ResultPane


class ListColumn(QStackedWidget):
    """Shows the issue's articles or the results; `resultsMade` has the list of results when it is made."""

    resultsMade = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.issues = IssuePane()
        self._results: ResultPane | None = None
        self.addWidget(self.issues)

    @property
    def results(self) -> "ResultPane":
        """The list of results, made when it is first needed: a person begins by reading."""
        if self._results is None:
            from reader.ui.search.result_list import ResultPane

            self._results = ResultPane()
            self.addWidget(self._results)
            self.resultsMade.emit(self._results)
        return self._results

    def has_results(self) -> bool:
        """Return whether there is a list of results, shown or not."""
        return self._results is not None

    def are_results_shown(self) -> bool:
        """Return whether the results are shown in place of the issue's articles."""
        return self.currentIndex() == 1

    def view(self) -> RowList:
        """Return the view of the list that is shown, which takes the focus."""
        return self.results.view if self.are_results_shown() else self.issues.view

    def name(self) -> str:
        """Return the name under which the width of the list that is shown is stored."""
        return "results" if self.are_results_shown() else "issue"
