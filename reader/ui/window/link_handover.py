"""Passing a link to the window, of this or another process, that has its library open, by a local socket.

A window listens at a socket in a private folder of the program's cache, named after its library's folder; on Windows at
a pipe restricted to the same user. A message is a line, `take LINK` (open it if the library has the article) or
`tell LINK` (open it, or show why that is not possible); the answer is `yes` or `no`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from reader.newspaper.article import digest_of
from reader.newspaper.printing import LONGEST
from reader.storage.platform_folders import make_private, places

_LONGEST_NAME = 100
"""The maximum length of a socket's path that works on every platform, in bytes."""
_LONGEST_MESSAGE = LONGEST + 10
_ANSWER_MS = 5000
_CONNECT_MS = 1000

Answer = Callable[[bool], None]


def socket_name(root: Path) -> str | None:
    """Return the socket name of the window of a library; None if the path would be too long."""
    folder = places().cache / "windows"
    name = digest_of(os.fsencode(root.absolute()), 8).hex()
    if sys.platform == "win32":
        return f"yuebao-{digest_of(os.fsencode(folder), 8).hex()}-{name}"
    path = str(folder / name)
    if len(os.fsencode(path)) <= _LONGEST_NAME:
        return path
    return None


class LinkServer(QObject):
    """A server for links; calls `take` with a link, whether the message was `tell`, and a function that answers."""

    def __init__(self, parent: QObject, take: Callable[[str, bool, Answer], None]) -> None:
        super().__init__(parent)
        self._take = take
        self._server = QLocalServer(self)
        self._server.setMaxPendingConnections(8)
        if sys.platform == "win32":
            self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)

    def listen(self, root: Path) -> bool:
        """Listen for links to this library only. Return False if another window already does, or without a socket."""
        self.close()
        name = socket_name(root)
        if name is None:
            return False
        with suppress(OSError):
            make_private(places().cache)
            make_private(places().cache / "windows")
        if self._server.listen(name):
            return True
        if _connected(name) is not None:
            return False
        QLocalServer.removeServer(name)  # left behind by a process that was killed
        return self._server.listen(name)

    def close(self) -> None:
        self._server.close()

    def _greet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            # a process that connects and sends nothing must not keep a socket open
            QTimer.singleShot(_ANSWER_MS, socket, socket.abort)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _LONGEST_MESSAGE:
                socket.abort()
            return
        line = bytes(socket.readLine(_LONGEST_MESSAGE).data())
        try:
            how, _, link = line.decode().removesuffix("\n").partition(" ")
        except UnicodeDecodeError:
            how = ""
            link = ""
        if how not in ("take", "tell"):
            socket.abort()
            return

        def answer(is_taken: bool) -> None:
            with suppress(RuntimeError):  # the client has gone
                socket.write(b"yes\n" if is_taken else b"no\n")
                socket.flush()

        self._take(link, how == "tell", answer)


def hand_over(link: str, roots: Iterable[Path], *, tells: bool = False) -> bool:
    """Send a link to the windows of the libraries `roots` until one accepts it; return whether one did.

    With `tells`, the first window accepts the link in any case, and shows a message if its library lacks the
    article.
    """
    for root in roots:
        socket = _connected(socket_name(root))
        if socket is None:
            continue
        socket.write(f"{'tell' if tells else 'take'} {link}\n".encode())
        socket.flush()
        is_answered = socket.waitForReadyRead(_ANSWER_MS)
        if is_answered and bytes(socket.readLine(8).data()) == b"yes\n":
            return True
    return False


def _connected(name: str | None) -> QLocalSocket | None:
    if name is None:
        return None
    socket = QLocalSocket()
    socket.connectToServer(name)
    if socket.waitForConnected(_CONNECT_MS):
        return socket
    return None
