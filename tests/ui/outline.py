"""What stands in a window, and where, as text that can be read and compared."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QAction, QTextBlock, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QTreeView,
    QWidget,
)

_MOST_BLOCKS = 60
"""So many paragraphs of a text."""
_LONGEST = 240
"""So much of a text."""
_STEP = "  "
_ROLES = {
    "": Qt.ItemDataRole.DisplayRole,
    "said": Qt.ItemDataRole.AccessibleTextRole,
    "tip": Qt.ItemDataRole.ToolTipRole,
}


def outline_of(widget: QWidget, frame: QWidget | None = None) -> list[str]:
    """Return the lines about a widget and all that is seen in it; its place is that in `frame`, or in itself."""
    frame = frame or widget
    lines = [f"{type(widget).__name__}{_place(widget, frame)}{_said(widget)}"]
    lines += (_STEP + line for line in _content(widget))
    for child in _children(widget):
        lines += (_STEP + line for line in outline_of(child, frame))
    return lines


def _children(widget: QWidget) -> list[QWidget]:
    """Return what is seen in a widget, from the top down."""
    found = [
        child
        for child in widget.children()
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow() and not _is_blank(child)
    ]
    return sorted(found, key=lambda child: (child.y(), child.x(), type(child).__name__, child.objectName()))


def _is_blank(widget: QWidget) -> bool:
    """Whether it is a bar without anything to scroll."""
    return isinstance(widget, QScrollBar) and widget.minimum() == widget.maximum()


def _place(widget: QWidget, frame: QWidget) -> str:
    corner = QPoint() if widget is frame else widget.mapTo(frame, QPoint())
    return f" {corner.x()},{corner.y()} {widget.width()}×{widget.height()}"


def _said(widget: QWidget) -> str:
    said = [f" #{widget.objectName()}"] if widget.objectName() and widget.objectName()[:3] != "qt_" else []
    if widget.windowTitle() and widget.isWindow():
        said.append(f" [{widget.windowTitle()}]")
    if isinstance(widget, QAbstractButton | QLabel | QLineEdit):
        said.append(f" “{_short(widget.text())}”")
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit) and widget.placeholderText():
        said.append(f" in its place “{_short(widget.placeholderText())}”")
    if isinstance(widget, QAbstractSlider):
        said.append(f" {widget.value()} of {widget.minimum()}–{widget.maximum()} by {widget.pageStep()}")
    if isinstance(widget, QAbstractButton) and widget.isCheckable():
        said.append(" checked" if widget.isChecked() else " not checked")
    if not widget.isEnabled():
        said.append(" disabled")
    if widget.hasFocus():
        said.append(" focus")
    for name, words in (("name", widget.accessibleName()), ("about", widget.accessibleDescription())):
        if words:
            said.append(f" {name} “{_short(words)}”")
    if widget.toolTip():
        said.append(f" tip “{_short(widget.toolTip())}”")
    return "".join(said)


def _content(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QMenu):
        for action in widget.actions():
            yield _entry(action, widget)
    if isinstance(widget, QAbstractItemView):
        yield from _rows(widget, widget.rootIndex())
    if isinstance(widget, QTextEdit):
        yield from _paragraphs(widget.document())
    if isinstance(widget, QPlainTextEdit):
        yield from (f"| {_short(line)}" for line in widget.toPlainText().splitlines()[:_MOST_BLOCKS])
    if isinstance(widget, QAbstractScrollArea):
        margins = widget.viewportMargins()
        if not margins.isNull():
            yield f"margins {margins.left()} {margins.top()} {margins.right()} {margins.bottom()}"


def _entry(action: QAction, menu: QMenu) -> str:
    if action.isSeparator():
        return f"— {action.text()}".rstrip()
    mark = ("✓ " if action.isChecked() else "○ ") if action.isCheckable() else ""
    keys = "、".join(key.toString() for key in action.shortcuts())
    place = menu.actionGeometry(action)
    said = [f"{mark}{action.text()} at {place.x()},{place.y()} {place.width()}×{place.height()}"]
    said += [keys] if keys else []
    said += ["disabled"] * (not action.isEnabled()) + ["hidden"] * (not action.isVisible())
    said += ["▸"] * (action.menu() is not None)
    return ", ".join(said)


def _rows(view: QAbstractItemView, parent: QModelIndex, depth: int = 0) -> Iterator[str]:
    """Yield the rows in sight: others are read in only when they come there."""
    model = view.model()
    rows = model.rowCount(parent)
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
    yield f"{_STEP * depth}rows: {rows}"
    for row, column in product(range(rows), range(columns)):
        index = model.index(row, column, parent)
        place = view.visualRect(index)
        if place.intersects(view.viewport().rect()):
            yield f"{_STEP * depth}{row}.{column} {_row(view, index, place)}"
        if isinstance(view, QTreeView) and view.isExpanded(index):
            yield from _rows(view, index, depth + 1)


def _row(view: QAbstractItemView, index: QModelIndex, place: QRect) -> str:
    said = [f"{place.x()},{place.y()} {place.width()}×{place.height()}"]
    before: Any = None
    for name, role in _ROLES.items():
        words = index.data(role)
        if words is not None and words != before:
            said.append(f"{name}“{_short(str(words))}”")
        before = words
    selection = view.selectionModel()
    said += ["current"] * (index == view.currentIndex())
    said += ["selected"] * (selection is not None and selection.isSelected(index))
    flags = index.flags()
    said += ["disabled"] * (not flags & Qt.ItemFlag.ItemIsEnabled)
    said += ["draggable"] * bool(flags & Qt.ItemFlag.ItemIsDragEnabled)
    said += ["editable"] * bool(flags & Qt.ItemFlag.ItemIsEditable)
    return " ".join(said)


def _paragraphs(document: QTextDocument) -> Iterator[str]:
    """Yield each paragraph, with its form where that is another than that of the one before."""
    frame = document.rootFrame().frameFormat()
    yield (
        f"page {document.size().width():.0f}×{document.size().height():.0f}, margins {frame.leftMargin():.0f} "
        f"{frame.topMargin():.0f} {frame.rightMargin():.0f} {frame.bottomMargin():.0f}"
    )
    form = ""
    block = document.begin()
    while block.isValid() and block.blockNumber() < _MOST_BLOCKS:
        if (found := _form(block)) != form:
            form = found
            yield form
        rect = document.documentLayout().blockBoundingRect(block)
        lines = block.layout().lineCount()
        yield f"{rect.y():.0f} {rect.width():.0f}×{rect.height():.0f} {lines} | {_short(block.text())}"
        yield from _characters(block)
        block = block.next()


def _form(block: QTextBlock) -> str:
    form = block.blockFormat()
    aligned = form.alignment().name or "as the script goes"
    wide = f"{form.lineHeight():g} {form.lineHeightType()}"
    return (
        f"¶ {aligned}, indent {form.textIndent():g}, line {wide}, margins {form.leftMargin():g} {form.topMargin():g} "
        f"{form.rightMargin():g} {form.bottomMargin():g}"
    )


def _characters(block: QTextBlock) -> Iterator[str]:
    """Yield the forms of the characters, unless all are alike those of the paragraph."""
    before = ""
    for piece in block.textFormats():
        form = _character(piece.format)
        if form != before:
            yield f"{_STEP}{piece.start}: {form}"
        before = form


def _character(form: QTextCharFormat) -> str:
    font = form.font()
    said = [f"{font.pixelSize()} px", f"weight {font.weight()}"]
    said += ["underlined"] * (
        form.fontUnderline() or form.underlineStyle() != form.UnderlineStyle.NoUnderline
    )
    said += [f"spacing {font.letterSpacing():g}"] * bool(font.letterSpacing())
    said += [form.verticalAlignment().name] * bool(form.verticalAlignment().value)
    said += [f"to {form.anchorHref()}"] * bool(form.anchorHref())
    return ", ".join(said)


def _short(words: str) -> str:
    words = words.replace("\n", "⏎").replace("\u2028", "⏎").replace("\ufffc", "□")
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}… {len(words)}"
