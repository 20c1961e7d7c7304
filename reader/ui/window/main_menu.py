"""The menu behind ⋯: frequent actions in groups under headings; the rest is in the command palette."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from reader.i18n import say
from reader.ui.widgets import menus
from reader.ui.window.actions import Menu, specs
from reader.ui.window.recent_libraries import RecentLibraries, RecentLibrariesMenu


class MainMenu(QMenu):
    """The menu of the actions with `at_hand`, and of the recent libraries."""

    def __init__(self, parent: QWidget, actions: Mapping[str, QAction], libraries: RecentLibraries) -> None:
        super().__init__(parent)
        self.setAccessibleName(say("菜单"))
        recent = RecentLibrariesMenu(
            self, libraries, [actions[each.name] for each in specs() if each.with_recent]
        )
        recent.libraryWanted.connect(libraries.libraryWanted)
        recent.allWanted.connect(actions["recent_libraries"].trigger)
        self.addAction(actions["palette"])
        for part in Menu:
            menus.add_heading(self, say(part.value))
            for spec in specs():
                if spec.menu is part and spec.at_hand:
                    self.addAction(actions[spec.name])
                    if spec.name == "open_library":
                        self.addMenu(recent)

    def open_under(self, button: QWidget) -> None:
        """Open the menu below a button, aligned with the button's right edge."""
        corner = button.mapToGlobal(button.rect().bottomRight())
        self.popup(corner - QPoint(self.sizeHint().width(), 0))
