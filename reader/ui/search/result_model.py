"""The item model of search results: articles, seams, mastheads, and the content of their cards.

The model has only ids; the content of a card is requested when the card is painted or its text is read
(`want_rows`), more ids near the end. Seams are few and come with the content of their cards:
they stand behind the last article, or before all others when the reader wants to see them at once. Mastheads
come last.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum, auto
from functools import partial

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QMimeData,
    QModelIndex,
    QObject,
    QPoint,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView

from reader.i18n import count, say
from reader.library.search_hits import SeamHit, SearchHit
from reader.newspaper.facts import with_remark
from reader.newspaper.holdings import IssueRow
from reader.search.answering import beside_articles
from reader.search.answering.snippets import Snippet
from reader.search.query import Query
from reader.storage.issue_table import KnownMasthead
from reader.ui.widgets import wording
from reader.ui.widgets.background_tasks import do_soon
from reader.ui.widgets.row_list import Index, MimeDataMaker, draggable, no_data

Folds = Mapping[int, frozenset[int]]
"""Maps an article to all articles in the results with the same text, itself included."""


class FoldedRows:
    """The articles of the results in their order (`found`), and those with a row (`shown`)."""

    def __init__(self) -> None:
        self.found: list[int] = []
        self.shown: list[int] = []
        self._rows: dict[int, int] = {}
        self._places: dict[int, int] = {}
        self._leaders: dict[int, int] = {}
        self._groups: dict[int, frozenset[int]] = {}
        self.unfolded: set[int] = set()
        """The leaders below which the other printings have rows."""

    def begin(self, ids: Iterable[int], folds: Folds, *, keeps_unfolded: bool = False) -> None:
        """Replace the articles; with `keeps_unfolded`, unfolded rows that are still there stay unfolded."""
        unfolded = self.unfolded if keeps_unfolded else set()
        self.found = []
        self.shown = []
        self._rows = {}
        self._places = {}
        self._leaders = {}
        self._groups = {}
        self.unfolded = set()
        self.add(ids, folds)
        for leader in [
            article_id for article_id in self.shown if article_id in unfolded and article_id in self._groups
        ]:
            self.turn(leader)

    def add(self, ids: Iterable[int], folds: Folds) -> int:
        before = len(self.shown)
        for article_id in ids:
            self._places[article_id] = len(self.found)
            self.found.append(article_id)
            # folded below a printing that came before
            if self._leaders.get(article_id, article_id) != article_id:
                continue
            self._rows[article_id] = len(self.shown)
            self.shown.append(article_id)
            group = folds.get(article_id, frozenset())
            if len(group) > 1:
                self._groups[article_id] = group
                self._leaders |= dict.fromkeys(group, article_id)
        return len(self.shown) - before

    def count_new(self, ids: Iterable[int], folds: Folds) -> int:
        """Return how many rows `add` would add."""
        led: dict[int, int] = {}
        rows = 0
        for article_id in ids:
            if led.get(article_id, self.leader_of(article_id)) == article_id:
                rows += 1
                led |= dict.fromkeys(folds.get(article_id, ()), article_id)
        return rows

    def turn(self, leader: int) -> tuple[int, int]:
        """Unfold the other printings of an article, or fold them. Return the first of their rows, and their number."""
        row = self._rows[leader] + 1
        others = sorted(
            self._groups[leader] - {leader},
            key=lambda group: (self._places.get(group, len(self.found)), group),
        )
        if leader in self.unfolded:
            self.unfolded.remove(leader)
            del self.shown[row : row + len(others)]
            for other in others:
                self._rows.pop(other, None)
        else:
            self.unfolded.add(leader)
            self.shown[row:row] = others
        self._rows |= {article_id: at for at, article_id in enumerate(self.shown[row:], row)}
        return row, len(others)

    def count_of_others(self, article_id: int) -> int:
        """Return the number of other printings below an article; 0 for one of those."""
        return len(self._groups.get(article_id, (article_id,))) - 1

    def leader_of(self, article_id: int) -> int:
        """Return the article whose row the printing is folded below; for any other article, itself."""
        return self._leaders.get(article_id, article_id)

    def row_of(self, article_id: int) -> int | None:
        row = self._rows.get(article_id)
        if row is None:
            return self._rows.get(self.leader_of(article_id))
        return row

    def place_of(self, article_id: int) -> int | None:
        """Return the index of an article in the results, else that of its leader; None if neither is known."""
        place = self._places.get(article_id)
        if place is None:
            return self._places.get(self.leader_of(article_id))
        return place


class RowLabel(Enum):
    """A label of a row that can be clicked, from the right: the number of matches, and that of folded printings."""

    PLACES = auto()
    FOLD = auto()


class RowTriggers(QObject):
    """Watches a view: clicks on the labels of its rows; → and ← fold and unfold.

    `label_at` returns the label at a point of the viewport in a row; `click` is called with a clicked one and whether
    Shift is held; `turn` unfolds a row (True) or folds it, and returns whether it changed anything.
    """

    def __init__(
        self,
        view: QAbstractItemView,
        label_at: Callable[[QModelIndex, QPoint], RowLabel | None],
        click: Callable[[QModelIndex, RowLabel, bool], object],
        turn: Callable[[QModelIndex, bool | None], bool],
    ) -> None:
        super().__init__(view)
        self._view = view
        self._label_at = label_at
        self._click = click
        self._turn = turn
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and watched is self._view.viewport():
            return self._clicked(event)
        if isinstance(event, QKeyEvent) and watched is self._view and event.type() == QEvent.Type.KeyPress:
            is_unfolding = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False}.get(Qt.Key(event.key()))
            if is_unfolding is not None and event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            ):
                return self._turn(self._view.currentIndex(), is_unfolding)
        return False

    def _clicked(self, event: QMouseEvent) -> bool:
        """Consume a click on a label, so that it does not open the article."""
        kinds = (
            QEvent.Type.MouseButtonPress,
            QEvent.Type.MouseButtonRelease,
            QEvent.Type.MouseButtonDblClick,
        )
        if event.button() is not Qt.MouseButton.LeftButton or event.type() not in kinds:
            return False
        point = event.position().toPoint()
        index = self._view.indexAt(point)
        if index.isValid():
            label = self._label_at(index, point)
        else:
            label = None
        # the press is consumed, too, or the view would open the article with it
        if label is not None and event.type() == QEvent.Type.MouseButtonRelease:
            self._click(index, label, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        return label is not None


class Card(Struct, frozen=True):
    """The content of a card: date and page, the same in short; the number of matches; the title; a part of the text.

    `where` and `where_in_short` begin with the newspaper where there are several; `day` and `newspaper` are these
    alone. `is_fresh`: the article is new since the saved search was last opened. `fold` states the number of other
    printings below it in words, `fold_in_short` as a number alone; `is_unfolded`: they are listed. `tie` states what
    ties another naming to the person, or that another source of the article has the match. `title_marks` are the spans
    of the matches in the title.
    """

    where: str
    where_in_short: str
    places: str
    title: str
    snippet: Snippet
    is_fresh: bool = False
    fold: str = ""
    fold_in_short: str = ""
    is_unfolded: bool = False
    tie: str = ""
    title_marks: tuple[tuple[int, int], ...] = ()
    day: str = ""
    newspaper: str = ""


def _fold_spoken(card: Card) -> str:
    """Return the number of other printings of a card in words, with the key that lists or folds them; "" for none."""
    if not card.fold:
        return ""
    if card.is_unfolded:
        return say("{fold}，按左方向键折起，已算在篇数里", fold=card.fold)
    return say("{fold}，按右方向键展开，已算在篇数里", fold=card.fold)


def card_of(hit: SearchHit | SeamHit, *, names_newspaper: bool = False) -> Card:
    if names_newspaper:
        newspaper = with_remark(hit.issue.newspaper, hit.issue.facts.title)
    else:
        newspaper = ""
    if isinstance(hit, SeamHit):
        page = hit.where()
        places_found = ""
    else:
        values = (article_value.option.label for article_value in hit.values)
        page = _joined(
            wording.page(hit.article.page, hit.article.page_fact) if hit.article.page else "", *values
        )
        places_found = places(hit.snippet)
    long, short = (
        _joined(newspaper, *_day(hit.issue, has_weekday=has_weekday), page) for has_weekday in (True, False)
    )
    day = _joined(*_day(hit.issue, has_weekday=False))
    if isinstance(hit, SeamHit):
        return Card(long, short, places_found, hit.title, hit.snippet, day=day, newspaper=newspaper)
    title = hit.article.title
    marks = hit.title_marks
    card = Card(long, short, places_found, title, hit.snippet, day=day, newspaper=newspaper)
    return replace(card, tie=hit.remark(), title_marks=marks)


def card_of_masthead(head: KnownMasthead, query: Query, *, names_newspaper: bool = False) -> Card:
    snippet = beside_articles.masthead_snippet(query, head.lines)
    if head.date:
        day = head.date.isoformat()
    else:
        day = wording.issue_day(None, head.month_day, head.path)
    day = with_remark(day, head.facts.day)
    weekday = wording.short_weekday(head.date) if head.date else ""
    newspaper = with_remark(head.newspaper, head.facts.title) if names_newspaper else ""
    long = _joined(newspaper, day, weekday)
    short = _joined(newspaper, day)
    return Card(long, short, places(snippet), say("报头"), snippet, day=day, newspaper=newspaper)


def _joined(*parts: str) -> str:
    return wording.GAP.join(filter(None, parts))


def _day(issue: IssueRow, *, has_weekday: bool) -> list[str]:
    date = issue.date
    if date:
        day = date.isoformat()
    else:
        day = wording.issue_day(None, issue.month_day, issue.label)
    day = issue.with_edition(with_remark(day, issue.facts.day))
    return [day, wording.short_weekday(date) if date and has_weekday else ""]


def places(snippet: Snippet) -> str:
    """Return the number of matches, “12 处”; "" for a query without matches in the text, such as a date."""
    if snippet.matches:
        return count(snippet.matches, "{n} 处")
    return ""


def seams_in_words(seams: Sequence[SeamHit]) -> str:
    """Return how many matches over seams there are; a seam is between pages, or only between articles."""
    if all(seam.is_story for seam in seams):
        return count(len(seams), "{n} 处跨版")
    return count(len(seams), "{n} 处跨篇")


def words_of_seams_button(seams: Sequence[SeamHit], do_seams_lead: bool) -> str:
    """Return what the button does: moves the seams back, or to the top, where it names how many there are."""
    if all(seam.is_story for seam in seams):
        if do_seams_lead:
            return say("跨版的排在最后")
        return count(len(seams), "另有 {n} 处跨版")
    if do_seams_lead:
        return say("跨篇的排在最后")
    return count(len(seams), "另有 {n} 处跨篇")


SKELETON_MS = 150
"""The delay before the skeleton replaces the previous results, in milliseconds."""

_TOP = QModelIndex()

Shown = int | SeamHit | KnownMasthead
"""What a row shows: an article, by its id, or one of the others."""


class ResultModel(QAbstractListModel):
    """The ids found so far, with the content of the rows that were visible; the seams; the mastheads."""

    def __init__(
        self,
        want_page: Callable[[int, int], object],
        want_rows: Callable[[Sequence[int]], object],
        parent: QObject | None = None,
    ) -> None:
        """Make the model; `want_page` is called with the place from which ids are to be added and how many, 0 for
        a page, `want_rows` with ids.
        """
        super().__init__(parent)
        self._want_page = want_page
        self._want_rows = want_rows
        self.mime_data_of: MimeDataMaker = no_data
        self.folding = FoldedRows()
        self.names_newspapers = False
        """Whether each row names its newspaper, because there are several."""
        self.is_folding = True
        self.folds: dict[int, frozenset[int]] = {}
        self._total = 0
        self._hits: dict[int, SearchHit] = {}
        self._wanted: dict[int, None] = {}
        self._requested: set[int] = set()
        self._late: set[int] = set()
        self._fresh: frozenset[int] = frozenset()
        self._page_requested = -1
        self.seams: tuple[SeamHit, ...] = ()
        self._leading = 0
        self._following = 0
        self.mastheads: tuple[KnownMasthead, ...] = ()
        self._heads_shown = 0
        self._query = Query()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._request_rows)

    def begin(
        self, ids: Iterable[int], total: int, *, keeps_hits: bool = False, folds: Folds | None = None
    ) -> None:
        """Reset to other results; with `keeps_hits`, rows show their previous content until it has been read again.

        `folds` are the printings of one text among them.
        """
        self.beginResetModel()
        self.folds = dict(folds or {})
        self.folding.begin(ids, self._wanted_folds(folds), keeps_unfolded=keeps_hits)
        self._total = total
        if keeps_hits:
            self._hits = {i: self._hits[i] for i in self.folding.shown if i in self._hits}
        else:
            self._hits = {}
        self._wanted.clear()
        self._requested.clear()
        self._late.clear()
        self._page_requested = -1
        if not keeps_hits:
            self.seams = ()
            self._leading = 0
            self.mastheads = ()
        if self._leading or not self._is_complete():
            self._following = 0
        else:
            self._following = len(self.seams)
        if self._is_complete():
            self._heads_shown = len(self.mastheads)
        else:
            self._heads_shown = 0
        self.endResetModel()

    def add(self, offset: int, ids: Sequence[int], total: int, folds: Folds | None = None) -> None:
        """Add the next ids; ids for another offset, or none at all, only end the waiting for them."""
        if offset != len(self.folding.found):
            return
        # an empty page means that there are no more, whatever total was announced
        self._total = total if ids else len(self.folding.found)
        if ids:
            row = self._leading + len(self.folding.shown)
            self.folds |= folds or {}
            folds = self._wanted_folds(folds)
            added = self.folding.count_new(ids, folds)
            if added:
                self.beginInsertRows(_TOP, row, row + added - 1)
                self.folding.add(ids, folds)
                self.endInsertRows()
            else:  # no further row requests more
                self.folding.add(ids, folds)
                do_soon(partial(self.fetchMore, _TOP), self)
        self._place_seams(leading=self._leading > 0)
        self._place_heads()

    def set_hits(self, hits: Iterable[SearchHit]) -> None:
        fresh = {hit.article.id: hit for hit in hits if hit.article.id in self._requested}
        self._hits |= fresh
        self._repaint(fresh)

    def set_fresh(self, article_ids: frozenset[int]) -> None:
        changed = self._fresh ^ article_ids
        self._fresh = article_ids
        self._repaint(changed)

    # -- several printings of one text

    def fold_again(self, is_wanted: bool) -> None:
        """Let several printings of one text share a row, or give each its own."""
        self.is_folding = is_wanted
        self.beginResetModel()
        self.folding.begin(list(self.folding.found), self._wanted_folds(self.folds))
        self.endResetModel()

    def turn_fold(self, index: Index, is_unfolding: bool | None = None) -> bool:
        """Unfold the other printings of a row (True) or fold them; None toggles. Return whether anything changed."""
        article_id = self.article_at(index.row())
        if article_id is None:
            leader = None
        else:
            leader = self.folding.leader_of(article_id)
        if leader is None or not self.folding.count_of_others(leader):
            return False
        is_unfolded = leader in self.folding.unfolded
        if is_unfolding is is_unfolded:
            return False
        row = self._leading + (self.folding.row_of(leader) or 0) + 1
        count_ = self.folding.count_of_others(leader)
        if is_unfolded:
            self.beginRemoveRows(_TOP, row, row + count_ - 1)
            self.folding.turn(leader)
            self.endRemoveRows()
        else:
            self.beginInsertRows(_TOP, row, row + count_ - 1)
            self.folding.turn(leader)
            self.endInsertRows()
        self._repaint([leader])
        return True

    def _wanted_folds(self, folds: Folds | None) -> Folds:
        if folds and self.is_folding:
            return folds
        return {}

    # -- seams

    def set_seams(self, seams: Sequence[SeamHit]) -> None:
        if tuple(seams) == self.seams:
            return
        is_leading = self._leading > 0
        self._take_seams_away()
        self.seams = tuple(seams)
        self._place_seams(leading=is_leading)

    def do_seams_lead(self) -> bool:
        return self._leading > 0

    def let_seams_lead(self, leading: bool) -> None:
        self._take_seams_away()
        self._place_seams(leading=leading)

    def seam(self, index: Index) -> SeamHit | None:
        row = index.row()
        if row < self._leading:
            return self.seams[row]
        behind = row - self._leading - len(self.folding.shown)
        if 0 <= behind < self._following:
            return self.seams[behind]
        return None

    def _is_complete(self) -> bool:
        return len(self.folding.found) >= self._total

    def _take_seams_away(self) -> None:
        count = self._leading or self._following
        if count:
            first = 0 if self._leading else len(self.folding.shown)
            self.beginRemoveRows(_TOP, first, first + count - 1)
            self._leading = 0
            self._following = 0
            self.endRemoveRows()

    def _place_seams(self, *, leading: bool) -> None:
        if self._leading or self._following or not self.seams:
            return
        if leading:
            self.beginInsertRows(_TOP, 0, len(self.seams) - 1)
            self._leading = len(self.seams)
            self.endInsertRows()
        elif self._is_complete():
            self.beginInsertRows(_TOP, len(self.folding.shown), len(self.folding.shown) + len(self.seams) - 1)
            self._following = len(self.seams)
            self.endInsertRows()

    # -- mastheads

    def set_mastheads(self, heads: Sequence[KnownMasthead], query: Query) -> None:
        if (tuple(heads), query) == (self.mastheads, self._query):
            return
        if self._heads_shown:
            first = self.rowCount() - self._heads_shown
            self.beginRemoveRows(_TOP, first, self.rowCount() - 1)
            self._heads_shown = 0
            self.endRemoveRows()
        self.mastheads = tuple(heads)
        self._query = query
        self._place_heads()

    def masthead(self, index: Index) -> KnownMasthead | None:
        behind = index.row() - self._leading - len(self.folding.shown) - self._following
        if 0 <= behind < self._heads_shown:
            return self.mastheads[behind]
        return None

    def _place_heads(self) -> None:
        if self.mastheads and not self._heads_shown and self._is_complete():
            self.beginInsertRows(_TOP, self.rowCount(), self.rowCount() + len(self.mastheads) - 1)
            self._heads_shown = len(self.mastheads)
            self.endInsertRows()

    # -- articles

    def article_at(self, row: int) -> int | None:
        """Return the id of the article of a row; None for a seam, a masthead, or no row."""
        place = row - self._leading
        if 0 <= place < len(self.folding.shown):
            return self.folding.shown[place]
        return None

    def shown_at(self, index: Index) -> Shown | None:
        if not index.isValid():
            return None
        return self.masthead(index) or self.seam(index) or self.article_at(index.row())

    def index_showing(self, shown_row: Shown | None) -> QModelIndex:
        if isinstance(shown_row, int):
            return self.index_of(shown_row)
        rows = (self.index(row, 0) for row in range(self.rowCount()) if self.article_at(row) is None)
        return next((index for index in rows if self.shown_at(index) == shown_row), QModelIndex())

    def hit(self, index: Index) -> SearchHit | None:
        """Return the content of an article's row, None while it is unknown; request it if that was not done."""
        article_id = self.article_at(index.row())
        if article_id is None:
            return None
        hit = self._hits.get(article_id)
        if article_id not in self._requested:
            self._requested.add(article_id)
            # collected while one screen is painted, then requested together
            self._wanted[article_id] = None
            self._soon.start()
        return hit

    def card(self, index: Index) -> Card | None:
        head = self.masthead(index)
        if head is not None:
            return card_of_masthead(head, self._query, names_newspaper=self.names_newspapers)
        hit = self.seam(index) or self.hit(index)
        if hit is None:
            return None
        card = card_of(hit, names_newspaper=self.names_newspapers)
        card = replace(card, is_fresh=self.article_at(index.row()) in self._fresh)
        if isinstance(hit, SeamHit):
            return card
        others = self.folding.count_of_others(hit.article.id)
        if not others:
            return card
        if hit.article.id in self.folding.unfolded:
            words = count(others, "展开了 {n} 篇")
            return replace(card, fold=words, fold_in_short=f"−{others}", is_unfolded=True)
        return replace(card, fold=count(others, "折起 {n} 篇"), fold_in_short=f"+{others}")

    def is_late(self, index: Index) -> bool:
        """Return whether the content of a row was requested at least `SKELETON_MS` ago and has not arrived."""
        return self.article_at(index.row()) in self._late

    def index_of(self, article_id: int) -> QModelIndex:
        row = self.folding.row_of(article_id)
        if row is None:
            return QModelIndex()
        return self.index(self._leading + row, 0)

    def rowCount(self, parent: Index = _TOP) -> int:
        if parent.isValid():
            return 0
        return self._leading + len(self.folding.shown) + self._following + self._heads_shown

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._is_complete()

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent) and self._page_requested != len(self.folding.found):
            self._page_requested = len(self.folding.found)
            self._want_page(self._page_requested, 0)

    def fetch_rest(self) -> None:
        """Request all that is not known yet, after the page that is already requested."""
        if self._page_requested != len(self.folding.found):
            self._page_requested = len(self.folding.found)
            self._want_page(self._page_requested, self._total - self._page_requested)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            card = self.card(index)
            if card is None:
                return say("正在加载……")
            where = card.where.replace(wording.GAP, " ")
            lines = [f"{say('新')} {where}" if card.is_fresh else where, card.title, card.snippet.text]
            if role == Qt.ItemDataRole.DisplayRole:
                return "\n".join([*lines, *([card.tie] if card.tie else [])])
            return wording.listed(
                [
                    *lines[:2],
                    card.places,
                    card.tie,
                    _fold_spoken(card),
                    lines[2],
                ]
            )
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return draggable(super().flags(index))

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        ids: list[int] = []
        for index in indexes:
            seam = self.seam(index)
            article_id = seam.first.id if seam else self.article_at(index.row())
            if article_id is not None:
                ids.append(article_id)
        return self.mime_data_of(ids)

    def _request_rows(self) -> None:
        article_ids = list(self._wanted)
        self._wanted = {}
        if article_ids:
            self._want_rows(article_ids)
            QTimer.singleShot(SKELETON_MS, self, lambda: self._grow_late(article_ids))

    def _grow_late(self, article_ids: Sequence[int]) -> None:
        self._late.update(article_ids)
        self._repaint(article_ids)

    def _repaint(self, article_ids: Iterable[int]) -> None:
        row_numbers = [self.folding.row_of(i) for i in article_ids]
        rows = [self._leading + row for row in row_numbers if row is not None]
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), 0))
