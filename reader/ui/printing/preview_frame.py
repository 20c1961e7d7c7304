"""The frame of a dialog with a preview: what is chosen and done in a column beside it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from reader.ui.printing.sheet_preview import SheetPreview
from reader.ui.widgets import fonts
from reader.ui.widgets.labels import Label


def lay_beside_preview(
    dialog: QDialog,
    preview: SheetPreview,
    title: str,
    choices: Sequence[tuple[str, QWidget]],
    switch: QWidget,
    foot: Sequence[QWidget],
    *,
    width: int,
) -> None:
    """Fill a dialog with its preview and a column: a title, choices with their names, a switch, what is at the foot."""
    options = QWidget()
    options.setFixedWidth(width)
    column = QVBoxLayout(options)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    heading = Label(title, fonts.serif(16, 700))
    heading.setWordWrap(True)
    column.addWidget(heading)
    column.addSpacing(8)
    for words, choice in choices:
        column.addWidget(Label(words, fonts.sans(12), "ink2"))
        column.addWidget(choice)
    column.addSpacing(4)
    column.addWidget(switch)
    column.addStretch(1)
    for part in foot:
        column.addWidget(part)
    row = QHBoxLayout(dialog)
    row.setContentsMargins(16, 16, 16, 16)
    row.setSpacing(16)
    row.addWidget(preview, 1)
    row.addWidget(options)
