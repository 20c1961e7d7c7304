"""Lines and their features: what can be said of a line before anything is decided."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from reader.newspaper.article import Credit
from reader.newspaper.text import SourceText
from reader.parsing import credits, datelines, fields, front_matter, marks, pages
from reader.parsing.told import NOTHING, Told, credits_told
from reader.parsing.weights import Feature

_HEADING = re.compile(r"#+[ \t\u3000]*")
_SENTENCE_INSIDE = re.compile("[。！？!?][”’」』）)]{0,2}(?=[^”’」』）)。！？!?…])")
_PUNCTUATION = re.compile(r"[\W_]+")
_OPENING = re.compile("[“‘「《（(]")
_AFTER_LABEL = re.compile("[·•・|｜]")
_DIGIT = re.compile("[0-9０-９]")
_COMMA = re.compile("[，,、](?![0-9])")
_HEADING_MOST = 52
_MOST_REST = 24
_SHORTEST_VERSE = 4
_STUMP = 3
_LONGEST_BULLETED = 16
RAGGED = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank.

    `text` is stripped, without Markdown's leading #s; `level` counts these, `gap` the blank lines before it.
    """

    number: int
    text: str
    level: int
    gap: int
    indented: bool
    own: frozenset[Feature]
    told: Told = NOTHING

    @property
    def is_heading_like(self) -> bool:
        return Feature.HEADING_LIKE in self.own

    def credits(self) -> tuple[Credit, ...]:
        """Those of a line that holds nothing else, as told or as read."""
        read = credits.in_line(self.text)
        if self.told.credits is None:
            return read
        whole = tuple(Credit(told.role, told.names, self.text) for told in self.told.credits)
        return credits_told(self.told.credits, self.text, whole)


@dataclass(frozen=True, slots=True)
class Text:
    """The lines of a file that are not blank, with what they have in common.

    `headline_level` is the level of heading marks under which most news begins, 0 in a file without marks; `width`
    the column's, in characters, where every printed line is a line of the file, else None.
    """

    lines: tuple[Line, ...]
    headline_level: int
    width: int | None


def lines_of(source: SourceText) -> Text:
    """Every line that is not blank, with its features."""
    lines: list[Line] = []
    gap = 0
    front_matter_end = front_matter.end_of(source)
    for number, raw in enumerate(source.lines, 1):
        stripped = raw.strip()
        if not stripped:
            gap += 1
            continue
        mark = _HEADING.match(stripped)
        text = stripped[mark.end() :] if mark and mark.end() < len(stripped) else stripped
        level = mark[0].count("#") if mark and text != stripped else 0
        indented = raw.startswith(("\u3000", "  ", "\t"))
        own = (
            frozenset({Feature.FRONT_MATTER})
            if number <= front_matter_end
            else _own_features(text, level, indented)
        )
        lines.append(Line(number, text, level, gap, indented, own))
        gap = 0
    width = _width(lines)
    if width:
        lines = _without_running_lines(lines, width)
    return Text(tuple(lines), _headline_level(lines), width)


def _own_features(text: str, level: int, indented: bool) -> frozenset[Feature]:
    short = len(text) <= _HEADING_MOST
    length = len(_PUNCTUATION.sub("", text)) if short else len(text)
    found = {_OF_LENGTH[bisect_left(_LENGTHS, length)], _ending(text)}
    if level:
        found.add(Feature.MARKED)
    if indented and not level:
        found.add(Feature.INDENTED)
    special = _special(text, short)
    found |= special
    if short:
        found |= _of_a_heading(text)
    elif credits.ends_signed(text):
        found.add(Feature.SIGNED_END)
    if _SENTENCE_INSIDE.search(text[:200]):
        found.add(Feature.SENTENCE_INSIDE)
    is_listed = Feature.BULLET in special and len(text) > _LONGEST_BULLETED
    plain = not is_listed and not special & _NO_HEADING and not found & _NO_HEADING_ENDS
    if short and (plain or level) and not special & _HEAD_OF_PAGE:
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


def _special(text: str, short: bool) -> set[Feature]:
    """What kind of line its pattern says it is."""
    found = set()
    if datelines.dateline(text):
        found.add(Feature.DATELINE)
    start = pages.jump_from(text)
    if start:
        found.add(Feature.JUMP_FROM)
        if start.end == len(text):
            found.add(Feature.JUMP_ALONE)
    end = pages.jump_to(text)
    if end:
        found |= {Feature.JUMP_TO, Feature.JUMP_ALONE} if end.start == 0 else {Feature.JUMP_TAIL}
    if marks.is_caption(text):
        found.add(Feature.CAPTION)
    if marks.begins_caption(text):
        found.add(Feature.CAPTION_HEAD)
    elif marks.begins_with_caption_sign(text):
        found.add(Feature.CAPTION_SIGN)
    if short:
        found.update([feature for feature, holds in _OF_A_SHORT_LINE.items() if holds(text)])
    if marks.is_notice(text):
        found.add(Feature.NOTICE)
    elif marks.begins_with_bullet(text):
        found.add(Feature.BULLET)
    if len(text) <= 80:
        found |= _of_furniture(text, bool(start or end))
        if credits.is_credit_line(text) and (Feature.CAPTION not in found or credits.names_writer(text)):
            found.add(Feature.STAFF if credits.names_staff(text) else Feature.CREDIT_LINE)
            found -= {Feature.CAPTION, Feature.DATELINE}
        if credits.is_signature(text):
            found.add(Feature.SIGNATURE)
        elif short and credits.is_author_line(text) and not found & {Feature.CREDIT_LINE, Feature.STAFF}:
            found.add(Feature.AUTHOR_LINE)
        elif short and text[0] in "（(" and text[-1] in "）)":
            found.add(Feature.BRACKETED)
    return found


_OF_A_SHORT_LINE = {
    Feature.FIGURES: marks.is_figures,
    Feature.SPEAKER: marks.begins_with_speaker,
    Feature.POINTER: marks.is_pointer,
    Feature.SEE_PAGE: marks.names_page_to_see,
    Feature.SPONSOR: marks.names_sponsor,
    Feature.GREETING: marks.begins_with_greeting,
    Feature.CONTACT: marks.tells_whom_to_call,
}


def _of_furniture(text: str, is_jump: bool) -> set[Feature]:
    found = set()
    told = fields.masthead_fields(text)
    count = told.count
    says_enough = (count >= 2 and told.rest <= _MOST_REST) or (count == 1 and told.rest == 0)
    names_number = told.cn is not None or (told.cn_words and told.rest <= _MOST_REST)
    if says_enough or names_number or fields.is_record_field(text):
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


def _of_a_heading(text: str) -> set[Feature]:
    found = set()
    whole = "".join(text.split())
    bare = whole.strip("【】[]■□◆●▲◎○*·—-:：")
    if bare in marks.notice_labels():
        found.add(Feature.NOTICE_LABEL)
    if bare in marks.section_labels() or _AFTER_LABEL.split(bare, 1)[0] in marks.section_labels():
        found.add(Feature.SECTION_LABEL)
    elif marks.is_label(bare):
        found.add(Feature.LABEL_LIKE)
    if text[0] in "【[■◆" and len(text) <= 12:
        found.add(Feature.BOXED)
    if marks.has_strong_kicker_tail(whole):
        found.add(Feature.KICKER_TAIL)
    elif marks.has_kicker_tail(whole):
        found.add(Feature.KICKER_TAIL_WEAK)
    if marks.is_attendance(text):
        found.add(Feature.ATTENDANCE)
    if marks.begins_with_dash(text):
        found.add(Feature.DASH)
    if marks.begins_as_sentences_do(text):
        found.add(Feature.OPENER)
    if marks.begins_as_decks_do(text):
        found.add(Feature.DECK_OPENER)
    elif marks.begins_with_date(text):
        found.add(Feature.FIRST_DATE)
    if marks.begins_with_serial(text):
        found.add(Feature.SERIAL)
    if _DIGIT.search(text):
        found.add(Feature.NUMBERS)
    parts = _COMMA.split(text)
    if len(parts) > 1:
        found.add(Feature.COMMA_INSIDE if len(parts) == 2 else Feature.COMMAS_INSIDE)
    if len(parts) == 2 and len(parts[0]) == len(parts[1]) >= _SHORTEST_VERSE:
        found.add(Feature.COUPLET)
    if len(parts) > 1 and 0 < len(parts[-1]) <= _STUMP and len(text) > 3 * _STUMP:
        found.add(Feature.STUMP)
    halves = marks.headline_halves(text)
    if halves:
        found.add(Feature.HALVES)
        if marks.has_strong_kicker_tail(text[: halves[0][0]]):
            found.add(Feature.KICKER_INSIDE)
    if "：" in text[1:7] or ":" in text[1:7]:
        found.add(Feature.COLON_INSIDE)
    if _is_unclosed(text):
        found.add(Feature.UNCLOSED)
    return found


def _is_unclosed(text: str) -> bool:
    """Whether a quotation or a bracket that begins in the line does not end in it."""
    return _OPENING.search(text) is not None and any(
        text.count(opening) > text.count(closing)
        for opening, closing in ("“”", "‘’", "「」", "《》", "（）", "()")
    )


_BEGINNINGS = frozenset({Feature.DATELINE, Feature.CREDIT_LINE, Feature.AUTHOR_LINE, Feature.JUMP_FROM})


def _headline_level(lines: list[Line]) -> int:
    """The level of heading marks under which most news begins; 0 in a file without marks."""
    counts: dict[int, int] = {}
    for i, line in enumerate(lines):
        if line.level:
            following = frozenset[Feature]().union(*(after.own for after in lines[i + 1 : i + 4]))
            counts[line.level] = counts.get(line.level, 0) + (8 if following & _BEGINNINGS else 1)
    return max(counts, key=lambda level: (counts[level], -level), default=0)


def _width(lines: list[Line]) -> int | None:
    """The width of the column, in characters, where every printed line is a line of the file; else None."""
    lengths = sorted(len(line.text) for line in lines)
    if len(lengths) < 12:
        return None
    width = lengths[int(len(lengths) * 0.9)]
    full = sum(width - RAGGED <= length <= width + RAGGED for length in lengths)
    return width if 8 <= width <= 60 and full >= len(lengths) * 0.35 else None


_WIDE_KICKER = frozenset({Feature.KICKER_TAIL, Feature.HEADING_LIKE})


def is_wide_kicker(line: Line) -> bool:
    """Whether a line is a heading by its last word, however wide it is."""
    return line.own >= _WIDE_KICKER


_MAY_BE_HEADING = frozenset({Feature.HEADING_LIKE})


def _without_running_lines(lines: list[Line], width: int) -> list[Line]:
    """In narrow columns every line is short: what runs on from a full line, or into the next, is no heading."""
    kept: list[Line] = []
    for i, line in enumerate(lines):
        above = lines[i - 1] if i else None
        is_below_full = above is not None and not line.gap and len(above.text) >= width - RAGGED
        runs_in = is_below_full and not (kept and is_wide_kicker(kept[-1]))
        following = lines[i + 1] if i + 1 < len(lines) else None
        runs_on = following is not None and not following.gap and not following.indented
        is_full = len(line.text) >= width - RAGGED
        if not runs_in and is_wide_kicker(line) and not line.indented:
            kept.append(line)
            continue
        if not line.level and (line.indented or runs_in or (is_full and runs_on)):
            own = line.own - _MAY_BE_HEADING
            line = Line(line.number, line.text, line.level, line.gap, line.indented, own, line.told)
        kept.append(line)
    return kept
