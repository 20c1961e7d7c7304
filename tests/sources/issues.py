"""Invented issues told in several forms, with the truth beside them: which articles are the same.

A form cuts an article in two, runs two together, loses lines, has an advertisement that no other has, reads a headline
in another way, misreads characters. The front page has the first lines of an article inside, in each form or not.
"""

import datetime as dt
import random
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.sources import Form, FormArticle, Joined
from tools.typesetter import inventing, words
from tools.typesetter.inventing import Contents, InventedArticle
from tools.typesetter.noise import misread

CONTENTS = Contents(articles=(8, 16), notices=0, jump=0)
TEASERS = 0.5
"""The chance that the front page has the beginning of an article inside."""


class TrueArticle(Struct, frozen=True):
    """An article as it was printed; `truth` is its number in the issue, or those of several."""

    truth: frozenset[str]
    page: str
    headline: str
    paragraphs: tuple[str, ...]


class Habits(Struct, frozen=True):
    """What a form does to an issue; all are chances. `names` turns the name of a page into the form's own."""

    noise: float = 0.0
    cut: float = 0.0
    joined: float = 0.0
    lost_line: float = 0.0
    lost_article: float = 0.0
    advertisement: float = 0.0
    other_headline: float = 0.0
    names: Callable[[str], str | None] = str


SITE = Habits(lost_article=0.03)
PDF = Habits(cut=0.1, joined=0.07, lost_line=0.03, advertisement=0.5, other_headline=0.15)
SHEETS = replace(PDF, names=lambda page: f"A{page}")


def scan(noise: float) -> Habits:
    """What OCR makes of an issue where it misreads so many characters."""
    return Habits(noise, cut=0.1, joined=0.07, lost_line=0.05, advertisement=0.5, other_headline=0.1)


def an_issue(seed: object) -> list[TrueArticle]:
    rng = random.Random(f"issue {seed}")
    issue = []
    for number, each in enumerate(inventing.invent(rng, dt.date(2017, 3, 5), CONTENTS)):
        if isinstance(each, InventedArticle):
            paragraphs = tuple(piece.text for piece in each.body)
            headline = "　".join((each.kicker, *each.headline)).strip()
            issue.append(TrueArticle(frozenset({str(number)}), each.page, headline, paragraphs))
    inside = [each for each in issue if each.page != "1" and len(each.paragraphs[0]) > 50]
    if inside and rng.random() < TEASERS:
        long = rng.choice(inside)
        teaser = replace(long, truth=frozenset({"teaser"}), page="1", paragraphs=(long.paragraphs[0][:90],))
        issue.insert(0, teaser)
    return issue


def told(issue: Sequence[TrueArticle], habits: Habits, seed: object) -> list[TrueArticle]:
    """Return the articles of an issue as a form has them."""
    rng = random.Random(f"form {seed}")
    done: list[TrueArticle] = []
    for each in issue:
        if rng.random() < habits.lost_article:
            continue
        if done and done[-1].page == each.page and rng.random() < habits.joined:
            before = done[-1]
            done[-1] = replace(
                before,
                truth=before.truth | each.truth,
                paragraphs=(*before.paragraphs, each.headline, *each.paragraphs),
            )
        elif len(each.paragraphs) > 1 and rng.random() < habits.cut:
            at = rng.randrange(1, len(each.paragraphs))
            done.append(replace(each, paragraphs=each.paragraphs[:at]))
            done.append(replace(each, headline="", paragraphs=each.paragraphs[at:]))
        else:
            done.append(each)
        if rng.random() < habits.advertisement / 4:
            text = tuple(words.a_notice(rng) for _ in range(rng.randrange(1, 4)))
            done.append(TrueArticle(frozenset({f"{seed} {len(done)}"}), each.page, "", text))
    return [_read(each, habits, rng) for each in done]


def _read(each: TrueArticle, habits: Habits, rng: random.Random) -> TrueArticle:
    headline = each.headline
    if rng.random() < habits.other_headline:
        headline = headline[len(headline) // 2 :]
    paragraphs = [_noisy(_lines_lost(text, habits, rng), habits.noise, rng) for text in each.paragraphs]
    return replace(each, headline=_noisy(headline, habits.noise, rng), paragraphs=tuple(paragraphs))


def _lines_lost(text: str, habits: Habits, rng: random.Random) -> str:
    lines = [text[at : at + 18] for at in range(0, len(text), 18)]
    return "".join(line for line in lines if rng.random() >= habits.lost_line) or text


def _noisy(text: str, rate: float, rng: random.Random) -> str:
    read = []
    for glyph in text:
        fate = rng.random()
        if fate < rate * 0.85:
            read.append(misread(rng, glyph))
        elif fate >= rate:
            read.append(glyph)
    return "".join(read)


FORMATS = ("digital-paper", "pdf", "alto")


def form_of(name: str, articles: Sequence[TrueArticle], habits: Habits) -> Form:
    """Return the articles as a form; their ids are 1000 apart from those of the next form."""
    first = FORMATS.index(name) * 1000
    return Form(
        name,
        tuple(
            FormArticle(first + number, an_article(each, habits, f"{name} {number}"))
            for number, each in enumerate(articles)
        ),
        tells_articles=name == "digital-paper",
        is_corrected=False,
    )


def an_article(each: TrueArticle, habits: Habits, key: str) -> Article:
    return Article(
        key,
        ArticleKind.ARTICLE,
        page=habits.names(each.page),
        headline=each.headline or None,
        blocks=tuple(Block(BlockKind.PARAGRAPH, text, ()) for text in each.paragraphs if text),
    )


class Score(Struct):
    """How articles were put together: of so many, how many with one that is another, and how many not at all."""

    articles: int = 0
    false: int = 0
    missed: int = 0

    def add(self, joined: Joined, forms: Mapping[str, Sequence[TrueArticle]]) -> None:
        """Count how the forms of an issue were put together."""
        truth = {
            FORMATS.index(name) * 1000 + number: each.truth
            for name, form in forms.items()
            for number, each in enumerate(form)
        }
        self.articles += len(truth)
        for one, others in joined.sources_of.items():
            self.false += any(not truth[one] & truth[other] for other in others)
        for one in joined.shown:
            self.missed += any(
                truth[one] & truth[other] for other in joined.shown if other // 1000 < one // 1000
            )
