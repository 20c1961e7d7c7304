"""A document: a speech, an appeal, questions and answers as somebody copied and printed them.

Such a file is one text from its title to who signs it, although many of its lines look like headings: they are short,
without a full stop, or end where the line does. In hard lines nearly any line may look like one; in paragraphs a
heading tells more, and a file is a document only where nothing in it begins another text.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from reader.language.patterns import pattern
from reader.parsing import fields, line_patterns, pages
from reader.parsing.epigraphs import is_label_of_quotation
from reader.parsing.line_features import Line, is_western_text
from reader.parsing.weights import LineFeature

_TOP = 8
"""Number of lines at the beginning in which the title is looked for."""
_BOTTOM = 6
"""Number of lines at the end in which who signs and the date are looked for."""
_LONGEST_ABOVE = 160
"""Maximum number of characters of a quotation above the title; a longer one is a text."""
_LEAST_ROWS = 10
_NARROWEST = 12
_WIDEST = 90
_RAGGED = 0.85
"""Minimum length of a full row, as a share of the width: characters are misread, and a comma may hang over."""
_LEAST_FULL = 0.4
_LEAST_SIGNS = 2
"""Signs of a document. A single one tells where no heading begins another matter, and the lines are hard or it is that
the document says what it is.
"""
_LEAST_TURNS = 3
_LEAST_SLOGANS = 2
_LONGEST_SLOGAN = 30
_MOST_APART = 2
"""Headings that begin another matter, beyond which a file is a page of several texts."""
_OF_PAPERS = frozenset(
    {
        LineFeature.DATELINE,
        LineFeature.STAFF,
        LineFeature.PAGE_LINE,
        LineFeature.JUMP_FROM,
        LineFeature.JUMP_TO,
        LineFeature.SEE_PAGE,
        LineFeature.IMPRINT,
    }
)
_OF_PARTS = frozenset(
    {
        LineFeature.REGULAR,
        LineFeature.SECTION_LABEL,
        LineFeature.NOTICE_LABEL,
        LineFeature.BOXED,
        LineFeature.IN_BRACKETS,
        LineFeature.GROUP_HEAD,
        LineFeature.LEVEL_OF_ARTICLES,
    }
)
"""Features of headings that divide a page into articles, whatever they say."""
_APART = frozenset({LineFeature.APART, LineFeature.RATHER_APART})
_TIED = frozenset({LineFeature.TIED, LineFeature.RATHER_TIED})
_CLOSES = frozenset({LineFeature.LONE_DATE, LineFeature.ABOVE_DATE})
_GENRE = pattern(
    "讲话|谈话|发言|座谈|接见|通告|公告|布告|声明|决定|指示|纪要|答复|问答|解答|报告|公开信|的信$|告.{2,14}书|倡议|宣言|通令|通知|通电|紧急"
    "|记录|纪实|语录|呼吁|控诉|揭发|检查|检讨|意见|要点|按语|调查|文件|条例|章程|传单|号召"
)
"""What documents call themselves, or the remark of who has written them down."""
_COPIED = pattern(
    "(?:整理|翻印|转抄|转载|抄|印|记录)(?:者|人|稿|[:：])?[^，。]{0,20}$|^[(（].{0,20}(?:整理|记录|参考|审阅)"
)
_TURN = pattern(r"^[^，。：:]{1,8}[：:]|^[问答問開間][·.、 ]")


def is_document(
    lines: Sequence[Line], features: Sequence[frozenset[LineFeature]], *, has_beginnings: bool
) -> bool:
    """Return whether a file is one document.

    `features` are all features of its lines; `has_beginnings` tells whether any of its headings stand above a dateline,
    a credit or a jump line, or more of its lines than those of one article are signatures.
    """
    if _is_of_paper(lines) or is_western_text(lines):
        return False
    are_hard = _has_hard_rows(lines)
    if not are_hard and (has_beginnings or _has_parts(features) or _begins_below_text(lines, features)):
        return False
    apart = sum([not of_line.isdisjoint(_APART) for of_line in features])
    tied = sum([not of_line.isdisjoint(_TIED) for of_line in features])
    if apart > _MOST_APART and apart > tied:
        return False
    names_itself, *others = _signs(lines, features, are_hard=are_hard)
    if not apart and (are_hard or names_itself):
        least = 1
    else:
        least = _LEAST_SIGNS
    return names_itself + sum(others) >= least


def _has_parts(features: Sequence[frozenset[LineFeature]]) -> bool:
    return any(not of_line.isdisjoint(_OF_PARTS) for of_line in features)


def _begins_below_text(lines: Sequence[Line], features: Sequence[frozenset[LineFeature]]) -> bool:
    """Return whether a heading below a text begins another: a greeting follows, or the text above ends with its day."""
    length = 0
    is_dated = False
    for line, of_line in zip(lines, features, strict=True):
        is_beginning = LineFeature.BEFORE_GREETING in of_line or (is_dated and line.is_heading_like)
        if is_beginning and length > _LONGEST_ABOVE:
            return True
        is_dated = LineFeature.LONE_DATE in of_line
        length += len(line.plain)
    return False


def _has_hard_rows(lines: Sequence[Line]) -> bool:
    lengths = sorted(length for line in lines for length in _lengths_of_rows(line))
    if len(lengths) < _LEAST_ROWS:
        return False
    # not the maximum: two rows may have been joined
    width = lengths[int(len(lengths) * 0.9)]
    full = sum([_RAGGED * width <= length for length in lengths])
    return _NARROWEST <= width <= _WIDEST and full >= _LEAST_FULL * len(lengths)


def _lengths_of_rows(line: Line) -> Iterator[int]:
    ends = (*line.begins[1:], len(line.text))
    for begin, end in zip(line.begins, ends, strict=True):
        yield end - begin


def _is_of_paper(lines: Sequence[Line]) -> bool:
    if any(not line.own.isdisjoint(_OF_PAPERS) for line in lines):
        return True
    # a single mark further down may be a speck
    if lines[0].level or sum([line.level > 0 for line in lines[:_TOP]]) > 1:
        return True
    return any(fields.is_title(line.plain) or _is_of_record(line) for line in lines[:_TOP])


def _is_of_record(line: Line) -> bool:
    """Return whether a line has fields of a paper or of an archive's record, and not merely a day."""
    if LineFeature.MASTHEAD not in line.own:
        return pages.page_beside_day(line.plain) is not None
    line_fields = fields.masthead_fields(line.plain)
    return not line_fields.is_dated or line_fields.rest > 0


def _head(top: Sequence[Line], *, are_hard: bool) -> Iterator[Line]:
    """Yield the lines in which a document may call itself something: of paragraphs, those above the text."""
    may_be_quoted = not are_hard and is_label_of_quotation(top[0].plain)
    for at, line in enumerate(top):
        is_text = not are_hard and at > 0 and not line.is_heading_like
        if not is_text and len(line.plain) <= _WIDEST:
            yield line
        if is_text and not may_be_quoted and LineFeature.ENDS_SENTENCE in line.own:
            return


def _turn_count(lines: Sequence[Line], *, are_hard: bool) -> int:
    """Return the number of lines that begin with who speaks; in paragraphs, which often begin with a few words and a
    colon, those of who speaks again.
    """
    matches = [_TURN.match(line.plain) for line in lines]
    turns = [match[0] for match in matches if match is not None]
    if are_hard:
        return len(turns)
    return sum([count for count in Counter(turns).values() if count > 1])


def _signs(
    lines: Sequence[Line], features: Sequence[frozenset[LineFeature]], *, are_hard: bool
) -> Iterator[bool]:
    """Yield for each sign of a document whether it is there."""
    top = lines[:_TOP]
    bottom = lines[-_BOTTOM:]
    yield any(_GENRE.search(line.plain) for line in _head(top, are_hard=are_hard))
    yield any(line_patterns.GREETING.match(line.plain) for line in lines)
    yield any(not of_line.isdisjoint(_CLOSES) for of_line in features[-_BOTTOM:])
    yield any(_COPIED.search(line.plain) for line in (*top, *bottom))
    yield _turn_count(lines, are_hard=are_hard) >= _LEAST_TURNS
    yield sum([line.is_heading_like and line.plain[-1] in "？?" for line in lines]) >= _LEAST_TURNS
    slogans = [line for line in bottom if line.plain[-1] in "！!" and len(line.plain) <= _LONGEST_SLOGAN]
    yield len(slogans) >= _LEAST_SLOGANS
