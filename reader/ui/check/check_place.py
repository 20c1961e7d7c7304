"""The place To check: its kinds in the sidebar, the rows of one in the list, the evidence in place of the article."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from reader import do_nothing
from reader.i18n import count, say
from reader.library.doubts import Doubt, DoubtKind, Topic
from reader.newspaper.holdings import Bookmark, IssueRow
from reader.plugs import plugs
from reader.ui.check.doubt_list import (
    CheckCard,
    Choice,
    DecidedFace,
    DoubtList,
    DoubtsFace,
)
from reader.ui.check.doubt_paging import DoubtSet, chosen_set, key_of
from reader.ui.check.evidence_pane import EvidencePane
from reader.ui.check.finding import Finding, Found, Listed, Sought, found_again
from reader.ui.check.kind_list import CheckPane, KindList, KindRow, links_to_others
from reader.ui.check.kind_rows import KindRows
from reader.ui.check.remedies import Act, Remedies
from reader.ui.check.row_beside import RowBeside
from reader.ui.check.settling import Settling
from reader.ui.desk import Desk
from reader.ui.frame import Tab
from reader.ui.layout.columns import WIDE
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Change

if TYPE_CHECKING:
    from reader.library.answers import DateExplanation
    from reader.library.doubt_acts import DoubtAct
    from reader.library.doubt_offers import Offer
    from reader.library.doubt_sources import AllDoubts


class CheckPlace(QObject):
    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._library = desk.library
        self._remedies = Remedies(desk)
        self._explaining = TaskQueue(self)
        self._finding = Finding(self._library, self._listed_now, self._show, desk.services.error, self)
        self._listed_state: object = None
        """The state for which what was decided is listed."""
        self._is_open = False
        self._is_card_left = False
        """Whether the list was closed, and is not opened again by itself."""
        self._chosen: KindRow | None = None
        self.list = DoubtList(self)
        self._settling = Settling(desk, self._take_out, self.look, self._show_again)
        self.card = CheckCard(DoubtsFace(self.list, self._settling.all_by_first))
        self.card.leave = self.leave_card
        self._rows = KindRows(desk, self.list, self.card, self)
        self.kinds = KindList(self._choose_in_sidebar)
        self.kinds.view.chooser.entered.connect(self._go_to_rows)
        self.kinds.view.installEventFilter(self)
        self.pane = CheckPane(self.kinds, links_to_others(desk.actions))
        self.evidence = EvidencePane(self._open_current, self.hide_evidence)
        self._beside = RowBeside(self._library, self.evidence, self.can_open, self)
        self._beside.filled = self._show_beside
        self._beside.failed = self.list.follow_choice
        desk.frame.put_in_tab(Tab.CHECK, self.pane, self.pane.face)
        desk.frame.put_card(self.card)
        desk.frame.area.put_instead(self.evidence, self.evidence.face)

    @property
    def doubts(self) -> AllDoubts | None:
        """What was found last; None before."""
        return self._rows.doubts

    def is_idle(self) -> bool:
        works = (self._finding, self._rows, self._beside, self._explaining)
        return all(work.is_idle() for work in works)

    # -- opening and leaving

    def open(self) -> None:
        """Show what is to be checked, as its tab is shown."""
        self._is_open = True
        is_applied_soon = self._rows.awaits_sync and self._desk.sync.is_coming()  # and looked for after that
        if not self._finding.is_current() and not is_applied_soon:
            self.look()
        elif self._chosen is not None and not self._is_card_left:
            self._show_card()

    def leave(self) -> None:
        """Show list and article again, as another tab is shown."""
        self._is_open = False
        self._is_card_left = False
        self._beside.forget()
        self.hide_evidence()
        if self._desk.frame.is_card_shown(self.card):
            self._desk.frame.show_card(None)

    def leave_card(self) -> None:
        """Show the list of articles again; the kinds stay in the sidebar.

        In a narrow window, where the list covers what stands beside its row, that is shown instead.
        """
        if self._desk.frame.close_drawer():
            self._desk.frame.focus_behind_drawer()
            return
        self._is_card_left = True
        self.hide_evidence()
        self._desk.frame.show_card(None)
        self._desk.frame.show_tab(Tab.CHECK)
        self._desk.frame.focus_sidebar()

    def hide_evidence(self) -> None:
        area = self._desk.frame.area
        if area.is_instead_shown(self.evidence):
            area.show_instead(None)

    def step_back(self) -> bool:
        """Show the article again where evidence stands beside the kinds alone; return whether it was."""
        frame = self._desk.frame
        is_beside_kinds = frame.area.is_instead_shown(self.evidence) and not frame.is_card_shown(self.card)
        if is_beside_kinds:
            self.hide_evidence()
        return is_beside_kinds

    def show_decided(self, feature: str) -> None:
        """Show what was decided by a feature."""
        plug = next(plug for plug in plugs() if plug.name == feature)
        row = KindRow(plug.decided(), feature=feature)
        self._take(row)
        self._desk.frame.show_card_of_tab(Tab.CHECK, self.card)
        self.choose(row)
        self.kinds.select(self.kinds.key_of(row))

    def show_day(self, issue: IssueRow) -> None:
        """Show how the day of an issue is known, and what can be said of it; a message where it is not in doubt."""

        def of_day(doubts: AllDoubts) -> Doubt | None:
            for found in doubts.kinds:
                if found.kind.topic is Topic.DAYS:
                    for doubt in found.rows.of_issue(issue.id):
                        return doubt
            return None

        self._seek(of_day, partial(self._explain_day, issue))

    def show_mark(self, bookmark: Bookmark) -> None:
        """Show a lost bookmark or highlight, and the places that it may have."""

        def of_mark(doubts: AllDoubts) -> Doubt | None:
            for doubt in doubts.of(DoubtKind.LOST_MARKS).rows.listed:
                if doubt.bookmark is not None and doubt.bookmark.uuid == bookmark.uuid:
                    return doubt
            return None

        self._seek(of_mark, do_nothing)

    def _seek(self, find: Callable[[AllDoubts], Doubt | None], otherwise: Callable[[], object]) -> None:
        """Show the doubt that is sought, once it is looked for; do something else if there is none."""
        self._is_open = True
        self._finding.seek(find, otherwise)

    def _show_sought(self, found: Found, sought: Sought) -> None:
        doubt = found.sought_doubt
        if doubt is None:
            sought.otherwise()
            return
        self._is_card_left = False
        row = KindRow(doubt.kind.words, doubt.kind)
        self._take(row)
        # before the tab is shown, which looks anew if the library has changed: for what is listed by then
        self._rows.list_found(found.listed)
        self._desk.frame.show_card_of_tab(Tab.CHECK, self.card)
        self.kinds.select(self.kinds.key_of(row))
        self.list.select(key_of(doubt))
        self._show_card()

    def _explain_day(self, issue: IssueRow) -> None:
        def show(explanation: DateExplanation | None) -> None:
            if explanation is not None:
                self._desk.services.message(explanation.words)

        repairs = self._library.contents.repairs
        self._explaining.run(partial(repairs.explanation, issue.id), show)

    # -- looking

    def follow(self, change: Change) -> None:
        """Look again, if the place is open, as the library or the notes have changed."""
        if change is not Change.SCAN or not self._finding.is_current():
            self._finding.state = None
        if self._is_open and self._finding.state is None and not self._desk.sync.process.is_running():
            self.look()

    def look(self) -> None:
        """Look for doubts anew; while that is under way, once more after it."""
        self._finding.look()

    def _listed_now(self) -> Listed:
        first = None
        if self._rows.pinned is not None:
            first = Sought(partial(found_again, self._rows.pinned))
        return Listed(self._rows.kind, self._rows.wanted_number, first)

    def _take(self, row: KindRow) -> None:
        """Take a row of the sidebar as the chosen one; it is listed next."""
        self._chosen = row
        self._rows.kind = row.kind

    def _show(self, found: Found, sought: Sought | None) -> None:
        self._rows.follow(found.doubts, is_sync_coming=self._desk.sync.is_coming())
        self.pane.show_doubts(found.doubts, found.decided, self._library.words.why_no_lines)
        if sought is not None:
            self._show_sought(found, sought)
        elif self._chosen is None and self._is_open:
            self._choose_first(found)
        else:
            self._rows.list_found(found.listed)
        if self._finding.state != self._listed_state:
            self._read_decided()

    def _read_decided(self) -> None:
        """Read what was decided anew where it is seen, as the library has changed since it was listed."""
        self._listed_state = self._finding.state
        for face in self.card.decided_faces():
            if face.isVisible():
                face.listing.read()

    def _choose_first(self, found: Found) -> None:
        rows = self.kinds.rows()
        if self._is_card_left or not rows or rows[0].kind is None:
            return
        first = rows[0]
        self.kinds.select(self.kinds.key_of(first))
        if first.kind is not None and first.kind.is_apart:  # which was not listed so far
            self.choose(first, shows_list=not self._lies_over_kinds())
            return
        self._take(first)
        self._rows.list_found(found.listed)
        self._show_rows(shows_list=not self._lies_over_kinds())

    # -- one kind

    def choose(self, row: KindRow, *, shows_list: bool = True) -> None:
        """List the doubts of a kind, or what was decided by a feature."""
        self._take(row)
        self._is_card_left = False
        if row.kind is not None:
            if row.kind.is_apart:
                self._finding.list_apart()
            self._rows.list_kind(row.kind)
        else:
            self.hide_evidence()
            self._listed_state = self._finding.state_now()
            self.card.show_decided(row.feature, row.words, partial(self._made_decided, row.feature))
        self._show_rows(shows_list=shows_list)

    def _choose_in_sidebar(self, row: KindRow) -> None:
        """List a kind.

        Where the list lies over the kinds, arrow keys go along these, with the evidence of the first row beside them,
        and Enter shows the list.
        """
        self.choose(row, shows_list=not (self._lies_over_kinds() and self.kinds.view.chooser.is_by_keys))

    def _lies_over_kinds(self) -> bool:
        return self._desk.frame.width() < WIDE

    def _show_rows(self, *, shows_list: bool) -> None:
        if shows_list:
            self._show_card()
        else:
            self._look_beside()

    def _made_decided(self, feature: str) -> DecidedFace:
        decisions = self._desk.parts.decisions_of(feature)
        return DecidedFace(decisions.listing, decisions.tools)

    def _show_card(self) -> None:
        had_focus = self.kinds.view.hasFocus()
        self._desk.frame.show_card(self.card)
        if had_focus and not self.kinds.view.isVisible():  # the list lies over the kinds in a narrow window
            self.card.face().setFocus(Qt.FocusReason.OtherFocusReason)
        self._look_beside()

    def _look_beside(self) -> None:
        if self._chosen is not None and self._chosen.kind is not None:
            self._beside.forget()
            self.follow_rows(self.list.chosen())

    def _go_to_rows(self) -> None:
        """Bring the keys to what is listed of the kind that Enter was pressed on."""
        self._show_card()
        self.card.face().setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Have the keys of the rows act while the kinds have the focus, as is told below the rows that are seen."""
        # only of keys: when the place is taken apart, its view is hidden, and the list may be gone
        is_key = isinstance(event, QKeyEvent)
        return is_key and self.list.view.isVisible() and self.list.eventFilter(watched, event)

    def has_more(self) -> bool:
        return self._rows.has_more()

    def read_more(self) -> None:
        self._rows.read_more()

    # -- what stands beside the current row

    def follow_rows(self, doubts: Sequence[Doubt]) -> None:
        """Look up what can be said of the chosen row, and its evidence, which leaves with the last row.

        Do nothing for several rows.
        """
        if len(doubts) == 1 and self._is_open:
            self._beside.follow(doubts[0])
        elif self._is_open and not self.list.rows():
            self._beside.forget()
            self.hide_evidence()

    def _show_beside(self) -> None:
        self.list.follow_choice()
        self.card.doubts.follow()
        are_kinds_seen = self._is_open and not self._is_card_left and self._lies_over_kinds()
        if self._desk.frame.is_card_shown(self.card) or are_kinds_seen:
            self._desk.frame.area.show_instead(self.evidence)

    # -- what can be done with the chosen rows

    def choices(self, doubts: Sequence[Doubt]) -> Sequence[Choice] | None:
        if len(doubts) > 1:
            return self._choices_of_several(doubts)
        beside = self._beside.of(doubts[0])
        if beside is None:
            return None
        choices = [Choice(offer.words, partial(self._settle_by_offer, offer)) for offer in beside.offers]
        choices += [Choice(act.words, partial(self._settle_by_act, act)) for act in beside.acts]
        remedy = self._remedies.of(doubts)
        if remedy is not None and len(choices) < 2:
            choices.append(Choice(remedy.words, lambda _: remedy.act()))
        if choices:
            choices.append(Choice(say("不定"), self._leave_open))
        return choices

    def _choices_of_several(self, doubts: Sequence[Doubt]) -> list[Choice]:
        choices = []
        if self._rows.can_settle_all(doubts[0].kind):
            words = count(len(doubts), "所选的 {n} 处都照 1 办")
            choices.append(Choice(words, lambda rows: self._settling.all_by_first(chosen_set(rows), words)))
        remedy = self._remedies.of(doubts)
        if remedy is not None:
            choices.append(Choice(remedy.words, lambda _: remedy.act()))
        return choices

    def is_settled_by_first(self, doubt: Doubt) -> bool:
        beside = self._beside.of(doubt)
        return beside is not None and bool(beside.offers or beside.acts)

    def remedy(self, doubts: Sequence[Doubt]) -> Act | None:
        return self._remedies.of(doubts)

    def can_open(self, doubt: Doubt) -> bool:
        return self._remedies.can_open(doubt)

    def open_place(self, doubt: Doubt) -> None:
        self._remedies.open_place(doubt)

    def _open_current(self) -> None:
        doubt = self.list.current()
        if doubt is not None:
            self.open_place(doubt)

    def _settle_by_offer(self, offer: Offer, doubts: Sequence[Doubt]) -> None:
        self._settling.by_offer(offer, chosen_set(doubts))

    def _settle_by_act(self, act: DoubtAct, doubts: Sequence[Doubt]) -> None:
        self._settling.by_act(act, chosen_set(doubts))

    def _leave_open(self, _doubts: Sequence[Doubt]) -> None:
        self.list.go_on()

    def _take_out(self, doubts: DoubtSet, *, is_applied: bool) -> None:
        self._rows.take_out(doubts, is_applied=is_applied)

    def _show_again(self, doubt: Doubt) -> None:
        """Show the kind of a doubt again, and its row once it is found again."""
        self._rows.put_back()
        self._take(KindRow(doubt.kind.words, doubt.kind))
        self._is_card_left = False
        self._desk.frame.show_card_of_tab(Tab.CHECK, self.card)
        self._show_card()
        self._desk.sync.look()
        self._seek(partial(found_again, doubt), self._rows.refill)
