"""The list of one kind of doubts: the place, how it is known, and the choices for the current one below the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtWidgets import QStackedWidget, QWidget

from reader import do_nothing
from reader.i18n import count, say
from reader.language.forms import on_one_line
from reader.library.doubt_rows import DoubtRows
from reader.library.doubts import Doubt, DoubtKind
from reader.ui.check.doubt_paging import DoubtSet, key_of
from reader.ui.check.remedies import Act
from reader.ui.frame import CardPane
from reader.ui.widgets import theme, wording
from reader.ui.widgets.controls import (
    Chip,
    IconButton,
    Label,
    LinkButton,
    Rule,
    Wide,
    column_layout,
    row_layout,
)
from reader.ui.widgets.flow_layout import FlowLayout
from reader.ui.widgets.listing import (
    DOUBLE_CLICK,
    ENTER,
    TOP,
    Heading,
    Listing,
    Nothing,
    RowAct,
    on_row,
    on_rows,
)
from reader.ui.widgets.pieced_listing import Piece, PiecedListing

KEYS = ("1", "2", "3")


class Choice(Struct, frozen=True):
    """What can be chosen for a doubt, or for several of a kind; `act` does it."""

    words: str
    act: Callable[[Sequence[Doubt]], object]


class DoubtActs(Protocol):
    """What can be done with doubts."""

    def choices(self, doubts: Sequence[Doubt]) -> Sequence[Choice] | None:
        """Return the choices for the chosen rows, in the order of their keys; None while they are looked up."""

    def is_settled_by_first(self, doubt: Doubt) -> bool:
        """Return whether the first choice for the current row settles it, so that others can be settled so, too."""

    def remedy(self, doubts: Sequence[Doubt]) -> Act | None:
        """Return what the window can do about the chosen rows if none of the choices fits; None for nothing."""

    def can_open(self, doubt: Doubt) -> bool: ...

    def open_place(self, doubt: Doubt) -> object: ...

    def follow_rows(self, doubts: Sequence[Doubt]) -> object:
        """Show the evidence beside the chosen rows."""

    def has_more(self) -> bool:
        """Return whether there are rows below those that were read."""

    def read_more(self) -> object:
        """Read the rows below them."""


class DoubtList(PiecedListing[Doubt]):
    padding = 10

    def __init__(self, possible: DoubtActs) -> None:
        self.possible = possible
        self.chips: list[Chip] = []
        self.nothing_words = ""
        self._goes_on = False
        """Whether the row after the last is to be the current one once it is read."""
        super().__init__(say("待核的"), takes_several=True, fetches=True)
        self.view.setObjectName("checkList")
        self.remedy_button = LinkButton("", is_free=True)
        for act in self.row_acts[: len(KEYS)]:
            chip = Chip("")
            self.button(act, chip)
            self.chips.append(chip)
        self.button(self.row_acts[len(KEYS)], self.remedy_button)
        self.follow_choice()

    def acts(self) -> Sequence[RowAct[Doubt]]:
        keyed = [
            on_rows(
                key,
                partial(self._choose_by_key, number),
                key,
                when=partial(self._has_choice, number),
                words_of=partial(self._words_of_choice, number),
                is_menu_only=True,
            )
            for number, key in enumerate(KEYS)
        ]
        return [
            *keyed,
            on_rows(
                say("更正…"),
                self._do_remedy,
                "F2",
                when=self._has_remedy,
                words_of=self._words_of_remedy,
                is_menu_only=True,
            ),
            on_row(say("下一处"), self.go_on, ENTER, is_menu_only=True),
            on_row(say("打开"), self.possible.open_place, "O", DOUBLE_CLICK, when=self.possible.can_open),
        ]

    # -- the choices

    def _choices(self, rows: Sequence[Doubt]) -> Sequence[Choice]:
        return (self.possible.choices(rows) or ()) if rows else ()

    def _has_choice(self, number: int, rows: Sequence[Doubt]) -> bool:
        return number < len(self._choices(rows))

    def _words_of_choice(self, number: int, rows: Sequence[Doubt]) -> str:
        return f"{KEYS[number]}  {self._choices(rows)[number].words}"

    def _choose_by_key(self, number: int, rows: Sequence[Doubt]) -> None:
        self._choices(rows)[number].act(rows)

    def _has_remedy(self, rows: Sequence[Doubt]) -> bool:
        """Return whether something can be done that is not among the choices."""
        remedy = self.possible.remedy(rows) if rows else None
        return remedy is not None and remedy.words not in [choice.words for choice in self._choices(rows)]

    def _words_of_remedy(self, rows: Sequence[Doubt]) -> str:
        remedy = self.possible.remedy(rows)
        return remedy.words if remedy is not None else ""

    def _do_remedy(self, rows: Sequence[Doubt]) -> None:
        remedy = self.possible.remedy(rows)
        if remedy is not None:
            remedy.act()

    def go_on(self, _row: object = None) -> None:
        """Make the row after the current one the current one; stay on the last."""
        at = self.view.currentIndex().row() + 1
        if at == len(self.model.rows()) and self.model.canFetchMore(TOP):
            self._goes_on = self.has_more()
            self.model.fetchMore(TOP)
        rows = self.model.rows()
        while at < len(rows) and isinstance(rows[at], Heading):
            at += 1
        if at < len(rows):
            self.view.setCurrentIndex(self.model.index(at, 0))

    def has_more(self) -> bool:
        return self.possible.has_more()

    def read_more(self) -> None:
        self.possible.read_more()

    def show_rows(self, rows: Sequence[Doubt | Heading]) -> None:
        """Show rows instead of those that are shown; whoever went on from the last one goes on if it is still there."""
        goes_on = self._goes_on
        self._goes_on = False
        super().show_rows(rows)
        if goes_on and self.view.currentIndex().isValid():
            self.go_on()

    def add_rows(self, rows: Sequence[Doubt | Heading]) -> None:
        """Show rows that begin with those that are shown, and have more."""
        super().add_rows(rows)
        if self._goes_on:
            self._goes_on = False
            self.go_on()

    def follow_choice(self) -> None:
        super().follow_choice()
        rows = self.chosen()
        self.possible.follow_rows(rows)
        self.show_choices()

    def show_choices(self) -> None:
        """Show the choices for the chosen rows on the buttons below them."""
        rows = self.chosen()
        choices = self._choices(rows)
        for number, chip in enumerate(self.chips):
            is_there = number < len(choices)
            chip.setVisible(is_there)
            chip.setEnabled(is_there)
            if is_there:
                chip.setText(self._words_of_choice(number, rows))
                chip.updateGeometry()
        has_remedy = self._has_remedy(rows)
        self.remedy_button.setVisible(has_remedy)
        if has_remedy:
            self.remedy_button.setText(self._words_of_remedy(rows))

    # -- a row

    def key_of(self, row: Doubt) -> object:
        return key_of(row)

    def words(self, row: Doubt) -> str:
        return wording.listed([row.words, row.why, row.stands])

    def tip(self, row: Doubt) -> str:
        return "\n".join(dict.fromkeys(filter(None, (row.words, row.why, row.stands, row.path))))

    def pieces(self, row: Doubt) -> Iterable[Piece]:
        small = theme.sans(12)
        yield Piece(row.words, theme.serif(14, 700), lines=2)
        yield Piece(row.why, small, "ink2", 4)
        stands = on_one_line(row.stands)
        name = row.path.rpartition("/")[2]
        if name in row.words:
            yield Piece(stands, small, "ink3")
        elif stands:
            yield Piece(stands, small, "ink3", aside=name)
        else:
            yield Piece(name, small, "ink3")

    def nothing(self) -> Nothing:
        return Nothing(self.nothing_words or say("这一种没有待核的"))

    def reading(self) -> Nothing:
        return Nothing(say("正在数……"))


class DoubtsFace(QWidget):
    """The rows of one kind, and below them the choices with their keys, and the act for all of the kind."""

    def __init__(self, rows: DoubtList, settle_all: Callable[[DoubtSet, str], object]) -> None:
        super().__init__()
        self.listing = rows
        self._settle_all = settle_all
        self._rows = DoubtRows()
        self._numbers: Mapping[str, int] = {}
        self._settled: tuple[DoubtSet, ...] = ()
        self.all_button = LinkButton("", act=self._settle_kind)
        self.paper_button = LinkButton("", act=self._settle_paper, is_free=True)
        self.note = Label("", theme.sans(12), "ink2", wraps=True)
        self.hint = Label(
            say("数字键选，回车到下一处，Ctrl+Z 撤销；文件不改。"), theme.sans(12), "ink2", wraps=True
        )
        choices = FlowLayout(8)
        for chip in rows.chips:
            choices.addWidget(chip)
        choices.addWidget(rows.remedy_button)
        for_all = FlowLayout(8)
        for button in (self.paper_button, self.all_button):
            for_all.addWidget(button)
        foot = column_layout(
            choices, for_all, self.note, self.hint, rows.message, margins=(16, 10, 16, 10), spacing=8
        )
        column_layout(Wide(rows), Rule(), foot, of=self, spacing=0)
        rows.view.selectionModel().currentChanged.connect(lambda *_: self.follow())
        self._is_for_all = False

    def show_kind(
        self,
        rows: DoubtRows,
        numbers: Mapping[str, int],
        settled: Iterable[DoubtSet],
        *,
        can_settle_all: bool,
        note: str,
    ) -> None:
        """Show what can be done with the doubts of a kind, of which so many are open of each newspaper.

        Those that are `settled` are left out of what is done with all. `note` says why nothing can be, "" if something
        can.
        """
        self._rows = rows
        self._numbers = numbers
        self._settled = tuple(settled)
        self._is_for_all = can_settle_all
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.hint.setVisible(not note)
        self.follow()

    def follow(self) -> None:
        """Show which acts there are for all of the kind, and for those of one newspaper."""
        number = sum(self._numbers.values())
        current = self.listing.current()
        is_for_all = (
            self._is_for_all and current is not None and self.listing.possible.is_settled_by_first(current)
        )
        self.all_button.setText(count(number, "{n} 处都照 1 办"))
        self.all_button.setVisible(is_for_all and number > 1)
        paper = current.newspaper if current is not None else ""
        of_paper = self._numbers.get(paper, 0)
        self.paper_button.setVisible(is_for_all and bool(paper) and 1 < of_paper < number)
        words = count(of_paper, "{n} 处都照 1 办")
        self.paper_button.setText(say("《{paper}》的 {words}", paper=paper, words=words))

    def _settle_kind(self) -> None:
        current = self.listing.current()
        if current is not None:
            self._settle_all(self._all_open(current), self.all_button.text())

    def _settle_paper(self) -> None:
        current = self.listing.current()
        if current is not None:
            number = self._numbers[current.newspaper]
            doubts = replace(self._all_open(current), newspaper=current.newspaper, promised_number=number)
            self._settle_all(doubts, self.paper_button.text())

    def _all_open(self, current: Doubt) -> DoubtSet:
        number = sum(self._numbers.values())
        return DoubtSet(current.kind, current, rows=self._rows, before=self._settled, promised_number=number)


class DecidedFace(QWidget):
    """A list of what a person decided, with what can be done with its rows above it."""

    def __init__(self, listing: Listing[Any], tools: Sequence[QWidget]) -> None:
        super().__init__()
        self.listing = listing
        buttons = FlowLayout(4)
        for act in listing.row_acts:
            if not act.is_menu_only:
                buttons.addWidget(listing.button(act))
        for tool in tools:
            buttons.addWidget(tool)
        above = column_layout(buttons, margins=(10, 6, 10, 6))
        below = row_layout(Wide(listing.message), margins=(16, 6, 16, 8))
        listing.message.setWordWrap(True)
        column_layout(above, Rule(), Wide(listing), Rule(), below, of=self, spacing=0)


class CheckCard(CardPane):
    """The face of the place in the column of the list: the rows of the chosen kind, or what was decided."""

    def __init__(self, doubts: DoubtsFace) -> None:
        super().__init__()
        self.setObjectName("checkCard")
        theme.tint(self, "list")
        self.doubts = doubts
        self.leave: Callable[[], object] = do_nothing
        self._decided: dict[str, DecidedFace] = {}
        self._faces = QStackedWidget()
        self._faces.addWidget(doubts)
        self.title = Label("", theme.serif(16, 700), is_free=True)
        self.number = Label("", theme.sans(12), "ink2")
        close = IconButton("close", say("关上"), act=lambda: self.leave())
        head = QWidget()
        head.setFixedHeight(44)
        row_layout(Wide(self.title), self.number, close, of=head, margins=(16, 0, 10, 0), spacing=8)
        column_layout(head, Rule(), Wide(self._faces), of=self, spacing=0)

    def face(self) -> QWidget:
        listing = self.listing()
        return listing.currentWidget() or listing.view

    def listing(self) -> Listing[Any]:
        shown = self._faces.currentWidget()
        return shown.listing if isinstance(shown, DecidedFace) else self.doubts.listing

    def step_back(self) -> None:
        self.leave()

    def show_kind(self, kind: DoubtKind, number: int) -> None:
        self.title.setText(kind.words)
        self.number.setText(f"{number:,}")
        self.setAccessibleName(kind.words)
        self._faces.setCurrentWidget(self.doubts)

    def show_decided(self, name: str, words: str, make: Callable[[], DecidedFace]) -> DecidedFace:
        """Show what was decided by the feature of a name; its list is made the first time, and read each time."""
        if name not in self._decided:
            self._decided[name] = make()
            self._faces.addWidget(self._decided[name])
        face = self._decided[name]
        self.title.setText(words)
        self.number.setText("")
        self.setAccessibleName(words)
        self._faces.setCurrentWidget(face)
        face.listing.read()
        return face

    def decided_faces(self) -> list[DecidedFace]:
        return [*self._decided.values()]
