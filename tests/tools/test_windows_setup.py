"""The installer for Windows is made here too, where NSIS is; `tools/windows/try_setup.py` runs it on Windows."""

import re
import shutil
from pathlib import Path

import pytest

from reader import __version__
from reader.features.evidence import EVIDENCE_SUFFIX
from reader.features.packs import PACK_SUFFIX
from reader.features.room.room_folder import ROOM_FILE
from tools.bundle import windows_setup

SCRIPT = (Path(windows_setup.__file__).parent / "windows" / "yuebao.nsi").read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("makensis"), reason="no NSIS here: apt-get install nsis")
def test_a_bundle_for_windows_becomes_an_installer_without_a_warning(tmp_path: Path) -> None:
    bundle = tmp_path / "阅报 的包"
    bundle.mkdir()
    for name in ("yuebao.exe", "reader.exe", "旧报.txt"):
        (bundle / name).write_bytes(b"MZ")
    made = windows_setup.make(bundle, tmp_path)
    assert made.name == f"yuebao-{__version__}-windows-setup.exe"
    assert made.read_bytes()[:2] == b"MZ"
    assert not (tmp_path / "yuebao.ico").exists()


def test_what_is_no_bundle_for_windows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(windows_setup.NoInstaller, match="made on Windows"):
        windows_setup.make(tmp_path, tmp_path)


def test_it_asks_for_no_administrator_and_writes_to_this_person_s_registry_alone() -> None:
    assert "RequestExecutionLevel user" in SCRIPT
    assert set(re.findall(r"\b(HK\w+|SHCTX)\b", SCRIPT)) == {"HKCU"}


def test_every_kind_of_file_is_opened_and_no_more_after_its_removal() -> None:
    """It deletes whole folders that it has made, and nothing of the folder that a person has chosen."""
    opened = re.findall(r'OPENS_FILES "(\S+)" "(\S+)"', SCRIPT)
    assert [ending for ending, _ in opened] == [PACK_SUFFIX, ROOM_FILE, EVIDENCE_SUFFIX]
    assert re.findall(r'OPENS_FILES_NO_MORE "(\S+)" "(\S+)"', SCRIPT) == opened
    whole = set(re.findall(r'RMDir /r "([^"]+)"', SCRIPT))
    assert whole == {"${PROGRAM}", r"$INSTDIR\new", r"$INSTDIR\before"}
