"""The models of the lists of people and of evidence, whose rows are read page by page, and the words of rows."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt, QTimer, Signal

from reader.i18n import say
from reader.people.person import Certainty, NameEvidence, PersonRow, certainty_words, mark_words, name_in_full
from reader.ui.widgets import wording

PAGE = 100
"""The number of rows read in one query."""
_MAX_PAGES = 40
"""The maximum number of pages in memory."""

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")


class PagedModel(QStringListModel, Generic[Row]):
    """A list of many rows, which are read page by page when a view needs them.

    Signal: `pagesWanted` has the numbers of pages, for which the owner calls `set_page`. The strings of the underlying
    model stay empty: it only provides the number of rows, in C++, for speed.
    """

    pagesWanted = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages: dict[int, Sequence[Row]] = {}
        self._wanted: dict[int, None] = {}
        self._asked: set[int] = set()
        self._asking = QTimer(self, singleShot=True, interval=0)
        self._asking.timeout.connect(self._ask)

    def words(self, row: Row) -> str:
        """Return the text of a row."""
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
        return self.spoken(row) if role == Qt.ItemDataRole.AccessibleTextRole else self.words(row)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def row(self, index: Index) -> Row | None:
        """Return a row; None if it is not read yet, and request its page."""
        number, at = divmod(index.row(), PAGE)
        page = self._pages.get(number)
        if page is None:
            if number not in self._asked:
                self._wanted[number] = None
                self._asking.start()
            return None
        return page[at] if at < len(page) else None

    def known_rows(self) -> Iterator[tuple[int, Row]]:
        """Yield the rows read so far, each with its number."""
        for number, page in self._pages.items():
            for at, row in enumerate(page):
                yield number * PAGE + at, row

    def begin(self, first: Sequence[Row], total: int) -> None:
        """Replace all rows by `total` others, of which `first` is the first page."""
        self._wanted.clear()
        self._asking.stop()
        self._asked = {0}
        self._pages = {0: first}
        self.setStringList([])
        self.insertRows(0, total)

    def set_page(self, number: int, rows: Sequence[Row]) -> None:
        """Set the rows of a requested page."""
        if len(self._pages) > _MAX_PAGES:
            self._pages.clear()
            self._asked.clear()
        self._pages[number] = rows
        self._asked.add(number)
        first, last = number * PAGE, min((number + 1) * PAGE, self.rowCount()) - 1
        if first <= last:
            self.dataChanged.emit(self.index(first), self.index(last))

    def _ask(self) -> None:
        wanted, self._wanted = list(self._wanted), {}
        self._asked.update(wanted)
        self.pagesWanted.emit(wanted)


CERTAINTY_ICON = {Certainty.CERTAIN: "check", Certainty.LIKELY: "help", Certainty.STRING: "quote"}


def certainty_in_full(certainty: Certainty) -> str:
    """Return the meaning of a class of evidence in words."""
    return {
        Certainty.CERTAIN: say("有署名、职务或说话这样的明证"),
        Certainty.LIKELY: say("有两种旁证：并列的名单、像名字的字、前后的标点"),
        Certainty.STRING: say("那里有这几个字，但看不出是人名"),
    }[certainty]


def years(first: dt.date | None, last: dt.date | None) -> str:
    """Return the years of the first and the last day: 1987, 1987–1991; "" if they are not known."""
    if first is None or last is None:
        return ""
    return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"


def days(first: dt.date | None, last: dt.date | None) -> str:
    """Return a range of days in words: 1987年6月12日 – 1988年3月1日, or a single day; "" if they are not known."""
    if first is None or last is None:
        return ""
    return wording.day(first) if first == last else f"{wording.day(first)} – {wording.day(last)}"


def row_in_full(row: PersonRow) -> str:
    """Return a row of the list of people in words for a screen reader."""
    return wording.listed(
        [
            name_in_full(row.name, row.label),
            say("也写作 {names}", names=say("、").join(row.forms[1:])) if row.forms[1:] else "",
            certainty_words(row.certainty),
            say("、").join(row.newspapers),
            wording.articles(row.articles),
            years(row.first, row.last),
        ]
    )


def evidence_in_full(row: NameEvidence) -> str:
    """Return a row of the evidence in words for a screen reader."""
    return wording.listed(
        [
            wording.day(row.date) if row.date else say("日期不详"),
            row.newspaper,
            row.headline,
            certainty_words(row.certainty),
            mark_words(row.mark),
            row.quote,
        ]
    )


class PeopleModel(PagedModel[PersonRow]):
    """The list of people."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.ToolTipRole:  # a narrow row has no place for the names of several
            row = self.row(index)
            return say("、").join(row.newspapers) or None if row else None
        return super().data(index, role)

    def words(self, row: PersonRow) -> str:
        names = say("、").join([name_in_full(row.name, row.label), *row.forms[1:]])
        return f"{names} {wording.articles(row.articles)}"

    def spoken(self, row: PersonRow) -> str:
        return row_in_full(row)

    def place_of(self, name: str, label: str) -> int:
        """Return the number of a person's row among those read so far; -1 if there is none."""
        places = (at for at, row in self.known_rows() if row.label == label and name in row.forms)
        return next(places, -1)


class EvidenceModel(PagedModel[NameEvidence]):
    """The list of articles with a name, the newest first."""

    def words(self, row: NameEvidence) -> str:
        return f"{row.headline}\n{row.quote}"

    def spoken(self, row: NameEvidence) -> str:
        return evidence_in_full(row)
