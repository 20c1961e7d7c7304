"""What the program says that it can read is what it reads."""

import json
from typing import Any

import msgspec
import pytest

from reader.newspaper import decision as decisions
from reader.newspaper.article import Article, Role
from reader.newspaper.correction import CorrectedRole, CorrectionKind
from reader.storage.user_records import RULES_DIGEST, Alias, _Bookmark, identity_of
from reader.storage.user_schema import SCHEMA_VERSION
from tests.test_counts import pinned

READ = (_Bookmark, Article, Alias, decisions.read_type(), CorrectionKind, CorrectedRole, Role)


def rules() -> str:
    """Return the kinds of records, their fields, and the bounds of these."""
    schemas, components = msgspec.json.schema_components(READ)
    return json.dumps(without_docstrings([schemas, components, SCHEMA_VERSION]), sort_keys=True)


def without_docstrings(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_docstrings(inner) for name, inner in value.items() if name != "description"}
    if isinstance(value, list | tuple):
        return [without_docstrings(inner) for inner in value]
    return value


@pytest.mark.skipif(
    msgspec.__version__ != pinned("msgspec"), reason="another msgspec words a schema otherwise"
)
def test_the_digest_changes_with_what_can_be_read() -> None:
    assert identity_of(rules()) == RULES_DIGEST
