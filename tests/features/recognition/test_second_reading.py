"""What lines say as they were read again is kept for the picture that was read, and nothing of it is lost."""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from reader.features.recognition import second_reading
from reader.features.recognition.second_reading import LinesReadAgain
from reader.library.library import Library
from reader.library.page_pictures import PagePicture
from reader.newspaper.line_place import LineOnPicture, LineReading
from reader.pictures.picture_process import GreyPage
from reader.storage.disk_errors import LibraryError
from reader.storage.platform_folders import places
from tests.features.recognition.block_pages import OTHER, PAGE, save

PICTURE = PagePicture("1987-06-12.png")
LINES = (LineOnPicture(((0.0, 0.0), (1.0, 0.0), (1.0, 0.1), (0.0, 0.1)), False),) * 3
SAID = LineReading("渡口的灯", (0.9,) * 4)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    save(tmp_path / "旧报" / PICTURE.path, PAGE)
    opened = Library.open(tmp_path / "旧报")
    yield opened
    opened.close()


class _Child:
    """Reads the same in each line; `meanwhile` is called while it does."""

    meanwhile: Callable[[], object] = staticmethod(lambda: None)

    def __init__(self, by: str, threads: int) -> None:
        del by, threads

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def readings_of(self, picture: GreyPage, lines: Sequence[LineOnPicture]) -> list[LineReading]:
        type(self).meanwhile()
        return [SAID] * len(lines)


@pytest.fixture
def reader(library: Library, monkeypatch: pytest.MonkeyPatch) -> LinesReadAgain:
    monkeypatch.setattr(second_reading, "PageChild", _Child)
    return LinesReadAgain(library.folder, library.pictures)


def read(reader: LinesReadAgain) -> None:
    reader.read(PICTURE, LINES, lambda: None)


def test_what_lines_say_is_kept_for_the_next_time(library: Library, reader: LinesReadAgain) -> None:
    assert reader.kept(PICTURE, LINES) is None
    read(reader)
    another = LinesReadAgain(library.folder, library.pictures)
    assert another.kept(PICTURE, LINES) == [SAID] * 3


def test_what_can_not_be_written_down_is_known_until_the_program_ends(
    library: Library, reader: LinesReadAgain
) -> None:
    folder = places().cache / "read-again"
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_bytes(b"no folder")
    read(reader)
    assert reader.kept(PICTURE, LINES) == [SAID] * 3
    assert LinesReadAgain(library.folder, library.pictures).kept(PICTURE, LINES) is None


def write_over(source: Path, target: Path) -> None:
    target.write_bytes(source.read_bytes())


WAYS: list[Callable[[Path, Path], object]] = [write_over]
if sys.platform != "win32":
    # what is open can't be replaced there
    WAYS.append(Path.replace)


@pytest.mark.parametrize("put", WAYS)
def test_what_a_picture_said_that_was_replaced_meanwhile_is_not_said_of_its_successor(
    library: Library,
    reader: LinesReadAgain,
    monkeypatch: pytest.MonkeyPatch,
    put: Callable[[Path, Path], object],
) -> None:
    successor = save(library.root / "next.png", OTHER)

    def replace_it() -> None:
        if successor.exists():
            put(successor, library.root / PICTURE.path)

    monkeypatch.setattr(_Child, "meanwhile", staticmethod(replace_it))
    read(reader)
    assert reader.kept(PICTURE, LINES) is None


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n"], ids=["empty", "cut off", "head alone"]
)
def test_a_picture_that_was_replaced_by_none_is_told(
    library: Library, reader: LinesReadAgain, data: bytes
) -> None:
    (library.root / PICTURE.path).write_bytes(data)
    with pytest.raises(LibraryError, match=r"打不开|内容却不是"):
        read(reader)


def test_a_picture_that_is_gone_is_told_with_its_name(library: Library, reader: LinesReadAgain) -> None:
    (library.root / PICTURE.path).unlink()
    assert reader.kept(PICTURE, LINES) is None
    with pytest.raises(LibraryError, match=r"1987-06-12\.png"):
        read(reader)
