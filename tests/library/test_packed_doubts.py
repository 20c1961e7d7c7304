"""A pack tells what is in doubt about its issues as its folder does, and says why it can't tell the rest."""

from collections.abc import Iterator

import pytest

from reader.features.packs.packed_library import PackedLibrary
from reader.features.packs.packing_up import PackChoice, pack_up
from reader.library import doubt_sources
from reader.library.doubts import DoubtKind
from reader.library.library import Library
from tests import doubtful_library, homes

OF_THE_FILES = {DoubtKind.UNREAD, DoubtKind.PASSED_OVER}
"""The kinds that are of files without articles, which stay with the giver."""
OF_THE_READER = {
    DoubtKind.PICTURES,
    DoubtKind.LOST_MARKS,
    DoubtKind.LOST_CORRECTIONS,
    DoubtKind.OTHER_CORRECTION,
    DoubtKind.SET_APART,
}
"""The kinds that are of the folder's own reader, or machine."""


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Library]]:
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, tmp_path_factory.mktemp("home"))
        library = Library.open(doubtful_library.write(tmp_path_factory.mktemp("报") / "旧报"))
        path = tmp_path_factory.mktemp("given") / "旧报.yuebao"
        pack_up(library, path, PackChoice("何苇"))
        pack = Library.open(path)
        assert isinstance(pack, PackedLibrary)
        yield library, pack
        pack.close()
        library.close()


def listed(library: Library) -> dict[DoubtKind, list[tuple[str, str, str]]]:
    rows: dict[DoubtKind, list[tuple[str, str, str]]] = {}
    for found in doubt_sources.look(library).kinds:
        if found.number:
            rows[found.kind] = [(doubt.words, doubt.why, doubt.stands) for doubt in found.doubts]
    return rows


def test_what_is_in_doubt_about_issues_is_told_as_by_the_folder(libraries: tuple[Library, Library]) -> None:
    library, pack = libraries
    of_folder = listed(library)
    expected = {kind: rows for kind, rows in of_folder.items() if kind not in OF_THE_FILES | OF_THE_READER}
    assert DoubtKind.COPIES in expected
    assert DoubtKind.CONTRADICTING in expected
    assert listed(pack) == expected


def test_of_files_without_articles_it_says_that_they_are_not_in_it(
    libraries: tuple[Library, Library],
) -> None:
    _, pack = libraries
    told = {found.kind: found.why_not for found in doubt_sources.look(pack).kinds if found.why_not}
    assert told == dict.fromkeys(OF_THE_FILES, "没有读成文章的文件，没有一起送来。")
