"""Estimates, as an interval, how many articles a query would find if nothing in the library were misread.

An article is missed if the string is misread in every place of the article. The probability of that depends on the
rates at which the string's characters are misread, and on the share of found articles with the string only once. The
rates are those of the characters if measured (`rates`), else the distribution of rates in this library.
These quantities are uncertain and are drawn at random many times; the interval has the middle 95 % of the results.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from reader.features.misread.rates import DETECTED, FALSE, FALSE_DROPS, Misreadings
from reader.features.misread.rates import Period as MeasuredPeriod
from reader.i18n import say
from reader.language.equality import in_simplified
from reader.library.answers import Estimate, NoEstimate
from reader.search.query import Among, Exact, Query
from reader.search.query.string_nodes import ColumnLeaf
from reader.search.terms import ANY

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# with a fixed seed, the same search always has the same estimate
_DRAWS = 2000
_SEED = 20
_OUTSIDE = 0.025
"""The share of draws below the interval, and above it."""
_LEAST_SEEN = 2000
"""The minimum number of measured characters; with fewer, there is no estimate."""
_SHORTEST = 2
_MOST_STRINGS = 4
_SPREAD = 0.25
"""The uncertainty of a character's measured rate, as the standard deviation of its logarithm."""
_SHRINKING = 10.0
"""The weight of all other periods in the rate of a period, as a number of misreadings."""
_WORST = 0.7
"""The upper limit of the rate at which a character is misread."""
_LEAST_RATE = 0.0005
"""A smaller share of misread characters would be shown as 0.0 %: nothing is estimated from it."""
_MOST = 3
"""If the interval extends beyond this many times the number found, it is too wide to be shown."""


class FoundArticle(Struct, frozen=True):
    """A found article: its period, and for each string of the query the number of places where it occurs."""

    period: MeasuredPeriod
    places: tuple[int, ...]


def strings_of(query: Query) -> tuple[Exact, ...]:
    """Return the strings of a query; an empty tuple if no estimate is possible for it.

    An estimate is possible for up to `_MOST_STRINGS` strings of two or more Han characters that all have to match.
    The query may also restrict newspaper, page and period.
    """
    from whoosh.query import And

    if query.root is None:
        return ()
    if isinstance(query.root, And):
        parts = query.root.subqueries
    else:
        parts = [query.root]
    strings = []
    for part in parts:
        if isinstance(part, Exact):
            strings.append(part)
        elif not isinstance(part, ColumnLeaf) or isinstance(part, Among):
            return ()
    if len(strings) <= _MOST_STRINGS and all(_is_suitable(string.needle) for string in strings):
        return tuple(strings)
    return ()


def _is_suitable(needle: str) -> bool:
    return len(needle) >= _SHORTEST and ANY not in needle and all("\u4e00" <= c <= "\u9fff" for c in needle)


def estimate(
    total: int, found: Sequence[FoundArticle], needles: Sequence[str], measured: Misreadings
) -> Estimate | NoEstimate:
    """Return the estimate for a query that finds `total` articles, or why there is none.

    `found` is a sample of the articles found, with the number of places of each needle.
    """
    import numpy as np

    seen, wrong = measured.total
    if not found or not total:
        return NoEstimate.NOTHING_FOUND
    if seen < _LEAST_SEEN:
        return NoEstimate.FEW_MEASURED
    if _rate(seen, wrong, measured.dropped) < _LEAST_RATE:
        return NoEstimate.HARDLY_MISREAD
    draws = np.random.default_rng(_SEED)
    rates = _Rates(measured, draws)
    is_found = np.ones(_DRAWS)
    for number, needle in enumerate(needles):
        unmisread = rates.unmisread(needle, Counter(article.period for article in found))
        singles = sum(article.places[number] <= 1 for article in found)
        more_left = 1 - draws.beta(singles + 0.5, len(found) - singles + 0.5, _DRAWS)
        is_found *= 1 - _all_misread(unmisread, more_left)
    missed = draws.negative_binomial(total, np.clip(is_found, 0.02, 1.0))
    low = int(np.quantile(missed, _OUTSIDE, method="nearest"))
    high = int(np.quantile(missed, 1 - _OUTSIDE, method="nearest"))
    if total + high > _MOST * total + _MOST:
        return NoEstimate.UNSURE
    return Estimate(total + low, total + high, how(seen, wrong, measured.dropped))


def _all_misread(unmisread: NDArray[np.float64], more_left: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability that all places of a string in an article are misread.

    `unmisread` is the probability that one place is not misread, `more_left` the share of the articles found that have
    more than one correct place. It is assumed that the number of places in an article is geometrically distributed;
    then so is the number of correct ones.
    """
    more = more_left / (unmisread + more_left * (1 - unmisread))
    return (1 - more) * (1 - unmisread) / (1 - more * (1 - unmisread))


class _Rates:
    """Draws of the rates at which characters are misread, `_DRAWS` of each."""

    def __init__(self, measured: Misreadings, draws: np.random.Generator) -> None:
        self._measured = measured
        self._draws = draws
        seen, wrong = measured.total
        self._rate = (wrong + 0.5) / (seen + 1)
        drops, dropped = measured.dropped
        of_drops = draws.gamma(dropped + 0.5, 1 / (drops + 1), _DRAWS)
        self._drops = (of_drops - draws.uniform(0, 2 * FALSE_DROPS, _DRAWS)).clip(0)
        self._false = draws.uniform(0, 2 * FALSE, _DRAWS)
        self._of_character: dict[str, NDArray[np.float64]] = {}

    def unmisread(self, needle: str, periods: Counter[MeasuredPeriod]) -> NDArray[np.float64]:
        """Return draws of the probability that a string is not misread, in articles of these periods."""
        import numpy as np

        unmisread = np.zeros(_DRAWS)
        times = [self._times(character) for character in in_simplified(needle)]
        for period, count in periods.items():
            rate = self._of_period(period)
            lost = sum(-np.log1p(-np.minimum(factor * rate + self._drops, _WORST)) for factor in times)
            unmisread += count * np.exp(-lost)
        return unmisread / periods.total()

    def _times(self, character: str) -> NDArray[np.float64]:
        """Return draws of a character's rate relative to the mean rate of all characters."""
        import numpy as np

        if character not in self._of_character:
            seen, wrong = self._measured.characters.get(character, (0, 0))
            shape = self._measured.shape
            times = self._draws.gamma(shape + wrong, 1 / (shape + seen * self._rate), _DRAWS)
            self._of_character[character] = times * np.exp(_SPREAD * self._draws.standard_normal(_DRAWS))
        return self._of_character[character]

    def _of_period(self, period: MeasuredPeriod) -> NDArray[np.float64]:
        """Return draws of the mean rate at which characters are misread in a period."""
        import numpy as np

        seen, wrong = self._measured.periods.get(period, (0, 0))
        all_seen, all_wrong = self._measured.total
        elsewhere = self._draws.gamma(all_wrong - wrong + 0.5, 1 / (all_seen - seen + 1), _DRAWS)
        weight = min(_SHRINKING, all_wrong - wrong)
        rate = self._draws.gamma(weight + wrong + 0.5, 1 / (weight / elsewhere + seen + 1), _DRAWS)
        return np.maximum(rate - self._false, 0.02 * rate) / DETECTED


def how(seen: int, wrong: int, dropped: tuple[int, int]) -> str:
    """Return an explanation of the estimate, as it is shown, from the measured numbers of characters."""
    rate = _rate(seen, wrong, dropped)
    return say(
        "估计的办法：本库四字词里量过的 {seen} 个字，约有 {percent}% 认错或漏了。"
        "照此推算有多少篇里，要找的字处处都被认错。二十次里约有十九次落在这个范围里。",
        seen=f"{seen:,}",
        percent=f"{100 * rate:.1f}",
    )


def _rate(seen: int, wrong: int, dropped: tuple[int, int]) -> float:
    """Return the measured share of characters that are misread or missing."""
    return max(0.0, wrong / seen - FALSE) / DETECTED + max(0.0, dropped[1] / max(1, dropped[0]) - FALSE_DROPS)
