"""What is exported has a name that is one on every system, whatever it is named after."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.export.exported_files import LONGEST_NAME, named_file
from tests.modules import ROOT, trees

_DEVICES = ("con", "prn", "aux", "nul", "com1", "LPT9", "Com¹", "CONIN$", "conout$")


@pytest.mark.parametrize("ending", ["", ".", " ", ".jpg", " .txt", ". .", ".tar.gz"])
@pytest.mark.parametrize("device", _DEVICES)
def test_no_file_is_called_as_a_device_of_windows(device: str, ending: str) -> None:
    assert named_file(device + ending).partition(".")[0].rstrip(" ").casefold() != device.casefold()


@given(st.text() | st.text(alphabet='ab. \\t/:*?"<>|\\\\\\u3000长\\x00', max_size=80))
def test_a_name_is_one_part_of_a_path_on_every_system(words: str) -> None:
    name = named_file(words)
    assert name
    assert not re.search(r'[\\/:*?"<>|\x00-\x1f]', name)
    assert name == name.strip(" .")
    assert len(name.encode()) <= LONGEST_NAME + 1


def test_nothing_else_decides_what_is_no_name() -> None:
    """One rule for all proposed names: those that had their own knew no devices and no dots at the end."""
    others = [
        path.relative_to(ROOT).as_posix()
        for path in trees()
        if re.search(r"\[\^?\\\\/:\*\?", path.read_text(encoding="utf-8"))
    ]
    assert others == ["export/exported_files.py"]
