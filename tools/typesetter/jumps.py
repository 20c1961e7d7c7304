"""Days on which stories go on on other pages, as the files of a library, with the truth of what belongs together.

The stories are articles of the sample library cut in two or three: unlike recombined sentences they speak of one thing
from beginning to end, and share people and places with one another.
"""

import json
import random
import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from reader import assets, formats
from reader.newspaper.article import BlockKind
from tools.typesetter.generator import Generated, a_day, printed
from tools.typesetter.inventing import InventedArticle, Piece, Signed
from tools.typesetter.jump_lines import JumpLines
from tools.typesetter.lines import Role, plain
from tools.typesetter.setting import Day, may_break
from tools.typesetter.styles import Masthead, Place, Style
from tools.typesetter.truth import ArticleTruth, Truth
from tools.typesetter.words import GOLD

End = tuple[int, int]
"""A file of the day, and an article of its truth."""

SHORTEST_CUT = 240
"""Characters of the stories that are cut, as long as there are some."""


class Case(StrEnum):
    ONE = "one story goes on"
    TO_ONE_PAGE = "several go on on one page"
    CHAIN = "one goes on twice"
    NO_HEADLINE = "continuations without a headline"
    NAMED = "jump lines name the headline"
    MISPRINTED = "a wrong page is printed"
    ONE_MARK = "one jump line is lost"
    PAGE_UNREAD = "a jump line's page is not read"
    ONE_FILE = "the day is one file"
    NOT_HELD = "the second's page is not held"
    LEFT_OVER = "the first's page is not held"
    LOST_ENDS = "the other ends of two are lost"
    QUIET = "no story goes on"


class Half(StrEnum):
    """Which stories are cut: those that weights are fitted on, or the others."""

    FITTED = "fitted on"
    HELD_OUT = "held out"


class JumpDay(Struct, frozen=True):
    """`pairs`: the ends that belong together; a chain of three is two pairs."""

    case: Case
    sheets: tuple[Generated, ...]
    pairs: frozenset[tuple[End, End]]


class _Story(Struct, frozen=True):
    headline: tuple[str, ...]
    kicker: str
    signed: Signed
    body: tuple[Piece, ...]


class _Cut(Struct):
    """A story's parts, each with its page: None once it is lost."""

    parts: list[InventedArticle | None]

    def at(self, place: int) -> InventedArticle:
        part = self.parts[place]
        assert part is not None
        return part


def jump_day(
    style: Style,
    case: Case,
    seed: int,
    noise: float = 0.0,
    half: Half = Half.FITTED,
    lines: JumpLines | None = None,
) -> JumpDay:
    """The `seed`-th day of a case, set by a style, with its own jump lines or those given.

    `noise` as in `generate`; page numbers are misread at twice it.
    """
    name = f"{style.name} {case} {seed} {half}"
    if lines:
        name, style = f"{name} {lines.name}", replace(style, jump=lines.jump)
    rng, noisy = random.Random(name), random.Random(f"{name} {noise}")
    day = a_day(rng, style)
    pages = _pages(rng, style)
    stories = list(_stories(half))
    rng.shuffle(stories)
    stories.sort(key=lambda story: _length(story.body) < SHORTEST_CUT)
    cuts = _cut_stories(rng, case, pages, stories)
    gone = _lose(rng, case, cuts)
    for cut in cuts:
        cut.parts = [part and _misread(noisy, part, noise * 2) for part in cut.parts]
    on_page: dict[str, list[tuple[InventedArticle, End | None]]] = {
        page: [(_whole(stories.pop(), page), None) for _ in range(rng.randrange(1, 4))] for page in pages
    }
    for n, cut in enumerate(cuts):
        for place, part in enumerate(cut.parts):
            if part is not None:
                articles = on_page[part.page]
                articles.insert(rng.randrange(len(articles) + 1), (part, (n, place)))
    held = [on_page[page] for page in pages if page not in gone]
    if rng.random() < 0.4 or case is Case.ONE_FILE:
        held = [[placed for page in held for placed in page]]
    sheets = tuple(
        _sheet(rng, noisy, style, day, n, [article for article, _ in placed], noise)
        for n, placed in enumerate(held)
    )
    ends = {end: (n, at) for n, placed in enumerate(held) for at, (_, end) in enumerate(placed) if end}
    return JumpDay(
        case,
        sheets,
        frozenset((ends[n, at], ends[n, at + 1]) for n, at in ends if (n, at + 1) in ends),
    )


# -- stories


@cache
def _stories(half: Half) -> tuple[_Story, ...]:
    found = []
    for gold in sorted(GOLD.glob("*.json"), key=lambda path: path.name):
        name = gold.stem.replace("__", "/")
        lines = formats.read(assets.sample_library() / name, name).lines
        truth = Truth.from_json(json.loads(gold.read_text(encoding="utf-8")))
        found += [_story(article, lines) for article in truth.articles if article.kind == "article"]
    able = [story for story in found if story.headline and len(story.body) > 1]
    return tuple(able[half is Half.HELD_OUT :: 2])


def _story(article: ArticleTruth, lines: Sequence[str]) -> _Story:
    def text(line: int) -> str:
        return re.sub(r"^[#\s　]+", "", lines[line - 1]).strip()

    follows, begun = dict(article.joins), {second for _, second in article.joins}
    kinds = {Role.PARAGRAPH: BlockKind.PARAGRAPH, Role.SUBHEAD: BlockKind.SUBHEAD}
    pieces: list[tuple[int, Piece]] = []
    for role, kind in kinds.items():
        for line in article.roles.get(role, ()):
            if line in begun:
                continue
            chain = [line]
            while chain[-1] in follows:
                chain.append(follows[chain[-1]])
            pieces.append((line, Piece(kind, "".join(map(text, chain)))))
    body = [piece for _, piece in sorted(pieces, key=lambda numbered: numbered[0])]
    if body:
        body[0] = replace(
            body[0], text=re.sub(r"^[^，。]{0,16}?[讯电](?:[（(][^）)]*[）)])?\s*", "", body[0].text)
        )
    reporters = article.reporters or article.other[:1] or ("周岱青",)
    headline = max(article.accept, key=len).removeprefix(article.kicker or "")
    signed = Signed(reporters, article.correspondents)
    return _Story((headline,) if headline else (), article.kicker or "", signed, tuple(body))


def _whole(story: _Story, page: str) -> InventedArticle:
    return InventedArticle(page, story.headline, story.kicker, signed=story.signed, body=story.body)


# -- where they are cut


def _pages(rng: random.Random, style: Style) -> list[str]:
    letter = "A" if ("{two}" in style.jump.to or "{label}" in style.jump.to) and rng.random() < 0.5 else ""
    return [f"{letter}{number}" for number in range(1, rng.choice((4, 4, 6)) + 1)]


def _cut_stories(rng: random.Random, case: Case, pages: list[str], stories: list[_Story]) -> list[_Cut]:
    there = rng.choice(pages[1:])
    front = pages[0]

    def cut(*pages: str) -> _Cut:
        return _cut(rng, case, stories.pop(0), pages)

    match case:
        case Case.QUIET:
            return []
        case Case.CHAIN:
            return [cut(front, *sorted(rng.sample(pages[1:], 2), key=pages.index))]
        case Case.ONE:
            return [cut(front, there)]
        case Case.TO_ONE_PAGE:
            origins = rng.choice(([front, front], [front, front, front], [front, pages[1]]))
            return [cut(page, pages[-1]) for page in origins]
        case Case.LOST_ENDS:
            return [cut(front, there), cut(front, there)]
        case _:
            return [cut(front, there)] + [cut(front, rng.choice(pages[1:])) for _ in range(rng.randrange(3))]


def _cut(rng: random.Random, case: Case, story: _Story, pages: Sequence[str]) -> _Cut:
    """The story over the pages."""
    bodies = [story.body]
    for left in range(len(pages) - 1, 0, -1):
        bodies += _two(rng, bodies.pop(), 1 / (left + 1))
    headline = story.headline[0]
    again = [
        _headline_again(rng, headline, body) if case is not Case.NO_HEADLINE else () for body in bodies[1:]
    ]
    headlines = [story.headline, *again]
    parts: list[InventedArticle | None] = []
    for n, (page, body) in enumerate(zip(pages, bodies, strict=True)):
        other = headlines[n + 1] if n + 1 < len(pages) else story.headline
        parts.append(
            InventedArticle(
                page,
                headlines[n],
                "" if n else story.kicker,
                signed=Signed() if n else story.signed,
                body=body,
                jump_from=pages[n - 1] if n else "",
                is_continuation=n > 0,
                jump_to=pages[n + 1] if n + 1 < len(pages) else "",
                jump_names="".join(other or story.headline) if case is Case.NAMED else "",
            )
        )
    return _Cut(parts)


def _length(body: Sequence[Piece]) -> int:
    return sum(len(piece.text) for piece in body)


def _two(rng: random.Random, body: tuple[Piece, ...], share: float) -> list[tuple[Piece, ...]]:
    """A body cut in two, the first about that share of it long: between paragraphs or, as often, inside one."""
    aim = _length(body) * share * rng.uniform(0.6, 1.4)
    n = max(n for n in range(len(body)) if not n or _length(body[:n]) <= aim)
    if body[n].kind is not BlockKind.PARAGRAPH:
        return [body[:n], body[n:]]
    text = body[n].text
    letters = plain(text)
    places = [at for at in range(5, len(text) - 5) if may_break(letters, at)]
    if places and (n == 0 or rng.random() < 0.5):
        at = min(places, key=lambda at: abs(at - (aim - _length(body[:n]))))
        halves = replace(body[n], text=text[:at]), replace(body[n], text=text[at:])
        return [(*body[:n], halves[0]), (halves[1], *body[n + 1 :])]
    n = max(n, 1)
    return [body[:n], body[n:]]


def _headline_again(rng: random.Random, headline: str, body: tuple[Piece, ...]) -> tuple[str, ...]:
    """The headline of a continuation: repeated, shortened, reworded, another, or none."""
    clauses = [clause for clause in re.split("[，：、 　！？]|——", headline) if len(clause) > 3]
    match rng.randrange(10):
        case 0 | 1 | 2:
            return (headline,)
        case 3 | 4:
            return (rng.choice(clauses or [headline]),)
        case 5 | 6:
            return (_reworded(rng, headline, clauses),)
        case 7:
            words = re.findall("[\u4e00-\u9fff]{6,12}", "".join(piece.text for piece in body))
            return (rng.choice(words),) if words else ()
        case _:
            return ()


def _reworded(rng: random.Random, headline: str, clauses: Sequence[str]) -> str:
    if len(clauses) > 1 and rng.random() < 0.3:
        return "，".join(reversed(clauses))
    for _ in range(2):
        at = rng.randrange(1, max(2, len(headline) - 1))
        size = rng.choice((1, 1, 2))
        headline = headline[:at] + rng.choice(("", "", "的", "了")) + headline[at + size :]
    return headline.strip("，、：　 ")


# -- what goes wrong


def _lose(rng: random.Random, case: Case, cuts: Sequence[_Cut]) -> set[str]:
    """Damages the cuts as the case wants; the pages that are not held."""
    if case is Case.MISPRINTED:
        first, second = cuts[0].at(0), cuts[0].at(1)
        which = rng.randrange(3)
        if which != 1:
            cuts[0].parts[0] = replace(first, jump_to=_another(rng, first.jump_to))
        if which != 0:
            cuts[0].parts[1] = replace(second, jump_from=_another(rng, second.jump_from))
    elif case is Case.ONE_MARK:
        if rng.random() < 0.5:
            cuts[0].parts[0] = replace(cuts[0].at(0), jump_to="")
        else:
            cuts[0].parts[1] = replace(cuts[0].at(1), jump_from="")
    elif case is Case.PAGE_UNREAD:
        unread, which = rng.choice(("", "", "□", "?", "■", " ")), rng.randrange(3)
        for place in {0: (0,), 1: (1,), 2: (0, 1)}[which]:
            cuts[0].parts[place] = replace(cuts[0].at(place), unread_page=unread)
    elif case is Case.LOST_ENDS:
        cuts[0].parts[1] = None
        cuts[1].parts[0] = None
    elif case is Case.NOT_HELD:
        return {cuts[0].at(1).page}
    elif case is Case.LEFT_OVER:
        return {cuts[0].at(0).page}
    return set()


def _another(rng: random.Random, page: str) -> str:
    letter, number = page.rstrip("0123456789"), int(page.lstrip("ABCD"))
    return f"{letter}{rng.choice([other for other in range(1, 9) if other != number])}"


def _misread(rng: random.Random, part: InventedArticle, rate: float) -> InventedArticle:
    def read(page: str) -> str:
        return _another(rng, page) if page and rng.random() < rate else page

    return replace(part, jump_to=read(part.jump_to), jump_from=read(part.jump_from))


def _sheet(
    rng: random.Random,
    noisy: random.Random,
    style: Style,
    day: Day,
    number: int,
    articles: Sequence[InventedArticle],
    noise: float,
) -> Generated:
    """One file: a page, or the whole day. Only the first page has a masthead; every other name tells no page."""
    pages = {article.page for article in articles}
    date = day.date.strftime("%Y%m%d")
    name = f"{date}-{min(pages)}.txt" if len(pages) == 1 else f"{date}.txt"
    if "{label}" not in style.page_label and "版" not in style.page_label and day.number % 2:
        name = f"{date}_{'abcdef'[number]}.txt"
    if number:
        style = replace(style, masthead=Masthead((), Place.NONE))
    return printed(rng, style, day, articles, name, noisy, noise)
