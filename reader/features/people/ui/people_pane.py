"""The list of people in the sidebar, and that of the evidence for a person; both read their rows a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct
from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, QStringListModel, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QAbstractItemView, QButtonGroup, QMenu, QWidget

from reader import do_nothing
from reader.features.people.pasted_names import is_pasted_list
from reader.features.people.person import (
    Certainty,
    NameEvidence,
    PersonCard,
    PersonOrder,
    PersonRow,
    certainty_words,
    mark_words,
    name_in_full,
)
from reader.i18n import count, say
from reader.library.read_share import WHOLE, so_far, unread_in_words
from reader.ui.search.search_field import QueryField
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import (
    Chip,
    Label,
    LinkButton,
    MoreButton,
    Rule,
    Wide,
    column_layout,
    fill_with_rules,
    new_menu,
    pane_header,
    plain,
    row_layout,
    stacked,
)
from reader.ui.widgets.flow_layout import FlowLayout
from reader.ui.widgets.menus import DropChip
from reader.ui.widgets.row_list import Index, RowDelegate, RowList
from reader.ui.widgets.state_panel import PanelLink, Skeleton, State, StatePanel

if TYPE_CHECKING:
    from reader.search.answering.ladder import Rung

PAGE = 100
"""The number of rows read in one query."""
_MAX_PAGES = 40
"""The maximum number of pages in memory."""

Row = TypeVar("Row")


class PagedModel(QStringListModel, Generic[Row]):
    """A list of many rows, which are read page by page when a view needs them.

    `read_pages` is called with the numbers of pages, for which the owner calls `set_page`. The strings of the
    underlying model stay empty: it only provides the number of rows, in C++, for speed.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.read_pages: Callable[[list[int]], object] = do_nothing
        self._pages: dict[int, Sequence[Row]] = {}
        self._wanted: dict[int, None] = {}
        self._requested: set[int] = set()
        self._asking = QTimer(self, singleShot=True, interval=0)
        self._asking.timeout.connect(self._ask)

    def words(self, row: Row) -> str:
        raise NotImplementedError

    def spoken(self, row: Row) -> str:
        """Return the text of a row for a screen reader."""
        raise NotImplementedError

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.row(index)
        if row is None:
            return say("还没读出来")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(row)
        return self.words(row)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def row(self, index: Index) -> Row | None:
        """Return a row; None if it is not read yet, and request its page."""
        number, at = divmod(index.row(), PAGE)
        page = self._pages.get(number)
        if page is None:
            if number not in self._requested:
                self._wanted[number] = None
                self._asking.start()
            return None
        if at < len(page):
            return page[at]
        return None

    def known_rows(self) -> Iterator[tuple[int, Row]]:
        for number, page in self._pages.items():
            for at, row in enumerate(page):
                yield number * PAGE + at, row

    def begin(self, first: Sequence[Row], total: int) -> None:
        """Replace all rows by `total` others, of which `first` is the first page."""
        self._wanted.clear()
        self._asking.stop()
        self._requested = {0}
        self._pages = {0: first}
        self.setStringList([])
        self.insertRows(0, total)

    def set_page(self, number: int, rows: Sequence[Row]) -> None:
        if len(self._pages) > _MAX_PAGES:
            self._pages.clear()
            self._requested.clear()
        self._pages[number] = rows
        self._requested.add(number)
        first = number * PAGE
        last = min((number + 1) * PAGE, self.rowCount()) - 1
        if first <= last:
            self.dataChanged.emit(self.index(first), self.index(last))

    def _ask(self) -> None:
        page_numbers = list(self._wanted)
        self._wanted = {}
        self._requested.update(page_numbers)
        self.read_pages(page_numbers)


CERTAINTY_ICON = {Certainty.CERTAIN: "check", Certainty.LIKELY: "help", Certainty.STRING: "quote"}


def certainty_in_full(certainty: Certainty) -> str:
    return {
        Certainty.CERTAIN: say("有署名、职务或说话这样的明证"),
        Certainty.LIKELY: say("有两种旁证：并列的名单、像名字的字、前后的标点"),
        Certainty.STRING: say("那里有这几个字，但看不出是人名"),
    }[certainty]


def _marked_days(row: PersonRow) -> str:
    """Return the first and the last day, if one of them is not printed: the row has room for the years alone."""
    return row.seen.in_words(wording.day) if row.seen.remark() else ""


class PeopleModel(PagedModel[PersonRow]):
    """The list of people."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.ToolTipRole:  # a narrow row has no place for the names of several
            row = self.row(index)
            if row:
                return "\n".join(filter(None, (say("、").join(row.newspapers), _marked_days(row)))) or None
            return None
        return super().data(index, role)

    def words(self, row: PersonRow) -> str:
        names = say("、").join([name_in_full(row.name, row.label), *row.forms[1:]])
        return f"{names} {wording.articles(row.articles)}"

    def spoken(self, row: PersonRow) -> str:
        return wording.listed(
            [
                name_in_full(row.name, row.label),
                say("也写作 {names}", names=say("、").join(row.forms[1:])) if row.forms[1:] else "",
                certainty_words(row.certainty),
                say("、").join(row.newspapers),
                wording.articles(row.articles),
                row.seen.years(),
                row.seen.remark(),
            ]
        )

    def place_of(self, name: str, label: str) -> int:
        """Return the number of a person's row among those read so far; -1 if there is none."""
        places = (at for at, row in self.known_rows() if row.label == label and name in row.forms)
        return next(places, -1)


class EvidenceModel(PagedModel[NameEvidence]):
    """The list of articles with a name, the newest first."""

    def words(self, row: NameEvidence) -> str:
        return f"{row.headline}\n{row.quote}"

    def spoken(self, row: NameEvidence) -> str:
        return wording.listed(
            [
                *row.where(wording.day),
                row.headline,
                certainty_words(row.certainty),
                mark_words(row.mark),
                row.quote,
            ]
        )


ROW = 56
_SKELETON_MS = 150


class _Delegate(RowDelegate[PeopleModel]):
    """Paints the name and the number of articles, and below them the class of the evidence and the years."""

    height = ROW

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = self._model.row(index)
        if row is None:
            return
        line = QRectF(rect.x() + self.margin, rect.y() + 6, rect.width() - 2 * self.margin, 24)
        number = wording.articles(row.articles)
        small = theme.sans(12)
        wide = text_painting.draw_words(painter, line, number, small, "ink2", text_painting.RIGHT)
        line.setRight(line.right() - wide - 10)
        taken = text_painting.draw_free(painter, line, row.name, theme.serif(16, 700), "ink")
        if row.label:
            line.setLeft(line.left() + taken + 8)
            taken = text_painting.draw_free(painter, line, row.label, small, "accent")
        if row.forms[1:]:
            line.setLeft(line.left() + taken + 8)
            text_painting.draw_free(painter, line, say("、").join(row.forms[1:]), theme.serif(13), "ink3")
        below = QRectF(rect.x() + self.margin, rect.y() + 30, rect.width() - 2 * self.margin, 18)
        theme.draw_icon(painter, CERTAINTY_ICON[row.certainty], "ink3", below.x(), below.y() + 2, 14)
        when = row.seen.years()
        wide = text_painting.draw_words(painter, below, when, small, "ink3", text_painting.RIGHT)
        words = below.adjusted(20, 0, -wide - 10 if when else 0, 0)
        certainty = certainty_words(row.certainty)
        certainties = [
            wording.GAP.join(filter(None, [certainty, papers])) for papers in _newspapers(row.newspapers)
        ]
        fitting = (each for each in certainties if text_painting.width_of(each, small) <= words.width())
        text_painting.draw_words(painter, words, next(fitting, certainties[-1]), small, "ink3")


def _newspapers(names: Sequence[str]) -> tuple[str, str]:
    """Return newspapers in words: their names, and what to say where these are too long."""
    listed = say("、").join(names)
    return listed, count(len(names), "{n} 种报纸") if len(names) > 1 else listed


class PeopleCalls(Struct):
    """What the list of people asks for; whoever does it sets the function."""

    open_person: Callable[[str, str], object] = do_nothing
    """Opens the card of a person: name and label."""
    read: Callable[[], object] = do_nothing
    """Reads the people that match the filter, and calls `show_people`."""
    search: Callable[[str], object] = do_nothing
    """Searches for the text of the filter in articles."""
    strike_out: Callable[[str], object] = do_nothing
    open_name_list: Callable[[], object] = do_nothing
    count_names: Callable[[str], object] = do_nothing
    """Counts the articles of each name of a list that was pasted."""
    open_decisions: Callable[[], object] = do_nothing


class PeoplePane(QWidget):
    """The list (`view`, objectName `peopleList`) with its filter."""

    def __init__(self, tint: str = "sidebar") -> None:
        super().__init__()
        self.calls = PeopleCalls()
        theme.tint(self, tint)
        self.setAccessibleName(say("人物"))
        self._is_counting = False
        self._total = 0
        self._articles: int | None = None
        """The number of articles that have what was typed where nobody of that name is listed; None if unknown."""
        self._typed = ""
        self._requested: tuple[str, PersonOrder] | None = None
        """The filter and the order of the rows shown; None before the first."""
        self.read = WHOLE
        """From how much of the library the people shown next are; set by the owner."""
        self._count = Label("", theme.sans(12), "ink3")
        self.more_button = MoreButton(say("人物的更多操作"), 28, self.more_menu)
        self.filter = QueryField(say("筛选人物"), say("名字、拼音，或贴一份名单"), height=30)
        self._written = ""
        """The text of the filter before its last change."""
        self.filter.line.textChanged.connect(self._take_list)
        self.filter.queryEdited.connect(lambda _: self.calls.read())
        self.filter.submitted.connect(lambda _: self._enter_list())
        self.filter.leftDownwards.connect(self._enter_list)
        self.order_chip = DropChip(
            say("排序"),
            [
                (PersonOrder.COUNT, say("篇数多的在前")),
                (PersonOrder.NAME, say("按姓名")),
                (PersonOrder.PINYIN, say("按拼音")),
            ],
        )
        self.order_chip.chosen.connect(lambda _: self.calls.read())
        self.model = PeopleModel(self)
        self.view = RowList(self.model, tint, follows=False)
        self.view.setObjectName("peopleList")
        self.view.setAccessibleName(say("人物"))
        self.view.setItemDelegate(_Delegate(self.view, self.model))
        self.view.setUniformItemSizes(True)
        self.view.chooser.chosen.connect(self._choose)
        self.view.installEventFilter(self)
        self.view.menuOpening.connect(self._fill_menu)
        self.empty = StatePanel(State.EMPTY)
        self.empty.chosen.connect(self._open_link)
        self._skeleton = Skeleton(84, 16)
        self._skeleton.setAccessibleName(say("正在读……"))
        self._stack = stacked(self.view, self.empty, self._skeleton)
        self._late = QTimer(self, singleShot=True, interval=_SKELETON_MS)
        self._late.timeout.connect(partial(self._stack.setCurrentWidget, self._skeleton))
        header = pane_header(say("人物"), self._count, (self.more_button,))
        tools = QWidget()
        column_layout(self.filter, self.order_chip, of=tools, margins=(12, 0, 12, 8), spacing=8)
        column_layout(header, tools, Rule(), Wide(self._stack), of=self, spacing=0)

    def _take_list(self, text: str) -> None:
        """Have a list of names that was pasted counted, instead of filtering by it."""
        is_list = is_pasted_list(self._written, text)
        self._written = text
        if is_list:
            self.filter.set_text("")
            self.calls.count_names(text)

    def typed(self) -> str:
        return self.filter.line.text().strip()

    def order(self) -> PersonOrder:
        return PersonOrder(self.order_chip.key)

    def begin(self) -> None:
        """Show that people are being read, after a delay, if there are no rows."""
        if self._stack.currentWidget() is not self.view or not self._total:
            self._late.start()

    def show_people(
        self, first: Sequence[PersonRow], total: int, typed: str, articles: int | None = None
    ) -> None:
        """Show the people that match the filter `typed`: the first page of them, and their number.

        If there are none, `articles` is the number of articles that a search for `typed` finds; None if it is unknown.

        With the same filter and order as before, scroll position and selection stay, because the list is refreshed
        again and again during a sync.
        """
        self._late.stop()
        requested = typed, self.order()
        if requested == self._requested:
            scrolled = self.view.verticalScrollBar().value()
        else:
            scrolled = 0
        index = self.view.currentIndex()
        if requested == self._requested and index.isValid():
            current = self.model.row(index)
        else:
            current = None
        at = index.row()
        self._total = total
        self._articles = articles
        self._typed = typed
        self._requested = requested
        with self.view.chooser.quietly():
            self.model.begin(first, total)
        if current is not None:
            self.select(current.name, current.label)
            if not self.view.currentIndex().isValid() and total:  # it was struck out: select the next row
                self.view.chooser.select(self.model.index(min(at, total - 1), 0))
        self.view.executeDelayedItemsLayout()
        self.view.verticalScrollBar().setValue(scrolled)
        self._describe()

    def set_counting(self, is_counting: bool) -> None:
        """Set whether a sync is still finding names."""
        if is_counting != self._is_counting:
            self._is_counting = is_counting
            self._describe()

    def show_failure(self, why: str) -> None:
        self._late.stop()
        self.empty.show_state(say("没有读出来"), why)
        self._stack.setCurrentWidget(self.empty)

    def face(self) -> QWidget:
        """Return the widget that takes the focus: the filter, from which ↓ moves the focus to the rows."""
        return self.filter

    def select(self, name: str, label: str) -> None:
        """Select a person without emitting a signal, if their row has been read; else select nothing."""
        place = self.model.place_of(name, label)
        self.view.chooser.select(self.model.index(place, 0) if place >= 0 else QModelIndex())

    def more_menu(self) -> QMenu:
        menu = new_menu(self, self.more_button.accessibleName())
        menu.addAction(say("查一份名单…"), self.calls.open_name_list)
        menu.addAction(say("改过的人物…"), self.calls.open_decisions)
        return menu

    # -- private

    def _describe(self) -> None:
        if self._total:
            number = so_far(self.read, count(self._total, "{n} 人"))
        else:
            number = ""
        if self._is_counting and self.read.is_whole:
            going_on = say("还在数……")
        else:
            going_on = ""
        self._count.setText(wording.GAP.join(filter(None, [number, going_on])))
        self.view.setAccessibleDescription(self._count.text())
        if self._total:
            self._stack.setCurrentWidget(self.view)
            return
        if self._is_counting:
            self.empty.show_state(
                say("正在认人名"),
                unread_in_words(self.read) + say("更新还没有完，名字会一个个出现在这里。先读报，不必等。"),
            )
        elif self._typed:
            self._describe_none_of_name()
        else:
            self.empty.show_state(
                say("还没有认出人名"),
                unread_in_words(self.read) + say("报上有署名、职务或名单的地方，名字会列在这里。"),
            )
        self._stack.setCurrentWidget(self.empty)

    def _describe_none_of_name(self) -> None:
        """Say that no name recognised is what was typed, and in how many articles the word is."""
        typed = self._typed
        if self.read.is_whole:
            title = say("认出来的人名里没有“{typed}”", typed=typed)
        else:
            title = say("目前认出来的人名里还没有“{typed}”", typed=typed)
        search = say("在文章里搜索“{typed}”", typed=typed)
        why = say("这里只列在报上认出来的人名。别的字样可以去文章里搜索。")
        if self._articles:
            why = count(self._articles, "这几个字在 {n} 篇文章里有；这里只列在报上认出来的人名。")
            search = count(self._articles, "看有这几个字的 {n} 篇")
        links = [PanelLink("search", search), PanelLink("all", say("显示全部人物"), is_quiet=True)]
        self.empty.show_state(title, unread_in_words(self.read) + why, links)

    def _open_link(self, key: str) -> None:
        if key == "search":
            self.calls.search(self._typed)
        else:
            self.filter.set_text("")
            self.calls.read()
            self.filter.begin()

    def _choose(self, index: QModelIndex) -> None:
        row = self.model.row(index)
        if row is not None:
            self.calls.open_person(row.name, row.label)

    def _strike_out(self, index: QModelIndex) -> None:
        row = self.model.row(index)
        if row is not None:
            self.calls.strike_out(row.name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Strike out the current person on Delete."""
        is_delete = (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
            and self.view.currentIndex().isValid()
        )
        if is_delete:
            self._strike_out(self.view.currentIndex())
        return is_delete

    def _fill_menu(self, menu: QMenu, index: QModelIndex) -> None:
        menu.addAction(say("打开卡片"), partial(self._choose, index))
        strike = menu.addAction(say("这不是人名，划掉"), partial(self._strike_out, index))
        strike.setShortcut(QKeySequence.StandardKey.Delete)

    def _enter_list(self) -> None:
        face = self._stack.currentWidget()
        if face is self.view and self.model.rowCount():
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.empty.links():
            self.empty.links()[0].setFocus(Qt.FocusReason.TabFocusReason)


EVIDENCE_ROW = 112


class _EvidenceDelegate(RowDelegate[EvidenceModel]):
    """Paints day and newspaper with the kind of evidence at the right, the headline, and two lines around the name."""

    height = EVIDENCE_ROW

    def __init__(self, view: RowList, model: EvidenceModel) -> None:
        super().__init__(view, model)
        self.spellings: Sequence[str] = ()

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = self._model.row(index)
        if row is None:
            return
        x = rect.x() + self.margin
        width = rect.width() - 2 * self.margin
        small = theme.sans(12)
        line = QRectF(x, rect.y() + 10, width, 18)
        evidence = mark_words(row.mark) or certainty_words(row.certainty)
        wide = text_painting.draw_words(painter, line, evidence, small, "ink2", text_painting.RIGHT)
        line.setRight(line.right() - wide - 8)
        theme.draw_icon(painter, CERTAINTY_ICON[row.certainty], "ink3", line.right() - 14, line.y() + 2, 14)
        line.setRight(line.right() - 22)
        where = wording.forms(row.where(wording.short_day), [1])
        text_painting.draw_words(painter, line, where, small, "ink3")
        y = text_painting.draw_text(
            painter, x, rect.y() + 30, width, row.headline, theme.serif(15, 700), "ink", 24
        )
        marks = list(chain.from_iterable(_places(row.quote, name) for name in self.spellings))
        text_painting.draw_text(painter, x, y + 2, width, row.quote, theme.sans(13), "ink2", 22, 2, marks)


def _places(text: str, name: str) -> Iterator[tuple[int, int]]:
    at = text.find(name)
    while at >= 0:
        yield at, at + len(name)
        at = text.find(name, at + len(name))


class EvidenceFilter(Struct, frozen=True):
    """Which articles of a person are listed: those of a class, with an office, or with a companion; by default all."""

    certainty: Certainty | None = None
    office: str = ""
    companion: str = ""


def _number(card: PersonCard, evidence_filter: EvidenceFilter) -> int:
    """Return the number of a person's articles that pass a filter, from the counts of the card."""
    if evidence_filter.office:
        return next((office.articles for office in card.offices if office.title == evidence_filter.office), 0)
    if evidence_filter.companion:
        return next(
            (
                companion.articles
                for companion in card.companions
                if companion.name == evidence_filter.companion
            ),
            0,
        )
    numbers = {
        None: card.articles,
        Certainty.CERTAIN: card.certain,
        Certainty.LIKELY: card.likely,
        Certainty.STRING: card.only_string,
    }
    return numbers[evidence_filter.certainty]


class CardCalls(Struct):
    """What the card of a person and its evidence ask for; whoever does it sets the function."""

    search: Callable[[str], object] = do_nothing
    """Searches for a query as text."""
    search_rung: Callable[[str, Rung], object] = do_nothing
    read_evidence: Callable[[EvidenceFilter], object] = do_nothing
    """Reads the evidence that passes a filter, and calls `show_evidence`."""
    open_evidence: Callable[[NameEvidence], object] = do_nothing
    """Opens the article of a piece of evidence."""
    split: Callable[[list[int]], object] = do_nothing
    """Separates another person of the name, whom these articles (their ids) are about."""
    strike_out: Callable[[], object] = do_nothing
    merge: Callable[[], object] = do_nothing
    open_decisions: Callable[[], object] = do_nothing
    close: Callable[[], object] = do_nothing


class EvidencePanel(QWidget):
    """The evidence with chips for its classes, and a link to separate another person of the same name."""

    def __init__(self, calls: CardCalls) -> None:
        super().__init__()
        self._calls = calls
        self._card: PersonCard | None = None
        self.wanted = EvidenceFilter()
        """The current filter."""
        self.model = EvidenceModel(self)
        self.view = RowList(self.model, follows=False)
        """Several articles can be selected; one chosen as the only selected one is opened."""
        self.view.setObjectName("evidenceList")
        self.view.setAccessibleName(say("依据"))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setUniformItemSizes(True)
        self.view.chooser.chosen.connect(self._open)
        self._delegate = _EvidenceDelegate(self.view, self.model)
        self.view.setItemDelegate(self._delegate)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._follow_selection())
        self._chips = QWidget()
        self._flow = FlowLayout()
        self._flow.setContentsMargins(16, 8, 16, 8)
        self._chips.setLayout(self._flow)
        self._group = QButtonGroup(self)
        self.empty = StatePanel(State.EMPTY)
        self._skeleton = Skeleton(EVIDENCE_ROW, 16)
        self._skeleton.setAccessibleName(say("正在读……"))
        self._stack = stacked(self.view, self.empty, self._skeleton)
        self.split_button = LinkButton("", px=13, act=self._split)
        self._chosen = Label("", theme.sans(12), "ink3")
        foot = QWidget()
        foot.setFixedHeight(40)
        row_layout(Wide(self._chosen), self.split_button, of=foot, margins=(16, 0, 10, 0))
        fill_with_rules(self, [self._chips], self._stack, foot)

    def number(self) -> int:
        """Return the number of articles that pass the filter, from the counts of the card."""
        if self._card:
            return _number(self._card, self.wanted)
        return 0

    def begin(self, card: PersonCard, evidence_filter: EvidenceFilter) -> None:
        """Set the person and the filter, and show that the evidence is being read."""
        self._card = card
        self.wanted = evidence_filter
        self._delegate.spellings = card.spellings
        self.split_button.setText(
            say("这是另一个{name}…", name=card.name)
            if not card.label
            else say("归到另一个{name}…", name=card.name)
        )
        self._make_chips(card)
        self._stack.setCurrentWidget(self._skeleton)
        self._follow_selection()

    def show_evidence(self, first: Sequence[NameEvidence], total: int) -> None:
        """Show the articles: the first page of them, and their number."""
        with self.view.chooser.quietly():
            self.model.begin(first, total)
        self.view.scrollToTop()
        if total:
            self._stack.setCurrentWidget(self.view)
        else:
            self.empty.show_state(say("这一类没有"), say("换一类看看。"))
            self._stack.setCurrentWidget(self.empty)
        self._follow_selection()

    def focus_rows(self) -> None:
        face = self._stack.currentWidget()
        (self.view if face is not self.empty else self._group.buttons()[0]).setFocus(
            Qt.FocusReason.TabFocusReason
        )

    def _open(self, index: QModelIndex) -> None:
        if self.view.selectedIndexes() == [index] and (row := self.model.row(index)) is not None:
            self._calls.open_evidence(row)

    def _split(self) -> None:
        rows = map(self.model.row, sorted(self.view.selectedIndexes()))
        self._calls.split([row.article_id for row in rows if row is not None])

    def _make_chips(self, card: PersonCard) -> None:
        for chip in self._group.buttons():
            self._group.removeButton(chip)
        self._flow.clear()
        choices = {EvidenceFilter(): (say("全部"), say("全部"))}
        choices |= {
            EvidenceFilter(certainty): (certainty_words(certainty), certainty_in_full(certainty))
            for certainty in Certainty
        }
        if self.wanted not in choices:
            words = self.wanted.office or say("与{name}一起", name=self.wanted.companion)
            choices[self.wanted] = words, words
        for evidence_filter, (words, meaning) in choices.items():
            number = _number(card, evidence_filter)
            chip = Chip(f"{words} {number:,}", act=partial(self._calls.read_evidence, evidence_filter))
            chip.setAccessibleName(wording.listed([words, wording.articles(number)]))
            chip.setToolTip(plain(meaning))
            chip.setChecked(evidence_filter == self.wanted)
            self._group.addButton(chip)
            self._flow.addWidget(chip)
        listed = wording.articles(_number(card, self.wanted))
        self.view.setAccessibleDescription(wording.listed([name_in_full(card.name, card.label), listed]))

    def _follow_selection(self) -> None:
        if self._stack.currentWidget() is self.view:
            number = len(self.view.selectedIndexes())
        else:
            number = 0
        self._chosen.setText(
            say("已选 {n} 篇", n=number) if number else say("选几篇，可以分出同名的另一个人")
        )
        self.split_button.setEnabled(number > 0)
        self.split_button.setVisible(number > 0)
