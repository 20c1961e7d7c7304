"""Grouping lines into articles, by their roles."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from reader.language.forms import HAN
from reader.newspaper.article import ArticleKind
from reader.parsing import credits, pages
from reader.parsing.line_features import Line
from reader.parsing.weights import Feature, LineRole

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
    """The lines of one article with their roles, and their page.

    `is_by_reader`: a reader has said that an article starts here, or that another continues it; `seam` is the number of
    lines before the first article that was joined to it, 0 if none was.
    """

    page: str | None
    members: list[tuple[Line, LineRole]] = field(default_factory=list)
    roles: set[LineRole] = field(default_factory=set)
    is_by_reader: bool = False
    seam: int = 0
    _is_joining: bool = False

    def add(self, line: Line, role: LineRole) -> None:
        if self._is_joining:
            self._is_joining = role in _HEAD
            if role in _STOREY or role is LineRole.LABEL:
                role = role if line.decisions.names_role or not self.first_part.has_body else LineRole.SUBHEAD
        self.members.append((line, role))
        self.roles.add(role)

    def of(self, *roles: LineRole) -> list[Line]:
        """Return the lines that have one of these roles, in order."""
        return [line for line, role in self.members if role in roles]

    @property
    def has_body(self) -> bool:
        return not self.roles <= _HEAD

    @property
    def first_part(self) -> "Group":
        """Return the group without the articles that were joined to it."""
        if not self.seam:
            return self
        members = self.members[: self.seam]
        return Group(self.page, members, {role for _, role in members}, self.is_by_reader)

    def join(self) -> None:
        """Join the article that begins with the next line to this one; its headings become subheads."""
        self.is_by_reader, self.seam, self._is_joining = True, self.seam or len(self.members), True

    def ends_before(self, line: Line, role: LineRole) -> bool:
        if line.decisions.starts:
            return True
        return not self._is_joining and _begins_article(self.roles, role, self.has_body)


def group(lines: Sequence[Line], roles: Sequence[LineRole], page: str | None) -> list[Group]:
    """Return the articles of a file in order, without lines of mastheads and pages. `page` is the page of the file.

    These lines don't end a head that has no body yet: records of digital archives stand between headline and text. Nor
    does the head of a page end an article, if the second half of a paragraph of it follows.
    """
    groups: list[Group] = []
    current: Group | None = None
    for line, role in zip(lines, roles, strict=True):
        if role in _OUTSIDE:
            if current is not None and current.has_body:
                current = None
            if role is LineRole.PAGE:
                page = pages.page_line(line.plain) or pages.page_label(line.plain) or page
                if current is not None:
                    current.page = page
            continue
        if current is None and role is LineRole.PARAGRAPH_MORE and groups and not line.decisions.starts:
            current = groups[-1]
        if line.decisions.joins and groups:
            current = groups[-1]
            current.join()
        elif current is None or current.ends_before(line, role):
            current = Group(page, is_by_reader=line.decisions.starts)
            groups.append(current)
        current.add(line, role)
    return groups


def _begins_article(before: set[LineRole], role: LineRole, has_body: bool) -> bool:
    """Return whether a line of this role begins another article than the one with the roles `before`."""
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
    """Return the kind of an article; without a body, or with a body without head or dateline, it is unplaced."""
    roles = article.roles
    if LineRole.NOTICE in roles and not roles & {LineRole.PARAGRAPH, LineRole.OPENING}:
        return ArticleKind.NOTICES
    if LineRole.JUMP_FROM in article.first_part.roles:
        return ArticleKind.CONTINUATION
    is_titled = bool(roles & {LineRole.HEADLINE, LineRole.SECTION})
    is_signed = bool(roles & {LineRole.BYLINE, LineRole.OPENING, LineRole.SIGNATURE, LineRole.CAPTION})
    is_article = (is_titled and article.has_body) or is_signed or article.is_by_reader
    return ArticleKind.ARTICLE if is_article else ArticleKind.UNPLACED


_WORD = re.compile(f"[{HAN}]+")
_LEAST_PAIRS = 8
_STRANGE = 0.06
"""Maximum share of a caption's character pairs in a text that is not the picture's. Of thirty pictures with their
articles all but one had a tenth or more in common, and none had with the article before its own."""
_AT_HOME = 0.25


def with_pictures_moved(groups: Sequence[Group]) -> list[Group]:
    """Return the groups with unrelated pictures after a text moved to the article below, or to groups of their own."""
    apart: list[Group] = []
    for at, group in enumerate(groups):
        captions = _behind_the_text(group)
        pairs = _pairs(credits.without_photographer(line.plain) for line, _ in captions)
        if len(pairs) < _LEAST_PAIRS or _shared(pairs, group.members[: -len(captions)]) > _STRANGE:
            apart.append(group)
            continue
        apart.append(_of(group, group.members[: -len(captions)]))
        below = groups[at + 1] if at + 1 < len(groups) else None
        if below is not None and not below.is_by_reader and _shared(pairs, below.members) >= _AT_HOME:
            below.members[:0] = captions
            below.roles.add(LineRole.CAPTION)
        else:
            apart.append(_of(group, captions))
    return apart


def _behind_the_text(group: Group) -> list[tuple[Line, LineRole]]:
    """Return the captions at the end of an article that also has a text."""
    behind = list(takewhile(lambda member: member[1] is LineRole.CAPTION, reversed(group.members)))
    is_free = not group.is_by_reader and not any(
        line.decisions.names_role or line.decisions.joins or Feature.POINTER in line.own for line, _ in behind
    )
    has_text = LineRole.PARAGRAPH in group.roles or LineRole.OPENING in group.roles
    return behind[::-1] if is_free and has_text else []


def _of(group: Group, members: list[tuple[Line, LineRole]]) -> Group:
    return replace(group, members=members, roles={role for _, role in members})


def _shared(pairs: set[str], members: Iterable[tuple[Line, LineRole]]) -> float:
    return len(pairs & _pairs(line.plain for line, _ in members)) / len(pairs)


def _pairs(texts: Iterable[str]) -> set[str]:
    """Return the pairs of adjacent Han characters."""
    words = [word for text in texts for word in _WORD.findall(text)]
    return {word[i : i + 2] for word in words for i in range(len(word) - 1)}
