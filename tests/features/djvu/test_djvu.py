"""A DjVu is read where DjVuLibre is installed: its text layer with the places of words, else its pictures."""

import os
import shutil
import sys
from contextlib import closing
from pathlib import Path

import pytest

from reader import formats
from reader.features.djvu import hidden_text
from reader.features.recognition.resolution import stated_dpi
from reader.features.recognition.waiting_pictures import FoundWaiting
from reader.formats.reading import OnlyPictures, UnreadableFile
from reader.library.library import Library
from reader.pictures.picture_process import PictureCache, PictureError

PAGE = """(page 0 0 1300 700
  (column 100 100 1200 600
    (line 100 500 500 560 (word 100 500 300 560 "渡口的灯")
      (word 320 500 500 560 "亮到后半夜") )
    (line 100 400 500 440
      (word 100 400 500 440
        "昨夜江上有雾，渡船停了半日，" ) )
    (line 100 300 500 340
      (word 100 300 500 340 "两岸的人隔着水喊话。\\"是\\"") ) ) )
"""
"""What `djvutxt --detail=word` prints of a page."""
HEAD = b"AT&TFORM\0\0\x0b\xf4DJVUINFO\0\0\0\x0a\x05\x14\x02\xbc\x18\0\x2c\x01\x16\x01"
"""The first bytes of a file: 1300 × 700 pixels at 300 dots an inch."""
IS_THERE = shutil.which("djvutxt") is not None and shutil.which("ddjvu") is not None


def lines(printed: str) -> list[str]:
    pages = hidden_text.pages_of(printed.encode())
    return [line.text for page in pages for block in page.blocks for line in block.lines]


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, printed: str) -> None:
    """Put a program on the path that prints this as if it were in the file."""
    folder.mkdir()
    (folder / "printed").write_text(printed, encoding="utf-8")
    program = folder / "djvutxt"
    program.write_text(f'#!/bin/sh\ntest -s "$2" && cat "{folder}/printed"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_words_of_a_line_are_put_together_and_boxes_are_told_from_the_top() -> None:
    (page,) = hidden_text.pages_of(PAGE.encode())
    (block,) = page.blocks
    assert (page.width, page.height) == (1300, 700)
    assert [line.text for line in block.lines] == [
        "渡口的灯亮到后半夜",
        "昨夜江上有雾，渡船停了半日，",
        '两岸的人隔着水喊话。"是"',
    ]
    assert block.lines[0].box == (100, 140, 500, 200)
    assert [word.box for word in block.lines[0].words] == [(100, 140, 300, 200), (320, 140, 500, 200)]


@pytest.mark.parametrize(
    ("printed", "texts"),
    [
        ("()", []),
        ('(page 0 0 9 9 "甲\\n乙")', ["甲", "乙"]),
        ('(page 0 0 9 9 (line 0 0 9 1 "甲乙"))', ["甲乙"]),
        ('(page 0 0 9 9 (para 0 0 9 9 (line 0 5 9 6 "甲") (line 0 3 9 4 "乙")))', ["甲", "乙"]),
        ('(page 0 0 9 9 (line 0 0 9 1 (word 0 0 9 1 (char 0 0 4 1 "甲") (char 5 0 9 1 "乙"))))', ["甲乙"]),
        ('(page 0 0 9 9 (line 0 0 9 1 "\\347\\224\\262"))', ["甲"]),
    ],
)
def test_a_page_may_lack_levels(printed: str, texts: list[str]) -> None:
    assert lines(printed) == texts


@pytest.mark.parametrize("printed", ["(" * 40, ")", "(page 0 0 x 9)", "(page (a b c))"])
def test_what_is_no_text_layer_is_told(printed: str) -> None:
    with pytest.raises(UnreadableFile, match="文字层"):
        hidden_text.pages_of(printed.encode())


@pytest.mark.skipif(sys.platform == "win32", reason="the program on the path is a script of a shell")
def test_a_file_is_an_issue_with_the_places_of_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "bin", monkeypatch, PAGE + PAGE.replace("雾", "雨"))
    root = tmp_path / "报"
    root.mkdir()
    (root / "雁桥日报1987-06-12.djvu").write_bytes(HEAD + bytes(200))
    with closing(Library.open(root)) as library:
        report = library.sync()
        assert (report.added, report.failed) == (1, [])
        (article_id,) = library.searcher.search('"江上有雨"').ids
        scan = library.pictures.scan(article_id)
        assert scan is not None
        assert (scan.picture.path, scan.picture.page) == ("雁桥日报1987-06-12.djvu", 1)
        (box,) = library.pictures.hits(scan, ["渡船停了半日"])
        assert (box.top, box.bottom) == (260, 300)


@pytest.mark.skipif(sys.platform == "win32", reason="the program on the path is a script of a shell")
def test_one_without_text_waits_to_be_recognised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "bin", monkeypatch, "()\n")
    root = tmp_path / "报"
    root.mkdir()
    (root / "1987-06-12.djvu").write_bytes(HEAD + bytes(200))
    with pytest.raises(OnlyPictures):
        formats.decode((root / "1987-06-12.djvu").read_bytes(), "1987-06-12.djvu")
    with closing(Library.open(root)) as library:
        assert library.sync().failed == []
        (picture,) = FoundWaiting(library.folder).look(library.contents.wordless())
        assert (picture.path, picture.dpi) == ("1987-06-12.djvu", 300)


def test_without_the_programs_it_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "1987-06-12.djvu"
    path.write_bytes(HEAD + bytes(200))
    with pytest.raises(UnreadableFile, match="djvulibre-bin"):
        formats.decode(path.read_bytes(), path.name)
    with path.open("rb") as file, pytest.raises(PictureError, match="djvulibre-bin"):
        PictureCache(tmp_path / "cache").pyramid(file.fileno(), 0)


def test_the_resolution_is_that_of_the_first_page(tmp_path: Path) -> None:
    (tmp_path / "a.djvu").write_bytes(HEAD)
    with (tmp_path / "a.djvu").open("rb") as file:
        assert stated_dpi(file) == 300


@pytest.mark.skipif(not IS_THERE, reason="DjVuLibre is not installed")
def test_the_programs_themselves_read_and_draw_a_file(tmp_path: Path) -> None:
    data = Path(__file__).with_name("two_pages.djvu").read_bytes()
    source = formats.decode(data, "1987-06-12.djvu")
    assert [line for line in source.lines if "渡口的灯" in line] == ["渡口的灯亮到后半夜"] * 2
    (tmp_path / "a.djvu").write_bytes(data)
    with (
        (tmp_path / "a.djvu").open("rb") as file,
        PictureCache(tmp_path / "cache").pyramid(file.fileno(), 1) as pyramid,
    ):
        assert (pyramid.about.width, pyramid.about.height) == (1300, 700)
    with (tmp_path / "a.djvu").open("rb") as file, pytest.raises(PictureError, match="第 3 页"):
        PictureCache(tmp_path / "cache").pyramid(file.fileno(), 2)
