"""The similarity of a day's articles: what two of them share and few others have, names above all."""

import math
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations, pairwise

from reader.language import words
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

    def near(self) -> dict[int, list[int]]:
        """Return for each text those that share words with it which few others have, those that share most first."""
        found: dict[int, list[int]] = defaultdict(list)
        for one, other in sorted(self._shared, key=lambda pair: -self._shared[pair]):
            found[one].append(other)
            found[other].append(one)
        return found


_COMMON = 8.0
"""Words that are likelier than e⁻⁸ in any text say nothing."""

_UNSEEN = 1500
"""Characters of other articles that share nothing, added so that a day of few tells little."""


_MOST_SPREAD = 60
"""Words in more texts than this are the subject of the day, however rare elsewhere."""


class RareWords:
    """The closeness of texts (in search form, identified by their indices) by words that are rare in any text.

    Only the texts in `ends` are cut into words; what those have is looked for in the others.
    """

    def __init__(self, texts: Sequence[str], ends: Collection[int]) -> None:
        self._texts = texts
        self._sizes = [len(text) for text in texts]
        self._all_sizes = sum(self._sizes)
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            for gram in set(bigrams(text)):
                self._places[gram].append(place)
        self._holders: dict[str, dict[int, int]] = {}
        self._shared = {end: self._shared_by(end) for end in ends}
        self._all_shared = {end: sum(shared.values()) for end, shared in self._shared.items()}

    def _shared_by(self, end: int) -> Mapping[int, float]:
        """Return how much of the rare words of a text each other text has that has any."""
        shared: dict[int, float] = defaultdict(float)
        for word in {word for word in words.words(self._texts[end]) if len(word) > 1 and not word.isascii()}:
            rarity = words.rarity(word) - _COMMON
            if rarity <= 0:
                continue
            holders = self._held(word)
            own = math.log2(1 + holders.get(end, 0))
            for place, often in holders.items():
                if place != end:
                    shared[place] += rarity * own * math.log2(1 + often) / (len(holders) - 1) ** 1.5
        return shared

    def _held(self, word: str) -> Mapping[int, int]:
        """Return how often each text has a word; none of a word that is in too many."""
        if word not in self._holders:
            places = min((self._places.get(gram, []) for gram in bigrams(word)), key=len, default=[])
            counts = {place: self._texts[place].count(word) for place in places}
            held = {place: count for place, count in counts.items() if count}
            self._holders[word] = held if len(held) <= _MOST_SPREAD else {}
        return self._holders[word]

    def of(self, one: int, other: int) -> float:
        """Return the log of how much more two texts share than they do with the others of that day."""
        found = usual = 10.0
        for end, far in ((one, other), (other, one)):
            if end in self._shared:
                shared = self._shared[end].get(far, 0.0)
                others = self._all_sizes - self._sizes[end] - self._sizes[far] + _UNSEEN
                found += shared
                usual += self._sizes[far] * (self._all_shared[end] - shared) / others
        return math.log(found / usual)
