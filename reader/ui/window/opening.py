"""The first reading of a library: what the panes show until there is something in it; leaving the sample."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from reader.i18n import say
from reader.ui.article.opening_news import OpeningNews
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.sync.sync_controller import SyncController
from reader.ui.widgets.notice_bar import NoticeBar
from reader.ui.widgets.placeholder import Placeholder
from reader.ui.widgets.state_panel import Way
from reader.ui.window.layout import WindowLayout


class Opening(QObject):
    """Shows the progress of the first reading, then the newest issue unless a person has begun to read.

    Where one was last time comes first (`come_back`): the cache may be new and the library long known.
    """

    def __init__(
        self,
        layout: WindowLayout,
        reading: ReadingController,
        updating: SyncController,
        come_back: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._come_back = come_back
        self._layout = layout
        self._reading = reading
        self._is_first = False
        self._placeholders = Placeholder(layout.tree), Placeholder(layout.issues.view)
        updating.first.changed.connect(self._show)
        updating.finished.connect(self._end)

    def _show(self, news: OpeningNews | None) -> None:
        self._is_first = self._is_first or news is not None
        self._layout.pane.empty.show_news(news)
        in_tree, in_list = (say("读到的年份和期会列在这里。"), say("读到的第一期会自己打开。"))
        for place, words in zip(self._placeholders, (in_tree, in_list), strict=True):
            place.show_words("" if news is None else words)

    def _end(self) -> None:
        was_first, self._is_first = self._is_first, False

        def go_on() -> None:
            if not self._come_back() and was_first:
                self._reading.follow_newest()

        self._reading.after_reading(go_on)


def offer_own_folder(bar: NoticeBar, opening: QAction) -> None:
    """Show a notice above the sample's articles with an action that opens the reader's own folder."""
    key = opening.shortcut().toString()
    bar.show_notice(
        say("这是自带的样本，可以随便翻、随便试。"),
        [Way("open", say("打开自己的报纸文件夹…（{key}）", key=key))],
    )
    bar.chosen.connect(lambda _: opening.trigger())
