"""The values of the settings in an open window: read where they are stored, set where they take effect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction

from reader import i18n
from reader.export.citation import Style
from reader.export.notes import NoteOrder
from reader.language.scripts import Script
from reader.search.engine import Order
from reader.storage.settings import Settings
from reader.ui.widgets import theme
from reader.ui.widgets.fonts import Face
from reader.ui.window.preferences import Preference, Value

if TYPE_CHECKING:
    from reader.ui.printing.paper_controller import PaperController
    from reader.ui.window.appearance import Appearance
    from reader.ui.window.library_controller import LibraryController


class PreferenceValues:
    """Reads and sets the settings; menus and panels share one instance."""

    def __init__(
        self,
        now: Callable[[str], Value],
        setters: Mapping[str, Callable[[Any], object]],
        changed: Callable[[], object],
    ) -> None:
        """`now` returns the value of a setting by name, `setters` apply one; `changed` is called after each change."""
        self._now = now
        self._setters = setters
        self._changed = changed

    def value(self, preference: Preference) -> Value:
        """Return the value in effect.

        A number that is no choice becomes the nearest choice; any other value that is no choice becomes the default.
        """
        found = self._now(preference.name)
        if preference.is_text:
            return found
        known = [value for value, _ in preference.choices] or [False, True]
        if found in known:
            return found
        numbers = [value for value in known if isinstance(value, int | float)]
        if isinstance(found, int | float) and numbers:
            return min(numbers, key=lambda each: abs(each - found))
        return preference.default

    def choose(self, preference: Preference, value: Value) -> None:
        """Apply a value, and report the change."""
        self._setters[preference.name](value)
        self._changed()


def of_window(
    now: Callable[[], Settings],
    controller: Callable[[], LibraryController],
    appearance: Appearance,
    paper: PaperController,
    actions: Mapping[str, QAction],
    speak: Callable[[str], object],
    keep: Callable[[str, str], object],
    changed: Callable[[], object],
) -> PreferenceValues:
    """Return the values of a window.

    Args:
        now: returns the settings as they are.
        controller: returns the controller of the library that is shown.
        appearance: sets what moves.
        paper: keeps what was chosen for printing.
        actions: the actions of the window; whether a research log is kept is asked of its switch.
        speak: lets the window speak a language.
        keep: keeps a setting that no part of the window holds, by its name.
        changed: is called after each change.
    """

    def value(name: str) -> Value:
        if name == "keeps_log":
            return actions["keep_log"].isChecked()
        if name == "language" and i18n.is_told_by_environment():
            return i18n.language()
        found: Value = getattr(now(), name)
        return found

    def set_style(**of_page: Any) -> None:
        pane = controller().layout.pane
        pane.set_style_of_page(replace(pane.style_of_page(), **of_page))

    return PreferenceValues(
        value,
        {
            "language": speak,
            "dictionary": lambda program: keep("dictionary", program),
            "dictionary_command": lambda command: keep("dictionary_command", command),
            "theme": theme.use,
            "reduced_motion": appearance.reduce_motion,
            "face": lambda face: set_style(face=Face(face)),
            "body_size": lambda size: set_style(size=size),
            "measure": lambda measure: set_style(measure=measure),
            "leading": lambda leading: set_style(leading=leading),
            "script": lambda script: set_style(script=Script(script)),
            "search_order": lambda order: controller().results.set_order(Order(order)),
            "all_shapes": lambda on: controller().results.set_all_shapes(on),
            "folds_printings": lambda on: controller().results.set_folds(on),
            "citation_style": lambda style: _cite_in(controller(), Style(style)),
            "copies_source": lambda on: controller().session.set_copies_source(on),
            "copies_corrected": lambda on: controller().session.set_copies_corrected(on),
            "bookmark_order": lambda order: controller().layout.bookmarks.set_order(NoteOrder(order)),
            "paper_size": lambda size: setattr(paper, "size", size),
            "paper_orientation": lambda orientation: setattr(paper, "orientation", orientation),
            "prints_notes": lambda on: setattr(paper, "prints_notes", on),
            "keeps_log": lambda on: controller().recording.turn(on=on),
        },
        changed,
    )


def _cite_in(controller: LibraryController, style: Style) -> None:
    """Set the style of copied, dragged and exported citations."""
    for part in (controller.note_files, controller.copy_and_drag, controller.export):
        part.style = style
    controller.citation_style = style
