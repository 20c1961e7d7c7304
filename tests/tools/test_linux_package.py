"""What a desktop knows the program by is whole, and right by the tools that check it."""

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from reader import __version__
from reader.changes import LISTS, releases_of
from reader.features.evidence import EVIDENCE_SUFFIX
from reader.features.packs import PACK_SUFFIX
from reader.features.room.room_folder import ROOM_FILE
from tools.bundle import debian, desktop, red_hat
from tools.bundle.checkout import CHECKOUT, IDENTIFIER, NOTICES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="packages for Linux")


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desktop, "_SIZES", (64,))
        share = tmp_path_factory.mktemp("share")
        desktop.install(share)
    return share


def bundle_of(folder: Path, *, made: int) -> Path:
    """A small bundle of which all files were written at a time."""
    bundle = folder / "yuebao"
    bundle.mkdir(parents=True)
    for name in ("reader", *NOTICES):
        (bundle / name).write_text(name, encoding="utf-8")
        os.utime(bundle / name, (made, made))
    (bundle / "reader").chmod(0o700)
    (bundle / "yuebao").symlink_to("reader")
    return bundle


@pytest.mark.parametrize(
    ("make", "tool"), [(debian.make, "dpkg-deb"), (red_hat.make, "rpmbuild")], ids=["deb", "rpm"]
)
def test_equal_bundles_give_equal_packages(
    make: Callable[[Path, Path], Path],
    tool: str,
    share: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"no {tool}")
    monkeypatch.setattr(desktop, "install", lambda to: shutil.copytree(share, to))
    written = []
    for number, made in enumerate((10**9, 10**9 + 5)):
        (tmp_path / f"to{number}").mkdir()
        package = make(bundle_of(tmp_path / str(number), made=made), tmp_path / f"to{number}")
        written.append(package.read_bytes())
    assert written[0] == written[1]


@pytest.mark.parametrize(
    ("tool", "words", "file"),
    [
        ("desktop-file-validate", ["--no-hints"], "applications/yuebao.desktop"),
        (
            "appstreamcli",
            ["validate", "--no-net"],
            f"metainfo/{IDENTIFIER}.metainfo.xml",
        ),
        ("xmllint", ["--noout"], "mime/packages/yuebao.xml"),
    ],
)
def test_a_file_is_right_by_the_tool_that_checks_it(
    share: Path, tool: str, words: list[str], file: str
) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"no {tool}")
    done = subprocess.run([tool, *words, share / file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_links_packs_files_of_rooms_and_evidence_are_opened_by_the_window(share: Path) -> None:
    entry = (share / "applications" / "yuebao.desktop").read_text(encoding="utf-8").splitlines()
    assert "Exec=yuebao %u" in entry
    [types] = (line.partition("=")[2] for line in entry if line.startswith("MimeType="))
    described = ElementTree.parse(share / "mime" / "packages" / "yuebao.xml").getroot()
    endings = {
        kind.get("type"): [each.get("pattern") for each in kind.iterfind("{*}glob")] for kind in described
    }
    assert endings == {
        "application/x-yuebao-library": [f"*{PACK_SUFFIX}"],
        "application/x-yuebao-room": [f"*{ROOM_FILE}"],
        "application/x-yuebao-evidence": [f"*{EVIDENCE_SUFFIX}"],
    }
    assert types.split(";") == ["x-scheme-handler/yuebao", *endings, ""]


def test_what_is_new_is_told_to_desktops_in_both_languages(share: Path) -> None:
    metadata = ElementTree.parse(share / "metainfo" / f"{IDENTIFIER}.metainfo.xml")
    told = [each.text for each in metadata.iterfind("releases/release/description/p")]
    assert told == [
        releases_of((CHECKOUT / name).read_text(encoding="utf-8"))[0].about for name in LISTS.values()
    ]


def test_the_manual_names_the_version(share: Path) -> None:
    page = gzip.decompress((share / "man" / "man1" / "reader.1.gz").read_bytes()).decode()
    assert f"Yuebao {__version__}" in page
    assert page.startswith(".TH")


def test_the_icon_is_a_picture(share: Path) -> None:
    icon = share / "icons" / "hicolor" / "64x64" / "apps" / "yuebao.png"
    assert icon.read_bytes().startswith(b"\x89PNG")
