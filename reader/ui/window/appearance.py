"""The theme of the window, and whether motions are reduced."""

import dataclasses
from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication

from reader.storage.settings import Settings
from reader.ui.widgets import motion, theme


class Appearance(QObject):
    """Applies the theme and the motions that the settings have; `changed` when a person chose others."""

    changed = Signal()

    def __init__(self, actions: Mapping[str, QAction], settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions
        self._theme = settings.theme
        self._is_motion_reduced = settings.reduced_motion
        self._apply_theme()
        motion.reduce(settings.reduced_motion)
        actions["reduced_motion"].setChecked(settings.reduced_motion)

    def choose_theme(self, name: str) -> None:
        """Apply a theme by its name, or "system" for that which follows the desktop."""
        self._theme = name
        self._apply_theme()
        self.changed.emit()

    def switch_theme(self) -> None:
        """Switch between the dark theme and the light one."""
        self.choose_theme("paper" if theme.current().is_dark else "dark")

    def reduce_motion(self, is_wanted: bool) -> None:
        """Reduce the motions of the window, or not."""
        self._is_motion_reduced = is_wanted
        motion.reduce(is_wanted)
        self.changed.emit()

    def settings(self, before: Settings) -> Settings:
        """Return `before` with the appearance as it is now."""
        return dataclasses.replace(before, theme=self._theme, reduced_motion=self._is_motion_reduced)

    def _apply_theme(self) -> None:
        is_dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        theme.use(("dark" if is_dark else "paper") if self._theme == "system" else self._theme)
        action = self._actions.get(f"theme_{self._theme}")
        if action is not None:
            action.setChecked(True)
