"""The words of a room are counted as those of its folders, whatever is loaded, changed and taken away."""

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from reader.features.keyness.keyness import Keyness, keyness
from reader.features.room.loading import load
from reader.features.room.reading_room import ReadingRoom
from reader.library.article_set import Shapes
from reader.library.character_places import CharacterPlace
from reader.library.library import Library
from reader.newspaper.article import Where
from tests import homes
from tests.features.room.clusters import empty_room
from tests.shelf import articles_of

pytestmark = pytest.mark.slow

ASKED = (("渡口", None), ("渡口", "日期:1987-06-01..1987-06-04"), ("板车", "江边"), ("日期:1987-06-03", None))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return homes.use(monkeypatch, tmp_path / "home")


@pytest.fixture
def room() -> Iterator[ReadingRoom]:
    with closing(ReadingRoom(empty_room())) as opened:
        yield opened


def write(root: Path, *days: int, of: str = "马灯") -> None:
    root.mkdir(exist_ok=True)
    for day in days:
        word = f"渡口掛着{of}，船上也有{of}" if day % 2 else "板车上了桥，桥上有板车"
        text = f"雁桥日报\n1987年6月{day}日\n\n## 江边第{day}夜\n\n{word}，有人说。\n"
        (root / f"1987060{day}.txt").write_text(text, "utf-8")


def asked(library: Library, here: str, there: str | None) -> Keyness:
    of_text = partial(library.sets.of_text, shapes=Shapes.AS_PRINTED)
    return keyness(library, of_text(here), None if there is None else of_text(there))


def test_they_are_those_of_the_folder(tmp_path: Path, room: ReadingRoom) -> None:
    root = tmp_path / "报"
    write(root, *range(1, 7))
    with closing(Library.open(root)) as library:

        def agree() -> None:
            library.sync(accept_missing=True)
            load(library.local.catalogue.hand_over, library.user_data.library_uuid(), room.address)
            for here, there in ASKED:
                found = asked(room, here, there)
                assert found == asked(library, here, there)
                assert found.counted == found.articles

        agree()
        assert asked(room, "渡口", None).words
        first, *_ = articles_of(library)
        place = CharacterPlace(Where.BLOCK, 0, first.article.blocks[0].text.index("有人"))
        library.characters.correct(first.id, place, "冇")
        agree()
        write(root, 1, 3, 7, 8, of="板车")
        (root / "19870602.txt").unlink()
        agree()
