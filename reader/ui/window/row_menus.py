"""The context menus of an issue, an article in a list, several results, and a bookmark."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from reader.export import citation
from reader.export.citation import Style
from reader.i18n import count, say
from reader.library.library import Library
from reader.newspaper.article_link import link_to
from reader.newspaper.holdings import Bookmark, IssueRow, StoredArticle
from reader.storage.disk_errors import NotKnownYet
from reader.ui.article.article_pane import ArticlePane
from reader.ui.beside.second_article import SecondArticle
from reader.ui.issues.read_marking import ReadMarking
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.issues.tree_entries import TreeEntry
from reader.ui.notebook.bookmark_controller import BookmarkController
from reader.ui.search.results_controller import ResultsController
from reader.ui.widgets import wording
from reader.ui.widgets.services import Feature, Handlers, Services
from reader.ui.window.copy_and_drag import CopyAndDrag
from reader.ui.window.layout import WindowLayout
from reader.ui.window.outside import show_in_folder, why_no_files

if TYPE_CHECKING:
    from reader.ui.search.result_list import ResultPane

_MOST_IN_MESSAGE = 300
"""The maximum number of characters of a citation in a message."""


class RowMenus(Feature):
    """Fills the context menus of lists; each action applies to the row under the menu.

    Signals: `citationsWanted` and `exportWanted` have the ids of articles whose citations are to be copied, or written
    to a file; `issueExportWanted` has the issue.
    """

    citationsWanted = Signal(list)
    exportWanted = Signal(list)
    issueExportWanted = Signal(object)

    def __init__(
        self,
        services: Services,
        library: Library,
        layout: WindowLayout,
        reading: ReadingController,
        beside: SecondArticle,
        results: ResultsController,
        bookmarking: BookmarkController,
        copying: CopyAndDrag,
        marks: ReadMarking,
        when_known: Callable[[Callable[[], object]], None],
        parent: QObject,
    ) -> None:
        super().__init__(services, parent)
        self._library = library
        self._layout = layout
        self._reading = reading
        self._beside = beside
        self._results = results
        self._bookmarking = bookmarking
        self._copying = copying
        self._marks = marks
        self._when_known = when_known
        layout.tree.rowMenuOpening.connect(self._offer_for_entry)
        layout.issues.rowMenuOpening.connect(self.offer_for_article)
        layout.bookmarks.menuOpening.connect(self.offer_for_bookmark)
        layout.resultsMade.connect(self._watch_results)
        for pane in (layout.pane, layout.second):
            pane.citeWanted.connect(partial(self._cite_shown, pane))

    def handlers(self) -> Handlers:
        return {
            "copy_link": self.copy_active_link,
            "cite": self.cite_active,
        }

    def cite_active(self) -> None:
        """Copy the citation of the active article in the style of the settings."""
        self._cite_shown(self._layout.area.active_pane(), self._copying.style.value)

    def copy_active_link(self) -> None:
        """Copy a link to the active article."""
        if (stored := self._layout.area.active_pane().article()) is not None:
            self._copy_link(stored)

    # -- rows

    def _watch_results(self, results: ResultPane) -> None:
        results.view.menuOpening.connect(partial(self._offer_for_result, results))

    def _offer_for_result(self, results: ResultPane, menu: QMenu, index: QModelIndex) -> None:
        if len(chosen := results.chosen_articles()) > 1:
            menu.addAction(count(len(chosen), "复制 {n} 条引文"), partial(self.citationsWanted.emit, chosen))
            menu.addAction(count(len(chosen), "导出选中的 {n} 篇…"), partial(self.exportWanted.emit, chosen))
            return
        model = results.model
        seam, head = model.seam(index), model.masthead(index)
        if head is not None:
            menu.addAction(say("打开这一期"), partial(self._reading.read_issue, head.issue_id))
            return
        article_id = seam.first.id if seam else model.article_at(index.row())
        if article_id is None:
            return
        self.offer_for_article(menu, article_id, has_issue=True)

    def _offer_for_entry(self, menu: QMenu, entry: TreeEntry) -> None:
        if entry.article is not None:
            self.offer_for_article(menu, entry.article.id)
        elif entry.issue is not None:
            self._offer_for_issue(menu, entry.issue)
        menu.addSeparator()

    def _offer_for_issue(self, menu: QMenu, issue: IssueRow) -> None:
        menu.addAction(say("打开这一期"), partial(self._reading.read_issue, issue.id))
        menu.addSeparator()
        menu.addAction(say("整期标为读过"), partial(self._marks.mark_issue, issue.id, is_read=True))
        menu.addAction(say("整期标为未读"), partial(self._marks.mark_issue, issue.id, is_read=False))
        menu.addSeparator()
        menu.addAction(say("复制报名、日期与期号"), partial(self._copy_name_of, issue))
        menu.addAction(say("显示文件"), partial(self._show_file_of_issue, issue))
        menu.addAction(say("导出全文…"), partial(self.issueExportWanted.emit, issue))

    def offer_for_article(self, menu: QMenu, article_id: int, *, has_issue: bool = False) -> None:
        """Add the actions on an article; with `has_issue`, also those on its issue.

        In a reading room that has not answered yet, the actions are added to the open menu when it has.
        """
        try:
            self._offer_article(menu, article_id, has_issue)
        except NotKnownYet:
            self._offer_later(menu, article_id, has_issue)

    def _offer_later(self, menu: QMenu, article_id: int, has_issue: bool) -> None:
        place = menu.addAction(say("正在向阅览室取…"))
        place.setEnabled(False)

        def offer() -> None:
            if isValid(menu):
                offered = QMenu(menu)
                self._offer_article(offered, article_id, has_issue)
                menu.insertActions(place, offered.actions())
                menu.removeAction(place)

        try:
            self._when_known(offer)
        except NotKnownYet:
            place.setText(say("现在连不上阅览室"))

    def _offer_article(self, menu: QMenu, article_id: int, has_issue: bool) -> None:
        stored = self._library.articles.article(article_id)
        if stored is None:
            return
        menu.addAction(say("打开"), partial(self._reading.open_article, article_id))
        menu.addAction(say("在旁边打开") + "\tCtrl+Return", partial(self._beside.open, article_id))
        menu.addSeparator()
        is_kept = self._bookmarking.of(stored.anchor) is not None
        toggle = partial(self._bookmarking.toggle, stored.anchor)
        menu.addAction(say("取消收藏") if is_kept else say("收藏"), toggle)
        is_read = self._marks.is_read(stored.id)
        mark = partial(self._marks.mark, [stored], is_read=not is_read)
        menu.addAction(say("标为未读") if is_read else say("标为读过"), mark)
        menu.addAction(say("复制全文"), partial(self._when_known, partial(self._copy_articles, [stored.id])))
        menu.addAction(say("复制引文"), partial(self._cite, stored, self._copying.style))
        menu.addAction(say("复制链接"), partial(self._copy_link, stored))
        menu.addSeparator()
        menu.addAction(say("显示文件"), partial(self._show_files_of, stored))
        if has_issue:
            menu.addSeparator()
            issue_id = stored.issue.id
            menu.addAction(say("看这一期的全部文章"), partial(self._show_issue, issue_id, article_id))

    def offer_for_bookmark(self, menu: QMenu, bookmark: Bookmark) -> None:
        """Add the actions on a bookmark other than opening and editing it."""
        if bookmark.elsewhere:
            places = menu.addMenu(say("标的是哪一处"))
            for each in self._library.notebook.elsewhere(bookmark):
                issue, page = each.issue, each.article.page
                day = wording.issue_day(issue.date, issue.month_day, issue.label)
                words = [issue.newspaper, day, wording.page(page) if page else ""]
                attach = partial(self._bookmarking.attach, bookmark, each.id)
                places.addAction(" ".join(filter(None, words)), attach)
        menu.addAction(say("在旁边打开"), partial(self._beside.open_bookmark, bookmark))
        stored = self._library.notebook.article_of(bookmark)
        menu.addAction(say("复制这一条"), partial(self._copy_bookmark, bookmark))
        menu.addAction(say("复制引文"), partial(self._cite, stored, self._copying.style))
        menu.addAction(say("复制链接"), partial(self._copy_link, stored))
        if stored.sources:
            menu.addAction(say("显示文件"), partial(self._show_files_of, stored))
        menu.addSeparator()

    # -- the actions

    def _show_issue(self, issue_id: int, article_id: int) -> None:
        self._results.leave_search()
        self._reading.open_issue(issue_id)
        self._reading.open_article(article_id)

    def _copy_name_of(self, issue: IssueRow) -> None:
        words = wording.issue_in_full(issue)
        QGuiApplication.clipboard().setText(words)
        self._tell(say("已复制：{words}", words=words))

    def _copy_articles(self, article_ids: Sequence[int]) -> None:
        QGuiApplication.clipboard().setMimeData(self._copying.articles(article_ids))
        self._tell(say("已复制全文"))

    def _copy_bookmark(self, bookmark: Bookmark) -> None:
        QGuiApplication.clipboard().setMimeData(self._copying.bookmarks([bookmark]))
        self._tell(say("已复制这一条"))

    def _copy_link(self, stored: StoredArticle) -> None:
        link = link_to(stored.printing)
        QGuiApplication.clipboard().setText(link)
        self._tell(say("已复制这篇文章的链接，装了阅报、有这份报纸的人点开就是它。") + "\n" + link)

    def _cite_shown(self, pane: ArticlePane, style: str) -> None:
        stored = pane.article()
        if stored is not None:
            self._cite(stored, Style(style))

    def _cite(self, stored: StoredArticle, style: Style) -> None:
        copied = self._copying.as_copied(stored)
        QGuiApplication.clipboard().setText(citation.cite(copied, style))
        self.tell_cited(copied, style)

    def tell_cited(self, stored: StoredArticle, style: Style) -> None:
        """Report that a citation was copied, and show it."""
        cited = citation.cite(stored, style).strip()
        shown = cited if len(cited) <= _MOST_IN_MESSAGE else cited[:_MOST_IN_MESSAGE] + "…"
        self._tell(say("已复制引文（{style}）", style=style.label) + "\n" + shown)

    def _show_files_of(self, stored: StoredArticle) -> None:
        self._show_files([source.path for source in stored.sources])

    def _show_file_of_issue(self, issue: IssueRow) -> None:
        def show() -> None:
            self._show_files([file.path for file in self._library.contents.files_of_issue(issue.id)])

        self._when_known(show)

    def _show_files(self, paths: Sequence[str]) -> None:
        """Show the first existing file of some in the file manager."""
        if words := why_no_files(self._library):
            self._tell(words)
            return
        files = [self._library.folder.file_on_disk(path) for path in paths]
        found = next((file for file in files if file.exists()), None)
        if found is not None:
            show_in_folder(found)
        else:
            self._tell(say("原文件 {path} 已不在那里；正文取自目录中的副本。", path="、".join(paths[:3])))

    def _tell(self, words: str) -> None:
        self._services.message(words)
