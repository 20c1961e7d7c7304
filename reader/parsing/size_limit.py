"""Files with more lines than any issue, which are not parsed to their end, so that one can't block a library.

Their text is kept whole: the rest becomes articles of a fixed number of lines that stand under the issue as unplaced.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.newspaper.source_text import SourceText, spans_of
from reader.parsing.blocks import block_text
from reader.parsing.headline_levels import HeadlineLevels
from reader.parsing.key_body import body_of

MOST_LINES, MOST_NARROW_LINES = 100_000, 20_000
"""Maximum printed lines that are parsed; in narrow columns a whole paper has less than a fifth of these."""
NARROW = 16
"""Characters of a line, on average, in the narrowest columns that papers are set in."""
_LINES_OF_AN_ARTICLE = 400
_LINES_OF_A_PARAGRAPH = 40
_SENTENCE_END = "。！？!?…”’」』"


def split_at_limit(source: SourceText) -> tuple[SourceText, int]:
    """Return the beginning of the file that is parsed, and its number of lines; usually the whole file."""
    count = len(source.lines)
    if count <= MOST_NARROW_LINES:
        return source, count
    printed = [number for number, line in enumerate(source.lines) if line and not line.isspace()]
    is_narrow = sum(map(len, source.lines)) <= NARROW * len(printed)
    most = MOST_NARROW_LINES if is_narrow else MOST_LINES
    if len(printed) <= most:
        return source, count
    end = printed[most]
    return replace(source, lines=source.lines[:end]), end


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
            text = block_text([lines[each].strip() for each in open_lines], BlockKind.PARAGRAPH)
            yield Block(BlockKind.PARAGRAPH, text, spans_of([each + 1 for each in open_lines]))
            open_lines = []
