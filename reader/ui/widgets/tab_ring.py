"""The ring of Tab: everything in a window that can have the focus, in the order in which it is read.

Qt's own ring has the order in which widgets were made, and falls apart where a pane passes the focus to its page.
"""

from collections.abc import Iterator
from functools import cmp_to_key

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget


def step(window: QWidget, is_next: bool) -> bool:
    """Move the focus to the next stop of a window, or the one before; return whether there is another one."""
    focused = QApplication.focusWidget()
    ring = list(_stops(window, focused))
    at = ring.index(focused) if focused in ring else -1 if is_next else 0
    stop = ring[(at + (1 if is_next else -1)) % len(ring)] if ring else None
    if stop is None or stop is focused:
        return False
    stop.setFocus(Qt.FocusReason.TabFocusReason if is_next else Qt.FocusReason.BacktabFocusReason)
    return True


def _stops(widget: QWidget, focused: QWidget | None) -> Iterator[QWidget]:
    """Yield the stops in a widget, itself first; also the focused widget, if it was hidden just now."""
    if widget is focused or _is_stop(widget):
        yield widget
    inner = [each for each in widget.children() if isinstance(each, QWidget) and not each.isWindow()]
    shown = [each for each in inner if each.isVisible() or (focused and each.isAncestorOf(focused))]
    # of what lies over each other, the upper one is the later child
    for each in sorted(reversed(shown), key=cmp_to_key(_order)):
        yield from _stops(each, focused)


def _is_stop(widget: QWidget) -> bool:
    if not widget.isEnabled() or widget.focusProxy() is not None:
        return False
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is not None and group.exclusive() and group.checkedButton() is not None:
        return widget is group.checkedButton()  # the arrow keys lead to the others
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _order(one: QWidget, other: QWidget) -> int:
    """Return a negative number if `one` is read first: what is above, and in a row what is further left."""
    a, b = one.geometry(), other.geometry()
    if a.bottom() < b.top() or b.bottom() < a.top():
        return a.top() - b.top()
    return a.left() - b.left()
