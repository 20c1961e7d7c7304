"""Lines and their features: what can be said of a line before anything is decided."""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace

from reader.language.traditional import simplified
from reader.newspaper.article import Credit
from reader.newspaper.source_text import SourceText
from reader.parsing import credits, datelines, fields, front_matter, line_patterns, markup, pages
from reader.parsing.reader_decisions import NOTHING, LineDecisions, credits_told
from reader.parsing.weights import Feature

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
_STOREYS = 5
_NEWS_WEIGHS = 7
RAGGED = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank.

    `text` is stripped, without the marks of Markdown; `plain` the same in simplified characters, for telling what it
    is. `level` is that of a heading's mark, `gap` the blank lines before it.
    """

    number: int
    text: str
    plain: str
    level: int
    gap: int
    indented: bool
    own: frozenset[Feature]
    told: LineDecisions = NOTHING

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
class HeadingMarks:
    """Levels of heading marks: the one under which most news begins (0 in a file without marks), those under which news
    begins more often than not, and those under which none does though it does elsewhere."""

    headline: int
    of_news: frozenset[int]
    of_text: frozenset[int]


@dataclass(frozen=True, slots=True)
class LineSequence:
    """The lines of a file that are not blank, with what they have in common.

    `width` is the column's, in characters, where every printed line is a line of the file, else None.
    """

    lines: tuple[Line, ...]
    levels: HeadingMarks
    width: int | None


def lines_of(source: SourceText) -> LineSequence:
    """Every line that is not blank, with its features."""
    lines: list[Line] = []
    gap = 0
    front_matter_end = front_matter.end_of(source)
    is_record = markup.is_record(source.lines)
    for number, raw in enumerate(source.lines, 1):
        stripped = raw.strip()
        if not stripped:
            gap += 1
            continue
        text, level = markup.bare(stripped)
        indented = raw.startswith(("\u3000", "  ", "\t"))
        titled = markup.titled(text) if is_record else None
        text = titled.words if titled else text
        plain = simplified(text)
        if number <= front_matter_end:
            own = frozenset({Feature.FRONT_MATTER})
        else:
            own = _of_markup(plain) or _own_features(plain, level, indented)
        if titled:
            own = own - _NO_TITLE | {_OF_RECORD[titled.storey], Feature.HEADING_LIKE}
        lines.append(Line(number, text, plain, level, gap, indented, own))
        gap = 0
    width = _width(lines)
    if width:
        lines = _without_running_lines(lines, width)
    return LineSequence(tuple(lines), _levels(lines), width)


_WORDLESS = frozenset({Feature.RULE, Feature.PICTURE, Feature.PAGE_NUMBER, Feature.RECORD_TEXT})
_GAP_OF_PICTURE = 2


def without_wordless(text: LineSequence) -> tuple[LineSequence, tuple[Line, ...]]:
    """The text without the lines that hold no word of the paper's, and these: rules, the places of pictures, the
    numbers of pages. What stands below a picture stands below a gap. Lines of which a reader told something stay."""
    if not any(line.own & _WORDLESS for line in text.lines):
        return text, ()
    kept: list[Line] = []
    wordless: list[Line] = []
    gap = 0
    for line in text.lines:
        if line.own & _WORDLESS and line.told == NOTHING:
            wordless.append(line)
            gap = max(gap, line.gap, _GAP_OF_PICTURE if Feature.PICTURE in line.own else 1)
        else:
            kept.append(replace(line, gap=max(gap, line.gap)))
            gap = 0
    return replace(text, lines=tuple(kept)), tuple(wordless)


_OF_RECORD = {
    markup.HeadlineLevel.HEADLINE: Feature.RECORD_HEADLINE,
    markup.HeadlineLevel.DECK: Feature.RECORD_DECK,
    markup.HeadlineLevel.KICKER: Feature.RECORD_KICKER,
}
_NO_TITLE = frozenset(
    {Feature.AUTHOR_LINE, Feature.NOTICE, Feature.MASTHEAD, Feature.FURNITURE, Feature.TITLE}
)


def _of_markup(text: str) -> frozenset[Feature] | None:
    """The features of a line that has no words of the paper's, or holds them in a table; None for any other."""
    if markup.is_rule(text) or markup.is_links(text):
        return frozenset({Feature.RULE})
    if markup.is_picture(text):
        return frozenset({Feature.CAPTION_HEAD if markup.has_words(text) else Feature.PICTURE})
    if markup.announces_text(text):
        return frozenset({Feature.RECORD_TEXT})
    if line_patterns.is_bare_number(text):
        return frozenset({Feature.PAGE_NUMBER})
    return frozenset({Feature.TABLE_ROW}) if markup.is_table_row(text) else None


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
    if line_patterns.is_caption(text):
        found.add(Feature.CAPTION)
    if line_patterns.begins_caption(text):
        found.add(Feature.CAPTION_HEAD)
    elif line_patterns.begins_with_caption_sign(text):
        found.add(Feature.CAPTION_SIGN)
    if short:
        found.update([feature for feature, holds in _OF_A_SHORT_LINE.items() if holds(text)])
    if line_patterns.is_photo_credit(text):
        found.add(Feature.PHOTO_CREDIT)
    if line_patterns.is_words_of_notice(text):
        found.add(Feature.NOTICE_WORDS)
    if line_patterns.is_notice(text):
        found.add(Feature.NOTICE)
    elif line_patterns.begins_with_bullet(text):
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
        if line_patterns.tells_source(text):
            found.add(Feature.SOURCE)
    return found


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
    Feature.ORGANISATION: line_patterns.names_office,
}


def _of_furniture(text: str, is_jump: bool) -> set[Feature]:
    found = set()
    told = fields.masthead_fields(text)
    count = told.count
    says_enough = (count >= 2 and told.rest <= _MOST_REST) or (count == 1 and told.rest == 0)
    is_running_head = told.date is not None and told.rest <= _MOST_REST and fields.heads_with_title(text)
    names_number = told.cn is not None or (told.cn_words and told.rest <= _MOST_REST)
    if says_enough or names_number or is_running_head or fields.is_record_field(text):
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
    if bare in line_patterns.notice_labels():
        found.add(Feature.NOTICE_LABEL)
    elif line_patterns.heads_notices(whole):
        found.add(Feature.NOTICE_TITLE)
    if line_patterns.names_chapter(whole):
        found.add(Feature.CHAPTER)
    if line_patterns.titles_document(whole):
        found.add(Feature.DOCUMENT)
    if line_patterns.names_series(whole):
        found.add(Feature.SERIES)
    if (
        bare in line_patterns.section_labels()
        or _AFTER_LABEL.split(bare, 1)[0] in line_patterns.section_labels()
    ):
        found.add(Feature.SECTION_LABEL)
    elif line_patterns.is_label(bare):
        found.add(Feature.LABEL_LIKE)
    if text[0] in "【[■◆" and len(text) <= 12:
        found.add(Feature.BOXED)
    if line_patterns.has_strong_kicker_tail(whole):
        found.add(Feature.KICKER_TAIL)
    elif line_patterns.has_kicker_tail(whole):
        found.add(Feature.KICKER_TAIL_WEAK)
    if line_patterns.is_attendance(text):
        found.add(Feature.ATTENDANCE)
    if line_patterns.begins_with_dash(text):
        found.add(Feature.DASH)
    if line_patterns.begins_as_sentences_do(text):
        found.add(Feature.OPENER)
    if line_patterns.begins_as_decks_do(text):
        found.add(Feature.DECK_OPENER)
    elif line_patterns.begins_with_date(text):
        found.add(Feature.FIRST_DATE)
    if line_patterns.begins_with_serial(text):
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
    halves = line_patterns.headline_halves(text)
    if halves:
        found.add(Feature.HALVES)
        if line_patterns.has_strong_kicker_tail(text[: halves[0][0]]):
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


_OF_PICTURES = frozenset({Feature.CAPTION, Feature.CAPTION_HEAD, Feature.PHOTO_CREDIT, Feature.PICTURE})
_BEGINNINGS = frozenset({Feature.DATELINE, Feature.CREDIT_LINE, Feature.AUTHOR_LINE, Feature.JUMP_FROM})


def _levels(lines: list[Line]) -> HeadingMarks:
    """Of every level of heading marks, whether news follows."""
    news: Counter[int] = Counter()
    marked: Counter[int] = Counter()
    for i, line in enumerate(lines):
        if line.level:
            marked[line.level] += 1
            news[line.level] += _leads_to_news(lines[i + 1 : i + 1 + _STOREYS])
    headline = max(marked, key=lambda level: (_NEWS_WEIGHS * news[level] + marked[level], -level), default=0)
    return HeadingMarks(
        headline,
        frozenset(level for level, count in marked.items() if 2 * news[level] >= count),
        frozenset(level for level in marked if not news[level]) if news.total() else frozenset(),
    )


def _leads_to_news(following: list[Line]) -> bool:
    """Whether a dateline, a credit or a jump mark is the first among these lines that is no heading and no caption."""
    for line in following:
        if line.own & _BEGINNINGS:
            return True
        if not line.is_heading_like and not line.own & _OF_PICTURES:
            return False
    return False


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
            line = replace(line, own=own)
        kept.append(line)
    return kept
