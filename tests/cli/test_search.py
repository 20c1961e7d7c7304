"""What `reader search` refuses because it contradicts itself, and the form in which it writes a file."""

import itertools
from pathlib import Path
from typing import Any

import pytest

from reader.cli.options import WrongArguments
from reader.cli.search import Search
from reader.export.forms import RecordFormat, Wording

QUERY: dict[str, Any] = {"query": ("渡口",)}
BATCH: dict[str, Any] = {"batch": "词表.txt"}
CSV: dict[str, Any] = {"export": RecordFormat.CSV}
FILE: dict[str, Any] = {"output": Path("渡口.csv")}
EXPORTS = (CSV, FILE)
OUTPUTS: tuple[dict[str, Any], ...] = (
    {"count": True},
    {"as_json": True},
    {"as_jsonl": True},
    {"with_notes": True},
)
CONTRADICTIONS: tuple[dict[str, Any], ...] = (
    {},
    QUERY | BATCH,
    QUERY | {"rungs": True, "count": True},
    QUERY | {"rungs": True, "offset": 1},
    BATCH | {"rungs": True},
    QUERY | {"wording": Wording.RECOGNISED},
    *(QUERY | export | output for export, output in itertools.product(EXPORTS, OUTPUTS)),
    *(BATCH | export for export in EXPORTS),
    *(QUERY | {"as_jsonl": True} | other for other in OUTPUTS if "as_jsonl" not in other),
    BATCH | {"is_quiet": True},
    QUERY | CSV | {"is_quiet": True},
    QUERY | {"show_all": True, "limit": 3},
    QUERY | {"show_all": True, "limit": 0},
    QUERY | {"show_all": True, "offset": 3},
)
AGREEMENTS: tuple[dict[str, Any], ...] = (
    QUERY,
    BATCH,
    QUERY | {"rungs": True},
    QUERY | {"rungs": True, "limit": 3},
    QUERY | CSV | {"wording": Wording.RECOGNISED},
    QUERY | FILE | {"wording": Wording.RECOGNISED},
    QUERY | {"count": True, "as_json": True},
    QUERY | {"is_quiet": True, "as_json": True},
    BATCH | {"as_jsonl": True, "count": True},
    QUERY | {"limit": 3, "offset": 3},
    QUERY | {"limit": 0},
)


@pytest.mark.parametrize("arguments", CONTRADICTIONS, ids=str)
def test_what_contradicts_itself_is_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(WrongArguments):
        Search(**arguments)


@pytest.mark.parametrize("arguments", AGREEMENTS, ids=str)
def test_what_goes_together_is_taken(arguments: dict[str, Any]) -> None:
    Search(**arguments)


@pytest.mark.parametrize(
    ("name", "form"),
    [("渡口.csv", RecordFormat.CSV), ("渡口.BIB", RecordFormat.BIBTEX), ("渡口.ris", RecordFormat.RIS)],
)
def test_the_ending_of_the_file_tells_the_form(name: str, form: RecordFormat) -> None:
    assert Search(query=("渡口",), output=Path(name)).form is form


def test_a_form_that_is_named_counts_more_than_the_ending() -> None:
    options = Search(query=("渡口",), output=Path("渡口.txt"), export=RecordFormat.GB2025)
    assert options.form is RecordFormat.GB2025


def test_an_ending_of_no_form_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(WrongArguments, match=r"exe.*csv"):
        Search(query=("渡口",), output=Path("渡口.exe"))


def test_without_a_file_and_a_form_nothing_is_exported() -> None:
    assert Search(query=("渡口",)).form is None
