"""Bytes → SourceText. One module an encoding, each says how sure it is that a file is its own.

A file is decoded by the surest; what none is sure of, what is no text at all and what can't be read is an
`UnreadableFile`, whose message says what happened and what one can do.
"""

from pathlib import Path

from reader.formats import big5, gb18030, signatures, utf8, utf16
from reader.formats.encoding import Encoding, as_lines
from reader.formats.reading import UnreadableFile, bytes_from, bytes_of
from reader.i18n import say
from reader.newspaper.source_text import SourceText

SUFFIXES = frozenset({".txt", ".md"})
_ENCODINGS: tuple[Encoding, ...] = (utf8.ENCODING, utf16.LITTLE, utf16.BIG, gb18030.ENCODING, big5.ENCODING)
_SURE_ENOUGH = 0.3


def is_issue_file(path: Path) -> bool:
    """Whether a file may be an issue, told by its name alone: .txt or .md, not hidden, not the reader's own."""
    return (
        path.suffix.lower() in SUFFIXES
        and not path.name.startswith((".", "~$"))
        and ".reader" not in path.parts
    )


def read(path: Path, name: str) -> SourceText:
    """The decoded text of a file, which `name` shall stand for. Raises UnreadableFile."""
    return decode(bytes_of(path), name)


def decode(data: bytes, name: str) -> SourceText:
    """As `read`, of bytes already at hand."""
    if not data.strip():
        raise UnreadableFile(say("文件是空的，没有文字可读。"))
    kind = signatures.kind_of(data)
    if kind is not None:
        raise UnreadableFile(say("这不是文字文件，而是{kind}，只是名字像。请放入识别后的文字。", kind=kind))
    encoding = _surest(data)
    if encoding is None:
        raise UnreadableFile(say("认不出文件的编码。请另存为 UTF-8 文本后再试。"))
    text = encoding.decode(data)
    if not text.strip():
        raise UnreadableFile(say("文件是空的，没有文字可读。"))
    return SourceText(name, encoding.name, as_lines(text))


def _surest(data: bytes) -> Encoding | None:
    best, most = None, 0.0
    for encoding in _ENCODINGS:
        score = encoding.score(data)
        if score > most:
            best, most = encoding, score
        if most == 1:
            break
    return best if most >= _SURE_ENOUGH else None


__all__ = ["SUFFIXES", "UnreadableFile", "bytes_from", "decode", "is_issue_file", "read"]
