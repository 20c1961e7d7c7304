"""What a window says, in the order in which it stands there, as text that can be read and compared."""

import difflib
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QTextBlock, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
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


def outline_of(widget: QWidget) -> list[str]:
    """Return the lines about a widget and all that is seen in it. One that says nothing by itself has no line, so that
    what only holds others together may be put together otherwise."""
    said = _said(widget)
    content = [*_content(widget), *(line for child in _children(widget) for line in outline_of(child))]
    if not said and not widget.isWindow():
        return content
    return [f"{type(widget).__name__}{said}", *(_STEP + line for line in content)]


def changes(expected: Sequence[str], found: Sequence[str]) -> str:
    """Return what stands there no longer and what is new, each below the lines that it stands under."""
    said: list[str] = []
    above: list[str] = []
    shown: list[str] = []
    for line in difflib.ndiff(expected, found, linejunk=None, charjunk=None):
        mark, text = line[0], line[2:]
        if mark == "?":
            continue
        depth = len(text) - len(text.lstrip(" "))
        above = [each for each in above if len(each) - len(each.lstrip(" ")) < depth]
        if mark != " ":
            said += [f"  {each}" for each in above if each not in shown]
            said.append(f"{mark} {text}")
            shown = [*above]
        above.append(text)
    return "\n".join(said)


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


def _said(widget: QWidget) -> str:
    said = [f" #{widget.objectName()}"] if widget.objectName() and widget.objectName()[:3] != "qt_" else []
    if widget.windowTitle() and widget.isWindow():
        said.append(f" [{widget.windowTitle()}]")
    if isinstance(widget, QAbstractButton | QLabel | QLineEdit):
        said.append(f" “{_short(widget.text())}”")
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit) and widget.placeholderText():
        said.append(f" in its place “{_short(widget.placeholderText())}”")
    if isinstance(widget, QAbstractSlider) and not isinstance(widget, QScrollBar):
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
            yield _entry(action)
    if isinstance(widget, QAbstractItemView):
        yield from _rows(widget, widget.rootIndex())
    if isinstance(widget, QTextEdit):
        yield from _paragraphs(widget.document())
    if isinstance(widget, QPlainTextEdit):
        yield from (f"| {_short(line)}" for line in widget.toPlainText().splitlines()[:_MOST_BLOCKS])


def _entry(action: QAction) -> str:
    if action.isSeparator():
        return f"— {action.text()}".rstrip()
    mark = ("✓ " if action.isChecked() else "○ ") if action.isCheckable() else ""
    keys = "、".join(key.toString() for key in action.shortcuts())
    said = [f"{mark}{action.text()}"]
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
        if view.visualRect(index).intersects(view.viewport().rect()):
            yield f"{_STEP * depth}{row}.{column} {_row(view, index)}"
        if isinstance(view, QTreeView) and view.isExpanded(index):
            yield from _rows(view, index, depth + 1)


def _row(view: QAbstractItemView, index: QModelIndex) -> str:
    said: list[str] = []
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
    form = ""
    block = document.begin()
    while block.isValid() and block.blockNumber() < _MOST_BLOCKS:
        if (found := _form(block)) != form:
            form = found
            yield form
        yield f"| {_short(block.text())}"
        yield from _characters(block)
        block = block.next()


def _form(block: QTextBlock) -> str:
    form = block.blockFormat()
    aligned = form.alignment().name or "as the script goes"
    return f"¶ {aligned}{', indented' if form.textIndent() else ''}"


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
    said = [f"weight {font.weight()}"]
    said += ["underlined"] * (
        form.fontUnderline() or form.underlineStyle() != form.UnderlineStyle.NoUnderline
    )
    said += [form.verticalAlignment().name] * bool(form.verticalAlignment().value)
    said += [f"to {form.anchorHref()}"] * bool(form.anchorHref())
    return ", ".join(said)


def _short(words: str) -> str:
    words = words.replace("\n", "⏎").replace("\u2028", "⏎").replace("\ufffc", "□")
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}… {len(words)}"
