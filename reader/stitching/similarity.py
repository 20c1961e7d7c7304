"""The similarity of a day's articles: what two of them share and few others have, names above all."""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise

from reader.language.forms import HAN

_TOKEN = re.compile(f"[{HAN}a-z0-9]+")
_EVERYDAY = frozenset(
    "的了在是一不有人这上大来和我个中到说们为子他时要就出会也你对生能而那得于着下自之年过发后作里用道行所然家种"
    "事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日者意无力它与长把"
)
"""The commonest characters: bigrams of two of them are ignored."""

_MOST_HOLDERS = 4
"""Bigrams in more articles than this are the subject of the day, not of one story."""


def bigrams(text: str) -> list[str]:
    """Return the bigrams of a text (in search form), with repetitions."""
    return [a + b for token in _TOKEN.findall(text) for a, b in pairwise(token)]


class Closeness:
    """The closeness of the texts of a day, each given as `Counter(bigrams(text))` and identified by its index."""

    def __init__(self, texts: Sequence[Mapping[str, int]]) -> None:
        counts = [{gram: n for gram, n in text.items() if not _EVERYDAY.issuperset(gram)} for text in texts]
        holders: dict[str, list[int]] = defaultdict(list)
        for place, counted in enumerate(counts):
            for gram in counted:
                holders[gram].append(place)
        self._sizes = [len(counted) for counted in counts]
        self._shared: dict[tuple[int, int], float] = defaultdict(float)
        for gram, held in holders.items():
            if 1 < len(held) <= _MOST_HOLDERS:
                for one, other in combinations(held, 2):
                    often = math.log2(1 + counts[one][gram]) * math.log2(1 + counts[other][gram])
                    self._shared[one, other] += often / (len(held) - 1) ** 2
        self._all_shared = sum(self._shared.values())
        self._all_chances = (sum(self._sizes) ** 2 - sum(size**2 for size in self._sizes)) / 2

    def of(self, one: int, other: int) -> float:
        """Return the log of how much more two texts share than texts of that day of their length usually do."""
        shared = self._shared.get((min(one, other), max(one, other)), 0.0)
        chances = self._sizes[one] * self._sizes[other]
        usual = chances * (self._all_shared - shared) / max(1.0, self._all_chances - chances)
        return math.log((shared + 1) / (usual + 1))
