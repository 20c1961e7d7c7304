r"""Texts whose characters are written in ASCII, read as they mean: \u6e21, &#28193;, %E6%B8%A1, =E6=B8=A1, Base64."""

import binascii
import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import unquote_to_bytes

from msgspec.structs import replace

from reader.formats.decoding import decoded
from reader.formats.encodings import codec_of
from reader.formats.text_kinds import ESCAPES, Escape
from reader.newspaper.article import LineSpan, SourceText

_NUMBER = re.compile(r"(?:\\u|%u)([0-9A-Fa-f]{4})")
_LINE_END = "\\n"
_SOFT_BREAK = "="
_Logical = tuple[LineSpan, str]
"""What stands on one line before it was written in escapes, with the lines of the file that it is on."""


def unescaped(source: SourceText) -> SourceText | None:
    """Return a text with its characters in place of their escapes; None if bytes that these stand for are no text."""
    escape = _most_used("".join(source.lines))
    numbered = [((at, at), line) for at, line in enumerate(source.lines, 1)]
    if escape in _OF_CHARACTERS:
        read = _OF_CHARACTERS[escape]
        lines = [(span, read(line)) for span, line in numbered]
    else:
        as_bytes = [(span, unquote_to_bytes(line)) for span, line in numbered]
        if escape is Escape.QUOTED_PRINTABLE:
            as_bytes = [(span, binascii.a2b_qp(line)) for span, line in _joined(numbered)]
        decoded_lines = _as_text(as_bytes)
        if decoded_lines is None:
            return None
        lines = decoded_lines
    return _with_lines(source, lines)


def from_base64(source: SourceText) -> SourceText | None:
    """Return the text that a file in Base64 says; None if it says something else."""
    try:
        data = binascii.a2b_base64("".join(source.lines), strict_mode=True)
    except binascii.Error:
        return None
    lines = _as_text([((1, len(source.lines)), data)])
    if lines is None:
        return None
    return _with_lines(source, lines)


def _most_used(text: str) -> Escape:
    return max(ESCAPES, key=lambda escape: len("".join(ESCAPES[escape].findall(text))))


def _with_lines(source: SourceText, lines: Sequence[_Logical]) -> SourceText:
    """Return a text with other lines, each parted where it has line ends of its own."""
    texts: list[str] = []
    spans: list[LineSpan] = []
    for span, line in lines:
        parts = line.splitlines() or [""]
        texts += parts
        spans += [span] * len(parts)
    return replace(source, lines=tuple(texts), spans=tuple(spans))


def _joined(lines: Sequence[_Logical]) -> Iterator[_Logical]:
    """Yield lines of Quoted-Printable, those whose end is no end of a line joined to the next."""
    text = ""
    first = 1
    for (number, _), line in lines:
        if not text:
            first = number
        text += line.rstrip()
        if text.endswith(_SOFT_BREAK):
            text = text.removesuffix(_SOFT_BREAK)
            continue
        yield (first, number), text
        text = ""
    if text:
        yield (first, len(lines)), text


def _as_text(lines: Sequence[tuple[LineSpan, bytes]]) -> list[_Logical] | None:
    """Return the text of lines of bytes in the encoding of all of them; None if they are no text."""
    whole = decoded(b"\n".join(data for _, data in lines))
    if whole is None or whole.text.isascii():
        return None
    codec = codec_of(whole.encoding)
    if codec is None:
        return None
    return [(span, data.decode(codec, "replace")) for span, data in lines]


def _of_numbers(line: str) -> str:
    """Return a line with the characters of its numbers; two that are halves of one character become it."""
    text = _NUMBER.sub(_character, line.replace(_LINE_END, "\n"))
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(number: re.Match[str]) -> str:
    return chr(int(number[1], 16))


_OF_CHARACTERS: Mapping[Escape, Callable[[str], str]] = {
    Escape.NUMBER: _of_numbers,
    Escape.ENTITY: html.unescape,
}
