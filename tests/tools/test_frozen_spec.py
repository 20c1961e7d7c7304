"""What PyInstaller is told to make on each system: the programs, and on macOS the app folder with its property list.

The specification is run with makers that only note what they were given; what they make of it is seen on these systems.
"""

import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from msgspec import Struct, field

import tools.bundle
from reader import __version__
from tools.bundle.wheelhouse import SYSTEMS

ROOT = Path(__file__).parents[2]
SPEC = Path(tools.bundle.__file__).with_name("frozen.spec")
RELEASE = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")


class Made(Struct):
    """What the specification has made, by name: whether a program has a console, the folder, the app's arguments."""

    programs: dict[str, bool] = field(default_factory=dict)
    folder: str = ""
    app: dict[str, Any] = field(default_factory=dict)


class _Analysis:
    def __init__(self, *_: object, **given: object) -> None:
        self.scripts: list[tuple[str, str, str]] = [("entry", "entry.py", "PYSOURCE")]
        self.pure: list[tuple[str, str, str]] = []
        self.binaries: list[tuple[str, str, str]] = []
        self.datas: list[tuple[str, str, str]] = []


class _Writer:
    @classmethod
    def _write_entry(cls) -> None: ...


@pytest.fixture
def made(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Made:
    """What is made on the system that the test names."""
    made = Made()

    def program(*_: object, name: str, console: bool, **given: object) -> None:
        made.programs[name] = console

    def folder(*_: object, name: str) -> None:
        made.folder = name

    def app(_: object, **given: object) -> None:
        made.app = given

    for name, content in (("archive.writers", "ZlibArchiveWriter"), ("utils.hooks", "collect_submodules")):
        module = ModuleType(f"PyInstaller.{name}")
        setattr(module, content, _Writer if name == "archive.writers" else list)
        monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(sys, "platform", request.param)
    for name, value in (("CHECKOUT", ROOT), ("MADE", ROOT), ("ICON", "seal.icns"), ("VERSION", __version__)):
        monkeypatch.setenv(f"YUEBAO_{name}", str(value))
    monkeypatch.setattr(sys, "path", [*sys.path])
    makers = {"Analysis": _Analysis, "PYZ": list, "EXE": program, "COLLECT": folder, "BUNDLE": app}
    exec(compile(SPEC.read_text(encoding="utf-8"), SPEC, "exec"), makers)
    return made


@pytest.mark.parametrize("made", ["win32", "darwin"], indirect=True)
def test_there_is_a_program_for_windows_and_one_for_the_terminal(made: Made) -> None:
    assert made.programs == {"reader": True, "yuebao": False}
    assert made.folder == "yuebao"


@pytest.mark.parametrize("made", ["linux"], indirect=True)
def test_on_linux_one_program_does_for_both(made: Made) -> None:
    assert made.programs == {"reader": True}
    assert made.app == {}


@pytest.mark.parametrize("made", ["darwin"], indirect=True)
def test_the_app_starts_the_program_without_a_console_and_the_workflow_finds_both(made: Made) -> None:
    started = made.app["info_plist"]["CFBundleExecutable"]
    assert made.programs[started] is False
    for name in re.findall(r"Contents/MacOS/(\w+)", RELEASE):
        assert name in made.programs
    assert {f"{name}.app" for name in re.findall(r"/([^/]+)\.app/", RELEASE)} == {made.app["name"]}


@pytest.mark.parametrize("made", ["darwin"], indirect=True)
def test_what_names_the_app_is_as_apple_asks(made: Made) -> None:
    """Identifiers have letters, digits, hyphens and dots alone; a version has up to three numbers."""
    stated = made.app["info_plist"]
    declared = [kind["UTTypeIdentifier"] for kind in stated["UTExportedTypeDeclarations"]]
    for identifier in (made.app["bundle_identifier"], *declared):
        assert re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", identifier)
        assert identifier.startswith(made.app["bundle_identifier"])
    assert re.fullmatch(r"\d+(\.\d+){0,2}", stated["CFBundleVersion"])
    assert stated["CFBundleShortVersionString"] == stated["CFBundleVersion"] == made.app["version"]
    assert made.app["icon"].endswith(".icns")


@pytest.mark.parametrize("made", ["darwin"], indirect=True)
def test_the_oldest_macos_is_that_of_the_wheels(made: Made) -> None:
    oldest = made.app["info_plist"]["LSMinimumSystemVersion"]
    tags = {tag for system in SYSTEMS for tag in system.tags if tag.startswith("macosx")}
    assert {tag.split("_")[1] for tag in tags} == {oldest.partition(".")[0]}
    assert {tag.split("_", 3)[3] for tag in tags} == {"arm64", "x86_64"}
    for name in ("README.md", "README.en.md"):
        assert f"macOS {oldest.partition('.')[0]}" in (ROOT / name).read_text(encoding="utf-8")
