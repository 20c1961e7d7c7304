"""Child processes that run pure functions of the program side by side, for work that takes many processors.

A child is this program (`own_process.Worker.POOL`), which reads calls from its stdin and writes their results to its
stdout: each is its length and a message in msgpack, decoded as the function's annotations say. It ends when its stdin
is closed, and so does not outlive its parent, however that ended.
"""

import importlib
import io
import itertools
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import cache, partial
from types import TracebackType
from typing import IO, Any, Protocol, Self, TypeVar, get_type_hints

import msgspec

from reader.own_process import (
    IN_BACKGROUND,
    Worker,
    give_freed_memory_back,
    give_memory_back,
    input_of_parent,
    worker_command,
)

_A = TypeVar("_A")
_R = TypeVar("_R")
_LENGTH = struct.Struct("<Q")
MOST_WORKERS = 8
"""More would take more memory than time: one process stores all results."""


# The order of calls: those whose results are waited for, and those that are begun long before.
_AWAITED, _AHEAD = range(2)
_Waiting = tuple[int, int, Future[Any], Callable[[], Any]]
"""A call that waits: its order, its number, its result to come, and the call itself."""
_NICER = 5
"""By how much the parent comes before its children, for which it would else wait in order to store their results."""


class Run(Protocol):
    """`map`, or what does the same side by side: it calls a pure function for each argument."""

    def __call__(self, function: Callable[[_A], _R], arguments: Iterable[_A], /) -> Iterable[_R]: ...


class WorkerLost(Exception):
    """A child process returned no result: it has ended, or the function raised an exception there."""


class _Call(msgspec.Struct):
    module: str
    name: str
    argument: msgspec.Raw


class _Answer(msgspec.Struct):
    """The encoded result of a call, and what went wrong, if anything did."""

    result: msgspec.Raw
    error: str = ""


def processors() -> int:
    """Return the number of processors that this process may use, at most `MOST_WORKERS`."""
    if sys.platform == "linux":
        return min(len(os.sched_getaffinity(0)), MOST_WORKERS)
    return min(os.cpu_count() or 1, MOST_WORKERS)


def _nothing(_: str) -> None:
    """A child that was called with it has started, and need not be waited for later."""


class WorkerPool:
    """Runs functions of the program in child processes.

    A function has one parameter; the annotations of its parameter and result are types that msgspec can carry. Leaving
    the `with` block ends the children at once.
    """

    def __init__(self, size: int, prepare: Callable[[str], object] = _nothing, argument: str = "") -> None:
        """Start the children, each of which first calls `prepare` with this argument."""
        self.size = size
        self._prepare = prepare, argument
        self._ending = ExitStack()
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="worker")
        self._waiting: queue.PriorityQueue[_Waiting] = queue.PriorityQueue()
        self._begun = itertools.count()
        self._of_thread = threading.local()
        self._children: list[subprocess.Popen[bytes]] = []
        self._is_closed = False
        self._prepared = [self.submit(prepare, argument) for _ in range(size)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        with suppress(queue.Empty):
            while True:
                self._waiting.get_nowait()[2].cancel()
        for child in self._children:
            child.kill()  # a pure function may be interrupted anywhere
        self._threads.shutdown()
        for child in self._children:
            with suppress(OSError), child:  # what was not sent can't be sent any more
                pass
        self._ending.close()

    def apart(self) -> "WorkerPool":
        """Return a pool with one child, for work that takes much memory; it ends with this one."""
        return self._ending.enter_context(WorkerPool(1, *self._prepare))

    def processes(self) -> list[int]:
        """Return the numbers of the child processes, ended ones among them."""
        return [child.pid for child in self._children]

    def submit(self, function: Callable[[_A], _R], argument: _A) -> Future[_R]:
        """Have a child process call a function. The future raises WorkerLost, or OSError if no child can be started."""
        return self._begin(function, argument, _AHEAD)

    def map(self, function: Callable[[_A], _R], arguments: Iterable[_A]) -> Iterator[_R]:
        """Begin to call the function for each argument, before what was begun ahead; return the results, in order.

        What a lost child had to do is done here, which also raises what the function raises.
        """
        return self._map(function, arguments, _AWAITED)

    def map_ahead(self, function: Callable[[_A], _R], arguments: Iterable[_A]) -> Iterator[_R]:
        """Do what `map` does, but for results that are not needed soon."""
        return self._map(function, arguments, _AHEAD)

    def _map(self, function: Callable[[_A], _R], arguments: Iterable[_A], order: int) -> Iterator[_R]:
        begun = deque((argument, self._begin(function, argument, order)) for argument in arguments)

        def results() -> Iterator[_R]:
            while begun:
                # a result that was given is held no longer
                argument, result = begun.popleft()
                try:
                    yield result.result()
                except (WorkerLost, OSError):
                    yield function(argument)

        return results()

    def _begin(self, function: Callable[[_A], _R], argument: _A, order: int) -> Future[_R]:
        result: Future[_R] = Future()
        self._waiting.put((order, next(self._begun), result, partial(self._call, function, argument)))
        self._threads.submit(self._do_next)
        return result

    def _do_next(self) -> None:
        try:
            *_, result, call = self._waiting.get_nowait()
        except queue.Empty:  # the pool has ended
            return
        if result.set_running_or_notify_cancel():
            try:
                result.set_result(call())
            except BaseException as error:
                result.set_exception(error)

    def _call(self, function: Callable[[_A], _R], argument: _A) -> _R:
        child = self._child()
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            encoded = msgspec.Raw(msgspec.msgpack.encode(argument))
        except ValueError as error:  # such as half of a surrogate pair
            raise WorkerLost from error
        try:
            _send(child.stdin, _Call(function.__module__, function.__qualname__, encoded))
            answer = msgspec.msgpack.decode(_receive(child.stdout), type=_Answer)
            if answer.error:
                raise WorkerLost(answer.error)
            result: _R = _decoders(function)[1].decode(answer.result)
        except (OSError, EOFError, ValueError) as lost:
            child.kill()
            del self._of_thread.child
            raise WorkerLost from lost
        return result

    def _child(self) -> subprocess.Popen[bytes]:
        thread_child: subprocess.Popen[bytes] | None = getattr(self._of_thread, "child", None)
        if thread_child is not None:
            return thread_child
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


@cache
def _decoders(
    function: Callable[[Any], Any],
) -> tuple[msgspec.msgpack.Decoder[Any], msgspec.msgpack.Decoder[Any]]:
    argument, result = get_type_hints(function).values()
    return msgspec.msgpack.Decoder(argument), msgspec.msgpack.Decoder(result)


def _send(out: IO[bytes], message: msgspec.Struct) -> None:
    data = msgspec.msgpack.encode(message)
    out.write(_LENGTH.pack(len(data)))
    out.write(data)
    out.flush()


def _receive(source: IO[bytes]) -> bytes:
    """Return the next message, encoded. Raises EOFError, OSError."""
    head = source.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = source.read(length)
    if len(data) < length:
        raise EOFError
    return data


def _step_back() -> None:
    """Come after the parent; if that works in the background, after everybody else, too.

    A window that wakes up takes the processor of an idle-class process at once. One that is merely nice may first end
    its slice, of 3 ms: at each change of the thread that has Python's lock.
    """
    if sys.platform == "win32":
        return
    of_parent = os.nice(0)
    os.nice(_NICER)
    if sys.platform == "linux" and of_parent >= IN_BACKGROUND:
        with suppress(OSError):  # a sandbox may forbid it
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def serve() -> None:
    """Run the calls read from stdin, and write their results to stdout, until stdin is closed."""
    give_memory_back()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C ends the parent, which ends this process
    _step_back()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints must not be between the results
    calls: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(calls,), daemon=True).start()
    before = ""
    with suppress(BrokenPipeError):
        while True:
            call = msgspec.msgpack.decode(calls.get(), type=_Call)
            if call.name != before:
                give_freed_memory_back()
            before = call.name
            _send(out, _answer(call))


_NOTHING = msgspec.Raw(msgspec.msgpack.encode(None))


def _answer(call: _Call) -> _Answer:
    try:
        function = getattr(importlib.import_module(call.module), call.name)
        result = function(_decoders(function)[0].decode(call.argument))
        return _Answer(msgspec.Raw(msgspec.msgpack.encode(result)))
    except Exception as error:
        return _Answer(_NOTHING, f"{type(error).__name__}: {error}")


def _listen(calls: queue.SimpleQueue[bytes]) -> None:
    """Queue the calls read from stdin; at its end, end the process, whatever it is doing.

    An error that stays ends it, too, and is no end: the parent does itself what was not done.
    """
    code = 0
    with io.BufferedReader(input_of_parent()) as source:
        try:
            while True:
                calls.put(_receive(source))
        except EOFError:
            pass
        except OSError:
            code = 1
    os._exit(code)
