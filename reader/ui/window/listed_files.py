"""The lists of files that could not be read, and of missing files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from reader.i18n import count, say
from reader.library.acts import Turn, Turned
from reader.library.sync_events import LibraryBusy
from reader.plugs import all_plugs, answering
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Feature, Services
from reader.ui.window.library_controller import LibraryController

if TYPE_CHECKING:
    from reader.library.missing_files import RemovedTexts
    from reader.library.sync_events import Failure


class ListedFiles(Feature):
    """Lists the files that failed or are missing, and removes the texts of missing ones."""

    def __init__(
        self, services: Services, window: QWidget, controller: Callable[[], LibraryController]
    ) -> None:
        super().__init__(services, window)
        self._window = window
        self._controller = controller
        self._tasks = TaskQueue(self)

    def show_failures(self) -> None:
        from reader.ui.desk import ask_columns
        from reader.ui.window import dialogs

        library = self._controller().library
        contents = library.contents
        failures = [
            *contents.failures(dialogs.FAILURES_SHOWN),
            *contents.left_out(dialogs.FAILURES_SHOWN),
        ]
        if not failures:
            self._services.message(say("所有文件都读入了。"))
            return

        def all_failures() -> list[Failure]:
            return [*contents.failures(), *contents.left_out()]

        ask_for_table = None
        ask = answering(ask_columns, all_plugs())
        if ask is not ask_columns:
            ask_for_table = partial(
                ask, self._window, library.folder, self._tasks, self._try_again, self._services.error
            )
        dialogs.show_failures(
            self._window,
            failures,
            contents.counts().failed_files,
            "sync",
            self._try_again,
            library.folder.file_on_disk,
            all_failures,
            ask_for_table,
        )

    def _try_again(self) -> None:
        controller = self._controller()

        def report() -> None:
            failed = controller.library.contents.counts().failed_files
            if failed:
                words = count(failed, "还有 {n} 个文件无法读取")
                self._services.step(words, say("看清单"), self.show_failures)
            else:
                self._services.message(say("所有文件都读入了。"))

        controller.sync.finished.connect(report, Qt.ConnectionType.SingleShotConnection)
        controller.sync.begin()

    def show_missing(self) -> None:
        from reader.ui.window.dialogs import MissingFiles, open_missing_files

        files = self._controller().library.missing_files()
        if not files:
            self._services.message(say("所有文件都在。"))
            return
        open_missing_files(self._window, MissingFiles(files, self._remove_texts))

    def _remove_texts(self, paths: Sequence[str]) -> None:
        """Remove the texts of missing files, of which copies are saved; undoing imports these copies."""
        from reader.library.answers import import_folder
        from reader.ui.widgets.undo_stack import FAULTS

        controller = self._controller()
        library = controller.library
        copy_in = answering(import_folder, all_plugs())

        def words(removed: RemovedTexts) -> str:
            return count(len(removed.paths), "去掉 {n} 个文件的文字")

        def sync_again(_: RemovedTexts) -> None:
            controller.sync.begin_again()

        def done(removed: RemovedTexts) -> None:
            from reader.library import missing_files

            self._services.message(missing_files.in_words(removed), can_undo=turn(removed) is not None)
            controller.sync.look()
            controller.features.bookmarks.read()

        def turn(removed: RemovedTexts) -> Turn | None:
            copies = removed.texts_folder
            if copies and copy_in is not import_folder:
                return partial(import_copies, copies)
            return None

        def import_copies(copies: Path) -> Turned:
            copy_in(copies, library.root, library.written.catalogue)
            return Turned(None)  # no redo: the files are in the library again, and no longer missing

        controller.features.undo.act(
            words,
            partial(library.forget_missing, paths),
            done,
            sync_again,
            expected=(*FAULTS, LibraryBusy),
            turn=turn,
        )
