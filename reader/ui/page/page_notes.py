"""A newspaper page as the ground of a note that is written over it."""

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from reader.export.article_text import markable_texts
from reader.library.quotes import QuoteSpan, places_of
from reader.newspaper.passage import Passage
from reader.newspaper.printing import Printing
from reader.ui.article.highlights import Highlight, heads_of
from reader.ui.article.note_ground import NoteGround
from reader.ui.page.page_marks import PageHighlight
from reader.ui.page.page_view import PageView


class PageNotes(NoteGround):
    """Finds the words of a note on the page, and shows which they are."""

    def __init__(self, view: PageView) -> None:
        super().__init__(view)
        self._view = view
        self._target: tuple[Printing, Passage | None] | None = None
        self._spans: tuple[int, tuple[QuoteSpan, ...]] = (-1, ())
        view.arranged.connect(self.arranged)
        view.articlesShown.connect(self._renew)

    def widget(self) -> QWidget:
        return self._view.viewport()

    def holds(self, printing: Printing) -> bool:
        return any(each.stored.printing.is_same(printing) for each in self._view.articles())

    def set_target(self, printing: Printing, passage: Passage | None, uuid: str = "") -> None:
        self._target = printing, passage
        self._find()

    def clear_target(self) -> None:
        self._target, self._spans = None, (-1, ())
        self._view.show_pending(None)

    def target_rects(self) -> list[QRectF]:
        number, spans = self._spans
        return self._view.rects_of(number, spans) if spans else []

    def _renew(self) -> None:
        self._find()
        self.articlesChanged.emit()

    def _find(self) -> None:
        if self._target is None:
            return
        printing, passage = self._target
        self._spans = (-1, ())
        for number, each in enumerate(self._view.articles()):
            if not each.stored.printing.is_same(printing):
                continue
            if passage is not None:
                places = places_of(passage, markable_texts(each.blocks))
                pending = PageHighlight(number, Highlight("", places, passage.color, ""))
                self._view.show_pending(pending if places else None)
            else:
                head = heads_of(each.blocks, [0]).get(0)
                places = () if head is None else (QuoteSpan(head, 0, len(each.blocks[head].text)),)
            self._spans = number, places
            return
