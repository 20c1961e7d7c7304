"""The interface of a query's leaves.

Each kind of leaf is a subclass of `Leaf`, which defines how it is printed and shown, which documents match, and which
values of a column it requires. There is no other list of the kinds. Only `Exact`, `Near` and `Period` are treated
specially in other modules: where texts or grams are read, and where a search is restricted to days.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Protocol

from whoosh.query import Query as Node

from reader.newspaper.holdings import Between, Document, OneOf


class TextTest(Protocol):
    """A test whether the search text of an article (`article` is its id) matches."""

    def __call__(self, text: str, article: int = 0, /) -> bool: ...


class Spelling(Protocol):
    """Prints parts of a query with the field names of a language: `field` prints name and value, `quoted` a string.

    `quoted` leaves out the quotation marks where a word without them means the same; `as_printed` never does.
    """

    def field(self, name: str, value: str, /) -> str: ...

    def quoted(self, text: str, /) -> str: ...

    def as_printed(self, text: str, /) -> str: ...


class Days(Protocol):
    """The first and the last day of a period; None is an open end."""

    first: dt.date | None
    last: dt.date | None

    def spelled(self) -> str: ...


class Words(Protocol):
    """Returns the texts by which the window shows pages and periods."""

    def page(self, label: str | None, /) -> str: ...

    def period(self, of: Days, /) -> str: ...


class Leaf(Node, ABC):
    """A leaf of a query: a condition without subqueries."""

    def is_leaf(self) -> bool:
        return True

    @abstractmethod
    def written(self, spelling: Spelling) -> str:
        """Return the leaf as text that parses as the same leaf."""

    @abstractmethod
    def shown(self, words: Words) -> tuple[str, str]:
        """Return label and text of the chip in the window that shows the leaf.

        The label is "" for a string in any field. The text is "" if the chip has to show the leaf as it is typed.
        """

    @abstractmethod
    def holds(self, document: Document) -> bool:
        """Return whether the leaf matches a document."""

    def text_test(self) -> TextTest | None:
        """Return `holds` as a test of text and id alone; None if it depends on anything else."""
        return None


class ColumnLeaf(Leaf):
    """A leaf that depends on a single column of a document; columns have the same names in the index and in SQL."""

    @abstractmethod
    def column(self, newspapers: Sequence[str]) -> OneOf | Between:
        """Return the condition on the column; `newspapers` are the titles of the library's newspapers."""
