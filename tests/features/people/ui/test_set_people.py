"""The people whom the articles asked for name: looked up once for each question, and searched for among them."""

from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from reader.features.people.people import MOST_NAMED
from reader.features.people.person import Companion
from reader.features.people.ui.set_people import NamedPeople, SetPeople
from reader.library.read_share import WHOLE
from reader.storage.disk_errors import LibraryError
from tests.ui.a_window import act_called, texts

TEACHER = Companion("闻小树", "记者", 12, ("闻小树",))
CAPTAIN = Companion("阿·廖沙", "", 1200, ("阿·廖沙", "阿・廖沙", "廖船长"))
MAYOR = Companion("陆满", "", 3, ("陆满",))


class SomePeople:
    """Names the same people in whatever is asked of it, and notes what that was."""

    def __init__(self) -> None:
        self.people = [TEACHER, MAYOR]
        self.asked: list[list[int]] = []
        self.share = 1.0

    def named_in(self, ids: list[int]) -> list[Companion]:
        self.asked.append(ids)
        return self.people

    def analysed(self) -> float:
        return self.share


class SomeDesk:
    """A desk on which a question is asked, of articles by their numbers."""

    def __init__(self) -> None:
        self.question = SimpleNamespace(ids=[1, 2, 3], text="渡口", is_whole=False)
        self.queries: list[str] = []
        sets = SimpleNamespace(ids=lambda question, cancelled: question.ids)
        self.library = SimpleNamespace(generation=lambda: 1, read=WHOLE, sets=sets)
        self.searching = SimpleNamespace(articles=self.question)
        self.views = SimpleNamespace(articles=lambda: self.question, show_list=lambda: None)
        self.results = SimpleNamespace(enter_query=self.queries.append)


@pytest.fixture
def desk() -> Any:
    return SomeDesk()


@pytest.fixture
def people() -> Any:
    return SomePeople()


@pytest.fixture
def opened() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def view(qtbot: QtBot, desk: Any, people: Any, opened: list[tuple[str, str]]) -> SetPeople:
    view = SetPeople(desk, people, lambda name, label: opened.append((name, label)))
    qtbot.addWidget(view)
    return view


def read(qtbot: QtBot, view: SetPeople) -> None:
    view.read()
    qtbot.waitUntil(view.tasks.is_idle)


def test_a_person_is_read_out_with_other_forms_and_the_number_of_articles(qtbot: QtBot) -> None:
    rows = NamedPeople(lambda name, label: None, lambda name: None)
    qtbot.addWidget(rows)
    words = rows.words(CAPTAIN)
    assert "阿·廖沙、廖船长" in words, "the same name with another dot is no other form"
    assert "1,200" in words
    assert rows.key_of(CAPTAIN) == "阿·廖沙"


def test_those_of_the_articles_asked_for_are_listed_with_how_many_of_each(
    qtbot: QtBot, view: SetPeople, people: Any
) -> None:
    read(qtbot, view)
    assert people.asked == [[1, 2, 3]]
    assert [words[:3] for words in texts(view.rows.view)] == ["闻小树", "陆满，"]
    assert "3 篇" in view.lead.text()
    assert "2 人" in view.lead.text()


def test_the_same_question_is_not_asked_twice_another_is(
    qtbot: QtBot, view: SetPeople, desk: Any, people: Any
) -> None:
    read(qtbot, view)
    read(qtbot, view)
    assert len(people.asked) == 1
    desk.question = SimpleNamespace(ids=[4], text="船", is_whole=False)
    read(qtbot, view)
    assert people.asked == [[1, 2, 3], [4]]


def test_a_question_that_was_left_before_its_answer_is_asked_again(
    qtbot: QtBot, view: SetPeople, people: Any
) -> None:
    view.read()
    view.leave()
    qtbot.waitUntil(view.tasks.is_idle)
    read(qtbot, view)
    assert len(people.asked) == 2


def test_without_people_it_is_said_of_how_many_articles(qtbot: QtBot, view: SetPeople, people: Any) -> None:
    people.people = []
    read(qtbot, view)
    assert texts(view.rows.view) == []
    assert view.rows.instead.body == "3 篇里没有认出人名。"
    assert view.face() is view.rows.state


def test_where_there_are_more_than_are_listed_these_are_called_the_most_frequent(
    qtbot: QtBot, view: SetPeople, people: Any
) -> None:
    people.people = [Companion(f"人{number}", "", 1, (f"人{number}",)) for number in range(MOST_NAMED)]
    read(qtbot, view)
    assert "最常见的" in view.lead.text()
    people.people.pop()
    view.leave()
    view._asked = None
    read(qtbot, view)
    assert "最常见的" not in view.lead.text()


def test_while_names_are_looked_for_in_the_library_the_numbers_hold_only_so_far(
    qtbot: QtBot, view: SetPeople, people: Any
) -> None:
    people.share = 0.5
    read(qtbot, view)
    assert len(view.lead.text().splitlines()) == 2


def test_why_they_could_not_be_looked_up_is_said(qtbot: QtBot, view: SetPeople, desk: Any) -> None:
    def fail(_question: object, cancelled: object) -> list[int]:
        raise LibraryError("磁盘不在")

    desk.library.sets.ids = fail
    read(qtbot, view)
    assert (view.rows.instead.title, view.rows.instead.body) == ("没有数出来", "磁盘不在")


def test_a_person_opens_by_name_and_label(
    qtbot: QtBot, view: SetPeople, opened: list[tuple[str, str]]
) -> None:
    act_called(view.rows, "打开人物卡片").act([TEACHER])
    assert opened == [("闻小树", "记者")]


@pytest.mark.parametrize(("is_whole", "query"), [(False, '渡口 "陆满"'), (True, '"陆满"')])
def test_a_name_is_searched_for_among_these_articles(
    view: SetPeople, desk: Any, is_whole: bool, query: str
) -> None:
    desk.question.is_whole = is_whole
    act_called(view.rows, "在这些文章里搜").act([MAYOR])
    assert desk.queries == [query]
