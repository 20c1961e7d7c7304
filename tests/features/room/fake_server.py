"""A server that speaks just enough of PostgreSQL's protocol to mean ill."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

_AT_ONCE = 1 << 16
_SSL_WANTED, _GSS_WANTED = 80877103, 80877104


def message(kind: bytes, body: bytes = b"") -> bytes:
    """A message of the server's."""
    return kind + struct.pack("!i", len(body) + 4) + body


def authentication(number: int, more: bytes = b"") -> bytes:
    return message(b"R", struct.pack("!i", number) + more)


def parameter(name: str, value: str) -> bytes:
    return message(b"S", f"{name}\0{value}\0".encode())


def told(kind: bytes, words: str, state: str = "XX000") -> bytes:
    """An error (E) or a notice (N)."""
    return message(kind, f"SERROR\0VERROR\0C{state}\0M{words}\0\0".encode())


READY = message(b"Z", b"I")
WELCOME = (
    authentication(0)
    + parameter("server_version", "15.1")
    + parameter("client_encoding", "UTF8")
    + parameter("standard_conforming_strings", "on")
    + message(b"K", struct.pack("!ii", 1, 2))
    + READY
)


def row(*values: bytes) -> bytes:
    fields = b"".join(struct.pack("!i", len(value)) + value for value in values)
    return message(b"D", struct.pack("!h", len(values)) + fields)


def answer(*rows: bytes, type_id: int = 25) -> bytes:
    """A whole answer of one column."""
    column = b"words\0" + struct.pack("!ihihih", 0, 0, type_id, -1, -1, 0)
    described = message(b"T", struct.pack("!h", 1) + column)
    begun = message(b"1") + message(b"2") + described
    return begun + b"".join(rows) + message(b"C", b"SELECT 1\0") + READY


class FakeServer:
    """Takes connections, and plays `parts` on each: the next whenever the client has said something.

    `holds`: the line stays open when all is said; else it is closed, also when the client is silent for `patience`
    seconds. `pause` are the seconds after every byte.
    """

    def __init__(
        self, parts: Sequence[bytes], *, holds: bool = False, pause: float = 0, patience: float = 0.1
    ) -> None:
        self.parts = parts
        self.patience = patience
        self.holds = holds
        self.pause = pause
        self.heard = b""
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"postgresql://lan@127.0.0.1:{self._listening.getsockname()[1]}/rooms?sslmode=disable"
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _listen(self) -> None:
        while True:
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._play, args=(line,), daemon=True).start()

    def _play(self, line: socket.socket) -> None:
        with suppress(OSError), closing(line):
            for part in self.parts:
                line.settimeout(None if self.holds else self.patience)
                heard = line.recv(_AT_ONCE)
                if not heard:
                    return
                self.heard += heard
                self._say(line, part)
            while self.holds and (heard := line.recv(_AT_ONCE)):
                self.heard += heard

    def _say(self, line: socket.socket, part: bytes) -> None:
        line.settimeout(None)
        if not self.pause:
            line.sendall(part)
        for at in range(len(part)) if self.pause else ():
            line.sendall(part[at : at + 1])
            time.sleep(self.pause)


@contextmanager
def fake_server(
    parts: Sequence[bytes], *, holds: bool = False, pause: float = 0, patience: float = 0.1
) -> Iterator[FakeServer]:
    with closing(FakeServer(parts, holds=holds, pause=pause, patience=patience)) as server:
        yield server


def recorded(target: Path, act: Callable[[int], object]) -> list[bytes]:
    """Return what a real server says while something is done by a port, in the parts in which it was asked."""
    listening = socket.create_server(("127.0.0.1", 0))
    parts: list[bytes] = []

    def carry() -> None:
        near, _ = listening.accept()
        far = socket.socket(socket.AF_UNIX)
        far.connect(str(target))

        def back() -> None:
            with suppress(OSError):
                while said := far.recv(_AT_ONCE):
                    parts[-1] += said
                    near.sendall(said)

        other = threading.Thread(target=back, daemon=True)
        is_begun = False
        with suppress(OSError), closing(near), closing(far):
            while heard := near.recv(_AT_ONCE):
                parts.append(b"")
                far.sendall(heard)
                if not is_begun:
                    other.start()
                    is_begun = True

    thread = threading.Thread(target=carry, daemon=True)
    thread.start()
    with closing(listening):
        act(listening.getsockname()[1])
        thread.join(120)
    return [part for part in parts if part]
