"""Asking which reading room to open, by its address or by a room file; asking for its password."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from reader.features.room import rooms
from reader.features.room.room_folder import ROOM_FILE, SCHEMES, is_kept
from reader.i18n import say
from reader.library.library import LibraryError
from reader.ui.widgets import theme
from reader.ui.widgets.controls import Label, PushButton, Wide, plain, text_field
from reader.ui.widgets.dialog import Dialog, Files, ask_to_open, heading
from reader.ui.window.recent_libraries import RecentLibraries
from reader.ui.window.recent_list import ROW, RecentList

if TYPE_CHECKING:
    from reader.features.room.passwords import PasswordPrompt

_MOST_ROOMS = 3
"""The maximum number of rooms visible at once."""
_MARGINS = (24, 20, 24, 18)
_LONGEST = 1000
"""The maximum number of characters of a password."""


def with_scheme(typed: str) -> str:
    """Return a typed address as a URI that libpq understands; return the path of a file unchanged."""
    is_address = "/" in typed and not typed.endswith(ROOM_FILE) and not Path(typed).exists()
    return SCHEMES[0] + typed if is_address and "://" not in typed and not typed.startswith("/") else typed


class _FixedDialog(Dialog):
    """A dialog that is always as high as what it says."""

    def fit(self) -> None:
        if (layout := self.layout()) is not None:
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
    ) -> None:
        """Make the dialog; `open_library` is called with the local folder of a room, `address` is to be corrected."""
        super().__init__(parent, say("打开阅览室"), "roomDialog", tint="list")
        self._open_library = open_library
        self.setMinimumWidth(560)
        words = say("阅览室的地址，管理员会告诉您；密码不写进地址，要时会问。")
        self.address = text_field(say("阅览室的地址"), "postgresql://reader@archive.example/rooms", 13)
        self.trouble = Label("", theme.sans(13), "warn", wraps=True)
        self.trouble.hide()
        self.open_button = PushButton(
            say("打开"), primary=True, act=lambda: self.take(self.address.text().strip())
        )
        self.open_button.setEnabled(False)
        self.address.textChanged.connect(lambda text: self.open_button.setEnabled(bool(text.strip())))
        rooms_name = say("最近打开的阅览室")
        self.rooms = RecentList(recent, rooms_name, is_listed=lambda each: is_kept(each.root))
        rooms_heading = Label(rooms_name, theme.sans(13, 700), "ink2")
        rows = min(len(self.rooms.rows()), _MOST_ROOMS)
        self.rooms.setFixedHeight(rows * ROW)
        self.lay_out(
            heading(say("打开阅览室")),
            Label(words, theme.sans(13), "ink2", wraps=True),
            self.address,
            self.trouble,
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

    def _choose_file(self) -> None:
        kinds = say("阅览室文件") + f" (*{ROOM_FILE})"
        if chosen := ask_to_open(self, say("打开阅览室文件"), Files.ROOMS, kinds):
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
        self.asked = Label("", theme.sans(13), "ink2", wraps=True)
        self.password = text_field("", px=13)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(_LONGEST)
        self.trouble = Label("", theme.sans(13), "warn", wraps=True)
        self.keeps = QCheckBox(say("记在系统的密码库里，下次不再问"))
        self.keeps.setFont(theme.sans(13))
        self.not_kept = Label("", theme.sans(12), "ink3", wraps=True)
        self.enter_button = PushButton(say("进入"), primary=True, act=self._give)
        self.cancel_button = self.leave_button(say("取消"))
        self.password.textChanged.connect(self._enable)
        parts = (heading(title), self.asked, self.password, self.trouble, self.keeps, self.not_kept, 4)
        buttons = (Wide(), self.cancel_button, self.enter_button)
        self.lay_out(*parts, buttons=buttons, spacing=10, margins=_MARGINS)
        self.keeps.setChecked(wanted.is_remembered)
        self._is_tried, self._give_password = False, give
        self.show_wanted(wanted)

    def show_wanted(self, wanted: PasswordPrompt) -> None:
        """Ask again, with what was wrong with the last password; clear the field."""
        self.wanted = wanted
        login = wanted.login
        asked = say("{server} 要用户 {user} 的密码。", server=login.server, user=login.user)
        self.asked.setText(asked)
        self.asked.setToolTip(plain(wanted.room))
        self.password.setAccessibleName(
            say("{server} 上用户 {user} 的密码", server=login.server, user=login.user)
        )
        self._tell(wanted.reason, "warn")
        self.keeps.setVisible(not wanted.keyring_trouble)
        self.not_kept.setVisible(bool(wanted.keyring_trouble))
        self.not_kept.setText(say("{reason}密码只记到关上程序为止。", reason=wanted.keyring_trouble))
        self.password.clear()
        self._set_tried(is_tried=False)

    def _tell(self, words: str, token: str) -> None:
        theme.ink(self.trouble, token)
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))
        self.password.setAccessibleDescription(words or self.not_kept.text())
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
