"""The theme of the window, and whether animations are reduced."""

import dataclasses
from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QGuiApplication

from reader.storage.settings import Settings
from reader.ui.widgets import motion, theme


class Appearance(QObject):
    """Applies the theme and the reduced-motion setting; emits `changed` when a person chooses others."""

    changed = Signal()

    def __init__(self, actions: Mapping[str, QAction], settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions
        self._is_motion_reduced = settings.reduced_motion
        theme.use(settings.theme)
        self._show_theme()
        motion.reduce(settings.reduced_motion)
        actions["reduced_motion"].setChecked(settings.reduced_motion)
        theme.signals.changed.connect(self._theme_changed)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_desktop)

    def switch_theme(self) -> None:
        """Switch between the dark theme and the light one."""
        theme.use(theme.DEFAULT if theme.current().is_dark else "dark")

    def reduce_motion(self, is_wanted: bool) -> None:
        """Reduce the motions of the window, or not."""
        self._is_motion_reduced = is_wanted
        self._actions["reduced_motion"].setChecked(is_wanted)
        motion.reduce(is_wanted)
        self.changed.emit()

    def settings(self, before: Settings) -> Settings:
        """Return `before` with the appearance as it is now."""
        return dataclasses.replace(before, theme=theme.chosen(), reduced_motion=self._is_motion_reduced)

    def _theme_changed(self) -> None:
        self._show_theme()
        self.changed.emit()

    def _show_theme(self) -> None:
        self._actions[f"theme_{theme.chosen()}"].setChecked(True)

    def _follow_desktop(self) -> None:
        if theme.chosen() == theme.SYSTEM:
            theme.use(theme.SYSTEM)
