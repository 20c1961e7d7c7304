"""The wings in the window: their actions, and the controllers of the libraries that they provide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from reader.library.library import Library
from reader.library.wings import Wing, wing_of, wings
from reader.ui.widgets.services import Feature, Handlers, Services

if TYPE_CHECKING:
    from reader.ui.window.layout import WindowLayout
    from reader.ui.window.recent_libraries import RecentLibraries


class WingController(Feature):
    """The part of a wing for a library in the window, made before the library is queried; this base does nothing.

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


class WingActions(Feature):
    """Carries out the actions of a wing in a window; `current` returns the controller of the open library's wing."""

    def __init__(
        self,
        services: Services,
        window: QWidget,
        current: Callable[[], WingController],
        recent: RecentLibraries,
        open_library: Callable[[Path], object],
    ) -> None:
        super().__init__(services, window)
        self._window = window
        self._current = current
        self._recent = recent
        self._open_library = open_library


class WingWindow(Protocol):
    """The names that the window module of a wing defines."""

    @property
    def ACTIONS(self) -> type[WingActions]: ...
    @property
    def CONTROLLER(self) -> type[WingController]: ...


def _window_of(wing: Wing) -> WingWindow:
    return cast(WingWindow, import_module(wing.window))


def controller_class(library: Library) -> type[WingController]:
    """Return the controller class of the wing that provides a library; `WingController` for a folder."""
    wing = wing_of(library.root)
    return WingController if wing is None else _window_of(wing).CONTROLLER


class Wings(WingActions):
    """The actions of all wings; the `WingActions` of a wing are made when one of its actions is first triggered."""

    def handlers(self) -> Handlers:
        return {each.name: partial(self._act, wing, each.name) for wing in wings() for each in wing.actions()}

    def of(self, wing: Wing) -> WingActions:
        kind = _window_of(wing).ACTIONS
        given = self._services, self._window, self._current, self._recent, self._open_library
        return self._window.findChild(kind) or kind(*given)

    def _act(self, wing: Wing, name: str) -> None:
        self.of(wing).handlers()[name]()
