"""The settings of a window: applied, saved some time after a change, and shown for editing."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING

from msgspec import structs
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from reader import do_nothing, i18n, plugs
from reader.i18n import say
from reader.own_process import OWN_WORDS
from reader.plugs import FEATURES, Held, Outside, Preference, Value, leave_out
from reader.storage import outside_features
from reader.storage.disk_errors import explain
from reader.storage.platform_folders import places
from reader.storage.settings import Settings
from reader.ui.widgets import theme
from reader.ui.widgets.background_tasks import TaskQueue, do_soon
from reader.ui.widgets.services import Feature, Services, chosen_folders

if TYPE_CHECKING:
    from reader.ui.controllers.preferences import SettingsWindow

_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
)


def _reduce_motion(is_wanted: bool) -> None:
    """Switch off the animations and the blinking of the text cursor, or restore the platform's defaults.

    The window has no animations of its own; these are Qt's and the platform's.
    """
    flash_time, effects = _of_platform()
    QApplication.setCursorFlashTime(0 if is_wanted else flash_time)
    for effect in _EFFECTS:
        QApplication.setEffectEnabled(effect, effect in effects and not is_wanted)


@cache
def _of_platform() -> tuple[int, frozenset[Qt.UIEffect]]:
    """Return the platform's flash time of the text cursor (in ms, 0 for no blinking) and its animated effects."""
    moving = (effect for effect in _EFFECTS if QApplication.isEffectEnabled(effect))
    return QApplication.cursorFlashTime(), frozenset(moving)


SAVE_MS = 3000
"""The delay before changed settings are saved, in milliseconds."""


_OF_PROGRAM = ("language", "left_out", "features_on", "own_words", "declared")
"""Settings that hold for all windows; others are the state of one, or are kept for the whole program elsewhere."""


class SettingsController(Feature):
    """Collects the settings from the parts of the window, and saves them."""

    chosen = Signal()
    """Emitted when one of the settings that hold for all windows may have another value, chosen in this window."""

    def __init__(
        self,
        services: Services,
        window: QWidget,
        settings: Settings,
        save: Callable[[Settings], None],
        of_library: Callable[[Settings], Settings],
        held: Callable[[], Held],
        held_by_parts: Callable[[], Held],
        speak: Callable[[str], object],
        make_again: Callable[[Callable[[], object]], object],
    ) -> None:
        """Make the feature.

        `of_library` returns the settings with the state of the open library, `held` those that are part of the state of
        its widgets, and `held_by_parts` of its features' parts.
        """
        super().__init__(services, window)
        self.saved = settings
        """The settings last saved, and changes of those that are not part of any widget's or controller's state."""
        self._window = window
        self._save = save
        self._of_library = of_library
        self._held_in_library = held
        self._held_by_parts = held_by_parts
        self._speak = speak
        self._make_again = make_again
        leave_out(settings.left_out)
        self._outside: list[Outside] = []
        self._own_words_in_use = settings.own_words
        self._is_motion_reduced = settings.reduced_motion
        chosen_folders.now = settings.folders
        theme.use(settings.theme)
        _reduce_motion(settings.reduced_motion)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_desktop)
        self._said_off: set[str] = set()
        """The features from outside of which it was said why they are off."""
        self._saving = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._saving.timeout.connect(self.save)
        self._writing = TaskQueue(self, writes=True)
        """Writes on another thread: that all is on the disk may take a tenth of a second while a library is read in."""
        theme.signals.changed.connect(self.save_soon)
        chosen_folders.changed.connect(self.save_soon)

    def keep(self, settings: Settings) -> None:
        """Replace `saved` and save it soon: for settings that are not part of any widget's or controller's state."""
        self.saved = settings
        self.save_soon()

    def save_soon(self) -> None:
        self._saving.start()

    def save(self, saved: Callable[[], object] = do_nothing) -> None:
        """Save the settings on another thread, after what is still to be written; `saved` is called if they are.

        The window waits for none of it: a virus scanner or a sync client may hold the file for seconds.
        """
        self._saving.stop()
        self._collect()

        def done(_: object) -> None:
            saved()

        self._writing.run(partial(self._save, self.saved), done, self._tell_not_saved, (OSError,))

    def _collect(self) -> None:
        geometry = bytes(self._window.saveGeometry().toBase64().data()).decode()
        self.saved = structs.replace(self.now(), geometry=geometry)

    def _tell_not_saved(self, error: Exception) -> None:
        assert isinstance(error, OSError)
        self._services.message(say("设置没有存上。{why}", why=explain(error, places().settings)))

    def save_now(self) -> None:
        """Save the settings before returning: for a window that closes."""
        self.save()
        self._writing.settle()

    def finish(self) -> None:
        self.save_now()
        theme.signals.changed.disconnect(self.save_soon)
        chosen_folders.changed.disconnect(self.save_soon)

    def now(self) -> Settings:
        """Return the current settings; the geometry of the window is that of the last save."""
        settings = self._of_library(self.saved)
        accessors_by_name = {**self._held_here(), **self._held_in_library()}
        values = {name: value() for name, (value, _) in accessors_by_name.items()}
        field_values = {name: values.pop(name) for name in Settings.__struct_fields__ if name in values}
        declared = settings.declared | values
        return structs.replace(settings, declared=declared, folders=chosen_folders.now, **field_values)

    def switch_theme(self) -> None:
        theme.use(theme.DEFAULT if theme.current().is_dark else "dark")

    def _follow_desktop(self) -> None:
        if theme.chosen() == theme.SYSTEM:
            theme.use(theme.SYSTEM)

    def reduce_motion(self, is_wanted: bool) -> None:
        self._is_motion_reduced = is_wanted
        _reduce_motion(is_wanted)
        self.save_soon()

    def _held_here(self) -> Held:
        return {
            "theme": (theme.chosen, theme.use),
            "reduced_motion": (lambda: self._is_motion_reduced, self.reduce_motion),
        }

    def _held(self) -> Held:
        left_out = self.saved.left_out
        if i18n.is_set_by_environment():
            chosen = i18n.language()
        else:
            chosen = self.saved.language
        settings = {
            **self._held_here(),
            **self._held_in_library(),
            "language": (lambda: chosen, self._choose_language),
            "own_words": (self._own_words, self._state_own_words),
            **self._held_by_parts(),
        }
        for name in FEATURES:
            settings[name] = partial(lambda each: each not in left_out, name), partial(self._turn, name)
        for feature in self._outside:
            is_on = partial(self._is_outside_on, feature.name)
            settings[feature.name] = is_on, partial(self._turn_outside, feature.name)
        return settings

    def value(self, name: str) -> Value:
        """Return the value of the setting of this name that is in effect."""
        from reader.ui.controllers.preferences import preferences

        return self.value_of(next(preference for preference in preferences() if preference.name == name))

    def value_of(self, preference: Preference) -> Value:
        from reader.ui.controllers.preferences import default_of, nearest_choice

        accessors = self._held().get(preference.name)
        usual = default_of(preference)
        if accessors:
            stored_value = accessors[0]()
        else:
            stored_value = self.saved.declared.get(preference.name, usual)
        return nearest_choice(preference, stored_value, usual)

    def choose(self, name: str, value: Value) -> None:
        """Set a setting, and save it soon."""
        accessors = self._held().get(name)
        if accessors:
            accessors[1](value)
        else:
            self.saved = structs.replace(self.saved, declared={**self.saved.declared, name: value})
        self.save_soon()
        self.chosen.emit()

    def take_over(self, other: SettingsController) -> frozenset[str]:
        """Have the settings that hold for all windows as another window has them.

        Return the names of those for which the widgets have to be made again.
        """
        changed_names = {
            name
            for name in ("language", "left_out", "features_on")
            if getattr(self.saved, name) != getattr(other.saved, name)
        }
        if self._own_words_in_use != other._own_words_in_use:
            changed_names.add("own_words")
        self._own_words_in_use = other._own_words_in_use
        self.saved = structs.replace(self.saved, **{name: getattr(other.saved, name) for name in _OF_PROGRAM})
        return frozenset(changed_names)

    def show(self, first: str = "") -> SettingsWindow:
        """Show the settings window; `first` is the name of the setting that gets the focus."""
        from reader.ui.controllers.preferences import SettingsWindow

        self._outside = plugs.outside_features()
        dialog = SettingsWindow(self._window, self.value_of, self.choose, first, self._outside)
        dialog.finished.connect(self._use_own_words)
        dialog.open()
        return dialog

    def _choose_language(self, language: str) -> None:
        self.saved = structs.replace(self.saved, language=language)
        self._speak(language)

    def _own_words(self) -> str:
        return self.saved.own_words

    def _state_own_words(self, stated: str) -> None:
        self.saved = structs.replace(self.saved, own_words=stated)

    def _use_own_words(self) -> None:
        """Have other words of the reader's own, if they were changed; the next sync has all texts cut by them."""
        if self.saved.own_words == self._own_words_in_use:
            return
        from reader.language import own_words, words

        def show(now: own_words.OwnWords) -> None:
            self._make_again(partial(self._services.message, own_words.in_words(now)))
            self.chosen.emit()

        self._own_words_in_use = self.saved.own_words
        os.environ[OWN_WORDS] = self._own_words_in_use
        words.use_other_own_words()
        # their file may be held by a virus scanner, or lie on a drive that sleeps
        self._writing.run(own_words.own_words, show)

    def _turn(self, name: str, is_on: bool) -> None:
        others = [other_name for other_name in self.saved.left_out if other_name != name]
        self.saved = structs.replace(self.saved, left_out=(*others, *(() if is_on else (name,))))
        leave_out(self.saved.left_out)
        self._make_again(partial(self.reopen, name))

    def _is_outside_on(self, name: str) -> bool:
        return name in self.saved.features_on and name not in plugs.failures()

    def _turn_outside(self, name: str, is_on: bool) -> None:
        names = [feature for feature in self.saved.features_on if feature != name]
        if is_on:
            names.append(name)
        self.saved = structs.replace(self.saved, features_on=tuple(names))
        plugs.switch_on(names, outside_features.folder())
        self._said_off.discard(name)
        self._make_again(partial(self.reopen, name))

    def start(self) -> None:
        self.say_failures()

    def say_failures(self) -> None:
        """Say which features from outside have failed since the last time: fields are tried by the first search."""
        for name in list(plugs.failures()):
            if name not in self._said_off:
                self._said_off.add(name)
                self._note_off(name)
                self._say_off(name)

    def give_up(self, name: str, error: Exception) -> None:
        """Switch off a feature from outside that has failed, and say so; once, if it fails again meanwhile."""
        if name in plugs.failures():
            return
        plugs.give_up(name, error)
        self._said_off.add(name)
        self._note_off(name)
        do_soon(partial(self._make_again, partial(self._say_off, name)), self)

    def _note_off(self, name: str) -> None:
        others = tuple(feature for feature in self.saved.features_on if feature != name)
        self.keep(structs.replace(self.saved, features_on=others))
        self.chosen.emit()

    def _say_off(self, name: str) -> None:
        self._services.message(say("部件“{name}”：{why}", name=name, why=outside_features.why_off(name)))

    def reopen(self, first: str) -> None:
        """If the settings window is open, replace it by one in the current language, with the focus on a setting."""
        from reader.ui.controllers.preferences import SettingsWindow

        def replace(dialog: SettingsWindow) -> None:
            dialog.done(0)
            self.show(first)

        for dialog in self._window.findChildren(SettingsWindow):
            if dialog.isVisible():
                # later, as a signal of the dialog's own control has led here
                do_soon(partial(replace, dialog), dialog)
