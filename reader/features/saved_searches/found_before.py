"""Which articles a saved search found before the table of what is equal (`language.equality`) grew.

An article that a search finds only by the larger table is not new: it stood in the library all along. So when a search
is counted for the first time since, such articles count as seen.
"""

from collections.abc import Sequence

from msgspec import Struct
from whoosh.query import And, Not, Or
from whoosh.query import Query as Node

from reader.language.key_form import key_form
from reader.language.numbers import NUMERAL
from reader.language.patterns import pattern
from reader.language.variants import in_simplified
from reader.newspaper.holdings import Document, StoredArticle
from reader.search.needles import needle_of
from reader.search.query import Exact, Near, Query, matches
from reader.search.query.nodes import Newspaper, all_of, any_of, negated
from reader.search.terms import DAY_NEXT, EDGE, MONTH_NEXT, as_printed, search_text

_FORMER_UNIT = "年月日号號时時点點分版期卷届屆次名个個人元岁歲周週天级級路层層楼樓"
_NUMERALS = pattern(f"[0-9]+|{NUMERAL}+(?=[{_FORMER_UNIT}])|(?<=第){NUMERAL}+")
_AT_ENDS = EDGE + MONTH_NEXT + DAY_NEXT


class FormerQuery(Struct, frozen=True):
    """A query as it was understood before; `root` is None if nothing of it was."""

    root: Node | None

    @classmethod
    def of(cls, shaped: Query, typed: Query) -> "FormerQuery":
        """Return the former query; `shaped` is the present one with the forms of its words, `typed` that as typed."""
        leaves = typed.root.leaves() if typed.root is not None else ()
        strings = [string for leaf in leaves for string in _strings(leaf)]
        return cls(_former(shaped.root, strings) if shaped.root is not None else None)

    def finds(self, stored: StoredArticle) -> bool:
        if self.root is None:
            return False
        article, issue = stored.article, stored.issue
        text = search_text(article, key_form)
        if not article.readings:  # then the other runs are words that a line's end divides
            text = as_printed(text)
        document = Document(
            stored.id, issue.newspaper, issue.date, article.page, text, article=lambda: article
        )
        return matches(Query(self.root), document)


def _strings(leaf: Node) -> Sequence[Exact]:
    return (leaf.first, leaf.second) if isinstance(leaf, Near) else (leaf,) if isinstance(leaf, Exact) else ()


def _former(node: Node, typed: Sequence[Exact]) -> Node | None:
    """Return a query without the forms that are new; None if nothing is left."""
    match node:
        case Exact():
            return _former_string(node, typed)
        case Near(first, second, within):
            one, other = (_former_string(each, typed) for each in (first, second))
            return Near(one, other, within) if one and other else None
        case Not(query=part):
            former = _former(part, typed)
            return negated(former) if former is not None else None
        case And(subqueries=parts):
            found = [_former(part, typed) for part in parts]
            return all_of([each for each in found if each is not None]) if None not in found else None
        case Or(subqueries=parts):
            return any_of([former for part in parts if (former := _former(part, typed)) is not None])
        case Newspaper(text=text, needle=needle):
            return Newspaper(text, needle)
        case _:
            return node


def _former_string(string: Exact, typed: Sequence[Exact]) -> Exact | None:
    """Return the string as it was looked for; None for a form in which it was not.

    Its forms were other characters of the same word, and other notations of its numbers.
    """
    needle = string.needle.strip(_AT_ENDS)
    for each in typed:
        of_typed = each.needle.strip(_AT_ENDS)
        if needle == of_typed:
            return Exact(each.text, needle_of(each.text, key_form), string.where)
        if _bare(needle) == _bare(of_typed):
            return Exact(string.text, needle, string.where)
    return None


def _bare(needle: str) -> str:
    return in_simplified(_NUMERALS.sub("", needle))
