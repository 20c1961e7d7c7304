"""Dossiers as files: asked for, made in slices and on another thread, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from reader.export.citation import Style
from reader.export.dossier import DossierFormat, DossierText, as_markdown, dossier_text
from reader.export.pdf_file import named_file
from reader.i18n import say
from reader.library.library import Library
from reader.newspaper.dossier import DossierRow
from reader.storage.atomic_write import write_whole
from reader.storage.disk_errors import explain
from reader.storage.platform_folders import places
from reader.ui.notebook.dossier_list import DossierPane
from reader.ui.widgets.background_tasks import TaskQueue, report_fault
from reader.ui.widgets.file_choice import file_choice
from reader.ui.widgets.services import Feature, Services
from reader.ui.widgets.undo_stack import FAULTS

if TYPE_CHECKING:
    from reader.ui.printing.print_job import SlicedJob


class DossierExport(Feature):
    """Exports the dossier that a pane shows."""

    def __init__(
        self, services: Services, library: Library, pane: DossierPane, style: Callable[[], Style]
    ) -> None:
        super().__init__(services, pane)
        self._library = library
        self._pane = pane
        self._style = style
        self._job: SlicedJob | None = None
        self._tasks = TaskQueue(self, writes=True)
        pane.exportWanted.connect(lambda form: self.ask(DossierFormat(form)))

    def finish(self) -> None:
        """Leave what is being typeset."""
        if self._job is not None:
            self._job.cancel()

    def is_idle(self) -> bool:
        return self._tasks.is_idle() and (self._job is None or self._job.is_idle())

    def ask(self, form: DossierFormat) -> None:
        """Ask for a file, and write the chosen dossier to it."""
        row = self._pane.current()
        if row is None:
            return
        proposed = places().documents / f"{named_file(row.name)}.{form.value}"
        chosen, _ = QFileDialog.getSaveFileName(
            self._pane.window(), say("导出专题"), str(proposed), f"*.{form.value}"
        )
        if chosen:
            file = file_choice(chosen, [f".{form.value}"])
            self.export(row, file.path, form, replaces=file.replaces)

    def export(self, row: DossierRow, target: Path, form: DossierFormat, *, replaces: bool) -> None:
        """Write a dossier to a file."""
        style, dossiers = self._style(), self._library.dossiers

        def written() -> DossierText:
            text = dossier_text(row.name, dossiers.entries(row.uuid), style, dossiers.story_of)
            if form is not DossierFormat.PDF:
                write_whole(target, _file_of(text, form), replaces=replaces)
            return text

        def done(text: DossierText) -> None:
            if form is DossierFormat.PDF:
                self._typeset(text, target, replaces=replaces)
            else:
                self._tell(target)

        self._tasks.run(written, done, partial(self._explain, target), (OSError, *FAULTS))

    def _typeset(self, text: DossierText, target: Path, *, replaces: bool) -> None:
        from reader.ui.printing.dossier_printout import DossierPrintout
        from reader.ui.printing.print_job import PdfWork, SlicedJob
        from reader.ui.printing.sheets import PaperChoice

        printout = DossierPrintout(text, PaperChoice())
        work = PdfWork(printout, printout.about())
        job = self._job = SlicedJob(self)
        job.failed.connect(report_fault)

        def write() -> None:
            self._tasks.run(
                lambda: write_whole(target, work.data(), replaces=replaces),
                lambda _: self._tell(target),
                partial(self._explain, target),
                (OSError,),
            )

        job.done.connect(write, Qt.ConnectionType.SingleShotConnection)
        job.begin(work)

    def _tell(self, target: Path) -> None:
        self._services.saved(say("已存为 {path}", path=target.name), target)

    def _explain(self, target: Path, error: Exception) -> None:
        self._services.message(explain(error, target) if isinstance(error, OSError) else str(error))


def _file_of(text: DossierText, form: DossierFormat) -> str | bytes:
    if form is DossierFormat.MARKDOWN:
        return as_markdown(text)
    from reader.export.dossier_docx import as_docx  # rarely needed

    return as_docx(text)
