"""Lines with their roles → articles: headlines, blocks, credits, jumps and keys."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from operator import add, itemgetter

from msgspec import Struct, field
from msgspec.structs import replace

from reader.i18n import count, say
from reader.language import words
from reader.language.equality import simplified
from reader.language.forms import HAN, key_form, read_form, search_form
from reader.language.names import is_name
from reader.language.patterns import pattern
from reader.newspaper import other_texts
from reader.newspaper.article import (
    DAMAGE,
    KEY_CHARACTERS,
    UNKNOWN_TEXT,
    Article,
    ArticleKind,
    Block,
    BlockKind,
    Credit,
    Role,
    SourceText,
    keys_of,
    spans_of,
)
from reader.newspaper.correction import CorrectedCredit
from reader.newspaper.issue import ParseWarning
from reader.parsing import credits, line_patterns, markup, pages
from reader.parsing.articles import LABELS, LineGroup, kind_of
from reader.parsing.correction_anchors import decided_credits
from reader.parsing.line_features import Line
from reader.parsing.rows import joined
from reader.parsing.weights import LineFeature, LineRole

_MAY_BEGIN_WITH_JUMP = frozenset({LineRole.JUMP_FROM, LineRole.OPENING})
_RUNNING = frozenset({LineRole.PARAGRAPH, LineRole.PARAGRAPH_MORE}) | _MAY_BEGIN_WITH_JUMP
_KINDS = {
    LineRole.SUBHEAD: BlockKind.SUBHEAD,
    LineRole.CAPTION: BlockKind.CAPTION,
    LineRole.NOTICE: BlockKind.NOTICE,
    LineRole.JUMP_TO: BlockKind.JUMP,
    **dict.fromkeys(_RUNNING, BlockKind.PARAGRAPH),
}
_STANDING = frozenset({LineFeature.SECTION_LABEL, LineFeature.NOTICE_LABEL})
_OWN_KIND = pattern("(?:紧急|严正|重要|郑重|联合)?(?:通知|声明|通告|公告|布告|通令|勒令|更正|致歉|倡议书?)")
"""The heading of a notice that is an article of its own, as on a handbill."""
_CREDITED = frozenset({LineRole.BYLINE, LineRole.SIGNATURE})
_PEN_NAME = pattern(f"(?![的了着过地得们])[{HAN}]{{2}}")
# needed for every line, as globals, because access to a member of an enumeration is slow in Python 3.11
_CAPTION = LineRole.CAPTION
_PARAGRAPH_MORE = LineRole.PARAGRAPH_MORE
_TEXTS = frozenset({BlockKind.PARAGRAPH, BlockKind.NOTICE})
_COLUMN_GAP = pattern(r" (?<=\S ) +(?=\S)|\t(?<=\S\t)(?=\S)")
# rows of a table and lists of names are recognised by their beginning
_LOOK = 120
_MOST_CAPTIONS = 12


class _Draft(Struct):
    kind: BlockKind
    texts: list[str]
    lines: list[int] = field(default_factory=list)

    def block(self) -> Block:
        return Block(self.kind, block_text(self.texts, self.kind), spans_of(self.lines))


def blocks_of(article: LineGroup) -> tuple[Block, ...]:
    """Return the blocks of an article, which contain every line of its body.

    The second half of a paragraph is joined to its first half, even if captions are between them.
    """
    drafts: list[_Draft] = []
    was_table = False
    for line, role in article.members:
        is_table = LineFeature.TABLE_ROW in line.own
        if role is _CAPTION and drafts and _goes_on(drafts[-1], line):
            drafts[-1].texts.append(line.text)
            drafts[-1].lines.extend(line.numbers)
            continue
        is_apart = is_table or was_table
        was_table = is_table
        if role is _PARAGRAPH_MORE and not is_apart:
            broken = _to_be_continued(drafts)
            if broken is not None:
                drafts.extend(_continue(broken, line))
                continue
        drafts.extend(_drafts(line, role))
    return tuple(draft.block() for draft in drafts)


def block_text(texts: list[str], kind: BlockKind) -> str:
    """Return the text of a block in read form; headings, tables, lists of names and credits keep intended spaces."""
    text = joined(texts)[0] if len(texts) > 1 else texts[0]
    has_space = " " in text or "\t" in text or "\u00a0" in text
    if not has_space or kind is BlockKind.SUBHEAD:
        return text
    if len(_COLUMN_GAP.findall(text[:_LOOK])) >= 2 or _is_list_of_names(text):
        return text
    start, end = credits.spaced_parts(text)
    return text[:start] + read_form(text[start:end]) + text[end:]


def _is_list_of_names(text: str) -> bool:
    words = text[:_LOOK].split(" ")[:6]
    return len(words) >= 3 and all(map(is_name, words))


def _to_be_continued(drafts: list[_Draft]) -> _Draft | None:
    """Return the block that the second half of a paragraph continues, or None.

    It is the last block if that is an unfinished caption; else the last paragraph or notice, with only captions after
    it.
    """
    if drafts and drafts[-1].kind is BlockKind.CAPTION and _is_unfinished(drafts[-1].texts[-1]):
        return drafts[-1]
    for draft in islice(reversed(drafts), _MOST_CAPTIONS):
        if draft.kind in _TEXTS:
            return draft
        if draft.kind is not BlockKind.CAPTION:
            return None
    return None


def _goes_on(draft: _Draft, line: Line) -> bool:
    """Return whether a line continues a caption: as its photographer's credit or the next line of a narrow column."""
    if draft.kind is not BlockKind.CAPTION or line_patterns.is_caption(simplified(draft.texts[-1])):
        return False
    is_cut = (
        LineFeature.CAPTION_BLOCK in line.own and line.gap == 0 and line_patterns.is_open(draft.texts[-1])
    )
    return LineFeature.PHOTO_CREDIT in line.own or (is_cut and not line_patterns.begins_caption(line.plain))


def _is_unfinished(caption: str) -> bool:
    return line_patterns.is_open(caption) and not line_patterns.is_caption(caption)


def _continue(broken: _Draft, line: Line) -> Iterator[_Draft]:
    """Add the second half of a paragraph to its first half; yield the jump mark at its end as a block of its own."""
    body, jump = _without_jump_to(line.text)
    broken.texts.append(body or line.text)
    broken.lines.extend(line.numbers_in(0, len(body)) if body else line.numbers)
    if body and jump:
        yield _Draft(BlockKind.JUMP, [jump], line.numbers_in(len(line.text) - len(jump), len(line.text)))


def _drafts(line: Line, role: LineRole) -> list[_Draft]:
    """Return the blocks of a line; none for a heading or a recognised credit, which are no part of the body."""
    if role in _RUNNING:
        if markup.BETWEEN_ROWS in line.text and LineFeature.TABLE_ROW in line.own:
            rows = line.text.split(markup.BETWEEN_ROWS)
            return [_Draft(BlockKind.PARAGRAPH, [row], [*line.numbers]) for row in rows]
        parts = _parts(line.text, may_begin=role in _MAY_BEGIN_WITH_JUMP)
        if parts:
            return _drafts_of_parts(line, parts)
    if role in _KINDS or (role in _CREDITED and not _signed(line, role)):
        return [_Draft(_KINDS.get(role, BlockKind.PARAGRAPH), [line.text], [*line.numbers])]
    return []


def _signed(line: Line, role: LineRole) -> tuple[Credit, ...]:
    """Return the credits of a line that consists of them.

    Two characters below a headline that are no word are a name.
    """
    read = line.credits()
    is_decided = line.stated_credits is not None or line.decisions.credits is not None
    if read or is_decided or role is not LineRole.BYLINE or _PEN_NAME.fullmatch(line.plain) is None:
        return read
    if words.is_known(line.plain):
        return read
    return (Credit(Role.AUTHOR, (line.text,), line.text),)


def _drafts_of_parts(line: Line, parts: Iterable[tuple[BlockKind, str]]) -> list[_Draft]:
    drafts = []
    end = 0
    for kind, text in parts:
        begin = line.text.index(text, end)
        end = begin + len(text)
        drafts.append(_Draft(kind, [text], line.numbers_in(begin, end)))
    return drafts


def _parts(text: str, *, may_begin: bool) -> list[tuple[BlockKind, str]]:
    """Return the parts of a line of running text in order: the jump mark before it, the text, the jump mark after it.

    A missing part is omitted; the result is [] if there is no jump mark. One before the text is recognised only with
    `may_begin`; one after the text stays in it if separating both would change the search form.
    """
    head = ""
    rest = text
    start = pages.jump_from(text) if may_begin else None
    if start is not None:
        head = text[: start.end].strip()
        rest = text[start.end :].strip()
    body, tail = _without_jump_to(rest)
    if start is None and not tail:
        return []
    if head and body and tail and not _is_text_of(text, head, body, tail):
        body = rest
        tail = ""
    parts = ((BlockKind.JUMP, head), (BlockKind.PARAGRAPH, body), (BlockKind.JUMP, tail))
    return [(kind, part) for kind, part in parts if part]


def _is_text_of(text: str, *parts: str) -> bool:
    """Return whether the parts, with or without spaces between them, have the search form of the text."""
    form = search_form(text)
    return form in (search_form(" ".join(parts)), search_form("".join(parts)))


def _without_jump_to(text: str) -> tuple[str, str]:
    """Return the text before a jump mark at its end, and the mark; the whole text and "" without a mark."""
    jump = pages.jump_to(text)
    if jump:
        return (text[: jump.start].rstrip(), text[jump.start :].strip())
    return (text, "")


class HeadlineLevels(Struct, frozen=True):
    """The parts of a headline and the section label above it."""

    section: str | None = None
    kicker: str | None = None
    headline: str | None = None
    decks: tuple[str, ...] = ()


def headline_levels_of(article: LineGroup) -> HeadlineLevels:
    """Return the section, kicker, headline and decks of an article, which contain all words of its heading lines.

    A kicker and its headline on one line are split after the kicker's typical ending (“…强调”). A label after the
    byline becomes the section if there is none, else a deck. A kicker without a headline becomes the headline, and so
    does a heading above a single article that is no label of sections.
    """
    labels = article.of(LineRole.LABEL)
    section = _text(article.of(LineRole.SECTION)) or _text(labels)
    decks = [line.text for line in article.of(LineRole.DECK)]
    if article.of(LineRole.SECTION):
        decks += [line.text for line in labels]
    kicker = _text(article.of(LineRole.KICKER))
    headline = _text(_once(article.of(LineRole.HEADLINE, LineRole.HEADLINE_MORE)))
    if headline is None and kicker is None and (_names_its_text(article) or _names_itself(article)):
        return HeadlineLevels(_text(labels), None, section, tuple(decks[: -len(labels) or None]))
    labels_above = article.of(LineRole.SECTION)
    if headline is None and kicker is None and len(labels_above) > 1:
        last = labels_above.pop()
        if last.own.isdisjoint(_STANDING):
            return HeadlineLevels(_text(labels_above), None, last.text, tuple(decks))
    if headline is None:
        return HeadlineLevels(section, None, kicker, tuple(decks))
    if kicker is None:
        kicker, headline = split_kicker(headline)
    return HeadlineLevels(section, kicker, headline, tuple(decks))


def _names_its_text(article: LineGroup) -> bool:
    """Return whether the words of the only heading recur in its text, as those of a headline do."""
    sections = article.of(LineRole.SECTION)
    heading = "".join(line.plain for line in sections)
    text = "".join(line.plain for line, role in article.members if role in _RUNNING)[:_LOOK]
    pairs = [pair for pair in map(add, heading, heading[1:]) if pair.isalpha()]
    is_label = any(not line.own.isdisjoint(LABELS) for line in sections)
    return bool(pairs) and not is_label and 2 * sum(pair in text for pair in pairs) >= len(pairs)


def _names_itself(article: LineGroup) -> bool:
    """Return whether the only heading tells what its text is, as that of a notice of its own does."""
    sections = article.of(LineRole.SECTION)
    heading = simplified("".join("".join(line.plain.split()) for line in sections))
    return _OWN_KIND.fullmatch(heading) is not None


def split_kicker(heading: str) -> tuple[str | None, str]:
    """Return the kicker and the headline on one heading line; the kicker is None if none is recognised."""
    plain = simplified(heading)
    for start, end in line_patterns.headline_halves(plain):
        if line_patterns.has_strong_kicker_tail(plain[:start]):
            return heading[:start], heading[end:]
    return None, heading


def _once(lines: list[Line]) -> list[Line]:
    """Return only the first line if the other lines together repeat it, else all lines."""
    texts = ["".join(line.text.split()) for line in lines]
    if len(lines) > 1 and "".join(texts[1:]) == texts[0]:
        return lines[:1]
    return lines


def _text(lines: list[Line]) -> str | None:
    return " ".join(line.text for line in lines) or None


_BODY = frozenset({BlockKind.PARAGRAPH, BlockKind.NOTICE, BlockKind.JUMP})
_FIRST_LOOK = 128


def body_of(blocks: tuple[Block, ...], levels: HeadlineLevels) -> str:
    """Return the text of paragraphs, notices and jump lines in key form, from which the article's key is computed.

    If there are none, all blocks are used; without blocks, the headings. A long body is cut to the length that the key
    needs.
    """
    texts = [block.text for block in blocks if block.kind in _BODY] or [block.text for block in blocks]
    if not texts:
        headings = (levels.section, levels.kicker, levels.headline, *levels.decks)
        texts = [heading for heading in headings if heading]
    full_text = "".join(texts)
    start = key_form(full_text[:_FIRST_LOOK])
    if len(start) > 2 * KEY_CHARACTERS:
        return start[:KEY_CHARACTERS]
    return key_form(full_text)


# a file with a wrong encoding would have a warning for every line
_DAMAGED_LINES_NAMED = 20
_SIGNED = frozenset({BlockKind.PARAGRAPH, BlockKind.NOTICE, BlockKind.CAPTION})


def damage(source: SourceText) -> Iterator[ParseWarning]:
    """Yield warnings for the first lines with undecodable bytes, and one with the number of further such lines.

    Further ones are for the lines without a place that can be true, and those that may be over several columns.
    """
    if source.misplaced:
        message = count(len(source.misplaced), "从这一行起，有 {n} 行没有可信的位置，没有用来分篇。")
        yield ParseWarning(source.misplaced[0], message)
    over = [number for number, place in enumerate(source.places, 1) if place and place.is_over_columns]
    if over:
        yield ParseWarning(over[0], count(len(over), "从这一行起，有 {n} 行可能跨了栏，先后未必对。"))
    counts = [(number, line.count(DAMAGE)) for number, line in enumerate(source.lines, 1) if DAMAGE in line]
    for number, times in counts[:_DAMAGED_LINES_NAMED]:
        yield ParseWarning(number, say("有 {count} 处字节坏了，无法解码，写作 �。", count=times))
    more = counts[_DAMAGED_LINES_NAMED:]
    if more:
        yield ParseWarning(more[0][0], say("从这一行起，还有 {count} 行有无法解码的字节。", count=len(more)))


def articles_of(
    groups: Sequence[LineGroup],
    others: Iterable[tuple[str, Article]] = (),
    levels_of: Callable[[LineGroup], HeadlineLevels] = headline_levels_of,
) -> tuple[Article, ...]:
    """Return the articles of the groups, followed by `others`; all get their keys.

    Args:
        groups: The lines of each article.
        others: Pairs of a body, from which the key is computed, and an article without a key.
        levels_of: Returns the headline levels of a group.
    """
    bodies = []
    articles = []
    for group in groups:
        levels = levels_of(group)
        article = _article(group, levels)
        bodies.append(_identifying_body(group, article.blocks, levels))
        articles.append(article)
    for body, article in others:
        bodies.append(body)
        articles.append(article)
    keys = keys_of(bodies)
    return tuple(replace(article, key=key) for article, key in zip(articles, keys, strict=True))


def _article(group: LineGroup, levels: HeadlineLevels) -> Article:
    """Return the article of a group of lines, without its key."""
    blocks = blocks_of(group)
    jump_from, jump_to = _jumps(blocks)
    return Article(
        key="",
        kind=kind_of(group),
        page=group.page.value,
        section=levels.section,
        kicker=levels.kicker,
        headline=levels.headline,
        decks=levels.decks,
        credits=_credits(group, blocks),
        jump_from=jump_from,
        jump_to=jump_to,
        blocks=blocks,
        source_lines=spans_of(sorted(number for line, _ in group.members for number in line.numbers)),
    )


def _identifying_body(article: LineGroup, blocks: tuple[Block, ...], levels: HeadlineLevels) -> str:
    """Return the body from which the article's key is computed.

    If articles were joined, it is the body of the first one, so that its key does not change.
    """
    first = article.first_part
    if first is article:
        return body_of(blocks, levels)
    return body_of(blocks_of(first), headline_levels_of(first))


def _credits(article: LineGroup, blocks: Sequence[Block]) -> tuple[Credit, ...]:
    """Return the credits of an article in printed order, with the reader's decisions applied.

    Those in paragraphs are read from the joined blocks, so that no name is cut at the end of a line.
    """
    numbered: list[tuple[int, Credit]] = []
    for line, role in article.members:
        if role in _CREDITED:
            numbered += [(line.number, credit) for credit in _signed(line, role)]
    decisions = _credit_decisions(article)
    texts = [block for block in blocks if block.kind in _TEXTS]
    for block in blocks:
        signed = _credits_in(block, is_last=bool(texts) and block is texts[-1])
        decided_lines = [number for number in decisions if block.kind in _SIGNED and _holds(block, number)]
        if decided_lines:
            recognised = signed
            signed = ()
            for number in decided_lines:
                _, decision = decisions.pop(number)
                signed += tuple(decided_credits(decision, block.text, recognised))
        numbered += [(block.source_lines[0][0], credit) for credit in signed]
    for number, (text, decision) in decisions.items():
        numbered += [(number, credit) for credit in decided_credits(decision, text, ())]
    numbered.sort(key=itemgetter(0))
    return once(dict.fromkeys(credit for _, credit in numbered), texts)


def _credits_in(block: Block, *, is_last: bool) -> tuple[Credit, ...]:
    """Return the credits recognised in a block; `is_last` of the paragraphs and notices."""
    if block.kind is BlockKind.CAPTION:
        return credits.photographer_credits(block.text)
    if block.kind is BlockKind.PARAGRAPH:
        return credits.paragraph_credits(block.text, is_last=is_last)
    return ()


def once(credits: Iterable[Credit], texts: Sequence[Block]) -> tuple[Credit, ...]:
    """Return the credits without repetitions.

    A credit is a repetition if all its names were credited before in the same role and it is printed within the text.
    """
    new_credits: list[Credit] = []
    seen_names: set[tuple[Role, str]] = set()
    for credit in credits:
        signed = {(credit.role, name) for name in credit.names}
        if not signed <= seen_names or not any(credit.as_printed in block.text for block in texts):
            new_credits.append(credit)
        seen_names |= signed
    return tuple(new_credits)


def _credit_decisions(article: LineGroup) -> dict[int, tuple[str, tuple[CorrectedCredit, ...]]]:
    """Return the reader's decisions on credits in lines that do not consist of credits.

    They are pairs of the line's text and the decided credits, by line number.
    """
    return {
        line.number: (line.text, line.decisions.credits)
        for line, role in article.members
        if line.decisions.credits is not None and not (role in _CREDITED and line.credits())
    }


def _holds(block: Block, number: int) -> bool:
    return any(first <= number <= last for first, last in block.source_lines)


def _jumps(blocks: Sequence[Block]) -> tuple[str | None, str | None]:
    """Return the pages from which and on which an article is continued, each or None.

    A jump line before the first paragraph may be either, as “紧接” has both meanings; a later one is always the latter.
    """
    came_from: str | None = None
    goes_to: str | None = None
    may_be_from = True
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH:
            may_be_from = False
        if block.kind is not BlockKind.JUMP:
            continue
        origin = pages.jump_from(block.text) if may_be_from else None
        if origin is not None:
            came_from = came_from or origin.page
            continue
        target = pages.jump_to(block.text)
        if target is not None:
            goes_to = goes_to or target.page
    return came_from, goes_to


# Why parsing has a limit: a file with more lines than any issue, or with nothing but scraps of lines, must not block a
# library. No text is lost: the rest of the file becomes unplaced articles with a fixed number of lines.


# Maximum printed lines that are parsed, in general and in narrow columns, where a whole paper has less than 4,000.
MOST_LINES = 100_000
MOST_NARROW_LINES = 20_000
NARROW = 16
"""Maximum average characters of a line in a file that counts as set in narrow columns."""
MOST_SCRAPS = 1_000
"""Lines of scraps that are parsed in any file; few, as deciding a line takes equally long for one character or many."""
SCRAP = 10
"""Maximum average bytes of a line, in UTF-8, in a file that consists of scraps: about three Han characters."""
_BYTES_OF_LINE = 20
"""In such a file, one more line is parsed for each so many bytes."""
_LINES_OF_AN_ARTICLE = 400
_LINES_OF_A_PARAGRAPH = 40
_SENTENCE_END = "。！？!?…”’」』"


def split_at_limit(source: SourceText) -> tuple[SourceText, int]:
    """Return the beginning of the file that is parsed, and its number of lines; usually this is the whole file."""
    if _is_unknown(source):
        return replace(source, lines=()), 0
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


def _is_unknown(source: SourceText) -> bool:
    """Return whether it is not known what a text is, so that no articles are looked for in it."""
    return source.reading is not None and source.reading.format == UNKNOWN_TEXT


def _scraps_parsed(source: SourceText, printed: Sequence[int]) -> int:
    """Return how many printed lines of a file of scraps are parsed: the longer its lines, the more."""
    left = MOST_SCRAPS * _BYTES_OF_LINE
    for times, number in enumerate(printed):
        left += _bytes_of(source.lines[number]) - _BYTES_OF_LINE
        if left < 0:
            return times
    return len(printed)


def are_scraps(source: SourceText) -> bool:
    """Return whether a file consists of scraps: lines of one or two characters, or a number."""
    count = sum(bool(line) and not line.isspace() for line in source.lines)
    return sum(map(_bytes_of, source.lines)) <= SCRAP * count


def _bytes_of(line: str) -> int:
    return len(line.encode(errors="replace"))


def reason(source: SourceText) -> str:
    """Return the message to the reader that says why a file is not parsed to its end."""
    if _is_unknown(source):
        what = other_texts.what_it_is(other_texts.sample_of(source.lines))
        if what is not None:
            return what
        return say("看不出这是什么文字，不像报纸的文章：没有分篇，照原样列出，仍能搜到。")
    if are_scraps(source):
        return say("每行只有一两个字，不像报纸的行：从这一行起没有分篇。请重新识别后再放入。")
    return say("文件太长，不像一期报纸：从这一行起没有分篇。请按期拆开后再放入。")


def articles_from(source: SourceText, begin: int) -> Iterator[tuple[str, Article]]:
    """Yield the text after the first `begin` lines as unplaced articles of a fixed number of lines.

    Each is yielded as a pair of the body from which its key is computed, and the article without a key.
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
    """Yield the lines joined into paragraphs; each ends with the first line that ends a sentence, or is cut off."""
    open_lines: list[int] = []
    for number in numbers:
        open_lines.append(number)
        is_end = lines[number].rstrip().endswith(tuple(_SENTENCE_END))
        if is_end or len(open_lines) == _LINES_OF_A_PARAGRAPH or number == numbers[-1]:
            words = [markup.without_markup(lines[line].strip()).text for line in open_lines]
            text = block_text(words, BlockKind.PARAGRAPH)
            yield Block(BlockKind.PARAGRAPH, text, spans_of([index + 1 for index in open_lines]))
            open_lines = []
