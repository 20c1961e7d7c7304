"""What is cut off in a window: words of the program that are painted elided, and controls without room for theirs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QRadioButton,
    QWidget,
)

from reader.ui.widgets import text_painting

_PADDING = 4
"""That a field has at each side of its words, in pixels."""


@contextmanager
def painted_words() -> Iterator[list[str]]:
    """Collect those words of the program that are painted cut."""
    cut: list[str] = []
    whole = text_painting.whole

    def noted(words: str | Sequence[str], font: QFont, width: float) -> str:
        shown = whole(words, font, width)
        forms = [words] if isinstance(words, str) else words
        if shown not in forms:
            cut.append(f"“{forms[-1]}” painted as “{shown}”")
        return shown

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(text_painting, "whole", noted)
        yield cut


def without_room(widget: QWidget) -> Iterator[str]:
    """Yield the controls in a widget that have less room than their words need, or that reach out of it."""
    for child in widget.children():
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow():
            if _says(child) and (_is_narrow(child) or _reaches_out(child)):
                yield f"{type(child).__name__} “{_says(child)}”: {child.width()} × {child.height()} px"
            yield from without_room(child)


def _says(widget: QWidget) -> str:
    if isinstance(widget, QAbstractButton | QLabel):
        return widget.text()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return "" if not isinstance(widget, QLineEdit) or widget.text() else widget.placeholderText()


def _is_narrow(widget: QWidget) -> bool:
    if isinstance(widget, QLineEdit):
        needed = QFontMetricsF(widget.font()).horizontalAdvance(widget.placeholderText())
        return widget.contentsRect().width() - 2 * _PADDING < needed
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() < widget.heightForWidth(widget.width())
    if isinstance(widget, QCheckBox | QRadioButton | QComboBox):
        return widget.width() < widget.sizeHint().width()
    return widget.width() < widget.minimumSizeHint().width()


def _reaches_out(widget: QWidget) -> bool:
    """Whether it is not wholly in what holds it; what can be scrolled may be."""
    above = widget.parentWidget()
    if above is None or isinstance(above.parentWidget(), QAbstractScrollArea):
        return False
    return not -1 <= widget.x() <= widget.x() + widget.width() <= above.width() + 1
