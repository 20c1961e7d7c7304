"""The view of proofreading, over the panes of the window: the places in doubt, the lines of the page, the desk."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain, groupby
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from reader.features.proofread.candidates import MOST
from reader.features.proofread.page import Change, Doubt, Pace, ProofPage, Read, Spot
from reader.features.proofread.proofreading import Offer, Queue
from reader.features.proofread.ui.proof_desk import Answers, ProofDesk
from reader.features.proofread.ui.proof_lines import ProofLines, Strips, dots_of, draw_dots
from reader.i18n import say
from reader.storage.disk_errors import LibraryError
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import (
    Chip,
    IconButton,
    Label,
    LinkButton,
    MoreButton,
    Rule,
    Wide,
    column_layout,
    new_menu,
    row_layout,
)
from reader.ui.widgets.listing import CHOICE, Heading, Listing, Nothing, RowAct, on_row

# The widths of the queue and of the desk; in a narrower window there is no queue, in pixels.
_QUEUE = 272
_DESK = 420
_NARROW = 1150
_IN_ADVANCE = 3
"""The number of places whose pictures and candidates are prepared in advance."""


class Calls(Struct):
    """What the view asks for; `keep` is given what to keep, in words. Pages are opened by the id of an article."""

    keep: Callable[[Sequence[Change], str], None]
    offer: Callable[[Doubt], Offer | None]
    undo: Callable[[], object]
    leave: Callable[[], object]
    open_page: Callable[[int], object]
    open_article: Callable[[int], object]
    find_elsewhere: Callable[[str], object]
    """Looks for pages of the library with a character in doubt; they are given to `show_elsewhere`."""
    follow: Callable[[Queue], object]
    queues: Callable[[], Sequence[tuple[str, Callable[[], object]]]]
    """What can be proofread now, in words."""


class PlaceQueue(Listing[Doubt]):
    """The places in doubt by their articles; those that are done are grey, with what was said of them."""

    row_height = 32

    def __init__(self, choose: Callable[[Doubt], object]) -> None:
        self._go_to = choose
        self.page: ProofPage | None = None
        self.read_as: Read = {}
        super().__init__(say("存疑的字"), "sidebar", follows=True, begins_at_first=False)

    def acts(self) -> Sequence[RowAct[Doubt]]:
        return [on_row(say("到这一处"), self._go_to, CHOICE)]

    def nothing(self) -> Nothing:
        return Nothing(say("这一版没有存疑的字"), say("全版可对照通读。"))

    def words(self, row: Doubt) -> str:
        if self.page is None:
            return ""
        before, at, after = self.page.around(row, self.read_as, 3)
        return wording.listed([f"{before}【{at}】{after}", self._said(self.page, row)])

    def _said(self, page: ProofPage, row: Doubt) -> str:
        match dots_of(page, row, self.read_as):
            case "ink3":
                return say("对")
            case "accent":
                return f"{page.recognised(row)} → {page.around(row, self.read_as, 0)[1]}"
        return ""

    def paint_row(self, painter: QPainter, rect: QRectF, row: Doubt) -> None:
        if self.page is None:
            return
        token = dots_of(self.page, row, self.read_as)
        words = self._said(self.page, row)
        number = str(self.page.doubts.index(row) + 1)
        text_painting.draw_words(
            painter, QRectF(rect.x() - 4, rect.y(), 24, rect.height()), number, theme.sans(12), "ink3"
        )
        x = rect.x() + 28
        font = theme.serif(14)
        ink = "ink" if token == "warn" else "ink3"
        painter.save()
        for at, part in enumerate(self.page.around(row, self.read_as, 4)):
            width = text_painting.width_of(part, font)
            line = QRectF(x, rect.y(), width + 1, rect.height())
            text_painting.draw_free(painter, line, part, font, ink)
            if at == 1:
                draw_dots(painter, x, x + max(width, 6), rect.center().y() + 10, token)
            x += width
        painter.restore()
        text_painting.draw_words(painter, rect, words, theme.sans(12), "ink3", text_painting.RIGHT)


class ProofreadView(QWidget):
    """Covers the panes of its parent, between the bars above and below, until it is left."""

    def __init__(self, parent: QWidget, calls: Calls, above: int, below: int) -> None:
        super().__init__(parent)
        self.setObjectName("proofreadView")
        self.setAccessibleName(say("校对"))
        theme.tint(self, "paper")
        self._calls = calls
        self._margins = (above, below)
        self.page: ProofPage | None = None
        self.read: dict[Spot, str] = {}
        self.current: Doubt | None = None
        self._next: tuple[str, int] | None = None
        self._is_line = False
        self._is_storing = False
        self._unsettled: Sequence[Change] = ()
        self._elsewhere: Queue | None = None
        self._pace = Pace()
        self.strips = Strips(self, self.show_pictures)
        answers: Answers = {
            "right": self._enter,
            "superfluous": partial(self._answer, ""),
            "next": partial(self.step, 1),
            "back": partial(self.step, -1),
            "line above": partial(self._go_to_neighbour, lines=-1),
            "line below": partial(self._go_to_neighbour, lines=1),
            "left": partial(self._go_to_neighbour, places=-1),
            "beside": partial(self._go_to_neighbour, places=1),
            "line": self._edit_line,
            "everywhere": self._answer_everywhere,
            "undo": calls.undo,
            "leave": self._escape,
        }
        for at in range(MOST):
            answers[str(at)] = partial(self._choose, at)
        self.desk = ProofDesk(self.strips, answers, calls.open_article)
        self.lines = ProofLines(self.strips, self.go_to)
        self.queue = PlaceQueue(self.go_to)
        self._place = Label("", theme.sans(12), "ink3")
        self._title = Label("", theme.sans(15, 700))
        self._foot = Label("", theme.sans(12), "ink3")
        self._next_page = LinkButton("", px=12, act=self._open_next)
        self._least_sure = Chip(say("先看最没把握的"), self._show)
        self._only_doubtful = Chip(say("只看存疑的行"), self._show_lines)
        self._lay_out()
        parent.installEventFilter(self)
        self.hide()

    def _lay_out(self) -> None:
        head = QWidget()
        foot = QWidget()
        middle_head = QWidget()
        for widget, height in ((head, 44), (foot, 36), (middle_head, 44)):
            widget.setFixedHeight(height)
        name = Label(say("校对"), theme.serif(15, 700))
        row_layout(name, Wide(self._place), of=head, margins=(16, 0, 12, 0))
        row_layout(Wide(self._foot), self._next_page, of=foot, margins=(16, 0, 8, 0))
        back = IconButton("back", say("收工 (Esc)"), 28, act=self._calls.leave)
        more = MoreButton(say("校对什么"), 30, self._menu)
        chips = self._least_sure, self._only_doubtful, more
        row_layout(back, Wide(self._title), *chips, of=middle_head, margins=(12, 0, 12, 0), spacing=8)
        self._left = QWidget()
        middle = QWidget()
        self._left.setFixedWidth(_QUEUE)
        theme.tint(self._left, "sidebar")
        column_layout(head, Rule(), Wide(self.queue), Rule(), foot, of=self._left, spacing=0)
        column_layout(middle_head, Rule(), Wide(self.lines), of=middle, spacing=0)
        self.desk.setFixedWidth(_DESK)
        rules = Rule(upright=True), Rule(upright=True)
        row_layout(self._left, rules[0], Wide(middle), rules[1], self.desk, of=self, spacing=0)

    def _menu(self) -> QMenu:
        menu = new_menu(self, say("校对什么"))
        for words, act in self._calls.queues():
            menu.addAction(words, act)
        menu.addSeparator()
        if self.current is not None and self.page is not None:
            article_id = self.page.articles[self.page.cells(self.current)[0].article].id
            menu.addAction(say("打开这一篇"), partial(self._calls.open_article, article_id))
        menu.addAction(say("收工") + "\tEsc", self._calls.leave)
        return menu

    # -- the page and the place

    def begin(self) -> None:
        self._cover()
        self.show()
        self.raise_()
        self.desk.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_page(
        self,
        page: ProofPage,
        read: dict[Spot, str],
        titles: Sequence[str],
        place: str,
        after: tuple[str, int] | None,
    ) -> None:
        """Show a page; the place in question stays if it is there, and still asked, else it is the first open one, else
        the first.

        Of its titles, the fullest first, the first for which there is room is shown.
        """
        before = self.current
        was_asked = self.page is not None and before in self.page.doubts
        self.page = page
        self.read = read
        self._next = after
        self._title.set_forms(titles)
        self._place.setText(place)
        self.current = None
        if before is not None and before.line < len(page.lines):
            if before.end <= len(page.lines[before.line].cells):
                same = page.place_at(before.line, before.start)
            else:
                same = None
            if not was_asked or same in page.doubts:
                self.current = same
        if self.current is None:
            self.current = self._open_after(-1) or (None if page.doubts else page.first())
        self._is_line = False
        self._show()

    def order(self) -> list[Doubt]:
        page = self.page
        doubts = list(page.doubts) if page else []
        if self._least_sure.isChecked():
            return sorted(doubts, key=attrgetter("certainty"))
        return doubts

    def _open_after(self, at: int) -> Doubt | None:
        """Return the next place after one in the order that is not done, else the first; None if all are."""
        page = self.page
        order = self.order()
        if page is None:
            return None
        left = [doubt for doubt in (*order[at + 1 :], *order[: at + 1]) if not page.is_done(doubt, self.read)]
        if left:
            return left[0]
        return None

    def step(self, by: int) -> None:
        """Go to the next place in doubt, or to the one before, whether it is done or not; without any, by lines."""
        order = self.order()
        if order:
            if self.current in order:
                at = order.index(self.current) + by
            else:
                at = 0
            self.go_to(order[at % len(order)])
        else:
            self._go_to_neighbour(lines=by)

    def _go_to_neighbour(self, *, lines: int = 0, places: int = 0) -> None:
        if self.page is not None and self.current is not None and not self._is_line:
            neighbour = self.page.neighbour(self.current, lines=lines, places=places)
            if neighbour is not None:
                self.go_to(neighbour)

    def go_to(self, doubt: Doubt) -> None:
        self.current = doubt
        self._is_line = False
        self._show()
        self.desk.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        page = self.page
        if page is None:
            return
        order = self.order()
        current = self.current
        tokens = [dots_of(page, doubt, self.read) for doubt in order]
        colors = {"warn": "rule", "ink3": "ok", "accent": "accent"}
        at = order.index(current) if current in order else -1
        self._elsewhere = None
        self.desk.field.setText("")
        self.desk.show_place(
            page, current, self.read, at + 1, [colors[color_token] for color_token in tokens]
        )
        self.desk.show_pace(self._pace.a_minute(time.monotonic()))
        self.queue.page = page
        self.queue.read_as = self.read
        self.queue.show_rows(self._rows(page, order))
        if current in order:
            self.queue.select(current)
        done = sum(token != "warn" for token in tokens)
        self._foot.setText(say("存疑 {n}　已看 {done}", n=len(tokens), done=done))
        self._next_page.setText(say("下一版：{page} ›", page=self._next[0]) if self._next else "")
        self._next_page.setVisible(self._next is not None)
        self._show_lines()
        self.show_offer()
        self.prepare()

    def prepare(self) -> None:
        """Have the pictures and candidates of the current place, and of the next ones, made in advance."""
        order = self.order()
        page = self.page
        if self.current in order:
            at = order.index(self.current)
        else:
            at = 0
        for doubt in (self.current, *order[at : at + 1 + _IN_ADVANCE]):
            if page is not None and doubt is not None:
                self.strips.of(page.lines[doubt.line])
                self._calls.offer(doubt)

    def _rows(self, page: ProofPage, order: Sequence[Doubt]) -> list[Doubt | Heading]:
        if self._least_sure.isChecked():
            return [*order]
        rows: list[Doubt | Heading] = []
        for article, places in groupby(order, lambda doubt: page.cells(doubt)[0].article):
            rows += [Heading(page.articles[article].article.title()), *places]
        return rows

    def _show_lines(self) -> None:
        if self.page is not None:
            self.lines.only_doubtful = self._only_doubtful.isChecked()
            self.lines.show_page(self.page, self.read, self.current)

    def show_pictures(self) -> None:
        self.lines.viewport().update()
        self.desk.snippet.update()

    def show_offer(self) -> None:
        """Show the candidates of the current place, if they are known."""
        if self.current:
            offer = self._calls.offer(self.current)
        else:
            offer = None
        if offer is not None:
            self.desk.show_offer(offer)

    # -- answers

    def _enter(self) -> None:
        page = self.page
        current = self.current
        typed = self.desk.field.text()
        if page is None or current is None:
            self._open_next()
        elif self._is_line:
            try:
                self._keep(page.answer_line(current.line, typed, self.read), say("改一行"))
            except LibraryError as error:
                self.desk.warn(str(error))
        elif typed or current in page.doubts:
            self._answer("".join(typed.split()) or page.recognised(current))
        elif (below := page.neighbour(current, lines=1)) is not None:  # read through
            self.go_to(below)
        else:
            self._open_next()

    def _choose(self, number: int) -> None:
        read_as = self.desk.candidate(number)
        if read_as is not None:
            self._answer(read_as)

    def _answer(self, read_as: str) -> None:
        page = self.page
        current = self.current
        if page is None or current is None:
            return
        recognised = page.recognised(current)
        words = say("“{sign}”识别得对", sign=recognised)
        if read_as != recognised:
            words = say("改作“{read_as}”", read_as=read_as)
        self._keep(page.answer(current, read_as), words)

    def _answer_everywhere(self) -> None:
        """Read all open places of the page with the same recognised character as what is typed, or as candidate 1.

        It is counted first, and done at the second key; then the rest of the library is offered.
        """
        page = self.page
        current = self.current
        read_as = "".join(self.desk.field.text().split()) or self.desk.candidate(0)
        if self._elsewhere is not None:
            self._calls.follow(self._elsewhere)
        if self._elsewhere is not None or page is None or current is None or self._is_line:
            return
        sign = page.recognised(current)
        same = [
            doubt
            for doubt in page.doubts
            if page.recognised(doubt) == sign and (doubt == current or not page.is_done(doubt, self.read))
        ]
        words = say("这一版 {n} 处“{sign}”都改作“{read_as}”", n=len(same), sign=sign, read_as=read_as or "")
        if len(same) > 1 and read_as:
            if self.desk.said.text() != words:
                self.desk.warn(words)  # pressed again, it is done
                return
            self._keep(
                list(chain.from_iterable(page.answer(same_doubt, read_as) for same_doubt in same)), words
            )
        self._calls.find_elsewhere(sign)

    def show_elsewhere(self, queue: Queue) -> None:
        """Offer the other pages of the library with a character in doubt."""
        if self.page:
            article_ids = {article.id for article in self.page.articles}
        else:
            article_ids = set()
        queue = replace(queue, pages=tuple(page for page in queue.pages if page[1] not in article_ids))
        words = say("全库别的版没有存疑的“{sign}”", sign=queue.sign)
        if queue.pages:
            self._elsewhere = queue
            words = say(
                "全库还有 {n} 版有存疑的“{sign}”，再按 Ctrl+R 逐处看", n=len(queue.pages), sign=queue.sign
            )
        self.desk.warn(words)

    def _keep(self, changes: Sequence[Change], words: str) -> None:
        if not self._is_storing:
            self._is_storing = True
            self._unsettled = changes
            self._calls.keep(changes, words)

    def after_storing(self) -> None:
        """Go on to the next place, once what was said of the current one is on the disk."""
        page = self.page
        current = self.current
        order = self.order()
        self._is_storing = False
        self._is_line = False
        self._pace.add(time.monotonic())
        for change in self._unsettled:
            if change.cell.place is not None:
                self.read[change.cell.article, change.cell.place] = change.read_as
        if current in order:
            self.current = self._open_after(order.index(current))
        elif page is not None and current is not None:
            self.current = page.neighbour(current, places=1) or current
        self._show()

    def not_stored(self, error: Exception) -> None:
        self._is_storing = False
        self.desk.warn(say("没存上，再按一次。{why}", why=str(error)))

    def _edit_line(self) -> None:
        if self.page is not None and self.current is not None:
            self._is_line = True
            self.desk.say_line(True)
            self.desk.field.setText(self.page.text_of(self.current.line, self.read))

    def _escape(self) -> None:
        if self.desk.field.text() or self._is_line:
            self._is_line = False
            self.desk.field.setText("")
            self.desk.say_line(False)
        else:
            self._calls.leave()

    def _open_next(self) -> None:
        if self._next is not None:
            self.current = None
            self._calls.open_page(self._next[1])

    # -- its place in the window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._cover()
        return False

    def _cover(self) -> None:
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.rect().adjusted(0, self._margins[0], 0, -self._margins[1]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._left.setVisible(self.width() >= _NARROW)
