"""What makes one stay: the paper of a day, issues that go by, a word's meaning."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from reader import assets
from reader.storage import settings
from reader.ui.calendar.day_paper_dialog import DayPaperDialog
from reader.ui.dictionary.lookup_card import LookupCard
from reader.ui.page.page_selection import PageSelection
from reader.ui.riffle.riffle_view import RiffleView
from reader.ui.window.screenshot import await_that, settle, show_whole_page
from reader.ui.window.window import MainWindow
from tests.dictionaries import made
from tests.gallery.hands import STORY, do, on_sample, opened, read, scene, select


def _ask_for(window: MainWindow, day: str) -> None:
    do(window, "paper_of_day")
    (dialog,) = window.findChildren(DayPaperDialog)
    await_that(lambda: dialog._papers is not None)
    dialog.field.line.setText(day)


@on_sample
def day_paper(window: MainWindow) -> None:
    _ask_for(window, "1987-6-12")


@on_sample
def day_paper_nearest(window: MainWindow) -> None:
    _ask_for(window, "1946-5-3")


@scene
def day_paper_without_library(folder: Path) -> Iterator[MainWindow]:
    (folder / "旧报").mkdir()
    with opened(folder / "旧报") as window:
        await_that(window.controller.layout.is_welcome_shown)
        _ask_for(window, "1987-6-12")
        yield window


@on_sample
def riffling(window: MainWindow) -> None:
    do(window, "riffle")
    (view,) = window.findChildren(RiffleView)
    await_that(lambda: view.issue_id() is not None)
    view.drag_to(0.5)
    await_that(lambda: view._supply.of(view.issue_id() or 0) is not None)


WORDS = {
    "图书馆": "<b>图书馆</b> túshūguǎn <i>名</i><p>收藏图书、报刊供人阅览的地方。参看"
    "<a href='entry://阅览'>阅览</a>。</p>",
    "阅览": "看书报。",
    "渡口": "有船摆渡过河的地方。",
}


def _look_up(folder: Path | None, words: str) -> Iterator[MainWindow]:
    before = settings.load().settings
    settings.save(replace(before, dictionary_folder=str(folder) if folder else ""))
    with opened(assets.sample_library()) as window:
        read(window, STORY)
        select(window, words)
        do(window, "look_up")
        await_that(lambda: window.findChildren(LookupCard))
        (card,) = window.findChildren(LookupCard)
        await_that(window._dictionaries.is_idle)
        yield window
        card.close()
        settings.save(before)


@scene
def dictionary_entry(folder: Path) -> Iterator[MainWindow]:
    made.stardict(folder / "词典", WORDS)
    made.mdict(folder / "词典" / "又一本.mdx", [("圖書館", "藏书的楼。")])
    (folder / "词典" / "坏了.mdx").write_bytes(b"nothing")
    yield from _look_up(folder / "词典", "图书馆")


@scene
def dictionary_without_entry(folder: Path) -> Iterator[MainWindow]:
    made.stardict(folder / "词典", {**WORDS, "旧": "过时的。", "报": "报纸。"})
    yield from _look_up(folder / "词典", "旧报不是废纸")


@scene
def dictionary_without_folder(folder: Path) -> Iterator[MainWindow]:
    yield from _look_up(None, "旧报")


@on_sample
def dictionary_over_a_whole_page(window: MainWindow) -> None:
    show_whole_page(window)
    view = window.controller.layout.page_pane.view
    number, block = next(
        (number, block)
        for number, article in enumerate(view.articles())
        for block, each in enumerate(article.blocks)
        if "图书馆" in each.text
    )
    at = view.articles()[number].blocks[block].text.index("图书馆")
    view.select(PageSelection(number, (block, at), (block, at + 3)))
    do(window, "look_up")
    settle()
