"""What a query leaves out because a value isn't known: the articles that it may mean, and does not find.

`版:3` finds what is known to stand on page 3. An article of which nobody knows the page may stand there, too.
"""

from abc import ABC, abstractmethod
from enum import Enum, StrEnum, auto

from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.search.query.nodes import (
    EveryArticle,
    Newspaper,
    Page,
    Query,
    UnknownNewspaper,
    UnknownPage,
    all_of,
    any_of,
    negated,
)


class Unknown(StrEnum):
    """What may not be known of an article, so that a query for it leaves it out; the values are names in JSON."""

    DAY = "undated"
    PAGE = "without_page"
    NEWSPAPER = "without_newspaper"


class Said(Enum):
    """What a part of a query says of an article of which the value isn't known."""

    ALWAYS = auto()
    NEVER = auto()


Part = Node | Said
"""What of a part of a query is left for such an article to meet."""


class UnknownView(ABC):
    """Looks at the parts of a query as an article meets them of which a value isn't known."""

    @abstractmethod
    def certain_leaf(self, leaf: Node) -> Part:
        """Return what such an article has to meet, so that the leaf finds it."""

    @abstractmethod
    def possible_leaf(self, leaf: Node) -> Part:
        """Return what such an article has to meet, so that the leaf may mean it."""

    def certain(self, node: Node) -> Part:
        """Return what is left of a part that such an article has to meet, so that the query finds it."""
        match node:
            case EveryArticle():
                return Said.ALWAYS
            case Not(query=part):
                return refused(self.certain(part))
            case And(subqueries=parts):
                return all_parts([self.certain(part) for part in parts])
            case Or(subqueries=parts):
                return _any_part([self.certain(part) for part in parts])
            case _:
                return self.certain_leaf(node)

    def possible(self, node: Node) -> Part:
        """Return what is left of a part that such an article has to meet, so that the query may mean it."""
        match node:
            case EveryArticle():
                return Said.ALWAYS
            case Not(query=part):
                return refused(self.sure(part))
            case And(subqueries=parts):
                return all_parts([self.possible(part) for part in parts])
            case Or(subqueries=parts):
                return _any_part([self.possible(part) for part in parts])
            case _:
                return self.possible_leaf(node)

    def sure(self, node: Node) -> Part:
        """Return what is left of a part that such an article has to meet, so that the query means it in any case.

        It is less than what the query finds: a NOT finds what may have another value.
        """
        match node:
            case Not(query=part):
                return refused(self.possible(part))
            case And(subqueries=parts):
                return all_parts([self.sure(part) for part in parts])
            case Or(subqueries=parts):
                return _any_part([self.sure(part) for part in parts])
            case _:
                return self.certain(node)


def left_out(query: Query, view: UnknownView, is_unknown: Node) -> Query | None:
    """Return the query for the articles that a query may mean and does not find, those that `is_unknown` finds.

    None if it leaves out none, whatever articles there are.
    """
    if query.root is None:
        return None
    possible = view.possible(query.root)
    certain = view.certain(query.root)
    if possible is Said.NEVER or certain is Said.ALWAYS:
        return None
    parts = [part for part in (possible, refused(certain)) if isinstance(part, Node)]
    parts.append(is_unknown)
    return Query(all_of(parts), query.remarks)


def unpaged_of(query: Query) -> Query | None:
    """Return the query for what a query leaves out because no page is known; None if it asks for no page."""
    return _of_column(query, Page, UnknownPage())


def untitled_of(query: Query) -> Query | None:
    """Return the query for what a query leaves out because the newspaper isn't known; None if it asks for none."""
    return _of_column(query, Newspaper, UnknownNewspaper())


def _of_column(query: Query, kind: type[Page | Newspaper], is_unknown: Node) -> Query | None:
    if query.root is None or not any(isinstance(leaf, kind) for leaf in query.root.leaves()):
        return None
    return left_out(query, _ColumnView(kind, is_unknown), is_unknown)


class _ColumnView(UnknownView):
    """Looks at the leaves of a `kind`, of which `is_unknown` finds the articles without a value."""

    def __init__(self, kind: type[Node], is_unknown: Node) -> None:
        self._kind = kind
        self._is_unknown = is_unknown

    def certain_leaf(self, leaf: Node) -> Part:
        if leaf == self._is_unknown:
            return Said.ALWAYS
        if isinstance(leaf, self._kind):
            return Said.NEVER
        return leaf

    def possible_leaf(self, leaf: Node) -> Part:
        if leaf == self._is_unknown:
            return Said.NEVER  # had such an article a value, it would not be found either
        if isinstance(leaf, self._kind):
            return Said.ALWAYS
        return leaf


def refused(part: Part) -> Part:
    if isinstance(part, Node):
        return negated(part)
    if part is Said.ALWAYS:
        return Said.NEVER
    return Said.ALWAYS


def all_parts(parts: list[Part]) -> Part:
    if Said.NEVER in parts:
        return Said.NEVER
    return all_of(part for part in parts if isinstance(part, Node)) or Said.ALWAYS


def _any_part(parts: list[Part]) -> Part:
    if Said.ALWAYS in parts:
        return Said.ALWAYS
    return any_of(part for part in parts if isinstance(part, Node)) or Said.NEVER
