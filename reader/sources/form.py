"""A form of an issue: all files of one format that tell it; their order, and which articles of two are the same."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reader.i18n import say
from reader.language.words import known_words
from reader.newspaper.article import Article, ArticleKind, BlockKind
from reader.reprints.shingles import Letters, hashes, letters
from reader.sources.likeness import LENGTH, Mask, Runs, Shared, common, is_filled_in, likeness

PLAIN = "text"
"""The format of files without a `Reading`."""

_KNOWN = (
    "digital-paper",
    "mets",
    "tei",
    "article-file",
    "epub",
    "docx",
    "table",
    "web-page",
    "pdf",
    PLAIN,
    "iiif",
    "alto",
    "page-xml",
    "hocr",
)
"""The formats in order of preference."""


def place_of(name: str) -> tuple[int, str]:
    """Return the sort key of a format in the order of preference."""
    name = name or PLAIN
    return (_KNOWN.index(name) if name in _KNOWN else len(_KNOWN)), name


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


# Which articles of an issue are the same in its forms, and whose text is shown.
#
# The forms are taken one after another, the best first. An article of the next one whose text the articles that are
# shown already tell is another source of these; every other one is shown itself. So an article that only one form
# has is never lost, and none is shown twice. A form tells each stretch of a shown text once: the first lines of an
# article, printed again on the front page, are no second source of it.


LEAST_TOLD = 0.5
"""An article is a source of a shown one that has this share of it."""
LEAST_OF_SHOWN = 0.6
"""An article is also a source of a shown one of which it has this share, however much more it has."""
LEAST_FURTHER = 30
"""Letters, or a tenth of the article, that stand in a further one of which it is a source, too."""
LEAST_LIKENESS = 0.72
"""Of two texts that are no longer than `SHORT`: the share of letters that stand in both in the same order. A form that
was filled in twice has less in common than a text that was misread in one letter of ten."""
SHORT = 60
"""Letters: of a shorter text too few runs are left where some letters are misread."""

LEAST_OF_ISSUE, LEAST_OF_OTHER_NUMBER = 0.35, 0.45
"""Minimum share of the shorter form's runs that two forms of one issue have in common; the second if their mastheads
give different numbers, since numbers are misread, too."""
_BESIDE = 6
"""Letters on either side of a shared stretch that are compared, too: a name there may distinguish two notices that
otherwise have the same words."""
_ALIKE = 0.8
"""The share of either of two articles that stands in the other, if they tell how another form names a page."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The forms of an issue put together.

    `shown` are the ids of the articles whose text is shown, in the order of the forms; `sources_of` gives for each of
    the others those that it is another source of, the likest first.
    """

    shown: tuple[int, ...]
    sources_of: Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class ChosenForms:
    """A reader's choices: the format shown of an issue, and formats by the keys of single articles."""

    of_issue: str | None = None
    of_articles: Mapping[str, str] = field(default_factory=dict)


_NONE_CHOSEN = ChosenForms()


def join(forms: Iterable[Form], chosen: ChosenForms = _NONE_CHOSEN) -> Joined:
    """Return which articles are shown, and of which the others are sources. The order of `forms` does not matter."""
    ordered = best_first(forms, chosen.of_issue)
    shown: list[_Shown] = []
    sources_of: dict[int, tuple[int, ...]] = {}
    chosen_of = {
        form.name: [each for each in form.articles if chosen.of_articles.get(each.article.key) == form.name]
        for form in ordered
    }
    for form in (*(form for form in ordered if chosen_of[form.name]), *ordered):
        known = {one.article.id for one in shown}
        left = [
            each for each in chosen_of[form.name] or form.articles if each.id not in known | {*sources_of}
        ]
        chosen_of[form.name] = []
        beside = [one for one in shown if one.form is not form and _are_one_issue(form, one.form)]
        told, pages = _told_by(left, beside)
        sources_of |= told
        shown += [_Shown(each, form, pages.get(each.article.page)) for each in left if each.id not in told]
    order = {each.id: number for number, each in enumerate(a for form in ordered for a in form.articles)}
    ids = sorted((one.article.id for one in shown), key=order.__getitem__)
    return Joined(tuple(ids), sources_of)


@dataclass(frozen=True, slots=True)
class _Shown:
    """An article that is shown, with its page as the best form names it."""

    article: FormArticle
    form: Form
    page: str | None


@dataclass(slots=True)
class _Pair:
    """An article and a shown one that may be the same, by their indices."""

    one: int
    other: int
    shared: Shared


def _told_by(
    articles: Sequence[FormArticle], shown: Sequence[_Shown]
) -> tuple[dict[int, tuple[int, ...]], Mapping[str | None, str | None]]:
    """Return of which shown articles those of a form are sources, without those of none; and how its pages are named
    in the best form.
    """
    if not shown:
        return {}, {each.article.page: each.article.page for each in articles}
    texts = [each.letters for each in articles]
    runs = Runs([one.article.letters for one in shown])
    found = [
        (number, other, shared)
        for number, text in enumerate(texts)
        for other, shared in runs.shared_with(text).items()
    ]
    pages = _Pages(articles, shown, found)
    pairs = [_Pair(one, other, shared) for one, other, shared in found if pages.allow(one, other)]
    lengths = [len(each) for each in texts]
    pairs.sort(
        key=lambda pair: (
            pages.differ(pair.one, pair.other),
            -pair.shared.of_whole(lengths[pair.one], len(shown[pair.other].article.letters)),
            pair.one,
            pair.other,
        )
    )
    matching = _Matching(texts, [one.article.letters for one in shown])
    for pair in pairs:
        matching.take(pair)
    for pair in pairs:
        matching.take_further(pair)
    for one, text in enumerate(texts):
        if len(text) <= SHORT and one not in matching.told:
            for other in range(len(shown)):
                if pages.allow(one, other):
                    matching.take_short(one, other)
    told = {
        articles[one].id: tuple(shown[other].article.id for other, _ in Counter(others).most_common())
        for one, others in matching.told.items()
    }
    return told, pages.known


class _Matching:
    """The articles of one form as sources of those that are shown; each letter of either is used once."""

    def __init__(self, texts: Sequence[Letters], shown: Sequence[Letters]) -> None:
        self._texts = texts
        self._shown = shown
        self._free = [np.ones(len(text), np.bool_) for text in texts]
        self._free_of_shown = [np.ones(len(text), np.bool_) for text in shown]
        self.told: dict[int, dict[int, int]] = {}
        """For each article the shown ones that it is a source of, with the number of letters."""

    def take(self, pair: _Pair) -> None:
        """Make an article a source of a shown one, if either tells most of the other."""
        of_one, of_other = self._left(pair)
        is_told = of_one.sum() >= LEAST_TOLD * len(of_one)
        if is_told or of_other.sum() >= LEAST_OF_SHOWN * len(of_other):
            self._use(pair.one, pair.other, of_one, of_other)

    def take_further(self, pair: _Pair) -> None:
        """Make an article that is a source a source of a further one, of which it has a good part."""
        of_one, of_other = self._left(pair)
        is_known = pair.other in self.told.get(pair.one, ())
        if pair.one in self.told and not is_known and of_one.sum() >= max(LEAST_FURTHER, len(of_one) / 10):
            self._use(pair.one, pair.other, of_one, of_other)

    def take_short(self, one: int, other: int) -> None:
        """Make a short article a source of one that is as short, and of which nothing is told yet."""
        text, shown = self._texts[one], self._shown[other]
        if one in self.told or len(shown) > SHORT or not self._free_of_shown[other].all():
            return
        if likeness(text, shown) >= LEAST_LIKENESS:
            self._use(one, other, np.ones(len(text), np.bool_), np.ones(len(shown), np.bool_))

    def _left(self, pair: _Pair) -> tuple[Mask, Mask]:
        """Return what the two share of which nothing was used yet; nothing if most of it was, on either side."""
        of_one = pair.shared.of_one & self._free[pair.one]
        of_other = pair.shared.of_other & self._free_of_shown[pair.other]
        if 2 * of_one.sum() < pair.shared.of_one.sum() or 2 * of_other.sum() < pair.shared.of_other.sum():
            return np.zeros_like(of_one), np.zeros_like(of_other)
        return of_one, of_other

    def _use(self, one: int, other: int, of_one: Mask, of_other: Mask) -> None:
        first, other_first = int(np.argmax(of_one)), int(np.argmax(of_other))
        behind, other_behind = int(np.argmax(of_one[::-1])), int(np.argmax(of_other[::-1]))
        before = min(_BESIDE, first, other_first)
        after = min(_BESIDE, behind, other_behind)
        stretch = self._texts[one][first - before : len(of_one) - behind + after]
        other_stretch = self._shown[other][other_first - before : len(of_other) - other_behind + after]
        if is_filled_in(stretch, other_stretch):
            return
        self._free[one] &= ~of_one
        self._free_of_shown[other] &= ~of_other
        self.told.setdefault(one, {})[other] = int(of_one.sum())


class _Pages:
    """On which page of another form a page of one form is: as most of the articles tell that are alike as a whole."""

    def __init__(
        self,
        articles: Sequence[FormArticle],
        shown: Sequence[_Shown],
        found: Iterable[tuple[int, int, Shared]],
    ) -> None:
        self._articles = [each.article for each in articles]
        self._shown = shown
        votes: dict[str, Counter[str]] = {}
        for one, other, shared in found:
            page, named = self._articles[one].page, shown[other].page
            is_alike = shared.of_one.mean() >= _ALIKE and shared.of_other.mean() >= _ALIKE
            if is_alike and page is not None and named is not None:
                votes.setdefault(page, Counter())[named] += 1
        self.known: dict[str | None, str | None] = {
            page: min(counts, key=lambda named: (-counts[named], named)) for page, counts in votes.items()
        }

    def differ(self, one: int, other: int) -> bool:
        """Return whether two articles are known to stand on different pages."""
        named, page = self.known.get(self._articles[one].page), self._shown[other].page
        return named is not None and page is not None and named != page

    def allow(self, one: int, other: int) -> bool:
        """Return whether two articles may be the same by their pages: one that goes on from another page may be."""
        return not self.differ(one, other) or any(
            each.kind is ArticleKind.CONTINUATION or each.jump_from is not None or each.jump_to is not None
            for each in (self._articles[one], self._shown[other].article.article)
        )


def _are_one_issue(one: Form, other: Form) -> bool:
    """Return whether two forms tell the same issue: papers of one name and day have little in common."""
    is_other_number = _differ(one.numbers, other.numbers) or _differ(one.cn_numbers, other.cn_numbers)
    least = LEAST_OF_OTHER_NUMBER if is_other_number else LEAST_OF_ISSUE
    pages = {each.article.page for each in one.articles} & {each.article.page for each in other.articles}
    named = pages - {None}
    runs, other_runs = one.runs(), other.runs()
    if common(runs, other_runs) >= least:
        return True
    on_both, other_on_both = one.runs(named), other.runs(named)
    are_most = 2 * min(len(on_both), len(other_on_both)) >= min(len(runs), len(other_runs))
    return are_most and common(on_both, other_on_both) >= least


def _differ(one: Collection[object], other: Collection[object]) -> bool:
    return bool(one) and bool(other) and not set(one) & set(other)
