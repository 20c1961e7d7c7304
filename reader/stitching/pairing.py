"""The parts of a story: which articles of one day belong together, and how they read as one.

Every pair for which a jump line is evidence is scored by what is known about it (`Reason`), in log odds. Of all ways to
pair the parts of a day, the one with the highest total score is chosen. A pair's confidence depends on how much lower
the best total without it would be, so that a rival lowers it.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct

from reader.i18n import say
from reader.language.forms import HAN, search_form_with_offsets
from reader.language.patterns import pattern
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.plugs import all_plugs, answering
from reader.stitching.reasons import WEIGHTS, Reason


class BlockPart(Struct, frozen=True):
    """A block of one of the articles, and the offset of its text in the stitched block."""

    article: int
    block: int
    start: int = 0


class StitchedBlock(Struct, frozen=True):
    """A block of the stitched story.

    It has several pieces if a sentence crosses a seam: each piece but the first begins at a seam.
    """

    kind: BlockKind
    text: str
    pieces: tuple[BlockPart, ...]

    @property
    def seams(self) -> tuple[int, ...]:
        """Return the offsets in the text at which another part begins."""
        return tuple(piece.start for piece in self.pieces[1:])


class Stitched(Struct, frozen=True):
    """A story in reading order. `jump_lines` are listed separately; every block of every article is in
    one of the two.
    """

    articles: tuple[Article, ...]
    blocks: tuple[StitchedBlock, ...]
    jump_lines: tuple[BlockPart, ...]


class Seam(Struct, frozen=True):
    """A paragraph that crosses a seam, and the offset in it at which the second part begins."""

    text: str
    at: int

    def in_search_form(self) -> "Seam":
        form = search_form_with_offsets(self.text)
        return Seam(form.text, bisect_left(form.starts, self.at))


def stitched(first: Article, *others: Article) -> Stitched:
    """Return the parts of a story read as one, in the order given."""
    articles = (first, *others)
    blocks: list[StitchedBlock] = []
    jumps: list[BlockPart] = []
    end: int | None = None
    for number, article in enumerate(articles):
        begins = opening(article)
        ends = ending(article)
        is_joined = (
            end is not None and begins is not None and runs_on(blocks[end].text, article.blocks[begins].text)
        )
        for place, block in enumerate(article.blocks):
            if block.kind is BlockKind.JUMP:
                jumps.append(BlockPart(number, place))
                continue
            if is_joined and place == begins and end is not None:
                blocks[end] = _joined(blocks[end], block, BlockPart(number, place))
            else:
                blocks.append(StitchedBlock(block.kind, block.text, (BlockPart(number, place),)))
                if place == ends:
                    end = len(blocks) - 1
    return Stitched(articles, tuple(blocks), tuple(jumps))


def seams(first: Article, *others: Article) -> tuple[Seam | None, ...]:
    """Return the paragraph that crosses each seam of a story; None where no sentence does."""
    story = stitched(first, *others)
    story_seams: list[Seam | None] = [None] * len(others)
    for block in story.blocks:
        for piece in block.pieces[1:]:
            story_seams[piece.article - 1] = Seam(block.text, piece.start)
    return tuple(story_seams)


def _joined(block: StitchedBlock, more: Block, piece: BlockPart) -> StitchedBlock:
    pieces = (*block.pieces, BlockPart(piece.article, piece.block, len(block.text)))
    return StitchedBlock(block.kind, block.text + more.text, pieces)


_FINAL = "。！？…!?.”’\"'）)》】"
NEVER_FIRST = "，。、；：！？”’）》,.;:!?)%％"
_DATELINE = pattern(
    f"(?:据|综合)?[{HAN}]{{1,8}}?(?:[{HAN}]{{0,6}}[0-9]{{1,2}}日)?[讯电](?=[ \u3000（(]|$)|[【·■□◎]"
)


def opening(article: Article) -> int | None:
    """Return the index of the paragraph that the text begins with; None if it begins with a subhead."""
    for place, block in enumerate(article.blocks):
        if block.kind is BlockKind.PARAGRAPH and block.text:
            return place
        if block.kind is BlockKind.SUBHEAD:
            return None
    return None


def ending(article: Article) -> int | None:
    """Return the index of the paragraph that the text ends with."""
    for place, block in reversed(list(enumerate(article.blocks))):
        if block.kind is BlockKind.PARAGRAPH and block.text:
            return place
        if block.kind is BlockKind.SUBHEAD:
            return None
    return None


def is_continued(article: Article) -> bool:
    """Return whether a jump line says that the article continues on another page, whether or not its label was read."""
    return article.jump_to is not None or any(
        _is_jump(block) for block in article.blocks[_first_text(article) :]
    )


def is_continuation(article: Article) -> bool:
    """Return whether a jump line says that the article began elsewhere, be its page read or not."""
    return article.jump_from is not None or any(
        _is_jump(block) for block in article.blocks[: _first_text(article)]
    )


def _is_jump(block: Block) -> bool:
    return block.kind is BlockKind.JUMP


def _first_text(article: Article) -> int:
    """Return the index of the first paragraph; 0 if there is none."""
    kinds = [block.kind for block in article.blocks]
    if BlockKind.PARAGRAPH in kinds:
        return kinds.index(BlockKind.PARAGRAPH)
    return 0


def has_dateline(paragraph: str) -> bool:
    return _DATELINE.match(paragraph) is not None


def is_open(paragraph: str) -> bool:
    """Return whether a paragraph ends in the middle of a sentence."""
    return paragraph[-1] not in _FINAL


def quotation_runs_on(before: str, after: str) -> bool:
    """Return whether one paragraph leaves a quotation open, and the other closes it before opening another one."""
    closed = after.find("”")
    opened = after.find("“")
    return before.rfind("“") > before.rfind("”") and closed >= 0 and (opened < 0 or closed < opened)


def runs_on(before: str, after: str) -> bool:
    """Return whether two half paragraphs are one: the first is unfinished, or the second can't begin a paragraph."""
    if has_dateline(after):
        return False
    return is_open(before) or after[0] in NEVER_FIRST or quotation_runs_on(before, after)


Pair = tuple[int, int]
"""The indices of two parts in the given sequence; the second continues the first."""


class DayArticle(Struct, frozen=True):
    """An article of the day, as stitching looks at it.

    `page` is its label if known ("2", "A4"); `file` is the file's path, `order` the position of the article in it.
    """

    id: int
    article: Article
    page: str | None
    file: str
    order: int


class Story(Struct, frozen=True):
    """The parts before and after a part in its story, each the nearest first."""

    before: tuple[int, ...] = ()
    behind: tuple[int, ...] = ()


class Evidence:
    """What tells which parts of a day continue which: without the feature, nothing but the reader's word does."""

    def __init__(self, parts: Sequence[DayArticle]) -> None:
        """Look through all articles of a day, from all its files."""

    def of_pairs(
        self, stories: Mapping[int, Story] | None = None
    ) -> Iterator[tuple[Pair, frozenset[Reason]]]:
        """Yield each pair that may be of one story, with the reasons that apply to it.

        `stories` has the known parts before and after each part.
        """
        return iter(())

    def middles(self) -> frozenset[int]:
        """Return the parts that continue from another page and are continued on another."""
        return frozenset()


MADE_FROM = 0.93
"""Minimum confidence for two parts to be shown as one: a wrong stitch is worse than none.

From it on, weights fitted to half of the fitted stories join the other half with a precision of 0.99.
"""

OFFERED_FROM = 0.5
"""Minimum confidence for the other part to be offered; at least 0.5, as only likelier pairs are weighed."""

_DOUBTFUL = 0.9
"""Maximum confidence of a pair that needs further evidence (`_is_doubtful`)."""

# on a day of few pages
_MOST_ENDS = 48
_MOST_ENDS_OF_PAGE = 8
"""Maximum number of jump lines per page, on a day of many pages. With more than this and `_MOST_ENDS`, they are a
misread table, and are ignored.
"""

_MOST_RIVALS = 4
"""Number of pairs weighed for each part; weaker ones would not change a confidence that matters."""


ReaderDecisions = Mapping[tuple[int, int], bool]
"""A reader's decisions on pairs of parts (by id), later ones weigh more: whether the second continues the first."""


class Stitch(Struct, frozen=True):
    """The relation that the second part continues the first.

    `confidence` is 0 to 1; `reasons` for and against, the weightiest first. `is_by_reader`: a reader has decided it.
    """

    first_id: int
    second_id: int
    confidence: float
    reasons: tuple[Reason, ...]
    is_by_reader: bool = False

    @property
    def is_made(self) -> bool:
        return self.confidence >= MADE_FROM


def stitches(parts: Sequence[DayArticle], decisions: ReaderDecisions | None = None) -> tuple[Stitch, ...]:
    """Return the stitches of a day, in the order of their first parts: those to be made and those to be offered.

    `parts` are all articles of one newspaper's day, from all its files. No part is the first of two stitches, nor the
    second of two; a story over three pages is two stitches; stitches never form a circle. `decisions` override any
    score.
    """
    decisions = decisions or {}
    places = {part.id: place for place, part in enumerate(parts)}
    decided = {
        (places[a], places[b]): is_so for (a, b), is_so in decisions.items() if a in places and b in places
    }
    # the pairs without those that share a part with a later pair on the same side
    chosen = [pair for pair, is_so in decided.items() if is_so]
    last_of_first = {first: (first, second) for first, second in chosen}
    last_of_second = {second: (first, second) for first, second in chosen}
    certain = [p for p in chosen if last_of_first[p[0]] == p == last_of_second[p[1]]]
    day = _Day.of(parts)
    reasons_of: dict[Pair, frozenset[Reason]] = {}
    likely: dict[Pair, float] = {}
    for _ in range(_ROUNDS):
        reasons_of = day.reasons(likely)
        before = likely
        likely = _likely(reasons_of, decided, certain)
        # one of the pairs has a middle part, which may belong to a third part, too
        if not any(not day.middles.isdisjoint(pair) for pair in likely) or likely.keys() == before.keys():
            break
    day_stitches = []
    for pair, confidence in sorted(likely.items()):
        reasons = sorted(sorted(reasons_of.get(pair, ())), key=_strength, reverse=True)
        if pair in decided:
            confidence = 1.0
        elif _is_doubtful(reasons):
            confidence = min(confidence, _DOUBTFUL)
        if confidence >= OFFERED_FROM:
            first, second = (parts[place].id for place in pair)
            day_stitches.append(Stitch(first, second, confidence, tuple(reasons), pair in decided))
    return tuple(day_stitches)


_ROUNDS = 3
"""Rounds of weighing the pairs: which parts belong together is evidence for the next parts of their story."""


class _Day(Struct, frozen=True):
    """The evidence of a day, None if its jump lines are unusable; `able` are the indices of the parts it is about."""

    evidence: Evidence | None
    able: tuple[int, ...]
    middles: frozenset[int]
    """The indices of the parts that continue another page and are continued on another one."""

    @classmethod
    def of(cls, parts: Sequence[DayArticle]) -> "_Day":
        able = tuple(
            place for place, part in enumerate(parts) if part.article.kind is not ArticleKind.NOTICES
        )
        articles = [parts[place].article for place in able]
        marked = sum(is_continued(article) + is_continuation(article) for article in articles)
        pages = len({(parts[place].file, parts[place].page) for place in able})
        if not 0 < marked <= max(_MOST_ENDS, _MOST_ENDS_OF_PAGE * pages):
            return cls(None, able, frozenset())
        evidence = answering(Evidence, all_plugs())([parts[place] for place in able])
        return cls(evidence, able, frozenset(able[n] for n in evidence.middles()))

    def reasons(self, likely: Collection[Pair]) -> dict[Pair, frozenset[Reason]]:
        if self.evidence is None:
            return {}
        number = {place: n for n, place in enumerate(self.able)}
        likely_pairs = [(number[a], number[b]) for a, b in likely if a in number and b in number]
        # for each part the parts before and after it in its story
        behind = dict(likely_pairs)
        before = {second: first for first, second in likely_pairs}
        pair_reasons = self.evidence.of_pairs(
            {
                part: Story(tuple(_followed(before, part)), tuple(_followed(behind, part)))
                for part in behind.keys() | before.keys()
            }
        )
        return {(self.able[first], self.able[second]): reasons for (first, second), reasons in pair_reasons}


def _followed(next_of: Mapping[int, int], start: int) -> Iterator[int]:
    at = start
    left = _LONGEST_STORY
    while at in next_of and left:
        at = next_of[at]
        left = left - 1
        if at == start:
            return
        yield at


_LONGEST_STORY = 6


def _likely(
    reasons_of: Mapping[Pair, Collection[Reason]], decided: Collection[Pair], certain: Sequence[Pair]
) -> dict[Pair, float]:
    """Return the pairs of the best way to pair the parts, each with its confidence, if that is at least even."""
    firsts = {first for first, _ in certain}
    seconds = {second for _, second in certain}
    scores: dict[Pair, float] = {}
    for pair, reasons in reasons_of.items():
        if pair in decided or pair[0] in firsts or pair[1] in seconds:
            continue
        score = math.fsum(WEIGHTS[reason] for reason in reasons)  # the same in whatever order
        if score > 0:
            scores[pair] = score
    likely = {}
    for group in _groups(_strongest(scores) | {pair: _CERTAIN + n for n, pair in enumerate(certain)}):
        best, total = _best_way(group)
        for pair in best:
            others = {other: score for other, score in group.items() if other != pair}
            confidence = 1 / (1 + math.exp(_best_way(others)[1] - total))
            if confidence >= OFFERED_FROM:
                likely[pair] = confidence
    return likely


def _groups(scores: Mapping[Pair, float]) -> list[dict[Pair, float]]:
    """Return the pairs in groups that share no part with each other, so that each group can be weighed by itself."""
    group_of: dict[int, dict[Pair, float]] = {}
    for pair, score in scores.items():
        one, other = (group_of.get(part, {}) for part in pair)
        if one is not other:
            one, other = (one, other) if len(one) >= len(other) else (other, one)
            one.update(other)
        one[pair] = score
        for part in {
            part for pair_scores in (other, {pair: score}) for pair_ in pair_scores for part in pair_
        }:
            group_of[part] = one
    return list({id(group): group for group in group_of.values()}.values())


def _is_doubtful(reasons: Collection[Reason]) -> bool:
    """Return whether the evidence, however strong, allows another explanation.

    If both parts name the same page, the part on that page may be missing between them. A part that begins as news may
    be another article.
    """
    return not {Reason.SAME_NAMED, Reason.BEGINS_AS_NEWS}.isdisjoint(reasons)


_CERTAIN = 1000.0
"""The score of a pair that a reader has decided on."""

# a difference by rounding is no gain
_EPSILON = 1e-9


def _strength(reason: Reason) -> float:
    return abs(WEIGHTS[reason])


def _strongest(scores: Mapping[Pair, float]) -> dict[Pair, float]:
    """Return the pairs that are among the strongest of either of their parts."""
    of_first: Counter[int] = Counter()
    of_second: Counter[int] = Counter()
    strongest = {}
    for first, second in sorted(scores, key=scores.__getitem__, reverse=True):
        if of_first[first] < _MOST_RIVALS or of_second[second] < _MOST_RIVALS:
            strongest[first, second] = scores[first, second]
        of_first[first] += 1
        of_second[second] += 1
    return strongest


def _best_way(scores: Mapping[Pair, float]) -> tuple[frozenset[Pair], float]:
    """Return the set of pairs with the highest total score, no part twice on one side, and the total.

    A circle (two parts that each continue the other) is broken at its weakest pair.
    """
    allowed = dict(scores)
    while True:
        best = _assignment(allowed)
        circle = _circle(best)
        if not circle:
            return frozenset(best.items()), sum(allowed[pair] for pair in best.items())
        del allowed[min(circle, key=allowed.__getitem__)]


def _assignment(scores: Mapping[Pair, float]) -> dict[int, int]:
    """Return the assignment first → second with the highest total of (positive) scores.

    Pairs are added one at a time, each time by the exchange of partners that gains most (Bellman-Ford over the pairs).
    """
    first_of: dict[int, int] = {}
    while True:
        used_firsts = set(first_of.values())
        gain = {first: 0.0 for first, _ in scores if first not in used_firsts}
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
        totals = {second: reached[second][0] for second in free}
        end: int | None = max(free, key=totals.__getitem__)
        while end is not None:
            first = reached[end][1]
            first_of[end] = first
            end = second_of.get(first)


def _circle(way: Mapping[int, int]) -> list[Pair]:
    """Return the pairs of a circle in the assignment; empty if there is none."""
    for start in way:
        at = start
        passed: list[Pair] = []
        while at in way and len(passed) <= len(way):
            passed.append((at, way[at]))
            at = way[at]
            if at == start:
                return passed
    return []


def for_and_against(stitch: Stitch) -> tuple[list[str], list[str]]:
    """Return the reasons for a stitch and those against it, the weightiest first; a reader's decision is the only one.

    A missing headline, by itself, is neither.
    """
    if stitch.is_by_reader:
        return [say("已更正为同一篇")], []
    neither = {*_AGAINST, Reason.NO_HEADLINE}
    speak_for = [in_words(reason) for reason in stitch.reasons if reason not in neither]
    return speak_for, [in_words(reason) for reason in stitch.reasons if reason in _AGAINST]


_AGAINST = frozenset(
    {
        Reason.FIRST_MARKED,
        Reason.SECOND_MARKED,
        Reason.LEADS_ELSEWHERE,
        Reason.COMES_FROM_ELSEWHERE,
        Reason.SAME_NAMED,
        Reason.SAME_WAY,
        Reason.BACKWARDS,
        Reason.ANOTHER_NAMED,
        Reason.HEADLINE_TOUCHED,
        Reason.HEADLINE_OTHER,
        Reason.BEGINS_AS_NEWS,
        Reason.BOTH_WHOLE,
        Reason.ONLY_FIRST_CUT,
        Reason.ONLY_SECOND_CUT,
        Reason.FEW_SHARED,
        Reason.HARDLY_SHARED,
        Reason.NONE_SHARED,
        Reason.RARE_FEW,
        Reason.RARE_NONE,
    }
)


def in_words(reason: Reason) -> str:
    return {
        Reason.BOTH_MARKED: say("两头都有转版的话"),
        Reason.FIRST_MARKED: say("只有前一篇说转到别版"),
        Reason.SECOND_MARKED: say("只有后一篇说上接别版"),
        Reason.LEADS_THERE: say("前一篇说转到这一版"),
        Reason.LEADS_ELSEWHERE: say("前一篇说转到另外一版"),
        Reason.COMES_FROM_THERE: say("后一篇说上接那一版"),
        Reason.COMES_FROM_ELSEWHERE: say("后一篇说上接另外一版"),
        Reason.SAME_NAMED: say("两头说的是同一版"),
        Reason.SAME_WAY: say("两篇都转到同一版，或都接自同一版"),
        Reason.BACKWARDS: say("后一篇排在前一篇之前"),
        Reason.HEADLINE_NAMED: say("转版的话里写的像是另一篇的标题"),
        Reason.ANOTHER_NAMED: say("转版的话里写的像是别篇的标题"),
        Reason.HEADLINE_REPEATED: say("标题大半相同"),
        Reason.HEADLINE_ALIKE: say("标题约有一半相同"),
        Reason.HEADLINE_TOUCHED: say("标题只有几个字相同"),
        Reason.HEADLINE_OTHER: say("标题几乎没有相同的词"),
        Reason.NO_HEADLINE: say("两篇中有一篇没有标题"),
        Reason.BEGINS_AS_NEWS: say("后一篇有自己的电头或记者"),
        Reason.SEAM_KNOWN: say("接缝两边的字在别处也连在一起"),
        Reason.WORD_CUT: say("一个词断在接缝上"),
        Reason.QUOTATION_RUNS_ON: say("前一篇的引号到后一篇才关上"),
        Reason.BOTH_CUT: say("前一篇末句不完整，后一篇像是从句子中间开始"),
        Reason.BOTH_WHOLE: say("前一篇末句完整，后一篇像是另起一段"),
        Reason.ONLY_FIRST_CUT: say("前一篇末句不完整，后一篇却像是另起一段"),
        Reason.ONLY_SECOND_CUT: say("前一篇末句完整，后一篇却像是从句子中间开始"),
        Reason.HEADLINE_AND_WORDS: say("标题和共有的字词都对得上"),
        Reason.MOST_SHARED: say("共有的字词比那天的别篇之间多得多"),
        Reason.MANY_SHARED: say("共有的字词比那天的别篇之间多不少"),
        Reason.SOME_SHARED: say("共有的字词比那天的别篇之间多一些"),
        Reason.FEW_SHARED: say("共有的字词不比那天的别篇之间多多少"),
        Reason.HARDLY_SHARED: say("共有的字词比那天的别篇之间少"),
        Reason.NONE_SHARED: say("共有的字词比那天的别篇之间少得多"),
        Reason.RARE_MOST: say("少见的词，共有的比与别篇多得多"),
        Reason.RARE_MANY: say("少见的词，共有的比与别篇多不少"),
        Reason.RARE_SOME: say("少见的词，共有的比与别篇多一些"),
        Reason.RARE_FEW: say("少见的词，共有的不比与别篇多"),
        Reason.RARE_NONE: say("少见的词，共有的比与别篇少"),
    }[reason]
