"""Kinds of line that a pattern recognises: datelines, jump lines, captions, notices, lines of mastheads, credits."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from reader.language.patterns import pattern
from reader.parsing import credits, datelines, fields, line_patterns, pages
from reader.parsing.weights import LineFeature

_OPENING = pattern("[“‘「《（(]")
_AFTER_LABEL = pattern("[·•・|｜]")
_DIGIT = pattern("[0-9０-９]")
_COMMA = pattern("[，,、](?![0-9])")
_COLUMN_TAIL = pattern("[^（(]{6,}[（(][^（）()，。、：:]{4,14}(?<![图摄文讯电续完影画供])[）)]")
_SHORTEST_VERSE = 4
_STUMP = 3


def heading_features(text: str) -> set[LineFeature]:
    """Return the features of a line that is short enough for a heading, by its words."""
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
    """Return whether a line has an opening quotation mark or bracket without the closing one."""
    return _OPENING.search(text) is not None and any(
        text.count(opening) > text.count(closing)
        for opening, closing in ("“”", "‘’", "「」", "《》", "（）", "()")
    )


_OF_A_HEADING: Mapping[LineFeature, Callable[[str], object]] = {
    LineFeature.BOXED: _is_boxed,
    LineFeature.ATTENDANCE: line_patterns.is_attendance,
    LineFeature.DASH: line_patterns.begins_with_dash,
    LineFeature.OPENER: line_patterns.begins_as_sentences_do,
    LineFeature.DECK_OPENER: line_patterns.begins_as_decks_do,
    LineFeature.FIRST_DATE: _begins_with_first_date,
    LineFeature.SERIAL: line_patterns.begins_with_serial,
    LineFeature.NUMBERS: _DIGIT.search,
    LineFeature.COLON_INSIDE: _has_colon_inside,
    LineFeature.UNCLOSED: _is_unclosed,
    LineFeature.COLUMN_TAIL: _COLUMN_TAIL.fullmatch,
}
_OF_A_CLOSED_HEADING: Mapping[LineFeature, Callable[[str], object]] = {
    LineFeature.CHAPTER: line_patterns.names_chapter,
    LineFeature.DOCUMENT: line_patterns.titles_document,
    LineFeature.SERIES: line_patterns.names_series,
    LineFeature.KICKER_TAIL: line_patterns.has_strong_kicker_tail,
    LineFeature.KICKER_TAIL_WEAK: _has_weak_kicker_tail,
}
"""Features that are determined on the line without its spaces."""


def _of_a_label(whole: str) -> set[LineFeature]:
    """Return the features of a section label or a notice's heading; `whole` is a line without its spaces."""
    found = set()
    bare = whole.strip("【】[]■□◆●▲◎○*·—-:：")
    if bare in line_patterns.notice_labels():
        found.add(LineFeature.NOTICE_LABEL)
    elif line_patterns.heads_notices(whole):
        found.add(LineFeature.NOTICE_TITLE)
    labels = line_patterns.section_labels()
    if bare in labels or _AFTER_LABEL.split(bare, 1)[0] in labels:
        found.add(LineFeature.SECTION_LABEL)
    elif line_patterns.is_label(bare):
        found.add(LineFeature.LABEL_LIKE)
    return found


def _of_its_parts(text: str) -> set[LineFeature]:
    """Return the features of a heading that depend on its commas and on the spaces between its halves."""
    found = set()
    parts = _COMMA.split(text)
    if len(parts) > 1:
        found.add(LineFeature.COMMA_INSIDE if len(parts) == 2 else LineFeature.COMMAS_INSIDE)
        if 0 < len(parts[-1]) <= _STUMP and len(text) > 3 * _STUMP:
            found.add(LineFeature.STUMP)
    if len(parts) == 2 and len(parts[0]) == len(parts[1]) >= _SHORTEST_VERSE:
        found.add(LineFeature.COUPLET)
    if halves := line_patterns.headline_halves(text):
        found.add(LineFeature.HALVES)
        if line_patterns.has_strong_kicker_tail(text[: halves[0][0]]):
            found.add(LineFeature.KICKER_INSIDE)
    return found


_MOST_REST = 24


@lru_cache(maxsize=256)
def line_kinds_of_short(text: str) -> frozenset[LineFeature]:
    """Return the result of `line_kinds` for a line that is short enough for a heading.

    Cached, as the joining of printed lines needs it, too.
    """
    return frozenset(line_kinds(text, short=True))


def line_kinds(text: str, short: bool) -> set[LineFeature]:
    """Return a feature for each kind of line that a line may be by its form.

    `short`: the line is short enough for a heading.
    """
    found = {LineFeature.DATELINE} if datelines.dateline(text) else set()
    if found and datelines.begins_telegram(text):
        found.add(LineFeature.TELEGRAM)
    jumps = _of_a_jump(text)
    found |= jumps
    found |= _of_a_picture(text)
    if short:
        found.update(feature for feature, holds in _OF_A_SHORT_LINE.items() if holds(text))
    if line_patterns.is_words_of_notice(text):
        found.add(LineFeature.NOTICE_WORDS)
    if line_patterns.is_notice(text):
        found.add(LineFeature.NOTICE)
    elif line_patterns.begins_with_bullet(text):
        found.add(LineFeature.BULLET)
    if len(text) > _LONGEST_FURNITURE:
        return found
    found |= _of_furniture(text, bool(jumps))
    if credits.is_credit_line(text) and (LineFeature.CAPTION not in found or credits.names_writer(text)):
        found.add(LineFeature.STAFF if credits.names_staff(text) else LineFeature.CREDIT_LINE)
        found -= {LineFeature.CAPTION, LineFeature.DATELINE, LineFeature.TELEGRAM}
    if (signed := _of_a_signature(text, short, found)) is not None:
        found.add(signed)
    if line_patterns.states_source(text):
        found.add(LineFeature.SOURCE)
    return found


_LONGEST_FURNITURE = 80
"""Maximum characters of a line that may belong to a masthead or be a credit or a source."""


def _of_a_jump(text: str) -> set[LineFeature]:
    found = set()
    start, end = pages.jump_from(text), pages.jump_to(text)
    if start:
        found.add(LineFeature.JUMP_FROM)
        if start.end == len(text):
            found.add(LineFeature.JUMP_ALONE)
    if end:
        found |= {LineFeature.JUMP_TO, LineFeature.JUMP_ALONE} if end.start == 0 else {LineFeature.JUMP_TAIL}
    return found


def _of_a_picture(text: str) -> set[LineFeature]:
    found = set()
    if line_patterns.is_caption(text):
        found.add(LineFeature.CAPTION)
    if line_patterns.begins_caption(text):
        found.add(LineFeature.CAPTION_HEAD)
    elif line_patterns.begins_with_caption_sign(text):
        found.add(LineFeature.CAPTION_SIGN)
    if line_patterns.is_photo_credit(text):
        found.add(LineFeature.PHOTO_CREDIT)
    return found


def _of_a_signature(text: str, short: bool, found: set[LineFeature]) -> LineFeature | None:
    """Return the feature of a line that consists of a signature, a name or brackets; None for any other line.

    `found` are the features already known.
    """
    if LineFeature.TELLS_OF_MORE in found:
        return None
    if credits.is_signature(text):
        return LineFeature.SIGNATURE
    if short and credits.is_author_line(text) and not found & {LineFeature.CREDIT_LINE, LineFeature.STAFF}:
        return LineFeature.AUTHOR_LINE
    if short and text[0] in "（(" and text[-1] in "）)":
        return LineFeature.BRACKETED
    return None


_OF_A_SHORT_LINE = {
    LineFeature.FIGURES: line_patterns.is_figures,
    LineFeature.SPEAKER: line_patterns.begins_with_speaker,
    LineFeature.POINTER: line_patterns.is_pointer,
    LineFeature.SEE_PAGE: line_patterns.names_page_to_see,
    LineFeature.SPONSOR: line_patterns.names_sponsor,
    LineFeature.GREETING: line_patterns.begins_with_greeting,
    LineFeature.CONTACT: line_patterns.has_contact,
    LineFeature.INDEX_ITEM: line_patterns.is_index_item,
    LineFeature.READER_SIGNED: line_patterns.is_signed_by_reader,
    LineFeature.DOCUMENT_NUMBER: line_patterns.is_document_number,
    LineFeature.TELLS_OF_MORE: line_patterns.states_continuation,
    LineFeature.ORGANISATION: line_patterns.names_office,
}


def _is_masthead(text: str) -> bool:
    """Return whether a line belongs to a masthead, or is the head of a page with the paper's name, by its fields."""
    left, found = fields.without_fields(text)
    count = found.count
    if not count:
        return False
    says_enough = (count >= 2 and found.rest <= _MOST_REST) or (count == 1 and found.rest == 0)
    names_number = found.cn is not None or (found.cn_words and found.rest <= _MOST_REST)
    is_running_head = found.date is not None and found.rest <= _MOST_REST and fields.heads_with_title(text)
    is_running_head |= bool(found.date or found.month_day or found.lunar) and fields.is_title(
        left.replace(fields.BLANK, " ").strip()
    )
    return says_enough or names_number or is_running_head


def _of_furniture(text: str, is_jump: bool) -> set[LineFeature]:
    """Return the features of a line of a masthead or a page's head."""
    found = set()
    if _is_masthead(text) or fields.is_record_field(text):
        found.add(LineFeature.MASTHEAD)
    if not is_jump and pages.page_line(text):
        found.add(LineFeature.PAGE_LINE)
    if fields.is_title(text):
        found.add(LineFeature.TITLE)
    if fields.is_imprint(text):
        found.add(LineFeature.IMPRINT)
    elif fields.is_furniture(text):
        found.add(LineFeature.FURNITURE)
    return found
