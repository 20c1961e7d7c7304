"""Where an article comes from: the popover of all known facts, and the lines of the file that it was parsed from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QCursor,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QFrame, QMenu, QTextBrowser, QWidget

from reader.i18n import count, say
from reader.language.forms import in_place
from reader.language.scripts import Script
from reader.library.read_share import WHOLE, all_so_far
from reader.newspaper.facts import in_brackets_also_waiting, with_remark
from reader.newspaper.holdings import StoredArticle
from reader.ui.article.article_header import (
    ProvenanceStrip,
    file_in_full,
    other_formats,
    script_notice,
    script_shown,
)
from reader.ui.article.article_page import ArticlePage
from reader.ui.article.pane_calls import PaneCalls
from reader.ui.widgets import theme, wording
from reader.ui.widgets.controls import (
    LINK_PADDING,
    IconButton,
    Label,
    LinkButton,
    Rule,
    Wide,
    column_layout,
    plain,
    row_layout,
    stacked,
)
from reader.ui.widgets.focus_ring import FocusRing
from reader.ui.widgets.popup import Popup
from reader.ui.widgets.state_panel import PanelLink, State, StatePanel, at_top

if TYPE_CHECKING:
    from reader.library.answers import OtherPrintings, Series
    from reader.library.printed_places import Excerpt, ExcerptLine

SHOWN = 5
"""The number of printings with a row of their own; the others are in a menu."""

_WIDTH = 560
_NAME_WIDTH = 72
"""The widths of the popover and of the names in front of its rows, in pixels."""
_REST_MS = 350


class AboutArticle(Struct, frozen=True):
    """What is known about an article; `parts` are those of its story, `printings` None until they are looked up."""

    stored: StoredArticle
    parts: tuple[StoredArticle, ...]
    printings: OtherPrintings | None = None
    series: Series | None = None

    def summary(self) -> str:
        """Return the most useful fact in few words; "" if there is only the file."""
        if self.series is not None:
            return say("连载")
        if self.printings is not None and self.printings.others:
            return count(len(self.printings.others), "另登 {n} 处")
        others = other_formats(self.stored)
        if others:
            return count(len(others), "另有 {n} 种来源")
        return ""

    def adjacent_part(self, by: Literal[-1, 1]) -> StoredArticle | None:
        """Return the next (1) or previous (-1) part of the series; None at its ends and without a series."""
        parts = self.series.parts if self.series else ()
        ids = [part.id for part in parts]
        if self.stored.id in ids:
            at = ids.index(self.stored.id) + by
        else:
            at = -1
        if 0 <= at < len(ids):
            return parts[at]
        return None


class AboutPopover(Popup):
    def __init__(
        self, parent: QWidget, page: ArticlePage, strip: ProvenanceStrip, show_lines: Callable[[], object]
    ) -> None:
        """Make the popover over a strip; `show_lines` shows the lines of the article's file."""
        super().__init__(parent, "aboutPopover")
        self.setAccessibleName(say("关于这一篇"))
        self._pane = parent
        self._page = page
        self._calls = page.calls
        self._show_lines = show_lines
        self.known: AboutArticle | None = None
        self._strip = strip
        self._button = strip.about_button
        self._button.setMouseTracking(True)  # `Enter` comes also of a window that opens below the mouse
        self._button.installEventFilter(self)
        self._hover = QTimer(self, singleShot=True, interval=_REST_MS)
        self._hover.timeout.connect(self._follow_mouse)
        self._is_by_mouse = False
        """Whether it was opened by the mouse at rest, and is closed when the mouse leaves."""
        self.compares_sources = False
        self._rows = column_layout(of=self, margins=(14, 10, 10, 10), spacing=2)

    def show_article(self, stored: StoredArticle, parts: tuple[StoredArticle, ...]) -> None:
        """Set the article; if it is the same as before, its printings and its series stay."""
        if self.known is not None and self.known.stored.id == stored.id:
            about = self.known
        else:
            about = None
        self._set(replace(about or AboutArticle(stored, parts), stored=stored, parts=parts))

    def _set(self, about: AboutArticle) -> None:
        self.known = about
        if self.isVisible():
            self._fill()
        self.show_summary()

    def set_printings(self, printings: OtherPrintings, series: Series | None) -> None:
        if self.known is not None:
            self._set(replace(self.known, printings=printings, series=series))

    def show_summary(self) -> None:
        """Show the most useful fact on the strip, first of all that the text is not as printed."""
        if self.known is not None:
            summary = self.known.summary()
        else:
            summary = ""
        is_printed = self.known is None or self._page.is_as_printed()
        self._strip.set_summary(summary if is_printed else script_shown(self._page.settings.style.script))

    def open(self, *, takes_focus: bool = True) -> None:
        """Show the popover above the strip, at its right end, with the focus on the first link if it `takes_focus`."""
        strip = self._strip
        window = self._strip.window()
        self.resize(min(_WIDTH, window.width() - 16), 0)
        self._is_by_mouse = not takes_focus
        self._fill()
        corner = strip.mapTo(window, QPoint(strip.width() - self.width() - 8, -self.height() - 4))
        self.move(window.mapToGlobal(QPoint(max(corner.x(), 8), max(corner.y(), 8))))
        self.show()
        if takes_focus and (buttons := self.findChildren(LinkButton)):
            buttons[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def _is_on_button(self, place: QPoint) -> bool:
        return self._button.rect().contains(self._button.mapFromGlobal(place))

    def _follow_mouse(self) -> None:
        """Open when the mouse rests on the button of the strip; close when it has left both."""
        place = QCursor.pos()
        popup = QApplication.activePopupWidget()
        is_over = self._is_on_button(place)
        if popup is None and is_over:
            self.open(takes_focus=False)
        elif popup is self and self._is_by_mouse and not is_over and not self.geometry().contains(place):
            self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.Leave):
            self._hover.start()
        return False

    def leaveEvent(self, event: QEvent) -> None:
        self._hover.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._is_on_button(event.globalPosition().toPoint()):
            super().mousePressEvent(event)

    def _fill(self) -> None:
        while item := self._rows.takeAt(0):
            widget = item.widget()
            if widget:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        about = self.known
        if about is not None:
            self._add_script()
            self._add_series(about)
            self._add_printings(about)
            self._add_sources(about)
            readings = sum(len(part.article.readings) for part in about.parts)
            if readings:
                text = count(readings, "改正了 {n} 个字，复制和引用也用改正的")
                self._add(say("改正的字"), text)
        self._rows.activate()
        self.resize(self.width(), self._rows.heightForWidth(self.width()))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pane.window().activateWindow()  # some window systems leave the keys with the closed popover

    # -- rows

    def _add_script(self) -> None:
        if not self._page.is_as_printed():
            style = self._page.settings.style
            printed = partial(self._page.settings.set_style, replace(style, script=Script.PRINTED))
            name = script_shown(style.script)
            self._add(name, script_notice(style.script), self._link(say("看原文"), printed))

    def _add_series(self, about: AboutArticle) -> None:
        series = about.series
        if series is None:
            return
        ids = [part.id for part in series.parts]
        if about.stored.id in ids:
            at = ids.index(about.stored.id)
        else:
            at = 0
        links: list[QWidget] = []
        for words, part in (
            (say("上一篇"), about.adjacent_part(-1)),
            (say("下一篇"), about.adjacent_part(1)),
        ):
            if part is not None:
                links.append(self._opener(words, part))
        every = LinkButton(say("全部…"), quiet=True, px=12)
        menu = self._menu(every, say("连载"))
        for part in series.parts:
            self._add_to_menu(menu, part).setEnabled(part.id != about.stored.id)
        self._add(say("连载"), say("第 {at} 篇，共 {total} 篇", at=at + 1, total=len(ids)), *links, every)

    def _add_printings(self, about: AboutArticle) -> None:
        printings = about.printings
        if printings is None:
            return
        name = say("其他刊登")
        if printings.is_standing:
            self._add(name, say("常登的固定文字，不再逐条列出。"))
        words = all_so_far(WHOLE.of_analysis(printings.analysed))
        if words:
            self._add(name, words)
        if printings.first:
            self._add(name, printings.first)
        others = printings.others
        if len(others) <= SHOWN + 1:
            shown_printings = others
        else:
            shown_printings = others[:SHOWN]
        for printing in shown_printings:
            stored = printing.stored
            alike = printing.alike
            where = where_printed(stored)
            opener = self._opener(stored.article.title(), stored)
            opener.setAccessibleDescription(wording.listed([name, where, alike]))
            compare = self._link(say("比较"), partial(self._calls.compare_printing, stored.id))
            compare.setAccessibleDescription(wording.listed([where, stored.article.title()]))
            in_short = Label(alike if printing.is_whole else say("节录"), theme.sans(12), "ink3")
            in_short.setToolTip(plain(alike))
            row = self._add(name, where, opener, in_short, compare, wraps=False)
            row.setAccessibleName(wording.listed([name, where, stored.article.title(), alike]))
        if len(shown_printings) < len(others):
            button = LinkButton(count(len(others) - len(shown_printings), "还有 {n} 处…"), quiet=True, px=12)
            menu = self._menu(button, name)
            for printing in others[len(shown_printings) :]:
                self._add_to_menu(menu, printing.stored, printing.alike)
            self._add(name, "", button)

    def _add_sources(self, about: AboutArticle) -> None:
        others = other_formats(about.stored)
        if others:
            from reader import formats

            names = say("、").join(map(formats.name_of, others))
            if self.compares_sources:
                compare = [self._link(say("比较…"), self._calls.compare_sources)]
            else:
                compare = []
            self._add(say("来源"), say("另有 {names}", names=names), *compare)
        is_one = len(about.parts) == 1
        for part in about.parts:
            if is_one or not part.article.page:
                page = ""
            else:
                page = wording.page(part.article.page, part.page_fact)
            words = wording.GAP.join(filter(None, [page, file_in_full(part)]))
            is_first = part is about.parts[0] and file_in_full(part)
            if is_first:
                links = [self._link(say("看原文的行"), self._show_lines)]
            else:
                links = []
            if words:
                self._add(say("文件") if is_one else say("各部分"), words, *links)

    def _add(self, name: str, words: str, *widgets: QWidget, wraps: bool = True) -> QWidget:
        label = Label(name, theme.sans(12, 700), "ink2")
        label.setFixedWidth(_NAME_WIDTH)
        value = Label(words, theme.sans(12), "ink2", wraps=wraps)
        value.setMinimumWidth(0 if wraps else value.sizeHint().width())
        value.setToolTip(plain(words))
        row = QWidget()
        row.setAccessibleName(wording.listed([name, words]))
        row_layout(label, Wide(value), *widgets, of=row, spacing=8)
        row.setMinimumHeight(26)
        self._rows.addWidget(row)
        return row

    def _link(self, words: str, act: Callable[[], object]) -> LinkButton:
        return LinkButton(words, px=12, act=partial(self.leave_for, act))

    def _opener(self, words: str, stored: StoredArticle) -> LinkButton:
        button = self._link(words, partial(self._calls.open_article, stored.id))
        button.setToolTip(plain(stored.article.title()))
        button.middleClicked.connect(partial(self.leave_for, partial(self._calls.open_second, stored.id)))
        return button

    def _menu(self, button: LinkButton, name: str) -> QMenu:
        menu = QMenu(button)
        menu.setAccessibleName(name)
        button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().topLeft())))
        return menu

    def _add_to_menu(self, menu: QMenu, stored: StoredArticle, alike: str = "") -> QAction:
        words = wording.GAP.join(filter(None, [where_printed(stored), stored.article.title(), alike]))
        act = partial(self.leave_for, partial(self._calls.open_article, stored.id))
        return menu.addAction(plain(words).replace("&", "&&"), act)


def where_printed(stored: StoredArticle) -> str:
    """Return newspaper, day and page of an article: 石板新报 1990-03-08 02版."""
    issue = stored.issue
    page = stored.article.page
    if issue.date:
        day = issue.date.isoformat()
    else:
        day = wording.issue_day(None, issue.month_day, issue.label)
    facts = issue.facts
    words = [
        with_remark(issue.newspaper, facts.title),
        with_remark(issue.with_edition(day), facts.day),
        wording.page(page) + in_brackets_also_waiting(stored.page_fact) if page else "",
    ]
    return wording.GAP.join(filter(None, words))


WIDTH = 340
HEIGHT = 240
_LEAST_HEIGHT = 130
"""The minimum height of the pane below the page, in pixels."""
_FREE = 16_777_215
_ABOVE_LIT = 0.3
"""The share of the view's height above the highlighted lines."""


class _Lines(QTextBrowser):
    """The view of the lines; the blocks of the document numbered in `lit` are highlighted, with a bar before them."""

    def __init__(self) -> None:
        super().__init__()
        self.lit: list[int] = []

    def go_to_lit(self) -> None:
        self.moveCursor(QTextCursor.MoveOperation.Start)
        if self.lit:
            room = self.viewport().height()
            boxes = [self._box_of(number) for number in self.lit]
            height = boxes[-1].bottom() - boxes[0].top()
            above = max(0.0, min(room * _ABOVE_LIT, room - height))
            self.verticalScrollBar().setValue(round(boxes[0].top() - above))

    def _box_of(self, number: int) -> QRectF:
        document = self.document()
        return document.documentLayout().blockBoundingRect(document.findBlockByNumber(number))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.lit:
            self.go_to_lit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        scrolled = self.verticalScrollBar().value()
        for number in self.lit:
            box = self._box_of(number)
            ground = QRectF(0, box.top() - scrolled, self.viewport().width(), box.height())
            painter.fillRect(ground, theme.color("sel"))
            ground.setWidth(3)
            painter.fillRect(ground, theme.color("accent"))
        painter.end()
        super().paintEvent(event)


class SourcePane(QWidget):
    def __init__(self, calls: PaneCalls, close: Callable[[], object]) -> None:
        super().__init__()
        self._calls = calls
        theme.tint(self, "list")
        self.set_below(False)
        self.setAccessibleName(say("原文的行"))
        self._excerpt: Excerpt | None = None
        self.wanted: tuple[int, str] | None = None
        """The article and the text whose lines were requested last; None requests those of any text."""
        self._words = ""
        self.can_rescan = True
        """Whether another scan may find a missing file."""
        self._title = Label("", theme.sans(13, 700), is_free=True)
        close_button = IconButton("close", say("关闭 (Ctrl+U)"), 28, act=lambda: close())
        head = QWidget()
        head.setFixedHeight(40)
        row_layout(Wide(self._title), close_button, of=head, margins=(16, 0, 8, 0))
        self.text = _Lines()
        FocusRing(self.text)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        theme.slim(self.text)
        self.text.setAccessibleName(say("原文的行"))
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.tint(self.text, "list")
        self.absent = StatePanel(State.MISSING)
        self.absent.chosen.connect(lambda _: calls.rescan())
        self._stack = stacked(self.text, at_top(self.absent))
        self._remarks = Label("", theme.sans(12), "ink3", wraps=True)
        self._open = LinkButton(say("用编辑器打开文件"), act=lambda: calls.open_source())
        self._remarks.setContentsMargins(LINK_PADDING, 0, 0, 0)
        foot = column_layout(self._remarks, self._open, margins=(16 - LINK_PADDING, 8, 10, 10))
        self._foot = QWidget()
        self._foot.setLayout(foot)
        column_layout(head, Rule(), Wide(self._stack), Rule(), self._foot, of=self, spacing=0)
        theme.signals.changed.connect(self._write)

    def show_excerpt(self, excerpt: Excerpt) -> None:
        self._excerpt = excerpt
        self._words = ""
        self._write()

    def show_words(self, words: str) -> None:
        self._excerpt = None
        self._words = words
        self._write()

    def set_below(self, is_below: bool, height: int = 3 * HEIGHT) -> None:
        """Set the size for a place below the page (two fifths of `height` pixels, within bounds), or right of it."""
        if is_below:
            self.setMinimumWidth(0)
            self.setMaximumWidth(_FREE)
            self.setFixedHeight(max(_LEAST_HEIGHT, min(HEIGHT, round(height * 0.4))))
        else:
            self.setMinimumHeight(0)
            self.setMaximumHeight(_FREE)
            self.setFixedWidth(WIDTH)

    def _write(self) -> None:
        excerpt = self._excerpt
        self.text.lit = []  # lines have no valid place while a scroll bar appears during the writing
        self.text.clear()
        self._title.setText(excerpt.path.rsplit("/", 1)[-1] if excerpt else say("原文"))
        self._foot.setVisible(excerpt is not None)
        self._stack.setCurrentIndex(0 if excerpt else 1)
        if excerpt:
            self._remarks.setText(_remarks_on(excerpt))
        else:
            if self.can_rescan:
                links = [PanelLink("rescan", say("更新"))]
            else:
                links = []
            self.absent.show_state(say("没有原文可对照"), self._words, links)
        cursor = self.text.textCursor()
        lines = excerpt.lines if excerpt else ()
        form = QTextBlockFormat()
        form.setLineHeight(22, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        form.setLeftMargin(8)
        form.setRightMargin(8)
        form.setBottomMargin(4)
        cursor.beginEditBlock()
        for number, line in enumerate(lines):
            if number:
                cursor.insertBlock(form)
            else:
                cursor.setBlockFormat(form)
            _insert(cursor, line)
        cursor.endEditBlock()
        from reader.library.printed_places import LineRelation

        self.text.lit = [place for place, line in enumerate(lines) if line.standing is LineRelation.IN]
        self.text.go_to_lit()


def _remarks_on(excerpt: Excerpt) -> str:
    from reader.library.printed_places import LineRelation

    remarks = ""
    if excerpt.has_changed:
        remarks += say("文件在收录之后变过，行号可能对不上；按 F5 更新后再看。")
    if excerpt.joined > 1:
        remarks += say("这段由 {n} 处拼成。", n=excerpt.joined)
    if any(line.dropped for line in excerpt.lines):
        remarks += say("划去的字符没有收进正文。")
    if any(line.faint for line in excerpt.lines):
        remarks += say("下面有点的字，识别时没有把握。")
    if any(line.standing is LineRelation.ASIDE for line in excerpt.lines):
        remarks += say("灰色的行归了别处。")
    return remarks.strip() or say("正文与原文一字不差。")


def _insert(cursor: QTextCursor, line: ExcerptLine) -> None:
    from reader.library.printed_places import LineRelation

    if line.standing is LineRelation.SKIPPED:
        cursor.insertText("……", _format("ink3"))
        return
    text = in_place(line.text)
    cursor.insertText(f"{line.number}　", _format("ink3", 12))
    token = "ink" if line.standing is LineRelation.IN else "ink3"
    edges = {0, len(text), *(edge for span in (*line.dropped, *line.faint) for edge in span)}
    for start, end in pairwise(sorted(edges)):
        form = _format(token)
        words = text[start:end]
        if _is_within(start, line.dropped):
            form = _format("warn")
            form.setFontStrikeOut(True)
            form.setBackground(theme.color("soft"))
            words = words.replace(" ", "\N{OPEN BOX}")
        if _is_within(start, line.faint):
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            form.setUnderlineColor(theme.color("warn"))
        cursor.insertText(words, form)


def _is_within(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _format(token: str, px: int = 14) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setFont(theme.sans(px))
    form.setForeground(theme.color(token))
    return form
