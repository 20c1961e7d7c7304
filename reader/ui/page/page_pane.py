"""The pane of a whole newspaper page, with its header."""

import time
from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from reader import do_nothing
from reader.export.article_text import (
    PageBlock,
    PageBlockKind,
    markable_texts,
    read_as_one,
    recognised_blocks,
)
from reader.export.forms import Wording
from reader.export.readings import with_note_lines
from reader.i18n import say
from reader.language.forms import without_controls
from reader.library.library import Library, LibraryError
from reader.newspaper.article import Article
from reader.newspaper.facts import Fact
from reader.newspaper.holdings import Bookmark, IssueRow, StoredArticle
from reader.newspaper.passage import MarkColor, Passage, QuoteSpan
from reader.newspaper.printing import Printing
from reader.search.needles import shown
from reader.ui.article import portions
from reader.ui.article.article_header import SizeButton
from reader.ui.article.highlights import GiverOf, Highlight, heads_of, highlights_on
from reader.ui.article.hit_controller import HitNavigator
from reader.ui.article.page_geometry import hits
from reader.ui.article.pane_calls import PaneCalls, ReadingSettings
from reader.ui.article.unit_selection import SelectionBar, with_source
from reader.ui.page.page_layout import PageArticle, PageHighlight, PageHit, PageSelection, Spot
from reader.ui.page.page_view import PageView
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import IconButton, Label, Rule, Wide, column_layout, row_layout


class MouseSelection(QObject):
    """Handles the mouse on the page.

    A click chooses an article, as in every list; moving with the button held, from its text, selects words, and the
    next click clears the selection. Moving up or down from a headline, or from outside the text, drags the article. A
    double-click on text asks for the person named there.
    """

    def __init__(
        self,
        view: PageView,
        calls: PaneCalls,
        copy: Callable[[], object],
        mark: Callable[[MarkColor, bool], object],
    ) -> None:
        super().__init__(view)
        self._calls = calls
        self.double_clicked: Callable[[int, Spot], object] = do_nothing
        """Called with the number of an article, and the spot in its text."""
        self._view = view
        self._pressed = QPoint()
        self.anchor: tuple[int, Spot] | None = None
        """The article and the spot in its text of the last press of the mouse; None if it was not on text."""
        self._is_selecting = False
        self._has_cleared = False
        """Whether the press of the button cleared a selection; such a press is not passed on to Qt."""
        self._is_second_click = False
        self.selection_bar = SelectionBar(view.viewport(), calls, view.marks.selected_text, copy, mark)
        view.selection_cleared = self.selection_bar.hide
        view.verticalScrollBar().valueChanged.connect(self.selection_bar.hide)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle an event; return True if Qt must not choose or drag an article because of it."""
        if not isinstance(event, QMouseEvent):
            return False
        place = event.position().toPoint()
        if event.type() is QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
            return self._press(place)
        if event.type() is QEvent.Type.MouseButtonDblClick and event.button() is Qt.MouseButton.LeftButton:
            return self._double_click(place)
        if event.type() is QEvent.Type.MouseMove and event.buttons() & Qt.MouseButton.LeftButton:
            return self._move(place)
        if event.type() is QEvent.Type.MouseButtonRelease and event.button() is Qt.MouseButton.LeftButton:
            return self._release(place, event.globalPosition().toPoint())
        return False

    def _press(self, place: QPoint) -> bool:
        self._is_second_click = False
        self._pressed = place
        self.anchor = self._view.spot_under(place)
        self._has_cleared = self._view.marks.selection is not None
        self._view.select(None)
        return self._has_cleared

    def _double_click(self, place: QPoint) -> bool:
        self.anchor = self._view.spot_under(place)
        self._is_second_click = self.anchor is not None
        if self.anchor is not None:
            self.double_clicked(*self.anchor)
        return self._is_second_click

    def _move(self, place: QPoint) -> bool:
        if self.anchor is None:
            return self._has_cleared
        way = place - self._pressed
        number, spot = self.anchor
        if not self._is_selecting:
            if way.manhattanLength() < QApplication.startDragDistance():
                return True
            is_headline = self._view.articles()[number].blocks[spot[0]].kind is PageBlockKind.HEADLINE
            if is_headline and abs(way.y()) > abs(way.x()):
                self.anchor = None
                return self._has_cleared
        self._is_selecting = True
        self._view.select(PageSelection(number, *sorted((spot, self._view.spot_near(number, place)))))
        beyond = min(place.y(), 0) + max(place.y() - self._view.viewport().height(), 0)
        self._view.verticalScrollBar().setValue(self._view.verticalScrollBar().value() + beyond)
        return True

    def _release(self, place: QPoint, on_screen: QPoint) -> bool:
        was_selecting = self._is_selecting
        self._is_selecting = False
        selection = self._view.marks.selection
        if self._is_second_click:
            self._is_second_click = False
            return True
        if was_selecting:
            if selection is not None and self._view.marks.selected_passage() is not None:
                self.selection_bar.show_near(self._view.selected_rect())
                self._make_current(selection.article)
            return True
        mark = self._view.marks.highlight_at(self._view.on_page(place))
        if mark is not None and not self._has_cleared:
            self._make_current(mark.article)
            self._calls.open_highlight(mark.highlight.uuid, on_screen)
            return True
        return self._has_cleared

    def _make_current(self, number: int) -> None:
        self._calls.make_current(self._view.articles()[number].stored.id)


class PageClicks(QObject):
    """Distinguishes clicks from double-clicks."""

    def __init__(self, view: PageView, selecting: MouseSelection, calls: PaneCalls) -> None:
        super().__init__(view)
        self._view = view
        self._calls = calls
        self._selecting = selecting
        self.name_at: Callable[[str, int], str | None] | None = None
        """Returns the name of a person at a character of a text, None for none; it is called on another thread."""
        self._article = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(lambda: calls.open_article(self._article))
        self._tasks = TaskQueue(self)
        view.clicked.connect(self._click)
        selecting.double_clicked = self._double_click

    def cancel(self) -> None:
        self._tasks.drop()
        self._timer.stop()

    def is_idle(self) -> bool:
        return self._tasks.is_idle() and not self._timer.isActive()

    def _click(self, index: QModelIndex) -> None:
        article = self._view.articles()[index.row()].stored.id
        spot = self._selecting.anchor
        clicked_at = time.monotonic()

        def done(name: str | None) -> None:
            if name is None:
                self._calls.open_article(article)
            else:
                since = round((time.monotonic() - clicked_at) * 1000)
                self._article = article
                self._timer.start(max(0, QApplication.styleHints().mouseDoubleClickInterval() - since))

        self._ask(*(spot or (-1, (0, 0))), done)

    def _double_click(self, number: int, spot: Spot) -> None:
        article = self._view.articles()[number].stored.id

        def done(name: str | None) -> None:
            if name is None:
                self._calls.open_article(article)
            else:
                self._calls.open_person(name)

        self._ask(number, spot, done)

    def _ask(self, number: int, spot: Spot, done: Callable[[str | None], None]) -> None:
        """Call `done` with the name at a spot of an article, None for none, cancelling earlier calls.

        `number` is -1 for a click that was not on text.
        """
        self.cancel()
        if self.name_at is None or number < 0:
            done(None)
            return
        block, at = spot
        text = self._view.articles()[number].blocks[block].text
        self._tasks.run(partial(self.name_at, text, at), done, lambda _: done(None), (LibraryError,))


class PageNotes(QObject):
    """Shows the notes that are written on the page; `PageHighlights` has the same methods for an article."""

    def __init__(self, view: PageView) -> None:
        super().__init__(view)
        self.arranged = view.arranged
        self.articles_changed: Callable[[], object] = do_nothing
        self._view = view
        self._target: tuple[Printing, Passage | None, Article | None] | None = None
        self._spans: tuple[int, tuple[QuoteSpan, ...]] = (-1, ())

    def widget(self) -> QWidget:
        return self._view.viewport()

    def shows(self, printing: Printing) -> bool:
        return any(article.stored.printing.is_same(printing) for article in self._view.articles())

    def set_target(
        self, printing: Printing, passage: Passage | None, uuid: str = "", as_marked: Article | None = None
    ) -> None:
        self._target = printing, passage, as_marked
        self._find()

    def clear_target(self) -> None:
        self._target = None
        self._spans = (-1, ())
        self._view.show_pending(None)

    def target_rects(self) -> list[QRectF]:
        number, spans = self._spans
        if spans:
            return self._view.rects_of(number, spans)
        return []

    def note_area(self) -> QRectF:
        return QRectF()

    def refresh(self) -> None:
        self._find()
        self.articles_changed()

    def _find(self) -> None:
        if self._target is None:
            return
        printing, passage, as_marked = self._target
        self._spans = (-1, ())
        for number, page_article in enumerate(self._view.articles()):
            if not page_article.stored.printing.is_same(printing):
                continue
            if passage is not None:
                from reader.library.quotes import places_of

                places = places_of(passage, markable_texts(page_article.blocks), as_marked)
                pending = PageHighlight(number, Highlight("", places, passage.color, ""))
                self._view.show_pending(pending if places else None)
            else:
                head = heads_of(page_article.blocks, [0]).get(0)
                if head is None:
                    places = ()
                else:
                    places = (QuoteSpan(head, 0, len(page_article.blocks[head].text)),)
            self._spans = number, places
            return


_NO_HIT = -1
# The margins of the header together and the space between its parts, in pixels.
_MARGINS = 24
_SPACING = 4
_GIVING_WAY = ("article",), ("count",), ("hits",), ("name",), ("hits",), ("hits",)
"""The parts of the header in the order in which they take a shorter form or are left out, the least worth first."""


class PrintedPage(Struct, frozen=True):
    """The articles printed on a page, in order.

    `label` is None for the articles whose page is not known; if no page of the issue is known, `is_whole_issue` is set.
    """

    issue: IssueRow
    label: str | None
    articles: tuple[PageArticle, ...]
    is_whole_issue: bool
    fact: Fact[str] | None = None

    def holds(self, article_id: int) -> bool:
        return any(article.stored.id == article_id for article in self.articles)

    def name(self) -> str:
        if self.is_whole_issue:
            return say("全期")
        return wording.page(self.label, self.fact)

    def names(self) -> Sequence[str]:
        """Return the name, and a shorter one: brackets instead of words for a page that is not printed."""
        if self.is_whole_issue or self.fact is None:
            return (self.name(),)
        return self.name(), self.fact.cited(wording.page(self.label))


def printed_page(library: Library, issue: IssueRow, label: str | None) -> PrintedPage:
    rows = library.contents.articles(issue.id)
    page_rows = [row for row in rows if row.shown_page == label]
    articles = tuple(map(_on_page, library.articles.several([row.id for row in page_rows])))
    surest = max((row.page_fact for row in page_rows), key=_sureness, default=None)
    return PrintedPage(issue, label, articles, not any(row.shown_page for row in rows), surest)


def _sureness(page: Fact[str]) -> int:
    return page.outcome.sureness


def _on_page(stored: StoredArticle) -> PageArticle:
    if not portions.is_long(stored.article):
        return _set_article(stored, recognised_blocks(stored))
    first, *_ = portions.portions_of(stored.article)
    begun = replace(stored, article=portions.in_portion(stored.article, first, is_first=True))
    notice = say("—— 这篇太长，版面上只排它的开头；单独打开可以读到全文 ——")
    return _set_article(begun, (*recognised_blocks(begun), PageBlock(PageBlockKind.SEAM, notice)))


def _set_article(stored: StoredArticle, blocks: tuple[PageBlock, ...]) -> PageArticle:
    if not stored.article.readings:
        return PageArticle(stored, blocks)
    from reader.export.corrected_places import corrections_on

    return PageArticle(stored, blocks, corrections_on(stored.article, blocks))


class PagePane(QWidget):
    def __init__(self, settings: ReadingSettings) -> None:
        super().__init__()
        self.settings = settings
        calls = PaneCalls()
        self.calls = calls
        self.setObjectName("pageArea")
        theme.tint(self, "paper")
        self._page: PrintedPage | None = None
        self._needles: tuple[str, ...] = ()
        self._last_needles: tuple[str, ...] = ()
        """The needles that were last asked to be marked; they stay so when the marks are removed."""
        self._hit_to_come = _NO_HIT
        """The number of the hit that will be the current one when those being searched for are shown."""
        self._bookmarks: Sequence[Bookmark] = ()
        self._tasks = TaskQueue(self)
        self._searches = TaskQueue(self)
        self.view = PageView(settings, calls)
        self.view.copy = self.copy
        self.view.hit_changed = self._show_hit
        self.selecting = MouseSelection(self.view, calls, self.copy, self.mark_selection)
        self.clicks = PageClicks(self.view, self.selecting, calls)
        self.notes = PageNotes(self.view)
        self.previous_button = IconButton(
            "back", say("上一版 (Ctrl+PgUp)"), 28, act=lambda: calls.step_page(-1)
        )
        self.next_button = IconButton(
            "forward", say("下一版 (Ctrl+PgDn)"), 28, act=lambda: calls.step_page(1)
        )
        self._name = Label("", theme.sans(13, 700))
        self._count = Label("", theme.sans(12), "ink3")
        self._navigator = HitNavigator(self.view.step_hit, self._close_hits)
        self.article_button = IconButton("file", say("只看这一篇 (V)"), act=lambda: calls.switch_page())
        self.size_button = SizeButton(settings, self.open_style_panel)
        self._is_alone = False
        self.giver_of: GiverOf = lambda _: ""
        header = QWidget()
        header.setFixedHeight(44)
        left = (self.previous_button, self._name, self._count, self.next_button)
        right = (self._navigator, 8, self.article_button, self.size_button)
        row_layout(
            *left, Wide(), *right, of=header, margins=(_MARGINS // 2, 0, _MARGINS // 2, 0), spacing=_SPACING
        )
        self._head = (header, Rule())
        column_layout(*self._head, Wide(self.view), of=self, spacing=0)
        self.view.arranged.connect(self._show_script)
        self.setFocusProxy(self.view)
        self.view.chooser.entered.connect(lambda index: calls.open_article(self._stored(index.row()).id))
        self.view.chooser.middleClicked.connect(lambda index: calls.open_second(self._stored(index.row()).id))

    def show_alone(self, is_alone: bool) -> None:
        """Hide the header, or show it; it stays visible while there are hits to step through."""
        self._is_alone = is_alone
        self._arrange_header()

    def _arrange_header(self) -> None:
        for part in self._head:
            part.setVisible(not self._is_alone or self.has_hits())
        self._fit_header()

    def _fit_header(self) -> None:
        """Give each part of the header the fullest form for which there is room."""
        navigator = self._navigator
        buttons = (self.previous_button, self.next_button, self.size_button)
        around = _MARGINS + 8 * _SPACING + 8 + sum(button.sizeHint().width() for button in buttons)
        label = say("单篇")
        widths = {
            "name": self._name.widths(),
            "count": [*self._count.widths(), 0],
            "hits": navigator.widths(),
            "article": [self.article_button.width_with(label), self.article_button.width_with("")],
        }
        form_by_part = text_painting.forms_fitting(self.width() - around, widths, _GIVING_WAY)
        self._count.setVisible(form_by_part["count"] == 0)
        self.article_button.set_label("" if form_by_part["article"] else label)
        if not navigator.isHidden():
            navigator.take(form_by_part["hits"])

    def _show_hit(self) -> None:
        self._navigator.set_count(self.view.marks.current_hit, len(self.view.marks.hits))
        self._fit_header()

    def _show_script(self) -> None:
        self.size_button.show_script(self.view.is_as_printed())
        self._fit_header()

    def _stored(self, number: int) -> StoredArticle:
        return self.view.articles()[number].stored

    # -- content

    def page(self) -> PrintedPage | None:
        return self._page

    def show_page(self, page: PrintedPage, article_id: int, needles: Sequence[str] = ()) -> None:
        """Show a page with one of its articles as the current one, and mark the matches of `needles`, in search form.

        The scroll position of a page that is already shown is kept; in another state of it, for the same needles, also
        which hits are marked.
        """
        is_same_query = tuple(needles) == self._last_needles
        self._last_needles = tuple(needles)
        before = self._page
        row = self.view.currentIndex().row()
        place = None
        hit = _NO_HIT
        if page != before:
            if before is not None and (page.issue.id, page.label) == (before.issue.id, before.label):
                place = self.view.place()
                if is_same_query:
                    hit = self._hit_one_is_at()
                    needles = self._needles
            self._page = page
            self._needles = ()
            self._drop_search()
            self.view.show_articles(page.articles)
            self.clicks.cancel()
            self.notes.refresh()
            self._name.set_forms(page.names())
            self._count.setText(wording.articles(len(page.articles)))
            issue = page.issue
            day = issue.day_as_told(wording.issue_day(issue.date, issue.month_day, issue.label))
            self.view.setAccessibleName(wording.listed([say("整版"), day, page.name(), self._count.text()]))
            self._navigator.set_term("")
            self._arrange_header()
            self.set_bookmarks(self._bookmarks)
        self.view.make_current(article_id)
        if place and place.article < len(page.articles) and row == self.view.currentIndex().row():
            self.view.go(place)
        if tuple(needles) != self._needles:
            self._needles = tuple(needles)
            self._find_hits(hit)

    def parts(self) -> tuple[StoredArticle, ...]:
        return tuple(article.stored for article in self.view.articles())

    def article(self) -> StoredArticle | None:
        index = self.view.currentIndex()
        if index.isValid():
            return self._stored(index.row())
        return None

    # -- marking and copying

    def set_bookmarks(self, bookmarks: Sequence[Bookmark]) -> None:
        self._bookmarks = bookmarks
        passages = [bookmark for bookmark in bookmarks if bookmark.passage]
        noted = (
            noted_bookmark
            for noted_bookmark in bookmarks
            if noted_bookmark.note and not noted_bookmark.passage
        )
        self.view.marks.noted = {
            noted_bookmark.anchor: self.giver_of(noted_bookmark) for noted_bookmark in noted
        }
        self.view.viewport().update()
        articles = self.view.articles()

        def find() -> list[PageHighlight]:
            on_page: list[PageHighlight] = []
            for number, page_article in enumerate(articles):
                marks = [mark for mark in passages if mark.anchor == page_article.stored.anchor]
                if marks:
                    highlights = highlights_on(page_article.blocks, marks, self.giver_of)
                    on_page += [PageHighlight(number, highlight) for highlight in highlights]
            return on_page

        def show(highlights: list[PageHighlight]) -> None:
            if self._bookmarks is bookmarks and self.view.articles() is articles:
                self.view.marks.highlights = tuple(highlights)
                self.view.viewport().update()

        if passages and articles:
            self._tasks.run(find, show)
        else:
            show([])

    def mark_selection(self, color: MarkColor = MarkColor.YELLOW, with_note: bool = False) -> bool:
        """Request a highlight of the selected words; return False without a selection."""
        passage = self.view.marks.selected_passage()
        if passage is not None:
            self.calls.mark(replace(passage, color=color), with_note)
        return passage is not None

    def selected_part(self) -> StoredArticle | None:
        selection = self.view.marks.selection
        if selection is None:
            return None
        return self._stored(selection.article)

    def clear_selection(self) -> None:
        self.view.select(None)

    def selected_place(self) -> tuple[str, int] | None:
        """Return the text of the block in which the selection begins, and the index in it; None without a selection."""
        selection = self.view.marks.selection
        if selection is None:
            return None
        block, at = selection.begin
        return self.view.articles()[selection.article].blocks[block].text, at

    def copied_notes(self) -> tuple[str, ...]:
        if self.settings.wording is Wording.WITH_NOTES:
            return self.view.marks.selected_notes()
        return ()

    def copy(self) -> None:
        selection = self.view.marks.selection
        index = self.view.currentIndex()
        if selection is not None:
            words = self.view.marks.selected_text(self.settings.wording)
            if self.settings.copies_source:
                words = with_source(words, self._stored(selection.article))
            copied = with_note_lines(words, self.copied_notes())
            QGuiApplication.clipboard().setText(without_controls(copied))
        elif index.isValid() and (data := self.view.row_model.mimeData([index])).formats():
            QGuiApplication.clipboard().setMimeData(data)

    # -- hits

    def has_hits(self) -> bool:
        return not self._navigator.isHidden()

    def clear_hits(self) -> None:
        self._needles = ()
        self._find_hits()

    def mark(self, needles: Sequence[str]) -> None:
        """Mark the needles of another query, in search form; () for none."""
        self._last_needles = self._needles = tuple(needles)
        self._find_hits()

    def _close_hits(self) -> None:
        self.clear_hits()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.calls.close_hits()

    def _drop_search(self) -> None:
        """Let the hits of other needles, or on another page, not be shown."""
        self._searches.drop()
        self._hit_to_come = _NO_HIT

    def _hit_one_is_at(self) -> int:
        """Return the number of the current hit, also while a page that has changed is searched for it."""
        return max(self.view.marks.current_hit, self._hit_to_come)

    def _find_hits(self, hit_number: int = _NO_HIT) -> None:
        """Find the hits on another thread, since a page may be long; show them, unless one is at `hit_number`."""
        self._drop_search()
        self._hit_to_come = hit_number
        needles = self._needles
        articles = self.view.articles()

        def find() -> list[PageHit]:
            return [
                PageHit(number, hit)
                for number, page_article in enumerate(articles)
                for hit in hits(read_as_one(page_article.stored.article), page_article.blocks, needles)
            ]

        def show(hits: list[PageHit]) -> None:
            self._hit_to_come = _NO_HIT
            self._navigator.set_term(wording.GAP.join(map(shown, needles)) if hits else "")
            self._arrange_header()
            current = self.view.currentIndex().row()
            first = next((n for n, page_hit in enumerate(hits) if page_hit.article >= current), 0)
            self.view.set_hits(hits, first if hit_number < 0 else hit_number, keeps_view=hit_number >= 0)

        if needles:
            self._searches.run(find, show)
        else:
            show([])

    # -- arrangement

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_header()

    def open_style_panel(self) -> None:
        from reader.ui.article.style_panel import StylePanel  # rarely needed

        StylePanel(self, self.settings, self.calls.open_settings).open_below(self.size_button)
