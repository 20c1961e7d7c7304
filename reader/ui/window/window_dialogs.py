"""The dialogs that are opened from the window's menus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from reader.i18n import say
from reader.ui.widgets.services import Feature, Handlers, Services
from reader.ui.window.file_controller import OpenLibrary
from reader.ui.window.library_controller import LibraryController

if TYPE_CHECKING:
    from reader.ui.window.recent_libraries import RecentLibraries


class WindowDialogs(Feature):
    """Opens dialogs on the open library; the module of each is imported on first use."""

    def __init__(
        self,
        services: Services,
        window: QWidget,
        controller: Callable[[], LibraryController],
        recent: RecentLibraries,
        open_library: OpenLibrary,
        show_title: Callable[[], object],
    ) -> None:
        """Make the feature; `show_title` is called when the library has been given another name."""
        super().__init__(services, window)
        self._open_library, self._show_title = open_library, show_title
        self._window = window
        self._controller = controller
        self._recent = recent

    def choose_library(self, *, then: Callable[[], None] | None = None) -> None:
        """Ask for a folder to open; `then` is called when it is open."""
        library = self._controller().library
        proposed = Path.home() if library.is_sample else library.root.parent
        chosen = QFileDialog.getExistingDirectory(self._window, say("打开报纸文件夹"), str(proposed))
        if chosen:
            self._open_library(Path(chosen), then)

    def handlers(self) -> Handlers:
        return {
            "open_library": self.choose_library,
            "name_library": self._name_library,
            "recent_libraries": self._show_recent,
            "help": self._show_help,
            "about": self._show_about,
        }

    def _name_library(self) -> None:
        from reader.ui.widgets.dialog import ask_text
        from reader.ui.widgets.undo_stack import FAULTS

        library = self._controller().library

        def name(words: str) -> None:
            try:
                library.rename(words)
            except FAULTS as error:
                self._services.message(str(error))
            self._show_title()

        told = say("资料库的名字；空着就用文件夹的名字")
        ask_text(self._window, say("给资料库起名"), told, library.name, (say("就叫这个"), name))

    def _show_recent(self) -> None:
        from reader.ui.window import recent_list

        recent_list.RecentDialog(self._window, self._recent).open()

    def _show_help(self) -> None:
        from reader.ui.window import dialogs

        dialogs.show_help(self._window, is_on_search=False)

    def _show_about(self) -> None:
        from reader.ui.window import about

        about.show_about(self._window)
