"""Recognising binary files by their first bytes."""

from reader.i18n import say

_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1a\x1b"))


def kind_of(data: bytes) -> str | None:
    """Return a name for the kind of a binary file (“JPEG 图片”), None for what may be text."""
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"BM6", b"II*\x00", b"MM\x00*")) or (
        data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    ):
        return say("图片")
    if data.startswith(b"%PDF-"):
        return say("PDF 文件")
    if data.startswith((b"PK\x03\x04", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"BZh", b"\xfd7zXZ")):
        return say("压缩包或 Office 文件")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return say("旧版 Office 文件")
    if data.startswith(b"{\\rtf"):
        return say("RTF 文件")
    if data.startswith((b"SQLite format 3\x00", b"MZ", b"\x7fELF")) and b"\x00" in data:
        return say("程序或数据库文件")
    return None


def control_share(data: bytes) -> float:
    """Return the share of bytes that no text file contains: NUL and most control characters, 0 to 1."""
    return (len(data) - len(data.translate(None, _CONTROL))) / len(data) if data else 0.0
