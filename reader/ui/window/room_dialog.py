"""Asking which reading room to open: by its address, or by a room file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reader.i18n import say
from reader.library.library import LibraryError
from reader.newspaper.room_place import ROOM_FILE, SCHEMES
from reader.storage.platform_folders import places
from reader.ui.widgets import fonts, theme
from reader.ui.widgets.controls import Label, PushButton
from reader.ui.window.recent_libraries import RecentLibraries
from reader.ui.window.recent_list import ROW, RecentList

_MOST_ROOMS = 3
"""The maximum number of rooms visible at once."""


def with_scheme(typed: str) -> str:
    """Return a typed address as a URI that libpq understands; return the path of a file unchanged."""
    is_address = "/" in typed and not typed.endswith(ROOM_FILE) and not Path(typed).exists()
    return SCHEMES[0] + typed if is_address and "://" not in typed and not typed.startswith("/") else typed


class RoomDialog(QDialog):
    """Asks for an address, or offers the rooms opened before.

    Signal: `chosen` has the local folder of the room; opening it opens the room.
    """

    chosen = Signal(Path)

    def __init__(self, parent: QWidget, recent: RecentLibraries, address: str = "") -> None:
        """Make the dialog; `address` is one to be corrected."""
        super().__init__(parent)
        self.setObjectName("roomDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("打开阅览室"))
        theme.tint(self, "list")
        self.setMinimumWidth(560)
        self.finished.connect(parent.activateWindow)
        words = Label(
            say("阅览室的地址，管理员会告诉您；密码不写进地址，要时会问。"),
            fonts.sans(13),
            "ink2",
        )
        self.address = QLineEdit()
        self.address.setFont(fonts.sans(13))
        self.address.setPlaceholderText("postgresql://reader@archive.example/rooms")
        self.address.setAccessibleName(say("阅览室的地址"))
        self.trouble = Label("", fonts.sans(13), "warn")
        for label in (words, self.trouble):
            label.setWordWrap(True)
        self.trouble.hide()
        file_button, cancel = PushButton(say("选阅览室文件…")), PushButton(say("取消"))
        self.open_button = PushButton(say("打开"), primary=True)
        self.open_button.setDefault(True)
        self.open_button.setEnabled(False)
        self.address.textChanged.connect(lambda text: self.open_button.setEnabled(bool(text.strip())))
        self.open_button.clicked.connect(lambda: self.take(self.address.text().strip()))
        file_button.clicked.connect(self._choose_file)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(file_button)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.open_button)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(10)
        column.addWidget(Label(say("打开阅览室"), fonts.serif(16, 700)))
        for widget in (words, self.address, self.trouble):
            column.addWidget(widget)
        self._add_recent(column, recent)
        column.addLayout(buttons)
        self.address.setText(address)
        self.address.selectAll()
        self.address.setFocus()
        self._fit()

    def _fit(self) -> None:
        """Resize the dialog so that all lines of its text fit."""
        self._column.activate()
        width = max(self.width(), self.minimumWidth())
        self.setFixedHeight(self._column.totalHeightForWidth(width))

    def _add_recent(self, column: QVBoxLayout, recent: RecentLibraries) -> None:
        self.rooms = RecentList(recent, only_rooms=True)
        theme.tint(self.rooms, "list")
        heading = Label(say("最近打开的阅览室"), fonts.sans(13, 700), "ink2")
        rows = min(self.rooms.model().rowCount(), _MOST_ROOMS)
        self.rooms.setFixedHeight(rows * ROW)
        for widget in (heading, self.rooms):
            column.addWidget(widget)
            widget.setVisible(rows > 0)
        recent.libraryWanted.connect(self.accept)

    def take(self, typed: str) -> None:
        """Open the room of an address or a room file; if it is neither, say so and stay open."""
        from reader.library.reading_room import ReadingRoom

        try:
            room = ReadingRoom.at(with_scheme(typed))
        except LibraryError as error:
            self.trouble.setText(str(error))
            self.trouble.show()
            self._fit()
            self.address.setAccessibleDescription(str(error))
            self.address.setFocus()
            return
        room.close()
        self.accept()
        self.chosen.emit(room.root)

    def _choose_file(self) -> None:
        kinds = say("阅览室文件") + f" (*{ROOM_FILE})"
        chosen, _ = QFileDialog.getOpenFileName(self, say("打开阅览室文件"), str(places().documents), kinds)
        if chosen:
            self.take(chosen)
