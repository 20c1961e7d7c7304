"""The characters of a page that a reader has corrected, as they are typeset in place of the printed ones."""

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtGui import QTextCharFormat

from reader.export import readings
from reader.export.article_text import PageBlock
from reader.i18n import say
from reader.ui.widgets import theme
from reader.ui.widgets.plain_text import plain


def units(text: str) -> int:
    """Return the length of `text` in UTF-16 units, as Qt counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class CorrectedCharacters:
    """Corrected characters, by block of the page and index in it.

    Only typesetting uses them: marks, places and copies refer to the printed text. A correction with another number of
    UTF-16 units is not typeset; the printed character has it in its tool tip, as all corrected ones have.
    """

    def __init__(self, blocks: Sequence[PageBlock], corrected: Mapping[tuple[int, int], str]) -> None:
        self._blocks = blocks
        self._of_block: dict[int, dict[int, str]] = {}
        for (block, at), character in sorted(corrected.items()):
            if at < len(blocks[block].text):
                self._of_block.setdefault(block, {})[at] = character

    def read(self, block: int) -> str:
        """Return the text of a block with each corrected character in place of the printed one."""
        text = list(self._blocks[block].text)
        for at, character in self._of_block.get(block, {}).items():
            if units(character) == units(text[at]):
                text[at] = character
        return "".join(text)

    def told(self, block: int, start: int, words: str) -> str:
        """Return printed words of a block, beginning at `start`, with the corrected characters in brackets."""
        return readings.told(words, self._of_block.get(block, {}), start)

    def parts(
        self, block: int, start: int, text: str, form: QTextCharFormat
    ) -> Iterator[tuple[str, QTextCharFormat]]:
        """Yield a part of a block in pieces, each with its format; corrected characters are underlined.

        `text` is the part as it is typeset, `start` its index in the block.
        """
        begin = 0
        for place, character in self._of_block.get(block, {}).items():
            at = place - start
            if begin <= at < len(text):
                if begin < at:
                    yield text[begin:at], form
                yield text[at], _underlined(self._blocks[block].text[place], character, form)
                begin = at + 1
        if begin < len(text):
            yield text[begin:], form


def _underlined(printed: str, character: str, form: QTextCharFormat) -> QTextCharFormat:
    underlined = QTextCharFormat(form)
    underlined.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    underlined.setUnderlineColor(theme.color("accent"))
    underlined.setToolTip(plain(in_words(printed, character)))
    return underlined


def in_words(printed: str, character: str) -> str:
    """Return the tool tip of a corrected character: 报上印着“州”，改认作“洲”."""
    return say("报上印着“{printed}”，改认作“{read_as}”", printed=printed, read_as=character)
