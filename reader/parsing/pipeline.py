"""SourceText → IssuePart, one stage a module.

lines → context → neighbours → roles → masthead, articles → pictures → headlines, blocks, credits → keys.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from reader.i18n import say
from reader.language.variants import simplified
from reader.newspaper.article import Article, ArticleKind, BlockKind
from reader.newspaper.correction import Correction
from reader.newspaper.issue import IssuePart, Masthead, ParseWarning
from reader.newspaper.source_text import SourceText
from reader.newspaper.told import ToldHead
from reader.parsing import (
    dates,
    fields,
    front_matter,
    masthead,
    masthead_lines,
    pages,
    roles,
    size_limit,
)
from reader.parsing.articles import group
from reader.parsing.assembly import articles_of, damage, once
from reader.parsing.context_features import with_context_features
from reader.parsing.correction_anchors import decisions_on, issue_decisions
from reader.parsing.line_features import Line, LineSequence, lines_of_rows, without_wordless
from reader.parsing.path_hints import origin_of
from reader.parsing.picture_captions import with_pictures_moved
from reader.parsing.rows import rows_of
from reader.parsing.sequence_features import features_of
from reader.parsing.single_article import SingleArticle, joined_groups, single_article
from reader.parsing.told_articles import explain_told, parse_told
from reader.parsing.weights import Feature, LineRole

_EDITION = re.compile("号外|[晨早午晚夜]刊")
_LONGEST_LINE = 20
"""Characters of a line of the masthead that names the edition; a longer one is about something else."""


def edition_of(source: SourceText, masthead: Masthead) -> str | None:
    """Return the name of a file's edition, as its masthead or its path has it; None for the ordinary one.

    What belongs to the paper's own name (《江城晚刊》) names no edition.
    """
    title = simplified(masthead.title or "")
    lines = [source.lines[n - 1] for first, last in masthead.source_lines for n in range(first, last + 1)]
    for words in (*(line.strip() for line in lines if len(line.strip()) <= _LONGEST_LINE), source.path):
        rest = simplified(words).replace(" ", "").replace("\u3000", "")
        found = _EDITION.search(rest.replace(title, "") if title else rest)
        if found is not None and found[0] not in title:
            return found[0]
    return None


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


def parse(source: SourceText, corrections: Sequence[Correction] = ()) -> IssuePart:
    """Return the issue part that a file contains.

    Never raises on content; every line that is not blank is in its masthead or in exactly one article. The corrections
    apply where their lines are found in the text. What the file tells of its articles is kept.
    """
    if source.told is not None:
        part = parse_told(source, source.told, corrections)
        return replace(part, masthead=replace(part.masthead, edition=edition_of(source, part.masthead)))
    beginning, end = size_limit.split_at_limit(source)
    rows = rows_of(beginning)
    text, wordless = sequence(lines_of_rows(rows, decisions_on(rows, corrections)))
    features = features_of(text)
    front = _front_matter(text)
    single = single_article(text.lines, front.headline, source.path)
    decided = roles.decide(features, _allowed(text, features, single, source.head))
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
    if source.head is not None:
        printed = masthead.as_told(printed, source.head)
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
    articles = articles_of(groups, size_limit.articles_from(source, end))
    if articles:
        articles = (_with_front_matter(articles[0], front), *articles[1:])
    unplaced = [
        ParseWarning(article.source_lines[0][0], say("这些文字没有认出属于哪篇文章，已单独列出。"))
        for article in articles
        if article.kind is ArticleKind.UNPLACED and article.source_lines[0][0] <= end
    ]
    if end < len(source.lines):
        unplaced.append(ParseWarning(end + 1, size_limit.reason(source)))
    head = replace(head, place=front.place, edition=edition_of(source, head))
    remarks += (*unplaced, *damage(source))
    return IssuePart(
        source.path, source.encoding, len(source.lines), head, articles, tuple(remarks), source.reading
    )


def _record_below_headline(lines: Sequence[Line], single: SingleArticle) -> list[list[Line]]:
    """Return the fields with source and date of a file's only article, without marks, as one group; none without date.

    They stay in the article: “来源：雁桥日报 | 2022年3月5日 08:11 | 作者：…”. A date in brackets is that of a speech or
    a text.
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
    """Return the page on the line with source and date of a file's only article: “1946-06-02 第3版”."""
    if single is None:
        return None
    first = max(single.headline, 0)
    for line in lines[first : first + _LINES_OF_SOURCE]:
        found = _PAGE_OF_SOURCE.search(line.plain) if len(line.plain) <= _LONGEST_SOURCE else None
        if found and _TELLS_SOURCE.search(line.plain) and not _SENTENCE.search(line.plain):
            return pages.page_label(found[1] or found[2])
    return None


def explain(source: SourceText, corrections: Sequence[Correction] = ()) -> list[roles.LineVerdict]:
    """Return for every line that is not blank its role, the runner-up and the features that decided.

    Of an overlong file, only the beginning.
    """
    if source.told is not None:
        return list(explain_told(source, source.told, corrections))
    rows = rows_of(size_limit.split_at_limit(source)[0])
    text, wordless = sequence(lines_of_rows(rows, decisions_on(rows, corrections)))
    features = features_of(text)
    single = single_article(text.lines, _front_matter(text).headline, source.path)
    verdicts = roles.explain(text, features, _allowed(text, features, single, source.head))
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
    text: LineSequence, features: roles.Features, single: SingleArticle | None, told: ToldHead | None
) -> list[frozenset[LineRole]]:
    """Return for every line the roles that it may have."""
    allowed = masthead_lines.allowed(text.lines, features)
    if told is not None:
        allowed = [
            may
            if line.number > told.line_count or line.decisions.names_role
            else frozenset({LineRole.MASTHEAD})
            for line, may in zip(text.lines, allowed, strict=True)
        ]
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


def _with_front_matter(article: Article, front: front_matter.FrontMatter) -> Article:
    """Return the article with the fields of front matter that its text does not print."""
    if front.headline and article.headline is None:
        kind = ArticleKind.ARTICLE if article.kind is ArticleKind.UNPLACED else article.kind
        article = replace(article, headline=front.headline, kind=kind)
    if article.headline is None:
        return article
    texts = [block for block in article.blocks if block.kind in (BlockKind.PARAGRAPH, BlockKind.NOTICE)]
    return replace(
        article,
        section=article.section or front.section,
        credits=once(dict.fromkeys((*front.authors, *article.credits)), texts),
    )
