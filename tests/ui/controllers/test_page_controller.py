"""Whole pages are stepped through to the end of an issue and on into the next one, and nothing is done too early."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from reader.newspaper.article import ArticleKind
from reader.newspaper.holdings import ArticleRow
from reader.ui.controllers.page_controller import PageController
from reader.ui.widgets.services import Notice, Services
from tests.invented_article import ISSUE
from tests.ui.stand_ins import Calls, Heard, noted


def row(article_id: int, page: str | None) -> ArticleRow:
    return ArticleRow(article_id, f"k{article_id}", 1, ArticleKind.ARTICLE, page, None, "渡口", "", (), 100)


ROWS = {
    1: [row(1, "1"), row(2, "2"), row(3, "2"), row(4, None)],
    2: [row(11, "1"), row(12, "4")],
    3: [row(21, "1"), row(22, "4"), row(23, "4")],
}
"""The articles of three issues; of the first, one is on a page that is not known."""


class Pane(QObject):
    """The pane of the page: empty, and called by nobody."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = SimpleNamespace()

    def page(self) -> None:
        return None


class Bench:
    """The controller among stand-ins; the first issue lies between the third and the second."""

    def __init__(self) -> None:
        self.calls: Calls = []
        self.notices: list[Notice] = []
        self.adjacent = {1: 2, -1: 3}
        self.awaited: list[Callable[[], object]] = []
        """What is to be done again when a server has answered."""
        self.is_waiting = False
        self.reading: Any = noted(self.calls, is_idle=True, show_page=True)
        self.reading.shown = Heard()
        self.reading.needles = ("渡口",)
        self.reading.is_page = True
        self.reading.awaited = SimpleNamespace(awaits=self._awaits)
        contents = SimpleNamespace(articles=ROWS.__getitem__, adjacent_issue=self._adjacent)
        library: Any = SimpleNamespace(contents=contents, generation=lambda: 1)
        self.pane = Pane()
        area: Any = noted(self.calls)
        area.page = self.pane
        self.read(2)
        self.controller = PageController(Services(self.notices.append), library, self.reading, area)

    def read(self, article_id: int | None) -> None:
        if article_id is None:
            self.reading.article = None
        else:
            self.reading.article = SimpleNamespace(id=article_id, issue=ISSUE)

    def opened(self) -> list[object]:
        return [call[1] for call in self.calls if call[0] == "open_article"]

    def said(self) -> list[str]:
        return [notice.words for notice in self.notices]

    def _awaits(self, act: Callable[[], object]) -> bool:
        if self.is_waiting:
            self.awaited.append(act)
        return self.is_waiting

    def _adjacent(self, _issue_id: int, by: int) -> Any:
        issue_id = self.adjacent.get(by)
        return SimpleNamespace(id=issue_id) if issue_id else None


@pytest.fixture
def bench(qapp: QApplication) -> Bench:
    return Bench()


@pytest.mark.parametrize(("read", "by", "opened"), [(1, 1, 2), (2, -1, 1), (3, -1, 1), (2, 1, 4), (4, -1, 2)])
def test_a_step_opens_the_first_article_of_the_page_beside(
    bench: Bench, read: int, by: Any, opened: int
) -> None:
    bench.read(read)
    bench.controller.step(by)
    assert bench.opened() == [opened]


@pytest.mark.parametrize(("read", "by", "opened"), [(4, 1, 11), (1, -1, 22)])
def test_beyond_an_issue_follows_the_first_page_of_the_next_or_the_last_of_the_one_before(
    bench: Bench, read: int, by: Any, opened: int
) -> None:
    bench.read(read)
    bench.controller.step(by)
    assert bench.opened() == [opened]


@pytest.mark.parametrize(("read", "by", "words"), [(4, 1, "已是最后一版。"), (1, -1, "已是最早一版。")])
def test_at_either_end_of_a_paper_that_is_said(bench: Bench, read: int, by: Any, words: str) -> None:
    bench.adjacent.clear()
    bench.read(read)
    bench.controller.step(by)
    assert (bench.opened(), bench.said()) == ([], [words])


def test_an_article_that_is_gone_from_its_issue_steps_to_the_issue_beside(bench: Bench) -> None:
    bench.read(99)
    bench.controller.step(1)
    assert bench.opened() == [11]


def test_without_an_article_no_step_is_taken(bench: Bench) -> None:
    bench.read(None)
    bench.controller.step(1)
    assert (bench.opened(), bench.said()) == ([], [])


def test_a_step_waits_for_an_article_that_is_being_opened(bench: Bench) -> None:
    bench.reading.answers = {"is_idle": False}
    bench.controller.step(1)
    name, go_on = bench.calls[-1]
    assert (name, bench.opened()) == ("after_reading", [])
    bench.reading.answers = {"is_idle": True}
    assert callable(go_on)
    go_on()
    assert bench.opened() == [4]


def test_a_step_waits_for_a_server_and_is_taken_once_then(bench: Bench) -> None:
    bench.is_waiting = True
    bench.controller.step(1)
    assert bench.opened() == []
    bench.is_waiting = False
    (go_on,) = bench.awaited
    go_on()
    assert bench.opened() == [4]


@pytest.mark.parametrize(("label", "opened", "needles"), [("2", 2, ("渡口",)), ("1", 1, ())])
def test_a_page_that_is_opened_keeps_its_article_and_its_marks_another_has_none_of_these(
    bench: Bench, label: str, opened: int, needles: tuple[str, ...]
) -> None:
    bench.controller.open(1, label)
    assert bench.calls[-1] == ("open_article", opened, needles, True)


def test_a_page_that_an_issue_does_not_have_opens_nothing(bench: Bench) -> None:
    bench.controller.open(1, "7")
    assert bench.opened() == []


def test_the_switch_leads_to_the_page_and_back_or_says_what_is_missing(bench: Bench) -> None:
    bench.controller.switch()
    bench.reading.is_page = False
    bench.controller.switch()
    assert bench.calls == [("show_page", False), ("show_page", True)]
    assert bench.said() == []
    bench.reading.answers = {"show_page": False}
    bench.controller.switch()
    assert bench.said() == ["先选一篇文章，再看它的整版。"]


def test_keys_step_in_the_direction_that_they_name(bench: Bench) -> None:
    handlers = bench.controller.handlers()
    handlers["next_page"]()
    handlers["previous_page"]()
    assert bench.opened() == [4, 1]


def test_from_the_page_an_article_opens_alone_and_becomes_the_current_one_on_the_page(bench: Bench) -> None:
    bench.pane.calls.open_article(3)
    bench.pane.calls.make_current(3)
    assert bench.calls == [("open_article", 3, ("渡口",), False), ("open_article", 3, ("渡口",), True)]


def test_without_an_article_or_in_the_view_of_one_no_page_is_shown(bench: Bench) -> None:
    bench.reading.shown.emit(None)
    bench.reading.is_page = False
    bench.reading.shown.emit(bench.reading.article)
    assert bench.calls == [("show_page", False), ("show_page", False)]
