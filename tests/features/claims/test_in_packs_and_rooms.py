"""A claim has the same witnesses in a folder, in a pack made of it, and in a room."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.features.claims.sentences import sentences_of
from reader.features.claims.weighing import Outcome
from reader.features.claims.witnesses import Checked, Checker
from reader.features.packs.packing_up import PackChoice, pack_up
from reader.features.room.loading import load
from reader.features.room.reading_room import ReadingRoom
from reader.library.library import Library
from tests import homes
from tests.features.claims.planted import Planted, papers
from tests.features.room.clusters import empty_room

CLAIMS = 5


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        yield homes.use(patch, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def events() -> list[Planted]:
    return [event for *_, of_issue in papers(11, 4, held_out=False) for event in of_issue]


@pytest.fixture(scope="module")
def library(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    root = tmp_path_factory.mktemp("报") / "报"
    for path, text, _ in papers(11, 4, held_out=False):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    library = Library.open(root)
    library.sync()
    yield library
    library.close()


@pytest.fixture(params=["pack", "room"])
def other(request: pytest.FixtureRequest, library: Library, tmp_path: Path) -> Iterator[Library]:
    if request.param == "pack":
        target = tmp_path / "报.yuebao"
        pack_up(library, target, PackChoice("何苇"))
        other = Library.open(target)
    else:
        other = ReadingRoom(empty_room())
        load(library.local.catalogue.hand_over, library.user_data.library_uuid(), other.address)
    yield other
    other.close()


def test_they_are_the_same(library: Library, other: Library, events: list[Planted]) -> None:
    chosen = events[:CLAIMS]
    claims = [claim for event in chosen for claim in (event.true, *event.changed.values())]
    own = [in_words(Checker(library), claim) for claim in claims]
    assert [in_words(Checker(other), claim) for claim in claims] == own
    assert sum(outcome is Outcome.BORNE_OUT for outcome, _ in own) >= 0.8 * CLAIMS


def in_words(checker: Checker, claim: str) -> tuple[Outcome, list[object]]:
    row: Checked = checker.checked(next(iter(sentences_of(claim))))
    witnesses: list[object] = [
        (witness.outcome, witness.source.printing.date, witness.words, witness.differences)
        for witness in row.witnesses
    ]
    return row.outcome, witnesses
