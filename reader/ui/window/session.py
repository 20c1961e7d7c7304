"""The session of a library's window: saving and restoring its state, and its first sync."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import structs
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from reader.i18n import say
from reader.library.library import Library
from reader.newspaper.article_link import link_to, stored_printing
from reader.newspaper.printing import Printing
from reader.storage.settings import LibrarySeen, Settings
from reader.ui.article.article_header import OpeningProgress
from reader.ui.frame import Tab, tabs
from reader.ui.issues.reading_controller import BY_ITSELF, ReadingController, ReadingPosition, StoppedPlaces
from reader.ui.sync.sync_controller import SyncController
from reader.ui.widgets.services import LibraryFeature, Services
from reader.ui.widgets.state_panel import NoticeBar, PanelLink, Placeholder
from reader.ui.window.columns import SIDEBAR
from reader.ui.window.layout import WindowLayout

if TYPE_CHECKING:
    from reader.ui.desk import Desk


class Opening(QObject):
    """Shows the progress of the first sync, then the newest issue, unless the user has opened something.

    If the library was read before and only its cache is new, `come_back` reopens the stored reading position instead.
    """

    def __init__(
        self,
        layout: WindowLayout,
        reading: ReadingController,
        updating: SyncController,
        come_back: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._come_back = come_back
        self._layout = layout
        self._reading = reading
        self._is_first = False
        self._placeholders = Placeholder(layout.tree), Placeholder(layout.issues.view)
        updating.first.changed.connect(self._show)
        updating.finished.connect(self._end)

    def _show(self, progress: OpeningProgress | None) -> None:
        self._is_first = self._is_first or progress is not None
        self._layout.pane.empty.show_progress(progress)
        in_tree, in_list = (say("读到的年份和期会列在这里。"), say("读到的第一期会自己打开。"))
        for place, words in zip(self._placeholders, (in_tree, in_list), strict=True):
            place.show_words("" if progress is None else words)

    def _end(self) -> None:
        was_first, self._is_first = self._is_first, False

        def go_on() -> None:
            if not self._come_back() and was_first:
                self._reading.follow_newest()

        # an article that is just being opened counts as the reader's choice
        self._reading.after_reading(go_on)


def offer_own_folder(bar: NoticeBar, opening: QAction) -> None:
    """Show a notice above the sample's articles with an action that opens the reader's own folder."""
    key = opening.shortcut().toString()
    bar.show_notice(
        say("这是自带的样本，可以随便翻、随便试。"),
        [PanelLink("open", say("打开自己的报纸文件夹…（{key}）", key=key))],
    )
    bar.chosen.connect(lambda _: opening.trigger())


_NOWHERE = ("", 0.0)


class Session(LibraryFeature):
    """Restores the layout and the reading positions from the settings, and writes them back."""

    def __init__(
        self,
        services: Services,
        library: Library,
        layout: WindowLayout,
        reading: ReadingController,
        features: Callable[[], Desk],
        actions: Mapping[str, QAction],
        parent: QObject,
    ) -> None:
        super().__init__(services, library, parent)
        self._root = str(library.root)
        self._opened = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        self._layout = layout
        self._reading = reading
        self._features = features
        self._actions = actions
        self._missed = _NOWHERE, _NOWHERE
        """The stored places of the first and the second article that are not open yet.

        Their articles may be missing from the catalogue until the sync has read their files again.
        """

    def restore_layout(self, settings: Settings) -> None:
        """Restore the widths, the style of the page, the order of bookmarks and the tab of the sidebar."""
        self._missed = (
            settings.places_read.get(self._root, _NOWHERE),
            settings.places_beside.get(self._root, _NOWHERE),
        )
        layout = self._layout
        layout.widths |= {
            SIDEBAR: settings.sidebar_width,
            "issue": settings.list_width,
            "results": settings.results_width,
        }
        layout.settings.restore(settings.declared)
        tab = settings.sidebar_tab if settings.sidebar_tab in tabs() else Tab.PAPERS
        contents = self._library.contents
        if contents.newest_issue() is None and not contents.is_unanswered:  # newly read articles appear there
            tab = Tab.PAPERS
        layout.restore(tab, settings.sidebar_shown)

    def wants_features(self, settings: Settings) -> bool:
        return (
            settings.whole_page
            or settings.page_picture
            or self._missed[1] != _NOWHERE
            or self._layout.tab != Tab.PAPERS
        )

    def restore_places(self, settings: Settings) -> None:
        self._reading.set_stopped_places(StoppedPlaces(settings.places_stopped))
        if not self.come_back(is_page=settings.whole_page):
            self._reading.open_newest(BY_ITSELF)
        is_free = self._missed[1] == _NOWHERE
        # else nothing is restored there, and to ask for the features would make them before the first picture
        if self.wants_features(settings) and is_free and not self._features().beside.is_open():
            for part in self._features().parts.made.values():
                part.restore_beside(settings)

    def come_back(self, *, is_page: bool | None = None) -> bool:
        """Open the stored places that are not open yet, if the library has their articles by now.

        An article that the user has opened meanwhile is not replaced. Return whether the first article is opened.
        """
        (name, down), beside = self._missed
        is_shown_whole = self._reading.is_page if is_page is None else is_page
        printing = self._present(name) if self._reading.is_untouched() else None
        if printing is not None:
            self._reading.restore(ReadingPosition(printing, down=down, is_page=is_shown_whole))
            name = ""
        other = self._present(beside[0]) if beside != _NOWHERE else None
        if other is not None and not self._features().beside.is_open():
            self._features().beside.open_place(ReadingPosition(other, down=beside[1]))
            beside = _NOWHERE
        self._missed = (name, down) if name else _NOWHERE, beside
        return printing is not None

    def _present(self, name: str) -> Printing | None:
        printing = stored_printing(name)
        return printing if printing is not None and self._library.articles.may_have(printing) else None

    def settings(self, before: Settings) -> Settings:
        places_read = dict(before.places_read)
        is_waited_for = self._missed[0] != _NOWHERE and self._reading.is_untouched()
        # while the article of the last time has not been read in yet, its stored place must not be replaced
        if (place := self._reading.place()) is not None and not is_waited_for:
            places_read[self._root] = (link_to(place.printing), place.down)
        places_beside = dict(before.places_beside)
        beside, results = self._features().beside, self._features().results
        # likewise for the second article, which may still be missing or being read
        if self._missed[1] == _NOWHERE and beside.is_idle():
            places_beside.pop(self._root, None)
        if (place := beside.place()) is not None:
            places_beside[self._root] = (link_to(place.printing), place.down)
        layout = self._layout
        now = before
        for part in self._features().parts.made.values():
            now = part.kept(now)
        return structs.replace(
            now,
            places_read=places_read,
            places_beside=places_beside,
            places_stopped=self._reading.stopped_places().places,
            libraries_seen=self._libraries_seen(before),
            sidebar_width=layout.widths[SIDEBAR],
            list_width=layout.widths["issue"],
            results_width=layout.widths["results"],
            sidebar_shown=layout.sidebar_wanted_when_wide,
            sidebar_tab=str(layout.tab),
            whole_page=self._reading.is_page,
            searches=results.completing.recent(),
        )

    def _libraries_seen(self, before: Settings) -> dict[str, LibrarySeen]:
        seen = {root: each for root, each in before.libraries_seen.items() if root in before.recent}
        if (counts := self._layout.strip.counts) is not None:
            seen[self._root] = LibrarySeen(self._opened, counts.newspapers, counts.issues, self._library.name)
        return seen
