"""The notice above a page whose text is shown in another script than the printed one."""

from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reader.i18n import say
from reader.language.scripts import Script
from reader.ui.article.typesetting import PageStyle
from reader.ui.widgets import fonts, theme
from reader.ui.widgets.controls import LinkButton
from reader.ui.widgets.labels import Label


class ShowsScript(Protocol):
    """A page whose text may be shown in another script."""

    arranged: SignalInstance

    def is_as_printed(self) -> bool:
        """Return whether the text is shown in the printed script."""

    def style_of_page(self) -> PageStyle:
        """Return the style of the page."""


class ScriptNotice(QWidget):
    """The notice, with a link back to the printed script; hidden while this is shown.

    Signal: `styleWanted` has the style of the page with the printed script.
    """

    styleWanted = Signal(PageStyle)

    def __init__(self, page: ShowsScript) -> None:
        super().__init__()
        self.setObjectName("scriptNotice")
        theme.tint(self, "list")
        self._page = page
        self._label = Label("", fonts.sans(12), "ink3")
        self._label.setWordWrap(True)
        self.printed_button = LinkButton(say("看原文"), px=12)
        self.printed_button.clicked.connect(self._want_printed)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 4, 12, 4)
        row.setSpacing(8)
        row.addWidget(self._label, 1)
        row.addWidget(self.printed_button)
        self.hide()
        page.arranged.connect(self._look)

    def words(self) -> str:
        """Return the words of the notice; "" if it is hidden."""
        return self._label.text()

    def _want_printed(self) -> None:
        self.styleWanted.emit(replace(self._page.style_of_page(), script=Script.PRINTED))

    def _look(self) -> None:
        words = "" if self._page.is_as_printed() else script_notice(self._page.style_of_page().script)
        if words != self._label.text():
            self._label.setText(words)
            self.printed_button.setAccessibleDescription(words)
            self.setAccessibleName(words)
            self.setVisible(bool(words))


def script_words(script: Script) -> str:
    return {
        Script.PRINTED: say("原文"),
        Script.SIMPLIFIED: say("简"),
        Script.TRADITIONAL: say("繁"),
    }[script]


def script_notice(script: Script) -> str:
    """Return the words of the notice for a script."""
    if script is Script.SIMPLIFIED:
        return say("这里显示成简体，不是报上印的样子；复制、引用、批注都照原文。")
    return say("这里显示成繁体，不是报上印的样子；复制、引用、批注都照原文。")
