"""Without chips, how a query is understood stands in words."""

from pytestqt.qtbot import QtBot

from reader.search.query import Query, parse_query
from reader.ui.search.result_header import ResultActs, UnderstoodQuery
from reader.ui.widgets.controls import Label
from tests.ui.search.noting import noting


def words(shown: UnderstoodQuery) -> str:
    return "".join(label.text() for label in shown.findChildren(Label))


def test_the_query_and_what_is_searched_along_are_told_until_it_is_left(qtbot: QtBot) -> None:
    acts, _ = noting(ResultActs)
    shown = UnderstoodQuery(acts)
    qtbot.addWidget(shown)
    shown.show_query(parse_query("渡口 -板车"))
    assert words(shown) == "渡口 -板车"
    shown.show_misread({"渡囗": "渡口"})
    assert words(shown) == "渡口 -板车　也找认错的 “渡囗”"
    shown.show_misread({})
    shown.show_query(Query())
    assert words(shown) == ""
