"""Pictures of the window in a given state, for the README and for changes to the look."""

import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from msgspec import Struct
from PySide6.QtCore import QEvent, QEventLoop, QPoint, QRect, QTimer
from PySide6.QtGui import QFontInfo, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QWidget

from reader import do_nothing
from reader.library.library import Library
from reader.search import query as queries
from reader.storage.settings import Settings
from reader.ui.frame import place_by_face
from reader.ui.widgets import theme
from reader.ui.window.window import MainWindow

TIMEOUT_SECONDS = 90.0
SETTLING_SECONDS = 0.6
_POLL_MS = 5


def take(library: Library, size: tuple[int, int], theme: str, view: str, query: str) -> QPixmap:
    """Return a picture of the window after a sync, in a `view` of the command line.

    After TIMEOUT_SECONDS the picture is taken even if the view has not appeared.
    """
    window = MainWindow(library, Settings(theme=theme), save=do_nothing)
    window.resize(*size)
    window.show()
    with suppress(TimeoutError):
        await_update(window)
        window.controller.layout.strip.show_idle()
        _show(window, view, query)
    settle()
    picture = seen(window)
    window.close()
    return picture


class TriedWindow(Struct, frozen=True):
    """The result of trying a window: its size, the number of articles found, and measures of its picture.

    `plain_share` is the share of the pixels that have the most frequent colour, `typeface` that of an article's text;
    `tells_apart` is whether two words in it look different, as they do not where all characters are boxes.
    """

    width: int
    height: int
    results: int
    plain_share: float
    typeface: str
    tells_apart: bool


def try_out(window: MainWindow, query: str) -> TriedWindow:
    """Wait for the window's sync, search in it, and close it. Raises TimeoutError."""
    await_update(window)
    search_and_wait(window, query)
    settle()
    picture = seen(window)
    pixels = memoryview(picture.toImage().convertToFormat(QImage.Format.Format_RGB32).constBits()).cast("I")
    plain = Counter(pixels).most_common(1)[0][1] / len(pixels)
    listed = window.findChild(QAbstractItemView, "resultList")
    if isinstance(listed, QAbstractItemView):
        results = listed.model().rowCount()
    else:
        results = 0
    window.close()
    family = QFontInfo(theme.serif(20)).family()
    apart = theme.tells_apart("渡口", "戏台")
    return TriedWindow(picture.width(), picture.height(), results, plain, family, apart)


def _show(window: MainWindow, view: str, query: str) -> None:
    controller = window.controller
    if view == "search":
        search_and_wait(window, query)
        controller.step_article(1)
    elif view == "typing":
        type_query(window, query)
    elif view in place_by_face():
        controller.show_tab(view)
    elif view == "welcome":
        controller.layout.show_welcome(True)
    elif query:
        articles = controller.library.sets.of_text(query)
        for article_id in controller.library.searcher.search(articles, limit=1).ids:
            if view == "page":
                marked = queries.needles(articles.query, article_id)
            else:
                marked = ()
            controller.reading.open_article(article_id, marked)
    if view == "page":
        show_whole_page(window)


def type_query(window: MainWindow, text: str) -> None:
    """Type a query and wait for its completions, even if there are none. Raises TimeoutError."""
    field = window.controller.layout.search
    parts = window.controller.features.parts.made
    field.begin()
    field.line.setText(text)

    def is_complete() -> bool:
        return field.is_emitted() and all(part.is_idle() for part in parts.values())

    await_that(is_complete)


def show_whole_page(window: MainWindow) -> None:
    """Show the newspaper page of the article, and wait until it is typeset. Raises TimeoutError."""
    controller = window.controller
    controller.features.pages.switch()
    await_that(lambda: controller.layout.area.is_page_shown() and controller.layout.area.page.view.is_set())


def await_update(window: MainWindow) -> None:
    """Wait until a sync has begun and ended. Raises TimeoutError."""
    await_that(window.controller.sync.has_ended)


def search_and_wait(window: MainWindow, query: str) -> None:
    """Search and wait for the results, even if there are none. Raises TimeoutError."""
    answers: list[object] = []
    window.controller.features.searching.answered.connect(answers.append)
    window.controller.features.results.enter_query(query)
    await_that(lambda: bool(answers) or not query.strip())


def await_that(comes: Callable[[], object]) -> None:
    """Wait until `comes` returns something true. Raises TimeoutError after TIMEOUT_SECONDS."""
    end = time.monotonic() + TIMEOUT_SECONDS
    timer = QTimer(interval=_POLL_MS)  # the condition may change without an event
    while not comes():
        if time.monotonic() > end:
            raise TimeoutError
        timer.start()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    timer.stop()


def settle() -> None:
    """Process events for `SETTLING_SECONDS`, then until the opened articles are shown. Raises TimeoutError."""
    end = time.monotonic() + SETTLING_SECONDS
    await_that(lambda: time.monotonic() > end)
    await_reading()


def await_reading() -> None:
    """Process events until every window shows the articles that were opened in it. Raises TimeoutError."""
    windows = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow)]

    def have_read() -> bool:
        return not any(window.controller.is_reading() for window in windows)

    await_that(have_read)


def lay_out() -> None:
    """Give what holds a text the size it asks for: Qt does so only a round after the text was written."""
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def seen(window: MainWindow) -> QPixmap:
    """Return a picture of the window and of what is open above it."""
    lay_out()
    picture = window.grab()
    painter = QPainter(picture)
    for widget in above(window):
        place = QRect(widget.mapToGlobal(QPoint()) - window.mapToGlobal(QPoint()), widget.size())
        painter.drawPixmap(place.topLeft(), widget.grab())
        painter.setPen(theme.color("rule2"))  # in place of the frame that a window manager gives a dialog
        painter.drawRect(place)
    painter.end()
    return picture


def above(window: MainWindow) -> list[QWidget]:
    shown_widgets = [
        topLevelWidget
        for topLevelWidget in QApplication.topLevelWidgets()
        if topLevelWidget.isVisible() and _belongs(topLevelWidget, window)
    ]
    return sorted(shown_widgets, key=lambda widget: isinstance(widget, QMenu))


def _belongs(widget: QWidget, window: MainWindow) -> bool:
    above = widget.parentWidget()
    return above is not None and (above.window() is window or _belongs(above.window(), window))
