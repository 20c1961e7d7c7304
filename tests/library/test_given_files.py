"""A file of notes in another encoding is read as what it is; one of which that is not certain is not stored."""

from pathlib import Path

import pytest

from reader.library.given_files import Given, given
from reader.storage.disk_errors import LibraryError

NOTES = '{"format": "reader notes", "note": "老人在渡口點燈，夜航船從今夜起開行"}\n'
MOST = 10_000


def written(tmp_path: Path, data: bytes) -> Path:
    file = tmp_path / "notes.json"
    file.write_bytes(data)
    return file


@pytest.mark.parametrize("damage", [b"", b"\xff"], ids=["whole", "damaged"])
def test_what_is_in_utf_8_stays_as_it_is(tmp_path: Path, damage: bytes) -> None:
    """Of a damaged record all others are read; it is kept as it is."""
    data = NOTES.encode() * 20 + damage + NOTES.encode()
    assert given(written(tmp_path, data), MOST) == Given(data)


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "shift_jis", "utf-16-le"])
def test_a_guess_becomes_utf_8_with_a_remark(tmp_path: Path, encoding: str) -> None:
    file = given(written(tmp_path, NOTES.encode(encoding)), MOST)
    assert file.data.decode() == NOTES
    assert encoding in file.remark


def test_what_looks_as_likely_in_two_encodings_is_refused(tmp_path: Path) -> None:
    data = NOTES.replace("老人在渡口點燈，夜航船從今夜起開行", "나루터에 새 등불이 켜졌다").encode("euc_kr")
    with pytest.raises(LibraryError, match="存成 UTF-8"):
        given(written(tmp_path, data), MOST)


def test_more_than_notes_may_have_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="太大"):
        given(written(tmp_path, b" " * (MOST + 1)), MOST)
