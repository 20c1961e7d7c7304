"""The context menu of selected words, in an article or on a whole page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

from reader.export import article_text, citation
from reader.export.forms import Style
from reader.i18n import say
from reader.language.control_characters import on_one_line, without_controls
from reader.newspaper.holdings import StoredArticle
from reader.ui.article.article_pane import ArticlePane
from reader.ui.widgets.services import Feature, Services
from reader.ui.window.copy_and_drag import CopyAndDrag
from reader.ui.window.layout import WindowLayout
from reader.ui.window.row_menus import RowMenus

_MOST_SHOWN = 12
"""The maximum number of selected characters in the name of an action."""


def query_for(words: str) -> str:
    """Return the query for words of the page: quoted, unless they are a single word or contain quotation marks."""
    text = " ".join(words.split())
    return text if re.fullmatch(r"\w+", text) or re.search('[“”"]', text) else f"“{text}”"


def quotation(words: str, stored: StoredArticle, style: Style) -> str:
    """Return words of an article, followed by a line with its citation."""
    return without_controls(f"“{words}”\n{citation.cite(stored, style)}")


@dataclass(frozen=True, slots=True)
class _Selected:
    """Selected words, as printed and as they are copied; `mark` highlights them, with a note or without."""

    words: str
    copied: str
    part: StoredArticle
    mark: Callable[[bool], object]


class WordMenus(Feature):
    """Offers actions on selected words, and on a whole page also on the article.

    Signal: `queryWanted` has a query to search for.
    """

    queryWanted = Signal(str)

    def __init__(
        self,
        services: Services,
        layout: WindowLayout,
        rows: RowMenus,
        copying: CopyAndDrag,
        actions: Mapping[str, QAction],
        parent: QObject,
    ) -> None:
        super().__init__(services, parent)
        self._page_pane = layout.page_pane
        self._rows = rows
        self._copying = copying
        self._on_words = [actions[name] for name in ("person_here", "look_up", "correct_character")]
        for pane in (layout.pane, layout.second):
            pane.page.menuOpening.connect(partial(self._offer_in_article, pane))
        layout.page_pane.view.menuOpening.connect(self._offer_on_page)

    def _offer_in_article(self, pane: ArticlePane, menu: QMenu, _block: object) -> None:
        page, part = pane.page, pane.selected_part()
        words = page.selected_text().strip()
        if words and part is not None:
            copied = page.selected_text(tells_corrected=page.copies_corrected).strip()
            self._offer(
                menu, _Selected(words, copied, part, lambda noted: page.mark_selection(with_note=noted))
            )

    def _offer_on_page(self, menu: QMenu, index: QModelIndex) -> None:
        pane = self._page_pane
        view, selection = pane.view, pane.view.selection()
        words = view.selected_text().strip()
        if selection is None or not words:
            self._rows.offer_for_article(menu, view.articles()[index.row()].stored.id)
            return
        copied = view.selected_text(tells_corrected=pane.copies_corrected).strip()
        part = view.articles()[selection.article].stored
        menu.addAction(say("复制") + "\tCtrl+C", pane.copy)
        menu.addActions(self._on_words)
        self._offer(menu, _Selected(words, copied, part, lambda noted: pane.mark_selection(with_note=noted)))

    def _offer(self, menu: QMenu, selected: _Selected) -> None:
        """Insert the actions on words before the other actions of a menu."""
        short = on_one_line(selected.words)
        short = short if len(short) <= _MOST_SHOWN else short[:_MOST_SHOWN] + "…"
        first = menu.actions()[0] if menu.actions() else None
        for name, act in (
            (say("搜索“{words}”", words=short), lambda: self.queryWanted.emit(query_for(selected.words))),
            (say("标记所选文字") + "\tH", lambda: selected.mark(False)),
            (say("给所选写批注…") + "\tM", lambda: selected.mark(True)),
            ("", None),
            (say("复制并附出处"), partial(self._copy_with_source, selected)),
            (say("复制并附引文"), partial(self._copy_quotation, selected)),
            ("", None),
        ):
            action = QAction(name, menu)
            if act is None:
                action.setSeparator(True)
            else:
                action.triggered.connect(lambda _=False, act=act: act())
            menu.insertAction(first, action)  # type: ignore[arg-type]

    def _copy_with_source(self, selected: _Selected) -> None:
        words = f"{selected.copied}\n{article_text.source_line(selected.part)}"
        QGuiApplication.clipboard().setText(without_controls(words))
        self._services.message(say("已复制所选文字和出处"))

    def _copy_quotation(self, selected: _Selected) -> None:
        style, part = self._copying.style, self._copying.as_copied(selected.part)
        QGuiApplication.clipboard().setText(quotation(selected.copied, part, style))
        self._rows.tell_cited(part, style)
