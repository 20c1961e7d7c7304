"""A feature can be taken away: without its folder the program syncs, opens its window, searches and helps."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from inspect import formatannotation, isfunction, signature
from pathlib import Path

import pytest

from reader import features
from reader.cli.commands import self_test
from reader.features.show.cli import pdf_of_articles
from reader.formats.books import paragraphs_of_word
from reader.formats.reading import (
    article_in_labels,
    columns_in_table,
    is_manifest,
    is_named_by_manifest,
    issues_in_download,
    labels_in_download,
    only_issue,
    open_table,
    open_tar,
    page_in_archive,
    pages_in_lines_of_json,
    pictures_named,
    texts_named,
)
from reader.formats.scans.scanned_page import cut_page, is_of_ocr, pages_of_ocr
from reader.library.answers import (
    import_folder,
    names_as_words,
    next_step,
    other_collections,
    other_readings,
    suggestions,
)
from reader.library.doubt_acts import doubt_acts, named
from reader.library.doubts import doubts
from reader.plugs import (
    FEATURES,
    WITH_DOCUMENTS,
    WITH_FACES,
    WITH_LIBRARIES,
    answering,
    load,
    plugs,
)
from reader.storage.analysis_tables import take_out
from reader.ui.desk import ask_columns
from reader.ui.sheets import begin_pdf, pdf_of_printout
from tests import rotation
from tests.terminal import write_issues

WITHOUT = """
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path

from reader import plugs

root, *absent = sys.argv[1:]
gone = tuple(f"reader.features.{name}" for name in absent)


class Absent(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if f"{name}.".startswith(tuple(f"{each}." for each in gone)):
            raise ModuleNotFoundError(name, name=name)


sys.meta_path.insert(0, Absent())

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

# else they wait for a person
QFileDialog.getOpenFileName = QFileDialog.getSaveFileName = lambda *_, **__: ("", "")
QFileDialog.getOpenFileNames = lambda *_, **__: ([], "")
QFileDialog.getExistingDirectory = lambda *_, **__: ""

from reader.cli.commands import parse_arguments
from reader.library.library import Library

library = Library.open(Path(root))
told = library.sync()
print("synced", told.articles)
library.close()
try:
    parse_arguments(["--help"])
except SystemExit as end:
    print("helped", end.code)

from reader import app

window = app.open_window(Path(root))
controller = window.controller
controller.complete()
features = controller.features
features.results.enter_query("马灯")
for _ in range(400):
    QTest.qWait(5)
    if features.searching.text == "马灯" and features.searching.is_idle():
        break
print("found", features.searching.text)
for plug in plugs.plugs():
    for action in plug.actions():
        window._actions[action.name].trigger()
        QTest.qWait(20)
        print("did", action.name)
window._actions["escape"].trigger()
window.close()
print("closed")
"""


@pytest.mark.parametrize(
    "absent",
    [FEATURES, *rotation.in_both_turns(((name,) for name in FEATURES), days=7)],
    ids=lambda absent: "+".join(absent),
)
def test_a_feature_can_be_taken_away(absent: tuple[str, ...], tmp_path: Path) -> None:
    root = write_issues(tmp_path / "旧报")
    home = tmp_path / "home"
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "READER_HOME": str(home)}
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT, str(root), *absent],
        capture_output=True,
        text=True,
        env=environment,
        timeout=240,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    told = ran.stdout.splitlines()
    assert "helped 0" in told
    assert {"found 马灯", "closed"} <= set(told)
    left = [action.name for plug in plugs() if plug.name not in absent for action in plug.actions()]
    assert [line.removeprefix("did ") for line in told if line.startswith("did ")] == left
    assert not [*home.rglob("faults/*.txt")]


QUESTIONS = (
    article_in_labels,
    ask_columns,
    begin_pdf,
    columns_in_table,
    cut_page,
    import_folder,
    is_manifest,
    is_named_by_manifest,
    is_of_ocr,
    issues_in_download,
    labels_in_download,
    named,
    names_as_words,
    next_step,
    only_issue,
    open_table,
    open_tar,
    other_readings,
    page_in_archive,
    pages_in_lines_of_json,
    pages_of_ocr,
    paragraphs_of_word,
    pdf_of_articles,
    pdf_of_printout,
    pictures_named,
    self_test,
    suggestions,
    take_out,
    doubts,
    doubt_acts,
    other_collections,
    texts_named,
)


def parameters(question: Callable[..., object]) -> list[tuple[object, ...]]:
    """Return the parameters of a function; types without their modules, which some are written with."""
    return [
        (each.name, each.kind, each.default, re.sub(r"['\"]|\w+\.", "", formatannotation(each.annotation)))
        for each in signature(question).parameters.values()
    ]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_feature_is_asked_as_the_core_asks(question: Callable[..., object]) -> None:
    answer = answering(question, plugs())
    assert answer is not question
    assert parameters(answer) == parameters(question)


def test_what_features_answer_is_asked() -> None:
    answers = [(name, load(what)) for plug in plugs() for name, what in plug.answers.items()]
    assert {name for name, answer in answers if isfunction(answer)} == {
        question.__name__ for question in QUESTIONS
    }


def test_the_lists_of_features_by_what_they_have_are_whole() -> None:
    """They are asked before all others are loaded: what is not in them is not shown, and nobody is told."""
    plugs_of_all = [load(f"reader.features.{name}:PLUG") for name in FEATURES]
    assert {plug.name for plug in plugs_of_all if plug.face is not None} == {*WITH_FACES}
    assert {plug.name for plug in plugs_of_all if plug.library is not None} == {*WITH_LIBRARIES}
    assert {plug.name for plug in plugs_of_all if plug.document is not None} == {*WITH_DOCUMENTS}
    folders = Path(features.__file__).parent.glob("*/__init__.py")
    assert {folder.parent.name for folder in folders} == {*FEATURES}
