"""Files that state their articles, by whatever program: the roles of their lines are those that they state."""

from collections.abc import Iterator, Sequence

from msgspec import structs
from msgspec.structs import replace

from reader.language.dates.printed_days import Numbers
from reader.language.names import is_latin, split_names
from reader.language.patterns import pattern
from reader.newspaper.article import (
    Article,
    ArticleKind,
    Credit,
    LinePart,
    Role,
    SourceText,
    StatedArticle,
    StatedIssue,
)
from reader.newspaper.correction import Correction
from reader.newspaper.facts import Fact, Outcome, Rule, fact_by, unknown
from reader.newspaper.issue import IssuePart
from reader.parsing import claims, credits, fields, front_matter, masthead, masthead_lines, pages, roles
from reader.parsing.articles import LineGroup, give_first_page
from reader.parsing.assembly import HeadlineLevels, articles_of, damage
from reader.parsing.correction_anchors import decisions_on, issue_decisions
from reader.parsing.dates import Origin, origin_of
from reader.parsing.editions import edition_of
from reader.parsing.line_features import Line, lines_as_stated
from reader.parsing.rows import rows_of
from reader.parsing.weights import OUTSIDE, LineRole

_ROLES = {
    LinePart.SECTION: LineRole.SECTION,
    LinePart.KICKER: LineRole.KICKER,
    LinePart.HEADLINE: LineRole.HEADLINE,
    LinePart.DECK: LineRole.DECK,
    LinePart.BYLINE: LineRole.BYLINE,
    LinePart.PARAGRAPH: LineRole.PARAGRAPH,
    LinePart.SUBHEAD: LineRole.SUBHEAD,
    LinePart.CAPTION: LineRole.CAPTION,
    LinePart.NOTICE: LineRole.NOTICE,
    LinePart.JUMP: LineRole.JUMP_TO,
}
_OF_HEAD = frozenset({LinePart.SECTION, LinePart.KICKER, LinePart.HEADLINE, LinePart.DECK, LinePart.BYLINE})


def parse_stated(
    source: SourceText, stated: StatedIssue, corrections: Sequence[Correction] = ()
) -> IssuePart:
    """Return the issue part of a file that states its articles, with the reader's corrections applied."""
    rows = rows_of(source)
    lines = _with_stated_credits(lines_as_stated(rows, decisions_on(rows, corrections)), stated)
    decided = _decided(lines, stated)
    groups = _groups(lines, decided, stated)
    outside = [line for line, role in zip(lines, decided, strict=True) if role in OUTSIDE]
    printed = _printed_head(outside, stated)
    origin = _origin(source.path, stated)
    by_reader = issue_decisions(rows, corrections)
    give_first_page(groups, fact_by(Rule.CONFIRMED, by_reader.page))
    head, remarks = masthead.masthead_of(
        printed,
        [line.number for line in outside],
        origin,
        lines,
        by_reader,
        is_one_article=len(stated.articles) == 1,
    )
    articles = tuple(
        replace(article, kind=ArticleKind.ARTICLE) if article.kind is ArticleKind.UNPLACED else article
        for article in articles_of(groups, levels_of=_levels_of)
    )
    # an exported article keeps the ordinal in its key
    if len(articles) == len(stated.articles) == 1:
        articles = (_as_numbered(articles[0], stated.articles[0].before),)
    edition = edition_of(source, head)
    head = replace(head, place=stated.place, edition=edition.value)
    known_pages = [one.page for one in groups]
    facts = claims.facts_of(head, source, origin, by_reader, known_pages, edition, printed.line)
    head = replace(head, facts=facts, script=claims.script_of(source))
    head = claims.as_written(head, stated.facts)
    remarks = (*remarks, *damage(source))
    return IssuePart(
        source.path, source.encoding, len(source.lines), head, articles, tuple(remarks), source.reading
    )


def explain_stated(
    source: SourceText, stated: StatedIssue, corrections: Sequence[Correction] = ()
) -> Iterator[roles.LineVerdict]:
    """Yield the role of each line that is not blank, as stated by the file; no scores are computed."""
    rows = rows_of(source)
    lines = _with_stated_credits(lines_as_stated(rows, decisions_on(rows, corrections)), stated)
    for line, role in zip(lines, _decided(lines, stated), strict=True):
        yield roles.LineVerdict(line.number, line.text, role, role, 0.0, ())


def _with_stated_credits(lines: Sequence[Line], stated: StatedIssue) -> list[Line]:
    """Return the lines, with their credits set in the fields for credits."""
    fields_of_credits: set[int] = set()
    for article in stated.articles:
        fields_of_credits.update(number for number, part in article.lines if part is LinePart.BYLINE)
    return [_with_credits(line) if line.number in fields_of_credits else line for line in lines]


def _with_credits(line: Line) -> Line:
    return structs.replace(line, stated_credits=_stated_credits(line.text))


_SEMICOLON = pattern("[;；]")


def _stated_credits(text: str) -> tuple[Credit, ...]:
    """Return the credits of a field for credits; a text that is not recognised becomes the name of an author."""
    read = credits.line_credits(text)
    if not read:
        read = tuple(front_matter.authors_of("；".join(map(_names_apart, _SEMICOLON.split(text)))))
    if not read:
        return (Credit(Role.AUTHOR, (text,), text),)
    return tuple(replace(credit, as_printed=text) for credit in read)


def _names_apart(text: str) -> str:
    """Return the names in a part of a field for credits; those in Latin letters stand as they do."""
    if is_latin(text):
        return text
    return "、".join(split_names(text))


def _decided(lines: Sequence[Line], stated: StatedIssue) -> list[LineRole]:
    """Return the role of each line: as stated by the file, unless the reader has decided otherwise.

    A first or last paragraph that consists of a credit is a byline or a signature, though the file states a paragraph.
    """
    roles: dict[int, LineRole] = {}
    by_number = {line.number: line for line in lines}
    for article in stated.articles:
        texts = [number for number, part in article.lines if part is LinePart.PARAGRAPH]
        first_text = next(iter(texts), len(lines) + 1)
        roles |= {number: _ROLES[part] for number, part in article.lines}
        comes_from = (n for n, part in article.lines if part is LinePart.JUMP and n < first_text)
        roles |= dict.fromkeys(comes_from, LineRole.JUMP_FROM)
        # the earlier parse has already recognized a signature
        if stated.is_parsed:
            texts = texts[:1]
        if len(texts) > 1 and _is_byline(by_number[texts[-1]]):
            roles[texts.pop()] = LineRole.SIGNATURE
        parts = dict(article.lines)
        if texts:
            above = [number for number in parts if number < texts[0]]
        else:
            above = []
        is_first = all(parts[number] in _OF_HEAD for number in above)
        if len(texts) > 1 and is_first and _is_byline(by_number[texts[0]]):
            roles[texts.pop(0)] = LineRole.BYLINE
        if texts:
            roles[texts[0]] = LineRole.OPENING
    return [_allowed_roles(line, roles.get(line.number, LineRole.MASTHEAD)) for line in lines]


def _as_numbered(article: Article, before: int) -> Article:
    """Return an article with the ordinal in its key that it has after `before` others with the same opening
    (`keys_of`).
    """
    if before:
        return replace(article, key=f"{article.key}-{before + 1}")
    return article


def _is_byline(line: Line) -> bool:
    """Return whether a paragraph consists of a credit; with a full stop at its end it is text in any case."""
    return bool(line.credits()) and not line.plain.rstrip("”」』）").endswith(("。", "！", "？"))


def _allowed_roles(line: Line, role: LineRole) -> LineRole:
    may = line.decisions.roles
    if role in may:
        return role
    return next(other_role for other_role in LineRole if other_role in may)


def _groups(lines: Sequence[Line], decided: Sequence[LineRole], stated: StatedIssue) -> list[LineGroup]:
    article_of = {number: at for at, article in enumerate(stated.articles) for number, _ in article.lines}
    groups: list[LineGroup] = []
    before: int | None = None
    for line, role in zip(lines, decided, strict=True):
        if role in OUTSIDE:
            continue
        at = article_of.get(line.number, before)
        if line.decisions.joins and groups:
            groups[-1].join()
        elif not groups or line.decisions.starts or at != before:
            page: Fact[str] = unknown()
            if at is not None:
                page = _page_of(stated.articles[at], stated)
            groups.append(LineGroup(page, is_by_reader=line.decisions.starts))
        groups[-1].add(line, role)
        before = at
    return groups


def _page_of(article: StatedArticle, stated: StatedIssue) -> Fact[str]:
    label = article.page
    if not label:
        return unknown()
    return fact_by(article.page_rule or stated.page_rule, pages.page_label(label), label)


def _levels_of(article: LineGroup) -> HeadlineLevels:
    """Return the headline levels as the file states them; a kicker is not split off."""
    texts = {role: [line.text for line in article.of(role)] for role in _ROLES.values()}
    return HeadlineLevels(
        " ".join(texts[LineRole.SECTION]) or None,
        " ".join(texts[LineRole.KICKER]) or None,
        " ".join(line.text for line in article.of(LineRole.HEADLINE, LineRole.HEADLINE_MORE)) or None,
        tuple(texts[LineRole.DECK]),
    )


def _printed_head(outside: Sequence[Line], stated: StatedIssue) -> masthead.PrintedHead:
    """Return the masthead fields of the lines outside of articles, with the title and date that the file states.

    A date that is only in the web address is omitted here; `_origin` has it.
    """
    printed_fields = fields.masthead_fields("  ".join(line.plain for line in outside))
    date = stated.date
    if stated.is_dated_by_address:
        date = None
    month_day = None
    if stated.is_parsed and not stated.date:
        month_day = printed_fields.month_day
    numbers: Numbers | None = None
    if date:
        numbers = (date.year, date.month, date.day)
    printed_fields = replace(printed_fields, date=numbers, month_day=month_day)
    first = outside[0].number if outside else 0
    printed = _line_with_day(outside[1:], numbers)
    note = None
    if stated.rule is Rule.NOTE and date:
        note = front_matter.FrontDate(str(date), first, is_certain=False)
    names = (stated.title,) if stated.title else ()
    titles = masthead_lines.PrintedTitles(stated.title, names)
    is_stated = stated.rule.outcome is Outcome.STATED and not printed
    against = ""
    if is_stated and date:
        against = _day_against(outside[1:])
    return masthead.PrintedHead(
        printed_fields, titles, printed or first, note, is_stated=is_stated, against=against
    )


def _line_with_day(lines: Sequence[Line], day: Numbers | None) -> int:
    """Return the number of the first line that prints the stated day; 0 if none does."""
    for line in lines:
        if day in fields.dates_in(line.plain):
            return line.number
    return 0


def _day_against(lines: Sequence[Line]) -> str:
    """Return the day that lines of the masthead print where the file states another; "" if they print none, or two."""
    days: set[Numbers] = set()
    for line in lines:
        days.update(fields.dates_in(line.plain))
    if len(days) != 1:
        return ""
    return "{}年{}月{}日".format(*days.pop())


def _origin(path: str, stated: StatedIssue) -> Origin:
    """Return the title, date and page by the path; the date is that of the web address if the file has it there."""
    origin = origin_of(path)
    if stated.is_dated_by_address:
        return replace(origin, date=stated.date)
    return origin
