"""What a sync derives from the articles once all of them can be searched: names, reprints, rates of misreading.

It is done in steps, in each of which this process alone writes: others may sync and correct in between.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Protocol

from reader.library.derived_data import Turn, only_writer
from reader.library.sync_events import LibraryBusy, ProgressCounter
from reader.plugs import all_plugs, load
from reader.search.engine import Engine
from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_writer import CatalogueWriter
from reader.worker_pool import WorkerPool

# After a step of so many seconds, others who want to write get the time to begin.
_LONG_STEP = 0.2
_GAP = 0.05


class Analysis(Protocol):
    """One analysis of the articles, whose index is up to date.

    Ids of articles only increase, so that the articles up to some id are analysed, and none after it. A step is done
    completely or not at all; the next sync goes on after the last one. What was found by other rules is deleted first.
    """

    def left(self) -> int:
        """Return the number of articles still to be analysed."""

    def begin(self, pool: WorkerPool | None, report: Callable[[int, int], object]) -> None:
        """Have children begin to analyse, where there are any; all articles are stored.

        They are given articles, or ranges of ids in a catalogue that they read themselves. `report` is called with the
        number of articles done and their total, and may raise to stop the work.
        """

    def step(self, writer: CatalogueWriter, check: Callable[[], object]) -> int:
        """Store the analysis of some articles, or of all that children have begun; return the number of articles left.

        `check` is called often, and may raise to stop the work.
        """


class Analyses:
    """All analyses of a library. Raises like catalogue and engine, and what `progress` raises."""

    def __init__(self, catalogue: Catalogue, engine: Engine, progress: ProgressCounter, lock: Path) -> None:
        """`lock` is the one of whoever writes to the library."""
        self._catalogue = catalogue
        self._engine = engine
        self._progress = progress
        self._lock = lock
        self._turn = Turn(lock)
        self._pool: WorkerPool | None = None
        self._begun: Sequence[Analysis] = ()
        self._generation = 0
        """That of the catalogue since which only these have written."""

    def left(self) -> int:
        """Return the number of articles still to be analysed."""
        return max((analysis.left() for analysis in self._made()), default=0)

    def begin(self, pool: WorkerPool | None) -> None:
        """Have children begin, unless another process is at it; the caller has to hold the lock, and to `close`."""
        self._pool = pool
        if self._turn.take():
            self._begin()

    def keep_begun(self) -> None:
        """Go on with what was begun, as this process alone has written since; the caller has to hold the lock."""
        self._generation = self._catalogue.generation()

    def finish(self, most: int | None = None) -> None:
        """Do what is left, if that is at most so many articles; the caller has to hold the lock."""
        for analysis in self._made():
            left = total = analysis.left()
            while left and (most is None or total <= most):
                left = self._step(analysis, left, total)

    def go_on(self) -> None:
        """Do what is left, taking the lock for each step; another process that is at it will do it."""
        while self.left() and self._turn.take():
            try:
                while not self._is_done():
                    with self._writing():
                        self._begin()
            finally:
                self.close()

    def close(self) -> None:
        self._begun = ()
        self._turn.give_up()

    def _begin(self) -> None:
        self._begun = self._made()
        for analysis in self._begun:
            analysis.begin(self._pool, self._progress.report)
        self._generation = self._catalogue.generation()

    def _is_done(self) -> bool:
        """Do what is left; return False if another process has written in between: what was begun is void then."""
        for analysis in self._begun:
            left = total = analysis.left()
            while left:
                began = time.monotonic()
                with self._writing():
                    if self._catalogue.generation() != self._generation:
                        return False
                    left = self._step(analysis, left, total)
                    self._generation = self._catalogue.generation()
                if time.monotonic() - began > _LONG_STEP:
                    time.sleep(_GAP)
        return bool(self._begun)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the lock during the block; a sync that holds it is waited for."""
        with ExitStack() as stack:
            while True:
                with suppress(LibraryBusy):
                    stack.enter_context(only_writer(self._lock))
                    break
                self._progress.report(0, 1)
            yield

    def _step(self, analysis: Analysis, left: int, total: int) -> int:
        total = max(total, left)
        check = partial(self._progress.report, total - left, total)
        check()
        with self._catalogue.writing() as writer:
            return analysis.step(writer, check)

    def _made(self) -> list[Analysis]:
        arguments = self._catalogue, self._engine
        return [load(plug.analysis)(*arguments) for plug in all_plugs() if plug.analysis]
