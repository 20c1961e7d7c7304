"""The file that a person means by the name chosen in a dialog."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

import reader
from reader.storage.platform_folders import places
from reader.ui.widgets.dialog import FileChoice, Files, ask_for_file, ask_to_open, file_choice, foreign_ending
from reader.ui.widgets.services import chosen_folders

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
    chosen = ask_for_file(parent, "存成表格", Files.NAMES, "名单.csv", "*.csv", ENDINGS)
    assert chosen == FileChoice(tmp_path / "名单.xlsx", False)
    assert titles == ["存成表格", "存成表格：不能存成 .pdf，只有 .csv、.xlsx"]


def test_the_folder_last_chosen_for_a_kind_of_file_is_proposed_for_that_kind_alone(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    proposed: list[Path] = []
    chosen = tmp_path / "某处" / "名单.csv"
    chosen.parent.mkdir()

    def choosing(_: QWidget, __: str, place: str, *___: str) -> tuple[str, str]:
        proposed.append(Path(place))
        return str(chosen), ""

    monkeypatch.setattr(chosen_folders, "now", {})
    monkeypatch.setattr(QFileDialog, "getSaveFileName", choosing)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", choosing)
    parent = QWidget()
    qtbot.addWidget(parent)
    ask_for_file(parent, "存成表格", Files.NAMES, "甲.csv", "*.csv", ENDINGS)
    ask_for_file(parent, "存成表格", Files.NAMES, "乙.csv", "*.csv", ENDINGS)
    ask_to_open(parent, "打开资料包", Files.PACKS, "")
    documents = places().documents
    assert proposed == [documents / "甲.csv", chosen.parent / "乙.csv", documents]
    chosen.parent.rmdir()
    assert Files.NAMES.folder() == documents, "a folder that is gone is not proposed"


def test_every_dialog_that_asks_for_a_file_or_a_folder_is_opened_in_one_place() -> None:
    sources = Path(reader.__file__).parent.rglob("*.py")
    assert [path.name for path in sources if "QFileDialog" in path.read_text()] == ["dialog.py"]


@pytest.mark.parametrize(
    ("name", "valid_name"),
    [
        ("任职表 县委/组织部.csv", "任职表 县委 组织部.csv"),
        ("CON.csv", "_CON.csv"),
        ("aux.第一号.csv", "_aux.第一号.csv"),
        ("COM1.csv", "_COM1.csv"),
        ("灯修好了吗?….csv", "灯修好了吗 ….csv"),
        ("渡口. .csv", "渡口.csv"),
        ("..csv", "_.csv"),
        ("名单.csv", "名单.csv"),
    ],
)
def test_what_is_proposed_is_a_file_name_on_every_system(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, name: str, valid_name: str
) -> None:
    proposed: list[Path] = []

    def cancelling(_: QWidget, __: str, place: str, *___: str) -> tuple[str, str]:
        proposed.append(Path(place))
        return "", ""

    monkeypatch.setattr(chosen_folders, "now", {})
    monkeypatch.setattr(QFileDialog, "getSaveFileName", cancelling)
    parent = QWidget()
    qtbot.addWidget(parent)
    assert ask_for_file(parent, "存成表格", Files.NAMES, name, "*.csv", ENDINGS) is None
    assert proposed == [places().documents / valid_name]
