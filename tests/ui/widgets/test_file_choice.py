"""The file that a person means by the name chosen in a dialog."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from reader.ui.widgets.dialog import FileChoice, ask_for_file, file_choice, foreign_ending

ENDINGS = (".csv", ".xlsx")


def test_the_first_ending_is_added_where_the_name_has_none(tmp_path: Path) -> None:
    assert file_choice(str(tmp_path / "1987.06"), ENDINGS).path == tmp_path / "1987.06.csv"
    for name in ("名单.csv", "名单.XLSX"):
        assert file_choice(str(tmp_path / name), ENDINGS) == FileChoice(tmp_path / name, False)


def test_only_the_very_name_that_was_asked_about_may_be_written_over(tmp_path: Path) -> None:
    (tmp_path / "名单.csv").touch()
    assert file_choice(str(tmp_path / "名单.csv"), ENDINGS).replaces
    assert not file_choice(str(tmp_path / "名单"), ENDINGS).replaces


def test_only_the_ending_of_another_format_is_foreign() -> None:
    assert foreign_ending("名单.pdf", ENDINGS) == ".pdf"
    for name in ("名单", "名单.CSV", "1987.06", "第1.2版", "灯.修好了"):
        assert foreign_ending(name, ENDINGS) == ""


def test_a_foreign_ending_is_refused_and_another_one_of_ours_decides(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    typed, titles = iter([tmp_path / "名单.pdf", tmp_path / "名单.xlsx"]), []

    def typing(_: QWidget, title: str, *__: str) -> tuple[str, str]:
        titles.append(title)
        return str(next(typed)), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", typing)
    parent = QWidget()
    qtbot.addWidget(parent)
    chosen = ask_for_file(parent, "存成表格", "名单.csv", "*.csv", ENDINGS)
    assert chosen == FileChoice(tmp_path / "名单.xlsx", False)
    assert titles == ["存成表格", "存成表格：不能存成 .pdf，只有 .csv、.xlsx"]
