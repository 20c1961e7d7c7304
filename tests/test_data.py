"""What is known of a newspaper is a value: nobody changes it under whoever holds it."""

import ast

import pytest

from tests.modules import ROOT, nodes

OF_VALUES = (
    *("newspaper", "language", "stitching", "sources.py", "comparison"),
    *("export", "search", "features/people"),
)
"""Functions on data, without state. What a function puts together for itself has a private name."""


@pytest.mark.parametrize("folder", OF_VALUES)
def test_data_are_frozen(folder: str) -> None:
    assert (ROOT / folder).exists()
    changeable = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path, node in nodes(ast.ClassDef)
        if path.is_relative_to(ROOT / folder) and "ui" not in path.parts
        if not node.name.startswith("_")
        if "Struct" in map(ast.unparse, node.bases)
        if not any(each.arg == "frozen" and ast.unparse(each.value) == "True" for each in node.keywords)
    ]
    assert changeable == []
