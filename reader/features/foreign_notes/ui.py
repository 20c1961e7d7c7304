"""Importing quotes of other programs in the window: what they become, and the list of those without a place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont

from reader.i18n import say
from reader.ui.desk import Desk, Part
from reader.ui.widgets import theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.dialog import Files, ask_to_open
from reader.ui.widgets.listing import ListingDialog
from reader.ui.widgets.pieced_listing import ReasonedListing
from reader.ui.widgets.services import Handlers
from reader.ui.widgets.undo_stack import FAULTS

if TYPE_CHECKING:
    from reader.features.foreign_notes.anchoring import Anchored, Unanchored
    from reader.storage.user_merge import MergePlan


class ForeignNotesPart(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._tasks = TaskQueue(self)

    def handlers(self) -> Handlers:
        return {"import_foreign_notes": self._ask}

    def _ask(self) -> None:
        kinds = say("引语和批注 (*.json *.ris *.md *.txt)")
        path = ask_to_open(self.desk.frame.window(), say("导入别的程序的批注"), Files.NOTES, kinds)
        if path is not None:
            self.import_file(path)

    def import_file(self, path: Path) -> None:
        from reader.features.foreign_notes.anchoring import anchored_in

        library = self._library
        self._services.message(say("正在找引语的位置……"))
        self._tasks.run(
            partial(anchored_in, library, path), partial(self._take, path), self._services.error, FAULTS
        )

    def _take(self, path: Path, anchored: Anchored) -> None:
        from reader.features.foreign_notes.anchoring import take

        library = self._library
        taken = anchored

        def merge() -> MergePlan:
            nonlocal taken
            taken, plan = take(library, anchored, path.name)
            return plan

        if anchored.new:
            words = say("导入 {name}", name=path.name)
            self.desk.bookmarks.merge(
                words, merge, lambda _: wording.listed([taken.in_words(), taken.remark])
            )
        else:
            self._services.message(wording.listed([anchored.in_words(), anchored.remark]))
        if anchored.unanchored:
            unanchored = UnanchoredList(anchored.unanchored)
            title = wording.listed([say("导入别的程序的批注"), anchored.in_words()])
            ListingDialog(self.desk.frame.window(), title, "unanchored", unanchored).open()


class UnanchoredList(ReasonedListing["Unanchored"]):
    def __init__(self, unanchored: Sequence[Unanchored]) -> None:
        self._unanchored = unanchored
        super().__init__(say("没有找到位置的引语"))

    def read_rows(self) -> Sequence[Unanchored]:
        return self._unanchored

    def words(self, row: Unanchored) -> str:
        return wording.listed([f"“{row.quoted.exact}”", row.why, *row.places])

    def tip(self, row: Unanchored) -> str:
        return "\n".join((row.quoted.exact, row.why, *row.places, row.quoted.note))

    def first_line(self, row: Unanchored) -> tuple[str, QFont]:
        return f"“{row.quoted.exact}”".replace("\n", " "), theme.serif(14)

    def reason(self, row: Unanchored) -> str:
        return wording.listed([row.why, *row.places])
