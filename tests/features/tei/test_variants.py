"""Given a TEI file with elements left out, doubled and moved, when it is read, then each gives what variants.txt says.

The digests are made as those of `tests/formats/test_variants.py`.
"""

from functools import partial
from pathlib import Path

import pytest

from tests import digests
from tests.features.tei.test_reading import SAMPLE
from tests.formats.variants import of_text

GOLDEN = Path(__file__).with_name("variants.txt")
ROWS: digests.Rows = {"tei.xml": partial(of_text, "tei.xml", SAMPLE)}


@pytest.mark.parametrize("name", ROWS)
def test_no_variant_is_read_otherwise_unseen(name: str, update_golden: bool) -> None:
    digests.compare(GOLDEN, ROWS, name, update=update_golden)
