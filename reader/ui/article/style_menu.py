"""The menu behind 字: the style of pages, applied at once."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from reader.i18n import say
from reader.ui.article.typesetting import PageStyle
from reader.ui.widgets import fonts
from reader.ui.widgets.fonts import Face

SIZES = (14, 15, 16, 17, 18, 20, 22, 24, 26, 28)
"""The sizes of the body that 放大 and 缩小 step through, in pixels."""

MEASURES = (32, 34, 36, 38, 40)
LEADINGS = (1.6, 1.76, 1.95)

T = TypeVar("T")


def within_bounds(style: PageStyle) -> PageStyle:
    """Return the style with each measure within the bounds that can be chosen."""
    return replace(
        style,
        size=min(max(style.size, SIZES[0]), SIZES[-1]),
        measure=min(max(style.measure, MEASURES[0]), MEASURES[-1]),
        leading=min(max(style.leading, LEADINGS[0]), LEADINGS[-1]),
    )


def next_size(size: int, step: int) -> int:
    """Return the next larger (step 1) or smaller (-1) size; at the end the size itself."""
    beyond = [each for each in SIZES if (each - size) * step > 0]
    return size if not beyond else min(beyond) if step > 0 else max(beyond)


def style_menu(parent: QWidget, style: PageStyle, chosen: Callable[[PageStyle], None]) -> QMenu:
    """Return the menu that changes `style`; `chosen` is called with the new one."""
    menu = QMenu(parent)
    menu.setAccessibleName(say("字号与版式"))
    size = style.size
    menu.addAction(say("放大") + "\tCtrl++", partial(chosen, replace(style, size=next_size(size, 1))))
    menu.addAction(say("缩小") + "\tCtrl+-", partial(chosen, replace(style, size=next_size(size, -1))))
    menu.addAction(say("恢复原来的字号") + "\tCtrl+0", partial(chosen, replace(style, size=PageStyle().size)))
    menu.addSeparator()
    _add(menu, say("字号"), SIZES, [say("{size} 像素", size=each) for each in SIZES], size,
         lambda each: chosen(replace(style, size=each)))  # fmt: skip
    _add(menu, say("栏宽"), MEASURES, [say("每行 {n} 字", n=each) for each in MEASURES], style.measure,
         lambda each: chosen(replace(style, measure=each)))  # fmt: skip
    _add(menu, say("行距"), LEADINGS, [say("紧凑"), say("适中"), say("宽松")], style.leading,
         lambda each: chosen(replace(style, leading=each)))  # fmt: skip
    names = {Face.SONG: say("宋体"), Face.HEI: say("黑体"), Face.KAI: say("楷体")}
    _add(menu, say("字体"), fonts.faces(), [names[each] for each in fonts.faces()], style.face,
         lambda each: chosen(replace(style, face=each)))  # fmt: skip
    if not fonts.has_serif():
        menu.addAction(say("这台电脑没有宋体，正文用黑体")).setEnabled(False)
    menu.addSeparator()
    menu.addAction(say("恢复原来的版式"), partial(chosen, PageStyle()))
    return menu


def _add(
    menu: QMenu,
    name: str,
    choices: Sequence[T],
    words: Sequence[str],
    current: T,
    choose: Callable[[T], None],
) -> None:
    """Add a submenu of choices, of which one is current."""
    below = menu.addMenu(name)
    below.setAccessibleName(name)
    group = QActionGroup(below)
    for choice, label in zip(choices, words, strict=True):
        action = QAction(label, group)
        action.setCheckable(True)
        action.setChecked(choice == current)
        action.triggered.connect(partial(choose, choice))
        below.addAction(action)
