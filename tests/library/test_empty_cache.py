"""What a reader has added is all there where nothing derived is: before a library is read in again, and after that."""

from pathlib import Path

import pytest

from reader.features.saved_searches.saved_searches import searches_of
from reader.library.library import Library
from tests import everything_noted, homes
from tests.everything_noted import KINDS


@pytest.fixture
def noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, dict[str, object]]:
    homes.use(monkeypatch, tmp_path / "home")
    return tmp_path / "柳川", everything_noted.write_noted(tmp_path / "柳川")


def test_every_kind_is_told_from_an_empty_cache_as_before(noted: tuple[Path, dict[str, object]]) -> None:
    root, before = noted
    for kind, tell in KINDS.items():
        everything_noted.empty_cache()
        library = Library.open(root)
        assert tell(library) == before[kind], kind
        library.close()


def test_nothing_of_it_changes_while_the_library_is_read_in_again(
    noted: tuple[Path, dict[str, object]],
) -> None:
    root, before = noted
    library = Library.open(root)
    exported = library.notebook.export_notes()
    assert everything_noted.told(library) == before
    library.sync()
    assert everything_noted.told(library) == before
    assert library.notebook.export_notes() == exported
    [(saved, count)] = searches_of(library).counts()
    assert (saved.name, count.total, count.new) == ("戏台", 2, 0)
    library.close()
