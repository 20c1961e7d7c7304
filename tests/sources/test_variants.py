"""Given forms of invented issues, when they are joined, then the articles are matched as variants.txt says.

That file holds digests: it does not tell what is right, but that something has changed, which no other test may notice.
After a change that is meant: pytest tests/sources/test_variants.py --update-golden.
"""

import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.comparison.alignment import letters
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.sources import ChosenForms, Form, FormArticle, best_first, is_filled_in, join, likeness
from tests import digests
from tests.comparison.invented_printings import a_text, cut, misread

GOLDEN = Path(__file__).with_name("variants.txt")
ISSUES, TEXTS = 8, 40
LENGTHS = (8, 20, 35, 58, 59, 60, 61, 65, 120, 280, 320)
"""Of which some are about those by which short texts are told from long ones."""
NAMES = ("digital-paper", "pdf", "alto", "text", "hocr", "")
KINDS = (ArticleKind.ARTICLE,) * 6 + (ArticleKind.CONTINUATION,)


def a_form(chance: random.Random, name: str, first_id: int, printed: list[tuple[str, str | None]]) -> Form:
    """Return a form that misreads, cuts, joins, loses and adds texts, and names some pages in its own way."""
    rate = chance.choice((0.0, 0.02, 0.1))
    prefix = chance.choice(("", "", "A"))
    read: list[tuple[str, str | None]] = []
    for text, page in printed:
        page = page and prefix + page
        fate = chance.random()
        if fate < 0.1:
            continue
        if fate < 0.2 and read:
            read[-1] = read[-1][0] + "\n" + text, read[-1][1]
        elif fate < 0.35:
            at = chance.randrange(len(text))
            read += [(text[:at], page), (text[at:], chance.choice((page, "8", None)))]
        else:
            read.append((cut(chance, text, chance.choice((0, 0, 0.7))), page))
    return Form(
        name,
        tuple(
            FormArticle(first_id + number, an_article(chance, misread(chance, text, rate), page, f"{number}"))
            for number, (text, page) in enumerate(read)
        ),
        tells_articles=name == "digital-paper",
        is_corrected=chance.random() < 0.2,
        numbers=frozenset(chance.choices((1, 2), k=chance.randrange(2))),
        cn_numbers=frozenset(chance.choices(("43-0005", "43-0006"), k=chance.randrange(2))),
    )


def an_article(chance: random.Random, text: str, page: str | None, key: str) -> Article:
    headline, _, body = text.partition("。")
    article = Article(key, chance.choice(KINDS), page=page, headline=headline if body else None)
    jump = "2" if chance.random() < 0.1 else None
    block = Block(BlockKind.PARAGRAPH, body or text, ())
    return replace(article, jump_to=jump, blocks=(block,) if text else ())


def a_line(chance: random.Random, length: int) -> str:
    """Return a text of so many letters, without punctuation."""
    return "".join(filter(str.isalpha, a_text(chance, 2 * length)))[:length]


def filled_in(chance: random.Random, template: str) -> str:
    """Return a template with some stretches of its own."""
    for _ in range(chance.randrange(4)):
        at, size = chance.randrange(len(template)), chance.randrange(1, 13)
        template = template[:at] + a_text(chance, chance.randrange(1, 13)) + template[at + size :]
    return template


def an_issue(chance: random.Random) -> list[Form]:
    texts = [a_line(chance, chance.choice(LENGTHS)) for _ in range(chance.randint(3, 8))]
    if chance.random() < 0.3:  # a phrase that stands in most of them
        phrase = a_line(chance, 14)
        texts = [text + phrase for text in texts * 3]
    texts += [filled_in(chance, chance.choice(texts)) for _ in range(3)]
    printed = [(text, chance.choice(("1", "2", "3", None))) for text in texts]
    names = chance.sample(NAMES, chance.choice((2, 2, 3)))
    if chance.random() < 0.2:  # of another newspaper with a few equal articles
        others = printed[:2] + [(a_text(chance, 150), "1") for _ in range(4)]
        return [a_form(chance, names[0], 0, printed), a_form(chance, names[1], 1000, others)]
    return [a_form(chance, name, 1000 * number, printed) for number, name in enumerate(names)]


def joined(seed: int) -> Iterator[str]:
    chance = random.Random(f"sources {seed}")
    for _ in range(ISSUES):
        forms = an_issue(chance)
        of_articles = {"1": forms[0].name} if chance.random() < 0.3 else {}
        chosen = ChosenForms(chance.choice((None, None, forms[-1].name)), of_articles)
        order = [form.name for form in best_first(forms, chosen.of_issue)]
        yield digests.digest_of((order, join(forms, chosen)))


def compared() -> Iterator[str]:
    chance = random.Random("templates")
    for _ in range(TEXTS):
        template = a_text(chance, chance.choice((1, 12, 40, 60, 90, 302)))
        one, other = letters(template), letters(filled_in(chance, misread(chance, template, 0.1)))
        yield digests.digest_of((is_filled_in(one, other), likeness(one, other)))


ROWS: digests.Rows = {**{str(seed): partial(joined, seed) for seed in range(12)}, "templates": compared}


@pytest.mark.parametrize("name", ROWS)
def test_no_article_is_matched_otherwise_unseen(name: str, update_golden: bool) -> None:
    digests.compare(GOLDEN, ROWS, name, update=update_golden)
