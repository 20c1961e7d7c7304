"""Lines and their features: the properties of a line that are known before its role is decided."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec import Struct, structs
from msgspec.structs import replace

from reader.language.dates.printed_days import full_days
from reader.language.equality import simplified
from reader.language.patterns import pattern
from reader.newspaper.article import Credit, LinePart
from reader.newspaper.line_place import LinePlace
from reader.parsing import (
    credit_places,
    credits,
    fields,
    latin_mastheads,
    line_patterns,
    markup,
    western_lines,
)
from reader.parsing.correction_anchors import NOTHING, LineDecisions, decided_credits
from reader.parsing.line_kinds import features_of_long, features_of_short, features_of_western
from reader.parsing.pages import section_mark
from reader.parsing.printed_lines import Run, runs_of, runs_of_places
from reader.parsing.rows import STRAY_SPACE, RawLine, has_stray_spaces, joined
from reader.parsing.weights import LineFeature

_HEADING_MOST = 52
_LONGEST_BULLETED = 16


_OF_MARKS = frozenset({LineFeature.SECTION_MARK, LineFeature.PAGE_LINE})
_OF_TABLE, _OF_PROGRAM = frozenset({LineFeature.TABLE_ROW}), frozenset({LineFeature.RULE})
_BEGINS_MARKUP = frozenset("-=_*~—─━＝－·•.☆★※＊–[<&!|正内內第\\`{:")


def _of_markup(text: str, *, is_marked: bool) -> frozenset[LineFeature] | None:
    """Return the features of a line of markup without words, of a page number or of a section's mark.

    Return None for any other line. `is_marked`: markup was removed from it, or it is a section's mark.
    """
    if is_marked and section_mark(text) is not None:
        return _OF_MARKS
    if text[0] not in _BEGINS_MARKUP:
        return None
    if markup.is_rule(text) or markup.is_links(text) or markup.is_blank(text):
        return frozenset({LineFeature.RULE})
    if markup.is_picture(text):
        return frozenset({LineFeature.CAPTION_HEAD if markup.has_words(text) else LineFeature.PICTURE})
    if markup.announces_text(text):
        return frozenset({LineFeature.RECORD_TEXT})
    if line_patterns.PAGE_NUMBER.fullmatch(text):
        return frozenset({LineFeature.PAGE_NUMBER})
    return None


def own_features(text: str, level: int, indented: bool) -> frozenset[LineFeature]:
    """Return the features that a line has by itself; `level` is that of its heading mark, 0 without one."""
    short = len(text) <= _HEADING_MOST
    if short:
        features = features_of_short(text)
    else:
        features = features_of_long(text)
    if level:
        features |= _MARKED
    elif indented:
        features |= _INDENTED
    if not short or not features.isdisjoint(_HEAD_OF_PAGE):
        return features
    is_listed = len(text) > _LONGEST_BULLETED and LineFeature.BULLET in features
    if level or (not is_listed and features.isdisjoint(_NO_HEADING)):
        return features | _HEADING
    return features


_MARKED, _INDENTED = frozenset({LineFeature.MARKED}), frozenset({LineFeature.INDENTED})
_HEADING = frozenset({LineFeature.HEADING_LIKE})
_HEAD_OF_PAGE = frozenset({LineFeature.MASTHEAD, LineFeature.PAGE_LINE})
_NO_HEADING = frozenset(
    {
        LineFeature.ENDS_SENTENCE,
        LineFeature.SENTENCE_INSIDE,
        LineFeature.ENDS_QUOTED_SENTENCE,
        LineFeature.DATELINE,
        LineFeature.CREDIT_LINE,
        LineFeature.AUTHOR_LINE,
        LineFeature.SIGNATURE,
        LineFeature.CAPTION,
        LineFeature.CAPTION_HEAD,
        LineFeature.JUMP_FROM,
        LineFeature.JUMP_TO,
        LineFeature.JUMP_TAIL,
        LineFeature.NOTICE,
        LineFeature.BRACKETED,
        LineFeature.FURNITURE,
        LineFeature.MASTHEAD,
        LineFeature.PAGE_LINE,
        LineFeature.STAFF,
        LineFeature.FIGURES,
        LineFeature.SPEAKER,
        LineFeature.POINTER,
        LineFeature.SEE_PAGE,
        LineFeature.IMPRINT,
        LineFeature.SPONSOR,
        LineFeature.GREETING,
        LineFeature.CONTACT,
        LineFeature.INDEX_ITEM,
        LineFeature.READER_SIGNED,
        LineFeature.DOCUMENT_NUMBER,
        LineFeature.SOURCE,
        LineFeature.TELLS_OF_MORE,
    }
)


# lines below a heading in which its other lines end and its text begins
_STOREYS = 5
# Subheads are more frequent than headlines, but news follows right below headlines only.
_NEWS_WEIGHS = 7
_HEADING_LIKE = LineFeature.HEADING_LIKE
_LABELS = frozenset({LineFeature.SECTION_LABEL, LineFeature.LABEL_LIKE, LineFeature.NOTICE_LABEL})
_AUTHOR_LINE = LineFeature.AUTHOR_LINE
RAGGED = 2


class Line(Struct, frozen=True, gc=False):
    """A line of the file that is not blank, or several printed lines of a narrow column joined into one.

    Attributes:
        number: The number of its first line in the file, from 1.
        text: The stripped text without Markdown marks.
        plain: `text` in simplified characters and without OCR's stray spaces, for recognition only.
        level: The level of its heading mark, 0 without one.
        gap: The number of blank lines above.
        indented: It is indented in the file.
        own: The features that do not depend on other lines.
        decisions: The reader's corrections of the line.
        numbers: The numbers of all its lines in the file.
        begins: The offset in `text` at which each of these begins.
        stated_credits: The credits that the file states in this line; None if the line is no field for credits.
        place: Where its first line is printed, None if that is unknown.
    """

    number: int
    text: str
    plain: str
    level: int
    gap: int
    indented: bool
    own: frozenset[LineFeature]
    decisions: LineDecisions
    numbers: tuple[int, ...]
    begins: tuple[int, ...]
    stated_credits: tuple[Credit, ...] | None = None
    place: LinePlace | None = None

    @property
    def is_heading_like(self) -> bool:
        """Whether it may be a heading by its form: short, and without a full stop at its end."""
        return _HEADING_LIKE in self.own

    @property
    def is_label(self) -> bool:
        """Whether it may name a section, or notices, by its form."""
        return not self.own.isdisjoint(_LABELS)

    def printed(self) -> list[tuple[int, str]]:
        ends = (*self.begins[1:], len(self.text))
        return [
            (number, self.text[begin:end].rstrip())
            for number, begin, end in zip(self.numbers, self.begins, ends, strict=True)
        ]

    def numbers_in(self, start: int, end: int) -> list[int]:
        """Return the numbers of the file's lines that contain the characters of `text` from `start` to `end`."""
        if len(self.numbers) == 1:
            if start < len(self.text) and end > 0:
                return [self.number]
            return []
        ends = (*self.begins[1:], len(self.text))
        return [
            number
            for number, begin, stop in zip(self.numbers, self.begins, ends, strict=True)
            if begin < end and stop > start
        ]

    def credits(self) -> tuple[Credit, ...]:
        """Return the credits of a line that consists of them: the reader's, else those stated or recognised."""
        if self.stated_credits is None:
            read = credits.line_credits(self.text)
            if not read and LineFeature.AUTHOR_LINE in self.own:
                read = credit_places.body_credits(self.text, is_titled=True)
        else:
            read = self.stated_credits
        if self.decisions.credits is None:
            return read
        corrected_credits = tuple(
            Credit(credit.role, credit.names, self.text) for credit in self.decisions.credits
        )
        return decided_credits(self.decisions.credits, self.text, corrected_credits)


class HeadingMarks(Struct, frozen=True):
    """The use of the levels of heading marks in a file; “news” is text with a dateline, a credit or a jump line.

    Attributes:
        headline: The level with the most news below its headings, 0 in a file without marks.
        of_news: The levels with news below at least half of their headings.
        of_text: The levels without any news below, if other levels have it.
        article: The level that marks articles throughout the file, 0 if there is none (`_article_level`).
    """

    headline: int
    of_news: frozenset[int]
    of_text: frozenset[int]
    article: int


class LineSequence(Struct, frozen=True):
    """The lines of a file that are not blank, and the properties of the file.

    `width` is that of the narrow column, in characters, if the lines of the file are printed lines that could not be
    joined; else None.
    """

    lines: tuple[Line, ...]
    levels: HeadingMarks
    width: int | None


def lines_of_rows(rows: Sequence[RawLine], decisions: Mapping[int, LineDecisions]) -> LineSequence:
    """Return the lines of a file from its rows; a row with a reader's decision begins a line."""
    has_strays = has_stray_spaces(rows)
    is_placed = any(row.place is not None for row in rows)
    if is_placed:
        runs = runs_of_places(rows, decisions)
    else:
        runs = runs_of(rows, decisions)
    runs = _with_days_joined(runs, decisions)
    lines = [_line(run, decisions.get(run[0].number, NOTHING), has_strays=has_strays) for run in runs]
    lines = _as_western(lines)
    _tell_heads(lines)
    _tell_authors(lines)
    if len(runs) == len(rows) and not is_placed:
        width = _width(lines)
    else:
        width = None
    if width:
        lines = _without_running_lines(lines, width)
    return LineSequence(tuple(lines), _levels(lines), width)


def _tell_heads(lines: list[Line]) -> None:
    """Set the features of a masthead's lines that only their place tells; turn titles that are read from their end."""
    if names_periodical(lines):
        lines[0] = structs.replace(lines[0], own=_OF_A_DAY)
    for at in range(1, len(lines)):
        if _DAY.fullmatch(lines[at].plain) and fields.ends_with_month(lines[at - 1].plain):
            lines[at] = structs.replace(lines[at], own=_OF_A_DAY)
        elif at == 1 and LineFeature.TITLE in lines[0].own and fields.may_date_title(lines[1].plain):
            lines[1] = structs.replace(lines[1], own=_OF_A_DAY)
    for at in range(min(len(lines), _TOP)):
        text = lines[at].plain
        # a day that was read from its end: 日五月三年六八九一
        if text[0] in "日号" and any(full_day.start == 0 for full_day in full_days(text)):
            for neighbour in {max(at - 1, 0), min(at + 1, len(lines) - 1)}:
                lines[neighbour] = _title_forwards(lines[neighbour])


def _tell_authors(lines: list[Line]) -> None:
    """Set the features of an author's line for papers and offices that stand between a heading and its text."""
    title = len(lines)
    for at, line in enumerate(lines):
        if _MASTHEAD in line.own or _TITLE in line.own:
            title = min(title, at)
        may_be_author = _HEADING_LIKE in line.own or _DATELINE in line.own
        is_below_heading = may_be_author and at > 0 and _HEADING_LIKE in lines[at - 1].own
        if is_below_heading and _names_author(lines, at, is_titled=title < at):
            lines[at] = structs.replace(line, own=line.own - _NO_AUTHOR | _OF_AUTHOR)


def _names_author(lines: Sequence[Line], at: int, *, is_titled: bool) -> bool:
    """Return whether a line below a heading names a paper or an office, and a text follows."""
    line = lines[at]
    is_last = at + 1 == len(lines)
    if line.level or is_last or len(line.text) > _LONGEST_AUTHOR:
        return False
    below = lines[at + 1]
    # a dateline alone is a part of its text, but for one that this repeats
    if _DATELINE in line.own and _DATELINE not in below.own:
        return False
    if not lines[at - 1].own.isdisjoint(OF_HEADS) or not may_begin_text(below):
        return False
    return bool(credit_places.body_credits(line.text, is_titled=is_titled))


def may_begin_text(line: Line) -> bool:
    """Return whether a line may be the first one of a text by its form: it is no heading, or is longer with pauses."""
    if not line.is_heading_like:
        return line.own.isdisjoint(_BEGINS_NO_TEXT)
    return LineFeature.COMMAS_INSIDE in line.own and len(line.plain) >= _LEAST_OF_TEXT


_LONGEST_AUTHOR = 30
_LEAST_OF_TEXT = 30
_MASTHEAD = LineFeature.MASTHEAD
_TITLE = LineFeature.TITLE
_DATELINE = LineFeature.DATELINE
_OF_AUTHOR = frozenset({LineFeature.AUTHOR_LINE})
_NO_AUTHOR = frozenset({_HEADING_LIKE, _DATELINE, _TITLE, LineFeature.TELEGRAM, LineFeature.ORGANISATION})


def names_periodical(lines: Sequence[Line]) -> bool:
    """Return whether the first line of a file names a periodical with its number, or a special number above its day."""
    if not lines or lines[0].level:
        return False
    first = lines[0].plain
    if fields.is_special_number(first):
        return len(lines) > 1 and fields.is_date(lines[1].plain)
    return fields.is_name_with_number(first)


def is_western_text(lines: Sequence[Line]) -> bool:
    """Return whether the lines are a text in Western letters without places, which tell headings better."""
    # letters first: of most texts the first lines tell
    is_western = western_lines.are_western([line.plain for line in lines])
    return is_western and all(line.place is None for line in lines)


def _as_western(lines: list[Line]) -> list[Line]:
    """Return the lines with the features that they have in a text in Western letters, if they are of one."""
    if not is_western_text(lines):
        return lines
    return [structs.replace(line, own=features_of_western(line.plain, line.own)) for line in lines]


_DAY = pattern("[0-9０-９]{1,2}日?\\s*(?:(?:星期|周|礼拜)[一二三四五六日天])?")
_OF_A_DAY = frozenset({LineFeature.MASTHEAD})
_TOP = 8
_LONGEST_HALF = 12
_LEAST_UPRIGHT = 6
"""Rows of one character each, as of a masthead that was set upright."""


def _with_days_joined(runs: list[Run], decisions: Mapping[int, LineDecisions]) -> list[Run]:
    """Return the runs, with the rows joined that only together have a day: 1986年, 3月5日; or a character a row."""
    if not any(len(run[0].text) == 1 or run[0].text[-1] in "年月" for run in runs):
        return runs
    joined_runs: list[Run] = []
    at = 0
    while at < len(runs):
        end = at + 1
        above = runs[at][0].text
        if len(above) == 1 and len(runs) - at >= _LEAST_UPRIGHT:
            while end < len(runs) and len(runs[end]) == 1 and len(runs[end][0].text) == 1:
                end += 1
            end = end if end - at >= _LEAST_UPRIGHT else at + 1
        elif above[-1] in "年月" and len(above) <= _LONGEST_HALF and end < len(runs):
            below = runs[end][0].text
            end += len(below) <= _LONGEST_HALF and not below.isdigit()
        if end == at + 1:
            joined_runs.append(runs[at])
            at = end
            continue
        rows = [row for run in runs[at:end] for row in run]
        is_day = fields.has_day(joined([row.text for row in rows])[0], is_alone=len(above) > 1)
        if not is_day or any(row.number in decisions for row in rows):
            end = at + 1
        joined_runs.append(rows if end - at > 1 else runs[at])
        at = end
    return joined_runs


def _title_forwards(line: Line) -> Line:
    """Return a newspaper's title that was read from its end, in its order; any other line as it is."""
    text = line.text[::-1]
    plain = line.plain[::-1]
    if not fields.is_title(plain) or fields.is_title(line.plain):
        return line
    return structs.replace(line, text=text, plain=plain, own=own_features(plain, line.level, line.indented))


def lines_as_stated(rows: Sequence[RawLine], decisions: Mapping[int, LineDecisions]) -> list[Line]:
    """Return the rows of a file that states the part of each line, such as headline or byline; each row is a line."""
    return [_line([row], decisions.get(row.number, NOTHING), has_strays=False) for row in rows]


_LONGER_THAN_HEADINGS = 38


def _line(rows: Sequence[RawLine], decisions: LineDecisions, *, has_strays: bool) -> Line:
    first = rows[0]
    text, begins = joined([row.text for row in rows]) if len(rows) > 1 else (first.text, (0,))
    plain = simplified(text)
    if has_strays:
        plain = STRAY_SPACE.sub("", plain)
    if first.is_front_matter:
        features = frozenset({LineFeature.FRONT_MATTER})
    elif first.is_of_program:
        features = _OF_PROGRAM
    elif first.is_of_table and ((head := fields.masthead_fields(plain)).rest or not head.is_dated):
        features = _OF_TABLE
    else:
        features = _of_markup(plain, is_marked=first.is_marked) or own_features(
            plain, first.level, first.indented
        )
    if first.storey is not None:
        features = features - _NO_TITLE | {_OF_RECORD[first.storey], LineFeature.HEADING_LIKE}
    if first.is_inside_paragraph:
        features |= {LineFeature.INSIDE_PARAGRAPH}
    if first.goes_on:
        features = features - _BEGINNING | {LineFeature.GOES_ON}
    if len(rows) > 1 and len(text) >= _LONGER_THAN_HEADINGS:
        features |= {LineFeature.PRINTED_LONG}
    return Line(
        first.number,
        text,
        plain,
        first.level,
        first.gap,
        first.indented,
        features,
        decisions,
        tuple([row.number for row in rows]),
        begins,
        place=first.place,
    )


_BEGINNING = frozenset({LineFeature.HEADING_LIKE, LineFeature.SECTION_LABEL, LineFeature.LABEL_LIKE})
_WORDLESS = frozenset(
    {LineFeature.RULE, LineFeature.PICTURE, LineFeature.PAGE_NUMBER, LineFeature.RECORD_TEXT}
)
# more than the blank line between paragraphs: text below a picture is often its caption
_GAP_OF_PICTURE = 2


_DIGITS = pattern("[0-9０-９]+")
_FEWEST_PARTS = 2


def _with_numbers_of_parts(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines; numbers of an article's parts that look like page numbers are what a number alone is."""
    parts = _numbers_of_parts(lines)
    if not parts:
        return lines
    new_lines = list(lines)
    for at in parts:
        number = _DIGITS.findall(lines[at].plain)[0]
        new_lines[at] = structs.replace(lines[at], own=own_features(number, 0, indented=False))
    return new_lines


def _numbers_of_parts(lines: Sequence[Line]) -> list[int]:
    """Return the indices of the numbers of parts among those of pages.

    The first is right below a heading or who has written the text, the others follow it in order below the end of a
    sentence; a page may begin anywhere.
    """
    numbers: list[int] = []
    parts: list[int] = []
    for at in range(1, len(lines) - 1):
        if LineFeature.PAGE_NUMBER not in lines[at].own:
            continue
        above = lines[at - 1].own
        number = int(_DIGITS.findall(lines[at].plain)[0])
        if parts and number == len(parts) + 1 and not above.isdisjoint(_ENDS_TEXT):
            parts.append(at)
            continue
        if len(parts) >= _FEWEST_PARTS:
            numbers += parts
        parts = []
        if number == 1 and not above.isdisjoint(_HEADS_TEXT) and above.isdisjoint(OF_HEADS):
            parts = [at]
    if len(parts) >= _FEWEST_PARTS:
        numbers += parts
    return numbers


_HEADS_TEXT = frozenset({LineFeature.HEADING_LIKE, LineFeature.AUTHOR_LINE, LineFeature.CREDIT_LINE})


def without_wordless(text: LineSequence) -> tuple[LineSequence, tuple[Line, ...]]:
    """Return the text without wordless lines, and those lines: rules, placeholders of pictures, page numbers.

    The line below a removed line gets a gap instead. Lines with a reader's decision stay.
    """
    if all(line.own.isdisjoint(_WORDLESS) for line in text.lines):
        return text, ()
    worded_lines: list[Line] = []
    wordless: list[Line] = []
    gap = 0
    for line in _with_numbers_of_parts(text.lines):
        if not line.own.isdisjoint(_WORDLESS) and line.decisions == NOTHING:
            wordless.append(line)
            gap = max(gap, line.gap, _GAP_OF_PICTURE if LineFeature.PICTURE in line.own else 1)
        else:
            worded_lines.append(structs.replace(line, gap=gap) if gap > line.gap else line)
            gap = 0
    return replace(text, lines=tuple(worded_lines)), tuple(wordless)


_OF_RECORD = {
    LinePart.HEADLINE: LineFeature.RECORD_HEADLINE,
    LinePart.DECK: LineFeature.RECORD_DECK,
    LinePart.KICKER: LineFeature.RECORD_KICKER,
}
_NO_TITLE = frozenset(
    {
        LineFeature.AUTHOR_LINE,
        LineFeature.NOTICE,
        LineFeature.MASTHEAD,
        LineFeature.FURNITURE,
        LineFeature.TITLE,
    }
)


_OF_PICTURES = frozenset(
    {LineFeature.CAPTION, LineFeature.CAPTION_HEAD, LineFeature.PHOTO_CREDIT, LineFeature.PICTURE}
)
_BEGINNINGS = frozenset(
    {LineFeature.DATELINE, LineFeature.CREDIT_LINE, LineFeature.AUTHOR_LINE, LineFeature.JUMP_FROM}
)


def _levels(lines: list[Line]) -> HeadingMarks:
    news: Counter[int] = Counter()
    marked: Counter[int] = Counter()
    texts: set[int] = set()
    for i, line in enumerate(lines):
        if line.level and line.own.isdisjoint(OF_HEADS):
            marked[line.level] += 1
            below = _first_of_news(lines[i + 1 : i + 1 + _STOREYS])
            if below is not None:
                news[line.level] += 1
                texts.add(id(below))
    headline = max(marked, key=lambda level: (_NEWS_WEIGHS * news[level] + marked[level], -level), default=0)
    return HeadingMarks(
        headline,
        frozenset(level for level, count in marked.items() if 2 * news[level] >= count),
        frozenset(level for level in marked if not news[level]) if news.total() else frozenset(),
        _article_level(lines, marked, news, len(texts)),
    )


OF_HEADS = frozenset(
    {
        LineFeature.MASTHEAD,
        LineFeature.TITLE,
        LineFeature.PAGE_LINE,
        LineFeature.FURNITURE,
        LineFeature.FRONT_MATTER,
    }
)
_BEGINS_NO_TEXT = OF_HEADS | {
    *(LineFeature.AUTHOR_LINE, LineFeature.CREDIT_LINE, LineFeature.STAFF, LineFeature.IMPRINT),
    *(LineFeature.CONTACT, LineFeature.SOURCE),
}
# fewer marks, or fewer pieces of news, do not show what a level is used for
_LEAST_OF_LEVEL = 3
# a heading of the first level is the title of a text: two of them are those of two texts
_LEAST_OF_TITLES = 2
_LEAST_NEWS = 3
_MOSTLY = 0.75
_NEARLY_ALL = 0.9


def _article_level(lines: Sequence[Line], marked: Counter[int], news: Counter[int], texts: int) -> int:
    """Return the level that marks articles throughout a file, else 0.

    In a file with news (`texts` of them), it is the level above nearly all if that is rarely above anything else.
    In a file without, it is the topmost level whose headings mostly have text right below. A single level may be that
    of subheads, so it does not count if there is news or if text precedes the first heading.
    """
    if len(marked) < 2 and (news.total() >= _LEAST_NEWS or _begins_unmarked(lines)):
        return 0
    if news.total() >= _LEAST_NEWS:
        level = max(news, key=lambda heading_level: news[heading_level])
        is_of_all = news[level] >= _NEARLY_ALL * texts
        if is_of_all and news[level] >= _MOSTLY * marked[level]:
            return level
        return 0
    above_text = Counter(
        line.level
        for line, below in pairwise(lines)
        if line.level and not below.level and not below.own & _OF_PICTURES
    )
    if len(lines) > 1 and marked[lines[0].level] == 1 and LineFeature.MASTHEAD in lines[1].own:
        del above_text[lines[0].level]  # that of the name of a paper, or of a page, above its day
    for level in sorted(marked):
        if above_text[level] >= _MOSTLY * marked[level]:
            if level == 1:
                least = _LEAST_OF_TITLES
            else:
                least = _LEAST_OF_LEVEL
            if marked[level] >= least:
                return level
            return 0
    return 0


def _begins_unmarked(lines: Sequence[Line]) -> bool:
    """Return whether the first line after the head of the file is no marked heading."""
    first = next((line for line in lines if not _is_of_head(line)), None)
    return first is None or not first.level


def _is_of_head(line: Line) -> bool:
    """Return whether a line is one of a masthead by its words; a name in capitals is told from a heading later."""
    if not line.own.isdisjoint(OF_HEADS) or not line.own.isdisjoint(_WORDLESS):
        return True
    is_name = not line.level and latin_mastheads.is_name_of_paper(line.text)
    return is_name or latin_mastheads.is_line_of_head(line.text)


def _first_of_news(following: Sequence[Line]) -> Line | None:
    """Return the first of these lines that is no heading or caption, if it has a dateline, a credit or a jump."""
    for line in following:
        if line.level and _AUTHOR_LINE in line.own:
            continue
        if line.own & _BEGINNINGS:
            return line
        if not line.is_heading_like and not line.own & _OF_PICTURES:
            return None
    return None


def _width(lines: list[Line]) -> int | None:
    """Return the width of the column, in characters, if the lines are those of a narrow column; else None."""
    texts = [line.text for line in lines if line.own.isdisjoint(_WORDLESS)]
    lengths = sorted(map(len, texts))
    if len(lengths) < 12:
        return None
    # not the maximum: some lines are headings wider than the column, or two lines that OCR has joined
    width = lengths[int(len(lengths) * 0.9)]
    full = [text for text in texts if abs(len(text) - width) <= RAGGED]
    if not 8 <= width <= 60 or len(full) < len(lengths) * 0.35 or _are_of_verse(full):
        return None
    return width


_PAUSES = frozenset("，。；！？、：…,.;!?:")
_LEAST_OF_VERSE = 0.7


def _are_of_verse(full: Sequence[str]) -> bool:
    """Return whether nearly every line ends with a pause, as in verse; those of a column end anywhere."""
    return sum(text[-1] in _PAUSES for text in full) >= _LEAST_OF_VERSE * len(full)


_ENDS_TEXT = frozenset(
    {LineFeature.ENDS_SENTENCE, LineFeature.ENDS_QUOTED_SENTENCE, LineFeature.ENDS_EXCLAIMING}
)
_WIDE_KICKER = frozenset({LineFeature.KICKER_TAIL, LineFeature.HEADING_LIKE})


def is_wide_kicker(line: Line) -> bool:
    """Return whether a line is heading-like and ends like a kicker: it is a heading even if as wide as the column."""
    return line.own >= _WIDE_KICKER


def is_full_and_open(above: Line, line: Line, width: int) -> bool:
    """Return whether the line above fills its column, so that its text may go on; a full one that ends a sentence tells
    nothing of a short line below.
    """
    if len(above.text) < width - RAGGED:
        return False
    ends_text = not above.own.isdisjoint(_ENDS_TEXT)
    return not ends_text or len(line.text) >= width - RAGGED or not line.is_heading_like


def _without_running_lines(lines: list[Line], width: int) -> list[Line]:
    """Return the lines of a narrow column, in which those of running text are no longer heading-like.

    All lines of a narrow column are short, so a line that continues a full one, or is continued, is no heading.
    """
    new_lines: list[Line] = []
    for i, line in enumerate(lines):
        above = lines[i - 1] if i else None
        is_below_full = above is not None and not line.gap and is_full_and_open(above, line, width)
        runs_in = is_below_full and not (new_lines and is_wide_kicker(new_lines[-1]))
        following = lines[i + 1] if i + 1 < len(lines) else None
        runs_on = following is not None and not following.gap and not following.indented
        is_full = len(line.text) >= width - RAGGED
        if not runs_in and is_wide_kicker(line) and not line.indented:
            new_lines.append(line)
            continue
        if not line.level and (line.indented or runs_in or (is_full and runs_on)):
            features = line.own - _HEADING
            line = structs.replace(line, own=features)
        new_lines.append(line)
    return new_lines
