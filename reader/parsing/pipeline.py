"""SourceText → IssuePart, one stage a module.

lines → context → neighbours → roles → masthead, articles → pictures → headlines, blocks, credits → keys.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reader.i18n import say
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, Credit, Role
from reader.newspaper.article_key import keys_of
from reader.newspaper.correction import CorrectedCredit, Correction
from reader.newspaper.issue import IssuePart, ParseWarning
from reader.newspaper.source_text import DAMAGE, SourceText, spans_of
from reader.parsing import (
    credits,
    dates,
    fields,
    front_matter,
    masthead,
    masthead_lines,
    pages,
    roles,
    size_limit,
)
from reader.parsing.articles import Group, group, kind_of
from reader.parsing.blocks import blocks_of
from reader.parsing.context_features import with_context_features
from reader.parsing.correction_anchors import decisions_on, issue_decisions
from reader.parsing.headline_levels import HeadlineLevels, headline_levels_of
from reader.parsing.key_body import body_of
from reader.parsing.line_features import Line, LineSequence, lines_of_rows, without_wordless
from reader.parsing.path_hints import origin_of
from reader.parsing.picture_captions import with_pictures_moved
from reader.parsing.reader_decisions import decided_credits
from reader.parsing.rows import rows_of
from reader.parsing.sequence_features import features_of
from reader.parsing.single_article import SingleArticle, joined_groups, single_article
from reader.parsing.weights import Feature, LineRole

_DAMAGED_LINES_NAMED = 20
_LINES_OF_SOURCE = 6
_LONGEST_SOURCE = 60
_TELLS_SOURCE = re.compile("[:：]|[0-9]{4}\\s?[-/.年]")
_SENTENCE = re.compile("[，。；！？]")
_PAGE_OF_SOURCE = re.compile(
    "第\\s?([A-Da-d]?[0-9]{1,3}|[一二三四五六七八九十]{1,3})\\s?版"
    "|(?:版次|版面|版号)\\s?[:：]\\s?第?\\s?([A-Da-d]?[0-9]{1,3})"
)
_LINK = re.compile(r"\[([^\[\]]{1,80})\]\([^()\s]{0,300}\)")
_MARKS = re.compile(r"[*`]+|_{2,}")
_BULLET = re.compile(r"^(?:[-+>·•]\s+)+")
_PIECE = re.compile(r"[^\s|｜·](?:[^|｜·\s]| (?![\s|｜·]))*")
_SOURCE_FIELD = re.compile("来源\\s?[:：]")
_OUTSIDE = frozenset({LineRole.MASTHEAD, LineRole.PAGE})
_SIGNED = frozenset({BlockKind.PARAGRAPH, BlockKind.NOTICE, BlockKind.CAPTION})


def parse(source: SourceText, corrections: Sequence[Correction] = ()) -> IssuePart:
    """Return the issue part that a file contains.

    Never raises on content; every line that is not blank is in its masthead or in exactly one article. The corrections
    apply where their lines are found in the text.
    """
    beginning, end = size_limit.split_at_limit(source)
    rows = rows_of(beginning)
    text, wordless = sequence(lines_of_rows(rows, decisions_on(rows, corrections)))
    features = features_of(text)
    front = _front_matter(text)
    single = single_article(text.lines, front.headline, source.path)
    decided = roles.decide(features, _allowed(text, features, single))
    origin = origin_of(source.path)
    outside = [
        number
        for line, role in zip(text.lines, decided, strict=True)
        if role in _OUTSIDE
        for number in line.numbers
    ]
    outside += [number for line in wordless for number in line.numbers]
    clusters = _clusters(text.lines, decided)
    printed = masthead.read_head(clusters, *_ends(text.lines))
    if printed.fields.date is None and single is not None:
        clusters += _record_below_headline(text.lines, single)
        printed = masthead.read_head(clusters, *_ends(text.lines))
    head, remarks = masthead.masthead_of(
        printed,
        outside,
        origin,
        dates.date_evidence(text.lines, is_one_article=single is not None),
        issue_decisions(rows, corrections),
    )
    page = front.page or _page_below_headline(text.lines, single) or origin.page
    groups = with_pictures_moved(group(text.lines, decided, page))
    if single is not None:
        groups = joined_groups(groups)
    articles = _articles(groups, size_limit.articles_from(source, end))
    if articles:
        articles = (_with_front_matter(articles[0], front), *articles[1:])
    unplaced = [
        ParseWarning(article.source_lines[0][0], say("这些文字没有认出属于哪篇文章，已单独列出。"))
        for article in articles
        if article.kind is ArticleKind.UNPLACED and article.source_lines[0][0] <= end
    ]
    if end < len(source.lines):
        unplaced.append(ParseWarning(end + 1, size_limit.reason(source)))
    head = replace(head, place=front.place)
    remarks += (*unplaced, *_damage(source))
    return IssuePart(source.path, source.encoding, len(source.lines), head, articles, tuple(remarks))


def _record_below_headline(lines: Sequence[Line], single: SingleArticle) -> list[list[Line]]:
    """Return the lines that tell source and date of a file's only article, bare of marks, as one group if any do.

    They stay in the article: “来源：雁桥日报 | 2022年3月5日 08:11 | 作者：…”. A date in brackets is that of what was
    said or written.
    """
    first = max(single.headline, 0)
    record: list[Line] = []
    for line in lines[first + (single.headline >= 0) : first + _LINES_OF_SOURCE]:
        if Feature.FRONT_MATTER in line.own:
            continue
        plain = _bare_of_marks(line.plain)
        if len(plain) > _LONGEST_SOURCE or line.level or _SENTENCE.search(plain):
            break
        if not plain or plain[0] in "（(":
            continue
        text = _bare_of_marks(line.text)
        text = text if len(text) == len(plain) else plain
        for piece in _PIECE.finditer(plain):
            is_source = _SOURCE_FIELD.match(piece[0])
            own = frozenset({Feature.FRONT_MATTER}) if is_source else line.own
            record.append(replace(line, plain=piece[0], text=text[piece.start() : piece.end()], own=own))
    return [record] if any(fields.dates_in(line.plain) for line in record) else []


def _bare_of_marks(text: str) -> str:
    return _BULLET.sub("", _MARKS.sub("", _LINK.sub(r"\1", text))).strip()


def _page_below_headline(lines: Sequence[Line], single: SingleArticle | None) -> str | None:
    """Return the page on the line that tells source and date of a file's only article: “1946-06-02 第3版”."""
    if single is None:
        return None
    first = max(single.headline, 0)
    for line in lines[first : first + _LINES_OF_SOURCE]:
        found = _PAGE_OF_SOURCE.search(line.plain) if len(line.plain) <= _LONGEST_SOURCE else None
        if found and _TELLS_SOURCE.search(line.plain) and not _SENTENCE.search(line.plain):
            return pages.page_label(found[1] or found[2])
    return None


def _damage(source: SourceText) -> Iterator[ParseWarning]:
    """Yield warnings of lines with bytes that could not be read, and of how many more there are."""
    counts = [(number, count) for number, line in enumerate(source.lines, 1) if (count := line.count(DAMAGE))]
    for number, count in counts[:_DAMAGED_LINES_NAMED]:
        yield ParseWarning(number, say("有 {count} 处字节坏了，读不出来，写作 �。", count=count))
    if more := counts[_DAMAGED_LINES_NAMED:]:
        yield ParseWarning(more[0][0], say("从这一行起，还有 {count} 行有读不出来的字节。", count=len(more)))


def explain(source: SourceText, corrections: Sequence[Correction] = ()) -> list[roles.LineVerdict]:
    """Return for every line that is not blank its role, the runner-up and the features that decided.

    Of an overlong file, only the beginning.
    """
    rows = rows_of(size_limit.split_at_limit(source)[0])
    text, wordless = sequence(lines_of_rows(rows, decisions_on(rows, corrections)))
    features = features_of(text)
    single = single_article(text.lines, _front_matter(text).headline, source.path)
    verdicts = roles.explain(text, features, _allowed(text, features, single))
    return sorted(
        [*verdicts, *(verdict for line in wordless for verdict in roles.wordless_verdicts(line))],
        key=lambda verdict: verdict.line,
    )


def sequence(whole: LineSequence) -> tuple[LineSequence, tuple[Line, ...]]:
    """Return the lines whose roles are to be decided, and those without words."""
    text, wordless = without_wordless(whole)
    return with_context_features(text), wordless


def _front_matter(text: LineSequence) -> front_matter.FrontMatter:
    lines = ((line.text, line.indented) for line in text.lines if Feature.FRONT_MATTER in line.own)
    return front_matter.fields_of(front_matter.without_continued(lines))


def _allowed(
    text: LineSequence, features: roles.Features, single: SingleArticle | None
) -> list[frozenset[LineRole]]:
    """Return for every line the roles that it may have."""
    allowed = masthead_lines.allowed(text.lines, features)
    if single is None:
        return allowed
    return [
        may if line.decisions.names_role else single.allowed(i, may)
        for i, (line, may) in enumerate(zip(text.lines, allowed, strict=True))
    ]


def _clusters(lines: Sequence[Line], decided: Sequence[LineRole]) -> list[list[Line]]:
    """Return the groups of adjacent lines of the masthead."""
    clusters: list[list[Line]] = []
    before: LineRole | None = None
    for line, role in zip(lines, decided, strict=True):
        if role in _OUTSIDE:
            if before not in _OUTSIDE:
                clusters.append([])
            clusters[-1].append(line)
        before = role
    return clusters


def _ends(lines: Sequence[Line]) -> tuple[int, int]:
    return (lines[0].number, lines[-1].number) if lines else (0, 0)


def _articles(groups: Sequence[Group], others: Iterable[tuple[str, Article]]) -> tuple[Article, ...]:
    """Return the articles of the groups, and after them `others`, given with the bodies for their keys."""
    more = list(others)
    storeys = [headline_levels_of(one) for one in groups]
    blocks = [blocks_of(one) for one in groups]
    bodies = [_identifying_body(one, b, s) for one, b, s in zip(groups, blocks, storeys, strict=True)]
    keys = keys_of([*bodies, *(body for body, _ in more)])
    jumps = map(_jumps, blocks)
    articles = tuple(
        Article(
            key=key,
            kind=kind_of(one),
            page=one.page,
            section=s.section,
            kicker=s.kicker,
            headline=s.headline,
            decks=s.decks,
            credits=_credits(one, b),
            jump_from=came_from,
            jump_to=goes_to,
            blocks=b,
            source_lines=spans_of([number for line, _ in one.members for number in line.numbers]),
        )
        for key, one, s, b, (came_from, goes_to) in zip(keys, groups, storeys, blocks, jumps, strict=False)
    )
    overlong = [replace(each, key=key) for key, (_, each) in zip(keys[len(articles) :], more, strict=True)]
    return (*articles, *overlong)


def _identifying_body(article: Group, blocks: tuple[Block, ...], storeys: HeadlineLevels) -> str:
    """Return the body that the article's key is computed from: of joined ones the first's, so that its key stays."""
    first = article.first_part
    return (
        body_of(blocks, storeys) if first is article else body_of(blocks_of(first), headline_levels_of(first))
    )


def _with_front_matter(article: Article, front: front_matter.FrontMatter) -> Article:
    """Return the article with what front matter tells of it and the text does not print."""
    if front.headline and article.headline is None:
        kind = ArticleKind.ARTICLE if article.kind is ArticleKind.UNPLACED else article.kind
        article = replace(article, headline=front.headline, kind=kind)
    if article.headline is None:
        return article
    texts = [block for block in article.blocks if block.kind in (BlockKind.PARAGRAPH, BlockKind.NOTICE)]
    return replace(
        article,
        section=article.section or front.section,
        credits=_once(dict.fromkeys((*front.authors, *article.credits)), texts),
    )


def _credits(article: Group, blocks: Sequence[Block]) -> tuple[Credit, ...]:
    """Return the credits in the order printed.

    A paragraph's are read after it was rejoined, so that no name is cut at a line's end.
    """
    found: list[tuple[int, Credit]] = []
    for line in article.of(LineRole.BYLINE, LineRole.SIGNATURE):
        found += [(line.number, credit) for credit in line.credits()]
    decisions = _credit_decisions(article)
    texts = [block for block in blocks if block.kind in (BlockKind.PARAGRAPH, BlockKind.NOTICE)]
    for block in blocks:
        read: tuple[Credit, ...] = ()
        if block.kind is BlockKind.CAPTION:
            read = credits.photographer_credits(block.text)
        elif block.kind is BlockKind.PARAGRAPH:
            read = credits.paragraph_credits(block.text, is_last=block is texts[-1])
        decided_lines = [n for n in decisions if _holds(block, n)] if block.kind in _SIGNED else []
        if decided_lines:
            read = tuple(
                c for n in decided_lines for c in decided_credits(decisions.pop(n)[1], block.text, read)
            )
        found += [(block.source_lines[0][0], credit) for credit in read]
    for number, (text, about) in decisions.items():
        found += [(number, credit) for credit in decided_credits(about, text, ())]
    found.sort(key=lambda numbered: numbered[0])
    return _once(dict.fromkeys(credit for _, credit in found), texts)


def _once(credits: Iterable[Credit], texts: Sequence[Block]) -> tuple[Credit, ...]:
    """Return the credits without those that only repeat a name in the text."""
    kept: list[Credit] = []
    named: set[tuple[Role, str]] = set()
    for credit in credits:
        signed = {(credit.role, name) for name in credit.names}
        if not signed <= named or not any(credit.as_printed in block.text for block in texts):
            kept.append(credit)
        named |= signed
    return tuple(kept)


def _credit_decisions(article: Group) -> dict[int, tuple[str, tuple[CorrectedCredit, ...]]]:
    """Return the reader's decisions on credits by line, with the line, for lines that are not credits as a whole."""
    return {
        line.number: (line.text, line.decisions.credits)
        for line, role in article.members
        if line.decisions.credits is not None
        and not (role in (LineRole.BYLINE, LineRole.SIGNATURE) and line.credits())
    }


def _holds(block: Block, number: int) -> bool:
    return any(first <= number <= last for first, last in block.source_lines)


def _jumps(blocks: Sequence[Block]) -> tuple[str | None, str | None]:
    """Return the pages that an article is continued from and on. “紧接” may mean either, by its place."""
    paragraphs = [i for i, block in enumerate(blocks) if block.kind is BlockKind.PARAGRAPH]
    before = paragraphs[0] if paragraphs else len(blocks)
    came_from = goes_to = None
    for i, block in enumerate(blocks):
        if block.kind is BlockKind.JUMP:
            origin = pages.jump_from(block.text) if i < before else None
            target = pages.jump_to(block.text) if origin is None else None
            came_from = came_from or (origin.page if origin else None)
            goes_to = goes_to or (target.page if target else None)
    return came_from, goes_to
