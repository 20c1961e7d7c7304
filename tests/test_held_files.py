"""A file that another program has open for a moment is renamed and deleted when it lets go; one it keeps is told."""

import ast
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from msgspec import structs

from reader import held_files
from reader.formats.reading import refusal_of
from reader.storage import mirror, regular_file, settings
from reader.storage.disk_errors import DiskError, disk_error_of, explain
from reader.storage.mirror import OwnMachine
from reader.storage.settings import Settings
from tests.modules import ROOT, trees


def refusal(number: int, path: object = None) -> PermissionError:
    """What Windows says: 32 of a file in use, 33 of one that is locked, 5 of what may be either or a missing right."""
    error = PermissionError(13, "The process cannot access the file", path)
    error.winerror = number  # type: ignore[attr-defined, unused-ignore]
    return error


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held_files, "_PAUSES", (0.0, 0.0, 0.0))
    monkeypatch.setattr(held_files, "_stayed_held", {})


def held(monkeypatch: pytest.MonkeyPatch, name: str, number: int, times: int) -> None:
    """Have a file refused a number of times, before what is done to it is done."""
    act = getattr(Path, name)
    left = [times]

    def refused(*words: object, **options: object) -> object:
        if left[0]:
            left[0] -= 1
            raise refusal(number, str(words[0]))
        return act(*words, **options)

    monkeypatch.setattr(Path, name, refused)


@pytest.mark.parametrize("number", [5, 32, 33])
def test_a_file_is_replaced_when_the_other_lets_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    target = tmp_path / "notes.json"
    target.write_text("before", encoding="utf-8")
    held(monkeypatch, "replace", number, times=2)
    regular_file.write_whole(target, "now", replaces=True)
    assert target.read_text(encoding="utf-8") == "now"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_is_deleted_when_the_other_lets_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "draft"
    path.touch()
    held(monkeypatch, "unlink", 32, times=2)
    held_files.remove(path)
    assert not path.exists()


def test_a_file_that_stays_held_is_told_as_in_use_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "notes.json"
    target.write_text("before", encoding="utf-8")
    held(monkeypatch, "replace", 32, times=100)
    with pytest.raises(PermissionError) as caught:
        regular_file.write_whole(target, "now", replaces=True)
    assert disk_error_of(caught.value) is DiskError.BUSY
    assert "另一个程序正占用" in explain(caught.value, target)
    assert target.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_the_opening_of_a_held_file_is_told_as_in_use_though_it_has_no_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows' C library knows no other error than a missing permission."""
    path = tmp_path / "notes.sqlite"
    refused_opening = PermissionError(13, "Permission denied", str(path))
    assert disk_error_of(refused_opening) is DiskError.READ_ONLY
    monkeypatch.setattr(held_files, "is_in_use", lambda held_path: Path(held_path) == path)
    assert disk_error_of(refused_opening) is DiskError.BUSY


def test_the_replacing_of_an_open_file_is_told_as_in_use_though_its_number_is_that_of_a_missing_permission(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So Windows tells of a target that another program reads, or writes to."""
    source = tmp_path / "notes.part"
    target = tmp_path / "notes.json"
    error = PermissionError(13, "Access is denied", str(source), None, str(target))
    error.winerror = 5  # type: ignore[attr-defined, unused-ignore]
    assert disk_error_of(error) is DiskError.READ_ONLY
    monkeypatch.setattr(held_files, "is_kept_in_place", lambda path: Path(path) == target)
    assert disk_error_of(error) is DiskError.BUSY
    assert str(target) in explain(error, target)


def test_a_device_that_is_named_as_a_paper_is_told_as_one_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the system says of it: without a console `CON` is an invalid handle."""
    named = OSError(6, "The handle is invalid", "CON")
    in_library = OSError(5, "Input/output error", "\\\\?\\C:\\报\\CON.txt")
    with monkeypatch.context() as patched:
        patched.setattr(sys, "platform", "linux")
        assert "设备的名字" not in str(refusal_of(named))
    monkeypatch.setattr(sys, "platform", "win32")
    assert "设备的名字" in str(refusal_of(named))
    assert "设备的名字" not in str(refusal_of(in_library))


@pytest.mark.parametrize(("number", "words"), [(32, "另一个程序正占用"), (None, "没有权限")])
def test_a_paper_that_is_held_is_told_as_such(tmp_path: Path, number: int | None, words: str) -> None:
    error = refusal(number) if number else PermissionError(13, "Permission denied", str(tmp_path / "a.txt"))
    assert words in str(refusal_of(error))


def test_a_file_that_was_just_being_deleted_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows denies it for that moment: it is no missing permission."""
    journal = tmp_path / "journal"
    answers = [PermissionError(13, "Permission denied", str(journal)), FileNotFoundError(2, "No such file")]

    def opened() -> None:
        raise answers.pop(0)

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(held_files, "_is_refused", lambda path, access: False)
    with pytest.raises(FileNotFoundError):
        held_files.patiently(opened)


def test_a_missing_permission_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def refused() -> None:
        calls.append(1)
        raise PermissionError(13, "Permission denied")

    with pytest.raises(PermissionError):
        held_files.patiently(refused)
    assert len(calls) == 1


def test_a_file_that_stays_held_is_waited_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or an act that opens it ten times would take ten times as long."""
    calls = []

    def refused(name: str) -> None:
        calls.append(name)
        raise refusal(32, str(tmp_path / name))

    for name in ("a", "a", "b"):
        with pytest.raises(PermissionError):
            held_files.patiently(partial(refused, name))
    assert calls == ["a"] * 4 + ["a"] + ["b"] * 4
    monkeypatch.setattr(held_files, "_REST", 0.0)
    held_files.patiently(lambda: calls.append("c"))
    assert calls[-1] == "c"


def test_what_this_machine_keeps_is_not_written_anew_while_it_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = OwnMachine(tmp_path / "copies")
    machine.note_replaced(["a bookmark"])

    def refused(path: Path) -> int:
        raise refusal(32, str(path))

    with monkeypatch.context() as patched:
        patched.setattr(mirror, "open_regular", refused)
        machine.note_replaced(["another"])
        machine.note_merged(tmp_path / "copy", "1 2")
        machine.note_library(tmp_path, "a library")
    assert machine.replaced() == {"a bookmark"}


def test_settings_are_loaded_when_the_other_lets_go(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Settings(theme="paper")
    settings.save(kept)
    held(monkeypatch, "read_text", 32, times=2)
    assert settings.load() == settings.LoadedSettings(kept)


@pytest.mark.parametrize("before", [None, Settings()], ids=["alone", "after others"])
def test_settings_that_can_not_be_read_are_not_written_anew(
    monkeypatch: pytest.MonkeyPatch, before: Settings | None
) -> None:
    """Or what stands there is lost, as soon as the other program lets go of the file."""
    kept = Settings(theme="paper", searches=("渡口",))
    settings.save(kept)
    with monkeypatch.context() as patched:
        held(patched, "read_text", 32, times=100)
        assert "另一个程序正占用" in (settings.load().complaint or "")
        with pytest.raises(PermissionError):
            settings.save(Settings(theme="night"), before)
    assert settings.load() == settings.LoadedSettings(kept)


def test_a_chosen_folder_is_added_to_the_settings_though_they_could_not_be_read_at_the_start() -> None:
    kept = Settings(theme="paper", folders={"imports": "/旧报"})
    settings.save(kept)
    settings.save(structs.replace(Settings(), folders={"logs": "/日志"}), Settings())
    folders = kept.folders | {"logs": "/日志"}
    assert settings.load().settings == structs.replace(kept, folders=folders)


@pytest.mark.parametrize("replaces", [True, False])
def test_what_is_told_as_written_or_not_is_so_though_its_first_name_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replaces: bool
) -> None:
    """A virus scanner that looks at a new file may keep its first name, which is deleted at the end."""
    target = tmp_path / "notes.json"
    held(monkeypatch, "unlink", 32, times=100)
    regular_file.write_whole(target, "now", replaces=replaces)
    assert target.read_text(encoding="utf-8") == "now"


def test_why_a_file_was_not_written_is_told_though_its_first_name_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held(monkeypatch, "unlink", 32, times=100)

    def pieces() -> Iterator[str]:
        yield "now"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        regular_file.write_whole(tmp_path / "notes.json", pieces(), replaces=True)
    assert not (tmp_path / "notes.json").exists()


_OF_SYSTEM = ("remove", "rename", "replace", "unlink", "rmdir", "move")
_ITSELF = ("held_files.py", "workers/picture_worker.py")
"""Where patience is decided, and what imports nothing from the program and has its own."""


def is_renaming(call: ast.Call) -> bool:
    """Return whether it is `replace` or `rename` of a path: those of texts, times and structs are given more, or none.

    A library and a row of a list are renamed, too, and matchers replace themselves.
    """
    assert isinstance(call.func, ast.Attribute)
    is_of_words = ast.unparse(call.func.value).endswith(("library", "acts", "super()"))
    return (
        call.func.attr in ("replace", "rename")
        and len(call.args) == 1
        and not call.keywords
        and not is_of_words
    )


def impatient(node: ast.AST) -> Iterator[int]:
    """The lines of calls that rename or delete, but for those whose failure is nobody's loss (`suppress(OSError)`)."""
    is_suppressed = isinstance(node, ast.With) and "suppress(OSError" in ast.unparse(node.items[0])
    if is_suppressed:
        return
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        owner = ast.unparse(node.func.value)
        is_of_system = owner in ("os", "shutil") and node.func.attr in _OF_SYSTEM
        is_of_path = owner != "held_files" and (node.func.attr in ("unlink", "rmdir") or is_renaming(node))
        if is_of_system or is_of_path:
            yield node.lineno
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("rmtree") and not node.keywords:
        yield node.lineno
    for child in ast.iter_child_nodes(node):
        yield from impatient(child)


def test_a_temporary_folder_with_a_file_that_another_program_holds_is_no_failure() -> None:
    """What was done with it is done; what is left of it, the system or the next run deletes."""
    calls = [
        (path.name, {keyword.arg for keyword in node.keywords})
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("TemporaryDirectory")
    ]
    assert calls
    assert [name for name, keywords in calls if "ignore_cleanup_errors" not in keywords] == []


def test_whatever_is_renamed_or_deleted_is_so_with_patience() -> None:
    lines = [
        f"{path.relative_to(ROOT).as_posix()}:{line}"
        for path, tree in trees().items()
        if not path.as_posix().endswith(_ITSELF)
        for line in impatient(tree)
    ]
    assert lines == []
