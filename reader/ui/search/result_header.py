"""The header of the results: the parsed query, filters, counts, years, and what else the search offers."""

from collections.abc import Callable, Collection, Mapping, Sequence

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget
from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.export.timeline import Timeline
from reader.i18n import count, say
from reader.library.answers import Estimate, NoEstimate, estimate_shown
from reader.library.article_set import removed_in_words
from reader.library.read_share import WHOLE, ReadSoFar, lead_and_number, what_is_read
from reader.library.search_hits import SeamHit
from reader.library.searcher import ByShape, Results, RungResults
from reader.plugs import answering, plugs
from reader.search.answering.ladder import Rung, certain_in, rung_words
from reader.search.documents import UNDATED, Order, missing_dates_warning
from reader.search.query import (
    VALUE_FIELDS,
    Choice,
    Edition,
    Field,
    IgnoredPart,
    InDossier,
    Leaf,
    Newspaper,
    Page,
    Period,
    Query,
    QueryRemark,
    as_typed,
    in_a_sentence,
    understood_as,
    written_date,
)
from reader.search.query.editing import (
    Narrowing,
    dossier_in,
    field_of,
    is_narrowing,
    narrowed,
    parts_of,
    period_of,
)
from reader.ui.search.result_hints import HintActs, ResultHints
from reader.ui.search.result_model import seams_in_words, words_of_seams_button
from reader.ui.search.view_row import ViewRow, offered_views
from reader.ui.search.years import YearsPanel
from reader.ui.widgets import theme, wording
from reader.ui.widgets.controls import (
    Label,
    MoreButton,
    Wide,
    column_layout,
    new_menu,
    plain,
    row_layout,
)
from reader.ui.widgets.menus import DropChip, MenuChip


def label_and_text(node: Node) -> tuple[str, str]:
    """Return the label of a part, "" for a plain string, and its text: (标题, 春灌), (日期, 1984–1991)."""
    match node:
        case Leaf():
            role, text = node.shown(wording)
            return role, text or as_typed(Query(node))
        case Not(query=part):
            role, text = label_and_text(part)
            return say("不含"), f"{role} {text}" if role else text
        case Or() if date := written_date(node):
            return say("日期或字样"), date
        case And() | Or():
            return (say("任一") if isinstance(node, Or) else ""), as_typed(Query(node))
        case _:
            raise TypeError(node)


def sentences(remarks: Sequence[QueryRemark]) -> list[str]:
    """Return the remarks as sentences, without those on what is still being typed: a chip tells them."""
    return [
        in_a_sentence(remark)
        for remark in dict.fromkeys(remarks)
        if remark.why not in (IgnoredPart.QUOTE, IgnoredPart.NO_VALUE)
    ]


class ResultActs(Struct, frozen=True, kw_only=True):
    """What the list of results and its header ask for."""

    ask: Callable[[Query], object]
    enter_query: Callable[[str], object]
    rewrite: Callable[[str, int, int], object]
    """Puts a query into the search field, with the part at a place of a length selected."""
    enter_field: Callable[[], object]
    close_forms: Callable[[Collection[str]], object]
    """Searches again without these misread forms."""
    open_rung: Callable[[Rung], object]
    choose_order: Callable[[str], object]
    set_all_shapes: Callable[[bool], object]
    set_folds: Callable[[bool], object]
    show_fresh: Callable[[bool], object]
    show_view: Callable[[str], object]
    """Shows the view of an action in place of the list; "" shows the list again."""
    list_issue: Callable[[], object]
    """Lists the issue of the article on the page."""
    export: Callable[[], object]
    export_texts: Callable[[], object]
    want_page: Callable[[int, int], object]
    want_rows: Callable[[Sequence[int]], object]
    open_article: Callable[[int], object]
    open_seam: Callable[[int, int], object]
    open_issue: Callable[[int], object]
    open_second: Callable[[int], object]
    unfold_all: Callable[[], object]
    list_places: Callable[[], object]
    save: QAction | None
    """Keeps the query, and tells what is found later; None if nothing does."""
    show_help: Callable[[], object]


class UnderstoodQuery(QWidget):
    """Tells how a query is understood, in words; a feature answers with parts that can be changed."""

    def __init__(self, acts: ResultActs) -> None:
        super().__init__()
        self.setAccessibleName(say("理解为"))
        self._acts = acts
        self._query = Query()
        self._misread = ""

    def show_query(self, query: Query) -> None:
        self._query = query
        self._tell()

    def show_misread(self, forms: Mapping[str, str]) -> None:
        """Show the misread forms that are searched along with the words."""
        words = say("、").join(f"“{form}”" for form in forms)
        self._misread = f"{say('也找认错的')} {words}" if forms else ""
        self._tell()

    def show_shapes(self, by_shape: ByShape) -> None:
        """Show in how many forms the words are found."""

    def set_all_shapes(self, are_found: bool) -> None:
        """Show whether words are found in all shapes of their characters."""

    def _tell(self) -> None:
        if self.layout() is None:
            self._words = Label("", theme.sans(13), "ink2", wraps=True)
            column_layout(self._words, of=self)
        if self._query.root is not None:
            words = understood_as(self._query)
        else:
            words = ""
        self._words.setText(wording.GAP.join(filter(None, [words, self._misread])))


def _order_chip() -> DropChip:
    orders = [
        (Order.RELEVANCE, say("相关")),
        (Order.NEWEST, say("日期 新→旧")),
        (Order.OLDEST, say("日期 旧→新")),
        (Order.SUREST, say("识别置信度 高→低")),
        (Order.LEAST_SURE, say("识别置信度 低→高")),
    ]
    return DropChip(say("排序"), orders)


class ResultHeader(QWidget):
    """The two rows above the list of results: chips and filters; number, order and menu. Below them the years.

    A line of hints follows where there are any.
    """

    def __init__(self, acts: ResultActs) -> None:
        super().__init__()
        self._acts = acts
        theme.tint(self, "list")
        self._query = Query()
        self._other_rows = ""
        """The number of what is found in place of articles, in words."""
        # The articles found, and those that only the rungs of misreadings find.
        self._total = 0
        self._below = 0
        self._read = WHOLE
        self._remarks: Sequence[str] = ()
        # Of how many articles the printings are known that share a row, in words; "" for all.
        self._compared = ""
        self._estimate: Estimate | NoEstimate | None = None
        self._by_page: Mapping[str, int] = {}
        self._by_newspaper: Mapping[str, int] = {}
        self._by_edition: Mapping[str, int] = {}
        self._by_value: Mapping[Choice, int] | None = {}
        self._unknown_days = 0
        """The number of articles found in any days of which the day is not known."""
        self.actions_on_query: Sequence[QAction] = ()
        """The window's actions on the query, which are in the menu, too; set by the owner."""
        self.chips = answering(UnderstoodQuery, plugs())(acts)
        self._make_filters()
        self.remarks = Label("", theme.sans(12), "ink3", wraps=True)
        self._make_number_and_order()
        self.timeline = answering(YearsPanel, plugs())()
        self.years = self.timeline.years
        self.years.chosen.connect(lambda period: acts.ask(narrowed(self._query, Period, period)))
        self._by_month: Mapping[int, int] = {}
        self._are_years_shown = False
        self.views = ViewRow(offered_views(), acts.show_view)
        self.hints = ResultHints(HintActs(acts.show_fresh, acts.list_issue, acts.open_rung, acts.enter_query))
        self._lay_out()
        self.clear()

    def _make_filters(self) -> None:
        """Make the button of the filters, and the two switches in its menu."""
        self.filter_button = MenuChip(say("筛选"))
        self.filter_button.show_choice(say("筛选"))
        self.filter_button.choices.aboutToShow.connect(self._fill_filters)
        self.shapes_action = QAction(say("简体、繁体、异体一起找"), self, checkable=True, checked=True)
        self.shapes_action.toggled.connect(lambda _: self._show_filters())
        self.shapes_action.toggled.connect(self.chips.set_all_shapes)
        self.shapes_action.triggered.connect(self._acts.set_all_shapes)
        self.fold_action = QAction(say("同文折起"), self, checkable=True)
        """Whether several printings of one text share a row; made visible by the owner."""
        self.fold_action.triggered.connect(self._acts.set_folds)
        self.fold_action.setVisible(False)

    def _make_number_and_order(self) -> None:
        self.read = Label("", theme.sans(14), "ink2")
        """How much of the library has been read, before the number; hidden if all of it."""
        self.count = Label("", theme.sans(14, 700))
        self.count.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self.order_chip = _order_chip()
        self.order_chip.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.order_chip.setMinimumWidth(56)  # cut before the number is
        self.more_button = MoreButton(say("结果的更多操作"), 24, self.more_menu)
        self.order_chip.chosen.connect(self._acts.choose_order)

    def _lay_out(self) -> None:
        first = row_layout(Wide(self.chips), spacing=8)
        first.addWidget(self.filter_button, 0, Qt.AlignmentFlag.AlignTop)
        number = row_layout(self.read, Wide(self.count), spacing=0)
        second = row_layout(Wide(number), self.order_chip, self.more_button, spacing=4)
        parts = (first, self.remarks, second, self.views, self.timeline, self.hints, self.hints.how)
        column_layout(*parts, of=self, margins=(20, 9, 20, 6), spacing=6)

    def begin_search(self, query: Query) -> None:
        """Show a query whose answer is not known yet."""
        self.hints.is_awaited = True
        self.show_query(query)
        self._offer_rungs(())

    def show_query(self, query: Query) -> None:
        self._query = query
        self._compared = ""
        self.views.offer_for(is_of_dossier=dossier_in(query) is not None)
        self.chips.show_query(query)
        self._remark(sentences(query.remarks))
        self._show_filters()

    def show_results(self, results: Results, typed_query: Query | None = None) -> None:
        """Show the results of the query `typed_query`; None: of their own query.

        The two differ if the query was searched in all shapes of its characters, or on another rung.
        """
        typed_query = typed_query or results.query
        self.show_query(typed_query)
        self.chips.show_misread(certain_in(results.query))
        remarks = sentences((*typed_query.remarks, *results.query.remarks))
        remarks += (
            removed_in_words(part.removed) for part in parts_of(typed_query) if isinstance(part, InDossier)
        )
        if results.missing_dates:
            remarks.append(missing_dates_warning(results.missing_dates))
        if results.ids:
            self._compared = what_is_read(WHOLE.of_analysis(results.analysed))
        else:
            self._compared = ""
        self._remark([remark for remark in remarks if remark])
        self.hints.show_readings(results.suggestions if results.ids else ())
        self.show_estimate(None)
        self.hints.show_left_out(())
        self._other_rows = ""
        self.show_numbers(results)

    def show_numbers(self, results: Results) -> None:
        self._by_page = results.by_page
        self._by_newspaper = results.by_newspaper
        self._by_edition = results.by_edition
        self._by_value = results.by_value
        if self._total != results.total:
            self._total = results.total
            self.show_estimate(None)
        is_whole = not any(dates.is_away for dates in results.missing_dates)
        count_text = wording.found(results.total, is_exact=results.total_is_exact, is_whole=is_whole)
        self._show_count(count_text if results.total else self._other_rows)
        if results.total and not is_whole:
            self.count.set_forms([self.count.text(), say("{number}，缺年份", number=f"{results.total:,}")])
        if narrowed(results.query, Period, None) in (results.query, Query()):
            self.show_months(results.by_month)
        self._show_filters()

    def set_folding(self, is_wanted: bool) -> None:
        self.fold_action.setChecked(is_wanted)
        self._remark(self._remarks)

    def show_read(self, read: ReadSoFar) -> None:
        """Say of the numbers shown next from how much of the library they are."""
        self._read = read
        self.years.show_read(read)

    def _show_count(self, number: str) -> None:
        lead, words = lead_and_number(self._read, number or wording.articles(0))
        if not number and not self._read.is_whole:
            words = say("目前还没有")
        self.read.setText(lead)
        self.read.setVisible(bool(lead))
        self.count.set_forms([words, number or words])

    def found_in_words(self) -> str:
        return self.read.text() + self.count.text()

    def show_estimate(self, estimate: Estimate | NoEstimate | None) -> None:
        """Show how many articles there may be, or why that is not estimated; None while it is not known."""
        self._estimate = estimate
        shown = estimate and estimate_shown(estimate, self._total, self._below)
        meaning = [say("找到的文章：同样的文字登了几处，各算一篇。")]
        if isinstance(shown, NoEstimate):
            meaning.append(shown.sentence)
        self.count.setToolTip(plain("\n".join(meaning)))
        self.hints.show_estimate(shown if isinstance(shown, Estimate) else None)

    def show_months(self, by_month: Mapping[int, int]) -> None:
        self._unknown_days = by_month.get(UNDATED, 0)
        self._by_month = by_month
        self._show_years()

    def show_timeline(self, timeline: Timeline | None) -> None:
        self.timeline.show_timeline(timeline)
        self._show_years()

    def show_rungs(self, rungs: Sequence[RungResults]) -> None:
        """Offer the rungs that have results, and the exact results while another rung is opened."""
        self.hints.is_awaited = False
        self._offer_rungs(rungs)

    def _offer_rungs(self, rungs: Sequence[RungResults]) -> None:
        filled = [rung for rung in rungs if rung.results.total]
        if self.shapes_action.isChecked():
            exact = say("各种字形")
        else:
            exact = rung_words(Rung.EXACT)
        self.hints.offer_rungs(filled, exact)
        self._below = sum(rung_results.unseen for rung_results in filled if rung_results.rung is Rung.MISREAD)
        self.show_estimate(self._estimate)
        self.hints.show_opened(Rung.EXACT)

    def show_others(self, seams: Sequence[SeamHit], heads: int, articles: int, do_seams_lead: bool) -> None:
        """Without articles, show the number of seams or mastheads; else show the button that moves the seams."""
        if not articles and (seams or heads):
            if seams:
                self._other_rows = seams_in_words(seams)
            else:
                self._other_rows = count(heads, "{n} 份报头")
            self._show_count(self._other_rows)
        self.hints.seams_button.setText(words_of_seams_button(seams, do_seams_lead))
        self.hints.put(self.hints.seams_button, bool(seams) and articles > 0)

    def clear(self) -> None:
        self.show_query(Query())
        self.show_rungs(())
        self.hints.show_fresh(0)
        self.hints.show_notes(0)
        self._by_page = {}
        self._by_newspaper = {}
        self._by_edition = {}
        self._by_value = {}
        self._unknown_days = 0
        self.hints.show_left_out(())
        self._by_month = {}
        self.timeline.clear()
        self.hints.show_readings(())
        self._show_years()
        self.count.clear()
        self.read.hide()
        self.show_estimate(None)
        self.hints.put(self.hints.seams_button, False)
        self.hints.withdraw_features()

    def show_view(self, action: str) -> None:
        """Show which view is chosen; the list alone has an order, and the years stand above it."""
        self.views.show_view(action)
        self._are_years_shown = bool(action) and action == self.timeline.action
        self.order_chip.setVisible(not action or self._are_years_shown)
        self._show_years()

    def more_menu(self) -> QMenu:
        menu = new_menu(self, self.more_button.accessibleName())
        for action in self.actions_on_query:
            menu.addAction(action)
        export = menu.addMenu(say("导出"))
        export.setAccessibleName(export.title())
        export.addAction(say("导出结果…"), self._acts.export)
        export.addAction(say("导出全文…"), self._acts.export_texts)
        menu.addSeparator()
        menu.addAction(self.shapes_action)
        menu.addAction(self.fold_action)
        return menu

    # -- private

    def _remark(self, remarks: Sequence[str]) -> None:
        self._remarks = remarks
        if self._compared and self.fold_action.isChecked():
            remarks = [*remarks, say("{read}；还没有比对完，之后会折起更多。", read=self._compared)]
        self.remarks.setText("\n".join(remarks))
        self.remarks.setVisible(bool(remarks))

    def _show_years(self) -> None:
        """Show the years if they are chosen; they are laid out only for who looks at them."""
        if self._are_years_shown:
            self.years.show_counts(self._by_month)
        self.timeline.setVisible(self._are_years_shown)

    def _part(self, kind: Narrowing) -> Node | None:
        return next((part for part in parts_of(self._query) if is_narrowing(part, kind)), None)

    def _field(self) -> Field | None:
        """Return the field of all strings of the query, ANYWHERE for several; None without strings."""
        fields = {field_of(part) for part in parts_of(self._query)} - {None}
        if not fields:
            return None
        if len(fields) == 1:
            return fields.pop()
        return Field.ANYWHERE

    def _show_filters(self) -> None:
        kinds: tuple[Narrowing, ...] = (Page, Newspaper, Edition, Period, *VALUE_FIELDS)
        is_narrowed = any(self._part(kind) is not None for kind in kinds)
        is_in_field = self._field() not in (None, Field.ANYWHERE)
        self.filter_button.set_marked(is_narrowed or is_in_field or not self.shapes_action.isChecked())
        self.filter_button.setVisible(self._query.root is not None)
        self.years.show_wanted(period_of(self._query))
        self._show_years()

    def _fill_filters(self) -> None:
        from reader.ui.search.filter_menu import Counted, FilterMenu

        self.years.show_counts(self._by_month)
        counted = Counted(
            self._total,
            self._by_page,
            self._by_newspaper,
            self._by_edition,
            self._by_value,
            tuple(self.years.periods()),
            self._unknown_days,
        )
        menu = FilterMenu(self.filter_button.choices, self._query, counted, self._read, self._acts.ask)
        menu.fill(self._field(), lambda part: label_and_text(part)[1])
        menu.add_actions(self.shapes_action, self.fold_action)
