"""A dossier is written to the file that was chosen; a PDF is typeset first, and given up with the window."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.export.forms import Style
from reader.features.dossiers.dossier_text import DossierFormat
from reader.features.dossiers.dossiers import DossierRow
from reader.features.dossiers.ui import dossier_files
from reader.features.dossiers.ui.dossier_files import DossierFiles
from reader.ui.widgets.background_tasks import TaskQueue
from tests.ui.stand_ins import Calls, noted

ROW = DossierRow("a", "渡口/沿革", 0)


class Bench:
    """The files of a window of stand-ins, with a dossier of no entries."""

    def __init__(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: Calls = []
        self.job: Any = noted(self.calls, is_idle=False)
        self.asked: list[str] = []
        self.chosen: Any = SimpleNamespace(path=Path("/专题.md"), replaces=True)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self._owner = QObject()
        self._tasks = TaskQueue(self._owner, writes=True)
        self._qtbot = qtbot

        def ask(_window: object, _title: str, _files: object, name: str, *_: object) -> Any:
            self.asked.append(name)
            return self.chosen

        def begin(_owner: object, _printout: object, _about: object, write: Any) -> Any:
            self.calls.append(("begin",))
            write(lambda: b"%PDF")
            return self.job

        monkeypatch.setattr(dossier_files, "ask_for_file", ask)
        monkeypatch.setattr(dossier_files, "answering", lambda *_: begin)
        desk: Any = SimpleNamespace(
            services=noted(self.calls),
            citation_style=lambda: Style.GB2015,
            window=SimpleNamespace(settings=SimpleNamespace(value=lambda _: False)),
            library=None,
        )
        dossiers: Any = SimpleNamespace(entries=lambda _: [], story_of=None)
        self.files = DossierFiles(desk, dossiers, self._tasks, self._owner)

    def export(self, form: DossierFormat) -> None:
        self.files.ask(self.window, ROW, form)
        self._qtbot.waitUntil(self._tasks.is_idle)

    def written(self) -> list[tuple[object, ...]]:
        return [call for call in self.calls if call[0] == "write_file"]


@pytest.fixture
def bench(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(qtbot, monkeypatch)


def test_the_file_that_is_proposed_has_the_name_of_the_dossier_and_the_ending_of_the_form(
    bench: Bench,
) -> None:
    bench.export(DossierFormat.MARKDOWN)
    (name,) = bench.asked
    assert name.endswith(DossierFormat.MARKDOWN.suffix)
    assert "/" not in name


def test_it_is_written_to_the_chosen_file_in_the_chosen_form(bench: Bench) -> None:
    bench.export(DossierFormat.MARKDOWN)
    ((_, _, target, content, replaces),) = bench.written()
    assert (target, replaces) == (bench.chosen.path, True)
    assert callable(content)
    assert ROW.name in content()
    assert bench.files.is_idle()


def test_without_a_file_nothing_is_written(bench: Bench) -> None:
    bench.chosen = None
    bench.export(DossierFormat.MARKDOWN)
    bench.export(DossierFormat.PDF)
    assert bench.calls == []


def test_a_pdf_is_typeset_before_it_is_written(bench: Bench) -> None:
    bench.export(DossierFormat.PDF)
    assert bench.calls[0] == ("begin",)
    ((_, _, target, content, _),) = bench.written()
    assert target == bench.chosen.path
    assert callable(content)
    assert content() == b"%PDF"


def test_what_is_being_typeset_is_given_up_with_the_window(bench: Bench) -> None:
    bench.files.finish()
    bench.export(DossierFormat.PDF)
    assert not bench.files.is_idle()
    bench.files.finish()
    assert bench.calls[-1] == ("cancel",)


def test_where_nothing_can_print_that_is_said(bench: Bench) -> None:
    bench.job = None
    bench.export(DossierFormat.PDF)
    assert bench.calls[-1] == ("message", "这个程序没有打印的部分，存不成 PDF。")
    assert bench.files.is_idle()
