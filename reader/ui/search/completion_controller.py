"""Completions while a person types, read on another thread, and the remembered searches."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reader.i18n import say
from reader.language.forms import search_form
from reader.library.library import Library, LibraryError
from reader.library.searcher import Results
from reader.search.engine import SearchCancelled
from reader.ui.search.completion_popup import CompletionPopup, CompletionRow
from reader.ui.search.search_field import QueryField
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import TaskQueue

if TYPE_CHECKING:
    from reader.search.answering.completions import Completion
    from reader.search.query import Period


MOST_RECENT = 20
"""The maximum number of remembered searches."""
COUNTED = 300
"""The maximum number of articles verified for the count of a row; a larger count comes from the index alone."""
SHOWN, SHOWN_BESIDE = 8, 2
"""The number of remembered searches shown for an empty field, and beside other completions."""


class CompletionController(QObject):
    """Shows the completions below the search field.

    Signals: `queryChosen` has a query and whether typing goes on; `changed` is emitted for the remembered searches.
    """

    queryChosen = Signal(str, bool)
    changed = Signal()

    def __init__(self, library: Library, field: QueryField, ground: QWidget, recent: Sequence[str]) -> None:
        super().__init__(field)
        self._library = library
        self._field = field
        self._recent = list(recent[:MOST_RECENT])
        self._request = object()
        """The latest request; answers to earlier ones are dropped."""
        self._tasks = TaskQueue(self)
        self.popup = CompletionPopup(field, ground)
        self.popup.taken.connect(self._take)
        self.popup.removed.connect(self._remove)
        self.popup.wanted.connect(self._show_recent)
        field.queryEdited.connect(self._complete)

    def recent(self) -> tuple[str, ...]:
        """Return the remembered searches, the last first."""
        return tuple(self._recent)

    def remember(self, text: str) -> None:
        """Remember a search, because Enter was pressed or one of its results was opened."""
        text = " ".join(text.split())
        if text and self._recent[:1] != [text]:
            self._recent = list(islice(dict.fromkeys([text, *self._recent]), MOST_RECENT))
            self.changed.emit()

    def forget_all(self) -> None:
        self._recent = []
        self.dismiss()
        self.changed.emit()

    def dismiss(self) -> None:
        """Hide the completions until the query is edited."""
        self._request = object()
        self.popup.dismiss()

    def is_idle(self) -> bool:
        return self._tasks.is_idle()

    def finish(self) -> None:
        self._request = object()

    # -- private

    def _complete(self, text: str) -> None:
        request = self._request = object()
        if not text.strip():
            self.popup.dismiss()
            return
        cursor = self._field.characters_before_cursor()

        def done(found: list[Completion]) -> None:
            if request is self._request:
                rows = [_row(each) for each in found]
                self._show([*rows, *self._recent_like(text, [row.text for row in rows])])

        self._tasks.run(
            lambda: self._library.searcher.complete(text, cursor) if request is self._request else [], done
        )

    def _show_recent(self) -> None:
        self._request = object()
        self._show([_recent_row(text) for text in self._recent[:SHOWN]])

    def _recent_like(self, text: str, others: Sequence[str]) -> list[CompletionRow]:
        typed = search_form(text)
        like = (each for each in self._recent if typed in search_form(each) and each != text.strip())
        return [
            _recent_row(each) for each in islice((each for each in like if each not in others), SHOWN_BESIDE)
        ]

    def _show(self, rows: Sequence[CompletionRow]) -> None:
        self.popup.show_rows(rows)
        if self.popup.rows():
            self._count([row.text for row in rows])

    def _count(self, texts: Sequence[str]) -> None:
        """Count the articles of each query, one query after another."""
        if not texts:
            return
        request, text = self._request, texts[0]

        def count() -> Results | None:
            known = None
            for known in self._library.searcher.count(text, lambda: request is not self._request):
                if known.total > COUNTED:
                    break
            return known

        def done(found: Results | None) -> None:
            if request is self._request and not self.popup.isHidden() and found is not None:
                number = wording.articles(found.total)
                self.popup.show_number(
                    text, number if found.total_is_exact else say("约 {number}", number=number)
                )
                self._count(texts[1:])

        self._tasks.run(count, done, expected=(SearchCancelled, LibraryError))

    def _take(self, row: CompletionRow, goes_on: bool) -> None:
        self._request = object()
        self.queryChosen.emit(row.text, goes_on)

    def _remove(self, row: CompletionRow) -> None:
        self._recent.remove(row.text)
        self._show([each for each in self.popup.rows() if each.text != row.text or not each.is_removable])
        self.changed.emit()


def _recent_row(text: str) -> CompletionRow:
    return CompletionRow(say("最近"), text, text, is_removable=True)


def _row(completion: Completion) -> CompletionRow:
    from reader.search.query.fields import CompletionKind

    groups = {
        CompletionKind.NAME: say("人物"),
        CompletionKind.WORD: say("词语"),
        CompletionKind.NEWSPAPER: say("报纸"),
        CompletionKind.DATE: say("日期"),
    }
    group = groups[completion.kind]
    if completion.period is None:
        return CompletionRow(group, completion.words, completion.text, completion.typed)
    shown, detail = _period_in_words(completion.period)
    return CompletionRow(group, shown, completion.text, detail=detail)


def _period_in_words(period: Period) -> tuple[str, str]:
    """Return a period and a remark on it: the weekday and lunar date of a day, the ends of a span."""
    first, last = period.first, period.last
    if first is None or last is None:
        return wording.period(period), ""
    if first == last:
        return wording.day(first), wording.GAP.join(
            filter(None, [wording.short_weekday(first), wording.lunar(first)])
        )
    if ".." not in period.spelled():
        return wording.period(period), ""
    return wording.period(period), f"{wording.day(first)}–{wording.day(last)}"
