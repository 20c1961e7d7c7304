"""The preview of sheets: typeset in steps, one sheet at a time, stepped through by keys, wheel and buttons."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reader.export.article_text import page_blocks
from reader.features.printing.ui.on_paper import ArticleOnPaper, ArticlePrintout
from reader.features.printing.ui.preview import PreviewDialog, SheetPreview
from reader.ui.article.typesetting import PageStyle
from reader.ui.sheets import PaperChoice
from tests.invented_article import STORED, block, stored

LONG = stored(blocks=(block("渡口加开一班船，两岸的人都来看。" * 200),))


def printout(*, is_long: bool = True) -> ArticlePrintout:
    article = LONG if is_long else STORED
    content = ArticleOnPaper(page_blocks(article), article.article.title(), "", PageStyle())
    return ArticlePrintout(content, PaperChoice())


class Noting(SheetPreview):
    """A preview that notes what it calls for."""

    def __init__(self) -> None:
        self.noted: list[str] = []
        super().__init__(
            failed=lambda error: self.noted.append(str(error)),
            ready=lambda: self.noted.append("ready"),
            stepped=lambda: self.noted.append(f"sheet {self.number}"),
        )


@pytest.fixture
def preview(qtbot: QtBot) -> Noting:
    preview = Noting()
    qtbot.addWidget(preview)
    preview.resize(300, 400)
    return preview


@pytest.fixture
def typeset(qtbot: QtBot, preview: Noting) -> Noting:
    """A preview with a printout of several sheets."""
    preview.show_printout(printout())
    qtbot.waitUntil(lambda: "ready" in preview.noted)
    preview.noted.clear()
    assert preview.count() > 2
    return preview


def test_until_it_is_typeset_there_are_no_sheets_and_nothing_to_step_to(preview: Noting) -> None:
    assert (preview.count(), preview.label.text()) == (0, "正在排版…")
    preview.show_printout(printout())
    preview.step(1)
    assert (preview.number, preview.noted) == (0, [])
    assert not preview.previous_button.isEnabled()
    assert not preview.next_button.isEnabled()
    preview.job.cancel()


def test_when_it_is_typeset_the_first_sheet_is_shown_with_how_many_there_are(typeset: Noting) -> None:
    words = f"第 1 张，共 {typeset.count()} 张"
    assert typeset.label.text() == words
    assert typeset.picture.accessibleName() == f"预览 {words}"
    assert not typeset.previous_button.isEnabled()
    assert typeset.next_button.isEnabled()


@pytest.mark.parametrize(
    ("forwards", "back"),
    [
        (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp),
        (Qt.Key.Key_Right, Qt.Key.Key_Left),
        (Qt.Key.Key_Down, Qt.Key.Key_Up),
    ],
)
def test_keys_step_to_the_next_sheet_and_back(typeset: Noting, forwards: Qt.Key, back: Qt.Key) -> None:
    QTest.keyClick(typeset.picture, forwards)
    assert typeset.number == 1
    assert typeset.label.text().startswith("第 2 张")
    QTest.keyClick(typeset.picture, back)
    assert typeset.noted == ["sheet 1", "sheet 0"]


def test_end_and_home_lead_to_the_last_sheet_and_the_first(typeset: Noting) -> None:
    QTest.keyClick(typeset.picture, Qt.Key.Key_End)
    assert typeset.number == typeset.count() - 1
    assert not typeset.next_button.isEnabled()
    QTest.keyClick(typeset.picture, Qt.Key.Key_Home)
    assert typeset.number == 0


def test_a_step_beyond_either_end_changes_nothing(typeset: Noting) -> None:
    typeset.step(-1)
    assert (typeset.number, typeset.noted) == (0, [])
    typeset.step(1000)
    typeset.noted.clear()
    typeset.step(1)
    assert (typeset.number, typeset.noted) == (typeset.count() - 1, [])


@pytest.mark.parametrize(("turned", "number"), [(-120, 1), (120, 0), (0, 0)])
def test_the_wheel_steps_by_its_direction(typeset: Noting, turned: int, number: int) -> None:
    place = QPointF(10, 10)
    event = QWheelEvent(
        place,
        place,
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(typeset.picture, event)
    assert typeset.number == number


def test_the_buttons_step(typeset: Noting) -> None:
    typeset.next_button.click()
    assert (typeset.number, typeset.previous_button.isEnabled()) == (1, True)
    typeset.previous_button.click()
    assert typeset.number == 0


def test_another_printout_begins_at_its_first_sheet(qtbot: QtBot, typeset: Noting) -> None:
    count = typeset.count()
    typeset.step(1)
    typeset.show_printout(printout(is_long=False))
    assert (typeset.number, typeset.count()) == (0, 0)
    qtbot.waitUntil(lambda: "ready" in typeset.noted)
    assert 0 < typeset.count() < count


def test_a_sheet_is_painted_as_large_as_there_is_room_for_in_its_proportions(
    qtbot: QtBot, typeset: Noting
) -> None:
    assert typeset.printout is not None
    paper = typeset.printout.paper
    sizes = []
    for side in (300, 600):
        typeset.picture.resize(side, side)
        room = typeset.picture.inner_rect()
        typeset._paint_sheet()
        qtbot.waitUntil(typeset.job.is_idle)
        pixmap = typeset.picture._pixmap
        assert pixmap is not None
        size = pixmap.deviceIndependentSize()
        assert size.height() == pytest.approx(room.height(), abs=1)
        assert size.width() / size.height() == pytest.approx(paper.width() / paper.height(), abs=0.01)
        sizes.append(size.height())
    assert all(small < large for small, large in pairwise(sizes))


def test_a_preview_without_choices_of_its_own_typesets_nothing(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    dialog = PreviewDialog(owner, "打印", "printDialog")
    with pytest.raises(NotImplementedError):
        dialog._typeset()
    dialog.done(0)
    assert dialog.preview.job.is_idle()
