"""The weighting model for Whoosh: the weight of a term in a field of an article."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.matching import Matcher
from whoosh.scoring import BaseScorer, WeightingModel

from reader.search.ranking import CONSTANTS, RankedTerm, weight
from reader.search.terms import CREDITS, HEADLINE, SECTION, TEXT, WORDS

FIELD_COUNTS = {
    TEXT: 1.0,
    HEADLINE: CONSTANTS.headline,
    SECTION: CONSTANTS.section,
    CREDITS: CONSTANTS.headline,
    WORDS: 0.5,
}
"""The factor of a term's weight in each field. WORDS adds to TEXT if the term is a whole word of the text."""


def first_guess(
    documents: int, sought: Sequence[RankedTerm], held: Mapping[str, Sequence[NDArray[np.int32]]]
) -> NDArray[np.float32]:
    """Return an estimate of the score of each of so many documents, from the index alone.

    `held` has for each field, and for each needle, the documents whose field may contain it.
    """
    guess = np.zeros(documents, np.float32)
    for fieldname, of_needles in held.items():
        for each, docs in zip(sought, of_needles, strict=True):
            guess[docs] = guess.take(docs) + np.float32(FIELD_COUNTS[fieldname] * each.weight)
    return guess


class ArticleWeighting(WeightingModel):
    """Weighs terms by rarity only: the index does not store how often a term occurs in a document."""

    def idf(self, searcher: Any, fieldname: str, text: str) -> float:
        whole = searcher.get_parent()
        return weight(whole.doc_frequency(fieldname, text), whole.doc_count())

    def scorer(self, searcher: Any, fieldname: str, text: str, qf: int = 1) -> "FieldScorer":
        return FieldScorer(searcher.idf(fieldname, text) * FIELD_COUNTS.get(fieldname, 0.0) * qf)


class FieldScorer(BaseScorer):
    """A scorer that gives every document of a posting list the same score."""

    def __init__(self, score: float) -> None:
        self._score = score

    def supports_block_quality(self) -> bool:
        return True

    def score(self, matcher: Matcher) -> float:
        return self._score

    def max_quality(self) -> float:
        return self._score

    def block_quality(self, matcher: Matcher) -> float:
        return self._score
