"""A setting of a feature does something: what it is set to is asked for, by its name, where the feature works."""

import re
from pathlib import Path

import pytest

import reader
from reader.plugs import plugs

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(Path(reader.__file__).parent.rglob("*.py"))]
NAMES = [preference.name for plug in plugs() for preference in plug.settings()]


def times_named(name: str, texts: list[str]) -> int:
    named = re.compile(rf"""["'.]{re.escape(name)}\b""")
    return sum(len(named.findall(text)) for text in texts)


@pytest.mark.parametrize("name", NAMES)
def test_a_setting_is_asked_for_where_it_is_not_declared(name: str) -> None:
    assert times_named(name, TEXTS) > 1, f"nothing asks for the setting {name}: it would change nothing"


def test_one_that_is_only_declared_is_found_out() -> None:
    assert times_named("shows_decks", ['Preference("shows_decks", say("列副题"))']) == 1
