"""Menus and tool tips look as the window does, whoever made them, and none stays behind."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from reader.ui.widgets import menus, theme
from reader.ui.widgets.controls import plain


@pytest.fixture(autouse=True)
def house(qapp: QApplication) -> Iterator[None]:
    menus.install_style(qapp)
    theme.use("dark")
    yield
    QToolTip.hideText()


def opened(menu: QMenu) -> QMenu:
    menu.popup(QPoint(20, 20))
    QApplication.processEvents()
    return menu


def colors_of(picture: QImage) -> set[str]:
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}


def is_of_the_house(widget: QWidget) -> bool:
    """Whether it has the ground and the border of the house."""
    picture = widget.grab().toImage()
    border, ground = picture.pixelColor(0, picture.height() // 2), picture.pixelColor(3, 3)
    return (border.name(), ground.name()) == (theme.color("rule2").name(), theme.color("raised").name())


def test_a_menu_has_the_colours_of_the_theme_that_is_worn(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    switch = menu.addAction("一\tCtrl+1")
    switch.setCheckable(True)
    opened(menu)
    assert is_of_the_house(menu)
    before = menu.grab().toImage()
    switch.setChecked(True)
    assert menu.grab().toImage() != before
    theme.use("white")
    assert is_of_the_house(menu)


def test_the_menu_that_qt_makes_for_a_field_is_of_the_house_too(qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    menu = line.createStandardContextMenu()
    qtbot.addWidget(menu)
    assert is_of_the_house(opened(menu))


def test_a_heading_is_passed_over_by_the_keys_and_does_nothing(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    chosen: list[str] = []
    menu.triggered.connect(lambda action: chosen.append(action.text()))
    menu.addAction("零")
    menus.add_heading(menu, "甲组")
    menu.addAction("一")
    menus.add_heading(menu, "乙组")
    menu.addAction("二")
    opened(menu)
    reached = []
    for _ in range(4):
        QTest.keyClick(menu, Qt.Key.Key_Down)
        active = menu.activeAction()
        assert active is not None
        reached.append(active.text())
    assert reached == ["零", "一", "二", "零"]
    heading = menu.actionGeometry(menu.actions()[1]).center()
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=heading)
    assert chosen == []


def test_a_heading_stands_beside_its_first_action_and_left_of_all_words(qtbot: QtBot) -> None:
    plain_menu, headed = QMenu(), QMenu()
    for menu in (plain_menu, headed):
        qtbot.addWidget(menu)
        menu.addAction("零")
        menu.addSeparator() if menu is plain_menu else menus.add_heading(menu, "很长的一组")
        menu.addAction("一")
        opened(menu)
    assert headed.sizeHint().height() == plain_menu.sizeHint().height(), "it takes no row of its own"
    assert headed.sizeHint().width() > plain_menu.sizeHint().width() + 40
    row = headed.actionGeometry(headed.actions()[2])
    left = row.adjusted(0, 0, 60 - row.width(), 0)
    assert theme.color("ink3").name() in colors_of(headed.grab(left).toImage())
    plain_row = plain_menu.actionGeometry(plain_menu.actions()[2])
    assert len(colors_of(plain_menu.grab(plain_row.adjusted(2, 0, 30 - plain_row.width(), 0)).toImage())) == 1


def test_a_heading_that_quotes_a_line_goes_on_beside_the_further_entries(qtbot: QtBot) -> None:
    widths = []
    for words in ("更正“渡口”", "更正“渡口的灯亮到后半夜还没有熄…”"):
        menu = QMenu()
        qtbot.addWidget(menu)
        menus.add_heading(menu, words)
        for entry in ("这是标题", "这是正文", "这里开始另一篇"):
            menu.addAction(entry)
        opened(menu)
        widths.append(menu.width())
        inked = []
        for action in menu.actions()[1:]:
            row = menu.actionGeometry(action)
            left = row.adjusted(4, 0, 100 - row.width(), 0)
            inked.append(theme.color("ink3").name() in colors_of(menu.grab(left).toImage()))
        assert inked == [True, "还没有" in words, False]
    assert widths[1] - widths[0] < 60


def test_the_entry_that_the_keys_are_at_covers_no_word_of_its_heading(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    menus.add_heading(menu, "更正 Correct")
    menu.addAction("这是标题")
    opened(menu)
    row = menu.actionGeometry(menu.actions()[1])
    before = menu.grab(row).toImage()
    QTest.keyClick(menu, Qt.Key.Key_Down)
    lit = menu.grab(row).toImage()
    of_words = menu.fontMetrics().horizontalAdvance("这是标题")
    words = next(x for x in range(row.width()) if lit.pixelColor(x, 2) == theme.color("soft"))
    painted = [x for x in range(row.width()) if len(colors_of(before.copy(x, 0, 1, row.height()))) > 1]
    heading = [x for x in painted if x < painted[-1] - of_words - 4]
    assert heading
    assert max(heading) < words


def test_the_sign_of_a_menu_within_a_menu_has_room_of_its_own(qtbot: QtBot) -> None:
    plain_menu, with_menu = QMenu(), QMenu()
    for menu in (plain_menu, with_menu):
        qtbot.addWidget(menu)
        menu.addAction("导出选中的 1 条")
    within = QMenu("导出选中的 1 条", with_menu)
    with_menu.clear()
    with_menu.addMenu(within)
    assert opened(with_menu).sizeHint().width() >= opened(plain_menu).sizeHint().width() + 12


# -- tool tips


@pytest.fixture
def ground(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    return window


@pytest.fixture
def button(ground: QWidget, qtbot: QtBot) -> QPushButton:
    """A button under the pointer, in a window in front."""
    button = QPushButton("下", ground)
    button.setGeometry(20, 20, 120, 40)
    ground.show()
    ground.activateWindow()
    qtbot.waitUntil(ground.isActiveWindow)
    QCursor.setPos(button.mapToGlobal(button.rect().center()))
    return button


def tip() -> QLabel | None:
    shown = [
        each for each in QApplication.topLevelWidgets() if each.inherits("QTipLabel") and each.isVisible()
    ]
    return shown[0] if shown and isinstance(shown[0], QLabel) else None


def told(button: QPushButton, words: str) -> QLabel:
    """The tool tip that tells these words, over a button."""
    QToolTip.showText(QCursor.pos(), words, button)
    QApplication.processEvents()
    shown = tip()
    assert shown is not None
    return shown


@pytest.mark.parametrize("words", ["下一篇 (J)", plain("<img src=x>是题目"), "两行\n的话"])
def test_a_tool_tip_is_of_the_house_and_its_words_stand_in_ink(button: QPushButton, words: str) -> None:
    shown = told(button, words)
    assert is_of_the_house(shown)
    assert theme.color("ink").name() in colors_of(shown.grab().toImage())
    assert shown.width() > shown.fontMetrics().horizontalAdvance("下一")


def hide(button: QPushButton) -> None:
    button.hide()


def delete(button: QPushButton) -> None:
    button.deleteLater()


def move_away(button: QPushButton) -> None:
    QCursor.setPos(button.window().mapToGlobal(QPoint(280, 180)))


def slide_away(button: QPushButton) -> None:
    """As a row does when a list is scrolled by the keyboard."""
    button.move(20, 140)


def bring_another_window(button: QPushButton) -> None:
    other = QWidget(button.window(), Qt.WindowType.Window)
    other.setGeometry(400, 400, 80, 80)
    other.show()
    other.activateWindow()


@pytest.mark.parametrize("leave", [hide, delete, move_away, slide_away, bring_another_window])
def test_no_tool_tip_stays_when_its_place_has_gone(
    button: QPushButton, leave: Callable[[QPushButton], None], qtbot: QtBot
) -> None:
    told(button, "下一篇")
    leave(button)
    qtbot.waitUntil(lambda: tip() is None)


def test_a_tool_tip_stays_while_the_pointer_rests_on_its_place(button: QPushButton, qtbot: QtBot) -> None:
    told(button, "下一篇")
    qtbot.wait(4 * menus._CHECK_MS)
    assert tip() is not None


def test_an_app_that_was_given_another_style_is_dressed_again(qapp: QApplication, qtbot: QtBot) -> None:
    qapp.setStyle("Fusion")
    menus.install_style(qapp)
    menu = QMenu()
    qtbot.addWidget(menu)
    menu.addAction("一")
    assert is_of_the_house(opened(menu))
