"""Two papers with the same text in the window: what is marked in one is not marked in the other."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reader.library.library import Library
from reader.ui.window.window import MainWindow
from tests import homes
from tests.ui import a_window
from tests.ui.a_window import CTRL, press

TEXT = "各地轮渡自下月起调整票价，成人票每张一角五分，儿童减半，月票仍按原价，携带自行车者另购车票一张。"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    homes.use(monkeypatch, tmp_path / "home")
    root = tmp_path / "旧报"
    for paper in ("江湾日报", "江湾晚报"):
        (root / paper).mkdir(parents=True)
        issue = f"{paper}\n1987年6月10日\n\n## 轮渡票价有了新章程\n\n{TEXT}\n"
        (root / paper / "19870610.txt").write_text(issue, "utf-8")
    return root


def ids_by_paper(library: Library) -> dict[str, int]:
    found = (library.articles.article(each) for each in library.searcher.search("另购车票", exact=True).ids)
    return {stored.issue.newspaper: stored.id for stored in found if stored is not None}


def papers(window: MainWindow) -> list[str]:
    return sorted(each.newspaper for each in window.controller.library.notebook.bookmarks())


def open_article(qtbot: QtBot, window: MainWindow, article_id: int) -> None:
    reading = window.controller.reading
    reading.open_article(article_id)
    qtbot.waitUntil(lambda: reading.article is not None and reading.article.id == article_id)


def test_b_on_one_printing_neither_marks_nor_unmarks_the_other(root: Path, qtbot: QtBot) -> None:
    window = a_window.open_on(qtbot, root)
    ids = ids_by_paper(window.controller.library)
    for paper, expected in (("江湾日报", ["江湾日报"]), ("江湾晚报", ["江湾日报", "江湾晚报"])):
        open_article(qtbot, window, ids[paper])
        press(Qt.Key.Key_B)
        qtbot.waitUntil(lambda expected=expected: papers(window) == expected)  # type: ignore[misc]
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: papers(window) == ["江湾日报"])


def test_the_place_of_last_time_is_that_of_the_paper_that_was_read(root: Path, qtbot: QtBot) -> None:
    window = a_window.open_on(qtbot, root)
    for paper, article_id in ids_by_paper(window.controller.library).items():
        open_article(qtbot, window, article_id)
        window.close()
        window = a_window.open_on(qtbot, root)
        qtbot.waitUntil(lambda: window.controller.reading.article is not None)  # noqa: B023
        article = window.controller.reading.article
        assert article is not None
        assert article.issue.newspaper == paper


def test_a_bookmark_that_tells_no_paper_is_put_on_the_one_that_a_person_chooses(
    root: Path, qtbot: QtBot
) -> None:
    library = Library.open(root)
    library.sync()
    library.notebook.bookmark(ids_by_paper(library)["江湾日报"], "旧的")
    with closing(sqlite3.connect(library.user_data.path)) as connection:
        connection.execute("UPDATE bookmark SET newspaper = '', date = NULL, path = '', file = NULL")
        connection.commit()
    library.close()
    window = a_window.open_on(qtbot, root)
    controller = window.controller
    qtbot.waitUntil(lambda: [each.elsewhere for each in controller.features.bookmarks.bookmarks] == [2])
    menu = QMenu()
    controller.features.menus.offer_for_bookmark(menu, controller.features.bookmarks.bookmarks[0])
    places = next(each for each in menu.findChildren(QMenu) if each.title() == "标的是哪一处")
    next(each for each in places.actions() if each.text().startswith("江湾晚报")).trigger()
    qtbot.waitUntil(lambda: papers(window) == ["江湾晚报"])
    assert [(each.note, each.is_orphan) for each in controller.library.notebook.bookmarks()] == [
        ("旧的", False)
    ]
