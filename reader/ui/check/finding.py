"""Looking for what is in doubt, on a thread: all of it, the rows of one kind, and one doubt that is sought."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from reader import do_nothing
from reader.library.doubts import Doubt, DoubtKind
from reader.library.library import Library
from reader.plugs import plugs
from reader.ui.check.doubt_paging import key_of
from reader.ui.check.kind_list import KindRow, decided_by
from reader.ui.check.kind_rows import ListedKind, listed_kind
from reader.ui.check.row_beside import EXPECTED
from reader.ui.widgets.background_tasks import TaskQueue

if TYPE_CHECKING:
    from reader.library.doubt_sources import AllDoubts


class Sought(Struct, frozen=True):
    """How the doubt is found that is listed first, among all that are found, and what is done if there is none."""

    find: Callable[[AllDoubts], Doubt | None]
    otherwise: Callable[[], object] = do_nothing


class Found(Struct, frozen=True):
    """What was found, the doubt that is listed first, if it is among it, and the kind that is listed, if one is."""

    doubts: AllDoubts
    decided: Sequence[KindRow] = ()
    sought: Sought | None = None
    sought_doubt: Doubt | None = None
    listed: ListedKind | None = None


class Listed(Struct, frozen=True):
    """The chosen kind, how many of its rows a reader has come to (about as many are read again), and how the one is
    found again that is listed first though others stand before it.
    """

    kind: DoubtKind | None
    number: int
    first: Sought | None = None


def found_again(doubt: Doubt, doubts: AllDoubts) -> Doubt | None:
    """Return a doubt that was listed before, as it is found now; None if it is not."""
    for candidate in doubts.of(doubt.kind).rows.at(doubt.newspaper, doubt.path):
        if key_of(candidate) == key_of(doubt):
            return candidate
    return None


def _found_with_rows(findings: Found, listed: ListedKind, number: int) -> Found:
    return replace(findings, listed=listed.with_rows(number))


class Finding(QObject):
    """Looks once at a time; what changes meanwhile is looked for after that."""

    _firstFound = Signal(object)
    """What a look has found first, from its thread."""

    def __init__(
        self,
        library: Library,
        listed: Callable[[], Listed],
        show: Callable[[Found, Sought | None], object],
        fail: Callable[[Exception], object],
        parent: QObject,
    ) -> None:
        """Prepare it; `show` is called with what was found, and what was sought by it, if nothing else is by now."""
        super().__init__(parent)
        self._library = library
        self._listed = listed
        self._tell_found = show
        self._tell_failed = fail
        self._tasks = TaskQueue(self)
        self.state: object = None
        """The state of the library for which was looked; None if it may be another one now."""
        self._with_apart = False
        """Whether what is counted apart is listed, too: it is when it was chosen once."""
        self._is_stale = False
        self._has_found = False
        self._sought: Sought | None = None
        self._firstFound.connect(self._show_first)

    def is_idle(self) -> bool:
        return self._tasks.is_idle()

    def state_now(self) -> tuple[object, ...]:
        return self._library.generation(), self._library.read.is_whole

    def is_current(self) -> bool:
        """Return whether the library is as it was when it was looked."""
        return self.state == self.state_now()

    def list_apart(self) -> None:
        """Look for what is counted apart, too, from now on."""
        if not self._with_apart:
            self._with_apart = True
            self.look()

    def seek(self, find: Callable[[AllDoubts], Doubt | None], otherwise: Callable[[], object]) -> None:
        """Look for one doubt, too; `otherwise` is done if nothing can be looked for."""
        self._sought = Sought(find, otherwise)
        self._with_apart = True
        self.look()

    def look(self) -> None:
        """Look for doubts anew; while that is under way, once more after it."""
        self._is_stale = not self._tasks.is_idle()
        if not self._is_stale:
            self.state = self.state_now()
            rows = self._listed()
            work = partial(self._found_now, self._sought or rows.first, rows)
            self._tasks.run(work, self._show_all, self._fail, EXPECTED)

    def _found_now(self, sought: Sought | None, rows: Listed) -> Found:
        from reader.library.doubt_sources import look

        def tell_first(doubts: AllDoubts) -> None:
            decided = [KindRow(plug.decided(), feature=plug.name) for plug in plugs() if plug.decided()]
            self._firstFound.emit(Found(doubts, decided, listed=listed_kind(doubts, rows.kind)))

        doubts = look(self._library, with_apart=self._with_apart, tell=tell_first)
        decided = [decided_by(plug, self._library) for plug in plugs() if plug.decided()]
        first = None
        if sought is not None:
            first = sought.find(doubts)
        listed = listed_kind(doubts, rows.kind, rows.number, first)
        return Found(doubts, decided, sought, first, listed)

    def _show_first(self, findings: Found) -> None:
        """Show what is found first, if nothing is shown yet; what is shown stays until all is found."""
        if not self._has_found and self._sought is None and not self._tasks.is_idle():
            self._show(findings)

    def _show_all(self, findings: Found) -> None:
        """Show what was found, with as many rows as a reader has come to meanwhile, whose pages may have to be read."""
        shown = self._listed()
        listed = findings.listed
        if listed is not None and listed.kind is shown.kind and listed.wanted < shown.number:
            self._tasks.run(
                partial(_found_with_rows, findings, listed, shown.number),
                self._show_all,
                self._fail,
                EXPECTED,
            )
        else:
            self._show(findings)

    def _show(self, findings: Found) -> None:
        self._has_found = True
        sought = None
        if findings.sought is self._sought:
            sought = self._sought
            self._sought = None
        self._tell_found(findings, sought)
        self._look_again()

    def _fail(self, error: Exception) -> None:
        """Say why nothing is found; what was sought is sought no more."""
        sought = self._sought
        self._sought = None
        self.state = None
        self._tell_failed(error)
        if sought is not None:
            sought.otherwise()
        self._look_again()

    def _look_again(self) -> None:
        if self._is_stale:
            self.look()
