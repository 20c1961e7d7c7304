"""Long work in slices, so that the window answers between them."""

import time
from typing import Protocol

SLICE = 0.006
"""The seconds of work between two turns of the event loop."""


class SlicedWork(Protocol):
    """Work that is done a piece at a time."""

    @property
    def is_done(self) -> bool: ...
    def set_next(self) -> None: ...


def set_for(setter: SlicedWork, seconds: float) -> None:
    """Do pieces of work until the time is over, or none are left."""
    end = time.perf_counter() + seconds
    while not setter.is_done and time.perf_counter() < end:
        setter.set_next()
