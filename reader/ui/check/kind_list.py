"""The kinds of what is to be checked, by what they are about, and the lists of what a person decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QRectF
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import QWidget

from reader.i18n import count, say
from reader.library.doubts import DoubtKind, Topic
from reader.library.read_share import all_so_far, none_so_far
from reader.plugs import Plug, Slot, load, plugs
from reader.storage.catalogue import CatalogueDamaged
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.application import announce
from reader.ui.widgets.controls import Label, LinkButton, Rule, Wide, column_layout
from reader.ui.widgets.listing import CHOICE, Heading, Listing, Nothing, RowAct, on_row
from reader.ui.widgets.text_painting import RIGHT
from reader.ui.widgets.undo_stack import FAULTS

if TYPE_CHECKING:
    from reader.library.doubt_sources import AllDoubts, DoubtsFound
    from reader.library.library import Library


class KindRow(Struct, frozen=True):
    """A kind of doubts with their number, or what a person decided by a feature.

    Attributes:
        words: what it is called.
        kind: the kind; None for what was decided.
        feature: the name of the feature by which it was decided; "" for a kind.
        number: how many there are; None where that isn't counted.
        why_not: why they can't be told; "" if they can.
    """

    words: str
    kind: DoubtKind | None = None
    feature: str = ""
    number: int | None = None
    why_not: str = ""


def rows_of(doubts: AllDoubts, decided: Iterable[KindRow]) -> list[KindRow | Heading]:
    """Return the rows: open kinds by what they are about, those that are counted apart, and what was decided."""
    rows: list[KindRow | Heading] = []
    for topic in Topic:
        of_topic = [each for each in doubts.kinds if each.kind.topic is topic and not each.kind.is_apart]
        if of_topic:
            rows += [Heading(topic.words), *map(_row_of, of_topic)]
    apart = [_row_of(each) for each in doubts.kinds if each.kind.is_apart]
    if apart:
        rows += [Heading(say("好的资料库里也有的，另外数")), *apart]
    rows_of_decided = [*decided]
    if rows_of_decided:
        rows += [Heading(say("已定的")), *rows_of_decided]
    return rows


def decided_by(plug: Plug, library: Library) -> KindRow:
    """Return the row for what a person decided by a feature, with the number of rows in its list, if that is known."""
    row = KindRow(plug.decided(), feature=plug.name)
    if not plug.decided_number:
        return row
    try:
        number = load(plug.decided_number)(library)
    except (*FAULTS, CatalogueDamaged):
        return row
    return replace(row, number=number)


def _row_of(doubts: DoubtsFound) -> KindRow:
    return KindRow(doubts.kind.words, doubts.kind, number=doubts.number, why_not=doubts.why_not)


class KindList(Listing[KindRow]):
    row_height = 26

    def __init__(self, choose: Callable[[KindRow], object]) -> None:
        self._choose_kind = choose
        super().__init__(say("要核对的"), "sidebar", follows=True, begins_at_first=False)
        self.view.setObjectName("checkKinds")
        self.delegate.has_rules = False

    def acts(self) -> Sequence[RowAct[KindRow]]:
        return [on_row(say("列出来"), self._choose_kind, CHOICE)]

    def key_of(self, row: KindRow) -> object:
        return row.kind, row.feature

    def words(self, row: KindRow) -> str:
        return wording.listed([row.words, row.why_not or _number(row)])

    def tip(self, row: KindRow) -> str:
        return row.why_not

    def paint_row(self, painter: QPainter, rect: QRectF, row: KindRow) -> None:
        number = "?" if row.why_not else _number(row)
        taken = text_painting.draw_words(painter, rect, number, theme.sans(12), "ink2", RIGHT)
        words = rect.adjusted(10, 0, -taken - 10, 0)
        text_painting.draw_free(painter, words, row.words, theme.sans(13), "ink")

    def reading(self) -> Nothing:
        return Nothing(say("正在数……"))


def _number(row: KindRow) -> str:
    return "" if row.number is None else f"{row.number:,}"


def links_to_others(actions: Mapping[str, QAction]) -> list[LinkButton]:
    """Return the links to what features check besides."""
    of_features = chain.from_iterable(plug.actions() for plug in plugs())
    specs = [spec for spec in of_features if Slot.CHECK in spec.slots]
    return [LinkButton(spec.words, px=12, act=actions[spec.name].trigger) for spec in specs]


class CheckPane(QWidget):
    """The face of the place in the sidebar: its kinds below their number."""

    def __init__(self, kinds: KindList, links: Sequence[LinkButton]) -> None:
        """Make it of its list, and of the links to what is checked besides."""
        super().__init__()
        self.setObjectName("checkPane")
        theme.tint(self, "sidebar")
        self.kinds = kinds
        self.number = Label("", theme.sans(13, 700), "ink", wraps=True)
        self.note = Label("", theme.sans(12), "ink2", wraps=True)
        head = column_layout(self.number, self.note, margins=(16, 10, 12, 10), spacing=4)
        column = column_layout(head, Rule(), Wide(kinds), of=self, spacing=0)
        if links:
            column.addLayout(column_layout(*links, margins=(10, 6, 12, 8), spacing=4))
        self.note.hide()

    def face(self) -> QWidget:
        return self.kinds.view

    def show_doubts(self, doubts: AllDoubts, decided: Iterable[KindRow], why_no_acts: str) -> None:
        """Show the kinds with their numbers; `why_no_acts` says why nothing can be done with them, "" if it can."""
        words = count(doubts.total, "{n} 处待核")
        if not doubts.total:
            words = none_so_far(doubts.read, say("没有待核的"), say("目前还没有待核的"))
        if doubts.is_counting:
            words = wording.GAP.join([words, say("还在数……")])
        if words != self.number.text() and self.isVisible():
            announce(self.kinds.view, words)
        self.number.setText(words)
        notes = [*_notes(doubts, why_no_acts)]
        self.note.setText(say("；").join(notes))
        self.note.setVisible(bool(notes))
        self.kinds.show_rows(rows_of(doubts, decided))


def _notes(doubts: AllDoubts, why_no_acts: str) -> Iterator[str]:
    so_far = all_so_far(doubts.read)
    if so_far:
        yield so_far
    if why_no_acts:
        yield why_no_acts
