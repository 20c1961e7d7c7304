"""A container that can't be opened is told as such, and its file is closed."""

import io

import pytest

from reader.formats import UnreadableFile
from reader.formats.opened_container import opened
from tests.formats.container_files import zipped


def test_a_zip_is_opened_by_its_name() -> None:
    container = opened("旧报.zip", io.BytesIO(zipped({"1987-06-12.txt": "渡口"})), ())
    assert container.read("1987-06-12.txt") == "渡口".encode()
    container.close()


@pytest.mark.parametrize("data", [b"", b"no archive", b"%PDF-1.4 renamed"])
def test_the_file_of_what_is_none_is_closed(data: bytes) -> None:
    file = io.BytesIO(data)
    with pytest.raises(UnreadableFile):
        opened("旧报.zip", file, ())
    assert file.closed
