"""A line to a server that takes its time, can be cut, and can be stuck."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

_AT_ONCE = 1 << 16


class SlowLine:
    """Carries what comes to `port` to a server's socket, and back, each way half of `seconds` late."""

    def __init__(self, target: Path, seconds: float) -> None:
        self._target = target
        self._seconds = seconds
        self._is_cut = False
        self._goes = threading.Event()
        self._goes.set()
        self._ends: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """End all connections, and refuse others."""
        self._is_cut = True
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._ends.clear()

    def stick(self) -> None:
        """Carry nothing any more, end nothing, and refuse nothing."""
        self._goes.clear()

    def mend(self) -> None:
        self._is_cut = False
        self._goes.set()

    def close(self) -> None:
        self.cut()
        self._goes.set()
        self._listening.close()

    def _listen(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            if self._is_cut:
                near.close()
                continue
            far = socket.socket(socket.AF_UNIX)
            far.connect(str(self._target))
            self._ends += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(_AT_ONCE):
                time.sleep(self._seconds / 2)
                self._goes.wait()
                other.sendall(data)
        with suppress(OSError):
            other.shutdown(socket.SHUT_RDWR)
        one.close()


@contextmanager
def slow_line(target: Path, seconds: float = 0.03) -> Iterator[SlowLine]:
    with closing(SlowLine(target, seconds)) as line:
        yield line
