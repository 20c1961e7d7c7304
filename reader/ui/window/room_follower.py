"""A reading room in the window: shows answers as they arrive, and reports a lost or restored connection."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction

from reader.i18n import say
from reader.library.library import Library
from reader.search.engine import DateRange
from reader.search.index_warnings import years_in_words
from reader.storage.disk_errors import NotKnownYet
from reader.ui.widgets.controls import FocusRing
from reader.ui.widgets.services import Feature, Handlers, Services
from reader.ui.widgets.state_panel import Placeholder, Way
from reader.ui.window.layout import WindowLayout

if TYPE_CHECKING:
    from reader.ui.window.room_password import RoomPassword


@dataclass(frozen=True, slots=True)
class RoomState:
    """The state of a room.

    `trouble` is the reason why the server can't be reached, "" if it can; `is_refused` tells a refusal from an
    unreachable server. `articles` is None while the number is unknown.
    """

    name: str
    trouble: str = ""
    is_refused: bool = False
    articles: int | None = None
    wants_password: bool = False

    def words(self) -> tuple[str, str] | None:
        """Return a title and the words below it; None if the room has articles to read."""
        if self.articles:
            return None
        if self.wants_password:
            body = say("输入了就打开。您的书签与批注在本机，照样能看。")
            return say("阅览室“{name}”要密码", name=self.name), body
        if self.trouble:
            refused, away = (
                say("进不了阅览室“{name}”", name=self.name),
                say("连不上阅览室“{name}”", name=self.name),
            )
            body = say("会自己再试，连上就打开。您的书签与批注在本机，照样能看。")
            return refused if self.is_refused else away, f"{self.trouble}\n{body}"
        if self.articles is None:
            return say("正在连接阅览室“{name}”…", name=self.name), say("连上就打开最新一期。")
        return (
            say("阅览室“{name}”里还没有报纸", name=self.name),
            say("管理员放入报纸以后，会自己在这里打开。"),
        )

    def in_lists(self) -> str:
        """Return the words in place of the newspapers and of the articles; "" when they are known."""
        return "" if self.articles or self.articles == 0 else say("连上以后，报纸会列在这里。")

    def ways(self) -> list[Way]:
        """Return the actions to offer meanwhile, under their names; `retry` tries the server at once."""
        if self.articles is None and not self.trouble:
            return []
        tries = [Way("retry", say("再试一次"))] if self.trouble else []
        if self.wants_password:
            tries = [Way("password", say("输入密码…"))]
        others = [
            Way("open_room", say("换一个地址…")),
            Way("recent_libraries", say("最近打开的资料库…")),
        ]
        notes = [Way("show_bookmarks", say("看我的书签"))] if self.trouble else []
        return [*tries, *notes, *others]


class RoomStatePanes:
    """Shows the state in the panes of a window until an article is on the page."""

    def __init__(
        self, layout: WindowLayout, actions: Mapping[str, QAction], retry: Callable[[], object]
    ) -> None:
        self._empty = layout.pane.empty
        self._lists = layout.tree, layout.issues.view
        self._places = [Placeholder(view) for view in self._lists]
        self._rings: list[FocusRing] = []
        self._does: dict[str, Callable[[], object]] = {"retry": retry, "password": retry}
        for way in ("open_room", "recent_libraries", "show_bookmarks"):
            self._does[way] = actions[way].trigger
        self._shown: RoomState | None = None
        self._empty.wayChosen.connect(lambda way: self._does[way]())

    def show(self, state: RoomState) -> None:
        """Show another state."""
        if state == self._shown:
            return
        self._shown = state
        words = state.words()
        self._empty.show_state(None if words is None else (*words, state.ways()))
        for place in self._places:
            place.show_words(state.in_lists())
        if not state.articles and not self._rings:  # else the focus is invisible without rows
            self._rings = [FocusRing(view) for view in self._lists]
        elif state.articles:
            while self._rings:
                self._rings.pop().deleteLater()


TOGETHER_MS = 20
"""The delay after the first answer, in milliseconds, so that several are shown at once."""
LEAVING_SECONDS = 0.6
"""The maximum time that pending requests may take when the room is closed, in seconds."""


class RoomFollower(Feature):
    """Keeps the GUI thread from waiting for a room's server; does nothing for other libraries.

    Signals: `changed` when the papers of the room have changed, `answered` when the answer to an earlier request has
    arrived, `returned` when the server is reachable again or other years are.
    """

    changed = Signal()
    answered = Signal()
    returned = Signal()
    _told = Signal()

    def __init__(
        self,
        services: Services,
        library: Library,
        layout: WindowLayout,
        actions: Mapping[str, QAction],
        parent: QObject,
    ) -> None:
        super().__init__(services, parent)
        self._library = library
        self._line = library.line
        self._strip = layout.strip
        self._trouble = ""
        self._reach_changes = 0
        self._waiting: Callable[[], object] | None = None
        self._generation = 0
        self._soon = QTimer(self, singleShot=True, interval=TOGETHER_MS)
        self._soon.timeout.connect(self._follow)
        self._told.connect(self._look_soon, Qt.ConnectionType.QueuedConnection)
        self._panes: RoomStatePanes | None = None
        self._password: RoomPassword | None = None
        if self._line is not None:
            from reader.ui.window import room_password

            self._password = room_password.RoomPassword(services, self._line, library.name, layout, self)
            self._panes = RoomStatePanes(layout, actions, self.try_now)
            layout.strip.retryClicked.connect(self.try_now)
            self._line.be_prompt(self._tell)
            QTimer.singleShot(0, self, self._show_state)

    def handlers(self) -> Handlers:
        return {
            "forget_password": self.forget_password,
        }

    def connect_to(
        self,
        look: Callable[[], None],
        show: Callable[[], None],
        refresh: Callable[[], None],
        ask: Callable[[], None],
    ) -> None:
        """Connect slots: `look` to a changed room, `show` to an answer, `refresh` to a returned server, `ask` to a
        changed or returned one, `tell` to messages.
        """
        self.changed.connect(look)
        self.answered.connect(show)
        self.returned.connect(refresh)
        for anew in (self.changed, self.returned):
            anew.connect(ask)

    def when_known(self, act: Callable[[], object]) -> None:
        """Call `act` now, or again once the room has answered what it needs; a later call replaces it."""
        self._waiting = None
        try:
            act()
        except NotKnownYet:
            if self._line is None or self._line.trouble:
                raise
            self._waiting = act

    def trouble(self) -> str:
        """Return the reason last reported why the server can't be reached; "" if it can."""
        return self._trouble

    def try_now(self) -> None:
        """Try the server now; if it wants a password, ask the reader for it."""
        if self._line is None or self._password is None:
            return
        if self._line.wanted is not None:
            self._password.ask(self._line.wanted)
        else:
            self._line.try_now()

    def forget_password(self) -> None:
        """Forget the password of the room, also in the system's keyring."""
        if self._password is not None:
            self._password.forget()
        else:
            self._services.message(say("这里是文件夹里的资料库，不用密码。"))

    def finish(self) -> None:
        """Stop following the room.

        Its server is waited for `LEAVING_SECONDS` at most from now on: the reader's last writings may need it.
        """
        if self._line is not None:
            self._line.leave(LEAVING_SECONDS)
        if self._password is not None:
            self._password.finish()
        self._line = None

    def _tell(self) -> None:
        """Report news from another thread."""
        with suppress(RuntimeError):  # the window has been closed
            self._told.emit()

    def _look_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _follow(self) -> None:
        if self._line is None or self._password is None:
            return
        before, self._trouble = self._trouble, self._line.trouble
        reach_before, self._reach_changes = self._reach_changes, self._line.reach_changes
        is_changed = self._generation != self._line.known_generation
        self._generation = self._line.known_generation or 0
        self._show_state()
        self._password.follow(self._line.wanted)
        if self._trouble:
            self._tell_trouble(is_news=self._trouble != before)
            return
        is_other = bool(before) or reach_before != self._reach_changes
        missing = self._line.missing_dates
        if is_other and missing:
            self._strip.show_failed(told_as_away(missing), has_list=False)
        elif is_other:
            self._strip.show_idle()
        if is_changed:
            self.changed.emit()
        elif is_other:
            self.returned.emit()
        self.answered.emit()
        if self._waiting is not None:
            self.when_known(self._waiting)

    def _tell_trouble(self, *, is_news: bool) -> None:
        self._waiting = None
        assert self._line is not None
        if self._line.wanted is not None:
            words = say("阅览室要密码，输入了才能连；打开过的照样能读。")
            self._strip.show_failed(words, has_list=False, way=say("输入密码…"))
            return
        lost = say("连不上阅览室，会自己再连；打开过的照样能读。")
        refused = say("阅览室现在进不去，会自己再试；打开过的照样能读。")
        self._strip.show_failed(
            refused if self._line.is_refused else lost, has_list=False, details=self._trouble
        )
        if is_news and self._generation:  # else the page shows it
            self._services.message(self._trouble)

    def _show_state(self) -> None:
        """Show the state of the room as long as nothing is open."""
        if self._line is None or self._panes is None:
            return
        contents = self._library.contents
        counted = contents.counts()
        articles = None if contents.is_unanswered else counted.articles
        if articles is not None and self._strip.counts is None:
            self._strip.show_counts(counted)
        line = self._line
        is_wanted = line.wanted is not None
        self._panes.show(RoomState(self._library.name, line.trouble, line.is_refused, articles, is_wanted))


def told_as_away(missing: Sequence[DateRange]) -> str:
    """Return a sentence on the years whose server can't be reached."""
    return say("{years}所在的服务器没有应答，其余的年份照常。会自己再连。", years=years_in_words(missing))
