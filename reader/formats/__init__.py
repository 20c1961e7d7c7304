"""Bytes → SourceText: an issue file is read, told from what is no text, and decoded.

What no encoding is sure of, what is no text at all and what can't be read is an
`UnreadableFile`, whose message says what happened and what one can do.
"""

from pathlib import Path

from reader.formats import signatures
from reader.formats.decoding import as_lines, surest
from reader.formats.reading import UnreadableFile, bytes_from, bytes_of
from reader.i18n import say
from reader.newspaper.source_text import SourceText

SUFFIXES = frozenset({".txt", ".md"})


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
    encoding = surest(data)
    if encoding is None:
        raise UnreadableFile(say("认不出文件的编码。请另存为 UTF-8 文本后再试。"))
    text = encoding.decode(data)
    if not text.strip():
        raise UnreadableFile(say("文件是空的，没有文字可读。"))
    return SourceText(name, encoding.name, as_lines(text))


__all__ = ["SUFFIXES", "UnreadableFile", "bytes_from", "decode", "is_issue_file", "read"]
