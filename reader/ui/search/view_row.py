"""The row of views above the results: the list, and what features show of the same articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from math import ceil

from msgspec import Struct
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader.i18n import later, say
from reader.plugs import SetView, in_order, plugs
from reader.ui.widgets.controls import Segment, SegmentedControl, row_layout
from reader.ui.widgets.menus import MenuChip

LIST = "list"
"""The name of the core's own view."""
LEAST_WINDOW = 700
"""In a narrower window the views are a menu, in pixels."""
_GAP = 6
"""Between the views and the faces of one, in pixels."""
_MENU_HEIGHT = 24
HEIGHT_OF_LINE = 32
HEIGHT_OF_TWO_LINES = 46
"""The heights of a menu, and of views that stand in a line, and in two, in pixels."""


class OfferedView(Struct, frozen=True):
    """A view in the row: its name, its words, and its faces, each with the name of its feature."""

    name: str
    words: str
    faces: tuple[tuple[str, SetView], ...] = ()

    @property
    def is_of_dossiers(self) -> bool:
        return bool(self.faces) and all(face.of_dossiers for _, face in self.faces)


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


class ViewSegments(SegmentedControl):
    """The views side by side, in a line or in two."""

    def __init__(self, name: str, segments: Sequence[str], choose: Callable[..., object]) -> None:
        self._number_of_lines = 1
        super().__init__(name, segments, choose)
        self._second_line = row_layout(spacing=2)
        self.lines.addLayout(self._second_line)

    @cached_property
    def _width_in_two_lines(self) -> int:
        return max(_width_of_line(line) for line in self._in_lines(2))

    def lines_in(self, width: int) -> int:
        """Return in how many lines all words have room in so many pixels, one or two; 0 if they have none."""
        if self.fits_in(width):
            return 1
        if self._width_in_two_lines <= width:
            return 2
        return 0

    def show_in_lines(self, number_of_lines: int) -> None:
        if number_of_lines != self._number_of_lines:
            self._number_of_lines = number_of_lines
            self._fill_lines()
            self.fit()

    def offer(self, number: int, is_offered: bool) -> None:
        super().offer(number, is_offered)
        self._fill_lines()

    def forget_width(self) -> None:
        super().forget_width()
        vars(self).pop("_width_in_two_lines", None)

    def fit(self) -> None:
        if self._number_of_lines == 1:
            super().fit()
            return
        self.setFixedHeight(HEIGHT_OF_TWO_LINES)
        for segment in self.offered().values():
            segment.show_words(True, below=False)

    def _in_lines(self, number_of_lines: int) -> list[list[Segment]]:
        """Return the segments that can be chosen, line by line, more in the first."""
        offered = [*self.offered().values()]
        first = ceil(len(offered) / number_of_lines)
        return [offered[:first], offered[first:]]

    def _fill_lines(self) -> None:
        both = (self.line, self._second_line)
        for line, segments in zip(both, self._in_lines(self._number_of_lines), strict=True):
            for segment in segments:
                line.addWidget(segment, segment.words_width())


def _width_of_line(segments: Sequence[Segment]) -> int:
    return sum(segment.words_width() for segment in segments) + 2 * len(segments) + 2


class ViewRow(QWidget):
    """The views as segments side by side, in two lines, or as a menu where these have no room.

    Below them, for a view with several faces, these. It has no layout: which of them fits is known to its height
    before it has its width, so that what it stands in is laid out once.
    """

    def __init__(self, views: Sequence[OfferedView], choose: Callable[[str], object]) -> None:
        """Make the row; `choose` is called with the action of the face that the user chose, "" for the list."""
        super().__init__()
        self._views = views
        self._choose = choose
        words = [view.words for view in views]
        self.segments = ViewSegments(say("怎样看这些文章"), words, self._choose_view)
        self.segments.setObjectName("setViews")
        self._faces: dict[str, SegmentedControl] = {}
        self._shown = views[0]
        self._is_of_dossier = False
        self.segments.setParent(self)
        size_policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        size_policy.setHeightForWidth(True)
        self.setSizePolicy(size_policy)
        if len(views) == 1:  # as without features: there is nothing to choose
            self.hide()
        self.show_view("")

    @cached_property
    def menu(self) -> MenuChip:
        """The menu that takes the place of the segments, made when they first have no room."""
        menu = MenuChip(say("怎样看这些文章"))
        for number, view in enumerate(self._views):
            entry = menu.choices.addAction(view.words, partial(self._choose_view, number))
            entry.setVisible(self._is_offered(view))
        menu.show_choice(self._shown.words)
        menu.setParent(self)
        return menu

    def view_of(self, action: str) -> OfferedView:
        """Return the view with the face that an action shows; the list for any other."""
        for view in self._views:
            if any(face.action == action for _, face in view.faces):
                return view
        return self._views[0]

    def offer_for(self, *, is_of_dossier: bool) -> None:
        """Offer the views for a dossier, or for other articles."""
        self._is_of_dossier = is_of_dossier
        self._offer_views()

    def _is_offered(self, view: OfferedView) -> bool:
        return self._is_of_dossier or view is self._shown or not view.is_of_dossiers

    def _offer_views(self) -> None:
        for number, view in enumerate(self._views):
            self.segments.offer(number, self._is_offered(view))
            if "menu" in vars(self):
                self.menu.choices.actions()[number].setVisible(self._is_offered(view))

    def show_view(self, action: str) -> None:
        """Show as chosen the view, and of several faces the one, that an action shows."""
        view = self.view_of(action)
        former_height = self.heightForWidth(self.width())
        self.segments.set_current(self._views.index(view))
        self._shown = view
        self._offer_views()
        if "menu" in vars(self):
            self.menu.show_choice(view.words)
        if len(view.faces) > 1:
            self._add_faces(view)
            actions = [face.action for _, face in view.faces]
            self._faces[view.name].set_current(actions.index(action))
        for name, control in self._faces.items():
            control.setVisible(name == view.name)
        if self.heightForWidth(self.width()) != former_height:
            self.updateGeometry()
        if self.isVisible():
            self._arrange()

    def faces_of(self, view: str) -> SegmentedControl | None:
        """Return the control of the faces of a view; None as long as it was not shown, or if it has but one."""
        return self._faces.get(view)

    def sizeHint(self) -> QSize:
        return QSize(self.segments.sizeHint().width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(MenuChip.around, self.heightForWidth(self.width()))

    def heightForWidth(self, width: int) -> int:
        height = self._height_of_views(width)
        faces = self._faces.get(self._shown.name)
        if faces is None:
            return height
        return height + _GAP + faces.sizeHint().height()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.LayoutRequest):  # the menu may have other words
            self._arrange()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def follow_window(self) -> None:
        """Take the height for the width of the window, after that has changed.

        What the row stands in knows its height for a width of its own, which may be the same as before.
        """
        if self.height() != self.heightForWidth(self.width()):
            self.updateGeometry()
            self._arrange()

    def _lines_in(self, width: int) -> int:
        """Return in how many lines the views stand; 0 if they are a menu."""
        if self.window().width() < LEAST_WINDOW:
            return 0
        return self.segments.lines_in(width)

    def _height_of_views(self, width: int) -> int:
        match self._lines_in(width):
            case 0:
                return _MENU_HEIGHT
            case 1:
                return HEIGHT_OF_LINE
            case _:
                return HEIGHT_OF_TWO_LINES

    def _arrange(self) -> None:
        lines = self._lines_in(self.width())
        is_menu = not lines
        height = self._height_of_views(self.width())
        self.segments.show_in_lines(max(lines, 1))
        self.segments.setVisible(not is_menu)
        self.segments.setGeometry(0, 0, self.width(), height)
        if is_menu or "menu" in vars(self):
            self.menu.setVisible(is_menu)
            self.menu.setGeometry(0, 0, min(self.menu.sizeHint().width(), self.width()), height)
        faces = self._faces.get(self._shown.name)
        if faces is not None:
            faces.setGeometry(0, height + _GAP, self.width(), faces.sizeHint().height())

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
        words = [face.face() for _, face in view.faces]

        def choose(number: int) -> None:
            self._choose(actions[number])

        control = SegmentedControl(view.words, words, choose)
        control.setParent(self)
        self._faces[view.name] = control
