"""Orders of articles, judged: the queries of `judgements/` with graded articles, and how well an order suits them."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct

from reader import assets
from reader.formats import is_issue_file, read
from reader.language.words import words
from reader.newspaper.holdings import Document
from reader.parsing import parse
from reader.search.documents import Order, day_number
from reader.search.query import Query, matches, needles, parse_query
from reader.search.ranking import CONSTANTS, Constants, RankedTerm, date_keys, page_place, points, weight
from reader.search.terms import search_text

JUDGEMENTS = Path(__file__).parent / "judgements"
AT = 10
"""Articles of an order that count: who looks further looks at all of them."""


class Shelf(Struct, frozen=True):
    """The documents of a folder of issues, with the key and the title of each by its id."""

    documents: tuple[Document, ...]
    keys: dict[int, str]
    titles: dict[int, str]

    @classmethod
    def of(cls, root: Path) -> "Shelf":
        documents: list[Document] = []
        keys: dict[int, str] = {}
        titles: dict[int, str] = {}
        for path in sorted(path for path in root.rglob("*") if path.is_file() and is_issue_file(path)):
            part = parse(read(path, path.name))
            masthead = part.masthead
            for article in part.articles:
                id = len(documents) + 1
                keys[id], titles[id] = article.key, article.title()
                documents.append(
                    Document(id, masthead.title or "", masthead.date, article.page, search_text(article))
                )
        return cls(tuple(documents), keys, titles)


class Judgement(Struct, frozen=True):
    """A query of a kind, and the grade of every article (by id) that is worth one."""

    shelf: Shelf
    kind: str
    text: str
    grades: dict[int, int]
    headlines: dict[int, str]
    is_held_out: bool
    """It had no part in choosing the constants of the ranking."""

    @property
    def query(self) -> Query:
        return parse_query(self.text)

    def found(self) -> list[Document]:
        query = self.query
        return [document for document in self.shelf.documents if matches(query, document)]

    def ndcg(self, order: Sequence[int]) -> float:
        """From 0 to 1: normalised discounted cumulative gain of the first ten (Järvelin and Kekäläinen 2002), with
        gains of 2^grade - 1."""
        ideal = sorted(self.grades.values(), reverse=True)
        return _gain([self.grades.get(id, 0) for id in order]) / _gain(ideal)


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:AT]))


def judgements() -> list[Judgement]:
    """All of them; every second query of a kind is held out."""
    sample, invented = Shelf.of(assets.sample_library()), Shelf.of(JUDGEMENTS / "corpus")
    return _judgements("sample.txt", sample) + _judgements("invented.txt", invented)


def _judgements(name: str, shelf: Shelf) -> list[Judgement]:
    ids = {key: id for id, key in shelf.keys.items()}
    of_kind: Counter[str] = Counter()
    found: list[Judgement] = []
    for line in (JUDGEMENTS / name).read_text(encoding="utf-8").splitlines():
        if query := re.fullmatch("== ([a-z]+): (.+)", line):
            kind, text = query.groups()
            found.append(Judgement(shelf, kind, text, {}, {}, of_kind[kind] % 2 == 1))
            of_kind[kind] += 1
        elif graded := re.fullmatch("([0-3]) ([a-z0-9]+) (.+?)(?: — .+)?", line):
            id = ids[graded[2]]
            found[-1].grades[id] = int(graded[1])
            found[-1].headlines[id] = graded[3]
        elif line and not line.startswith("#"):
            raise ValueError(f"neither query nor grade: {line}")
    return found


class Bm25:
    """Plain BM25 (Robertson and Walker 1994) over jieba's words of the whole text."""

    K1, B = 1.2, 0.75

    def __init__(self, documents: Sequence[Document]) -> None:
        self._counts = {document.id: Counter(words(document.text)) for document in documents}
        self._holding = Counter(word for counts in self._counts.values() for word in counts)
        self._usual = sum(counts.total() for counts in self._counts.values()) / len(documents)

    def score(self, document: Document, query: Query) -> float:
        counts = self._counts[document.id]
        length = 1 - self.B + self.B * counts.total() / self._usual
        score = 0.0
        for word in (word for needle in needles(query) for word in words(needle)):
            holding = self._holding[word]
            rarity = math.log(1 + (len(self._counts) - holding + 0.5) / (holding + 0.5))
            score += rarity * counts[word] * (self.K1 + 1) / (counts[word] + self.K1 * length)
        return score


def newest(judgement: Judgement) -> list[int]:
    return [document.id for document in _by_date(judgement, Order.NEWEST)]


def oldest(judgement: Judgement) -> list[int]:
    return [document.id for document in _by_date(judgement, Order.OLDEST)]


def by_bm25(judgement: Judgement, bm25: Bm25) -> list[int]:
    found = _by_date(judgement, Order.NEWEST)
    query = judgement.query
    return [each.id for each in sorted(found, key=lambda each: -bm25.score(each, query))]


def by_relevance(judgement: Judgement, constants: Constants = CONSTANTS) -> list[int]:
    wanted = sought(judgement)
    found = _by_date(judgement, Order.NEWEST)
    return [each.id for each in sorted(found, key=lambda each: -sum(points(each, wanted, constants)))]


def sought(judgement: Judgement) -> list[RankedTerm]:
    texts = [document.text for document in judgement.shelf.documents]
    return [
        RankedTerm(needle, weight(sum(needle in text for text in texts), len(texts)))
        for needle in needles(judgement.query)
    ]


def _by_date(judgement: Judgement, order: Order) -> list[Document]:
    found = judgement.found()
    keys = date_keys(
        order,
        np.array([day_number(document.date) for document in found], np.uint32),
        np.array([page_place(document.page or "") for document in found], np.uint64),
        np.array([document.id for document in found], np.uint32),
    )
    return [found[i] for i in np.argsort(keys)]
