"""Given tables with bytes changed or cut off, when they are read, then each gives what variants.txt says.

The digests are made as those of `tests/formats/test_variants.py`.
"""

from functools import partial
from pathlib import Path

import pytest

from tests import digests
from tests.formats import documents
from tests.formats.variants import of_container

GOLDEN = Path(__file__).with_name("variants.txt")
ROWS: digests.Rows = {name: partial(of_container, name, data) for name, data in documents.TABLES}


@pytest.mark.parametrize("name", ROWS)
def test_no_variant_is_read_otherwise_unseen(name: str, update_golden: bool) -> None:
    digests.compare(GOLDEN, ROWS, name, update=update_golden)
