"""What is listed of the chosen kind: its rows as they are read, without those that were settled, and their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject

from reader.i18n import say
from reader.library.doubt_rows import DoubtRows
from reader.library.doubts import Doubt, DoubtKind
from reader.ui.check.doubt_list import CheckCard, DoubtList
from reader.ui.check.doubt_paging import DoubtPages, DoubtSet, open_numbers
from reader.ui.check.kind_list import KindRow, rows_of
from reader.ui.check.row_beside import EXPECTED
from reader.ui.desk import Desk
from reader.ui.widgets.background_tasks import TaskQueue

if TYPE_CHECKING:
    from reader.library.doubt_sources import AllDoubts

_MOST_AGAIN = 300
"""So many rows are read again at most, where as many were shown before."""


class ListedKind(Struct, frozen=True):
    """The pages of a kind, and what was read of them: `wanted` rows, and the rest of a page, if there are as many."""

    kind: DoubtKind
    pages: DoubtPages
    first_rows: list[Doubt]
    wanted: int = 0

    def with_rows(self, number: int) -> ListedKind:
        """Return it with so many rows; reads the catalogue: not for the window's thread."""
        rows = self.first_rows
        while len(rows) < min(number, _MOST_AGAIN):
            page = self.pages.read()
            if not page:
                break
            rows = rows + page
        return replace(self, first_rows=rows, wanted=number)


class KindRows:
    def __init__(self, desk: Desk, listing: DoubtList, card: CheckCard, parent: QObject) -> None:
        self._library = desk.library
        self._services = desk.services
        self._list = listing
        self._card = card
        self._paging = TaskQueue(parent)
        self.doubts: AllDoubts | None = None
        """What was found last; None before."""
        self.kind: DoubtKind | None = None
        """The chosen kind; None for what was decided, or nothing."""
        self._pages = DoubtPages(DoubtRows())
        self._settled: list[DoubtSet] = []
        """What was settled since it was looked for."""
        self._recorded: list[DoubtSet] = []
        """What was said of doubts that a sync has to apply, which is running or comes: they are found until then."""

    def is_idle(self) -> bool:
        return self._paging.is_idle()

    @property
    def wanted_number(self) -> int:
        """How many rows a reader has come to: those that are shown, and the next while its page is being read."""
        return len(self._pages.shown) + int(not self._paging.is_idle())

    @property
    def pinned(self) -> Doubt | None:
        return self._pages.pinned

    @property
    def awaits_sync(self) -> bool:
        """Whether something was said of doubts that a sync has to apply."""
        return bool(self._recorded)

    def has_more(self) -> bool:
        return not self._pages.is_whole

    def follow(self, doubts: AllDoubts, *, is_sync_coming: bool) -> None:
        """Take what was found now: what was settled is not among it, unless a sync that comes has to apply that."""
        self.doubts = doubts
        self._settled.clear()
        if not is_sync_coming:
            self._recorded.clear()

    def list_kind(self, kind: DoubtKind) -> None:
        """List the doubts of a kind from the first on."""
        self.kind = kind
        self._pages = DoubtPages(self._rows_of(kind))
        self._list.show_rows([])
        self._show_numbers()
        self._paging.drop()
        self.read_more()

    def list_found(self, listed: ListedKind | None) -> None:
        """List the chosen kind as it was found; where another one was chosen meanwhile, that one."""
        if self.kind is None:
            return
        if listed is None or listed.kind is not self.kind:
            self.list_kind(self.kind)
            return
        self._paging.drop()
        self._pages = listed.pages
        self._pages.add(listed.first_rows)
        self.refill()

    def refill(self) -> None:
        """List anew what was read of the chosen kind."""
        numbers = self._show_numbers()
        self._list.show_rows(self._pages.rows(numbers, self._is_unsettled))
        self._card.doubts.follow()

    def read_more(self) -> None:
        """Read the next page of what is listed, if none is being read."""
        if self._pages.is_whole or not self._paging.is_idle():
            return
        self._paging.run(
            self._pages.read, partial(self._add_page, self._pages), self._services.error, EXPECTED
        )

    def take_out(self, doubts: DoubtSet, *, is_applied: bool) -> None:
        """List some doubts no more, which are settled; if not `is_applied`, by a sync that comes."""
        if is_applied:
            self._settled.append(doubts)
        else:
            self._recorded.append(doubts)
        self.refill()

    def put_back(self) -> None:
        """Take nothing for settled any more, as the settling of something was undone."""
        self._settled.clear()
        self._recorded.clear()

    def can_settle_all(self, kind: DoubtKind) -> bool:
        from reader.library.doubt_acts import WITH_ACTS
        from reader.library.doubt_offers import WITH_OFFERS

        if kind in WITH_ACTS:
            return not self._library.words.why_no_characters
        return kind in WITH_OFFERS and not self._library.words.why_no_lines

    def _rows_of(self, kind: DoubtKind) -> DoubtRows:
        if self.doubts is None:
            return DoubtRows()
        return self.doubts.of(kind).rows

    def _add_page(self, pages: DoubtPages, page: list[Doubt]) -> None:
        if pages is not self._pages:
            return
        pages.add(page)
        self._list.add_rows(pages.rows(self._show_numbers(), self._is_unsettled))

    def _show_numbers(self) -> Mapping[str, int]:
        """Show how many doubts of the chosen kind are open, and return that by newspaper."""
        kind = self.kind
        if kind is None or self.doubts is None:
            return {}
        of_kind = self.doubts.of(kind)
        settled = [doubts for doubts in (*self._settled, *self._recorded) if doubts.kind is kind]
        numbers = open_numbers(of_kind.rows.of_papers, settled)
        is_listed = bool(of_kind.rows.number) or not of_kind.number
        if is_listed:
            self._list.nothing_words = of_kind.why_not
            number = numbers.total()
        else:
            self._list.nothing_words = of_kind.why_not or say("正在数……")
            number = of_kind.number
        self._card.show_kind(kind, number)
        why_not = self._library.words.why_no_lines
        can_settle_all = self.can_settle_all(kind)
        self._card.doubts.show_kind(
            of_kind.rows, numbers, settled, can_settle_all=can_settle_all, note=why_not
        )
        return numbers

    def _is_unsettled(self, doubt: Doubt) -> bool:
        return not any(settled.has(doubt) for settled in (*self._settled, *self._recorded))


def listed_kind(
    doubts: AllDoubts, kind: DoubtKind | None, wanted: int = 0, sought: Doubt | None = None
) -> ListedKind | None:
    """Return what is listed of a kind, of that of the doubt that is sought, or of the first kind in the sidebar.

    It is the first page, and more if more are `wanted`. Reads the catalogue: not for the window's thread.
    """
    if sought is not None:
        listed = sought.kind
    elif kind is not None:
        listed = kind
    else:
        kinds = [row.kind for row in rows_of(doubts, ()) if isinstance(row, KindRow) and row.kind]
        if not kinds:
            return None
        listed = kinds[0]
    pages = DoubtPages(doubts.of(listed).rows, sought)
    return ListedKind(listed, pages, pages.read()).with_rows(wanted)
