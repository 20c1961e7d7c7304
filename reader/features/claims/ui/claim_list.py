"""The sentences of a text that was checked, each with what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from PySide6.QtWidgets import QMenu

from reader.features.claims.in_words import outcome_in_words, remarks_on
from reader.features.claims.weighing import Outcome
from reader.features.claims.witnesses import Checked
from reader.i18n import say
from reader.library.read_share import ReadSoFar
from reader.newspaper.printing import Printing
from reader.ui.widgets import theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.listing import DOUBLE_CLICK, ENTER, Nothing, RowAct, on_row, on_rows
from reader.ui.widgets.pieced_listing import Piece, PiecedListing

PADDING = 12
TOKENS = {
    Outcome.BORNE_OUT: "accent",
    Outcome.OTHERWISE: "warn",
    Outcome.MAY_BE: "ink2",
    Outcome.NOT_FOUND: "ink2",
    Outcome.NOTHING: "ink3",
}
"""The colours of outcomes."""


class ClaimRow(Struct, frozen=True):
    """A sentence with what became of it; `has_note`: it gets a footnote when the whole is written."""

    number: int
    checked: Checked
    has_note: bool
    read: ReadSoFar


class ClaimActs(Struct, frozen=True):
    """What is done with sentences: `turn` writes a footnote or none, `open` opens the first witness."""

    turn: Callable[[ClaimRow], object]
    open: Callable[[ClaimRow], object]
    offer_on_list: Callable[[QMenu, Sequence[Printing]], object]
    """Adds what features do with the witnesses of the sentences with a footnote."""


class ClaimList(PiecedListing[ClaimRow]):
    padding = PADDING

    def __init__(self, acts: ClaimActs, tell: Callable[[str], None], tasks: TaskQueue) -> None:
        self._acts = acts
        self.said = Nothing("")
        """What is said in place of the rows."""
        super().__init__(say("查证"), "list", tell=tell, tasks=tasks)

    def words(self, row: ClaimRow) -> str:
        return wording.listed([row.checked.sentence.text, *_said_of(row)])

    def key_of(self, row: ClaimRow) -> object:
        return row.number

    def pieces(self, row: ClaimRow) -> Iterator[Piece]:
        outcome = row.checked.outcome
        ink = "ink3" if outcome is Outcome.NOTHING else "ink"
        yield Piece(row.checked.sentence.text.replace("\n", " "), theme.serif(16), ink, 8, 26)
        yield Piece(wording.GAP.join(_said_of(row)), theme.sans(12, 700), TOKENS[outcome], 3)

    def nothing(self) -> Nothing:
        return self.said

    def acts(self) -> Sequence[RowAct[ClaimRow]]:
        return [
            on_row(say("写脚注"), self._turn, "Space", when=_may_have_note, words_of=_note_act),
            on_row(say("打开文章"), self._open, ENTER, DOUBLE_CLICK, when=_has_witness),
            on_rows(say("下一句"), self._step_on, "J", is_menu_only=True),
            on_rows(say("上一句"), self._step_back, "K", is_menu_only=True),
        ]

    def add_to_menu(self, menu: QMenu, rows: Sequence[ClaimRow]) -> None:
        witnesses = [witness for row in self.rows() if row.has_note for witness in row.checked.witnesses]
        printings = list(dict.fromkeys(witness.source.printing for witness in witnesses))
        self._acts.offer_on_list(menu, printings)

    def _turn(self, row: ClaimRow) -> None:
        self._acts.turn(row)

    def _open(self, row: ClaimRow) -> None:
        self._acts.open(row)

    def _step_on(self, _: Sequence[ClaimRow]) -> None:
        self._step(1)

    def _step_back(self, _: Sequence[ClaimRow]) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        current = self.current()
        keys = [row.number for row in self.rows()]
        if not keys:
            return
        at = keys.index(current.number) + step if current is not None else 0
        if 0 <= at < len(keys):
            self.select(keys[at])


def _said_of(row: ClaimRow) -> list[str]:
    said = [outcome_in_words(row.checked.outcome, row.read), *remarks_on(row.checked)]
    if row.has_note:
        said.append(say("写脚注"))
    return said


def _note_act(row: ClaimRow) -> str:
    if row.has_note:
        return say("不写脚注")
    return say("写脚注")


def _may_have_note(row: ClaimRow) -> bool:
    return row.checked.outcome is not Outcome.NOTHING


def _has_witness(row: ClaimRow) -> bool:
    return bool(row.checked.witnesses)
