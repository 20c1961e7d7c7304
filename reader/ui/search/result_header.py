"""The header of the results: the parsed query, suggestions, filters, counts, years."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from whoosh.query import Query as Node

from reader.export.timeline import MOST_LINES, Measure, Timeline, in_words, legend, name_of
from reader.i18n import count, say
from reader.language.forms import search_form
from reader.library.searcher import Results, RungResults
from reader.search.answering.ladder import Rung, rung_words
from reader.search.answering.missed import Estimate
from reader.search.engine import Order
from reader.search.index_warnings import missing_dates_warning
from reader.search.needles import shown
from reader.search.query import Field, Newspaper, Page, Period, Query, in_a_sentence, strings
from reader.search.query.editing import field_of, in_field, narrowed, of_parts, parts_of, period_of
from reader.search.ranking import page_place
from reader.search.terms import page_label
from reader.ui.search import year_bars
from reader.ui.search.query_chips import QueryChips
from reader.ui.search.search_field import QueryField
from reader.ui.search.year_bars import YearBars
from reader.ui.widgets import fonts, icons, text_painting, theme, wording
from reader.ui.widgets.controls import (
    Chip,
    DropChip,
    FlowLayout,
    IconButton,
    Label,
    LinkButton,
    MenuChip,
    plain,
    side_by_side,
)

_LONGEST = 12
"""The maximum number of characters of a query in the legend."""


class TimelinePanel(QWidget):
    """The bars of the results (`bars`). Signal: `compared` has the queries to compare with, as typed."""

    compared = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.bars = YearBars()
        self._compared: list[str] = []
        self.measure_chip = DropChip(say("画什么"), [(each.value, name_of(each)) for each in Measure])
        self.measure_chip.chosen.connect(lambda key: self.bars.show_measure(Measure(key)))
        self.compare_button = LinkButton(say("比较…"), px=12)
        self.compare_button.clicked.connect(self._begin_comparing)
        self.field = QueryField(say("与什么比较"), say("再画一个词，如“板车”"), "", 28)
        self.field.submitted.connect(self._compare)
        self.field.line.installEventFilter(self)
        self.field.setFixedWidth(200)
        self.field.hide()
        self.highest = Label("", fonts.sans(12), "ink3")
        self.highest.setFixedHeight(24)
        self.bars.redrawn.connect(self._show_highest)
        self._legend = QWidget()
        self._legend.setLayout(FlowLayout())
        row, flow = QWidget(), FlowLayout()
        row.setLayout(flow)
        for widget in (self.measure_chip, self.compare_button, self.field, self.highest):
            flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (row, self._legend, self.bars):
            column.addWidget(part)
        self._show_legend(None)

    def compared_with(self) -> Sequence[str]:
        """Return the queries compared with that of the results."""
        return tuple(self._compared)

    def show_timeline(self, timeline: Timeline | None) -> None:
        """Show lines by month, that of the results first; None while they are not known."""
        self.bars.show_timeline(timeline)
        self._show_legend(timeline)

    def clear(self) -> None:
        """Remove the compared queries and the lines."""
        self._compared = []
        self.field.hide()
        self.show_timeline(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # else Esc would leave the search
            return True
        if is_escape and event.type() == QEvent.Type.KeyPress:
            self._end_comparing()
            return True
        return False

    def _begin_comparing(self) -> None:
        self.compare_button.hide()
        self.field.show()
        self.field.begin()

    def _end_comparing(self) -> None:
        self.field.set_text("")
        self.field.hide()
        self.compare_button.setVisible(len(self._compared) < MOST_LINES - 1)
        (self.compare_button if self.compare_button.isVisibleTo(self) else self.bars).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def _compare(self, text: str) -> None:
        text = " ".join(text.split())
        if text and text not in self._compared:
            self._compared.append(text)
            self.compared.emit(list(self._compared))
        self._end_comparing()

    def _take_away(self, number: int) -> None:
        del self._compared[number - 1]
        self.bars.setFocus(Qt.FocusReason.OtherFocusReason)
        self.compared.emit(list(self._compared))
        self.compare_button.show()

    def _show_highest(self) -> None:
        """Show the value of the highest bar, which is the scale of all."""
        measure = self.bars.measure()
        self.highest.setText(say("最高 {value}", value=in_words(self.bars.most, measure)))

    def _show_legend(self, timeline: Timeline | None) -> None:
        flow = self._legend.layout()
        assert isinstance(flow, FlowLayout)
        flow.clear()
        lines = timeline.lines if timeline and len(timeline.lines) > 1 else ()
        for number, line in enumerate(lines):
            chip = _LegendChip(number, legend(line))
            if number:
                chip.clicked.connect(partial(self._take_away, number))
            flow.addWidget(chip)
        self._legend.setVisible(bool(lines))
        self.measure_chip.setEnabled(timeline is not None)


class _LegendChip(QPushButton):
    """A line's mark and name; a click removes the line, unless it is that of the results."""

    def __init__(self, number: int, words: str) -> None:
        super().__init__(words if len(words) <= 2 * _LONGEST else words[:_LONGEST] + "…" + words[-_LONGEST:])
        self._number = number
        told = say("不再比较 {query}", query=words) if number else words
        self.setAccessibleName(told)
        self.setToolTip(plain(told))
        self.setFont(fonts.sans(12))
        self.setEnabled(number > 0)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        closing = 18 if self._number else 0
        return QSize(round(text_painting.width_of(self.text(), self.font())) + 46 + closing, 22)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        if self._number and self.underMouse():
            text_painting.draw_box(painter, rect, 4, "hover", None)
        middle = rect.center().y()
        year_bars.draw_run(painter, self._number, [QPointF(6, middle), QPointF(30, middle)])
        words = rect.adjusted(38, 0, -4, 0)
        text_painting.draw_words(painter, words, self.text(), self.font(), "ink2")
        if self._number:
            icons.draw(painter, "close", "ink3", rect.right() - 18, middle - 7, 14)
        if self.hasFocus():
            text_painting.draw_focus(painter, rect, 4)


_NARROW = 340
_SHORT = 560
"""In a lower pane the years are hidden to leave space for the results, in pixels."""
_MOST_CHOICES = 40
_MOST_FORMS = 12


class ResultHeader(QWidget):
    """The header above the list of results.

    Signals: `edited` has the query after an edit in the header, `orderChosen` an `Order`, `suggestionChosen` a query to
    search for instead, in query syntax.
    """

    edited = Signal(Query)
    orderChosen = Signal(str)
    suggestionChosen = Signal(str)
    rungChosen = Signal(object)
    """A `Rung`."""
    exportWanted = Signal()
    textExportWanted = Signal()
    timelineExportWanted = Signal(str)
    """Emitted with the suffix of the file: .csv, .png, .svg."""

    def __init__(self) -> None:
        super().__init__()
        theme.tint(self, "list")
        self._query = Query()
        self._total = 0
        self._by_page: Mapping[str, int] = {}
        self._by_newspaper: Mapping[str, int] = {}
        self.chips = QueryChips()
        self.chips.edited.connect(self.edited)
        self.remarks = Label("", fonts.sans(12), "ink3")
        self.remarks.setWordWrap(True)
        self._readings = QWidget()
        self._readings.setLayout(FlowLayout())
        self.person_button = LinkButton("", px=12)
        """The button to the card of the person whose name is the query; shown and connected by the owner."""
        self._filters = QWidget()
        self.fresh_chip = Chip("")
        """Whether only the new articles of a saved search are shown; connected by the owner."""
        self.shapes_chip = Chip(say("简繁异体"))
        """Whether words match in all their shapes; connected by the owner."""
        self.shapes_chip.setToolTip(say("简体、繁体、异体和数字的各种写法一起找"))
        self.fold_chip = Chip(say("同文折起"))
        """Whether several printings of one text share a row; shown and connected by the owner."""
        self.fold_chip.setToolTip(say("同一篇文字登在几处的，结果里只占一条；篇数仍是全部文章的"))
        self.fold_chip.hide()
        self.notes_chip = Chip("")
        """Whether the reader's matching notes are shown in place of the articles."""
        self.notes_chip.setToolTip(say("您的批注、标签和标出的话里有这些字的；不算在篇数里"))
        self.rungs = QWidget()
        """A chip for the exact results, and one for each lower rung that has any."""
        self.rungs.setLayout(FlowLayout())
        self._rung_chips: dict[Rung, Chip] = {}
        self.count = Label("", fonts.sans(14, 700))
        self.seconds = Label("", fonts.sans(12), "ink3")
        self._missed = QWidget()
        self.missed_button = LinkButton("", quiet=True, px=12)
        """The estimated number of articles in all; a click shows or hides how it was estimated."""
        self.how = Label("", fonts.sans(12), "ink3")
        self.how.setWordWrap(True)
        self.missed_button.clicked.connect(lambda: self.how.setVisible(self.how.isHidden()))
        self.seams_button = LinkButton("", px=12)
        """The button that moves the matches over seams to the top or back; connected by the owner."""
        self.order_chip = DropChip(
            say("排序"),
            [
                (Order.RELEVANCE, say("相关")),
                (Order.NEWEST, say("日期 新→旧")),
                (Order.OLDEST, say("日期 旧→新")),
            ],
        )
        self.order_chip.chosen.connect(self.orderChosen)
        self.field_chip = DropChip(say("在哪里找"), [(field.value, field.label()) for field in Field])
        self.field_chip.chosen.connect(self._choose_field)
        self.page_chip = MenuChip(say("版面"))
        self.page_chip.choice_menu().aboutToShow.connect(self._fill_pages)
        self.newspaper_chip = MenuChip(say("报纸"))
        self.newspaper_chip.choice_menu().aboutToShow.connect(self._fill_newspapers)
        self.timeline = TimelinePanel()
        self.years = self.timeline.bars
        self.years.chosen.connect(lambda period: self.edited.emit(narrowed(self._query, Period, period)))
        self.all_years_button = LinkButton(say("全部年份"), px=12)
        """The button from the months of a year back to all years."""
        self.all_years_button.clicked.connect(lambda: self.edited.emit(narrowed(self._query, Period, None)))
        self.more_button = IconButton("more", say("结果的更多操作"), 24)
        self.more_button.clicked.connect(self._open_more)
        self._arrange()
        self.clear()

    def show_query(self, query: Query) -> None:
        """Show the parsed query before its results are known."""
        self._query = query
        self.chips.show_query(query)
        self._remark(list(map(in_a_sentence, query.remarks)))
        self._show_filters()

    def show_results(self, results: Results, asked: Query | None = None) -> None:
        """Show results of the query `asked`, or of their own; `asked` differs for all shapes and on a rung."""
        asked = asked or results.query
        self.show_query(asked)
        remarks = [*map(in_a_sentence, asked.remarks)]
        if results.missing_dates:
            remarks.append(missing_dates_warning(results.missing_dates))
        self._remark([remark for remark in remarks if remark])
        self._show_readings(results.suggestions if results.ids else ())
        self.show_estimate(None)
        self.show_numbers(results)

    def show_numbers(self, results: Results) -> None:
        """Show the number of articles found so far, and the years they are in."""
        self._by_page, self._by_newspaper = results.by_page, results.by_newspaper
        if self._total != results.total:
            self._total = results.total
            self.show_estimate(None)
        is_whole = not any(dates.is_away for dates in results.missing_dates)
        self.count.setText(wording.found(results.total, is_exact=results.total_is_exact, is_whole=is_whole))
        self.seconds.setText(say("用时 {seconds} 秒", seconds=f"{results.seconds:.2f}"))
        if narrowed(results.query, Period, None) in (results.query, Query()):
            self.show_months(results.by_month)
        self._show_filters()

    def show_estimate(self, estimate: Estimate | None) -> None:
        """Show the estimate of articles to be found without misreadings; hide it if unknown or not above the total."""
        is_known = estimate is not None and estimate.high > self._total
        self._missed.setVisible(is_known)
        self.how.hide()
        if estimate is None or not is_known:
            return
        words = say("约有 {low}–{high} 篇", low=f"{estimate.low:,}", high=f"{estimate.high:,}")
        self.missed_button.setText(words)
        self.missed_button.setAccessibleName(say("{words}，怎么估的", words=words))
        self.missed_button.setToolTip(plain(estimate.how))
        self.missed_button.updateGeometry()
        self.how.setText(estimate.how)

    def show_months(self, by_month: Mapping[int, int]) -> None:
        """Show the number of articles by month, regardless of the query's dates."""
        self.years.show_counts(by_month)
        self._show_years()

    def show_timeline(self, timeline: Timeline | None) -> None:
        """Show the timeline of the query with the held articles; None while it is not known."""
        self.timeline.show_timeline(timeline)
        self._show_years()

    def show_rungs(self, rungs: Sequence[RungResults]) -> None:
        """Show the rungs that have results, with the exact one opened; hide them if there are none."""
        flow = self.rungs.layout()
        assert isinstance(flow, FlowLayout)
        flow.clear()
        self._rung_chips = {}
        filled = [rung for rung in rungs if rung.results.total]
        is_in_shapes = self.shapes_chip.isChecked()
        labels = {each.rung: f"{rung_words(each.rung)} {each.results.total}" for each in filled}
        if filled:
            labels = {Rung.EXACT: say("各种字形") if is_in_shapes else rung_words(Rung.EXACT)} | labels
        for rung, label in labels.items():
            chip = self._rung_chips[rung] = Chip(label)
            chip.clicked.connect(lambda _=False, rung=rung: self.rungChosen.emit(rung))
            flow.addWidget(chip)
        if Rung.EXACT in self._rung_chips:
            self._rung_chips[Rung.EXACT].setToolTip(plain(say("各级只数文章；报头只在照原样印着的下面另列")))
        for each in filled:
            words = [shown(form).replace("\n", "/") for form in each.forms[:_MOST_FORMS]]
            lines = [say("、").join(words)]
            if each.unseen < each.results.total:
                lines.append(say("其中 {count} 篇上面没有", count=each.unseen))
            self._rung_chips[each.rung].setToolTip(plain("\n".join(lines)))
        self.show_opened(Rung.EXACT)
        self.rungs.setVisible(bool(filled))

    def show_fresh(self, number: int) -> None:
        """Offer to show only the new articles; hide the offer for 0."""
        self.fresh_chip.setText(say("只看新的 {n}", n=f"{number:,}"))
        self.fresh_chip.setChecked(False)
        self.fresh_chip.setVisible(number > 0)
        self._show_filters()

    def show_notes(self, number: int) -> None:
        """Offer to show matching highlights and notes; for 0, show the articles."""
        self.notes_chip.setText(say("笔记 {n}", n=f"{number:,}"))
        self.notes_chip.setAccessibleName(count(number, "另有 {n} 条笔记"))
        self.notes_chip.setVisible(number > 0)
        if not number:
            self.notes_chip.setChecked(False)

    def show_others(self, seams: int, heads: int, articles: int, do_seams_lead: bool) -> None:
        """Without articles, show the number of seams or mastheads; else show the button that moves the seams."""
        if not articles and (seams or heads):
            self.count.setText(count(seams, "{n} 处跨版") if seams else count(heads, "{n} 份报头"))
        self.seams_button.setVisible(seams > 0 and articles > 0)
        self.seams_button.setText(say("跨版的排在最后") if do_seams_lead else count(seams, "另有 {n} 处跨版"))

    def show_opened(self, rung: Rung) -> None:
        """Mark the chip of the opened rung."""
        for each, chip in self._rung_chips.items():
            chip.setChecked(each is rung)

    def clear(self) -> None:
        """Show that there is no query."""
        self.show_query(Query())
        self.show_rungs(())
        self.show_fresh(0)
        self.show_notes(0)
        self._by_page, self._by_newspaper = {}, {}
        self.years.show_counts({})
        self.timeline.clear()
        self._show_readings(())
        self._show_years()
        self.count.clear()
        self.seconds.clear()
        self.show_estimate(None)
        self.seams_button.hide()
        self.show_person("")

    def show_person(self, name: str) -> None:
        """Show the button to a person's card; hide it for ""."""
        self.person_button.setText(say("人物：{name}", name=name))
        self.person_button.setVisible(bool(name))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.seconds.setVisible(self.width() >= _NARROW)

    def set_pane_height(self, height: int) -> None:
        """Set the height of the pane; in a low pane the years are hidden."""
        self._are_years_wanted = height >= _SHORT
        self._show_years()

    def more_menu(self) -> QMenu:
        """Return the menu of the other actions on the results."""
        menu = QMenu(self)
        menu.setAccessibleName(self.more_button.accessibleName())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(say("导出结果…"), self.exportWanted.emit)
        menu.addAction(say("导出全文…"), self.textExportWanted.emit)
        over_time = menu.addMenu(say("导出时间分布"))
        over_time.setAccessibleName(over_time.title())
        over_time.setEnabled(self.years.shown_timeline() is not None)
        for suffix in (".csv", ".png", ".svg"):
            over_time.addAction(f"{suffix[1:].upper()}…", partial(self.timelineExportWanted.emit, suffix))
        return menu

    # -- private

    def _open_more(self) -> None:
        self.more_menu().popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def _remark(self, remarks: Sequence[str]) -> None:
        self.remarks.setText("\n".join(remarks))
        self.remarks.setVisible(bool(remarks))

    def _arrange(self) -> None:
        self._are_years_wanted = True
        flow = FlowLayout()
        self._filters.setLayout(flow)
        for chip in (self.fresh_chip, self.field_chip, self.page_chip, self.newspaper_chip):
            flow.addWidget(chip)
        order_row = QWidget()
        line = FlowLayout(10, apart=2)
        order_row.setLayout(line)
        for each in (
            self.count,
            self.seconds,
            self.notes_chip,
            self.all_years_button,
            self.seams_button,
            self.shapes_chip,
            self.fold_chip,
            side_by_side(self.order_chip, self.more_button),
        ):
            line.addWidget(each)
        below = FlowLayout()
        self._missed.setLayout(below)
        below.addWidget(self.missed_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 9, 20, 6)
        column.setSpacing(8)
        for widget in (
            self.chips,
            self.remarks,
            self.person_button,
            self._readings,
            self._filters,
            self.rungs,
            order_row,
            self._missed,
            self.how,
            self.timeline,
        ):
            column.addWidget(widget)

    def _show_readings(self, readings: tuple[str, ...]) -> None:
        flow = self._readings.layout()
        assert isinstance(flow, FlowLayout)
        flow.clear()
        if readings:
            flow.addWidget(Label(say("也可搜索"), fonts.sans(12), "ink3"))
        for reading in readings:
            chip = Chip(reading)
            chip.setCheckable(False)
            chip.setAccessibleName(say("也可搜索") + " " + reading)
            chip.clicked.connect(lambda _=False, text=reading: self.suggestionChosen.emit(text))
            flow.addWidget(chip)
        self._readings.setVisible(bool(readings))

    def _show_years(self) -> None:
        self.timeline.setVisible(self._are_years_wanted and self.years.has_choice())
        self.all_years_button.setVisible(self._are_years_wanted and self.years.is_part())

    def _show_filters(self) -> None:
        fields = {field for part in parts_of(self._query) if (field := field_of(part)) is not None}
        self.field_chip.set_key((fields.pop() if len(fields) == 1 else Field.ANYWHERE).value)
        self.field_chip.setVisible(any(field_of(part) is not None for part in parts_of(self._query)))
        page = next((part for part in parts_of(self._query) if isinstance(part, Page)), None)
        self.page_chip.show_choice(wording.page(page.label.upper()) if page else say("全部版"))
        self.page_chip.setVisible(page is not None or sum(map(bool, self._by_page)) > 1)
        paper = next((part for part in parts_of(self._query) if isinstance(part, Newspaper)), None)
        self.newspaper_chip.show_choice(paper.text if paper else say("全部报纸"))
        self.newspaper_chip.setVisible(paper is not None or sum(map(bool, self._by_newspaper)) > 1)
        self.shapes_chip.setVisible(next(strings(self._query), None) is not None)
        chips = (self.fresh_chip, self.field_chip, self.page_chip, self.newspaper_chip)
        self._filters.setVisible(not all(chip.isHidden() for chip in chips))
        self.years.show_wanted(period_of(self._query))
        self._show_years()

    def _choose_field(self, field: str) -> None:
        self.edited.emit(of_parts([in_field(part, Field(field)) for part in parts_of(self._query)]))

    def _fill_pages(self) -> None:
        self._fill(
            self.page_chip,
            say("全部版"),
            Page,
            {
                wording.page(page): (Page(page_label(page)), count)
                for page, count in sorted(self._by_page.items(), key=lambda each: page_place(each[0]))
                if page
            },
        )

    def _fill_newspapers(self) -> None:
        self._fill(
            self.newspaper_chip,
            say("全部报纸"),
            Newspaper,
            {
                name: (Newspaper(name, search_form(name)), count)
                for name, count in self._by_newspaper.items()
                if name
            },
        )

    def _fill(
        self,
        chip: MenuChip,
        all_of_them: str,
        kind: type[Page] | type[Newspaper],
        choices: Mapping[str, tuple[Node, int]],
    ) -> None:
        menu = chip.choice_menu()
        menu.clear()
        menu.addAction(all_of_them, lambda: self.edited.emit(narrowed(self._query, kind, None)))
        menu.addSeparator()
        for name, (part, number) in list(choices.items())[:_MOST_CHOICES]:
            action = menu.addAction(f"{name.replace('&', '&&')}\t{wording.articles(number)}")
            action.triggered.connect(
                lambda _=False, part=part: self.edited.emit(narrowed(self._query, kind, part))
            )
