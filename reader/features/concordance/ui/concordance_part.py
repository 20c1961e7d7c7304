"""The concordance of what is asked for, and what stands near it: two of the views of these articles."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.export.exported_files import named_file
from reader.export.forms import TableFormat
from reader.i18n import say
from reader.library.library import LibraryError
from reader.search.documents import SearchCancelled
from reader.search.needles import shown
from reader.ui.desk import Desk, Part
from reader.ui.frame import SetFace
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.dialog import Files, ask_for_file
from reader.ui.widgets.services import FileContent

if TYPE_CHECKING:
    from reader.features.concordance.collocates import Collocates
    from reader.features.concordance.concordance import Concordance, ConcordanceRow
    from reader.features.concordance.place_table import Group, Numbers, Place
    from reader.features.concordance.ui.collocates_view import CollocatesView
    from reader.features.concordance.ui.concordance_pane import ConcordancePane
    from reader.search.query import Query

_SHOWN_EVERY = 0.2
"""The interval between two progress updates while places are read, in seconds."""


PLACES = "concordance"
"""The action that shows the places; the other view of this part is that of the words near them."""


class ConcordancePart(Part):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._frame = desk.frame
        self._reading = desk.reading
        self._searching = desk.searching
        self._places = TaskQueue(self)
        self._rows = TaskQueue(self)
        self._files = TaskQueue(self, writes=True)
        self._token = threading.Event()
        self._count_token = threading.Event()
        self._query: Query | None = None
        self._generation: object = None
        self._concordance: Concordance | None = None
        self._to_select: tuple[Place, int] | None = None
        """The place to select when the places of the same query have been read again, and the row it was in."""
        self._eye: tuple[Place, int] | None = None
        """The place that stays where it is when its rows have been read again, and its distance from the top."""
        self._same: Sequence[int] | Numbers = ()
        self._numbers: Sequence[int] | Numbers = ()
        """The numbers of the listed places, in their order; where groups are listed, those of all places in them."""
        self._row_to_open: ConcordanceRow | None = None
        self._counted_for: object = None
        """What the collocates that are shown, or being counted, are of."""

    def set_face(self, action: str) -> SetFace:
        if action == PLACES:
            return self.pane
        return self.collocates

    def finish(self) -> None:
        """Cancel the reading of places and collocates. Files that are being written are completed."""
        self._token.set()
        self._count_token.set()

    def is_shown(self) -> bool:
        return "pane" in vars(self) and self.desk.views.is_shown(self.pane)

    @cached_property
    def pane(self) -> ConcordancePane:
        from reader.features.concordance.ui.concordance_pane import ConcordancePane, PlaceActs

        pane = ConcordancePane(
            PlaceActs(
                open=self._open,
                read_rows=self._read_rows,
                sort=self._sort_again,
                save=self.ask_to_save,
                read=self._read,
                open_rung=self._searching.open_rung,
            )
        )
        self._reading.opened.connect(self._show_place)
        self._searching.rungsFound.connect(lambda _: self._offer_rungs())
        return pane

    @cached_property
    def collocates(self) -> CollocatesView:
        from reader.features.concordance.ui.collocates_view import CollocatesView

        return CollocatesView(
            self.count_collocates, self._search_near, self.ask_to_save_collocates, self._stop_counting
        )

    def _offer_rungs(self) -> None:
        if self.is_shown():
            self.pane.offer(self._searching.rungs_below())

    def _read(self) -> None:
        from reader.features.concordance.concordance import Concordance

        query = self._searching.query
        generation = (self._library.generation(), self._library.read)
        if (query, generation) == (self._query, self._generation) and query.root is not None:
            return
        self._token.set()
        token = threading.Event()
        self._token = token
        is_same = query == self._query
        pane = self.pane
        self._to_select = self._selected() if is_same else None
        self._eye = self._under_the_eye() if is_same else None
        self._query = query
        self._generation = generation
        if not self._searching.articles.has_places:
            self._concordance = None
            pane.show_no_query()
            return
        pane.model.names_newspapers = self._frame.tree.tree_model.has_newspapers
        pane.show_read(self._library.read)
        concordance = Concordance(self._library.derived, self._searching.articles)
        is_grown = self._eye is not None
        if not is_grown:  # else the rows stay until those of the grown library take their place
            pane.begin(is_same=is_same)
            self._concordance = concordance
            self._same = ()

        def read() -> None:
            shown_at = 0.0
            listed = 0
            table = concordance.table
            for count in concordance.read(token.is_set):
                if time.monotonic() - shown_at > _SHOWN_EVERY and not is_grown:
                    shown_at = time.monotonic()
                    # Sorted again only when the rows have doubled: every sort takes longer than the one before.
                    goes_on = count >= 2 * listed and count > 0
                    listed = count if goes_on else listed
                    numbers = table.ordered() if goes_on else None
                    self._places.tell(token, pane.show_progress, numbers, count)

        def done(_: None) -> None:
            self._concordance = concordance
            self._sort(token)

        def failed(error: Exception) -> None:
            pane.show_failure(str(error))

        self._places.run(read, done, failed, (SearchCancelled, LibraryError), token)

    def _selected(self) -> tuple[Place, int] | None:
        """Return the selected place, which stays selected when the library has changed, else the one that was to."""
        row = self.pane.view.currentIndex().row()
        concordance = self._concordance
        if row < 0 or concordance is None:
            return self._to_select
        return concordance.table[int(self.pane.model.numbers[row])], row

    def _under_the_eye(self) -> tuple[Place, int] | None:
        """Return the place that is looked at, and how far below the top of the rows it is; None without rows."""
        row, below = self.pane.under_the_eye()
        if row < 0 or self._concordance is None:
            return None
        return self._concordance.table[int(self.pane.model.numbers[row])], below

    def _sort(self, token: threading.Event, *, is_new: bool = True) -> None:
        concordance = self._concordance
        pane = self.pane
        if token.is_set() or concordance is None:
            return
        table = concordance.table
        sort = pane.sort()
        by = pane.grouping()
        within = pane.within()
        is_folded = pane.fold_chip.isChecked()

        def put_in_order() -> tuple[Sequence[Group], Numbers, Numbers]:
            groups = table.grouped(by, is_folded=is_folded) if within is None else ()
            return groups, table.ordered(sort, is_folded=is_folded, within=within), table.same_text()

        def done(found: tuple[Sequence[Group], Numbers, Numbers]) -> None:
            groups, self._numbers, self._same = found
            if groups:
                pane.show_groups(groups, len(table), table.articles)
                return
            pane.show_places(self._numbers, len(table), table.articles, is_full=table.is_full)
            self._offer_rungs()
            if is_new:
                pane.model.forget_rows()
                if self._to_select is not None:
                    place, before = self._to_select
                    pane.select(table.number_of(place), before)
                if self._eye is not None:
                    pane.keep_at(table.number_of(self._eye[0]), self._eye[1])
            else:
                pane.view.chooser.select(pane.model.index(0))
                pane.view.scrollToTop()

        self._places.run(put_in_order, done, over=token)

    def _sort_again(self) -> None:
        """Show the places in another order; places still being read are sorted when they have all arrived."""
        if self._places.is_idle():
            self._sort(self._token, is_new=False)

    def _read_rows(self, numbers: list[int]) -> None:
        from reader.features.concordance.ui.concordance_pane import WIDTH

        concordance = self._concordance
        token = self._token
        same = self._same
        if concordance is None:
            return

        def done(rows: list[ConcordanceRow]) -> None:
            if same is self._same:
                self.pane.model.set_rows(rows)
            else:
                self._read_rows(numbers)  # which texts are the same has become known meanwhile

        self._rows.run(partial(concordance.rows, numbers, WIDTH, same), done, over=token)

    # -- collocates

    def count_collocates(self) -> None:
        """Count what stands near the places of what is asked for, unless it is counted already."""
        from reader.features.concordance.concordance import collocates

        view = self.collocates
        library = self._library
        articles = self._searching.articles
        reach = view.reach()
        by_words = view.by_words()
        asked = (articles, library.generation(), library.read, reach, by_words)
        if asked == self._counted_for:
            return
        self._count_token.set()
        self._counted_for = asked
        if not articles.has_places:
            view.show_no_query()
            return
        token = threading.Event()
        self._count_token = token
        view.so_far = library.read
        view.show_progress(0, library.contents.counts().articles)

        def count() -> Collocates:
            return collocates(
                library.derived,
                library.person_names,
                articles,
                reach,
                by_words=by_words,
                cancelled=token.is_set,
                progress=lambda *numbers: self._files.tell(token, view.show_progress, *numbers),
            )

        def failed(error: Exception) -> None:
            view.show_failure(str(error))

        self._files.run(count, view.show_found, failed, (SearchCancelled, LibraryError), token)

    def _stop_counting(self) -> None:
        """Give up counting; what is not counted to its end is counted anew when it is looked at again."""
        if not self._files.is_idle():
            self._counted_for = None
        self._count_token.set()

    def ask_to_save_collocates(self) -> None:
        """Ask for a file, and write the collocates that are listed, all of them."""
        view = self.collocates
        collocates = view.listed()
        if collocates is None:
            return
        kind = view.kind()
        endings = TableFormat.endings()
        file = ask_for_file(
            self._frame.window(),
            say("导出旁边的字词"),
            Files.TABLES,
            say("旁边的字词 {query}", query=named_file(self._searching.articles.name)) + endings[0],
            TableFormat.filters(),
            endings,
        )
        if file is not None:
            self._write_collocates(file.path, kind, collocates, replaces=file.replaces)

    def _write_collocates(self, target: Path, kind: str, collocates: Collocates, *, replaces: bool) -> None:
        from reader.features.concordance.collocates import table_of

        def content() -> FileContent:
            written: FileContent = TableFormat.of_file(target).writer(table_of([(kind, collocates)]))
            return written

        self._services.write_file(self._files, target, content, replaces=replaces)

    def _search_near(self, unit: str) -> None:
        from reader.search.query import Exact

        root = self._searching.query.root
        if isinstance(root, Exact):
            reach = self.collocates.reach()
            self.desk.views.show(PLACES)
            self.desk.results.enter_query(f"{shown(root.needle)} /{reach} {unit}")

    # -- a table of the rows

    def ask_to_save(self, suffix: str) -> None:
        words = named_file(self._searching.articles.name)
        file = ask_for_file(
            self._frame.window(),
            say("存成表格"),
            Files.TABLES,
            f"{words}{suffix}",
            f"*{suffix}",
            [suffix, *TableFormat.endings()],
        )
        if file:
            self.save(file.path, replaces=file.replaces)

    def save(self, target: Path, *, replaces: bool = True) -> None:
        from reader.features.concordance import concordance as tables
        from reader.features.concordance.ui.concordance_pane import WIDTH

        concordance = self._concordance
        token = self._token
        pane = self.pane
        if concordance is None:
            return
        numbers = [*map(int, self._numbers)]
        groups = pane.listed_groups()

        def rows() -> Iterator[ConcordanceRow]:
            for row in tables.rows(concordance, numbers, WIDTH):
                if token.is_set():
                    raise LibraryError(say("搜索的词变了。"))
                yield row

        def content() -> FileContent:
            if groups is None:
                table = tables.table_of_places(rows())
            else:
                table = tables.table_of_groups(groups)
            content: FileContent = TableFormat.of_file(target).writer(table)
            return content

        self._services.write_file(self._files, target, content, replaces=replaces)

    # -- the article of a row

    def _open(self, row: ConcordanceRow) -> None:
        self._row_to_open = row
        self._frame.close_drawer()
        self._reading.open_article(row.stored.id, self._searching.needles(row.stored.id))

    def _show_place(self) -> None:
        """Show the place of the row that was chosen, in its article, which is open now."""
        row = self._row_to_open
        self._row_to_open = None
        stored = self._reading.article
        if row is None or stored is None or row.stored.id != stored.id:
            return
        if row.context.shown_in is not None:
            self._frame.pane.hits.show_in(row.context.shown_in, row.context.at)
