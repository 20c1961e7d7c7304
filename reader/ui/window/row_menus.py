"""The context menus of rows and of selected words; copying and dragging articles and bookmarks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu
from shiboken6 import isValid

from reader.export import article_text, citation
from reader.export.article_text import PageBlock, PageBlockKind
from reader.export.clipboard import Story, as_html, as_text
from reader.export.forms import NoteFormat, Style, Wording
from reader.export.notes import written_out
from reader.export.readings import with_note_lines, worded
from reader.i18n import count, say
from reader.language.forms import on_one_line, without_controls
from reader.library.library import Library, LibraryError
from reader.newspaper.holdings import Bookmark, IssueRow, StoredArticle
from reader.newspaper.passage import Passage
from reader.newspaper.printing import link_to
from reader.plugs import Slot
from reader.storage.disk_errors import NotKnownYet
from reader.ui.article.article_entries import ArticleEntries, entries_of, fill
from reader.ui.article.article_page import ArticlePage
from reader.ui.article.article_pane import ArticlePane
from reader.ui.article.typesetting import FOLIO_HEIGHT
from reader.ui.controllers.read_marking import ReadMarking
from reader.ui.desk import Desk, Part
from reader.ui.issues.tree_entries import TreeEntry
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.widgets import wording
from reader.ui.widgets.menus import offered
from reader.ui.widgets.outside import show_in_folder
from reader.ui.widgets.row_list import ARTICLES, BOOKMARKS, RowDragging, drag, set_ids
from reader.ui.widgets.services import Handlers

if TYPE_CHECKING:
    from reader.ui.search.result_list import ResultPane


class HeadlineDrag(QObject):
    """Handles mouse moves on the page: along a headline they select words, up or down they drag the article."""

    def __init__(
        self, page: ArticlePage, mime_data: Callable[[], QMimeData], title: Callable[[], str]
    ) -> None:
        super().__init__(page)
        self._page = page
        self._taken = mime_data
        self._title = title
        self._pressed: QPoint | None = None
        self._is_folio = False
        self._has_dragged = False
        """Whether the article was dragged since the button was pressed; until the release, moves select nothing."""
        page.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        place = event.position().toPoint()
        if event.type() is QEvent.Type.MouseButtonPress:
            self._has_dragged = False
            self._is_folio = place.y() + self._page.verticalScrollBar().value() < FOLIO_HEIGHT
            is_left = event.button() is Qt.MouseButton.LeftButton
            if is_left and (self._is_folio or self._is_headline(place)):
                self._pressed = place
            else:
                self._pressed = None
        elif event.type() is QEvent.Type.MouseButtonRelease:
            self._pressed = None
        elif self._has_dragged:
            return bool(event.buttons())
        elif self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            return self._drag(place - self._pressed)
        return False

    def _is_headline(self, place: QPoint) -> bool:
        cursor = self._page.cursorForPosition(place)
        block = self._page.block_of(cursor)
        near = self._page.cursorRect(cursor).adjusted(-60, 0, 60, 0)
        return block is not None and block.kind is PageBlockKind.HEADLINE and near.contains(place)

    def _drag(self, way: QPoint) -> bool:
        """Start dragging if the mouse has moved far enough; return whether the move was consumed."""
        if way.manhattanLength() < QApplication.startDragDistance():
            return self._is_folio
        self._pressed = None
        if not self._is_folio and abs(way.x()) >= abs(way.y()):
            return False
        self._has_dragged = True
        self._page.clear_selection()
        drag(self._page, self._taken(), self._title())
        return True


class Copying(QObject):
    """Provides the MIME data of articles and bookmarks for all lists and panes, cited in one style."""

    def __init__(self, library: Library, layout: WindowLayout, style: Style) -> None:
        super().__init__(layout)
        self._library = library
        self._layout = layout
        self.style = style
        for model in (layout.tree.tree_model, layout.issues.model, layout.area.page.view.row_model):
            model.mime_data_of = self._dragged
        layout.bookmarks.listing.model.mime_data_of = self.bookmarks
        for view in (layout.tree, layout.issues.view, layout.bookmarks.listing.view):
            RowDragging(view)
        layout.resultsMade.connect(self._watch_results)
        for pane in (layout.pane, layout.area.second):
            self._watch(pane)

    @property
    def wording(self) -> Wording:
        """Which characters copies and citations have, by the reader's setting."""
        return self._layout.settings.wording

    def articles(self, article_ids: Sequence[int]) -> QMimeData:
        """Return the MIME data of articles, each with the whole story it belongs to.

        Raises LibraryError, for instance if a server does not answer.
        """
        stories = [self._library.articles.chain(article_id) for article_id in dict.fromkeys(article_ids)]
        data = self._mime([story for story in stories if story])
        if data.formats():
            set_ids(data, ARTICLES, list(article_ids))
        return data

    def _dragged(self, article_ids: Sequence[int]) -> QMimeData:
        """Return the data of `articles`; empty if the library raises an error, for instance a server is away."""
        try:
            return self.articles(article_ids)
        except LibraryError:
            return QMimeData()

    def bookmarks(self, bookmarks: Sequence[Bookmark]) -> QMimeData:
        data = QMimeData()
        if bookmarks:
            article_of = self._library.notebook.article_of
            data.setText(written_out(bookmarks, NoteFormat.TEXT, self.style, article_of, self.wording))
            data.setHtml(written_out(bookmarks, NoteFormat.HTML, self.style, article_of, self.wording))
            set_ids(data, BOOKMARKS, [bookmark.uuid for bookmark in bookmarks])
        return data

    def _watch_results(self, results: ResultPane) -> None:
        results.model.mime_data_of = self._dragged
        RowDragging(results.view)

    def _watch(self, pane: ArticlePane) -> None:
        def taken() -> QMimeData:
            data = self._mime([pane.parts()] if pane.parts() else [])
            stored = pane.article()
            if stored is not None:
                set_ids(data, ARTICLES, [stored.id])
            return data

        def title() -> str:
            if pane.parts():
                return pane.parts()[0].article.title()
            return ""

        HeadlineDrag(pane.page, taken, title)

    def _mime(self, stories: Sequence[Story]) -> QMimeData:
        data = QMimeData()
        if stories:
            data.setText(as_text(stories, self.style, self.wording))
            data.setHtml(as_html(stories, self.style, self.wording))
        return data


_MOST_SHOWN = 12
"""The maximum number of selected characters in the name of an action."""

_MOST_IN_MESSAGE = 300
"""The maximum number of characters of a citation in a message."""


class Selected(Struct, frozen=True):
    """Selected words, as printed and as they are copied, with notes; `mark` highlights them, with a note or without."""

    words: str
    copied: str
    notes: tuple[str, ...]
    part: StoredArticle
    passage: Passage | None
    copy: Callable[[], object]
    mark: Callable[..., object]


class RowMenus(Part):
    """Fills the context menus of lists and articles; each action applies to the row or the words under the menu."""

    def __init__(
        self,
        desk: Desk,
        layout: WindowLayout,
        copying: Copying,
        marks: ReadMarking,
        offer_corrections: Callable[[ArticleEntries, StoredArticle], object],
        when_known: Callable[[Callable[[], object]], None],
    ) -> None:
        super().__init__(desk)
        self._layout = layout
        self._copying = copying
        self._marks = marks
        self._export = desk.results.exporting
        self._offer_corrections = offer_corrections
        self._when_known = when_known
        calls = layout.issues.calls
        calls.offer_article = self.offer_for_article
        calls.offer_issue = self._offer_for_issue
        calls.offer_days = self._offer_for_days
        layout.resultsMade.connect(
            lambda results: results.view.menuOpening.connect(partial(self._offer_for_result, results))
        )
        for pane in (layout.pane, layout.area.second):
            pane.calls.cite = partial(self._cite_shown, pane)
            pane.calls.usual_style = lambda: self._copying.style
            pane.calls.cite_in = self._cite_in

    def handlers(self) -> Handlers:
        return {
            "copy_link": self.copy_active_link,
            "cite": lambda: self._cite_shown(self._layout.area.active_pane(), ""),
        }

    def copy_active_link(self) -> None:
        stored = self._layout.area.active_pane().article()
        if stored is not None:
            self._copy_link(stored)

    # -- rows

    def _offer_for_result(self, results: ResultPane, menu: QMenu, index: QModelIndex) -> None:
        if len(chosen := results.chosen_articles()) > 1:
            menu.addAction(
                count(len(chosen), "复制 {n} 条引文"), partial(self._export.copy_citations, chosen)
            )
            menu.addAction(count(len(chosen), "导出选中的 {n} 篇…"), partial(self._export.ask, chosen))
            for part in self.desk.parts.offering():
                part.offer_on_several(menu, chosen)
            return
        model = results.model
        seam = model.seam(index)
        head = model.masthead(index)
        if head is not None:
            menu.addAction(say("打开这一期"), partial(self.desk.reading.read_issue, head.issue_id))
            return
        article_id = seam.first.id if seam else model.article_at(index.row())
        if article_id is None:
            return
        self.offer_for_article(menu, article_id, has_issue=True)

    def _offer_for_issue(self, menu: QMenu, issue: IssueRow) -> None:
        menu.addAction(say("打开这一期"), partial(self.desk.reading.read_issue, issue.id))
        if issue.date is not None:
            menu.addAction(
                say("列出这一期的文章"), partial(self._when_known, partial(self._list_issue, issue))
            )
        menu.addSeparator()
        menu.addAction(say("整期标为读过"), partial(self._marks.mark_issue, issue.id, is_read=True))
        menu.addAction(say("整期标为未读"), partial(self._marks.mark_issue, issue.id, is_read=False))
        menu.addSeparator()
        copies = menu.addMenu(say("复制"))
        copies.addAction(say("复制报纸名、日期与期号"), partial(self._copy_name_of, issue))
        copies.addAction(say("复制整期的引文"), partial(self._cite_issue, issue))
        menu.addAction(say("显示文件"), partial(self._when_known, partial(self._show_files_of, issue)))
        menu.addAction(say("导出全文…"), partial(self._export.ask_for_issue, issue))
        menu.addSeparator()

    def _offer_for_days(self, menu: QMenu, entry: TreeEntry) -> None:
        menu.addAction(say("列出这些文章"), partial(self._list_below, entry))
        menu.addAction(say("列出整个资料库的文章"), self.desk.views.list_library)

    def _list_issue(self, issue: IssueRow) -> None:
        from reader.ui.issues.entry_sets import articles_of_issue

        assert issue.date is not None
        same_month = self._library.contents.issues(issue.newspaper, issue.date.year, issue.date.month)
        titles = self._layout.tree.tree_model.titles()
        self.desk.views.list_set(articles_of_issue(issue, same_month, titles))

    def _list_below(self, entry: TreeEntry) -> None:
        from reader.ui.issues.entry_sets import articles_below

        self.desk.views.list_set(articles_below(entry, self._layout.tree.tree_model.titles()))

    def offer_for_article(self, menu: QMenu, article_id: int, *, has_issue: bool = False) -> None:
        """Add the entries of an article; with `has_issue`, also the one that opens its issue.

        If a server has not answered yet, they are added to the open menu when it has.
        """
        try:
            self._offer_found(menu, article_id, has_issue)
        except NotKnownYet as wait:
            self._offer_later(menu, wait.in_a_menu, article_id, has_issue)

    def _offer_later(self, menu: QMenu, words: str, article_id: int, has_issue: bool) -> None:
        place = menu.addAction(words)
        place.setEnabled(False)

        def offer() -> None:
            if isValid(menu):
                self._offer_found(menu, article_id, has_issue)
                menu.removeAction(place)

        try:
            self._when_known(offer)
        except NotKnownYet as wait:
            place.setText(wait.in_a_menu)

    def _offer_found(self, menu: QMenu, article_id: int, has_issue: bool) -> None:
        stored = self._library.articles.article(article_id)
        if stored is None:
            return
        entries = self.offer_row(menu, stored)
        if has_issue:
            show = partial(self._show_issue, stored.issue.id, article_id)
            entries.open.addAction(say("看这一期的全部文章"), show)

    def offer_row(
        self, menu: QMenu, stored: StoredArticle, selected: Selected | None = None
    ) -> ArticleEntries:
        """Fill the entries of an article that has no pane of its own, as `offer` does."""
        copy = partial(self._when_known, partial(self._copy_articles, [stored.id]))
        entries = self.offer(menu, stored, copy, selected)
        self._offer_corrections(entries, stored)
        return entries

    def offer(
        self,
        menu: QMenu,
        stored: StoredArticle,
        copy: Callable[[], object],
        selected: Selected | None = None,
    ) -> ArticleEntries:
        """Fill the menu entries of an article; with `selected`, they apply to the selected words."""
        entries = entries_of(menu)
        if selected is None:
            is_bookmarked = self.desk.bookmarks.of(stored.anchor) is not None
            toggle = partial(self.desk.bookmarks.toggle, stored.anchor)
            fill(entries.copy, say("复制全文") + "\tCtrl+Shift+X", copy)
            fill(
                entries.cite,
                say("复制引文") + "\tCtrl+Shift+C",
                partial(self._cite, stored, self._copying.style),
            )
            fill(entries.mark, (say("取消收藏") if is_bookmarked else say("收藏")) + "\tB", toggle)
        else:
            fill(entries.copy, say("复制") + "\tCtrl+C", selected.copy)
            fill(entries.cite, say("复制并附引文"), partial(self._copy_quotation, selected))
            fill(entries.mark, say("标记所选文字") + "\tH", selected.mark)
            self._offer_words(entries.more, selected, copy)
        if stored.id:
            self._offer_to_open(entries.open, stored)
            self._offer_more(entries.more, stored)
        for part in self.desk.parts.offering():
            part.offer_on_article(entries, stored, selected.passage if selected else None)
        return entries

    def _offer_words(self, menu: QMenu, selected: Selected, copy: Callable[[], object]) -> None:
        short = wording.shortened(on_one_line(selected.words), _MOST_SHOWN)
        menu.addAction(say("搜索“{words}”", words=short), partial(self.search, selected.words))
        menu.addAction(say("给所选写批注…") + "\tM", partial(selected.mark, with_note=True))
        menu.addAction(say("复制并附出处"), partial(self._copy_with_source, selected))
        menu.addAction(say("复制全文") + "\tCtrl+Shift+X", copy)
        menu.addSeparator()

    def _offer_to_open(self, menu: QMenu, stored: StoredArticle) -> None:
        menu.addAction(say("在旁边打开") + "\tCtrl+Return", partial(self.desk.second.open, stored.id))
        in_window = partial(self.desk.window.open_another, link_to(stored.printing))
        menu.addAction(say("在新窗口打开"), in_window)
        paths = [source.path for source in stored.sources]
        menu.addAction(say("显示文件"), partial(self._show_files, paths))

    def _offer_more(self, menu: QMenu, stored: StoredArticle) -> None:
        is_read = self._marks.is_read(stored.id)
        mark = partial(self._marks.mark, [stored], is_read=not is_read)
        menu.addAction(say("标为未读") if is_read else say("标为读过"), mark)
        menu.addAction(say("复制链接") + "\tCtrl+Shift+J", partial(self._copy_link, stored))

    def _show_files_of(self, issue: IssueRow) -> None:
        files = self._library.derived.catalogue.files.files_of_issue(issue.id)
        self._show_files([file_row.path for file_row in files])

    def offer_for_bookmark(self, menu: QMenu, bookmark: Bookmark) -> None:
        """Add the actions on a bookmark other than opening, editing and removing it."""
        if bookmark.elsewhere:
            places = menu.addMenu(say("标的是哪一处"))
            for near_article in self._library.notebook.elsewhere(bookmark):
                issue = near_article.issue
                page = near_article.article.page
                day = issue.with_edition(wording.issue_day(issue.date, issue.month_day, issue.label))
                words = [issue.newspaper, day, wording.page(page, near_article.page_fact) if page else ""]
                attach = partial(self.desk.bookmarks.attach, bookmark, near_article.id)
                places.addAction(" ".join(filter(None, words)), attach)
        menu.addAction(say("在旁边打开"), partial(self.desk.second.open_bookmark, bookmark))
        stored = self._library.notebook.article_of(bookmark)
        menu.addAction(say("复制这一条"), partial(self._copy_bookmark, bookmark))
        menu.addAction(say("复制引文"), partial(self._cite, stored, self._copying.style))
        menu.addAction(say("复制链接"), partial(self._copy_link, stored))
        if stored.sources:
            paths = [source.path for source in stored.sources]
            menu.addAction(say("显示文件"), partial(self._show_files, paths))
        menu.addSeparator()
        for part in self.desk.parts.offering():
            part.offer_on_bookmark(menu, bookmark)

    # -- the actions

    def search(self, words: str) -> None:
        text = " ".join(words.split())
        self.desk.results.enter_query(
            text if re.fullmatch(r"\w+", text) or re.search('[“”"]', text) else f"“{text}”"
        )

    def _show_issue(self, issue_id: int, article_id: int) -> None:
        self.desk.results.leave_search()
        self.desk.reading.open_issue(issue_id)
        self.desk.reading.open_article(article_id)

    def _copy_name_of(self, issue: IssueRow) -> None:
        words = wording.issue_in_full(issue)
        QGuiApplication.clipboard().setText(words)
        self._services.message(say("已复制：{words}", words=words))

    def _copy_articles(self, article_ids: Sequence[int]) -> None:
        QGuiApplication.clipboard().setMimeData(self._copying.articles(article_ids))
        self._services.message(say("已复制全文"))

    def _copy_bookmark(self, bookmark: Bookmark) -> None:
        QGuiApplication.clipboard().setMimeData(self._copying.bookmarks([bookmark]))
        self._services.message(say("已复制这一条"))

    def _copy_link(self, stored: StoredArticle) -> None:
        QGuiApplication.clipboard().setText(link_to(stored.printing))
        self._services.message(say("已复制这篇文章的链接，装了阅报、有这份报纸的人点开就是它。"))

    def _cite_in(self, style: Style) -> None:
        self.desk.window.settings.choose("citation_style", style.value)
        self._services.message(say("引文以后都写成 {style}。", style=style.label))

    def _cite_shown(self, pane: ArticlePane, style: str) -> None:
        stored = pane.article()
        if stored is not None:
            self._cite(stored, Style(style) if style else self._copying.style)

    def _cite(self, stored: StoredArticle, style: Style) -> None:
        QGuiApplication.clipboard().setText(citation.cite(stored, style, wording=self._copying.wording))
        self.report_cited(stored, style)

    def _cite_issue(self, issue: IssueRow) -> None:
        style = self._copying.style
        cited = citation.cite_issue(issue, style)
        QGuiApplication.clipboard().setText(cited)
        self._services.message(say("已复制引文（{style}）", style=style.label) + "\n" + cited.strip())

    def report_cited(self, stored: StoredArticle, style: Style) -> None:
        cited = citation.cite(stored, style, wording=self._copying.wording).strip()
        if len(cited) <= _MOST_IN_MESSAGE:
            cited_words = cited
        else:
            cited_words = cited[:_MOST_IN_MESSAGE] + "…"
        self._services.message(say("已复制引文（{style}）", style=style.label) + "\n" + cited_words)

    def _show_files(self, paths: Sequence[str]) -> None:
        words = self._library.words.why_no_files
        if words:
            self._services.message(words)
            return
        folder = self._library.folder
        present_path = next((path for path in paths if folder.holding_file(path).exists()), None)
        if present_path is not None:
            show_in_folder(folder.file_on_disk(present_path))
        else:
            self._services.message(
                say("原文件 {path} 已不在那里；正文取自目录中的副本。", path=say("、").join(paths[:3]))
            )

    def _copy_with_source(self, selected: Selected) -> None:
        words = f"{selected.copied}\n{article_text.source_line(selected.part)}"
        QGuiApplication.clipboard().setText(without_controls(with_note_lines(words, selected.notes)))
        self._services.message(say("已复制所选文字和出处"))

    def _copy_quotation(self, selected: Selected) -> None:
        style = self._copying.style
        part = selected.part
        if self._copying.wording is Wording.WITH_NOTES:
            plain = Wording.CORRECTED
        else:
            plain = self._copying.wording
        cited = citation.cite(worded(part, plain), style)
        quoted = without_controls(f"“{selected.copied}”\n{cited}")
        QGuiApplication.clipboard().setText(with_note_lines(quoted, map(without_controls, selected.notes)))
        self.report_cited(part, style)


class WordMenus(Part):
    """Makes the menus of an article that is shown: on its text, behind ⋯, and on a whole page."""

    def __init__(
        self, desk: Desk, layout: WindowLayout, rows: RowMenus, actions: Mapping[str, QAction]
    ) -> None:
        super().__init__(desk)
        self._page_pane = layout.area.page
        self._rows = rows
        self._on_words = offered(actions, Slot.WORDS)
        self._to_correct = offered(actions, Slot.CORRECT)
        self._on_page = offered(actions, Slot.PAGE)
        for pane in (layout.pane, layout.area.second):
            pane.page.menuOpening.connect(partial(self._offer_in_article, pane))
        for calls in (layout.pane.calls, layout.area.second.calls, layout.area.page.calls):
            calls.search = rows.search
            calls.on_selection = offered(actions, Slot.SELECTION)
        layout.area.page.calls.offer = self._offer_on_page

    def _offer_in_article(self, pane: ArticlePane, menu: QMenu, block: PageBlock | None) -> None:
        page = pane.page
        parts = pane.parts()
        words = page.selected_text().strip()
        part = parts[block.printed[0][0]] if block and parts and not words else pane.selected_part()
        if part is None:
            return
        selected = None
        if words:
            copied = page.selected_text(page.settings.wording).strip()
            selected = Selected(
                words,
                copied,
                page.copied_notes(),
                part,
                page.selected_passage(),
                page.copy,
                pane.mark_selection,
            )
        entries = self._rows.offer(menu, part, pane.copy_article, selected)
        if selected is None:
            entries.more.addAction(say("批注") + "\tM", pane.header.note_button.click)
            entries.more.addAction(self.desk.actions["find"])
            entries.open.addAction(self.desk.actions["full_screen"])
            entries.paper.addActions(self._on_page)

    def _offer_on_page(self, menu: QMenu, number: int) -> None:
        pane = self._page_pane
        view = pane.view
        marks = pane.view.marks
        selection = pane.view.marks.selection
        words = marks.selected_text().strip()
        if selection is None or not words:
            self._rows.offer_for_article(menu, view.articles()[number].stored.id)
            return
        copied = marks.selected_text(pane.settings.wording).strip()
        part = view.articles()[selection.article].stored
        selected = Selected(
            words, copied, pane.copied_notes(), part, marks.selected_passage(), pane.copy, pane.mark_selection
        )
        entries = self._rows.offer_row(menu, part, selected)
        entries.more.addActions(self._on_words)
        entries.correct.addActions(self._to_correct)
