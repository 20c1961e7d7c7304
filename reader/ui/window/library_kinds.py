"""The kinds of libraries in the window: their actions, and what the window of one of their libraries has more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from reader.library.library import Library
from reader.plugs import LibraryKind, library_kind_of, load, plugs_with_libraries
from reader.ui.widgets.services import Feature, Handlers, Services

if TYPE_CHECKING:
    from reader.ui.layout.recent_libraries import RecentLibraries
    from reader.ui.layout.window_layout import WindowLayout


class KindPart(Feature):
    """What the window of a library of a kind has more, made before the library is queried; this base does nothing.

    Signals: `changed` when the papers have changed, `answered` when the answer to an earlier request has arrived,
    `returned` when what could not be read for a time can be read again.
    """

    changed = Signal()
    answered = Signal()
    returned = Signal()

    def __init__(
        self,
        services: Services,
        library: Library,
        layout: WindowLayout,
        actions: Mapping[str, QAction],
        parent: QObject,
    ) -> None:
        super().__init__(services, parent)
        self.library = library

    def when_known(self, act: Callable[[], object]) -> None:
        """Call `act` now, and again later if the server had not answered what it needs; a later call replaces it."""
        act()

    def try_again(self) -> None:
        """Look at once whether what could not be read can be read again."""


class KindActions(Feature):
    """Carries out the actions of a kind in a window; `current` returns the part of the open library's kind."""

    def __init__(
        self,
        services: Services,
        window: QWidget,
        current: Callable[[], KindPart],
        recent: RecentLibraries,
        open_library: Callable[[Path], object],
    ) -> None:
        super().__init__(services, window)
        self._window = window
        self._current = current
        self._recent = recent
        self._open_library = open_library


def part_class(library: Library) -> type[KindPart]:
    """Return the class of the part for a library; `KindPart` for a folder."""
    kind = library_kind_of(library.root)
    return KindPart if kind is None else load(f"{kind.window}:PART")


class LibraryKinds(KindActions):
    """The actions of all kinds; the `KindActions` of one are made when one of its actions is first triggered."""

    def handlers(self) -> Handlers:
        return {
            action.name: partial(self._act, plug.library, action.name)
            for plug in plugs_with_libraries()
            if plug.library is not None
            for action in plug.actions()
        }

    def of(self, kind: LibraryKind) -> KindActions:
        actions_class: type[KindActions] = load(f"{kind.window}:ACTIONS")
        arguments = self._services, self._window, self._current, self._recent, self._open_library
        return self._window.findChild(actions_class) or actions_class(*arguments)

    def _act(self, kind: LibraryKind, name: str) -> None:
        self.of(kind).handlers()[name]()
