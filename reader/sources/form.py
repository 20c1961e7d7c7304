"""A form of an issue: all files of one format that tell it; and the order of the forms, the best first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reader.i18n import say
from reader.language.words import known_words
from reader.newspaper.article import Article, BlockKind
from reader.reprints.shingles import Letters, hashes, letters
from reader.sources.likeness import LENGTH
from reader.sources.order import place_of


class Standing(Enum):
    """How good a form's text is by what it is, the best first.

    TOLD: the files say where an article begins and ends; LAYER: the text layer that typesetting left; CORRECTED: a
    reader has corrected it; READ: it was recognized or typed.
    """

    TOLD = "told"
    LAYER = "layer"
    CORRECTED = "corrected"
    READ = "read"

    @property
    def rank(self) -> int:
        return list(Standing).index(self)


_SAMPLE = 6000
"""Characters of a form by which its quality is measured."""
_STEPS = 50
"""Qualities are compared in steps of a fiftieth: smaller differences are chance."""


@dataclass(frozen=True)
class FormArticle:
    """An article as one form has it; `id` is what the caller knows it by."""

    id: int
    article: Article

    @cached_property
    def letters(self) -> Letters:
        """The letters of its headline and blocks."""
        article = self.article
        head = filter(None, (article.kicker, article.headline, *article.decks))
        return letters("\n".join((*head, *(block.text for block in article.blocks))))


@dataclass(frozen=True)
class Form:
    """The articles of an issue in the files of one format, in the order of the paper.

    `tells_articles` and `is_corrected` are true if they are of any file; `numbers` and `cn_numbers` are those in the
    mastheads.
    """

    name: str
    articles: tuple[FormArticle, ...]
    tells_articles: bool = False
    is_corrected: bool = False
    numbers: frozenset[int] = frozenset()
    cn_numbers: frozenset[str] = frozenset()

    @property
    def standing(self) -> Standing:
        if self.name == "pdf":
            return Standing.LAYER
        if self.tells_articles:
            return Standing.TOLD
        return Standing.CORRECTED if self.is_corrected else Standing.READ

    def runs(self, pages: Collection[str | None] | None = None) -> NDArray[np.uint32]:
        """Return the runs of letters of all articles, or of those on some pages, each once."""
        found = [
            hashes(each.letters, LENGTH)
            for each in self.articles
            if pages is None or each.article.page in pages
        ]
        return np.unique(np.concatenate([*found, np.empty(0, np.uint32)]))

    @cached_property
    def quality(self) -> float:
        """The share of its Han characters that are in words of the dictionary, 0 to 1: misread ones seldom are."""
        return quality(each.article for each in self.articles)


def quality(articles: Iterable[Article]) -> float:
    """Return the share of the Han characters of a sample that are in words of two characters or more."""
    sample, length = [], 0
    for article in articles:
        for block in article.blocks:
            if block.kind is BlockKind.PARAGRAPH and length < _SAMPLE:
                sample.append(block.text)
                length += len(block.text)
    words = [word for text in sample for word in known_words(text) if "一" <= word[0] <= "鿿"]
    total = sum(map(len, words))
    return sum(len(word) for word in words if len(word) > 1) / total if total else 0.0


def best_first(forms: Iterable[Form], chosen: str | None = None) -> list[Form]:
    """Return the forms of an issue, the best first; that of the format chosen by a reader before all others.

    Quality is measured only if two forms have the same standing.
    """
    forms = list(forms)
    standings = [form.standing for form in forms]

    def key(form: Form) -> tuple[object, ...]:
        is_alone = standings.count(form.standing) == 1
        steps = 0 if is_alone else -round(form.quality * _STEPS)
        return form.name != chosen, form.standing.rank, steps, place_of(form.name)

    return sorted(forms, key=key)


def reason(shown: Standing, others: Iterable[Standing], *, is_chosen: bool = False) -> str:
    """Return in words why the text of a form is shown and not one of the others."""
    if is_chosen:
        return say("是您选的")
    if shown in others:
        return say("几种一样可靠，取认错的字较少的一种")
    match shown:
        case Standing.TOLD:
            return say("它自己说明了每篇文章从哪里到哪里")
        case Standing.LAYER:
            return say("是排版时留下的文字层，不是识别出来的")
        case Standing.CORRECTED:
            return say("是您校正过的文字")
        case Standing.READ:
            return say("文字是识别或录入的")
