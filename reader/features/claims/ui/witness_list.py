"""The witnesses of a sentence: passages of the papers, each with where it is and in what it differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from PySide6.QtWidgets import QMenu

from reader.features.claims.in_words import (
    difference_in_words,
    outcome_in_words,
    remarks_on,
    sources_in_words,
)
from reader.features.claims.ui.claim_list import PADDING, TOKENS, ClaimRow
from reader.features.claims.witnesses import Checked, Witness
from reader.i18n import say
from reader.library.library import Library
from reader.newspaper.holdings import Bookmark
from reader.ui.widgets import theme, wording
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.listing import DOUBLE_CLICK, ENTER, Nothing, RowAct, on_row
from reader.ui.widgets.pieced_listing import Piece, PiecedListing


class WitnessRow(Struct, frozen=True):
    """A witness of a sentence, and its passage as a bookmark with the sentence as a note, which a dossier keeps.

    The bookmark is None if the library does not have the article any more.
    """

    witness: Witness
    bookmark: Bookmark | None


def witness_rows(library: Library, checked: Checked) -> list[WitnessRow]:
    """Return the witnesses of a sentence as they are listed. Raises LibraryError."""
    rows = []
    for witness in checked.witnesses:
        stored = library.articles.article(witness.source.article_id)
        bookmark = None
        if stored is not None:
            passage = library.notebook.quote(stored.id, witness.words)
            printing = stored.printing
            moment = dt.datetime.now(dt.UTC)
            bookmark = Bookmark(
                "",
                printing.key,
                printing.newspaper,
                printing.date,
                stored.issue.month_day,
                stored.issue.number,
                printing.page,
                printing.path,
                stored.article,
                _note_of(checked, witness),
                (),
                moment,
                moment,
                passage,
                file=printing.file,
                article_id=stored.id,
                facts=stored.facts,
            )
        rows.append(WitnessRow(witness, bookmark))
    return rows


def _note_of(checked: Checked, witness: Witness) -> str:
    """Return what a dossier keeps beside a witness: the sentence, and what the paper says of it."""
    differences = map(difference_in_words, witness.differences)
    return "\n".join([checked.sentence.text, outcome_in_words(witness.outcome), *differences])


class WitnessList(PiecedListing[WitnessRow]):
    """The witnesses of the chosen sentence: where they are, in what they differ, and their words."""

    padding = PADDING

    def __init__(
        self,
        open_witness: Callable[[Witness], object],
        offer_on_bookmark: Callable[[QMenu, Bookmark], object],
        tasks: TaskQueue,
    ) -> None:
        self._open_witness = open_witness
        self._offer_on_bookmark = offer_on_bookmark
        self.sentence: ClaimRow | None = None
        super().__init__(say("报上的原话"), "list", tasks=tasks)

    def words(self, row: WitnessRow) -> str:
        witness = row.witness
        differences = map(difference_in_words, witness.differences)
        return wording.listed(
            [outcome_in_words(witness.outcome), sources_in_words(witness), *differences, witness.words]
        )

    def key_of(self, row: WitnessRow) -> object:
        return row.witness.source.printing

    def pieces(self, row: WitnessRow) -> Iterator[Piece]:
        witness = row.witness
        yield Piece(sources_in_words(witness), theme.sans(12), "accent", 4)
        outcome = outcome_in_words(witness.outcome)
        yield Piece(outcome, theme.sans(12, 700), TOKENS[witness.outcome], 1)
        for difference in witness.differences:
            yield Piece(difference_in_words(difference), theme.sans(13, 700), "warn", 3)
        yield Piece(witness.words, theme.serif(15), "ink2", 30, 26, list(witness.marks))

    def nothing(self) -> Nothing:
        if self.sentence is None:
            return Nothing(say("选一句，看报上怎么说"))
        checked = self.sentence.checked
        outcome = outcome_in_words(checked.outcome, self.sentence.read)
        return Nothing(outcome, say("；").join(remarks_on(checked)))

    def acts(self) -> Sequence[RowAct[WitnessRow]]:
        return [on_row(say("打开文章"), self._open, ENTER, DOUBLE_CLICK)]

    def add_to_menu(self, menu: QMenu, rows: Sequence[WitnessRow]) -> None:
        for row in rows[:1]:
            if row.bookmark is not None:
                self._offer_on_bookmark(menu, row.bookmark)

    def _open(self, row: WitnessRow) -> None:
        self._open_witness(row.witness)
