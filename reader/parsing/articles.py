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
_TEXT = frozenset(
    {LineRole.OPENING, LineRole.PARAGRAPH, LineRole.PARAGRAPH_MORE, LineRole.NOTICE, LineRole.JUMP_TO}
)
_OUTSIDE = frozenset({LineRole.MASTHEAD, LineRole.PAGE})


@dataclass(slots=True)
class Group:
    """The lines of one article with their roles, and the page they stand on."""

    page: str | None
    members: list[tuple[Line, LineRole]] = field(default_factory=list)
    roles: set[LineRole] = field(default_factory=set)

    def add(self, line: Line, role: LineRole) -> None:
        self.members.append((line, role))
        self.roles.add(role)

    def of(self, *roles: LineRole) -> list[Line]:
        """The lines that have one of these roles, in order."""
        return [line for line, role in self.members if role in roles]

    @property
    def has_body(self) -> bool:
        return not self.roles <= _HEAD


def group(lines: Sequence[Line], roles: Sequence[LineRole], page: str | None) -> list[Group]:
    """The articles of a file in order; lines of the masthead and of pages are in none. `page` is the file's.

    A head without a body yet is not closed by them: records of digital archives stand between headline and text.
    """
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
        if current is None or _begins_article(current.roles, role, current.has_body):
            current = Group(page)
            groups.append(current)
        current.add(line, role)
    return groups


def _begins_article(before: set[LineRole], role: LineRole, has_body: bool) -> bool:
    """Whether a line of this role begins another article than the one whose roles are `before`."""
    if role in _STOREY:
        if has_body:
            return role is not LineRole.DECK
        above = [_STOREY[storey] for storey in before if storey in _STOREY]
        may_repeat = role is not LineRole.HEADLINE
        return any(storey > _STOREY[role] or (storey == _STOREY[role] and not may_repeat) for storey in above)
    if role is LineRole.NOTICE:
        return has_body and LineRole.NOTICE not in before
    if role is LineRole.OPENING:
        return bool(before & _TEXT)
    return role is LineRole.JUMP_FROM and has_body


def kind_of(article: Group) -> ArticleKind:
    """What kind of article the lines form; without a body, or a body without head or dateline, it is unplaced."""
    roles = article.roles
    if LineRole.NOTICE in roles and not roles & {LineRole.PARAGRAPH, LineRole.OPENING}:
        return ArticleKind.NOTICES
    if LineRole.JUMP_FROM in roles:
        return ArticleKind.CONTINUATION
    is_titled = bool(roles & {LineRole.HEADLINE, LineRole.SECTION})
    is_signed = bool(roles & {LineRole.BYLINE, LineRole.OPENING, LineRole.SIGNATURE, LineRole.CAPTION})
    return ArticleKind.ARTICLE if (is_titled and article.has_body) or is_signed else ArticleKind.UNPLACED
