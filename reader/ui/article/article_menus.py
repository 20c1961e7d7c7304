"""The menus of an article pane's header: citation styles, and the actions that have no button."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from reader.export.forms import Style
from reader.i18n import say

if TYPE_CHECKING:
    from reader.ui.article.article_pane import ArticlePane


def pop_up(menu: QMenu, button: QToolButton) -> None:
    """Open a menu below its button; it is deleted when it closes."""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))


def cite_menu(pane: ArticlePane) -> QMenu:
    """Return the menu of citation styles; choosing one requests that citation from the pane."""
    menu = QMenu(pane)
    menu.setAccessibleName(say("复制引用"))
    for style in Style:
        menu.addAction(style.label, partial(pane.citeWanted.emit, style.value))
    return menu


def more_menu(pane: ArticlePane) -> QMenu:
    """Return the menu of the actions without a button; controllers add to it on `menuOpening`."""
    menu = QMenu(pane)
    menu.setAccessibleName(say("更多"))
    menu.addAction(say("在文中查找") + "\tCtrl+F", pane.open_find)
    jump = menu.addAction(say("转到接续的版面"), pane.jumpActivated.emit)
    jump.setEnabled(any(part.article.jump_to or part.article.jump_from for part in pane.parts()))
    menu.addAction(say("批注") + "\tM", pane.noteWanted.emit)
    menu.addAction(say("复制全文") + "\tCtrl+Shift+X", pane.copy_article)
    menu.addAction(say("查看原文的行") + "\tS", pane.switch_source)
    menu.addAction(say("用编辑器打开文件"), pane.sourceWanted.emit)
    pane.menuOpening.emit(menu, pane.page.block_at_cursor())
    return menu


def open_style_panel(pane: ArticlePane, button: QWidget) -> None:
    """Show the panel that sets the style of a pane's page, below a button."""
    from reader.ui.article.style_panel import StylePanel  # rarely needed

    panel = StylePanel(pane, pane.style_of_page())
    panel.styleChosen.connect(pane.set_style_of_page)
    panel.settingsWanted.connect(pane.settingsWanted)
    panel.open_below(button)
