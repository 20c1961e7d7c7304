"""Which view of the articles that are asked for is shown: their list, or a face that a feature makes of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from reader.library.library import Library
from reader.plugs import plugs
from reader.ui.controllers.results_controller import ResultsController
from reader.ui.frame import SetFace
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.widgets.services import Handlers, LibraryFeature, Services

if TYPE_CHECKING:
    from reader.library.article_set import ArticleSet
    from reader.search.query import Query


class SetViews(LibraryFeature):
    """Shows one view at a time, and has it read what is asked for; one that is not seen reads nothing.

    Signal: `asked` when something else is asked for while one is seen.
    """

    asked = Signal()

    def __init__(
        self,
        services: Services,
        library: Library,
        frame: WindowLayout,
        results: ResultsController,
        make_face: Callable[[str, str], SetFace | None],
        parent: QObject,
    ) -> None:
        """Make the feature; `make_face` returns the view of an action, given the name of its feature, None for one that
        stands above the list.
        """
        super().__init__(services, library, parent)
        self._frame = frame
        self._results = results
        self._make_face = make_face
        self._features = {view.action: plug.name for plug in plugs() for view in plug.views}
        """The names of the features, by the actions that show their views."""
        self.action = ""
        """The action of the view that is chosen; "" for the list."""
        results.show_view = self._choose
        results.searching.queryChanged.connect(self._follow)

    def handlers(self) -> Handlers:
        return {action: partial(self.toggle, action) for action in self._features}

    def articles(self) -> ArticleSet:
        """Return the articles that are asked for."""
        return self._results.searching.articles

    def list_set(self, query: Query) -> None:
        """List the articles of a query, in place of what was asked for before."""
        from reader.search.query import as_typed

        self._results.enter_query(as_typed(query))
        self.show_list()

    def list_library(self) -> None:
        """List all articles of the library."""
        from reader.search.query import EveryArticle, Query

        self.list_set(Query(EveryArticle()))

    def toggle(self, action: str) -> None:
        """Show a view, or the list again if it is shown already."""
        if self.action == action and self._frame.results.isVisible():
            self.show_list()
        else:
            self.show(action)

    def show(self, action: str) -> None:
        """Show a view in place of the list, made when it is first shown, and move the focus into it.

        Without a search, it is one of the whole library.
        """
        frame = self._frame
        if not self._results.searching.text:
            self.list_library()
        frame.uncover()
        frame.show_welcome(False)
        self._leave()
        self.action = action
        face = self._make_face(self._features[action], action)
        frame.results.show_face(action, face)
        self._results.together.show_results()
        frame.arrange()
        if face is not None:
            face.read()
        frame.results.focused_face().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_list(self) -> None:
        self._leave()
        self.action = ""
        self._frame.results.show_face("", None)
        self._frame.arrange()
        self._frame.focus_list()

    def is_shown(self, face: SetFace) -> bool:
        return self._face() is face and self._frame.are_results_shown()

    def step_back(self) -> bool:
        """Go one step back in the view with the focus, at last to the list; return whether one has it."""
        focused = QApplication.focusWidget()
        if not self.action or focused is None or not self._frame.results.isAncestorOf(focused):
            return False
        face = self._face()
        if face is None or not face.step_back():
            self.show_list()
        return True

    def _choose(self, action: str) -> None:
        if action:
            self.show(action)
        else:
            self.show_list()

    def _face(self) -> SetFace | None:
        if self._frame.has_results():
            return self._frame.results.shown_face()
        return None

    def _leave(self) -> None:
        face = self._face()
        if face is not None:
            face.leave()

    def _follow(self) -> None:
        is_left = not self._results.searching.text
        if is_left or not self.action or not self._frame.are_results_shown():
            return
        face = self._face()
        if face is not None:
            face.read()
        self.asked.emit()
