"""The articles of a newspaper page as the rows of a list."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt

from reader.ui.page.page_layout import PageArticle
from reader.ui.widgets import wording
from reader.ui.widgets.drag_data import MimeDataMaker, draggable, no_data

Index = QModelIndex | QPersistentModelIndex
ARTICLE_ROLE = Qt.ItemDataRole.UserRole
_TOP = QModelIndex()


class PageModel(QAbstractListModel):
    """The articles of a page; their text is the headline, for screen readers the whole article."""

    def __init__(self) -> None:
        super().__init__()
        self._articles: tuple[PageArticle, ...] = ()
        self.mime_data_of: MimeDataMaker = no_data

    def set_articles(self, articles: Sequence[PageArticle]) -> None:
        """Set the articles of another page, in reading order."""
        self.beginResetModel()
        self._articles = tuple(articles)
        self.endResetModel()

    def articles(self) -> tuple[PageArticle, ...]:
        """Return the articles of the page, in reading order."""
        return self._articles

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._articles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        article = self._articles[index.row()]
        if role == ARTICLE_ROLE:
            return article.stored
        if role == Qt.ItemDataRole.DisplayRole:
            return article.stored.article.title()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(article)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return draggable(super().flags(index))

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return self.mime_data_of([self._articles[index.row()].stored.id for index in indexes])


def _spoken(article: PageArticle) -> str:
    """Return the headline, then all of the text."""
    title = article.stored.article.title()
    blocks = zip(article.blocks[1:], article.blocks_as_set()[1:], strict=True)
    return wording.listed([title, *(as_set.text for block, as_set in blocks if block.text != title)])
