"""Features of a line by its neighbours: what it follows, what follows it, the run it stands in."""

import re
from dataclasses import dataclass

from reader.language import words
from reader.language.forms import HAN
from reader.parsing import fields, line_patterns
from reader.parsing.context_features import ends_tell
from reader.parsing.line_features import RAGGED, HeadingMarks, Line, LineSequence, is_wide_kicker
from reader.parsing.page_features import VERSE, likeness_features, repeated_lines, with_page
from reader.parsing.weights import Feature

_LEAST_SERIES = 3
_LONE = Feature.LONE
_BEGINS_ARTICLE = frozenset(
    {
        Feature.BEFORE_NEWS,
        Feature.BEFORE_CREDIT,
        Feature.BEFORE_JUMP,
        Feature.PAGE_LINE,
        Feature.MASTHEAD,
        Feature.NOTICE_LABEL,
        Feature.DATELINE,
    }
)


def with_series(features: list[frozenset[Feature]]) -> list[frozenset[Feature]]:
    """Return the features with those of single headings by how many there are between two that begin articles.

    An editor who sets subheads sets several.
    """
    alone: list[int] = []
    for i in range(len(features) + 1):
        if i < len(features) and features[i].isdisjoint(_BEGINS_ARTICLE):
            if _LONE in features[i]:
                alone.append(i)
            continue
        if len(alone) == 1:
            features[alone[0]] |= {Feature.LONE_SINGLE}
        elif len(alone) >= _LEAST_SERIES:
            for each in alone:
                features[each] |= {Feature.LONE_SERIES}
        alone.clear()
    return features


_NEAR = 6
_STOREYS = 4
_INDENTS = 3
_RARE_GAPS = 0.3
_SHORTEST_BROKEN = 11
_SIGNED_BELOW = 4
_SIGNED_HEADING = re.compile(
    f"[{HAN}]{{2}}.{{0,20}}[（(](?P<name>(?!.{{0,2}}[上中下续完图文讯电一二三四五六七八九十])[{HAN}]{{2,3}})[）)]$"
)
_SEVERAL_SIGNED = 2
_NOTHING = frozenset[Feature]()
# Asked of every line: in Python 3.11 a member is found in its enumeration ten times as slowly as a name in a module.
_AUTHOR_LINE, _ENDS_COLON, _TELEGRAM = Feature.AUTHOR_LINE, Feature.ENDS_COLON, Feature.TELEGRAM
_ORGANISATION_LINE, _MASTHEAD, _LONG_RUN = Feature.ORGANISATION, Feature.MASTHEAD, Feature.LONG_RUN

_SIGNS_OF_A_HEADING = frozenset(
    {
        Feature.AFTER_HEADING,
        Feature.BEFORE_HEADING,
        Feature.BEFORE_NEWS,
        Feature.BEFORE_CREDIT,
        Feature.BEFORE_JUMP,
        Feature.BEFORE_GREETING,
        Feature.BEFORE_NOTICE,
        Feature.LONG_RUN,
        Feature.ABOVE_LONG_RUN,
    }
)
_SIGNED_OFTEN = 3
_WIDE_GAP = 2
_LONGEST_CAPTION = 90
_NEAR_MASTHEAD = (-2, -1, 1, 2)
_LONGEST_FURNITURE = 30
_LONGEST_BEFORE_COLON = 12
_LONGEST_OPEN_HEADING = 36
_BEGINNINGS = frozenset({Feature.DATELINE, Feature.CREDIT_LINE, Feature.JUMP_FROM})
_OF_MASTHEADS = frozenset({Feature.MASTHEAD, Feature.TITLE})
_OF_LISTS = frozenset(
    {
        Feature.BULLET,
        Feature.FIGURES,
        Feature.ROWS,
        Feature.TABLE_ROW,
        Feature.TURN,
        Feature.SPEAKER,
        Feature.INDEX_ITEM,
    }
)
_ABOVE = {
    Feature.PHOTO_CREDIT: Feature.BEFORE_PHOTO_CREDIT,
    Feature.SEE_PAGE: Feature.BEFORE_SEE_PAGE,
    Feature.TIGHT: Feature.BEFORE_TIGHT,
}
_TELL_OF_ABOVE = _OF_LISTS | _ABOVE.keys()
_NO_BODY = frozenset(
    {
        Feature.CAPTION,
        Feature.CAPTION_HEAD,
        Feature.CAPTION_BLOCK,
        Feature.PHOTO_CREDIT,
        Feature.POINTER,
        Feature.PICTURE,
        Feature.RULE,
        Feature.PAGE_NUMBER,
    }
)
_HEAD_OF_PAGE = frozenset({Feature.PAGE_LINE, Feature.MASTHEAD, Feature.STAFF})
_ENDS_BODY = frozenset(
    {
        Feature.FIGURES,
        Feature.SEE_PAGE,
        Feature.SPONSOR,
        Feature.CONTACT,
        Feature.FRONT_MATTER,
        Feature.CREDIT_LINE,
        Feature.AUTHOR_LINE,
        Feature.JUMP_ALONE,
        Feature.NOTICE_LABEL,
        Feature.SECTION_LABEL,
        Feature.MARKED,
    }
)
_NO_CONTINUATION = frozenset(
    {
        Feature.NOTICE,
        Feature.BULLET,
        Feature.CREDIT_LINE,
        Feature.SIGNATURE,
        Feature.MARKED,
        Feature.FIGURES,
        Feature.SPEAKER,
        Feature.CONTACT,
        Feature.ROWS,
        Feature.TABLE_ROW,
        Feature.TURN,
        Feature.TIGHT,
        Feature.RULE,
        Feature.PICTURE,
    }
)
_OF_ITEMS = frozenset({Feature.SERIAL, Feature.COLON_INSIDE, Feature.FIRST_DATE})
"""Features of the beginning of list items, which may end without a mark."""
_CREDIT = frozenset({Feature.CREDIT_LINE, Feature.AUTHOR_LINE})
_SIGNED = frozenset({Feature.SIGNATURE, Feature.SIGNED_END})
_LONG = frozenset({Feature.LENGTH_90, Feature.LENGTH_MORE})
_OF_TEXT = _LONG | {Feature.SENTENCE_INSIDE, Feature.ENDS_SENTENCE}
_UNFINISHED = frozenset({Feature.ENDS_COMMA, Feature.UNCLOSED})
_NOTICES = frozenset({Feature.NOTICE_LABEL, Feature.NOTICE_TITLE, Feature.NOTICE, Feature.NOTICE_WORDS})
_NO_NOTICE = frozenset({Feature.DATELINE, Feature.MASTHEAD, Feature.PAGE_LINE})


@dataclass(slots=True)
class _Body:
    """The last line of running text above, and what stands between: a picture, or the head of a page."""

    line: Line | None = None
    is_verse: bool = False
    past_picture: bool = False
    past_head: bool = False

    def go_on(self, line: Line, features: frozenset[Feature]) -> None:
        """Update the state by the line that was passed."""
        own = line.own
        if not own.isdisjoint(_ENDS_BODY):
            self.line = None
        elif not own.isdisjoint(_HEAD_OF_PAGE):
            self.past_head = True
        elif not own.isdisjoint(_NO_BODY):
            self.past_picture = True
        else:
            self.line, self.past_picture, self.past_head = line, False, False
            self.is_verse = _LONG_RUN in features


@dataclass(frozen=True, slots=True)
class _Column:
    """Properties of a text in narrow columns: width, and whether indents and gaps mark new paragraphs."""

    width: int
    indents: bool
    gaps: bool


def features_of(text: LineSequence) -> tuple[frozenset[Feature], ...]:
    """Return for every line its own features and those by its neighbours."""
    lines = text.lines
    has_marks = any(line.level for line in lines)
    habits = _habits(lines)
    runs = _runs(lines, habits.signed_headings)
    column = _column(text)
    repeated = repeated_lines(lines, runs)
    features: list[frozenset[Feature]] = []
    body = _Body()
    under_notices = False
    for i, line in enumerate(lines):
        before = features[-1] if features else _NOTHING
        found = _after_line(before)
        if body.line is not None and habits.ends_tell and (column or _ORGANISATION_LINE not in line.own):
            found |= _after_body(body, lines[i - 1] if i else None, line, before)
        if runs[i]:
            found |= _ahead(lines, runs[i], i) | _of_run(lines, runs[i], i)
        if line.gap >= 2:
            found.add(Feature.GAP)
        if has_marks:
            found |= _of_level(lines, i, text.levels)
        found |= _beside(lines, i, habits)
        if column:
            found |= _of_column(lines, i, column)
        under_notices = under_notices and not _leaves_notices(lines, i)
        if under_notices and Feature.NOTICE_TITLE not in line.own:
            found.add(Feature.UNDER_NOTICES)
        found |= likeness_features(lines, i, repeated)
        found |= _around_dates(lines, i)
        if line.is_heading_like and i + 1 < len(lines) and not found & _SIGNS_OF_A_HEADING:
            found |= _alone(line, lines[i + 1])
            if habits.is_signed:
                found.add(Feature.UNSIGNED)
        features.append(line.own | found)
        body.go_on(line, features[-1])
        under_notices = _stays_under_notices(line, under_notices)
    return tuple(with_series(with_page(lines, features)))


@dataclass(frozen=True, slots=True)
class _Habits:
    """Properties of the whole file.

    `is_signed`: most news begins with a dateline or a credit; `pictures_leave_gaps`: two blank lines have a meaning;
    `title`: the index of the file's title, its first marked heading if all others are deeper, else -1; `near_masthead`:
    indices of lines beside lines of a masthead; `ends_tell`: a paragraph without a full stop at its end is unfinished;
    `signed_headings`: indices of headings with a pen name in brackets.
    """

    is_signed: bool
    pictures_leave_gaps: bool
    title: int
    near_masthead: frozenset[int]
    ends_tell: bool
    signed_headings: frozenset[int]


def _habits(lines: tuple[Line, ...]) -> _Habits:
    signed = sum(bool(line.own & _BEGINNINGS) for line in lines)
    wide = sum(line.gap >= _WIDE_GAP for line in lines)
    marked = [i for i, line in enumerate(lines) if line.level]
    is_titled = len(marked) > 1 and all(lines[i].level > lines[marked[0]].level for i in marked[1:])
    heads = [i for i, line in enumerate(lines) if not line.own.isdisjoint(_OF_MASTHEADS)]
    near = frozenset(i + step for i in heads for step in _NEAR_MASTHEAD)
    has_few_gaps = wide <= _RARE_GAPS * len(lines)
    title = marked[0] if is_titled else -1
    return _Habits(
        signed >= _SIGNED_OFTEN, has_few_gaps, title, near, ends_tell(lines), _signed_headings(lines)
    )


def _signed_headings(lines: tuple[Line, ...]) -> frozenset[int]:
    """Return the headings with a pen name in brackets behind them: “闲话豆腐（老砚）”, if the page has several."""
    found = [i for i, line in enumerate(lines) if line.is_heading_like and _is_signed(line.plain)]
    return frozenset(found if len(found) >= _SEVERAL_SIGNED else ())


def _is_signed(heading: str) -> bool:
    signed = _SIGNED_HEADING.search(heading) if heading[-1] in "）)" else None
    return signed is not None and not words.is_known(signed["name"])


def _beside(lines: tuple[Line, ...], i: int, habits: _Habits) -> set[Feature]:
    """Return the features by the lines right above and below."""
    line = lines[i]
    found: set[Feature] = set()
    after = lines[i + 1] if i + 1 < len(lines) else None
    if after and not after.own.isdisjoint(_TELL_OF_ABOVE):
        found |= {above for below, above in _ABOVE.items() if below in after.own and below not in line.own}
        if line.is_heading_like and after.own & _OF_LISTS:
            found.add(Feature.BEFORE_LIST)
    if after and _ENDS_COLON in line.own and line.is_heading_like:
        found |= _announced(line, after)
    if after and _AUTHOR_LINE in line.own and after.own & _CREDIT:
        found.add(Feature.ABOVE_NAME)
    if line.level:
        found |= _by_levels(lines, i, habits)
    elif line.gap >= _WIDE_GAP and habits.pictures_leave_gaps and _may_be_below_picture(line):
        found.add(Feature.BELOW_PICTURE)
    if i in habits.near_masthead and len(line.text) <= _LONGEST_FURNITURE:
        found.add(Feature.NEAR_MASTHEAD)
    if i in habits.signed_headings:
        found.add(Feature.BEFORE_CREDIT)
    return found


def _announced(line: Line, after: Line) -> set[Feature]:
    """Return the features of a heading-like line that ends with a colon, by the line below."""
    if after.own & _OF_LISTS:
        return {Feature.ANNOUNCES}
    is_short = len(line.text) <= _LONGEST_BEFORE_COLON
    return {Feature.INTRODUCES} if after.is_heading_like and is_short else set()


def _by_levels(lines: tuple[Line, ...], i: int, habits: _Habits) -> set[Feature]:
    """Return the features of a marked line by the levels of the marked lines above and below."""
    line, found = lines[i], set()
    if i + 1 < len(lines) and line.level < lines[i + 1].level:
        found.add(Feature.ABOVE_DEEPER)
    if i and 0 < lines[i - 1].level < line.level:
        found.add(Feature.BELOW_SHALLOWER)
    if i == habits.title:
        found.add(Feature.ONLY_TOP)
    return found


def _may_be_below_picture(line: Line) -> bool:
    is_sentence = Feature.ENDS_SENTENCE in line.own and len(line.text) <= _LONGEST_CAPTION
    return is_sentence and line.own.isdisjoint(_BEGINNINGS)


def _runs(lines: tuple[Line, ...], begins: frozenset[int]) -> list[range]:
    """Return for every line the run of heading-like lines it is in (empty for others); one of `begins` begins a run."""
    runs: list[range] = [range(0)] * len(lines)
    i = 0
    while i < len(lines):
        end = i
        while end < len(lines) and lines[end].is_heading_like and not (end > i and end in begins):
            end += 1
        runs[i:end] = [range(i, end)] * (end - i)
        i = max(end, i + 1)
    return runs


def _of_run(lines: tuple[Line, ...], run: range, i: int) -> set[Feature]:
    """Return the features by a line's place in its run.

    A run of many lines is verse, except for a heading at its beginning or end.
    """
    if len(run) >= VERSE:
        above = lines[run.start - 1].own if run.start else _NOTHING
        is_named = bool(above & _CREDIT)
        title = run.start + (Feature.SECTION_LABEL in lines[run.start].own)
        below = lines[run.stop].own if run.stop < len(lines) else _NOTHING
        is_signed = bool(below & _CREDIT) and run.stop + 1 < len(lines)
        if is_signed:
            below = lines[run.stop + 1].own
        is_below = i == run.stop - 1 or (
            i == run.stop - 2 and is_signed and not _is_like_verse(lines, run)  # it looks at the whole run
        )
        if below & _LONG and is_below:
            return {Feature.BELOW_LONG_RUN}
        return {Feature.LONG_RUN if i > title or is_named else Feature.ABOVE_LONG_RUN}
    found = set()
    if i > run.start:
        found.add(Feature.AFTER_HEADING)
        if _runs_on(lines[i - 1]):
            found.add(Feature.AFTER_RUNNING_ON)
    if i < run.stop - 1:
        found.add(Feature.BEFORE_HEADING)
        if _runs_on(lines[i]):
            found.add(Feature.RUNNING_ON)
    return found


def _is_like_verse(lines: tuple[Line, ...], run: range) -> bool:
    """Return whether the last line but one of a run is a verse by its length: about that of the line above, and no
    longer and no shorter than all of them.
    """
    line, above = lines[run.stop - 2], lines[run.stop - 3]
    lengths = [len(other.text) for other in lines[run.start + 1 : run.stop - 2]]
    is_even = abs(len(above.text) - len(line.text)) <= RAGGED
    return (
        is_even and not line.level and line.gap < _WIDE_GAP and min(lengths) <= len(line.text) <= max(lengths)
    )


def _runs_on(line: Line) -> bool:
    """Return whether a heading is unfinished at its line's end."""
    return bool(line.own & _UNFINISHED)


def _ahead(lines: tuple[Line, ...], run: range, i: int) -> set[Feature]:
    """Return the features of a possible heading by what follows the heading-like lines and credits after it."""
    found: set[Feature] = set()
    storeys = 0
    most = 0 if len(run) >= VERSE else _STOREYS
    for following in lines[i + 1 : i + 1 + _NEAR]:
        own = following.own
        storeys += following.is_heading_like
        if storeys > most:
            break
        if own & _CREDIT:
            found.add(Feature.BEFORE_CREDIT)
        elif not following.is_heading_like and not own & _NO_BODY:
            return found | _promise(following)
    return found


def _promise(body: Line) -> set[Feature]:
    """Return the features of a heading by the first line of the body below it."""
    if Feature.DATELINE in body.own:
        return {Feature.BEFORE_NEWS}
    if Feature.JUMP_FROM in body.own:
        return {Feature.BEFORE_JUMP}
    if Feature.NOTICE in body.own:
        return {Feature.BEFORE_NOTICE}
    if line_patterns.begins_with_greeting(body.plain):
        return {Feature.BEFORE_GREETING}
    return {Feature.BEFORE_DAY} if line_patterns.begins_with_day(body.plain) else set()


def _after_line(before: frozenset[Feature]) -> set[Feature]:
    """Return the features by the line right above."""
    found: set[Feature] = set()
    if not before.isdisjoint(_CREDIT):
        found.add(Feature.AFTER_CREDIT)
    if not before.isdisjoint(_SIGNED):
        found.add(Feature.AFTER_SIGNATURE)
    return found


def _after_body(body: _Body, above: Line | None, line: Line, before: frozenset[Feature]) -> set[Feature]:
    """Return the features of a line that may continue the running text above: it ended in the middle of a sentence, or
    another telegram stands right below it.
    """
    is_below_text = body.line is not None and body.line is above and not body.line.is_heading_like
    if is_below_text and _TELEGRAM in line.own:
        return {Feature.TELEGRAM_BELOW_TEXT}
    if (
        body.line is None
        or not line_patterns.is_open(body.line.text)
        or line.own & _NO_CONTINUATION
        or line.own & body.line.own & _OF_ITEMS
        or line.text[0] in "【〖"
    ):
        return set()
    may_be_heading = body.line.is_heading_like and len(body.line.text) <= _LONGEST_OPEN_HEADING
    if body.past_head and (may_be_heading or line.is_heading_like or not line.own & _OF_TEXT):
        return set()
    is_short = may_be_heading or Feature.NOTICE in body.line.own
    is_sentence = Feature.COMMAS_INSIDE in body.line.own
    if is_short and (body.is_verse or (body.past_picture and not is_sentence)):
        return set()
    if is_short:
        found = {Feature.AFTER_OPEN_SHORT}
    else:
        found = {Feature.AFTER_COMMA if body.line.text[-1] in "，、," else Feature.AFTER_OPEN}
    if Feature.BROKEN_WORD in before:
        found.add(Feature.AFTER_BROKEN_WORD)
    return found


def _of_level(lines: tuple[Line, ...], i: int, levels: HeadingMarks) -> set[Feature]:
    """Return the features by the level of a heading's mark."""
    level = lines[i].level
    if not level:
        is_below = i > 0 and lines[i - 1].level > 0 and lines[i].is_heading_like
        return {Feature.UNMARKED, Feature.BELOW_MARKED} if is_below else {Feature.UNMARKED}
    found = {Feature.HEADLINE_LEVEL if level == levels.headline else Feature.OTHER_LEVEL}
    if level in levels.of_news:
        found.add(Feature.LEVEL_OF_NEWS)
    if level in levels.of_text:
        found.add(Feature.LEVEL_OF_TEXT)
    if levels.article:
        if level == levels.article:
            found.add(Feature.LEVEL_OF_ARTICLES)
        elif level > levels.article:
            found.add(Feature.BELOW_LEVEL_OF_ARTICLES)
    if i and lines[i - 1].level == level:
        found.add(Feature.AFTER_SAME_LEVEL)
    return found


def _column(text: LineSequence) -> _Column | None:
    if text.width is None:
        return None
    indents = sum(line.indented for line in text.lines)
    gaps = sum(line.gap > 0 for line in text.lines)
    return _Column(text.width, indents >= _INDENTS, gaps <= len(text.lines) * _RARE_GAPS)


def _of_column(lines: tuple[Line, ...], i: int, column: _Column) -> set[Feature]:
    """Return the features of a line in a file of narrow columns."""
    line = lines[i]
    found = set()
    if abs(len(line.text) - column.width) <= RAGGED + 1 and not is_wide_kicker(line):
        found.add(Feature.FULL_WIDTH)
    if column.gaps and line.gap:
        found.add(Feature.COLUMN_GAP)
    elif i and len(lines[i - 1].text) >= column.width - RAGGED and not is_wide_kicker(lines[i - 1]):
        found.add(Feature.AFTER_FULL_WIDTH)
    after = lines[i + 1] if i + 1 < len(lines) else None
    if column.gaps and line.is_heading_like and after and not after.gap and not after.is_heading_like:
        found.add(Feature.NO_GAP_BELOW)
    if column.indents and not line.gap:
        found.add(Feature.COLUMN_INDENT if line.indented else Feature.NO_COLUMN_INDENT)
    return found


_ABOUT_MASTHEADS = frozenset(
    {
        Feature.MASTHEAD,
        Feature.TITLE,
        Feature.FURNITURE,
        Feature.IMPRINT,
        Feature.PAGE_LINE,
        Feature.FRONT_MATTER,
    }
)


def _is_lone_date(lines: tuple[Line, ...], i: int) -> bool:
    """Return whether a date closes the text above it: nothing of a masthead is beside it, and text is close above."""
    if not fields.is_date(lines[i].plain):
        return False
    above = lines[max(0, i - _SIGNED_BELOW) : i]
    beside = [*above[-1:], *lines[i + 1 : i + 2]]
    if above and _ORGANISATION.search(above[-1].plain):
        beside = list(above[-1:])
    return not any(line.own & _ABOUT_MASTHEADS for line in beside) and any(
        line.own & {Feature.ENDS_SENTENCE, Feature.CONTACT, Feature.ROWS} for line in above
    )


def _around_dates(lines: tuple[Line, ...], i: int) -> set[Feature]:
    """Return the feature of a date that closes the text above it, or of the line above such a date."""
    line = lines[i]
    if _MASTHEAD in line.own and _is_lone_date(lines, i):
        return {Feature.LONE_DATE}
    is_above = line.is_heading_like and i + 1 < len(lines) and _is_lone_date(lines, i + 1)
    return {Feature.ABOVE_DATE} if is_above else set()


def _alone(line: Line, following: Line) -> set[Feature]:
    """Return the features of a single heading-like line: a subhead, or the first half of a broken paragraph."""
    if Feature.HALVES in line.own:
        return {Feature.LONE, Feature.LONE_HALVES}
    may_be_broken = Feature.ENDS_OPEN in line.own and not line.level and len(line.text) >= _SHORTEST_BROKEN
    if may_be_broken and words.word_spans(line.plain, following.plain):
        return {Feature.LONE, Feature.BROKEN_WORD}
    return {Feature.LONE}


_ORGANISATION = re.compile("^.{2,30}(?:公司|局|委员会|办公室|院|社|厂|校|会|部|馆|中心|政府|大队|支队|站)$")


def _leaves_notices(lines: tuple[Line, ...], i: int) -> bool:
    """Return whether a heading has a text of several sentences below it that has no word of a notice."""
    if not lines[i].is_heading_like or lines[i].own & _NOTICES or i + 1 == len(lines):
        return False
    below = lines[i + 1].own
    is_text = not below.isdisjoint(_LONG) and Feature.SENTENCE_INSIDE in below
    return (
        is_text
        and below.isdisjoint(_NOTICES)
        and Feature.CONTACT not in below
        and Feature.BULLET not in below
    )


def _stays_under_notices(line: Line, under: bool) -> bool:
    """Return whether the next line may be a notice because notices stand above it."""
    if not line.own.isdisjoint(_NOTICES):
        return True
    if under and _ORGANISATION.search(line.plain):
        return True
    return under and not line.is_heading_like and not line.own & _NO_NOTICE
