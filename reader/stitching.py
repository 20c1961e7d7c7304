"""Which articles of one day belong together: a story that goes on on another page, and how it reads as one.

Every pair that a jump line speaks for is scored by what can be said of it (`Reason`), in log odds; of all ways to
pair the parts of a day, the one whose scores add up highest is taken. A pair's confidence comes from how much worse the
best way without it would be, so that a rival lowers it and the lack of one doesn't.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from reader.language import words
from reader.language.forms import HAN, search_form, search_form_with_offsets
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, Role

MADE_FROM = 0.95
"""From this confidence on two parts are shown as one: a wrong stitch is worse than none."""

OFFERED_FROM = 0.5
"""From this confidence on the other part is offered; at least one half, as only likelier pairs are ever weighed."""

SEAM_REACH = 48
"""Characters in search form that `seam_text` holds on either side of a seam."""

_DOUBTFUL = 0.9
"""The most that is believed of a pair that wants a second witness (`_is_doubtful`)."""

_MOST_ENDS = 48
"""No paper prints so many jump lines on a day: they are a misread table, and nothing is told from them."""

_MOST_RIVALS = 4
"""Pairs of a part that are weighed; weaker ones would change no confidence that counts."""


class Reason(StrEnum):
    """What can be said of a pair; the words are those of the evidence, for and against."""

    BOTH_MARKED = "both have a jump line"
    FIRST_MARKED = "only the first has a jump line"
    SECOND_MARKED = "only the second has a jump line"
    LEADS_THERE = "the first names the second's page"
    LEADS_ELSEWHERE = "the first names another page"
    COMES_FROM_THERE = "the second names the first's page"
    COMES_FROM_ELSEWHERE = "the second names another page"
    SAME_NAMED = "both name the same page"
    BACKWARDS = "the second stands before the first"
    HEADLINE_NAMED = "a jump line names the other's headline"
    ANOTHER_NAMED = "a jump line names another headline"
    HEADLINE_REPEATED = "the headline is repeated"
    HEADLINE_ALIKE = "the headlines are alike"
    ALIKE_AND_MARKED = "the headlines are alike, and the jump lines name two pages"
    HEADLINE_TOUCHED = "the headlines share words"
    HEADLINE_OTHER = "the headlines share nothing"
    HEADLINE_IN_TEXT = "the headline's words are in the other's text"
    NO_HEADLINE = "the second has no headline"
    BEGINS_AS_NEWS = "the second has a dateline or reporters of its own"
    SEAM_KNOWN = "the characters on both sides of the seam stand together elsewhere"
    WORD_CUT = "a word is cut by the seam"
    QUOTATION_RUNS_ON = "a quotation runs on"
    MOST_SHARED = "a great many words that no other article has"
    MANY_SHARED = "many words that no other article has"
    SOME_SHARED = "some words that no other article has"
    FEW_SHARED = "few words that no other article has"
    HARDLY_SHARED = "hardly a word that no other article has"
    NONE_SHARED = "no words that no other article has"


# Log odds, fitted by `python -m tests.benchmarks.bench_stitch --fit`.
_WEIGHTS: Mapping[Reason, float] = {
    Reason.BOTH_MARKED: 1.4,
    Reason.FIRST_MARKED: 0.1,
    Reason.SECOND_MARKED: -1.6,
    Reason.LEADS_THERE: 0.1,
    Reason.LEADS_ELSEWHERE: -1.5,
    Reason.COMES_FROM_THERE: 0.9,
    Reason.COMES_FROM_ELSEWHERE: -1.0,
    Reason.SAME_NAMED: -4.8,
    Reason.BACKWARDS: -4.1,
    Reason.HEADLINE_NAMED: 1.5,
    Reason.ANOTHER_NAMED: -4.3,
    Reason.HEADLINE_REPEATED: 2.4,
    Reason.HEADLINE_ALIKE: 2.3,
    Reason.ALIKE_AND_MARKED: 1.1,
    Reason.HEADLINE_TOUCHED: -0.9,
    Reason.HEADLINE_OTHER: -2.8,
    Reason.HEADLINE_IN_TEXT: 2.7,
    Reason.NO_HEADLINE: -1.2,
    Reason.BEGINS_AS_NEWS: -3.3,
    Reason.SEAM_KNOWN: 2.0,
    Reason.WORD_CUT: 2.2,
    Reason.QUOTATION_RUNS_ON: 3.6,
    Reason.MOST_SHARED: 2.4,
    Reason.MANY_SHARED: 1.4,
    Reason.SOME_SHARED: 0.6,
    Reason.FEW_SHARED: -0.7,
    Reason.HARDLY_SHARED: -1.7,
    Reason.NONE_SHARED: -2.1,
}


Pair = tuple[int, int]
"""The places of two parts in the sequence given, the first first."""


@dataclass(frozen=True, slots=True)
class Part:
    """An article of the day. `page` as far as known ("2", "A4"); `file` and `order` tell where it stands in the
    folder: the file's path, the article's place in it."""

    id: int
    article: Article
    page: str | None
    file: str
    order: int


@dataclass(frozen=True, slots=True)
class Stitch:
    """The second part goes on with the first. `confidence` 0 to 1; `reasons` for and against, the weightiest first."""

    first_id: int
    second_id: int
    confidence: float
    reasons: tuple[Reason, ...]

    @property
    def is_made(self) -> bool:
        return self.confidence >= MADE_FROM


def stitches(parts: Sequence[Part]) -> tuple[Stitch, ...]:
    """The stitches of a day, in the order of their first parts: those to be made and those to be offered.

    `parts` are all articles of one newspaper's day, from all its files. No part is the first of two stitches, nor the
    second of two; a story over three pages is two stitches; none ever closes a circle.
    """
    parts = [part for part in parts if part.article.kind is not ArticleKind.NOTICES]
    marked = sum((p.article.jump_to is not None) + (p.article.jump_from is not None) for p in parts)
    if not 0 < marked <= _MOST_ENDS:
        return ()
    scores: dict[Pair, float] = {}
    evidence: dict[Pair, tuple[Reason, ...]] = {}
    for pair, reasons in pairs(parts):
        score = sum(_WEIGHTS[reason] for reason in reasons)
        if score > 0:
            scores[pair] = score
            evidence[pair] = tuple(sorted(reasons, key=lambda reason: -abs(_WEIGHTS[reason])))
    scores = _strongest(scores)
    best, total = _best_way(scores)
    found = []
    for pair in sorted(best):
        others = {other: score for other, score in scores.items() if other != pair}
        confidence = 1 / (1 + math.exp(_best_way(others)[1] - total))
        if _is_doubtful(evidence[pair]):
            confidence = min(confidence, _DOUBTFUL)
        if confidence >= OFFERED_FROM:
            first, second = pair
            found.append(Stitch(parts[first].id, parts[second].id, confidence, evidence[pair]))
    return tuple(found)


def _is_doubtful(reasons: Collection[Reason]) -> bool:
    """Whether the evidence, however much, leaves another reading open.

    Where both name the same page, the part that stands on it may be missing between. Where only one has a jump line,
    its other end may not be held, and an article on the same matter have all its words, but not its headline.
    """
    if Reason.SAME_NAMED in reasons:
        return True
    repeated = Reason.HEADLINE_REPEATED in reasons or Reason.HEADLINE_NAMED in reasons
    return Reason.BOTH_MARKED not in reasons and not repeated


def pairs(parts: Sequence[Part]) -> Iterator[tuple[Pair, frozenset[Reason]]]:
    """Every two parts that a jump line of either speaks for, with what can be said of them."""
    ends = [_Ends.of(part) for part in parts]
    commonness = Counter(gram for end in ends for gram in end.text)
    for i, first in enumerate(ends):
        for j, second in enumerate(ends):
            if i != j and (first.part.article.jump_to or second.part.article.jump_from):
                yield (i, j), frozenset(_reasons(first, second, commonness, len(parts)))


# -- what can be said of a pair

_TOKEN = re.compile(f"[{HAN}a-z0-9]+")
_NAMED = re.compile("《([^《》]{2,40})》|“([^“”]{2,40})”")
_FINAL = "。！？…!?.”’\"'）)》】"
_NEVER_FIRST = "，。、；：！？”’）》,.;:!?)%％"
_REPORTING = (Role.REPORTER, Role.CORRESPONDENT, Role.AGENCY)
_DATELINE = re.compile(
    f"(?:据|综合)?[{HAN}]{{1,8}}?(?:[{HAN}]{{0,6}}[0-9]{{1,2}}日)?[讯电](?=[ \u3000（(]|$)|[【·■□◎]"
)

# The share of the shorter text's pairs of characters that the other text has, and no third one.
_MANY = 0.05
_SHARED = (
    (0.08, Reason.MOST_SHARED),
    (_MANY, Reason.MANY_SHARED),
    (0.035, Reason.SOME_SHARED),
    (0.02, Reason.FEW_SHARED),
    (0.01, Reason.HARDLY_SHARED),
    (0.0, Reason.NONE_SHARED),
)
_FEWEST = 6

_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class _Ends:
    """A part, and what is asked of it again and again; texts as sets of two characters that stand together."""

    part: Part
    headline: frozenset[str]
    storeys: frozenset[str]
    """Of the headline and what stands above and below it."""
    text: frozenset[str]
    named: frozenset[str]
    """Of the headlines that its jump lines name."""
    opening: str
    """How its text begins: its first block that is no jump line and no caption, "" unless that is a paragraph."""
    ending: str
    begins_as_news: bool

    @classmethod
    def of(cls, part: Part) -> "_Ends":
        article = part.article
        headline = search_form(article.headline or "")
        storeys = "\n".join(map(search_form, (article.kicker or "", headline, *article.decks)))
        texts = [search_form(block.text) for block in article.blocks if block.kind is not BlockKind.JUMP]
        jumps = "".join(block.text for block in article.blocks if block.kind is BlockKind.JUMP)
        named = "\n".join(search_form(one or other) for one, other in _NAMED.findall(jumps))
        opening, ending = _opening(article), _ending(article)
        return cls(
            part,
            _bigrams(headline),
            _bigrams(storeys),
            _bigrams("\n".join(texts)),
            _bigrams(named),
            "" if opening is None else article.blocks[opening].text,
            "" if ending is None else article.blocks[ending].text,
            _begins_as_news(article, opening),
        )


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(a + b for token in _TOKEN.findall(text) for a, b in pairwise(token))


def _begins_as_news(article: Article, opening: int | None) -> bool:
    """Whether it has a dateline, or reporters that are told before its second paragraph."""
    later = "".join(block.text for place, block in enumerate(article.blocks) if place != opening)
    signed = any(credit.role in _REPORTING and credit.as_printed not in later for credit in article.credits)
    return signed or (opening is not None and _DATELINE.match(article.blocks[opening].text) is not None)


def _reasons(first: _Ends, second: _Ends, commonness: Mapping[str, int], count: int) -> Iterator[Reason]:
    yield from _of_marks(first.part, second.part)
    yield from _of_headlines(first, second)
    if second.begins_as_news:
        yield Reason.BEGINS_AS_NEWS
    yield from _of_seam(first.ending, second.opening, commonness)
    yield _of_words(first, second, commonness, count)


def _of_marks(first: Part, second: Part) -> Iterator[Reason]:
    to, origin = first.article.jump_to, second.article.jump_from
    yield Reason.BOTH_MARKED if to and origin else Reason.FIRST_MARKED if to else Reason.SECOND_MARKED
    if to and second.page:
        yield Reason.LEADS_THERE if _is_page(to, second.page) else Reason.LEADS_ELSEWHERE
    if origin and first.page:
        yield Reason.COMES_FROM_THERE if _is_page(origin, first.page) else Reason.COMES_FROM_ELSEWHERE
    if to and to == origin:
        yield Reason.SAME_NAMED
    if _is_before(second, first):
        yield Reason.BACKWARDS


def _is_page(told: str, page: str) -> bool:
    """Whether a jump line's page is that page; a letter may be left out where it goes without saying."""
    return told == page or (told.isdigit() and told == page.lstrip("ABCD"))


def _is_before(one: Part, other: Part) -> bool:
    """Whether a part certainly stands before another in the paper."""
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


def _of_headlines(first: _Ends, second: _Ends) -> Iterator[Reason]:
    named = [(first.named, second.storeys), (second.named, first.storeys)]
    likeness = [_held(name, storeys) for name, storeys in named if name and storeys]
    if likeness:
        yield Reason.HEADLINE_NAMED if max(likeness) >= 0.5 else Reason.ANOTHER_NAMED
    if not second.headline:
        yield Reason.NO_HEADLINE
        return
    alike = max(_held(second.headline, first.storeys), _held(first.headline, second.storeys))
    to, origin = first.part.article.jump_to, second.part.article.jump_from
    if alike >= 0.4 and to and origin and to != origin:
        yield Reason.ALIKE_AND_MARKED
    if alike >= 0.75:
        yield Reason.HEADLINE_REPEATED
    elif alike >= 0.4:
        yield Reason.HEADLINE_ALIKE
    elif alike >= 0.15:
        yield Reason.HEADLINE_TOUCHED
    else:
        yield Reason.HEADLINE_OTHER
    if _held(second.headline, first.text) >= 0.5 or _held(first.headline, second.text) >= 0.5:
        yield Reason.HEADLINE_IN_TEXT


def _held(grams: frozenset[str], by: frozenset[str]) -> float:
    """The share of `grams` that is in `by`."""
    return len(grams & by) / len(grams) if grams else 0.0


def _of_seam(ending: str, opening: str, commonness: Mapping[str, int]) -> Iterator[Reason]:
    if not ending or not opening:
        return
    if _quotation_runs_on(ending, opening):
        yield Reason.QUOTATION_RUNS_ON
    if _is_open(ending):
        if ending[-1] + opening[0] in commonness:
            yield Reason.SEAM_KNOWN
        if words.word_spans(ending, opening):
            yield Reason.WORD_CUT


def _is_open(ending: str) -> bool:
    return ending[-1] not in _FINAL


def _quotation_runs_on(ending: str, opening: str) -> bool:
    """Whether a quotation stays open at the end of one paragraph and is closed in the other before any opens."""
    closed, opened = opening.find("”"), opening.find("“")
    return ending.rfind("“") > ending.rfind("”") and closed >= 0 and (opened < 0 or closed < opened)


def _of_words(first: _Ends, second: _Ends, commonness: Mapping[str, int], count: int) -> Reason:
    """How much of the shorter part's text is in the other and in no third article: names, above all. Among
    fewer articles than `_FEWEST` any word is in no third one."""
    shared = sum(commonness[gram] == 2 for gram in first.text & second.text)
    share = shared / max(1, min(len(first.text), len(second.text)))
    if count < _FEWEST:
        share = min(share, _MANY)
    return next(reason for least, reason in _SHARED if share >= least)


# -- the best way to pair them all


def _strongest(scores: Mapping[Pair, float]) -> dict[Pair, float]:
    """Those that are among the strongest of either of their parts."""
    of_first: Counter[int] = Counter()
    of_second: Counter[int] = Counter()
    kept = {}
    for first, second in sorted(scores, key=lambda pair: -scores[pair]):
        if of_first[first] < _MOST_RIVALS or of_second[second] < _MOST_RIVALS:
            kept[first, second] = scores[first, second]
        of_first[first] += 1
        of_second[second] += 1
    return kept


def _best_way(scores: Mapping[Pair, float]) -> tuple[frozenset[Pair], float]:
    """The pairs that add up highest, no part twice on a side, and their sum.

    A circle (two parts that each go on with the other) gives way at its weakest pair.
    """
    allowed = dict(scores)
    while True:
        best = _assignment(allowed)
        circle = _circle(best)
        if not circle:
            return frozenset(best.items()), sum(allowed[pair] for pair in best.items())
        del allowed[min(circle, key=lambda pair: allowed[pair])]


def _assignment(scores: Mapping[Pair, float]) -> dict[int, int]:
    """First → second, the sum of their (positive) scores the highest there is: one pair more at a time, each time by
    the exchange of partners that gains most (Bellman and Ford's way through the pairs)."""
    first_of: dict[int, int] = {}
    while True:
        taken = set(first_of.values())
        gain = {first: 0.0 for first, _ in scores if first not in taken}
        reached: dict[int, tuple[float, int]] = {}
        has_changed = True
        while has_changed:
            has_changed = False
            for (first, second), score in scores.items():
                if first not in gain or first_of.get(second) == first:
                    continue
                total = gain[first] + score
                if second not in reached or total > reached[second][0] + _EPSILON:
                    reached[second] = (total, first)
                    has_changed = True
                    if second in first_of:
                        gain[first_of[second]] = total - scores[first_of[second], second]
        second_of = {first: second for second, first in first_of.items()}
        free = [second for second in reached if second not in first_of and reached[second][0] > 0]
        if not free:
            return second_of
        end: int | None = max(free, key=lambda second: reached[second][0])
        while end is not None:
            first = reached[end][1]
            first_of[end] = first
            end = second_of.get(first)


def _circle(way: Mapping[int, int]) -> list[Pair]:
    """The pairs of a circle in it, none where there is none."""
    for start in way:
        at = start
        passed: list[Pair] = []
        while at in way and len(passed) <= len(way):
            passed.append((at, way[at]))
            at = way[at]
            if at == start:
                return passed
    return []


# -- how a stitched story reads


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of one of the articles, and where its text begins in the stitched block."""

    article: int
    block: int
    start: int = 0


@dataclass(frozen=True, slots=True)
class StitchedBlock:
    """A block of the stitched reading. It has several pieces where a sentence runs on over a seam: each piece but the
    first begins at a seam."""

    kind: BlockKind
    text: str
    pieces: tuple[Piece, ...]

    @property
    def seams(self) -> tuple[int, ...]:
        """Offsets in the text at which another page begins."""
        return tuple(piece.start for piece in self.pieces[1:])


@dataclass(frozen=True, slots=True)
class Stitched:
    """A story in reading order. `jump_lines` are set apart; all blocks of all articles stand in one of the two."""

    articles: tuple[Article, ...]
    blocks: tuple[StitchedBlock, ...]
    jump_lines: tuple[Piece, ...]


def stitched(first: Article, *others: Article) -> Stitched:
    """The parts of a story read as one, in the order given."""
    articles = (first, *others)
    blocks: list[StitchedBlock] = []
    jumps: list[Piece] = []
    end: int | None = None
    for number, article in enumerate(articles):
        opening, ending = _opening(article), _ending(article)
        runs_on = (
            end is not None
            and opening is not None
            and _runs_on(blocks[end].text, article.blocks[opening].text)
        )
        for place, block in enumerate(article.blocks):
            if block.kind is BlockKind.JUMP:
                jumps.append(Piece(number, place))
                continue
            if runs_on and place == opening and end is not None:
                blocks[end] = _joined(blocks[end], block, Piece(number, place))
            else:
                blocks.append(StitchedBlock(block.kind, block.text, (Piece(number, place),)))
            if place == ending:
                end = end if runs_on and place == opening else len(blocks) - 1
    return Stitched(articles, tuple(blocks), tuple(jumps))


def seam_text(first: Article, second: Article) -> str:
    """What a string that crosses the seam is found in, in search form: `SEAM_REACH` characters on either side of
    it; "" where no sentence runs on over it."""
    opening, ending = _opening(second), _ending(first)
    if opening is None or ending is None:
        return ""
    before, after = first.blocks[ending].text, second.blocks[opening].text
    if not _runs_on(before, after):
        return ""
    form = search_form_with_offsets(before + after)
    seam = sum(start < len(before) for start in form.starts)
    return form.text[max(0, seam - SEAM_REACH) : seam + SEAM_REACH]


def _joined(block: StitchedBlock, more: Block, piece: Piece) -> StitchedBlock:
    pieces = (*block.pieces, Piece(piece.article, piece.block, len(block.text)))
    return StitchedBlock(block.kind, block.text + more.text, pieces)


def _runs_on(ending: str, opening: str) -> bool:
    """Whether two half paragraphs are one: the first is not over, or the second begins as no paragraph does."""
    if _DATELINE.match(opening):
        return False
    return _is_open(ending) or opening[0] in _NEVER_FIRST or _quotation_runs_on(ending, opening)


def _opening(article: Article) -> int | None:
    """The place of the paragraph that the text begins with; None where it begins with a subhead."""
    for place, block in enumerate(article.blocks):
        if block.kind is BlockKind.PARAGRAPH and block.text:
            return place
        if block.kind is BlockKind.SUBHEAD:
            return None
    return None


def _ending(article: Article) -> int | None:
    """The place of the paragraph that the text ends with."""
    for place, block in reversed(list(enumerate(article.blocks))):
        if block.kind is BlockKind.PARAGRAPH and block.text:
            return place
        if block.kind is BlockKind.SUBHEAD:
            return None
    return None
