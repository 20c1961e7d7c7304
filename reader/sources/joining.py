"""Which articles of an issue are the same in its forms, and whose text is shown.

The forms are taken one after another, the best first. An article of the next one whose text the articles that are shown
already tell is another source of these; every other one is shown itself. So an article that only one form has is never
lost, and none is shown twice. A form tells each stretch of a shown text once: the first lines of an article, printed
again on the front page, are no second source of it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from reader.newspaper.article import ArticleKind
from reader.reprints.shingles import Letters
from reader.sources.form import Form, FormArticle, best_first
from reader.sources.likeness import Mask, Runs, Shared, common, is_filled_in, likeness

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
