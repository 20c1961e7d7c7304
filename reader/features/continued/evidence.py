"""Evidence on whether one article continues another of the same day, its weight, and the likeness of their words."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations, pairwise, product

from msgspec import Struct

from reader.language import words
from reader.language.equality import simplified
from reader.language.forms import HAN, search_form
from reader.language.patterns import pattern
from reader.newspaper.article import Article, BlockKind, Role
from reader.stitching.pairing import (
    NEVER_FIRST,
    DayArticle,
    Evidence,
    Pair,
    Story,
    ending,
    has_dateline,
    is_continuation,
    is_continued,
    is_open,
    opening,
    quotation_runs_on,
)
from reader.stitching.reasons import Reason

_SELDOM_FIRST = frozenset(
    "的文是看查原学了人生们个到和来发要开方法地师者信都动月实得没子么里业并体面名分去起问力件些知院定意着友表样系制次已部点心种息己"
    "保位间论员处民机做权用平提度证将求话场及园合化交扰解告加什声手期立打办门书水义代视把议利见诉未持程示又份光育律何决规章式群络组"
    "容过地吗呢吧之于与上下中内外"
)
"""Characters that begin a paragraph less than half as often as they occur in one, in public papers and essays."""
_OFTEN_FIRST = frozenset("在我这而当但从那第她如其因现今此据该随根另再虽目由除按二三尽每昨前截")
"""Those that begin one more than twice as often."""


def seldom_begins(paragraph: str) -> bool:
    """Return whether a paragraph begins in a way rare for paragraphs: in the middle of a sentence or of a quotation."""
    first = simplified(paragraph[0])
    closed = paragraph.find("”")
    opened = paragraph.find("“")
    return first in NEVER_FIRST or first in _SELDOM_FIRST or (closed >= 0 and not 0 <= opened < closed)


_TOKEN = pattern(f"[{HAN}a-z0-9]+")
_EVERYDAY = frozenset(
    "的了在是一不有人这上大来和我个中到说们为子他时要就出会也你对生能而那得于着下自之年过发后作里用道行所然家种"
    "事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日者意无力它与长把"
)
"""The commonest characters: bigrams of two of them are ignored."""

_MOST_HOLDERS = 4
"""Bigrams in more articles than this are the subject of the day, not of one story."""


def bigrams(text: str) -> list[str]:
    """Return the bigrams of a text (in search form), with repetitions."""
    bigrams = []
    for token in _TOKEN.findall(text):
        for a, b in pairwise(token):
            bigrams.append(a + b)
    return bigrams


def _without_everyday(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the numbers of bigrams, without those of two of the commonest characters."""
    return {gram: n for gram, n in counts.items() if not _EVERYDAY.issuperset(gram)}


class Closeness:
    """The closeness of the texts of a day, each given as `Counter(bigrams(text))` and identified by its index."""

    def __init__(self, texts: Sequence[Mapping[str, int]]) -> None:
        counts = list(map(_without_everyday, texts))
        holders: dict[str, list[int]] = defaultdict(list)
        for place, counted in enumerate(counts):
            for gram in counted:
                holders[gram].append(place)
        self._sizes = [len(counted) for counted in counts]
        self._shared: dict[tuple[int, int], float] = defaultdict(float)
        for gram, places in holders.items():
            if 1 < len(places) <= _MOST_HOLDERS:
                for one, other in combinations(places, 2):
                    often = math.log2(1 + counts[one][gram]) * math.log2(1 + counts[other][gram])
                    self._shared[one, other] += often / (len(places) - 1) ** 2
        self._all_shared = sum(self._shared.values())
        self._all_chances = (sum(self._sizes) ** 2 - sum(size**2 for size in self._sizes)) / 2

    def of(self, one: int, other: int) -> float:
        """Return the logarithm of how much more two texts share than is usual for texts of that day
        with their lengths.
        """
        shared = self._shared.get((min(one, other), max(one, other)), 0.0)
        chances = self._sizes[one] * self._sizes[other]
        usual = chances * (self._all_shared - shared) / max(1.0, self._all_chances - chances)
        return math.log((shared + 1) / (usual + 1))

    def near(self) -> dict[int, list[int]]:
        """Return for each text the texts that share bigrams with it that few others have, those that
        share most first.
        """
        neighbours_by_text: dict[int, list[int]] = defaultdict(list)
        for one, other in sorted(self._shared, key=self._shared.__getitem__, reverse=True):
            neighbours_by_text[one].append(other)
            neighbours_by_text[other].append(one)
        return neighbours_by_text


_COMMON = 8.0
"""Words whose probability in any text is above e⁻⁸ are ignored."""

_UNSEEN = 1500
"""Number of characters of other articles that share nothing, added because a day of few articles is weak evidence."""


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
        """Return for each other text with rare words of the text `end` a measure of how much of these it has."""
        shared: dict[int, float] = defaultdict(float)
        for word in dict.fromkeys(
            words.words(self._texts[end])
        ):  # in order: so do sums of floats round alike
            if len(word) < 2 or word.isascii():
                continue
            rarity = words.rarity(word) - _COMMON
            if rarity <= 0:
                continue
            # how often each text contains a word; {} for a word that too many texts contain
            if word not in self._holders:
                places = min((self._places.get(gram, []) for gram in bigrams(word)), key=len, default=[])
                counts = {place: self._texts[place].count(word) for place in places}
                count_by_place = {place: count for place, count in counts.items() if count}
                self._holders[word] = count_by_place if len(count_by_place) <= _MOST_SPREAD else {}
            holders = self._holders[word]
            end_weight = math.log2(1 + holders.get(end, 0))
            for place, often in holders.items():
                if place != end:
                    shared[place] += rarity * end_weight * math.log2(1 + often) / (len(holders) - 1) ** 1.5
        return shared

    def of(self, one: int, other: int) -> float:
        """Return the logarithm of how much more two texts share than they share with the others of that day."""
        shared_sum = 10.0
        usual = 10.0
        for end, far in ((one, other), (other, one)):
            if end in self._shared:
                shared = self._shared[end].get(far, 0.0)
                others = self._all_sizes - self._sizes[end] - self._sizes[far] + _UNSEEN
                shared_sum += shared
                usual += self._sizes[far] * (self._all_shared[end] - shared) / others
        return math.log(shared_sum / usual)


_ALONE = Story()


def pairs(parts: Sequence[DayArticle]) -> Iterator[tuple[Pair, frozenset[Reason]]]:
    """Yield every pair of parts for which a jump line of either is evidence, with the reasons that apply to it."""
    yield from FoundEvidence(parts).of_pairs()


class FoundEvidence(Evidence):
    """The evidence on the pairs of a day, for every pair for which a jump line of either part is evidence.

    On a day of more than `_MANY_PARTS` parts, only pairs that are related by pages or words are considered, so that the
    time grows with the number of parts and not with its square.
    """

    def __init__(self, parts: Sequence[DayArticle]) -> None:
        self._ends = [_Ends.of(part) for part in parts]
        self._named = _named(self._ends)
        self._closeness = Closeness([end.text for end in self._ends])
        marked = [n for n, end in enumerate(self._ends) if end.is_continued or end.is_continuation]
        self._rare_words = RareWords([end.words for end in self._ends], marked)
        self._known = frozenset().union(*(end.text for end in self._ends))
        self._pairs = sorted(self._candidates(marked))

    def of_pairs(
        self, stories: Mapping[int, Story] | None = None
    ) -> Iterator[tuple[Pair, frozenset[Reason]]]:
        """Yield each pair with the reasons that apply to it.

        `stories` has the known parts before and after each part: headlines and words are compared with those of the
        whole story, since its middle is often short and has another headline.
        """
        stories = stories or {}
        for pair in self._pairs:
            i, j = pair
            firsts = [i, *stories.get(i, _ALONE).before]
            seconds = [j, *stories.get(j, _ALONE).behind]
            if not set(firsts) & set(seconds):
                yield pair, self._of(firsts, seconds)

    def middles(self) -> frozenset[int]:
        """Return the parts that continue from another page and are continued on another."""
        return frozenset(n for n, end in enumerate(self._ends) if end.is_continued and end.is_continuation)

    def _of(self, firsts: Sequence[int], seconds: Sequence[int]) -> frozenset[Reason]:
        i = firsts[0]
        j = seconds[0]
        first = self._ends[i]
        second = self._ends[j]
        compared = list(product(firsts, seconds))
        shared = max(self._closeness.of(one, other) for one, other in compared)
        rare = max(self._rare_words.of(one, other) for one, other in compared)
        if len(self._ends) < _FEWEST:
            least = min(shared, _SHARED[2][0])
        else:
            least = shared
        first_ends = [self._ends[n] for n in firsts]
        second_ends = [self._ends[n] for n in seconds]
        reasons = {
            *_of_marks(first, second),
            *_of_headlines(first_ends, second_ends),
            *_of_seam(first.ending, second.opening, self._known),
            *_of_names([(j, self._named[i]), (i, self._named[j])]),
            _of_share(least, _SHARED),
            _of_share(rare, _RARE),
        }
        if second.begins_as_news:
            reasons.add(Reason.BEGINS_AS_NEWS)
        return frozenset((*reasons, *_of_one_mark(reasons)))

    def _candidates(self, marked: Sequence[int]) -> set[Pair]:
        everyone = range(len(self._ends))
        if len(self._ends) <= _MANY_PARTS:
            others: Mapping[int, Collection[int]] = dict.fromkeys(marked, everyone)
        else:
            others = self._near(marked)
        found = set()
        for n in marked:
            end = self._ends[n]
            found |= {(n, other) for other in others[n] if end.is_continued and other != n}
            found |= {(other, n) for other in others[n] if end.is_continuation and other != n}
        return found

    def _near(self, marked: Sequence[int]) -> Mapping[int, Collection[int]]:
        """Return for each marked part those on the pages that it names, those named by it, and the closest by words."""
        near = self._closeness.near()
        on_page: dict[str, list[int]] = defaultdict(list)
        for n, end in enumerate(self._ends):
            if end.part.page:
                on_page[end.part.page].append(n)
        others_by_part: dict[int, set[int]] = {}
        for n in marked:
            article = self._ends[n].part.article
            others_by_part[n] = {*near.get(n, ())[:_CLOSEST], *self._named[n]}
            for page in filter(None, (article.jump_to, article.jump_from)):
                others_by_part[n].update(on_page.get(page, ())[:_MOST_ON_PAGE])
        return others_by_part


# the number of pairs is the square of the parts' number; with more parts, only those of `_near` are compared
_MANY_PARTS = 120
_CLOSEST = 24
_MOST_ON_PAGE = 60
"""Maximum number of articles on a page that are considered; no page has more."""


# -- what can be said of a pair

_NAMED = pattern("《([^《》]{2,40})》|“([^“”]{2,40})”")
_REPORTING = (Role.REPORTER, Role.CORRESPONDENT, Role.AGENCY)

_SHARED = (
    (1.25, Reason.MOST_SHARED),
    (0.8, Reason.MANY_SHARED),
    (0.4, Reason.SOME_SHARED),
    (0.0, Reason.FEW_SHARED),
    (-0.5, Reason.HARDLY_SHARED),
    (-math.inf, Reason.NONE_SHARED),
)
"""Reasons by closeness: the least closeness for each."""

_RARE = (
    (1.2, Reason.RARE_MOST),
    (0.7, Reason.RARE_MANY),
    (0.25, Reason.RARE_SOME),
    (-0.1, Reason.RARE_FEW),
    (-math.inf, Reason.RARE_NONE),
)
"""Reasons by closeness in rare words: the least for each."""

_FEWEST = 6
"""Minimum number of articles; with fewer, words can't be weighed, because each is in more than a third of them."""


class _Ends(Struct, frozen=True):
    """A part with precomputed values that are compared often; headlines are sets of character bigrams."""

    part: DayArticle
    headline: frozenset[str]
    storeys: frozenset[str]
    """Bigrams of the headline and of the lines above and below it."""
    words: str
    """All its words, including the headline's, in search form."""
    text: Mapping[str, int]
    """Bigrams of all its words, including the headline's, with their counts."""
    named: frozenset[str]
    """Bigrams of the headlines that its jump lines name."""
    opening: str
    """The first block that is neither jump line nor caption; "" unless that is a paragraph."""
    ending: str
    begins_as_news: bool
    is_continued: bool
    is_continuation: bool

    @classmethod
    def of(cls, part: DayArticle) -> "_Ends":
        article = part.article
        headline = search_form(article.headline or "")
        storeys = "\n".join(map(search_form, (article.kicker or "", headline, *article.decks)))
        texts = [search_form(block.text) for block in article.blocks if block.kind is not BlockKind.JUMP]
        jumps = "".join(block.text for block in article.blocks if block.kind is BlockKind.JUMP)
        jump_names = "\n".join(search_form(one or other) for one, other in _NAMED.findall(jumps))
        all_words = "\n".join((*texts, storeys))
        begin = opening(article)
        end = ending(article)
        opening_text = "" if begin is None else article.blocks[begin].text
        ending_text = "" if end is None else article.blocks[end].text
        return cls(
            part,
            frozenset(bigrams(headline)),
            frozenset(bigrams(storeys)),
            all_words,
            Counter(bigrams(all_words)),
            frozenset(bigrams(jump_names)),
            opening_text,
            ending_text,
            has_dateline(opening_text) or _is_signed(article, begin),
            is_continued(article),
            is_continuation(article),
        )


def _is_signed(article: Article, begin: int | None) -> bool:
    """Return whether reporters are credited in the first paragraph of an article, or above it."""
    later = "".join(block.text for place, block in enumerate(article.blocks) if place != begin)
    return any(credit.role in _REPORTING and credit.as_printed not in later for credit in article.credits)


def _of_share(share: float, bounds: Sequence[tuple[float, Reason]]) -> Reason:
    """Return the reason of the highest bound that a share reaches; `bounds` fall to 0."""
    return next(reason for bound, reason in bounds if share >= bound)


def _of_marks(first: _Ends, second: _Ends) -> Iterator[Reason]:
    if first.is_continued and second.is_continuation:
        yield Reason.BOTH_MARKED
    else:
        yield Reason.FIRST_MARKED if first.is_continued else Reason.SECOND_MARKED
    yield from _of_pages(first.part, second.part)


def _of_pages(first: DayArticle, second: DayArticle) -> Iterator[Reason]:
    to = first.article.jump_to
    origin = second.article.jump_from
    if to and second.page:
        yield Reason.LEADS_THERE if _is_page(to, second.page) else Reason.LEADS_ELSEWHERE
    if origin and first.page:
        yield Reason.COMES_FROM_THERE if _is_page(origin, first.page) else Reason.COMES_FROM_ELSEWHERE
    if to and to == origin:
        yield Reason.SAME_NAMED
    came = first.article.jump_from
    goes = second.article.jump_to
    if (to and to == goes) or (origin and origin == came):
        yield Reason.SAME_WAY
    if _is_before(second, first):
        yield Reason.BACKWARDS


def _is_page(label: str, page: str) -> bool:
    """Return whether a jump line's label means that page; a section letter may be left out."""
    return label == page or (label.isdigit() and label == page.lstrip("ABCD"))


def _is_before(one: DayArticle, other: DayArticle) -> bool:
    """Return whether a part certainly precedes another in the paper."""
    if one.page and other.page:
        if one.page != other.page:
            return _by_number(one.page) < _by_number(other.page)
        return one.file == other.file and one.order < other.order
    if one.page or other.page:
        return False
    return (one.file, one.order) < (other.file, other.order)


def _by_number(page: str) -> tuple[str, int]:
    digits = page.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return page.removesuffix(digits), int(digits) if digits.isdecimal() else 0


def _named(ends: Sequence[_Ends]) -> list[frozenset[int]]:
    """Return for each part the indices of those whose headline its jump lines name."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, end in enumerate(ends):
        for gram in end.storeys:
            places[gram].append(place)
    named_parts = []
    for place, end in enumerate(ends):
        shared = Counter(other for gram in end.named for other in places[gram] if other != place)
        named_parts.append(frozenset(other for other, count in shared.items() if count >= len(end.named) / 2))
    return named_parts


def _of_names(calls: Sequence[tuple[int, Collection[int]]]) -> Iterator[Reason]:
    """Yield the reasons by headlines named in jump lines, for both parts of a pair."""
    if any(place in places for place, places in calls):
        yield Reason.HEADLINE_NAMED
    elif any(places for _, places in calls):
        yield Reason.ANOTHER_NAMED


def _of_headlines(firsts: Sequence[_Ends], seconds: Sequence[_Ends]) -> Iterator[Reason]:
    """Yield the reason by headlines: of a part and the parts before it, against another and the parts behind it."""
    alike = 0.0
    for first, second in product(firsts, seconds):
        of_second = _share_in(second.headline, first.storeys)
        of_first = _share_in(first.headline, second.storeys)
        alike = max(alike, of_second, of_first)
    if alike >= 0.75:
        yield Reason.HEADLINE_REPEATED
    elif alike >= 0.4:
        yield Reason.HEADLINE_ALIKE
    elif not seconds[0].headline or not any(first.storeys for first in firsts):
        yield Reason.NO_HEADLINE
    elif alike >= 0.15:
        yield Reason.HEADLINE_TOUCHED
    else:
        yield Reason.HEADLINE_OTHER


def _share_in(grams: frozenset[str], by: frozenset[str]) -> float:
    """Return the share of `grams` that is in `by`, 0 to 1."""
    if grams:
        return len(grams & by) / len(grams)
    return 0.0


def _of_seam(before: str, after: str, seam_pairs: Collection[str]) -> Iterator[Reason]:
    if not before or not after:
        return
    if quotation_runs_on(before, after):
        yield Reason.QUOTATION_RUNS_ON
    elif seldom_begins(after):
        yield Reason.BOTH_CUT if is_open(before) else Reason.ONLY_SECOND_CUT
    elif simplified(after[0]) in _OFTEN_FIRST:
        yield Reason.ONLY_FIRST_CUT if is_open(before) else Reason.BOTH_WHOLE
    if is_open(before):
        if before[-1] + after[0] in seam_pairs:
            yield Reason.SEAM_KNOWN
        if words.word_spans(before, after):
            yield Reason.WORD_CUT


def _of_one_mark(reasons: AbstractSet[Reason]) -> Iterator[Reason]:
    """Yield the reason that replaces a missing jump line: headlines and words together are better
    evidence than either.
    """
    if Reason.BOTH_MARKED not in reasons and _SAME_HEADLINE & reasons and _MANY_WORDS & reasons:
        yield Reason.HEADLINE_AND_WORDS


_SAME_HEADLINE = frozenset({Reason.HEADLINE_NAMED, Reason.HEADLINE_REPEATED, Reason.HEADLINE_ALIKE})
_MANY_WORDS = frozenset({Reason.MOST_SHARED, Reason.MANY_SHARED})
