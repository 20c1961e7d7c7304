"""A link opens its article in this library, else in another one; where none has it, what was found is told."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.library import linked_articles
from reader.library.linked_articles import Holder
from reader.newspaper.printing import Printing, link_to
from reader.ui.widgets.services import Notice, Services
from reader.ui.window.link_controller import LinkController
from tests.invented_article import ARTICLE, DATE
from tests.ui.stand_ins import Calls, Heard, noted

PRINTING = Printing(ARTICLE.key, "雁桥日报", DATE, "2")
LINK = link_to(PRINTING)
OTHER = Path("/别的报")


class Bench:
    """The controller on a library without articles, among stand-ins."""

    def __init__(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: Calls = []
        self.notices: list[Notice] = []
        self.held: dict[str, int] = {}
        """The ids of the articles that the open library has, by their keys."""
        self.holder = Holder(None)
        self.issue_id: int | None = None
        self.process = noted([], is_running=False)
        self.sync = SimpleNamespace(process=self.process, finished=Heard())
        self.library = self._controller()
        self.window = QWidget()
        qtbot.addWidget(self.window)
        monkeypatch.setattr(linked_articles, "holder_of", lambda link, others: self.holder)
        monkeypatch.setattr(linked_articles, "linked_issue", lambda library, link: self.issue_id)
        self.links = LinkController(
            Services(self.notices.append), self.window, lambda: self.library, lambda: [OTHER], self._open
        )
        self._qtbot = qtbot

    def open(self, text: str = LINK) -> None:
        self.links.open(text)
        self.wait()

    def wait(self) -> None:
        self._qtbot.waitUntil(self.links.is_idle)

    def opened(self) -> list[object]:
        return [call[1] for call in self.calls if call[0] == "open_article"]

    def said(self) -> str:
        return "\n".join(notice.words for notice in self.notices)

    def _controller(self) -> Any:
        printings = SimpleNamespace(article_of=lambda link: self.held.get(link.key))
        return SimpleNamespace(
            features=SimpleNamespace(results=noted(self.calls)),
            layout=noted(self.calls),
            reading=noted(self.calls),
            library=SimpleNamespace(articles=SimpleNamespace(printings=printings), root=Path("/报")),
            sync=self.sync,
        )

    def _open(self, root: Path, then: Callable[[], None] | None = None) -> None:
        self.calls.append(("open_library", root))
        self.library = self._controller()
        if then is not None:
            then()


@pytest.fixture
def bench(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(qtbot, monkeypatch)


def test_an_article_of_this_library_is_opened_and_the_search_left(bench: Bench) -> None:
    bench.held[ARTICLE.key] = 7
    bench.open()
    assert bench.calls == [("leave_search",), ("uncover",), ("open_article", 7, False)]
    assert bench.said() == ""


def test_one_that_another_library_has_is_opened_there(bench: Bench) -> None:
    bench.holder = Holder(OTHER)
    bench.links.open(LINK)
    bench._qtbot.waitUntil(lambda: bool(bench.calls))
    bench.held[ARTICLE.key] = 8
    assert bench.calls[0] == ("open_library", OTHER)


def test_where_its_issue_is_here_that_is_offered(bench: Bench) -> None:
    bench.issue_id = 5
    bench.open()
    (notice,) = bench.notices
    assert notice.is_question
    for part in ("雁桥日报", "1987年6月12日", "02"):
        assert part in notice.words
    notice.act()
    assert bench.calls == [("read_issue", 5)]


@pytest.mark.parametrize("unopened", [0, 2])
def test_where_nobody_has_it_that_is_said_with_the_libraries_that_could_not_be_opened(
    bench: Bench, unopened: int
) -> None:
    bench.holder = Holder(None, unopened)
    bench.open()
    assert bench.said().startswith("没有找到链接所指的文章（雁桥日报")
    assert ("其中 2 个现在打不开" in bench.said()) is bool(unopened)
    assert "正在更新" not in bench.said()


def test_a_library_that_is_being_read_is_looked_at_again_when_it_is_done(bench: Bench) -> None:
    bench.process.answers = {"is_running": True}
    bench.open()
    assert "更新完再找一次" in bench.said()
    bench.held[ARTICLE.key] = 7
    bench.sync.finished.emit(None)
    bench.wait()
    assert bench.opened() == [7]


def test_an_article_found_after_another_library_was_opened_is_not_shown_in_that(bench: Bench) -> None:
    bench.held[ARTICLE.key] = 7
    bench.links.open(LINK)
    bench.library = bench._controller()
    bench.wait()
    assert bench.opened() == []


def test_what_is_no_link_is_told_and_looked_for_nowhere(bench: Bench) -> None:
    bench.open("yuebao:什么也不是")
    assert bench.said()
    assert bench.calls == []


def test_a_copied_link_is_opened_and_other_words_are_not_taken_for_one(bench: Bench) -> None:
    bench.held[ARTICLE.key] = 7
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("渡口")
    bench.links.handlers()["open_link"]()
    assert bench.said().startswith("剪贴板里没有阅报的链接")
    clipboard.setText(f"  {LINK}\n")
    bench.links.open_copied()
    bench.wait()
    assert bench.opened() == [7]


@pytest.mark.parametrize("is_here", [True, False])
def test_another_process_is_told_whether_the_article_is_here_and_nothing_is_said(
    bench: Bench, is_here: bool
) -> None:
    if is_here:
        bench.held[ARTICLE.key] = 7
    answers: list[bool] = []
    bench.links._take(LINK, False, answers.append)
    bench.wait()
    assert (answers, bench.said()) == ([is_here], "")


def test_of_another_process_what_is_no_link_is_refused_and_what_is_to_be_reported_is_taken(
    bench: Bench,
) -> None:
    answers: list[bool] = []
    bench.links._take("yuebao:什么也不是", True, answers.append)
    bench.links._take(LINK, True, answers.append)
    bench.wait()
    assert answers == [False, True]
    assert bench.said().startswith("没有找到")
