"""The dialog that compares two sources of an article side by side, and chooses the source to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reader import formats
from reader.i18n import say
from reader.newspaper.holdings import StoredArticle
from reader.ui.side_by_side.difference_dialog import DifferenceDialog
from reader.ui.widgets import fonts, theme, wording
from reader.ui.widgets.controls import Chip, Label, PushButton, column_layout

if TYPE_CHECKING:
    from reader.library.similar import Difference
    from reader.library.sources import ArticleSources


class SourcesBar(QWidget):
    """Shows why a source is shown, chips to compare the others, and buttons to choose one.

    Signals: `sourceWanted` has the number of the source to compare (from 2); `chooseWanted` to show the compared one,
    with True in the whole issue; `defaultWanted` to undo the choice.
    """

    sourceWanted = Signal(int)
    chooseWanted = Signal(bool)
    defaultWanted = Signal()

    def __init__(self, sources: ArticleSources, number: int) -> None:
        super().__init__()
        shown = sources.sources[0]
        why = Label(
            say(
                "左边是显示的：{format}。{reason}。",
                format=formats.name_of(shown.format),
                reason=sources.reason,
            ),
            fonts.sans(12),
            "ink2",
        )
        why.setWordWrap(True)
        self.chips: list[Chip] = []
        row = QHBoxLayout()
        row.setSpacing(8)
        for other, source in enumerate(sources.sources[1:], 2):
            chip = Chip(formats.name_of(source.format))
            chip.setChecked(other == number)
            chip.clicked.connect(lambda _=False, to=other: self.sourceWanted.emit(to))
            self.chips.append(chip)
            row.addWidget(chip)
        row.addStretch(1)
        self.choose_button = PushButton(say("这一篇显示右边的"), act=lambda: self.chooseWanted.emit(False))
        self.issue_button = PushButton(say("整期显示右边的"), act=lambda: self.chooseWanted.emit(True))
        self.default_button = PushButton(say("收回所选"), act=self.defaultWanted)
        self.default_button.setToolTip(say("由程序取最好的一种"))
        self.default_button.setVisible(sources.is_chosen)
        for button in (self.choose_button, self.issue_button, self.default_button):
            row.addWidget(button)
        column_layout(why, row, of=self, margins=(16, 10, 12, 8), spacing=6)
        theme.tint(self, "list")


class SourcesDialog(DifferenceDialog):
    """The shown text of an article and another source of it, side by side."""

    def __init__(self, parent: QWidget, difference: Difference, bar: SourcesBar) -> None:
        super().__init__(parent, difference, head=bar, origin=_where_from)
        self.setObjectName("sourcesDialog")
        self.setWindowTitle(say("这一篇的几种来源"))
        self.bar = bar


def _where_from(stored: StoredArticle) -> str:
    """Return the format and the file name of a source."""
    row = stored.sources[0]
    name = formats.name_of(row.reading.format if row.reading else "text")
    return wording.GAP.join([name, row.path.rsplit("/", 1)[-1]])
