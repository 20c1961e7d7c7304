"""Locating a passage in the present text of its article: where it was, or nowhere.

A place is that of the passage if its words stand there and at least one side of its context does, within the paragraph
(`language.surroundings`). `_LONG` characters that are unchanged and occur once need no context. Words that have changed
(a new OCR, another notation of a number) are found by pieces of them, which vote for places; numbers must be equal.

What was a twin of the passage when it was marked is none of its places: of the text stored then, no other place may
resemble the place more than the passage's own.

`MarkPlace` is a place in the fields of the articles, as `reader parse` and `reader show` write them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain, islice, starmap

from msgspec import Struct

from reader.export.article_text import HEAD, PageBlock
from reader.language.forms import search_form, search_form_with_offsets
from reader.language.patterns import pattern
from reader.language.surroundings import (
    FEWEST,
    NEAR,
    WithDigits,
    agree_after,
    agree_before,
    alike,
    common_beginning,
    numbers_of,
)
from reader.newspaper.article import Article
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.passage import MarkColor, Passage, QuoteSpan

CONTEXT = 32
"""Number of characters stored of the text before and after a passage."""
_LONGEST_CONTEXT = 1024
"""Maximum number of these, if fewer do not tell the passage from another place of the same words."""

_LONG = 12
"""Minimum length of a passage that is identified by its words alone, if these are unchanged and occur once."""
_PIECE = 4
"""Length of a piece of the passage that votes for a place."""
# Maximum number of pieces that vote, and of places that a piece votes for, as these are searched one by one.
_MOST_PIECES = 2000
_MOST_VOTES = 1000
_MOST_PLACES = 6
"""Maximum number of places with the most votes that are compared."""
_LEAST_ALIKE = 0.75
"""Minimum share of equal characters if the words themselves are not found. See `tests/library/test_moved_marks.py`."""
_LEAST_ALIKE_ALONE = 0.9
"""The same for a passage that is a paragraph of its own."""
_ANCHOR = 8
"""Number of characters of the context between which a lost passage may have been."""
_LEAST_OFFERED = 0.5
"""Minimum share of equal characters of a place that is offered for a lost passage."""
_MOST_OFFERED = 5
_LEAST_FUZZY = 8
"""Minimum length of a passage that may be found by similarity; shorter ones must be found exactly."""

_SENTENCE_END = pattern("[。！？!?；;]")


def passage_of(
    texts: Sequence[str], begin: tuple[int, int], end: tuple[int, int], color: MarkColor = MarkColor.YELLOW
) -> Passage | None:
    """Return the passage between two positions, given as (text index, offset); None if it is only white space.

    It has as much context as tells it from other places of the same words.
    """
    first, start = begin
    last, stop = end
    if first == last:
        exact = texts[first][start:stop]
    else:
        exact = "\n".join([texts[first][start:], *texts[first + 1 : last], texts[last][:stop]])
    if not search_form(exact):
        return None
    before = "\n".join([*texts[:first], texts[first][:start]])
    after = "\n".join([texts[last][stop:], *texts[last + 1 :]])
    length = CONTEXT
    while True:
        passage = Passage(exact, before[-length:], after[:length], color)
        if length >= min(_LONGEST_CONTEXT, max(len(before), len(after))) or _is_at(passage, texts, begin):
            return passage
        length *= 2


def _is_at(passage: Passage, texts: Sequence[str], begin: tuple[int, int]) -> bool:
    words = _folded(passage.exact)
    if sum(_folded(text).count(words) for text in texts) < 2:
        return True
    places = places_of(passage, texts)
    return bool(places) and (places[0].text, places[0].end) > begin >= (places[0].text, places[0].start)


def passage_quoting(quote: str, texts: Sequence[str], color: MarkColor = MarkColor.YELLOW) -> Passage | None:
    """Return the passage for the first occurrence of the words in the texts; None if they are not found or empty."""
    running = _Running(texts, has_digits=False)
    folded_quote = _folded(quote)
    at = running.text.find(folded_quote) if folded_quote else -1
    if at < 0:
        return None
    places = running.places(at, at + len(folded_quote))
    first = places[0]
    last = places[-1]
    return passage_of(texts, (first.text, first.start), (last.text, last.end), color)


def passages_quoting(quote: str, texts: Sequence[str]) -> list[Passage]:
    """Return a passage for each occurrence of the words in the texts."""
    running = _Running(texts, has_digits=False)
    folded_quote = _folded(quote)
    span_lists = [
        running.places(at, at + len(folded_quote))
        for at in islice(running.occurrences(folded_quote), _MOST_VOTES)
    ]
    ends = [
        ((spans[0].text, spans[0].start), (spans[-1].text, spans[-1].end)) for spans in span_lists if spans
    ]
    passages_quoting = []
    for begin, end in ends:
        passage = passage_of(texts, begin, end)
        if passage is not None:
            passages_quoting.append(passage)
    return passages_quoting


def places_of(
    passage: Passage, texts: Sequence[str], as_marked: Article | None = None
) -> tuple[QuoteSpan, ...]:
    """Return the spans of the passage, one for each text that it includes; () if it is lost.

    `as_marked` is its article as of marking, if known: what resembles another place of that text more is not accepted.
    """
    if as_marked is not None and not (passage.before or passage.after):
        passage = _with_context(passage, texts_of(as_marked))
    for has_digits in (False, True):
        search = _Search(passage, texts, as_marked, has_digits=has_digits)
        span = search.unchanged()
        if span:
            return search.now.places(*span)
    span = search.changed()
    if span:
        return search.now.places(*span)
    return ()


def sure_words(passage: Passage) -> str:
    """Return words in search form that are nowhere but at the place of a passage; "" if it has too little context.

    A text that has them has the passage, so that most need no search for their place.
    """
    if "\n" in passage.exact:
        return ""
    before = passage.before.rpartition("\n")[2]
    after = passage.after.partition("\n")[0]
    if min(len(before), len(after)) >= NEAR:
        return search_form(before + passage.exact + after)
    return ""


def _with_context(passage: Passage, texts: Sequence[str]) -> Passage:
    """Return a passage that another program made without context with that which it has in the texts, if it is once."""
    running = _Running(texts, has_digits=False)
    words = _folded(passage.exact)
    is_once = bool(words) and len([*islice(running.occurrences(words), 2)]) == 1
    return (passage_quoting(passage.exact, texts, passage.color) if is_once else None) or passage


def texts_of(article: Article) -> list[str]:
    """Return the texts of an article in which a passage may be, in reading order."""
    head = (article.section, article.kicker, article.headline, *article.decks)
    return [*filter(None, head), *(block.text for block in article.blocks)]


def likeliest_places(passage: Passage, texts: Sequence[str]) -> list[tuple[QuoteSpan, ...]]:
    """Return places that a lost passage may have now, each as in `places_of`, the likeliest first."""
    search = _Search(passage, texts, None, has_digits=True)
    return [search.now.places(*span) for span in search.likeliest()]


class _Sides(Struct, frozen=True):
    """The text before and after a place: within its paragraph, and (`far_`) also that of the paragraphs beside it."""

    before: str
    after: str
    far_before: str
    far_after: str

    @property
    def is_bare(self) -> bool:
        """Whether the place is a paragraph of its own, but for punctuation."""
        return len(self.before) < FEWEST and len(self.after) < FEWEST

    def agree(self, now: _Sides) -> bool:
        """Return whether at least one side is the same now; both, if the place was a paragraph of its own.

        The paragraph may have been divided, or joined to another: then one of the two texts goes on where the other
        ends.
        """
        if self.is_bare and (self.before, self.after) == (now.before, now.after):
            return True
        # the rest of the sentence is equal on both sides
        sentence_before, said_after = self.sentence
        before_now, after_now = now.sentence
        if len(sentence_before) >= NEAR:
            before_now = before_now[-len(sentence_before) :]
        if len(said_after) >= NEAR:
            after_now = after_now[: len(said_after)]
        is_telling = len(sentence_before) + len(said_after) > FEWEST
        if is_telling and (sentence_before, said_after) == (before_now, after_now):
            return True
        before = (self.before, now.before), (self.far_before, now.before), (self.before, now.far_before)
        after = (self.after, now.after), (self.far_after, now.after), (self.after, now.far_after)
        return any(starmap(agree_before, before)) or any(starmap(agree_after, after))

    @property
    def sentence(self) -> tuple[str, str]:
        """The rest of the sentence before and after the place."""
        return _SENTENCE_END.split(self.before)[-1], _SENTENCE_END.split(self.after)[0]

    def likeness(self, now: _Sides) -> tuple[float, float]:
        """Return how alike the sides are within their paragraphs: the better one, and both."""
        before = _share(self.before[::-1], now.before[::-1])
        after = _share(self.after, now.after)
        return max(before, after), before + after

    def shared(self, now: _Sides) -> int:
        """Return how many characters next to the place are the same, on both sides."""
        before = common_beginning(now.far_before[::-1], self.far_before[::-1])
        return before + common_beginning(now.far_after, self.far_after)


class _Running:
    """The search forms of several paragraphs as one string, with a mapping back to each paragraph.

    With `has_digits`, their numbers are in digits (`WithDigits`).
    """

    def __init__(self, texts: Sequence[str], *, has_digits: bool) -> None:
        self._texts = texts
        pieces = [search_form(text) for text in texts]
        if has_digits:
            self._digits = [WithDigits(piece) for piece in pieces]
        else:
            self._digits = []
        if has_digits:
            pieces = [digit.text for digit in self._digits]
        self._starts = [0, *accumulate(map(len, pieces))]
        self.text = "".join(pieces)

    def places(self, start: int, end: int) -> tuple[QuoteSpan, ...]:
        """Return the spans in the original texts for the characters [start, end) of `text`."""
        spans = []
        for number in range(bisect_right(self._starts, start) - 1, len(self._texts)):
            if self._starts[number] >= end:
                break
            first = max(start - self._starts[number], 0)
            last = min(end, self._starts[number + 1]) - self._starts[number]
            if first < last:
                first, last = self._digits[number].span(first, last) if self._digits else (first, last)
                form = search_form_with_offsets(self._texts[number])
                spans.append(QuoteSpan(number, *form.original_span(first, last)))
        return tuple(spans)

    def sides(self, start: int, end: int, length: int = CONTEXT) -> _Sides:
        """Return the text beside a place, up to `length` characters on each side."""
        begin = max(self._starts[bisect_right(self._starts, start) - 1], start - length)
        stop = min(self._starts[bisect_left(self._starts, end)], end + length)
        return _Sides(
            self.text[begin:start].rstrip(),
            self.text[end:stop].lstrip(),
            self.text[max(0, start - length) : start].rstrip(),
            self.text[end : end + length].lstrip(),
        )

    def sentence(self, start: int, end: int) -> str:
        """Return the words at a place with the rest of their first and their last sentence."""
        words = self.text[start:end]
        before, after = self.sides(start, end, 2 * CONTEXT).sentence
        return f"{before}{words}{'' if _SENTENCE_END.match(words, len(words) - 1) else after}"

    def occurrences(self, words: str) -> Iterator[int]:
        at = self.text.find(words) if words else -1
        while at >= 0:
            yield at
            at = self.text.find(words, at + 1)


class _Search:
    """Looks for a passage in texts; all offsets are those of `now.text`."""

    def __init__(
        self, passage: Passage, texts: Sequence[str], as_marked: Article | None, *, has_digits: bool
    ) -> None:
        def folded(text: str) -> str:
            return _folded(text, has_digits=has_digits)

        self._words = folded(passage.exact)
        before = "" if passage.exact.startswith("\n") else folded(passage.before.rpartition("\n")[2])
        after = "" if passage.exact.endswith("\n") else folded(passage.after.partition("\n")[0])
        self._sides = _Sides(
            before,
            after,
            folded(passage.before),
            folded(passage.after),
        )
        self._numbers = numbers_of(self._sides.before, self._words, self._sides.after)
        self._context = max(CONTEXT, len(passage.before), len(passage.after))
        self._passage = passage
        self._as_marked = as_marked
        self._has_digits = has_digits
        self.now = _Running(texts, has_digits=has_digits)

    @cached_property
    def _then(self) -> _Running | None:
        if self._as_marked is None:
            return None
        return _Running(texts_of(self._as_marked), has_digits=self._has_digits)

    def unchanged(self) -> tuple[int, int] | None:
        spans = [(at, at + len(self._words)) for at in self.now.occurrences(self._words)]
        untouched = next(filter(self._is_untouched, spans), None)
        if untouched:
            return untouched
        spans = [span for span in spans if self._has_its_numbers(span)]
        if (
            len(spans) == 1
            and len(self._words) >= _LONG
            and not (self._then is not None and len([*self._then.occurrences(self._words)]) > 1)
        ):
            return spans[0]
        return self._best([span for span in spans if self._agrees(span)])

    def changed(self) -> tuple[int, int] | None:
        """Return the place of the passage if some of its words are others now.

        Of a paragraph of its own, there is no context to judge by: nearly all words must be there.
        """
        if len(self._words) < _LEAST_FUZZY or (self._sides.is_bare and self._as_marked is None):
            return None
        least = (_LEAST_ALIKE_ALONE if self._sides.is_bare else _LEAST_ALIKE) * len(self._words)
        return self._best(
            [
                span
                for span in self._alike(self.now)
                if alike(self._words, self.now.text[slice(*span)]) >= least
                and self._has_its_numbers(span)
                and self._agrees(span)
            ]
        )

    def likeliest(self) -> list[tuple[int, int]]:
        """Return places that may be that of the passage, the likeliest first; no two of them overlap."""
        words = [(at, at + len(self._words)) for at in self.now.occurrences(self._words)]
        spans = [*words, *self._alike(self.now), *self._between()]
        scores = {span: self._likeness(span) for span in spans}
        places: list[tuple[int, int]] = []
        for span in sorted(sorted(scores), key=scores.__getitem__, reverse=True):
            if scores[span] >= _LEAST_OFFERED and all(span[1] <= a or b <= span[0] for a, b in places):
                places.append(span)
        return places[:_MOST_OFFERED]

    def _likeness(self, span: tuple[int, int]) -> float:
        """Return the share of the words that are at a place, more if a side agrees, too."""
        same = alike(self._words, self.now.text[slice(*span)]) / max(len(self._words), span[1] - span[0])
        return same + self._agrees(span)

    def _agrees(self, span: tuple[int, int]) -> bool:
        return self._sides.agree(self.now.sides(*span)) or self._is_untouched(span)

    def _is_untouched(self, span: tuple[int, int]) -> bool:
        """Return whether all that is stored of the text before and after a place is still there."""
        start, end = span
        text = self.now.text
        stored = self._sides
        room = 2 * self._context
        before = text[max(0, start - room) : start].rstrip()
        after = text[end : end + room].lstrip()
        begins = len(self._passage.before) < CONTEXT
        ends = len(self._passage.after) < CONTEXT
        if begins and before != stored.far_before:
            return False
        if ends and after != stored.far_after:
            return False
        return before.endswith(stored.far_before) and after.startswith(stored.far_after)

    def _has_its_numbers(self, span: tuple[int, int]) -> bool:
        """Return whether the numbers at a place, and those that reach into it, are those of the passage."""
        sides = self.now.sides(*span)
        return numbers_of(sides.before, self.now.text[slice(*span)], sides.after) == self._numbers

    def _best(self, spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
        """Return the place with most of the words and of the context, the first of equal ones; none that is a twin."""

        def quality(span: tuple[int, int]) -> tuple[float, ...]:
            sides = self.now.sides(*span, length=self._context)
            same = alike(self._words, self.now.text[slice(*span)])
            return same, *self._sides.likeness(sides), self._sides.shared(sides), -span[0]

        return max((span for span in spans if not self._is_twin(span)), key=quality, default=None)

    def _is_twin(self, span: tuple[int, int]) -> bool:
        """Return whether a place resembles another place of the text as of marking more than the passage's own.

        What tells twins apart is in the sentence; the sentences beside it may have gone.
        """
        then = self._then
        if then is None or self._is_untouched(span):
            return False
        places = [(at, at + len(self._words)) for at in then.occurrences(self._words)]
        if not places:
            return False  # the passage is of a part of the story that the bookmark does not have

        def shared_with_own(place: tuple[int, int]) -> float:
            return self._sides.shared(then.sides(*place, self._context))

        own_place = max(places, key=shared_with_own)
        sides = self.now.sides(*span)
        sentence = self.now.sentence(*span)

        def resemblance(place: tuple[int, int]) -> tuple[float, ...]:
            other = then.sentence(*place)
            same = 2 * alike(sentence, other) / (len(sentence) + len(other))
            return same, *then.sides(*place).likeness(sides)

        others = [
            other_place
            for other_place in (*places, *self._alike(then))
            if other_place[1] <= own_place[0] or own_place[1] <= other_place[0]
        ]
        return any(resemblance(other_place) > resemblance(own_place) for other_place in others)

    def _alike(self, text: _Running) -> list[tuple[int, int]]:
        """Return the places of a text that have most pieces of the words."""
        votes: Counter[int] = Counter()
        size = min(_PIECE, max(1, len(self._words) // 2))
        last = len(self._words) - size
        for offset in range(0, last + 1, last // _MOST_PIECES + 1):
            places = text.occurrences(self._words[offset : offset + size])
            votes.update(at - offset for at in islice(places, _MOST_VOTES))
        spans = [_fitted(self._words, text.text, start) for start, _ in votes.most_common(_MOST_PLACES)]
        return list(dict.fromkeys(filter(None, spans)))

    def _between(self) -> Iterator[tuple[int, int]]:
        """Yield the places between the text before the passage and the text after it, whatever their words."""
        before = self._sides.far_before[-_ANCHOR:]
        after = self._sides.far_after[:_ANCHOR]
        for at in islice(self.now.occurrences(before), _MOST_PLACES):
            start = at + len(before)
            most = start + 2 * len(self._words) + _ANCHOR
            if after:
                end = self.now.text.find(after, start + 1, most + len(after))
            else:
                end = -1
            if end > start:
                yield start, end


def _folded(text: str, *, has_digits: bool = False) -> str:
    """Return the search form of a text of several paragraphs, without the line feeds between them."""
    forms = [search_form(line) for line in text.split("\n")]
    if has_digits:
        forms = [WithDigits(form).text for form in forms]
    return "".join(forms)


def _share(one: str, other: str) -> float:
    """Return the share of characters that are equal in the beginnings of two texts; 0 if one is too short to tell."""
    length = min(len(one), len(other))
    if length >= FEWEST:
        return alike(one[:length], other[:length]) / length
    return 0.0


def _fitted(words: str, text: str, guess: int) -> tuple[int, int] | None:
    """Return the span near `guess` that is most similar to the words."""
    slack = max(len(words) // 5, 4)
    begin = max(guess - slack, 0)
    window = text[begin : guess + len(words) + slack]
    # `autojunk` would ignore frequent characters of long texts
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, words, window, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return None
    first = blocks[0]
    last = blocks[-1]
    start = max(begin + first.b - first.a, 0)
    return start, min(begin + last.b + last.size + (len(words) - last.a - last.size), len(text))


class MarkPlace(Struct, frozen=True):
    """The characters [start, end) of a text of an article.

    `field` is the kind of the text (a `PageBlockKind`); `block` is its index in the `blocks` of the article, None for a
    text of the head.
    """

    key: str
    field: str
    block: int | None
    start: int
    end: int


def mark_places(
    spans: Sequence[QuoteSpan], blocks: Sequence[PageBlock], story: Sequence[StoredArticle]
) -> list[MarkPlace]:
    return list(chain.from_iterable(_of_span(span, blocks, story) for span in spans))


def _of_span(
    span: QuoteSpan, blocks: Sequence[PageBlock], story: Sequence[StoredArticle]
) -> Iterator[MarkPlace]:
    block = blocks[span.text]
    if block.kind in HEAD:
        yield MarkPlace(story[0].article.key, block.kind.value, None, span.start, span.end)
        return
    for part, begin in block.printed:
        piece = block.text_in(part)
        article = story[part].article
        start = max(span.start - begin, 0)
        end = min(span.end - begin, len(piece))
        if start < end:
            above = 0
            for earlier_block in blocks[: span.text]:
                is_of_part = any(number == part for number, _ in earlier_block.printed)
                if is_of_part and earlier_block.text_in(part) == piece:
                    above += 1
            equal_blocks = [
                number for number, article_block in enumerate(article.blocks) if article_block.text == piece
            ]
            yield MarkPlace(article.key, block.kind.value, equal_blocks[above], start, end)
