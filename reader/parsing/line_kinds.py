"""Kinds of line that are recognised by a pattern: datelines, jumps, captions, notices, furniture, credits."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from reader.parsing import credits, datelines, fields, line_patterns, pages
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


_MOST_REST = 24


@lru_cache(maxsize=256)
def line_kinds_of_short(text: str) -> frozenset[Feature]:
    """Return the kinds of a line that is short enough for a heading.

    Cached, as printed lines are first looked at to put them together.
    """
    return frozenset(line_kinds(text, short=True))


def line_kinds(text: str, short: bool) -> set[Feature]:
    """Return the kinds of line that its pattern may be; `short` if it is short enough for a heading."""
    found = {Feature.DATELINE} if datelines.dateline(text) else set()
    if found and datelines.begins_telegram(text):
        found.add(Feature.TELEGRAM)
    jumps = _of_a_jump(text)
    found |= jumps
    found |= _of_a_picture(text)
    if short:
        found.update(feature for feature, holds in _OF_A_SHORT_LINE.items() if holds(text))
    if line_patterns.is_words_of_notice(text):
        found.add(Feature.NOTICE_WORDS)
    if line_patterns.is_notice(text):
        found.add(Feature.NOTICE)
    elif line_patterns.begins_with_bullet(text):
        found.add(Feature.BULLET)
    if len(text) > _LONGEST_FURNITURE:
        return found
    found |= _of_furniture(text, bool(jumps))
    if credits.is_credit_line(text) and (Feature.CAPTION not in found or credits.names_writer(text)):
        found.add(Feature.STAFF if credits.names_staff(text) else Feature.CREDIT_LINE)
        found -= {Feature.CAPTION, Feature.DATELINE, Feature.TELEGRAM}
    if (signed := _of_a_signature(text, short, found)) is not None:
        found.add(signed)
    if line_patterns.tells_source(text):
        found.add(Feature.SOURCE)
    return found


_LONGEST_FURNITURE = 80
"""Maximum characters of a line that may be part of a masthead, a credit, a source."""


def _of_a_jump(text: str) -> set[Feature]:
    found = set()
    start, end = pages.jump_from(text), pages.jump_to(text)
    if start:
        found.add(Feature.JUMP_FROM)
        if start.end == len(text):
            found.add(Feature.JUMP_ALONE)
    if end:
        found |= {Feature.JUMP_TO, Feature.JUMP_ALONE} if end.start == 0 else {Feature.JUMP_TAIL}
    return found


def _of_a_picture(text: str) -> set[Feature]:
    found = set()
    if line_patterns.is_caption(text):
        found.add(Feature.CAPTION)
    if line_patterns.begins_caption(text):
        found.add(Feature.CAPTION_HEAD)
    elif line_patterns.begins_with_caption_sign(text):
        found.add(Feature.CAPTION_SIGN)
    if line_patterns.is_photo_credit(text):
        found.add(Feature.PHOTO_CREDIT)
    return found


def _of_a_signature(text: str, short: bool, found: set[Feature]) -> Feature | None:
    """Return the features of a line, of which `found` is known, by the name or the brackets that it consists of."""
    if Feature.TELLS_OF_MORE in found:
        return None
    if credits.is_signature(text):
        return Feature.SIGNATURE
    if short and credits.is_author_line(text) and not found & {Feature.CREDIT_LINE, Feature.STAFF}:
        return Feature.AUTHOR_LINE
    if short and text[0] in "（(" and text[-1] in "）)":
        return Feature.BRACKETED
    return None


_OF_A_SHORT_LINE = {
    Feature.FIGURES: line_patterns.is_figures,
    Feature.SPEAKER: line_patterns.begins_with_speaker,
    Feature.POINTER: line_patterns.is_pointer,
    Feature.SEE_PAGE: line_patterns.names_page_to_see,
    Feature.SPONSOR: line_patterns.names_sponsor,
    Feature.GREETING: line_patterns.begins_with_greeting,
    Feature.CONTACT: line_patterns.tells_whom_to_call,
    Feature.INDEX_ITEM: line_patterns.is_index_item,
    Feature.READER_SIGNED: line_patterns.is_signed_by_reader,
    Feature.DOCUMENT_NUMBER: line_patterns.is_document_number,
    Feature.TELLS_OF_MORE: line_patterns.tells_of_more,
    Feature.ORGANISATION: line_patterns.names_office,
}


def _is_masthead(text: str) -> bool:
    """Return whether the fields in a line make it one of a masthead, or the head of a page that names the paper."""
    left, found = fields.without_fields(text)
    count = found.count
    if not count:
        return False
    says_enough = (count >= 2 and found.rest <= _MOST_REST) or (count == 1 and found.rest == 0)
    names_number = found.cn is not None or (found.cn_words and found.rest <= _MOST_REST)
    is_running_head = found.date is not None and found.rest <= _MOST_REST and fields.heads_with_title(text)
    is_running_head |= found.month_day is not None and fields.is_title(
        left.replace(fields.BLANK, " ").strip()
    )
    return says_enough or names_number or is_running_head


def _of_furniture(text: str, is_jump: bool) -> set[Feature]:
    found = set()
    if _is_masthead(text) or fields.is_record_field(text):
        found.add(Feature.MASTHEAD)
    if not is_jump and pages.page_line(text):
        found.add(Feature.PAGE_LINE)
    if fields.is_title(text):
        found.add(Feature.TITLE)
    if fields.is_imprint(text):
        found.add(Feature.IMPRINT)
    elif fields.is_furniture(text):
        found.add(Feature.FURNITURE)
    return found
