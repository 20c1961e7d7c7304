"""What stands beside the current row: what can be said of it, its evidence, and the strip of its page's picture."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from reader import do_nothing
from reader.library.doubt_evidence import DoubtEvidence, PictureStrip
from reader.library.doubts import Doubt
from reader.library.library import Library
from reader.storage.catalogue import CatalogueDamaged
from reader.ui.check.doubt_paging import key_of
from reader.ui.check.evidence_pane import EvidencePane
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.undo_stack import FAULTS

if TYPE_CHECKING:
    from reader.library.doubt_acts import DoubtAct
    from reader.library.doubt_offers import Offer

EXPECTED = (*FAULTS, CatalogueDamaged)
"""The errors of what is looked up for the place, which are told."""


class Beside(Struct, frozen=True):
    """What is looked up for a row: what can be said of it, and its evidence."""

    offers: tuple[Offer, ...] = ()
    acts: tuple[DoubtAct, ...] = ()
    evidence: DoubtEvidence = DoubtEvidence()


class RowBeside:
    """Looks it up for one row at a time, and fills the pane of evidence; what comes for another row is dropped."""

    def __init__(
        self,
        library: Library,
        pane: EvidencePane,
        can_open: Callable[[Doubt], bool],
        parent: QObject,
    ) -> None:
        self._library = library
        self._pane = pane
        self._can_open = can_open
        self._looking = TaskQueue(parent)
        self._cutting = TaskQueue(parent)
        self._key: tuple[object, ...] | None = None
        self._beside: Beside | None = None
        """What was looked up for the row of `_key`; None until it is there."""
        self.filled: Callable[[], object] = do_nothing
        """Called when it is there, and the pane is filled."""
        self.failed: Callable[[], object] = do_nothing
        """Called when it can't be looked up; the pane says why."""

    def is_idle(self) -> bool:
        return self._looking.is_idle() and self._cutting.is_idle()

    def of(self, doubt: Doubt) -> Beside | None:
        """Return what was looked up for a row; None if it isn't there yet, or another row is the current one."""
        if key_of(doubt) != self._key:
            return None
        return self._beside

    def forget(self) -> None:
        """Drop what is under way, and look it up anew for the row that is followed next."""
        self._key = None
        self._looking.drop()
        self._cutting.drop()

    def follow(self, doubt: Doubt) -> None:
        """Look up what stands beside a row, unless it is the one that is followed already."""
        if key_of(doubt) == self._key:
            return
        self._key = key_of(doubt)
        self._beside = None
        self._looking.drop()
        work = partial(_look_up, self._library, doubt)
        self._looking.run(work, partial(self._show, doubt), self._fail, EXPECTED)

    def _show(self, doubt: Doubt, beside: Beside) -> None:
        if key_of(doubt) != self._key:
            return
        self._beside = beside
        self._pane.show_evidence(beside.evidence, can_open=self._can_open(doubt))
        self._show_strip(doubt, beside.evidence.strip)
        self.filled()

    def _show_strip(self, doubt: Doubt, strip: PictureStrip | None) -> None:
        """Show what the picture of the page has of a doubt, once it is cut, if it is still the current one."""
        self._cutting.drop()
        if strip is None:
            return
        from reader.pictures.picture_process import PictureUnwanted
        from reader.ui.check.picture_strip import cut

        def is_unwanted() -> bool:
            return key_of(doubt) != self._key

        def show(image: QImage) -> None:
            if not is_unwanted():
                self._pane.strip.show_image(image)

        work = partial(cut, self._library.pictures, strip, is_unwanted)
        self._cutting.run(work, show, do_nothing, (*EXPECTED, PictureUnwanted))

    def _fail(self, error: Exception) -> None:
        self._beside = Beside()
        self._pane.show_evidence(DoubtEvidence(why_no_lines=str(error)), can_open=False)
        self.failed()


def _look_up(library: Library, doubt: Doubt) -> Beside:
    """Read the catalogue and the file: not for the window's thread."""
    from reader.library.doubt_acts import acts_on
    from reader.library.doubt_evidence import evidence_of
    from reader.library.doubt_offers import offers_of

    acts = acts_on(library, doubt)
    return Beside(offers_of(library, doubt), tuple(acts), evidence_of(library, doubt))
