"""The pane of an article: a header with its actions, its page, and its lines in the source file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QActionGroup, QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from reader.export.article_text import HEAD, PageBlock, as_text, markable_texts
from reader.export.forms import Style
from reader.i18n import count, say
from reader.library.library import Library, LibraryError
from reader.newspaper.holdings import Bookmark, StoredArticle, stored_article
from reader.newspaper.passage import QuoteSpan
from reader.ui.article.about_article import AboutPopover, SourcePane
from reader.ui.article.article_header import (
    HEADLINES,
    ArticleHeader,
    Notice,
    OpeningProgress,
    ProvenanceStrip,
    SuggestionBar,
    notice_of,
    stored_text_notice,
)
from reader.ui.article.article_page import ArticlePage
from reader.ui.article.hit_controller import HitController, PageHighlights
from reader.ui.article.pane_calls import PaneCalls, ReadingSettings
from reader.ui.article.portions import PortionBar, ShownArticle
from reader.ui.article.unit_selection import with_source
from reader.ui.widgets import text_painting, theme
from reader.ui.widgets.application import AS_DOCUMENT, announce
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import (
    Label,
    Rule,
    Wide,
    column_layout,
    new_menu,
    row_layout,
    stacked,
)
from reader.ui.widgets.state_panel import PanelLink, State, StatePanel

if TYPE_CHECKING:
    from reader.library.articles import Story
    from reader.library.stories import Tie


_WIDTH = 460
_LINE = 30


class EmptyPane(QStackedWidget):
    """Shows how to begin, the progress of a library's first sync, or why nothing can be read now and what to do."""

    def __init__(self) -> None:
        super().__init__()
        self._progress = _ProgressFace()
        self.state = StatePanel(State.EMPTY)
        self.state.column.insertStretch(0, 1)
        for face in (_how_to_begin(), self._progress, self.state):
            self.addWidget(face)

    def show_progress(self, progress: OpeningProgress | None) -> None:
        """Show the progress of a first sync; None shows how to begin."""
        if progress is not None:
            self._progress.progress = progress
            self._progress.setAccessibleName(progress.title())
            self._progress.setAccessibleDescription(progress.words())
            self._progress.update()
        self.setCurrentIndex(0 if progress is None else 1)

    def show_state(self, state: tuple[str, str, Sequence[PanelLink]] | None) -> None:
        if state is not None:
            self.state.show_state(*state)
        self.setCurrentIndex(0 if state is None else 2)


class _ProgressFace(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.progress: OpeningProgress | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        progress = self.progress
        if progress is None:
            return
        painter = QPainter(self)
        width = min(_WIDTH, self.width() - 48)
        left = (self.width() - width) / 2
        top = max(24, self.height() / 3 - 96)
        line = QRectF(left, top, width, 32)
        text_painting.draw_free(painter, line, progress.title(), theme.serif(20, 700), "ink")
        line.translate(0, 36)
        text_painting.draw_words(painter, line, progress.words(), theme.sans(13), "ink2")
        bar = QRectF(left, line.bottom() + 8, width, 4)
        painter.fillRect(bar, theme.color("rule"))
        painter.fillRect(QRectF(bar.x(), bar.y(), bar.width() * progress.share, 4), theme.color("accent"))
        line = QRectF(left, bar.bottom() + 18, width, _LINE)
        for number, headline in enumerate(progress.headlines[:HEADLINES]):
            if line.bottom() > self.height():
                break
            if number == 0:
                token = "ink"
            elif number < 3:
                token = "ink2"
            else:
                token = "ink3"
            text_painting.draw_free(painter, line, headline, theme.serif(15), token)
            line.translate(0, _LINE)


def _how_to_begin() -> QWidget:
    empty = QWidget()
    column = QVBoxLayout(empty)
    column.setSpacing(10)
    column.addStretch(2)
    for text, font, token in (
        (say("选一篇文章，就在这里读。"), theme.serif(17), "ink2"),
        (say("J、K 换篇　Ctrl+K 搜索　空格翻页"), theme.sans(12), "ink3"),
    ):
        label = Label(text, font, token)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(label)
    column.addStretch(3)
    return empty


SIDE_BY_SIDE = 760
"""A narrower pane has the source lines below the page instead of right of it, in pixels."""


class ArticlePane(QWidget):
    def __init__(self, settings: ReadingSettings) -> None:
        super().__init__()
        self.settings = settings
        self.calls = PaneCalls()
        self.setObjectName("articleArea")
        theme.tint(self, "paper")
        self.page = ArticlePage(settings, self.calls)
        self._shown: ShownArticle | None = None
        self._is_alone = False
        self._remarks = ""
        self.hits = HitController(self.page, self._set_portion, self._arrange)
        self.header = ArticleHeader(
            settings,
            self.calls,
            self.hits.navigator,
            self.copy_article,
            self.citation_menu,
            self.more_menu,
            self.open_style_panel,
        )
        self.notes = PageHighlights(self.page, self.hits)
        self._notice = Notice()
        self.suggestions = SuggestionBar(self.calls)
        self.portion_bar = PortionBar(self._step_portion)
        self.strip = ProvenanceStrip(self.switch_source, lambda: self.about.open())
        self.about = AboutPopover(self, self.page, self.strip, self.switch_source)
        self.can_rescan = True
        """Whether another scan may find a missing file."""
        self.empty = EmptyPane()
        self._stack = stacked(self.empty, self.page)
        self._stack.setProperty(AS_DOCUMENT, self.page.accessibleName())
        self._rule = Rule()
        self._head_rule = Rule()
        above = (self.header, self._head_rule, self._notice, self.suggestions, self.portion_bar)
        self._row = row_layout(Wide(self._stack), spacing=0)
        column_layout(*above, Wide(self._row), self._rule, self.strip, of=self, spacing=0)
        self.page.copied = self._copied
        self.calls.scroll_to = self.restore_scroll
        self.setFocusProxy(self.page)
        self.page.cursorPositionChanged.connect(self._follow_in_source)
        self.page.arranged.connect(self.about.show_summary)
        self.clear()

    def make_second(self) -> None:
        self.setObjectName("secondArticleArea")
        self.page.setObjectName("secondArticlePane")
        self.page.setAccessibleName(say("旁边一篇的正文"))
        self.header.make_second()

    # ---- content

    def show_article(
        self,
        stored: StoredArticle,
        needles: Sequence[str] = (),
        chain: Sequence[StoredArticle] = (),
        ties: Sequence[Tie] = (),
        seam: int | None = None,
    ) -> None:
        """Show an article from its beginning, or at the first of its hits.

        Args:
            stored: the article that was opened; bookmarks, citations and provenance refer to it.
            needles: the strings to mark on the page, in search form.
            chain: all parts of its story in reading order, itself included; they are shown as one text.
            ties: the ties between those parts, made and offered.
            seam: the id of a part of the story; the hit that crosses the beginning of that part is shown first.
        """
        self._show(ShownArticle.opening(stored, chain, ties), notice_of(stored, chain), needles)
        if self.page.hasFocus():
            announce(self.page, stored.article.title())
        self.hits.show_needles(seam=seam)

    def show_again(self, story: Story) -> None:
        portion = self._shown.portion if self._shown else 0
        hit = self.page.marked.current_hit
        shown_article = ShownArticle.opening(story.opened, story.parts, story.ties).at_portion(portion)
        with self.page.staying():
            self._show(shown_article, notice_of(story.opened, story.parts), self.hits.needles)
        self.hits.mark_again(hit)

    def show_orphan(self, bookmark: Bookmark, away: Library | None = None) -> None:
        """Show the text stored with a bookmark; `away` as for `stored_text_notice`."""
        notice = stored_text_notice(bookmark, away)
        self._show(ShownArticle.opening(stored_article(bookmark)), notice)
        self.hits.show_needles()
        self.header.set_bookmarked(True)

    def clear(self) -> None:
        self._shown = None
        self.notes.set_article(None)
        self.portion_bar.hide()
        self.page.show_blocks(())
        self.hits.set_article(None)
        self._notice.show_words("")
        self.suggestions.show_suggestions(None, ())
        self._stack.setCurrentIndex(0)
        self.header.set_article(False)
        self._arrange_frame()

    def article(self) -> StoredArticle | None:
        if self._shown:
            return self._shown.opened
        return None

    def set_bookmarks(self, bookmarks: Sequence[Bookmark]) -> None:
        """Set all bookmarks as they are on the disk; the star, and the highlights on the page, are among them."""
        self.notes.bookmarks = bookmarks
        self.notes.refresh()
        self._show_star()

    def _show_star(self) -> None:
        stored = self.article()
        bookmarks = self.notes.bookmarks
        is_bookmarked = any(
            stored and bookmark.anchor == stored.anchor and not bookmark.passage for bookmark in bookmarks
        )
        self.header.set_bookmarked(is_bookmarked)

    def mark_selection(self, *, with_note: bool = False) -> bool:
        return self.page.mark_selection(with_note=with_note)

    def clear_selection(self) -> None:
        self.page.clear_selection()

    def selected_part(self) -> StoredArticle | None:
        if self._shown is None:
            return None
        cursor = self.page.textCursor()
        cursor.setPosition(cursor.selectionStart())
        block = self.page.block_of(cursor)
        return self._shown.parts[block.printed[0][0] if block else 0]

    def parts(self) -> tuple[StoredArticle, ...]:
        """Return the parts of the story shown; an article without a story is its only part."""
        if self._shown:
            return self._shown.parts
        return ()

    def ties(self) -> tuple[Tie, ...]:
        if self._shown:
            return self._shown.ties
        return ()

    def _show(self, shown_article: ShownArticle, notice: str, needles: Sequence[str] = ()) -> None:
        self._shown = shown_article
        self.hits.set_article(shown_article, needles)
        self.header.set_article(True)
        self._show_star()
        self._remarks = notice
        self._show_remarks(notice)
        self.strip.show_article(shown_article.opened, shown_article.parts)
        self.about.show_article(shown_article.opened, shown_article.parts)
        self._stack.setCurrentIndex(1)
        self._arrange_frame()
        self._set_portion(shown_article.portion)
        first_block = shown_article.first_block(self.page.blocks)
        if first_block:
            self.page.show_block(first_block)
        self._follow_in_source()
        self.notes.go_to_portion_wanted()

    def _set_portion(self, number: int) -> None:
        if self._shown is None:
            return
        self._shown = self._shown.at_portion(number)
        self.hits.shown = self._shown
        self.notes.set_article(self._shown)
        self.portion_bar.show_portion(self._shown.portion, len(self._shown.portions))
        self.page.show_blocks(
            *self._shown.page(),
            [name for part in self._shown.parts for credit in part.article.credits for name in credit.names],
        )
        self.notes.refresh()
        self._want_faint()

    def _step_portion(self, by: int) -> None:
        if self._shown and 0 <= self._shown.portion + by < len(self._shown.portions):
            self._set_portion(self._shown.portion + by)
            self.hits.mark_on_page()

    # ---- hits

    def has_hits(self) -> bool:
        return not self.hits.navigator.isHidden()

    def clear_hits(self) -> None:
        """Remove the marks; if the search within the article is open, close it and show the library's hits again."""
        self.hits.clear()

    # ---- menus

    def citation_menu(self) -> QMenu:
        menu = new_menu(self, say("复制引用"))
        for style in Style:
            menu.addAction(style.label, partial(self.calls.cite, style.value))
        menu.addSeparator()
        usual = menu.addMenu(say("平常用的格式"))
        usual.setAccessibleName(usual.title())
        group = QActionGroup(usual)
        for style in Style:
            action = usual.addAction(style.label, partial(self.calls.cite_in, style))
            action.setCheckable(True)
            action.setChecked(style is self.calls.usual_style())
            group.addAction(action)
        return menu

    def more_menu(self) -> QMenu:
        """Return the menu behind ⋯, the same as on the text at the text cursor."""
        menu = new_menu(self, say("更多"))
        self.page.menuOpening.emit(menu, self.page.block_of(self.page.textCursor()))
        return menu

    def open_style_panel(self) -> None:
        from reader.ui.article.style_panel import StylePanel  # rarely needed

        StylePanel(self, self.settings, self.calls.open_settings).open_below(self.header.size_button)

    # ---- copying, scrolling

    def copy_article(self) -> None:
        if self._shown:
            copied = as_text(*self._shown.parts, wording=self.settings.wording)
            QGuiApplication.clipboard().setText(copied)
            self.calls.message(say("已复制全文"))

    def _copied(self, words: str) -> str:
        part = self.selected_part()
        if self.settings.copies_source and part is not None:
            return with_source(words, part)
        return words

    # ---- source lines

    @cached_property
    def source(self) -> SourcePane:
        """The lines of the article's file; made when they are first shown."""
        source = SourcePane(self.calls, self.switch_source)
        source.can_rescan = self.can_rescan
        source.hide()
        source.set_below(self._is_narrow(), self.height())
        self._row.addWidget(source)
        return source

    def is_source_shown(self) -> bool:
        return "source" in vars(self) and not self.source.isHidden()

    def switch_source(self) -> None:
        """Show or hide the source lines, first those of the paragraph at the text cursor, and on the page which
        characters an OCR program was not certain of.
        """
        self.source.setVisible(self.source.isHidden() and self._shown is not None)
        self.page.show_faint(())
        self._show_remarks(self._remarks)
        self.source.wanted = None
        self._follow_in_source()
        self._want_faint()  # after the lines, which one queue reads
        if not self.source.isVisible():
            self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_faint(self, places: Sequence[QuoteSpan]) -> None:
        if self.is_source_shown():
            self.page.show_faint(places)
            if places:
                words = count(len(places), "识别时没把握的有 {n} 处，字下有点")
            else:
                words = ""
            self._show_remarks(f"{self._remarks} {words}".strip())

    def _want_faint(self) -> None:
        if self._shown is not None and self.is_source_shown():
            self.calls.find_faint()

    def _show_remarks(self, words: str) -> None:
        self._notice.show_words(words, is_warning=self._shown is not None and self._shown.opened.is_missing)

    def _follow_in_source(self) -> None:
        if self._shown is None or not self.is_source_shown():
            return
        block = self.page.block_of(self.page.textCursor())
        if block is not None:
            number = block.printed[0][0]
            wanted = self._shown.parts[number].id, block.text_in(number)
            if wanted != self.source.wanted:
                self.source.wanted = wanted
                self.calls.read_lines(*wanted)

    # ---- place in the text

    def scroll_fraction(self) -> float:
        number, count = (self._shown.portion, len(self._shown.portions)) if self._shown else (0, 0)
        return (number + self.page.scroll_fraction()) / max(1, count)

    def restore_scroll(self, fraction: float) -> None:
        if self._shown and (count := len(self._shown.portions)):
            number = min(int(fraction * count), count - 1)
            fraction = fraction * count - number
            if number != self._shown.portion:
                self._step_portion(number - self._shown.portion)
        self.page.restore_scroll(fraction)

    # ---- arrangement

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def show_alone(self, is_alone: bool) -> None:
        """Hide header and strip, or show them; the header stays while there are hits to step through."""
        self._is_alone = is_alone
        self._arrange_frame()

    def _arrange_frame(self) -> None:
        self.setFocusProxy(self.page if self._shown else self.empty)  # Tab stops before a hidden page
        has_strip = not self._is_alone and self._shown is not None
        self.header.setVisible(not self._is_alone or self.has_hits())
        self._head_rule.setVisible(not self.header.isHidden())
        self.strip.setVisible(has_strip)
        self._rule.setVisible(has_strip)

    def _arrange(self) -> None:
        self._arrange_frame()
        self.header.fit_soon()
        is_below = self._is_narrow()
        if is_below:
            direction = QBoxLayout.Direction.TopToBottom
        else:
            direction = QBoxLayout.Direction.LeftToRight
        self._row.setDirection(direction)
        if "source" in vars(self):
            self.source.set_below(is_below, self.height())

    def _is_narrow(self) -> bool:
        return self.width() < SIDE_BY_SIDE


ARTICLE_PROPERTY = "article"
"""The widget property with the id of the article to which a link leads."""


def show(
    pane: ArticlePane, story: Story, needles: Sequence[str] = (), down: float = 0.0, seam: int | None = None
) -> None:
    """Show an article with its story, mark the needles, and scroll to `down` (0 to 1)."""
    pane.show_article(story.opened, needles, story.parts, story.ties, seam)
    pane.strip.show_estimated_page(story.estimated_page)
    if down:
        pane.restore_scroll(down)


def current_story(library: Library, stored: StoredArticle) -> Story | None:
    """Return the story of an article as it is stored now; None if it is gone.

    It is found by its id, else by its printing, else, with another text, by comparing texts.
    """
    articles = library.articles
    return articles.story(stored.id) or articles.story_at(stored.printing) or articles.replacing(stored)


def refresh(pane: ArticlePane, story: Story | None) -> bool:
    """Update the pane to the stored state of the article, if the page would change; return whether it was set again."""
    stored = pane.article()
    if stored is None or story is None:
        return False
    now, before = (
        replace(article_state, issue=replace(article_state.issue, article_count=0))
        for article_state in (story.opened, stored)
    )
    if now == before and _outline(story.ties) == _outline(pane.ties()):
        return False
    pane.show_again(story)
    pane.strip.show_estimated_page(story.estimated_page)
    return True


def jump_target(library: Library, pane: ArticlePane) -> int | None:
    """Return the target of the jump line on the page; if all targets are shown already, that of the opened article."""
    stored = pane.article()
    parts = pane.parts()
    if stored is None:
        return None
    shown_ids = {part.id for part in parts}
    ends = [library.articles.jump_target(part.id) for part in (stored, parts[-1], parts[0])]
    return next((end for end in ends if end is not None and end not in shown_ids), ends[0])


def _outline(ties: Sequence[Tie]) -> list[tuple[int, int, bool]]:
    return [(tie.first.id, tie.second.id, tie.stitch.is_made) for tie in ties]


class SourceLines(QObject):
    """Reads the lines of a file for the source pane, and which of their characters are faint, on another thread: the
    file may be on a slow drive.
    """

    def __init__(self, library: Library, pane: ArticlePane) -> None:
        super().__init__(pane)
        self._library = library
        self._pane = pane
        self._tasks = TaskQueue(self)
        pane.can_rescan = not library.why_unchangeable()
        pane.calls.read_lines = self._show
        pane.calls.find_faint = self._show_faint

    def _show(self, article_id: int, text: str) -> None:
        source = self._pane.source
        self._tasks.run(
            partial(self._library.articles.excerpt, article_id, text),
            source.show_excerpt,
            lambda error: source.show_words(str(error)),
            (LibraryError,),
        )

    def _show_faint(self) -> None:
        pane = self._pane
        blocks = pane.page.blocks

        def show(spans: Sequence[QuoteSpan]) -> None:
            if pane.page.blocks is blocks:
                pane.show_faint(spans)

        def show_none(_: Exception) -> None:
            show(())

        find = partial(_faint_on, self._library, blocks, pane.parts())
        self._tasks.run(find, show, show_none, (LibraryError,))


def _faint_on(
    library: Library, blocks: Sequence[PageBlock], parts: Sequence[StoredArticle]
) -> list[QuoteSpan]:
    texts = markable_texts(blocks)
    faint_spans: list[QuoteSpan] = []
    for number, part in enumerate(parts):
        places: list[tuple[int, int]] = []
        part_texts: list[tuple[str, int | None]] = []
        for at, block in enumerate(blocks):
            if not texts[at]:
                continue
            index = None if block.kind in HEAD else block.index
            for part_number, start in block.printed:
                if part_number == number:
                    places.append((at, start))
                    part_texts.append((block.text_in(number), index))
        spans = library.articles.faint(part.id, part_texts)
        for (at, start), text_spans in zip(places, spans, strict=True):
            faint_spans += [QuoteSpan(at, begin + start, end + start) for begin, end in text_spans]
    return faint_spans
