"""What is asked: classes of queries, the same for the same archive."""

import itertools
import random
from collections import Counter
from collections.abc import Callable, Sequence

from reader.newspaper.holdings import Document
from reader.search.terms import CREDITS_LINE, FIRST_BLOCK_LINE
from tools.benchmarks.searching.archive import ARTICLES_AN_ISSUE, LAST_DAY, PLANTED

COUNTED = ("3", "4", "6", "10", "10, absent", "NOT", "1 %", "10 %", "30 %")
"""Classes whose exact numbers are asked for: the index alone does not know them."""


def classes(sample: Sequence[Document], articles: int, count: int) -> dict[str, list[str]]:
    """`count` queries of each class, cut out of articles or made of what was cut out."""
    chance = random.Random(7)
    lines = [line for document in sample for line in document.text.split("\n")[FIRST_BLOCK_LINE:]]

    def cut(length: int) -> str:
        while True:
            line = chance.choice(lines)
            if len(line) > length:
                at = chance.randrange(len(line) - length)
                found = line[at : at + length]
                if found.isalnum() or length > 2:
                    return f'"{found}"'

    def cuts(length: int) -> list[str]:
        return [cut(length) for _ in range(count)]

    def pairs(length: int, made: Callable[[str, str], str]) -> list[str]:
        return [made(cut(length), cut(length)) for _ in range(count)]

    days = articles // ARTICLES_AN_ISSUE

    def dated(made: Callable[[int], str]) -> list[str]:
        return [f"{cut(2)} 日期:{made(chance.randrange(days + 1))}" for _ in range(count)]

    def day(back: int) -> str:
        return (LAST_DAY - LAST_DAY.resolution * back).isoformat()

    names = [document.text.split("\n")[CREDITS_LINE].removeprefix("记者") for document in sample]
    commonest, rarest = _by_frequency(lines, 1)
    commonest_two, rarest_two = _by_frequency(lines, 2)
    return {
        "1, common": commonest[:count],
        "1, any": cuts(1),
        "1, rare": rarest[:count],
        "2, common": commonest_two[:count],
        "2, any": cuts(2),
        "2, rare": rarest_two[:count],
        "name": chance.sample(names, count),
        **{str(length): cuts(length) for length in (3, 4, 5, 6, 8, 10)},
        "10, absent": [
            f'"{a[1:6]}{b[1:6]}"' for a, b in itertools.pairwise([cut(8) for _ in range(count + 1)])
        ],
        "AND": pairs(2, lambda a, b: f"{a} {b}"),
        "OR": pairs(3, lambda a, b: f"{a} 或 {b}"),
        "NOT": pairs(3, lambda a, b: f"{a} -{b}"),
        "only NOT": [f"-{cut(2)}" for _ in range(count)],
        "headline": [f"标题:{cut(2)}" for _ in range(count)],
        "reporter": [f"记者:{name}" for name in chance.sample(names, count)],
        "a year": dated(lambda back: day(back)[:4]),
        "a week": dated(lambda back: f"{day(back + 6)}..{day(back)}"),
        **{share: [string, string[:4], string[1:4]] * (count // 3 + 1) for share, string in PLANTED.items()},
    }


def _by_frequency(lines: Sequence[str], length: int) -> tuple[list[str], list[str]]:
    """Strings of letters and figures, in quotation marks, by the number of lines they stand in: from the commonest on,
    and from the rarest on.
    """
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update({line[at : at + length] for at in range(len(line) - length + 1)})
    ordered = [f'"{string}"' for string, _ in counts.most_common() if string.isalnum()]
    return ordered, ordered[::-1]
