"""Given made-up texts that are misread by chance, when the rates are measured and what a search misses is estimated,
then each gives what tests/features/misread/variants.txt says.

That file holds digests: it does not tell what is right, but that something has changed, which no other test may notice.
After a change that is meant: pytest tests/features/misread/test_variants.py --update-golden.
"""

import random
from collections.abc import Iterator
from pathlib import Path

from reader.features.misread import missed
from reader.features.misread.rates import measured
from reader.library.answers import Estimate
from tests import digests
from tests.search.made_up_texts import made_up, misread

GOLDEN = Path(__file__).with_name("variants.txt")


def of_misreadings() -> Iterator[str]:
    for seed in range(3):
        chance = random.Random(seed)
        library = made_up(seed, 400, 20)
        texts = [
            ((chance.choice(("甲报", "乙报")), 198), text)
            for text in misread(library.texts, 0.04 * seed + 0.01, seed)
        ]
        found = measured(texts)
        answers = [
            missed.estimate(
                total, [missed.FoundArticle(("甲报", 198), (chance.randint(1, 3),))] * total, [name], found
            )
            for name in library.names
            for total in (1, 5, 40)
        ]
        estimates = [answer if isinstance(answer, Estimate) else None for answer in answers]
        yield digests.digest_of((found.to_json(), found.rate(0.05), estimates))
        yield digests.digest_of(
            [estimate and estimate.is_worth_showing(40, below) for estimate in estimates for below in (0, 9)]
        )


ROWS: digests.Rows = {"misreadings": of_misreadings}


def test_no_variant_is_answered_otherwise_unseen(update_golden: bool) -> None:
    digests.compare(GOLDEN, ROWS, "misreadings", update=update_golden)
