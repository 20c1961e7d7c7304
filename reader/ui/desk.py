"""The desk: what the window gives to the features, what a feature's part of the window is, and who makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Generic, Protocol, TypeVar, cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from reader.comparison.differences import Difference
from reader.export.forms import Style
from reader.language.text_units import word_at
from reader.library.library import Library
from reader.library.sync_events import Failure
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.passage import Passage
from reader.newspaper.printing import Printing
from reader.plugs import Held, Plug, Preference, Slot, Value, load, plugs
from reader.storage.settings import Settings
from reader.ui.article.about_article import where_printed
from reader.ui.article.article_page import ArticleEntries, ArticlePage
from reader.ui.article.article_pane import ArticlePane
from reader.ui.corrections.corrections import Corrections
from reader.ui.frame import CardPane, InsteadPane
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.notebook.bookmark_display import NotebookFrame
from reader.ui.notebook.bookmarks import Bookmarks
from reader.ui.page.page_pane import PagePane
from reader.ui.search.results_controller import ResultsController
from reader.ui.search.searching import Searching
from reader.ui.side_by_side import SecondArticle
from reader.ui.sync.progress_strip import ProgressStrip
from reader.ui.sync.sync_controller import SyncPart
from reader.ui.widgets.dialog import Dialog
from reader.ui.widgets.services import Feature, Handlers, LibraryFeature, Services
from reader.ui.widgets.undo_stack import UndoStack


class DeskFrame(NotebookFrame, Protocol):
    strip: ProgressStrip

    def put_in_tab(self, tab: str, pane: QWidget, view: Callable[[], QWidget]) -> None:
        """Fill a tab of the sidebar with a pane; `view` returns its widget that takes the focus."""

    def put_over(self, tab: str, pane: QWidget, focus: Callable[[], object]) -> None:
        """Show a pane in place of list and page while a tab is shown; `focus` moves the focus into it."""

    def show_card(self, card: CardPane | None) -> None:
        """Show a pane in place of the list, or with None the list again."""

    def is_card_shown(self) -> bool: ...

    def show_welcome(self, is_shown: bool) -> None:
        """Show the welcome page in place of everything else, or hide it."""

    def take_files(
        self, choose: Callable[[], object], import_files: Callable[[Sequence[Path]], object]
    ) -> None:
        """Offer on the welcome page to choose files, and take those dropped on it."""

    def put_above_tree(self, pane: QWidget, view: QWidget) -> None:
        """Add a pane above the tree of issues; its `view` takes the focus."""

    def put_below_tree(self, pane: QWidget, view: QWidget) -> None:
        """Add a pane below the tree, which it does not move when it comes; its `view` takes the focus."""


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


class WindowSettings(Protocol):
    saved: Settings

    def keep(self, settings: Settings) -> None: ...

    def save_soon(self) -> None: ...

    def save(self) -> bool: ...

    def preferences(self) -> Sequence[Preference]: ...

    def value(self, name: str) -> Value:
        """Return the value of a setting that is declared as a `Preference`."""

    def choose(self, name: str, value: Value) -> None:
        """Set and save such a setting."""

    def show(self, first: str = "") -> object:
        """Show the settings, with the focus on the one of this name."""


class DeskWindow(Protocol):
    on_drag: Callable[[QEvent], object]
    """Called with what happens while files are dragged over the window, if it accepts drops, and when they are dropped.
    """

    @property
    def settings(self) -> WindowSettings: ...

    @property
    def desk(self) -> Desk:
        """The desk of the library that is open now."""

    def choose_library(self, *, then: Callable[[], None]) -> None:
        """Ask for another library; `then` is called when it is open."""

    def open_library(self, root: Path, then: Callable[[], None] | None = None) -> None:
        """Open and show another library, then call `then`; say why if it can't be opened."""

    def show_failures(
        self, failures: Sequence[Failure], command: str, try_again: Callable[[], object]
    ) -> None:
        """Show the given files that could not be read; this command lists them all."""

    def open_article_in_window(self, link: str) -> None:
        """Open another window on the library, with the article of a link."""


class Desk:
    services: Services
    window: DeskWindow
    library: Library
    frame: DeskFrame
    actions: Mapping[str, QAction]
    reading: ReadingController
    sync: SyncPart
    results: ResultsController
    searching: Searching
    undo: UndoStack
    bookmarks: Bookmarks
    second: SecondArticle
    corrections: Corrections
    active_pane: Callable[[], ArticlePane | PagePane]
    """Returns the pane that is read."""
    citation_style: Callable[[], Style]
    parts: Parts
    parent: QObject

    def picked(self) -> tuple[StoredArticle, Passage | None] | None:
        """Return the article in which words are selected in the pane that is read, with the passage; else the article.

        None if no article is shown.
        """
        pane = self.active_pane()
        if isinstance(pane, ArticlePane):
            passage = pane.page.selected_passage()
            stored = pane.selected_part() if passage else pane.article()
        else:
            passage, selection = pane.view.marks.selected_passage(), pane.view.marks.selection
            stored = pane.parts()[selection.article] if passage and selection else pane.article()
        return (stored, passage) if stored is not None else None


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

    def offer_on_list(self, menu: QMenu, name: str, printings: Sequence[Printing]) -> None:
        """Add to the menu of a list of articles of the reader's, given with its name (`Slot.LIST`)."""

    def imported(self, wordless: Sequence[str]) -> None:
        """Do what is to be done with imported files that have no text, given their paths in the library."""

    def restore_beside(self, settings: Settings) -> None:
        """Show again what stood beside the article, where no second article does."""

    def kept(self, settings: Settings) -> Settings:
        """Return the settings with what this part shows, for `restore_beside`."""
        return settings

    def settings(self) -> Held:
        """Return the settings that are not only read from the stored `Settings`, by name."""
        return {}

    def step_back(self) -> bool:
        return False

    def issue_shown(self) -> tuple[str, int | None] | None:
        """Return the newspaper and the id of the issue that is chosen in what covers the page; None for none."""
        return None


Pane = TypeVar("Pane", bound=InsteadPane)


class InsteadPart(Part, Generic[Pane]):
    """A part with a pane in place of article and page, until an article is opened, Esc pressed, or the pane closed."""

    is_wide = False
    """Whether sidebar and list are hidden for it."""

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
        frame.show_wide(self.is_wide)
        frame.close_drawer()
        self.pane.face().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def is_shown(self) -> bool:
        return "pane" in vars(self) and self.desk.frame.area.is_instead_shown(self.pane)

    def close(self) -> bool:
        """Show again what was shown before the pane, if it is shown; return whether it was."""
        if not self.is_shown():
            return False
        area, focused = self.desk.frame.area, self.pane.window().focusWidget()
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
        cursor, selected = page.textCursor(), page.selected_text()
        if selected.strip() or not page.blocks:
            self.ask(selected)
            return
        block, at = page.filler.place_of(cursor.position() if position is None else position)
        text, names = page.blocks[block].text, page.unit_selection.known_names
        start, end = word_at(text, at, names)
        self.ask(text[start:end])


P = TypeVar("P", bound=Part)


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
        return {
            each.name: partial(lambda plug, name: self._of(plug).handlers()[name](), plug, each.name)
            for plug in plugs()
            if plug.part and plug.name not in self.made
            for each in plug.actions()
            if Slot.SIDEBAR not in each.slots
        }

    def on_words(self, pane: ArticlePane, position: int) -> Iterator[tuple[str, Callable[[], object]]]:
        """Yield the words and functions of what can be done with the words at a position of an article."""
        for plug in plugs():
            for each in plug.actions():
                if Slot.WORDS in each.slots:
                    act = partial(lambda plug: self._of(plug).act_on_words(pane, position), plug)
                    yield "\t".join((each.words, *each.keys[:1])), act

    def offering(self, slot: Slot = Slot.ARTICLE, but: Part | None = None) -> Iterator[Part]:
        """Yield the parts that add to the menus of articles and bookmarks, or to those of another slot."""
        for plug in plugs():
            if any(slot in each.slots for each in plug.actions()) and (part := self._of(plug)) is not but:
                yield part

    def of(self, kind: type[P]) -> P:
        name = f"{kind.__module__}:{kind.__name__}"
        return cast(P, self._of(next(plug for plug in plugs() if plug.part == name)))

    def _of(self, plug: Plug) -> Part:
        if plug.name not in self.made:
            self.made[plug.name] = load(plug.part)(self._desk)
        return self.made[plug.name]
