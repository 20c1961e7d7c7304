"""Given a window that was just opened, what it does not need yet is not loaded: it stands the sooner."""

import enum
import os
import subprocess
import sys
from enum import Enum, EnumType, Flag, IntEnum, IntFlag
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from reader import assets, display

LATER = (
    "numpy",
    "whoosh",
    "marisa_trie",
    "charset_normalizer",
    "selectolax",
    "opencc",
    "PySide6.QtPrintSupport",
    "PySide6.QtNetwork",
    "reader.parsing",
    "reader.features.people.marks",
    "reader.storage.catalogue_writer",
    "reader.library.integrity",
    "reader.features.importing.copying",
    "reader.library.sync",
    "reader.search.query",
    "reader.search.answering.whoosh_engine",
    "reader.features.calendar.ui.calendar_pane",
    "reader.ui.window.dialogs",
    "reader.ui.layout.recent_list",
    "reader.ui.window.link_handover",
    "reader.features.palette",
    "reader.pictures",
    "PIL",
    "pyvips",
    "reader.ui.search.result_list",
    "psycopg",
    "apsw",
    "nacl",
    "reader.features.room.address",
    "reader.features.room.ui",
    "reader.features.packs.packed_library",
    "reader.features.packs.ui",
    "reader.features.packs.cli",
    "reader.features.room.cli",
    "reader.features.pictures.ui",
    "reader.features.printing.ui",
    "reader.ui.sheets",
)
MOST_OF_OURS = 143
"""So many modules of the program are loaded at the first picture, at most."""
OPENED = """
import sys
from reader import app
from reader.assets import sample_library
window = app.open_window(sample_library())
print(*(name for name in sys.argv[1:] if name in sys.modules))
"""
WITH_FEATURES = ("numpy", "whoosh", "reader.parsing", "reader.library.sync")
MADE = """
import sys
from reader import app
from reader.assets import sample_library
window = app.open_window(sample_library())
window.controller.complete()
print(*(name for name in sys.argv[1:] if name in sys.modules))
"""
FIRST_PICTURE = """
import linecache, sys, time
from PySide6.QtTest import QTest
from reader import app
from reader.assets import sample_library
window = app.open_window(sample_library())
rows = window.controller.layout.tree.model().rowCount
end = time.monotonic() + 120
while not rows() and time.monotonic() < end:
    QTest.qWait(1)
window.repaint()
print(rows() > 0, any("widgets" in path for path in linecache.cache))
print(*(name for name in sys.modules if name.split(".")[0] == "reader"))
"""

WRONG_CALL = """
from PySide6.QtCore import QRect
try:
    QRect("left", 3.5)
except TypeError as error:
    print(error)
print(QRect.moveTo.__doc__)
"""
WRONG_CALL_OF_OURS = f"""
from reader import display
display.load_qt()
assert {{*display._unused}} == display._SIGNATURES
{WRONG_CALL}
assert not hasattr(__import__("PySide6.support.signature.parser").support.signature.parser, "nothing")
"""


def test_a_window_that_was_just_opened_has_loaded_neither_parser_nor_index() -> None:
    opened = subprocess.run(
        [sys.executable, "-c", OPENED, *LATER], capture_output=True, text=True, check=True
    )
    assert opened.stdout.split() == []


def test_what_the_first_picture_does_not_show_is_made_without_parser_or_index() -> None:
    """The first key or click waits for it."""
    made = subprocess.run(
        [sys.executable, "-c", MADE, *WITH_FEATURES], capture_output=True, text=True, check=True
    )
    assert made.stdout.split() == []


def test_the_first_picture_of_a_library_that_was_read_loads_few_modules() -> None:
    subprocess.run(
        [sys.executable, "-m", "reader", "sync", "--library", str(assets.sample_library())],
        capture_output=True,
        check=True,
    )
    opened = subprocess.run([sys.executable, "-c", FIRST_PICTURE], capture_output=True, text=True, check=True)
    is_filled, are_sources_kept, *ours = opened.stdout.split()
    assert is_filled == "True"
    assert are_sources_kept == "False", "although PySide was imported before"
    assert len(ours) <= MOST_OF_OURS, ours


def test_pyside_explains_a_wrong_call_as_ever_though_it_does_not_compile_what_does_before(
    tmp_path: Path,
) -> None:
    nothing_compiled = os.environ | {"PYTHONPYCACHEPREFIX": str(tmp_path)}
    explained, as_ever = (
        subprocess.run(
            [sys.executable, "-c", calls], capture_output=True, text=True, check=True, env=nothing_compiled
        ).stdout
        for calls in (WRONG_CALL_OF_OURS, WRONG_CALL)
    )
    assert "QRect.__init__(str, float)" in explained
    assert explained == as_ever


@pytest.mark.parametrize("kind", [Enum, IntEnum, Flag, IntFlag])
def test_enumerations_that_are_made_quickly_are_those_of_python(
    kind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EnumType, "_create_", vars(EnumType)["_create_"])  # set back at the end
    display._make_enumerations_quickly.__wrapped__()
    members = [
        ("None_", 0),
        ("First", 1),
        ("Second", 2),
        ("Alias", 1),
        ("Both", 3),
        ("All", 0xFF),
        ("Far", 256),
    ]
    quick = kind("Colour", members, boundary=enum.KEEP)
    checked = kind("Colour", members, boundary=enum.KEEP, module=__name__)
    assert quick is not checked
    assert [each.name for each in kind("Words", ["one", "two"], boundary=enum.KEEP)] == ["one", "two"]
    assert list(map(str, quick)) == list(map(str, checked))
    values = [*quick.__members__.values()], [*checked.__members__.values()]
    for one, other in zip(*values, strict=True):
        assert (one.name, one.value, repr(one), hash(one)) == (
            other.name,
            other.value,
            repr(other),
            hash(other),
        )
        assert quick(one.value) is one
        assert quick[one.name] is one is getattr(quick, one.name)
        assert not isinstance(one, Flag) or repr(~one) == repr(~other)
    if issubclass(kind, Flag):
        for (one, two), (other, another) in zip(*(product(each, each) for each in values), strict=True):
            assert repr(one | two) == repr(other | another)
            assert repr(one & two) == repr(other & another)
            assert repr(one ^ two) == repr(other ^ another)
