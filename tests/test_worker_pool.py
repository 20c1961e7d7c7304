"""Functions run in child processes as here, and no child outlives those who need it."""

import importlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import Any

import pytest

from reader.language.numbers import number_of
from reader.own_process import IN_BACKGROUND
from reader.worker_pool import WorkerLost, WorkerPool

WHO_DIES = """
import sys
from reader.language.numbers import number_of
from reader.worker_pool import WorkerPool
pool = WorkerPool(2, number_of, "三")
list(pool.map(number_of, ["三"] * 50))
print(*(child.pid for child in pool._children), flush=True)
sys.stdin.read()
"""


def load(module: str) -> None:
    importlib.import_module(module)


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(2, number_of, "三") as made:
        yield made


def wait_for(one: Future[Any], state: str) -> None:
    while not getattr(one, state)():
        time.sleep(0.01)


def wait_for_children(pool: WorkerPool) -> None:
    assert [each.result() for each in pool._prepared] == [3, 3]


def test_results_come_in_the_order_of_the_arguments(pool: WorkerPool) -> None:
    assert list(pool.map(number_of, map(str, range(-50, 50)))) == [None] * 50 + [*range(50)]


def test_children_that_can_not_prepare_work_nevertheless() -> None:
    with WorkerPool(1, load, "no_such_module") as pool:
        assert pool.submit(number_of, "三").result() == 3
        assert isinstance(pool._prepared[0].exception(), WorkerLost)


def test_what_a_function_raises_is_said_and_its_process_goes_on(pool: WorkerPool) -> None:
    with pytest.raises(WorkerLost, match=r"ModuleNotFoundError.*no_such"):
        pool.submit(load, "no_such").result()
    with pytest.raises(ModuleNotFoundError):
        list(pool.map(load, ["no_such"]))
    children = [*pool._children]
    assert list(pool.map(number_of, ["三"] * 50)) == [3] * 50
    assert pool._children[: len(children)] == children
    assert all(child.poll() is None for child in pool._children)


def test_what_can_not_be_sent_is_done_here(pool: WorkerPool) -> None:
    with pytest.raises(WorkerLost):
        pool.submit(number_of, "\udcff").result()
    assert list(pool.map(number_of, ["\udcff", "三"])) == [None, 3]


def test_what_is_printed_is_not_taken_for_a_result(pool: WorkerPool) -> None:
    assert list(pool.map(load, ["this"] * 9)) == [None] * 9
    assert list(pool.map(number_of, ["三"] * 9)) == [3] * 9


def test_an_interrupt_of_the_whole_group_is_left_to_the_parent(pool: WorkerPool) -> None:
    wait_for_children(pool)
    for child in pool._children:
        child.send_signal(signal.SIGINT)
    list(pool.map(number_of, ["三"] * 9))
    assert all(child.poll() is None for child in pool._children)


def test_a_lost_process_is_said_and_replaced_and_its_work_is_done_here(pool: WorkerPool) -> None:
    wait_for_children(pool)
    lost = [*pool._children]
    for child in lost:
        child.kill()
    with pytest.raises(WorkerLost):
        pool.submit(number_of, "三").result()
    assert list(pool.map(number_of, ["三"] * 9)) == [3] * 9
    assert set(pool._children) - set(lost)


@pytest.mark.skipif(sys.platform == "win32", reason="priorities of POSIX")
def test_the_parent_comes_before_its_children(pool: WorkerPool) -> None:
    wait_for_children(pool)
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert all(os.getpriority(os.PRIO_PROCESS, child.pid) > own for child in pool._children)


SCHEDULER_OF_A_CHILD = """
import os, sys
from reader.language.numbers import number_of
from reader.worker_pool import WorkerPool
os.nice(int(sys.argv[1]))
with WorkerPool(1, number_of, "三") as pool:
    pool.submit(number_of, "三").result()
    print(os.sched_getscheduler(pool._children[0].pid) == os.SCHED_IDLE)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux has a class of idle processes")
@pytest.mark.parametrize("nicer", [0, IN_BACKGROUND])
def test_the_children_of_a_process_in_the_background_give_way_to_everybody(nicer: int) -> None:
    command = [sys.executable, "-c", SCHEDULER_OF_A_CHILD, str(nicer)]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    is_in_background = os.nice(0) + nicer >= IN_BACKGROUND
    assert said.stdout.strip() == str(is_in_background)


@pytest.mark.skipif(sys.platform == "win32", reason="a process is stopped by a signal")
def test_leaving_ends_what_is_running() -> None:
    began = time.monotonic()
    with WorkerPool(1, number_of, "三") as pool:
        wait_for(pool._prepared[0], "done")
        (child,) = pool._children
        child.send_signal(signal.SIGSTOP)
        running, waiting = pool.submit(number_of, "三"), pool.submit(number_of, "四")
        wait_for(running, "running")
    assert time.monotonic() - began < 30
    assert child.returncode is not None
    assert isinstance(running.exception(), WorkerLost)
    with pytest.raises(CancelledError):
        waiting.result()


@pytest.mark.skipif(sys.platform == "win32", reason="a process is stopped by a signal")
def test_a_child_that_starts_while_the_pool_is_left_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    is_left, start = threading.Event(), subprocess.Popen

    def late(*command: Any, **options: Any) -> subprocess.Popen[bytes]:
        is_left.wait()
        child = start(*command, **options)
        child.send_signal(signal.SIGSTOP)
        return child

    monkeypatch.setattr(subprocess, "Popen", late)
    with WorkerPool(1, number_of, "三") as pool:
        threading.Timer(0.2, is_left.set).start()
    (child,) = pool._children
    assert child.returncode is not None


def test_a_thread_that_comes_too_late_for_a_call_does_not_wait_for_one() -> None:
    with WorkerPool(1, number_of, "三") as pool:
        pool.submit(number_of, "三").result()
    late = threading.Thread(target=pool._do_next, daemon=True)
    late.start()
    late.join(120)
    assert not late.is_alive()


@pytest.mark.skipif(sys.platform == "win32", reason="a process is stopped by a signal")
def test_what_is_waited_for_comes_before_what_is_begun_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    call = WorkerPool._call

    def noted(pool: WorkerPool, function: Callable[[str], object], argument: str) -> object:
        called.append(argument)
        return call(pool, function, argument)

    monkeypatch.setattr(WorkerPool, "_call", noted)
    with WorkerPool(1, number_of, "三") as pool:
        wait_for(pool._prepared[0], "done")
        (child,) = pool._children
        child.send_signal(signal.SIGSTOP)
        running, *ahead = (pool.submit(number_of, each) for each in "三四五")
        wait_for(running, "running")
        awaited = pool.map(number_of, ["六", "七"])
        child.send_signal(signal.SIGCONT)
        assert list(awaited) == [6, 7]
        assert [each.result() for each in ahead] == [4, 5]
    assert called[1:] == [*"三六七四五"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_children_end_with_a_parent_that_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WHO_DIES], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        children = parent.stdout.readline().split()
        assert len(children) == 2
        parent.kill()
        parent.wait()
        for _ in range(200):
            if not (left := [child for child in children if _is_running(int(child))]):
                break
            time.sleep(0.05)
    assert left == []


def _is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
