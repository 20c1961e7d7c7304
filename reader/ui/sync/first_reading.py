"""The first reading of a library: what the window shows until there is an article to be read."""

import time
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from reader.library.library import Library
from reader.library.sync_events import Progress
from reader.ui.article.opening_news import OpeningNews
from reader.ui.widgets.background_tasks import TaskQueue

COUNTED_EVERY = 0.04
"""The seconds between two numbers of files while they are counted."""


class FirstReading(QObject):
    """Counts the files of a library that holds nothing yet, and follows the sync that reads them.

    `changed` has the `OpeningNews`, None when there is something to read or nothing to come.
    """

    changed = Signal(object)
    errorOccurred = Signal(object)
    _counted = Signal(int)

    def __init__(self, library: Library, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._news: OpeningNews | None = None
        self._is_closed = False
        self._tasks = TaskQueue(self)
        self._tasks.errorOccurred.connect(self.errorOccurred)
        self._counted.connect(self._show_count)

    def begin(self) -> None:
        """Show what is being read, and count its files on another thread."""
        if self._news is None:
            self._show(OpeningNews(self._library.name))
            self._tasks.run(self._count, lambda _: None)

    def follow(self, progress: Progress) -> None:
        """Show the progress of the sync."""
        if self._news is not None and progress.path:
            self._show(self._news.with_progress(progress))

    def end(self) -> None:
        """Show nothing any more: there is something to read, or nothing was found."""
        if self._news is not None:
            self._news = None
            self.changed.emit(None)

    def finish(self) -> None:
        self._is_closed = True

    def _count(self) -> None:
        from reader import formats
        from reader.storage.folder import FolderError

        told_at = 0.0

        def tell(number: int) -> None:
            nonlocal told_at
            if self._is_closed or self._news is None:
                raise FolderError  # nobody wants to know any more
            if time.monotonic() - told_at > COUNTED_EVERY:
                told_at = time.monotonic()
                self._counted.emit(number)

        try:
            scan = self._library.folder.scan(formats.is_issue_file, tell)
        except FolderError:
            return  # the sync says it
        self._counted.emit(len(scan.files))

    def _show_count(self, number: int) -> None:
        if self._news is not None:
            self._show(replace(self._news, found=number))

    def _show(self, news: OpeningNews) -> None:
        self._news = news
        self.changed.emit(news)
