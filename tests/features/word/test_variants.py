"""Given a Word document with parts left out and moved, when it is read, then each gives what variants.txt says.

The digests are made as those of `tests/formats/test_variants.py`.
"""

from functools import partial
from pathlib import Path

import pytest

from tests import digests
from tests.formats import documents
from tests.formats.variants import of_package

GOLDEN = Path(__file__).with_name("variants.txt")
ROWS: digests.Rows = {"issue.docx": partial(of_package, "issue.docx", documents.issue())}


@pytest.mark.parametrize("name", ROWS)
def test_no_variant_is_read_otherwise_unseen(name: str, update_golden: bool) -> None:
    digests.compare(GOLDEN, ROWS, name, update=update_golden)
