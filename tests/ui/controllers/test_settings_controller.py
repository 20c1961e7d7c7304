"""The settings of a window: whoever holds a value is asked for it, other values are kept; all are saved once, later."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader import plugs
from reader.language import words
from reader.plugs import Held, WrongPlug
from reader.storage.settings import Settings
from reader.ui.controllers.settings_controller import SettingsController
from reader.ui.widgets import theme
from reader.ui.widgets.services import Notice, Services

PREFERENCE = "reduced_motion"


class Bench:
    """The controller of a window in which a part holds the order of searches."""

    def __init__(self, qtbot: QtBot, settings: Settings) -> None:
        self.saved: list[Settings] = []
        self.notices: list[Notice] = []
        self.spoken: list[str] = []
        self.made_again = 0
        self.trouble: OSError | None = None
        self.values: dict[str, Any] = {"search_order": "relevance", "of_a_part": 3}
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self._qtbot = qtbot
        self.controller = SettingsController(
            Services(self.notices.append),
            self.window,
            settings,
            self._save,
            of_library=lambda settings: settings,
            held=self._held,
            held_by_parts=dict,
            speak=self.spoken.append,
            make_again=self._make_again,
        )

    def wait(self) -> None:
        self._qtbot.waitUntil(self.controller.is_idle)

    def _held(self) -> Held:
        def held(name: str) -> Any:
            return (lambda: self.values[name], lambda value: self.values.update({name: value}))

        return {name: held(name) for name in self.values}

    def _save(self, settings: Settings) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.saved.append(settings)

    def _make_again(self, _then: object) -> None:
        self.made_again += 1


@pytest.fixture
def bench(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("reader.ui.controllers.settings_controller.leave_out", lambda names: None)
    bench = Bench(qtbot, Settings(theme="paper", declared={"of_nobody": 5}))
    yield bench
    bench.trouble = None
    bench.controller.finish()


def test_what_a_part_holds_is_saved_as_it_is_now_and_what_none_holds_as_it_was(bench: Bench) -> None:
    bench.values.update(search_order="newest", of_a_part=4)
    now = bench.controller.now()
    assert now.search_order == "newest"
    assert now.declared == {"of_nobody": 5, "of_a_part": 4}
    assert now.theme == "paper"


def test_several_changes_are_saved_once_and_later(bench: Bench) -> None:
    bench.controller.save_soon()
    bench.controller.save_soon()
    bench.wait()
    assert bench.saved == []
    bench.controller.save()
    bench.wait()
    assert len(bench.saved) == 1
    assert not bench.controller._saving.isActive()


def test_who_saves_is_told_when_it_is_done(bench: Bench) -> None:
    done: list[int] = []
    bench.controller.save(lambda: done.append(len(bench.saved)))
    bench.wait()
    assert done == [1]


def test_settings_that_could_not_be_saved_are_told_and_nobody_is_told_that_they_are(bench: Bench) -> None:
    bench.trouble = PermissionError(13, "Permission denied")
    done: list[int] = []
    bench.controller.save(lambda: done.append(1))
    bench.wait()
    assert done == []
    assert bench.notices[0].words.startswith("设置没有存上。")


def test_a_window_that_closes_has_saved_before_it_is_gone(bench: Bench) -> None:
    bench.values["search_order"] = "oldest"
    bench.controller.save_now()
    assert [settings.search_order for settings in bench.saved] == ["oldest"]


def test_a_theme_that_is_chosen_is_saved_with_the_rest(bench: Bench) -> None:
    bench.controller.switch_theme()
    assert theme.current().is_dark
    assert bench.controller._saving.isActive()
    assert bench.controller.now().theme == "dark"
    bench.controller.switch_theme()
    assert not theme.current().is_dark


def test_a_setting_that_somebody_holds_is_given_to_that_part_others_are_kept(bench: Bench) -> None:
    bench.controller.choose("of_a_part", 9)
    bench.controller.choose("of_nobody", 7)
    assert bench.values["of_a_part"] == 9
    assert bench.controller.saved.declared == {"of_nobody": 7}


def test_a_choice_is_told_to_the_other_windows(qtbot: QtBot, bench: Bench) -> None:
    with qtbot.waitSignal(bench.controller.chosen):
        bench.controller.choose("of_a_part", 9)


def test_another_language_is_spoken_and_saved(bench: Bench) -> None:
    bench.controller.choose("language", "en")
    assert bench.spoken == ["en"]
    assert bench.controller.saved.language == "en"


def test_a_feature_is_left_out_and_taken_back_by_its_switch_which_makes_the_window_again(
    bench: Bench,
) -> None:
    first, second, *_ = plugs.FEATURES
    bench.controller.choose(first, False)
    bench.controller.choose(second, False)
    assert list(bench.controller.saved.left_out) == [first, second]
    bench.controller.choose(first, True)
    assert list(bench.controller.saved.left_out) == [second]
    assert bench.made_again == 3


def test_motion_is_reduced_and_that_is_saved(bench: Bench) -> None:
    bench.controller.choose(PREFERENCE, True)
    assert bench.controller.now().reduced_motion
    bench.controller.choose(PREFERENCE, False)
    assert not bench.controller.now().reduced_motion


def test_of_another_window_what_holds_for_all_is_taken_over_and_what_needs_new_widgets_is_named(
    qtbot: QtBot, bench: Bench
) -> None:
    other = Bench(qtbot, Settings(theme="paper", language="en", declared={"of_nobody": 6}))
    assert bench.controller.take_over(other.controller) == {"language"}
    assert bench.controller.saved.language == "en"
    assert bench.controller.saved.declared == {"of_nobody": 6}
    assert bench.controller.take_over(other.controller) == frozenset()
    other.controller.finish()


def test_features_from_outside_are_switched_off_once_when_they_fail(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures: dict[str, str] = {}

    def give_up(name: str, error: Exception) -> None:
        failures[name] = str(error)

    monkeypatch.setattr(plugs, "failures", lambda: failures)
    monkeypatch.setattr(plugs, "give_up", give_up)
    bench.controller.saved = Settings(features_on=("moon", "tides"))
    bench.controller.give_up("moon", ValueError("无月"))
    bench.controller.give_up("moon", ValueError("仍无月"))
    assert failures == {"moon": "无月"}
    assert bench.controller.saved.features_on == ("tides",)


def test_of_each_feature_that_has_failed_meanwhile_it_is_said_once(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = {"moon": WrongPlug("moon")}
    monkeypatch.setattr(plugs, "failures", lambda: failures)
    bench.controller.saved = Settings(features_on=("moon", "tides"))
    bench.controller.start()
    failures["tides"] = WrongPlug("tides")
    bench.controller.say_failures()
    bench.controller.say_failures()
    assert bench.controller.saved.features_on == ()
    assert [notice.words[:9] for notice in bench.notices] == ["部件“moon”：", "部件“tides”"]


@pytest.fixture
def no_own_words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """None before and none afterwards: texts are cut by them in the whole process."""
    monkeypatch.setenv("READER_OWN_WORDS", "")
    yield
    monkeypatch.setenv("READER_OWN_WORDS", "")
    words.use_other_own_words()


@pytest.mark.usefixtures("no_own_words")
@pytest.mark.parametrize(("stated", "is_made_again"), [("", False), ("渡口头", True)])
def test_other_words_of_the_readers_own_are_used_when_the_settings_are_closed(
    bench: Bench, stated: str, is_made_again: bool
) -> None:
    bench.controller.choose("own_words", stated)
    assert bench.made_again == 0
    bench.controller._use_own_words()
    bench.wait()
    assert bench.made_again == is_made_again
    assert bench.controller.saved.own_words == stated


def test_the_place_of_the_window_is_saved_with_the_rest(bench: Bench) -> None:
    bench.window.resize(500, 400)
    bench.controller.save_now()
    assert bench.saved[-1].geometry
    assert Path(bench.saved[-1].geometry).name, "as text that a file of settings can have"
