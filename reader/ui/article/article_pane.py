"""The pane one reads in: what can be done with an article, the article's page, where its words come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.export import article_text, citation
from reader.export.citation import Style
from reader.i18n import say
from reader.language.forms import search_form
from reader.newspaper.article import Article
from reader.newspaper.holdings import Bookmark, StoredArticle, kept_article
from reader.newspaper.passage import Passage
from reader.search.needles import shown
from reader.ui.article import portions
from reader.ui.article.article_header import ArticleHeader
from reader.ui.article.article_page import ArticlePage
from reader.ui.article.article_provenance import Notice, ProvenanceStrip, notice_of
from reader.ui.article.copied_text import with_source
from reader.ui.article.highlights import Highlight, highlights_on
from reader.ui.article.hit_positions import HitSpan, crossing, hits
from reader.ui.article.portions import Portion, PortionBar
from reader.ui.article.source_pane import SourcePane
from reader.ui.article.style_menu import next_size, style_menu, within_bounds
from reader.ui.article.suggestion_bar import SuggestionBar
from reader.ui.article.typesetting import PageStyle
from reader.ui.widgets import fonts, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.labels import Label, Rule

if TYPE_CHECKING:
    from reader.library.stories import Tie
    from reader.ui.widgets.printing import Setting


LONG = 20_000
"""In an article of so many characters hits are looked for apart from the window's own thread."""

_TELLING = 60
"""So many characters of a passage tell in which portion of an article it is."""

NARROW = 620
"""A pane narrower than this many pixels shows its actions as icons, whatever the window says."""

BESIDE = 760
"""A pane narrower than this many pixels has the lines of the file below the page, not beside it."""


class ArticlePane(QWidget):
    """Shows one article, and says what the reader wants done with it; it changes nothing itself.

    The star is filled by `set_bookmarked` alone, when the bookmark is on the disk, never by the click.
    """

    previousWanted = Signal()
    nextWanted = Signal()
    pageWanted = Signal()
    closeWanted = Signal()
    bookmarkToggled = Signal()
    noteWanted = Signal()
    citeWanted = Signal(str)
    passageMarked = Signal(int, Passage, bool)
    """Words of an article (its id) shall be marked; and whether a note shall be written on them."""
    highlightActivated = Signal(str, QPoint)
    articleCopied = Signal()
    jumpActivated = Signal()
    sourceWanted = Signal()
    linesWanted = Signal(int, str)
    """The lines of the file shall be shown on which a text of an article (its id) was printed."""
    styleChanged = Signal()
    broke = Signal(object)
    menuOpening = Signal(QMenu, object)
    """As that of the page; also the menu behind ⋯, for the piece of text where one has clicked last."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("articleArea")
        theme.tint(self, "paper")
        self.page = ArticlePage()
        self._stored: StoredArticle | None = None
        self._parts: tuple[StoredArticle, ...] = ()
        self._ties: tuple[Tie, ...] = ()
        self._shown: tuple[StoredArticle, ...] = ()
        self._whole: Article | None = None
        self._portions: tuple[Portion, ...] = ()
        self._portion = 0
        self._needles: tuple[str, ...] = ()
        self._bookmarks: Sequence[Bookmark] = ()
        self._wanted = ""
        self._asked = ("", 0)
        self._is_compact = False
        self._copies_source = True
        self._looking = 0
        self._lane = TaskQueue(self)
        self._lane.broke.connect(self.broke)
        self._header = ArticleHeader()
        self._navigator = self._header.navigator
        self._notice = Notice()
        self.suggestions = SuggestionBar()
        self.portion_bar = PortionBar()
        self._strip = ProvenanceStrip()
        self.source = SourcePane()
        self.source.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(_nothing_chosen())
        self._stack.addWidget(self.page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._rule = Rule()
        for widget in (self._header, Rule(), self._notice, self.suggestions, self.portion_bar):
            column.addWidget(widget)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(0)
        self._beside.addWidget(self._stack, 1)
        self._beside.addWidget(self.source)
        column.addLayout(self._beside, 1)
        column.addWidget(self._rule)
        column.addWidget(self._strip)
        self.page.set_copied(self._copied)
        self.setFocusProxy(self.page)
        self._connect()
        self.clear()

    def _connect(self) -> None:
        header = self._header
        header.previous_button.clicked.connect(self.previousWanted)
        header.next_button.clicked.connect(self.nextWanted)
        header.page_button.clicked.connect(self.pageWanted)
        header.close_button.clicked.connect(self.closeWanted)
        header.star_button.clicked.connect(self.bookmarkToggled)
        header.note_button.clicked.connect(self.noteWanted)
        header.copy_button.clicked.connect(self.copy_article)
        header.cite_button.clicked.connect(lambda: self._pop_up(self._cite_menu(), header.cite_button))
        header.size_button.clicked.connect(lambda: self._pop_up(self._style_menu(), header.size_button))
        header.more_button.clicked.connect(lambda: self._pop_up(self._more_menu(), header.more_button))
        self._navigator.stepWanted.connect(self.step_hit)
        self.portion_bar.stepWanted.connect(lambda by: self._show_portion(self._portion + by))
        self._navigator.closed.connect(self.clear_hits)
        self._navigator.edited.connect(self._find)
        self._strip.source_button.clicked.connect(self.switch_source)
        self.source.openWanted.connect(self.sourceWanted)
        self.source.closed.connect(self.switch_source)
        self.page.cursorPositionChanged.connect(self._follow_in_source)
        self.page.currentHitChanged.connect(self._count_hits)
        self.page.jumpActivated.connect(self.jumpActivated)
        self.page.sizeStepWanted.connect(self._step_size)
        self.page.menuOpening.connect(self.menuOpening)
        self.page.passageMarked.connect(self._mark)
        self.page.highlightActivated.connect(self.highlightActivated)

    def make_second(self) -> None:
        """Makes it the pane beside the first, which can be closed."""
        self.setObjectName("secondArticleArea")
        self.page.setObjectName("secondArticlePane")
        self.page.setAccessibleName(say("旁边一篇的正文"))
        self._header.make_second()

    # ---- what is shown

    def show_article(
        self,
        stored: StoredArticle,
        needles: Sequence[str] = (),
        position: str = "",
        chain: Sequence[StoredArticle] = (),
        ties: Sequence[Tie] = (),
        seam: int | None = None,
    ) -> None:
        """Shows an article from its beginning, or at the first of its hits. Where it is one part of a story, `chain`
        has all of them, it among them; they are read as one, and all but the reading goes by the one that was opened.

        `needles` are what is to be marked, `position` tells where it stands among others: “第 3 篇，共 9 篇”.
        `ties` are those of the story's parts; `seam` is the part (its id) over whose beginning the hit to show goes.
        """
        self._show(stored, notice_of(stored, chain), needles, position, chain, ties)
        self._show_needles(seam=seam)

    def show_orphan(self, bookmark: Bookmark) -> None:
        """Shows the article of a bookmark that nothing in the library answers to, as it was when it was made."""
        notice = say(
            "资料库里已经没有这篇文章。下面是 {day} 存书签时的正文，仍可阅读和引用。",
            day=wording.day(bookmark.created.date()),
        )
        self._show(kept_article(bookmark), notice, (), "")
        self._show_needles()
        self.set_bookmarked(True)

    def clear(self) -> None:
        """Shows that nothing is chosen."""
        self._stored = None
        self._parts = ()
        self._shown = self._ties = self._portions = ()
        self._whole = None
        self._needles = ()
        self.portion_bar.hide()
        self.page.show_blocks(())
        self._navigator.hide()
        self._notice.show_words("")
        self.suggestions.show_suggestions(None, ())
        self._stack.setCurrentIndex(0)
        self._header.set_article(False, "")
        self._strip.hide()
        self._rule.hide()

    def article(self) -> StoredArticle | None:
        """What is shown."""
        return self._stored

    def set_bookmarked(self, is_bookmarked: bool) -> None:
        self._header.set_bookmarked(is_bookmarked)

    def set_position(self, position: str, *, has_previous: bool = True, has_next: bool = True) -> None:
        """Where the article stands among others, and whether there is one on either side."""
        self._header.set_position(position, has_previous=has_previous, has_next=has_next)

    def position(self) -> str:
        return self._header.position()

    def set_bookmarks(self, bookmarks: Sequence[Bookmark]) -> None:
        """All there are: those of what is shown are marked on the page."""
        self._bookmarks = bookmarks
        keys = {part.article.key for part in self._parts}
        mine = [bookmark for bookmark in bookmarks if bookmark.key in keys and bookmark.passage]
        blocks, shown = self.page.blocks(), self._parts

        def show(found: tuple[Highlight, ...]) -> None:
            if self._parts == shown:
                self.page.set_highlights(found)
                self._show_wanted()

        if mine and sum(len(block.text) for block in blocks) >= LONG:
            self._lane.run(lambda: highlights_on(blocks, mine), show)
        else:
            show(highlights_on(blocks, mine))

    def show_passage(self, uuid: str) -> None:
        """Scrolls to a marked passage, as soon as it is on the page."""
        self._wanted = uuid
        self._show_wanted()
        passage = next((each.passage for each in self._bookmarks if each.uuid == self._wanted), None)
        if self._portions and passage:
            words = search_form(passage.exact[:_TELLING].split("\n", 1)[0])
            self._go_to_words((words,) if words else (), self._portions_from(0))

    def _show_wanted(self) -> None:
        if any(highlight.uuid == self._wanted for highlight in self.page.highlights()):
            self.page.show_highlight(self._wanted)
            self._wanted = ""

    def mark_selection(self, *, with_note: bool = False) -> bool:
        """Asks for the words that are selected to be marked; False where none are."""
        return self.page.mark_selection(with_note=with_note)

    def _mark(self, passage: Passage, with_note: bool) -> None:
        if self._parts and self._parts[0].id:
            part = self._part_selected()
            self.page.clear_selection()
            self.passageMarked.emit(part.id, passage, with_note)

    def _part_selected(self) -> StoredArticle:
        """The part of the story that the selection begins in."""
        cursor = self.page.textCursor()
        cursor.setPosition(cursor.selectionStart())
        block = self.page.block_of(cursor)
        return self._parts[block.printed[0][0] if block else 0]

    def set_compact(self, is_compact: bool) -> None:
        """Actions as icons without words; a narrow pane does so by itself."""
        self._is_compact = is_compact
        self._arrange()

    def parts(self) -> tuple[StoredArticle, ...]:
        """What is read as one; what is shown alone where it goes on nowhere."""
        return self._parts

    def ties(self) -> tuple[Tie, ...]:
        """Those that the page shows, made and offered."""
        return self._ties

    def _show(
        self,
        stored: StoredArticle,
        notice: str,
        needles: Sequence[str],
        position: str,
        chain: Sequence[StoredArticle] = (),
        ties: Sequence[Tie] = (),
    ) -> None:
        self._stored = stored
        is_long = any(portions.is_long(part.article) for part in chain or (stored,))
        self._parts = (stored,) if is_long else tuple(chain) or (stored,)
        self._ties = tuple(ties)
        self._needles = tuple(needles)
        self._portions = portions.portions_of(stored.article) if is_long else ()
        self._header.set_article(True, position)
        self.set_bookmarked(False)
        self._notice.show_words(notice, is_warning=stored.is_missing)
        self._strip.show_article(stored, self._parts)
        self._strip.show()
        self._rule.show()
        self._stack.setCurrentIndex(1)
        self._set_portion(0)
        if beginning := self._beginning():
            self.page.show_block(beginning)
        self._follow_in_source()
        if self._portions and self._wanted:
            self.show_passage(self._wanted)

    def _set_portion(self, number: int) -> None:
        """Sets the page, with this portion of the article where it is a very long one."""
        from reader.ui.article import story_links

        self._portion = number
        self._shown = self._parts
        if self._portions:
            (part,) = self._parts
            cut = portions.in_portion(part.article, self._portions[number], is_first=number == 0)
            self._shown = (replace(part, article=cut),)
        self._whole = article_text.read_as_one(*(part.article for part in self._shown))
        self.portion_bar.show_portion(number, len(self._portions))
        self.page.show_blocks(
            story_links.with_offers(article_text.page_blocks(*self._shown), self._shown, self._ties)
        )
        self.set_bookmarks(self._bookmarks)

    def _show_portion(self, number: int) -> None:
        """Goes to another portion, its hits marked."""
        if 0 <= number < len(self._portions):
            self._set_portion(number)
            self._look_for(self._sought(), lambda found: self.page.set_hits(found, current=-1))

    def step_hit(self, by: int) -> None:
        """To the next hit (1) or the one before (-1); over the end of a portion into one that has some."""
        current = self.page.current_hit()
        if not self._portions or (current >= 0 and 0 <= current + by < self.page.hit_count()):
            self.page.step_hit(by)
        else:
            self._go_to_hit(self._portions_from(self._portion + by, by), by)

    def _portions_from(self, number: int, by: int = 1) -> list[int]:
        """The numbers of all portions, in the order in which they are come to from that one on."""
        count = len(self._portions)
        return [(number + by * step) % count for step in range(count)]

    def _go_to_hit(self, order: Sequence[int], by: int) -> None:
        """To the first (1) or the last (-1) hit of the first of these portions that has one."""
        needles = self._sought()

        def mark(found: tuple[HitSpan, ...]) -> None:
            if not self._navigator.is_field_shown():
                self._navigator.set_term(wording.GAP.join(map(shown, needles)) if found else "")
            self.page.set_hits(found, current=0 if by > 0 else len(found) - 1)
            if not found:  # it begins at the end of this portion, and ends in the next
                self.page.restore_scroll(1.0)
            self._arrange()

        self._go_to_words(needles, order, lambda: self._look_for(needles, mark))

    def _go_to_words(
        self, needles: Sequence[str], order: Sequence[int], then: Callable[[], None] = lambda: None
    ) -> None:
        """To the first of these portions that has one of the needles; `then` is called where one has."""
        if self._stored is None or not needles:
            return
        self._looking += 1
        question, article, cuts = self._looking, self._stored.article, self._portions

        def show(number: int | None) -> None:
            if question == self._looking and number is not None:
                if number != self._portion:
                    self._set_portion(number)
                then()

        self._lane.run(lambda: portions.first_with(article, cuts, needles, order), show)

    def _sought(self) -> tuple[str, ...]:
        """What is marked: what is looked for within the article, else what it was found by."""
        if not self._navigator.is_field_shown():
            return self._needles
        needle = search_form(self._navigator.text())
        return (needle,) if needle else ()

    def _beginning(self) -> int:
        """The block at which the part that was opened begins: a seam, unless it is the first."""
        at = [part.id for part in self._parts].index(self._stored.id) if self._stored else 0
        blocks = enumerate(self.page.blocks())
        seams = [number for number, block in blocks if block.kind is article_text.PageBlockKind.SEAM]
        return seams[at - 1] if at else 0

    # ---- hits

    def open_find(self) -> None:
        """A field to search within the article, with what is selected in it."""
        if self._stored:
            selected = self.page.selected_text()
            text = self._navigator.text() if not selected or "\n" in selected else selected
            with QSignalBlocker(self._navigator):
                self._navigator.show_field(text)
            self._find(text)
            self._arrange()

    def has_hits(self) -> bool:
        """Whether the navigator is up, so that Esc has something to put away."""
        return not self._navigator.isHidden()

    def clear_hits(self) -> None:
        """Takes the marks away; closing the search within the article brings those of the library's back."""
        focused = QApplication.focusWidget()
        was_inside = focused is not None and self._navigator.isAncestorOf(focused)
        if not self._navigator.is_field_shown():
            self._needles = ()
        self._show_needles(keep_view=True)
        if was_inside:
            self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_needles(self, *, keep_view: bool = False, seam: int | None = None) -> None:
        def show(found: tuple[HitSpan, ...]) -> None:
            self._navigator.set_term(wording.GAP.join(map(shown, self._needles)) if found else "")
            ids = [part.id for part in self._parts]
            at_seam = crossing(found, self.page.blocks(), ids.index(seam)) if seam in ids else None
            first = next((n for n, hit in enumerate(found) if hit.block >= self._beginning()), 0)
            first = first if at_seam is None else at_seam
            self.page.set_hits(found, current=-1 if keep_view else first)
            self._arrange()

        show(())
        if self._portions and self._needles and not keep_view:
            self._go_to_hit(self._portions_from(0), 1)
        else:
            self._look_for(self._needles, show)

    def _find(self, text: str) -> None:
        start = self.page.first_position_in_view()

        def show(found: tuple[HitSpan, ...]) -> None:
            self.page.set_hits(found, current=-1)
            self.page.show_first_hit_from(start)

        needle = search_form(text)
        if self._portions and needle:
            self.page.set_hits((), current=-1)
            self._go_to_hit(self._portions_from(self._portion), 1)
        else:
            self._look_for((needle,) if needle else (), show)

    def _look_for(self, needles: Sequence[str], show: Callable[[tuple[HitSpan, ...]], None]) -> None:
        """Gives the hits on to `show`: at once, or for a long text a little later, unless overtaken."""
        self._looking += 1
        question, article, blocks = self._looking, self._whole, self.page.blocks()
        if not article or not needles:
            show(())
        elif sum(len(block.text) for block in blocks) < LONG:
            show(hits(article, blocks, needles))
        else:
            self._lane.run(
                lambda: hits(article, blocks, needles),
                lambda found: show(found) if question == self._looking else None,
            )

    def _count_hits(self) -> None:
        self._navigator.set_count(self.page.current_hit(), self.page.hit_count())

    # ---- how pages are set

    def style_of_page(self) -> PageStyle:
        return self.page.style_of_page()

    def set_style_of_page(self, style: PageStyle) -> None:
        """Sets the page so, as far as that can be chosen."""
        style = within_bounds(style)
        if style != self.page.style_of_page():
            self.page.set_style_of_page(style)
            self.styleChanged.emit()

    def zoom_in(self) -> None:
        self._step_size(1)

    def zoom_out(self) -> None:
        self._step_size(-1)

    def zoom_usual(self) -> None:
        self.set_style_of_page(replace(self.style_of_page(), size=PageStyle().size))

    def _step_size(self, step: int) -> None:
        style = self.style_of_page()
        self.set_style_of_page(replace(style, size=next_size(style.size, step)))

    # ---- copying, scrolling

    def copy_article(self) -> None:
        """The whole article on the clipboard; its first line says which paper, page and day it is from."""
        if self._stored:
            QGuiApplication.clipboard().setText(article_text.as_text(*self._parts))
            self.articleCopied.emit()

    def set_copies_source(self, is_wanted: bool) -> None:
        """Whether a line stands under words that are copied which tells where they are from."""
        self._copies_source = is_wanted

    def copies_source(self) -> bool:
        return self._copies_source

    def _copied(self, words: str) -> str:
        return with_source(words, self._part_selected()) if self._copies_source and self._parts else words

    # ---- where the words come from

    def switch_source(self) -> None:
        """Shows the lines of the file beside the page, those of the paragraph that one is in; or no more."""
        self.source.setVisible(self.source.isHidden() and self._stored is not None)
        self._asked = ("", 0)
        self._follow_in_source()
        if not self.source.isVisible():
            self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow_in_source(self) -> None:
        block = self.page.block_here()
        if self.source.isHidden() or block is None or not self._parts:
            return
        place = block.printed[0][0]
        asked = block.text_in(place), self._parts[place].id
        if asked != self._asked:
            self._asked = asked
            self.linesWanted.emit(asked[1], asked[0])

    # ---- on paper

    def on_paper(self) -> Setting:
        """What is shown, to be printed."""
        from reader.ui.article.article_leaves import ArticleLeaves

        foot = citation.cite(self._stored, Style.GB2015) if self._stored else ""
        return partial(ArticleLeaves, self.page.blocks(), self.style_of_page(), foot)

    def title_on_paper(self) -> str:
        return self._stored.article.title() if self._stored else ""

    def scroll_fraction(self) -> float:
        """How much of the text lies above the view, 0 to 1."""
        return (self._portion + self.page.scroll_fraction()) / max(1, len(self._portions))

    def restore_scroll(self, fraction: float) -> None:
        if self._portions:
            number = min(int(fraction * len(self._portions)), len(self._portions) - 1)
            fraction = fraction * len(self._portions) - number
            if number != self._portion:
                self._show_portion(number)
        self.page.restore_scroll(fraction)

    # ---- menus

    def _pop_up(self, menu: QMenu, button: QToolButton) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _cite_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAccessibleName(say("复制引用"))
        for style in Style:
            menu.addAction(style.label, partial(self.citeWanted.emit, style.value))
        return menu

    def _style_menu(self) -> QMenu:
        return style_menu(self, self.style_of_page(), self.set_style_of_page)

    def _more_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAccessibleName(say("更多"))
        menu.addAction(say("在文中查找") + "\tCtrl+F", self.open_find)
        jump = menu.addAction(say("转到接续的版面"), self.jumpActivated.emit)
        jump.setEnabled(any(part.article.jump_to or part.article.jump_from for part in self._parts))
        menu.addAction(say("批注") + "\tM", self.noteWanted.emit)
        menu.addAction(say("复制全文") + "\tCtrl+Shift+X", self.copy_article)
        menu.addAction(say("查看原文的行") + "\tS", self.switch_source)
        menu.addAction(say("用编辑器打开文件"), self.sourceWanted.emit)
        self.menuOpening.emit(menu, self.page.block_here())
        return menu

    # ---- arrangement

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        is_compact = self._is_compact or self.width() < NARROW
        self._header.arrange(
            has_words=not is_compact and not self.has_hits(), is_tight=is_compact and self.has_hits()
        )
        self._strip.set_compact(is_compact)
        is_below = self.width() < BESIDE
        direction = QBoxLayout.Direction.TopToBottom if is_below else QBoxLayout.Direction.LeftToRight
        self._beside.setDirection(direction)
        self.source.lie_below(is_below, self.height())


def _nothing_chosen() -> QWidget:
    """What stands where nothing is chosen."""
    place = QWidget()
    column = QVBoxLayout(place)
    column.setSpacing(10)
    column.addStretch(2)
    for text, font, token in (
        (say("选一篇文章，就在这里读。"), fonts.serif(17), "ink2"),
        (say("J、K 换篇　Ctrl+K 搜索　空格翻页"), fonts.sans(12), "ink3"),
    ):
        label = Label(text, font, token)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(label)
    column.addStretch(3)
    return place
