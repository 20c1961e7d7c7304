"""Each claim of docs/threat-model.md names tests that are there; its numbers are those of the program."""

import re
from pathlib import Path

import reader
from reader.features.room import answers, watch
from reader.features.tables import cells
from reader.formats import markup, reading, xml_tree
from reader.storage import regular_file
from reader.workers import pdf_worker, picture_worker

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
PAGE, _, LISTED = TEXT.partition("\n## The tests\n")
TESTS = dict(re.findall(r"^\[\^(\d+)\]: `(\S+)`$", LISTED, re.MULTILINE))
WITHOUT = (
    "阅报 reads folders",
    "Not defended against: ",
    "SQLite does much",
    "What can't be helped",
    "- Whoever sets",
)
"""The beginnings of what claims nothing."""


def claims() -> list[str]:
    """Every paragraph, item of a list, and row of a table, but for headings and the head of the table."""
    parts = re.split(r"\n\n|\n(?=- |\|)", PAGE)
    rows = [part.strip() for part in parts if part.strip() and not part.startswith(("#", "| who", "|---"))]
    return [row for row in rows if not row.startswith(WITHOUT)]


def test_every_claim_names_a_test_or_where_it_is_made() -> None:
    assert len(claims()) > 50
    unheld = [claim for claim in claims() if not re.search(r"\[\^\d+\]|\]\(#[a-z-]+\)", claim)]
    assert unheld == []


def test_every_test_is_named_once_and_used() -> None:
    used = re.findall(r"\[\^(\d+)\]", PAGE)
    assert {*used} == {*TESTS}
    assert len({*TESTS.values()}) == len(TESTS) == LISTED.strip().count("\n") + 1


def test_tests_and_places_that_are_named_are_there() -> None:
    for path, _, name in (named.partition("::") for named in TESTS.values()):
        text = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^ *def {name}\(", text, re.MULTILINE), (path, name)
    headings = re.findall(r"^## (.+)$", PAGE, re.MULTILINE)
    places = {re.sub(r"[^a-z -]", "", each.lower()).replace(" ", "-") for each in headings}
    assert {*re.findall(r"\]\(#([a-z-]+)\)", PAGE)} - places == set()


NUMBERS = {
    "up to 256 MB": regular_file.LARGEST_NOTES == 256 << 20,
    "50 MB for an issue": reading.MOST_BYTES == 50 << 20,
    "two million of them, or 256 MB": (answers.MOST_ROWS, answers.MOST_CHARACTERS) == (2_000_000, 256 << 20),
    "in a load, after ten million": answers._OF_LIBRARIANS * answers.MOST_ROWS == 10_000_000,
    "Twenty seconds after its first byte": answers.FLOW_SECONDS == 20,
    "cut after 70 seconds": watch.ANSWER_SECONDS == 70,
    "500 million pixels": picture_worker.MOST_PIXELS == 500_000_000,
    "80 million": picture_worker._MOST_GIF == 80_000_000,
    "200,000 tags, or a thousand": (markup.MOST_ELEMENTS, markup.DEEPEST) == (200_000, 1_000),
    "300 pages": pdf_worker.MOST_PAGES == 300,
    "32 MB, 400,000 elements, 1,000,000 attributes, fifty": (
        xml_tree.MOST_BYTES,
        xml_tree.MOST_ELEMENTS,
        xml_tree.MOST_ATTRIBUTES,
        xml_tree.DEEPEST,
    )
    == (32 << 20, 400_000, 1_000_000, 50),
    "more than 200 times no more than 16 MB": (reading.MOST_RATIO, reading.MOST_GROWN) == (200, 16 << 20),
    "100,000 entries, 50,000 issues": (reading.MOST_ENTRIES, reading.MOST_FILES) == (100_000, 50_000),
    "4 GB": reading.MOST_TOTAL == 4 << 30,
    "500,000 rows": cells.MOST_ROWS == 500_000,
}


def test_its_numbers_are_those_of_the_program() -> None:
    words = " ".join(PAGE.split())
    assert [said for said, is_so in NUMBERS.items() if said not in words or not is_so] == []


def test_nothing_is_imported_that_runs_what_it_reads() -> None:
    names = "pickle|marshal|shelve|dill|joblib|code|runpy"
    dangerous = re.compile(rf"^\s*(?:from|import)\s(?:.*,)?\s*(?:{names})\b", re.MULTILINE)
    paths = sorted(Path(reader.__file__).parent.rglob("*.py"))
    assert len(paths) > 500
    assert [path.name for path in paths if dangerous.search(path.read_text(encoding="utf-8"))] == []
    assert all(map(dangerous.match, ("import os, pickle", "    from code import x", "import runpy as r")))
