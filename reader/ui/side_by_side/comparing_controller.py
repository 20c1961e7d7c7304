"""The controllers of other texts of an article: of its other printings and its series, and of its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reader import formats
from reader.i18n import say
from reader.library.library import Library
from reader.newspaper.holdings import StoredArticle
from reader.ui.frame.frame import Frame
from reader.ui.issues.reading_controller import ReadingController
from reader.ui.side_by_side.second_article import SecondArticle
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Change, Feature, Handlers, Services
from reader.ui.widgets.undo_stack import UndoStack

if TYPE_CHECKING:
    from reader.library.similar import Difference, OtherPrintings, Series
    from reader.library.sources import ArticleSources
    from reader.ui.side_by_side.difference_dialog import DifferenceDialog, SourcesDialog


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


class SourcesController(Feature):
    """Reads and chooses the sources of the current article on another thread.

    Signal: `changed` after another source was chosen.
    """

    changed = Signal()

    def __init__(
        self,
        services: Services,
        library: Library,
        frame: Frame,
        reading: ReadingController,
        undoing: UndoStack,
        parent: QObject,
    ) -> None:
        super().__init__(services, parent)
        self._library = library
        self._frame = frame
        self._reading = reading
        self._undoing = undoing
        self._tasks = TaskQueue(self)
        self.dialog: SourcesDialog | None = None
        frame.pane.about.sourcesWanted.connect(self.open)

    def open(self, number: int = 2) -> None:
        """Compare the shown source of the article, number 1, with another one."""
        stored = self._reading.article
        if stored is None or not any(source.is_other for source in stored.sources):
            self._services.message(say("这一篇只有一种来源。"))
            return
        article_id, sources = stored.id, self._library.sources

        def read() -> tuple[ArticleSources, Difference] | None:
            found = sources.of(article_id)
            if found is None or number > len(found.sources):
                return None
            return found, sources.difference(article_id, number)

        self._tasks.run(read, lambda found: self._show(found, number))

    def _show(self, found: tuple[ArticleSources, Difference] | None, number: int) -> None:
        if found is None:
            self._services.message(say("这篇文章已不在目录中，可能刚被更新。"))
            return
        from reader.ui.side_by_side.difference_dialog import SourcesBar, SourcesDialog

        sources, difference = found
        bar = SourcesBar(sources, number)
        before = self.dialog
        dialog = self.dialog = SourcesDialog(self._frame.window(), difference, bar)
        bar.sourceWanted.connect(self.open)
        bar.chooseWanted.connect(lambda of_issue: self._choose(sources, number, of_issue=of_issue))
        bar.defaultWanted.connect(lambda: self._choose(sources, 1, takes_default=True))
        dialog.destroyed.connect(lambda: self._forget(dialog))
        if before is not None:
            dialog.setGeometry(before.geometry())
            before.done(0)
        dialog.open()

    def _choose(
        self, sources: ArticleSources, number: int, *, of_issue: bool = False, takes_default: bool = False
    ) -> None:
        if self.dialog is not None:
            self.dialog.done(0)
        article_id, library = sources.stored.id, self._library.sources
        name = formats.name_of(sources.sources[number - 1].format)
        if takes_default:
            named, words = say("收回所选的来源"), say("已收回所选，显示的是程序取的一种。")
        else:
            named = say("改为显示{format}", format=name)
            words = (
                say("这一期改为显示{format}。", format=name)
                if of_issue
                else say("这一篇改为显示{format}。", format=name)
            )

        def choose() -> int | None:
            if takes_default:
                return library.undo_choice(article_id)
            return library.choose(article_id, number, of_issue=of_issue)

        def show(shown: int | None) -> None:
            self.changed.emit()
            if shown is not None:
                self._reading.open_article(shown)

        def done(shown: int | None) -> None:
            show(shown)
            later = say("已记下；资料库正在更新，更新后就照此显示。") if shown is None else ""
            self._services.message(later or words, can_undo=True)

        def turned(_: object) -> None:
            self._undoing.run(lambda: library.shown_now(sources), show)

        self._undoing.do(named, choose, done, turned)

    def _forget(self, dialog: SourcesDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
