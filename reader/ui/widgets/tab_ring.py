"""The ring of Tab: everything in a window that can have the focus, in the order in which it is read.

Qt's own ring has the order in which widgets were made, and falls apart where a pane passes the focus to its page.
"""

from collections.abc import Collection, Iterator
from functools import cmp_to_key

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractScrollArea, QApplication, QWidget


def step(window: QWidget, is_next: bool, behind: Collection[QWidget] = ()) -> bool:
    """Move the focus to the next stop of a window, or the one before; return whether there is another one.

    From a widget that was hidden, to the next list or page, where letters act as they did. What stands in the widgets
    `behind`, over which something lies, is no stop.
    """
    focused = QApplication.focusWidget()
    pages: list[QWidget] = []
    if focused is not None and not focused.isVisible():
        pages = [
            child
            for child in window.findChildren(QAbstractScrollArea)
            if child.isVisible() and _is_stop(child)
        ]
    stop = neighbour(window, is_next, pages, behind)
    if stop is not None:
        stop.setFocus(Qt.FocusReason.TabFocusReason if is_next else Qt.FocusReason.BacktabFocusReason)
    return stop is not None


def neighbour(
    window: QWidget, is_next: bool, panes: Collection[QWidget] = (), behind: Collection[QWidget] = ()
) -> QWidget | None:
    """Return the stop after the one with the focus, or before it, or of some panes the next one in the ring.

    None if there is no other; none is in a widget of `behind`.
    """
    focused = QApplication.focusWidget()
    focused_pane = next((pane for pane in panes if focused and pane.isAncestorOf(focused)), focused)
    ring = list(_stops(window, [*panes, *filter(None, [focused_pane])], behind))
    if not is_next:
        ring.reverse()
    at = ring.index(focused_pane) if focused_pane in ring else -1
    others = (stop for stop in (*ring[at + 1 :], *ring[: max(at, 0)]) if stop in panes or not panes)
    return next(others, None)


def _stops(widget: QWidget, others: Collection[QWidget], behind: Collection[QWidget]) -> Iterator[QWidget]:
    """Yield the stops in a widget, itself first; also those of `others`, were they hidden just now."""
    if widget in behind:
        return
    if widget in others or _is_stop(widget):
        yield widget
    inner = [child for child in widget.children() if isinstance(child, QWidget) and not child.isWindow()]
    shown_children = [
        shown_child
        for shown_child in inner
        if shown_child.isVisible() or any(map(shown_child.isAncestorOf, others))
    ]
    shown_children.reverse()  # of what lies over each other, the upper one is the later child
    for shown_child in sorted(shown_children, key=cmp_to_key(_order)):
        yield from _stops(shown_child, others, behind)


def _is_stop(widget: QWidget) -> bool:
    if not widget.isEnabled() or widget.focusProxy() is not None or _is_empty(widget):
        return False
    if isinstance(widget, QAbstractButton):
        group = widget.group()
    else:
        group = None
    if group is not None and group.exclusive() and group.checkedButton() is not None:
        return widget is group.checkedButton()  # the arrow keys lead to the others
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _is_empty(widget: QWidget) -> bool:
    """Return whether it is a list without a row, which would not show the focus."""
    if isinstance(widget, QAbstractItemView):
        model = widget.model()
    else:
        model = None
    return model is not None and not model.rowCount()


def _order(one: QWidget, other: QWidget) -> int:
    """Return a negative number if `one` is read first: what is above, and in a row what is further left."""
    a = one.geometry()
    b = other.geometry()
    if a.bottom() < b.top() or b.bottom() < a.top():
        return a.top() - b.top()
    return a.left() - b.left()
