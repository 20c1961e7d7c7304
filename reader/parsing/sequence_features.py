"""Features of a line that depend on its neighbours: the lines above and below, the run of headings that contains it."""

from itertools import pairwise

from msgspec import Struct

from reader.language import words
from reader.language.forms import HAN
from reader.language.patterns import pattern
from reader.parsing import fields, line_patterns, western_lines
from reader.parsing.closing_lines import ORGANISATION, around_dates
from reader.parsing.cohesion import with_ties
from reader.parsing.context_features import (
    VERSE,
    likeness_features,
    repeated_lines,
    with_page,
)
from reader.parsing.decks import LONGEST_OF_POINTS, features_below, lists_points
from reader.parsing.final_punctuation import has_final_punctuation
from reader.parsing.line_features import (
    OF_HEADS,
    RAGGED,
    HeadingMarks,
    Line,
    LineSequence,
    is_full_and_open,
    is_wide_kicker,
)
from reader.parsing.weights import LineFeature

# two headings are no evidence either way
_LEAST_SERIES = 3
_LONE = LineFeature.LONE
_BEGINS_ARTICLE = frozenset(
    {
        LineFeature.BEFORE_NEWS,
        LineFeature.BEFORE_CREDIT,
        LineFeature.BEFORE_JUMP,
        LineFeature.PAGE_LINE,
        LineFeature.MASTHEAD,
        LineFeature.NOTICE_LABEL,
        LineFeature.DATELINE,
    }
)


def with_series(features: list[frozenset[LineFeature]]) -> list[frozenset[LineFeature]]:
    """Add the features of single headings by their number between two beginnings of articles; return `features`.

    A lone one is rarely a subhead, as an article with subheads has several.
    """
    alone: list[int] = []
    for i in range(len(features) + 1):
        if i < len(features) and features[i].isdisjoint(_BEGINS_ARTICLE):
            if _LONE in features[i]:
                alone.append(i)
            continue
        if len(alone) == 1:
            features[alone[0]] |= {LineFeature.LONE_SINGLE}
        elif len(alone) >= _LEAST_SERIES:
            for index in alone:
                features[index] |= {LineFeature.LONE_SERIES}
        alone.clear()
    return features


# lines below a possible heading that are searched for the first line of its text, and the headings among them
_NEAR = 6
_STOREYS = 4
# fewer indents do not show that the file has kept those of its paragraphs
_INDENTS = 3
_RARE_GAPS = 0.3
_SHORTEST_BROKEN = 11
_SIGNED_HEADING = pattern(
    f"[{HAN}]{{2}}.{{0,20}}[（(](?P<name>(?!.{{0,2}}[上中下续完图文讯电一二三四五六七八九十])[{HAN}]{{2,3}})[）)]$"
)
# a single bracket at the end of a heading may be part of it; several are the paper's way to sign articles
_SEVERAL_SIGNED = 2
_NOTHING = frozenset[LineFeature]()
# Needed for every line: in Python 3.11, access to a member of an enumeration is ten times slower than to a global.
_AUTHOR_LINE = LineFeature.AUTHOR_LINE
_ENDS_COLON = LineFeature.ENDS_COLON
_TELEGRAM = LineFeature.TELEGRAM
_ORGANISATION_LINE = LineFeature.ORGANISATION
_MASTHEAD = LineFeature.MASTHEAD
_LONG_RUN = LineFeature.LONG_RUN
_HEADING_LIKE = LineFeature.HEADING_LIKE
_PRINTED_LONG = LineFeature.PRINTED_LONG

_SIGNS_OF_A_HEADING = frozenset(
    {
        LineFeature.AFTER_HEADING,
        LineFeature.BEFORE_HEADING,
        LineFeature.BEFORE_NEWS,
        LineFeature.BEFORE_CREDIT,
        LineFeature.BEFORE_JUMP,
        LineFeature.BEFORE_GREETING,
        LineFeature.BEFORE_NOTICE,
        LineFeature.LONG_RUN,
        LineFeature.ABOVE_LONG_RUN,
    }
)
# in a file with fewer datelines and credits, a heading without one says nothing
_SIGNED_OFTEN = 3
_WIDE_GAP = 2
_LONGEST_CAPTION = 90
# as steps from a line of the masthead
_NEAR_MASTHEAD = (-2, -1, 1, 2)
_LEAST_WITHOUT_MARK = 2
"""Minimum number of headings of news without a mark, in a file in which a few others have one."""
_LONGEST_FURNITURE = 30
_LONGEST_HEADLINE = 9
"""Lines of a broken headline."""
_LONGEST_BEFORE_COLON = 12
_LONGEST_OPEN_HEADING = 36
_BEGINNINGS = frozenset({LineFeature.DATELINE, LineFeature.CREDIT_LINE, LineFeature.JUMP_FROM})
_OF_MASTHEADS = frozenset({LineFeature.MASTHEAD, LineFeature.TITLE})
_OF_LISTS = frozenset(
    {
        LineFeature.BULLET,
        LineFeature.FIGURES,
        LineFeature.ROWS,
        LineFeature.TABLE_ROW,
        LineFeature.TURN,
        LineFeature.SPEAKER,
        LineFeature.INDEX_ITEM,
    }
)
_ABOVE = {
    LineFeature.PHOTO_CREDIT: LineFeature.BEFORE_PHOTO_CREDIT,
    LineFeature.SEE_PAGE: LineFeature.BEFORE_SEE_PAGE,
    LineFeature.TIGHT: LineFeature.BEFORE_TIGHT,
}
_TELL_OF_ABOVE = _OF_LISTS | _ABOVE.keys()
_NO_BODY = frozenset(
    {
        LineFeature.CAPTION,
        LineFeature.CAPTION_HEAD,
        LineFeature.CAPTION_BLOCK,
        LineFeature.PHOTO_CREDIT,
        LineFeature.POINTER,
        LineFeature.PICTURE,
        LineFeature.RULE,
        LineFeature.PAGE_NUMBER,
    }
)
_HEAD_OF_PAGE = frozenset({LineFeature.PAGE_LINE, LineFeature.MASTHEAD, LineFeature.STAFF})
_ENDS_BODY = frozenset(
    {
        LineFeature.FIGURES,
        LineFeature.SEE_PAGE,
        LineFeature.SPONSOR,
        LineFeature.CONTACT,
        LineFeature.FRONT_MATTER,
        LineFeature.CREDIT_LINE,
        LineFeature.AUTHOR_LINE,
        LineFeature.JUMP_ALONE,
        LineFeature.NOTICE_LABEL,
        LineFeature.SECTION_LABEL,
        LineFeature.MARKED,
    }
)
_NO_CONTINUATION = frozenset(
    {
        LineFeature.NOTICE,
        LineFeature.BULLET,
        LineFeature.CREDIT_LINE,
        LineFeature.SIGNATURE,
        LineFeature.MARKED,
        LineFeature.FIGURES,
        LineFeature.SPEAKER,
        LineFeature.CONTACT,
        LineFeature.ROWS,
        LineFeature.TABLE_ROW,
        LineFeature.TURN,
        LineFeature.TIGHT,
        LineFeature.RULE,
        LineFeature.PICTURE,
    }
)
_OF_ITEMS = frozenset({LineFeature.SERIAL, LineFeature.COLON_INSIDE, LineFeature.FIRST_DATE})
"""Features of the beginnings of list items, which may end without punctuation."""
_CREDIT = frozenset({LineFeature.CREDIT_LINE, LineFeature.AUTHOR_LINE})
_SIGNED = frozenset({LineFeature.SIGNATURE, LineFeature.SIGNED_END})
_OF_LINE_ABOVE = _CREDIT | _SIGNED
_LONG = frozenset({LineFeature.LENGTH_90, LineFeature.LENGTH_MORE})
_OF_TEXT = _LONG | {LineFeature.SENTENCE_INSIDE, LineFeature.ENDS_SENTENCE}
_UNFINISHED = frozenset({LineFeature.ENDS_COMMA, LineFeature.UNCLOSED})
_OF_SHORT_TEXT = frozenset({LineFeature.COMMAS_INSIDE, LineFeature.ENDS_SENTENCE})
_OF_NOTICES = frozenset({LineFeature.ORGANISATION, LineFeature.SERIAL})
"""Features of headings within notices: who announces it, and the number of a part of it."""
_NOTICES = frozenset(
    {LineFeature.NOTICE_LABEL, LineFeature.NOTICE_TITLE, LineFeature.NOTICE, LineFeature.NOTICE_WORDS}
)
_NO_NOTICE = frozenset({LineFeature.DATELINE, LineFeature.MASTHEAD, LineFeature.PAGE_LINE})


class _Body(Struct):
    """The last line of running text above the current line, while its paragraph may continue.

    Attributes:
        line: That line, None if its paragraph can't continue.
        is_verse: It is in a long run of short lines.
        past_picture: There is a picture or caption after it.
        past_head: There is the head of a page after it.
    """

    line: Line | None = None
    is_verse: bool = False
    past_picture: bool = False
    past_head: bool = False

    def go_on(self, line: Line, features: frozenset[LineFeature]) -> None:
        """Update the state with the next line."""
        line_features = line.own
        if not line_features.isdisjoint(_ENDS_BODY):
            self.line = None
        elif not line_features.isdisjoint(_HEAD_OF_PAGE):
            self.past_head = True
        elif not line_features.isdisjoint(_NO_BODY):
            self.past_picture = True
        else:
            self.line = line
            self.past_picture = False
            self.past_head = False
            self.is_verse = _LONG_RUN in features


class _Column(Struct, frozen=True):
    """Properties of a text in narrow columns: width in characters; whether indents and gaps mark new paragraphs."""

    width: int
    indents: bool
    gaps: bool


def features_of(text: LineSequence) -> tuple[frozenset[LineFeature], ...]:
    """Return for each line its own features and those that depend on its neighbours."""
    lines = text.lines
    has_marks = _has_marks(lines)
    habits = _habits(lines)
    runs = _runs(lines, habits.signed_headings)
    column = _column(text)
    repeated = repeated_lines(lines, runs)
    features: list[frozenset[LineFeature]] = []
    body = _Body()
    under_notices = False
    for i, line in enumerate(lines):
        before = features[-1] if features else _NOTHING
        new_features = _after_line(before) if not before.isdisjoint(_OF_LINE_ABOVE) else set()
        if body.line is not None:
            may_be_open = habits.has_final_punctuation and (column or _ORGANISATION_LINE not in line.own)
            new_features |= _after_body(body, lines[i - 1], line, before, may_be_open=bool(may_be_open))
        if runs[i]:
            new_features |= _ahead(lines, runs[i], i) | _of_run(lines, runs[i], i, habits)
        if line.gap >= 2:
            new_features.add(LineFeature.GAP)
        if has_marks:
            new_features |= _of_level(lines, i, text.levels)
        new_features |= _from_neighbours(lines, i, habits)
        if column:
            new_features |= _of_column(lines, i, column)
        under_notices = under_notices and not _leaves_notices(lines, i)
        if under_notices and LineFeature.NOTICE_TITLE not in line.own:
            new_features.add(LineFeature.UNDER_NOTICES)
        is_heading = _HEADING_LIKE in line.own
        new_features |= likeness_features(lines, i, repeated) | around_dates(lines, i)
        if is_heading and i + 1 < len(lines) and new_features.isdisjoint(_SIGNS_OF_A_HEADING):
            new_features |= _alone(line, lines[i + 1])
            if habits.is_signed:
                new_features.add(LineFeature.UNSIGNED)
        features.append(line.own | new_features)
        body.go_on(line, features[-1])
        under_notices = not line.own.isdisjoint(_NOTICES) or (under_notices and _stays_under_notices(line))
    features = with_page(lines, features, has_marks=has_marks)
    # marks tell more than words do, and so do the places of lines
    is_set = has_marks or any(line.place is not None for line in lines)
    return tuple(with_series(features if is_set else with_ties(lines, features)))


class _Habits(Struct, frozen=True):
    """Properties of the whole file.

    Attributes:
        is_signed: At least three lines have a dateline, a credit or a jump mark, so that articles mostly begin so.
        pictures_leave_gaps: Two blank lines are rare, so that they may be the place of a picture.
        title: The index of the file's title, its first marked heading if all others are deeper, else -1.
        near_masthead: The indices of lines at most two lines away from a masthead's.
        has_final_punctuation: Paragraphs end with punctuation, so that one without it is unfinished.
        signed_headings: The indices of headings with a pen name in brackets.
        is_printed: Its printed lines were joined, as those of OCR are.
    """

    is_signed: bool
    pictures_leave_gaps: bool
    title: int
    near_masthead: frozenset[int]
    has_final_punctuation: bool
    signed_headings: frozenset[int]
    is_printed: bool


def _habits(lines: tuple[Line, ...]) -> _Habits:
    signed = sum([not line.own.isdisjoint(_BEGINNINGS) for line in lines])
    wide = sum(line.gap >= _WIDE_GAP for line in lines)
    marked = [i for i, line in enumerate(lines) if line.level]
    is_titled = len(marked) > 1 and all(lines[i].level > lines[marked[0]].level for i in marked[1:])
    heads = [i for i, line in enumerate(lines) if not line.own.isdisjoint(_OF_MASTHEADS)]
    near = frozenset(i + step for i in heads for step in _NEAR_MASTHEAD)
    has_few_gaps = wide <= _RARE_GAPS * len(lines)
    title = marked[0] if is_titled else -1
    return _Habits(
        signed >= _SIGNED_OFTEN,
        has_few_gaps,
        title,
        near,
        has_final_punctuation(lines),
        _signed_headings(lines),
        any(_PRINTED_LONG in line.own for line in lines),
    )


def _signed_headings(lines: tuple[Line, ...]) -> frozenset[int]:
    """Return the indices of headings that end with a pen name in brackets, “闲话豆腐（老砚）”, if there are several."""
    signed = [i for i, line in enumerate(lines) if _HEADING_LIKE in line.own and _is_signed(line.plain)]
    return frozenset(signed if len(signed) >= _SEVERAL_SIGNED else ())


def _is_signed(heading: str) -> bool:
    if heading[-1] in "）)":
        signed = _SIGNED_HEADING.search(heading)
    else:
        signed = None
    return signed is not None and not words.is_known(signed["name"])


def _from_neighbours(lines: tuple[Line, ...], i: int, habits: _Habits) -> set[LineFeature]:
    line = lines[i]
    features: set[LineFeature] = set()
    after = lines[i + 1] if i + 1 < len(lines) else None
    if after and not after.own.isdisjoint(_TELL_OF_ABOVE):
        features |= {above for below, above in _ABOVE.items() if below in after.own and below not in line.own}
        if line.is_heading_like and after.own & _OF_LISTS:
            features.add(LineFeature.BEFORE_LIST)
    if after and _ENDS_COLON in line.own and line.is_heading_like:
        features |= _announced(line, after)
    if after and _AUTHOR_LINE in line.own and after.own & _CREDIT:
        features.add(LineFeature.ABOVE_NAME)
    if line.level:
        features |= _by_levels(lines, i, habits)
    elif line.gap >= _WIDE_GAP and habits.pictures_leave_gaps and _may_be_below_picture(line):
        features.add(LineFeature.BELOW_PICTURE)
    if i in habits.near_masthead and len(line.text) <= _LONGEST_FURNITURE:
        features.add(LineFeature.NEAR_MASTHEAD)
    if i in habits.signed_headings:
        features.add(LineFeature.BEFORE_CREDIT)
    if i and len(line.plain) <= LONGEST_OF_POINTS and lists_points(lines, i):
        features.add(LineFeature.LISTS_POINTS)
    return features


def _announced(line: Line, after: Line) -> set[LineFeature]:
    """Return the features of a heading-like line that ends with a colon; they depend on the line below."""
    if after.own & _OF_LISTS:
        return {LineFeature.ANNOUNCES}
    is_short = len(line.text) <= _LONGEST_BEFORE_COLON
    if after.is_heading_like and is_short:
        return {LineFeature.INTRODUCES}
    return set()


def _by_levels(lines: tuple[Line, ...], i: int, habits: _Habits) -> set[LineFeature]:
    """Return the features of a marked heading that depend on the levels of the headings next to it."""
    line = lines[i]
    features = set()
    if i + 1 < len(lines) and line.level < lines[i + 1].level:
        features.add(LineFeature.ABOVE_DEEPER)
    if i and 0 < lines[i - 1].level < line.level:
        features.add(LineFeature.BELOW_SHALLOWER)
    if i == habits.title:
        features.add(LineFeature.ONLY_TOP)
    return features


def _may_be_below_picture(line: Line) -> bool:
    is_sentence = LineFeature.ENDS_SENTENCE in line.own and len(line.text) <= _LONGEST_CAPTION
    return is_sentence and line.own.isdisjoint(_BEGINNINGS)


def _runs(lines: tuple[Line, ...], begins: frozenset[int]) -> list[range]:
    """Return for each line the run of heading-like lines that contains it, which is empty for other lines.

    A line in `begins` always begins a run.
    """
    runs: list[range] = [range(0)] * len(lines)
    heads = [_HEADING_LIKE in line.own for line in lines]
    i = 0
    while i < len(lines):
        end = i
        while end < len(lines) and heads[end] and not (end > i and end in begins):
            end += 1
        runs[i:end] = [range(i, end)] * (end - i)
        i = max(end, i + 1)
    return runs


def _of_run(lines: tuple[Line, ...], run: range, i: int, habits: _Habits) -> set[LineFeature]:
    """Return the features of line `i` that depend on its position in its run of heading-like lines.

    A run of many lines is verse, except for a heading at its beginning or end, or a broken headline.
    """
    above = lines[run.start - 1].own if run.start else _NOTHING
    is_named = bool(above & _CREDIT)
    if len(run) >= VERSE and not (habits.is_printed and not is_named and _is_broken_headline(lines, run)):
        title = run.start + (LineFeature.SECTION_LABEL in lines[run.start].own)
        if run.stop < len(lines):
            below = lines[run.stop].own
        else:
            below = _NOTHING
        is_signed = bool(below & _CREDIT) and run.stop + 1 < len(lines)
        if is_signed:
            below = lines[run.stop + 1].own
        is_below = i == run.stop - 1 or (
            i == run.stop - 2 and is_signed and not _is_like_verse(lines, run)  # it looks at the whole run
        )
        if below & _LONG and is_below:
            return {LineFeature.BELOW_LONG_RUN}
        return {LineFeature.LONG_RUN if i > title or is_named else LineFeature.ABOVE_LONG_RUN}
    features = set()
    if i > run.start:
        features.add(LineFeature.AFTER_HEADING)
        if _runs_on(lines[i - 1]):
            features.add(LineFeature.AFTER_RUNNING_ON)
        features |= features_below(lines[i - 1], lines[i])
    if i < run.stop - 1:
        features.add(LineFeature.BEFORE_HEADING)
        if _runs_on(lines[i]):
            features.add(LineFeature.RUNNING_ON)
    return features


def _is_broken_headline(lines: tuple[Line, ...], run: range) -> bool:
    """Return whether a run above a dateline may be the rows of one headline, each of which OCR wrote as a line."""
    is_above_news = run.stop < len(lines) and LineFeature.DATELINE in lines[run.stop].own
    return is_above_news and len(run) <= _LONGEST_HEADLINE


def _is_like_verse(lines: tuple[Line, ...], run: range) -> bool:
    """Return whether the last line but one of a run may be a verse by its length.

    It is about as long as the line above, and neither the longest nor the shortest of the run.
    """
    line = lines[run.stop - 2]
    above = lines[run.stop - 3]
    lengths = [len(other.text) for other in lines[run.start + 1 : run.stop - 2]]
    is_even = abs(len(above.text) - len(line.text)) <= RAGGED
    return (
        is_even and not line.level and line.gap < _WIDE_GAP and min(lengths) <= len(line.text) <= max(lengths)
    )


def _runs_on(line: Line) -> bool:
    """Return whether a heading is unfinished at the end of its line: by a comma, or an open bracket or quotation."""
    return bool(line.own & _UNFINISHED)


def _ahead(lines: tuple[Line, ...], run: range, i: int) -> set[LineFeature]:
    """Return the features of a possible heading that depend on the first line of text below it.

    Headings and credits between them are skipped; a credit adds a feature of its own.
    """
    features: set[LineFeature] = set()
    storeys = 0
    most = 0 if len(run) >= VERSE else _STOREYS
    for following in lines[i + 1 : i + 1 + _NEAR]:
        line_features = following.own
        storeys += following.is_heading_like
        if storeys > most:
            break
        if not line_features.isdisjoint(_CREDIT):
            features.add(LineFeature.BEFORE_CREDIT)
        elif not following.is_heading_like and line_features.isdisjoint(_NO_BODY):
            return features | _promise(following)
    return features


def _promise(body: Line) -> set[LineFeature]:
    """Return the features of a heading that depend on the first line of the body below it; a mere date is none."""
    if _MASTHEAD in body.own and fields.is_date(body.plain):
        return set()
    if LineFeature.DATELINE in body.own:
        return {LineFeature.BEFORE_NEWS}
    if LineFeature.JUMP_FROM in body.own:
        return {LineFeature.BEFORE_JUMP}
    if LineFeature.NOTICE in body.own:
        return {LineFeature.BEFORE_NOTICE}
    if line_patterns.GREETING.match(body.plain):
        return {LineFeature.BEFORE_GREETING}
    if line_patterns.DAY.match(body.plain):
        return {LineFeature.BEFORE_DAY}
    return set()


def _after_line(before: frozenset[LineFeature]) -> set[LineFeature]:
    features: set[LineFeature] = set()
    if not before.isdisjoint(_CREDIT):
        features.add(LineFeature.AFTER_CREDIT)
    if not before.isdisjoint(_SIGNED):
        features.add(LineFeature.AFTER_SIGNATURE)
    return features


def _after_body(
    body: _Body, above: Line, line: Line, before: frozenset[LineFeature], *, may_be_open: bool
) -> set[LineFeature]:
    """Return the features of a line that may continue the running text above, which ends in the middle of a sentence.

    The feature of a telegram right below another text is also added here, whether that has punctuation or not.
    `before` are the features of the line above; `may_be_open`: that text goes on if it ends without punctuation.
    """
    is_below_text = body.line is above and _HEADING_LIKE not in above.own
    if is_below_text and (_TELEGRAM in line.own or _goes_on_by_agency(line)):
        return {LineFeature.TELEGRAM_BELOW_TEXT}
    if (
        body.line is None
        or not may_be_open
        or not line_patterns.is_open(body.line.text)
        or line.own & _NO_CONTINUATION
        or line.own & body.line.own & _OF_ITEMS
        or line.text[0] in "【〖"
        or _begins_anew(body.line, line)
    ):
        return set()
    may_be_heading = body.line.is_heading_like and len(body.line.text) <= _LONGEST_OPEN_HEADING
    if body.past_head and (may_be_heading or line.is_heading_like or not line.own & _OF_TEXT):
        return set()
    is_short = may_be_heading or LineFeature.NOTICE in body.line.own
    is_sentence = LineFeature.COMMAS_INSIDE in body.line.own
    if is_short and (body.is_verse or (body.past_picture and not is_sentence)):
        return set()
    if is_short:
        features = {LineFeature.AFTER_OPEN_SHORT}
    else:
        features = {LineFeature.AFTER_COMMA if body.line.text[-1] in "，、," else LineFeature.AFTER_OPEN}
    if LineFeature.BROKEN_WORD in before:
        features.add(LineFeature.AFTER_BROKEN_WORD)
    return features


def _begins_anew(above: Line, line: Line) -> bool:
    """Return whether a line in Western letters begins with a capital below white space: it continues nothing."""
    return line.place is None and line.gap > 0 and western_lines.begins_anew(above.plain, line.plain)


def _goes_on_by_agency(line: Line) -> bool:
    """Return whether a line may be a second report within a text: “据新华社…电”."""
    return LineFeature.DATELINE in line.own and line.plain[0] == "据" and line.gap < _WIDE_GAP


def _has_marks(lines: tuple[Line, ...]) -> bool:
    """Return whether headings have marks in a file; one, or few among more headings without, tell nothing of these, and
    neither does that of a masthead.
    """
    if not any(line.level for line in lines):
        return False
    marked = sum(_is_marked_heading(line) for line in lines)
    if not marked:
        return False
    headings = [line for line in lines if line.is_heading_like and line.own.isdisjoint(OF_HEADS)]
    if marked == 1 and len(headings) >= _LEAST_SERIES:
        return _begins_with_mark(lines) and _headings_apart(lines) < _LEAST_SERIES
    without = 0
    is_below_mark = False
    for line, below in pairwise(lines):
        is_below_mark = _is_marked_heading(line) or (is_below_mark and line.is_heading_like)
        without += line.is_heading_like and not is_below_mark and not below.own.isdisjoint(_BEGINNINGS)
    return without < _LEAST_WITHOUT_MARK or without <= marked


def _begins_with_mark(lines: tuple[Line, ...]) -> bool:
    """Return whether a file begins, below its masthead, with a marked heading."""
    first = next((line for line in lines if line.own.isdisjoint(OF_HEADS)), None)
    return first is not None and first.level > 0


def _headings_apart(lines: tuple[Line, ...]) -> int:
    """Return the number of headings of a file; lines right below a line without a mark that may be one are one with it.

    They may be the lines of a heading, or of a text that is broken into short ones.
    """
    number = 0
    is_below_heading = False
    for line in lines:
        may_be_heading = line.is_heading_like and line.own.isdisjoint(OF_HEADS)
        number += may_be_heading and not (is_below_heading and not line.gap)
        is_below_heading = may_be_heading and not line.level
    return number


def _is_marked_heading(line: Line) -> bool:
    return line.level > 0 and line.own.isdisjoint(OF_HEADS)


def _of_level(lines: tuple[Line, ...], i: int, levels: HeadingMarks) -> set[LineFeature]:
    level = lines[i].level
    if not level:
        is_below = i > 0 and lines[i - 1].level > 0 and lines[i].is_heading_like
        if is_below:
            return {LineFeature.UNMARKED, LineFeature.BELOW_MARKED}
        return {LineFeature.UNMARKED}
    features = {LineFeature.HEADLINE_LEVEL if level == levels.headline else LineFeature.OTHER_LEVEL}
    if level in levels.of_news:
        features.add(LineFeature.LEVEL_OF_NEWS)
    if level in levels.of_text:
        features.add(LineFeature.LEVEL_OF_TEXT)
    if levels.article:
        if level == levels.article:
            features.add(LineFeature.LEVEL_OF_ARTICLES)
        elif level > levels.article:
            features.add(LineFeature.BELOW_LEVEL_OF_ARTICLES)
    if i and lines[i - 1].level == level:
        features.add(LineFeature.AFTER_SAME_LEVEL)
    return features


def _column(text: LineSequence) -> _Column | None:
    """Return the properties of the narrow columns of a file; None if it has none."""
    if text.width is None:
        return None
    indents = sum(line.indented for line in text.lines)
    gaps = sum(line.gap > 0 for line in text.lines)
    return _Column(text.width, indents >= _INDENTS, gaps <= len(text.lines) * _RARE_GAPS)


def _of_column(lines: tuple[Line, ...], i: int, column: _Column) -> set[LineFeature]:
    line = lines[i]
    features = set()
    if abs(len(line.text) - column.width) <= RAGGED + 1 and not is_wide_kicker(line):
        features.add(LineFeature.FULL_WIDTH)
    if column.gaps and line.gap:
        features.add(LineFeature.COLUMN_GAP)
    elif i and is_full_and_open(lines[i - 1], line, column.width) and not is_wide_kicker(lines[i - 1]):
        features.add(LineFeature.AFTER_FULL_WIDTH)
    after = lines[i + 1] if i + 1 < len(lines) else None
    if column.gaps and line.is_heading_like and after and not after.gap and not after.is_heading_like:
        features.add(LineFeature.NO_GAP_BELOW)
    if column.indents and not line.gap:
        features.add(LineFeature.COLUMN_INDENT if line.indented else LineFeature.NO_COLUMN_INDENT)
    return features


def _alone(line: Line, following: Line) -> set[LineFeature]:
    """Return the features of a single heading-like line, which may be a subhead or the first half of a paragraph."""
    if LineFeature.HALVES in line.own:
        return {LineFeature.LONE, LineFeature.LONE_HALVES}
    may_be_broken = (
        LineFeature.ENDS_OPEN in line.own and not line.level and len(line.text) >= _SHORTEST_BROKEN
    )
    is_broken = may_be_broken and not _begins_anew(line, following)
    if is_broken and words.word_spans(line.plain, following.plain):
        return {LineFeature.LONE, LineFeature.BROKEN_WORD}
    return {LineFeature.LONE}


def _leaves_notices(lines: tuple[Line, ...], i: int) -> bool:
    """Return whether a heading ends a group of notices: a text of several sentences is below that is no notice."""
    if not lines[i].is_heading_like or lines[i].own & _NOTICES or i + 1 == len(lines):
        return False
    below = lines[i + 1].own
    is_text = not below.isdisjoint(_LONG) and LineFeature.SENTENCE_INSIDE in below
    is_short_text = LineFeature.LENGTH_50 in below and below >= _OF_SHORT_TEXT
    return (
        (is_text or (is_short_text and lines[i].own.isdisjoint(_OF_NOTICES)))
        and below.isdisjoint(_NOTICES)
        and LineFeature.CONTACT not in below
        and LineFeature.BULLET not in below
    )


def _stays_under_notices(line: Line) -> bool:
    """Return whether the line after this one, which is below notices, may be a notice, too."""
    if ORGANISATION.search(line.plain):
        return True
    return not line.is_heading_like and line.own.isdisjoint(_NO_NOTICE)
