"""Given web pages with elements left out and moved, when they are read, then each gives what variants.txt says.

The digests are made as those of `tests/formats/test_variants.py`.
"""

from functools import partial
from pathlib import Path

import pytest

from tests import digests
from tests.formats import web_pages as saved
from tests.formats.variants import of_text

GOLDEN = Path(__file__).with_name("variants.txt")
TEXTS = {
    **{f"content_{at}.htm": page for at, page in enumerate((saved.classic(), saved.nw(), saved.layout()))},
    **{f"c{at}.html": page for at, page in enumerate((saved.column(), saved.whole_page(), saved.anything()))},
    **{f"r{at}.html": page for at, page in enumerate((saved.rows(), saved.shtml(), saved.telegraph()))},
    **{f"n{at}.html": page for at, page in enumerate((saved.news_detail(), saved.account(), saved.node()))},
}
ROWS: digests.Rows = {name: partial(of_text, name, text) for name, text in TEXTS.items()}


@pytest.mark.parametrize("name", ROWS)
def test_no_variant_is_read_otherwise_unseen(name: str, update_golden: bool) -> None:
    digests.compare(GOLDEN, ROWS, name, update=update_golden)
