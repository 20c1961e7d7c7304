"""Invented issues: what a day's paper says, before any paper's habits give it a shape."""

import datetime as dt
import random

from msgspec import Struct
from msgspec.structs import replace

from reader.newspaper.article import BlockKind
from tests.corpus import a_name
from tools.typesetter import words


class Piece(Struct, frozen=True):
    """A unit of the body; `photographer` of a caption, "" where the picture is credited to nobody by name; `more`: the
    other lines of a stanza, a table, a list, which no blank line parts from the first.
    """

    kind: BlockKind
    text: str
    photographer: str = ""
    more: tuple[str, ...] = ()


class Signed(Struct, frozen=True):
    """Who an article is by. `agency` alone: 据新华社电; with reporters: their dispatch for it."""

    reporters: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()
    author: str = ""
    agency: str = ""
    is_document: bool = False
    """By nobody: no dateline stands before a law."""
    is_edited: bool = False
    """Put together by the reporters, who stand at the end: （记者 甲 整理）."""


class InventedArticle(Struct, frozen=True):
    """`jump_to` and `jump_from` are page labels; `headline` holds its halves, none where a jump line stands for it."""

    page: str
    headline: tuple[str, ...] = ()
    kicker: str = ""
    decks: tuple[str, ...] = ()
    section: str = ""
    slogan: str = ""
    signed: Signed = Signed()
    body: tuple[Piece, ...] = ()
    jump_to: str = ""
    jump_from: str = ""
    is_continuation: bool = False
    """Begun on another page, even where OCR lost the line that says so: no dateline stands before it."""
    jump_names: str = ""
    """The headline that the jump lines name beside the page."""
    unread_page: str | None = None
    """What OCR made of the page in its jump lines, where it read no number; None where it did."""


class InventedNotices(Struct, frozen=True):
    page: str
    heading: str
    items: tuple[str, ...]
    is_signed: bool = False
    """A public one: a single notice over several lines, without bullets."""


class Contents(Struct, frozen=True):
    """What kinds of article a paper prints, as chances."""

    articles: tuple[int, int] = (5, 9)
    paragraphs: tuple[int, int] = (2, 7)
    sober: float = 0.2
    kicker: float = 0.3
    speaking_kicker: float = 0.15
    deck: float = 0.3
    section: float = 0.15
    slogan: float = 0.08
    subheads: float = 0.2
    picture: float = 0.25
    essay: float = 0.12
    verse: float = 0.03
    brief: float = 0.15
    agency: float = 0.12
    unsigned: float = 0.1
    edited: float = 0.04
    jump: float = 0.6
    notices: float = 0.4
    asides: float = 0.0
    """How many of `asides` stand beside an article, on an average."""
    labels: tuple[str, ...] = ()
    """The names of the paper's standing columns, for asides and series."""
    pages: tuple[str, ...] = ("1", "2", "3", "4")
    """The pages that are in the file; a jump may lead out of it."""


def invent(
    rng: random.Random, today: dt.date, contents: Contents
) -> tuple[InventedArticle | InventedNotices, ...]:
    """The articles of an issue in reading order, page after page."""
    count = rng.randint(*contents.articles)
    pages = sorted((rng.choice(contents.pages) for _ in range(count)), key=contents.pages.index)
    issue: list[InventedArticle | InventedNotices] = [
        _an_article(rng, today, contents, page) for page in pages
    ]
    if contents.asides:
        issue = _with_asides(rng, today, issue, contents)
    if rng.random() < contents.notices:
        heading = rng.choice(("启事", "公告", "遗失声明", "分类信息", "", ""))
        items = tuple(words.a_notice(rng) for _ in range(rng.randrange(1, 5)))
        issue.insert(rng.choice((0, len(issue), len(issue))), InventedNotices(pages[-1], heading, items))
    if rng.random() < contents.jump:
        issue = _with_a_jump(rng, issue, contents)
    return tuple(issue)


def _with_asides(
    rng: random.Random,
    today: dt.date,
    issue: list[InventedArticle | InventedNotices],
    contents: Contents,
) -> list[InventedArticle | InventedNotices]:
    # asides are articles themselves
    from tools.typesetter.asides import an_aside

    done: list[InventedArticle | InventedNotices] = []
    for article in issue:
        done.append(article)
        while rng.random() < contents.asides / (1 + contents.asides):
            done.append(an_aside(rng, today, article.page, contents.labels))
    return done


def _with_a_jump(
    rng: random.Random, issue: list[InventedArticle | InventedNotices], contents: Contents
) -> list[InventedArticle | InventedNotices]:
    """One article goes on elsewhere; its other end stands in this file, or in another."""
    long = [
        n
        for n, a in enumerate(issue)
        if isinstance(a, InventedArticle) and len(a.body) > 3 and a.signed.reporters
    ]
    if not long:
        return issue
    at = rng.choice(long)
    whole = issue[at]
    assert isinstance(whole, InventedArticle)
    others = [page for page in contents.pages if page != whole.page]
    goes_out = not others or rng.random() < 0.5
    others = others or [page for page in ("1", "3", "5") if page != whole.page]
    cuts = [at for at in range(2, len(whole.body)) if whole.body[at - 1].kind is BlockKind.PARAGRAPH]
    if not cuts:
        return issue
    cut = rng.choice(cuts)
    there = rng.choice(others)
    before, behind = whole.body[:cut], whole.body[cut:]
    last = before[-1]
    if last.kind is BlockKind.PARAGRAPH and len(last.text) > 40 and rng.random() < 0.5:
        middle = rng.randrange(15, len(last.text) - 15)
        before = (*before[:-1], replace(last, text=last.text[:middle]))
        behind = (replace(last, text=last.text[middle:]), *behind)
    first = replace(whole, body=before, jump_to=there)
    headline = () if rng.random() < 0.15 else whole.headline[-1:]
    rest = InventedArticle(there, headline, body=behind, jump_from=whole.page)
    if not goes_out:
        return [*issue[:at], first, *issue[at + 1 :], rest]
    if rng.random() < 0.5:
        return [*issue[:at], first, *issue[at + 1 :]]
    rest = replace(rest, page=whole.page, jump_from=there)
    return [*issue[:at], rest, *issue[at + 1 :]]


def _an_article(rng: random.Random, today: dt.date, contents: Contents, page: str) -> InventedArticle:
    def chance(rate: float) -> bool:
        return rng.random() < rate

    if chance(contents.essay):
        return _an_essay(rng, today, contents, page)
    is_brief = chance(contents.brief)
    who = f"{rng.choice(words.TITLES)}{a_name(rng)}" if chance(0.5) else a_name(rng)
    kicker = ""
    headline = words.a_headline(rng)
    if not is_brief and chance(contents.speaking_kicker):
        kicker, headline = (
            words.a_speaking_kicker(rng, who),
            words.a_couplet(rng)[rng.choice((0, 0, 1)) :],
        )
    elif not is_brief and chance(contents.kicker):
        kicker = words.a_kicker(rng)
    signed = _signed(rng, contents)
    paragraphs = 1 if is_brief else rng.randint(*contents.paragraphs)
    return InventedArticle(
        page,
        headline,
        kicker,
        (words.a_deck(rng, who),) if not is_brief and chance(contents.deck) else (),
        rng.choice(words.SECTIONS) if chance(contents.section) else "",
        rng.choice(words.SLOGANS) if chance(contents.slogan) else "",
        signed,
        _a_body(
            rng, today, contents, paragraphs, leads=1.0 if signed == Signed() or signed.is_edited else 0.5
        ),
    )


def _signed(rng: random.Random, contents: Contents) -> Signed:
    fate = rng.random()
    if fate < contents.agency:
        reporters = tuple(a_name(rng) for _ in range(rng.choice((0, 0, 1, 2))))
        return Signed(reporters, agency=rng.choice(("新华社", "新华社", "新华社", "中新社")))
    if fate < contents.agency + contents.unsigned:
        return Signed()
    reporters = tuple(a_name(rng) for _ in range(rng.choice((1, 1, 1, 2, 2, 3))))
    correspondents = tuple(a_name(rng) for _ in range(rng.choice((0, 0, 1, 1, 2))))
    return Signed(reporters, correspondents, is_edited=rng.random() < contents.edited)


def _a_body(
    rng: random.Random, today: dt.date, contents: Contents, paragraphs: int, leads: float
) -> tuple[Piece, ...]:
    """`leads`: how likely the text begins with a day. An article that neither a credit nor a day begins could not be
    told from the one before it.
    """
    is_brief = paragraphs == 1
    with_subheads = paragraphs >= 4 and rng.random() < contents.subheads * 2
    subheads = rng.sample(words.SUBHEADS, 6)
    body: list[Piece] = []
    for number in range(paragraphs):
        if with_subheads and number and number % 2 == 0 and subheads:
            body.append(Piece(BlockKind.SUBHEAD, subheads.pop()))
        length = 40 if is_brief else rng.choice((25, 60, 90, 120, 160, 220))
        lead = words.a_day(rng, today) if not number and rng.random() < leads else ""
        body.append(Piece(BlockKind.PARAGRAPH, lead + words.a_paragraph(rng, today, length, contents.sober)))
    if not is_brief and rng.random() < contents.picture:
        photographer = a_name(rng) if rng.random() < 0.75 else ""
        texts = [piece.text for piece in body if piece.kind is BlockKind.PARAGRAPH]
        picture = Piece(BlockKind.CAPTION, words.a_picture(rng, today, rng.choice(texts)), photographer)
        body.insert(rng.choice((0, len(body), rng.randrange(len(body) + 1))), picture)
    return tuple(body)


def _an_essay(rng: random.Random, today: dt.date, contents: Contents, page: str) -> InventedArticle:
    """An essay, a letter or a poem: an author on a line of its own, no dateline."""
    section = rng.choice(("副刊", "副刊·柳叶", "读者来信", "雁桥夜话", "散文", ""))
    if rng.random() < contents.verse / max(contents.essay, 0.01):
        section = "副刊"
        body = tuple(
            Piece(BlockKind.PARAGRAPH, verse) for verse in rng.sample(words.VERSES, rng.randrange(4, 9))
        )
    else:
        body = _a_body(rng, today, contents, rng.randrange(3, 6), leads=0.1)
        body = tuple(piece for piece in body if piece.kind is BlockKind.PARAGRAPH)
    if section == "读者来信":
        body = (Piece(BlockKind.PARAGRAPH, f"编辑同志：{body[0].text}"), *body[1:])
    title = rng.choice((*words.TITLES_OF_ESSAYS, words.a_headline(rng)[0]))
    return InventedArticle(page, (title,), section=section, signed=Signed(author=a_name(rng)), body=body)
