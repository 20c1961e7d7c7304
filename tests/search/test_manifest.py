"""What the index consists of changes in one step, or not at all."""

import json
import zlib
from pathlib import Path

import pytest

from reader.search import manifest
from reader.search.gram_files import IndexDamaged
from reader.search.manifest import Manifest, SegmentEntry

ONE = Manifest(1, (SegmentEntry("0a", 10, (2, 5), 100, 7),))
TWO = Manifest(2, (SegmentEntry("0b", 12, (), 200, 8),))


def read(folder: Path) -> Manifest:
    return manifest.read(folder, manifest.current(folder))


def test_what_was_published_is_read(tmp_path: Path) -> None:
    assert read(tmp_path) == Manifest()
    manifest.publish(tmp_path, ONE)
    before = manifest.current(tmp_path)
    assert read(tmp_path) == ONE
    manifest.publish(tmp_path, TWO)
    assert read(tmp_path) == TWO
    assert manifest.current(tmp_path) != before


def test_a_folder_that_is_not_there_holds_an_empty_index(tmp_path: Path) -> None:
    assert read(tmp_path / "gone") == Manifest()


def test_the_sweep_leaves_what_is_needed_and_what_is_not_ours(tmp_path: Path) -> None:
    manifest.publish(tmp_path, ONE)
    manifest.publish(tmp_path, TWO)
    for name in ("grams_0a.seg", "grams_0b.seg", "current.json.new", "notes.txt"):
        (tmp_path / name).touch()
    (tmp_path / "waiting-x").mkdir()
    (tmp_path / "waiting-x" / "text-0.keys").touch()
    manifest.sweep(tmp_path, TWO)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "current.json",
        "grams_0b.seg",
        "manifest-2.json",
        "notes.txt",
    ]


def test_a_manifest_that_can_not_be_written_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest.publish(tmp_path, ONE)

    def no_space(new: Path, old: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(manifest, "_replace", no_space)
    with pytest.raises(OSError, match="No space"):
        manifest.publish(tmp_path, TWO)
    assert read(tmp_path) == ONE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current.json", "manifest-1.json"]


def test_replacing_waits_for_a_reader_that_has_the_file_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows does it."""
    refusals = iter([PermissionError(), PermissionError()])
    replace = Path.replace

    def replace_at_the_third_time(self: Path, target: Path) -> Path:
        for refusal in refusals:
            raise refusal
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", replace_at_the_third_time)
    manifest.publish(tmp_path, ONE)
    assert read(tmp_path) == ONE


@pytest.mark.parametrize(
    "damage",
    [
        {"current.json": b"{"},
        {"current.json": b"[]"},
        {"current.json": b'{"format": 1}'},
        {"current.json": b'{"format": 99, "generation": 1, "size": 0, "crc": 0}'},
        {"manifest-1.json": b"[]"},
        {"manifest-1.json": b""},
    ],
)
def test_a_damaged_manifest_is_told(tmp_path: Path, damage: dict[str, bytes]) -> None:
    manifest.publish(tmp_path, ONE)
    for name, data in damage.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(IndexDamaged):
        read(tmp_path)


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "../../etc", "documents": 1, "removed": [], "size": 1, "crc": 1},
        {"name": "0a", "documents": 1, "removed": [1], "size": 1, "crc": 1},
        {"name": "0a", "documents": 1, "removed": ["0"], "size": 1, "crc": 1},
        {"name": "0a", "documents": "1", "removed": [], "size": 1, "crc": 1},
        {"name": "0a", "documents": 1, "removed": [], "size": -1, "crc": 1},
        {"name": "0a", "documents": -1, "removed": [], "size": 1, "crc": 1},
        {"name": "0a"},
        7,
    ],
)
def test_a_manifest_that_says_what_can_not_be_is_refused(tmp_path: Path, entry: object) -> None:
    data = json.dumps([entry]).encode()
    (tmp_path / "manifest-1.json").write_bytes(data)
    told = {"format": manifest.FORMAT, "generation": 1, "size": len(data), "crc": zlib.crc32(data)}
    (tmp_path / "current.json").write_text(json.dumps(told))
    with pytest.raises(IndexDamaged):
        read(tmp_path)
