"""What is known of the day that is chosen in the calendar: its issue and articles, or why there is none."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from reader.i18n import say
from reader.issue_dating.coverage import Coverage, Day, Gap
from reader.language.dates.festivals import festivals_of_year
from reader.newspaper.holdings import ArticleRow, IssueRow
from reader.ui.article import article_loading
from reader.ui.widgets import fonts, theme, wording
from reader.ui.widgets.controls import LINK_PADDING, LinkButton
from reader.ui.widgets.labels import Label

_TITLES = 4
"""Headlines of the chosen issue that are shown."""


class DaySource(Protocol):
    """What the calendar asks of a library when a day is chosen."""

    def issue(self, issue_id: int) -> IssueRow | None: ...
    def articles(self, issue_id: int) -> list[ArticleRow]: ...


@dataclass(frozen=True, slots=True)
class _Known:
    """What is told of a day: its issues with their first articles, or why there is none; the days of other years."""

    date: dt.date
    issues: tuple[tuple[IssueRow, tuple[ArticleRow, ...]], ...]
    absence: str
    others: tuple[dt.date, ...]


def _known(shelf: DaySource, held: Coverage, date: dt.date) -> _Known:
    on_day = held.issues_on(date)
    rows = [row for issue in on_day if (row := shelf.issue(issue.id)) is not None]
    return _Known(
        date,
        tuple((row, tuple(shelf.articles(row.id)[:_TITLES])) for row in rows),
        "" if on_day else absence_words(held, date),
        tuple(issue.date for issue in held.on_this_day(date) if issue.date != date),
    )


class DayPanel(QScrollArea):
    """What is known of a day: its names, its issue and the first headlines, the gap it lies in, other years."""

    WIDTH = 280

    issueActivated = Signal(int)
    articleActivated = Signal(int)
    articleAside = Signal(int)
    dayWanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(self.WIDTH)
        self.setFrameShape(QFrame.Shape.NoFrame)
        theme.slim(self)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(say("所选的一天"))
        theme.tint(self, "list")
        body = QWidget()
        self._place = QVBoxLayout(body)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._told = QWidget()
        self._known: _Known | None = None
        self._place.addWidget(self._told)
        self.setWidget(body)
        body.setAutoFillBackground(False)

    def show_day(self, shelf: DaySource | None, held: Coverage, date: dt.date | None) -> None:
        """What was told goes when the event is over: a link of it may be what is clicked, or loses the focus."""
        known = _known(shelf, held, date) if shelf is not None and date is not None else None
        if known == self._known:
            return
        self._known = known
        before, self._told = self._told, QWidget()
        column = QVBoxLayout(self._told)
        column.setContentsMargins(20 - LINK_PADDING, 20, 16, 20)
        column.setSpacing(6)
        if known is not None:
            self._tell(column, known)
        column.addStretch(1)
        self._place.replaceWidget(before, self._told)
        before.hide()
        before.deleteLater()

    def _tell(self, column: QVBoxLayout, known: "_Known") -> None:
        date = known.date
        column.addWidget(_beside_links(Label(wording.day(date), fonts.serif(20, 700))))
        names = [wording.festival(name) for name in festivals_of_year(date.year).get(date, ())]
        column.addWidget(
            _lines(wording.GAP.join(filter(None, [wording.weekday(date), wording.lunar(date), *names])))
        )
        column.addSpacing(8)
        for row, articles in known.issues:
            self._tell_issue(column, row, articles)
        if known.absence:
            column.addWidget(_lines(known.absence))
        if known.others:
            column.addSpacing(14)
            column.addWidget(_beside_links(Label(say("历史上的今天"), fonts.sans(13, 700))))
            for other in known.others:
                link = LinkButton(
                    wording.GAP.join([wording.day(other), wording.short_weekday(other)]), quiet=True
                )
                link.clicked.connect(partial(self.dayWanted.emit, other))
                column.addWidget(link)

    def _tell_issue(self, column: QVBoxLayout, row: IssueRow, articles: Sequence[ArticleRow]) -> None:
        number = wording.issue_number(row.number) if row.number else ""
        origin = wording.date_origin(row.date_origin)
        column.addWidget(
            _lines(wording.GAP.join(filter(None, [number, wording.articles(row.article_count), origin])))
        )
        for article in articles:
            link = LinkButton(article.title, quiet=True)
            link.clicked.connect(partial(self.articleActivated.emit, article.id))
            link.aside.connect(partial(self.articleAside.emit, article.id))
            link.setProperty(article_loading.ARTICLE_PROPERTY, article.id)
            column.addWidget(link)
        button = LinkButton(say("打开这一期"))
        button.clicked.connect(partial(self.issueActivated.emit, row.id))
        column.addWidget(button)


def absence_words(held: Coverage, date: dt.date) -> str:
    """Why there is no issue of a day, as far as the issues around it tell."""
    gap = held.gap_around(date)
    if gap is None:
        return say("不在已有的报纸之间，无从知道这天有没有报。")
    around = _around(gap)
    if gap.missing is None:
        return say("{around}，期号不足以说明这天有没有报。", around=around)
    if gap.missing == 0:
        return say("{around}，期号相连：这几天没有出报。", around=around)
    if held.day(date) is Day.NO_PAPER:
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
    """前有1月27日第23552期，后有2月22日第23570期"""
    before, after = (
        wording.day(issue.date) + (wording.issue_number(issue.number) if issue.number else "")
        for issue in (gap.before, gap.after)
    )
    return say("前有{before}，后有{after}", before=before, after=after)


def _lines(text: str) -> Label:
    label = Label(text, fonts.sans(13), "ink2")
    label.setWordWrap(True)
    return _beside_links(label)


def _beside_links(label: Label) -> Label:
    """Its words begin where those of links do."""
    label.setContentsMargins(LINK_PADDING, 0, 0, 0)
    return label
