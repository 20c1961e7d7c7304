"""Whether the texts of a file end with punctuation that ends sentences: only then do their ends tell what goes on."""

from collections.abc import Sequence

from msgspec import structs

from reader.language.patterns import pattern
from reader.parsing import line_patterns
from reader.parsing.line_features import Line
from reader.parsing.weights import LineFeature

_PAUSES = frozenset("、，,")
_PAUSED = frozenset({LineFeature.HEADING_LIKE, LineFeature.ENDS_COMMA})
_SHORTEST_PARAGRAPH = 30
# fewer paragraphs do not show how the file ends its sentences
_LEAST_PARAGRAPHS = 3
_MOSTLY_OPEN = 0.6
_PUNCTUATION = pattern("[，。、；！？：,;!?]")
_SHORTEST_TEXT = 10
"""Number of characters from which on a line without a mark of a heading may be a text."""
_FULL_STOP = pattern("[。！？!?]")
_PARAGRAPHS_LOOKED_AT = 12
_MOST_LOOKED_AT = 4_000
"""Number of characters of these that are looked at."""
_LEAST_BETWEEN_MARKS = 100
"""Number of characters to a mark from which on a text has hardly any; running text has one to ten."""
_OFTEN_PAUSED = 0.25


def has_final_punctuation(lines: Sequence[Line]) -> bool:
    """Whether the paragraphs of a file end with punctuation that ends sentences.

    In many papers from before 1949 they end with 、 or without punctuation, or have none at all, so that their ends
    don't show if a sentence is complete. True for a file with fewer than three paragraphs, unless commas are all the
    punctuation that its lines end with.
    """
    paragraphs = [line.text for line in lines if len(line.text) > _SHORTEST_PARAGRAPH]
    count = len(paragraphs)
    if count < _LEAST_PARAGRAPHS:
        return not _have_pauses_alone(lines)
    if _are_without_punctuation(paragraphs):
        return False
    if sum([text[-1] in _PAUSES for text in paragraphs]) < _OFTEN_PAUSED * count:
        return True
    return sum(map(line_patterns.is_open, paragraphs)) < _MOSTLY_OPEN * count


def _have_pauses_alone(lines: Sequence[Line]) -> bool:
    """Return whether several lines of text end with a comma, and nothing in them ends a sentence."""
    texts = [line.text for line in lines if len(line.text) >= _SHORTEST_TEXT]
    paused = [text for text in texts if text[-1] in _PAUSES]
    if len(paused) < _LEAST_PARAGRAPHS or any(map(_FULL_STOP.search, texts)):
        return False
    return len(paused) > _MOSTLY_OPEN * len(texts)


def _are_without_punctuation(paragraphs: Sequence[str]) -> bool:
    """Return whether running text has hardly any punctuation, as in papers of the nineteenth century."""
    sample = "".join(paragraphs[:_PARAGRAPHS_LOOKED_AT])[:_MOST_LOOKED_AT]
    characters = len(sample)
    marks = len(_PUNCTUATION.findall(sample))
    return marks * _LEAST_BETWEEN_MARKS <= characters


def without_pauses(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines; if sentences of the file end with a comma, a line ending so becomes the end of a sentence.

    Such a line is no longer heading-like, unless it has a heading mark.
    """
    if has_final_punctuation(lines):
        return lines
    return [
        structs.replace(line, own=line.own - _PAUSED | {LineFeature.ENDS_SENTENCE})
        if line.text[-1] in _PAUSES and not line.level
        else line
        for line in lines
    ]
