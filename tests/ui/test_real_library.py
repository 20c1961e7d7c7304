"""The widgets on a library as it comes from files: parsed, catalogued, indexed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QAbstractItemModel, QModelIndex
from pytestqt.qtbot import QtBot

from reader.library.library import Library
from reader.ui.issues.issue_list import IssuePane
from reader.ui.issues.issue_tree import IssueCalls, IssueTree
from reader.ui.notebook.bookmark_list import BookmarkPane
from reader.ui.search.result_header import ResultActs
from reader.ui.search.result_list import ResultPane
from reader.ui.sync.progress_strip import ProgressStrip
from tests import homes
from tests.ui.search.noting import noting

PAPER = """雁桥日报

1987年6月{day}日　星期五　第{number}号　今日四版　国内统一连续出版物号 CN 00-0000

# 渡口的灯亮到后半夜

本报讯（记者 闻小树）昨夜江上起了大雾，摆渡的老人守着一盏灯，等最后一班人过河。
第{day}夜，对岸的人仍看得见这盏灯。
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """Two days of 雁桥日报, synced."""
    homes.use(monkeypatch, tmp_path / "home")
    root = tmp_path / "旧报"
    root.mkdir()
    for day in (5, 12):
        text = PAPER.format(day=day, number=4174 + day)
        (root / f"198706{day:02}.txt").write_text(text, encoding="utf-8")
    library = Library.open(root)
    library.sync()
    yield library
    library.close()


def texts(model: QAbstractItemModel, parent: QModelIndex) -> list[str]:
    return [str(model.index(row, 0, parent).data()) for row in range(model.rowCount(parent))]


def test_from_the_tree_to_a_bookmark(qtbot: QtBot, library: Library) -> None:
    newest = library.contents.newest_issue()
    assert newest is not None
    tree, pane, marks, strip = (
        IssueTree(IssueCalls()),
        IssuePane(IssueCalls()),
        BookmarkPane(),
        ProgressStrip(),
    )
    for widget in (tree, pane, marks, strip):
        qtbot.addWidget(widget)
    tree.set_library(library.contents)
    tree.show_issue(newest.id)
    day = tree.currentIndex()
    assert texts(tree.tree_model, QModelIndex()) == ["1987"]
    assert [text.split()[0] for text in texts(tree.tree_model, day.parent())] == ["5日", "12日"]
    pane.set_library(library.contents)
    pane.show_issue(newest.id)
    assert pane.previous_button.isEnabled()
    assert not pane.next_button.isEnabled()
    article = library.contents.articles(newest.id)[0]
    tree.show_article(article.id)
    assert tree.currentIndex().data() == article.title
    library.notebook.bookmark(article.id, "是否同一盏灯？", ["渡口"])
    marks.set_bookmarks(library.notebook.bookmarks())
    assert "是否同一盏灯？" in texts(marks.listing.model, QModelIndex())[0]
    strip.show_counts(library.contents.counts())
    assert "2 期" in strip.accessibleName() or "篇" in strip.accessibleName()


def test_an_answer_fills_the_results(qtbot: QtBot, library: Library) -> None:
    found = library.searcher.search("摆渡的老人")
    acts, _ = noting(ResultActs)
    pane: ResultPane = ResultPane(
        replace(acts, want_rows=lambda ids: pane.model.set_hits(library.searcher.hits(ids, found.query)))
    )
    qtbot.addWidget(pane)
    pane.show_results(found, "摆渡的老人", library.contents.counts().articles)
    model = pane.view.model()
    texts(model, QModelIndex())
    qtbot.waitUntil(lambda: all("摆渡的老人" in text for text in texts(model, QModelIndex())))
    assert model.rowCount() == 2
