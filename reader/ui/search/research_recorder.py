"""Writes the research log if a person has switched it on: submitted queries and articles read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from reader.i18n import say
from reader.library.library import Library
from reader.library.searcher import Results
from reader.newspaper.holdings import StoredArticle
from reader.storage.disk_errors import explain
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.search.results_controller import ResultsController
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Feature, Services

if TYPE_CHECKING:
    from reader.storage.research_log import LogEntry

READ_MS = 2000
"""The time after which an article on the page is logged as read, in milliseconds."""


class ResearchRecorder(Feature):
    """Watches searching and reading. The switch is read each time, because windows share it."""

    def __init__(
        self,
        services: Services,
        library: Library,
        results: ResultsController,
        reading: ReadingController,
        parent: QObject,
    ) -> None:
        super().__init__(services, parent)
        self._library = library
        self._results = results
        self._tasks = TaskQueue(self, writes=True)
        self._last: dict[str, str] = {}
        """The last query and the last article that were logged."""
        self._query = ""
        self._article: StoredArticle | None = None
        self._has_begun = False
        self._reads = QTimer(self, singleShot=True, interval=READ_MS)
        self._reads.timeout.connect(self._note_article)
        results.settled.connect(self._settled)
        reading.shown.connect(self._shown)
        self._switch_file = library.research_folder / "on"

    def is_idle(self) -> bool:
        return self._tasks.is_idle() and not self._reads.isActive()

    def is_on(self) -> bool:
        """Return whether the log is switched on, in whatever window."""
        return self._switch_file.exists()

    def turn(self, *, on: bool) -> None:
        """Switch the log on or off in all windows."""

        def done(_: None) -> None:
            self._services.message(
                say("从现在起记研究日志，只存在这台电脑上。") if on else say("不再记研究日志；记下的还在。"),
            )

        self._run(lambda: self._library.research_log.turn(on=on), done)

    def read(self, done: Callable[[list[LogEntry], bool], None]) -> None:
        """Read the log, then call `done` with its entries and whether it is switched on."""
        log = self._library.research_log
        self._run(lambda: (log.entries(), log.is_on()), lambda read: done(*read))

    def clear(self, done: Callable[[list[LogEntry]], None]) -> None:
        """Delete the log; `done` is called with its entries, which `restore` writes back."""
        self._last.clear()
        self._run(self._library.research_log.clear, done)

    def restore(self, entries: list[LogEntry], done: Callable[[], None]) -> None:
        self._run(lambda: self._library.research_log.restore(entries), lambda _: done())

    def save(self, target: Path, library: str, *, replaces: bool) -> None:
        """Write the log as Markdown into a file; an existing file is overwritten only with `replaces`."""
        from reader.export.research_log import as_markdown
        from reader.storage.atomic_write import write_whole

        log = self._library.research_log
        self._run(
            lambda: write_whole(target, as_markdown(log.entries(), library), replaces=replaces),
            lambda _: self._services.saved(say("已存为 {path}", path=target.name), target),
        )

    # -- logging

    def look(self, stored: StoredArticle | None) -> None:
        """Log an article if it is still on the page after `READ_MS`."""
        self._article = stored
        if stored is not None:
            self._reads.start()

    def _shown(self, stored: StoredArticle | None) -> None:
        """Watch an article on the page; ignore the first one, which was there when the window was opened."""
        is_first, self._has_begun = not self._has_begun, True
        if not is_first:
            self.look(stored)

    def _note_article(self) -> None:
        if (stored := self._article) is not None:
            self._note("article", stored.printing.name, partial(_of_article, stored))

    def _settled(self, text: str) -> None:
        self._query = text
        results = self._results.results()
        if results is not None:
            self._answered(results)
        else:
            self._await_answer()

    def _await_answer(self) -> None:
        self._results.searching.answered.connect(self._answered, Qt.ConnectionType.SingleShotConnection)

    def _answered(self, results: Results) -> None:
        text, self._query = self._query, ""
        if text and text == self._results.searching.text:
            total = results.total if results.total_is_exact else None
            self._note("query", " ".join(text.split()), lambda: _of_query(text, total))
        elif text:
            self._query = text
            self._await_answer()

    def _note(self, kind: str, what: str, entry: Callable[[], LogEntry]) -> None:
        """Append an entry, unless it repeats the last one of its kind."""
        if self._last.get(kind) != what and self.is_on():
            self._last[kind] = what
            self._run(lambda: self._library.research_log.add(entry()), lambda _: None)

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        def failed(error: Exception) -> None:
            why = explain(error) if isinstance(error, OSError) else str(error)
            self._services.message(say("研究日志没有写成。{why}", why=why))

        self._tasks.run(work, done, failed, (OSError,))


def _of_query(text: str, total: int | None) -> LogEntry:
    from reader.storage.research_log import LogEntry, LogKind

    return LogEntry(dt.datetime.now(dt.UTC), LogKind.QUERY, text, total)


def _of_article(stored: StoredArticle) -> LogEntry:
    from reader.export import citation
    from reader.export.forms import Style
    from reader.storage.research_log import LogEntry, LogKind

    cited = citation.cite(stored, Style.GB2015)
    return LogEntry(dt.datetime.now(dt.UTC), LogKind.ARTICLE, cited, key=stored.article.key)
