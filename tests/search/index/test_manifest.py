"""What the index consists of changes in one step, or not at all."""

import datetime as dt
import json
import zlib
from pathlib import Path

import pytest

from reader.search.documents import IndexDamaged, day_number
from reader.search.index import manifest
from reader.search.index.manifest import Manifest, SegmentEntry, Span
from tests.test_held_files import refusal

JAN, FEB, MAR = (day_number(dt.date(2024, month, 1)) for month in (1, 2, 3))
UNDATED, EARLY = Span(0), Span(1)
ONE = Manifest(1, (UNDATED, EARLY, Span(FEB, (SegmentEntry("0a", 10, (2, 5), FEB, MAR, 100, 7),))), True)
TWO = Manifest(2, (UNDATED, Span(1, (SegmentEntry("0b", 12, (), JAN, FEB, 200, 8, True),))))


def read(folder: Path) -> Manifest:
    return manifest.IndexFiles(folder).manifest()


def test_what_was_published_is_read(tmp_path: Path) -> None:
    assert read(tmp_path) == Manifest()
    manifest.publish(tmp_path, ONE)
    before = manifest.IndexFiles(tmp_path).pointer()
    assert read(tmp_path) == ONE
    manifest.publish(tmp_path, TWO)
    assert read(tmp_path) == TWO
    assert manifest.IndexFiles(tmp_path).pointer() != before


def test_a_folder_that_is_not_there_holds_an_empty_index(tmp_path: Path) -> None:
    assert read(tmp_path / "gone") == Manifest()


def test_the_sweep_leaves_what_is_needed_and_what_is_not_ours(tmp_path: Path) -> None:
    manifest.publish(tmp_path, TWO)
    manifest.publish(tmp_path, ONE)
    for name in ("grams_0a.seg", "grams_0b.seg", "current.json.new", "notes.txt"):
        (tmp_path / name).touch()
    manifest.IndexFiles(tmp_path).suspect("0a")
    manifest.IndexFiles(tmp_path).suspect("0b")
    (tmp_path / "waiting-x").mkdir()
    (tmp_path / "waiting-x" / "text-0.keys").touch()
    manifest.sweep(tmp_path, ONE)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "current.json",
        "grams_0a.seg",
        "manifest-1.json",
        "notes.txt",
        "suspect-0a",
    ]
    assert manifest.IndexFiles(tmp_path).suspected() == {"0a"}


def test_the_sweep_takes_what_is_set_aside(tmp_path: Path) -> None:
    manifest.publish(tmp_path, TWO)
    (tmp_path / "grams_0b.seg").touch()
    manifest.IndexFiles(tmp_path).suspect("0b")
    manifest.sweep(tmp_path, TWO)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current.json", "manifest-2.json"]


def test_what_the_sweep_may_not_delete_it_deletes_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program has it open; it belongs to no index, so that nothing is to be told."""
    manifest.publish(tmp_path, ONE)
    for name in ("grams_0a.seg", "grams_0b.seg", "grams_0c.seg"):
        (tmp_path / name).touch()
    unlink = Path.unlink

    def refused(path: Path, missing_ok: bool = False) -> None:
        if path.name == "grams_0b.seg":
            raise refusal(32, str(path))
        unlink(path, missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refused)
        manifest.sweep(tmp_path, ONE)
    assert {path.name for path in tmp_path.glob("*.seg")} == {"grams_0a.seg", "grams_0b.seg"}
    assert read(tmp_path) == ONE
    manifest.sweep(tmp_path, ONE)
    assert {path.name for path in tmp_path.glob("*.seg")} == {"grams_0a.seg"}


def test_nobody_suspects_anything_in_a_folder_that_is_gone(tmp_path: Path) -> None:
    manifest.IndexFiles(tmp_path / "gone").suspect("0a")
    assert manifest.IndexFiles(tmp_path / "gone").suspected() == set()


def test_a_manifest_that_can_not_be_written_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest.publish(tmp_path, ONE)

    def no_space(new: Path, old: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", no_space)
    with pytest.raises(OSError, match="No space"):
        manifest.publish(tmp_path, TWO)
    assert read(tmp_path) == ONE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current.json", "manifest-1.json"]


def test_replacing_waits_for_a_reader_that_has_the_file_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows does it."""
    refusals = iter([refusal(5), refusal(32)])
    replace = Path.replace

    def replace_at_the_third_time(self: Path, target: Path) -> Path:
        for error in refusals:
            raise error
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", replace_at_the_third_time)
    manifest.publish(tmp_path, ONE)
    assert read(tmp_path) == ONE


def named(number: int) -> dict[str, object]:
    return {"format": manifest.FORMAT, "generation": number, "size": 0, "crc": 0}


@pytest.mark.parametrize(
    "damage",
    [
        {"current.json": b""},
        {"current.json": b"{"},
        {"current.json": b"[]"},
        {"current.json": b'{"format": 2}'},
        {"current.json": b"[" * 100_000},
        {"current.json": json.dumps(named(1) | {"format": 99}).encode()},
        {"current.json": json.dumps(named(1) | {"generation": "../1"}).encode()},
        {"current.json": json.dumps(named(1) | {"generation": float("inf")}).encode()},
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


GOOD = {
    "name": "0a", "documents": 9, "removed": [1, 5], "oldest": JAN, "newest": FEB, "size": 1, "crc": 1
}  # fmt: skip


def publish_spans(folder: Path, spans: object) -> None:
    """As a hand would write them."""
    data = json.dumps({"spans": spans}).encode()
    (folder / "manifest-1.json").write_bytes(data)
    told = {"format": manifest.FORMAT, "generation": 1, "size": len(data), "crc": zlib.crc32(data)}
    (folder / "current.json").write_text(json.dumps(told))


def spans_with(*entries: object) -> object:
    return [{"first": 0, "segments": []}, {"first": 1, "segments": entries}]


def test_a_manifest_may_be_written_by_hand(tmp_path: Path) -> None:
    publish_spans(tmp_path, spans_with(GOOD))
    assert read(tmp_path).segments == (SegmentEntry("0a", 9, (1, 5), JAN, FEB, 1, 1),)


@pytest.mark.parametrize(
    "entry",
    [
        GOOD | {"name": "../../etc"},
        GOOD | {"name": 7},
        GOOD | {"removed": [9]},
        GOOD | {"removed": ["0"]},
        GOOD | {"removed": [5, 1]},
        GOOD | {"removed": list(range(9))},
        GOOD | {"removed": 1},
        GOOD | {"documents": "1"},
        GOOD | {"documents": -1},
        GOOD | {"documents": 0, "removed": []},
        GOOD | {"documents": 1 << 40},
        GOOD | {"documents": 1e999},
        GOOD | {"size": -1},
        GOOD | {"oldest": 0, "newest": 0},
        GOOD | {"oldest": FEB, "newest": JAN},
        GOOD | {"newest": 2024 << 9 | 13 << 5 | 1},
        GOOD | {"newest": 10_000 << 9 | 1 << 5 | 1},
        GOOD | {"is_set_aside": 1},
        GOOD | {"more": 1},
        {"name": "0a"},
        7,
    ],
)
def test_a_segment_that_can_not_be_is_refused(tmp_path: Path, entry: object) -> None:
    publish_spans(tmp_path, spans_with(entry))
    with pytest.raises(IndexDamaged):
        read(tmp_path)


@pytest.mark.parametrize(
    "spans",
    [
        [],
        [{"first": 0, "segments": []}],
        [{"first": 1, "segments": []}, {"first": 2, "segments": []}],
        [{"first": 0, "segments": [GOOD]}, {"first": 1, "segments": []}],
        [{"first": 0, "segments": []}, {"first": 1, "segments": [GOOD, GOOD]}],
        [*({"first": n, "segments": []} for n in (0, 1)), {"first": FEB, "segments": [GOOD]}],
        [{"first": n, "segments": []} for n in (0, 1, 9, 5)],
        [{"first": "0", "segments": []}, {"first": 1, "segments": []}],
        {"first": 0},
        None,
    ],
)
def test_spans_that_can_not_be_are_refused(tmp_path: Path, spans: object) -> None:
    publish_spans(tmp_path, spans)
    with pytest.raises(IndexDamaged):
        read(tmp_path)
