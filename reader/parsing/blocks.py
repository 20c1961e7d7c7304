"""The blocks of an article in reading order: rejoined paragraphs, subheads, captions, jumps, notices."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from reader.language.forms import read_form, search_form
from reader.language.names import is_name
from reader.language.variants import simplified
from reader.newspaper.article import Block, BlockKind
from reader.newspaper.source_text import spans_of
from reader.parsing import credits, line_patterns, pages
from reader.parsing.articles import Group
from reader.parsing.joining import joined
from reader.parsing.line_features import Line
from reader.parsing.weights import Feature, LineRole

_KINDS = {
    LineRole.SUBHEAD: BlockKind.SUBHEAD,
    LineRole.CAPTION: BlockKind.CAPTION,
    LineRole.NOTICE: BlockKind.NOTICE,
    LineRole.JUMP_TO: BlockKind.JUMP,
}
_RUNNING = frozenset({LineRole.PARAGRAPH, LineRole.PARAGRAPH_MORE, LineRole.OPENING, LineRole.JUMP_FROM})
_COLUMN_GAP = re.compile(r"(?<=\S)(?: {2,}|\t)(?=\S)")
_LOOK = 120
_MOST_CAPTIONS = 12


@dataclass(slots=True)
class _Draft:
    kind: BlockKind
    texts: list[str]
    lines: list[int] = field(default_factory=list)

    def block(self) -> Block:
        return Block(self.kind, block_text(self.texts, self.kind), spans_of(self.lines))


def blocks_of(article: Group) -> tuple[Block, ...]:
    """Return the blocks, with every line of the body.

    The second half of a paragraph is joined to its first half, whatever stands between.
    """
    drafts: list[_Draft] = []
    for line, role in article.members:
        if role is LineRole.CAPTION and drafts and _goes_on(drafts[-1], line):
            drafts[-1].texts.append(line.text)
            drafts[-1].lines.extend(line.numbers)
            continue
        if role is LineRole.PARAGRAPH_MORE:
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
    """Return the block that a second half continues: an unfinished caption, else the last paragraph before captions."""
    if drafts and drafts[-1].kind is BlockKind.CAPTION and _is_unfinished(drafts[-1].texts[-1]):
        return drafts[-1]
    for draft in islice(reversed(drafts), _MOST_CAPTIONS):
        if draft.kind in (BlockKind.PARAGRAPH, BlockKind.NOTICE):
            return draft
        if draft.kind is not BlockKind.CAPTION:
            return None
    return None


def _goes_on(draft: _Draft, line: Line) -> bool:
    """Return whether a line continues a caption: by who took the picture, or as the next line of a narrow column."""
    if draft.kind is not BlockKind.CAPTION or line_patterns.is_caption(simplified(draft.texts[-1])):
        return False
    is_cut = Feature.CAPTION_BLOCK in line.own and line.gap == 0 and line_patterns.is_open(draft.texts[-1])
    return Feature.PHOTO_CREDIT in line.own or (is_cut and not line_patterns.begins_caption(line.plain))


def _numbers_at_end(line: Line, text: str) -> list[int]:
    return line.numbers_in(len(line.text) - len(text), len(line.text))


def _is_unfinished(caption: str) -> bool:
    return line_patterns.is_open(caption) and not line_patterns.is_caption(caption)


def _continue(broken: _Draft, line: Line) -> Iterator[_Draft]:
    body, jump = _without_jump_to(line.text)
    broken.texts.append(body or line.text)
    broken.lines.extend(line.numbers_in(0, len(body)) if body else line.numbers)
    if body and jump:
        yield _Draft(BlockKind.JUMP, [jump], _numbers_at_end(line, jump))


def _drafts(line: Line, role: LineRole) -> Iterator[_Draft]:
    if role in _KINDS:
        yield _Draft(_KINDS[role], [line.text], [*line.numbers])
    elif role in _RUNNING:
        at = 0
        for kind, text in _parts(line.text, may_begin=role in (LineRole.JUMP_FROM, LineRole.OPENING)):
            at = line.text.index(text, at)
            yield _Draft(kind, [text], line.numbers_in(at, at + len(text)))
            at += len(text)
    elif role in (LineRole.BYLINE, LineRole.SIGNATURE) and not line.credits():
        yield _Draft(BlockKind.PARAGRAPH, [line.text], [*line.numbers])


def _parts(text: str, *, may_begin: bool) -> list[tuple[BlockKind, str]]:
    """Return a line of running text, and the jump marks before and after it; concatenated they are the line again."""
    start = pages.jump_from(text) if may_begin else None
    head, rest = (text[: start.end].strip(), text[start.end :].strip()) if start else ("", text)
    body, tail = _without_jump_to(rest)
    if (
        head
        and body
        and tail
        and search_form(text) not in map(search_form, (f"{head} {body} {tail}", head + body + tail))
    ):
        body, tail = rest, ""
    parts = ((BlockKind.JUMP, head), (BlockKind.PARAGRAPH, body), (BlockKind.JUMP, tail))
    return [(kind, part) for kind, part in parts if part]


def _without_jump_to(text: str) -> tuple[str, str]:
    """Return the text before a jump mark at its end, and the mark."""
    jump = pages.jump_to(text)
    return (text[: jump.start].rstrip(), text[jump.start :].strip()) if jump else (text, "")
