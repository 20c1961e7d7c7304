"""What every kind of leaf of a query knows of itself.

A kind is a subclass of `Leaf`: how it is printed and shown, which documents it holds for, and what it asks of a column.
Nothing else lists the kinds. The strings of a text (`Exact`, `Near`) have mechanisms of their own wherever texts are
read or narrowed by their grams, and a `Period` where days are planned.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from whoosh.query import Query as Node

if TYPE_CHECKING:
    from reader.search.engine import Document
    from reader.search.query.nodes import Period


class TextTest(Protocol):
    """A test of the search text of the article with an id."""

    def __call__(self, text: str, article: int = 0, /) -> bool: ...


class Spelling(Protocol):
    """How the parts of a query are spelled in a language."""

    def field(self, name: str, value: str, /) -> str: ...

    def quoted(self, text: str, /) -> str: ...


class Words(Protocol):
    """The words of the window for pages and periods."""

    def page(self, label: str | None, /) -> str: ...

    def period(self, of: Period, /) -> str: ...


@dataclass(frozen=True, slots=True)
class OneOf:
    """Documents whose number or label in a column is one of these."""

    column: str
    values: Sequence[str] | Sequence[int]


@dataclass(frozen=True, slots=True)
class Between:
    """Documents whose number in a column is from `first` to before `beyond`."""

    column: str
    first: int
    beyond: int


class Leaf(Node, ABC):
    """A leaf of a query."""

    def is_leaf(self) -> bool:
        return True

    @abstractmethod
    def written(self, spelling: Spelling) -> str:
        """Return the leaf as it is printed; this parses as the same leaf."""

    @abstractmethod
    def shown(self, words: Words) -> tuple[str, str]:
        """Return the label of its chip, "" for a plain string, and its text, "" for what a person would type."""

    @abstractmethod
    def holds(self, document: Document) -> bool:
        """Return whether it matches a document."""

    def text_test(self) -> TextTest | None:
        """Return `holds` as a test of text and id alone; None where it needs anything else."""
        return None


class ColumnLeaf(Leaf):
    """A leaf that one column of a document decides; the index and SQL know these columns by their names."""

    @abstractmethod
    def column(self, newspapers: Sequence[str]) -> OneOf | Between:
        """Return what it asks of its column; `newspapers` are the names of those that the library holds."""
