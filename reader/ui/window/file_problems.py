"""The files of the library that could not be read, and those that are missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from reader.i18n import count, say
from reader.library.acts import Turn, Turned
from reader.library.library import LibraryError
from reader.library.sync_events import LibraryBusy
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Feature, Handlers, Services
from reader.ui.widgets.undo_stack import FAULTS
from reader.ui.window.library_controller import LibraryController

if TYPE_CHECKING:
    from reader.formats.tables.columns import Field
    from reader.library.missing_files import RemovedTexts
    from reader.library.tables import TableColumns


class FileProblems(Feature):
    """Lists failed and missing files, and removes the texts of missing ones."""

    def __init__(
        self,
        services: Services,
        window: QWidget,
        tasks: TaskQueue,
        controller: Callable[[], LibraryController],
    ) -> None:
        """Make the feature without doing anything yet.

        Args:
            services: What says something to a person.
            window: The parent of the dialogs.
            tasks: The queue in which texts are removed.
            controller: Returns the controller of the library that is shown now.
        """
        super().__init__(services, window)
        self._window = window
        self._tasks = tasks
        self._controller = controller

    def handlers(self) -> Handlers:
        return {
            "show_failures": self.show_failures,
            "missing_files": self.show_missing,
        }

    def show_failures(self) -> None:
        """List the files that could not be read."""
        from reader.ui.window import dialogs

        contents = self._controller().library.contents
        failures = contents.failures(dialogs.FAILURES_SHOWN)
        if not failures:
            self._services.message(say("所有文件都读入了。"))
            return
        dialogs.show_failures(
            self._window,
            failures,
            max(len(failures), contents.counts().failed_files),
            say("前 {count} 个；reader sync --json 列出全部。", count=dialogs.FAILURES_SHOWN),
            dialogs.FailureWays(
                self._try_again,
                self._controller().library.folder.file_on_disk,
                contents.failures,
                self.ask_columns,
            ),
        )

    def ask_columns(self, path: str) -> None:
        """Ask which column of a table holds what; then read the table."""
        from reader.library.tables import columns_in, say_columns

        folder = self._controller().library.folder

        def ask(columns: TableColumns) -> None:
            from reader.ui.sync.missing_files_dialog import ColumnsDialog

            dialog = ColumnsDialog(self._window, path, columns)
            dialog.said.connect(lambda said: keep(columns, said))
            dialog.open()

        def keep(columns: TableColumns, said: Mapping[Field, str]) -> None:
            self._tasks.run(
                lambda: say_columns(folder, columns, said),
                lambda _: self._try_again(),
                self._services.error,
                (LibraryError,),
            )

        self._tasks.run(lambda: columns_in(folder, path), ask, self._services.error, (LibraryError,))

    def _try_again(self) -> None:
        """Read the folder again, and report how many files still can't be read."""
        controller = self._controller()

        def told() -> None:
            failed = controller.library.contents.counts().failed_files
            if failed:
                words = count(failed, "还有 {n} 个文件读不了")
                self._services.step(words, say("看清单"), self.show_failures)
            else:
                self._services.message(say("所有文件都读入了。"))

        controller.updating.finished.connect(told, Qt.ConnectionType.SingleShotConnection)
        controller.updating.begin()

    def show_missing(self) -> None:
        """Show the missing files, with an action that removes their texts."""
        from reader.ui.sync import missing_files_dialog

        files = self._controller().library.missing_files()
        if not files:
            self._services.message(say("所有文件都在。"))
            return
        dialog = missing_files_dialog.MissingFiles(self._window, files)
        dialog.forgetWanted.connect(self._remove_texts)
        dialog.open()

    def _remove_texts(self, paths: Sequence[str]) -> None:
        """Remove the texts of missing files; importing the saved copies of the files undoes it."""
        controller = self._controller()
        library = controller.library

        def done(removed: RemovedTexts) -> None:
            from reader.library import missing_files

            self._services.message(missing_files.in_words(removed), can_undo=removed.kept_in is not None)
            controller.updating.look()
            controller.bookmarking.read()

        def turn(removed: RemovedTexts) -> Turn | None:
            copies = removed.kept_in
            return None if copies is None else lambda: import_copies(copies)

        def import_copies(copies: Path) -> Turned:
            library.import_files([copies])
            return Turned(None)  # the files are the reader's now, and no longer missing

        controller.undoing.do(
            lambda removed: count(len(removed.paths), "去掉 {n} 个文件的文字"),
            lambda: library.forget_missing(paths),
            done,
            lambda _: controller.updating.begin_again(),
            expected=(*FAULTS, LibraryBusy),
            turn=turn,
        )
