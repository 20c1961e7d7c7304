"""Functions run in child processes as here, and no child outlives those who need it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from reader.worker_pool import WorkerLost, WorkerPool

WHO_DIES = """
import os, sys
from reader.worker_pool import WorkerPool
pool = WorkerPool(2, os.getpid)
print(*{pool.submit(os.getpid).result() for _ in range(20)}, flush=True)
pool.submit(__import__("time").sleep, 60)
sys.stdin.read()
"""


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(2, os.getpid) as made:
        yield made


def test_results_come_in_the_order_of_the_items_from_other_processes(pool: WorkerPool) -> None:
    assert list(pool.map(abs, range(-50, 0))) == [*range(50, 0, -1)]
    while not pool.is_ready:
        time.sleep(0.01)
    assert os.getpid() not in set(pool.map(eval, ["__import__('os').getpid()"] * 8))


def test_children_that_can_not_prepare_are_never_ready() -> None:
    with WorkerPool(1, abs) as pool:  # type: ignore[arg-type]  # `abs` wants an argument
        assert pool.submit(abs, -1).result() == 1
        assert not pool.is_ready


def test_what_a_function_raises_is_raised_here_and_its_process_goes_on(pool: WorkerPool) -> None:
    with pytest.raises(ZeroDivisionError):
        pool.submit(divmod, 1, 0).result()
    assert pool.submit(divmod, 7, 2).result() == (3, 1)


def test_what_a_function_prints_is_not_taken_for_a_result(pool: WorkerPool) -> None:
    assert pool.submit(os.write, 1, b"\xff" * 100).result() == 100
    assert pool.submit(abs, -1).result() == 1


def test_an_interrupt_of_the_whole_group_is_left_to_the_parent(pool: WorkerPool) -> None:
    assert pool.submit(signal.raise_signal, signal.SIGINT).result() is None


def test_a_lost_process_is_said_and_replaced(pool: WorkerPool) -> None:
    with pytest.raises(WorkerLost):
        pool.submit(os._exit, 3).result()
    assert pool.submit(abs, -1).result() == 1


def test_what_a_lost_process_had_to_do_is_done_here(pool: WorkerPool) -> None:
    here = os.getpid()
    assert list(pool.map(_ends_elsewhere, [here, here])) == [here, here]


def _ends_elsewhere(here: int) -> int:
    if os.getpid() != here:
        os._exit(1)
    return here


def test_leaving_ends_what_is_running() -> None:
    began = time.monotonic()
    with WorkerPool(1, os.getpid) as pool:
        child = pool.submit(os.getpid).result()
        sleeping, waiting = pool.submit(time.sleep, 60), pool.submit(abs, 1)
        while not sleeping.running():
            time.sleep(0.01)
    assert time.monotonic() - began < 30
    assert isinstance(sleeping.exception(), WorkerLost)
    with pytest.raises(CancelledError):
        waiting.result()
    if sys.platform == "linux":
        assert not Path(f"/proc/{child}").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_children_end_with_a_parent_that_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WHO_DIES], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        children = parent.stdout.readline().split()
        parent.send_signal(signal.SIGKILL)
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
