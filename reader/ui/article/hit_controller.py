"""Finds the hits, highlights and notes of an article and marks them on its page; the navigator of the hits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from math import ceil
from typing import Literal

from PySide6.QtCore import QObject, QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QSizePolicy, QWidget

from reader import do_nothing
from reader.export.article_text import markable_texts
from reader.i18n import say
from reader.language.forms import search_form
from reader.language.scripts import Script
from reader.newspaper.article import Article
from reader.newspaper.holdings import Bookmark
from reader.newspaper.passage import Passage, QuoteSpan
from reader.newspaper.printing import Printing
from reader.search.terms import search_text
from reader.ui.article import portions
from reader.ui.article.article_page import ArticlePage
from reader.ui.article.highlights import (
    GiverOf,
    Highlight,
    MarginNote,
    heads_of,
    highlights_on,
    margin_notes_on,
)
from reader.ui.article.page_geometry import begun_at_end, crossing, hits_as_shown, number_in
from reader.ui.article.portions import ShownArticle
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import IconButton, Label, LinkButton, plain, row_layout

_WIDEST_TERM = 160
"""The maximum width of the words searched for, in pixels."""
_FEW = 4
"""So many of their characters are shown where there is less room."""
# The space between two parts of the navigator, and the sum of those around number and arrows, in pixels.
_SPACING = 2
_AROUND = 32


def _with_space(width: float) -> float:
    """Return a width with the space beside it; of what is not there, none."""
    if not width:
        return 0
    return width + _SPACING


class HitNavigator(QWidget):
    def __init__(
        self,
        step: Callable[[Literal[-1, 1]], object],
        close: Callable[[], object],
        open_field: Callable[[], object] = do_nothing,
        find: Callable[[str], object] = do_nothing,
    ) -> None:
        super().__init__()
        self.setObjectName("hitNavigator")
        self.setAccessibleName(say("命中"))
        self.setFixedHeight(32)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.term_button = LinkButton("", act=partial(open_field), token="ink", is_free=True)
        self.term_button.setAccessibleDescription(say("在本文中查找"))
        self.field = _Field(step, close)
        self.field.textChanged.connect(find)
        self._count = Label("", theme.sans(13), "ink2")
        self._count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._previous = IconButton("up", say("上一处 (Shift+F3)"), 26, act=partial(step, -1))
        self._next = IconButton("down", say("下一处 (F3)"), 26, act=partial(step, 1))
        self._close = IconButton("close", say("清除高亮 (Esc)"), 26, act=partial(close))
        parts = (self.term_button, self.field, 8, self._count, 4, self._previous, self._next, self._close)
        row_layout(*parts, of=self, margins=(12, 0, 4, 0), spacing=2)
        self.hide()

    def set_term(self, term: str) -> None:
        """Show the words searched for, without the field; "" hides the navigator."""
        self.field.hide()
        self.term_button.setText(term)
        self.term_button.setToolTip(plain(say("{words}：改成在本文中查找 (Ctrl+F)", words=term)))
        self.term_button.show()
        self.setVisible(bool(term))

    def show_field(self, text: str) -> None:
        """Show the field of the search within the article, with `text` selected in it, without searching for it."""
        self.term_button.hide()
        with QSignalBlocker(self.field):
            self.field.setText(text)
        self.field.show()
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def widths(self) -> Sequence[float]:
        """Return the widths in its forms, in pixels: with the term, with few characters of it, without, without ×."""
        if self.isHidden():
            return [0]
        steps = _AROUND + self._count.sizeHint().width() + 2 * self._next.width_with("")
        closing = self._close.width_with("") + _SPACING
        full_width, few, none = map(_with_space, self._terms())
        return [steps + closing + full_width, steps + closing + few, steps + closing + none, steps + none]

    def take(self, form: int) -> None:
        """Take one of its forms, counted from 0."""
        room = self._terms()[min(form, 2)]
        self.term_button.setFixedWidth(room)
        self.term_button.setVisible(room > 0 and not self.is_field_shown())
        self._close.setVisible(form < 3)

    def _terms(self) -> tuple[int, int, int]:
        """Return the widths of the words searched for, whole, cut and left out, or of their field, in pixels."""
        if not self.field.isHidden():
            return (self.field.sizeHint().width(),) * 3
        term = self.term_button
        few = ceil(text_painting.width_of(f"{term.text()[:_FEW]}…", term.font())) + term.around
        width = min(term.sizeHint().width(), _WIDEST_TERM)
        return width, min(width, few), 0

    def is_field_shown(self) -> bool:
        return not self.isHidden() and not self.field.isHidden()

    def set_count(self, current: int, total: int) -> None:
        """Show the number of the current hit, counted from 0 (-1: none), and the total."""
        self._count.setText(f"{current + 1} / {total}" if total else say("没有"))
        if total:
            spoken = say("第 {n} 处，共 {total} 处", n=current + 1, total=total)
        else:
            spoken = say("文中没有")
        self._count.setAccessibleName(spoken)
        elsewhere = say("这一篇里没有；在窗口上方的搜索框里可以找全部报纸。")
        self._count.setToolTip("" if total else plain(elsewhere))
        self._previous.setEnabled(total > 0)
        self._next.setEnabled(total > 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        text_painting.draw_box(QPainter(self), QRectF(self.rect()), 7, "raised", "rule2")


class _Field(QLineEdit):
    def __init__(self, step: Callable[[Literal[-1, 1]], object], close: Callable[[], object]) -> None:
        super().__init__()
        self._step = step
        self._close = close
        self.setFrame(False)
        self.setFont(theme.sans(13))
        self.setPlaceholderText(say("在文中查找"))
        self.setAccessibleName(say("在文中查找"))
        self.hide()
        theme.tint(self, "raised")

    def sizeHint(self) -> QSize:
        return QSize(140, 26)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            self._step(-1 if is_shifted else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)


IN_BACKGROUND = 20_000
"""A text of at least this many characters is searched on another thread."""


class HitController(QObject):
    """Marks the hits on a page and steps through them, also into the other portions of a long article."""

    def __init__(
        self, page: ArticlePage, show_portion: Callable[[int], object], arrange: Callable[[], object]
    ) -> None:
        """Make the controller with its navigator.

        `show_portion` shows a portion on the page before it returns; `arrange` is called when the navigator was shown,
        hidden or resized.
        """
        super().__init__(page)
        self._page = page
        self._show_portion = show_portion
        self._arrange = arrange
        self.navigator = HitNavigator(self.step, self.clear, self.open_field, self._find)
        self.shown: ShownArticle | None = None
        self.needles: tuple[str, ...] = ()
        self._request = 0
        self._begins_at_end = False
        """Whether the article shown next begins at its last hit, as one came backwards."""
        self._tasks = TaskQueue(self)
        page.currentHitChanged.connect(
            lambda: self.navigator.set_count(page.marked.current_hit, len(page.marked))
        )

    # ---- the article and its needles

    def set_article(self, shown_article: ShownArticle | None, needles: Sequence[str] = ()) -> None:
        self.shown = shown_article
        self.needles = tuple(needles)
        if shown_article is None:
            self.navigator.hide()

    def show_needles(self, *, keeps_view: bool = False, seam: int | None = None) -> None:
        """Mark the needles, and show the first hit in or after the opened part, unless `keeps_view`.

        `seam` is the id of a part of the story: the hit that crosses its beginning is shown instead of the first. If it
        is that of the next article in the file, what the text ends with of a needle is shown.
        """
        is_last_wanted = self._begins_at_end
        self._begins_at_end = False
        parts = [part.id for part in self.shown.parts] if self.shown else []
        is_cut = seam is not None and seam not in parts

        def mark(hits: tuple[QuoteSpan, ...]) -> None:
            if is_cut:
                hits = self._with_begun(hits)
            self.navigator.set_term(self._term() if hits else "")
            if is_last_wanted or is_cut:
                first = len(hits) - 1
            else:
                first = self._first_to_show(hits, seam)
            self._page.set_hits(hits, current=-1 if keeps_view else first)
            self._arrange()

        mark(())
        if is_cut and self.shown:
            self._show_end(self.shown)
            self._search(self.needles, mark)
        elif self.shown and self.shown.portions and self.needles and not keeps_view:
            by = -1 if is_last_wanted else 1
            self._go_to_hit(self.shown.portions_from(min(by, 0), by), by)
        else:
            self._search(self.needles, mark)

    def _with_begun(self, hits: tuple[QuoteSpan, ...]) -> tuple[QuoteSpan, ...]:
        """Return the hits with what the text ends with of a needle that goes on in the next article."""
        if self.shown is None:
            return hits
        begun = begun_at_end(self.shown.article_on_page, self._page.blocks, self.needles)
        if begun is None or begun in hits:
            return hits
        return (*hits, begun)

    def _show_end(self, shown_article: ShownArticle) -> None:
        if shown_article.portions:
            self._show_portion(shown_article.portions_from(-1, -1)[0])
        self._page.restore_scroll(1.0)

    def mark_needles(self, needles: Sequence[str]) -> None:
        self.needles = tuple(needles)
        if not self.navigator.is_field_shown():
            self.show_needles(keeps_view=True)

    def mark_again(self, current: int) -> None:
        """Mark the hits of the same search in a changed text, in which number `current` was; view and field stay."""

        def mark(hits: tuple[QuoteSpan, ...]) -> None:
            if not self.navigator.is_field_shown():
                self.navigator.set_term(self._term() if hits else "")
            self._page.set_hits(hits, current, keeps_view=True)

        self._search(self._sought(), mark)

    def show_in(self, text: str, at: int) -> None:
        """Show the hit at a character of a text of the article; if the text is not on the page, the first hit."""
        page = self._page
        self._search(self.needles, lambda hits: page.set_hits(hits, number_in(hits, page.blocks, text, at)))

    def mark_on_page(self) -> None:
        self._search(self._sought(), lambda hits: self._page.set_hits(hits, current=-1))

    def clear(self) -> None:
        """Remove the marks; if the search within the article is open, close it and show the library's hits again."""
        focused = QApplication.focusWidget()
        was_inside = focused is not None and self.navigator.isAncestorOf(focused)
        if not self.navigator.is_field_shown():
            self.needles = ()
        self.show_needles(keeps_view=True)
        if was_inside:
            self._page.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: Literal[-1, 1]) -> None:
        """Go to the next hit (1) or the previous one (-1): on the page, in other portions, then in the next article."""
        current = self._page.marked.current_hit
        count = len(self._page.marked)
        order: Sequence[int] = []
        ahead: list[int] = []
        if self.shown:
            portion = self.shown.portion
            order = self.shown.portions_from(portion + by, by)
            ahead = [number for number in order if (number - portion) * by > 0]
        if current >= 0:
            is_on_page = 0 <= current + by < count
        else:
            is_on_page = count > 0 and not order
        if is_on_page:
            self._page.step_hit(by)
        elif ahead:
            self._go_to_hit(ahead, by, partial(self._go_on, order, by))
        else:
            self._go_on(order, by)

    def _go_on(self, order: Sequence[int], by: Literal[-1, 1]) -> None:
        """Go on in the next article of the results; without one, in the other portions, or at the other end of
        this one.
        """
        self._begins_at_end = by < 0
        if not self.navigator.is_field_shown() and self._page.calls.go_on(by):
            return
        self._begins_at_end = False
        if order:
            self._go_to_hit(order, by)
        else:
            self._page.step_hit(by)

    def _first_to_show(self, hits: Sequence[QuoteSpan], seam: int | None) -> int:
        """Return the number of the hit that crosses the seam, else of the first in or after the opened part, else 0."""
        if self.shown is None:
            return 0
        blocks = self._page.blocks
        ids = [part.id for part in self.shown.parts]
        if seam in ids:
            over_seam = crossing(hits, blocks, ids.index(seam))
        else:
            over_seam = None
        if over_seam is not None:
            return over_seam
        begin = self.shown.first_block(blocks)
        return next((n for n, hit in enumerate(hits) if hit.text >= begin), 0)

    # ---- the search within the article

    def open_field(self) -> None:
        if self.shown is None:
            return
        selected = self._page.selected_text()
        if not selected or "\n" in selected:
            text = self.navigator.field.text()
        else:
            text = selected
        self.navigator.show_field(text)
        self._find(text)
        self._arrange()

    def _find(self, text: str) -> None:
        start = self._page.first_position_in_view()

        def mark(hits: tuple[QuoteSpan, ...]) -> None:
            self._page.set_hits(hits, current=-1)
            self._page.show_first_hit_from(start)

        if self.shown and self.shown.portions and search_form(text):
            self._page.set_hits((), current=-1)
            self._go_to_hit(self.shown.portions_from(self.shown.portion), 1)
        else:
            self._search(self._typed(text), mark)

    # ---- searching

    def go_to_words(
        self,
        needles: Sequence[str],
        order: Sequence[int],
        then: Callable[[], object] = do_nothing,
        otherwise: Callable[[], object] = do_nothing,
    ) -> None:
        """Show the first portion in `order` that holds one of the needles, then call `then`; `otherwise` if none
        does.
        """
        shown_article = self.shown
        if shown_article is None or not needles:
            return
        self._request += 1
        request = self._request
        article = shown_article.opened.article
        cuts = shown_article.portions

        def show(number: int | None) -> None:
            if request == self._request and number is not None:
                if self.shown is not None and number != self.shown.portion:
                    self._show_portion(number)
                then()
            elif request == self._request:
                otherwise()

        self._tasks.run(partial(portions.first_with, article, cuts, needles, order), show)

    def _go_to_hit(self, order: Sequence[int], by: int, otherwise: Callable[[], object] = do_nothing) -> None:
        needles = self._sought()

        def mark(hits: tuple[QuoteSpan, ...]) -> None:
            if not self.navigator.is_field_shown():
                self.navigator.set_term(self._term() if hits else "")
            self._page.set_hits(hits, current=0 if by > 0 else len(hits) - 1)
            if not hits:  # the hit crosses the end of this portion
                self._page.restore_scroll(1.0)
            self._arrange()

        self.go_to_words(needles, order, partial(self._search, needles, mark), otherwise)

    def _search(self, needles: Sequence[str], show: Callable[[tuple[QuoteSpan, ...]], None]) -> None:
        """Call `show` with the hits on the page: at once, or later for a long text unless superseded."""
        self._request += 1
        request = self._request
        blocks = self._page.blocks
        if self.shown is None or not needles:
            show(())
            return
        article = self.shown.article_on_page
        is_typed = self.navigator.is_field_shown()
        if is_typed:
            script = self._page.settings.style.script
        else:
            script = Script.PRINTED
        find = partial(hits_as_shown, article, blocks, needles, script)
        if sum(len(block.text) for block in blocks) < IN_BACKGROUND:
            show(find())
            return

        def show_unless_superseded(hits: tuple[QuoteSpan, ...]) -> None:
            if request == self._request:
                show(hits)

        self._tasks.run(find, show_unless_superseded)

    def _sought(self) -> tuple[str, ...]:
        if not self.navigator.is_field_shown():
            return self.needles
        return self._typed(self.navigator.field.text())

    def _typed(self, text: str) -> tuple[str, ...]:
        """Return the needles for a text in the field: as typed, and in the other shapes that the article has.

        What has quotation marks is sought as printed.
        """
        needle = search_form(text)
        if not needle or '"' in needle or self.shown is None:
            if needle:
                return (needle,)
            return ()
        from reader.search.answering.snippets import shapes_in

        return shapes_in(_search_text(self.shown.opened.article), text)

    def _term(self) -> str:
        from reader.search.needles import shown

        return wording.GAP.join(map(shown, self.needles))


@lru_cache(maxsize=1)  # for each letter that is typed
def _search_text(article: Article) -> str:
    return search_text(article)


_ENOUGH = 60
"""The number of characters at the beginning of a passage by which its portion of a long article is found."""


class PageHighlights(QObject):
    """Marks the highlights of the article on its page, and shows its notes; finds them on a thread in a long text.

    All rectangles are in coordinates of its `widget`, in pixels; `arranged` is emitted when it is scrolled or set.
    """

    def __init__(self, page: ArticlePage, hits: HitController) -> None:
        super().__init__(page)
        self.arranged = page.arranged
        self.articles_changed: Callable[[], object] = do_nothing
        """Called when the page shows other articles, or the same ones with another text."""
        self._page = page
        self._hits = hits
        self._shown: ShownArticle | None = None
        self.bookmarks: Sequence[Bookmark] = ()
        self._wanted = ""
        self._target: tuple[Printing, Passage | None, Article | None] | None = None
        self._target_places: tuple[QuoteSpan, ...] = ()
        self._tasks = TaskQueue(self)
        self.giver_of: GiverOf = lambda _: ""

    def set_article(self, shown_article: ShownArticle | None) -> None:
        """Set the article; `refresh` marks its highlights once the page has its blocks."""
        self._shown = shown_article
        if shown_article is None:
            self.articles_changed()

    def refresh(self) -> None:
        parts = self._shown.parts if self._shown else ()
        anchors = [part.anchor for part in parts]
        mine = [
            bookmark
            for bookmark in self.bookmarks
            if bookmark.anchor in anchors and (bookmark.passage or bookmark.note)
        ]
        blocks = self._page.blocks

        def find() -> tuple[tuple[Highlight, ...], tuple[MarginNote, ...]]:
            highlights = highlights_on(blocks, mine, self.giver_of)
            is_first = self._shown is None or not self._shown.portion  # the headline is on the first portion
            heads = heads_of(blocks, anchors) if is_first else {}
            return highlights, margin_notes_on(blocks, highlights, mine, heads, self.giver_of)

        def show(marks: tuple[tuple[Highlight, ...], tuple[MarginNote, ...]]) -> None:
            if parts == (self._shown.parts if self._shown else ()) and blocks is self._page.blocks:
                self._page.set_highlights(*marks)
                self._show_wanted()

        if not mine:
            show(((), ()))
        elif sum(len(block.text) for block in blocks) >= IN_BACKGROUND:
            self._tasks.run(find, show)
        else:
            show(find())
        self._find_target()
        self.articles_changed()

    # -- the note that is being written

    def widget(self) -> QWidget:
        return self._page.viewport()

    def shows(self, printing: Printing) -> bool:
        return self._shown is not None and any(part.printing.is_same(printing) for part in self._shown.parts)

    def set_target(
        self, printing: Printing, passage: Passage | None, uuid: str = "", as_marked: Article | None = None
    ) -> None:
        """Show the words or the article on which a note is being written.

        `uuid` is that of an existing note, `as_marked` the article as of making it.
        """
        self._target = printing, passage, as_marked
        self._page.notes.set_edited(uuid)
        self._find_target()

    def clear_target(self) -> None:
        self._target = None
        self._target_places = ()
        self._page.notes.set_edited("")
        self._page.show_pending(None)

    def target_rects(self) -> list[QRectF]:
        """Return the rectangles of the words' lines, or of the article's headline; [] until they are set."""
        return self._page.rects_of(self._target_places)

    def note_area(self) -> QRectF:
        """Return the margin in which notes are shown, right of the text; an empty rectangle if there is none."""
        return self._page.margin()

    def _find_target(self) -> None:
        if self._target is None or self._shown is None:
            return
        printing, passage, as_marked = self._target
        blocks = self._page.blocks
        if passage is not None:
            from reader.library.quotes import places_of

            self._target_places = places_of(passage, markable_texts(blocks), as_marked)
            pending = Highlight("", self._target_places, passage.color, "")
            self._page.show_pending(pending if self._target_places else None)
        else:
            parts = self._shown.parts
            heads = heads_of(blocks, [part.anchor for part in parts])
            head = next((heads.get(part.anchor) for part in parts if part.printing.is_same(printing)), None)
            if head is None:
                self._target_places = ()
            else:
                self._target_places = (QuoteSpan(head, 0, len(blocks[head].text)),)

    def go_to(self, uuid: str) -> None:
        self._wanted = uuid
        self._show_wanted()
        self.go_to_portion_wanted()

    def go_to_portion_wanted(self) -> None:
        if self._shown is None or not self._shown.portions:
            return
        opened = self._shown.opened.anchor
        target_bookmarks = (
            bookmark
            for bookmark in self.bookmarks
            if bookmark.uuid == self._wanted and bookmark.anchor == opened
        )
        passage = next((target_bookmark.passage for target_bookmark in target_bookmarks), None)
        if passage:
            words = search_form(passage.exact[:_ENOUGH].split("\n", 1)[0])
            self._hits.go_to_words((words,) if words else (), self._shown.portions_from(0))

    def _show_wanted(self) -> None:
        if any(highlight.uuid == self._wanted for highlight in self._page.marks.highlights):
            self._page.show_highlight(self._wanted)
            self._wanted = ""
