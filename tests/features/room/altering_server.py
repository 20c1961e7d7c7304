"""A line to a real server that alters what it answers: numbers of thousands of digits, things without end."""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from msgspec import Struct, field

from tests.features.room.fake_server import message, parameter, told

_AT_ONCE = 1 << 16
_NUMBERS = {20, 21, 23, 26, 700, 701, 1700}
"""Types of numbers, by PostgreSQL's ids."""
MANY_DIGITS = b"9" * 5000
TALK = {
    "notices": told(b"N", "x" * 100),
    "parameters": parameter("application_name", "x"),
    "notifications": message(b"A", b"\0\0\0\1x\0\0"),
}
"""Messages that a server may send at any moment."""


class Altering(Struct):
    """Passes on what `target` answers; of the answers with rows those from the `first` on are altered.

    `how`: "digits" puts `MANY_DIGITS` into numbers and texts of digits; "endless" repeats the first row for ever;
    "trickle" does so with `pause` seconds between; "row" has a row that never ends, also with such pauses. The others
    are those of `TALK`: instead of any answer from the `first` on, also without rows, they come for ever, with a number
    of `pause` seconds between where the name ends in " slowly". `number` is how many answers there were.
    """

    target: Path
    how: str
    first: int = 0
    pause: float = 0.02
    number: int = 0
    port: int = 0
    lines: list[socket.socket] = field(default_factory=list)

    def address(self, database: str, user: str) -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}?sslmode=disable"

    def listen(self, listening: socket.socket) -> None:
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            far.connect(str(self.target))
            self.lines += [near, far]
            threading.Thread(target=self._pass_on, args=(near, far), daemon=True).start()
            threading.Thread(target=self._alter, args=(far, near), daemon=True).start()

    def _pass_on(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError):
            while heard := near.recv(_AT_ONCE):
                far.sendall(heard)
        with suppress(OSError):
            far.shutdown(socket.SHUT_RDWR)

    def _alter(self, far: socket.socket, near: socket.socket) -> None:
        with suppress(OSError), closing(near), closing(far), far.makefile("rb") as said:
            kinds: list[int] = []
            is_first, is_begun = False, True
            while head := said.read(5):
                kind, body = head[:1], said.read(struct.unpack("!i", head[1:])[0] - 4)
                if self._talk is not None:
                    self.number += is_begun
                    if self.number > self.first:
                        self._for_ever(near, self._talk)
                    is_begun = kind == b"Z"
                elif kind == b"T":
                    kinds, is_first = _types(body), True
                elif kind == b"D":
                    self.number += is_first
                    if self.number > self.first:
                        body = self._altered(near, body, kinds)
                    is_first = False
                near.sendall(message(kind, body))
            near.shutdown(socket.SHUT_RDWR)

    @property
    def _talk(self) -> bytes | None:
        return TALK.get(self.how.removesuffix(" slowly"))

    def _altered(self, near: socket.socket, body: bytes, kinds: list[int]) -> bytes:
        if self.how == "digits":
            return _with_digits(body, kinds)
        if self.how == "row":
            near.sendall(b"D" + struct.pack("!ihi", 1 << 29, 1, (1 << 29) - 10))
            self._for_ever(near, b"x")
        return self._for_ever(near, message(b"D", body))

    def _for_ever(self, near: socket.socket, said: bytes) -> bytes:
        is_slow = self.how in ("trickle", "row") or self.how.endswith(" slowly")
        while True:
            near.sendall(said if is_slow else said * (1 + _AT_ONCE // len(said)))
            if is_slow:
                time.sleep(self.pause)


def _types(described: bytes) -> list[int]:
    found, at = [], 2
    for _ in range(struct.unpack("!h", described[:2])[0]):
        at = described.index(b"\0", at) + 1
        found.append(struct.unpack("!i", described[at + 6 : at + 10])[0])
        at += 18
    return found


def _with_digits(body: bytes, kinds: list[int]) -> bytes:
    values, at = [], 2
    for kind in kinds:
        (length,) = struct.unpack("!i", body[at : at + 4])
        at += 4
        value = body[at : at + max(length, 0)]
        at += max(length, 0)
        if length >= 0 and (kind in _NUMBERS or value.isdigit()):
            value = MANY_DIGITS
        values.append(struct.pack("!i", -1 if length < 0 else len(value)) + value)
    return body[:2] + b"".join(values)


@contextmanager
def altering(target: Path, how: str, first: int = 0, pause: float = 0.02) -> Iterator[Altering]:
    made = Altering(target, how, first, pause)
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        made.port = listening.getsockname()[1]
        threading.Thread(target=made.listen, args=(listening,), daemon=True).start()
        yield made
    for line in made.lines:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
