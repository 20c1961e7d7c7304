"""An article on paper: PDF pages that look like the page."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from reader.typeset import page_blocks
from reader.ui import printing, theme
from reader.ui.article_setting import PageStyle
from reader.ui.fonts import Face
from reader.ui.window import MainWindow
from tests.invented_article import STORED, block, stored


def pages(data: bytes) -> int:
    return data.count(b"/Type /Page\n")


def test_a_short_article_is_one_page(window: MainWindow) -> None:
    short = stored(blocks=(block("江上有雾，渡船停了半日。"),))
    data = printing.pdf(page_blocks(short), PageStyle(), "旧报", "雁桥日报, 1987-06-12")
    assert data.startswith(b"%PDF-")
    assert pages(data) == 1


@pytest.mark.parametrize("style", [PageStyle(), PageStyle(28, 32, 1.95, Face.HEI)])
def test_a_long_article_has_as_many_pages_as_it_needs(window: MainWindow, style: PageStyle) -> None:
    long = stored(blocks=tuple(block("江上有雾，渡船停了半日。" * 20, line=n) for n in range(40)))
    count = pages(printing.pdf(page_blocks(long), style, "", ""))
    characters_a_page = (650 // style.size) * (840 // (style.size * style.leading))
    assert 0.8 < count / (40 * 240 / characters_a_page) < 1.6


def test_paper_is_white_whatever_the_window_wears(window: MainWindow) -> None:
    theme.use("dark")
    printing.pdf(page_blocks(STORED), PageStyle(), "", "")
    assert theme.current().name == "dark"


def test_a_pdf_is_saved_where_one_says(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(_parent: object, _title: str, path: str, _kinds: str) -> tuple[str, str]:
        asked.append(Path(path).name)
        return str(tmp_path / "一篇.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    window._actions["save_pdf"].trigger()
    assert (tmp_path / "一篇.pdf").read_bytes().startswith(b"%PDF-")
    assert asked == ["3日渡口的灯亮到后半夜.pdf"]
    assert window.toast.words() == "已存为 一篇.pdf"


def test_where_it_cannot_be_written_the_file_that_was_there_stays(tmp_path: Path, window: MainWindow) -> None:
    (tmp_path / "一篇.pdf").mkdir()
    with pytest.raises(OSError, match=r"一篇"):
        window.room.rooms.pane.save_pdf(tmp_path / "一篇.pdf")
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []
