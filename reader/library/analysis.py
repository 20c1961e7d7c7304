"""What a sync derives from the articles for features, such as reprints and names: each is an `Analysis`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from reader.storage.catalogue_writer import CatalogueWriter
    from reader.worker_pool import WorkerPool


class Analysis(Protocol):
    """One analysis of the articles in one sync, whose index is up to date once the first step is done.

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
