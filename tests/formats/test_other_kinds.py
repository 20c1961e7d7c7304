"""A file that may have a paper, in a format that is not read yet, says so and what to do, by its name or its bytes."""

import io
import json
import os
import tempfile
import zipfile
from pathlib import PurePath

import pytest

from reader import formats
from reader.formats.other_kinds import KINDS, kind_by_sign

SIGNED = {
    "照片": [b"8BPS\x00\x01"],
    "手机照片": [b"\x00\x00\x00\x18ftypheic", b"\x00\x00\x00\x1cftypavif"],
    "压缩包": [b"Rar!\x1a\x07\x00", b"7z\xbc\xaf\x27\x1c\x00", b"MSCF\x00\x00"],
    "扫描的书刊": [b"CAJ\x00\x01"],
    "网页存档": [b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", b"bplist00\xd1"],
    "电子书": [b"lamp".ljust(60, b"\x00") + b"BOOKMOBI", b"ITSF\x03"],
    "文稿": [b"{\\rtf1\\ansi", b"\xffWPC", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
}


@pytest.mark.parametrize("ending", [ending for kind in KINDS for ending in kind.endings])
def test_each_is_known_by_its_name_and_says_what_to_do(ending: str) -> None:
    path = PurePath(f"2024/渡口{ending.upper()} ")
    assert formats.is_issue_file(path)
    assert not formats.is_container(path.name)
    remedy = formats.what_to_do(path)
    assert remedy is not None
    assert ending in remedy
    assert "请" in remedy


def test_no_ending_stands_in_two_kinds() -> None:
    endings = [ending for kind in KINDS for ending in kind.endings]
    assert len(set(endings)) == len(endings)


@pytest.mark.parametrize("name", ["照片.jpg", "2024.zip", "a.html.gz", "a.tar.gz", "a.txt", "渡口", "a.epub"])
def test_other_names_are_of_none(name: str) -> None:
    assert formats.what_to_do(PurePath(name)) is None


@pytest.mark.parametrize(("title", "data"), [(t, data) for t, each in SIGNED.items() for data in each])
@pytest.mark.parametrize("name", ["渡口.txt", "渡口.html"])
def test_under_another_name_each_is_known_by_its_first_bytes(title: str, data: bytes, name: str) -> None:
    with pytest.raises(formats.UnreadableFile, match=f"而是{title}") as refused:
        formats.decode(data + bytes(100), name)
    assert not isinstance(refused.value, formats.NotAnIssue)


@pytest.mark.parametrize("before", [b"\n\n", b"\xef\xbb\xbf\r\n  "])
def test_what_an_editor_has_put_before_the_first_bytes_hides_none(before: bytes) -> None:
    kind = kind_by_sign(before + b"{\\rtf1\\ansi")
    assert kind is not None
    assert kind.title() == "文稿"


@pytest.mark.parametrize("text", ["From: 渡口\n", "WARC 是什么\n", "AT 渡口\n", "渡口的灯又亮了\n", "lh5\n"])
def test_a_text_has_no_sign(text: str) -> None:
    assert kind_by_sign(text.encode()) is None


def test_an_archive_of_another_kind_is_not_called_broken() -> None:
    with pytest.raises(formats.UnreadableFile, match="而是压缩包"):
        formats.Containers(lambda _: _descriptor(b"Rar!\x1a\x07\x01\x00" + bytes(200))).listing("2024.zip")


def test_in_an_archive_they_are_listed_to_be_named() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("照片.psd", b"8BPS")
        archive.writestr("来信.eml", "From: 渡口\n")
    with formats.Containers(lambda _: _descriptor(packed.getvalue())) as containers:
        paths = [entry.path for entry in containers.listing("2024.zip").entries]
        assert paths == ["照片.psd", "来信.eml"]
        with pytest.raises(formats.UnreadableFile, match="电子邮件"):
            containers.bytes_of("2024.zip/来信.eml")


def _descriptor(data: bytes) -> int:

    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        return os.dup(file.fileno())


def test_json_that_quotes_xml_is_no_broken_xml() -> None:
    xml = "<?xml version='1.0'?><alto><Layout><Page><String CONTENT='渡口的灯'/></Page></Layout></alto>"
    data = json.dumps({"page": xml}, ensure_ascii=False).encode()
    with pytest.raises(formats.NotAnIssue, match="JSON"):
        formats.decode(data, "1987-06-12.json")
