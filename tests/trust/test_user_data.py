"""Given a `.reader/` folder that somebody else has made, when a person works in the library, then every command answers
in words, what can be read is there, what is saved is saved, and nothing outside is touched."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from reader.cli import main
from reader.features.check import cli as check
from tests import homes, rotation
from tests.terminal import Terminal, write_issues
from tests.trust import hostile_user_data
from tests.trust.hostile_user_data import KEEPING, LOSING

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and sockets of POSIX"),
]

NOTE = "外公的船"


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home, a library with one bookmark, and a folder outside of it."""
    base = tmp_path_factory.mktemp("given")
    terminal, root = Terminal(base / "home"), write_issues(base / "柳川")
    [hit] = terminal.run("search", "马灯", "--library", root, "--json").json()["hits"]
    terminal.run("bookmark", "add", hit["key"], "--note", NOTE, "--library", root)
    shutil.rmtree(root / ".reader" / "backups")
    (base / "outside").mkdir()
    (base / "outside" / "thesis.docx").write_bytes(b"three years of work")
    return base


class Person:
    """Types commands, and fails where one does not answer in words."""

    def __init__(self, base: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = base / "柳川"
        self._capsys = capsys

    def types(self, *words: str, may_fail: bool = False) -> str:
        code = main([*words, "--library", str(self.root)])
        out, err = self._capsys.readouterr()
        assert code in ((0, 1) if may_fail else (0,)), (words, out, err)
        assert "Traceback" not in out + err, (words, out, err)
        return out

    def notes(self) -> list[str]:
        return [bookmark["note"] for bookmark in json.loads(self.types("bookmark", "list", "--json"))]


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture
def person(
    given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Person:
    shutil.copytree(given, tmp_path / "given")
    homes.use(monkeypatch, tmp_path / "given" / "home")
    monkeypatch.setattr(check, "STRINGS", 5)  # searching is not what is attacked here
    return Person(tmp_path / "given", capsys)


@pytest.mark.parametrize("name", rotation.in_turn([*KEEPING, *LOSING], days=3))
def test_every_command_answers_and_what_is_saved_is_there(person: Person, name: str) -> None:
    own, outside = person.root / ".reader", person.root.parent / "outside"
    shape = (KEEPING | LOSING)[name]
    shape(own, outside)
    issues = {path: data for path, data in tree(person.root).items() if not path.startswith(".reader")}
    before = tree(outside)

    person.types("search", "渡船")
    notes = person.notes()
    assert (NOTE in notes) or name in LOSING
    [hit] = json.loads(person.types("search", "初雪 或 第一场雪", "--json"))["hits"]
    assert "已收藏" in person.types("bookmark", "add", hit["key"], "--note", "新记的")
    assert sorted(person.notes()) == sorted([*notes, "新记的"])
    exported = json.loads(person.types("bookmark", "export", "--format", "json"))
    assert "新记的" in [each["note"] for each in exported["bookmarks"]]
    person.types("bookmark", "remove", hit["key"])
    assert sorted(person.notes()) == sorted(notes)
    person.types("correct", "list")
    person.types("sync")
    person.types("check", may_fail=True)  # it tells of what can not be read
    person.types("backup", "list")
    person.types("bookmark", "undo")

    assert tree(outside) == before
    after = {path: data for path, data in tree(person.root).items() if not path.startswith(".reader")}
    assert after == issues


@pytest.mark.parametrize(
    "name", [name for name in KEEPING if name.startswith("a_record") and "end_of_time" not in name]
)
def test_a_bad_record_is_told_once_and_exported_as_it_is(
    person: Person, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    KEEPING[name](person.root / ".reader", person.root.parent / "outside")
    main(["bookmark", "list", "--library", str(person.root)])
    assert "无法解析" in capsys.readouterr().err
    main(["bookmark", "list", "--library", str(person.root)])
    assert "无法解析" not in capsys.readouterr().err
    assert "无法解析" in person.types("check", may_fail=True)
    exported = json.loads(person.types("bookmark", "export", "--format", "json"))
    assert [each["kind"] for each in exported["unreadable"]] == ["bookmark"]


def test_a_time_at_the_end_of_time_hinders_nothing(person: Person) -> None:
    own = person.root / ".reader"
    hostile_user_data.run(own, "UPDATE bookmark SET modified = '9999-12-31T23:59:59.999999+00:00'")
    [bookmark] = json.loads(person.types("bookmark", "list", "--json"))
    person.types("bookmark", "remove", bookmark["uuid"])
    person.types("bookmark", "restore", bookmark["uuid"])
    [restored] = json.loads(person.types("bookmark", "list", "--json"))
    assert restored["modified"] < "9000"


def test_in_a_process_of_its_own_a_journal_deletes_nothing(given: Path, tmp_path: Path) -> None:
    shutil.copytree(given, tmp_path / "given")
    root, thesis = tmp_path / "given" / "柳川", tmp_path / "given" / "outside" / "thesis.docx"
    hostile_user_data.super_journal(root / ".reader" / "user.sqlite-journal", str(thesis))
    told = Terminal(tmp_path / "given" / "home").run("search", "马灯", "--library", root)
    assert thesis.read_bytes() == b"three years of work"
    assert "user.sqlite-journal" in told.err


def test_notes_of_a_later_program_hinder_no_reading(
    person: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile_user_data.run(person.root / ".reader", "PRAGMA user_version = 99")
    before = (person.root / ".reader" / "user.sqlite").read_bytes()
    assert "马灯" in person.types("search", "马灯")
    assert main(["bookmark", "list", "--library", str(person.root)]) == 1
    assert "升级" in capsys.readouterr().err
    assert (person.root / ".reader" / "user.sqlite").read_bytes() == before


def test_other_users_of_the_machine_read_no_notes(person: Person) -> None:
    own = person.root / ".reader"
    for path in (own, own / "user.sqlite"):
        path.chmod(0o755)
    [hit] = json.loads(person.types("search", "马灯", "--json"))["hits"]
    person.types("bookmark", "add", hit["key"], "--note", "改过")
    kept = [own, own / "user.sqlite", own / "backups", *(own / "backups").iterdir()]
    assert [path.stat().st_mode & 0o077 for path in kept] == [0] * len(kept)
    assert (person.root / "1990").stat().st_mode & 0o077
