"""The panel right of the calendar, with the issues of the chosen day, or why there are none."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from reader.features.calendar.day_papers import DayPaper
from reader.i18n import count, say
from reader.language.dates.calendar import festivals_of_year
from reader.library.contents import Contents
from reader.newspaper.coverage import Coverage, Day, Gap, HeldIssue
from reader.newspaper.holdings import ArticleRow, IssueRow
from reader.ui.article import article_pane
from reader.ui.widgets import theme, wording
from reader.ui.widgets.controls import LINK_PADDING, Label, LinkButton, column_layout


def absence_words(coverage: Coverage, date: dt.date) -> str:
    """Return in words why there is no issue of a day, as far as the adjacent issues show it."""
    if coverage.day(date) is Day.UNREAD:
        return say("这一带的报还没读到，读到时自己补上。")
    gap = coverage.gap_around(date)
    if gap is None:
        return say("不在已有的报纸之间，无从知道这天有没有报。")
    around = _around(gap)
    if gap.missing is None:
        return say("{around}，期号不足以说明这天有没有报。", around=around)
    if gap.missing == 0:
        return say("{around}，期号相连：这几天没有出报。", around=around)
    if coverage.day(date) is Day.NO_PAPER:
        return say("{around}，按平常出报的日子，这天没有出报。", around=around)
    missing = wording.issues(gap.missing)
    if gap.without_paper == 0:
        return say("{around}，当中 {missing}这里都没有。", around=around, missing=missing)
    return say(
        "{around}，当中 {days} 天、{missing}：{rest} 天没有出报，其余的这里没有。",
        around=around,
        days=gap.days,
        missing=missing,
        rest=gap.without_paper,
    )


def _around(gap: Gap) -> str:
    return say("前有{before}，后有{after}", before=_in_words(gap.before), after=_in_words(gap.after))


def _in_words(issue: HeldIssue) -> str:
    day = wording.held_day(issue)
    if issue.number:
        return say("{day}第{number}期", day=day, number=issue.number)
    return day


_TITLES = 4
"""The number of headlines shown of an issue."""
_MOST_DAYS = 60
"""The greatest distance of an issue that is told in days."""
_DAYS_OF_YEAR = 365.2425


def off_in_words(days_off: int) -> str:
    """Return the distance of an issue from the day asked for in words: 晚 2 天, 早约 41 年; "" for one of that day."""
    days = abs(days_off)
    is_later = days_off > 0
    if not days:
        return ""
    if days <= _MOST_DAYS:
        if is_later:
            return count(days, "晚 {n} 天")
        return count(days, "早 {n} 天")
    years = round(days / _DAYS_OF_YEAR)
    if years < 2:
        months = round(12 * days / _DAYS_OF_YEAR)
        if is_later:
            return count(months, "晚约 {n} 个月")
        return count(months, "早约 {n} 个月")
    if is_later:
        return count(years, "晚约 {n} 年")
    return count(years, "早约 {n} 年")


class CalendarActs(Struct, frozen=True):
    open_issue: Callable[[int], object]
    open_article: Callable[[int], object]
    open_second: Callable[[int], object]
    explain_date: Callable[[IssueRow], object]
    list_hits: Callable[[dt.date], object]
    list_days: Callable[[str, dt.date, dt.date], object]
    """Lists the articles of a newspaper from one day to another, both inclusive."""
    list_yearly: Callable[[dt.date], object]
    """Lists the articles of this day in every year."""
    dismiss_hits: Callable[[], object]
    list_undated: Callable[[], object]
    """Lists the matches of which the day is not known."""
    riffle: Callable[[], object]
    """Opens the view that leafs through the issues."""
    message: Callable[[str], object]


class DayFacts(Struct, frozen=True):
    """The content of the panel for a day.

    Attributes:
        date: the day.
        issues: its issues, each with its first articles.
        absence: why there is no issue, in words; "" if there is one.
        same_days: its issues of the same day of other years.
        hits: the number of its articles that match the query.
        other_papers: the other newspapers that have an issue of the day.
        nearest: the issues nearest to it, if no newspaper has one of it.
        every_year: the issues of all newspapers of this day in every year, if these were asked for.
    """

    date: dt.date
    issues: tuple[tuple[IssueRow, tuple[ArticleRow, ...]], ...]
    absence: str
    same_days: tuple[HeldIssue, ...]
    hits: int = 0
    other_papers: tuple[str, ...] = ()
    nearest: tuple[DayPaper, ...] = ()
    every_year: tuple[DayPaper, ...] = ()
    is_reading: bool = False
    """Whether files of the newspaper are not read yet."""


class DayPanel(QScrollArea):
    WIDTH = 280

    def __init__(
        self,
        acts: CalendarActs,
        choose: Callable[[dt.date], object],
        choose_paper: Callable[[str], object],
    ) -> None:
        super().__init__()
        self._acts = acts
        self._choose = choose
        self._choose_paper = choose_paper
        self.setFixedWidth(self.WIDTH)
        self.setFrameShape(QFrame.Shape.NoFrame)
        theme.slim(self)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(say("所选的一天"))
        theme.tint(self, "list")
        body = QWidget()
        self._content = QWidget()
        self._facts: DayFacts | None = None
        self._paper_links: list[LinkButton] = []
        self._body = column_layout(self._content, of=body)
        self.setWidget(body)
        body.setAutoFillBackground(False)

    def show_day(
        self,
        contents: Contents | None,
        coverage: Coverage,
        date: dt.date | None,
        hits: int = 0,
        other_papers: Sequence[str] = (),
        nearest: Sequence[DayPaper] = (),
        every_year: Sequence[DayPaper] = (),
    ) -> None:
        """Show a day, its `hits` (the number of matching articles) and the other newspapers that have its issue.

        `nearest` and `every_year` are as in `DayFacts`.
        """
        if contents is None or date is None:
            self._show(None)
            return
        has_issue = bool(coverage.issues_on(date))
        other_years = [issue for issue in coverage.on_this_day(date) if issue.date != date]
        facts = DayFacts(
            date,
            issues=_issues_with_articles(contents, coverage, date),
            absence="" if has_issue else absence_words(coverage, date),
            same_days=tuple(other_years),
            hits=hits,
            other_papers=tuple(other_papers),
            nearest=tuple(nearest),
            every_year=tuple(every_year),
            is_reading=bool(coverage.unread),
        )
        self._show(facts)

    def _show(self, facts: DayFacts | None) -> None:
        if facts == self._facts:
            return
        self._facts = facts
        self._paper_links = []
        former_content = self._content
        self._content = QWidget()
        column = column_layout(of=self._content, margins=(20 - LINK_PADDING, 20, 16, 20), spacing=6)
        if facts is not None and facts.every_year:
            self._add_every_year(column, facts)
        elif facts is not None:
            self._add_day(column, facts)
        column.addStretch(1)
        self._body.replaceWidget(former_content, self._content)
        former_content.hide()
        former_content.deleteLater()  # not at once: this may be called by a signal of one of its links

    def focus_paper(self) -> bool:
        """Focus the first of the papers listed; return whether there is one."""
        if not self._paper_links:
            return False
        self._paper_links[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _add_day(self, column: QVBoxLayout, facts: DayFacts) -> None:
        date = facts.date
        column.addWidget(_aligned(Label(wording.day(date), theme.serif(20, 700))))
        festivals = [wording.festival(name) for name in festivals_of_year(date.year).get(date, ())]
        day_words = filter(None, [wording.weekday(date), wording.lunar(date), *festivals])
        column.addWidget(_paragraph(wording.GAP.join(day_words)))
        if facts.hits:
            words = count(facts.hits, "{n} 篇命中")
            column.addWidget(LinkButton(words, act=partial(self._acts.list_hits, date)))
        column.addSpacing(8)
        for row, articles in facts.issues:
            self._add_issue(column, row, articles)
        if facts.issues:
            newspaper = facts.issues[0][0].newspaper
            list_day = partial(self._acts.list_days, newspaper, date, date)
            column.addWidget(LinkButton(say("列出这天的文章"), act=list_day))
        if facts.absence:
            column.addWidget(_paragraph(facts.absence))
        if facts.nearest:
            column.addSpacing(8)
            column.addWidget(_heading(say("目前最近的报纸") if facts.is_reading else say("最近的报纸")))
            self._add_papers(column, facts.nearest)
        if facts.other_papers:
            self._add_other_papers(column, facts.other_papers)
        if facts.same_days:
            self._add_same_days(column, facts.same_days)
            column.addWidget(LinkButton(say("历年这一天的文章"), act=partial(self._acts.list_yearly, date)))

    def _add_other_papers(self, column: QVBoxLayout, names: Sequence[str]) -> None:
        column.addSpacing(8)
        column.addWidget(_heading(say("这天的其他报纸")))
        for name in names:
            choose = partial(self._choose_paper, name)
            column.addWidget(LinkButton(wording.newspaper(name), act=choose, is_free=True))

    def _add_same_days(self, column: QVBoxLayout, issues: Sequence[HeldIssue]) -> None:
        column.addSpacing(14)
        column.addWidget(_heading(say("历史上的今天")))
        for issue in issues:
            words = wording.GAP.join([wording.held_day(issue), wording.short_weekday(issue.date)])
            column.addWidget(LinkButton(words, quiet=True, act=partial(self._choose, issue.date)))

    def _add_every_year(self, column: QVBoxLayout, facts: DayFacts) -> None:
        month = wording.month(facts.date.month)
        title = say("历年的{month}{day}日", month=month, day=facts.date.day)
        column.addWidget(_aligned(Label(title, theme.serif(20, 700))))
        column.addWidget(_paragraph(count(len(facts.every_year), "{n} 期，新的在前")))
        column.addSpacing(8)
        self._add_papers(column, facts.every_year)
        column.addSpacing(8)
        list_yearly = partial(self._acts.list_yearly, facts.date)
        column.addWidget(LinkButton(say("历年这一天的文章"), act=list_yearly))

    def _add_papers(self, column: QVBoxLayout, papers: Sequence[DayPaper]) -> None:
        """Add a link for each paper that opens it."""
        for paper in papers:
            parts = (
                wording.held_day(paper.issue),
                wording.short_weekday(paper.issue.date),
                wording.newspaper(paper.newspaper),
                off_in_words(paper.days_off),
            )
            words = wording.GAP.join(filter(None, parts))
            open_paper = partial(self._acts.open_issue, paper.issue.id)
            link = LinkButton(words, quiet=True, act=open_paper, is_free=True)
            self._paper_links.append(link)
            column.addWidget(link)

    def _add_issue(self, column: QVBoxLayout, row: IssueRow, articles: Sequence[ArticleRow]) -> None:
        number = wording.marked_number(row)
        is_estimated = wording.is_date_estimated(row)
        origin = row.facts.day_remark
        parts = [number, wording.articles(row.article_count), "" if is_estimated else origin]
        column.addWidget(_paragraph(wording.GAP.join(filter(None, parts))))
        if is_estimated:
            words = say("{origin}：看根据", origin=origin)
            reason = LinkButton(words, quiet=True, act=partial(self._acts.explain_date, row))
            reason.setObjectName("dateReason")
            column.addWidget(reason)
        for article in articles:
            link = LinkButton(article.title, quiet=True, act=partial(self._open, article.id), is_free=True)
            link.middleClicked.connect(partial(self._open, article.id, beside=True))
            link.setProperty(article_pane.ARTICLE_PROPERTY, article.id)
            column.addWidget(link)
        column.addWidget(LinkButton(say("打开这一期"), act=partial(self._acts.open_issue, row.id)))

    def _open(self, article_id: int, *, beside: bool = False) -> None:
        if beside:
            self._acts.open_second(article_id)
        else:
            self._acts.open_article(article_id)


def _issues_with_articles(
    contents: Contents, coverage: Coverage, date: dt.date
) -> tuple[tuple[IssueRow, tuple[ArticleRow, ...]], ...]:
    """Return the issues of a day, each with its first articles."""
    issues = []
    for issue in coverage.issues_on(date):
        row = contents.issue(issue.id)
        if row is not None:
            issues.append((row, tuple(contents.articles(row.id)[:_TITLES])))
    return tuple(issues)


def _paragraph(text: str) -> Label:
    return _aligned(Label(text, theme.sans(13), "ink2", wraps=True))


def _heading(text: str) -> Label:
    return _aligned(Label(text, theme.sans(13, 700)))


def _aligned(label: Label) -> Label:
    label.setContentsMargins(LINK_PADDING, 0, 0, 0)
    return label
