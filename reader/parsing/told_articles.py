"""Text whose file states the roles of its lines → IssuePart: nothing is guessed, but readers' corrections apply."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reader.newspaper.article import Article, ArticleKind, Credit, Role
from reader.newspaper.correction import Correction
from reader.newspaper.issue import IssuePart
from reader.newspaper.source_text import SourceText
from reader.newspaper.told import Part, Told
from reader.parsing import credits, dates, fields, front_matter, masthead, pages
from reader.parsing.articles import Group
from reader.parsing.assembly import articles_of, damage
from reader.parsing.correction_anchors import decisions_on, issue_decisions
from reader.parsing.headline_levels import HeadlineLevels
from reader.parsing.line_features import Line, told_lines
from reader.parsing.masthead_title import PrintedTitles
from reader.parsing.path_hints import Origin, origin_of
from reader.parsing.roles import LineVerdict
from reader.parsing.rows import rows_of
from reader.parsing.weights import LineRole

_ROLES = {
    Part.SECTION: LineRole.SECTION,
    Part.KICKER: LineRole.KICKER,
    Part.HEADLINE: LineRole.HEADLINE,
    Part.DECK: LineRole.DECK,
    Part.BYLINE: LineRole.BYLINE,
    Part.PARAGRAPH: LineRole.PARAGRAPH,
    Part.SUBHEAD: LineRole.SUBHEAD,
    Part.CAPTION: LineRole.CAPTION,
    Part.NOTICE: LineRole.NOTICE,
    Part.JUMP: LineRole.JUMP_TO,
}
_OUTSIDE = frozenset({LineRole.MASTHEAD, LineRole.PAGE})
_OF_HEAD = frozenset({Part.SECTION, Part.KICKER, Part.HEADLINE, Part.DECK, Part.BYLINE})


def parse_told(source: SourceText, told: Told, corrections: Sequence[Correction] = ()) -> IssuePart:
    """Return the issue part that a file tells, with the reader's corrections in effect."""
    rows = rows_of(source)
    lines = _with_told_credits(told_lines(rows, decisions_on(rows, corrections)), told)
    decided = _decided(lines, told)
    groups = _groups(lines, decided, told)
    outside = [line for line, role in zip(lines, decided, strict=True) if role in _OUTSIDE]
    head, remarks = masthead.masthead_of(
        _printed_head(outside, told),
        [line.number for line in outside],
        _origin(source.path, told),
        dates.date_evidence(lines, is_one_article=len(told.articles) == 1),
        issue_decisions(rows, corrections),
    )
    articles = tuple(
        replace(article, kind=ArticleKind.ARTICLE) if article.kind is ArticleKind.UNPLACED else article
        for article in articles_of(groups, levels_of=_levels_of)
    )
    if len(articles) == len(told.articles) == 1:
        articles = (_as_numbered(articles[0], told.articles[0].before),)
    head = replace(head, place=told.place)
    remarks = (*remarks, *damage(source))
    return IssuePart(
        source.path, source.encoding, len(source.lines), head, articles, tuple(remarks), source.reading
    )


def explain_told(
    source: SourceText, told: Told, corrections: Sequence[Correction] = ()
) -> Iterator[LineVerdict]:
    """Yield for every line that is not blank the role that it has; nothing was weighed."""
    rows = rows_of(source)
    lines = _with_told_credits(told_lines(rows, decisions_on(rows, corrections)), told)
    for line, role in zip(lines, _decided(lines, told), strict=True):
        yield LineVerdict(line.number, line.text, role, role, 0.0, ())


def _with_told_credits(lines: Sequence[Line], told: Told) -> list[Line]:
    fields_of_credits = {
        number for article in told.articles for number, part in article.lines if part is Part.BYLINE
    }
    return [
        replace(line, told_credits=_told_credits(line.text)) if line.number in fields_of_credits else line
        for line in lines
    ]


def _told_credits(text: str) -> tuple[Credit, ...]:
    """Return the credits of a field that holds nothing else, whatever stands in it; no word of it is lost."""
    read = credits.line_credits(text) or tuple(front_matter.authors_of("、".join(text.split())))
    return tuple(replace(each, as_printed=text) for each in read or (Credit(Role.AUTHOR, (text,), text),))


def _decided(lines: Sequence[Line], told: Told) -> list[LineRole]:
    """Return the role of every line: as told, unless a reader says otherwise.

    A name above the first paragraph, or below the last, is a byline also where the file calls it a paragraph.
    """
    roles: dict[int, LineRole] = {}
    by_number = {line.number: line for line in lines}
    for article in told.articles:
        texts = [number for number, part in article.lines if part is Part.PARAGRAPH]
        roles |= {number: _ROLES[part] for number, part in article.lines}
        first_text = next(
            (number for number, part in article.lines if part is Part.PARAGRAPH), len(lines) + 1
        )
        comes_from = (n for n, part in article.lines if part is Part.JUMP and n < first_text)
        roles |= dict.fromkeys(comes_from, LineRole.JUMP_FROM)
        if told.is_parsed:
            texts = texts[:1]
        if len(texts) > 1 and _is_byline(by_number[texts[-1]]):
            roles[texts.pop()] = LineRole.SIGNATURE
        parts = dict(article.lines)
        above = [number for number in parts if number < texts[0]] if texts else []
        is_first = all(parts[number] in _OF_HEAD for number in above)
        if len(texts) > 1 and is_first and _is_byline(by_number[texts[0]]):
            roles[texts.pop(0)] = LineRole.BYLINE
        if texts:
            roles[texts[0]] = LineRole.OPENING
    return [_allowed(line, roles.get(line.number, LineRole.MASTHEAD)) for line in lines]


def _as_numbered(article: Article, before: int) -> Article:
    """Return an article with the key that it has behind others that begin with the same words (`article_key`)."""
    return replace(article, key=f"{article.key}-{before + 1}") if before else article


def _is_byline(line: Line) -> bool:
    """Return whether a paragraph is nothing but a credit; one that ends a sentence is text, whoever is named in it."""
    return bool(line.credits()) and not line.plain.rstrip("”」』）").endswith(("。", "！", "？"))


def _allowed(line: Line, role: LineRole) -> LineRole:
    may = line.decisions.roles
    return role if role in may else next(each for each in LineRole if each in may)


def _groups(lines: Sequence[Line], decided: Sequence[LineRole], told: Told) -> list[Group]:
    """Return the lines of each article, as told."""
    article_of = {number: at for at, article in enumerate(told.articles) for number, _ in article.lines}
    groups: list[Group] = []
    before: int | None = None
    for line, role in zip(lines, decided, strict=True):
        if role in _OUTSIDE:
            continue
        at = article_of.get(line.number, before)
        if line.decisions.joins and groups:
            groups[-1].join()
        elif not groups or line.decisions.starts or at != before:
            label = told.articles[at].page if at is not None else None
            page = pages.page_label(label) if label else None
            groups.append(Group(page, is_by_reader=line.decisions.starts))
        groups[-1].add(line, role)
        before = at
    return groups


def _levels_of(article: Group) -> HeadlineLevels:
    """Return the headline in the storeys that are told; none is split."""
    texts = {role: [line.text for line in article.of(role)] for role in _ROLES.values()}
    return HeadlineLevels(
        " ".join(texts[LineRole.SECTION]) or None,
        " ".join(texts[LineRole.KICKER]) or None,
        " ".join(line.text for line in article.of(LineRole.HEADLINE, LineRole.HEADLINE_MORE)) or None,
        tuple(texts[LineRole.DECK]),
    )


def _printed_head(outside: Sequence[Line], told: Told) -> masthead.PrintedHead:
    known = fields.masthead_fields("  ".join(line.plain for line in outside))
    date = None if told.is_dated_by_address else told.date
    month_day = known.month_day if told.is_parsed and not told.date else None
    known = replace(known, date=(date.year, date.month, date.day) if date else None, month_day=month_day)
    names = (told.title,) if told.title else ()
    return masthead.PrintedHead(known, PrintedTitles(told.title, names), outside[0].number if outside else 0)


def _origin(path: str, told: Told) -> Origin:
    origin = origin_of(path)
    return replace(origin, date=told.date) if told.is_dated_by_address else origin
