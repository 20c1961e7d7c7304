"""The sidebar of the calendar: the years of each newspaper, and the shares of them that the library has."""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from msgspec import Struct
from PySide6.QtCore import QModelIndex, QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from reader.i18n import count, say
from reader.newspaper.coverage import Coverage, DayCounts, last_day
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.row_list import Index, RowDelegate, RowList, RowModel

_TOP = QModelIndex()
_ROW_HEIGHT = 32
_NAME_HEIGHT = 44
_FEW_YEARS = 3
"""Empty years between two years with issues that are at most this far apart have a row each."""
_EXTENT_WIDTH = 62
"""The space at the right end of a row for the share of the year, in pixels."""
_MIN_FILLED = 2.0
"""The minimum filled width for a month with an issue, in pixels."""
_POOR = 0.9
"""A year with a smaller share of its issues is marked."""


class YearRow(Struct, frozen=True):
    newspaper: str
    year: int
    tally: DayCounts
    months: tuple[float, ...]
    """For each month the share of days with an issue, 0 to 1, among those that may have had a paper."""
    unread: tuple[bool, ...] = (False,) * 12
    """For each month whether files of it are not read yet."""


class EmptyYears(Struct, frozen=True):
    first: int
    last: int
    is_so_far: bool = False
    """Whether files are not read yet, which may be of these years after all."""

    def words(self) -> str:
        if self.is_so_far:
            return say("目前还没有报纸")
        return say("没有报纸")


class UndatedIssues(Struct, frozen=True):
    """The issues of a year of which the day is not known."""

    newspaper: str
    year: int
    issues: int

    def words(self) -> str:
        return count(self.issues, "日子不详 {n} 期")


Row = YearRow | EmptyYears | UndatedIssues | str
"""A year, its issues without a known day, consecutive years without issues, or a newspaper's name above its years."""


def rows_of(
    newspapers: Mapping[str, Coverage], years_alone: Mapping[str, Mapping[int, int]] = MappingProxyType({})
) -> list[Row]:
    """Return for each newspaper its name, followed by the years from its first to its last issue.

    `years_alone` are the numbers of its issues of which only the year is known, which stand below that.
    """
    rows: list[Row] = []
    for name, coverage in newspapers.items():
        undated = years_alone.get(name, {})
        if not coverage.years and not undated:
            continue
        rows.append(wording.newspaper(name))
        rows += _years(name, coverage, undated)
    return rows


def _years(newspaper: str, coverage: Coverage, undated: Mapping[int, int]) -> list[Row]:
    rows: list[Row] = []
    dated = coverage.years
    years = sorted({*dated, *undated})
    for before, year in pairwise([years[0] - 1, *years]):
        if year - before > _FEW_YEARS:
            rows.append(EmptyYears(before + 1, year - 1, bool(coverage.unread)))
        else:
            rows += [_year(newspaper, between, coverage) for between in range(before + 1, year)]
        if dated and dated[0] <= year <= dated[-1]:
            rows.append(_year(newspaper, year, coverage))
        if year in undated:
            rows.append(UndatedIssues(newspaper, year, undated[year]))
    return rows


def _year(newspaper: str, year: int, coverage: Coverage) -> YearRow:
    months = [coverage.tally(dt.date(year, month, 1), last_day(year, month)) for month in range(1, 13)]
    tally = coverage.tally(dt.date(year, 1, 1), dt.date(year, 12, 31))
    unread = tuple(month.unread > 0 for month in months)
    return YearRow(newspaper, year, tally, tuple(map(_share_of_days, months)), unread)


def _share_of_days(month: DayCounts) -> float:
    possible = month.held + month.missing + month.undecided + month.unknown
    if possible:
        return month.held / possible
    return 1.0


class _Model(RowModel[Row]):
    def set_rows(self, rows: Sequence[Row]) -> None:
        if rows != self._rows:
            super().set_rows(rows)

    def index_of(self, newspaper: str, year: int) -> QModelIndex:
        return self.index_where(
            lambda row: isinstance(row, YearRow) and (row.newspaper, row.year) == (newspaper, year)
        )

    def is_heading(self, row: Row) -> bool:
        return isinstance(row, EmptyYears | str)

    def words(self, row: Row) -> str:
        return title(row)

    def spoken(self, row: Row) -> str:
        return spoken(row)

    def tip(self, row: Row) -> str:
        return spoken(row)


def title(row: Row) -> str:
    if isinstance(row, EmptyYears):
        return f"{row.first}–{row.last}"
    if isinstance(row, str):
        return row
    return str(row.year)


def spoken(row: Row) -> str:
    """Return a row in words for a screen reader: 1987年，343 期，缺 18 期，不出报 4 天."""
    if isinstance(row, EmptyYears):
        return wording.listed([title(row), row.words()])
    if isinstance(row, UndatedIssues):
        return wording.listed([say("{year}年", year=row.year), row.words()])
    if isinstance(row, str):
        return row
    return wording.listed([say("{year}年", year=row.year), tally_words(row.tally, say("，"))])


def tally_words(tally: DayCounts, gap: str = wording.GAP) -> str:
    """Return the numbers of issues in words: 343 期　缺 18 期　不出报 4 天."""
    parts = [so_far_issues(tally), _missing_issues(tally)]
    if tally.no_paper:
        parts.append(count(tally.no_paper, "不出报 {n} 天"))
    if tally.unread:
        parts.append(count(tally.unread, "{n} 天还没读到"))
    return gap.join(filter(None, parts))


def so_far_issues(tally: DayCounts) -> str:
    """Return the number of held issues in words: 343 期; 到此 343 期 if files of the period are not read yet."""
    number_words = wording.issues(tally.held)
    if tally.unread:
        return say("目前 {number}", number=number_words)
    return number_words


def missing_number(tally: DayCounts) -> str:
    """Return the number of missing issues: 18, or 13–17 if some may belong to adjacent periods; "" for none."""
    most = tally.missing + tally.undecided
    if tally.undecided:
        return f"{tally.missing}–{most}"
    return str(most or "")


def _missing_issues(tally: DayCounts) -> str:
    if tally.undecided:
        return say("缺 {missing} 期", missing=missing_number(tally))
    if tally.missing:
        return count(tally.missing, "缺 {n} 期")
    return ""


def extent(tally: DayCounts) -> tuple[str, bool]:
    """Return the share of a year's issues in words, 95%, and whether it is less than `_POOR`.

    If files of the year are not read yet, or most of its days are unknown, a share is meaningless, and the number of
    issues is returned instead: 2 期.
    """
    share = tally.share
    if tally.unread:
        return so_far_issues(tally) if tally.held else say("还没读到"), False
    if not tally.held or share is None:
        return "", False
    if not tally.is_mostly_known:
        return wording.issues(tally.held), False
    return f"{int(share * 100)}%", share < _POOR


class _Delegate(RowDelegate[_Model]):
    selected = "sel"
    has_rules = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        is_name = isinstance(self._model.row(index), str)
        return QSize(self._view.viewport().width(), _NAME_HEIGHT if is_name else _ROW_HEIGHT)

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = self._model.row(index)
        inner = rect.adjusted(16, 0, -14, 0)
        if isinstance(row, str):
            words_width = text_painting.draw_words(
                painter, inner, say("有报"), theme.sans(12), "ink3", text_painting.RIGHT
            )
            text_painting.draw_free(
                painter, inner.adjusted(0, 0, -words_width - 8, 0), row, theme.serif(15, 700), "ink"
            )
            return
        if isinstance(row, EmptyYears):
            text_painting.draw_words(painter, inner, title(row), theme.sans(12), "ink3")
            text_painting.draw_words(painter, inner, row.words(), theme.sans(12), "ink3", text_painting.RIGHT)
            return
        if isinstance(row, UndatedIssues):
            text_painting.draw_words(painter, inner, title(row), theme.sans(12), "ink3")
            text_painting.draw_words(painter, inner, row.words(), theme.sans(12), "ink2", text_painting.RIGHT)
            return
        is_selected = index == self._view.currentIndex()
        text_painting.draw_words(
            painter, inner, title(row), theme.sans(13, 700 if is_selected else 400), "ink"
        )
        words, is_poor = extent(row.tally)
        token = "warn" if is_poor else "ink2"
        words_width = text_painting.draw_words(
            painter, inner, words, theme.sans(12), token, text_painting.RIGHT
        )
        beside = max(_EXTENT_WIDTH, words_width + 8)  # while files are not read yet, the words are longer
        bar = QRectF(inner.x() + 46, rect.center().y() - 3, inner.width() - 46 - beside, 6)
        _paint_bar(painter, bar, row, is_selected=is_selected)


def _paint_bar(painter: QPainter, rect: QRectF, row: YearRow, *, is_selected: bool) -> None:
    width = (rect.width() - 11) / 12
    for month, share in enumerate(row.months):
        segment = QRectF(rect.x() + month * (width + 1), rect.y(), width, rect.height())
        if row.unread[month]:
            text_painting.draw_hatch(painter, segment)
            continue
        painter.fillRect(segment, theme.color("raised" if is_selected else "track"))
        segment.setWidth(max(width * share, min(_MIN_FILLED, width) if share else 0.0))
        painter.fillRect(segment, theme.color("accent" if is_selected else "bar"))


class YearList(RowList):
    yearChosen = Signal(str, int)
    undatedAsked = Signal(str, int)
    """The issues of a newspaper and a year whose day is not known are to be listed: by a click or Enter."""

    def __init__(self) -> None:
        self.years = _Model()
        super().__init__(self.years, tint="sidebar")
        self.setItemDelegate(_Delegate(self, self.years))
        self.setAccessibleName(say("年份"))
        self.chooser.chosen.connect(self._chosen)
        self.chooser.entered.connect(self._ask_for_undated)

    def select(self, newspaper: str, year: int) -> None:
        self.chooser.select(self.years.index_of(newspaper, year))

    def _chosen(self, index: QModelIndex) -> None:
        row = self.years.row(index)
        if isinstance(row, YearRow):
            self.yearChosen.emit(row.newspaper, row.year)
        elif not self.chooser.is_by_keys:
            self._ask_for_undated(index)

    def _ask_for_undated(self, index: QModelIndex) -> None:
        row = self.years.row(index)
        if isinstance(row, UndatedIssues):
            self.undatedAsked.emit(row.newspaper, row.year)
