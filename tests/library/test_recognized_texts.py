"""Recognised texts are kept whole, replaced by none, and believed in nothing that could do harm."""

import gzip
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.library.recognized_pictures import FOLDER, MOST_BYTES, PictureDigest, RecognizedTexts

PICTURE = PictureDigest("0123456789abcdef" * 2, 1_000)


def test_a_page_is_read_as_it_was_kept(tmp_path: Path) -> None:
    texts = RecognizedTexts(tmp_path / "own")
    texts.keep(PICTURE, 2, 3, b"<alto/>")
    for each in (texts, RecognizedTexts(tmp_path / "own"), RecognizedTexts(tmp_path, tmp_path / "own")):
        assert each.sizes == {1_000}
        (page,) = each.all[PICTURE].values()
        assert (page.number, page.of, each.read(page)) == (2, 3, b"<alto/>")


def test_what_was_recognised_last_counts_and_the_first_is_still_there(tmp_path: Path) -> None:
    texts = RecognizedTexts(tmp_path)
    other = RecognizedTexts(tmp_path)
    assert not other.all
    for text in (b"one", b"two"):
        texts.keep(PICTURE, 1, 1, text)
    other.keep(PICTURE, 1, 1, b"three")  # by a process that had not seen the others
    texts.forget()
    assert texts.read(texts.all[PICTURE][1]) == b"three"
    assert len(list((tmp_path / FOLDER).iterdir())) == 3


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"",
        lambda: b"no gzip",
        lambda: gzip.compress(b"<alto/>")[:-9],
        lambda: gzip.compress(bytes(MOST_BYTES + 1)),
    ],
    ids=["empty", "other", "cut off", "bomb"],
)
def test_a_damaged_file_or_a_bomb_is_an_error_that_is_told(tmp_path: Path, make: Callable[[], bytes]) -> None:
    texts = RecognizedTexts(tmp_path)
    texts.keep(PICTURE, 1, 1, b"<alto/>")
    (page,) = texts.all[PICTURE].values()
    (tmp_path / FOLDER / page.name).write_bytes(make())
    with pytest.raises(OSError, match=r".+"):
        texts.read(page)


@pytest.mark.parametrize("ending", ["a.xml.gz", "-9-p2of1-1.xml.gz", "-9-p0of1-1.xml.gz", "x" * 99])
def test_other_files_are_none_of_ours(tmp_path: Path, ending: str) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / f"{'0' * 32}{ending}").write_bytes(b"")
    assert not RecognizedTexts(tmp_path).all


@pytest.mark.skipif(sys.platform == "win32", reason="to make a link takes a right of its own there")
def test_a_link_to_a_file_outside_is_no_text(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(gzip.compress(b"secret"))
    own = tmp_path / "own"
    (own / FOLDER).mkdir(parents=True)
    (own / FOLDER / f"{'0' * 32}-9-p1of1-1.xml.gz").symlink_to(outside)
    assert not RecognizedTexts(own).all
    (own / FOLDER).rename(own / "other")
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / f"{'0' * 32}-9-p1of1-1.xml.gz").write_bytes(gzip.compress(b"secret"))
    (own / FOLDER).symlink_to(tmp_path / "far")
    texts = RecognizedTexts(own)
    for pages in texts.all.values():
        for page in pages.values():
            with pytest.raises(OSError, match="指向"):
                texts.read(page)
