"""The line above a page that says that its text is shown in other characters than it was printed in."""

from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import Signal, SignalInstance

from reader.i18n import say
from reader.language.scripts import Script
from reader.ui.article.typesetting import PageStyle
from reader.ui.widgets.notice_bar import NoticeBar
from reader.ui.widgets.state_panel import Way

_MARGIN = 44


class ShowsScript(Protocol):
    """A page whose text may be shown in other characters."""

    arranged: SignalInstance

    def is_as_printed(self) -> bool:
        """Return whether the text is shown in the characters of the paper."""

    def style_of_page(self) -> PageStyle:
        """Return the style that the page is set in."""


class ScriptNotice(NoticeBar):
    """The line, with a link back to the printed characters; hidden while these are shown.

    `styleWanted` has the style of the page with them.
    """

    styleWanted = Signal(PageStyle)

    def __init__(self, page: ShowsScript) -> None:
        super().__init__(_MARGIN)
        self.setObjectName("scriptNotice")
        self._page = page
        self._said = ""
        page.arranged.connect(self._look)
        self.chosen.connect(self._want_printed)

    def _want_printed(self) -> None:
        self.styleWanted.emit(replace(self._page.style_of_page(), script=Script.PRINTED))

    def _look(self) -> None:
        words = "" if self._page.is_as_printed() else script_notice(self._page.style_of_page().script)
        if words != self._said:
            self._said = words
            self.show_notice(words, [Way(Script.PRINTED.value, say("看原文"))] if words else [])


def script_words(script: Script) -> str:
    return {
        Script.PRINTED: say("原文"),
        Script.SIMPLIFIED: say("简"),
        Script.TRADITIONAL: say("繁"),
    }[script]


def script_notice(script: Script) -> str:
    """Return what is said of a text that is shown in a script in which it was not printed."""
    if script is Script.SIMPLIFIED:
        return say("这里显示成简体，不是报上印的样子；复制、引用、批注都照原文。")
    return say("这里显示成繁体，不是报上印的样子；复制、引用、批注都照原文。")
