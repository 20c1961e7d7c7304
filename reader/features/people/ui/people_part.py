"""People in the window: the list in the sidebar, the card of a person, lists of names, decisions on who is who."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from reader import do_nothing
from reader.export.article_text import local_day
from reader.features.people.people import People, decision_in_words, people_of, person_of
from reader.features.people.person import name_in_full
from reader.features.people.ui.name_list_place import NameListPlace
from reader.features.people.ui.people_pane import PAGE, PeoplePane
from reader.i18n import count, say
from reader.language.forms import without_controls
from reader.newspaper.decision import Decision
from reader.ui.desk import Decisions, Desk, Part
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue, while_open
from reader.ui.widgets.controls import (
    Label,
    PushButton,
    Wide,
    labelled,
    text_field,
)
from reader.ui.widgets.dialog import Dialog
from reader.ui.widgets.listing import Listing, Nothing, RowAct, on_row
from reader.ui.widgets.services import Change, Handlers
from reader.ui.widgets.undo_stack import FAULTS

if TYPE_CHECKING:
    from reader.features.people.person import NameEvidence, PersonRow
    from reader.features.people.ui.person_card import CardController, PersonCardPane
    from reader.features.people.ui.set_people import SetPeople
    from reader.newspaper.holdings import StoredArticle
    from reader.search.answering.ladder import Rung
    from reader.ui.article.article_pane import ArticlePane

LONGEST = 40
Decide = Callable[[str], object]


class OneLineDialog(Dialog):
    """Asks for a line of text; `decide` is called with it, without surrounding white space, when it was accepted."""

    def __init__(
        self, parent: QWidget, title: str, words: str, asked: tuple[str, str], answer: tuple[str, Decide]
    ) -> None:
        """`asked` has the label of the line and an example, `answer` the words of the button and `decide`."""
        super().__init__(parent, title, size=(420, 200))
        verb, self._decide = answer
        self.field = text_field(*asked)
        self.field.setMaxLength(LONGEST)
        explanation = Label(words, theme.sans(13), "ink2", wraps=True)
        self.save_button = PushButton(verb, primary=True, act=self.accept)
        buttons = (Wide(), self.leave_button(say("取消")), self.save_button)
        self.lay_out(explanation, labelled(self.field), Wide(), buttons=buttons)
        self.field.textChanged.connect(lambda _: self.save_button.setEnabled(bool(self.written())))
        self.save_button.setEnabled(False)
        self.field.setFocus()

    def accept(self) -> None:
        super().accept()
        self._decide(self.written())

    def written(self) -> str:
        return without_controls(self.field.text()).strip()


class DecisionList(Listing[Decision]):
    """All decisions on people, the newest first; each can be taken back."""

    def __init__(self, people: People, take_back: Callable[[Decision, DecisionList], object]) -> None:
        self._people = people
        self._take_back = take_back
        super().__init__(say("改过的人物"))

    def read_rows(self) -> Sequence[Decision]:
        return self._people.decisions()[::-1]

    def key_of(self, row: Decision) -> object:
        return row.uuid

    def words(self, row: Decision) -> str:
        return wording.listed([decision_in_words(row.content), wording.day(local_day(row.created))])

    def paint_row(self, painter: QPainter, rect: QRectF, row: Decision) -> None:
        day = wording.day(local_day(row.created))
        wide = text_painting.draw_words(painter, rect, day, theme.sans(12), "ink3", text_painting.RIGHT)
        words = decision_in_words(row.content)
        text_painting.draw_free(painter, rect.adjusted(0, 0, -wide - 12, 0), words, theme.sans(14), "ink")

    def acts(self) -> Sequence[RowAct[Decision]]:
        return [on_row(say("撤销"), lambda row: self._take_back(row, self), "Delete")]

    def nothing(self) -> Nothing:
        return Nothing(say("还没有改过"), say("在人物卡片上划掉、合并或分出的，都列在这里，可以逐条撤销。"))


Person = tuple[str, str]
"""A name, and the label that distinguishes one of several people of that name ("" for none)."""


TAB = "people"
"""Its face of the place of the people."""
SOON_MS = 60
"""The delay before the list is read after its tab is shown, in milliseconds, so that the tab is painted first."""


class PeoplePart(Part):
    """Reads the list of people on another thread, opens cards, and searches for what the user chooses on them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.people = people_of(desk.library)
        self._frame = desk.frame
        self._results = desk.results
        self.pane = PeoplePane()
        self._frame.put_in_tab(TAB, self.pane, self.pane.face)
        self._named = ""
        """The person whose name is the query; "" for none."""
        self._rows = TaskQueue(self)
        self._names = TaskQueue(self)
        self._request = 0
        """The number of the last request for the list; answers to earlier requests are ignored."""
        self._read_at: tuple[int, int] | None = None
        self._analysed = 1.0
        """The share of the articles that had been searched for names when the list was read.

        `_read_at` is the state that the list shows: the generation of the catalogue and the number of decisions
        made in this window; None before it is read.
        """
        self._decided = 0
        self._person: tuple[str, str] | None = None
        """The name and label of the person whose card is shown; None for no card."""
        self._turned: tuple[str, str] | None = None
        """The person whose row to select when the list is read, after undoing or redoing."""
        self._rung: tuple[str, Rung] | None = None
        self._row_to_open: NameEvidence | None = None
        self._cards: CardController | None = None
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._read_if_changed)
        self.name_list = NameListPlace(desk, self._search)
        self._connect()

    def handlers(self) -> Handlers:
        return {
            "person_here": self.open_here,
            "name_list": self.name_list.show,
        }

    def step_back(self) -> bool:
        return self.name_list.close()

    def act_on_words(self, pane: ArticlePane, position: int) -> None:
        self._open_at(*pane.page.filler.read_at(position), True)

    def finish(self) -> None:
        if self._cards is not None:
            self._cards.stop()
        self.name_list.finish()

    def is_idle(self) -> bool:
        parts = [self._rows, self._names, self._cards, self.desk.undo, self._frame.area.page.clicks]
        if "of_set" in vars(self):
            parts.append(self.of_set.tasks)
        return not self._soon.isActive() and all(part is None or part.is_idle() for part in parts)

    def _connect(self) -> None:
        frame = self._frame
        pane = self.pane
        frame.tabShown.connect(self._follow)
        calls = pane.calls
        calls.read = self._read
        calls.open_person = self.open
        calls.search = self._search
        calls.strike_out = self.strike_out
        calls.open_name_list = self.name_list.show
        calls.count_names = self.name_list.count
        calls.open_decisions = self.open_decisions
        pane.model.read_pages = self._read_pages
        for page in (frame.pane.page, frame.area.second.page):
            page.calls.open_person_at = self._open_at
        frame.area.page.clicks.name_at = self.people.name_at
        frame.area.page.calls.open_person = self.open
        self._results.searching.answered.connect(self._name_the_person)
        self._results.searching.rungsFound.connect(lambda _: self._open_wanted_rung())

    @cached_property
    def card(self) -> PersonCardPane:
        from reader.features.people.ui.person_card import CardController, PersonCardPane

        card = PersonCardPane()
        self._cards = CardController(self._services, self._library, card, self)
        calls = card.calls
        calls.search = self._search
        calls.search_rung = self._search_rung
        calls.open_evidence = self._open_evidence
        calls.split = self.ask_split
        calls.strike_out = self._strike_out_shown
        calls.merge = self.ask_merge
        calls.open_decisions = self.open_decisions
        calls.close = self.close_card
        return card

    @cached_property
    def of_set(self) -> SetPeople:
        from reader.features.people.ui.set_people import SetPeople

        return SetPeople(self.desk, self.people, self.open)

    def set_face(self, action: str) -> SetPeople:
        return self.of_set

    # -- the list

    def _follow(self, tab: str) -> None:
        if tab == TAB:
            self._soon.start()

    def refresh(self, change: Change) -> None:
        """Refresh list and card; among the notes there may be a decision on people."""
        if change is Change.NOTES:
            self._decided += 1
        self._refresh()

    def _refresh(self) -> None:
        if self._frame.tab == TAB:
            self._soon.start()
        if self._person is not None and self._cards is not None and self._frame.is_card_shown():
            self._cards.read(*self._person)

    def _read_if_changed(self) -> None:
        self._say_whether_complete()
        if self._read_at != (self._library.generation(), self._decided):
            self._read()

    def _say_whether_complete(self) -> None:
        self.pane.read = self._library.read.of_analysis(self._analysed)
        self.pane.set_counting(self.desk.sync.process.is_running() or self._analysed < 1)

    def _read(self) -> None:
        typed = self.pane.typed()
        order = self.pane.order()
        shapes = self._results.searching.shapes
        self._request += 1
        request = self._request
        self._read_at = self._library.generation(), self._decided
        self.pane.begin()

        def read() -> tuple[list[PersonRow], int, float, int | None] | None:
            if request != self._request:  # the filter has been edited since
                return None
            people = self.people
            total = people.count(typed)
            articles = None
            if typed and not total:
                # it imports the query, without which a window opens
                from reader.features.people.person_query import articles_with

                articles = articles_with(self._library, typed, shapes)
            return people.rows(typed, by=order, limit=PAGE), total, people.analysed(), articles

        def show(found: tuple[list[PersonRow], int, float, int | None] | None) -> None:
            if found is not None and request == self._request:
                rows, total, self._analysed, articles = found
                self._say_whether_complete()
                self.pane.show_people(rows, total, typed, articles)
                if self._person is not None and self._frame.is_card_shown():
                    self.pane.select(*self._person)
                elif self._turned is not None:
                    self.pane.select(*self._turned)
                self._turned = None

        self._rows.run(read, show, self._fail_to_list, FAULTS)

    def _read_pages(self, numbers: Sequence[int]) -> None:
        request = self._request
        read = partial(self.people.rows, self.pane.typed(), by=self.pane.order(), limit=PAGE)

        def show(number: int, rows: list[PersonRow]) -> None:
            if request == self._request:
                self.pane.model.set_page(number, rows)

        for number in numbers:
            self._rows.run(
                partial(read, offset=number * PAGE), partial(show, number), self._fail_to_list, FAULTS
            )

    def _fail_to_list(self, error: Exception) -> None:
        self._read_at = None
        self.pane.show_failure(str(error))

    # -- the card

    def open(self, name: str, label: str = "") -> None:
        self._person = name, label
        if not self._frame.is_card_shown():
            self.card.forget()
        self._frame.uncover()
        self._frame.show_card(self.card)
        if self._cards is not None:
            self._cards.read(name, label)
        self.pane.select(name, label)

    def open_here(self) -> None:
        """Show the card of the person at the cursor or selection of the active article, or on the page."""
        area = self._frame.area
        if area.is_page_shown() and not area.is_second_active:
            place = self._frame.area.page.selected_place()
            if place is None:
                self._services.message(say("先选上名字再试，或双击它。"))
            else:
                self._open_at(*place, True)
            return
        page = area.active_pane().page
        self._open_at(*page.filler.read_at(page.textCursor().selectionStart()), True)

    def close_card(self) -> None:
        if not self._frame.is_card_shown():
            return
        if self._cards is not None:
            self._cards.stop()
        self._person = None
        self._frame.show_card(None)
        self._frame.focus_list(Qt.FocusReason.OtherFocusReason)

    def _open_at(self, text: str, at: int, is_asked: bool) -> None:
        def done(name: str | None) -> None:
            if name is not None:
                self.open(name)
            elif is_asked:
                self._services.message(say("这里没有认出人名。把光标放在名字上再试。"))

        self._names.run(partial(self.people.name_at, text, at), done, self._services.error, FAULTS)

    def _name_the_person(self) -> None:
        text = self._results.searching.text

        def done(name: str | None) -> None:
            if text == self._results.searching.text and self._frame.has_results():
                self._named = name or ""
                words = say("人物：{name}", name=name) if name else ""
                self._frame.results.header.hints.offer_of_feature(TAB, words, self._open_named)

        self._names.run(partial(self.people.person_named, text), done, do_nothing, FAULTS)

    def _open_named(self) -> None:
        self.open(self._named)

    def _open_evidence(self, row: NameEvidence) -> None:
        from reader.language.forms import search_form

        card = self.card.card
        if card is not None:
            self._row_to_open = row
            self.desk.reading.shown.connect(self._show_place, Qt.ConnectionType.SingleShotConnection)
            self.desk.reading.open_article(row.article_id, tuple(map(search_form, card.spellings)))

    def _show_place(self, stored: StoredArticle | None) -> None:
        """Show the quoted words once their article is on the page."""
        row = self._row_to_open
        self._row_to_open = None
        card = self.card.card if row is not None else None
        if row is None or card is None or stored is None or stored.id != row.article_id:
            return
        quote = row.quote.strip("…")
        at = max((quote.find(name) for name in card.spellings), default=-1)
        if at >= 0:
            self._frame.pane.hits.show_in(quote, at)

    # -- searching

    def _search(self, query: str) -> None:
        self._results.enter_query(query)
        self._frame.results.focused_face().setFocus(Qt.FocusReason.OtherFocusReason)

    def _search_rung(self, query: str, rung: Rung) -> None:
        """Search for a query, and show one of its rungs (other forms of its words) when these are known."""
        self._search(query)
        self._rung = self._results.searching.text, rung

    def _open_wanted_rung(self) -> None:
        query_and_rung = self._rung
        if query_and_rung is not None and query_and_rung[0] == self._results.searching.text:
            self._rung = None
            self._results.searching.open_rung(query_and_rung[1])

    # -- decisions

    def strike_out(self, name: str) -> None:
        words = say("已划掉“{name}”", name=name)
        self._decide(partial(self.people.strike_out, name), words, (name, ""), None)

    def _strike_out_shown(self) -> None:
        if self._person is not None:
            self.strike_out(self._person[0])

    def ask_merge(self) -> None:
        """Ask for the name of which that of the card is another spelling, and merge both."""
        if self._person is None:
            return
        name, _ = self._person

        def merge(into: str) -> None:
            words = say("“{name}”已并入“{own}”", name=name, own=into)
            self._decide(partial(self.people.merge, name, into), words, (name, ""), (into, ""))

        words = say("“{name}”与下面的名字是同一个人，今后只列那一个。报上的字不改，随时可以撤销。", name=name)
        label_and_example = say("列在哪个名字下"), say("如：陈明")
        dialog = OneLineDialog(
            self._frame.window(), say("合并两个写法"), words, label_and_example, (say("合并"), merge)
        )
        dialog.setObjectName("mergeDialog")
        dialog.open()

    def ask_split(self, article_ids: list[int]) -> None:
        """Ask for a label of another person of the card's name, whom some articles are about, and part both."""
        if self._person is None:
            return
        name, _ = person = self._person
        number = len(article_ids)

        def split(label: str) -> None:
            done = count(number, "已把 {n} 篇分给另一个人")
            decide = partial(self.people.split, name, label, article_ids)
            self._decide(decide, done, person, (name, label))

        words = count(number, "选中的 {n} 篇说的不是同一个人。") + say(
            "给这一位起个称呼，用来与{who}区别。", who=name_in_full(*person)
        )
        label_and_example = say("称呼"), say("如：船工、雁桥小学教师")
        dialog = OneLineDialog(
            self._frame.window(), say("分出同名的另一个人"), words, label_and_example, (say("分开"), split)
        )
        dialog.setObjectName("splitDialog")
        dialog.open()

    def decisions(self) -> Decisions:
        return Decisions(DecisionList(self.people, self._take_back))

    def open_decisions(self) -> None:
        self.desk.show_decided(TAB)

    def _decide(
        self, decide: Callable[[], Decision], message: str, before: Person, after: Person | None
    ) -> None:
        def done(_: Decision) -> None:
            self._services.message(message, can_undo=True)
            self._show_decided(after)

        def words(decision: Decision) -> str:
            return decision_in_words(decision.content)

        self.desk.undo.act(words, decide, done, lambda _: self._show_turned(before))

    def _take_back(self, decision: Decision, listing: DecisionList) -> None:
        follow = while_open(listing, listing.follow)

        def done(outcome: object) -> None:
            follow(outcome)
            self._show_decided(None)

        def show(_: object) -> None:
            self._show_turned(person_of(decision.content))

        words = say("收回“{decision}”", decision=decision_in_words(decision.content))
        self.desk.undo.act(words, partial(self.people.undo, decision.uuid), done, show)

    def _show_decided(self, person: tuple[str, str] | None) -> None:
        self._decided += 1
        if person is not None and (self._person is not None or self._frame.tab != TAB):
            self.open(*person)
        elif self._person is not None:
            self._refresh()
        if self._frame.tab == TAB:
            self._read()

    def _show_turned(self, person: tuple[str, str]) -> None:
        """Show the person whose decision was undone or redone: their row, or their card."""
        self._turned = person
        self._show_decided(person)
