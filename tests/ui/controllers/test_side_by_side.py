"""A second article beside the first: opened from wherever one is, stepped through, and never one that came too late."""

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.library.articles import Story
from reader.storage.disk_errors import LibraryError
from reader.ui.article import article_pane
from reader.ui.controllers import side_by_side
from reader.ui.controllers.side_by_side import SecondArticle
from reader.ui.widgets.services import Notice, Services
from tests.invented_article import bookmark
from tests.ui.stand_ins import Calls, noted

IDS = [1, 2, 3]
PRINTED: dict[Any, int] = {f"printing {article_id}": article_id for article_id in IDS}


def article(article_id: int) -> Any:
    return SimpleNamespace(id=article_id, issue=SimpleNamespace(id=1), printing=f"printing {article_id}")


def story(article_id: int) -> Any:
    return SimpleNamespace(opened=article(article_id), article_id=article_id)


class Frame(QWidget):
    """The window around the panes: which part has the focus, and whether the second pane is shown."""

    def __init__(self, calls: Calls) -> None:
        super().__init__()
        self._calls = calls
        self.focused: Any = None
        self.is_shown = False
        self.pane: Any = noted(calls, article=article(1))
        self.pane.calls = SimpleNamespace()
        self.pane.page = object()
        second: Any = noted(calls, article=None)
        second.calls = SimpleNamespace()
        second.header = noted(calls)
        second.notes = noted(calls)
        page = SimpleNamespace(calls=SimpleNamespace())
        self.area = SimpleNamespace(second=second, page=page, is_second_shown=lambda: self.is_shown)
        self.issues: Any = noted(calls, article_id=3)
        self.issues.calls = SimpleNamespace()
        self.issues.view = QWidget(self)
        self.results: Any = noted(calls, article_id=2)
        self.results.view = QWidget(self)
        self.search = SimpleNamespace(line=QWidget(self))
        self.tree: Any = noted(calls, current_entry=None)
        self.are_results = False

    def show_second(self, is_shown: bool) -> None:
        self.is_shown = is_shown

    def are_results_shown(self) -> bool:
        return self.are_results

    def focusWidget(self) -> Any:
        return self.focused


class Bench:
    """The controller, its library with three articles of one issue, and what was shown in the second pane."""

    def __init__(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: Calls = []
        self.notices: list[Notice] = []
        self.shown: list[tuple[int, tuple[str, ...], float]] = []
        self.trouble = False
        self.frame = Frame(self.calls)
        qtbot.addWidget(self.frame)
        self._qtbot = qtbot
        monkeypatch.setattr(side_by_side, "Highlights", lambda *_: None)
        monkeypatch.setattr(side_by_side, "SourceLines", lambda *_: None)
        monkeypatch.setattr(
            side_by_side, "report_fault", lambda error: self.calls.append(("fault", str(error)))
        )
        monkeypatch.setattr(article_pane, "show", self._show)
        monkeypatch.setattr(article_pane, "jump_target", lambda library, pane: self.target)
        self.target: int | None = None
        library: Any = SimpleNamespace(
            articles=SimpleNamespace(
                story=self._story,
                story_at=lambda printing: self._story(PRINTED.get(printing, 0)),
                may_have=lambda printing: True,
            ),
            contents=SimpleNamespace(articles=lambda _: [SimpleNamespace(id=number) for number in IDS]),
            is_elsewhere=False,
        )
        frame: Any = self.frame
        marks: Any = None
        self.second = SecondArticle(
            Services(self.notices.append), library, frame, marks, lambda article_id: (f"词{article_id}",)
        )

    @property
    def pane(self) -> Any:
        return self.frame.area.second

    def wait(self) -> None:
        self._qtbot.waitUntil(self.second.is_idle)

    def shown_ids(self) -> list[int]:
        return [article_id for article_id, _, _ in self.shown]

    def _story(self, article_id: int) -> Story | None:
        if self.trouble:
            raise LibraryError("磁盘不在")
        return story(article_id) if article_id in IDS else None

    def _show(self, pane: Any, opened: Any, needles: Any, down: float, _seam: object) -> None:
        self.shown.append((opened.article_id, tuple(needles), down))
        pane.answers = {"article": opened.opened, "scroll_fraction": 0.25}


@pytest.fixture
def bench(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(qtbot, monkeypatch)


def test_an_article_is_shown_with_its_marks_and_its_place_in_its_issue(qtbot: QtBot, bench: Bench) -> None:
    with qtbot.waitSignal(bench.second.changed):
        bench.second.open(2, ("渡口",), 0.5)
    assert bench.shown == [(2, ("渡口",), 0.5)]
    assert bench.second.is_open()
    assert ("set_position", "第 2 篇，共 3 篇", True, True) in bench.calls


@pytest.mark.parametrize(("article_id", "has_previous", "has_next"), [(1, False, True), (3, True, False)])
def test_at_either_end_of_the_issue_there_is_no_step_beyond(
    bench: Bench, article_id: int, has_previous: bool, has_next: bool
) -> None:
    bench.second.open(article_id)
    bench.wait()
    assert bench.calls[-1][2:] == (has_previous, has_next)
    bench.second.step(-1 if article_id == 1 else 1)
    bench.wait()
    assert bench.shown_ids() == [article_id]


def test_only_the_article_that_was_wanted_last_is_shown(bench: Bench) -> None:
    bench.second.open(1)
    bench.second.open(3)
    bench.wait()
    assert bench.shown_ids()[-1] == 3
    assert 1 not in bench.shown_ids()


def test_steps_go_on_from_the_article_that_is_on_its_way(bench: Bench) -> None:
    bench.second.open(1, ("渡口",))
    bench.wait()
    bench.second.step(1)
    bench.second.step(1)
    bench.wait()
    assert bench.shown[-1][:2] == (3, ("渡口",))


def test_an_article_that_is_gone_is_told_and_leaves_no_empty_pane(bench: Bench) -> None:
    bench.second.open(99)
    bench.wait()
    assert [notice.words for notice in bench.notices] == ["这篇文章已不在目录中，可能刚被更新。"]
    assert not bench.second.is_open()


def test_a_library_that_can_not_be_read_leaves_what_is_shown(bench: Bench) -> None:
    bench.second.open(1)
    bench.wait()
    bench.trouble = True
    bench.second.open(2)
    bench.wait()
    assert bench.second.is_open()
    assert bench.shown_ids() == [1]
    assert ("fault", "磁盘不在") in bench.calls


def test_a_bookmark_whose_article_is_gone_shows_the_text_that_it_keeps(bench: Bench) -> None:
    lost = bookmark()
    bench.second.open_bookmark(lost)
    bench.wait()
    assert bench.shown == []
    assert bench.calls[-2:] == [("show_orphan", lost, None), ("go_to", lost.uuid)]


@pytest.mark.parametrize(
    ("where", "opened", "needles"),
    [("issue", 3, ()), ("results", 2, ("词2",)), ("search field", 2, ("词2",)), ("elsewhere", 1, ())],
)
def test_what_has_the_focus_is_opened(
    bench: Bench, where: str, opened: int, needles: tuple[str, ...]
) -> None:
    frame = bench.frame
    frame.are_results = where != "issue"
    places: dict[str, Any] = {
        "issue": frame.issues.view,
        "results": frame.results.view,
        "search field": frame.search.line,
        "elsewhere": None,
    }
    frame.focused = places[where]
    bench.second.open_focused()
    bench.wait()
    assert bench.shown == [(opened, needles, 0.0)]


def test_a_link_to_an_article_that_has_the_focus_opens_that(bench: Bench) -> None:
    link = QWidget(bench.frame)
    link.setProperty(article_pane.ARTICLE_PROPERTY, 3)
    bench.frame.focused = link
    bench.second.open_focused()
    bench.wait()
    assert bench.shown_ids() == [3]


@pytest.mark.parametrize("target", [None, 3])
def test_a_jump_leads_to_its_other_end_or_it_is_said_that_there_is_none(
    bench: Bench, target: int | None
) -> None:
    bench.target = target
    bench.second.open_jump()
    bench.wait()
    if target is None:
        assert bench.notices[0].words.startswith("没有找到转接的另一头")
    else:
        assert bench.shown_ids() == [target]


def test_its_place_is_told_while_it_is_open_and_forgotten_when_it_is_closed(
    qtbot: QtBot, bench: Bench
) -> None:
    assert bench.second.place() is None
    bench.second.open(2, ("渡口",))
    bench.wait()
    place = bench.second.place()
    assert place is not None
    assert (str(place.printing), place.needles, place.down) == ("printing 2", ("渡口",), 0.25)
    with qtbot.waitSignal(bench.second.changed):
        bench.second.close()
    assert bench.second.place() is None


def test_it_is_opened_again_at_its_place(bench: Bench) -> None:
    bench.second.open(2, ("渡口",))
    bench.wait()
    place = bench.second.place()
    assert place is not None
    bench.second.close()
    bench.second.open_place(place)
    bench.wait()
    assert bench.shown[-1] == (2, ("渡口",), 0.25)
