"""Kinds of line that are recognised by a pattern: datelines, jumps, captions, notices, furniture, credits."""

from functools import lru_cache

from reader.parsing import credits, datelines, fields, line_patterns, pages
from reader.parsing.weights import Feature

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
