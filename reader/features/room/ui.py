"""A reading room in the window: choosing one, its password, answers as they arrive, a lost or restored connection."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from reader import do_nothing
from reader.features.room import rooms
from reader.features.room.room_folder import ROOM_FILE, SCHEMES, is_room_folder
from reader.features.room.system_keyring import KeyringUnusable
from reader.i18n import say
from reader.library.library import LibraryError
from reader.search.documents import DateRange, years_in_words
from reader.storage.disk_errors import NotKnownYet
from reader.ui.layout.recent_libraries import RecentLibraries
from reader.ui.layout.recent_list import ROW, RecentList
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.widgets import theme
from reader.ui.widgets.background_tasks import TaskQueue, do_soon
from reader.ui.widgets.controls import (
    Label,
    LinkButton,
    PushButton,
    Wide,
    labelled,
    plain,
    row_layout,
    text_field,
)
from reader.ui.widgets.dialog import Dialog, Files, ask_to_open, heading
from reader.ui.widgets.focus_ring import FocusRing
from reader.ui.widgets.services import Feature, Handlers, Services
from reader.ui.widgets.state_panel import PanelLink, Placeholder
from reader.ui.window.library_kinds import KindActions, KindPart

if TYPE_CHECKING:
    from reader.features.room.passwords import PasswordPrompt
    from reader.features.room.prompt_answers import PromptConnections
    from reader.features.room.reading_room import ReadingRoom

_MOST_ROOMS = 3
"""The maximum number of rooms visible at once."""
_MARGINS = (24, 20, 24, 18)
_LONGEST = 1000
"""The maximum number of characters of a password."""


def with_scheme(typed: str) -> str:
    """Return a typed address as a URI that libpq understands; return the path of a file unchanged."""
    is_address = "/" in typed and not typed.endswith(ROOM_FILE) and not Path(typed).exists()
    if is_address and "://" not in typed and not typed.startswith("/"):
        return SCHEMES[0] + typed
    return typed


class _FixedDialog(Dialog):
    """A dialog that is always as high as what it says."""

    def fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setFixedHeight(layout.totalHeightForWidth(max(self.width(), self.minimumWidth())))


class RoomDialog(_FixedDialog):
    """Asks for an address, or offers the rooms opened before."""

    def __init__(
        self,
        parent: QWidget,
        recent: RecentLibraries,
        open_library: Callable[[Path], object],
        address: str = "",
        forget_password: Callable[[], object] | None = None,
    ) -> None:
        """Make the dialog; `open_library` is called with the local folder of a room, `address` is to be corrected.

        `forget_password` forgets that of the room that is open; None if none is.
        """
        super().__init__(parent, say("打开阅览室"), "roomDialog", tint="list")
        self._open_library = open_library
        self._forget_password = forget_password or do_nothing
        self.setMinimumWidth(560)
        words = say("地址由管理员告诉您；密码不写进去，要时会问。")
        self.address = text_field(say("阅览室的地址"), "postgresql://reader@archive.example/rooms", 13)
        self.trouble = Label("", theme.sans(13), "warn", wraps=True)
        self.trouble.hide()
        self.open_button = PushButton(
            say("打开"), primary=True, act=lambda: self.take(self.address.text().strip())
        )
        self.open_button.setEnabled(False)
        self.address.textChanged.connect(lambda text: self.open_button.setEnabled(bool(text.strip())))
        rooms_name = say("最近打开的阅览室")
        self.rooms = RecentList(recent, rooms_name, is_listed=lambda library: is_room_folder(library.root))
        rooms_heading = Label(rooms_name, theme.sans(13, 700), "ink2")
        self.forget_link = LinkButton(say("忘掉这个阅览室的密码"), px=13, act=self._forget)
        self.forget_link.setHidden(forget_password is None)
        rows = min(len(self.rooms.rows()), _MOST_ROOMS)
        self.rooms.setFixedHeight(rows * ROW)
        self.lay_out(
            heading(say("打开阅览室")),
            Label(words, theme.sans(13), "ink2", wraps=True),
            labelled(self.address),
            self.trouble,
            row_layout(self.forget_link, Wide()),
            rooms_heading,
            self.rooms,
            buttons=(
                PushButton(say("选阅览室文件…"), act=self._choose_file),
                Wide(),
                self.leave_button(say("取消")),
                self.open_button,
            ),
            spacing=10,
            margins=_MARGINS,
        )
        for widget in (rooms_heading, self.rooms):
            widget.setVisible(rows > 0)
        recent.libraryWanted.connect(self.accept)
        self.address.setText(address)
        self.address.selectAll()
        self.address.setFocus()
        self.fit()

    def take(self, typed: str) -> None:
        """Open the room of an address or a room file; if it is neither, say so and stay open."""
        try:
            room = rooms().at(with_scheme(typed))
        except LibraryError as error:
            self.trouble.setText(str(error))
            self.trouble.show()
            self.fit()
            self.address.setAccessibleDescription(str(error))
            self.address.setFocus()
            return
        room.close()
        self.accept()
        self._open_library(room.root)

    def _forget(self) -> None:
        self.accept()  # what is said of it stands in the window
        self._forget_password()

    def _choose_file(self) -> None:
        kinds = say("阅览室文件") + f" (*{ROOM_FILE})"
        chosen = ask_to_open(self, say("打开阅览室文件"), Files.ROOMS, kinds)
        if chosen:
            self.take(str(chosen))


class PasswordDialog(_FixedDialog):
    """Asks for a password until one is accepted.

    `give` is called with it, and with whether the system's keyring is to store it. `show_wanted` is to be called if it
    is refused; if it is accepted, the dialog is to be closed.
    """

    def __init__(
        self, parent: QWidget, name: str, wanted: PasswordPrompt, give: Callable[[str, bool], object]
    ) -> None:
        title = say("阅览室“{name}”要密码", name=name)
        super().__init__(parent, title, "passwordDialog", tint="list")
        self.setMinimumWidth(460)
        self.question = Label("", theme.sans(13), "ink2", wraps=True)
        self.password = text_field("", px=13)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(_LONGEST)
        self.trouble = Label("", theme.sans(13), "warn", wraps=True)
        self.keeps = QCheckBox(say("记在系统的密码库里，下次不再问"))
        self.keeps.setFont(theme.sans(13))
        self.not_stored = Label("", theme.sans(12), "ink3", wraps=True)
        self.enter_button = PushButton(say("进入"), primary=True, act=self._give)
        self.cancel_button = self.leave_button(say("取消"))
        self.password.textChanged.connect(self._enable)
        parts = (heading(title), self.question, self.password, self.trouble, self.keeps, self.not_stored, 4)
        buttons = (Wide(), self.cancel_button, self.enter_button)
        self.lay_out(*parts, buttons=buttons, spacing=10, margins=_MARGINS)
        self.keeps.setChecked(wanted.is_remembered)
        self._is_tried = False
        self._give_password = give
        self.show_wanted(wanted)

    def show_wanted(self, prompt: PasswordPrompt) -> None:
        """Ask again, with what was wrong with the last password; clear the field."""
        self.wanted = prompt
        login = prompt.login
        question = say("{server} 要用户 {user} 的密码。", server=login.server, user=login.user)
        self.question.setText(question)
        self.question.setToolTip(plain(prompt.room))
        self.password.setAccessibleName(question)
        self._tell(prompt.reason, "warn")
        self.keeps.setVisible(not prompt.keyring_trouble)
        self.not_stored.setVisible(bool(prompt.keyring_trouble))
        self.not_stored.setText(say("{reason}密码只记到关上程序为止。", reason=prompt.keyring_trouble))
        self.password.clear()
        self._set_tried(is_tried=False)

    def _tell(self, words: str, token: str) -> None:
        theme.ink(self.trouble, token)
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))
        self.password.setAccessibleDescription(words or self.not_stored.text())
        self.fit()

    def _give(self) -> None:
        typed = self.password.text()
        self._tell(say("正在登录…"), "ink2")
        self._set_tried(is_tried=True)
        self._give_password(typed, self.keeps.isChecked() and not self.wanted.keyring_trouble)

    def _set_tried(self, *, is_tried: bool) -> None:
        self._is_tried = is_tried
        for widget in (self.password, self.keeps):
            widget.setEnabled(not is_tried)
        self._enable()
        self.fit()
        (self.cancel_button if is_tried else self.password).setFocus()

    def _enable(self) -> None:
        self.enter_button.setEnabled(bool(self.password.text()) and not self._is_tried)


class RoomState(Struct, frozen=True):
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
            body = say("输入了就打开。您的收藏与批注在本机，照样能看。")
            return say("阅览室“{name}”要密码", name=self.name), body
        if self.trouble:
            refused = say("进不了阅览室“{name}”", name=self.name)
            away = say("连不上阅览室“{name}”", name=self.name)
            body = say("会自己再试，连上就打开。您的收藏与批注在本机，照样能看。")
            return refused if self.is_refused else away, f"{self.trouble}\n{body}"
        if self.articles is None:
            return say("正在连接阅览室“{name}”…", name=self.name), say("连上就打开最新一期。")
        return (
            say("阅览室“{name}”里还没有报纸", name=self.name),
            say("管理员放入报纸以后，会自己在这里打开。"),
        )

    def in_lists(self) -> str:
        """Return the words in place of the newspapers and of the articles; "" when they are known."""
        if self.articles or self.articles == 0:
            return ""
        return say("连上以后，报纸会列在这里。")

    def links(self) -> list[PanelLink]:
        """Return the actions to offer meanwhile, under their names; `retry` tries the server at once."""
        if self.articles is None and not self.trouble:
            return []
        if self.trouble:
            tries = [PanelLink("retry", say("再试一次"))]
        else:
            tries = []
        if self.wants_password:
            tries = [PanelLink("password", say("输入密码…"))]
        others = [
            PanelLink("open_room", say("换一个地址…")),
            PanelLink("recent_libraries", say("最近打开的资料库…")),
        ]
        if self.trouble:
            notes = [PanelLink("show_bookmarks", say("看我的收藏"))]
        else:
            notes = []
        return [*tries, *notes, *others]


class RoomStatePanes:
    def __init__(
        self, layout: WindowLayout, actions: Mapping[str, QAction], retry: Callable[[], object]
    ) -> None:
        self._empty = layout.pane.empty
        self._lists = layout.tree, layout.issues.view
        self._places = [Placeholder(view) for view in self._lists]
        self._rings: list[FocusRing] = []
        self._retry = retry
        self._actions = actions
        self._shown: RoomState | None = None
        self._empty.state.chosen.connect(self._go)

    def _go(self, way: str) -> None:
        if way in ("retry", "password"):
            self._retry()
        else:
            self._actions[way].trigger()

    def show(self, state: RoomState) -> None:
        if state == self._shown:
            return
        self._shown = state
        words = state.words()
        self._empty.show_state(None if words is None else (*words, state.links()))
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


class RoomPassword(Feature):
    """Asks for the password of the room of `line`, in a dialog over the window of `pane`."""

    def __init__(
        self, services: Services, line: PromptConnections, name: str, pane: QWidget, parent: QObject
    ) -> None:
        super().__init__(services, parent)
        self._line = line
        self._name = name
        self._pane = pane
        self._dialog: PasswordDialog | None = None
        self._prompt: PasswordPrompt | None = None
        """The password last asked for."""
        self._tasks = TaskQueue(self)

    def follow(self, prompt: PasswordPrompt | None) -> None:
        """Ask for the password wanted, unless it has been asked for; do not interrupt somebody who is typing."""
        if prompt is None:
            self._prompt = None
            self.finish()
        elif self._dialog is not None:
            if prompt != self._dialog.wanted:
                self._dialog.show_wanted(prompt)
            self._prompt = prompt
        elif prompt != self._prompt and not _is_somebody_writing():
            self.ask(prompt)
        complaint = self._line.keyring_complaint()
        if complaint:
            self._services.message(complaint)

    def ask(self, prompt: PasswordPrompt) -> None:
        """Ask for a password, even if it has been asked for before."""
        self._prompt = prompt
        if self._dialog is None:
            self._dialog = PasswordDialog(
                self._pane.window(),
                self._name,
                prompt,
                lambda password, keeps: self._line.give_password(password, keeps=keeps),
            )
            self._dialog.finished.connect(self._forget_dialog)
            self._dialog.open()

    def forget(self) -> None:
        self._tasks.run(
            self._line.forget_password,
            self._tell_forgotten,
            lambda error: self._services.message(say("没有查密码库：{reason}", reason=error)),
            (KeyringUnusable,),
        )

    def finish(self) -> None:
        if self._dialog is not None:
            self._dialog.accept()

    def _forget_dialog(self) -> None:
        self._dialog = None

    def _tell_forgotten(self, was_remembered: bool) -> None:
        if was_remembered:
            words = say("“{name}”的密码忘掉了，要再连时会问。", name=self._name)
        else:
            words = say("系统的密码库里没有记“{name}”的密码。", name=self._name)
        self._services.message(words)


def _is_somebody_writing() -> bool:
    focus = QApplication.focusWidget()
    writes = isinstance(focus, QLineEdit | QTextEdit | QPlainTextEdit) and not focus.isReadOnly()
    return writes or QApplication.activeModalWidget() is not None


class RoomController(KindPart):
    """Keeps the GUI thread from waiting for a room's server.

    `returned` is emitted when the server is reachable again, or other years are.
    """

    library: ReadingRoom
    _changed = Signal()

    def __init__(
        self,
        services: Services,
        library: ReadingRoom,
        layout: WindowLayout,
        actions: Mapping[str, QAction],
        parent: QObject,
    ) -> None:
        super().__init__(services, library, layout, actions, parent)
        self._line: PromptConnections | None = library.line
        self._strip = layout.strip
        self._trouble = ""
        self._reach_changes = 0
        self._pending_act: Callable[[], object] | None = None
        self._generation = 0
        self._soon = QTimer(self, singleShot=True, interval=TOGETHER_MS)
        self._soon.timeout.connect(self._follow)
        self._changed.connect(self._look_soon, Qt.ConnectionType.QueuedConnection)
        self.password = RoomPassword(services, library.line, library.name, layout, self)
        self._panes = RoomStatePanes(layout, actions, self.try_again)
        library.line.be_prompt(self._tell)
        do_soon(self._show_state, self)

    def when_known(self, act: Callable[[], object]) -> None:
        self._pending_act = None
        try:
            act()
        except NotKnownYet:
            if self._line is None or self._line.trouble:
                raise
            self._pending_act = act

    def trouble(self) -> str:
        """Return the reason last reported why the server can't be reached; "" if it can."""
        return self._trouble

    def try_again(self) -> None:
        """Try the server now; if it wants a password, ask the reader for it."""
        if self._line is None:
            return
        if self._line.wanted is not None:
            self.password.ask(self._line.wanted)
        else:
            self._line.try_now()

    def finish(self) -> None:
        """Stop following the room.

        Its server is waited for `LEAVING_SECONDS` at most from now on: the reader's last writings may need it.
        """
        if self._line is not None:
            self._line.leave(LEAVING_SECONDS)
        self._line = None

    def _tell(self) -> None:
        with suppress(RuntimeError):  # the window has been closed
            self._changed.emit()

    def _look_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _follow(self) -> None:
        if self._line is None:
            return
        before = self._trouble
        self._trouble = self._line.trouble
        reach_before = self._reach_changes
        self._reach_changes = self._line.reach_changes
        is_changed = self._generation != self._line.known_generation
        self._generation = self._line.known_generation or 0
        self._show_state()
        self.password.follow(self._line.wanted)
        if self._trouble:
            self._tell_trouble(is_news=self._trouble != before)
            return
        is_other = bool(before) or reach_before != self._reach_changes
        missing = self._line.far.missing.dates
        if is_other and missing:
            self._strip.show_failed(away_in_words(missing), has_list=False)
        elif is_other:
            self._strip.show_idle()
        if is_changed:
            self.changed.emit()
        elif is_other:
            self.returned.emit()
        self.answered.emit()
        if self._pending_act is not None:
            self.when_known(self._pending_act)

    def _tell_trouble(self, *, is_news: bool) -> None:
        self._pending_act = None
        assert self._line is not None
        if self._line.wanted is not None:
            words = say("阅览室要密码，输入了才能连；打开过的照样能读。")
            self._strip.show_failed(words, has_list=False, label=say("输入密码…"))
            return
        lost = say("连不上阅览室，会自己再连；打开过的照样能读。")
        refused = say("阅览室现在进不去，会自己再试；打开过的照样能读。")
        self._strip.show_failed(
            refused if self._line.is_refused else lost, has_list=False, details=self._trouble
        )
        if is_news and self._generation:  # else the page shows it
            self._services.message(self._trouble)

    def _show_state(self) -> None:
        if self._line is None:
            return
        contents = self.library.contents
        counted = contents.counts()
        if contents.is_unanswered:
            articles = None
        else:
            articles = counted.articles
        if articles is not None and self._strip.counts is None:
            self._strip.show_counts(counted)
        line = self._line
        is_wanted = line.wanted is not None
        self._panes.show(RoomState(self.library.name, line.trouble, line.is_refused, articles, is_wanted))


def away_in_words(missing: Sequence[DateRange]) -> str:
    return say("{years}所在的服务器没有应答，其余的年份照常。会自己再连。", years=years_in_words(missing))


class RoomActions(KindActions):
    def handlers(self) -> Handlers:
        return {"open_room": self.choose_room, "forget_password": self.forget_password}

    def choose_room(self) -> None:
        current = self._current()
        is_mistaken = isinstance(current, RoomController) and bool(current.library.line.trouble)
        address = current.library.words.place if is_mistaken else ""
        forget = self.forget_password if isinstance(current, RoomController) else None
        RoomDialog(self._window, self._recent, self._open_library, address, forget).open()

    def forget_password(self) -> None:
        current = self._current()
        if isinstance(current, RoomController):
            current.password.forget()
        else:
            self._services.message(say("这里不是阅览室，不用密码。"))


ACTIONS = RoomActions
PART = RoomController
