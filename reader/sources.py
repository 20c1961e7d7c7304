"""The forms of an issue: a form is the content of all its files of one format.

A file that has a page once more, which another file of its format has already, is a form of its own.
This module orders the forms by reliability, matches their articles, and decides whose text is shown.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cached_property
from itertools import chain

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from reader.comparison.alignment import Letters, as_text, hashes, in_order, letters
from reader.i18n import say
from reader.language.code_arrays import distinct
from reader.language.forms import search_form
from reader.language.surroundings import numbers_of
from reader.language.words import known_words
from reader.newspaper.article import Article, ArticleKind, BlockKind, digest_of
from reader.newspaper.holdings import Twin

Mask = NDArray[np.bool_]
"""For each letter of a text, whether a condition holds."""

LENGTH = 4
"""Number of letters of a run; texts are compared by their runs. With a tenth misread, 66 % are equal."""
GAP = 12
"""Maximum number of misread, lost or added letters between two shared runs that count as shared too."""
LEAST_STRETCH = 8
"""Minimum number of letters of a shared stretch; a shorter one may be a set phrase."""
# Maximum letters of a text from a template; minimum share of letters in which two such texts differ.
SHORTER_THAN_NEWS = 300
MOST_REWRITTEN = 0.06
_LONGEST_NAME = 10
"""Maximum letters of a name or figure that differs; a longer difference is a line that one text has lost."""
_CROWDED = 12
"""Maximum number of occurrences of a run in an issue; a more frequent run is a set phrase, and ignored."""


class Shared(Struct, frozen=True):
    """What two articles share: a mask of the letters of each, and the number of runs."""

    of_one: Mask
    of_other: Mask
    runs: int

    def of_whole(self, length: int, other_length: int) -> float:
        """Return the proportion of shared runs among all runs of both texts, 0 to 1 (Jaccard index).

        The arguments are the lengths of the texts in letters.
        """
        return self.runs / max(1, length + other_length - self.runs)


def shared_with(texts: Sequence[Letters], others: Sequence[Letters]) -> Iterator[tuple[int, int, Shared]]:
    """Yield what each text shares with each of the others, if anything, with the numbers of both."""
    hash_arrays = [hashes(text, LENGTH) for text in others]
    hashed = np.concatenate([*hash_arrays, np.empty(0, np.uint32)])
    order = np.argsort(hashed, kind="stable")
    hashed = hashed[order]
    all_owners = np.repeat(np.arange(len(others)), [len(hash_array) for hash_array in hash_arrays])[order]
    all_places = np.concatenate(
        [*(np.arange(len(hash_array)) for hash_array in hash_arrays), np.empty(0, np.intp)]
    )[order]
    for number, text in enumerate(texts):
        text_hashes = hashes(text, LENGTH)
        first = np.searchsorted(hashed, text_hashes, "left")
        counts = np.searchsorted(hashed, text_hashes, "right") - first
        counts[counts > _CROWDED] = 0
        text_places = np.repeat(np.arange(len(text_hashes)), counts)
        at = (
            np.arange(len(text_places))
            - np.repeat(np.cumsum(counts) - counts, counts)
            + np.repeat(first, counts)
        )
        owners = all_owners[at]
        places = all_places[at]
        for other in distinct(owners).tolist():
            is_own = owners == other
            of_one = _filled(text_places[is_own], len(text))
            of_other = _filled(places[is_own], len(others[other]))
            if of_one.any() and of_other.any():
                yield number, other, Shared(of_one, of_other, len(distinct(text_places[is_own])))


def common(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> float:
    """Return the share of the smaller of two sets of runs that is in the other, 0 to 1."""
    least = min(len(one), len(other))
    if least:
        return len(np.intersect1d(one, other)) / least
    return 0.0


def likeness(one: Letters, other: Letters) -> float:
    """Return the share of the longer text that is in the shorter one in the same order, 0 to 1; 0 for no letters."""
    return in_order(as_text(one), as_text(other)) / max(1, len(one), len(other))


def is_filled_in(one: Letters, other: Letters) -> bool:
    """Return whether two short texts are the same template with different names or figures.

    Such texts differ in whole stretches at the same place; misread letters are mostly single ones.
    """
    if not 0 < min(len(one), len(other)) <= SHORTER_THAN_NEWS:
        return False
    from rapidfuzz.distance import Indel  # a window that reads and searches needs none

    rewritten = 0
    at = 0
    other_at = 0
    for step in Indel.opcodes(as_text(one), as_text(other)):
        if step.tag == "equal":
            rewritten += _rewritten(step.src_start - at, step.dest_start - other_at)
            at = step.src_end
            other_at = step.dest_end
    rewritten += _rewritten(len(one) - at, len(other) - other_at)
    return rewritten > MOST_REWRITTEN * min(len(one), len(other))


def _rewritten(length: int, other_length: int) -> int:
    shorter, longer = sorted((length, other_length))
    if shorter >= 2 and 3 <= longer <= _LONGEST_NAME:
        return longer
    return 0


def _filled(places: NDArray[np.intp], length: int) -> Mask:
    """Return a mask of the letters in runs that begin at these places, and between runs near each other."""
    mask = np.zeros(length, np.bool_)
    places = distinct(places)
    if not len(places):
        return mask
    is_apart = np.diff(places) > LENGTH + GAP
    begins = places[np.concatenate([[True], is_apart])]
    ends = places[np.concatenate([is_apart, [True]])] + LENGTH
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        if end - begin >= LEAST_STRETCH or end - begin >= length:
            mask[begin:end] = True
    return mask


PLAIN = "text"
"""The name of the format of files without a `Reading`."""

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
    "djvu",
    PLAIN,
    "iiif",
    "alto",
    "page-xml",
    "hocr",
)
"""The formats in order of preference."""


_OF_FILE = ":"
"""Between the format and the file, in the name of a form that is a single file."""


def form_of_file(format_name: str, path: str) -> str:
    """Return the name of the form that is a single file; it is the same as long as the file has its path."""
    return f"{format_name}{_OF_FILE}{digest_of(path.encode(), 8).hex()}"


def format_of_form(name: str) -> str:
    return name.partition(_OF_FILE)[0]


def place_of(name: str) -> tuple[int, str]:
    """Return the sort key of a format, or of a form, in the order of preference."""
    name = name or PLAIN
    of_format = format_of_form(name)
    return (_KNOWN.index(of_format) if of_format in _KNOWN else len(_KNOWN)), name


class Standing(Enum):
    """The reliability of a form's text by its origin, the best first.

    STATED: the files state where each article begins and ends; LAYER: the text layer of a PDF; CORRECTED: the
    user has corrected it; READ: it is an OCR result, or was typed.
    """

    STATED = "stated"
    LAYER = "layer"
    CORRECTED = "corrected"
    READ = "read"


_SAMPLE = 6000
"""Number of characters of a form in which its quality is measured."""
_STEPS = 50
"""Qualities are compared in steps of 1/50, as smaller differences are random."""


class FormArticle(Struct, frozen=True, dict=True):
    """An article of one form; `id` is the caller's identifier of it."""

    id: int
    article: Article

    @property
    def texts(self) -> tuple[str, ...]:
        """Its kicker, headline, decks and blocks."""
        article = self.article
        head = filter(None, (article.kicker, article.headline, *article.decks))
        return (*head, *(block.text for block in article.blocks))

    @cached_property
    def letters(self) -> Letters:
        """The letters of its texts."""
        return letters("\n".join(self.texts))


class Form(Struct, frozen=True, dict=True):
    """The articles of an issue in the files of one format, in the order of the paper.

    `tells_articles`: at least one file states its articles; `is_corrected`: the user has corrected at least
    one. `numbers` and `cn_numbers` are those in the mastheads. `is_copy`: its name says that it is a copy of another
    file, whose text is shown.
    """

    name: str
    articles: tuple[FormArticle, ...]
    tells_articles: bool
    is_corrected: bool
    numbers: frozenset[int] = frozenset()
    cn_numbers: frozenset[str] = frozenset()
    is_copy: bool = False

    @property
    def standing(self) -> Standing:
        if format_of_form(self.name) == "pdf":
            return Standing.LAYER
        if self.tells_articles:
            return Standing.STATED
        if self.is_corrected:
            return Standing.CORRECTED
        return Standing.READ

    def runs(self, pages: Collection[str | None] | None = None) -> NDArray[np.uint32]:
        """Return the sorted hashes of the runs of all articles, or of those on `pages`, each once."""
        hash_arrays = [
            hashes(article.letters, LENGTH)
            for article in self.articles
            if pages is None or article.article.page in pages
        ]
        return distinct(np.concatenate([*hash_arrays, np.empty(0, np.uint32)]))

    @cached_property
    def quality(self) -> float:
        """The share of its Han characters that are in known words, 0 to 1; misread ones rarely are."""
        return quality(article.article for article in self.articles)


def quality(articles: Iterable[Article]) -> float:
    """Return the share of a sample's Han characters that are in known words of at least two characters."""
    sample = []
    length = 0
    for article in articles:
        for block in article.blocks:
            if block.kind is BlockKind.PARAGRAPH and length < _SAMPLE:
                sample.append(block.text)
                length += len(block.text)
    words = []
    for text in sample:
        for word in known_words(text):
            if "一" <= word[0] <= "鿿":
                words.append(word)
    total = sum(map(len, words))
    if total:
        return sum(len(word) for word in words if len(word) > 1) / total
    return 0.0


def best_first(forms: Iterable[Form], chosen: str | None = None) -> list[Form]:
    """Return the forms of an issue, the best first; the format `chosen` by the user precedes all others.

    Quality is slow to measure, and is measured only if two forms have the same standing.
    """
    forms = list(forms)
    standings = [form.standing for form in forms]

    def key(form: Form) -> tuple[object, ...]:
        is_alone = standings.count(form.standing) == 1
        steps = 0 if is_alone else -round(form.quality * _STEPS)
        place = place_of(form.name)
        return form.name != chosen, form.is_copy, list(Standing).index(form.standing), steps, place

    return sorted(forms, key=key)


def reason(standing: Standing, others: Iterable[Standing], *, is_chosen: bool) -> str:
    """Return in words why the text of a form with the standing `standing` is preferred to the others."""
    if is_chosen:
        return say("是您选的")
    if standing in others:
        return say("几种一样可靠，取认错的字较少的一种")
    match standing:
        case Standing.STATED:
            return say("它自己说明了每篇文章从哪里到哪里")
        case Standing.LAYER:
            return say("是排版时留下的文字层，不是识别出来的")
        case Standing.CORRECTED:
            return say("是您校正过的文字")
        case Standing.READ:
            return say("文字是识别或录入的")


# Matching the articles of the forms, and deciding whose text is shown:
#
# The forms are processed in order, the best first. An article whose text is already in shown articles is made
# a further source of them; any other one is shown itself. So an article that only one form has is never lost,
# and none is shown twice. A form can be a source of each stretch of a shown text only once: the first lines
# of an article, printed again on the front page, are no second source of it.


LEAST_TOLD = 0.5
"""Minimum share of an article that is in a shown one, of which it then is a source."""
LEAST_OF_SHOWN = 0.6
"""Minimum share of a shown article that is in another one, which then is a source of it in any case."""
LEAST_FURTHER = 30
"""Minimum letters of an article, and at least a tenth of it, in a further one that it is a source of."""
LEAST_LIKENESS = 0.72
"""Minimum `likeness` of two texts of at most `SHORT` letters that are the same article. Two notices from one
template have less in common than two readings of a text with one letter in ten misread.
"""
SHORT = 60
"""Maximum letters of a text that is compared by `likeness`: misread letters leave it too few equal runs."""

# Minimum share of the shorter form's runs that two forms of one issue have in common; the second if their mastheads
# have different numbers, since numbers are misread, too.
LEAST_OF_ISSUE = 0.35
LEAST_OF_OTHER_NUMBER = 0.45
_BESIDE = 6
"""Number of letters on either side of a shared stretch that are also compared: a name there may distinguish
two notices with otherwise equal text.
"""
_ALIKE = 0.8
"""Minimum share of each of two articles that is in the other, for relating the pages of two forms."""


class Joined(Struct, frozen=True):
    """The result of matching the forms of an issue.

    `shown` are the ids of the articles whose text is shown, in the order of the forms. `sources_of` maps the
    id of any other article to the shown ones that it is a source of, the most similar first.
    """

    shown: tuple[int, ...]
    sources_of: Mapping[int, tuple[int, ...]]


class ChosenForms(Struct, frozen=True):
    """The user's choices: the format shown of an issue, and those shown of single articles by their keys."""

    of_issue: str | None = None
    of_articles: Mapping[str, str] = field(default_factory=dict)


_NONE_CHOSEN = ChosenForms()


def join(forms: Iterable[Form], chosen: ChosenForms = _NONE_CHOSEN) -> Joined:
    """Return which articles are shown, and what the others are sources of, for `forms` in any order."""
    ordered = best_first(forms, chosen.of_issue)
    shown_articles: list[_Shown] = []
    sources_of: dict[int, tuple[int, ...]] = {}
    chosen_of: dict[str, list[FormArticle]] = {}
    for form in ordered:
        chosen_of[form.name] = [
            article for article in form.articles if chosen.of_articles.get(article.article.key) == form.name
        ]
    # the articles that the user has chosen come first, so that those of better forms become their sources
    for form in (*(form for form in ordered if chosen_of[form.name]), *ordered):
        shown_ids = {one.article.id for one in shown_articles}
        left = [
            form_article
            for form_article in chosen_of[form.name] or form.articles
            if form_article.id not in shown_ids | {*sources_of}
        ]
        chosen_of[form.name] = []
        neighbours = [
            one for one in shown_articles if one.form is not form and _are_one_issue(form, one.form)
        ]
        matched, pages = _matched_with(left, neighbours)
        sources_of |= matched
        shown_articles += [
            _Shown(form_article, form, pages.get(form_article.article.page))
            for form_article in left
            if form_article.id not in matched
        ]
    all_articles = chain.from_iterable(form.articles for form in ordered)
    order = {form_article.id: number for number, form_article in enumerate(all_articles)}
    ids = sorted((one.article.id for one in shown_articles), key=order.__getitem__)
    return Joined(tuple(ids), sources_of)


class _Shown(Struct, frozen=True):
    """An article that is shown, with the label of its page in the best form."""

    article: FormArticle
    form: Form
    page: str | None


def _matched_with(
    articles: Sequence[FormArticle], shown_articles: Sequence[_Shown]
) -> tuple[dict[int, tuple[int, ...]], Mapping[str | None, str | None]]:
    """Match the articles of a form with the shown ones.

    Returns the ids of the shown articles that each article is a source of, by its id, if there are any; and
    the label of each page of the form in the best form.
    """
    if not shown_articles:
        return {}, {form_article.article.page: form_article.article.page for form_article in articles}
    texts = [article.letters for article in articles]
    shared_pairs = [*shared_with(texts, [one.article.letters for one in shown_articles])]
    pages = _Pages(articles, shown_articles, shared_pairs)

    def rank(pair: tuple[int, int, Shared]) -> tuple[bool, float, int, int]:
        one, other, shared = pair
        share = shared.of_whole(len(texts[one]), len(shown_articles[other].article.letters))
        return pages.differ(one, other), -share, one, other

    pairs = [pair for pair in shared_pairs if pages.allow(*pair[:2])]
    pairs.sort(key=rank)
    matching = _Matching(texts, [one.article.letters for one in shown_articles])
    for pair in pairs:
        matching.take(*pair)
    for pair in pairs:
        matching.take_further(*pair)
    for one, text in enumerate(texts):
        if len(text) <= SHORT and one not in matching.matched:
            for other in range(len(shown_articles)):
                if pages.allow(one, other):
                    matching.take_short(one, other)
    matched: dict[int, tuple[int, ...]] = {}
    for one, others in matching.matched.items():
        most_first = Counter(others).most_common()
        matched[articles[one].id] = tuple(shown_articles[other].article.id for other, _ in most_first)
    return matched, pages.known


class _Matching:
    """Matches the articles of one form with the shown ones; each letter of either is used only once."""

    def __init__(self, texts: Sequence[Letters], shown_texts: Sequence[Letters]) -> None:
        self._texts = texts
        self._shown = shown_texts
        self._free = [np.ones(len(text), np.bool_) for text in texts]
        self._free_of_shown = [np.ones(len(text), np.bool_) for text in shown_texts]
        self.matched: dict[int, dict[int, int]] = {}
        """For each article the shown ones that it is a source of, with the number of matching letters."""

    def take(self, one: int, other: int, shared: Shared) -> None:
        """Record an article as a source of a shown one if most of either is in the other."""
        of_one, of_other = self._left(one, other, shared)
        is_covered = of_one.sum() >= LEAST_TOLD * len(of_one)
        if is_covered or of_other.sum() >= LEAST_OF_SHOWN * len(of_other):
            self._use(one, other, of_one, of_other)

    def take_further(self, one: int, other: int, shared: Shared) -> None:
        """Record an article that is already a source as a source of a further one, if enough matches."""
        of_one, of_other = self._left(one, other, shared)
        is_known = other in self.matched.get(one, ())
        if one in self.matched and not is_known and of_one.sum() >= max(LEAST_FURTHER, len(of_one) / 10):
            self._use(one, other, of_one, of_other)

    def take_short(self, one: int, other: int) -> None:
        """Record a short article as a source of another short one, of which nothing was matched yet."""
        text = self._texts[one]
        shown_text = self._shown[other]
        if one in self.matched or len(shown_text) > SHORT or not self._free_of_shown[other].all():
            return
        if likeness(text, shown_text) >= LEAST_LIKENESS:
            self._use(one, other, np.ones(len(text), np.bool_), np.ones(len(shown_text), np.bool_))

    def _left(self, one: int, other: int, shared: Shared) -> tuple[Mask, Mask]:
        """Return the shared letters of both that are unused; none if more than half of either's are used."""
        of_one = shared.of_one & self._free[one]
        of_other = shared.of_other & self._free_of_shown[other]
        if 2 * of_one.sum() < shared.of_one.sum() or 2 * of_other.sum() < shared.of_other.sum():
            return np.zeros_like(of_one), np.zeros_like(of_other)
        return of_one, of_other

    def _use(self, one: int, other: int, of_one: Mask, of_other: Mask) -> None:
        first = int(np.argmax(of_one))
        other_first = int(np.argmax(of_other))
        behind = int(np.argmax(of_one[::-1]))
        other_behind = int(np.argmax(of_other[::-1]))
        before = min(_BESIDE, first, other_first)
        after = min(_BESIDE, behind, other_behind)
        stretch = self._texts[one][first - before : len(of_one) - behind + after]
        other_stretch = self._shown[other][other_first - before : len(of_other) - other_behind + after]
        if is_filled_in(stretch, other_stretch):
            return
        self._free[one] &= ~of_one
        self._free_of_shown[other] &= ~of_other
        self.matched.setdefault(one, {})[other] = int(of_one.sum())


class _Pages:
    """Maps a form's page labels to another form's, by the pages of almost equal articles."""

    def __init__(
        self,
        articles: Sequence[FormArticle],
        shown_articles: Sequence[_Shown],
        found: Iterable[tuple[int, int, Shared]],
    ) -> None:
        self._articles = [article.article for article in articles]
        self._shown = shown_articles
        votes: dict[str, Counter[str]] = {}
        for one, other, shared in found:
            page = self._articles[one].page
            shown_page = shown_articles[other].page
            is_alike = shared.of_one.mean() >= _ALIKE and shared.of_other.mean() >= _ALIKE
            if is_alike and page is not None and shown_page is not None:
                votes.setdefault(page, Counter())[shown_page] += 1
        self.known: dict[str | None, str | None] = {}
        for page, counts in votes.items():
            most = max(counts.values())
            self.known[page] = min(shown_page for shown_page in counts if counts[shown_page] == most)

    def differ(self, one: int, other: int) -> bool:
        """Return whether two articles are known to be on different pages."""
        best_page = self.known.get(self._articles[one].page)
        page = self._shown[other].page
        return best_page is not None and page is not None and best_page != page

    def allow(self, one: int, other: int) -> bool:
        """Return whether two articles may be the same by their pages; with jump lines, pages may differ."""
        return not self.differ(one, other) or any(
            either_article.kind is ArticleKind.CONTINUATION
            or either_article.jump_from is not None
            or either_article.jump_to is not None
            for either_article in (self._articles[one], self._shown[other].article.article)
        )


def _are_one_issue(one: Form, other: Form) -> bool:
    """Return whether two forms are of one issue, and not of different newspapers with one name and day."""
    is_other_number = _differ(one.numbers, other.numbers) or _differ(one.cn_numbers, other.cn_numbers)
    if is_other_number:
        least = LEAST_OF_OTHER_NUMBER
    else:
        least = LEAST_OF_ISSUE
    pages = {article.article.page for article in one.articles}
    other_pages = {article.article.page for article in other.articles}
    shared_pages = (pages & other_pages) - {None}
    runs = one.runs()
    other_runs = other.runs()
    if common(runs, other_runs) >= least:
        return True
    on_both = one.runs(shared_pages)
    other_on_both = other.runs(shared_pages)
    are_most = 2 * min(len(on_both), len(other_on_both)) >= min(len(runs), len(other_runs))
    return are_most and common(on_both, other_on_both) >= least


def _differ(one: Collection[object], other: Collection[object]) -> bool:
    return bool(one) and bool(other) and not set(one) & set(other)


# The same page twice: recognised from pictures of two resolutions, or a copy that a sync client has written.


LEAST_OF_PAGE = 0.9
"""Minimum `likeness` of the whole texts of two files that have the same page."""
LEAST_LETTERS = 40
"""Minimum letters of such a text: a few lines are alike by chance."""
_SKETCH = 24
"""Number of a text's least hashes that are looked at first: texts that are so alike have some of them in common."""


class FileText(Struct, frozen=True, dict=True):
    """The articles of a file, and the files whose copy it may be by its name, the likeliest first.

    `is_copy`: its name is certainly that of a copy.
    """

    path: str
    articles: tuple[FormArticle, ...]
    pages: frozenset[str] = frozenset()
    originals: tuple[str, ...] = ()
    is_copy: bool = False

    @cached_property
    def letters(self) -> Letters:
        return np.concatenate([*(article.letters for article in self.articles), np.empty(0, np.uint32)])

    @property
    def ids(self) -> set[int]:
        return {article.id for article in self.articles}

    @cached_property
    def sketch(self) -> frozenset[int]:
        """The least of the hashes of its runs."""
        return frozenset(self.runs[:_SKETCH].tolist())

    @cached_property
    def numbers(self) -> list[str]:
        """The numbers in its articles, in order; those of a corrected reprint differ."""
        texts = "\n".join(chain.from_iterable(article.texts for article in self.articles))
        return numbers_of("", search_form(texts), "")

    @cached_property
    def runs(self) -> NDArray[np.uint32]:
        return distinct(hashes(self.letters, LENGTH))


def twins(files: Iterable[FileText]) -> dict[str, Twin]:
    """Return, of the files of one format of an issue, those that have what another one has already.

    Where the name certainly says so, the copy may differ in much of its text. Else whole texts are compared, and their
    numbers are equal, except in what may be a copy by its name. The order of the files does not matter.
    """
    ordered = sorted(files, key=lambda file: (bool(file.originals), file.path))
    twin_by_path: dict[str, Twin] = {}
    by_hash: dict[int, list[FileText]] = {}
    by_path = {file.path: file for file in ordered}
    for file in ordered:
        original = next(
            (path for path in file.originals if path in by_path and path not in twin_by_path), None
        )
        if original is not None and _is_version(file, by_path[original]):
            twin_by_path[file.path] = Twin(original, is_copy=True)
            continue
        alike = {other.path: other for least in file.sketch for other in by_hash.get(least, ())}
        twin = next((path for path in sorted(alike) if are_one_page(file, alike[path])), None)
        if twin is not None:
            # with exactly its articles, it is a file of the same form
            if file.ids != alike[twin].ids or twin in file.originals:
                twin_by_path[file.path] = Twin(twin, is_copy=twin in file.originals)
            continue
        for least in file.sketch:
            by_hash.setdefault(least, []).append(file)
    return twin_by_path


def _is_version(file: FileText, original: FileText) -> bool:
    """Return whether a file that is named as a copy of another one is its copy, which somebody may have changed."""
    if file.is_copy:
        return common(file.runs, original.runs) >= LEAST_OF_ISSUE
    return _are_alike(file, original) and file.ids != original.ids


def are_one_page(one: FileText, other: FileText) -> bool:
    """Return whether two files have the same page: their whole texts are alike, and their numbers equal."""
    return _are_alike(one, other) and one.numbers == other.numbers


def _are_alike(one: FileText, other: FileText) -> bool:
    if one.pages and other.pages and not one.pages & other.pages:
        return False
    lengths = sorted((len(one.letters), len(other.letters)))
    if lengths[0] < max(LEAST_LETTERS, LEAST_OF_PAGE * lengths[1]):
        return False
    return likeness(one.letters, other.letters) >= LEAST_OF_PAGE
