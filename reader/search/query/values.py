"""The query nodes for values of an article that the index does not have: its length, its edition, its pictures.

Each kind is one class, which the catalogues of all kinds of libraries answer alike: by a column where they have one of
that name, else from the articles.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

import numpy as np
from whoosh.matching import Matcher
from whoosh.reading import IndexReader
from whoosh.searching import SearchContext

from reader.i18n import say
from reader.language.forms import search_form
from reader.language.variants import simplified
from reader.newspaper.article import Article, BlockKind, Role
from reader.newspaper.holdings import ArticleValue, Between, Document, OneOf
from reader.search.index.article_searcher import ArticleSearcher
from reader.search.index.matchers import DocsMatcher
from reader.search.index.postings import Docs
from reader.search.index.segments import Segment
from reader.search.query.string_nodes import ColumnLeaf, SegmentLeaf, Spelling, Words


class ValueLeaf(SegmentLeaf, ColumnLeaf):
    """A query for articles whose `value` meets a condition (`column`)."""

    fieldname = None
    boost = 1.0
    value: ArticleValue

    @abstractmethod
    def condition(self) -> OneOf | Between:
        """Return the condition on the value."""

    def column(self, newspapers: Sequence[str]) -> OneOf | Between:
        return self.condition()

    def holds(self, document: Document) -> bool:
        return self.condition().holds(document.value(self.value))

    def estimate_size(self, ixreader: IndexReader) -> int:
        return int(ixreader.doc_count_all())

    def matcher_in(self, leaf: ArticleSearcher, segment: Segment, context: SearchContext | None) -> Matcher:
        """Return a matcher that asks the catalogue, for as many documents as are reached."""

        def inside(within: range) -> Docs:
            docs = segment.within(within)
            ids: list[int] = segment.ids[docs].tolist()
            having = leaf.texts.with_value(self.value, self.condition(), ids)
            found: Docs = docs[np.fromiter((id in having for id in ids), bool, len(ids))]
            return found

        return DocsMatcher(inside, boost=self.boost)

    def _key(self) -> tuple[object, ...]:
        return (self.condition(),)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.condition()})"


LENGTH = ArticleValue("length", lambda article: sum(len(block.text) for block in article.blocks))
"""The number of characters of an article's blocks, as shown."""
# longer than any article
_BEYOND_LENGTHS = 1 << 40


class Length(ValueLeaf):
    """A query for articles with `least` to `most` characters, both inclusive; `most` is None for no upper limit."""

    value = LENGTH

    def __init__(self, least: int, most: int | None) -> None:
        self.least = least
        self.most = most

    def condition(self) -> Between:
        return Between(LENGTH.name, self.least, _BEYOND_LENGTHS if self.most is None else self.most + 1)

    def written(self, spelling: Spelling) -> str:
        return spelling.field("字数", self._spelled())

    def shown(self, words: Words) -> tuple[str, str]:
        return say("字数"), self._spelled()

    def _spelled(self) -> str:
        if self.most is None:
            return f">{self.least - 1}" if self.least else "0.."
        if not self.least:
            return f"<{self.most + 1}"
        return str(self.most) if self.least == self.most else f"{self.least}-{self.most}"


EDITION = ArticleValue("edition")
"""The edition of the day; None for the ordinary one."""

_EDITIONS_IN_ENGLISH = {
    "morning": "晨刊",
    "noon": "午刊",
    "evening": "晚刊",
    "night": "夜刊",
    "extra": "号外",
    "supplement": "增刊",
}


class Edition(ValueLeaf):
    """A query for articles of the editions of this name: 晚刊, in simplified characters or not, or “evening”."""

    value = EDITION

    def __init__(self, text: str) -> None:
        self.text = text
        name = "".join(simplified(text).split())
        self.name = _EDITIONS_IN_ENGLISH.get(name.lower().removesuffix("edition"), name)

    def condition(self) -> OneOf:
        return OneOf(EDITION.name, (self.name,))

    def written(self, spelling: Spelling) -> str:
        return spelling.field("版次", spelling.quoted(self.text))

    def shown(self, words: Words) -> tuple[str, str]:
        return say("版次"), self.text


PICTURES = ArticleValue("pictures", lambda article: int(_has_picture(article)))
"""Whether the paper printed a picture with an article, 1 or 0, as its captions and photographers tell."""


def _has_picture(article: Article) -> bool:
    return any(block.kind is BlockKind.CAPTION for block in article.blocks) or any(
        credit.role is Role.PHOTOGRAPHER for credit in article.credits
    )


class Pictures(ValueLeaf):
    """A query for articles with a picture, or for those without."""

    value = PICTURES

    def __init__(self, text: str, *, has_any: bool) -> None:
        self.text = text
        self.has_any = has_any

    @classmethod
    def of(cls, text: str) -> Pictures | None:
        """Return the query that a value means: 有, 无, yes, no …; None if it is none of these."""
        said = simplified(search_form(text))
        return cls(text, has_any=said in _WITH) if said in _WITH | _WITHOUT else None

    def condition(self) -> OneOf:
        return OneOf(PICTURES.name, (int(self.has_any),))

    def written(self, spelling: Spelling) -> str:
        return spelling.field("图", spelling.quoted(self.text))

    def shown(self, words: Words) -> tuple[str, str]:
        return say("图"), say("有") if self.has_any else say("无")


_WITH = frozenset({"有", "是", "yes", "y", "true", "1"})
_WITHOUT = frozenset({"无", "没有", "没", "否", "no", "n", "none", "false", "0"})
