"""Whether a possible heading names a new matter: by its words and those of the texts above and below it.

Without datelines, a subhead looks like a headline: what tells them apart is that an article keeps to its words, that a
headline names what the text below tells, and that news begins with its day. Fitted on half of the pages of a daily of
1998, with datelines and without, the three together tell 93 of 100 subheads and 88 of 100 headlines of the other half;
the words of the two texts alone told 70 of the headlines. A page whose texts do not keep to their words, as poems and
lists do not, is told by the other two.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from math import log
from operator import add
from statistics import median

from reader.language.patterns import pattern
from reader.parsing.line_features import OF_HEADS, Line, is_western_text
from reader.parsing.regularity import MANY_HEADINGS, Alternation, alternation_of, begin_with_one_sign
from reader.parsing.weights import LineFeature

_NEAR = 200
"""Number of characters above and below that are compared; in longer texts, common words alone bring them together."""
_LEAST = 40
"""Minimum number of different bigrams of a text that shows which words it keeps to."""
_LEAD = 40
"""Number of characters at the beginning of a text that may tell its day."""
_NAMED = 150
"""Number of characters at the beginning of a text in which a headline's words are looked for."""
_ENOUGH = 70
"""Length of a text, in characters, that tells what it is about; a shorter one tells less."""
_KEEPS = 0.055
"""Share of bigrams that the halves of an article's text have in common."""
_SAME = 0.8
_MOST_TEXTS = 5
"""Texts of a page by which is told whether they keep to their words."""
_LONGEST_RUN = 4
_OF_A_WORD = 5
PartsOf = Callable[[str], set[str]]
_WORDS = pattern(r"[^\W\d_]{2,}")
_CLAUSE = pattern(r"[^\s，。；：！？、“”]+")
_LEAST_CLAUSE = 7
"""Characters of a clause that is the same in two texts by no chance."""
_DAY = pattern(
    "[0-9０-９一二三四五六七八九十]{1,3}日(?!本)|今[天日晨晚早]|昨[天日晚晨]|[近同翌当]日|日前|前天|[上下中]午|最近|获悉"
    "|据[^，。]{0,12}(?:报道|消息|透露|介绍|统计)"
)
"""The day of news in its first words, or where it comes from."""
# the weights of the evidence, in the logarithm of the odds that a heading begins an article
_BASE = -8.5
_OF_SHARE = -2.4
_OF_NAMED_BELOW = 3.4
_OF_NAMED_ABOVE = -1.5
_OF_DAY = 2.3
_OF_UNSIGNED = 1.0
_OF_LOOSE_WORDS = -1.3
_USUAL_SHARE = 0.04
_WEIGHT_OF_USUAL = 20
"""Number of bigrams that weigh as much as what is usual; fewer of a text tell little."""
_LEAST_SHARE = 0.004
_MOST_BELOW = 0.6
_MOST_ABOVE = 0.3
_STRICTLY = 0.9
_MOST_PARAGRAPHS = 3.0
_MOST_ODDS = 4.0
_REGULARLY = 0.0
_LEAST_OF_FEW = -0.5
_FEWEST_HEADINGS = 3
_LEAST_SUBHEADS = 2
_OF_SUBHEADS = 0.1
"""Mean of the odds of headings like that at the top below which they are its subheads."""
_OF_SERIES = -0.5
"""Mean of the odds of the other headings of a series below which one is their like."""
_OF_OTHER_MATTER = 1.0
"""Odds of a heading from which on it is none of them."""
_SURELY_BEGINS = frozenset(
    {
        LineFeature.BEFORE_NEWS,
        LineFeature.BEFORE_CREDIT,
        LineFeature.BEFORE_DAY,
        LineFeature.BEFORE_JUMP,
        LineFeature.TOP_HEADING,
    }
)
_LIKE_HEADLINES = frozenset({LineFeature.LIKE_TOP, LineFeature.LONG_AS_HEADLINES, LineFeature.OUTDENTED})
_LIKE_TOP = LineFeature.LIKE_TOP
_SURELY = 1.5
_RATHER = 0.5
_NO_MATTER = frozenset(
    {
        LineFeature.BEFORE_NEWS,
        LineFeature.BEFORE_JUMP,
        LineFeature.BEFORE_GREETING,
        LineFeature.SECTION_LABEL,
        LineFeature.LABEL_LIKE,
    }
)
"""Features of headings about which the texts are not asked: what is below is news, or the heading is a label."""
_NO_TEXT = OF_HEADS | {
    *(LineFeature.HEADING_LIKE, LineFeature.STAFF, LineFeature.NOTICE, LineFeature.JUMP_TO, LineFeature.ROWS)
}


def with_ties(lines: Sequence[Line], features: list[frozenset[LineFeature]]) -> list[frozenset[LineFeature]]:
    """Add what the texts above and below tell of runs of possible headings, and return `features`."""
    texts = [*_texts(lines)]
    unsure = [*_unsure(texts, features)]
    alternation = alternation_of(lines)
    if not unsure and not alternation.headings:
        return features
    parts_of = _parts_of(lines)
    keep_to_words = _keep_to_words((_joined(lines, text) for text in texts), parts_of)
    if _begin_articles(lines, alternation, parts_of, keep_to_words=keep_to_words):
        _add_regularity(lines, features, alternation)
    odds_of_runs = []
    for run, above, below in unsure:
        odds = _odds_of_new_matter(
            _joined(lines, run),
            _joined(lines, above),
            _joined(lines, below),
            parts_of,
            keep_to_words=keep_to_words,
        )
        if odds is not None:
            odds_of_runs.append((run, odds))
    page = _OddsOfPage([odds for _, odds in odds_of_runs])
    _deny_likeness(features, odds_of_runs if keep_to_words else [])
    weight = _weight_of_page(texts)
    if keep_to_words:
        odds_of_runs = _with_series_tied(texts, features, odds_of_runs)
    for run, own_odds in odds_of_runs:
        odds = own_odds + weight * page.without(own_odds)
        # where others have datelines, a heading without one may be a subhead that opens a new matter
        if any(LineFeature.UNSIGNED in features[i] for i in run):
            odds -= _OF_UNSIGNED
        feature = _feature_of(odds, may_be_tied=keep_to_words)
        # of several headings below each other, one is rarely a subhead
        if feature is not None and (feature is not LineFeature.RATHER_TIED or len(run) == 1):
            for i in run:
                features[i] |= {feature}
    return features


def _parts_of(lines: Sequence[Line]) -> PartsOf:
    if is_western_text(lines):
        return _begins_of_words
    return _bigrams


def _deny_likeness(
    features: list[frozenset[LineFeature]], odds_of_runs: Sequence[tuple[range, float]]
) -> None:
    """Take from headings that they are like that at the top of their page, if the texts below them go on with the
    matter of those above: they are its subheads, but for one that begins another.
    """
    alike = [odds for run, odds in odds_of_runs if _are_like_top(features, run)]
    if len(alike) < _LEAST_SUBHEADS or _OddsOfPage(alike).mean >= _OF_SUBHEADS:
        return
    # beside a single subhead, another heading tells for itself
    own = _SURELY if sum([odds < 0 for odds in alike]) >= _LEAST_SUBHEADS else _RATHER
    sure = {i for run, odds in odds_of_runs if odds > own for i in run}
    for i, of_line in enumerate(features):
        if LineFeature.TOP_HEADING not in of_line and i not in sure:
            features[i] = of_line - {_LIKE_TOP}


def _with_series_tied(
    texts: Sequence[range],
    features: list[frozenset[LineFeature]],
    odds_of_runs: Sequence[tuple[range, float]],
) -> list[tuple[range, float]]:
    """Tie the headings that all others of their series tell to be subheads, and return the odds of the other runs.

    A series has headings of one line, between those that surely begin an article: subheads of one article are alike.
    """
    odds_at = {run.start: odds for run, odds in odds_of_runs if len(run) == 1}
    subheads: set[int] = set()
    for series in _series(texts, features, odds_at) if len(odds_at) >= _FEWEST_HEADINGS else ():
        if len(series) < _FEWEST_HEADINGS:
            continue
        page = _OddsOfPage([odds_at[at] for at in series])
        subheads |= {
            at
            for at in series
            if odds_at[at] < _OF_OTHER_MATTER
            and page.without(odds_at[at]) + min(odds_at[at], 0.0) / 2 < _OF_SERIES
        }
    for at in subheads:
        features[at] = features[at] - _LIKE_HEADLINES | {LineFeature.TIED}
    return [(run, odds) for run, odds in odds_of_runs if run.start not in subheads]


def _series(
    texts: Sequence[range], features: Sequence[frozenset[LineFeature]], odds_at: Mapping[int, float]
) -> Iterator[list[int]]:
    """Yield the headings of each series, of those with odds."""
    series: list[int] = []
    for above, _ in pairwise(texts):
        at = above.stop
        if at in odds_at and features[at].isdisjoint(_SURELY_BEGINS):
            series.append(at)
            continue
        yield series
        series = []
    yield series


def _are_like_top(features: Sequence[frozenset[LineFeature]], run: range) -> bool:
    return all(_LIKE_TOP in features[i] for i in run)


def _begin_articles(
    lines: Sequence[Line], alternation: Alternation, parts_of: PartsOf, *, keep_to_words: bool
) -> bool:
    """Return whether the short lines of a page on which they alternate with texts together rather begin articles.

    Of a few, none may seem to be a subhead.
    """
    if len(alternation.headings) >= _FEWEST_HEADINGS and begin_with_one_sign(lines, alternation):
        return True
    ends = (*alternation.headings, len(lines))
    odds = []
    for before, at, end in zip(ends, ends[1:], ends[2:], strict=False):
        of_heading = _odds_of_new_matter(
            lines[at].plain,
            _joined(lines, range(before + 1, at)),
            _joined(lines, range(at + 1, end)),
            parts_of,
            keep_to_words=keep_to_words,
        )
        if of_heading is not None:
            odds.append(of_heading)
    if not odds or _OddsOfPage(odds).mean < _REGULARLY:
        return False
    return len(alternation.headings) >= MANY_HEADINGS or min(odds) > _LEAST_OF_FEW


def _add_regularity(
    lines: Sequence[Line], features: list[frozenset[LineFeature]], alternation: Alternation
) -> None:
    """Add the features of a page on which short lines that alternate with texts begin articles."""
    for i in alternation.headings:
        features[i] |= {LineFeature.REGULAR}
    for i in alternation.texts:
        features[i] |= {LineFeature.REGULAR_TEXT}
    for i in alternation.above:
        if lines[i].level:
            features[i] |= {LineFeature.FURNITURE}


def _weight_of_page(texts: Sequence[range]) -> float:
    """Return how much the other headings of a page tell of one: much where each is one line above a text of few
    paragraphs, nothing elsewhere.
    """
    gaps = [below.start - above.stop for above, below in pairwise(texts)]
    if not gaps or gaps.count(1) < _STRICTLY * len(gaps):
        return 0.0
    paragraphs = sum(map(len, texts)) / len(texts)
    return max(0.0, min(1.0, _MOST_PARAGRAPHS - paragraphs))


class _OddsOfPage:
    """What the possible headings of a page tell together: the mean of their odds, of which few tell less."""

    def __init__(self, odds: Sequence[float]) -> None:
        self._sum = sum(map(_clipped, odds))
        self._count = len(odds)
        self.mean = self._sum / (self._count + 1)

    def without(self, odds: float) -> float:
        """Return the mean of all others than one with these odds; 0 if there is only one other, which tells nothing."""
        if self._count < _FEWEST_HEADINGS:
            return 0.0
        return (self._sum - _clipped(odds)) / self._count


def _clipped(odds: float) -> float:
    return max(-_MOST_ODDS, min(_MOST_ODDS, odds))


def _odds_of_new_matter(
    heading: str, above: str, below: str, parts_of: PartsOf, *, keep_to_words: bool
) -> float | None:
    """Return the logarithm of the odds that a heading begins an article; None if the texts are the same."""
    odds = _OF_LOOSE_WORDS
    if keep_to_words:
        common_count, part_count = _in_common(above[-_NEAR:], below[:_NEAR], parts_of)
        # the same text again, as a refrain or an advertisement, is no continuation
        if part_count and common_count >= _SAME * part_count:
            return None
        own_above, own_below = _without_same_words(above[-_NEAR:], below[:_NEAR])
        if len(own_above) < min(len(above), _NEAR):
            common_count, part_count = _in_common(own_above, own_below, parts_of)
        # a share of few parts tells little: it is drawn to the usual one
        share = (common_count + _USUAL_SHARE * _WEIGHT_OF_USUAL) / (part_count + _WEIGHT_OF_USUAL)
        odds = _BASE + _OF_SHARE * log(share + _LEAST_SHARE)
    words = parts_of(heading)
    if words:
        named_below = _share_in(below[:_NAMED], words)
        named_above = _share_in(above[-_NEAR:], words)
        odds += _OF_NAMED_BELOW * min(named_below, _MOST_BELOW)
        odds += _OF_NAMED_ABOVE * min(named_above, _MOST_ABOVE)
    if _DAY.search(below, 0, _LEAD):
        odds += _OF_DAY
    return odds * min(1.0, min(len(above), len(below)) / _ENOUGH)


def _in_common(above: str, below: str, parts_of: PartsOf) -> tuple[int, int]:
    """Return the number of parts that two texts have in common, and that of the poorer text."""
    first = parts_of(above)
    second = parts_of(below)
    return len(first & second), min(len(first), len(second))


def _without_same_words(above: str, below: str) -> tuple[str, str]:
    """Return two texts without the clauses that both have word by word: no article says the same twice, but several of
    a page may have a phrase in common.
    """
    clauses = {clause for clause in _CLAUSE.findall(above) if len(clause) >= _LEAST_CLAUSE}
    same = clauses.intersection(_CLAUSE.findall(below))
    for clause in same:
        above = above.replace(clause, "")
        below = below.replace(clause, "")
    return above, below


def _share_in(text: str, words: set[str]) -> float:
    """Return the share of some bigrams that are in a text."""
    lowered = text.lower()
    return sum([word in lowered for word in words]) / len(words)


def _feature_of(odds: float, *, may_be_tied: bool) -> LineFeature | None:
    if odds > _SURELY:
        return LineFeature.APART
    if odds > _RATHER:
        return LineFeature.RATHER_APART
    if odds > -_RATHER or not may_be_tied:
        return None
    return LineFeature.TIED if odds < -_SURELY else LineFeature.RATHER_TIED


def _texts(lines: Sequence[Line]) -> Iterator[range]:
    start = 0
    for i in range(len(lines) + 1):
        if i == len(lines) or not lines[i].own.isdisjoint(_NO_TEXT):
            if start < i:
                yield range(start, i)
            start = i + 1


def _unsure(
    texts: Sequence[range], features: Sequence[frozenset[LineFeature]]
) -> Iterator[tuple[range, range, range]]:
    """Yield the short runs of possible headings with the texts above and below, unless these begin as news do."""
    for above, below in pairwise(texts):
        run = range(above.stop, below.start)
        if len(run) <= _LONGEST_RUN and all(_may_be_heading(features[i]) for i in run):
            yield run, above, below


def _may_be_heading(features: frozenset[LineFeature]) -> bool:
    return LineFeature.HEADING_LIKE in features and features.isdisjoint(_NO_MATTER)


def _joined(lines: Sequence[Line], text: range) -> str:
    return "。".join([lines[i].plain for i in text])


def _keep_to_words(texts: Iterable[str], parts_of: PartsOf) -> bool:
    """Return whether the halves of most texts have as many words in common as those of articles have."""
    halves = (
        _shared(text[: len(text) // 2][-_NEAR:], text[len(text) // 2 :][:_NEAR], parts_of) for text in texts
    )
    shares = [*islice((shared for shared in halves if shared is not None), _MOST_TEXTS)]
    return not shares or median(shares) >= _KEEPS


def _shared(above: str, below: str, parts_of: PartsOf) -> float | None:
    """Return the share of the poorer text's bigrams that the other one has, too; None if one has too few."""
    if min(len(above), len(below)) <= _LEAST:
        return None
    first = parts_of(above)
    second = parts_of(below)
    fewer = min(len(first), len(second))
    shared = len(first & second) / fewer if fewer >= _LEAST else 1.0
    if shared < _SAME:
        return shared
    return None


def _bigrams(text: str) -> set[str]:
    bigrams: set[str] = set()
    for words in _WORDS.findall(text):
        bigrams.update(map(add, words, words[1:]))
    return bigrams


def _begins_of_words(text: str) -> set[str]:
    """Return the begins of the longer words of a text in Western letters, where pairs of letters tell nothing."""
    return {word[:_OF_A_WORD].lower() for word in _WORDS.findall(text) if len(word) >= _OF_A_WORD}
