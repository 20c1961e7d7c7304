"""The installer of a wheelhouse touches nothing but its own folder, and leaves what was there if it fails."""

import json
import sys
from pathlib import Path

import pytest

from tools.bundle import install

PYTHON = "{}.{}".format(*sys.version_info)


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    told = {"system": "here-x64", "pythons": [PYTHON], "wanted": "yuebao-reader", "version": "1"}
    (tmp_path / "for.json").write_text(json.dumps(told), encoding="utf-8")
    monkeypatch.setattr(install, "_HERE", tmp_path)
    monkeypatch.setattr(install, "_SYSTEMS", {sys.platform: "here"})
    monkeypatch.setattr(install, "_machine", lambda: "x64")
    monkeypatch.setattr(install, "_put_into", put)
    return tmp_path / "阅报 程序"


def put(program: Path, wanted: str) -> bool:
    program.mkdir(parents=True)
    (program / "pyvenv.cfg").write_text(wanted, encoding="utf-8")
    return True


def fail(program: Path, _wanted: str) -> bool:
    program.mkdir(parents=True)
    return False


def run(*words: object) -> int:
    return install.main(list(map(str, words)))


def test_it_installs_upgrades_and_removes_its_own_folder_alone(target: Path) -> None:
    assert run(target) == 0
    (target / "program" / "of the former").touch()
    (target / "mine.txt").touch()
    assert run(target) == 0
    assert sorted(each.name for each in target.iterdir()) == ["mine.txt", "program"]
    assert not (target / "program" / "of the former").exists()
    assert run("--remove", target) == 0
    assert [each.name for each in target.iterdir()] == ["mine.txt"]


def test_where_it_fails_the_former_version_is_as_it_was(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(target)
    (target / "program" / "of the former").touch()
    monkeypatch.setattr(install, "_put_into", fail)
    assert run(target) == 1
    assert (target / "program" / "of the former").exists()
    assert [each.name for each in target.iterdir()] == ["program"]


def test_one_that_was_cut_off_loses_nothing_of_the_former_version(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(target / "before", "former")
    put(target / "program", "half")
    monkeypatch.setattr(install, "_put_into", fail)
    assert run(target) == 1
    assert (target / "program" / "pyvenv.cfg").read_text(encoding="utf-8") == "former"


@pytest.mark.parametrize("words", [(), ("--remove",)])
def test_a_folder_of_somebody_else_is_left(
    target: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    target.mkdir()
    (target / "mine.txt").touch()
    assert run(*words, target) == 1
    assert [each.name for each in target.iterdir()] == ["mine.txt"]
    assert str(target) in capsys.readouterr().err


@pytest.mark.parametrize(("name", "other"), [("system", "mars-x64"), ("pythons", ["2.7"])])
def test_another_system_or_python_is_refused_with_what_is_wanted(
    target: Path, name: str, other: object, capsys: pytest.CaptureFixture[str]
) -> None:
    place = install._HERE / "for.json"
    place.write_text(json.dumps(json.loads(place.read_text("utf-8")) | {name: other}), encoding="utf-8")
    assert run(target) == 1
    assert not target.exists()
    assert (other if isinstance(other, str) else "2.7") in capsys.readouterr().err


@pytest.mark.parametrize("words", [("--help",), ("a", "b"), ("--remove", "a", "b")])
def test_a_wrong_command_line_does_nothing(target: Path, words: tuple[str, ...]) -> None:
    assert run(*words) == 2
    assert not target.exists()
