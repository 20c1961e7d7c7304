"""The state of a reading room in which nothing is open yet, shown in the panes of its window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction

from reader.i18n import say
from reader.ui.widgets.focus_ring import FocusRing
from reader.ui.widgets.placeholder import Placeholder
from reader.ui.widgets.state_panel import Way
from reader.ui.window.layout import WindowLayout


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
