"""A person's card: name and spellings, class of evidence, offices, first and last day, a timeline, companions."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from reader.export.timeline import Step, Timeline
from reader.features.people.people import people_of
from reader.features.people.person import Certainty, PersonCard, certainty_words, name_in_full
from reader.features.people.person_query import named, query_of
from reader.features.people.ui.people_pane import (
    CERTAINTY_ICON,
    PAGE,
    CardCalls,
    EvidenceFilter,
    EvidencePanel,
    certainty_in_full,
)
from reader.i18n import say
from reader.library.article_set import ArticleSet
from reader.library.library import Library, LibraryError
from reader.library.read_share import WHOLE, all_so_far, unread_in_words
from reader.plugs import answering, plugs
from reader.search.answering.ladder import rung_words
from reader.search.documents import SearchCancelled
from reader.search.query import VALUE_FIELDS, Choice, Field, Period, Query, as_typed, negated
from reader.ui.frame import CardPane
from reader.ui.search.years import Years
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.controls import (
    LINK_PADDING,
    Act,
    Chip,
    IconButton,
    Label,
    LinkButton,
    MoreButton,
    Rule,
    Wide,
    column_layout,
    new_menu,
    plain,
    row_layout,
    stacked,
)
from reader.ui.widgets.flow_layout import FlowLayout
from reader.ui.widgets.services import LibraryFeature, Services
from reader.ui.widgets.state_panel import Skeleton, State, StatePanel
from reader.ui.widgets.undo_stack import FAULTS

if TYPE_CHECKING:
    from reader.features.people.person import NameEvidence
    from reader.library.searcher import RungResults


class CardHead(QWidget):
    """The surname in a frame, the name with its label, and its other spellings."""

    def __init__(self, card: PersonCard) -> None:
        super().__init__()
        self._card = card
        self._others = say("、").join(card.spellings[1:])
        self.setFixedHeight(60)
        if self._others:
            also = say("也写作 {names}", names=self._others)
        else:
            also = ""
        self.setAccessibleName(wording.listed([name_in_full(card.name, card.label), also]))
        self.setToolTip(plain(also))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        card = self._card
        seal = QRectF(0, 6, 44, 44)
        text_painting.draw_box(painter, seal, 4, None, "accent")
        first = card.name[:1]
        text_painting.draw_words(painter, seal, first, theme.serif(26, 700), "accent", text_painting.CENTER)
        line = QRectF(58, 4, self.width() - 58, 28)
        if not self._others:
            line.translate(0, 10)
        name_width = text_painting.draw_free(painter, line, card.name, theme.serif(20, 700), "ink")
        if card.label:
            line.setLeft(line.left() + name_width + 10)
            text_painting.draw_free(painter, line, card.label, theme.sans(13), "accent")
        if self._others:
            below = QRectF(58, 32, self.width() - 58, 20)
            also = say("也写作 {names}", names=self._others)
            text_painting.draw_free(painter, below, also, theme.sans(12), "ink3")


class IconMark(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(18, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme.draw_icon(QPainter(self), self._name, "ink2", 0, 2, 16)


class CardSection(QWidget):
    """A section of the card, under a title unless that is ""."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.column = column_layout(of=self, margins=(0, 8, 0, 0), spacing=4)
        if title:
            self.column.addWidget(Label(title, theme.sans(12, 700), "ink2"))

    def add_flow(self) -> FlowLayout:
        holder = QWidget()
        flow = FlowLayout()
        holder.setLayout(flow)
        self.column.addWidget(holder)
        return flow


def link_chip(words: str, number: str, name: str, act: Act) -> Chip:
    """Return a chip that acts as a link: it is not checkable; `number` is its count in words."""
    chip = Chip(words, act)
    chip.setCheckable(False)
    chip.setAccessibleName(wording.listed([name, number]))
    return chip


MOST_OFFICES = 12
MOST_COMPANIONS = 24
_SIDE = 20


class PersonCardPane(CardPane):
    """The card of a person, or its evidence (`evidence`) shown instead."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = CardCalls()
        theme.tint(self, "list")
        self.setObjectName("personCard")
        self.setAccessibleName(say("人物卡片"))
        self.read = WHOLE
        """From how much of the library the card shown next is; set by its controller."""
        self.card: PersonCard | None = None
        """The card shown; None while it is being read, and if there is none."""
        self.is_split = False
        """Whether there are several people of the name."""
        self._title = Label("", theme.sans(13, 700), "ink2")
        self.back_button = IconButton("back", say("回到人物卡片"), 28, act=self.show_overview)
        self.more_button = MoreButton(say("人物的更多操作"), 28, self.more_menu)
        self.close_button = IconButton("close", say("关上人物卡片 (Esc)"), 28, act=lambda: self.calls.close())
        self.evidence = EvidencePanel(self.calls)
        # they are made with each card, of which they are parts
        self.bars: Years
        self._bars_place: CardSection
        self._rungs_place: CardSection
        self._values_place: CardSection
        self._overview = QScrollArea()
        self._overview.setFrameShape(QFrame.Shape.NoFrame)
        self._overview.setWidgetResizable(True)
        self._overview.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._overview.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.slim(self._overview)
        theme.tint(self._overview, "list")
        self.empty = StatePanel(State.EMPTY)
        self._skeleton = Skeleton(84, _SIDE)
        self._skeleton.setAccessibleName(say("正在读……"))
        self._stack = stacked(self._overview, self.evidence, self.empty, self._skeleton)
        header = QWidget()
        header.setFixedHeight(43)
        parts = (self.back_button, Wide(self._title), self.more_button, self.close_button)
        row_layout(*parts, of=header, margins=(12, 0, 10, 0), spacing=6)
        self.back_button.hide()
        column_layout(header, Rule(), Wide(self._stack), of=self, spacing=0)

    def begin(self, name: str, label: str) -> None:
        """Show that a card is being read, unless it is that of the person shown already."""
        if self.card is None or (self.card.name, self.card.label) != (name, label):
            self.forget()

    def forget(self) -> None:
        """Discard the card, so that the next one is shown as a newly opened one, even of the same person."""
        self.card = None
        self._stack.setCurrentWidget(self._skeleton)
        self._head(say("人物"))

    def show_card(self, card: PersonCard, *, is_split: bool = False) -> None:
        """Show a person; the timeline and the other forms of the name are set later.

        With `is_split`, there are several people of the name, so that no query finds the articles of this one only.
        """
        self.is_split = is_split
        is_other = self.card is None or (self.card.name, self.card.label) != (card.name, card.label)
        self.card = card
        self._fill(card)
        if is_other or self._stack.currentWidget() is not self.evidence:
            self.show_overview()

    def show_nobody(self, name: str) -> None:
        """Show that a name has no card: it was not recognized as a name, or was struck out."""
        self.card = None
        self._head(say("人物"))
        title = say("没有“{name}”的卡片", name=name)
        why = say("报上没有认出叫这个名字的人，或者它被划掉了。")
        if not self.read.is_whole:
            title = say("目前还没有“{name}”的卡片", name=name)
            why = unread_in_words(self.read)
        self.empty.show_state(title, why)
        self._stack.setCurrentWidget(self.empty)

    def show_failure(self, why: str) -> None:
        self.empty.show_state(say("没有读出来"), why)
        self._stack.setCurrentWidget(self.empty)

    def show_timeline(self, timeline: Timeline | None) -> None:
        self.bars.show_timeline(timeline)
        self._bars_place.setVisible(self.bars.has_choice())

    def show_rungs(self, rungs: Sequence[RungResults]) -> None:
        """Show the other forms of the name in print, by rung, with the numbers of their articles."""
        card = self.card
        flow = self._rungs_flow
        filled = [rung for rung in rungs if rung.results.total]
        flow.clear()
        for rung_results in filled if card else ():
            assert card is not None
            words = rung_words(rung_results.rung)
            number = rung_results.results.total
            search = partial(self.calls.search_rung, as_typed(query_of(card)), rung_results.rung)
            chip = link_chip(f"{words} {number:,}", wording.articles(number), words, search)
            chip.setToolTip(plain(say("、").join(rung_results.forms[:12]).replace("\n", "/")))
            flow.addWidget(chip)
        self._rungs_place.setVisible(bool(filled))

    def show_values(self, counted: Mapping[Choice, int] | None) -> None:
        """Show how many of the articles have each value that features tell, such as obituaries."""
        flow = self._values_flow
        card = self.card
        flow.clear()
        for value, number in (counted or {}).items() if card else ():
            assert card is not None
            name = value.option.label
            search = partial(self.calls.search, as_typed(query_of(card, value)))
            flow.addWidget(link_chip(f"{name} {number:,}", wording.articles(number), name, search))
        for field in VALUE_FIELDS if counted is None else ():
            flow.addWidget(Label(say("{field}：还没有数", field=field.label()), theme.sans(12), "ink3"))
        self._values_place.setVisible(counted != {})

    def show_overview(self) -> None:
        was_behind = self._stack.currentWidget() is self.evidence
        self._stack.setCurrentWidget(self._overview)
        self._head(say("人物"))
        if was_behind:
            self.evidence_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_evidence(self) -> None:
        if self.card is not None:
            self._stack.setCurrentWidget(self.evidence)
            self._head(say("{name}的依据", name=name_in_full(self.card.name, self.card.label)))

    def is_evidence_shown(self) -> bool:
        return self._stack.currentWidget() is self.evidence

    def face(self) -> QWidget:
        widget = self._stack.currentWidget()
        if widget is self._overview:
            return self.evidence_button
        if widget is self.evidence:
            return self.evidence.view
        return self.close_button

    def step_back(self) -> None:
        """Go from the evidence to the card, or close the card."""
        if self.is_evidence_shown():
            self.show_overview()
        else:
            self.calls.close()

    def more_menu(self) -> QMenu:
        menu = new_menu(self, self.more_button.accessibleName())
        if self.card is not None:
            split = menu.addAction(
                say("分出同名的另一个人…"), partial(self.calls.read_evidence, EvidenceFilter())
            )
            merge = menu.addAction(say("与另一个写法合并…"), self.calls.merge)
            strike = menu.addAction(say("这不是人名，划掉"), self.calls.strike_out)
            for action in (merge, strike):
                action.setEnabled(not self.card.label)
            split.setEnabled(self.card.articles > 0)
            menu.addSeparator()
        menu.addAction(say("改过的人物…"), self.calls.open_decisions)
        return menu

    # -- private

    def _head(self, words: str) -> None:
        self._title.setText(words)
        self.back_button.setVisible(self.is_evidence_shown())

    def _fill(self, card: PersonCard) -> None:
        body = QWidget()
        body.setAutoFillBackground(False)
        column = column_layout(CardHead(card), of=body, margins=(_SIDE, 16, _SIDE, 20), spacing=6)
        self._add_evidence(column, card)
        words = all_so_far(self.read)
        if words:
            column.addWidget(Label(words, theme.sans(12), "ink3", wraps=True))
        self._add_numbers(column, card)
        self._add_bars(column)
        self._add_offices(column, card)
        self._add_companions(column, card)
        self._rungs_place = self._section(column, say("报上还这样印"))
        self._rungs_flow = self._rungs_place.add_flow()
        self._rungs_place.hide()
        column.addStretch(1)
        before = self._overview.takeWidget()
        if before is not None:
            before.deleteLater()
        self._overview.setWidget(body)
        body.setAutoFillBackground(False)

    def _section(self, column: QVBoxLayout, title: str) -> CardSection:
        section = CardSection(title)
        column.addWidget(section)
        return section

    def _add_evidence(self, column: QVBoxLayout, card: PersonCard) -> None:
        words = Label(certainty_words(card.certainty), theme.sans(13), "ink2")
        words.setToolTip(plain(certainty_in_full(card.certainty)))
        self.evidence_button = LinkButton(
            say("看依据"), act=partial(self.calls.read_evidence, EvidenceFilter())
        )
        self.evidence_button.setAccessibleName(
            wording.listed([say("看依据"), certainty_words(card.certainty), wording.articles(card.articles)])
        )
        line = row_layout(
            IconMark(CERTAINTY_ICON[card.certainty]), words, self.evidence_button, Wide(), spacing=8
        )
        column.addLayout(line)

    def _add_numbers(self, column: QVBoxLayout, card: PersonCard) -> None:
        flow = self._section(column, "").add_flow()
        written = named(card.spellings, Field.CREDITS)
        for words, number, query in (
            (say("共"), card.articles, query_of(card)),
            (say("署名"), card.written, Query(written)),
            (say("别人写到"), card.articles - card.written, query_of(card, negated(written))),
        ):
            if number and not (self.is_split and number != card.articles):
                act = self._evidence_or_search(EvidenceFilter(), query)
                flow.addWidget(link_chip(f"{words} {number:,}", wording.articles(number), words, act))
        for certainty, number in (
            (Certainty.CERTAIN, card.certain),
            (Certainty.LIKELY, card.likely),
            (Certainty.STRING, card.only_string),
        ):
            if number and number != card.articles:
                words = certainty_words(certainty)
                act = partial(self.calls.read_evidence, EvidenceFilter(certainty))
                flow.addWidget(link_chip(f"{words} {number:,}", wording.articles(number), words, act))
        self._values_place = self._section(column, "")
        self._values_flow = self._values_place.add_flow()
        self._values_place.hide()
        if card.seen.first is not None and card.seen.last is not None:
            flow = self._section(column, say("最早与最晚")).add_flow()
            first, last = card.seen.each_in_words(wording.day)
            for words, day in (
                (say("最早 {day}", day=first), card.seen.first),
                (say("最晚 {day}", day=last), card.seen.last),
            ):
                search = partial(self.calls.search, as_typed(query_of(card, Period(day, day))))
                flow.addWidget(LinkButton(words, quiet=True, act=search))

    def _evidence_or_search(self, evidence_filter: EvidenceFilter, query: Query) -> Act:
        """Return what searches for articles, or shows the evidence if no query finds those of this person only."""
        if self.is_split:
            return partial(self.calls.read_evidence, evidence_filter)
        return partial(self.calls.search, as_typed(query))

    def _add_bars(self, column: QVBoxLayout) -> None:
        self._bars_place = self._section(column, say("时间"))
        self._bars_place.hide()
        self.bars = answering(Years, plugs())()
        self._bars_place.column.addWidget(self.bars)
        self.bars.setObjectName("personTimeline")
        self.bars.chosen.connect(self._search_period)
        # they count what a search finds, which needs no analysis
        self.bars.show_read(WHOLE if self.read.is_read else self.read)

    def _add_offices(self, column: QVBoxLayout, card: PersonCard) -> None:
        if not card.offices:
            return
        place = self._section(column, say("职务"))
        for office in card.offices[:MOST_OFFICES]:
            when = office.seen.in_words(wording.day)
            words = wording.GAP.join(filter(None, [office.in_words, wording.articles(office.articles)]))
            act = partial(self.calls.read_evidence, EvidenceFilter(office=office.title))
            link = LinkButton(words, quiet=True, act=act, is_free=True)
            link.setAccessibleName(wording.listed([office.in_words, when, wording.articles(office.articles)]))
            place.column.addWidget(link)
            if when:
                label = Label(when, theme.sans(12), "ink3")
                label.setContentsMargins(LINK_PADDING, 0, 0, 4)  # aligned with the words of the link
                place.column.addWidget(label)

    def _add_companions(self, column: QVBoxLayout, card: PersonCard) -> None:
        if not card.companions:
            return
        flow = self._section(column, say("一起出现")).add_flow()
        for other in card.companions[:MOST_COMPANIONS]:
            name = name_in_full(other.name, other.label)
            act = self._evidence_or_search(
                EvidenceFilter(companion=other.name), query_of(card, named(other.forms))
            )
            number = other.articles
            flow.addWidget(link_chip(f"{name} {number:,}", wording.articles(number), name, act))

    def _search_period(self, period: Period | None) -> None:
        if self.card is not None and period is not None:
            self.calls.search(as_typed(query_of(self.card, period)))


_T = TypeVar("_T")


class CardController(LibraryFeature):
    """Reads the content of a card on two threads, so that timeline and other forms do not delay the card."""

    def __init__(self, services: Services, library: Library, card: PersonCardPane, parent: QObject) -> None:
        super().__init__(services, library, parent)
        self._card = card
        self._cards = TaskQueue(self)
        self._details = TaskQueue(self)
        self._token = threading.Event()
        self._request = 0
        """The number of the last request for evidence; answers to earlier ones are ignored."""
        card.calls.read_evidence = self._open_evidence
        card.evidence.model.read_pages = self._read_pages

    def stop(self) -> None:
        self._token.set()

    def is_idle(self) -> bool:
        return self._cards.is_idle() and self._details.is_idle()

    def read(self, name: str, label: str) -> None:
        """Read the card of a person and show it, unless it is shown already and has not changed."""
        has_details = self._details.is_idle()
        self._token.set()
        token = threading.Event()
        self._token = token
        card = self._card
        card.begin(name, label)

        def read() -> tuple[PersonCard | None, bool, float]:
            people = people_of(self._library)
            person_card = people.card(name, label)
            is_split = person_card is not None and bool(people.overlay().labels_of(person_card.name))
            return person_card, is_split, people.analysed()

        def done(answer: tuple[PersonCard | None, bool, float]) -> None:
            if not token.is_set():
                self._show(name, *answer, token, has_details=has_details)

        def failed(error: Exception) -> None:
            if not token.is_set():
                card.show_failure(str(error))

        self._cards.run(read, done, failed, FAULTS)

    def _show(
        self,
        name: str,
        person_card: PersonCard | None,
        is_split: bool,
        analysed: float,
        token: threading.Event,
        *,
        has_details: bool,
    ) -> None:
        card = self._card
        so_far = self._library.read.of_analysis(analysed)
        has_details = has_details and card.read == so_far
        card.read = so_far
        if person_card is None:
            card.show_nobody(name)
            return
        if person_card == card.card and is_split == card.is_split and has_details:
            return
        was_shown = card.card is not None
        card.show_card(person_card, is_split=is_split)
        if card.is_evidence_shown():
            self._open_evidence(card.evidence.wanted)
        elif not was_shown:
            card.face().setFocus(Qt.FocusReason.OtherFocusReason)
        if not is_split:  # no query finds the articles of one of several people
            self._read_details(person_card, token)

    def _read_details(self, person_card: PersonCard, token: threading.Event) -> None:
        query = query_of(person_card)

        expected = (SearchCancelled, LibraryError)
        searcher = self._library.searcher
        timelines = self._library.contents.timelines
        self._details.run(
            partial(searcher.counts.by_value, query, token.is_set),
            partial(_unless, token, self._card.show_values),
            None,
            expected,
        )
        self._details.run(
            partial(timelines.timeline, [ArticleSet.of(query, person_card.name)], Step.MONTH, token.is_set),
            partial(_unless, token, self._card.show_timeline),
            None,
            expected,
        )
        self._details.run(
            lambda: list(searcher.ladder(query, limit=0, cancelled=token.is_set)),
            partial(_unless, token, self._card.show_rungs),
            None,
            expected,
        )

    # -- the evidence

    def _open_evidence(self, evidence_filter: EvidenceFilter) -> None:
        card = self._card
        person = card.card
        if person is None:
            return
        self._request += 1
        request = self._request
        was_shown = card.is_evidence_shown()
        card.evidence.begin(person, evidence_filter)
        card.show_evidence()
        total = card.evidence.number()

        def done(rows: list[NameEvidence]) -> None:
            if request == self._request:
                card.evidence.show_evidence(rows, total if len(rows) == PAGE else len(rows))
                if not was_shown:
                    card.evidence.focus_rows()

        self._cards.run(
            self._reading(person, evidence_filter),
            done,
            self._services.error,
            FAULTS,
        )

    def _reading(self, person: PersonCard, evidence_filter: EvidenceFilter) -> partial[list[NameEvidence]]:
        """Return a function that reads a page of evidence; its `offset` is 0 by default."""
        return partial(
            people_of(self._library).evidence,
            person.name,
            person.label,
            certainty=evidence_filter.certainty,
            office=evidence_filter.office,
            beside=evidence_filter.companion,
            limit=PAGE,
        )

    def _read_pages(self, numbers: Sequence[int]) -> None:
        evidence = self._card.evidence
        request = self._request
        person = self._card.card
        if person is None:
            return
        read = self._reading(person, evidence.wanted)

        def show(number: int, rows: list[NameEvidence]) -> None:
            if request == self._request:
                evidence.model.set_page(number, rows)

        for number in numbers:
            self._cards.run(
                partial(read, offset=number * PAGE),
                partial(show, number),
                self._services.error,
                FAULTS,
            )


def _unless(token: threading.Event, show: Callable[[_T], None], what: _T) -> None:
    """Call `show` with what was read, unless it was cancelled."""
    if not token.is_set():
        show(what)
