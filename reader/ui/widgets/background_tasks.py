"""Work that must not block the window: on other threads, while it is idle, in slices; and collecting garbage."""

import atexit
import gc
import itertools
import sys
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, partial
from typing import Any, NamedTuple, Protocol, TypeVar, TypeVarTuple

from msgspec import Struct
from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal
from shiboken6 import isValid

from reader import do_nothing
from reader.i18n import say
from reader.own_process import give_freed_memory_back

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


def report_fault(error: BaseException) -> None:
    """Handle an exception as an uncaught one: the window shows a message, and the traceback is written to a file."""
    sys.excepthook(type(error), error, error.__traceback__)


def while_open(
    widget: QObject, act: Callable[[T], object], otherwise: Callable[[T], object] = do_nothing
) -> Callable[[T], None]:
    """Return a function that calls `act` while the widget lives, and `otherwise` once it is deleted, as closed
    dialogs are.
    """

    def called(outcome: T) -> None:
        if isValid(widget):
            act(outcome)
        else:
            otherwise(outcome)

    return called


def _hand_to(act: Callable[[T], object] | None, outcome: T) -> None:
    """Call a function with the outcome of a task, unless it is a method of an object that was deleted meanwhile, as
    of a dialog that was closed: such a slot is never called by a signal either.
    """
    owner = getattr(act, "__self__", None)
    is_deleted = isinstance(owner, QObject) and not isValid(owner)
    if act is not None and not is_deleted:
        act(outcome)


class _Task(Struct, frozen=True):
    work: Callable[[], Any]
    done: Callable[[Any], object]
    failed: Callable[[Exception], object] | None
    expected: tuple[type[Exception], ...]
    over: threading.Event | None


class _Ended(NamedTuple):
    """The outcome of a task, and its `work`: the objects that this refers to must be freed on the main thread."""

    number: int
    work: Callable[[], Any]
    result: Any
    error: BaseException | None


TURN = 0.3
"""The time after which a task counts as one that waits or takes long, and holds up no other one, in seconds."""
_LONG = 1.0
"""What a task of so many seconds has used and freed is given back to the system: malloc would keep 150 MB."""
_MOST_IDLE = 2
"""So many threads that have nothing to do are kept for the next tasks."""


class Threads:
    """The threads that work on all queues; they outlive every queue, and are joined when the program ends.

    The queues take turns: each works for `TURN` seconds before another one may begin. The main thread needs Python's
    lock (GIL) for every event: it would have to wait for each thread that computes meanwhile. A queue that waits for
    its turn has no thread, because each thread costs memory: connections, and what malloc keeps for it.
    """

    def __init__(self) -> None:
        self.take_turns = True
        """Those that wait for a server should work side by side."""
        self._changed = threading.Condition()
        self._lines: deque[_Line] = deque()
        """Those of which no thread does a task, in the order of their turns."""
        self._at_work: _Line | None = None
        """The one whose turn it is; None if the next one may begin at once."""
        self._end = 0.0
        self._idle = 0
        self._all = weakref.WeakSet[threading.Thread]()
        self._is_over = False

    def work_on(self, line: "_Line") -> None:
        """Do the next task of a line when it is its turn, and so on until there is none."""
        with self._changed:
            self._lines.append(line)
            self._start_missing()
            self._changed.notify()

    def join(self) -> None:
        """Wait until all tasks are done; called when the program ends."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()
        for thread in [*self._all]:
            thread.join()

    def _start_missing(self) -> None:
        """Start the thread that waits for the next turn, if there is none; without turns, one for each line."""
        missing = len(self._lines) - self._idle
        if self.take_turns and self._idle:
            missing = 0
        elif self.take_turns:
            missing = min(missing, 1)
        for _ in range(missing):
            self._idle += 1
            thread = threading.Thread(target=self._work, name="task", daemon=True)
            self._all.add(thread)
            thread.start()

    def _work(self) -> None:
        line = self._next_line()
        while line is not None:
            began = time.monotonic()
            line.do_next()
            is_long = time.monotonic() - began > _LONG
            self._end_turn(line)
            line.tell()
            if is_long:
                give_freed_memory_back()
            line = self._next_line()

    def _next_line(self) -> "_Line | None":
        """Wait for the turn of a line and return it; None if the thread is not needed any more."""
        with self._changed:
            while not self._may_begin():
                is_spare = self._is_over or self._idle > _MOST_IDLE
                if is_spare and not self._lines:
                    self._idle -= 1
                    return None
                self._changed.wait(self._seconds_left())
            self._idle -= 1
            line = self._lines.popleft()
            if self.take_turns:
                self._at_work = line
                self._end = time.monotonic() + TURN
            self._start_missing()
            return line

    def _may_begin(self) -> bool:
        if not self._lines:
            return False
        return not self.take_turns or self._at_work is None or time.monotonic() >= self._end

    def _seconds_left(self) -> float | None:
        """Return how long the turn lasts for which a line waits; None if none waits."""
        if self._lines:
            return max(self._end - time.monotonic(), 0.0)
        return None

    def _end_turn(self, line: "_Line") -> None:
        with self._changed:
            self._idle += 1
            if line.has_tasks():
                self._lines.append(line)
            if self._at_work is line:
                self._at_work = None
            self._changed.notify()


threads = Threads()
atexit.register(threads.join)


class _Line:
    """The waiting and the ended tasks of a queue: the part of it that is shared with another thread."""

    def __init__(self, queue: "TaskQueue") -> None:
        # weak: a thread that still works must not keep a queue alive whose parent was deleted, nor be the
        # one that deletes it
        self.queue = weakref.ref(queue)
        """To be used on the main thread only."""
        self._courier = _courier()
        self._changed = threading.Condition()
        self._waiting: deque[tuple[int, Callable[[], Any]]] = deque()
        self._ended: deque[_Ended] = deque()
        self._is_worked_off = False

    def add(self, number: int, work: Callable[[], Any]) -> None:
        with self._changed:
            self._waiting.append((number, work))
            if self._is_worked_off:
                return
            self._is_worked_off = True
        # at most one thread works on a queue at any time, which keeps its tasks in order
        threads.work_on(self)

    def drop(self) -> None:
        with self._changed:
            dropped = self._waiting
            self._waiting = deque()
        dropped.clear()  # without the lock: freeing an object may run any code

    def wait(self, seconds: float | None = None) -> None:
        """Wait until no task runs or is waiting, at most so many seconds; None for without limit."""
        with self._changed:
            self._changed.wait_for(lambda: not self._is_worked_off, seconds)

    def next_ended(self) -> _Ended | None:
        with self._changed:
            if self._ended:
                return self._ended.popleft()
            return None

    def has_tasks(self) -> bool:
        """Return whether a task waits; if not, nothing is worked off any more."""
        with self._changed:
            self._is_worked_off = bool(self._waiting)
            if not self._waiting:
                self._changed.notify_all()
            return self._is_worked_off

    def do_next(self) -> None:
        with self._changed:
            if not self._waiting:  # they were dropped
                return
            number, work = self._waiting.popleft()
        result = None
        error = None
        try:
            result = work()
        except BaseException as caught:
            error = caught
        with self._changed:
            self._ended.append(_Ended(number, work, result, error))
            del (
                work,
                result,
                error,
            )  # so that the last reference is the one the main thread takes from `_ended`

    def tell(self) -> None:
        """Have the outcome of the last task delivered."""
        with suppress(RuntimeError):  # the program ends
            self._courier.ended.emit(self)


class _Courier(QObject):
    """Lives on the main thread, and delivers the outcomes of tasks there, one for each signal."""

    ended = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        # queued explicitly, since the signal is emitted on threads that Qt has not started
        self.ended.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    def _hand_over(self, line: _Line) -> None:
        queue = line.queue()
        ended = line.next_ended()
        if ended is not None and queue is not None and isValid(queue):
            queue.end(ended)


@cache
def _courier() -> _Courier:
    return _Courier()


def load_picture_readers() -> None:
    """Let Qt load what reads pictures, on the window's thread, before a task reads one.

    Qt loads all of it at the first use, under a lock, and tells the application of each part. To be told, it needs
    Python's lock, with which the window's thread may be waiting for that of Qt: both would wait for ever.
    """
    from PySide6.QtGui import QImageReader

    QImageReader.supportedImageFormats()


class TaskQueue(QObject):
    """Tasks that run one after another on another thread; the outcomes are delivered on the main thread.

    Of a queue that only reads, tasks and outcomes are dropped when the queue is finished or its parent is deleted. A
    queue that `writes` runs every task it was given.
    """

    _told = Signal(object, object, object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        writes: bool = False,
        unexpected: Callable[[BaseException], None] = report_fault,
    ) -> None:
        """Make a queue; `unexpected` is called with an exception that is none of a task's `expected` kinds."""
        super().__init__(parent)
        self._unexpected = unexpected
        self.writes = writes
        self._line = _Line(self)
        self._numbers = itertools.count()
        self._tasks: dict[int, _Task] = {}
        self._is_over = False
        self._told.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        if not writes:
            self.destroyed.connect(self._line.drop)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
        expected: tuple[type[Exception], ...] = (),
        over: threading.Event | None = None,
    ) -> None:
        """Run `work` on another thread, after the tasks before it; do nothing if the queue is finished.

        Args:
            work: The function to run there; it must not touch a widget.
            done: Called with the result, on the main thread, but not a method of an object that is deleted by then.
            failed: Called likewise with an exception of the `expected` kinds; by default it is ignored.
            expected: The kinds of exceptions that are not faults of the program.
            over: Neither is called once it is set, as nobody wants the outcome any more.
        """
        if self._is_over:
            return
        number = next(self._numbers)
        self._tasks[number] = _Task(work, done, failed, expected, over)
        self._line.add(number, work)

    def end(self, ended: _Ended) -> None:
        task = self._tasks.pop(ended.number, None)
        if task is None:
            return
        if ended.error is not None and not isinstance(ended.error, task.expected):
            self._unexpected(ended.error)
        elif task.over is not None and task.over.is_set():
            return
        elif ended.error is not None:
            _hand_to(task.failed, ended.error)
        else:
            _hand_to(task.done, ended.result)

    def tell(self, over: threading.Event, act: Callable[[*Ts], object], *args: *Ts) -> None:
        """Call `act` soon on the main thread, from a task, unless `over` is set by then or the queue is finished."""
        with suppress(RuntimeError):  # the queue is deleted
            self._told.emit(over, act, args)

    def _hear(self, over: threading.Event, act: Callable[..., object], args: tuple[object, ...]) -> None:
        if not self._is_over and not over.is_set():
            act(*args)

    def is_idle(self) -> bool:
        return not self._tasks

    def drop(self) -> None:
        """Drop the tasks that have not begun and the outcome of the running one, unless the queue writes."""
        if not self.writes:
            self._line.drop()
            self._tasks.clear()

    def settle(self) -> None:
        """Wait for all tasks, also for those added meanwhile, and deliver their outcomes before returning."""
        while self._tasks:
            self._line.wait()
            while (ended := self._line.next_ended()) is not None:
                self.end(ended)
        self._line.wait()

    def wait(self, seconds: float) -> None:
        """Wait for the tasks, at most so many seconds, and deliver the outcomes of those that have ended."""
        self._line.wait(seconds)
        while (ended := self._line.next_ended()) is not None:
            self.end(ended)

    def finish(self) -> None:
        """Drop the tasks unless the queue writes, wait for the running ones, and accept no further tasks."""
        self.drop()
        self.settle()
        self._is_over = True


def finish_all(*owners: QObject) -> None:
    """Finish the queues and stop the timers of some objects and all their children.

    The tasks of queues that write are carried out and their outcomes delivered, including tasks that one of these
    queues adds to another meanwhile.
    """
    queues = [queue for owner in owners for queue in owner.findChildren(TaskQueue)]
    for queue in queues:
        queue.drop()
    writing = [queue for queue in queues if queue.writes]
    # again and again: what is done with the result in one queue may add a task to another
    while not all(queue.is_idle() for queue in writing):
        for queue in writing:
            queue.settle()
    for queue in queues:
        queue.finish()
    for owner in owners:
        for timer in owner.findChildren(QTimer):
            timer.stop()


FIRST_MS = 800
"""The delay before the first step, in milliseconds: the window is shown and filled by then."""
BETWEEN_MS = 40
"""The pause between two steps, in milliseconds."""


def do_when_idle(
    work: Iterator[object], parent: QObject, first_ms: int = FIRST_MS, between_ms: int = BETWEEN_MS
) -> None:
    """Advance an iterator by one step after the other from the event loop, until it ends or the parent is deleted."""
    timer = QTimer(parent, interval=first_ms)

    def take_step() -> None:
        timer.setInterval(between_ms)
        if next(work, timer) is timer:
            timer.stop()

    timer.timeout.connect(take_step)
    timer.start()


def do_soon(act: Callable[[], object], parent: QObject) -> None:
    """Call a function from the event loop, unless the parent is deleted by then.

    `QTimer.singleShot(0, parent, act)` would keep `act`, and all that it refers to, for ever if the parent is deleted
    before.
    """
    timer = QTimer(parent, singleShot=True)
    timer.timeout.connect(act)
    timer.timeout.connect(timer.deleteLater)
    timer.start()


SLICE = 0.006
"""The longest time spent on sliced work before the event loop is served again, in seconds."""


class SlicedWork(Protocol):
    """Work of the main thread that is done piece by piece; `set_next` does one piece, a few milliseconds at most."""

    @property
    def is_done(self) -> bool: ...
    def set_next(self) -> None: ...


def work_for(setter: SlicedWork, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while not setter.is_done and time.perf_counter() < end:
        setter.set_next()


class TaskHandle:
    """What work uses, on its own thread, to ask whether it was cancelled and to report its progress (any number)."""

    def __init__(self, report: Callable[[int], None]) -> None:
        self.cancelled = threading.Event()
        self.report = report
        self.is_cancelled = self.cancelled.is_set
        self.cancel = self.cancelled.set


class ExclusiveTask(QObject):
    """A long task with progress and a button to cancel it; starting another one cancels it."""

    def __init__(
        self,
        parent: QObject,
        show: Callable[[str, str, Callable[[], object]], object],
        unexpected: Callable[[BaseException], None] = report_fault,
    ) -> None:
        """Make it without a task.

        `show` is called with the progress in words, the label of the button and its action; `unexpected` as for
        `TaskQueue`.
        """
        super().__init__(parent)
        self._show = show
        self.queue = TaskQueue(self, unexpected=unexpected)
        """The queue of the task; what has to be read before it may be run here, too."""
        self._task: TaskHandle | None = None

    def run(
        self,
        work: Callable[[TaskHandle], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        expected: tuple[type[Exception], ...],
        in_words: Callable[[int], str],
    ) -> None:
        """Cancel the task, and start another one; the arguments are those of `TaskQueue.run`.

        `in_words` returns the words for a number that the work reports.
        """
        self.cancel()

        def show(number: int) -> None:
            self._show(in_words(number), say("取消"), self.cancel)

        task = TaskHandle(lambda number: self.queue.tell(task.cancelled, show, number))
        self._task = task

        def end(result: T) -> None:
            task.cancel()  # progress that was reported before, but is delivered later, is not shown
            done(result)

        self.queue.run(partial(work, task), end, failed, expected)

    def cancel(self) -> None:
        """Cancel the task, if there is one: its handle says so from now on."""
        if self._task is not None:
            self._task.cancel()


THRESHOLDS = (2_000, 10, 10)
"""The thresholds of the three generations, with the meaning they have in `gc.set_threshold`."""

_INTERVAL_MS = 200
COLLECTING = "garbage"
"""The name of the timer that collects."""


_MADE_AT_ONCE = 20_000
"""So many objects between two collections are modules, or a part of a window, while one is opened."""
_GROWTH = 1.1
"""By how much the oldest generation has grown, as a multiple, when it is worth looking through."""
_OLDEST = 2
_SECONDS_TO_CLOSE = 2.0
"""After so many seconds, a library that was closed has let go of everything."""


class Garbage:
    """Decides when reference cycles are looked for, and among which objects.

    Modules, windows and their parts are half a million objects that stay; to look through them stops every thread for a
    twentieth of a second. They are excluded (`gc.freeze`) until a library is closed: then all objects are looked
    through, once.
    """

    def __init__(self) -> None:
        self._has_excluded = False
        self._others_have_excluded = False
        self._is_opening = True
        self._closed: float | None = None
        """When a library was closed; None if its objects have been looked for."""
        self._old = 0
        """How many objects the last collection of the oldest generation has left."""

    def keep_what_stays(self) -> None:
        """Exclude the objects that there are, when a library is open and all parts of its window are made."""
        if self._closed is not None:
            self._collect_what_was_closed()
        elif self._may_exclude():
            self._exclude()
        self._is_opening = False

    def let_go(self) -> None:
        """Have all objects looked through soon, as a library is being closed."""
        self._is_opening = True
        self._closed = time.monotonic()

    def collect(self) -> bool:
        """Collect the oldest generation whose threshold is exceeded, if any is, as Python's automatic collection would.

        Also like that, the oldest is looked through only when it has grown. Return whether it was due: then much has
        been used, and freed.
        """
        if self._closed is not None and time.monotonic() > self._closed + _SECONDS_TO_CLOSE:
            self._collect_what_was_closed()
            return True
        due = [count > limit for count, limit in zip(gc.get_count(), THRESHOLDS, strict=True)]
        if not any(due):
            return False
        generation = max(generation for generation, is_due in enumerate(due) if is_due)
        if self._is_opening and self._are_many(generation) and self._may_exclude():
            self._exclude()
            return False
        if generation < _OLDEST:
            gc.collect(generation)
            return False
        self.collect_if_grown()
        return True

    def collect_if_grown(self) -> None:
        if _number_of_objects(_OLDEST) > _GROWTH * self._old:
            gc.collect()
            self._old = _number_of_objects(_OLDEST)
        else:
            gc.collect(_OLDEST - 1)

    def _may_exclude(self) -> bool:
        """Return whether nobody else has excluded something, which would be looked through afterwards.

        To be asked walks through all that is excluded: what others have, stays so and is remembered.
        """
        if not self._has_excluded and not self._others_have_excluded:
            self._others_have_excluded = gc.get_freeze_count() > 0
        return not self._others_have_excluded

    def _exclude(self) -> None:
        gc.freeze()
        self._has_excluded = True
        self._old = 0

    def _are_many(self, generation: int) -> bool:
        """Return whether too many objects are young to look through them in one go, if `generation` is due."""
        of_next = _number_of_objects(1) if generation else 0
        return gc.get_count()[0] + of_next > _MADE_AT_ONCE

    def _collect_what_was_closed(self) -> None:
        self._closed = None
        self._is_opening = False
        if not self._may_exclude():
            gc.collect()
            return
        gc.unfreeze()
        gc.collect()
        self._exclude()


def _number_of_objects(generation: int) -> int:
    """Return how many objects are in a generation of the garbage collection.

    In a single call, so that no other thread runs while there is a list of them: the tuple that it is building could
    not grow while a list refers to it, and Python would raise SystemError there.
    """
    return next(map(len, map(gc.get_objects, (generation,))))


garbage = Garbage()


def collect_garbage(parent: QObject) -> None:
    """Replace Python's automatic collection, until the process ends, by a timer on the main thread.

    Python collects reference cycles on whichever thread happens to allocate. If a cycle contains an object of Qt, that
    object would be destroyed on another thread than its own, and the program would crash. Calibre and pyqtgraph replace
    the collection for the same reason. Nothing is collected during a call of `processEvents`, when no event loop runs:
    there may be widgets without a reference that are still to be closed.
    """
    gc.disable()
    giving = TaskQueue(parent)
    timer = QTimer(parent, interval=_INTERVAL_MS)
    timer.setObjectName(COLLECTING)
    timer.timeout.connect(partial(_collect_in_loop, giving))
    timer.start()


def _collect_in_loop(giving: TaskQueue) -> None:
    """Collect garbage, and give back to the system what malloc has kept of what was freed."""
    if QThread.currentThread().loopLevel() > 0 and garbage.collect():
        giving.run(give_freed_memory_back, do_nothing)
