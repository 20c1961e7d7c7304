"""Whether work grows with the size of what it is done on, told as a ratio: eight times as much takes about eight times
as long. What grew with the square would take sixty-four times; what is asked is less than half of that."""

import time
from collections.abc import Callable

TIMES, MOST = 8, 28
ROUNDS = 3
LONG_ENOUGH = 0.01
"""Seconds that can be measured; what takes less is done again and again."""


def seconds(act: Callable[[], object]) -> float:
    """Return the processor time of one time, the least of a few rounds: other work on the machine only adds to it."""
    taken = []
    for _ in range(ROUNDS):
        times, began = 0, time.process_time()
        while (passed := time.process_time() - began) < LONG_ENOUGH or not times:
            act()
            times += 1
        taken.append(passed / times)
    return min(taken)


def grows_with_its_size(of_size: Callable[[int], Callable[[], object]], size: int) -> bool:
    """`of_size` prepares what is done on something of that size."""
    return seconds(of_size(TIMES * size)) <= MOST * seconds(of_size(size))
