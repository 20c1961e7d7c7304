"""How well an issue part tells the truth of a file: eighteen measures, 1.0 being right for all but the first two,
which count lines.

lost: lines that stand nowhere (masthead, an article, a warning). double: lines in more than one article. start:
articles begun at the right line (F1). exact: articles with exactly their lines. bcubed: lines grouped as they belong.
text: lines whose words stand in their article's fields and blocks, in order. headline, kicker, deck, section, kind,
agency, jump: articles whose field is right. byline: (role, name) pairs (F1). subhead, caption: lines of that kind (F1).
join: paragraph halves made one (F1). masthead: fields of it; where none is printed, an inferred date that is near.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import fmean

from reader.newspaper.article import Article, ArticleKind, BlockKind, LineSpan, Role
from reader.newspaper.issue import DateOrigin, IssuePart, Masthead
from tools.typesetter import lines as typeset
from tools.typesetter.truth import ArticleTruth, MastheadTruth, Truth, squash

COUNTS = ("lost", "double")
SHARES = (
    "start", "exact", "bcubed", "text", "headline", "kicker", "deck", "section", "kind", "byline", "agency", "subhead",
    "caption", "join", "jump", "masthead",
)  # fmt: skip
MEASURES = COUNTS + SHARES

Scores = Mapping[str, float]


def score(truth: Truth, part: IssuePart, lines: Sequence[str]) -> Scores:
    """`lines`: the file's lines, line 1 first."""
    texts = {n: re.sub(r"^#+\s*", "", line.strip()) for n, line in enumerate(lines, 1) if line.strip()}
    told = [(article, _lines(article.source_lines) & set(texts)) for article in part.articles]
    matched = [(article, _nearest(article, told)) for article in truth.articles]
    return {
        **_grouping(truth, part, told, set(texts)),
        **_fields(matched, texts),
        "byline": _byline(matched),
        **_block_lines(truth, part, set(texts)),
        "masthead": _masthead(truth, part.masthead),
    }


def mean(scores: Sequence[Scores]) -> float:
    """The mean of all measures that are shares."""
    return fmean(fmean(row[name] for name in SHARES) for row in scores) if scores else 0.0


def _lines(spans: Iterable[LineSpan]) -> set[int]:
    return {line for first, last in spans for line in range(first, last + 1)}


def _bare(text: str | None) -> str:
    return re.sub(r"[\W_]+", "", squash(text))


def _f1(got: Iterable[Hashable], want: Iterable[Hashable]) -> float:
    found, wanted = Counter(got), Counter(want)
    if not found and not wanted:
        return 1.0
    return 2 * (found & wanted).total() / (found.total() + wanted.total())


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right) if right else 1.0


def _nearest(article: ArticleTruth, told: Sequence[tuple[Article, set[int]]]) -> Article | None:
    """The article told that shares most lines with one."""
    lines = article.lines()
    best = max(told, key=lambda other: len(lines & other[1]), default=None)
    return best[0] if best and lines & best[1] else None


def _grouping(
    truth: Truth, part: IssuePart, told: Sequence[tuple[Article, set[int]]], nonblank: set[int]
) -> dict[str, float]:
    outside = _lines(part.masthead.source_lines) | {remark.line for remark in part.warnings}
    counts = Counter(line for _, lines in told for line in lines)
    lost = nonblank - set(counts) - outside
    right = {line: n for n, article in enumerate(truth.articles) for line in article.lines()}
    given = {line: n for n, (_, lines) in reversed(list(enumerate(told))) for line in lines}
    both = Counter((right[line], given[line]) for line in right if line in given)
    rights, givens = Counter(right.values()), Counter(given[line] for line in right if line in given)
    precision = sum(count * count / givens[theirs] for (_, theirs), count in both.items()) / len(right)
    recall = sum(count * count / rights[ours] for (ours, _), count in both.items()) / len(right)
    sets = [lines for _, lines in told]
    return {
        "lost": len(lost),
        "double": sum(count - 1 for count in counts.values()),
        "start": _f1((min(lines) for lines in sets if lines), (min(a.lines()) for a in truth.articles)),
        "exact": _share([article.lines() in sets for article in truth.articles]),
        "bcubed": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
    }


def _fields(
    matched: Sequence[tuple[ArticleTruth, Article | None]], texts: Mapping[int, str]
) -> dict[str, float]:
    right: dict[str, list[bool]] = {
        name: [] for name in ("text", "headline", "kicker", "deck", "section", "kind", "agency", "jump")
    }
    for truth, found in matched:
        article = found or Article("", ArticleKind.UNPLACED)
        decks = "".join(article.decks)

        def printed(role: typeset.Role, truth: ArticleTruth = truth) -> list[str]:
            return [_bare(texts[line]) for line in truth.roles.get(role, ())]

        runs = _runs(article)
        right["text"] += [any(_bare(texts[line]) in run for run in runs) for line in truth.lines()]
        accepted = [squash(headline) for headline in truth.accept if headline]
        if accepted:
            headline = squash(article.headline)
            tried = (headline, headline + squash(decks), squash(article.kicker) + headline)
            right["headline"].append(any(form in accepted for form in tried))
        if truth.kicker:
            right["kicker"].append(squash(article.kicker) == squash(truth.kicker))
        if wanted := printed(typeset.Role.DECK):
            right["deck"].append(_bare(decks) == "".join(wanted))
        if wanted := printed(typeset.Role.SECTION):
            right["section"].append(
                _bare(article.section) == "".join(wanted) or any(label in _bare(decks) for label in wanted)
            )
        right["kind"].append(found is not None and article.kind.value == truth.kind)
        if truth.agency:
            agencies = ["".join(credit.names) for credit in article.credits if credit.role is Role.AGENCY]
            right["agency"].append(any(truth.agency in names for names in agencies))
        if truth.jump_to or truth.jump_from:
            right["jump"].append((article.jump_to, article.jump_from) == (truth.jump_to, truth.jump_from))
    return {name: _share(values) for name, values in right.items()}


def _runs(article: Article) -> list[str]:
    """The article's words in order: a line that is told stands in one of these."""
    headline, kicker = article.headline or "", article.kicker or ""
    texts = [block.text for block in article.blocks]
    return [
        _bare("".join([kicker, headline, *article.decks])),
        _bare(headline + kicker),
        _bare(article.section),
        *(_bare(credit.as_printed) for credit in article.credits),
        _bare("".join(texts)),
        *(_bare(text) for text in texts),
    ]


def _byline(matched: Sequence[tuple[ArticleTruth, Article | None]]) -> float:
    want: list[Hashable] = []
    got: list[Hashable] = []
    for number, (truth, found) in enumerate(matched):
        want += [(number, Role.REPORTER, name) for name in truth.reporters]
        want += [(number, Role.CORRESPONDENT, name) for name in truth.correspondents]
        for credit in found.credits if found else ():
            if credit.role in (Role.REPORTER, Role.CORRESPONDENT):
                got += [(number, credit.role, name) for name in credit.names]
    return _f1(got, want)


def _block_lines(truth: Truth, part: IssuePart, nonblank: set[int]) -> dict[str, float]:
    blocks = [
        (block.kind, sorted(_lines(block.source_lines) & nonblank))
        for a in part.articles
        for block in a.blocks
    ]

    def of_kind(kind: BlockKind) -> list[int]:
        return [line for other, lines in blocks if other is kind for line in lines]

    def of_role(role: typeset.Role) -> list[int]:
        return [line for article in truth.articles for line in article.roles.get(role, ())]

    joined = {pair for kind, lines in blocks if kind is BlockKind.PARAGRAPH for pair in pairwise(lines)}
    return {
        "subhead": _f1(of_kind(BlockKind.SUBHEAD), of_role(typeset.Role.SUBHEAD)),
        "caption": _f1(of_kind(BlockKind.CAPTION), of_role(typeset.Role.CAPTION)),
        "join": _f1(joined, {join for article in truth.articles for join in article.joins}),
    }


def _masthead(truth: Truth, told: Masthead) -> float:
    if truth.masthead:
        return _share(_masthead_fields(truth.masthead, told))
    if not told.date and not told.month_day:
        return 0.5
    assert truth.inferred_between
    (first, last), day = truth.inferred_between, told.date.isoformat() if told.date else None
    is_near = first <= day <= last if day else first[5:] <= (told.month_day or "") <= last[5:]
    return float(is_near and told.date_origin is not DateOrigin.PRINTED)


def _masthead_fields(truth: MastheadTruth, told: Masthead) -> list[bool]:
    return [
        told.title == truth.title,
        told.date is not None and told.date.isoformat() == truth.date,
        told.weekday == truth.weekday,
        told.number == truth.issue_number,
        told.page_count == truth.pages,
        told.lunar_date == truth.lunar,
        told.cn_number == truth.cn,
    ]
