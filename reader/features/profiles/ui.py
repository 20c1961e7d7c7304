"""The list of newspapers' habits: what the issues of each have in common, to be refused and allowed again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from reader.features.profiles.habits import ListedTrait, Profiles, kind_in_words
from reader.i18n import count, say
from reader.library.library import Library
from reader.ui.desk import Decisions, Part
from reader.ui.sync.sync_controller import SyncPart
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.background_tasks import while_open
from reader.ui.widgets.listing import Heading, Listing, Nothing, RowAct, on_row
from reader.ui.widgets.text_painting import RIGHT
from reader.ui.widgets.undo_stack import UndoStack


def _may_be_turned(row: ListedTrait) -> bool:
    return not row.are_all_refused


def _words_of_turn(row: ListedTrait) -> str:
    if row.is_unused:
        return say("又用这一条")
    return say("不用这一条")


def _words_of_newspaper_turn(row: ListedTrait) -> str:
    if row.are_all_refused:
        return say("这份报的又都用")
    return say("这份报的都不用")


class HabitList(Listing[ListedTrait]):
    def __init__(self, library: Library, undo: UndoStack, sync: SyncPart) -> None:
        self._profiles = Profiles(library)
        self._undo = undo
        self._sync = sync
        super().__init__(say("各份报的惯例"))

    def read_rows(self) -> Sequence[ListedTrait | Heading]:
        rows: list[ListedTrait | Heading] = []
        for profile in self._profiles.all():
            refused = say("整份不用") if profile.is_refused else ""
            for kind in dict.fromkeys(trait.trait.kind for trait in profile.traits):
                rows.append(Heading(wording.listed([profile.newspaper, kind_in_words(kind), refused])))
                of_kind = (listed_trait for listed_trait in profile.traits if listed_trait.trait.kind is kind)
                rows += of_kind
        return rows

    def words(self, row: ListedTrait) -> str:
        issues = count(row.trait.issues, "{n} 期")
        return wording.listed([row.trait.text, issues, say("不用") if row.is_unused else ""])

    def key_of(self, row: ListedTrait) -> object:
        return row.trait.newspaper, row.trait.kind, row.trait.text

    def paint_row(self, painter: QPainter, rect: QRectF, row: ListedTrait) -> None:
        ink = "ink3" if row.is_unused else "ink"
        if row.is_unused:
            words = say("不用")
        else:
            words = count(row.trait.issues, "{n} 期")
        width = text_painting.draw_words(painter, rect, words, theme.sans(12), "ink3", RIGHT)
        text = row.trait.text
        text_painting.draw_free(painter, rect.adjusted(0, 0, -width - 12, 0), text, theme.serif(14), ink)

    def nothing(self) -> Nothing:
        return Nothing(
            say("还看不出惯例"),
            say("同一份报至少要三期，才看得出哪些是栏目、哪些是版名、哪个记号开头的是一条。"),
        )

    def acts(self) -> Sequence[RowAct[ListedTrait]]:
        return [
            on_row(say("不用这一条"), self._turn_trait, when=_may_be_turned, words_of=_words_of_turn),
            on_row(say("这份报的都不用"), self._turn_newspaper, words_of=_words_of_newspaper_turn),
        ]

    def _turn_trait(self, row: ListedTrait) -> None:
        self._turn(row.trait.newspaper, row.trait.text, is_allowed=row.is_unused)

    def _turn_newspaper(self, row: ListedTrait) -> None:
        self._turn(row.trait.newspaper, "", is_allowed=row.are_all_refused)

    def _turn(self, newspaper: str, text: str, *, is_allowed: bool) -> None:
        self.tell(say("正在重新读有关的各期……"))
        if text:
            used = say("又用“{text}”这条惯例", text=text)
            refused = say("不用“{text}”这条惯例", text=text)
        else:
            used = say("又用《{newspaper}》的惯例", newspaper=newspaper)
            refused = say("不用《{newspaper}》的惯例", newspaper=newspaper)
        show = while_open(self, self._show_decided)
        sync = self._sync

        def decided(is_applied: bool) -> None:
            sync.follow(is_applied)
            show(is_applied)

        work = partial(self._profiles.decide, newspaper, text, is_allowed=is_allowed)
        self._undo.act(used if is_allowed else refused, work, decided, decided)

    def _show_decided(self, is_applied: bool) -> None:
        later = say("已记下；资料库正在更新，更新后就照此显示。")
        self.tell(say("有关的各期已重新读过。") if is_applied else later)
        self.read()


class HabitsPart(Part):
    def decisions(self) -> Decisions:
        return Decisions(HabitList(self._library, self.desk.undo, self.desk.sync))
