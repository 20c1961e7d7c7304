"""The features of a line that may be a heading: labels, tails of kickers, openings, halves."""

import re
from collections.abc import Callable, Mapping

from reader.parsing import line_patterns
from reader.parsing.weights import Feature

_OPENING = re.compile("[“‘「《（(]")
_AFTER_LABEL = re.compile("[·•・|｜]")
_DIGIT = re.compile("[0-9０-９]")
_COMMA = re.compile("[，,、](?![0-9])")
_COLUMN_TAIL = re.compile("[^（(]{6,}[（(][^（）()，。、：:]{4,14}(?<![图摄文讯电续完影画供])[）)]")
_SHORTEST_VERSE = 4
_STUMP = 3


def heading_features(text: str) -> set[Feature]:
    """Return the features by the words of a line that is short enough for a heading."""
    whole = "".join(text.split())
    found = {feature for feature, holds in _OF_A_HEADING.items() if holds(text)}
    found |= {feature for feature, holds in _OF_A_CLOSED_HEADING.items() if holds(whole)}
    return found | _of_a_label(whole) | _of_its_parts(text)


def _is_boxed(text: str) -> bool:
    return text[0] in "【[■◆" and len(text) <= 12


def _has_colon_inside(text: str) -> bool:
    return "：" in text[1:7] or ":" in text[1:7]


def _begins_with_first_date(text: str) -> bool:
    return line_patterns.begins_with_date(text) and not line_patterns.begins_as_decks_do(text)


def _has_weak_kicker_tail(whole: str) -> bool:
    return line_patterns.has_kicker_tail(whole) and not line_patterns.has_strong_kicker_tail(whole)


def _is_unclosed(text: str) -> bool:
    """Return whether a quotation or a bracket that begins in the line does not end in it."""
    return _OPENING.search(text) is not None and any(
        text.count(opening) > text.count(closing)
        for opening, closing in ("“”", "‘’", "「」", "《》", "（）", "()")
    )


_OF_A_HEADING: Mapping[Feature, Callable[[str], object]] = {
    Feature.BOXED: _is_boxed,
    Feature.ATTENDANCE: line_patterns.is_attendance,
    Feature.DASH: line_patterns.begins_with_dash,
    Feature.OPENER: line_patterns.begins_as_sentences_do,
    Feature.DECK_OPENER: line_patterns.begins_as_decks_do,
    Feature.FIRST_DATE: _begins_with_first_date,
    Feature.SERIAL: line_patterns.begins_with_serial,
    Feature.NUMBERS: _DIGIT.search,
    Feature.COLON_INSIDE: _has_colon_inside,
    Feature.UNCLOSED: _is_unclosed,
    Feature.COLUMN_TAIL: _COLUMN_TAIL.fullmatch,
}
_OF_A_CLOSED_HEADING: Mapping[Feature, Callable[[str], object]] = {
    Feature.CHAPTER: line_patterns.names_chapter,
    Feature.DOCUMENT: line_patterns.titles_document,
    Feature.SERIES: line_patterns.names_series,
    Feature.KICKER_TAIL: line_patterns.has_strong_kicker_tail,
    Feature.KICKER_TAIL_WEAK: _has_weak_kicker_tail,
}
"""Features that are determined on the line without its spaces."""


def _of_a_label(whole: str) -> set[Feature]:
    """Return the features of a line without spaces by the lists of labels."""
    found = set()
    bare = whole.strip("【】[]■□◆●▲◎○*·—-:：")
    if bare in line_patterns.notice_labels():
        found.add(Feature.NOTICE_LABEL)
    elif line_patterns.heads_notices(whole):
        found.add(Feature.NOTICE_TITLE)
    labels = line_patterns.section_labels()
    if bare in labels or _AFTER_LABEL.split(bare, 1)[0] in labels:
        found.add(Feature.SECTION_LABEL)
    elif line_patterns.is_label(bare):
        found.add(Feature.LABEL_LIKE)
    return found


def _of_its_parts(text: str) -> set[Feature]:
    """Return the features of a heading by its commas and its halves."""
    found = set()
    parts = _COMMA.split(text)
    if len(parts) > 1:
        found.add(Feature.COMMA_INSIDE if len(parts) == 2 else Feature.COMMAS_INSIDE)
        if 0 < len(parts[-1]) <= _STUMP and len(text) > 3 * _STUMP:
            found.add(Feature.STUMP)
    if len(parts) == 2 and len(parts[0]) == len(parts[1]) >= _SHORTEST_VERSE:
        found.add(Feature.COUPLET)
    if halves := line_patterns.headline_halves(text):
        found.add(Feature.HALVES)
        if line_patterns.has_strong_kicker_tail(text[: halves[0][0]]):
            found.add(Feature.KICKER_INSIDE)
    return found
