"""A recognised page as an ALTO file, with a box and a confidence for each character"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import chain, groupby

from msgspec import Struct

from reader.features.recognition.recognizer import RecognizedCharacter, RecognizedLine
from reader.formats.xml_tree import UNDECIDED, UNKNOWN_SCRIPT
from reader.language.forms import HAN
from reader.library.recognized_pictures import HEAD
from reader.newspaper.line_place import Box, Slant, hull

# Minimum room for characters of a page whose script may be unknown, in squares as high as the line; share of them that
# are letters below which it is.
_LEAST_ROOM = 60.0
_UNKNOWN = 0.15
_WRITTEN_CLOSE = re.compile(f"[{HAN}\u3000-\u303f\u3040-\u30ff\uff00-\uff65\u2010-\u2027]")
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class RecognizedPage(Struct, frozen=True):
    """The result for a page; `width` and `height` of its picture, and all boxes, are in pixels of that picture.

    `program` is the recognizer's name and version, `settings` how it was called and how the picture was
    prepared; `slant` is how the picture shows the page. `separators` are the boxes of rules, and of the gutter
    of a double page.
    """

    lines: Sequence[RecognizedLine]
    width: int
    height: int
    program: str
    settings: str = ""
    slant: Slant | None = None
    separators: Sequence[Box] = ()
    is_undecided: bool = False
    """Whether it could not be told how the page lies in its picture."""


def alto_of(page: RecognizedPage, dpi: int | None = None) -> bytes:
    """Return a page as an ALTO file, in which each character that is written without spaces around it is a word.

    `dpi` is the resolution that the picture states. It is told in QUALITY_DETAIL, and so are a script that the
    recognizer does not know, and that it was not decided how the page lies.

    Each line ends with a space element: without any in a line, programs that read ALTO put spaces between its
    words.
    """
    lines = "".join(
        f'<TextLine ID="l{number}"{_place(line.box)}>{"".join(_strings(line))}<SP/></TextLine>\n'
        for number, line in enumerate(page.lines, 1)
    )
    if page.slant and page.slant.tilt:
        turned = f' ROTATION="{-page.slant.tilt:g}"'
    else:
        turned = ""
    block = ""
    if page.lines:
        place = _place(hull([line.box for line in page.lines]))
        block = f'<TextBlock ID="b1"{place}{turned}>\n{lines}</TextBlock>\n'
    separators = "".join(
        f'<GraphicalElement ID="g{number}"{_place(box)}/>\n' for number, box in enumerate(page.separators, 1)
    )
    detail = "; ".join(_details(page, dpi))
    quality = f' QUALITY_DETAIL="{detail}"' if detail else ""
    text = (
        f"{HEAD}<Description><MeasurementUnit>pixel</MeasurementUnit>"
        f'<Processing ID="p1"><processingStepSettings>{_text(page.settings)}</processingStepSettings>'
        f"<processingSoftware><softwareName>{_text(page.program)}</softwareName></processingSoftware></Processing>"
        "</Description>\n"
        f'<Layout><Page ID="page1" PHYSICAL_IMG_NR="1" WIDTH="{page.width}" HEIGHT="{page.height}"{quality}>'
        f"{_print_space(page.slant)}\n{block}{separators}</PrintSpace></Page></Layout>\n</alto>\n"
    )
    return text.encode()


def _details(page: RecognizedPage, dpi: int | None) -> Iterator[str]:
    if dpi:
        yield f"{dpi} dpi"
    if is_unknown_script(page.lines):
        yield UNKNOWN_SCRIPT
    if page.is_undecided:
        yield UNDECIDED


def is_unknown_script(lines: Sequence[RecognizedLine]) -> bool:
    """Return whether there are lines, but next to no letters in them, so that the recognizer does not know the script.

    Of Cyrillic and Arabic, PP-OCR reads the spaces and the punctuation: 0 to .01 letters in a square of a line; but 1
    and more of Chinese, also at 60 dpi, and 1.9 of Latin letters, also of Fraktur.
    """
    room = 0.0
    for line in lines:
        sides = line.box[2] - line.box[0], line.box[3] - line.box[1]
        room += max(sides) / max(1.0, min(sides))
    characters = chain.from_iterable(line.characters for line in lines)
    letters = sum(character.text.isalnum() for character in characters)
    return room >= _LEAST_ROOM and letters < _UNKNOWN * room


def _print_space(slant: Slant | None) -> str:
    """Return the beginning of a print space; in a photograph, with its shape there, and its size as seen from above."""
    if slant is None or slant.corners is None:
        return "<PrintSpace>"
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in slant.corners)
    return (
        f'<PrintSpace ID="photographed" WIDTH="{slant.size[0]:g}" HEIGHT="{slant.size[1]:g}">'
        f'<Shape><Polygon POINTS="{points}"/></Shape>'
    )


def _strings(line: RecognizedLine) -> Iterator[str]:
    for is_space, group in groupby(line.characters, lambda character: character.text.isspace()):
        if is_space:
            yield "<SP/>"
            continue
        for word in _words(list(group)):
            box = hull([character.box for character in word])
            text = "".join(character.text for character in word)
            sure = sum(character.confidence for character in word) / len(word)
            each_sure = " ".join(str(round(9 * (1 - character.confidence))) for character in word)
            yield f'<String CONTENT="{escape(_allowed(text))}"{_place(box)} WC="{sure:.3f}" CC="{each_sure}"/>'


def _words(characters: Sequence[RecognizedCharacter]) -> Iterator[list[RecognizedCharacter]]:
    """Yield the characters in groups, one for each ALTO word: a Han character or full-width mark alone, others
    in runs.
    """
    run: list[RecognizedCharacter] = []
    for character in characters:
        if _WRITTEN_CLOSE.match(character.text):
            if run:
                yield run
            yield [character]
            run = []
        else:
            run.append(character)
    if run:
        yield run


def _place(box: Box) -> str:
    left = round(box[0])
    top = round(box[1])
    width = max(1, round(box[2]) - left)
    height = max(1, round(box[3]) - top)
    return f' HPOS="{left}" VPOS="{top}" WIDTH="{width}" HEIGHT="{height}"'


def _text(text: str) -> str:
    return escape(_allowed(text), quote=False)


def _allowed(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
