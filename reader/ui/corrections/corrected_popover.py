"""The popover of a corrected character: what was recognised there, and what can be done about it."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from reader.export.readings import told
from reader.i18n import say
from reader.newspaper.article import CharacterReading
from reader.ui.widgets import theme
from reader.ui.widgets.controls import Label, LinkButton, column_layout, row_layout
from reader.ui.widgets.dialog import Popup

_WIDTH = 240


class CorrectedPopover(Popup):
    """Tells what was recognised at a place; closed on a choice, a click outside, or Esc."""

    def __init__(
        self,
        parent: QWidget,
        recognised: str,
        reading: CharacterReading,
        take_back: Callable[[], object],
        change: Callable[[], object] | None,
    ) -> None:
        super().__init__(parent, "correctedPopover")
        words = told(recognised, reading)
        self.setAccessibleName(words)
        self.words = Label(words, theme.sans(14), "ink", wraps=True)
        self.words.setMinimumWidth(_WIDTH)
        both = say("两种写法都搜得到这里。")
        back = say("改回“{printed}”", printed=recognised)
        self.back_button = LinkButton(back, act=lambda: self._leave_for(take_back))
        buttons = [self.back_button]
        if change is not None:
            buttons.append(LinkButton(say("改成别的…"), act=lambda: self._leave_for(change)))
        column_layout(
            self.words,
            Label(both, theme.sans(12), "ink3"),
            row_layout(*buttons, spacing=16),
            of=self,
            margins=(16, 12, 16, 12),
            spacing=8,
        )

    def _leave_for(self, act: Callable[[], object]) -> None:
        self.close()
        act()
