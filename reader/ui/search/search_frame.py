"""The window around a search: its field, and the list of results."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import SignalInstance

from reader.ui.issues.reading_controller import IssueFrame
from reader.ui.search.search_field import SearchField

if TYPE_CHECKING:
    from reader.ui.search.result_list import ResultPane


class SearchFrame(IssueFrame, Protocol):
    """What a search uses of the window's layout: its field, and the list of results.

    Signal: `resultsMade` has the list of results when it is made, on first use.
    """

    search: SearchField
    make_results: "Callable[[], ResultPane]"
    """Makes the list of results; set before it is first used."""

    @property
    def resultsMade(self) -> SignalInstance: ...

    @property
    def results(self) -> "ResultPane": ...

    def has_results(self) -> bool: ...

    def are_results_shown(self) -> bool: ...

    def show_results(self, are_shown: bool) -> None: ...
