"""Kinds of line that a pattern recognises: datelines, jump lines, captions, notices, lines of mastheads, credits."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from reader.language.patterns import pattern
from reader.parsing import credits, datelines, fields, line_patterns, pages, western_lines
from reader.parsing.weights import LineFeature

_OPENINGS = {"“": "”", "‘": "’", "「": "」", "《": "》", "（": "）", "(": ")"}
_DIGIT = pattern("[0-9０-９]")
_AFTER_LABEL = pattern("[·•・|｜]")
_COMMA = pattern("[，,、](?![0-9])")
_COLUMN_TAIL = pattern("[^（(]{6,}[（(][^（()），。、：:]{4,14}(?<![图摄文讯电续完影画供])[）)]")
_SHORTEST_VERSE = 4
_STUMP = 3
_BOXES = "【[■◆"
_FIGURES = "0123456789"
_COUNTING = "０１２３４５６７８９零〇○一二三四五六七八九十百千廿卅"


class _Kind(NamedTuple):
    """A kind of line: its feature, its test, and the characters without which a line is never of this kind.

    Every line of the kind begins with a character of `first`, ends with one of `last`, or has one of `inside`.
    """

    feature: LineFeature
    holds: Callable[[str], object]
    first: str = ""
    last: str = ""
    inside: str = ""


class Kinds:
    """Finds all kinds of a line, of which only those are tested whose characters the line has."""

    def __init__(self, *kinds: _Kind) -> None:
        self.all = kinds
        self._first = _by_character(kind.first for kind in kinds)
        self._last = _by_character(kind.last for kind in kinds)
        self._inside = _by_character(kind.inside for kind in kinds)
        self._sign = re.compile(f"[{re.escape(''.join(self._inside))}]")
        self._tests_of = lru_cache(maxsize=4096)(
            lambda may_be: [(kind.feature, kind.holds) for at, kind in enumerate(kinds) if may_be >> at & 1]
        )
        """Returns the features and tests of the kinds whose bits are set."""

    def of(self, text: str) -> set[LineFeature]:
        may_be = self._first.get(text[0], 0) | self._last.get(text[-1], 0)
        for sign in self._sign.findall(text):
            may_be |= self._inside[sign]
        return {feature for feature, holds in self._tests_of(may_be) if holds(text)}


def _by_character(signs: Iterable[str]) -> Mapping[str, int]:
    """Return for each character the kinds that may have it, as bits; `signs` are the characters of each kind."""
    kinds_by_character: dict[str, int] = {}
    for at, characters in enumerate(signs):
        for character in characters:
            kinds_by_character[character] = kinds_by_character.get(character, 0) | 1 << at
    return kinds_by_character


def features_of_heading(text: str) -> set[LineFeature]:
    """Return the features of a line that is short enough for a heading, by its whole words and its parts."""
    bare_text = "".join(text.split())
    features = set()
    parts = _COMMA.split(text)
    if len(parts) > 1:
        features.add(LineFeature.COMMA_INSIDE if len(parts) == 2 else LineFeature.COMMAS_INSIDE)
        if 0 < len(parts[-1]) <= _STUMP and len(text) > 3 * _STUMP:
            features.add(LineFeature.STUMP)
    if len(parts) == 2 and len(parts[0]) == len(parts[1]) >= _SHORTEST_VERSE:
        features.add(LineFeature.COUPLET)
    halves = line_patterns.headline_halves(text)
    if halves:
        features.add(LineFeature.HALVES)
        if line_patterns.has_strong_kicker_tail(text[: halves[0][0]]):
            features.add(LineFeature.KICKER_INSIDE)
    return CLOSED_HEADINGS.of(bare_text) | _of_a_label(bare_text) | features


def is_boxed(text: str) -> bool:
    return text[0] in _BOXES and len(text) <= 12


def _has_colon_inside(text: str) -> bool:
    return "：" in text[1:7] or ":" in text[1:7]


def _begins_with_first_date(text: str) -> bool:
    return line_patterns.FIRST_DATE.match(text) is not None and not line_patterns.DECK_OPENER.match(text)


def _has_weak_kicker_tail(bare_text: str) -> bool:
    return line_patterns.has_kicker_tail(bare_text) and not line_patterns.has_strong_kicker_tail(bare_text)


def _is_unclosed(text: str) -> bool:
    """Return whether a line has an opening quotation mark or bracket without the closing one."""
    return any(text.count(opening) > text.count(closing) for opening, closing in _OPENINGS.items())


_OF_KICKERS = "".join(line_patterns.KICKER_ENDS)
CLOSED_HEADINGS = Kinds(
    _Kind(LineFeature.CHAPTER, line_patterns.CHAPTER.match, first="第一二三四五六七八九十附"),
    _Kind(LineFeature.GENRE, line_patterns.GENRE.fullmatch, inside="：:"),
    _Kind(LineFeature.DOCUMENT, line_patterns.DOCUMENT.fullmatch, last=line_patterns.DOCUMENT_ENDS),
    _Kind(LineFeature.SERIES, line_patterns.SERIES.fullmatch, inside="（(连系专"),
    _Kind(LineFeature.KICKER_TAIL, line_patterns.has_strong_kicker_tail, last=_OF_KICKERS),
    _Kind(LineFeature.KICKER_TAIL_WEAK, _has_weak_kicker_tail, first="从", last=_OF_KICKERS),
)
"""The kinds of a heading without its spaces."""


def _of_a_label(bare_text: str) -> set[LineFeature]:
    """Return the features of a section label or a notice's heading; `bare_text` is a line without its spaces."""
    features = set()
    bare = bare_text.strip("【】[]■□◆●▲◎○*·—-:：")
    if bare in line_patterns.notice_labels():
        features.add(LineFeature.NOTICE_LABEL)
    elif line_patterns.heads_notices(bare_text):
        features.add(LineFeature.NOTICE_TITLE)
    labels = line_patterns.section_labels()
    if bare[:1] <= "z":
        bare = bare.rstrip(".").casefold()
    if bare in labels or _AFTER_LABEL.split(bare, 1)[0] in labels:
        features.add(LineFeature.SECTION_LABEL)
    elif line_patterns.is_label(bare):
        features.add(LineFeature.LABEL_LIKE)
    return features


_MOST_REST = 24


_SENTENCE_INSIDE = pattern("[。！？!?][”’」』）)]{0,2}(?=[^”’」』）)。！？!?…])")
_STATEMENT = pattern("[。；;：:]|[，,、].*[，,、]")
_PUNCTUATION = pattern(r"[\W_]+")


@lru_cache(maxsize=4096)
def features_of_short(text: str) -> frozenset[LineFeature]:
    """Return the features of the text of a line that is short enough for a heading.

    Cached, as the joining of printed lines needs them, too, and newspapers repeat labels, fields and names.
    """
    letters = text if text.isalnum() else _PUNCTUATION.sub("", text)
    ending = _ending(text)
    features = line_kinds(text, short=True)
    features.update(features_of_heading(text), (_of_length(len(letters)), ending))
    if _SENTENCE_INSIDE.search(text):
        is_call = ending is LineFeature.ENDS_OPEN and _STATEMENT.search(text) is None
        features.add(LineFeature.EXCLAIMS_INSIDE if is_call else LineFeature.SENTENCE_INSIDE)
    return frozenset(features)


def features_of_long(text: str) -> frozenset[LineFeature]:
    """Return the features of the text of a line that is too long for a heading."""
    features = line_kinds(text, short=False)
    features.update((_of_length(len(text)), _ending(text)))
    if credits.ends_signed(text):
        features.add(LineFeature.SIGNED_END)
    if _SENTENCE_INSIDE.search(text[:200]):
        features.add(LineFeature.SENTENCE_INSIDE)
    return frozenset(features)


_LENGTHS = (4, 6, 9, 16, 30, 50, 90)
_OF_LENGTH = (
    LineFeature.LENGTH_4,
    LineFeature.LENGTH_6,
    LineFeature.LENGTH_9,
    LineFeature.LENGTH_16,
    LineFeature.LENGTH_30,
    LineFeature.LENGTH_50,
    LineFeature.LENGTH_90,
    LineFeature.LENGTH_MORE,
)


def features_of_western(text: str, features: frozenset[LineFeature]) -> frozenset[LineFeature]:
    """Return the features of a line of a text in Western letters, given those that it has as any line."""
    features = features - _LENGTH_FEATURES | {_of_length(western_lines.measure(text))}
    if western_lines.begins_small(text):
        features -= _HEADING
    if western_lines.ends_sentence(text):
        features = features - _OPEN_HEADING | {LineFeature.ENDS_SENTENCE}
    if western_lines.is_in_capitals(text):
        features -= _FURNITURE_ALONE  # the title of a Chinese paper in capitals has it
    return features


_LENGTH_FEATURES = frozenset(_OF_LENGTH)
_HEADING = frozenset({LineFeature.HEADING_LIKE})
_OPEN_HEADING = frozenset({LineFeature.ENDS_OPEN, LineFeature.HEADING_LIKE})
_FURNITURE_ALONE = frozenset({LineFeature.FURNITURE})


def _of_length(length: int) -> LineFeature:
    return _OF_LENGTH[bisect_left(_LENGTHS, length)]


_ENDS_WITH_YEAR = pattern(r".{0,32}[0-9]\s?г\.")
"""A short line that ends with a year in Russian, whose full stop ends no sentence."""


def _ending(text: str) -> LineFeature:
    last = text[-1]
    before = text[-2:-1]
    if text.endswith("..."):
        return LineFeature.ENDS_EXCLAIMING
    if last in "。；" or (last == "." and not before.isascii() and not _ENDS_WITH_YEAR.fullmatch(text)):
        return LineFeature.ENDS_SENTENCE
    if last in "！？!?…":
        return LineFeature.ENDS_EXCLAIMING
    if last in "”’」』）)\"'" and before and before in "。！？!?…":
        return LineFeature.ENDS_QUOTED_SENTENCE
    if last in "，、,":
        return LineFeature.ENDS_COMMA
    if last in "：:":
        return LineFeature.ENDS_COLON
    return LineFeature.ENDS_OPEN


def line_kinds(text: str, short: bool) -> set[LineFeature]:
    """Return a feature for each kind of line that a line may be by its form.

    `short`: the line is short enough for a heading.
    """
    is_furniture = len(text) <= _LONGEST_FURNITURE
    if short:
        features = SHORT_LINES.of(text)
    elif is_furniture:
        features = FURNITURE.of(text)
    else:
        features = set()
    if LineFeature.IMPRINT in features:
        features.discard(LineFeature.FURNITURE)
    jumps = _of_a_jump(text)
    if jumps:
        features.discard(LineFeature.PAGE_LINE)
        features.update(jumps)
    features.update(_of_news(text), _of_a_picture(text), _of_a_notice(text))
    if not is_furniture:
        return features
    if credits.is_credit_line(text) and (LineFeature.CAPTION not in features or credits.names_writer(text)):
        features.add(LineFeature.STAFF if credits.names_staff(text) else LineFeature.CREDIT_LINE)
        features -= {LineFeature.CAPTION, LineFeature.DATELINE, LineFeature.TELEGRAM}
    signed = _of_a_signature(text, short, features)
    if signed is not None:
        features.add(signed)
    if line_patterns.states_source(text):
        features.add(LineFeature.SOURCE)
    return features


_LONGEST_FURNITURE = 80
"""Maximum characters of a line that may belong to a masthead or be a credit or a source."""


def _of_a_jump(text: str) -> list[LineFeature]:
    features = []
    start = pages.jump_from(text)
    end = pages.jump_to(text)
    if start:
        features.append(LineFeature.JUMP_FROM)
        if start.end == len(text):
            features.append(LineFeature.JUMP_ALONE)
    if end:
        features += (
            [LineFeature.JUMP_TO, LineFeature.JUMP_ALONE] if end.start == 0 else [LineFeature.JUMP_TAIL]
        )
    return features


def _of_news(text: str) -> list[LineFeature]:
    if datelines.dateline(text) is None:
        return []
    is_telegram = datelines.begins_telegram(text)
    if is_telegram:
        return [LineFeature.DATELINE, LineFeature.TELEGRAM]
    return [LineFeature.DATELINE]


def _of_a_notice(text: str) -> list[LineFeature]:
    has_words = line_patterns.FAMILY_NOTICE.search(text, 0, line_patterns.HEAD)
    features = [LineFeature.NOTICE_WORDS] if has_words else []
    if line_patterns.is_notice(text):
        features.append(LineFeature.NOTICE)
    elif line_patterns.BULLET.match(text) and not line_patterns.is_framed(text):
        features.append(LineFeature.BULLET)
    return features


def _of_a_picture(text: str) -> list[LineFeature]:
    if line_patterns.is_caption(text):
        features = [LineFeature.CAPTION]
    else:
        features = []
    if line_patterns.begins_caption(text):
        features.append(LineFeature.CAPTION_HEAD)
    elif line_patterns.begins_with_caption_sign(text):
        features.append(LineFeature.CAPTION_SIGN)
    return features


_CREDITED = frozenset({LineFeature.CREDIT_LINE, LineFeature.STAFF})


def _of_a_signature(text: str, short: bool, features: set[LineFeature]) -> LineFeature | None:
    """Return the feature of a line that consists of a signature, a name or brackets; None for any other line.

    `features` are the features already known.
    """
    if LineFeature.TELLS_OF_MORE in features:
        return None
    if credits.is_signature(text):
        return LineFeature.SIGNATURE
    if short and features.isdisjoint(_CREDITED) and credits.is_author_line(text):
        return LineFeature.AUTHOR_LINE
    if short and text[0] in "（(" and text[-1] in "）)":
        return LineFeature.BRACKETED
    return None


_OF_PROSE = pattern(
    r"[^\W\d_A-Za-z年月日曰号期总第张版页国内统一连续出物刊星礼拜周曜农历夏阴旧大清〇零一二三四五六七八九十百千廿卅元正腊冬初]"
)
"""A letter that is in few fields of a masthead."""
_SHORTEST_PROSE = 40
"""Such letters, which are too many for a masthead's line."""


def _is_masthead(text: str) -> bool:
    """Return whether a line belongs to a masthead, or is the head of a page with the paper's name, by its fields."""
    if len(text) > _SHORTEST_PROSE and len(_OF_PROSE.findall(text)) > _SHORTEST_PROSE:
        return fields.is_record_field(text)
    left, line_fields = fields.without_fields(text)
    count = line_fields.count
    if not count:
        is_title_over_day = fields.ends_with_month(text) and fields.heads_with_title(text)
        return is_title_over_day or fields.is_record_field(text)
    says_enough = (count >= 2 and line_fields.rest <= _MOST_REST) or (count == 1 and line_fields.rest == 0)
    names_number = line_fields.cn is not None or (line_fields.cn_words and line_fields.rest <= _MOST_REST)
    is_running_head = (
        line_fields.date is not None and line_fields.rest <= _MOST_REST and fields.heads_with_title(text)
    )
    is_running_head |= (line_fields.is_dated or line_fields.lunar is not None) and fields.is_title(
        left.replace(fields.BLANK, " ").strip()
    )
    return says_enough or names_number or is_running_head or fields.is_record_field(text)


FURNITURE = Kinds(
    _Kind(LineFeature.MASTHEAD, _is_masthead, inside=f"年月期号版周刊拜CcIi：:{_FIGURES}{_COUNTING[:10]}"),
    _Kind(LineFeature.PAGE_LINE, pages.page_line, inside=f"版{_FIGURES}{_COUNTING[:10]}"),
    _Kind(
        LineFeature.TITLE,
        fields.is_title,
        inside="报" + "".join({title[-1] for title in fields.TITLES_IN_OTHER_WORDS}),
    ),
    _Kind(LineFeature.IMPRINT, fields.is_imprint, inside=f"：:{_FIGURES}{_COUNTING[:10]}"),
    _Kind(
        LineFeature.FURNITURE,
        fields.is_furniture,
        first="ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        inside=f"掌客微视抖扫官子数管办出编承关.:：Mm{_FIGURES}",
    ),
)
"""The kinds of a line of a masthead or a page's head."""
SHORT_LINES = Kinds(
    *FURNITURE.all,
    _Kind(LineFeature.PHOTO_CREDIT, line_patterns.PHOTO_CREDIT.fullmatch, last="摄影图供道稿）)。"),
    _Kind(LineFeature.FIGURES, line_patterns.is_figures, inside=_FIGURES),
    _Kind(LineFeature.MONTH_DATE, fields.is_month, first=f"（(公一二{_FIGURES}"),
    _Kind(LineFeature.SPEAKER, line_patterns.SPEAKER.match, first="记主问答QA甲乙丙丁"),
    _Kind(LineFeature.POINTER, line_patterns.POINTER.fullmatch, inside="扫"),
    _Kind(LineFeature.SEE_PAGE, line_patterns.SEE_PAGE.fullmatch, inside="版"),
    _Kind(LineFeature.SPONSOR, line_patterns.SPONSOR.fullmatch, last="宣"),
    _Kind(LineFeature.GREETING, line_patterns.GREETING.match, first="【[（(各令同朋编尊亲本Tt"),
    _Kind(LineFeature.GREETING, line_patterns.GREETING.match, last=":："),
    _Kind(LineFeature.CONTACT, line_patterns.WHOM_TO_CALL.match, first="联咨报监举招应预公活开投受"),
    _Kind(LineFeature.INDEX_ITEM, line_patterns.is_index_item, inside="版"),
    _Kind(
        LineFeature.READER_SIGNED,
        line_patterns.is_signed_by_reader,
        inside="报者人士民员部户主友属生长工师客",
    ),
    _Kind(LineFeature.DOCUMENT_NUMBER, line_patterns.DOCUMENT_NUMBER.fullmatch, inside="号"),
    _Kind(
        LineFeature.TELLS_OF_MORE,
        line_patterns.states_continuation,
        last=line_patterns.ENDS_OF_CONTINUATION,
    ),
    _Kind(
        LineFeature.ORGANISATION,
        line_patterns.OFFICE_ALONE.fullmatch,
        last="".join(line_patterns.LAST_OF_OFFICES) + "：:",
    ),
    _Kind(LineFeature.BOXED, is_boxed, first=_BOXES),
    _Kind(
        LineFeature.ATTENDANCE, line_patterns.is_attendance, inside="席参持讲辞陪告宣见名到言审谈研授奖牌评动"
    ),
    _Kind(LineFeature.DASH, line_patterns.DASH.match, first="—―-－─"),
    _Kind(
        LineFeature.OPENER,
        line_patterns.begins_as_sentences_do,
        first="近日目去今昨当此同据其随会新让截春为作对如接下这",
    ),
    _Kind(
        LineFeature.DECK_OPENER,
        line_patterns.DECK_OPENER.match,
        first=f"同环预累首总占惠涉覆最其共居位列均系为将定力计分{_FIGURES}{_COUNTING}",
        inside="比",
    ),
    _Kind(LineFeature.FIRST_DATE, _begins_with_first_date, first=_FIGURES + _COUNTING),
    _Kind(
        LineFeature.SERIAL,
        line_patterns.SERIAL.match,
        first=f"（(第{_FIGURES}{_COUNTING}①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    ),
    _Kind(LineFeature.NUMBERS, _DIGIT.search, inside=_FIGURES + _COUNTING[:10]),
    _Kind(LineFeature.COLON_INSIDE, _has_colon_inside, inside="：:"),
    _Kind(LineFeature.UNCLOSED, _is_unclosed, inside="".join(_OPENINGS)),
    _Kind(LineFeature.COLUMN_TAIL, _COLUMN_TAIL.fullmatch, last="）)"),
)
"""The kinds of a line that is short enough for a heading."""
