"""Given printings, decisions and corrections by chance, what is made of them is as variants.txt says.

That file holds digests: it does not tell what is right, but that something has changed, which no other test may notice.
After a change that is meant: pytest tests/newspaper/test_variants.py --update-golden.
"""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.newspaper.article import Role, page_as_printed
from reader.newspaper.correction import (
    Anchor,
    Claim,
    CorrectedCredit,
    CorrectedRole,
    CorrectionKind,
    names_in,
)
from reader.newspaper.decision import (
    CharacterRule,
    CorrectedCharacter,
    Decision,
    DecisionContent,
    DismissedMisreading,
    ReadArticle,
    SplitPerson,
    decided_in,
    in_effect,
    moved_to,
    printing_of,
    read_mark_uuid,
    renamed_in,
    uuid_under,
)
from reader.newspaper.issue import order_of
from reader.newspaper.printing import (
    BadLink,
    PrintedArticle,
    Printing,
    after_move,
    chosen,
    descriptions,
    is_described,
    link_to,
    named_printing,
    parse_link,
)
from tests import digests

GOLDEN = Path(__file__).with_name("variants.txt")
CASES = 60
KEYS = ("k7qfz2m4yd3xw6ta", "k7qfz2m4yd3xw6ta-2", "xmyooyaq5kdbesnu")
PAPERS = ("", "江湾日报", "江湾日报", "江湾晚报@副刊")
DAYS = (None, dt.date(1987, 6, 12), dt.date(1987, 6, 12), dt.date(2026, 1, 3))
PAGES = (None, "1", "1", "A4", "12")
FILES = ("", "0123456789abcdef", "1123456789abcdef")
PATHS = ("", "a.txt", "旧/a.txt", "1987/6月/报02版.txt")
TIME = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


def a_printing(chance: random.Random) -> Printing:
    return Printing(
        chance.choice(KEYS),
        chance.choice(PAPERS),
        chance.choice(DAYS),
        chance.choice(PAGES),
        chance.choice(FILES),
        chance.choice(PATHS),
    )


def an_article(chance: random.Random, number: int) -> PrintedArticle:
    printed = a_printing(chance)
    sources = tuple((chance.choice(FILES[1:]), chance.choice(PATHS[1:])) for _ in range(chance.randrange(3)))
    month_day = chance.choice((None, "06-12"))
    shown = chance.choice((printed.key, KEYS[0]))
    return PrintedArticle(
        number, printed.key, shown, printed.newspaper, printed.date, month_day, printed.page, sources
    )


def printings(seed: int) -> Iterator[str]:
    """Yield what a printing is called, and which article it is of several."""
    chance = random.Random(f"printing {seed}")
    for _ in range(CASES):
        one, other = a_printing(chance), a_printing(chance)
        near = replace(one, page=chance.choice(PAGES), file=chance.choice(FILES))
        shelf = [an_article(chance, number) for number in range(chance.randint(1, 4))]
        words = [
            chance.choice((*PAPERS, *FILES, *PATHS, "1987-06-12", "20260103", "06-12", "1", "01版", "A04"))
        ]
        yield digests.digest_of(
            (
                (one.is_whole, one.name, named_printing(one.name), page_as_printed(one.page or "")),
                (one.is_same(other), one.is_same(near), after_move(one, other)),
                after_move(
                    one, chance.choice((named_printing(other.name), Printing(other.key), Printing("")))
                ),
                (chosen(one, shelf), [each.printing(one) for each in shelf], descriptions(shelf)),
                [is_described(each, words) for each in shelf],
            )
        )


def a_content(chance: random.Random) -> DecisionContent:
    printed = a_printing(chance)
    match chance.randrange(5):
        case 0:
            return CharacterRule("州", "洲")
        case 1:
            return SplitPerson("陈明", "另一位", tuple(a_printing(chance).name for _ in range(3)))
        case 2:
            return ReadArticle(printed.key, printed.newspaper, printed.date, "题", printed.page, printed.path)
        case number:
            return (CorrectedCharacter, DismissedMisreading)[number % 2](
                printed.key,
                printed.path,
                printed.newspaper,
                printed.date,
                before=chance.choice("渡口"),
                printed="州",
                after=chance.choice("渡口"),
                at=7,
                read_as="洲",
                page=printed.page,
                file=printed.file,
            )


def decisions(seed: int) -> Iterator[str]:
    """Yield which decisions hold, and what becomes of them when an article moves."""
    chance = random.Random(f"decision {seed}")
    for _ in range(CASES):
        made: list[Decision] = []
        for _ in range(5):
            content, rule = a_content(chance), chance.choice([None, *made])
            name = str(uuid.UUID(int=chance.getrandbits(128)))
            if rule is not None and isinstance(content, CorrectedCharacter | DismissedMisreading):
                name = uuid_under(rule, content)
            made.append(Decision(name, content, TIME, TIME, undone=chance.random() < 0.4))
        goal = a_printing(chance)
        yield digests.digest_of(
            (
                [each.uuid for each in in_effect(made)],
                [printing_of(each.content) for each in made],
                [repr((moved_to(each.content, goal), decided_in(each.content))) for each in made],
                [
                    renamed_in(each.content, {each.content.keys[0]: goal.name}).keys
                    for each in made
                    if isinstance(each.content, SplitPerson)
                ],
                read_mark_uuid(goal),
            )
        )


def a_claim(chance: random.Random) -> Claim:
    kind = chance.choice(list(CorrectionKind))
    content = {
        "role": chance.choice(list(CorrectedRole)),
        "credit": CorrectedCredit(chance.choice(list(Role)), chance.choice(((), ("张维", "李渡")))),
        "date": dt.date(1987, 6, 12),
        "number": chance.randrange(1, 10**8),
        "page": "3",
        "encoding": "big5",
        "title": "雁桥日报"[: chance.randint(1, 4)],
        "year": chance.randrange(1, 10_000),
        "first": Anchor("a.txt", "渡" * chance.randrange(10, 16), "", "", 1),
    }
    return Claim(kind, **{name: content[name] for name in ([kind.content.name] if kind.content else [])})  # type: ignore[arg-type]


def words(seed: int) -> Iterator[str]:
    """Yield corrections in words, names as typed, links and the order of paths."""
    chance = random.Random(f"words {seed}")
    for _ in range(CASES):
        typed = "".join(chance.choices("张维 、,;/渡", k=chance.randrange(9)))
        link = "".join(
            chance.choice((each, each, each, each, each, each, chance.choice("&?=/-a2")))
            for each in link_to(a_printing(chance))
        )
        yield digests.digest_of(
            (a_claim(chance).words, names_in(typed), _read(link), order_of(chance.choice(PATHS)))
        )


def _read(link: str) -> Printing | str:
    try:
        return parse_link(link)
    except BadLink as bad:
        return str(bad)


ROWS: digests.Rows = {
    f"{rows.__name__} {seed}": partial(rows, seed)
    for rows in (printings, decisions, words)
    for seed in range(4)
}


@pytest.mark.parametrize("name", ROWS)
def test_nothing_is_made_of_them_otherwise_unseen(name: str, update_golden: bool) -> None:
    digests.compare(GOLDEN, ROWS, name, update=update_golden)
