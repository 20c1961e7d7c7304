"""macOS knows the program's files and links by its property list."""

import plistlib
import shutil
import subprocess
from pathlib import Path

from reader.features.evidence import EVIDENCE_SUFFIX
from reader.features.packs import PACK_SUFFIX
from reader.features.room.room_folder import ROOM_FILE
from reader.newspaper.printing import is_link
from tools.bundle import desktop, macos_app

TOLD = macos_app.information("0.1.0")


def test_every_kind_of_file_that_is_opened_is_declared_with_its_ending() -> None:
    declared = {each["UTTypeIdentifier"]: each for each in TOLD["UTExportedTypeDeclarations"]}
    opened = [kind for each in TOLD["CFBundleDocumentTypes"] for kind in each["LSItemContentTypes"]]
    assert sorted(declared) == sorted(opened)
    endings = [
        f".{ending}"
        for each in declared.values()
        for ending in each["UTTypeTagSpecification"]["public.filename-extension"]
    ]
    assert endings == [PACK_SUFFIX, ROOM_FILE, EVIDENCE_SUFFIX]


def test_links_are_opened() -> None:
    (scheme,) = TOLD["CFBundleURLTypes"][0]["CFBundleURLSchemes"]
    assert is_link(f"{scheme}:article/x")


def test_it_is_a_property_list_that_other_programs_read(tmp_path: Path) -> None:
    written = tmp_path / "Info.plist"
    written.write_bytes(plistlib.dumps(TOLD))
    assert plistlib.loads(written.read_bytes()) == TOLD
    if reader := shutil.which("plistutil"):
        done = subprocess.run([reader, "-i", written, "-o", tmp_path / "b", "-f", "bin"], check=False)
        assert done.returncode == 0


def test_the_icon_has_all_sizes_that_macos_shows(tmp_path: Path) -> None:
    from PIL import Image
    from PIL.IcnsImagePlugin import IcnsImageFile

    desktop.draw_icon(tmp_path / "icon.png", 1024)
    with Image.open(tmp_path / "icon.png") as drawn:
        assert drawn.size == (1024, 1024)
        drawn.save(tmp_path / "icon.icns")
    with Image.open(tmp_path / "icon.icns") as icon:
        assert isinstance(icon, IcnsImageFile)
        sides = {side * scale for side, _, scale in icon.info["sizes"]}
    assert {16, 32, 64, 128, 256, 512, 1024} - sides <= {16, 64}
