"""Importing files into the library; the lists of files that could not be read and of missing files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from reader.i18n import count, say
from reader.library.acts import Turn, Turned
from reader.library.library import Library, LibraryError
from reader.library.sync_events import LibraryBusy
from reader.storage.platform_folders import default_root
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Feature, Handlers, Services
from reader.ui.window.library_controller import LibraryController

if TYPE_CHECKING:
    from reader.library.import_files import ImportReport
    from reader.library.missing_files import RemovedTexts
    from reader.library.tables import TableColumns
    from reader.newspaper.field_names import ColumnField


OpenLibrary = Callable[[Path, Callable[[], None] | None], object]


class Importing(Feature):
    """Imports files, lists those that failed or are missing, and removes the texts of missing ones."""

    def __init__(
        self,
        services: Services,
        window: QWidget,
        tasks: TaskQueue,
        controller: Callable[[], LibraryController],
        open_library: OpenLibrary,
    ) -> None:
        super().__init__(services, window)
        self._window = window
        self._tasks = tasks
        self._controller = controller
        self._open_library = open_library

    def handlers(self) -> Handlers:
        return {"import_files": self.choose_files}

    def choose_files(self) -> None:
        from reader.ui.widgets.dialog import Files, ask_to_open_several

        kinds = say(
            "能读的文件 (*.txt *.md *.pdf *.htm *.html *.xhtml *.shtml *.mht *.mhtml *.xml *.hocr *manifest*.json"
            " *.epub *.docx *.csv *.tsv *.jsonl *.ndjson *.zip *.tar *.tgz *.tar.gz *.tar.xz *.tar.bz2"
            " *.jpg *.jpeg *.png *.tif *.tiff *.jp2 *.j2k *.webp *.gif)"
        )
        if chosen := ask_to_open_several(self._window, say("导入文件"), Files.ISSUES, kinds):
            self.import_files(chosen)

    def import_files(self, paths: Sequence[Path]) -> None:
        """Copy files into the library; if it is the sample, offer to make a new library first."""
        controller = self._controller()
        library = controller.library
        if library.is_sample:
            self._offer_own_library(paths)
            return

        def done(report: ImportReport) -> None:
            self._report(report)
            if report.copied:
                self._controller().sync.begin_again()
                self._offer_imported(report)
            self._recognize(report)

        self._run(lambda: library.import_files(paths), done)

    def _recognize(self, report: ImportReport) -> None:
        for part in self._controller().features.parts.made.values() if report.wordless else ():
            part.imported(report.wordless)

    def _run(self, copy: Callable[[], ImportReport], done: Callable[[ImportReport], None]) -> None:
        self._tasks.run(copy, done, self._services.error, (LibraryError,))

    def _report(self, report: ImportReport) -> None:
        from reader.ui.window import dialogs

        self._services.message(_in_words(report))
        if report.failed:
            failed = [Path(failure.path) for failure in report.failed]
            dialogs.show_failures(
                self._window,
                report.failed,
                len(report.failed),
                say("前 {count} 个；reader import --json 列出全部。", count=dialogs.FAILURES_SHOWN),
                dialogs.FailureActions(lambda: self.import_files(failed), Path, lambda: report.failed),
            )

    def _offer_imported(self, report: ImportReport) -> None:
        controller = self._controller()

        def look() -> None:
            if controller is not self._controller():
                return
            issue = controller.library.contents.newest_of_files(report.copied)
            if issue is None:  # the sync that ended had begun before the import
                controller.sync.finished.connect(look, Qt.ConnectionType.SingleShotConnection)
                return
            self._services.step(
                say("{words}，已读入", words=_in_words(report)),
                say("看新读入的"),
                lambda: _show(controller, issue.id),
            )

        if report.copied:
            controller.sync.finished.connect(look, Qt.ConnectionType.SingleShotConnection)

    def _import_into(self, root: Path, paths: Sequence[Path]) -> None:
        def copy() -> ImportReport:
            with closing(Library.open(root)) as library:
                return library.import_files(paths)

        def done(report: ImportReport) -> None:
            def shown() -> None:
                self._report(report)
                self._offer_imported(report)
                self._recognize(report)

            self._open_library(root, shown)

        self._run(copy, done)

    def _offer_own_library(self, paths: Sequence[Path]) -> None:
        root = default_root()

        def make() -> None:
            try:
                root.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                self._services.message(say("建不了文件夹 {path}：{reason}", path=root, reason=error.strerror))
                return
            self._import_into(root, paths)

        from reader.ui.widgets.dialog import ask

        ask(
            self._window,
            "offerLibrary",
            say("样本不能添加文件。要新建自己的资料库吗？"),
            say("文件会复制到 {path}，原来的文件不动。", path=root),
            [(say("新建并导入"), make)],
        )

    # -- files that failed, and missing ones

    def show_failures(self) -> None:
        from reader.ui.window import dialogs

        contents = self._controller().library.contents
        failures = [
            *contents.failures(dialogs.FAILURES_SHOWN),
            *contents.left_out(dialogs.FAILURES_SHOWN),
        ]
        if not failures:
            self._services.message(say("所有文件都读入了。"))
            return
        dialogs.show_failures(
            self._window,
            failures,
            contents.counts().failed_files,
            say("前 {count} 个；reader sync --json 列出全部。", count=dialogs.FAILURES_SHOWN),
            dialogs.FailureActions(
                self._try_again,
                self._controller().library.folder.file_on_disk,
                lambda: [*contents.failures(), *contents.left_out()],
                self.ask_columns,
            ),
        )

    def ask_columns(self, path: str) -> None:
        from reader.library.tables import columns_in, say_columns

        folder = self._controller().library.folder

        def ask(columns: TableColumns) -> None:
            from reader.ui.sync.missing_files_dialog import ColumnsDialog

            ColumnsDialog(self._window, path, columns, lambda said: keep(columns, said)).open()

        def keep(columns: TableColumns, said: Mapping[ColumnField, str]) -> None:
            self._tasks.run(
                lambda: say_columns(folder, columns, said),
                lambda _: self._try_again(),
                self._services.error,
                (LibraryError,),
            )

        self._tasks.run(lambda: columns_in(folder, path), ask, self._services.error, (LibraryError,))

    def _try_again(self) -> None:
        controller = self._controller()

        def report() -> None:
            failed = controller.library.contents.counts().failed_files
            if failed:
                words = count(failed, "还有 {n} 个文件读不了")
                self._services.step(words, say("看清单"), self.show_failures)
            else:
                self._services.message(say("所有文件都读入了。"))

        controller.sync.finished.connect(report, Qt.ConnectionType.SingleShotConnection)
        controller.sync.begin()

    def show_missing(self) -> None:
        from reader.ui.sync.missing_files_dialog import MissingFiles, open_missing_files

        files = self._controller().library.missing_files()
        if not files:
            self._services.message(say("所有文件都在。"))
            return
        open_missing_files(self._window, MissingFiles(files, self._remove_texts))

    def _remove_texts(self, paths: Sequence[str]) -> None:
        """Remove the texts of missing files, of which copies are saved; undoing imports these copies."""
        controller = self._controller()
        library = controller.library

        def done(removed: RemovedTexts) -> None:
            from reader.library import missing_files

            self._services.message(missing_files.in_words(removed), can_undo=removed.kept_in is not None)
            controller.sync.look()
            controller.features.bookmarks.read()

        def turn(removed: RemovedTexts) -> Turn | None:
            copies = removed.kept_in
            return None if copies is None else lambda: import_copies(copies)

        def import_copies(copies: Path) -> Turned:
            library.import_files([copies])
            return Turned(None)  # no redo: the files are in the library again, and no longer missing

        from reader.ui.widgets.undo_stack import FAULTS

        controller.features.undo.act(
            lambda removed: count(len(removed.paths), "去掉 {n} 个文件的文字"),
            lambda: library.forget_missing(paths),
            done,
            lambda _: controller.sync.begin_again(),
            expected=(*FAULTS, LibraryBusy),
            turn=turn,
        )


def _show(controller: LibraryController, issue_id: int) -> None:
    if controller.layout.are_results_shown():
        controller.features.results.leave_search()
    controller.reading.read_issue(issue_id)


def _in_words(report: ImportReport) -> str:
    parts = [
        count(len(report.copied), "已导入 {n} 个文件") if report.copied else "",
        count(report.pictures, "连同各版的图片 {n} 幅") if report.pictures else "",
        count(len(report.wordless), "{n} 张图片，正在识别") if report.wordless else "",
        count(len(report.same), "{n} 个文件资料库里已有") if report.same else "",
        count(len(report.same_issue), "{n} 个文件与已有的同属一期") if report.same_issue else "",
        count(len(report.failed), "{n} 个文件未能导入") if report.failed else "",
        count(report.left_out, "{n} 个文件不含文章") if report.left_out else "",
        count(len(report.led_out), "{n} 个指向外面的链接没有跟随") if report.led_out else "",
    ]
    others = count(report.passed_over, "{n} 个不是报纸的文件没有导入")
    message = wording.listed([*parts, others if report.passed_over and any(parts) else ""])
    return message or say(
        "没有可以导入的报纸文件（.txt、.md、PDF、网页、ALTO、PAGE、hOCR、EPUB、Word、表格、压缩包、图片）。"
    )
