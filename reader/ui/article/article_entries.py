"""The entries that a menu has for an article; controllers and features fill them."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from reader.i18n import say


class ArticleEntries(QObject):
    """The menu entries of an article. Controllers fill them; an entry that none has filled stays disabled."""

    def __init__(self, menu: QMenu) -> None:
        super().__init__(menu)
        self.menu = menu
        self.copy = menu.addAction(say("复制全文"))
        self.cite = menu.addAction(say("复制引文"))
        self.mark = menu.addAction(say("收藏"))
        self.correct = menu.addMenu(say("更正"))
        self.open = menu.addMenu(say("打开"))
        """Where else the article, its issue or its file can be seen."""
        self.paper = menu.addMenu(say("印、剪成图片"))
        self.more = menu.addMenu(say("更多"))
        for submenu in self._submenus():
            submenu.setAccessibleName(submenu.title())
        for entry in (self.copy, self.cite, self.mark):
            entry.setEnabled(False)
        menu.aboutToShow.connect(self._leave_out_empty)

    def _submenus(self) -> tuple[QMenu, ...]:
        return (self.correct, self.open, self.paper, self.more)

    def _leave_out_empty(self) -> None:
        for submenu in self._submenus():
            submenu.menuAction().setVisible(not submenu.isEmpty())


def entries_of(menu: QMenu) -> ArticleEntries:
    """Return the entries of an article in a menu; they are added to it the first time."""
    return known_entries(menu) or ArticleEntries(menu)


def known_entries(menu: QMenu) -> ArticleEntries | None:
    """Return the article entries that a menu already has; None for the menu of something else."""
    only_its_own = Qt.FindChildOption.FindDirectChildrenOnly
    return next(iter(menu.findChildren(ArticleEntries, options=only_its_own)), None)


def fill(entry: QAction, words: str, act: Callable[[], object]) -> None:
    entry.setText(words)
    entry.triggered.connect(lambda _=False: act())
    entry.setEnabled(True)
