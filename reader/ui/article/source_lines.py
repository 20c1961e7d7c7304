"""The source lines of an article, read when its pane requests them."""

from PySide6.QtCore import QObject

from reader.library.library import Library, LibraryError
from reader.ui.article.article_pane import ArticlePane
from reader.ui.widgets.background_tasks import TaskQueue


class SourceLines(QObject):
    """Reads the lines of a file on another thread: it may be on a slow drive."""

    def __init__(self, library: Library, pane: ArticlePane) -> None:
        super().__init__(pane)
        self._library = library
        self._pane = pane
        self._tasks = TaskQueue(self)
        pane.linesWanted.connect(self._show)
        pane.source.can_rescan = not library.why_unchangeable()

    def _show(self, article_id: int, text: str) -> None:
        source = self._pane.source
        self._tasks.run(
            lambda: self._library.articles.excerpt(article_id, text),
            source.show_excerpt,
            lambda error: source.show_words(str(error)),
            (LibraryError,),
        )
