"""A recognised page as an ALTO file, with a box and a confidence for each character"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from msgspec import Struct

from reader.features.recognition.recognizer import RecognizedCharacter, RecognizedLine
from reader.formats.scans.unknown_script import LineAsRead, is_unknown_script
from reader.formats.xml_tree import UNDECIDED, UNKNOWN_SCRIPT
from reader.language.forms import HAN
from reader.library.recognized_pictures import HEAD
from reader.newspaper.line_place import Box, Slant, hull

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
    unread: Sequence[Box] = ()
    """The boxes of lines in which something is printed, but next to nothing could be read."""

    @property
    def is_unknown_script(self) -> bool:
        """Whether its script is one that the recognizer does not know."""
        lines = [LineAsRead((), box) for box in self.unread]
        for line in self.lines:
            pieces = [(character.text, character.confidence) for character in line.characters]
            lines.append(LineAsRead(pieces, line.box))
        return is_unknown_script(lines)


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
    if page.is_unknown_script:
        yield UNKNOWN_SCRIPT
    if page.is_undecided:
        yield UNDECIDED


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
