"""The ten days around an article are searched for a word of it, or it is said what is missing for that."""

import datetime as dt
from types import SimpleNamespace
from typing import Any, cast

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from reader import do_nothing
from reader.features.query_chips.ui.ten_days import TenDaysPart
from reader.newspaper.holdings import StoredArticle
from reader.search.documents import Order
from reader.ui.desk import Desk
from reader.ui.widgets.services import Notice, Services
from tests.invented_article import ISSUE, STORED


class Desks:
    """A desk with one pane, on which searches and messages are noted."""

    def __init__(self, stored: StoredArticle | None, *, has_all_shapes: bool = False) -> None:
        self.searched: list[tuple[Any, ...]] = []
        self.said: list[str] = []
        results = SimpleNamespace(
            searching=SimpleNamespace(has_all_shapes=has_all_shapes), open_in_order=self._search
        )
        desk = SimpleNamespace(
            services=Services(self._say),
            library=None,
            parent=None,
            results=results,
            active_pane=lambda: SimpleNamespace(article=lambda: stored),
        )
        self.part = TenDaysPart(cast(Desk, desk))

    def _search(self, text: str, order: Order, *, all_shapes: bool, left: object) -> None:
        assert left is do_nothing
        self.searched.append((text, order, all_shapes))

    def _say(self, notice: Notice) -> None:
        self.said.append(notice.words)


def on(day: dt.date | None) -> StoredArticle:
    return replace(STORED, issue=replace(ISSUE, date=day))


@pytest.mark.parametrize("has_all_shapes", [True, False])
def test_the_days_around_the_issue_are_searched_oldest_first(qtbot: QtBot, has_all_shapes: bool) -> None:
    desk = Desks(on(dt.date(1987, 6, 12)), has_all_shapes=has_all_shapes)
    desk.part.ask("渡口")
    ((text, order, all_shapes),) = desk.searched
    assert text.startswith("渡口 ")
    assert "1987-06-02..1987-06-22" in text
    assert (order, all_shapes) == (Order.OLDEST, has_all_shapes)
    assert desk.said == []


@pytest.mark.parametrize("words", ["渡口 的灯", " 渡口\n的灯 ", "渡口\u3000的灯"])
def test_words_that_were_selected_are_searched_in_one_line(qtbot: QtBot, words: str) -> None:
    desk = Desks(on(dt.date(1987, 6, 12)))
    desk.part.ask(words)
    ((text, *_),) = desk.searched
    assert "渡口 的灯" in text
    assert "\n" not in text


@pytest.mark.parametrize("words", ["", " ", "，。", "——\n"])
def test_without_a_word_it_is_said_how_to_select_one(qtbot: QtBot, words: str) -> None:
    desk = Desks(on(dt.date(1987, 6, 12)))
    desk.part.ask(words)
    assert desk.searched == []
    (said,) = desk.said
    assert "选中几个字" in said


@pytest.mark.parametrize("stored", [None, on(None)], ids=["no article", "no day"])
def test_without_a_day_nothing_is_searched_and_it_is_said(qtbot: QtBot, stored: StoredArticle | None) -> None:
    desk = Desks(stored)
    desk.part.ask("渡口")
    assert desk.searched == []
    (said,) = desk.said
    assert "日期不详" in said


def test_its_action_takes_the_word_at_the_cursor(qtbot: QtBot) -> None:
    part = Desks(None).part
    assert part.handlers() == {"ten_days": part.take}
