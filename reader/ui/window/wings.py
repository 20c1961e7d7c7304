"""The wings in the window: their actions, and what each does for a library of its own that is open."""

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
    """What a wing does for a library in the window; this one, for a folder, nothing.

    Signals: `changed` when the papers have changed, `answered` when the answer to an earlier request has arrived,
    `returned` when what could not be read can be again.
    """

    changed = Signal()
    answered = Signal()
    returned = Signal()

    def __init__(self, services: Services, library: Library, parent: QObject) -> None:
        super().__init__(services, parent)
        self.library = library

    def when_known(self, act: Callable[[], object]) -> None:
        """Call `act` now, or again once what it needs has been answered; a later call replaces it."""
        act()


class WingWindow(Protocol):
    """What the module of a wing's part of the window has."""

    def make_actions(
        self,
        services: Services,
        window: QWidget,
        current: Callable[[], WingController],
        recent: RecentLibraries,
        open_library: Callable[[Path], object],
    ) -> Feature:
        """Make what carries out the wing's actions in a window, on the `current` library."""

    def make_controller(
        self,
        services: Services,
        library: Library,
        layout: WindowLayout,
        actions: Mapping[str, QAction],
        parent: QObject,
    ) -> WingController:
        """Make the controller of a library of the wing, before anything is asked of that."""


def _window_of(wing: Wing) -> WingWindow:
    return cast(WingWindow, import_module(wing.window))


def controller_of(
    services: Services,
    library: Library,
    layout: WindowLayout,
    actions: Mapping[str, QAction],
    parent: QObject,
) -> WingController:
    """Make what the wing of a library does for it, if it is of one."""
    wing = wing_of(library.root)
    if wing is None:
        return WingController(services, library, parent)
    return _window_of(wing).make_controller(services, library, layout, actions, parent)


class WingActions(Feature):
    """The actions of the wings in a window; what carries them out is made when one is first wanted."""

    def __init__(
        self,
        services: Services,
        window: QWidget,
        current: Callable[[], WingController],
        recent: RecentLibraries,
        open_library: Callable[[Path], object],
    ) -> None:
        super().__init__(services, window)
        self._given = services, window, current, recent, open_library
        self._made: dict[str, Feature] = {}

    def handlers(self) -> Handlers:
        return {
            action.name: partial(self._act, wing, action.name)
            for wing in wings()
            for action in wing.actions()
        }

    def made_for(self, wing: Wing) -> Feature:
        """Return what carries out the actions of a wing."""
        if wing.window not in self._made:
            self._made[wing.window] = _window_of(wing).make_actions(*self._given)
        return self._made[wing.window]

    def _act(self, wing: Wing, name: str) -> None:
        self.made_for(wing).handlers()[name]()
