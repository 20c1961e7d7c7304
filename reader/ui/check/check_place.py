"""The place To check: its kinds in the sidebar, the rows of one in the list, the evidence in place of the article."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from reader import do_nothing
from reader.i18n import count, say
from reader.library.doubt_evidence import DoubtEvidence, PictureStrip
from reader.library.doubt_rows import DoubtRows
from reader.library.doubts import Doubt, DoubtKind, Topic
from reader.newspaper.holdings import Bookmark, IssueRow
from reader.plugs import plugs
from reader.storage.catalogue import CatalogueDamaged
from reader.ui.check.doubt_list import (
    CheckCard,
    Choice,
    DecidedFace,
    DoubtList,
    DoubtsFace,
)
from reader.ui.check.doubt_paging import DoubtPages, DoubtSet, chosen_set, key_of, open_numbers
from reader.ui.check.evidence_pane import EvidencePane
from reader.ui.check.kind_list import CheckPane, KindList, KindRow, decided_by, rows_of
from reader.ui.check.remedies import Act, Remedies
from reader.ui.check.settling import Settling
from reader.ui.desk import Desk
from reader.ui.frame import Tab
from reader.ui.layout.columns import WIDE
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.services import Change
from reader.ui.widgets.undo_stack import FAULTS

if TYPE_CHECKING:
    from reader.library.answers import DateExplanation
    from reader.library.doubt_acts import DoubtAct
    from reader.library.doubt_offers import Offer
    from reader.library.doubt_sources import AllDoubts

_EXPECTED = (*FAULTS, CatalogueDamaged)


class _Sought(Struct, frozen=True):
    """How the doubt is found that is to be shown, among all that are found, and what is done if there is none."""

    find: Callable[[AllDoubts], Doubt | None]
    otherwise: Callable[[], object]


class _Listed(Struct, frozen=True):
    """The pages of a kind, and what was read of them."""

    kind: DoubtKind
    pages: DoubtPages
    first_rows: list[Doubt]


class _Found(Struct, frozen=True):
    """What was found, the doubt that was sought, if it is among it, and the kind that is listed, if one is."""

    doubts: AllDoubts
    decided: Sequence[KindRow] = ()
    sought: _Sought | None = None
    sought_doubt: Doubt | None = None
    listed: _Listed | None = None


class _Beside(Struct, frozen=True):
    """What is looked up for the current row: what can be said of it, and its evidence."""

    offers: tuple[Offer, ...] = ()
    acts: tuple[DoubtAct, ...] = ()
    evidence: DoubtEvidence = DoubtEvidence()


class CheckPlace(QObject):
    _firstFound = Signal(object)
    """What a look has found first, from its thread."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._library = desk.library
        self._remedies = Remedies(desk)
        self._settling = Settling(desk, self._take_out, self.look, self._show_again)
        self._looking = TaskQueue(self)
        self._looking_beside = TaskQueue(self)
        self._cutting = TaskQueue(self)
        self._paging = TaskQueue(self)
        self.doubts: AllDoubts | None = None
        self._state: object = None
        """The state of the library for which the doubts were looked for; None if it may be another one now."""
        self._listed_state: object = None
        """The state for which what was decided is listed."""
        self._with_apart = False
        """Whether what is counted apart is listed, too: it is when it was chosen once."""
        self._is_open = False
        self._is_stale = False
        self._is_card_left = False
        """Whether the list was closed, and is not opened again by itself."""
        self._chosen: KindRow | None = None
        self._pages = DoubtPages(DoubtRows())
        """What is listed of the chosen kind."""
        self._settled: list[DoubtSet] = []
        """What was settled since it was looked for."""
        self._recorded: list[DoubtSet] = []
        """What was said of doubts that a sync has to apply, which is running or comes: they are found until then."""
        self._sought: _Sought | None = None
        self._beside_key: tuple[object, ...] | None = None
        self._beside: _Beside | None = None
        """What was looked up for the row of `_beside_key`; None until it is there."""
        self._firstFound.connect(self._show_first)
        self.list = DoubtList(self)
        self.card = CheckCard(DoubtsFace(self.list, self._settling.all_by_first))
        self.card.leave = self.leave_card
        self.kinds = KindList(self.choose)
        self.kinds.view.chooser.entered.connect(self._go_to_rows)
        self.pane = CheckPane(self.kinds)
        self.evidence = EvidencePane(self._open_current, self.hide_evidence)
        desk.frame.put_in_tab(Tab.CHECK, self.pane, self.pane.face)
        desk.frame.put_card(self.card)
        desk.frame.area.put_instead(self.evidence, self.evidence.face)

    def is_idle(self) -> bool:
        queues = (self._looking, self._looking_beside, self._cutting, self._paging)
        return all(queue.is_idle() for queue in queues)

    # -- opening and leaving

    def open(self) -> None:
        """Show what is to be checked, as its tab is shown."""
        self._is_open = True
        is_applied_soon = bool(self._recorded) and self._desk.sync.is_coming()  # and looked for after that
        if self._state != self._state_now() and not is_applied_soon:
            self.look()
        elif self._chosen is not None and not self._is_card_left:
            self._show_card()

    def leave(self) -> None:
        """Show list and article again, as another tab is shown."""
        self._is_open = self._is_card_left = False
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

    def show_decided(self, feature: str) -> None:
        """Show what was decided by a feature."""
        plug = next(plug for plug in plugs() if plug.name == feature)
        self._chosen = KindRow(plug.decided(), feature=feature)
        self._desk.frame.show_card_of_tab(Tab.CHECK, self.card)
        self.choose(self._chosen)
        self.kinds.select(self.kinds.key_of(self._chosen))

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
        self._sought = _Sought(find, otherwise)
        self._with_apart = True
        self._is_open = True
        self.look()

    def _show_sought(self, found: _Found) -> None:
        doubt = found.sought_doubt
        if doubt is None:
            assert found.sought is not None
            found.sought.otherwise()
            return
        self._is_card_left = False
        self._chosen = KindRow(doubt.kind.words, doubt.kind)
        self._desk.frame.show_card_of_tab(Tab.CHECK, self.card)
        self.kinds.select(self.kinds.key_of(self._chosen))
        self._show_listed(found)
        self.list.select(key_of(doubt))
        self._show_card()

    def _explain_day(self, issue: IssueRow) -> None:
        def show(explanation: DateExplanation | None) -> None:
            if explanation is not None:
                self._desk.services.message(explanation.words)

        repairs = self._library.contents.repairs
        self._looking_beside.run(lambda: repairs.explanation(issue.id), show)

    # -- looking

    def follow(self, change: Change) -> None:
        """Look again, if the place is open, as the library or the notes have changed."""
        if change is not Change.SCAN or self._state != self._state_now():
            self._state = None
        if self._is_open and self._state is None and not self._desk.sync.process.is_running():
            self.look()

    def look(self) -> None:
        """Look for doubts anew; while that is under way, once more after it."""
        self._is_stale = not self._looking.is_idle()
        if not self._is_stale:
            self._state = self._state_now()
            kind = self._chosen.kind if self._chosen is not None else None
            work = partial(self._doubts_now, self._sought, kind, len(self._pages.shown))
            self._looking.run(work, self._show, self._fail, _EXPECTED)

    def _state_now(self) -> tuple[object, ...]:
        return self._library.generation(), self._library.read.is_whole

    def _doubts_now(self, sought: _Sought | None, kind: DoubtKind | None, shown: int) -> _Found:
        """Return what is in doubt; of the chosen `kind`, about as many rows are read as were shown."""
        from reader.library.doubt_sources import look

        def tell_first(doubts: AllDoubts) -> None:
            decided = [KindRow(plug.decided(), feature=plug.name) for plug in plugs() if plug.decided()]
            self._firstFound.emit(_Found(doubts, decided, listed=_listed(doubts, kind)))

        doubts = look(self._library, with_apart=self._with_apart, tell=tell_first)
        decided = [decided_by(plug, self._library) for plug in plugs() if plug.decided()]
        sought_doubt = sought.find(doubts) if sought is not None else None
        listed = _listed(doubts, kind, shown, sought_doubt)
        return _Found(doubts, decided, sought, sought_doubt, listed)

    def _show_first(self, found: _Found) -> None:
        """Show what is found first, if nothing is shown yet; what is shown stays until all is found."""
        if self.doubts is None and self._sought is None and not self._looking.is_idle():
            self._show(found)

    def _show(self, found: _Found) -> None:
        doubts = self.doubts = found.doubts
        self._settled.clear()
        if not self._desk.sync.is_coming():
            self._recorded.clear()
        self.pane.show_doubts(doubts, found.decided, self._library.words.why_no_lines)
        if found.sought is not None and found.sought is self._sought:
            self._sought = None
            self._show_sought(found)
        elif self._chosen is None and self._desk.frame.width() >= WIDE and self._is_open:
            self._choose_first(found)
        else:
            self._show_listed(found)
        if self._state != self._listed_state:
            self._read_decided()
        if self._is_stale:
            self.look()

    def _fail(self, error: Exception) -> None:
        """Say why nothing is found; what was sought is sought no more."""
        sought = self._sought
        self._sought = None
        self._state = None
        self._desk.services.error(error)
        if sought is not None:
            sought.otherwise()
        if self._is_stale:
            self.look()

    def _read_decided(self) -> None:
        """Read what was decided anew where it is seen, as the library has changed since it was listed."""
        self._listed_state = self._state
        for face in self.card.decided_faces():
            if face.isVisible():
                face.listing.read()

    def _choose_first(self, found: _Found) -> None:
        rows = self.kinds.rows()
        if self._is_card_left or not rows or rows[0].kind is None:
            return
        first = rows[0]
        self.kinds.select(self.kinds.key_of(first))
        if first.kind is not None and first.kind.is_apart:  # which was not listed so far
            self.choose(first)
            return
        self._chosen = first
        self._show_listed(found)
        self._show_card()

    # -- one kind

    def choose(self, row: KindRow) -> None:
        """List the doubts of a kind, or what was decided by a feature."""
        self._chosen = row
        self._is_card_left = False
        if row.kind is not None:
            if row.kind.is_apart and not self._with_apart:
                self._with_apart = True
                self.look()
            self._read_kind(row.kind)
        else:
            self.hide_evidence()
            self._listed_state = self._state_now()
            self.card.show_decided(row.feature, row.words, partial(self._made_decided, row.feature))
        self._show_card()

    def _made_decided(self, feature: str) -> DecidedFace:
        decisions = self._desk.parts.decisions_of(feature)
        return DecidedFace(decisions.listing, decisions.tools)

    def _show_card(self) -> None:
        had_focus = self.kinds.view.hasFocus()
        self._desk.frame.show_card(self.card)
        if had_focus and not self.kinds.view.isVisible():  # the list lies over the kinds in a narrow window
            self.card.face().setFocus(Qt.FocusReason.OtherFocusReason)
        if self._chosen is not None and self._chosen.kind is not None:
            self._beside_key = None
            self.follow_rows(self.list.chosen())

    def _go_to_rows(self) -> None:
        """Bring the keys to what is listed of the kind that Enter was pressed on."""
        if self._desk.frame.is_card_shown(self.card):
            self.card.face().setFocus(Qt.FocusReason.TabFocusReason)

    def _read_kind(self, kind: DoubtKind) -> None:
        """List the doubts of a kind from the first on."""
        self._pages = DoubtPages(self._rows_of(kind))
        self.list.show_rows([])
        self._show_numbers()
        self._paging.drop()
        self.read_more()

    def _rows_of(self, kind: DoubtKind) -> DoubtRows:
        if self.doubts is None:
            return DoubtRows()
        return self.doubts.of(kind).rows

    def _show_listed(self, found: _Found) -> None:
        """List the chosen kind as it was found; where another one was chosen meanwhile, that one."""
        kind = self._chosen.kind if self._chosen is not None else None
        if kind is None:
            return
        listed = found.listed
        if listed is None or listed.kind is not kind:
            self._read_kind(kind)
            return
        self._paging.drop()
        self._pages = listed.pages
        self._pages.add(listed.first_rows)
        self._refill()

    def _refill(self) -> None:
        """List anew what was read of the chosen kind."""
        numbers = self._show_numbers()
        self.list.show_rows(self._pages.rows(numbers, self._is_unsettled))
        self.card.doubts.follow()

    def has_more(self) -> bool:
        return not self._pages.is_whole

    def read_more(self) -> None:
        """Read the next page of what is listed, if none is being read."""
        if self._pages.is_whole or not self._paging.is_idle():
            return
        self._paging.run(self._pages.read, partial(self._add_page, self._pages), self._fail_page, _EXPECTED)

    def _add_page(self, pages: DoubtPages, page: list[Doubt]) -> None:
        if pages is not self._pages:
            return
        pages.add(page)
        self.list.add_rows(pages.rows(self._show_numbers(), self._is_unsettled))

    def _fail_page(self, error: Exception) -> None:
        self._desk.services.error(error)

    def _show_numbers(self) -> Mapping[str, int]:
        """Show how many doubts of the chosen kind are open, and return that by newspaper."""
        kind = self._chosen.kind if self._chosen is not None else None
        if kind is None or self.doubts is None:
            return {}
        found = self.doubts.of(kind)
        settled = [doubts for doubts in (*self._settled, *self._recorded) if doubts.kind is kind]
        numbers = open_numbers(found.rows.of_papers, settled)
        is_listed = bool(found.rows.number) or not found.number
        if is_listed:
            self.list.nothing_words = found.why_not
            number = numbers.total()
        else:
            self.list.nothing_words = found.why_not or say("正在数……")
            number = found.number
        self.card.show_kind(kind, number)
        why_not = self._library.words.why_no_lines
        can_settle_all = self._can_settle_all(kind)
        self.card.doubts.show_kind(found.rows, numbers, settled, can_settle_all=can_settle_all, note=why_not)
        return numbers

    def _is_unsettled(self, doubt: Doubt) -> bool:
        return not any(settled.has(doubt) for settled in (*self._settled, *self._recorded))

    def _can_settle_all(self, kind: DoubtKind) -> bool:
        from reader.library.doubt_acts import WITH_ACTS
        from reader.library.doubt_offers import WITH_OFFERS

        if kind in WITH_ACTS:
            return not self._library.words.why_no_characters
        return kind in WITH_OFFERS and not self._library.words.why_no_lines

    # -- what stands beside the current row

    def follow_rows(self, doubts: Sequence[Doubt]) -> None:
        """Look up what can be said of the chosen row, and its evidence; do nothing for several rows."""
        if len(doubts) != 1 or not self._is_open:
            return
        doubt = doubts[0]
        if key_of(doubt) == self._beside_key:
            return
        self._beside_key = key_of(doubt)
        self._beside = None
        self._looking_beside.drop()
        self._looking_beside.run(
            partial(self._look_beside, doubt), partial(self._show_beside, doubt), self._fail_beside, _EXPECTED
        )

    def _look_beside(self, doubt: Doubt) -> _Beside:
        from reader.library.doubt_acts import acts_on
        from reader.library.doubt_evidence import evidence_of
        from reader.library.doubt_offers import offers_of

        acts = acts_on(self._library, doubt)
        return _Beside(offers_of(self._library, doubt), tuple(acts), evidence_of(self._library, doubt))

    def _show_beside(self, doubt: Doubt, beside: _Beside) -> None:
        if key_of(doubt) != self._beside_key or not self._is_open:
            return
        self._beside = beside
        self.list.follow_choice()
        self.card.doubts.follow()
        self.evidence.show_evidence(beside.evidence, can_open=self.can_open(doubt))
        self._show_strip(doubt, beside.evidence.strip)
        if self._desk.frame.is_card_shown(self.card):
            self._desk.frame.area.show_instead(self.evidence)

    def _show_strip(self, doubt: Doubt, strip: PictureStrip | None) -> None:
        """Show what the picture of the page has of a doubt, once it is cut, if it is still the current one."""
        self._cutting.drop()
        if strip is None:
            return
        from reader.pictures.picture_process import PictureUnwanted
        from reader.ui.check.picture_strip import cut

        def is_unwanted() -> bool:
            return key_of(doubt) != self._beside_key or not self._is_open

        def show(image: QImage) -> None:
            if not is_unwanted():
                self.evidence.strip.show_image(image)

        work = partial(cut, self._library.pictures, strip, is_unwanted)
        self._cutting.run(work, show, do_nothing, (*_EXPECTED, PictureUnwanted))

    def _fail_beside(self, error: Exception) -> None:
        self._beside = _Beside()
        self.list.follow_choice()
        self.evidence.show_evidence(DoubtEvidence(why_no_lines=str(error)), can_open=False)

    # -- what can be done with the chosen rows

    def choices(self, doubts: Sequence[Doubt]) -> Sequence[Choice] | None:
        if len(doubts) > 1:
            return self._choices_of_several(doubts)
        if self._beside is None or key_of(doubts[0]) != self._beside_key:
            return None
        choices = [
            Choice(offer.words, partial(self._settle_by_offer, offer)) for offer in self._beside.offers
        ]
        choices += [Choice(act.words, partial(self._settle_by_act, act)) for act in self._beside.acts]
        remedy = self._remedies.of(doubts)
        if remedy is not None and len(choices) < 2:
            choices.append(Choice(remedy.words, lambda _: remedy.act()))
        if choices:
            choices.append(Choice(say("不定"), self._leave_open))
        return choices

    def _choices_of_several(self, doubts: Sequence[Doubt]) -> list[Choice]:
        choices = []
        if self._can_settle_all(doubts[0].kind):
            words = count(len(doubts), "所选的 {n} 处都照 1 办")
            choices.append(Choice(words, lambda rows: self._settling.all_by_first(chosen_set(rows), words)))
        remedy = self._remedies.of(doubts)
        if remedy is not None:
            choices.append(Choice(remedy.words, lambda _: remedy.act()))
        return choices

    def is_settled_by_first(self, doubt: Doubt) -> bool:
        if self._beside is None or key_of(doubt) != self._beside_key:
            return False
        return bool(self._beside.offers or self._beside.acts)

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
        """List some doubts no more, which are settled; if not `is_applied`, by a sync that comes."""
        if is_applied:
            self._settled.append(doubts)
        else:
            self._recorded.append(doubts)
        self._refill()

    def _show_again(self, doubt: Doubt) -> None:
        """Show the kind of a doubt again, and its row once it is found again."""
        self._settled.clear()
        self._recorded.clear()
        self._chosen = KindRow(doubt.kind.words, doubt.kind)
        self._is_card_left = False
        self._desk.frame.show_card_of_tab(Tab.CHECK, self.card)
        self._show_card()
        self._desk.sync.look()
        self._seek(partial(_again, doubt), self._refill)


def _again(doubt: Doubt, doubts: AllDoubts) -> Doubt | None:
    """Return the doubt that was listed before, as it is found now."""
    for candidate in doubts.of(doubt.kind).rows.at(doubt.newspaper, doubt.path):
        if key_of(candidate) == key_of(doubt):
            return candidate
    return None


_MOST_AGAIN = 300
"""So many rows are read again at most, where as many were shown before."""


def _listed(
    doubts: AllDoubts, kind: DoubtKind | None, shown: int = 0, sought: Doubt | None = None
) -> _Listed | None:
    """Return what is listed of a kind, of that of the doubt that is sought, or of the first kind in the sidebar.

    It is the first page, and more if more were `shown`.
    """
    if sought is not None:
        listed_kind = sought.kind
    elif kind is not None:
        listed_kind = kind
    else:
        kinds = [row.kind for row in rows_of(doubts, ()) if isinstance(row, KindRow) and row.kind]
        if not kinds:
            return None
        listed_kind = kinds[0]
    pages = DoubtPages(doubts.of(listed_kind).rows, sought)
    first_rows = pages.read()
    while len(first_rows) < min(shown, _MOST_AGAIN):
        page = pages.read()
        if not page:
            break
        first_rows += page
    return _Listed(listed_kind, pages, first_rows)
