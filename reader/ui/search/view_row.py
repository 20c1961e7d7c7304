"""The row of views above the results: the list, and what features show of the same articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial

from msgspec import Struct
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from reader.i18n import later, say
from reader.plugs import SetView, in_order, plugs
from reader.ui.widgets.controls import SegmentedControl, Wide, column_layout, row_layout
from reader.ui.widgets.menus import MenuChip

LIST = "list"
"""The name of the core's own view."""
LEAST_WINDOW = 700
"""In a narrower window the views are a menu, in pixels."""


class OfferedView(Struct, frozen=True):
    """A view in the row: its name, its words, and its faces, each with the name of its feature."""

    name: str
    words: str
    faces: tuple[tuple[str, SetView], ...] = ()


def offered_views() -> list[OfferedView]:
    """Return the views in the order of the row, the list first."""
    faces: dict[str, list[tuple[str, SetView]]] = {}
    for plug in plugs():
        for view in plug.views:
            faces.setdefault(view.name, []).append((plug.name, view))
    of_list = SetView(LIST, later("列表"), "")
    firsts = [of_view[0][1] for of_view in faces.values()]
    ordered = in_order([of_list], firsts)
    return [OfferedView(view.name, view.words(), tuple(faces.get(view.name, ()))) for view in ordered]


class ViewRow(QWidget):
    """The views as segments side by side, or as a menu where these have no room.

    Below them, for a view with several faces, these.
    """

    def __init__(self, views: Sequence[OfferedView], choose: Callable[[str], object]) -> None:
        """Make the row; `choose` is called with the action of the face that the user chose, "" for the list."""
        super().__init__()
        self._views = views
        self._choose = choose
        words = [view.words for view in views]
        self.segments = SegmentedControl(say("怎样看这些文章"), words, self._choose_view)
        self.segments.setObjectName("setViews")
        self._faces: dict[str, SegmentedControl] = {}
        self._shown = views[0]
        self._column = column_layout(self.segments, of=self, margins=(0, 0, 0, 0), spacing=6)
        self.show_view("")

    @cached_property
    def menu(self) -> MenuChip:
        """The menu that takes the place of the segments, made when they first have no room."""
        menu = MenuChip(say("怎样看这些文章"))
        for number, view in enumerate(self._views):
            menu.choices.addAction(view.words, partial(self._choose_view, number))
        menu.show_choice(self._shown.words)
        self._column.insertLayout(1, row_layout(menu, Wide()))
        return menu

    def view_of(self, action: str) -> OfferedView:
        """Return the view with the face that an action shows; the list for any other."""
        for view in self._views:
            if any(face.action == action for _, face in view.faces):
                return view
        return self._views[0]

    def show_view(self, action: str) -> None:
        """Show as chosen the view, and of several faces the one, that an action shows."""
        shown = self.view_of(action)
        self.segments.set_current(self._views.index(shown))
        self._shown = shown
        if "menu" in vars(self):
            self.menu.show_choice(shown.words)
        if len(shown.faces) > 1:
            self._add_faces(shown)
            actions = [face.action for _, face in shown.faces]
            self._faces[shown.name].set_current(actions.index(action))
        for name, control in self._faces.items():
            control.setVisible(name == shown.name)

    def faces_of(self, view: str) -> SegmentedControl | None:
        """Return the control of the faces of a view; None as long as it was not shown, or if it has but one."""
        return self._faces.get(view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        is_narrow = self.window().width() < LEAST_WINDOW or not self.segments.fits_in(self.width())
        self.segments.setVisible(not is_narrow)
        if is_narrow or "menu" in vars(self):
            self.menu.setVisible(is_narrow)

    def _choose_view(self, number: int) -> None:
        faces = self._views[number].faces
        if faces:
            self._choose(faces[0][1].action)
        else:
            self._choose("")

    def _add_faces(self, view: OfferedView) -> None:
        if view.name in self._faces:
            return
        actions = [face.action for _, face in view.faces]
        control = SegmentedControl(
            view.words,
            [face.face() for _, face in view.faces],
            lambda number: self._choose(actions[number]),
        )
        self._faces[view.name] = control
        self._column.addWidget(control)
