"""What `djvutxt --detail=word` prints, an expression in parentheses a page → pages of lines and words.

A zone is its kind, the corners of its box from the lower left of the page, and a string or zones in it. Zones between
page and line are blocks; a page may lack any of the levels.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from reader.formats.reading import UnreadableFile
from reader.formats.scans import printed_lines
from reader.formats.scans.scanned_page import ScannedBlock, ScannedLine, ScannedPage, ScannedWord
from reader.formats.scans.scanned_words import joined_words
from reader.i18n import say
from reader.newspaper.line_place import Box

_TOKEN = re.compile(rb'[()]|"(?:[^"\\]|\\.)*"|[^\s()"]+', re.DOTALL)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(.))", re.DOTALL)
_CONTROL = {b"n": b"\n", b"t": b"\t", b"r": b"\r"}
_DEEPEST = 12
"""Maximum depth of zones; the format has seven kinds, one in the other."""
_MOST_ZONES = 2_000_000


class _Zone(Struct):
    kind: bytes
    corners: list[float] = field(default_factory=list)
    text: str | None = None
    zones: list["_Zone"] = field(default_factory=list)


def pages_of(printed: bytes) -> list[ScannedPage]:
    """Return the pages of a text layer. Raises UnreadableFile for one that is no text layer."""
    return [_page(zone) for zone in _zones(printed)]


def _zones(printed: bytes) -> list[_Zone]:
    """Return the outermost zones: the pages."""
    root = _Zone(b"")
    open_zones = [root]
    number = 0
    for match in _TOKEN.finditer(printed):
        token = match[0]
        if token == b"(":
            number += 1
            zone = _Zone(b"")
            open_zones[-1].zones.append(zone)
            open_zones.append(zone)
            if len(open_zones) > _DEEPEST or number > _MOST_ZONES:
                raise _unknown()
        elif token == b")":
            if len(open_zones) == 1:
                raise _unknown()
            open_zones.pop()
        else:
            _add(token, open_zones[-1])
    return root.zones


def _add(token: bytes, zone: _Zone) -> None:
    """Add to a zone what stands in it besides other zones."""
    if token.startswith(b'"'):
        zone.text = _ESCAPE.sub(_escaped, token[1:-1]).decode("utf-8", "replace")
    elif not zone.kind:
        zone.kind = token
    else:
        try:
            zone.corners.append(float(token))
        except ValueError:
            raise _unknown() from None


def _escaped(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return bytes([int(match[1], 8) & 0xFF])
    return _CONTROL.get(match[2], match[2])


def _unknown() -> UnreadableFile:
    return UnreadableFile(say("这个 DjVu 的文字层读不下去：文件可能坏了。请另存为 PDF 后再放入。"))


def _page(zone: _Zone) -> ScannedPage:
    if len(zone.corners) != 4:
        return ScannedPage([])
    left, bottom, right, top = zone.corners
    place = _Place(left, top)
    return ScannedPage([*_blocks(zone, place)], right - left, top - bottom)


class _Place(Struct, frozen=True):
    """The upper left corner of a page, from which boxes are told here."""

    left: float
    top: float

    def box_of(self, zone: _Zone) -> Box:
        left, bottom, right, top = zone.corners
        return (left - self.left, self.top - top, right - self.left, self.top - bottom)


def _blocks(zone: _Zone, place: _Place) -> Iterator[ScannedBlock]:
    """Yield the blocks of a zone above the lines: its own lines together, and those of the zones in it."""
    lines = []
    pieces: list[ScannedWord] = []
    for inner in zone.zones:
        if len(inner.corners) != 4:
            continue
        if inner.kind == b"line":
            lines.append(_line(inner, place))
        elif inner.kind in (b"word", b"char"):
            pieces += _words(inner, place)
        elif inner.text is not None:
            lines += [ScannedLine(text) for text in inner.text.splitlines() if text.strip()]
        else:
            yield from _blocks(inner, place)
    if zone.text is not None and zone.text.strip():
        lines += [ScannedLine(text) for text in zone.text.splitlines() if text.strip()]
    if lines:
        yield ScannedBlock(tuple(line for line in lines if line.text))
    if pieces:
        yield printed_lines.block_of_pieces(tuple(pieces), "")


def _line(zone: _Zone, place: _Place) -> ScannedLine:
    words = tuple(word for inner in zone.zones for word in _words(inner, place))
    if not words and zone.text:
        words = (ScannedWord(zone.text.strip(), place.box_of(zone)),)
    return ScannedLine(_text_of(words), place.box_of(zone), words)


def _text_of(words: Sequence[ScannedWord]) -> str:
    return joined_words([word.text for word in words])


def _words(zone: _Zone, place: _Place) -> Iterator[ScannedWord]:
    """Yield the word of a zone; of one that is told by its characters, these together."""
    if len(zone.corners) != 4:
        return
    text = zone.text
    if text is None:
        text = "".join(inner.text or "" for inner in zone.zones)
    text = "".join(text.split())
    if text:
        yield ScannedWord(text, place.box_of(zone))
