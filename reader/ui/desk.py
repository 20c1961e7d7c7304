"""The desk: what the window gives to the features, what a feature's part of the window is, and who makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from reader import do_nothing
from reader.comparison.differences import Difference
from reader.export.forms import Style
from reader.language.text_units import word_at
from reader.library.answers import NamedCollection
from reader.library.library import Library
from reader.library.sync_events import Failure
from reader.newspaper.decision import DecisionContent
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.passage import Passage
from reader.newspaper.printing import Printing
from reader.plugs import FEATURES, Held, Plug, Slot, document_of, failures, load, plugs
from reader.storage.folder import LibraryFolder
from reader.storage.settings import Settings
from reader.ui.article.about_article import where_printed
from reader.ui.article.article_entries import ArticleEntries
from reader.ui.article.article_page import ArticlePage
from reader.ui.article.article_pane import ArticlePane
from reader.ui.controllers.corrections import Corrections
from reader.ui.controllers.reading_controller import ReadingController
from reader.ui.controllers.results_controller import ResultsController
from reader.ui.controllers.searching import Searching
from reader.ui.controllers.set_views import SetViews
from reader.ui.controllers.settings_controller import SettingsController
from reader.ui.controllers.side_by_side import SecondArticle
from reader.ui.frame import InsteadPane, SetFace
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.notebook.bookmarks import Bookmarks
from reader.ui.page.page_pane import PagePane
from reader.ui.sync.sync_controller import SyncPart
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.dialog import Dialog
from reader.ui.widgets.listing import Listing
from reader.ui.widgets.services import Feature, Handlers, LibraryFeature, Services
from reader.ui.widgets.undo_stack import UndoStack


def comparison(
    parent: QWidget,
    difference: Difference,
    head: QWidget | None = None,
    origin: Callable[[StoredArticle], str] = where_printed,
) -> Dialog | None:
    """Return a dialog with two texts and how they differ, below `head`; None without the feature that makes it.

    `origin` returns where a text is from.
    """
    return None


def ask_columns(
    parent: QWidget,
    folder: LibraryFolder,
    tasks: TaskQueue,
    done: Callable[[], object],
    failed: Callable[[Exception], object],
    path: str,
) -> None:
    """Ask in which columns of the table with this path in the library the title, the date and so on are, and store what
    is said; `done` reads it again. Without the feature, it can't be asked.
    """


class Decisions(Struct, frozen=True):
    """What a person decided by a feature, listed, and buttons for what can be done with all of it."""

    listing: Listing[Any]
    tools: tuple[QWidget, ...] = ()


def none_along(dossier: str) -> Mapping[str, DecisionContent]:
    """Return that nothing goes along with a text."""
    return {}


class OwnText(Struct, frozen=True):
    """A text that the reader has written or drafted."""

    text: str
    dossier: str = ""
    """The UUID of the dossier that it is from; "" for none."""
    along: Callable[[str], Mapping[str, DecisionContent]] = none_along
    """Returns what is stored with it in the dossier with a UUID, by the UUIDs of the records."""
    kept: Callable[[str], object] = do_nothing
    """Called with the UUID of the dossier that it was put into."""


class CollectionView(Struct, frozen=True):
    """How a feature shows a collection that it keeps, which stands among the dossiers."""

    pane: QWidget
    """Takes the place of the entries of a dossier."""
    face: Callable[[], QWidget]
    """Returns the widget that takes the focus."""
    show: Callable[[NamedCollection], object]
    rename: Callable[[NamedCollection, str], object]
    remove: Callable[[NamedCollection], object]
    fill_menu: Callable[[QMenu], object]
    """Adds what can be done with the collection that is shown."""


class DeskWindow(Struct):
    """What a feature may ask of the window, whatever library is open in it."""

    settings: SettingsController
    desk: Callable[[], Desk]
    """Returns the desk of the library that is open now."""
    choose_library: Callable[[Callable[[], None]], object]
    """Asks for another library; the function given is called when it is open."""
    open_library: Callable[[Path, Callable[[], None]], object]
    """Opens and shows another library, then calls the function; says why if it can't be opened."""
    show_failures: Callable[[Sequence[Failure], str, Callable[[], object]], object]
    """Shows files that could not be read, with a button to try again; the command of this name lists them all."""
    open_another: Callable[[str], object]
    """Opens another window on the library, with the article of a link."""
    outlasting: TaskQueue
    """Runs what goes on whatever library is open by then, and is told in the window."""
    on_drag: Callable[[QEvent], object] = do_nothing
    """Called with what happens while files are dragged over the window, and when they are dropped."""


class Desk:
    services: Services
    window: DeskWindow
    library: Library
    frame: WindowLayout
    actions: Mapping[str, QAction]
    reading: ReadingController
    sync: SyncPart
    results: ResultsController
    searching: Searching
    views: SetViews
    undo: UndoStack
    bookmarks: Bookmarks
    second: SecondArticle
    corrections: Corrections
    active_pane: Callable[[], ArticlePane | PagePane]
    """Returns the pane that is read."""
    citation_style: Callable[[], Style]
    parts: Parts
    show_decided: Callable[[str], object]
    """Shows what a person decided by the feature of a name, in the place To check."""
    show_collection: Callable[[str], object] = staticmethod(do_nothing)
    """Shows the dossiers, and there the collection of a feature with a UUID; "" for what is shown there."""
    read_collections: Callable[[], object] = staticmethod(do_nothing)
    """Reads again which collections of features stand among the dossiers."""
    parent: QObject

    def picked(self) -> tuple[StoredArticle, Passage | None] | None:
        """Return the article in which words are selected in the pane that is read, with the passage; else the article.

        None if no article is shown.
        """
        pane = self.active_pane()
        if isinstance(pane, ArticlePane):
            passage = pane.page.selected_passage()
            if passage:
                stored = pane.selected_part()
            else:
                stored = pane.article()
        else:
            passage = pane.view.marks.selected_passage()
            selection = pane.view.marks.selection
            if passage and selection:
                stored = pane.parts()[selection.article]
            else:
                stored = pane.article()
        if stored is not None:
            return (stored, passage)
        return None


class Part(LibraryFeature):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.services, desk.library, desk.parent)
        self.desk = desk

    def prepare(self) -> Iterator[None]:
        """Do in steps what may wait until the window has nothing to do; not called for a part that is made later."""
        yield from ()

    def act_on_words(self, pane: ArticlePane, position: int) -> None:
        """Do the action in `Slot.WORDS` with the selected words of an article, or else the word at a position."""

    def offer_on_article(
        self, entries: ArticleEntries, stored: StoredArticle, passage: Passage | None
    ) -> None:
        """Add to the menu of an article (`Slot.ARTICLE`), or of a passage selected in it."""

    def offer_on_several(self, menu: QMenu, article_ids: Sequence[int]) -> None:
        """Add to the menu of several results (`Slot.ARTICLE`)."""

    def offer_on_bookmark(self, menu: QMenu, bookmark: Bookmark) -> None:
        """Add to the menu of a bookmark (`Slot.ARTICLE`)."""

    def offer_on_list(self, menu: QMenu, name: str, printings: Sequence[Printing], typed: str = "") -> None:
        """Add to the menu of a list of articles of the reader's, given with its name (`Slot.LIST`).

        `typed` is the search that lists it; "" without one.
        """

    def offer_on_text(self, menu: QMenu, own_text: OwnText) -> None:
        """Add to the menu of a text that the reader has written or drafted (`Slot.TEXT`)."""

    def open_document(self, path: Path) -> None:
        """Open a file of the kind that the plug declares as its `document`."""

    def decisions(self) -> Decisions:
        """Return what a person decided by this feature; called once, if its plug has words for it (`decided`)."""
        raise NotImplementedError

    def set_face(self, action: str) -> SetFace | None:
        """Return the view that an action shows, of those that the plug names (`views`); made once.

        None if it stands above the list, in the head of the results.
        """
        raise NotImplementedError

    def collection_view(self) -> CollectionView:
        """Return how the collections of this feature are shown among the dossiers (`answers.other_collections`)."""
        raise NotImplementedError

    def imported(self, wordless: Sequence[str]) -> None:
        """Do what is to be done with imported files that have no text, given their paths in the library."""

    def restore_shown(self, settings: Settings) -> None:
        """Show again what stood beside the article, where no second article does."""

    def with_shown(self, settings: Settings) -> Settings:
        """Return the settings with what this part shows, for `restore_shown`."""
        return settings

    def settings(self) -> Held:
        """Return the settings that are not only read from the stored `Settings`, by name."""
        return {}

    def step_back(self) -> bool:
        return False


Pane = TypeVar("Pane", bound=InsteadPane)


class InsteadPart(Part, Generic[Pane]):
    """A part with a pane in place of article and page, until an article is opened, Esc pressed, or the pane closed."""

    def make_pane(self) -> Pane:
        raise NotImplementedError

    def follow_reading(self) -> None:
        """Close the pane, as an article was opened."""
        self.close()

    @cached_property
    def pane(self) -> Pane:
        pane = self.make_pane()
        self.desk.frame.area.put_instead(pane, pane.face)
        self.desk.reading.opened.connect(self.follow_reading)
        return pane

    def open(self) -> None:
        frame = self.desk.frame
        frame.uncover()
        frame.show_welcome(False)
        frame.area.show_instead(self.pane)
        frame.show_wide(False)
        frame.close_drawer()
        self.pane.face().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def is_shown(self) -> bool:
        return "pane" in vars(self) and self.desk.frame.area.is_instead_shown(self.pane)

    def close(self) -> bool:
        """Show again what was shown before the pane, if it is shown; return whether it was."""
        if not self.is_shown():
            return False
        area = self.desk.frame.area
        focused = self.pane.window().focusWidget()
        is_inside = focused is not None and self.pane.isAncestorOf(focused)
        area.show_instead(None)
        self.desk.frame.show_wide(False)
        if is_inside:
            area.first_view().setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def step_back(self) -> bool:
        return self.close()


class WordPart(Part):
    """A part that does something with the words selected in the active pane, or else with the one at the cursor."""

    def ask(self, words: str) -> None:
        """Do it with these words, as printed; "" if there are none."""
        raise NotImplementedError

    def take(self) -> None:
        pane = self.desk.active_pane()
        if isinstance(pane, ArticlePane):
            self._take(pane.page)
        else:
            self.ask(pane.view.marks.selected_text())

    def act_on_words(self, pane: ArticlePane, position: int) -> None:
        self._take(pane.page, position)

    def _take(self, page: ArticlePage, position: int | None = None) -> None:
        cursor = page.textCursor()
        selected = page.selected_text()
        if selected.strip() or not page.blocks:
            self.ask(selected)
            return
        block, at = page.filler.place_of(cursor.position() if position is None else position)
        text = page.blocks[block].text
        names = page.unit_selection.known_names
        start, end = word_at(text, at, names)
        self.ask(text[start:end])


P = TypeVar("P", bound=Part)
Made = TypeVar("Made")


class Parts(Feature):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.services, desk.parent)
        self._desk = desk
        self.made: dict[str, Part] = {}
        """Those that are made, by the names of their features."""

    def make(self) -> Iterator[None]:
        for plug in plugs():
            if plug.follows:
                self._of(plug)
                yield

    def handlers(self) -> Handlers:
        """Return what makes a part and does its action, for each action of a part that is not made yet."""
        return {
            name: partial(self._make_and_act, plug, name)
            for name, plug in self._plugs.items()
            if plug.name not in self.made
        }

    @cached_property
    def _plugs(self) -> Mapping[str, Plug]:
        """The features with a part, by the names of its actions; kept, as every act of the window asks for them."""
        actions: dict[str, Plug] = {}
        for plug in plugs():
            if plug.part:
                of_views = {view.action for view in plug.views}
                for action in plug.actions():
                    if action.name not in of_views:
                        actions[action.name] = plug
        return actions

    def _make_and_act(self, plug: Plug, name: str) -> None:
        act = self._of(plug).handlers().get(name)
        if act is not None:
            act()

    def on_words(self, pane: ArticlePane, position: int) -> Iterator[tuple[str, Callable[[], object]]]:
        """Yield the words and functions of what can be done with the words at a position of an article."""
        for plug in plugs():
            for action in plug.actions():
                if Slot.WORDS in action.slots:
                    act = partial(lambda plug: self._of(plug).act_on_words(pane, position), plug)
                    yield "\t".join((action.words, *action.keys[:1])), act

    def offering(self, slot: Slot = Slot.ARTICLE, but: Part | None = None) -> Iterator[Part]:
        """Yield the parts that add to the menus of articles and bookmarks, or to those of another slot."""
        for plug in plugs():
            if any(slot in action.slots for action in plug.actions()):
                part = self._of(plug)
                if part is not but:
                    yield part

    def open_document(self, path: Path) -> None:
        """Open a file in the part of the feature that has declared its kind."""
        owned = document_of(path)
        if owned is not None:
            self._of(owned[0]).open_document(path)

    def set_face(self, feature: str, action: str) -> SetFace | None:
        """Return the view of an action of a feature, and close what stands in place of the article."""
        for part in self.made.values():
            if isinstance(part, InsteadPart):
                part.close()
        plug = next(plug for plug in plugs() if plug.name == feature)
        part = self._of(plug)
        if plug.name in failures():
            return None
        return self._tried(plug, partial(part.set_face, action), do_nothing)

    def decisions_of(self, feature: str) -> Decisions:
        return self._of(next(plug for plug in plugs() if plug.name == feature)).decisions()

    def collection_view_of(self, feature: str) -> CollectionView:
        return self._of(next(plug for plug in plugs() if plug.name == feature)).collection_view()

    def of(self, kind: type[P]) -> P:
        name = f"{kind.__module__}:{kind.__name__}"
        return cast(P, self._of(next(plug for plug in plugs() if plug.part == name)))

    def _of(self, plug: Plug) -> Part:
        if plug.name not in self.made:
            self.made[plug.name] = self._made(plug)
        return self.made[plug.name]

    def _made(self, plug: Plug) -> Part:
        """Make the part of a feature; for one from outside that fails, one that does nothing."""

        def make() -> Part:
            return cast(Part, load(plug.part)(self._desk))

        return self._tried(plug, make, partial(Part, self._desk))

    def _tried(self, plug: Plug, make: Callable[[], Made], instead: Callable[[], Made]) -> Made:
        """Return what a feature makes; if one from outside fails, switch it off, and return what is made instead."""
        if plug.name in FEATURES:
            return make()
        try:
            return make()
        except Exception as error:
            self._desk.window.settings.give_up(plug.name, error)
            return instead()
