"""The gaps of a window's loop: how long input had to wait, and what the window was doing."""

import faulthandler
import tempfile
import threading
import time
from dataclasses import dataclass

from PySide6.QtCore import QEventLoop, Qt, QTimer

TICK_MS = 5
LONG_MS = 50.0
_WORST_MS = 200.0
_SUSPICIOUS_S = 0.03
_FRAMES = 6


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """Between two ticks; `stack` is what the window was doing in one of more than 30 ms."""

    ms: float
    stack: str


class Watch:
    """Notes every gap between two ticks of the loop, from its making until `stop`."""

    def __init__(self) -> None:
        self.gaps: list[Gap] = []
        self._last = time.perf_counter()
        self._main = threading.get_ident()
        self._stack = ""
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)
        self._dump = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - as long as this watches
        self._runs = True
        threading.Thread(target=self._sample, daemon=True).start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append(Gap((now - self._last) * 1000, self._stack))
        self._last, self._stack = now, ""

    def _sample(self) -> None:
        while self._runs:
            time.sleep(0.02)
            if time.perf_counter() - self._last > _SUSPICIOUS_S:
                self._stack = self._innermost_calls()

    def _innermost_calls(self) -> str:
        """Of the window's thread. faulthandler takes no hold of its frames: one that lives on keeps its painter alive
        beyond the event that it paints in, and Qt falls."""
        self._dump.seek(0)
        self._dump.truncate()
        faulthandler.dump_traceback(self._dump)
        self._dump.seek(0)
        threads = self._dump.read().decode(errors="replace").split("\n\n")
        own = next((thread for thread in threads if f"0x{self._main:016x}" in thread), "")
        return "\n".join(own.splitlines()[1 : 1 + _FRAMES])

    def stop(self) -> None:
        self._runs = False
        self._timer.stop()


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


def report_worst(gaps: list[Gap], count: int = 10) -> None:
    print(f"  the {count} worst:")
    for gap in sorted(gaps, reverse=True)[:count]:
        print(f"  {gap.ms:.1f} ms\n{gap.stack}")
