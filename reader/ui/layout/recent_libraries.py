"""The libraries opened before: their list, and whether their folders are there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from enum import Enum, auto
from functools import partial
from pathlib import Path

from msgspec import Struct, structs
from PySide6.QtCore import QObject, Signal

from reader import assets
from reader.export.article_text import local_day
from reader.i18n import say
from reader.plugs import is_elsewhere, library_kind_of, name_and_address_of
from reader.storage.settings import LibrarySeen, Settings
from reader.storage.system_paths import folder_name, for_system, is_place_there
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Feature, Services


class Presence(Enum):
    """Whether the folder of a library exists; AWAY if its parent is missing, too, as on a disconnected disk."""

    THERE = auto()
    GONE = auto()
    AWAY = auto()


class RecentLibrary(Struct, frozen=True):
    """A library that was opened before; `seen` is what it contained when it was last open, None if unknown."""

    root: Path
    seen: LibrarySeen | None
    presence: Presence

    @property
    def name(self) -> str:
        elsewhere = name_and_address_of(self.root)
        seen_name = self.seen.name if self.seen else ""
        if elsewhere:
            return elsewhere[0]
        return seen_name or folder_name(self.root)

    @property
    def is_elsewhere(self) -> bool:
        return name_and_address_of(self.root) is not None

    def place(self) -> str:
        """Return the parent folder, as ~/Documents; of a library on a server, its address."""
        elsewhere = name_and_address_of(self.root)
        if elsewhere is not None:
            return elsewhere[1]
        above = self.root.parent
        home = Path.home()
        return str("~" / above.relative_to(home) if above.is_relative_to(home) else above)

    def trouble(self) -> str:
        return {
            Presence.THERE: "",
            Presence.GONE: say("文件夹已不在那里：改了名，还是移走了？"),
            Presence.AWAY: say("现在找不到：磁盘没有接上，还是移走了？"),
        }[self.presence]

    def holdings(self, today: dt.date) -> str:
        """Return the content of the library and when it was opened: 2 种报纸 124 期 昨天打开过; "" if unknown."""
        if self.seen is None:
            return ""
        parts = [opened_in_words(self.seen.opened, today)]
        if self.seen.issues:
            parts = [wording.newspapers(self.seen.newspapers), wording.issues(self.seen.issues), *parts]
        return wording.GAP.join(filter(None, parts))


def opened_in_words(opened: str, today: dt.date) -> str:
    """Return when a library was opened, from an ISO time: 今天打开过; "" for anything else."""
    try:
        day = local_day(dt.datetime.fromisoformat(opened).astimezone(dt.UTC))
    except (ValueError, OverflowError):
        return ""
    if day >= today:
        return say("今天打开过")
    if day == today - dt.timedelta(days=1):
        return say("昨天打开过")
    return say("{day}打开过", day=wording.short_day(day))


def presence_of(root: Path) -> Presence:
    """Return whether the folder of a library exists. May block, since it may be on a network drive."""
    try:
        whole_root = for_system(root)
        if whole_root.is_dir() or (library_kind_of(root) is not None and whole_root.exists()):
            return Presence.THERE
        if is_place_there(root):
            return Presence.GONE
        return Presence.AWAY
    except OSError:
        return Presence.AWAY


class RecentLibraries(Feature):
    """The recent libraries without the open one, the last opened first; the disk is read on another thread.

    Signals: `changed` when one is removed or the presence of a folder has changed, `libraryWanted` has the root of a
    library to open.
    """

    changed = Signal()
    libraryWanted = Signal(object)

    def __init__(
        self,
        services: Services,
        parent: QObject,
        current: Callable[[], Path],
        settings: Callable[[], Settings],
        keep: Callable[[Settings], None],
    ) -> None:
        super().__init__(services, parent)
        self._current = current
        self._settings = settings
        self._keep = keep
        self._presence: Mapping[Path, Presence] = {}
        self._tasks = TaskQueue(self)

    def roots(self) -> list[Path]:
        without = {self._current(), assets.sample_library()}
        return [root for root in map(Path, self._settings().recent) if root not in without]

    def link_candidates(self) -> list[Path]:
        """Return the folders searched for the article of a link, besides the open library.

        Those on servers are left out: one may be unreachable.
        """
        return [*(root for root in self.roots() if not is_elsewhere(root)), assets.sample_library()]

    def libraries(self) -> list[RecentLibrary]:
        """Return the libraries; folders that `look` has not checked yet count as present."""
        seen = self._settings().libraries_seen
        return [
            RecentLibrary(root, seen.get(str(root)), self._presence.get(root, Presence.THERE))
            for root in self.roots()
        ]

    def look(self) -> None:
        """Check which folders exist, on another thread; emit `changed` if the result has changed."""
        roots = self.roots()

        def look_for_all() -> dict[Path, Presence]:
            return {root: presence_of(root) for root in roots}

        self._tasks.run(look_for_all, self._take)

    def _take(self, presence: Mapping[Path, Presence]) -> None:
        if presence != self._presence:
            self._presence = presence
            self.changed.emit()

    def remove(self, root: Path) -> None:
        before = self._settings()
        self._keep(
            structs.replace(
                before, recent=tuple(recent_path for recent_path in before.recent if recent_path != str(root))
            )
        )
        self.changed.emit()
        library = RecentLibrary(root, None, Presence.THERE)
        folder = say("“{name}”已从最近打开里去掉，文件夹没有动。", name=library.name)
        notes = say("“{name}”已从最近打开里去掉，您在那里的收藏与批注没有动。", name=library.name)
        words = notes if library.is_elsewhere else folder
        self._services.step(words, say("撤销"), partial(self._put_back, before.recent))

    def _put_back(self, recent: tuple[str, ...]) -> None:
        now = self._settings()
        self._keep(structs.replace(now, recent=tuple(dict.fromkeys((*now.recent[:1], *recent)))))
        self.changed.emit()
