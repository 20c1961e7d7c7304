"""The stages of parsing, each of which is a module: SourceText → IssuePart.

lines → context → neighbours → roles → masthead, articles → pictures → headlines, blocks, credits → keys.
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, structs
from msgspec.structs import replace

from reader.i18n import say
from reader.language.patterns import pattern
from reader.newspaper.article import (
    Article,
    ArticleKind,
    BlockKind,
    LineSpan,
    SourceText,
    StatedHead,
    spans_of,
)
from reader.newspaper.correction import Correction
from reader.newspaper.facts import Fact, Rule, fact_by, unknown
from reader.newspaper.issue import (
    DateOrigin,
    IssuePart,
    Masthead,
    ParseWarning,
    Tell,
    Told,
    Trait,
    nothing_told,
)
from reader.parsing import (
    assembly,
    claims,
    datelines,
    fields,
    front_matter,
    masthead,
    masthead_lines,
    pages,
    roles,
)
from reader.parsing.articles import (
    LineGroup,
    SingleArticle,
    group,
    joined_groups,
    single_article,
    with_heads_joined,
    with_own_headings,
    with_pictures_moved,
)
from reader.parsing.assembly import articles_of, damage, once
from reader.parsing.context_features import with_context_features
from reader.parsing.correction_anchors import IssueDecisions, decisions_on, issue_decisions
from reader.parsing.dates import Origin, origin_of, with_marks
from reader.parsing.editions import edition_of
from reader.parsing.epigraphs import with_epigraph
from reader.parsing.items import with_items
from reader.parsing.line_features import Line, LineSequence, lines_of_rows, without_wordless
from reader.parsing.parts_of_text import with_parts
from reader.parsing.rows import rows_of
from reader.parsing.sequence_features import features_of
from reader.parsing.stated_issues import explain_stated, parse_stated
from reader.parsing.weights import OUTSIDE, LineFeature, LineRole

_FRONT_MATTER = LineFeature.FRONT_MATTER


# lines from the headline on, in which archives and web pages have source and date
_LINES_OF_SOURCE = 6
_LONGEST_SOURCE = 60
_TELLS_SOURCE = pattern("[:：]|[0-9]{4}\\s?[-/.年]")
_SENTENCE = pattern("[，。；！？]")
_PAGE_OF_SOURCE = pattern(
    "第\\s?([A-Da-d]?[0-9]{1,3}|[一二三四五六七八九十]{1,3})\\s?版"
    "|(?:版次|版面|版号)\\s?[:：]\\s?第?\\s?([A-Da-d]?[0-9]{1,3})"
)
_LINK = pattern(r"\[([^\[\]]{1,80})\]\([^()\s]{0,300}\)")
_MARKS = pattern(r"[*`]+|_{2,}")
_BULLET = pattern(r"^(?:[-+>·•]\s+)+")
_PIECE = pattern(r"[^\s|｜·](?:[^|｜·\s]| (?![\s|｜·]))*")
_SOURCE_FIELD = pattern("来源\\s?[:：]")


class _DecidedLines(Struct, frozen=True):
    """The lines of a file, and what each is.

    Attributes:
        lines: The lines with words.
        wordless: The lines without, which are outside of articles.
        features: What is seen of each line.
        front: What the block above the text states.
        single: The only article of the file; None if it may have several.
        allowed: The roles that each line may have.
        roles: The role of each line.
    """

    lines: Sequence[Line]
    wordless: Sequence[Line]
    features: roles.Features
    front: front_matter.FrontMatter
    single: SingleArticle | None
    allowed: roles.Allowed
    roles: Sequence[LineRole]

    def as_told(self, kind_by_text: Told) -> "_DecidedLines":
        """Return the lines as they are decided with what other issues tell."""
        allowed = roles.by_traits(self.lines, self.allowed, kind_by_text)
        return replace(self, allowed=allowed, roles=roles.decide(self.features, allowed))

    def traits(self) -> tuple[Trait, ...]:
        """Return the traits of a page; an article that is alone in its file has none."""
        if self.single is not None:
            return ()
        return roles.traits_of(self.lines, self.roles)

    def outside(self) -> list[int]:
        """Return the numbers of the lines outside of articles, in ascending order."""
        outside = [line for line, role in zip(self.lines, self.roles, strict=True) if role in OUTSIDE]
        return sorted(number for line in (*outside, *self.wordless) for number in line.numbers)


class _Head(Struct, frozen=True):
    """The masthead of a file, with the line that it is printed in, and what is to be said of it."""

    masthead: Masthead
    edition: Fact[str]
    line: int
    remarks: tuple[ParseWarning, ...]


def parse(source: SourceText, corrections: Sequence[Correction] = (), tell: Tell = nothing_told) -> IssuePart:
    """Return the issue part that a file contains; `tell` returns what other issues tell about its traits.

    Title, date and traits are those of the file alone; lines are counted in `source` (see `in_file`).

    Never raises because of the content. Every line that is not blank is in the masthead or in exactly one article.
    Corrections whose lines are not found in the text have no effect. Articles that the file itself states are used as
    they are.
    """
    if source.aside:
        return _with_aside(parse(_without_aside(source), corrections, tell), source)
    if source.stated is not None:
        return parse_stated(source, source.stated, corrections)
    beginning, end = assembly.split_at_limit(source)
    rows = rows_of(beginning)
    decided = _decided(source, lines_of_rows(rows, decisions_on(rows, corrections)))
    own_traits = decided.traits()
    origin = with_marks(origin_of(source.path), decided.lines)
    by_reader = issue_decisions(rows, corrections, source.head.said if source.head else None)
    head = _head_of(source, decided, origin, by_reader)
    kind_by_text = tell(head.masthead.title, own_traits)
    if kind_by_text:
        decided = decided.as_told(kind_by_text)
    issue_head = replace(head.masthead, source_lines=spans_of(decided.outside()))
    groups = _lines_by_article(source, decided, origin, by_reader)
    known_pages = [one.page for one in groups]
    facts = claims.facts_of(issue_head, source, origin, by_reader, known_pages, head.edition, head.line)
    articles = _articles(groups, decided.front, assembly.articles_from(source, end))
    return IssuePart(
        source.path,
        source.encoding,
        len(source.lines),
        replace(issue_head, facts=facts, script=claims.script_of(source)),
        articles,
        (*head.remarks, *_warnings(articles, source, end), *damage(source)),
        source.reading,
        own_traits,
        kind_by_text,
    )


def _decided(source: SourceText, all_lines: LineSequence) -> _DecidedLines:
    """Return the lines of a file with their roles by the file alone."""
    text, wordless = sequence(all_lines)
    features = features_of(text)
    front = _front_matter(text)
    single = _single_article(text, features, front, source)
    allowed = _allowed(text, features, single, source.head)
    return _DecidedLines(
        text.lines, wordless, features, front, single, allowed, roles.decide(features, allowed)
    )


def _head_of(source: SourceText, decided: _DecidedLines, origin: Origin, by_reader: IssueDecisions) -> _Head:
    """Return the masthead of a file by what is printed, by its path and by the reader, without its facts."""
    printed = _head_as_printed(decided, source.head)
    head, remarks = masthead.masthead_of(
        printed,
        decided.outside(),
        origin,
        decided.lines,
        by_reader,
        is_one_article=decided.single is not None,
    )
    edition = edition_of(source, head)
    head = replace(head, place=decided.front.place, edition=edition.value)
    if source.head is not None and source.head.doubted:
        head, remarks = _in_doubt(head, source.head.doubted, remarks)
    return _Head(head, edition, printed.line, remarks)


def _lines_by_article(
    source: SourceText, decided: _DecidedLines, origin: Origin, by_reader: IssueDecisions
) -> list[LineGroup]:
    """Return the lines of each article, with its page."""
    page = fact_by(Rule.CONFIRMED, by_reader.page)
    if page.value is None:
        page = _first_page(source, decided, origin)
    with_headings = with_own_headings(
        decided.lines, with_epigraph(decided.lines, decided.roles), decided.allowed
    )
    groups = with_pictures_moved(with_heads_joined(group(decided.lines, with_headings, page)))
    if decided.single is not None:
        return joined_groups(groups)
    return groups


def _articles(
    groups: Sequence[LineGroup], front: front_matter.FrontMatter, rest: Iterable[tuple[str, Article]]
) -> tuple[Article, ...]:
    """Return the articles, the first with what its file says above it; `rest` are those beyond the limit of size."""
    articles = articles_of(groups, rest)
    if not articles:
        return ()
    return (_with_front_matter(articles[0], front), *articles[1:])


def in_file(part: IssuePart, source: SourceText) -> IssuePart:
    if not source.lines_above and not source.spans:
        return part

    def moved(spans: Iterable[LineSpan]) -> list[int]:
        numbers = (n for first, last in spans for n in range(first, last + 1))
        return sorted({n for number in numbers for n in source.numbers_in_file(number)})

    def line_in_file(number: int) -> int:
        return min(source.numbers_in_file(number), default=number)

    articles = tuple(
        replace(
            article,
            source_lines=spans_of(moved(article.source_lines)) or article.source_lines,
            blocks=tuple(
                replace(block, source_lines=spans_of(moved(block.source_lines))) for block in article.blocks
            ),
        )
        for article in part.articles
    )
    article_numbers = {
        n for article in articles for first, last in article.source_lines for n in range(first, last + 1)
    }
    outside = [number for number in moved(part.masthead.source_lines) if number not in article_numbers]
    statements = tuple((line_in_file(line), words) for line, words in part.masthead.date_statements)
    head = replace(
        part.masthead,
        source_lines=spans_of(outside),
        date_statements=statements,
        facts=part.masthead.facts.with_lines(line_in_file),
    )
    remarks = tuple(replace(remark, line=line_in_file(remark.line)) for remark in part.warnings)
    if source.spans:
        count = len(moved([(1, len(source.lines))]))
    else:
        count = part.line_count
    return replace(part, masthead=head, articles=articles, warnings=remarks, line_count=count)


def _in_doubt(
    head: Masthead, line: int, remarks: Sequence[ParseWarning]
) -> tuple[Masthead, tuple[ParseWarning, ...]]:
    """Return the masthead without its day, which is in doubt, and the warnings with one more; a reader's day stays."""
    if head.date_origin is DateOrigin.CORRECTED:
        return head, (*remarks,)
    why = say("这里写着几个日期，分不清哪篇文章是哪一天的，所以没有定日期。")
    nothing = replace(
        head, date=None, month_day=None, date_origin=None, date_witness=None, date_statements=()
    )
    return nothing, (*remarks, ParseWarning(line, why))


def _head_as_printed(decided: _DecidedLines, stated: StatedHead | None) -> masthead.PrintedHead:
    lines = decided.lines
    single = decided.single
    clusters = _clusters(lines, decided.roles)
    printed = masthead.read_head(clusters, lines)
    # an article saved by itself has no masthead, but its source and date below the headline
    if single is not None and (printed.fields.date is None or printed.titles.own is None):
        printed = masthead.read_head(clusters, lines, _record_below_headline(lines, single))
    if stated is None:
        return printed
    below = [[line for line in cluster if line.number > stated.line_count] for cluster in clusters]
    own = masthead.read_head([cluster for cluster in below if cluster], lines)
    return masthead.with_stated_head(printed, stated, own)


def _warnings(articles: Iterable[Article], source: SourceText, end: int) -> Iterator[ParseWarning]:
    for article in articles:
        first = article.source_lines[0][0]
        if article.kind is ArticleKind.UNPLACED and first <= end:
            yield ParseWarning(first, say("这些文字没有认出属于哪篇文章，已单独列出。"))
    if end < len(source.lines):
        yield ParseWarning(end + 1, assembly.reason(source))


def _without_aside(source: SourceText) -> SourceText:
    return replace(source, lines=source.lines[: -source.aside], aside=0)


def _with_aside(part: IssuePart, source: SourceText) -> IssuePart:
    """Return the issue part of a file parsed without the words beside its text, with these in the masthead."""
    count = len(source.lines)
    spans = (*part.masthead.source_lines, (count - source.aside + 1, count))
    return replace(part, line_count=count, masthead=replace(part.masthead, source_lines=spans))


def _record_below_headline(lines: Sequence[Line], single: SingleArticle) -> list[list[Line]]:
    """Return the source and date below the headline of a file's only article as a group of lines, one for each field.

    Return [] if there is no date. The printed lines themselves stay in the article: “来源：雁桥日报 | 2022年3月5日
    08:11 | 作者：…”. A line in brackets is skipped, as its date is that of a speech or a document.
    """
    first = max(single.headline, 0)
    record: list[Line] = []
    for line in lines[first + (single.headline >= 0) : first + _LINES_OF_SOURCE]:
        if LineFeature.FRONT_MATTER in line.own:
            continue
        plain = _bare_of_marks(line.plain)
        if len(plain) > _LONGEST_SOURCE or line.level or _SENTENCE.search(plain) or _announces(plain):
            break
        if not plain or plain[0] in "（(":
            continue
        text = _bare_of_marks(line.text)
        text = text if len(text) == len(plain) else plain
        for piece in _PIECE.finditer(plain):
            is_source = _SOURCE_FIELD.match(piece[0])
            if is_source:
                features = frozenset({LineFeature.FRONT_MATTER})
            else:
                features = line.own
            record.append(
                structs.replace(line, plain=piece[0], text=text[piece.start() : piece.end()], own=features)
            )
    if any(fields.dates_in(line.plain) for line in record):
        return [record]
    return []


def _announces(plain: str) -> bool:
    """Return whether a line begins what another paper or day has told: “本报1927年6月12日报道：”."""
    return plain.endswith(("：", ":")) or datelines.begins_news(plain)


def _bare_of_marks(text: str) -> str:
    """Return a text without Markdown: links become their words, bullets and emphasis are removed."""
    return _BULLET.sub("", _MARKS.sub("", _LINK.sub(r"\1", text))).strip()


def _first_page(source: SourceText, decided: _DecidedLines, origin: Origin) -> Fact[str]:
    """Return the page of the lines above the first head of a page: by front matter, by its record, by the masthead's
    lines above all articles, by the path.
    """
    if decided.front.page is not None:
        return fact_by(Rule.FRONT_MATTER, decided.front.page)
    below = _page_below_headline(decided.lines, decided.single)
    if below.value is not None:
        return below
    printed = _page_in_masthead(_above_articles(decided.lines, decided.roles))
    if printed.value is not None:
        return printed
    return fact_by(Rule.PAGE_IN_NAME, origin.page, claims.path_words(source))


def _above_articles(lines: Sequence[Line], decided: Sequence[LineRole]) -> list[Line]:
    """Return the lines of the masthead above all articles and heads of pages."""
    above: list[Line] = []
    for line, role in zip(lines, decided, strict=True):
        if role is not LineRole.MASTHEAD:
            break
        above.append(line)
    return above


def _page_in_masthead(above: Sequence[Line]) -> Fact[str]:
    """Return the page that the masthead of a page tells beside title and day: “青石日报 1987年6月12日 第4版”."""
    told = [line for line in above if pages.page_beside_day(line.plain) is not None]
    if len({pages.page_beside_day(line.plain) for line in told}) != 1:
        return unknown()
    return fact_by(Rule.PAGE_LINE, pages.page_beside_day(told[0].plain), told[0].text, told[0].number)


def _page_below_headline(lines: Sequence[Line], single: SingleArticle | None) -> Fact[str]:
    """Return the page in the line with source and date of a file's only article: “1946-06-02 第3版”."""
    if single is None:
        return unknown()
    first = max(single.headline, 0)
    for line in lines[first : first + _LINES_OF_SOURCE]:
        if len(line.plain) <= _LONGEST_SOURCE:
            match = _PAGE_OF_SOURCE.search(line.plain)
        else:
            match = None
        if match and _TELLS_SOURCE.search(line.plain) and not _SENTENCE.search(line.plain):
            return fact_by(Rule.PAGE_LINE, pages.page_label(match[1] or match[2]), line.text, line.number)
    return unknown()


def explain(source: SourceText, corrections: Sequence[Correction] = ()) -> list[roles.LineVerdict]:
    """Return the verdict on each line that is not blank: its role, the runner-up and the features that decided.

    For an overlong file, only the verdicts on the parsed beginning are returned.
    """
    if source.aside:
        first = len(source.lines) - source.aside
        aside = [
            roles.LineVerdict(number, text, LineRole.MASTHEAD, LineRole.PAGE, 0.0, ())
            for number, text in enumerate(source.lines[first:], first + 1)
        ]
        return [*explain(_without_aside(source), corrections), *aside]
    if source.stated is not None:
        return list(explain_stated(source, source.stated, corrections))
    rows = rows_of(assembly.split_at_limit(source)[0])
    text, wordless = sequence(lines_of_rows(rows, decisions_on(rows, corrections)))
    features = features_of(text)
    single = _single_article(text, features, _front_matter(text), source)
    verdicts = roles.explain(text, features, _allowed(text, features, single, source.head))
    return sorted(
        [*verdicts, *(verdict for line in wordless for verdict in roles.wordless_verdicts(line))],
        key=lambda verdict: verdict.line,
    )


def _single_article(
    text: LineSequence, features: roles.Features, front: front_matter.FrontMatter, source: SourceText
) -> SingleArticle | None:
    """Return the only article of a file, None for one that may have several, as pages with known places may."""
    if source.places:
        return None
    return single_article(text.lines, features, front.headline, source.path)


def sequence(full_text: LineSequence) -> tuple[LineSequence, tuple[Line, ...]]:
    """Return the lines whose roles have to be decided, with the features of groups, and the wordless lines."""
    text, wordless = without_wordless(full_text)
    return with_context_features(text), wordless


def _front_matter(text: LineSequence) -> front_matter.FrontMatter:
    return front_matter.fields_of(
        (line.text, line.indented) for line in text.lines if _FRONT_MATTER in line.own
    )


def _allowed(
    text: LineSequence, features: roles.Features, single: SingleArticle | None, stated: StatedHead | None
) -> list[frozenset[LineRole]]:
    """Return the roles that each line may have, by its content and by what is known of the whole file."""
    allowed = masthead_lines.allowed(text.lines, features)
    if any(line.place is not None for line in text.lines):
        allowed = roles.allowed_by_places(text.lines, allowed)
    if stated is not None:
        allowed = [_allowed_beside(stated, line, may) for line, may in zip(text.lines, allowed, strict=True)]
    if single is None:
        return with_parts(text.lines, with_items(text.lines, allowed))
    return [
        may if line.decisions.names_role else single.allowed(i, may)
        for i, (line, may) in enumerate(zip(text.lines, allowed, strict=True))
    ]


def _allowed_beside(stated: StatedHead, line: Line, may: frozenset[LineRole]) -> frozenset[LineRole]:
    """Return the roles that a line may have in a file that states its head, of those that it may have by itself."""
    if line.decisions.names_role:
        return may
    if line.number <= stated.line_count:
        return frozenset({LineRole.MASTHEAD})
    if line.number in stated.lines:
        return OUTSIDE
    return may


def _clusters(lines: Sequence[Line], decided: Sequence[LineRole]) -> list[list[Line]]:
    """Return the lines outside of articles, in groups of adjacent ones."""
    clusters: list[list[Line]] = []
    before: LineRole | None = None
    for line, role in zip(lines, decided, strict=True):
        is_outside = role in OUTSIDE and LineFeature.SECTION_MARK not in line.own
        if is_outside:
            if before not in OUTSIDE or not clusters:
                clusters.append([])
            clusters[-1].append(line)
        before = role
    return clusters


def _with_front_matter(article: Article, front: front_matter.FrontMatter) -> Article:
    if front.headline and article.headline is None:
        if article.kind is ArticleKind.UNPLACED:
            kind = ArticleKind.ARTICLE
        else:
            kind = article.kind
        article = replace(article, headline=front.headline, kind=kind)
    if article.headline is None:
        return article
    texts = [block for block in article.blocks if block.kind in (BlockKind.PARAGRAPH, BlockKind.NOTICE)]
    return replace(
        article,
        section=article.section or front.section,
        credits=once(dict.fromkeys((*front.authors, *article.credits)), texts),
    )
