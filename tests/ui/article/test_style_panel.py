"""The panel behind 字: the page changes as one moves."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader.ui.article.article_header import ArticleHeader
from reader.ui.article.style_panel import StepSlider, StylePanel
from reader.ui.article.typesetting import SIZES, PageStyle
from reader.ui.controllers.preferences import SettingsWindow
from reader.ui.widgets import theme
from reader.ui.window.screenshot import show_whole_page
from reader.ui.window.window import MainWindow
from tests.ui.a_window import CTRL, click, press


def open_panel() -> StylePanel:
    panel = QApplication.activePopupWidget()
    assert isinstance(panel, StylePanel)
    return panel


@pytest.fixture
def panel(window: MainWindow) -> StylePanel:
    header = window.findChild(ArticleHeader)
    assert isinstance(header, ArticleHeader)
    click(header.size_button)
    return open_panel()


def style(window: MainWindow) -> PageStyle:
    return window.controller.layout.settings.style


def test_the_page_changes_with_each_step_of_the_keyboard_and_the_pointer(
    window: MainWindow, panel: StylePanel
) -> None:
    assert window.screen().availableGeometry().contains(QRect(panel.pos(), panel.size()))
    assert panel.size_slider.hasFocus()
    seen = []
    for _ in range(3):
        press(Qt.Key.Key_Right)
        seen.append(style(window).size)
    assert seen == [18, 20, 22]
    assert panel.size_slider.accessibleName() == "字号 22 像素"
    press(Qt.Key.Key_Home)
    assert style(window).size == SIZES[0]
    slider = panel.measure_slider
    middle = slider.height() // 2
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(12, middle))
    assert style(window).measure == 32
    slider._go_to(slider.width() - 12)
    assert style(window).measure == 40
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 12, middle))
    assert style(window).measure == 40
    faces = theme.faces()
    click(panel.faces.segments()[-1])
    assert style(window).face is faces[-1]
    click(panel.leadings.segments()[2])
    assert style(window).leading == 1.95
    click(panel.usual_button)
    assert style(window) == PageStyle()
    assert panel.leadings.current() == 1
    assert panel.isVisible()
    QTest.keyClick(panel, Qt.Key.Key_Plus, CTRL)
    assert style(window).size == 18
    QTest.keyClick(panel, Qt.Key.Key_Minus, CTRL)
    QTest.keyClick(panel, Qt.Key.Key_Minus, CTRL)
    assert style(window).size == 16
    QTest.keyClick(panel, Qt.Key.Key_0, CTRL)
    assert style(window).size == 17
    assert panel.size_slider.words() == "17 像素"
    panel.size_slider.setFocus()
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert style(window).size == SIZES[0]


def test_a_theme_is_worn_as_its_swatch_is_reached_and_the_panel_leads_to_all_settings(
    window: MainWindow, panel: StylePanel
) -> None:
    names = [swatch.accessibleName() for swatch in panel.swatches]
    assert names == ["主题：跟随系统", "主题：纸", "主题：白", "主题：夜"]
    click(panel.swatches[3])
    assert theme.current().name == "dark"
    panel.swatches[3].setFocus()
    press(Qt.Key.Key_Left)
    assert theme.chosen() == "white"
    assert panel.swatches[2].isChecked()
    click(panel.settings_button)
    shown = window.findChild(SettingsWindow)
    assert isinstance(shown, SettingsWindow)
    assert shown.isVisible()
    assert QApplication.activePopupWidget() is None


def test_the_whole_page_has_the_same_panel(window: MainWindow) -> None:
    show_whole_page(window)
    click(window.controller.layout.area.page.size_button)
    open_panel()
    press(Qt.Key.Key_Right)
    assert style(window).size == 18


def test_a_slider_says_its_choice_and_not_its_number() -> None:
    told: list[int] = []
    slider = StepSlider("字号", ["小", "中", "大"], told.append)
    slider.set_step(1)
    assert (slider.accessibleName(), told) == ("字号 中", [])
    slider.setValue(2)
    assert (slider.accessibleName(), told) == ("字号 大", [2])
