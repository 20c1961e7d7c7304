"""The query as it was understood: in words here, as what can be changed by the feature that the core asks for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtWidgets import QWidget
from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.i18n import say
from reader.search.query import (
    IgnoredPart,
    Leaf,
    Query,
    QueryRemark,
    as_typed,
    in_a_sentence,
    understood_as,
    written_date,
)
from reader.ui.widgets import theme, wording
from reader.ui.widgets.controls import Label, column_layout

if TYPE_CHECKING:
    from reader.library.searcher import ByShape


def label_and_text(node: Node) -> tuple[str, str]:
    """Return the label of a part, "" for a plain string, and its text: (标题, 春灌), (日期, 1984–1991)."""
    match node:
        case Leaf():
            role, text = node.shown(wording)
            return role, text or as_typed(Query(node))
        case Not(query=part):
            role, text = label_and_text(part)
            return say("不含"), f"{role} {text}" if role else text
        case Or() if date := written_date(node):
            return say("日期或字样"), date
        case And() | Or():
            return (say("任一") if isinstance(node, Or) else ""), as_typed(Query(node))
        case _:
            raise TypeError(node)


def sentences(remarks: Sequence[QueryRemark]) -> list[str]:
    """Return the remarks as sentences, without those on what is still being typed: a chip tells them."""
    return [
        in_a_sentence(remark)
        for remark in dict.fromkeys(remarks)
        if remark.why not in (IgnoredPart.QUOTE, IgnoredPart.NO_VALUE)
    ]


class ChipActs(Struct, frozen=True, kw_only=True):
    ask: Callable[[Query], object]
    enter_query: Callable[[str], object]
    rewrite: Callable[[str, int, int], object]
    """Puts a query into the search field, with the part at a place of a length selected."""
    enter_field: Callable[[], object]
    close_forms: Callable[[Collection[str]], object]
    """Searches again without these misread forms."""


class UnderstoodQuery(QWidget):
    """Tells how a query is understood, in words; a feature answers with parts that can be changed."""

    def __init__(self, acts: ChipActs) -> None:
        super().__init__()
        self.setAccessibleName(say("理解为"))
        self._acts = acts
        self._query, self._misread = Query(), ""

    def show_query(self, query: Query) -> None:
        self._query = query
        self._tell()

    def show_misread(self, forms: Mapping[str, str]) -> None:
        """Show the misread forms that are searched along with the words."""
        words = say("、").join(f"“{form}”" for form in forms)
        self._misread = f"{say('也找认错的')} {words}" if forms else ""
        self._tell()

    def show_shapes(self, by_shape: ByShape) -> None:
        """Show in how many forms the words are found."""

    def set_all_shapes(self, are_found: bool) -> None:
        """Show whether words are found in all shapes of their characters."""

    def _tell(self) -> None:
        if self.layout() is None:
            self._words = Label("", theme.sans(13), "ink2", wraps=True)
            column_layout(self._words, of=self)
        words = understood_as(self._query) if self._query.root is not None else ""
        self._words.setText(wording.GAP.join(filter(None, [words, self._misread])))
