"""Writing whole articles into an EPUB or a folder, on another thread, with progress and cancellation."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from reader.export.collection import CollectedIssue
from reader.export.collection_format import CollectionFormat
from reader.export.pdf_about import named_file
from reader.i18n import say
from reader.library.library import Library, LibraryError
from reader.search.engine import SearchCancelled
from reader.storage.disk_errors import explain
from reader.storage.platform_folders import places
from reader.ui.widgets import wording
from reader.ui.widgets.file_choice import file_choice
from reader.ui.widgets.services import Feature, Handlers, Services
from reader.ui.widgets.sole_task import Going, SoleTask

TOLD_EVERY = 0.5
"""The interval between progress messages, and the delay before the first, in seconds."""

ArticleIds = Callable[[Callable[[], bool]], Sequence[int] | None]
"""Returns the ids of the articles to write, None for all; its argument tells whether the export is cancelled."""


def why_not_exported(target: Path, error: Exception) -> str:
    """Return the message for a failed or cancelled export."""
    match error:
        case SearchCancelled():
            return say("没有导出，什么文件也没有写。")
        case _:
            why = explain(error, target) if isinstance(error, OSError) else str(error)
            return say("没有存上。{why}", why=why)


class CollectionExport(Feature):
    """Asks for a file or a folder, and writes articles into it."""

    def __init__(
        self, services: Services, library: Library, window: Callable[[], QWidget], parent: QObject
    ) -> None:
        super().__init__(services, parent)
        self._library = library
        self._window = window
        self._task = SoleTask(self, services.task)
        self.is_idle, self.cancel = self._task.is_idle, self._task.cancel

    def handlers(self) -> Handlers:
        return {
            "export_library": self.ask_for_library,
        }

    def ask_for_library(self) -> None:
        """Ask where to write all articles of the library."""
        self.ask(self._library.name, lambda cancelled: None)

    def ask(self, title: str, article_ids: ArticleIds) -> None:
        """Ask where to write some articles under a title."""
        book = CollectionFormat.EPUB
        kinds = {
            f"{form.label} (*.{form.value})" if form is book else form.label: form
            for form in CollectionFormat
        }
        chosen, kind = QFileDialog.getSaveFileName(
            self._window(),
            say("导出全文"),
            str(places().documents / f"{named_file(title)}.{book.value}"),
            ";;".join(kinds),
        )
        if not chosen:
            return
        form = kinds.get(kind, book)
        if form is book:
            file = file_choice(chosen, [f".{book.value}"])
            self.export(file.path, form, title, article_ids, replaces=file.replaces)
        else:  # a folder is never overwritten
            folder = Path(chosen)
            if folder.suffix.lower() == f".{book.value}":
                folder = folder.with_suffix("")
            self.export(folder, form, title, article_ids, replaces=False)

    def export(
        self, target: Path, form: CollectionFormat, title: str, article_ids: ArticleIds, *, replaces: bool
    ) -> None:
        """Write articles to a target; a file is replaced if `replaces`, a folder never."""
        self._task.run(
            lambda going: self._write(target, form, title, article_ids, going, replaces=replaces),
            lambda number: self._services.saved(
                say("已存为 {path}，共 {articles}", path=target.name, articles=wording.articles(number)),
                target,
            ),
            partial(self._fail, target),
            (SearchCancelled, LibraryError, OSError),
            lambda number: say("正在导出：{articles}", articles=wording.articles(number)),
        )

    def _write(
        self,
        target: Path,
        form: CollectionFormat,
        title: str,
        article_ids: ArticleIds,
        going: Going,
        *,
        replaces: bool,
    ) -> int:
        """Write the articles, report progress, and return the number written."""
        from reader.library import collecting

        number, told_at = 0, time.monotonic()

        def came_on(done: int) -> None:
            nonlocal number, told_at
            number = done
            if time.monotonic() - told_at > TOLD_EVERY:
                told_at = time.monotonic()
                going.tell(number)

        def issues() -> Iterator[CollectedIssue]:
            yield from collecting.collected(
                self._library, article_ids(going.is_given_up), came_on, going.is_given_up
            )

        collecting.write_collection(target, form, title, issues(), replaces=replaces)
        return number

    def _fail(self, target: Path, error: Exception) -> None:
        self._services.message(why_not_exported(target, error))
