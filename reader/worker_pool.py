"""Child processes that run pure functions of the program side by side, for work that takes many processors.

A child is this program (`own_process.Worker.POOL`), which reads calls from its stdin and writes their results to its
stdout, both pickled. It ends when its stdin is closed, and so does not outlive its parent, however that ended.
"""

import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from types import TracebackType
from typing import IO, Any, ParamSpec, Self, TypeVar

from reader.own_process import Worker, worker_command

_P = ParamSpec("_P")
_R = TypeVar("_R")
_A = TypeVar("_A")
_LENGTH = struct.Struct("<Q")
MOST_WORKERS = 8
"""More would take more memory than time: one process stores all results."""


class WorkerLost(Exception):
    """A child process ended before it returned a result."""


def processors() -> int:
    """Return the number of processors that this process may use, at most `MOST_WORKERS`."""
    usable = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(usable, MOST_WORKERS)


class WorkerPool:
    """Runs functions in child processes.

    Functions have to be importable by name; arguments, results and exceptions have to be picklable. Leaving the `with`
    block ends the children at once.
    """

    def __init__(self, size: int, prepare: Callable[[], object]) -> None:
        """Start the children; each calls `prepare` first, to import what it needs."""
        self.size = size
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="worker")
        self._of_thread = threading.local()
        self._children: list[subprocess.Popen[bytes]] = []
        self._is_closed = False
        self._prepared = [self.submit(prepare) for _ in range(size)]

    @property
    def is_ready(self) -> bool:
        """Whether all children have started and are prepared."""
        return all(
            each.done() and not each.cancelled() and each.exception() is None for each in self._prepared
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for child in self._children:
            child.kill()  # a pure function may be interrupted anywhere
        self._threads.shutdown()
        for child in self._children:
            with suppress(OSError), child:  # what was not sent can't be sent any more
                pass

    def submit(self, function: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> Future[_R]:
        """Have a child process call a function.

        The future raises what the function raised, OSError if no child could be started, and WorkerLost.
        """
        return self._threads.submit(self._call, function, args, kwargs)

    def map(self, function: Callable[[_A], _R], items: Iterable[_A]) -> Iterator[_R]:
        """Begin to call the function for each item; return the results, in order.

        An item whose child is lost is done here.
        """
        begun = [(item, self.submit(function, item)) for item in items]

        def results() -> Iterator[_R]:
            for item, result in begun:
                try:
                    yield result.result()
                except (WorkerLost, OSError):
                    yield function(item)

        return results()

    def _call(self, function: Callable[..., _R], args: tuple[Any, ...], kwargs: dict[str, Any]) -> _R:
        child = self._child()
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            _send(child.stdin, (function, args, kwargs))
            result, error = _receive(child.stdout)
        except (OSError, EOFError, pickle.UnpicklingError) as lost:
            child.kill()
            del self._of_thread.child
            raise WorkerLost from lost
        if error is not None:
            raise error
        returned: _R = result
        return returned

    def _child(self) -> subprocess.Popen[bytes]:
        """Return the child process of this thread."""
        known: subprocess.Popen[bytes] | None = getattr(self._of_thread, "child", None)
        if known is not None:
            return known
        child = subprocess.Popen(
            worker_command(Worker.POOL),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._of_thread.child = child
        self._children.append(child)
        if self._is_closed:
            child.kill()
        return child


def _send(out: IO[bytes], value: object) -> None:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    out.write(_LENGTH.pack(len(data)))
    out.write(data)
    out.flush()


def _receive(source: IO[bytes]) -> Any:
    """Return the next value. Raises EOFError, OSError, UnpicklingError."""
    head = source.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = source.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)


def serve() -> None:
    """Run the calls read from stdin, and write their results to stdout, until stdin is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C ends the parent, which ends this process
    out = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # what a library prints must not be between the results
    calls: queue.SimpleQueue[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(calls,), daemon=True).start()
    with suppress(BrokenPipeError):
        while True:
            function, args, kwargs = calls.get()
            try:
                answer: tuple[Any, Exception | None] = function(*args, **kwargs), None
            except Exception as error:
                answer = None, error
            _send(out, answer)


def _listen(calls: queue.SimpleQueue[Any]) -> None:
    """Queue the calls read from stdin; at its end, end the process, whatever it is doing."""
    with suppress(EOFError, OSError), os.fdopen(os.dup(0), "rb") as source:
        while True:
            calls.put(_receive(source))
    os._exit(0)
