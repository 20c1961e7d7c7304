"""Reading aloud: an article sentence by sentence, with the spoken sentence marked on the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reader.export.article_text import PageBlock, PageBlockKind
from reader.i18n import say
from reader.language.text_units import sentences_of
from reader.library.quotes import QuoteSpan
from reader.ui.article.article_page import ArticlePage
from reader.ui.widgets.services import Services
from reader.ui.window import voices

if TYPE_CHECKING:
    from PySide6.QtTextToSpeech import QTextToSpeech

_SPOKEN = frozenset(PageBlockKind) - {
    PageBlockKind.FOLIO,
    PageBlockKind.SEAM,
    PageBlockKind.OFFER,
    PageBlockKind.JUMP,
}


def sentences_to_read(blocks: Sequence[PageBlock]) -> list[tuple[QuoteSpan, str]]:
    """Return the sentences of an article in reading order, each with its place."""
    return [
        (QuoteSpan(number, start, end), block.text[start:end])
        for number, block in enumerate(blocks)
        if block.kind in _SPOKEN
        for start, end in sentences_of(block.text)
    ]


class ReadingAloud(QObject):
    """Speaks the article of the active pane, from the selected words or from the top of the view.

    Signals: `ended` when speech stops.
    """

    ended = Signal()

    def __init__(self, services: Services, window: QObject, page: Callable[[], ArticlePage]) -> None:
        """`page` returns the page of the active article."""
        super().__init__(window)
        self._services = services
        self._active_page = page
        self._speech: QTextToSpeech | None = None
        self._page: ArticlePage | None = None
        self._blocks: tuple[PageBlock, ...] = ()
        self._left: list[tuple[QuoteSpan, str]] = []
        """The sentences left to speak; the first is being spoken, or was when the speech was stopped."""
        self._is_speaking = False

    def is_speaking(self) -> bool:
        return self._is_speaking

    def toggle(self) -> None:
        """Start reading, or stop; in the same article, resume with the sentence at which it stopped."""
        if self._is_speaking:
            self.stop()
            return
        page = self._active_page()
        selected = page.textCursor().hasSelection()
        if selected or page is not self._page or page.blocks() != self._blocks or not self._left:
            self._choose(page)
        if not self._left:
            self._services.message(say("这里没有可读的文字。"))
            return
        if self._speech is None:
            self._speech = voices.voice(self)
            if self._speech is None:
                self._services.message(say("这台电脑没有能朗读的声音；在系统设置里添加一个，再试一次。"))
                return
            self._speech.stateChanged.connect(self._go_on)
        words = (
            say("正在朗读。")
            if voices.is_chinese(self._speech)
            else say("正在朗读；没有中文的声音，可能读不对。")
        )
        self._services.task(words, say("停下"), self.stop)
        self._is_speaking = True
        self._speak()

    def stop(self) -> None:
        """Stop, and keep the sentences left."""
        if not self._is_speaking:
            return
        self._is_speaking = False
        if self._speech is not None:
            self._speech.stop()
        self._mark(None)
        self.ended.emit()

    def follow(self) -> None:
        """Stop if the article being spoken is no longer on the page."""
        if self._is_speaking and self._page is not None and self._page.blocks() != self._blocks:
            self.stop()

    def _choose(self, page: ArticlePage) -> None:
        """Start with the selected words, or with the sentence at the top of the view."""
        self._page, self._blocks = page, page.blocks()
        cursor = page.textCursor()
        first = cursor.selectionStart() if cursor.hasSelection() else page.first_position_in_view()
        block, at = page.block_place(first) if self._blocks else (0, 0)
        if not cursor.hasSelection() and not page.scroll_fraction():
            block = at = 0
        sentences = sentences_to_read(self._blocks)
        self._left = [each for each in sentences if (each[0].text, each[0].end) > (block, at)]
        page.clear_selection()

    def _speak(self) -> None:
        assert self._speech is not None
        place, words = self._left[0]
        self._mark(place)
        self._speech.enqueue(words)

    def _go_on(self) -> None:
        """Speak the next sentence after one has been spoken."""
        if self._speech is None or not self._is_speaking:
            return
        match self._speech.state().name:  # compared by name, so that Qt's speech module is not imported here
            case "Ready":
                del self._left[0]
                if self._left:
                    self._speak()
                else:
                    self.stop()
            case "Error":
                reason = self._speech.errorString()
                self.stop()
                self._services.message(say("朗读停了：{reason}", reason=reason))

    def _mark(self, place: QuoteSpan | None) -> None:
        if self._page is not None:
            self._page.show_spoken(place)
