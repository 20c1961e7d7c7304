"""A person prints, or saves as PDF: the dialog, its keys, what becomes of the file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from reader.features.printing.ui.printing_part import PrintDialog
from reader.ui.article.typesetting import PageStyle
from reader.ui.sheets import Orientation, PaperSize
from reader.ui.widgets import outside
from reader.ui.window.window import MainWindow
from tests.ui.a_window import focused, press
from tests.ui.printing import read_back

NAME = "雁桥日报 1987-07-03 3日渡口的灯亮到后半夜"
Choose = Callable[[Path], list[str]]


@pytest.fixture
def choosing(monkeypatch: pytest.MonkeyPatch) -> Choose:
    """Where a person saves it; the names that were proposed."""
    proposed: list[str] = []

    def choose(chosen: Path) -> list[str]:
        def ask(_parent: object, _title: str, path: str, _kinds: str) -> tuple[str, str]:
            proposed.append(Path(path).name)
            return str(chosen), ""

        monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
        return proposed

    return choose


@pytest.fixture
def open_dialog(window: MainWindow, qtbot: QtBot) -> Callable[[], PrintDialog]:
    def opened() -> PrintDialog:
        window._actions["print"].trigger()
        dialog = window.findChild(PrintDialog)
        assert dialog is not None
        qtbot.waitUntil(lambda: dialog.preview.count() > 0 and dialog.preview.job.is_idle())
        return dialog

    return opened


def test_a_pdf_says_what_it_is_and_is_saved_where_one_says_and_shown_in_its_folder(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    choosing: Choose,
    open_dialog: Callable[[], PrintDialog],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "一篇.pdf").write_text("别的", encoding="utf-8")
    choosing(tmp_path / "一篇")  # the ending is added after the file dialog has asked about another name
    dialog = open_dialog()
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "没有盖掉它" in dialog.message.text())
    assert (tmp_path / "一篇.pdf").read_text(encoding="utf-8") == "别的"
    assert dialog.isVisible()
    asked = choosing(tmp_path / "一篇.pdf")  # now it has asked
    asked.clear()
    shown: list[Path] = []
    monkeypatch.setattr(outside, "show_in_folder", shown.append)
    dialog.save_button.click()
    qtbot.waitUntil(lambda: window.toast.label.text() == "已存为 一篇.pdf")
    data = (tmp_path / "一篇.pdf").read_bytes()
    assert "渡口的灯亮到后半夜" in "".join(read_back.sheets(data))
    assert asked == [f"{NAME}.pdf"]
    about = read_back.about(data)
    assert about["Title"] == "3日渡口的灯亮到后半夜"
    assert about["Author"] == "闻小树"
    assert about["Subject"] == "《雁桥日报》1987年7月3日"
    assert about["Language"] == "zh"
    assert window.toast.action_button.text() == "显示文件"
    window.toast.action_button.click()
    assert shown == [tmp_path / "一篇.pdf"]


def test_the_proposed_name_is_free_and_where_it_cannot_be_written_nothing_is_left(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    choosing: Choose,
    open_dialog: Callable[[], PrintDialog],
) -> None:
    from reader.storage.platform_folders import places

    places().documents.mkdir(parents=True, exist_ok=True)
    (places().documents / f"{NAME}.pdf").touch()
    (tmp_path / "一篇.pdf").mkdir()
    asked = choosing(tmp_path / "一篇.pdf")
    dialog = open_dialog()
    dialog.save_button.click()
    assert asked == [f"{NAME} 2.pdf"]
    qtbot.waitUntil(lambda: "没有存上" in dialog.message.text())
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []
    assert (tmp_path / "一篇.pdf").is_dir()


def test_while_a_whole_page_is_seen_it_is_what_is_printed(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    choosing: Choose,
    open_dialog: Callable[[], PrintDialog],
) -> None:
    asked = choosing(tmp_path / "一版.pdf")
    window._actions["whole_page"].trigger()
    qtbot.waitUntil(window.controller.layout.area.is_page_shown)
    dialog = open_dialog()
    dialog.save_button.click()
    qtbot.waitUntil((tmp_path / "一版.pdf").exists)
    assert asked == ["雁桥日报 1987-07-03 全期.pdf"]
    text = "".join(read_back.sheets((tmp_path / "一版.pdf").read_bytes()))
    assert all(f"3日{headline}" in text for headline in ("一口井淘出三只木桶", "瓦匠的女儿考上了船校"))


def test_keys_lead_through_controls_and_sheets_and_what_is_chosen_is_kept_for_the_next_time(
    window: MainWindow, qtbot: QtBot, open_dialog: Callable[[], PrintDialog]
) -> None:
    window.controller.layout.settings.set_style(PageStyle(size=28))
    dialog = open_dialog()
    assert focused() is dialog.print_button
    seen = set()
    for _ in range(14):
        press(Qt.Key.Key_Tab)
        seen.add(focused())
    wanted = {dialog.preview.picture, dialog.print_button, dialog.save_button, dialog.cancel_button}
    assert wanted <= seen
    last = dialog.preview.count() - 1
    assert last >= 2
    dialog.preview.setFocus()
    for key, number in (
        (Qt.Key.Key_PageDown, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_PageUp, 1),
        (Qt.Key.Key_End, last),
        (Qt.Key.Key_PageDown, last),
        (Qt.Key.Key_Home, 0),
    ):
        press(key)
        assert dialog.preview.number == number
    assert dialog.preview.label.text() == f"第 1 张，共 {last + 1} 张"
    assert dialog.preview.picture.accessibleName() == f"预览 第 1 张，共 {last + 1} 张"
    qtbot.waitUntil(dialog.preview.job.is_idle)
    dialog.sizes.setFocus()
    dialog.sizes._group.button(1).click()
    dialog.orientations._group.button(2).click()
    qtbot.waitUntil(lambda: dialog.preview.count() > 0)
    printout = dialog.preview.printout
    assert printout is not None
    assert printout.paper.width() > printout.paper.height() > 1100
    choice = dialog.choice()
    assert (choice.size, choice.orientation) == (PaperSize.A3, Orientation.LANDSCAPE)
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(PrintDialog) is None)
    assert open_dialog().choice() == choice


def test_while_it_is_made_the_window_answers_and_esc_leaves_it_and_then_the_dialog(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    open_dialog: Callable[[], PrintDialog],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialog = open_dialog()
    dialog.save(tmp_path / "一篇.pdf", replaces=False)
    assert dialog.progress.isVisible()
    assert not dialog.save_button.isEnabled()
    press(Qt.Key.Key_Escape)
    assert not dialog.progress.isVisible()
    assert dialog.isVisible()
    assert dialog.save_button.isEnabled()
    assert not (tmp_path / "一篇.pdf").exists()
    press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: window.findChild(PrintDialog) is None)
    window.activateWindow()
    monkeypatch.setattr(
        "reader.features.printing.ui.print_job.SLICE", 0.001
    )  # a fast machine needs few slices
    dialog = open_dialog()
    shares: list[int] = []
    monkeypatch.setattr(dialog.progress, "setValue", shares.append)
    dialog.save(tmp_path / "一篇.pdf", replaces=False)
    qtbot.waitUntil((tmp_path / "一篇.pdf").exists)
    assert len(shares) > 10, "it is made in many slices"
    assert shares == sorted(shares)
    assert shares[-1] == 1000


def test_the_printer_gets_the_sheets_and_never_a_file_of_qts(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    open_dialog: Callable[[], PrintDialog],
) -> None:
    dialog = open_dialog()
    press(Qt.Key.Key_Return)
    native = dialog.findChild(QPrintDialog)
    assert native is not None
    assert not native.testOption(QPrintDialog.PrintDialogOption.PrintToFile)
    native.printer().setOutputFileName(str(tmp_path / "printer.pdf"))
    native.accepted.emit(native.printer())
    qtbot.waitUntil(lambda: window.toast.label.text() == "已送去打印。")
    assert read_back.paper_sizes((tmp_path / "printer.pdf").read_bytes())[0] == (210, 297)
    QApplication.processEvents()
