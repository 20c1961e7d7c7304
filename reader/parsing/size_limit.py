"""Files with more lines than any issue, or with nothing but scraps of lines, which are not parsed to their end, so that
one can't block a library.

Their text is kept whole: the rest becomes articles of a fixed number of lines that stand under the issue as unplaced.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reader.i18n import say
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.newspaper.source_text import SourceText, spans_of
from reader.parsing import markup
from reader.parsing.blocks import block_text
from reader.parsing.headline_levels import HeadlineLevels
from reader.parsing.key_body import body_of

MOST_LINES, MOST_NARROW_LINES = 100_000, 20_000
"""Maximum printed lines that are parsed; in narrow columns a whole paper has less than a fifth of these."""
NARROW = 16
"""Characters of a line, on average, in the narrowest columns that papers are set in."""
MOST_SCRAPS = 1_000
"""Maximum scraps of lines that are parsed: a decision takes as long on a character as on a sentence."""
SCRAP = 10
"""Bytes of a line in UTF-8, on average, in a file that is nothing but scraps: three Han characters."""
_BYTES_OF_LINE = 20
"""In such a file, for so many bytes one more line is parsed."""
_LINES_OF_AN_ARTICLE = 400
_LINES_OF_A_PARAGRAPH = 40
_SENTENCE_END = "。！？!?…”’」』"


def split_at_limit(source: SourceText) -> tuple[SourceText, int]:
    """Return the beginning of the file that is parsed, and its number of lines; usually the whole file."""
    count = len(source.lines)
    if count <= min(MOST_SCRAPS, MOST_NARROW_LINES):
        return source, count
    printed = [number for number, line in enumerate(source.lines) if line and not line.isspace()]
    is_narrow = sum(map(len, source.lines)) <= NARROW * len(printed)
    most = MOST_NARROW_LINES if is_narrow else MOST_LINES
    if is_narrow and are_scraps(source):
        most = min(most, _scraps_parsed(source, printed))
    if len(printed) <= most:
        return source, count
    end = printed[most]
    return replace(source, lines=source.lines[:end]), end


def _scraps_parsed(source: SourceText, printed: Sequence[int]) -> int:
    """Return how many lines of scraps are parsed: a minimum for every file, and more the longer its lines are."""
    left = MOST_SCRAPS * _BYTES_OF_LINE
    for count, number in enumerate(printed):
        left += _bytes_of(source.lines[number]) - _BYTES_OF_LINE
        if left < 0:
            return count
    return len(printed)


def are_scraps(source: SourceText) -> bool:
    """Return whether the lines of a file are nothing but scraps: a character or two, a number."""
    count = sum(bool(line) and not line.isspace() for line in source.lines)
    return sum(map(_bytes_of, source.lines)) <= SCRAP * count


def _bytes_of(line: str) -> int:
    return len(line.encode(errors="replace"))


def reason(source: SourceText) -> str:
    """Return a sentence about why a file is not parsed to its end."""
    if are_scraps(source):
        return say("每行只有一两个字，不像报纸的行：从这一行起没有分篇。请重新识别后再放入。")
    return say("文件太长，不像一期报纸：从这一行起没有分篇。请按期拆开后再放入。")


def articles_from(source: SourceText, begin: int) -> Iterator[tuple[str, Article]]:
    """Yield what stands after the first `begin` lines as articles, each after the text that its key is computed
    from.
    """
    printed = [number for number in range(begin, len(source.lines)) if source.lines[number].strip()]
    for at in range(0, len(printed), _LINES_OF_AN_ARTICLE):
        numbers = printed[at : at + _LINES_OF_AN_ARTICLE]
        blocks = tuple(_paragraphs(source.lines, numbers))
        spans = spans_of([number + 1 for number in numbers])
        yield (
            body_of(blocks, HeadlineLevels()),
            Article("", ArticleKind.UNPLACED, blocks=blocks, source_lines=spans),
        )


def _paragraphs(lines: Sequence[str], numbers: Sequence[int]) -> Iterator[Block]:
    """Yield the lines joined into paragraphs, each up to a line that ends a sentence."""
    open_lines: list[int] = []
    for number in numbers:
        open_lines.append(number)
        is_end = lines[number].rstrip().endswith(tuple(_SENTENCE_END))
        if is_end or len(open_lines) == _LINES_OF_A_PARAGRAPH or number == numbers[-1]:
            words = [markup.without_tags(lines[each].strip()) for each in open_lines]
            text = block_text(words, BlockKind.PARAGRAPH)
            yield Block(BlockKind.PARAGRAPH, text, spans_of([each + 1 for each in open_lines]))
            open_lines = []
