"""The digests of pictures that are remembered may be anything: what can't be read is worked out again."""

from pathlib import Path

import pytest

from reader.library.recognized_pictures import RecognizedPictures
from reader.storage.folder import LibraryFolder


@pytest.mark.parametrize("data", [b'{"\xe5":[1,2,"a"]}', b"[]", b"{", b"[" * 100_000, b""])
def test_a_damaged_memory_of_digests_is_none_and_is_written_anew(tmp_path: Path, data: bytes) -> None:
    picture = tmp_path / "版.png"
    picture.write_bytes(b"ink")
    folder = LibraryFolder.at(tmp_path)
    pictures = RecognizedPictures(folder)
    told = pictures.digest(picture.name, 3, 7)
    pictures.remember()
    memory = pictures._memory()
    whole = memory.read_bytes()
    memory.write_bytes(data)
    again = RecognizedPictures(folder)
    assert again.digest(picture.name, 3, 7) == told
    again.remember()
    assert memory.read_bytes() == whole
