"""An article on paper: PDF pages that look like the page."""

from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from reader.export.article_text import page_blocks
from reader.ui.article.article_printout import ArticlePrintout
from reader.ui.article.typesetting import PageStyle
from reader.ui.page.page_layout import BAND_GAP, PageArticle, PageLayout
from reader.ui.page.page_printout import PagePrintout
from reader.ui.widgets import printing, theme
from reader.ui.widgets.fonts import Face
from reader.ui.window.window import MainWindow
from tests.invented_article import STORED, block, stored


def pages(data: bytes) -> int:
    return data.count(b"/Type /Page\n")


def test_a_short_article_is_one_page(window: MainWindow) -> None:
    short = stored(blocks=(block("江上有雾，渡船停了半日。"),))
    data = printing.pdf(
        partial(ArticlePrintout, page_blocks(short), PageStyle(), "雁桥日报, 1987-06-12"), "旧报"
    )
    assert data.startswith(b"%PDF-")
    assert pages(data) == 1


@pytest.mark.parametrize("style", [PageStyle(), PageStyle(28, 32, 1.95, Face.HEI)])
def test_a_long_article_has_as_many_pages_as_it_needs(window: MainWindow, style: PageStyle) -> None:
    long = stored(blocks=tuple(block("江上有雾，渡船停了半日。" * 20, line=n) for n in range(40)))
    count = pages(printing.pdf(partial(ArticlePrintout, page_blocks(long), style, ""), ""))
    characters_a_page = (650 // style.size) * (840 // (style.size * style.leading))
    assert 0.8 < count / (40 * 240 / characters_a_page) < 1.6


def test_paper_is_white_whatever_the_window_wears(window: MainWindow) -> None:
    theme.use("dark")
    printing.pdf(partial(ArticlePrintout, page_blocks(STORED), PageStyle(), ""), "")
    assert theme.current().name == "dark"


def choosing(monkeypatch: pytest.MonkeyPatch, chosen: Path) -> list[str]:
    """Where a person saves it; the names that were proposed."""
    proposed: list[str] = []

    def choose(_parent: object, _title: str, path: str, _kinds: str) -> tuple[str, str]:
        proposed.append(Path(path).name)
        return str(chosen), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    return proposed


def test_a_pdf_is_saved_where_one_says(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = choosing(monkeypatch, tmp_path / "一篇.pdf")
    window._actions["save_pdf"].trigger()
    assert (tmp_path / "一篇.pdf").read_bytes().startswith(b"%PDF-")
    assert asked == ["3日渡口的灯亮到后半夜.pdf"]
    assert window.toast.words() == "已存为 一篇.pdf"


def test_where_it_cannot_be_written_the_file_that_was_there_stays(tmp_path: Path, window: MainWindow) -> None:
    (tmp_path / "一篇.pdf").mkdir()
    with pytest.raises(OSError, match=r"一篇"):
        printing.save_pdf(tmp_path / "一篇.pdf", window.controller.layout.pane.on_paper(), "一篇")
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


@pytest.mark.parametrize("size", [14, 17, 28])
def test_a_page_of_the_newspaper_goes_on_from_leaf_to_leaf_and_no_line_is_cut(
    window: MainWindow, size: int
) -> None:
    long = tuple(block("江上有雾，渡船停了半日，两岸的人隔着水喊话。" * 9, line=n) for n in range(12))
    printed = [stored(blocks=long), STORED, stored(blocks=long[:2]), STORED]
    articles = [PageArticle(each, page_blocks(each)) for each in printed]
    layout = PageLayout(articles, 662, PageStyle(size=size))
    while not layout.is_done:
        layout.set_next()
    cuts = [0.0, *layout.cuts(1000)]
    assert all(0 < below - above <= 1000 + BAND_GAP for above, below in pairwise(cuts))
    bands = list(layout.bands_between(0, layout.height))
    boxes = [
        line.box.translated(placed.box.topLeft())
        for band in bands
        for placed in band.articles
        for leg in placed.article.legs
        for line in leg.lines
    ]
    assert cuts[-1] >= max(box.bottom() for box in boxes) - 1
    for cut in cuts[1:-1]:
        assert not [box for box in boxes if box.top() < cut - 1 and box.bottom() > cut + 1]
    data = printing.pdf(partial(PagePrintout, articles, PageStyle(size=size), "雁桥日报"), "")
    assert pages(data) >= 2


def test_while_a_whole_page_is_seen_it_is_what_is_printed(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = choosing(monkeypatch, tmp_path / "一版.pdf")
    window._actions["whole_page"].trigger()
    qtbot.waitUntil(window.controller.layout.area.is_page_shown)
    window._actions["save_pdf"].trigger()
    assert (tmp_path / "一版.pdf").read_bytes().startswith(b"%PDF-")
    assert asked == ["雁桥日报 1987年7月3日 全期.pdf"]
