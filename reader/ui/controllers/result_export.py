"""Writing the results of a search into a file, on another thread, until it is done or cancelled."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from reader import do_nothing
from reader.export.citation import cite
from reader.export.collection import export_forms
from reader.export.exported_files import named_file
from reader.export.forms import RecordFormat, Style, Wording
from reader.export.records import written
from reader.i18n import count, say
from reader.library.library import Library, LibraryError
from reader.newspaper.holdings import Bookmark, IssueRow, StoredArticle
from reader.plugs import ExportForm
from reader.search.documents import Order, SearchCancelled
from reader.storage.regular_file import write_whole
from reader.ui.controllers.searching import Searching
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import ExclusiveTask, TaskHandle
from reader.ui.widgets.dialog import Files, ask_for_file
from reader.ui.widgets.services import Handlers, LibraryFeature, Services

if TYPE_CHECKING:
    from reader.export.records import Record
    from reader.search.answering.ladder import Rung
    from reader.search.query import Query


ArticleIds = Callable[[Callable[[], bool]], Sequence[int] | None]
"""Returns the ids of the articles to write, None for all; its argument returns whether the export is cancelled."""


def _tell_written(services: Services, target: Path, number: int) -> None:
    services.saved(
        say("已存为 {path}，共 {articles}", path=target.name, articles=wording.articles(number)), target
    )


def _tell_failure(services: Services, target: Path, error: Exception) -> None:
    if isinstance(error, SearchCancelled):
        services.message(say("没有导出，什么文件也没有写。"))
    else:
        services.not_saved(error, target)


class CollectionExport(LibraryFeature):
    def __init__(
        self,
        services: Services,
        library: Library,
        window: Callable[[], QWidget],
        chosen: Callable[[], Wording],
        parent: QObject,
    ) -> None:
        super().__init__(services, library, parent)
        self._window = window
        self._wording = chosen
        self._task = ExclusiveTask(self, services.task)
        self.cancel = self._task.cancel

    def ask(self, title: str, article_ids: ArticleIds) -> None:
        forms = {form.filter: form for form in export_forms()}
        first = next(iter(forms.values()))
        file = ask_for_file(
            self._window(),
            say("导出全文"),
            Files.TEXTS,
            f"{named_file(title)}{first.suffix}",
            ";;".join(forms),
            [form.suffix for form in forms.values() if form.suffix],
        )
        if file is not None:  # a folder is never overwritten
            form = forms.get(file.kind, first)
            self.export(file.path, form, title, article_ids, replaces=file.replaces)

    def export(
        self, target: Path, form: ExportForm, title: str, article_ids: ArticleIds, *, replaces: bool
    ) -> None:
        """Write articles to a target; a file is replaced if `replaces`, a folder never."""

        def in_words(number: int) -> str:
            return say("正在导出：{articles}", articles=wording.articles(number))

        self._task.run(
            partial(self._write, target, form, title, article_ids, replaces=replaces),
            partial(_tell_written, self._services, target),
            partial(_tell_failure, self._services, target),
            (SearchCancelled, LibraryError, OSError),
            in_words,
        )

    def _write(
        self,
        target: Path,
        form: ExportForm,
        title: str,
        article_ids: ArticleIds,
        task: TaskHandle,
        *,
        replaces: bool,
    ) -> int:
        from reader.library import collecting

        number = 0
        reported_at = time.monotonic()
        chosen = self._wording()

        def came_on(done: int) -> None:
            nonlocal number, reported_at
            number = done
            if time.monotonic() - reported_at > REPORTED_EVERY:
                reported_at = time.monotonic()
                task.report(number)

        ids = article_ids(task.is_cancelled)
        issues = collecting.collected(self._library, ids, came_on, task.is_cancelled, chosen)
        collecting.write_collection(target, form, title, issues, replaces=replaces)
        return number


REPORTED_EVERY = 0.5
"""The interval between progress messages, and the delay before the first, in seconds."""


class ResultExport(LibraryFeature):
    def __init__(
        self,
        services: Services,
        library: Library,
        frame: WindowLayout,
        searching: Searching,
        style: Style,
        parent: QObject,
    ) -> None:
        super().__init__(services, library, parent)
        self._frame = frame
        self._searching = searching
        self.style = style
        self._task = ExclusiveTask(self, services.task)
        self._total = 0
        self.texts = CollectionExport(services, library, frame.window, lambda: frame.settings.wording, self)

    def handlers(self) -> Handlers:
        return {"export": self.ask_for_shown}

    def ask_for_shown(self) -> None:
        """Ask where to write the results of the current query; without one, all articles of the library."""
        if self._frame.are_results_shown():
            self.ask()
        else:
            self.texts.ask(self._library.name, do_nothing)

    def ask(self, article_ids: Sequence[int] | None = None) -> None:
        if not self._searching.text or not self._frame.are_results_shown():
            self._services.message(say("先搜索，再导出结果。"))
            return
        name = named_file(self._searching.articles.name)
        filters = {form.filter: form for form in RecordFormat}
        file = ask_for_file(
            self._frame.window(),
            say("导出结果"),
            Files.TABLES,
            f"{name}{RecordFormat.CSV.suffix}",
            ";;".join(filters),
            RecordFormat.endings(),
        )
        if file is None:
            return
        chosen_format = filters.get(file.kind, RecordFormat.CSV)
        named_format = RecordFormat.named(file.path.suffix)
        if named_format is None or named_format.suffix == chosen_format.suffix:
            form = chosen_format
        else:
            form = named_format
        self.export(file.path, form, article_ids, replaces=file.replaces)

    def ask_for_texts(self) -> None:
        query = self._searching.query
        library = self._library

        def found(cancelled: Callable[[], bool]) -> Sequence[int]:
            most = library.contents.counts().articles
            return library.searcher.search(
                query, limit=most, exact=True, with_suggestions=False, cancelled=cancelled
            ).ids

        self.texts.ask(self._searching.articles.name, found)

    def ask_for_issue(self, issue: IssueRow) -> None:

        def article_ids(_cancelled: Callable[[], bool]) -> list[int]:
            return [row.id for row in self._library.contents.articles(issue.id)]

        self.texts.ask(wording.issue_in_full(issue), article_ids)

    def copy_citations(self, article_ids: Sequence[int]) -> None:
        searcher = self._library.searcher
        query = self._searching.query

        def articles() -> Iterator[StoredArticle]:
            for record in searcher.records(article_ids, query):
                yield record.stored

        self._copy_cited(articles)

    def copy_citations_of(self, bookmarks: Sequence[Bookmark]) -> None:
        self._copy_cited(lambda: map(self._library.notebook.article_of, bookmarks))

    def _copy_cited(self, articles: Callable[[], Iterable[StoredArticle]]) -> None:
        style = self.style
        chosen = self._frame.settings.wording

        def cited() -> list[str]:
            return list(
                dict.fromkeys(cite(article, style, wording=chosen).rstrip() for article in articles())
            )

        self._task.queue.run(cited, self._copy, self._services.error, (LibraryError,))

    def _copy(self, citations: Sequence[str]) -> None:
        QGuiApplication.clipboard().setText("\n".join(citations))
        self._services.message(count(len(citations), "已复制 {n} 条引文"))

    def export(
        self,
        target: Path,
        form: RecordFormat,
        article_ids: Sequence[int] | None = None,
        *,
        replaces: bool = True,
    ) -> None:
        """Write all results of the current query, or only the given articles, in the order in which they are shown."""
        query = self._searching.query
        results = self._frame.results
        order = results.order()
        rung = results.opened_rung()
        wording_kind = self._frame.settings.wording

        def write(task: TaskHandle) -> int:
            return self._write(target, form, article_ids, query, order, rung, wording_kind, task, replaces)

        def in_words(number: int) -> str:
            total = wording.articles(self._total)
            return say("正在导出：{n} / {articles}", n=f"{number:,}", articles=total)

        self._task.run(
            write,
            partial(_tell_written, self._services, target),
            partial(_tell_failure, self._services, target),
            (SearchCancelled, LibraryError, OSError),
            in_words,
        )

    def finish(self) -> None:
        self._task.cancel()
        self.texts.cancel()

    def _write(
        self,
        target: Path,
        form: RecordFormat,
        ids: Sequence[int] | None,
        query: Query,
        order: Order,
        rung: Rung | None,
        chosen: Wording,
        task: TaskHandle,
        replaces: bool,
    ) -> int:
        from reader.search import query as queries

        searcher = self._library.searcher
        if ids is None:
            most = self._library.contents.counts().articles
            ids = searcher.search(
                query,
                order,
                limit=most,
                exact=True,
                with_suggestions=False,
                cancelled=task.is_cancelled,
            ).ids
        number = 0
        self._total = len(ids)

        def counted() -> Iterator[Record]:
            nonlocal number
            reported_at = time.monotonic()
            is_recognised = chosen is Wording.RECOGNISED
            for record in searcher.records(ids, query, rung, is_recognised=is_recognised):
                if task.is_cancelled():
                    raise SearchCancelled
                if time.monotonic() - reported_at > REPORTED_EVERY:
                    reported_at = time.monotonic()
                    task.report(number)
                number += 1
                yield record

        text = written(counted(), form, self.style, queries.understood_as(query), chosen)
        write_whole(target, text, replaces=replaces)
        return number
