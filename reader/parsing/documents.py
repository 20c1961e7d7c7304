"""A document in hard lines: a speech, an appeal, questions and answers as somebody copied and printed them.

Such a file is one text from its title to who signs it, although many of its lines look like headings: they are short,
without a full stop, or end where the line does.
"""

from collections.abc import Iterator, Sequence

from reader.language.patterns import pattern
from reader.parsing import fields, line_patterns
from reader.parsing.line_features import Line, is_western_text
from reader.parsing.weights import LineFeature

_TOP = 8
"""Number of lines at the beginning in which the title is looked for."""
_BOTTOM = 6
"""Number of lines at the end in which who signs and the date are looked for."""
_LEAST_ROWS = 10
_NARROWEST = 12
_WIDEST = 90
_RAGGED = 0.85
"""Minimum length of a full row, as a share of the width: characters are misread, and a comma may hang over."""
_LEAST_FULL = 0.4
_LEAST_SIGNS = 2
"""Signs of a document in a file in which a heading begins another matter; without such a one, a single sign tells."""
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


def is_document(lines: Sequence[Line], features: Sequence[frozenset[LineFeature]]) -> bool:
    """Return whether a file is one document in hard lines; `features` are all features of its lines."""
    if _is_of_paper(lines) or is_western_text(lines) or not _has_hard_rows(lines):
        return False
    apart = sum([not of_line.isdisjoint(_APART) for of_line in features])
    tied = sum([not of_line.isdisjoint(_TIED) for of_line in features])
    if apart > _MOST_APART and apart > tied:
        return False
    least = _LEAST_SIGNS if apart else 1
    return sum(_signs(lines, features)) >= least


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
    return any(line.level or fields.is_title(line.plain) for line in lines[:_TOP])


def _signs(lines: Sequence[Line], features: Sequence[frozenset[LineFeature]]) -> Iterator[bool]:
    """Yield for each sign of a document whether it is there."""
    top = lines[:_TOP]
    bottom = lines[-_BOTTOM:]
    yield any(_GENRE.search(line.plain) for line in top if len(line.plain) <= _WIDEST)
    yield any(line_patterns.GREETING.match(line.plain) for line in lines)
    yield any(not of_line.isdisjoint(_CLOSES) for of_line in features[-_BOTTOM:])
    yield any(_COPIED.search(line.plain) for line in (*top, *bottom))
    yield sum([_TURN.match(line.plain) is not None for line in lines]) >= _LEAST_TURNS
    slogans = [line for line in bottom if line.plain[-1] in "！!" and len(line.plain) <= _LONGEST_SLOGAN]
    yield len(slogans) >= _LEAST_SLOGANS
