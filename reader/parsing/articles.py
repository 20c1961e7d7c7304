"""Which lines form one article: read off the roles."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reader.newspaper.article import ArticleKind
from reader.parsing import pages
from reader.parsing.lines import Line
from reader.parsing.weights import LineRole

_STOREY = {
    LineRole.SECTION: 0,
    LineRole.KICKER: 1,
    LineRole.HEADLINE: 2,
    LineRole.HEADLINE_MORE: 3,
    LineRole.DECK: 4,
}
_HEAD = frozenset({*_STOREY, LineRole.BYLINE, LineRole.LABEL})
_OUTSIDE = frozenset({LineRole.MASTHEAD, LineRole.PAGE})


@dataclass(slots=True)
class Group:
    """The lines of one article with their roles, and the page they stand on."""

    page: str | None
    members: list[tuple[Line, LineRole]] = field(default_factory=list)

    def of(self, *roles: LineRole) -> list[Line]:
        """The lines that have one of these roles, in order."""
        return [line for line, role in self.members if role in roles]

    @property
    def has_body(self) -> bool:
        return any(role not in _HEAD for _, role in self.members)


def group(lines: Sequence[Line], roles: Sequence[LineRole], page: str | None) -> list[Group]:
    """The articles of a file in order; lines of the masthead and of pages are in none. `page` is the file's."""
    groups: list[Group] = []
    current: Group | None = None
    for line, role in zip(lines, roles, strict=True):
        if role in _OUTSIDE:
            if current is not None and current.has_body:
                current = None
            if role is LineRole.PAGE:
                page = pages.page_line(line.text) or page
                if current is not None:
                    current.page = page
            continue
        if current is None or _begins_article(current, role, line):
            current = Group(page)
            groups.append(current)
        current.members.append((line, role))
    return groups


def _begins_article(current: Group, role: LineRole, line: Line) -> bool:
    if role is LineRole.NOTICE:
        return current.has_body and not current.of(LineRole.NOTICE)
    if role in _STOREY:
        storeys = [_STOREY[before] for _, before in current.members if before in _STOREY]
        same_storey = role in (LineRole.SECTION, LineRole.KICKER, LineRole.DECK, LineRole.HEADLINE_MORE)
        if current.has_body:
            return role is not LineRole.DECK
        return any(
            storey > _STOREY[role] or (storey == _STOREY[role] and not same_storey) for storey in storeys
        )
    if role is LineRole.OPENING:
        return current.has_body and bool(
            current.of(
                LineRole.OPENING,
                LineRole.PARAGRAPH,
                LineRole.PARAGRAPH_MORE,
                LineRole.NOTICE,
                LineRole.JUMP_TO,
            )
        )
    if role is LineRole.JUMP_FROM:
        return current.has_body
    return False


def kind_of(article: Group) -> ArticleKind:
    """What kind of article the lines form; without a body, or a body without head or dateline, it is unplaced."""
    if article.of(LineRole.NOTICE) and not article.of(LineRole.PARAGRAPH, LineRole.OPENING):
        return ArticleKind.NOTICES
    if article.of(LineRole.JUMP_FROM):
        return ArticleKind.CONTINUATION
    titled = bool(article.of(LineRole.HEADLINE, LineRole.SECTION))
    signed = bool(article.of(LineRole.BYLINE, LineRole.OPENING, LineRole.SIGNATURE, LineRole.CAPTION))
    if (titled and article.has_body) or signed:
        return ArticleKind.ARTICLE
    return ArticleKind.UNPLACED
