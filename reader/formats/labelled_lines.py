"""Corpora with a text a line and its class beside it, as classifiers are taught with: “__label__体育 …”, “体育⇥…”.

Each line is an article, whose section is its class.
"""

import re
from collections.abc import Iterator
from itertools import chain

from msgspec.structs import replace

from reader.formats.text_builder import TextBuilder
from reader.formats.text_kinds import CLASS_BEFORE, CLASS_BEHIND, OF_FASTTEXT
from reader.language.patterns import pattern
from reader.newspaper.article import LinePart, LineSpan, SourceText

_GAP = pattern(r"\u3000{2,}|\\n|\t")
"""What stands between two paragraphs that were put in one line."""
_SPACE = pattern(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")
_SHORTEST_PARAGRAPH = 8
"""Number of characters on the average below which what stands between spaces is words, not paragraphs."""
_LABEL = "__label__"
_LONGEST_HEADLINE = 40
_ENDS_OF_SENTENCES = "。！？!?；;，,：:"


def articles_a_line(source: SourceText) -> SourceText:
    """Return a text with an article for each line, its class as its section; a class that is a number is left out."""
    builder = TextBuilder()
    spans: list[LineSpan] = []
    for number, line in enumerate(source.lines, 1):
        text = line.strip()
        match = OF_FASTTEXT.fullmatch(text) or CLASS_BEFORE.fullmatch(text) or CLASS_BEHIND.fullmatch(text)
        if match is None:
            continue
        begin = len(builder.lines)
        builder.add_article(_parts(match))
        for added in builder.lines[begin:]:
            spans.append((number, number) if added else (0, 0))
    text_of_articles = builder.source(source.path, source.encoding, title=None, date=None)
    return replace(text_of_articles, spans=tuple(spans), encoding_fact=source.encoding_fact)


def _parts(match: re.Match[str]) -> Iterator[tuple[LinePart, str]]:
    classes = [word.removeprefix(_LABEL).strip(",") for word in match["label"].split()]
    if not any(word.isdecimal() for word in classes):
        yield LinePart.SECTION, " ".join(classes)
    first, *rest = _pieces(match["text"])
    if len(first) <= _LONGEST_HEADLINE and first[-1] not in _ENDS_OF_SENTENCES:
        yield LinePart.HEADLINE, first
    else:
        yield LinePart.PARAGRAPH, first
    for piece in rest:
        yield LinePart.PARAGRAPH, piece


def _pieces(text: str) -> list[str]:
    """Return the paragraphs that were put in one line; one where single spaces stand between words."""
    of_spaces = _SPACE.split(text)
    if len(text) < _SHORTEST_PARAGRAPH * len(of_spaces):
        return [piece.strip() for piece in _GAP.split("".join(of_spaces)) if piece.strip()]
    return [piece.strip() for piece in chain.from_iterable(map(_GAP.split, of_spaces)) if piece.strip()]
