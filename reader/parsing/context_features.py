"""Features of groups of lines: rows of a table, turns of an interview, verse, a caption over several lines.

Each of these lines alone looks like a heading: short, and without a full stop at the end.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from msgspec import structs
from msgspec.structs import replace

from reader.language import words
from reader.language.patterns import pattern
from reader.newspaper.article import Role
from reader.parsing import line_patterns, pages
from reader.parsing.credit_places import LONGEST_OF_NAMES, may_be_words, name_behind_office
from reader.parsing.final_punctuation import without_pauses
from reader.parsing.line_features import OF_HEADS, RAGGED, Line, LineSequence
from reader.parsing.regularity import SHORTEST_OF_ALL, alternation_of
from reader.parsing.table_rows import NO_CELLS, rows_of_tables
from reader.parsing.weights import LineFeature

# Why the whole page is used (its indents, its blank lines, its other headlines): on a page without datelines and names,
# no line alone distinguishes a headline from a subhead, as both are short and text follows. A line set like the page's
# headlines, or as long as they are, is more likely one of them.


VERSE = 6
"""Minimum number of consecutive heading-like lines that count as verse."""
_LABELS = frozenset({LineFeature.SECTION_LABEL, LineFeature.LABEL_LIKE})
# lengths in characters; a longer line is no label of a section, no half of a heading and so on
_LONGEST_LABEL = 24
_LONGEST_SHORT_HALVES = 9
_LONGEST_PEN_NAME = 3
_LONGEST_PAGE = 5
_NAMES_IN_A_ROW = 3
_LONGEST_VERSE_LINE = 8
_AUTHOR_LINE = LineFeature.AUTHOR_LINE
_HEADING_LIKE = LineFeature.HEADING_LIKE
_SHORTEST_TWIN = 5
_OF_KICKERS = frozenset({LineFeature.KICKER_TAIL, LineFeature.KICKER_TAIL_WEAK})
_NO_TWIN = _OF_KICKERS | {
    LineFeature.ORGANISATION,
    LineFeature.NUMBERS,
    LineFeature.DASH,
    LineFeature.ATTENDANCE,
    LineFeature.SECTION_LABEL,
    LineFeature.LABEL_LIKE,
    LineFeature.DECK_OPENER,
    LineFeature.HALVES,
    LineFeature.SERIAL,
}


def repeated_lines(lines: tuple[Line, ...], runs: list[range]) -> frozenset[str]:
    """Return the texts of short lines that occur above at least two different headings and never above other text.

    These are section labels. The headline of an article in two parts occurs twice, too, but above its jump line.

    Args:
        lines: All lines of the file.
        runs: For each line, the run of heading-like lines that contains it; empty for other lines.
    """
    above: dict[str, set[str]] = {}
    alone: set[str] = set()
    for (line, after), run in zip(pairwise(lines), runs, strict=False):
        if not 0 < len(run) < VERSE or len(line.text) > _LONGEST_LABEL:
            continue
        if after.is_heading_like:
            above.setdefault(line.text, set()).add(after.text)
        else:
            alone.add(line.text)
    return frozenset(text for text, headings in above.items() if len(headings) > 1) - alone


def likeness_features(lines: tuple[Line, ...], i: int, repeated: frozenset[str]) -> set[LineFeature]:
    """Return the features of line `i` that depend on similar lines, next to it or elsewhere in the file.

    `repeated` is the result of `repeated_lines`.
    """
    line = lines[i]
    may_be_alike = len(line.text) <= _LONGEST_VERSE_LINE or _AUTHOR_LINE in line.own
    is_heading = _HEADING_LIKE in line.own
    if not may_be_alike and not is_heading:
        return set()
    features: set[LineFeature] = set()
    before = lines[i - 1] if i else None
    after = lines[i + 1] if i + 1 < len(lines) else None
    if is_heading and line.text in repeated:
        features.add(LineFeature.REPEATED)
    if may_be_alike:
        for other in filter(None, (before, after)):
            features |= _like_neighbour(line, other)
    if not is_heading:
        return features
    if (
        len(line.text) <= _LONGEST_SHORT_HALVES
        and LineFeature.HALVES in line.own
        and after
        and after.is_heading_like
    ):
        features.add(LineFeature.SHORT_HALVES)
    if before:
        return features | _below(before, line, after)
    return features


def _like_neighbour(line: Line, other: Line) -> set[LineFeature]:
    features = set()
    if _is_row_of_names(line) and _is_row_of_names(other):
        features.add(LineFeature.NAMES_IN_ROWS)
    verse = _verse_length(line)
    if verse and _verse_length(other) == verse:
        features.add(LineFeature.EVEN_VERSE)
    are_short = len(line.text) <= _LONGEST_PAGE and len(other.text) <= _LONGEST_PAGE
    if are_short and (_are_page_and_name(line, other) or _are_page_and_name(other, line)):
        features.add(LineFeature.BARE_PAGE)
    return features


def _below(before: Line, line: Line, after: Line | None) -> set[LineFeature]:
    """Return the features of a heading-like line that depend on the lines right above and below."""
    features = set()
    if LineFeature.SECTION_LABEL in before.own:
        features.add(LineFeature.AFTER_LABEL)
    if before.own & _LABELS and LineFeature.SECTION_LABEL in line.own:
        features.add(LineFeature.SECOND_LABEL)
    if not before.is_heading_like:
        return features
    if _are_twins(before, line):
        features.add(LineFeature.AFTER_TWIN)
    is_free = not before.own & _OF_KICKERS and LineFeature.SECTION_LABEL not in before.own
    if is_free and _may_be_pen_name(line) and after and _begins_text(after):
        features.add(LineFeature.PEN_NAME)
    return features


def _may_be_pen_name(line: Line) -> bool:
    return len(line.text) <= _LONGEST_PEN_NAME and line.text.isalpha() and LineFeature.MARKED not in line.own


def _begins_text(line: Line) -> bool:
    return not line.is_heading_like and LineFeature.DATELINE not in line.own


def _is_row_of_names(line: Line) -> bool:
    return _AUTHOR_LINE in line.own and len(line.text.split()) >= _NAMES_IN_A_ROW


def _are_page_and_name(label: Line, name: Line) -> bool:
    """Whether two lines are the head of a page: its label, “01”, and its name, “要闻”."""
    return len(name.text) <= 4 and LineFeature.SECTION_LABEL in name.own and pages.is_bare_label(label.text)


def _verse_length(line: Line) -> int:
    """Return the length of a line of classical verse, 6 or 8 with its punctuation; 0 for any other line."""
    if len(line.text) in (6, _LONGEST_VERSE_LINE) and line.text[-1] in "，。；！？":
        return len(line.text)
    return 0


def _are_twins(first: Line, second: Line) -> bool:
    """Whether two heading lines are equally long and neither has a feature of another part of a headline.

    A headline of two lines is mostly set in two halves of the same length.
    """
    return (
        second.is_heading_like
        and first.level == second.level
        and len("".join(first.text.split())) == len("".join(second.text.split())) >= _SHORTEST_TWIN
        and not (first.own | second.own) & _NO_TWIN
    )


# whether a page indents its paragraphs shows only in several of them, which are too long to be headings
_LEAST_PAGE_PARAGRAPHS = 4
_SHORTEST_PAGE_PARAGRAPH = 30
_LEAST_GROUPS = 3
# shares of a page's paragraphs, lines or headings
_MOSTLY_ON_PAGE = 0.8
_RARELY = 0.3
# the length of a heading as a multiple of the median length of the page's sure headlines
_AS_LONG = (0.8, 2.0)
# a shorter heading has a headline's length by chance
_SHORTEST_LONG = 18
# fewer headings with a mark do not show that the file marks all of its articles
_LEAST_MARKED = 3
_RARE_UNMARKED = 0.15
_LIKE_TOP = (0.6, 1.7)
_OF_SENTENCES = frozenset(
    {
        LineFeature.ENDS_SENTENCE,
        LineFeature.SENTENCE_INSIDE,
        LineFeature.COMMA_INSIDE,
        LineFeature.COMMAS_INSIDE,
    }
)
_SHORT = 12
_LONE = LineFeature.LONE
_COLON = LineFeature.ENDS_COLON
_SERIAL = LineFeature.SERIAL
_INDENTED = LineFeature.INDENTED_AS_TEXT
_LIKE_SENTENCES = frozenset({LineFeature.COMMAS_INSIDE, LineFeature.ENDS_COLON, LineFeature.ENDS_COMMA})
_BEGINS_ARTICLE = frozenset({LineFeature.BEFORE_NEWS, LineFeature.BEFORE_CREDIT, LineFeature.BEFORE_JUMP})
_OF_HEADS = OF_HEADS | {LineFeature.STAFF, LineFeature.IMPRINT, LineFeature.SECTION_LABEL}


def with_page(
    lines: Sequence[Line], features: list[frozenset[LineFeature]], *, has_marks: bool
) -> list[frozenset[LineFeature]]:
    """Add the features that compare headings with the rest of the page, and return `features`.

    If headings have Markdown marks, only marks are compared; otherwise indents, blank lines and lengths.
    Indents are compared only if headings differ in them: where none is indented, subheads are not, either.
    """
    headings = [i for i, line in enumerate(lines) if line.is_heading_like]
    if not headings:
        return features
    for i in _bracketed(lines, headings):
        features[i] |= {LineFeature.IN_BRACKETS}
    if has_marks:
        _compare_with_marked(lines, features, headings)
        return features
    if _indents_paragraphs(lines) and len({lines[i].indented for i in headings}) == 2:
        _compare_indents(lines, features, headings)
    if _has_rare_gaps(lines):
        for i in headings:
            if lines[i].gap:
                features[i] |= {LineFeature.RARE_GAP}
    _compare_with_headlines(lines, features, headings)
    _compare_groups(lines, features)
    return features


def _compare_indents(
    lines: Sequence[Line], features: list[frozenset[LineFeature]], headings: Sequence[int]
) -> None:
    """Add the features of indented headings and of others; of one that is broken into rows, as all that is broken, the
    indent tells nothing.
    """
    for i in headings:
        if not lines[i].indented:
            features[i] |= {LineFeature.OUTDENTED}
        elif len(lines[i].numbers) == 1:
            features[i] |= {LineFeature.INDENTED_AS_TEXT}


def _compare_groups(lines: Sequence[Line], features: list[frozenset[LineFeature]]) -> None:
    """Add the features of possible headings on a page of groups that begin alike."""
    for begin, end in _alike_groups(lines):
        features[begin] |= {LineFeature.GROUP_HEAD}
        for i in range(_text_of_group(lines, begin, end), end):
            if lines[i].is_heading_like:
                features[i] |= {LineFeature.INSIDE_GROUP}


def _bracketed(lines: Sequence[Line], headings: Sequence[int]) -> Sequence[int]:
    """Return the headings in brackets, if there are several, nearly each right above a text."""
    bracketed = [i for i in headings if lines[i].text[0] in "[【〔" and lines[i].text[-1] in "]】〕"]
    heads = [i for i in bracketed if i + 1 < len(lines) and not lines[i + 1].is_heading_like]
    if len(heads) >= max(_LEAST_GROUPS, _MOSTLY_ON_PAGE * len(bracketed)):
        return heads
    return ()


def _alike_groups(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return the first line and the end of each group of lines between blank ones, if nearly all of these groups begin
    with a short line above a longer text; else [].
    """
    first = next((i for i in range(len(lines)) if not _is_of_head(lines, i)), len(lines))
    begins = [first, *(i for i in range(first + 1, len(lines)) if lines[i].gap), len(lines)]
    groups = [(begin, end) for begin, end in pairwise(begins) if end - begin > 1]
    alike = [(begin, end) for begin, end in groups if _heads_group(lines, begin, end)]
    is_set_so = sum(end - begin for begin, end in groups) >= _MOSTLY_ON_PAGE * (len(lines) - first)
    if is_set_so and len(alike) >= max(_LEAST_GROUPS, _MOSTLY_ON_PAGE * len(groups)):
        return alike
    return []


def _heads_group(lines: Sequence[Line], begin: int, end: int) -> bool:
    return lines[begin].is_heading_like and _text_of_group(lines, begin, end) < end


def _text_of_group(lines: Sequence[Line], begin: int, end: int) -> int:
    """Return the first line below the head of a group that is longer than it, and than most headings."""
    least = max(_SHORTEST_PAGE_PARAGRAPH, len(lines[begin].text))
    return next((i for i in range(begin + 1, end) if len(lines[i].text) > least), end)


def _compare_with_marked(
    lines: Sequence[Line], features: list[frozenset[LineFeature]], headings: Sequence[int]
) -> None:
    """Add AMONG_MARKED to the headings without a Markdown mark if nearly every article begins with a marked heading.

    Lines next to a marked heading are excluded: the line above may be its kicker, the line below its second line.
    """
    marked = sum(lines[i].level > 0 for i in headings)
    unmarked = [i for i in headings if not any(_is_marked(lines, index) for index in (i - 1, i, i + 1))]
    others = sum(not features[i].isdisjoint(_BEGINS_ARTICLE) for i in unmarked)
    if marked >= _LEAST_MARKED and others <= _RARE_UNMARKED * marked:
        for i in unmarked:
            features[i] |= {LineFeature.AMONG_MARKED}


def _is_marked(lines: Sequence[Line], i: int) -> bool:
    return 0 <= i < len(lines) and lines[i].level > 0


def _indents_paragraphs(lines: Sequence[Line]) -> bool:
    indents = [line.indented for line in lines if _is_paragraph(line)]
    return len(indents) >= _LEAST_PAGE_PARAGRAPHS and sum(indents) >= _MOSTLY_ON_PAGE * len(indents)


def _is_paragraph(line: Line) -> bool:
    return not line.is_heading_like and len(line.text) > _SHORTEST_PAGE_PARAGRAPH


def _has_rare_gaps(lines: Sequence[Line]) -> bool:
    """Whether blank lines are rare on the page, so that they separate more than paragraphs."""
    gaps = sum(line.gap > 0 for line in lines[1:])
    return 0 < gaps <= _RARELY * len(lines)


def _compare_with_headlines(
    lines: Sequence[Line], features: list[frozenset[LineFeature]], headings: Sequence[int]
) -> None:
    """Add the features of single headings that compare them with the page's most certain headlines.

    These are the heading at the top of the page, and those followed by a dateline, a credit or a jump line.
    """
    top = next((i for i in range(len(lines)) if not _is_of_head(lines, i)), -1)
    if top in headings:
        features[top] |= {LineFeature.TOP_HEADING}
    headings = [i for i in headings if i >= top]
    lone = [i for i in headings if _LONE in features[i] and _INDENTED not in features[i]]
    sure = [i for i in headings if i == top or not features[i].isdisjoint(_BEGINS_ARTICLE)]
    if not sure:
        return
    length = median(len(lines[i].text) for i in sure)
    # the last line of a file has no text below: it signs what is above
    with_text = [i for i in headings if i + 1 < len(lines)]
    is_bare = sure == [top] and top in lone and 1 < len(lone) >= _MOSTLY_ON_PAGE * len(with_text)
    for i in lone:
        ratio = len(lines[i].text) / length
        size = len(lines[i].text)
        is_as_long = size >= _SHORTEST_LONG and _AS_LONG[0] <= ratio <= _AS_LONG[1]
        if i != top and is_as_long and features[i].isdisjoint(_LIKE_SENTENCES):
            features[i] |= {LineFeature.LONG_AS_HEADLINES}
        is_alike = _LIKE_TOP[0] <= ratio <= _LIKE_TOP[1] or max(size, length) <= _SHORT
        is_alike = is_alike and (_SERIAL in lines[i].own) is (_SERIAL in lines[top].own)
        if is_bare and is_alike and _COLON not in features[i]:
            features[i] |= {LineFeature.LIKE_TOP}


def _is_of_head(lines: Sequence[Line], i: int) -> bool:
    """Whether a line belongs to the head of a page, or is right above a masthead and so may be the paper's name."""
    is_above = i + 1 < len(lines) and LineFeature.MASTHEAD in lines[i + 1].own
    return is_above or not lines[i].own.isdisjoint(_OF_HEADS)


# share of lines with a blank line above: only where this is usual do lines without one belong together
_AIRY = 0.55
_LEAST_TIGHT = 3
_LONGEST_ROW = 30
_LONGEST_NUMBERED = 40
_CIRCLED = frozenset("①②③④⑤⑥⑦⑧⑨⑩")
_LONGEST_TIGHT = 24
_LONGEST_CAPTION = 240
_MOST_CAPTION_LINES = 8
_LONGEST_NARROW = 30
# lines between two turns of one speaker; farther apart, the name before the colon may be a label
_TURNS_WITHIN = 5
_PHOTO_CREDIT = LineFeature.PHOTO_CREDIT

_NO_VERSE = frozenset(
    {
        *NO_CELLS,
        LineFeature.NOTICE,
        LineFeature.NOTICE_LABEL,
        LineFeature.SECTION_LABEL,
        LineFeature.LABEL_LIKE,
        LineFeature.BULLET,
        LineFeature.FIGURES,
        LineFeature.CONTACT,
        LineFeature.SEE_PAGE,
        LineFeature.DASH,
        LineFeature.RECORD_HEADLINE,
        LineFeature.MONTH_DATE,
    }
)
_NO_TURN = frozenset(
    {
        LineFeature.MASTHEAD,
        LineFeature.CREDIT_LINE,
        LineFeature.STAFF,
        LineFeature.CONTACT,
        LineFeature.FRONT_MATTER,
        LineFeature.IMPRINT,
        LineFeature.FURNITURE,
        LineFeature.MARKED,
        LineFeature.RECORD_HEADLINE,
    }
)
_NO_CAPTION = frozenset(
    {
        LineFeature.MARKED,
        LineFeature.DATELINE,
        LineFeature.MASTHEAD,
        LineFeature.PAGE_LINE,
        LineFeature.FRONT_MATTER,
    }
)
_LONGEST_VERSE = 30
_MOSTLY = 0.6
_ENDS_VERSE = pattern("[，。！？；：、…—,.!?;:][”’」』）)]?$")
_NO_HEADING = frozenset({LineFeature.HEADING_LIKE})
_NAME = frozenset({LineFeature.AUTHOR_LINE})
_NO_SIGNATURE = frozenset({LineFeature.HEADING_LIKE, LineFeature.BRACKETED, LineFeature.SIGNATURE})
_LEAST_PEN_NAMES = 2
_LEAST_VERSES = 4
# one verse of five or seven characters, or two of them on one line
_OF_VERSES = frozenset({5, 7, 10, 14})


def with_context_features(text: LineSequence) -> LineSequence:
    """Return the lines with the features of groups added; a line that gets one is no longer heading-like."""
    lines = _with_texts_of_briefs(_with_headings_like_names(without_pauses(text.lines)))
    new_features: list[set[LineFeature]] = [set() for _ in lines]
    for i, feature in _together(lines):
        new_features[i].add(feature)
    if text.width is None:
        for i in _verses(lines):
            if not new_features[i]:
                new_features[i].add(LineFeature.VERSE_LINES)
    if not any(new_features):
        return replace(text, lines=tuple(lines))
    return replace(
        text,
        lines=tuple(
            structs.replace(line, own=line.own - _left_by(more) | more) if more else line
            for line, more in zip(lines, new_features, strict=True)
        ),
    )


def _with_headings_like_names(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines, with those heading-like that look like a name and stand above a text as headings do.

    An author stands below a headline; between two texts, a word of every day with one more character is none: 车间里.
    """
    headings = {i for i, line in enumerate(lines) if _AUTHOR_LINE in line.own and _heads_text(lines, i)}
    if not headings:
        return lines
    return [
        structs.replace(line, own=line.own - _NAME | _NO_HEADING) if i in headings else line
        for i, line in enumerate(lines)
    ]


def _heads_text(lines: Sequence[Line], i: int) -> bool:
    """Return whether line `i`, which may be a name, stands between two texts and rather is no name."""
    if i + 1 == len(lines):
        return False
    below = lines[i + 1]
    is_below_heading = i > 0 and lines[i - 1].is_heading_like
    tells_who_came = LineFeature.ATTENDANCE in below.own  # in two printed lines
    if name_behind_office(lines[i].plain) and (tells_who_came or not is_below_heading):
        return True
    if not may_be_words(lines[i].plain):
        return False
    if below.is_heading_like or len(below.text) < SHORTEST_OF_ALL or below.own.isdisjoint(_OF_SENTENCES):
        return False
    above = lines[i - 1] if i else None
    if above is None or LineFeature.ENDS_SENTENCE in above.own or not above.own.isdisjoint(OF_HEADS):
        return True
    # below a picture, its author may stand there
    return LineFeature.CAPTION in above.own and len(lines[i].plain) > LONGEST_OF_NAMES


def _with_texts_of_briefs(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines; where short lines and texts strictly alternate, a short text is no longer heading-like."""
    may_be_texts = [
        i for i, line in enumerate(lines) if _HEADING_LIKE in line.own and len(line.text) >= SHORTEST_OF_ALL
    ]
    if not may_be_texts:
        return lines
    texts = frozenset(may_be_texts).intersection(alternation_of(lines).texts)
    if not texts:
        return lines
    return [
        structs.replace(line, own=line.own - _NO_HEADING) if i in texts else line
        for i, line in enumerate(lines)
    ]


def _together(lines: Sequence[Line]) -> Iterator[tuple[int, LineFeature]]:
    yield from ((i, LineFeature.ROWS) for i in rows_of_tables(lines))
    for alike in (line_patterns.is_result, line_patterns.is_person_with_post, line_patterns.is_valued):
        yield from ((i, LineFeature.ROWS) for i in _alike(lines, alike))
    yield from ((i, LineFeature.CAPTION_BLOCK) for i in _pictures(lines))
    yield from ((i, LineFeature.TURN) for i in _turns(lines))
    for block in _blocks(lines):
        yield from _of_block(lines, block)
    yield from ((i, LineFeature.CAPTION_BLOCK) for i in _narrow_captions(lines))
    yield from ((i, LineFeature.TIGHT) for i in _even_verses(lines))
    for i in _pen_names(lines):
        yield i, LineFeature.AUTHOR_LINE
        yield i, LineFeature.PEN_NAME_BRACKETED


def _left_by(more: set[LineFeature]) -> frozenset[LineFeature]:
    if LineFeature.PEN_NAME_BRACKETED in more:
        return _NO_SIGNATURE
    return _NO_HEADING


def _even_verses(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the indices of classical verses without punctuation, in runs of at least four lines of the same length.

    A line has one verse or two, of five or seven characters each.
    """
    start = 0
    for i in range(len(lines) + 1):
        if i < len(lines) and _is_even_verse(lines[i]) and len(lines[i].text) == len(lines[start].text):
            continue
        if i - start >= _LEAST_VERSES and _is_even_verse(lines[start]):
            is_above_name = i < len(lines) and line_patterns.pen_name_in_brackets(lines[i].plain) is not None
            if i - start - is_above_name >= _LEAST_VERSES:
                yield from range(start, i - is_above_name)
        start = i


def _is_even_verse(line: Line) -> bool:
    is_verse = len(line.text) in _OF_VERSES and line.text.isalpha() and not line.text.isascii()
    return is_verse and line.own.isdisjoint(_NO_VERSE)


def _pen_names(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the indices of lines below a heading that are a pen name in brackets: “（砚农）”.

    A single known word in brackets may be part of the heading, so one line counts only if its name is no known word;
    several lines on a page are signatures in any case.
    """
    pairs: list[tuple[int, str]] = []
    for i, line in enumerate(lines[1:-1], 1):
        name = line_patterns.pen_name_in_brackets(line.plain)
        above = lines[i - 1]
        below = lines[i + 1]
        if name and above.is_heading_like and not line_patterns.pen_name_in_brackets(below.plain):
            pairs.append((i, name))
    if len(pairs) >= _LEAST_PEN_NAMES or any(not words.is_known(name) for _, name in pairs):
        yield from (i for i, _ in pairs)


def _alike(lines: Sequence[Line], alike: Callable[[str], bool]) -> Iterator[int]:
    """Yield the indices of short lines that satisfy `alike` and are next to another such line."""
    kind = [
        len(line.plain) <= _LONGEST_ROW and alike(line.plain) and line.own.isdisjoint(NO_CELLS)
        for line in lines
    ]
    for i, is_one in enumerate(kind):
        if is_one and any(kind[j] for j in (i - 1, i + 1) if 0 <= j < len(kind)):
            yield i


def _pictures(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the indices of numbered captions: adjacent lines “①…”, “②…” near a line that names a photographer."""
    numbered = [i for i, line in enumerate(lines) if _is_numbered_picture(line)]
    for i in numbered:
        near = lines[max(0, i - _MOST_CAPTION_LINES) : i + _MOST_CAPTION_LINES]
        is_one_of_several = i - 1 in numbered or i + 1 in numbered
        if is_one_of_several and any(map(_names_photographer, near)):
            yield i


def _is_numbered_picture(line: Line) -> bool:
    return len(line.plain) <= _LONGEST_NUMBERED and line.plain[:1] in _CIRCLED


def _names_photographer(line: Line) -> bool:
    if LineFeature.CREDIT_LINE not in line.own:
        return bool(line.own & {LineFeature.PHOTO_CREDIT, LineFeature.CAPTION})
    return any(credit.role is Role.PHOTOGRAPHER for credit in line.credits())


def _turns(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the indices of lines that begin with a speaker who has another turn at most five lines away.

    An index may be yielded twice.
    """
    spoken = [
        (i, who)
        for i, line in enumerate(lines)
        if line.own.isdisjoint(_NO_TURN) and (who := line_patterns.speaker(line.plain))
    ]
    often = {who for who, count in Counter(who for _, who in spoken).items() if count > 1}
    last: dict[str, int] = {}
    for i, who in spoken:
        if who in often:
            if who in last and i - last[who] <= _TURNS_WITHIN:
                yield last[who]
                yield i
            last[who] = i


def _blocks(lines: Sequence[Line]) -> Iterator[range]:
    """Yield the runs of at least two lines without blank lines between them, in a file where most lines have gaps."""
    if sum(line.gap > 0 for line in lines) < _AIRY * len(lines):
        return
    start = 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or lines[i].gap:
            if i - start > 1:
                yield range(start, i)
            start = i


def _of_block(lines: Sequence[Line], block: range) -> Iterator[tuple[int, LineFeature]]:
    """Yield CAPTION_BLOCK or TIGHT for each line of a block that is a caption, or verse or a list; else nothing."""
    block_features = [lines[i].own for i in block]
    length = sum(len(lines[i].text) for i in block)
    is_picture = (
        block_features[-1] & {LineFeature.PHOTO_CREDIT, LineFeature.CAPTION}
        or LineFeature.CAPTION_HEAD in block_features[0]
    )
    if (
        is_picture
        and length <= _LONGEST_CAPTION
        and len(block) <= _MOST_CAPTION_LINES
        and not any(map(_NO_CAPTION.intersection, block_features))
    ):
        yield from ((i, LineFeature.CAPTION_BLOCK) for i in block)
        return
    is_short = all(len(lines[i].text) <= _LONGEST_TIGHT for i in block)
    announced = block.stop < len(lines) and lines[block.stop].own & {
        LineFeature.DATELINE,
        LineFeature.CREDIT_LINE,
    }
    if (
        len(block) >= _LEAST_TIGHT
        and is_short
        and not announced
        and not any(map(_NO_VERSE.intersection, block_features))
    ):
        yield from ((i, LineFeature.TIGHT) for i in block)


def _verses(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the indices of verse and of dialogue without speakers: runs of short lines, most with final punctuation.

    A run is cut to its first and last line with punctuation, because a headline above and a name below have none.
    """
    start = 0
    for i in range(len(lines) + 1):
        if i < len(lines) and len(lines[i].text) <= _LONGEST_VERSE and lines[i].own.isdisjoint(_NO_VERSE):
            continue
        if i - start >= _LEAST_VERSES:
            marked = [n for n in range(start, i) if _ENDS_VERSE.search(lines[n].text)]
            if len(marked) >= _LEAST_VERSES and len(marked) >= _MOSTLY * (marked[-1] - marked[0] + 1):
                yield from (n for n in range(marked[0], marked[-1] + 1) if _is_within_verse(lines, n))
        start = i + 1


def _is_within_verse(lines: Sequence[Line], i: int) -> bool:
    """Whether a short line ends with punctuation, or is in the middle of a sentence of the lines around it."""
    if _ENDS_VERSE.search(lines[i].text):
        return True
    return lines[i - 1].text[-1] in "，、；：,;" and _ENDS_VERSE.search(lines[i + 1].text) is not None


def _narrow_captions(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the indices of a caption in a narrow column: lines of about equal width above a photographer's credit.

    The line of the credit is included.
    """
    for i, line in enumerate(lines):
        if _PHOTO_CREDIT not in line.own:
            continue
        widths: list[int] = []
        below = line
        for above in reversed(lines[max(0, i - _MOST_CAPTION_LINES) : i]):
            width = len(above.text)
            if below.gap:
                break
            below = above
            is_last = not widths
            if (
                above.own & _NO_CAPTION
                or width > _LONGEST_NARROW
                or (not is_last and above.text[-1] in "。！？")
            ):
                break
            if len(widths) > 1 and not any(abs(width - other) <= RAGGED for other in widths[1:]):
                break
            widths.append(width)
        if len(widths) > 1:
            yield from range(i - len(widths), i + 1)
