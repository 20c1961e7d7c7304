"""The list of results: a card for each article, each match over a seam and each masthead, loaded when visible."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QToolTip, QWidget

from reader.i18n import count, say
from reader.language.forms import shortened
from reader.library.read_share import WHOLE, ReadSoFar, unread_in_words
from reader.library.search_hits import SeamHit
from reader.library.searcher import Results, readings_of
from reader.newspaper.holdings import StoredArticle
from reader.search.answering.ladder import Rung
from reader.search.documents import Order
from reader.search.query import Query, parse_query
from reader.search.query.editing import Attempt, attempt
from reader.storage.issue_table import KnownMasthead
from reader.ui.frame import SetFace
from reader.ui.search.result_header import ResultActs, ResultHeader
from reader.ui.search.result_model import (
    SKELETON_MS,
    Card,
    ResultModel,
    RowLabel,
    RowTriggers,
    Shown,
)
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.application import announce
from reader.ui.widgets.background_tasks import do_soon
from reader.ui.widgets.controls import Rule, Wide, column_layout, plain, stacked
from reader.ui.widgets.listing import Listing
from reader.ui.widgets.row_list import Index, RowDelegate, RowList
from reader.ui.widgets.state_panel import PanelLink, Skeleton, State, StatePanel, draw_skeleton

CARD = 116


class CardDelegate(RowDelegate[ResultModel]):
    """Paints cards of 116 px: date and page with the number of matches; the title; two lines of the text.

    For a match by another naming of a person, the second line states what ties it to the person.
    """

    margin = 20
    height = CARD
    places_tip = ""
    """What a click on the number of matches does, in words."""

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        card = self._model.card(index)
        if card is None:
            if self._model.is_late(index):
                draw_skeleton(painter, rect, self.margin)
            return
        x = rect.x() + self.margin
        width = rect.width() - 2 * self.margin
        line = _first_line(rect, self.margin)
        if card.is_fresh:
            mark = say("新")
            small = theme.sans(12, 700)
            box = QRectF(x, line.y(), text_painting.width_of(mark, small) + 12, line.height())
            text_painting.draw_box(painter, box, 3, "accent", None)
            text_painting.draw_words(painter, box, mark, small, "on_accent", text_painting.CENTER)
            line.setLeft(box.right() + 8)
        article_id = self._model.article_at(index.row())
        if article_id is not None and self._model.folding.leader_of(article_id) != article_id:
            painter.fillRect(QRectF(rect.x() + 8, rect.y(), 3, rect.height()), theme.color("rule2"))
        _draw_pill(painter, line, card.places, "accent", "soft")
        _draw_pill(painter, line, _fold_words(line, card), "ink2", "hover")
        font = theme.sans(12)
        fitting = (
            where_text
            for where_text in (card.where, card.where_in_short)
            if text_painting.width_of(where_text, font) <= line.width()
        )
        where = next(fitting, card.day)
        space = line.width() - text_painting.width_of(card.day, font) - 8
        cut = card.newspaper[:1] + "…"
        if where == card.day and card.newspaper and space >= text_painting.width_of(cut, font):
            place = QRectF(line.x(), line.y(), space, line.height())
            text_painting.draw_free(painter, place, card.newspaper, font, "ink2")
            line.setLeft(line.x() + space + 8)
        text_painting.draw_words(painter, line, where, font, "ink2")
        title, in_title = text_painting.cut_to(card.title, card.title_marks, int(width / 16) - 1)
        y = text_painting.draw_text(
            painter,
            x,
            rect.y() + 33,
            width,
            title,
            theme.serif(16, 700),
            "ink",
            25,
            marks=in_title,
        )
        lines = 1 if card.tie else 2
        text, marks = text_painting.cut_to(card.snippet.text, card.snippet.marks, int(width / 13 * lines) - 3)
        y = text_painting.draw_text(painter, x, y + 2, width, text, theme.sans(13), "ink2", 22, lines, marks)
        if card.tie:
            text_painting.draw_text(painter, x, y, width, card.tie, theme.sans(12), "ink3", 22)

    def label_at(self, index: QModelIndex, point: QPoint) -> RowLabel | None:
        card = self._model.card(index)
        if card is None:
            return None
        line = _first_line(QRectF(self._view.visualRect(index)), self.margin)
        for label in RowLabel:
            if label is RowLabel.PLACES:
                words = card.places
            else:
                words = _fold_words(line, card)
            pill = _pill(line, words)
            if words and pill.adjusted(-4, -6, 4, 6).contains(QPointF(point)):
                return label
            line.setRight(pill.left() - 8 if words else line.right())
        return None

    def helpEvent(self, event, view, option, index):  # type: ignore[no-untyped-def]
        tips = {
            None: "",
            RowLabel.PLACES: self.places_tip,
            RowLabel.FOLD: say("展开同文；按住 Shift 点，各条都展开"),
        }
        words = tips[self.label_at(index, event.pos())]
        QToolTip.showText(event.globalPos(), plain(words) if words else "", view)
        return True


def _pill_font() -> QFont:
    return theme.sans(12, 700)


def _first_line(rect: QRectF, margin: int) -> QRectF:
    return QRectF(rect.x() + margin, rect.y() + 12, rect.width() - 2 * margin, 18)


def _fold_words(line: QRectF, card: Card) -> str:
    """Return the number of printings folded below a card as words, the short ones if the long would cut the date."""
    room = line.width() - text_painting.width_of(card.where_in_short, theme.sans(12)) - 8
    if not card.fold or _pill(line, card.fold).width() <= room:
        return card.fold
    return card.fold_in_short


def _draw_pill(painter: QPainter, line: QRectF, words: str, ink: str, fill: str) -> None:
    """Paint words in a box at the right end of a line and shorten the line by it; do nothing for ""."""
    if words:
        pill = _pill(line, words)
        text_painting.draw_box(painter, pill, 3, fill, None)
        text_painting.draw_words(painter, pill, words, _pill_font(), ink, text_painting.CENTER)
        line.setRight(pill.left() - 8)


def _pill(line: QRectF, words: str) -> QRectF:
    pill = QRectF(line)
    pill.setLeft(line.right() - text_painting.width_of(words, _pill_font()) - 14)
    return pill


# The keys of actions that are no queries.
_HELP = "\0help"
_NOTES = "\0notes"
_SAVE = "\0save"


def _suggestion_links(results: Results) -> Iterator[PanelLink]:
    """Yield links to the suggested queries; the first of each kind says what it is."""
    leads = {
        Attempt.OTHERWISE: say("您要找的是不是"),
        Attempt.WIDER_DATES: say("放宽日期"),
        Attempt.FEWER_WORDS: say("少用些词"),
    }
    readings = readings_of(results.query)
    hints_by_kind: dict[Attempt, list[str]] = {kind: [] for kind in Attempt}
    for hint in results.suggestions:
        if hint in readings:
            hints_by_kind[Attempt.OTHERWISE].append(hint)
        else:
            hints_by_kind[attempt(results.query, parse_query(hint))].append(hint)
    for kind, hints in hints_by_kind.items():
        for hint in hints:
            yield PanelLink(hint, hint, leads.pop(kind, ""))


def nothing_found(
    results: Results, text: str, searched: int, notes: int, read: ReadSoFar, can_save: bool
) -> tuple[str, str, list[PanelLink]]:
    """Return title, words and actions for a query (as typed) without results in `searched` articles.

    `notes` is the number of the reader's notes that match; they come first. If the library is still `read` in, that is
    said, and to be told of what is found later is offered if the query `can_save`.
    """
    if searched:
        body = say("已查 {articles}的标题与正文。", articles=wording.articles(searched))
    else:
        body = ""
    body += unread_in_words(read)
    if not results.suggestions and not notes:
        body = "\n".join(filter(None, [body, results.next_step]))
    links: list[PanelLink] = []
    if notes:
        links.append(PanelLink(_NOTES, count(notes, "看这 {n} 条"), say("您的笔记里有")))
    links += _suggestion_links(results)
    if can_save and not read.is_whole:
        links.append(PanelLink(_SAVE, say("保存搜索，有了就提醒"), say("读完再看")))
    links.append(PanelLink(_HELP, say("怎样搜索"), is_quiet=True))
    if results.query.root is None:
        return say("没有要找的字"), results.next_step, links
    query = shortened(text)
    if read.is_whole:
        title = say("没有找到“{query}”", query=query)
    else:
        title = say("目前还没有“{query}”", query=query)
    return title, body, links


def _article_of(shown_row: Shown | None) -> int | None:
    """Return the id of the article that a row shows, of a seam that of its first; None for a masthead or no row."""
    if isinstance(shown_row, SeamHit):
        return shown_row.first.id
    if isinstance(shown_row, int):
        return shown_row
    return None


class ResultView(RowList):
    def __init__(self, model: ResultModel) -> None:
        super().__init__(model)
        self._results = model
        self._goes_to_end = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the keys of a list; End goes to the last of all results, which are known a page at a time."""
        self._goes_to_end = event.key() == Qt.Key.Key_End and self._results.canFetchMore(QModelIndex())
        if self._goes_to_end:
            self._results.fetch_rest()
        else:
            super().keyPressEvent(event)

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        super().rowsInserted(parent, start, end)
        if self._goes_to_end:
            do_soon(self._go_to_end, self)

    def _go_to_end(self) -> None:
        if self._goes_to_end and self._results.canFetchMore(QModelIndex()):
            self._results.fetch_rest()
        elif self._goes_to_end:
            self._goes_to_end = False
            self.setCurrentIndex(self._results.index(self._results.rowCount() - 1, 0))


class ResultPane(QWidget):
    def __init__(self, acts: ResultActs) -> None:
        super().__init__()
        self._acts = acts
        self._text = ""
        self._typed_query = Query()
        self._rung = Rung.EXACT
        self._results: Results | None = None
        self._searched = 0
        self._read = WHOLE
        self._instead: Listing[Any] | None = None
        self._notes = 0
        self._total = 0
        self._is_exact = False
        self._shown_order = Order.RELEVANCE
        theme.tint(self, "list")
        self.setAccessibleName(say("搜索结果"))
        self.header = ResultHeader(acts)
        self.header.hints.seams_button.clicked.connect(self._turn_seams)
        self.model = ResultModel(acts.want_page, acts.want_rows, self)
        self.view = ResultView(self.model)
        self.view.setObjectName("resultList")
        self.view.setAccessibleName(say("搜索结果"))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        delegate = CardDelegate(self.view, self.model)
        self.delegate = delegate
        self.view.setItemDelegate(delegate)
        RowTriggers(self.view, delegate.label_at, self._click_label, self._turn_fold)
        self.view.setUniformItemSizes(True)
        self.view.chooser.chosen.connect(self._choose)
        self.view.chooser.middleClicked.connect(self._open_second)
        self.view.verticalScrollBar().valueChanged.connect(self._look_ahead)
        self.empty = StatePanel(State.EMPTY)
        self.empty.chosen.connect(self._open_link)
        self.skeleton = Skeleton(CARD, 20)
        self.failure = StatePanel(State.EMPTY)
        stack = stacked(self.view, self.empty, self.skeleton, self.failure)
        self._stack = stack
        self._late = QTimer(self, singleShot=True, interval=SKELETON_MS)
        self._late.timeout.connect(lambda: stack.setCurrentWidget(self.skeleton))
        self._views = stacked(stack)
        self.is_view_chosen = False
        """Whether another view than the list is chosen, in place of the list or above it."""
        column_layout(self.header, Rule(), Wide(self._views), of=self, margins=(0, 0, 0, 0), spacing=0)

    def show_face(self, action: str, face: SetFace | None) -> None:
        """Show the view of an action in place of the list, or the list again."""
        if face is not None and self._views.indexOf(face) < 0:
            self._views.addWidget(face)
        self._views.setCurrentWidget(face or self._stack)
        self.is_view_chosen = bool(action)
        self.header.show_view(action)

    def shown_face(self) -> SetFace | None:
        """Return the view that is shown in place of the list, if any."""
        face = self._views.currentWidget()
        if isinstance(face, SetFace):
            return face
        return None

    def focused_face(self) -> QWidget:
        """Return the widget that takes the focus: that of the view, or the list."""
        face = self.shown_face()
        if face is not None:
            return face.face()
        return self.face()

    def show_read(self, read: ReadSoFar) -> None:
        """Say of the results shown next from how much of the library they are."""
        self._read = read
        self.header.show_read(read)

    def begin_search(self, text: str, query: Query) -> None:
        """Show that a search for `query` runs: the previous results stay a moment, then a skeleton replaces them."""
        self.header.begin_search(query)
        if text != self._text or self._results is None:
            self._late.start()

    def show_results(
        self, results: Results, text: str, searched: int = 0, typed_query: Query | None = None
    ) -> None:
        """Show the first page of the results of `text`, out of `searched` articles.

        `typed_query` is the query as it was understood, if the results are those of its search in all shapes. The
        results of the same query, searched again after a sync, move nothing visible: the selected article, or if it is
        out of sight the one at the top, stays where it is. In another order the list begins at its top.
        """
        self._late.stop()
        is_same = text == self._text and self._results is not None and self._rung is Rung.EXACT
        self._rung = Rung.EXACT
        self._typed_query = typed_query or results.query
        stays = is_same and self.order() is self._shown_order
        self._shown_order = self.order()
        shown_ids = self.model.folding.found
        scrolled = self.view.verticalScrollBar().value()
        before = self._row_under_the_eye(scrolled)
        anchor = self.model.article_at(before) if stays else None
        is_same_list = is_same and self._total == results.total
        self._text = text
        self._results = results
        self._total = results.total
        self._is_exact = results.total_is_exact
        self.header.show_results(results, self._typed_query)
        self.header.hints.show_opened(Rung.EXACT)
        self._tell_found()
        are_same = tuple(shown_ids[: len(results.ids)]) == results.ids and (
            results.folds.items() <= self.model.folds.items()
        )
        if not (is_same_list and are_same):
            with self._changing_rows() if is_same else self.view.chooser.quietly():
                self.model.begin(results.ids, results.total, keeps_hits=is_same, folds=results.folds)
                self.view.scrollToTop()
            if stays:
                if anchor in results.ids and anchor:
                    row = self.model.index_of(anchor).row()
                else:
                    row = before
                self.view.executeDelayedItemsLayout()
                self.view.verticalScrollBar().setValue((row - before) * CARD + scrolled)
        self._searched = searched
        self._show_found()

    def fail(self, why: str) -> None:
        """Show why there is no answer; do nothing if none is awaited."""
        if self._late.isActive() or self._stack.currentWidget() is self.skeleton:
            self._late.stop()
            self.failure.show_state(say("这次没有搜成"), why)
            self._stack.setCurrentWidget(self.failure)

    def _row_under_the_eye(self, scrolled: int) -> int:
        row = self.view.currentIndex().row()
        is_seen = row >= 0 and -CARD < row * CARD - scrolled < self.view.viewport().height()
        if is_seen:
            return row
        return scrolled // CARD

    def set_folding(self, is_wanted: bool) -> None:
        self.header.set_folding(is_wanted)
        if is_wanted == self.model.is_folding:
            return
        with self._changing_rows():
            self.model.fold_again(is_wanted)
        self._show_found()

    @contextmanager
    def _changing_rows(self) -> Iterator[None]:
        """Within the block rows change; what is selected stays so if it still has a row, without a signal."""
        current = self._chosen()
        others = [*map(self.model.shown_at, self.view.selectedIndexes())]
        with self.view.chooser.quietly():
            yield
        index = self.model.index_showing(current)
        if index.isValid() and index != self.view.currentIndex():
            self.view.chooser.select(index)
        for index in map(self.model.index_showing, others):
            self.view.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)

    def show_rung(self, rung: Rung, results: Results) -> None:
        self._rung = rung
        self._results = results
        self._total = results.total
        self._is_exact = results.total_is_exact
        self.header.show_results(results, self._typed_query)
        self.header.hints.show_opened(rung)
        self._tell_found()
        with self.view.chooser.quietly():
            self.model.begin(results.ids, results.total, folds=results.folds)
            self.model.set_seams(())
            self.model.set_mastheads((), results.query)
        self.view.scrollToTop()
        self._show_found()

    def _tell_found(self) -> None:
        """Tell assistive technology how much is found, aloud once the number is exact."""
        words = self.header.found_in_words()
        if words != self.view.accessibleDescription() and self._is_exact:
            announce(self.view, words)
        self.view.setAccessibleDescription(words)

    def opened_rung(self) -> Rung | None:
        if self._rung is Rung.EXACT:
            return None
        return self._rung

    def add_page(self, offset: int, results: Results) -> None:
        if self._results is not None:
            self.model.add(offset, results.ids, results.total, results.folds)
            self.show_numbers(results)

    def show_numbers(self, results: Results) -> None:
        """Show the number of articles; a page that arrives late does not replace an exact number."""
        if self._is_exact and not results.total_is_exact:
            return
        self._total = results.total
        self._is_exact = results.total_is_exact
        self.header.show_numbers(results)
        self._tell_found()

    def set_others(self, seams: Sequence[SeamHit], heads: Sequence[KnownMasthead], query: Query) -> None:
        """Show the matches over seams and the mastheads that were found, too."""
        with self._changing_rows():
            self.model.set_seams(seams)
            self.model.set_mastheads(heads, query)
        self._show_found()

    def set_fresh(self, article_ids: frozenset[int]) -> None:
        self.model.set_fresh(article_ids)
        self.header.hints.show_fresh(len(article_ids))

    def clear(self) -> None:
        self._late.stop()
        self._text = ""
        self._results = None
        self._total = 0
        self._rung = Rung.EXACT
        self.model.begin((), 0)
        self.header.clear()
        self._stack.setCurrentWidget(self.view)

    def row_count(self) -> int:
        return len(self.model.folding.found)

    def is_empty(self) -> bool:
        return self.model.rowCount() == 0

    def is_answered(self) -> bool:
        return self._results is not None

    def holds(self, article_id: int) -> bool:
        return self._is_at_seam(article_id) or self.model.index_of(article_id).isValid()

    def is_found(self, stored: StoredArticle) -> bool:
        """Return whether an article has a row so far, or was opened from the selected one."""
        head = self._chosen()
        is_of_masthead = isinstance(head, KnownMasthead) and head.issue_id == stored.issue.id
        return is_of_masthead or self.holds(stored.id)

    def order(self) -> Order:
        return Order(self.header.order_chip.key)

    def show_instead(self, listing: Listing[Any] | None) -> None:
        self._instead = listing
        if listing is not None and self._stack.indexOf(listing) < 0:
            self._stack.addWidget(listing)
        self._show_found()

    def show_notes(self, number: int) -> None:
        self._notes = number
        self.header.hints.show_notes(number)
        if self._stack.currentWidget() is self.empty:
            self._show_found()

    def entered(self) -> RowList:
        """Return the list to focus on Enter; if only notes were found, show theirs first."""
        if self._notes and self.is_empty():
            self.header.hints.notes_chip.setChecked(True)
        return self.face()

    def face(self) -> RowList:
        if self._instead is not None:
            return self._instead.view
        return self.view

    def step(self, by: Literal[-1, 1]) -> bool:
        """Select the next article in a direction, as J and K do; return False at the last known one."""
        return self.face().step(by)

    def show_article(self, article_id: int) -> None:
        """Select an article, if it is in the results, without a signal.

        Otherwise the selection stays, as does a selected seam with the article at one end, or one of several rows.
        """
        stays = len(self.view.selectedIndexes()) > 1 or self._is_at_seam(article_id)
        index = self.model.index_of(article_id)
        if not stays and index.isValid() and index != self.view.currentIndex():
            self.view.chooser.select(index)

    def article_id(self) -> int | None:
        """Return the id of the selected article; for a seam, that of its first."""
        return _article_of(self._chosen())

    def chosen_articles(self) -> list[int]:
        """Return the ids of the articles in the selected rows from the top; a seam counts as its first."""
        rows = map(self.model.shown_at, sorted(self.view.selectionModel().selectedIndexes()))
        return list(
            dict.fromkeys(article_id for article_id in map(_article_of, rows) if article_id is not None)
        )

    def position(self) -> tuple[int, int]:
        """Return the selected article's place in the results, from 1 (0: none is selected), and how many there are."""
        chosen = self._chosen()
        if isinstance(chosen, int):
            place = self.model.folding.place_of(chosen)
        else:
            place = None
        return 0 if place is None else place + 1, self._total

    def _choose(self, index: QModelIndex) -> None:
        match self.model.shown_at(index):
            case SeamHit() as seam:
                self._acts.open_seam(seam.first.id, seam.second.id)
            case KnownMasthead() as head:
                self._acts.open_issue(head.issue_id)
            case int() as article_id:
                self._acts.open_article(article_id)

    def _open_second(self, index: QModelIndex) -> None:
        article_id = _article_of(self.model.shown_at(index))
        if article_id is None:
            self._choose(index)
        else:
            self._acts.open_second(article_id)

    def _open_link(self, key: str) -> None:
        if key == _HELP:
            self._acts.show_help()
        elif key == _NOTES:
            self.header.hints.notes_chip.setChecked(True)
        elif key == _SAVE and self._acts.save is not None:
            self._acts.save.trigger()
        else:
            self._acts.enter_query(key)

    def _chosen(self) -> Shown | None:
        return self.model.shown_at(self.view.currentIndex())

    def _is_at_seam(self, article_id: int) -> bool:
        seam = self._chosen()
        return isinstance(seam, SeamHit) and article_id in (seam.first.id, seam.second.id)

    def _click_label(self, index: QModelIndex, label: RowLabel, is_for_all: bool) -> None:
        if label is RowLabel.PLACES:
            self._acts.list_places()
        elif is_for_all:
            self._acts.unfold_all()
        else:
            self._turn_fold(index, None)

    def _turn_fold(self, index: QModelIndex, is_unfolding: bool | None) -> bool:
        article_id = self.model.article_at(index.row())
        with self.view.chooser.quietly():
            if not self.model.turn_fold(index, is_unfolding):
                return False
            if article_id is not None:
                self.view.setCurrentIndex(self.model.index_of(article_id))
        return True

    def _turn_seams(self) -> None:
        with self._changing_rows():
            self.model.let_seams_lead(not self.model.do_seams_lead())
        self.view.scrollToTop()
        self._show_found()

    def _show_found(self) -> None:
        self.header.fold_action.setVisible(bool(self.model.folds))
        self.header.show_others(
            self.model.seams, len(self.model.mastheads), self.row_count(), self.model.do_seams_lead()
        )
        if self._instead is not None or self._results is None or not self.is_empty():
            self._stack.setCurrentWidget(self._instead or self.view)
        else:
            can_save = self._acts.save is not None
            self.empty.show_state(
                *nothing_found(self._results, self._text, self._searched, self._notes, self._read, can_save)
            )
            self._stack.setCurrentWidget(self.empty)

    def _look_ahead(self, value: int) -> None:
        """Request more ids when fewer than two screens of cards are left below."""
        bar = self.view.verticalScrollBar()
        if bar.maximum() - value < 2 * self.view.viewport().height():
            self.model.fetchMore(QModelIndex())
