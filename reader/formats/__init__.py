"""Bytes → SourceText: reading and decoding an issue file, after binary files were recognised.

A file whose encoding is unknown, a binary file and one that can't be read raise `UnreadableFile`, whose message says
what happened and what one can do.
"""

from pathlib import Path

from reader.formats import signatures
from reader.formats.decoding import as_lines, decoded
from reader.formats.reading import UnreadableFile, bytes_from, bytes_of
from reader.i18n import say
from reader.newspaper.source_text import SourceText

SUFFIXES = frozenset({".txt", ".md"})


def is_issue_file(path: Path) -> bool:
    """Return whether a file may be an issue, by its name alone: .txt or .md, not hidden, not the reader's own."""
    return (
        path.suffix.lower() in SUFFIXES
        and not path.name.startswith((".", "~$"))
        and ".reader" not in path.parts
    )


def read(path: Path, name: str) -> SourceText:
    """Return the decoded text of a file, with `name` as its path. Raises UnreadableFile."""
    return decode(bytes_of(path), name)


def decode(data: bytes, name: str) -> SourceText:
    """Return the text of bytes, as `read` does."""
    if not data.strip():
        raise UnreadableFile(say("文件是空的，没有文字可读。"))
    kind = signatures.kind_of(data)
    if kind is not None:
        raise UnreadableFile(say("这不是文字文件，而是{kind}，只是名字像。请放入识别后的文字。", kind=kind))
    found = decoded(data)
    if found is None:
        raise UnreadableFile(say("认不出文件的编码。请另存为 UTF-8 文本后再试。"))
    if not found.text.strip():
        raise UnreadableFile(say("文件是空的，没有文字可读。"))
    return SourceText(name, found.encoding, as_lines(found.text))


__all__ = ["SUFFIXES", "UnreadableFile", "bytes_from", "decode", "is_issue_file", "read"]
