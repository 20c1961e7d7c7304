"""From the field to the results and back: what is marked, which list is shown, and what outlives a saved search."""

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from reader.search.documents import Order
from reader.storage.settings import Settings
from reader.ui.controllers import results_controller
from reader.ui.controllers.results_controller import PageAndList, ResultsController
from reader.ui.widgets.services import Change, Notice, Services
from tests.ui.stand_ins import Calls, Heard, noted

ON_PAGE = 7


class Bench:
    """A window of stand-ins in which “渡口” was searched for, and one article is on the page."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: Calls = []
        self.notices: list[Notice] = []
        self.held: set[int] = set()
        """The ids of the articles in the results, whether they are listed or not."""
        self.frame: Any = noted(self.calls, are_results_shown=True, has_results=True)
        self.results: Any = noted(
            self.calls, is_answered=True, order=Order.RELEVANCE, row_count=40, position=(2, 5), article_id=7
        )
        self.results.view = object()
        self.results.answers["face"] = self.results.view
        self.results.answers["entered"] = self.results.view
        self.results.header = noted(self.calls)
        self.results.header.hints = noted(self.calls)
        self.results.header.hints.apart_button = "apart"
        self.results.header.order_chip = noted(self.calls)
        self.results.header.shapes_action = noted(self.calls)
        self.frame.results = self.results
        self.frame.issues = SimpleNamespace(notice=noted(self.calls, isHidden=True))
        self.frame.issues.notice.chosen = Heard()
        self.frame.tree = SimpleNamespace(issueActivated=Heard())
        self.frame.area = SimpleNamespace(page=noted(self.calls))
        self.frame.pane = noted(self.calls)
        self.frame.pane.header = noted(self.calls)
        self.frame.search = noted(self.calls)
        for name in ("queryEdited", "submitted", "leftDownwards"):
            setattr(self.frame.search, name, Heard())
        self.frame.search.help_button = SimpleNamespace(clicked=Heard())
        self.reading: Any = noted(self.calls, position=("第 1 篇", "1 / 3", False, True))
        self.reading.shown = Heard()
        self.reading.needles = ()
        self.reading.article = SimpleNamespace(id=ON_PAGE)
        self.searching: Any = noted(self.calls, needles=("渡口",))
        self.searching.text = "渡口"
        self.searching.query = "query"
        self.searching.has_all_shapes = True
        self.searching.answered = Heard()
        searcher: Any = SimpleNamespace(
            among=lambda query, ids: [number for number in ids if number in self.held], ids_on=list
        )
        library: Any = SimpleNamespace(searcher=searcher)
        monkeypatch.setattr(results_controller, "Searching", lambda *_: self.searching)
        monkeypatch.setattr(results_controller, "ResultExport", lambda *_: noted(self.calls))
        self.parent = QObject()
        self.controller = ResultsController(
            Services(self.notices.append),
            library,
            self.frame,
            self.reading,
            {},
            Settings(),
            lambda: None,
            lambda: self.calls.append(("repair",)),
            lambda *_: None,
            self.parent,
        )
        self.calls.clear()

    @property
    def together(self) -> PageAndList:
        return self.controller.together

    def names(self) -> list[object]:
        return [call[0] for call in self.calls]


@pytest.fixture
def bench(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(monkeypatch)


def test_an_edited_query_marks_the_article_on_the_page_if_it_has_found_it(bench: Bench) -> None:
    bench.results.answers["holds"] = True
    bench.together.follow(("渡口",))
    assert bench.calls[-3:] == [("show_article", ON_PAGE), ("mark", ("渡口",)), ("mark", ("渡口",))]


def test_and_takes_the_marks_away_if_it_has_not(bench: Bench) -> None:
    bench.reading.needles = ("江上",)
    bench.results.answers["holds"] = False
    bench.together.follow(("渡口",))
    assert bench.calls[-1] == ("mark", ())


def test_the_same_marks_are_not_set_again(bench: Bench) -> None:
    bench.reading.needles = ("渡口",)
    bench.together.mark(["渡口"])
    assert bench.calls == []


def test_an_issue_that_is_chosen_takes_the_place_of_the_results_with_a_way_back(bench: Bench) -> None:
    bench.frame.tree.issueActivated.emit()
    (_, words, links) = next(call for call in bench.calls if call[0] == "show_notice")
    assert ("show_results", False) in bench.calls
    assert words == ""
    assert "回到“渡口”的结果" in str(links)
    bench.frame.answers["are_results_shown"] = False
    assert bench.together.are_results_aside()
    bench.calls.clear()
    bench.frame.issues.notice.chosen.emit()
    assert ("show_results", True) in bench.calls


def test_without_a_query_there_is_no_way_back(bench: Bench) -> None:
    bench.searching.text = ""
    bench.together.set_results_aside()
    assert "show_notice" not in bench.names()
    assert not bench.together.are_results_aside()


@pytest.mark.parametrize(("is_held", "is_apart"), [(True, False), (False, True)])
def test_an_article_that_the_query_does_not_find_is_said_to_stand_apart(
    qtbot: QtBot, bench: Bench, is_held: bool, is_apart: bool
) -> None:
    if is_held:
        bench.held.add(ON_PAGE)
    bench.results.answers["is_found"] = False
    bench.together.compare()
    qtbot.waitUntil(bench.together._tasks.is_idle)
    assert bench.calls[-1] == ("put", "apart", is_apart)


def test_one_that_is_listed_is_not_asked_for(bench: Bench) -> None:
    bench.results.answers["is_found"] = True
    bench.together.compare()
    assert bench.together._tasks.is_idle()
    assert bench.calls[-1] == ("put", "apart", False)


def test_words_typed_take_the_marks_of_the_last_query_away_at_once(bench: Bench) -> None:
    bench.reading.needles = ("渡口",)
    bench.controller.search("船")
    assert bench.calls[:2] == [("mark", ()), ("mark", ())]
    assert ("search", "船", Order.RELEVANCE) in bench.calls
    assert ("show_results", True) in bench.calls


def test_an_empty_field_leaves_the_search_and_the_article_stays_without_marks(
    qtbot: QtBot, bench: Bench
) -> None:
    with qtbot.waitSignal(bench.controller.left):
        bench.controller.search("  ")
    assert bench.controller.results is None
    assert bench.names().count("clear_hits") == 2
    assert ("show_results", False) in bench.calls
    assert "open_article" not in bench.names()


def test_a_query_is_settled_by_enter_and_an_empty_one_never(qtbot: QtBot, bench: Bench) -> None:
    settled: list[str] = []
    bench.controller.settled.connect(settled.append)
    bench.frame.search.submitted.emit("渡口")
    bench.controller.settle("   ")
    assert settled == ["渡口"]


def test_new_papers_are_searched_too_as_far_as_one_has_read(bench: Bench) -> None:
    bench.controller.refresh(Change.PAPERS)
    assert bench.calls[-1] == ("search_again", Order.RELEVANCE, 40)
    bench.searching.text = ""
    bench.calls.clear()
    bench.controller.refresh(Change.PAPERS)
    assert bench.calls == []


def test_a_saved_search_has_its_order_and_its_switch_as_long_as_it_is_open(bench: Bench) -> None:
    left: list[int] = []
    bench.controller.open_in_order("船", Order.OLDEST, all_shapes=False, left=lambda: left.append(1))
    assert bench.searching.has_all_shapes is False
    held = bench.controller.held()
    assert (held["search_order"][0](), held["as_printed"][0]()) == ("relevance", False), (
        "those before are kept"
    )
    bench.controller.leave_search()
    assert left == [1]
    assert bench.searching.has_all_shapes is True
    bench.controller.leave_search()
    assert left == [1]


def test_an_order_that_is_chosen_meanwhile_is_kept(bench: Bench) -> None:
    bench.controller.open_in_order("船", Order.OLDEST, all_shapes=True, left=lambda: None)
    bench.controller._choose_order(Order.NEWEST)
    assert bench.controller.held()["search_order"][0]() == "newest"


@pytest.mark.parametrize(
    ("at", "has_previous", "has_next"), [(1, False, True), (3, True, True), (5, True, False)]
)
def test_the_place_in_the_results_is_told_with_the_ways_on_and_back(
    bench: Bench, at: int, has_previous: bool, has_next: bool
) -> None:
    bench.results.answers["position"] = (at, 5)
    bench.controller.show_position()
    assert bench.calls[-1] == ("set_position", f"第 {at} 篇，共 5 篇", f"{at} / 5", has_previous, has_next)


def test_an_article_that_is_not_the_chosen_row_has_no_place_in_the_results(bench: Bench) -> None:
    bench.results.answers["article_id"] = 99
    bench.controller.show_position()
    assert bench.calls[-1][:3] == ("set_position", "", "")


def test_in_the_list_of_its_issue_it_has_the_place_there(bench: Bench) -> None:
    bench.frame.answers["are_results_shown"] = False
    bench.controller.show_position()
    assert bench.calls[-1] == ("set_position", "第 1 篇", "1 / 3", False, True)


def test_that_printings_of_one_text_stand_apart_is_told_with_the_way_back(bench: Bench) -> None:
    bench.controller._unfold_all()
    assert bench.controller.folds_printings is False
    (notice,) = bench.notices
    assert (notice.words, notice.label) == ("同文各占一行。", "折起")
    notice.act()
    assert bench.controller.folds_printings is True
    assert bench.calls[-1] == ("set_folding", True)


def test_a_damaged_index_is_repaired_and_said(bench: Bench) -> None:
    bench.controller._fail("索引坏了")
    assert [notice.words for notice in bench.notices] == ["索引坏了"]
    assert bench.calls == [("repair",), ("fail", "索引坏了")]
