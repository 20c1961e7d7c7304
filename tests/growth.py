"""Whether work grows with the size of what it is done on, told as a ratio: eight times as much takes about eight times
as long. What grew with the square would take sixty-four times; what is asked is less than half of that."""

import time
from collections.abc import Callable

TIMES, MOST = 8, 28
FLOOR = 0.005
"""Seconds below which a difference says nothing."""


def seconds(act: Callable[[], object]) -> float:
    taken = []
    for _ in range(3):
        began = time.process_time()
        act()
        taken.append(time.process_time() - began)
    return min(taken)


def grows_with_its_size(of_size: Callable[[int], Callable[[], object]], size: int) -> bool:
    """`of_size` prepares what is done on something of that size."""
    return seconds(of_size(TIMES * size)) <= MOST * max(FLOOR, seconds(of_size(size)))
