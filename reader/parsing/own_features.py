"""The features of a line by itself: its length, its ending, the kinds of line that its words may be."""

import re
from bisect import bisect_left

from reader.parsing import credits, line_patterns, markup
from reader.parsing.heading_features import heading_features
from reader.parsing.line_kinds import line_kinds, line_kinds_of_short
from reader.parsing.weights import Feature

_SENTENCE_INSIDE = re.compile("[。！？!?][”’」』）)]{0,2}(?=[^”’」』）)。！？!?…])")
_STATEMENT = re.compile("[。；;：:]|[，,、].*[，,、]")
_PUNCTUATION = re.compile(r"[\W_]+")
_HEADING_MOST = 52
_LONGEST_BULLETED = 16


def of_markup(text: str) -> frozenset[Feature] | None:
    """Return the features of a line of markup without words, or of a table; None for any other line."""
    if markup.is_rule(text) or markup.is_links(text) or markup.is_blank(text):
        return frozenset({Feature.RULE})
    if markup.is_picture(text):
        return frozenset({Feature.CAPTION_HEAD if markup.has_words(text) else Feature.PICTURE})
    if markup.announces_text(text):
        return frozenset({Feature.RECORD_TEXT})
    if line_patterns.is_bare_number(text):
        return frozenset({Feature.PAGE_NUMBER})
    return frozenset({Feature.TABLE_ROW}) if markup.is_table_row(text) else None


def own_features(text: str, level: int, indented: bool) -> frozenset[Feature]:
    short = len(text) <= _HEADING_MOST
    length = len(_PUNCTUATION.sub("", text)) if short else len(text)
    found = {_OF_LENGTH[bisect_left(_LENGTHS, length)], _ending(text)}
    if level:
        found.add(Feature.MARKED)
    if indented and not level:
        found.add(Feature.INDENTED)
    special = line_kinds_of_short(text) if short else line_kinds(text, short=False)
    found |= special
    if short:
        found |= heading_features(text)
    elif credits.ends_signed(text):
        found.add(Feature.SIGNED_END)
    if _SENTENCE_INSIDE.search(text[:200]):
        is_call = short and Feature.ENDS_OPEN in found and _STATEMENT.search(text) is None
        found.add(Feature.EXCLAIMS_INSIDE if is_call else Feature.SENTENCE_INSIDE)
    is_listed = Feature.BULLET in special and len(text) > _LONGEST_BULLETED
    plain = not is_listed and special.isdisjoint(_NO_HEADING) and found.isdisjoint(_NO_HEADING_ENDS)
    if short and (plain or level) and special.isdisjoint(_HEAD_OF_PAGE):
        found.add(Feature.HEADING_LIKE)
    return frozenset(found)


_HEAD_OF_PAGE = frozenset({Feature.MASTHEAD, Feature.PAGE_LINE})
_NO_HEADING_ENDS = frozenset({Feature.ENDS_SENTENCE, Feature.SENTENCE_INSIDE, Feature.ENDS_QUOTED_SENTENCE})
_NO_HEADING = frozenset(
    {
        Feature.DATELINE,
        Feature.CREDIT_LINE,
        Feature.AUTHOR_LINE,
        Feature.SIGNATURE,
        Feature.CAPTION,
        Feature.CAPTION_HEAD,
        Feature.JUMP_FROM,
        Feature.JUMP_TO,
        Feature.JUMP_TAIL,
        Feature.NOTICE,
        Feature.BRACKETED,
        Feature.FURNITURE,
        Feature.MASTHEAD,
        Feature.PAGE_LINE,
        Feature.STAFF,
        Feature.FIGURES,
        Feature.SPEAKER,
        Feature.POINTER,
        Feature.SEE_PAGE,
        Feature.IMPRINT,
        Feature.SPONSOR,
        Feature.GREETING,
        Feature.CONTACT,
        Feature.INDEX_ITEM,
        Feature.READER_SIGNED,
        Feature.DOCUMENT_NUMBER,
        Feature.SOURCE,
        Feature.TELLS_OF_MORE,
    }
)


_LENGTHS = (4, 6, 9, 16, 30, 50, 90)
_OF_LENGTH = (
    Feature.LENGTH_4,
    Feature.LENGTH_6,
    Feature.LENGTH_9,
    Feature.LENGTH_16,
    Feature.LENGTH_30,
    Feature.LENGTH_50,
    Feature.LENGTH_90,
    Feature.LENGTH_MORE,
)


def _ending(text: str) -> Feature:
    last, before = text[-1], text[-2:-1]
    if last in "。；" or (last == "." and not before.isascii()):
        return Feature.ENDS_SENTENCE
    if last in "！？!?…":
        return Feature.ENDS_EXCLAIMING
    if last in "”’」』）)\"'" and before and before in "。！？!?…":
        return Feature.ENDS_QUOTED_SENTENCE
    if last in "，、,":
        return Feature.ENDS_COMMA
    if last in "：:":
        return Feature.ENDS_COLON
    return Feature.ENDS_OPEN
