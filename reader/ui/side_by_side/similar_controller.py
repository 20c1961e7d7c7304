"""The controller of other printings and series: showing them below the article, comparing printings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from reader.i18n import say
from reader.library.library import Library
from reader.newspaper.holdings import StoredArticle
from reader.ui.frame.frame import Frame
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.side_by_side.second_article import SecondArticle
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Change, Feature, Handlers, Services

if TYPE_CHECKING:
    from reader.library.similar import Difference, OtherPrintings, Series
    from reader.ui.side_by_side.difference_dialog import DifferenceDialog


class SimilarController(Feature):
    """Reads the other printings and the series of the current article on another thread, and compares printings."""

    def __init__(
        self,
        services: Services,
        library: Library,
        frame: Frame,
        reading: ReadingController,
        beside: SecondArticle,
        parent: QObject,
    ) -> None:
        super().__init__(services, parent)
        self._library = library
        self._frame = frame
        self._reading = reading
        self._looking = 0
        self._tasks = TaskQueue(self)
        self.dialog: DifferenceDialog | None = None
        about = frame.pane.about
        about.articleActivated.connect(reading.open_article)
        about.secondArticleWanted.connect(beside.open)
        about.differenceWanted.connect(self._compare)
        reading.shown.connect(self._follow)

    def handlers(self) -> Handlers:
        return {"about_article": self._frame.pane.strip.about_button.click}

    def refresh(self, change: Change) -> None:
        """Read the other printings again if the catalogue has changed."""
        if change is Change.PAPERS:
            self._follow(self._reading.article)

    def _follow(self, stored: StoredArticle | None) -> None:
        self._looking += 1
        looking, about = self._looking, self._frame.pane.about
        if stored is None or not stored.id:
            return
        article_id, similar = stored.id, self._library.similar

        def done(found: tuple[OtherPrintings, Series | None]) -> None:
            if looking == self._looking:
                about.set_printings(*found)

        self._tasks.run(lambda: (similar.of(article_id), similar.series_of(article_id)), done)

    def _compare(self, other_id: int) -> None:
        stored, similar = self._reading.article, self._library.similar
        if stored is None:
            return
        article_id = stored.id
        self._tasks.run(lambda: similar.difference(article_id, other_id), self._show)

    def _show(self, difference: Difference | None) -> None:
        if difference is None:
            self._services.message(say("这篇文章已不在目录中，可能刚被更新。"))
            return
        from reader.ui.side_by_side.difference_dialog import DifferenceDialog

        self.dialog = DifferenceDialog(self._frame.window(), difference)
        self.dialog.destroyed.connect(self._forget)
        self.dialog.open()

    def _forget(self) -> None:
        self.dialog = None
