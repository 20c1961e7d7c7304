"""Lists of words that a person gives are read in the encoding that they are in, and a guess is told."""

import io
import sys
from pathlib import Path

import pytest

from reader.cli.errors import CommandError
from reader.cli.written_files import lines_of

WORDS = ["渡口", "戏台搬过了河", "米市清早开秤", "码头上的老人", "今年不许短斤少两"]
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be"]
TRADITIONAL = ["渡口", "戲臺搬過了河", "米市清早開秤", "碼頭上的老人", "今年不許短斤少兩"]


def written(path: Path, encoding: str, end: str = "\n") -> tuple[Path, list[str]]:
    words = TRADITIONAL if encoding == "big5" else WORDS
    path.write_bytes(("ferry" + end + end.join(words)).encode(encoding))
    return path, ["ferry", *words]


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_list_in_any_encoding_is_read(tmp_path: Path, encoding: str, end: str) -> None:
    path, words = written(tmp_path / "words.txt", encoding, end)
    assert list(lines_of(str(path))) == words


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_ends_the_last_line_is_no_line(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes("渡口\r\n戏台搬过了河\r\n".encode(encoding, "ignore"))
    assert len(list(lines_of(str(path)))) == 2


@pytest.mark.parametrize(
    "words", [["上海", "渡口"], ["上海滩", "不许短斤少两", "刊物"], ["Shanghai", "上海"]], ids=" ".join
)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_character_with_the_byte_of_a_line_end_ends_no_line(
    tmp_path: Path, encoding: str, words: list[str]
) -> None:
    """上 is U+4E0A."""
    path = tmp_path / "words.txt"
    path.write_bytes("\r\n".join(words).encode(encoding))
    assert list(lines_of(str(path))) == words


def test_a_guess_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, _ = written(tmp_path / "words.txt", "gb18030")
    list(lines_of(str(path)))
    assert "gb18030" in capsys.readouterr().err


def test_nothing_is_said_of_utf_8(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, _ = written(tmp_path / "words.txt", "utf-8")
    list(lines_of(str(path)))
    assert capsys.readouterr().err == ""


def test_a_stray_zero_byte_makes_no_other_encoding_of_utf_8(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "words.txt"
    path.write_text("渡口\n\0米市\n" + "码头上的老人\n" * 2000, encoding="utf-8")
    assert list(lines_of(str(path)))[:3] == ["渡口", "\0米市", "码头上的老人"]
    assert capsys.readouterr().err == ""


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(CommandError, match="编码"):
        list(lines_of(str(path)))


class _Pipe(io.RawIOBase):
    """A pipe whose writer is slow: a byte arrives at a time."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        piece = self._data.read(1)
        buffer[: len(piece)] = piece
        return len(piece)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_list_that_arrives_byte_by_byte_is_read(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = ("\r\n".join(WORDS) + "\r\n").encode(encoding)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(_Pipe(data))))
    assert list(lines_of("-")) == WORDS


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "gb18030", "utf-32-le"])
@pytest.mark.parametrize("word", ["上海", "渡口", "联通"])
def test_a_single_word_without_a_line_end_is_read(tmp_path: Path, word: str, encoding: str) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(word.encode(encoding))
    assert list(lines_of(str(path))) == [word]
