"""Dossiers as files: where one is written to, in which form, and the typesetting of a PDF."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from reader.export.exported_files import named_file
from reader.features.dossiers.dossier_text import DossierFormat, DossierText, dossier_text, no_bookmarks
from reader.features.dossiers.dossiers import DossierRow, Dossiers
from reader.i18n import say
from reader.plugs import answering, plugs
from reader.ui.desk import Desk
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.dialog import Files, ask_for_file
from reader.ui.widgets.undo_stack import FAULTS

if TYPE_CHECKING:
    from reader.ui.sheets import Job


class DossierFiles:
    """Writes dossiers to files; one at a time is typeset."""

    def __init__(self, desk: Desk, dossiers: Dossiers, tasks: TaskQueue, owner: QObject) -> None:
        self._desk = desk
        self._dossiers = dossiers
        self._tasks = tasks
        self._owner = owner
        self._job: Job | None = None

    def is_idle(self) -> bool:
        """Return whether nothing is being typeset."""
        return self._job is None or self._job.is_idle()

    def finish(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def ask(self, window: QWidget, row: DossierRow, form: DossierFormat) -> None:
        """Ask for a file over the window, and write a dossier to it."""
        name = f"{named_file(row.name)}{form.suffix}"
        kind = f"*{form.suffix}"
        file = ask_for_file(window, say("导出专题"), Files.DOSSIERS, name, kind, [form.suffix])
        if file:
            self.write_to(row, file.path, form, replaces=file.replaces)

    def write_to(self, row: DossierRow, target: Path, form: DossierFormat, *, replaces: bool) -> None:
        style = self._desk.citation_style()
        dossiers = self._dossiers
        services = self._desk.services
        has_marks = self._desk.window.settings.value("dossier_marks")
        bookmarks_of = self._desk.library.notebook.as_printed if has_marks else no_bookmarks

        def text() -> DossierText:
            entries = dossiers.entries(row.uuid)
            return dossier_text(row.name, entries, style, dossiers.story_of, bookmarks_of=bookmarks_of)

        if form is DossierFormat.PDF:
            typeset = partial(self._typeset, target=target, replaces=replaces)
            self._tasks.run(text, typeset, services.error, FAULTS)
        else:
            services.write_file(self._tasks, target, lambda: form.writer(text()), replaces=replaces)

    def _typeset(self, text: DossierText, target: Path, *, replaces: bool) -> None:
        from reader.features.dossiers.ui.dossier_printout import DossierPrintout
        from reader.ui.sheets import begin_pdf

        def write(content: Callable[[], bytes]) -> None:
            self._desk.services.write_file(self._tasks, target, content, replaces=replaces)

        printout = DossierPrintout(text)
        self._job = answering(begin_pdf, plugs())(self._owner, printout, printout.about(), write)
        if self._job is None:
            self._desk.services.message(say("这个程序没有打印的部分，存不成 PDF。"))
