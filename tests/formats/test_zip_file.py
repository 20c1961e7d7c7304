"""A ZIP is listed by its directory; what may be a bomb, a link or encrypted is told and not unpacked."""

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import do_nothing
from reader.formats.reading import UnreadableFile
from reader.formats.zip_file import ZipContainer, is_bomb, opened, unpacked

TEXT = "渡口开船。".encode()


def written(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def container(data: bytes) -> ZipContainer:
    return ZipContainer(io.BytesIO(data))


def patched(data: bytes, offset: int, value: bytes) -> bytes:
    """The archive with bytes of each entry of its directory changed, at an offset in the entry."""
    changed = bytearray(data)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + offset : at + offset + len(value)] = value
        at = changed.find(b"PK\x01\x02", at + 1)
    return bytes(changed)


@given(st.dictionaries(st.sampled_from(["a.txt", "报/b.txt", "c.md"]), st.binary(max_size=60), min_size=1))
def test_every_file_is_listed_with_its_size_and_read_as_it_was(files: dict[str, bytes]) -> None:
    opened_zip = container(written(files))
    listing = opened_zip.listing(do_nothing)
    assert {entry.path: (entry.size, entry.crc) for entry in listing.entries} == {
        name: (len(content), zlib.crc32(content)) for name, content in files.items()
    }
    assert {name: opened_zip.read(name) for name in files} == files
    assert (listing.complaint, listing.renamed) == (None, 0)
    assert opened_zip.read("没有.txt") is None
    opened_zip.close()


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_file_packed_in_a_rare_way_is_told_and_not_read(method: int) -> None:
    opened_zip = container(written({"a.txt": TEXT}, method))
    listing = opened_zip.listing(do_nothing)
    assert listing.entries == ()
    assert "1 个文件用少见的方法压缩" in (listing.complaint or "")
    assert opened_zip.read("a.txt") is None


def test_an_encrypted_file_is_told_and_not_read() -> None:
    opened_zip = container(patched(written({"a.txt": TEXT}), 8, b"\x01\x00"))
    listing = opened_zip.listing(do_nothing)
    assert listing.entries == ()
    assert "1 个文件加了密码" in (listing.complaint or "")


def test_a_link_is_no_file() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("b.txt", TEXT)
    listing = container(data.getvalue()).listing(do_nothing)
    assert [entry.path for entry in listing.entries] == ["b.txt"]


def test_files_that_share_their_bytes_are_a_bomb() -> None:
    data = written({"a.txt": TEXT, "b.txt": TEXT})
    with opened(io.BytesIO(data)) as archive:
        assert not is_bomb(archive.infolist())
    shared = patched(data, 42, bytes(4))
    with opened(io.BytesIO(shared)) as archive:
        assert is_bomb(archive.infolist())
    with pytest.raises(UnreadableFile):
        container(shared)


def test_what_grows_much_is_marked_where_it_is_listed() -> None:
    listing = container(written({"a.txt": bytes(1 << 20), "b.txt": TEXT})).listing(do_nothing)
    assert [(entry.path, entry.has_grown) for entry in listing.entries] == [("a.txt", True), ("b.txt", False)]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"kein ZIP"])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        container(data)


def test_a_damaged_file_is_told_when_it_is_read() -> None:
    data = bytearray(written({"a.txt": TEXT * 20}, zipfile.ZIP_STORED))
    data[50] ^= 0xFF
    opened_zip = container(bytes(data))
    with pytest.raises(UnreadableFile, match="坏了"):
        opened_zip.read("a.txt")
    with opened(io.BytesIO(bytes(data))) as archive, pytest.raises(UnreadableFile, match="坏了"):
        unpacked(archive, archive.infolist()[0])


def test_names_in_an_encoding_that_is_not_stated_are_recognised() -> None:
    name = "渡口日报一九八七年.txt".encode("gb18030")
    data = written({"a" * len(name): TEXT}).replace(b"a" * len(name), name)
    (entry,) = container(data).listing(do_nothing).entries
    assert entry.path == "渡口日报一九八七年.txt"


def test_a_picture_is_a_stream_that_can_be_read_from_any_place() -> None:
    opened_zip = container(written({"a.png": b"\x89PNG" + bytes(90), "a.txt": TEXT}))
    listing = opened_zip.listing(do_nothing)
    assert [entry.path for entry in listing.pictures] == ["a.png"]
    picture = opened_zip.open_picture("a.png")
    assert picture is not None
    with picture:
        assert picture.read(4) == b"\x89PNG"
        picture.seek(1)
        assert (picture.read(3), picture.tell()) == (b"PNG", 4)
    assert opened_zip.open_picture("a.txt") is None
