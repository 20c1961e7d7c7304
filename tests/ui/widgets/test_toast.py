import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QStringListModel, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reader.ui.widgets.toast import SECONDS, Toast


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 700)  # its foot is not where the pointer stands
    return window


@pytest.fixture
def acts() -> list[str]:
    """What the button has done."""
    return []


@pytest.fixture
def toast(qtbot: QtBot, window: QWidget, acts: list[str]) -> Toast:
    toast = Toast(
        window, lambda: acts.append("done"), lambda: next(iter(window.findChildren(QListView)), window)
    )
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return toast


def test_it_says_something_for_eight_seconds(toast: Toast) -> None:
    toast.show_words("已删除收藏", "撤销")
    assert toast.isVisible()
    assert (SECONDS, toast.clock.interval(), toast.clock.isActive()) == (8, 8000, True)


def test_it_goes_when_its_time_is_over(qtbot: QtBot, toast: Toast, acts: list[str]) -> None:
    toast.clock.setInterval(20)
    toast.show_words("已删除收藏", "撤销")
    qtbot.waitUntil(lambda: not toast.isVisible())
    assert acts == []


def test_what_was_done_can_be_undone(toast: Toast, acts: list[str]) -> None:
    toast.show_words("已删除收藏", "撤销")
    QTest.mouseClick(toast.action_button, Qt.MouseButton.LeftButton)
    assert acts == ["done"]
    assert not toast.isVisible()


def test_the_clock_stands_still_under_the_focus(toast: Toast) -> None:
    toast.show_words("已删除收藏", "撤销")
    toast.action_button.setFocus(Qt.FocusReason.TabFocusReason)
    assert not toast.clock.isActive()
    toast.action_button.clearFocus()
    assert toast.clock.isActive()


def test_the_clock_stands_still_under_the_pointer(toast: Toast) -> None:
    toast.show_words("已删除收藏", "撤销")
    here = QPointF(QPoint(5, 5))
    QApplication.sendEvent(toast, QEnterEvent(here, here, here))
    assert not toast.clock.isActive()
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    assert toast.clock.isActive()


def test_escape_sends_it_away(toast: Toast) -> None:
    toast.show_words("已删除收藏", "撤销")
    QTest.keyClick(toast, Qt.Key.Key_Escape)
    assert not toast.isVisible()


def test_it_may_have_nothing_to_undo_or_something_else_to_do(toast: Toast) -> None:
    toast.show_words("已复制", "")
    assert not toast.action_button.isVisible()
    toast.show_words("已导入 3 个文件", "查看")
    assert (toast.action_button.isVisible(), toast.action_button.text()) == (True, "查看")


class TestOverAList:
    @pytest.fixture
    def rows(self, window: QWidget, toast: Toast) -> QListView:
        column = QVBoxLayout(window)
        column.setContentsMargins(100, 0, 0, 40)
        rows = QListView()
        rows.setModel(QStringListModel([f"第{number}篇" for number in range(100)], rows))
        rows.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        column.addWidget(rows)
        rows.setFocus()
        QApplication.processEvents()
        return rows

    def test_nothing_moves_below_it(self, rows: QListView, toast: Toast) -> None:
        before = (rows.geometry(), rows.verticalScrollBar().maximum(), rows.verticalScrollBar().value())
        toast.show_words("已删除收藏", "撤销")
        QApplication.processEvents()
        assert toast.geometry().bottom() == rows.geometry().bottom() - 24
        assert abs(toast.geometry().center().x() - rows.geometry().center().x()) <= 1
        assert before == (
            rows.geometry(),
            rows.verticalScrollBar().maximum(),
            rows.verticalScrollBar().value(),
        )

    @pytest.mark.parametrize("row", [range(100)[each] for each in (18, 20, 22, 99, 98)])
    def test_the_row_in_focus_is_seen(self, rows: QListView, toast: Toast, row: int) -> None:
        rows.setCurrentIndex(rows.model().index(row, 0))
        if row > 90:
            rows.scrollToBottom()
        toast.show_words("已删除收藏", "撤销")
        self.assert_row_is_free(rows, toast)

    def test_also_the_one_that_is_gone_to_while_it_is_there(self, rows: QListView, toast: Toast) -> None:
        rows.setCurrentIndex(rows.model().index(0, 0))
        toast.show_words("已删除收藏", "撤销")
        for _ in range(40):
            QTest.keyClick(rows, Qt.Key.Key_Down)
            self.assert_row_is_free(rows, toast)

    def assert_row_is_free(self, rows: QListView, toast: Toast) -> None:
        row = rows.visualRect(rows.currentIndex())
        place = QRect(rows.viewport().mapTo(rows.window(), row.topLeft()), row.size())
        assert rows.viewport().rect().intersects(row)
        assert not place.intersects(toast.geometry())


def test_it_stays_at_the_foot_of_the_window(window: QWidget, toast: Toast) -> None:
    toast.show_words("已删除收藏", "撤销")
    window.resize(600, 400)
    assert abs(toast.geometry().center().x() - 300) <= 1
    assert toast.geometry().bottom() < 400


def test_a_long_sentence_is_told_to_its_end(window: QWidget, toast: Toast) -> None:
    toast.show_words("磁盘满了", "")
    one_line = toast.height()
    toast.show_words("磁盘满了，收藏没有存下：批注还在编辑框里。" * 4, "再试一次")
    label = toast.findChild(QLabel)
    assert label is not None
    assert toast.height() > one_line
    assert label.heightForWidth(label.width()) <= label.height()
    assert window.rect().contains(toast.geometry())
