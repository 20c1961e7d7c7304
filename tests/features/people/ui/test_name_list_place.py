"""The list of names is made when it is first asked for, stands in place of the article, and gives its place back."""

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from reader import do_nothing
from reader.features.people.ui import name_list_pane
from reader.features.people.ui.name_list_place import NameListPlace
from tests.ui.stand_ins import Calls, Heard, noted


class Pane(QWidget):
    """A pane that notes what it is given."""

    def __init__(self, calls: Calls) -> None:
        super().__init__()
        self._calls = calls
        calls.append(("made",))

    def face(self) -> QWidget:
        return self

    def take(self, text: str) -> None:
        self._calls.append(("take", text))

    def finish(self) -> None:
        self._calls.append(("finish",))


class Bench:
    """The place on a desk of stand-ins."""

    def __init__(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: Calls = []

        def made(*_: object) -> Pane:
            pane = Pane(self.calls)
            qtbot.addWidget(pane)
            return pane

        monkeypatch.setattr(name_list_pane, "NameListPane", made)
        self.area: Any = noted(self.calls, is_instead_shown=True, first_view=QWidget())
        qtbot.addWidget(self.area.first_view())
        self.frame: Any = noted(self.calls)
        self.frame.area = self.area
        self.opened = Heard()
        desk: Any = SimpleNamespace(
            library=None, frame=self.frame, reading=SimpleNamespace(opened=self.opened)
        )
        self.place = NameListPlace(desk, do_nothing)
        self.calls.clear()

    def names(self) -> list[object]:
        return [call[0] for call in self.calls]


@pytest.fixture
def bench(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(qtbot, monkeypatch)


def test_before_it_is_asked_for_there_is_none_to_close_or_to_finish(bench: Bench) -> None:
    assert bench.place.close() is False
    bench.place.finish()
    assert bench.calls == []


def test_it_is_made_once_and_shown_in_place_of_the_article(bench: Bench) -> None:
    bench.place.show()
    bench.place.show()
    assert bench.names().count("made") == 1
    assert bench.calls.count(("show_instead", bench.place.pane)) == 2
    assert ("show_welcome", False) in bench.calls


def test_a_pasted_list_is_shown_and_counted(bench: Bench) -> None:
    bench.place.count("闻小树\n陆满")
    assert bench.calls[-1] == ("take", "闻小树\n陆满")
    assert ("show_instead", bench.place.pane) in bench.calls


def test_an_article_that_is_opened_takes_its_place_back(bench: Bench) -> None:
    bench.place.show()
    bench.calls.clear()
    bench.opened.emit()
    assert ("show_instead", None) in bench.calls


def test_closing_it_tells_whether_it_was_shown(bench: Bench) -> None:
    bench.place.show()
    assert bench.place.close() is True
    bench.area.answers["is_instead_shown"] = False
    bench.calls.clear()
    assert bench.place.close() is False
    assert ("show_instead", None) not in bench.calls


def test_the_focus_inside_goes_to_the_article_one_elsewhere_stays(bench: Bench) -> None:
    bench.place.show()
    bench.place.close()
    assert "first_view" in bench.names()
    window = QWidget()
    elsewhere = QLineEdit(window)
    bench.place.pane.setParent(window)
    elsewhere.setFocus()
    bench.calls.clear()
    assert bench.place.close() is True
    assert "first_view" not in bench.names()
    bench.place.pane.setParent(None)


def test_what_is_counted_ends_with_the_library(bench: Bench) -> None:
    bench.place.show()
    bench.place.finish()
    assert bench.calls[-1] == ("finish",)
