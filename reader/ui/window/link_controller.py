"""Links in the window: copied, opened in this or another library, and received from other processes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from reader import do_nothing
from reader.export.article_text import day_in_words
from reader.i18n import count, say
from reader.newspaper.printing import BadLink, Printing, is_link, parse_link
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Feature, Handlers, Services
from reader.ui.window.library_controller import LibraryController
from reader.ui.window.library_opening import OpenLibrary

if TYPE_CHECKING:
    from reader.library.linked_articles import Holder
    from reader.ui.window.link_handover import LinkServer

_LISTEN_MS = 500
"""The delay before a window listens for links, in milliseconds: Qt's network is loaded after it is shown."""


class LinkController(Feature):
    def __init__(
        self,
        services: Services,
        window: QWidget,
        controller: Callable[[], LibraryController],
        others: Callable[[], list[Path]],
        open_library: OpenLibrary,
    ) -> None:
        """Make the feature; `others` returns the folders of libraries to search if the open one lacks the article."""
        super().__init__(services, window)
        self._window = window
        self._controller = controller
        self._others = others
        self._open_library = open_library
        self._server: LinkServer | None = None
        self._tasks = TaskQueue(self)
        self._soon = QTimer(self, singleShot=True, interval=_LISTEN_MS)
        self._soon.timeout.connect(self.listen)

    def handlers(self) -> Handlers:
        return {
            "open_link": self.open_copied,
        }

    # -- opening

    def open_copied(self) -> None:
        text = QGuiApplication.clipboard().text().strip()
        if is_link(text):
            self.open(text)
        else:
            self._services.message(say("剪贴板里没有阅报的链接。先复制一个以 yuebao: 开头的链接，再来打开。"))

    def open(self, text: str) -> None:
        """Open a link in this library or another one; report it if none has the article."""
        try:
            link = parse_link(text)
        except BadLink as error:
            self._services.error(error)
            return

        def go_on(is_here: bool) -> None:
            if not is_here:
                self._look_elsewhere(link)

        self._find(link, go_on)

    def _find(self, link: Printing, done: Callable[[bool], None]) -> None:
        controller = self._controller()

        def found(article_id: int | None) -> None:
            if article_id is None or controller is not self._controller():
                done(False)
                return
            controller.features.results.leave_search()
            controller.layout.uncover()
            controller.reading.open_article(article_id, is_page=False)
            done(True)

        self._tasks.run(partial(controller.library.articles.printings.article_of, link), found)

    def _look_elsewhere(self, link: Printing) -> None:
        from reader.library.linked_articles import holder_of

        others = self._others()
        self._tasks.run(partial(holder_of, link, others), lambda holder: self._go(link, holder))

    def _go(self, link: Printing, holder: Holder) -> None:
        sync = self._controller().sync
        if holder.root is not None:
            self._open_library(holder.root, partial(self._find, link, do_nothing))
            return
        is_growing = sync.process.is_running()

        def go_on(is_here: bool) -> None:
            if not is_here:
                self._miss(link, holder)

        def find_again(_report: object) -> None:
            self._find(link, go_on)

        if is_growing:
            sync.finished.connect(find_again, Qt.ConnectionType.SingleShotConnection)
        self._miss(link, holder, is_growing=is_growing)

    def _miss(self, link: Printing, holder: Holder, *, is_growing: bool = False) -> None:
        from reader.library.linked_articles import linked_issue

        controller = self._controller()
        parts = [link.newspaper]
        if link.date:
            parts.append(day_in_words(link.date))
        if link.page:
            parts.append(wording.page(link.page))
        link_words = " ".join(filter(None, parts)) or link.key

        def report(issue_id: int | None) -> None:
            if issue_id is not None and controller is self._controller():
                self._services.ask(
                    say("这里有链接所指的那一期（{named}），但没有那一篇。", named=link_words),
                    say("打开这一期"),
                    partial(controller.reading.read_issue, issue_id),
                )
                return
            words = say(
                "没有找到链接所指的文章（{named}）：打开着的资料库里没有，最近打开过的也没有。",
                named=link_words,
            )
            if holder.unopened:
                words += count(holder.unopened, "其中 {n} 个现在打不开，没有找。")
            if is_growing:
                words += say("这个资料库正在更新，更新完再找一次。")
            self._services.message(words)

        self._tasks.run(partial(linked_issue, controller.library, link), report)

    # -- other processes

    def listen_soon(self) -> None:
        self._soon.start()

    def listen(self) -> None:
        from reader.ui.window.link_handover import LinkServer

        if self._server is None:
            self._server = LinkServer(self, self._take)
        self._server.listen(self._controller().library.root)

    def follow(self) -> None:
        """Listen for the library that is now open, if the window listens already."""
        if self._server is not None:
            self.listen()

    def _take(self, text: str, is_reported: bool, answer: Callable[[bool], None]) -> None:
        try:
            link = parse_link(text)
        except BadLink:
            answer(False)
            return
        if is_reported:
            self._come_to_front()
            self.open(text)
            answer(True)
            return

        def done(is_here: bool) -> None:
            if is_here:
                self._come_to_front()
            answer(is_here)

        self._find(link, done)

    def _come_to_front(self) -> None:
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.raise_()
        self._window.activateWindow()

    def finish(self) -> None:
        if self._server is not None:
            self._server.close()
