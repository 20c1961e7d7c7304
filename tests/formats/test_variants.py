"""Given files of every format of the core, with elements left out, doubled, moved and numbers changed, when they are
read, then each gives what tests/formats/variants.txt says.

That file holds digests: it does not tell what is right, but that something has changed, which no other test may notice:
a limit moved by one. After a change that is meant: pytest tests/formats/test_variants.py --update-golden.
"""

import json
import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from reader import formats
from reader.formats.books import encoded
from reader.formats.scans import scanned_page
from reader.formats.scans.printed_lines import completed
from tests import digests
from tests.features.manifests.test_iiif import version_2, version_3
from tests.formats import coarse_pages, container_files
from tests.formats.mets_issues import PAGES
from tests.formats.mets_issues import SAMPLES as METS
from tests.formats.scanned_pages import SAMPLES as SCANNED
from tests.formats.variants import VARIANTS, of_container, of_manifest, of_text, read
from tools.fuzz.mutations import mutated

GOLDEN = Path(__file__).with_name("variants.txt")
TEXTS = {
    **{f"1956-03-05_{at:02}.xml": page for at, page in enumerate(SCANNED, 1)},
}
MANIFESTS = {f"{name}-mets.xml": text for name, text in METS.items()} | {
    "manifest.json": json.dumps(version_2("ALTO/1.xml", "ALTO/2.xml"), indent=0, ensure_ascii=False),
    "page.json": json.dumps(
        version_3("渡口加开夜班船", "两岸居民过江不必再等"), indent=0, ensure_ascii=False
    ),
}
_FILES = {
    "A1.txt": container_files.page(5, "渡船停了三天。"),
    "A2/b.txt": container_files.page(6, "雪。"),
    "长" * 40: "x",
}


def of_days() -> Iterator[str]:
    chance = random.Random("days")
    data = encoded(
        formats.decode(METS["docworks"].encode(), "a-mets.xml", beside=lambda path: PAGES[path].encode())
    )
    name = "1956-03-05.day-of-book"
    return (digests.digest_of(read(mutated(chance, data), name)) for _ in range(VARIANTS))


def of_scanned_pages(seed: int) -> Iterator[str]:
    chance = random.Random(seed)
    for _ in range(VARIANTS):
        page = completed(coarse_pages.scanned(chance))
        ordered = scanned_page.in_order(page.blocks, are_ordered=chance.random() < 0.5)
        lines = list(scanned_page.written([page]))
        yield digests.digest_of(([(line.text, line.place, line.is_misplaced) for line in lines], ordered))


ROWS: digests.Rows = {
    **{name: partial(of_text, name, text) for name, text in TEXTS.items()},
    **{name: partial(of_manifest, name, text) for name, text in MANIFESTS.items()},
    "a.tar": partial(of_container, "a.tar", container_files.tarred(_FILES)),
    "days of a book": of_days,
    **{f"scanned {seed}": partial(of_scanned_pages, seed) for seed in range(7)},
}


@pytest.mark.parametrize("name", ROWS)
def test_no_variant_is_read_otherwise_unseen(name: str, update_golden: bool) -> None:
    digests.compare(GOLDEN, ROWS, name, update=update_golden)
