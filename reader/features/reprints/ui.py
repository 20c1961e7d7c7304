"""Other printings and series of the article on the page, and the comparison of two printings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.features.reprints.same_texts import FoundTexts
from reader.i18n import say
from reader.newspaper.holdings import StoredArticle
from reader.plugs import answering, plugs
from reader.ui.desk import Desk, Part, comparison
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Change

if TYPE_CHECKING:
    from reader.comparison.differences import Difference
    from reader.library.answers import OtherPrintings, Series


class ReprintsPart(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._looking = 0
        self._tasks = TaskQueue(self)
        self._texts = FoundTexts(desk.library.derived)
        desk.frame.pane.calls.compare_printing = self._compare
        desk.reading.shown.connect(self._follow)

    def refresh(self, change: Change) -> None:
        if change is Change.PAPERS:
            self._follow(self.desk.reading.article)

    def _follow(self, stored: StoredArticle | None) -> None:
        self._looking += 1
        looking = self._looking
        about = self.desk.frame.pane.about
        if stored is None or not stored.id:
            return
        article_id = stored.id

        def done(found: tuple[OtherPrintings, Series | None]) -> None:
            if looking == self._looking:
                about.set_printings(*found)

        self._tasks.run(lambda: (self._texts.of(article_id), self._texts.series_of(article_id)), done)

    def _compare(self, other_id: int) -> None:
        stored = self.desk.reading.article
        if stored is not None:
            article_id = stored.id
            self._tasks.run(partial(self._texts.difference, article_id, other_id), self._show)

    def _show(self, difference: Difference | None) -> None:
        if difference is None:
            self._services.message(say("这篇文章已不在目录中，可能刚被更新。"))
            return
        dialog = answering(comparison, plugs())(self.desk.frame.window(), difference)
        if dialog:
            dialog.open()
