"""Only of a digital paper's files image maps are looked for; what reads web pages is loaded for the first of them."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from msgspec.structs import replace

from reader.features.web_pages import page_map
from reader.features.web_pages.maps_of_papers import MapsOfPapers
from reader.formats.reading import SavedFile
from reader.newspaper.article import Reading
from tests.invented_article import SOURCE


class _Found:
    made = 0

    def __init__(self, folder: object, listed: object) -> None:
        type(self).made += 1
        self.of = folder, listed

    def map_of(self, source: Any) -> object:
        return "map of", source.path

    def picture_in(self, file: SavedFile) -> object:
        return file.data


@pytest.fixture
def maps(monkeypatch: pytest.MonkeyPatch) -> MapsOfPapers:
    monkeypatch.setattr(_Found, "made", 0)
    monkeypatch.setattr(page_map, "FoundMaps", _Found)
    return MapsOfPapers(cast(Any, SimpleNamespace()), cast(Any, dict))


@pytest.mark.parametrize("reading", [None, Reading("web", 1.0), Reading("text", 1.0)])
def test_other_files_have_no_map_and_nothing_is_loaded_for_them(
    maps: MapsOfPapers, reading: Reading | None
) -> None:
    assert maps.map_of(replace(SOURCE, reading=reading)) is None
    assert _Found.made == 0


def test_a_file_of_a_digital_paper_has_the_map_that_is_found_by_one_finder_for_all(
    maps: MapsOfPapers,
) -> None:
    source = replace(SOURCE, reading=Reading("digital-paper", 1.0))
    for _ in range(2):
        found: object = maps.map_of(source)
        assert found == ("map of", source.path)
    assert maps.picture_in(SavedFile("a.html", b"picture")) == b"picture"
    assert _Found.made == 1
