"""Searching in the window: from the search field to the results in place of the issue's articles, and back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction

from reader import do_nothing
from reader.export.forms import Style
from reader.i18n import say
from reader.library.library import Library, LibraryError
from reader.library.searcher import Results
from reader.plugs import Held, Slot, Value
from reader.search.documents import DateRange, Order, SearchCancelled
from reader.storage.settings import Settings
from reader.ui.controllers.reading_controller import ReadingController
from reader.ui.controllers.result_export import ResultExport
from reader.ui.controllers.searching import Searching
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.widgets.menus import offered, with_keys
from reader.ui.widgets.services import Change, LibraryFeature, Services
from reader.ui.widgets.state_panel import PanelLink

if TYPE_CHECKING:
    from reader.search.answering.ladder import Rung
    from reader.search.query import Query
    from reader.ui.search.result_list import ResultPane


SHOW_RESULTS = "results"


class PageAndList(QObject):
    def __init__(
        self,
        library: Library,
        frame: WindowLayout,
        reading: ReadingController,
        searching: Searching,
        changed: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._changed = changed
        self._library = library
        self._frame = frame
        self._reading = reading
        self._searching = searching
        self._tasks = TaskQueue(self)
        reading.shown.connect(self.compare)
        frame.tree.issueActivated.connect(self.set_results_aside)
        frame.issues.notice.chosen.connect(self.show_results)

    # -- the marks on the page, none for a query that has not found this article yet

    def follow(self, needles: Sequence[str]) -> None:
        """Select the article on the page in the results of an edited query, and mark its matches; else unmark it."""
        stored = self._reading.article
        results = self._frame.results
        if stored is not None and results.holds(stored.id):
            results.show_article(stored.id)
            self.mark(needles)
        else:
            self.mark(())

    def mark(self, needles: Sequence[str]) -> None:
        if tuple(needles) != self._reading.needles:
            self._reading.mark(needles)
            self._frame.area.page.mark(needles)

    # -- the list that is shown

    def set_results_aside(self) -> None:
        """Show the issue's list in place of the results, with a button above it that leads back."""
        if self._frame.are_results_shown():
            self._frame.show_results(False)
            if not self._searching.text:
                return
            words = say("回到“{query}”的结果", query=self._searching.text.strip())
            self._frame.issues.notice.show_notice("", [PanelLink(SHOW_RESULTS, words)])
            self._changed()

    def show_results(self) -> None:
        self._frame.show_results(True)
        self.compare()
        self._changed()

    def are_results_aside(self) -> bool:
        """Return whether there is a query whose results are not shown."""
        return bool(self._searching.text) and not self._frame.are_results_shown()

    # -- whether the article is in the results

    def compare(self) -> None:
        """Show above the results whether the article on the page is not one of them."""
        self._tasks.drop()  # the comparison of another article or query
        frame = self._frame
        stored = self._reading.article
        if not frame.has_results():
            return
        if frame.are_results_shown() and not frame.issues.notice.isHidden():
            frame.issues.notice.show_notice("")
        results = frame.results
        is_other_list = results.face() is not results.view
        if stored is None or not results.is_answered() or is_other_list or results.is_found(stored):
            self._show(is_found=True)
            return
        article_id = stored.id
        query = self._searching.query
        searcher = self._library.searcher

        def is_among_results() -> bool:
            return bool(article_id and searcher.ids_on(searcher.among(query, [article_id])))

        def show(is_found: bool) -> None:
            self._show(is_found=is_found)

        self._tasks.run(is_among_results, show, do_nothing, (SearchCancelled, LibraryError))

    def forget(self) -> None:
        self._tasks.drop()
        self.mark(())
        self._frame.issues.notice.show_notice("")
        if self._frame.has_results():
            self._show(is_found=True)

    def _show(self, *, is_found: bool) -> None:
        stored = self._reading.article
        header = self._frame.results.header
        header.hints.put(header.hints.apart_button, not is_found and stored is not None and bool(stored.id))


class _OpenSearch(Struct, frozen=True):
    """The open saved search: its query, the order and the switch set before it was opened, and its new articles."""

    text: str
    order_before: Order
    had_all_shapes: bool
    left: Callable[[], object]
    """Called when another query, or none, has replaced it."""
    fresh: frozenset[int] = frozenset()


class ResultsController(LibraryFeature):
    answered = Signal()
    """Emitted before the results of a query, or of one of its rungs, are shown."""
    left = Signal()
    """Emitted when the search is left."""
    settled = Signal(str)
    """Emitted with a submitted query: Enter was pressed, or one of its results was opened."""

    def __init__(
        self,
        services: Services,
        library: Library,
        frame: WindowLayout,
        reading: ReadingController,
        actions: Mapping[str, QAction],
        settings: Settings,
        show_help: Callable[[], object],
        repair: Callable[[], object],
        open_second: Callable[[int, Sequence[str]], object],
        parent: QObject,
    ) -> None:
        """Make the feature.

        `repair` starts an update, because the index is damaged or lacks dates; `open_second` opens an article in the
        second pane, with these needles marked.
        """
        super().__init__(services, library, parent)
        self._frame = frame
        self._reading = reading
        self._actions = actions
        self._show_help = show_help
        self._repair = repair
        self._open_second = open_second
        self._search_order = settings.search_order
        self.results: Results | None = None
        """The results of the query; None while they are not known."""
        self._searched: int | None = None
        self._enters_results = False
        self._saved: _OpenSearch | None = None
        self._missing_before: tuple[DateRange, ...] = ()
        """The missing dates for which a repair was last requested; the same dates do not request another."""
        self.searching = Searching(
            library,
            frame,
            self._show_rung,
            self.show_position,
            self._enter_if_wanted,
            self._fail,
            self,
        )
        self.searching.has_all_shapes = not settings.as_printed
        self.folds_printings = settings.folds_printings
        """Whether several printings of one text share a row."""
        self.together = PageAndList(library, frame, reading, self.searching, self.show_position, self)
        self._is_typed = False
        """Whether the query was typed, rather than made by a click."""
        self.show_view: Callable[[str], object] = do_nothing
        """Shows the view of an action in place of the list; "" shows the list again."""
        field = frame.search
        style = Style.of_settings(settings.citation_style)
        self.exporting = ResultExport(services, library, frame, self.searching, style, self)
        field.queryEdited.connect(self.search)
        field.submitted.connect(self._submit)
        field.leftDownwards.connect(self._enter_results)
        field.help_button.clicked.connect(self._show_help)
        self.searching.answered.connect(self._show_results)
        frame.make_results = self._make_list

    def finish(self) -> None:
        self.searching.finish()

    def refresh(self, change: Change) -> None:
        if change is Change.PAPERS:
            self._searched = None
            self.search_again()

    def search_again(self) -> None:
        if self.searching.text:
            results = self._frame.results
            self.searching.search_again(results.order(), at_least=results.row_count())

    # -- saved searches

    def open_in_order(self, text: str, order: Order, *, all_shapes: bool, left: Callable[[], object]) -> None:
        """Search for a query whose order and switch hold as long as it is shown, until `left` is called."""
        self._leave_saved()
        self._saved = _OpenSearch(text, self.order(), self.searching.has_all_shapes, left)
        self._frame.results.header.order_chip.set_key(order)
        self._switch_shapes(all_shapes)
        self.settle(text)
        self.enter_query(text)

    def set_fresh(self, article_ids: frozenset[int]) -> None:
        if self._saved is not None:
            self._saved = replace(self._saved, fresh=article_ids)
            self._frame.results.set_fresh(article_ids)

    def show_fresh(self, are_alone: bool) -> None:
        if self._saved is not None:
            self.results = None
            self._enters_results = False
            among = self._saved.fresh if are_alone else None
            self.searching.search(self._saved.text, self._frame.results.order(), among=among)

    def _leave_saved(self) -> None:
        saved = self._saved
        if saved is None:
            return
        self._saved = None
        self._switch_shapes(saved.had_all_shapes)
        if self._frame.has_results():
            self._frame.results.header.order_chip.set_key(saved.order_before)
            self._frame.results.set_fresh(frozenset())
        saved.left()

    def held(self) -> Held:

        def order() -> str:
            if self._saved:
                return self._saved.order_before.value
            return self.order().value

        def set_order(value: Value) -> None:
            self.set_order(Order(str(value)))

        def is_as_printed() -> bool:
            if self._saved:
                return not self._saved.had_all_shapes
            return not self.searching.has_all_shapes

        def set_as_printed(value: Value) -> None:
            self.set_all_shapes(not value)

        return {
            "search_order": (order, set_order),
            "as_printed": (is_as_printed, set_as_printed),
            "folds_printings": (lambda: self.folds_printings, self.set_folds),
        }

    def set_order(self, order: Order) -> None:
        self._search_order = order
        if self._frame.has_results():
            self._frame.results.header.order_chip.set_key(order)
        if self._saved is not None:
            self._saved = replace(self._saved, order_before=order)
        if self.searching.text:
            self.searching.search_again(order)

    def _choose_order(self, order: str) -> None:
        if self._saved is not None:
            self._saved = replace(self._saved, order_before=Order(order))
        self.searching.search_again(Order(order))

    def settle(self, text: str) -> None:
        if text.strip():
            self.settled.emit(text)

    # -- the results

    def set_all_shapes(self, is_wanted: bool) -> None:
        if self._saved is not None:
            self._saved = replace(self._saved, had_all_shapes=is_wanted)
        self._switch_shapes(is_wanted)
        self.search_again()

    def _close_forms(self, forms: Collection[str]) -> None:
        self._library.searcher.closed_forms.update(forms)
        self.search_again()

    def _switch_shapes(self, is_wanted: bool) -> None:
        self.searching.has_all_shapes = is_wanted
        if self._frame.has_results():
            self._frame.results.header.shapes_action.setChecked(is_wanted)

    def set_folds(self, is_wanted: bool) -> None:
        self.folds_printings = is_wanted
        if self._frame.has_results():
            self._frame.results.set_folding(is_wanted)

    def _unfold_all(self) -> None:
        self.set_folds(False)
        self._services.step(say("同文各占一行。"), say("折起"), partial(self.set_folds, True))

    def _make_list(self) -> ResultPane:
        from reader.search import query as queries
        from reader.ui.search.result_header import ResultActs
        from reader.ui.search.result_list import ResultPane

        field = self._frame.search
        searching = self.searching
        needles = self.searching.needles
        reading = self._reading

        def ask(query: Query) -> None:
            self.enter_query(queries.as_typed(query))

        def open_seam(first: int, second: int) -> None:
            reading.open_article(first, needles(first), seam=second)

        def open_second(article_id: int) -> None:
            self._open_second(article_id, needles(article_id))

        acts = ResultActs(
            ask=ask,
            enter_query=self.enter_query,
            rewrite=field.rewrite,
            enter_field=field.begin,
            close_forms=self._close_forms,
            open_rung=searching.open_rung,
            choose_order=self._choose_order,
            set_all_shapes=self.set_all_shapes,
            set_folds=self.set_folds,
            show_fresh=self.show_fresh,
            show_view=lambda action: self.show_view(action),
            list_issue=self._list_issue,
            export=self.exporting.ask,
            export_texts=self.exporting.ask_for_texts,
            want_page=searching.want_page,
            want_rows=self._want_rows,
            open_article=self._open_result,
            open_seam=open_seam,
            open_issue=reading.read_issue,
            open_second=open_second,
            unfold_all=self._unfold_all,
            list_places=self._list_places,
            save=next(iter(offered(self._actions, Slot.LATER)), None),
            show_help=self._show_help,
        )
        results = ResultPane(acts)
        results.header.order_chip.set_key(self._stored_order())
        results.header.shapes_action.setChecked(searching.has_all_shapes)
        results.header.actions_on_query = offered(self._actions, Slot.QUERY)
        results.delegate.places_tip = " · ".join(map(with_keys, offered(self._actions, Slot.PLACES)))
        results.set_folding(self.folds_printings)
        return results

    def _stored_order(self) -> Order:
        order = self._search_order
        if order in set(Order):
            return Order(order)
        return Order.RELEVANCE

    def order(self) -> Order:
        if self._frame.has_results():
            return self._frame.results.order()
        return self._stored_order()

    def _fail(self, why: str) -> None:
        self._services.message(why)
        self._repair()
        self._frame.results.fail(why)

    def _list_places(self) -> None:
        for action in offered(self._actions, Slot.PLACES):
            if not self._frame.area.is_instead_shown():
                action.trigger()

    def _list_issue(self) -> None:
        self.together.set_results_aside()
        self._frame.focus_list()

    def enter_query(self, text: str) -> None:
        self._frame.search.rewrite(text)
        self._search(text)

    def _open_result(self, article_id: int) -> None:
        self.settle(self.searching.text)
        self._reading.open_article(article_id, self.searching.needles(article_id))

    def _want_rows(self, ids: Sequence[int]) -> None:
        if self.results is not None:
            self.searching.want_rows(ids, self.results.query)

    def search(self, text: str) -> None:
        """Show the results in place of the issue's articles; for an empty query, leave the search.

        The marks of the previous query are removed at once, because they do not belong to the new one.
        """
        if text.strip() and text != self.searching.text:
            self.together.mark(())
        self._search(text, is_typed=True)

    def _search(self, text: str, *, is_typed: bool = False) -> None:
        self._is_typed = is_typed
        if not text.strip():
            self.leave_search()
            return
        self.results = None
        self._enters_results = False
        if self._saved is not None and text.strip() != self._saved.text:
            self._leave_saved()
        self.searching.search(text, self._frame.results.order())
        self._frame.results.begin_search(text, self.searching.query)
        self._frame.show_results(True)

    def leave_search(self) -> None:
        """Show the issue's articles again; the article on the page stays, without marks."""
        self._leave_saved()
        self.searching.stop()
        self.left.emit()
        self._enters_results = False
        self.results = None
        self._frame.search.set_text("")
        if self._frame.has_results():
            self._frame.results.clear()
        self._frame.show_results(False)
        self.together.forget()
        self._frame.pane.clear_hits()
        self._frame.area.page.clear_hits()
        self.show_position()

    def _submit(self, text: str) -> None:
        self.settle(text)
        if text != self.searching.text:
            self.search(text)
        elif self.together.are_results_aside():
            self.together.show_results()
        if self.results is None:
            self._enters_results = True
        else:
            self._enter_results()

    def _enter_results(self) -> None:
        self._enters_results = False
        if self.together.are_results_aside():
            self.together.show_results()
        results = self._frame.results
        stored = self._reading.article
        if not self._frame.are_results_shown():
            return
        if results.shown_face() is not None:
            results.focused_face().setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        if results.entered() is not results.view:
            results.face().setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        if results.is_empty():
            return
        chosen_id = results.article_id()
        is_on_page = stored is not None and stored.id == chosen_id and self._frame.pane.has_hits()
        if not results.view.currentIndex().isValid():
            results.step(1)
        elif chosen_id is not None and not is_on_page:
            self._reading.open_article(chosen_id, self.searching.needles(chosen_id))
        results.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_results(self, results: Results) -> None:
        self.answered.emit()
        self.results = results
        # the tree follows what was read a moment later
        are_of_several = len(results.by_newspaper) > 1
        has_several = self._frame.tree.tree_model.has_newspapers or are_of_several
        self._frame.results.model.names_newspapers = has_several
        self._frame.results.show_read(self._library.read)
        self._frame.results.show_results(
            results, self.searching.text, self._searched_articles(), self.searching.typed_query
        )
        if not self._is_typed:
            self.together.follow(self.searching.needles())
        self.together.compare()
        if results.ids:
            self._enter_if_wanted()
        self.show_position()
        damaged = tuple(dates for dates in results.missing_dates if not dates.is_away)
        # dates that are still missing after a repair would start one sync after the other
        if damaged not in ((), self._missing_before):
            self._repair()
        self._missing_before = damaged

    def show_position(self) -> None:
        """Show the place of the article in the list that J and K step through: the results if shown, else its issue."""
        stored = self._reading.article
        pane = self._frame.pane
        if stored is None:
            return
        if not self._frame.are_results_shown():
            pane.header.set_position(*self._reading.position())
            return
        results = self._frame.results
        at, total = results.position()
        is_in_results = results.article_id() == stored.id
        words = ""
        in_short = ""
        if is_in_results and at:
            words = say("第 {at} 篇，共 {total} 篇", at=at, total=f"{total:,}")
            in_short = f"{at} / {total:,}"
        # a seam is selected: the article has no row of its own, but there are rows before and after
        is_part_of_story = is_in_results and not at
        pane.header.set_position(
            words, in_short, has_previous=at > 1 or is_part_of_story, has_next=at < total or is_part_of_story
        )

    def _searched_articles(self) -> int:
        """Return the number of articles that are searched, counted once for each state of the catalogue."""
        if self._searched is None:
            self._searched = self._library.contents.counts().articles
        return self._searched

    def _show_rung(self, rung: Rung, results: Results) -> None:
        self.answered.emit()
        self.results = results
        self._frame.results.show_read(self._library.read)
        self._frame.results.show_rung(rung, results)
        self.together.follow(self.searching.needles())
        self.together.compare()
        self.show_position()

    def _enter_if_wanted(self) -> None:
        if self._enters_results and self._frame.search.line.text() == self.searching.text:
            self._enter_results()
