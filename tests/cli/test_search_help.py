"""The help of a search names every field and each key of its JSON, in columns that stand below each other."""

import pytest

from reader.cli.schemas import schema_of
from reader.cli.search_help import explained_object, explained_search, share_help
from reader.cli.terminal import cells_of
from reader.search.query.fields import help_lines


def test_each_example_stands_in_a_line_with_what_it_finds() -> None:
    lines = explained_search().split("\n")
    columns = set()
    for example, found in help_lines():
        (line,) = [line for line in lines if line.startswith(f"  {example} ") and line.endswith(found)]
        columns.add(cells_of(line.removesuffix(found)))
    assert len(columns) == 1, "all begin below each other, as a terminal is wide"


def test_every_key_of_the_object_is_explained() -> None:
    explained = explained_object()
    keys = schema_of("search")["$defs"]["SearchAnswer"]["properties"]
    assert "hits" in keys
    assert [key for key in keys if key not in explained] == []


@pytest.mark.parametrize("key", ["read_share", "total_is_exact", "failed_files"])
def test_what_is_told_while_a_library_is_read_in_is_explained_in_one_place(key: str) -> None:
    assert key in share_help()
    assert share_help() in explained_object()
