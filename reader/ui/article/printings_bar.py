"""The bar below the page: other printings of the text, and the series to which the article belongs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from reader.export.printings import alike_in_words
from reader.i18n import count, say
from reader.newspaper.holdings import StoredArticle
from reader.ui.widgets import fonts, theme, wording
from reader.ui.widgets.controls import Label, LinkButton, Rule, column_layout, plain, row_layout

if TYPE_CHECKING:
    from reader.library.similar import OtherPrinting, OtherPrintings, Series

SHOWN = 2
"""The number of printings with a row of their own; the others are in a menu, to leave space for the page."""


class PrintingsBar(QWidget):
    """The bar of other printings and the parts of a series; hidden if there are none.

    Signals: `articleActivated` and `secondArticleWanted` have the id of an article to open, in place of the article or
    in the second pane; `differenceWanted` has the id of a printing to compare with the article.
    """

    articleActivated = Signal(int)
    secondArticleWanted = Signal(int)
    differenceWanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("printingsBar")
        theme.tint(self, "list")
        self.setAccessibleName(say("其他刊登"))
        self._series: Series | None = None
        self._article_id = 0
        self._compared: int | None = None
        self._is_wanted = True
        self._rows = column_layout(margins=(20 - 6, 5, 12, 5), spacing=1)
        column = column_layout(self, spacing=0)
        column.addWidget(Rule())
        column.addLayout(self._rows)
        self.hide()

    def show_printings(self, article_id: int, printings: OtherPrintings, series: Series | None) -> None:
        """Show the other printings and the series of an article; without any the bar is hidden."""
        self.clear()
        self._article_id, self._series = article_id, series
        if series is not None:
            self._rows.addWidget(self._series_row(series))
        if printings.is_standing:
            self._rows.addWidget(_line(Label(say("常登的固定文字，不逐处列出。"), fonts.sans(12), "ink3")))
        others = printings.others
        self._compared = others[0].stored.id if others else None
        shown = others if len(others) <= SHOWN + 1 else others[:SHOWN]
        for printing in shown:
            self._rows.addWidget(self._printing_row(printing))
        if len(shown) < len(others):
            self._rows.addWidget(self._rest(others[len(shown) :]))
        self.set_wanted(self._is_wanted)

    def set_wanted(self, is_wanted: bool) -> None:
        """Allow the bar to be shown if it has rows, or hide it in any case."""
        self._is_wanted = is_wanted
        self.setVisible(is_wanted and self._rows.count() > 0)

    def clear(self) -> None:
        """Remove all rows, and hide the bar."""
        self._series, self._compared = None, None
        while item := self._rows.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.hide()

    def compared_id(self) -> int | None:
        """Return the id of the most similar printing; None if there is none."""
        return self._compared

    def adjacent_part(self, by: Literal[-1, 1]) -> int | None:
        """Return the id of the next (1) or previous (-1) part of the series; None at its ends and without a series."""
        if self._series is None:
            return None
        ids = [part.id for part in self._series.parts]
        at = ids.index(self._article_id) + by if self._article_id in ids else -1
        return ids[at] if 0 <= at < len(ids) else None

    def messages(self) -> list[str]:
        """Return the text of each row."""
        return [row.accessibleName() for row in self._widgets()]

    def buttons(self) -> list[LinkButton]:
        return [button for row in self._widgets() for button in row.findChildren(LinkButton)]

    def _widgets(self) -> Iterator[QWidget]:
        for at in range(self._rows.count()):
            item = self._rows.itemAt(at)
            if item is not None and (widget := item.widget()) is not None:
                yield widget

    def _printing_row(self, printing: OtherPrinting) -> QWidget:
        stored = printing.stored
        where, alike = where_printed(stored), alike_in_words(printing.reprint)
        open_button = self._opener(stored, stored.article.title())
        open_button.setAccessibleDescription(wording.listed([say("其他刊登"), where, alike]))
        compare = LinkButton(say("比较"), px=12)
        compare.setAccessibleDescription(wording.listed([where, stored.article.title()]))
        compare.clicked.connect(lambda _=False: self.differenceWanted.emit(stored.id))
        row = _line(
            _name(say("其他刊登")),
            Label(where, fonts.sans(12), "ink2"),
            open_button,
            Label(alike, fonts.sans(12), "ink3"),
            compare,
        )
        row.setAccessibleName(wording.listed([say("其他刊登"), where, stored.article.title(), alike]))
        return row

    def _series_row(self, series: Series) -> QWidget:
        ids = [part.id for part in series.parts]
        at = ids.index(self._article_id) if self._article_id in ids else 0
        words = say("第 {at} 篇，共 {total} 篇", at=at + 1, total=len(ids))
        before, behind = LinkButton(say("上一篇"), px=12), LinkButton(say("下一篇"), px=12)
        for button, to in ((before, at - 1), (behind, at + 1)):
            button.setEnabled(0 <= to < len(ids))
            if button.isEnabled():
                title = series.parts[to].article.title()
                button.setToolTip(plain(title))
                button.setAccessibleDescription(wording.listed([say("连载"), title]))
                button.clicked.connect(lambda _=False, part=ids[to]: self.articleActivated.emit(part))
                button.middleClicked.connect(lambda part=ids[to]: self.secondArticleWanted.emit(part))
            else:
                button.hide()
        every = LinkButton(say("全部…"), quiet=True, px=12)
        menu = QMenu(every)
        menu.setAccessibleName(say("连载"))
        for part in series.parts:
            self._add(menu, part, "").setEnabled(part.id != self._article_id)
        every.clicked.connect(lambda: menu.popup(every.mapToGlobal(every.rect().topLeft())))
        row = _line(_name(say("连载")), Label(words, fonts.sans(12), "ink2"), before, behind, every)
        row.setAccessibleName(wording.listed([say("连载"), words]))
        return row

    def _rest(self, others: tuple[OtherPrinting, ...]) -> QWidget:
        words = count(len(others), "还有 {n} 处…")
        button = LinkButton(words, quiet=True, px=12)
        menu = QMenu(button)
        menu.setAccessibleName(say("其他刊登"))
        for printing in others:
            alike = alike_in_words(printing.reprint)
            self._add(menu, printing.stored, alike)
        button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().topLeft())))
        row = _line(button)
        row.setAccessibleName(words)
        return row

    def _add(self, menu: QMenu, stored: StoredArticle, alike: str) -> QAction:
        words = wording.GAP.join(filter(None, [where_printed(stored), stored.article.title(), alike]))
        action = menu.addAction(plain(words).replace("&", "&&"))
        action.triggered.connect(lambda _=False: self.articleActivated.emit(stored.id))
        return action

    def _opener(self, stored: StoredArticle, title: str) -> LinkButton:
        button = LinkButton(title, px=12)
        button.setToolTip(plain(title))
        button.clicked.connect(lambda _=False: self.articleActivated.emit(stored.id))
        button.middleClicked.connect(lambda: self.secondArticleWanted.emit(stored.id))
        return button


def where_printed(stored: StoredArticle) -> str:
    """Return newspaper, day and page of an article: 石板新报 1990-03-08 02版."""
    issue, page = stored.issue, stored.article.page
    day = issue.date.isoformat() if issue.date else wording.issue_day(None, issue.month_day, issue.label)
    return wording.GAP.join(filter(None, [issue.newspaper, day, wording.page(page) if page else ""]))


def _name(words: str) -> Label:
    label = Label(words, fonts.sans(12, 700), "ink2")
    label.setContentsMargins(6, 0, 4, 0)
    return label


def _line(*widgets: QWidget) -> QWidget:
    row = QWidget()
    line = row_layout(row, spacing=8)
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    row.setAccessibleName(next((each.text() for each in widgets if isinstance(each, Label)), ""))
    return row
