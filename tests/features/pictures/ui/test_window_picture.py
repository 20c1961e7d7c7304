"""The picture of the page beside the article."""

from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.features.packs.packing_up import PackChoice, pack_up
from reader.features.pictures.ui.picture_pane import PicturePane
from reader.features.pictures.ui.picture_part import PicturePart, absence_words
from reader.features.pictures.ui.picture_view import PLACE_AT, Fit
from reader.library.library import Library
from reader.ui.widgets.services import Change
from reader.ui.window.screenshot import await_reading
from reader.ui.window.window import MainWindow
from tests import drawn_page
from tests.ui import a_window
from tests.ui.a_window import CTRL, click, focused, headline, press

FERRY, WELL, SCHOOL, TEA = (each.headline for each in drawn_page.PAGE)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """On a page that is drawn with its ALTO; the ferry is read."""
    drawn_page.write(tmp_path / "旧报", width=1500)
    window = a_window.open_on(qtbot, tmp_path / "旧报")
    found(qtbot, window)
    return window


def found(qtbot: QtBot, window: MainWindow) -> None:
    """Waits until it is known whether there is a picture, and it is shown where it is wanted."""
    qtbot.waitUntil(window.controller.features.parts.of(PicturePart).is_idle)


def shown(qtbot: QtBot, window: MainWindow) -> PicturePane:
    """The picture, opened by its key."""
    press(Qt.Key.Key_F12)
    pane = window.controller.features.parts.of(PicturePart).pane
    qtbot.waitUntil(lambda: pane.is_picture_shown() and bool(pane.view.marks.outlines))
    found(qtbot, window)
    return pane


def point_of(pane: PicturePane, place: QPointF) -> QPointF:
    """Return the point of the view at a place of the picture."""
    return (place - pane.view.place_at(QPointF())) * pane.view.scale


def outline_of(pane: PicturePane, title: str) -> QPointF:
    """The middle of the headline of an article, in the view."""
    (outline,) = (each for each in pane.view.marks.outlines if each.title == title)
    first = outline.shape.boundingRect()
    return point_of(pane, first.topLeft() + QPointF(first.width() / 4, first.height() / 30))


def click_at(pane: PicturePane, point: QPointF) -> None:
    QTest.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=point.toPoint())
    await_reading()


# -- shown and closed


def test_the_picture_is_shown_beside_the_article_and_closed_again(qtbot: QtBot, window: MainWindow) -> None:
    layout, pictures = window.controller.layout, window.controller.features.parts.of(PicturePart)
    pane = shown(qtbot, window)
    assert focused() is pane.view
    assert pane.view.accessibleName() == "版面图：01版（据文件名）　19870612-01.jpg"
    assert "渡口的灯亮到后半夜" in pane.view.accessibleDescription()
    assert abs(pane.width() - layout.pane.width()) < 10
    window.resize(900, 700)
    assert pane.isVisible()
    assert pane.view.width() > 300
    layout.pane.page.setFocus()
    press(Qt.Key.Key_F6)
    assert focused() is pane.view
    press(Qt.Key.Key_F12)
    assert not pictures.is_shown()
    assert focused() is layout.pane.page
    assert layout.pane.header.picture_button.isVisible()
    click(layout.pane.header.picture_button)
    qtbot.waitUntil(pane.is_picture_shown)
    click(pane.close_button)
    assert not pictures.is_shown()


def test_the_focus_stays_in_the_pane_however_often_there_is_no_picture(
    qtbot: QtBot, window: MainWindow
) -> None:
    pane = shown(qtbot, window)
    for _ in range(2):
        pane.show_absent("02版", "这一版没有图片。")
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert focused() is pane.absent
    pane.view.store.broken()  # it is cut again
    qtbot.waitUntil(pane.is_picture_shown)
    assert focused() is pane.view


def test_the_second_article_takes_the_place_of_the_picture_and_this_of_that(
    qtbot: QtBot, window: MainWindow
) -> None:
    pane = shown(qtbot, window)
    window.controller.layout.pane.page.setFocus()
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: window.controller.features.second.place() is not None)
    assert not pane.isVisible()
    press(Qt.Key.Key_F12)
    assert pane.isVisible()
    assert not window.controller.features.second.is_open()


def test_one_comes_back_to_the_picture_that_was_open_though_it_was_missing_for_a_day(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    shown(qtbot, window)
    window.close()
    picture = tmp_path / "旧报" / "19870612-01.jpg"
    data = picture.read_bytes()
    picture.unlink()
    for is_there in (False, True):
        if is_there:
            picture.write_bytes(data)
        again = a_window.open_on(qtbot, None)
        found(qtbot, again)
        assert again.controller.features.parts.of(PicturePart).is_shown() is is_there
        assert focused() is not again.controller.features.parts.of(PicturePart).pane.view
        if is_there:
            again.controller.features.parts.of(PicturePart).close()
        again.close()
    last = a_window.open_on(qtbot, None)
    found(qtbot, last)
    assert not last.controller.features.parts.of(PicturePart).is_shown()


# -- none, or none that can be shown


def test_where_there_is_no_picture_or_none_that_can_be_read_one_is_told_what_to_do(
    qtbot: QtBot, tmp_path: Path
) -> None:
    day = "1987年6月13日星期六第4013期"
    drawn_page.write(tmp_path / "旧报", width=600)
    picture = drawn_page.write(tmp_path / "旧报", "19870613-01", 600, drawn_page.PAGE[1:], day)
    data = picture.read_bytes()
    picture.unlink()
    window = a_window.open_on(qtbot, tmp_path / "旧报")
    found(qtbot, window)
    assert not window.controller.layout.pane.header.picture_button.isVisible()
    press(Qt.Key.Key_F12)
    assert "A01.txt 与 A01.jpg" in window.toast.label.text()
    press(Qt.Key.Key_P)
    found(qtbot, window)
    pane = shown(qtbot, window)
    press(Qt.Key.Key_N)
    qtbot.waitUntil(lambda: "没有同名的图" in pane.message())
    assert pane.absent.accessibleName() == "没有版面图可看"
    press(Qt.Key.Key_P)
    qtbot.waitUntil(pane.is_picture_shown)
    press(Qt.Key.Key_N)
    qtbot.waitUntil(lambda: "没有同名的图" in pane.message())
    picture.write_bytes(b"no picture")
    window.controller.layout.pane.page.setFocus()
    press(Qt.Key.Key_F5)
    a_window.settle(qtbot, window)
    qtbot.waitUntil(lambda: "内容却不是" in pane.message())
    assert not pane.larger.isEnabled()
    assert window.controller.layout.pane.header.picture_button.isVisible()
    picture.write_bytes(data)
    click(pane.absent.links()[0])
    a_window.settle(qtbot, window)
    qtbot.waitUntil(pane.is_picture_shown)


PAGES = (
    "雁桥日报\n1987年6月12日 星期五 第4012期\n\n{first}渡口的灯亮到后半夜\n\n"
    "本报讯 渡口的灯昨夜亮到后半夜。\n{second}"
)
WITH_PAGES = PAGES.format(
    first="第1版\n\n", second="\n第3版\n\n一口井淘出三只木桶\n\n本报讯 西街的老井昨天淘出三只木桶。\n"
)


@pytest.mark.parametrize(
    ("text", "pictures", "told"),
    [
        (
            PAGES.format(first="", second=""),
            (1, 2),
            "（19870612-01.jpg、19870612-02.jpg），但这篇文章在哪一版",
        ),
        (WITH_PAGES, (2, 3, 4, 5), "（19870612-02.jpg、19870612-03.jpg、19870612-04.jpg等），没有01版的"),
        (WITH_PAGES, (), "没有同名的图"),
    ],
)
def test_where_pictures_of_pages_are_there_it_is_told_why_none_of_them_is_shown(
    tmp_path: Path, text: str, pictures: tuple[int, ...], told: str
) -> None:
    (tmp_path / "19870612.txt").write_text(text, encoding="utf-8")
    for page in pictures:
        Image.new("L", (60, 80), 255).save(tmp_path / f"19870612-{page:02}.jpg")
    with closing(Library.open(tmp_path)) as library:
        library.sync()
        issue = library.contents.newest_issue()
        assert issue is not None
        words = absence_words(library.pictures.absence(library.contents.articles(issue.id)[0].id))
    assert told in words
    assert ("没有同名的图" in words) == (not pictures)


def test_of_a_file_that_is_gone_and_in_a_pack_the_reason_is_told(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    pack_up(window.controller.library, tmp_path / "旧报.yuebao", PackChoice())
    for path in (tmp_path / "旧报").iterdir():
        if path.is_file():
            path.unlink()
    window.controller.sync.begin(accept_missing=True)
    a_window.settle(qtbot, window)
    window.controller.features.parts.of(PicturePart).refresh(Change.SCAN)
    found(qtbot, window)
    press(Qt.Key.Key_F12)
    assert "已不在资料库的文件夹里" in window.toast.label.text()
    a_window.show_library(qtbot, window, tmp_path / "旧报.yuebao")
    qtbot.waitUntil(lambda: window.controller.reading.article is not None)
    window.controller.layout.pane.page.setFocus()
    found(qtbot, window)
    press(Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: "版面图在送的人那里" in window.toast.label.text())


def test_the_next_page_of_an_issue_is_the_next_of_its_tiff(qtbot: QtBot, tmp_path: Path) -> None:
    root = tmp_path / "旧报"
    root.mkdir()
    pages = (
        f"第{page:02}版\n\n# {title}\n\n本报讯 {a_window.LONG}\n\n" for page, title in ((1, FERRY), (2, WELL))
    )
    (root / "1987-06-12.txt").write_text(
        "雁桥日报\n1987年6月12日 星期五\n\n" + "".join(pages), encoding="utf-8"
    )
    first, second = Image.new("L", (40, 50)), Image.new("L", (60, 30))
    first.save(root / "1987-06-12.tif", save_all=True, append_images=[second])
    window = a_window.open_on(qtbot, root)
    found(qtbot, window)
    press(Qt.Key.Key_F12)
    pane = window.controller.features.parts.of(PicturePart).pane
    qtbot.waitUntil(lambda: pane.view.picture_size == (40, 50))
    press(Qt.Key.Key_J)
    assert headline(window) == WELL
    qtbot.waitUntil(lambda: pane.view.picture_size == (60, 30))


# -- panned and zoomed


def test_keys_wheel_and_mouse_zoom_and_move_the_picture(qtbot: QtBot, window: MainWindow) -> None:
    view = shown(qtbot, window).view
    whole = view.scale
    assert view.fit is Fit.PAGE
    assert view.horizontalScrollBar().maximum() == view.verticalScrollBar().maximum() == 0
    press(Qt.Key.Key_Plus, times=4)
    assert view.scale > 2 * whole
    press(Qt.Key.Key_9)
    assert abs(view.scale * view.picture_size[0] - view.viewport().width()) < 20
    press(Qt.Key.Key_1)
    assert view.scale == pytest.approx(1 / view.devicePixelRatioF())
    before = view.verticalScrollBar().value()
    press(Qt.Key.Key_Down)
    assert view.verticalScrollBar().value() > before
    press(Qt.Key.Key_0)
    assert view.scale == whole
    press(Qt.Key.Key_Minus)
    assert view.scale == whole  # the page is never smaller than the view

    point = QPointF(view.viewport().width() / 2, view.viewport().height() / 2)
    turn(view.viewport(), point, 240, CTRL)
    turn(view.viewport(), point, 240, CTRL)
    place = view.place_at(point + QPointF(40, 60))
    turn(view.viewport(), point + QPointF(40, 60), 120, CTRL)
    moved = view.place_at(point + QPointF(40, 60)) - place
    assert abs(moved.x()) < 3
    assert abs(moved.y()) < 3
    before = view.verticalScrollBar().value()
    turn(view.viewport(), point, -120)
    assert view.verticalScrollBar().value() > before

    press(Qt.Key.Key_1)
    view.verticalScrollBar().setValue(0)
    a_window.pull(view.viewport(), QPoint(200, 300), QPoint(0, -120))
    assert view.verticalScrollBar().value() == 120
    assert headline(window) == FERRY


def turn(
    viewport: object,
    point: QPointF,
    by: int,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    wheel = QWheelEvent(
        point, point, QPoint(), QPoint(0, by), Qt.MouseButton.NoButton, modifier, Qt.ScrollPhase.NoScrollPhase, False
    )  # fmt: skip
    QApplication.sendEvent(viewport, wheel)  # type: ignore[arg-type]


# -- outlines and hits


def test_articles_are_outlined_and_opened_by_a_click_and_by_enter(qtbot: QtBot, window: MainWindow) -> None:
    pane = shown(qtbot, window)
    assert [each.title for each in pane.view.marks.outlines] == [FERRY, WELL, SCHOOL, TEA]
    *_, school, tea = pane.view.marks.outlines
    stored = window.controller.reading.article
    assert stored is not None
    assert pane.view.marks.current == stored.id
    click_at(pane, outline_of(pane, TEA))
    assert headline(window) == TEA
    found(qtbot, window)
    qtbot.waitUntil(lambda: pane.view.marks.current == tea.id)
    press(Qt.Key.Key_1)
    pane.view.bring_into_view(school.shape.boundingRect())
    assert pane.view.marks.article_at(pane.view.centre()) == school
    press(Qt.Key.Key_Return)
    assert headline(window) == SCHOOL


def test_hits_are_boxed_in_all_articles_and_the_current_one_is_brought_into_view(
    qtbot: QtBot, window: MainWindow
) -> None:
    pane = shown(qtbot, window)
    assert pane.view.marks.hits == ()
    window.controller.reading.open_article(pane.view.marks.outlines[0].id, ["茶摊"])
    await_reading()
    tea = pane.view.marks.outlines[3].shape.boundingRect()
    qtbot.waitUntil(lambda: any(tea.contains(rect) for rect in pane.view.marks.hits))
    window.controller.features.results.enter_query("老船工")
    qtbot.waitUntil(lambda: bool(window.controller.layout.pane.page.marked.hits))
    found(qtbot, window)
    qtbot.waitUntil(lambda: len(pane.view.marks.hits) >= 24)
    pane.view.setFocus()
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_F3, times=12)
    qtbot.waitUntil(lambda: bool(pane.view.marks.current_hit))
    rect = pane.view.marks.current_hit[0]
    qtbot.waitUntil(lambda: pane.view.viewport().rect().contains(point_of(pane, rect.center()).toPoint()))


# -- scrolling together


def test_the_text_follows_the_picture_and_the_picture_the_text(qtbot: QtBot, window: MainWindow) -> None:
    pane = shown(qtbot, window)
    page = window.controller.layout.pane.page
    assert page.top_of_view() == 0
    (ferry,) = (each for each in pane.view.marks.outlines if each.title == FERRY)
    box = ferry.shape.boundingRect()
    place = QPointF(box.center().x(), box.top() + box.height() * 0.7)
    click_at(pane, point_of(pane, place))
    qtbot.waitUntil(lambda: page.top_of_view() > 0)
    places, together = (
        window.controller.features.parts.of(PicturePart)._places,
        window.controller.features.parts.of(PicturePart)._together,
    )
    assert places is not None
    assert together is not None
    span = places.span_near(place)
    assert span is not None
    (first, *_) = page.rects_of([span])
    height = page.viewport().height()
    assert abs(first.center().y() - PLACE_AT * height) < 0.2 * height or (
        page.top_of_view() == page.verticalScrollBar().maximum()
    )
    press(Qt.Key.Key_1)
    page.setFocus()
    press(Qt.Key.Key_Home, CTRL)
    press(Qt.Key.Key_End)
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: not together._timer.isActive())
    end = pane.view.centre()
    page.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: not together._timer.isActive())
    begin = pane.view.centre()
    assert begin.y() < end.y() or begin.x() < end.x()
    assert box.adjusted(-900, -300, 900, 300).contains(begin)
