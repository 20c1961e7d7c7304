"""The gaps of a window's loop: how long input had to wait, and what the window was doing."""

import faulthandler
import gc
import re
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter, defaultdict
from operator import itemgetter
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QEventLoop, Qt, QTimer

import reader

TICK_MS = 5
LONG_MS = 50.0
_WORST_MS = 200.0
_SUSPICIOUS_S = 0.02
_ANSWER_S = 0.005
_FRAMES = 6
_WAITING = ("wait", "_worker")
_OURS = str(Path(reader.__file__).parent)
_FRAME = re.compile(r'File "(.+)", line \d+,? in (.+)')


class Gap(Struct, frozen=True, order=True):
    """Between two ticks: how long, how much of it the window's thread had the processor and waited for it while others
    had it (on Linux), and how much other threads of its process had it; how long Python collected garbage; the stacks
    the window was seen with, innermost call first, and what other threads were seen at: none in a gap of less than
    20 ms.
    """

    ms: float
    own_ms: float
    waited_ms: float
    others_ms: float
    garbage_ms: float
    stacks: tuple[str, ...]
    beside: tuple[str, ...]


class Watch:
    """Notes every gap between two ticks of the loop, from its making until `stop`."""

    def __init__(self) -> None:
        self.gaps: list[Gap] = []
        self._last, self._own, self._all = time.perf_counter(), time.thread_time(), time.process_time()
        self._garbage = self._collecting = 0.0
        self._waited = waited_ms()
        gc.callbacks.append(self._collect)
        self._main = threading.get_ident()
        self._stacks: list[str] = []
        self._beside: list[str] = []
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)
        self._dump = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - as long as this watches
        faulthandler.register(signal.SIGUSR1, self._dump, all_threads=False)
        self._runs = True
        threading.Thread(target=self._sample, daemon=True).start()

    def _tick(self) -> None:
        now, own, every = time.perf_counter(), time.thread_time(), time.process_time()
        mine = own - self._own
        waited = waited_ms()
        self.gaps.append(
            Gap(
                ms=(now - self._last) * 1000,
                own_ms=mine * 1000,
                waited_ms=waited - self._waited,
                others_ms=(every - self._all - mine) * 1000,
                garbage_ms=self._garbage * 1000,
                stacks=tuple(self._stacks),
                beside=tuple(self._beside),
            )
        )
        self._stacks, self._beside = [], []
        self._waited = waited
        self._last, self._own, self._all, self._garbage = now, own, every, 0.0

    def _collect(self, phase: str, _told: dict[str, int]) -> None:
        if phase == "start":
            self._collecting = time.perf_counter()
        else:
            self._garbage += time.perf_counter() - self._collecting

    def _sample(self) -> None:
        while self._runs:
            time.sleep(_SUSPICIOUS_S / 2)
            stacks, beside = self._stacks, self._beside
            if time.perf_counter() - self._last > _SUSPICIOUS_S:
                beside += self._others()
                if calls := self._calls():
                    stacks.append(calls)

    def _others(self) -> list[str]:
        """What the other threads are at that do not wait."""
        frames = sys._current_frames()
        del frames[self._main], frames[threading.get_ident()]
        return [
            _cause("".join(reversed(traceback.format_stack(frame))))
            for frame in frames.values()
            if frame.f_code.co_name not in _WAITING
        ]

    def _calls(self) -> str:
        """Of the window's thread, which writes them itself when the signal comes; "" where it does not come to that.
        Its frames must not be kept: one that lives on keeps its painter alive beyond the event that it paints in, and
        Qt falls. And looked at from another thread, the threads may be just then coming and going.
        """
        self._dump.seek(0)
        self._dump.truncate()
        signal.pthread_kill(self._main, signal.SIGUSR1)
        time.sleep(_ANSWER_S)
        self._dump.seek(0)
        return "\n".join(self._dump.read().decode(errors="replace").splitlines()[1:])

    def stop(self) -> None:
        self._runs = False
        self._timer.stop()
        gc.callbacks.remove(self._collect)


def waited_ms() -> float:
    """Return how long this thread has been ready to run, and another had its processor; 0 where Linux does not tell."""
    try:
        return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e6
    except OSError:
        return 0.0


def pause(ms: int) -> None:
    """Lets the window's loop run. `QTest.qWait` would keep Python's lock, and every other thread waiting for it."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def report(title: str, gaps: list[Gap]) -> None:
    """The distribution. A gap of more than two ticks is busy time: a handler ran in it, or input waited."""
    times = sorted(gap.ms for gap in gaps)
    total = sum(times)
    busy = sum(t for t in times if t > 2 * TICK_MS) or 1.0
    long = sum(t for t in times if t > LONG_MS)
    at = [times[min(int(len(times) * p), len(times) - 1)] for p in (0.5, 0.95, 0.99, 0.999)]
    print(f"\n{title}: {len(times)} ticks in {total / 1000:.1f} s")
    print("  gap ms: p50 {:.1f}  p95 {:.1f}  p99 {:.1f}  p99.9 {:.1f}".format(*at), f" worst {times[-1]:.1f}")
    print(
        f"  in gaps over {LONG_MS:.0f} ms: {long / total:.2%} of all time, {long / busy:.2%} of busy time; "
        f"over {_WORST_MS:.0f} ms: {sum(t > _WORST_MS for t in times)}"
    )


def report_shares(gaps: list[Gap]) -> None:
    """Who had the processor in the long gaps: what is left of a gap's length others had, outside of this process."""
    long = [gap for gap in gaps if gap.ms > LONG_MS]
    own, waited, others, garbage = (
        sum(getattr(gap, name) for gap in long) for name in ("own_ms", "waited_ms", "others_ms", "garbage_ms")
    )
    print(
        f"  of {sum(gap.ms for gap in long):.0f} ms in such gaps the window's thread had the processor for {own:.0f},"
        f" waited for it for {waited:.0f}, other threads of its process had it for {others:.0f};"
        f" garbage was collected for {garbage:.0f}"
    )
    theirs = [gap.own_ms for gap in gaps if gap.own_ms > LONG_MS]
    print(
        f"  gaps in which it had the processor for more than {LONG_MS:.0f} ms: {len(theirs)}, {sum(theirs):.0f} ms"
    )


def report_causes(gaps: list[Gap], count: int = 20) -> None:
    """Where the long gaps went: by the outermost and the innermost function of ours that was seen at work, in the
    window's thread and in others.
    """
    long = [gap for gap in gaps if gap.ms > LONG_MS]
    wall, own, beside = (defaultdict[str, float](float) for _ in range(3))
    times = Counter[str]()
    for gap in long:
        causes = [_cause(stack) for stack in gap.stacks] or ["(not seen)"]
        for cause in causes:
            wall[cause] += gap.ms / len(causes)
            own[cause] += gap.own_ms / len(causes)
        for cause in gap.beside:
            beside[cause] += gap.others_ms / len(gap.beside)
        times.update({*causes, *gap.beside})
    print(
        f"  {len(long)} gaps over {LONG_MS:.0f} ms, by what was seen in them: ms, of these the thread's own, gaps"
    )
    for cause, ms in sorted(wall.items(), key=itemgetter(1), reverse=True)[:count]:
        print(f"  {ms:8.0f} {own[cause]:8.0f} {times[cause]:4}  {cause}")
    print("  and by what other threads of its process were seen at: ms of processor, gaps")
    for cause, ms in sorted(beside.items(), key=itemgetter(1), reverse=True)[:count]:
        print(f"  {ms:8.0f} {times[cause]:4}  {cause}")


def report_worst(gaps: list[Gap], count: int = 10) -> None:
    print(f"  the {count} worst:")
    for gap in sorted(gaps, reverse=True)[:count]:
        last = gap.stacks[-1].splitlines()[:_FRAMES] if gap.stacks else []
        print(
            f"  {gap.ms:.1f} ms, {gap.own_ms:.1f} its own, {gap.waited_ms:.1f} waiting,"
            f" {gap.others_ms:.1f} others', {gap.garbage_ms:.1f} garbage"
        )
        print("\n".join([*last, *(f"  beside it {cause}" for cause in sorted(set(gap.beside)))]))


def _cause(stack: str) -> str:
    """`window._turn › theme.use`: the handler, and the function in it."""
    ours = [f"{Path(path).stem}.{name}" for path, name in _FRAME.findall(stack) if path.startswith(_OURS)]
    if not ours:
        return "Qt"
    return ours[0] if len(ours) == 1 else f"{ours[-1]} › {ours[0]}"
