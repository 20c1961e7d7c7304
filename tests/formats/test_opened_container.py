"""A container is opened by its name; what its first bytes tell of another kind is refused, and the file is closed."""

import gzip
import io
import zipfile

import pytest

from reader.formats.gzip_file import packed
from reader.formats.opened_container import opened
from reader.formats.reading import UnreadableFile
from reader.formats.zip_file import ZipContainer


def a_zip() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.txt", "渡口")
    return data.getvalue()


@pytest.mark.parametrize("name", ["a.zip", "A.ZIP", "a.cbz"])
def test_a_zip_is_one_whatever_the_case_of_its_name(name: str) -> None:
    container = opened(name, io.BytesIO(a_zip()), ())
    assert isinstance(container, ZipContainer)
    assert container.read("a.txt") == "渡口".encode()
    container.close()


def test_a_gzip_is_the_file_in_it() -> None:
    data = gzip.compress("渡口".encode())
    container = opened("a.txt.gz", io.BytesIO(data), ())
    assert type(container) is type(packed(io.BytesIO(data), "a.txt.gz"))
    container.close()


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.zip", b"Rar!\x1a\x07\x00"), ("a.zip", b"kein ZIP"), ("a.txt.gz", b"7z\xbc\xaf\x27\x1c")],
    ids=["a RAR called ZIP", "no ZIP", "a 7z called GZIP"],
)
def test_what_is_something_else_is_refused_and_closed(name: str, data: bytes) -> None:
    file = io.BytesIO(data)
    with pytest.raises(UnreadableFile):
        opened(name, file, ())
    assert file.closed
