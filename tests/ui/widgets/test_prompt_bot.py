"""What tests of windows wait for is seen when it comes, and missed when it does not."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal
from pytestqt.exceptions import TimeoutError
from pytestqt.qtbot import QtBot


class Bell(QObject):
    rings = Signal()


def test_what_comes_by_a_timer_or_from_another_thread_is_seen(qtbot: QtBot) -> None:
    seen, bell = list[str](), Bell()
    bell.rings.connect(lambda: seen.append("thread"))
    QTimer.singleShot(30, lambda: seen.append("timer"))
    QThreadPool.globalInstance().start(bell.rings.emit)
    qtbot.waitUntil(lambda: sorted(seen) == ["thread", "timer"])


def test_what_comes_without_an_event_is_seen(qtbot: QtBot) -> None:
    times = iter(range(5))
    qtbot.waitUntil(lambda: next(times) == 4)


def test_an_assertion_is_waited_for_until_it_holds(qtbot: QtBot) -> None:
    times = iter(range(5))

    def holds() -> None:
        assert next(times) == 4

    qtbot.waitUntil(holds)


def never() -> None:
    assert not "yet"


@pytest.mark.parametrize(("look", "why"), [(lambda: False, type(None)), (never, AssertionError)])
def test_what_does_not_come_fails_and_says_what_was_missing(
    qtbot: QtBot, look: Callable[[], bool | None], why: type
) -> None:
    with pytest.raises(TimeoutError, match="30 milliseconds") as missed:
        qtbot.waitUntil(look, timeout=30)
    assert isinstance(missed.value.__cause__, why)


def test_what_goes_wrong_while_one_looks_is_told_at_once(qtbot: QtBot) -> None:
    with pytest.raises(ZeroDivisionError):
        qtbot.waitUntil(lambda: bool(1 / 0))


def test_what_is_neither_true_nor_false_is_refused(qtbot: QtBot) -> None:
    with pytest.raises(ValueError, match=r"\[\]"):
        qtbot.waitUntil(list)  # type: ignore[arg-type]
