"""The list of an issue's articles under the headings of their pages."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, QModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QMenu, QStyleOptionViewItem, QWidget

from reader.i18n import say
from reader.newspaper.facts import Fact
from reader.newspaper.holdings import ArticleRow, IssueRow
from reader.ui.issues.issue_tree import IssueCalls
from reader.ui.issues.tree_entries import QUIET, ArticleMarks, PageHeading, Source, under_headings
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import (
    LINK_PADDING,
    IconButton,
    Label,
    LinkButton,
    Rule,
    Wide,
    column_layout,
    do_at_click,
    plain,
    row_layout,
)
from reader.ui.widgets.row_list import Index, RowDelegate, RowList, RowModel, draggable
from reader.ui.widgets.state_panel import NoticeBar

_NARROW = 300
_LEAST = 200
"""The minimum width of the header, in pixels."""
# The space between two parts of the header, and the sum of all that between those that stay, in pixels.
_GAP = 4
_AROUND = 50
_TOP = QModelIndex()


Row = PageHeading | ArticleRow


class _Model(RowModel[Row]):
    def __init__(self) -> None:
        super().__init__()
        self.marks = ArticleMarks()
        self._headings: dict[str | None, Fact[str]] = {}
        """How each page is known by its heading."""

    def set_rows(self, rows: Sequence[Row]) -> None:
        self._headings = {row.page: row.fact for row in rows if isinstance(row, PageHeading)}
        super().set_rows(rows)

    def meta(self, row: ArticleRow) -> str:
        """Return page, authors and length of a row, without the mark that its heading has."""
        return wording.article_meta(row, self._headings.get(row.shown_page))

    def index_of(self, article_id: int) -> QModelIndex:
        return self.index_where(lambda row: isinstance(row, ArticleRow) and row.id == article_id)

    def is_heading(self, row: Row) -> bool:
        return isinstance(row, PageHeading)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if flags & Qt.ItemFlag.ItemIsSelectable:
            return draggable(flags)
        return flags

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        rows = [self.row(index) for index in indexes]
        return self.mime_data_of([row.id for row in rows if isinstance(row, ArticleRow)])

    def words(self, row: Row) -> str:
        if isinstance(row, PageHeading):
            return row.words()
        return row.title

    def tip(self, row: Row) -> str:
        if isinstance(row, PageHeading):
            return say("看整版")
        return plain(wording.listed([row.title, *self.marks.spoken(row)]))

    def spoken(self, row: Row) -> str:
        if isinstance(row, PageHeading):
            return wording.listed([row.words(), wording.articles(row.article_count)])
        meta = wording.article_meta(row).split(wording.GAP)
        return wording.listed([row.title, *meta, *self.marks.spoken(row), row.lead])


class _Delegate(RowDelegate[_Model]):
    """Paints rows of 84 px; in a narrow list a title of up to two lines and no lead (62 or 84 px)."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = self._model.row(index)
        width = self._view.viewport().width()
        if isinstance(row, PageHeading):
            return QSize(width, 44)
        if width >= _NARROW:
            return QSize(width, 84)
        lines = text_painting.line_count(row.title, theme.serif(15, 700), self._title_width(width, row), 2)
        return QSize(width, 62 if lines < 2 else 84)

    def paint_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = self._model.row(index)
        if isinstance(row, PageHeading):
            self._paint_heading(painter, rect, row)
            return
        x = rect.x() + self.margin
        width = rect.width() - 2 * self.margin
        is_narrow = rect.width() < _NARROW
        title = self._title_width(rect.width(), row)
        font = theme.serif(15, 700)
        ink = "ink2" if row.id in self._model.marks.read else "ink"
        y = text_painting.draw_text(
            painter, x, rect.y() + 11, title, row.title, font, ink, 22, 2 if is_narrow else 1
        )
        for number, icon in enumerate(self._model.marks.signs(row)):
            token = "ink3" if icon in QUIET else "accent"
            theme.draw_icon(painter, icon, token, rect.right() - 32 - 22 * number, rect.y() + 14, 16)
        if is_narrow:
            y += 2
        else:
            y = text_painting.draw_text(painter, x, y + 2, width, row.lead, theme.sans(13), "ink2", 20)
        text_painting.draw_text(painter, x, y + 1, width, self._model.meta(row), theme.sans(12), "ink3", 18)

    def paint_rule(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        heading = isinstance(self._model.row(index), PageHeading)
        self.draw_rule(painter, rect, "rule2" if heading else "rule")

    def _paint_heading(self, painter: QPainter, rect: QRectF, row: PageHeading) -> None:
        place = rect.adjusted(self.margin, 10, -self.margin, 0)
        words_width = text_painting.draw_words(painter, place, row.words(), theme.sans(13, 700), "ink")
        theme.draw_icon(
            painter, "newspaper", "ink3", place.x() + words_width + 10, place.center().y() - 8, 16
        )
        count = wording.articles(row.article_count)
        text_painting.draw_words(painter, place, count, theme.sans(12), "ink3", text_painting.RIGHT)

    def _title_width(self, width: float, row: ArticleRow) -> float:
        return width - 2 * self.margin - 24 * len(self._model.marks.signs(row))


class IssuePane(QWidget):
    def __init__(self, calls: IssueCalls) -> None:
        super().__init__()
        self.calls = calls
        self._source: Source | None = None
        self._issue: IssueRow | None = None
        theme.tint(self, "list")
        self.day_button = LinkButton("", token="ink")
        self.day_button.setFont(theme.serif(15, 700))
        self.day_button.setEnabled(False)
        self._number = Label("", theme.sans(12), "ink3")
        # The day, and number and size of the issue, in ever fewer words.
        self._days: Sequence[str] = [""]
        self._numbers: Sequence[str] = [""]
        self.date_origin_link = LinkButton("", quiet=True, px=12, act=self._explain_date)
        self.previous_button = IconButton("back", say("上一期 (P)"), 28, act=lambda: calls.step_issue(-1))
        self.next_button = IconButton("forward", say("下一期 (N)"), 28, act=lambda: calls.step_issue(1))
        header = QWidget()
        header.setFixedHeight(44)
        header.setMinimumWidth(_LEAST)
        texts = (self.day_button, self._number, self.date_origin_link)
        steps = (self.previous_button, self.next_button)
        row_layout(*texts, Wide(), *steps, of=header, margins=(16 - LINK_PADDING, 0, 10, 0), spacing=_GAP)
        self.notice = NoticeBar(16)
        """The link back to the search results that the list has replaced; set by their controller."""
        self.stopped = NoticeBar(16)
        """The notice that the issue is continued where reading stopped."""
        self.own_folder = NoticeBar(16)
        """The link in the sample to open the reader's own folder."""
        self.model = _Model()
        self.view = RowList(self.model)
        self.view.setObjectName("issueList")
        self.view.setAccessibleName(say("本期文章"))
        self.view.setItemDelegate(_Delegate(self.view, self.model))
        self.view.chooser.chosen.connect(self._choose)
        self.view.chooser.middleClicked.connect(self._open_second)
        self.view.menuOpening.connect(self._offer)
        column_layout(
            header, Rule(), self.own_folder, self.notice, self.stopped, Wide(self.view), of=self, spacing=0
        )
        self._write_header()

    def set_library(self, source: Source | None) -> None:
        self._source = source
        self._issue = None
        self.model.set_rows([])
        self._write_header()

    def show_issue(self, issue_id: int, source: Source | None = None) -> None:
        """Show an issue from its top, without a selected article and without emitting a signal.

        An unknown issue changes nothing. It is read from `source`; None for the library.
        """
        source = source or self._source
        issue = source.issue(issue_id) if source else None
        if issue and source:
            self._issue = issue
            self.model.set_rows(under_headings(source.articles(issue_id)))
            self.view.scrollToTop()
            self._write_header(source)

    def show_article(self, issue_id: int, article_id: int, source: Source | None = None) -> None:
        """Show the issue of an article and select the article, without emitting a signal; `source` as above."""
        if self.issue_id() != issue_id:
            self.show_issue(issue_id, source)
        self.view.chooser.select(self.model.index_of(article_id))

    def refresh(self) -> None:
        """Read the issue again after a sync; selection and scroll position stay. An issue that is gone stays shown."""
        if self._source and self._issue:
            issue = self._source.issue(self._issue.id)
        else:
            issue = None
        if issue is None or self._source is None:
            return
        rows = under_headings(self._source.articles(issue.id))
        if issue != self._issue or rows != self.model.rows():
            article_id = self.article_id()
            scroll = self.view.verticalScrollBar().value()
            self._issue = issue
            self.model.set_rows(rows)
            if article_id is not None:
                self.view.chooser.select(self.model.index_of(article_id))
            self.view.executeDelayedItemsLayout()
            self.view.verticalScrollBar().setValue(scroll)
        self._write_header()

    def show_marks(self, marks: ArticleMarks) -> None:
        self.model.marks = marks
        self.view.scheduleDelayedItemsLayout()
        self.view.viewport().update()

    def issue_id(self) -> int | None:
        if self._issue:
            return self._issue.id
        return None

    def article_id(self) -> int | None:
        index = self.view.currentIndex()
        row = self.model.row(index) if index.isValid() else None
        if isinstance(row, ArticleRow):
            return row.id
        return None

    def position(self) -> tuple[int, int]:
        """Return the position of the selected article, counted from 1 (0 for none), and the number of articles."""
        ids = [row.id for row in self.model.rows() if isinstance(row, ArticleRow)]
        chosen = self.article_id()
        return (ids.index(chosen) + 1 if chosen in ids else 0), len(ids)

    def offer_days(self, go_to_date: Callable[[], object]) -> None:
        """Make the day a link by which another day is looked for."""
        do_at_click(self.day_button, go_to_date)
        self.day_button.setToolTip(say("到某一天… (Ctrl+D)"))
        self.day_button.setEnabled(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_header()

    def _fit_header(self) -> None:
        """Leave out of the header what is worth least, the day never."""
        link = self.date_origin_link
        if link.isHidden():
            origin = 0
        else:
            origin = link.sizeHint().width() + _GAP
        room = self.width() - _AROUND - self.previous_button.width_with("") * 2 - origin
        widths = {
            "day": text_painting.widths_of(self._days, self.day_button.font()),
            "number": text_painting.widths_of(self._numbers, self._number.font()),
        }
        worth = [["number"]] * (len(self._numbers) - 1) + [["day"]]
        form_by_name = text_painting.forms_fitting(room, widths, worth)
        self.day_button.setText(self._days[form_by_name["day"]])
        self._number.setText(self._numbers[form_by_name["number"]])

    def _choose(self, index: QModelIndex) -> None:
        row = self.model.row(index)
        if isinstance(row, ArticleRow):
            self.calls.open_article(row.id)
        elif self._issue is not None:
            self.calls.open_page(self._issue.id, row.page)

    def _open_second(self, index: QModelIndex) -> None:
        row = self.model.row(index)
        if isinstance(row, ArticleRow):
            self.calls.open_second(row.id)

    def _offer(self, menu: QMenu, index: QModelIndex) -> None:
        row = self.model.row(index)
        if isinstance(row, ArticleRow):
            self.calls.offer_article(menu, row.id)

    def _explain_date(self) -> None:
        if self._issue is not None:
            self.calls.explain_date(self._issue)

    def _write_header(self, source: Source | None = None) -> None:
        source = source or self._source
        issue = self._issue
        self._days = [""]
        self._numbers = [""]
        if issue:
            self._days = [wording.issue_day(issue.date, issue.month_day, issue.label)]
            if issue.date:
                weekday = wording.short_weekday(issue.date)
                self._days = wording.forms([wording.short_day(issue.date), weekday], [1])
            parts = [
                issue.newspaper if source and source.has_several_newspapers() else "",
                wording.number_and_edition(issue),
                wording.articles(issue.article_count),
            ]
            name = wording.estimated_newspaper(issue)
            if wording.is_date_estimated(issue):
                corrected = ""
            else:
                corrected = issue.facts.day_remark
            self._numbers = wording.forms([*parts, corrected, name], range(5))
        self.day_button.setVisible(bool(self._days[0]))
        self._write_date_origin()
        self._fit_header()
        if issue:
            estimated = (
                "" if issue.facts.title.is_sure else say("报纸名{remark}", remark=issue.facts.title.reason)
            )
        else:
            estimated = ""
        self._number.setToolTip(plain(estimated))
        self.setAccessibleName(wording.issue_in_full(issue) if issue else say("本期文章"))
        self.previous_button.setEnabled(bool(source and issue and source.adjacent_issue(issue.id, -1)))
        self.next_button.setEnabled(bool(source and issue and source.adjacent_issue(issue.id, 1)))

    def _write_date_origin(self) -> None:
        mark = ""
        words = ""
        issue = self._issue
        if issue is not None and wording.is_date_estimated(issue):
            mark = issue.facts.day.mark
            words = issue.facts.day_remark
        elif issue is not None and wording.has_day_of_program(issue):
            mark = words = say("日期不详")
        self.date_origin_link.setText(mark)
        self.date_origin_link.setAccessibleName(words)
        self.date_origin_link.setToolTip(plain(say("{origin}：看根据", origin=words)))
        self.date_origin_link.setVisible(bool(words))
