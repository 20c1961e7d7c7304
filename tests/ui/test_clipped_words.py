"""Given a window in any of its states, at any usual width and in either language, when it is drawn, then each word of
the program stands there whole; only free text (headlines, names of files, what the reader wrote) may be elided."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from reader.ui.widgets.background_tasks import TaskQueue
from reader.ui.window import screenshot
from reader.ui.window.screenshot import above, await_that, settle
from reader.ui.window.window import MainWindow
from tests.ui.clipped import painted_words, without_room
from tools.gallery import hands
from tools.gallery.hands import Hand
from tools.gallery.scenes import delights, finding, notebook, paper, people, reading, searching

WIDTHS = (1440, 1366, 1200, 900)
"""In pixels."""
QUICK: tuple[Hand, ...] = (
    reading.reading,
    searching.search,
    searching.search_over_time,
    notebook.calendar_hits_month,
)
OTHERS: tuple[Hand, ...] = (
    *(reading.find_in_article, reading.two_articles, reading.whole_page, reading.source_lines),
    *(searching.typing, searching.search_in_notes, searching.search_filtered, searching.search_without_hits),
    *(searching.concordance_sorted, searching.concordance_in_groups, searching.collocates),
    *(
        notebook.calendar,
        notebook.calendar_month,
        notebook.bookmarks,
        notebook.note_editor,
        notebook.correcting,
    ),
    *(people.people, people.person, people.person_evidence, people.names, delights.day_paper),
    *(
        finding.palette,
        finding.menu,
        finding.style_panel,
        finding.settings,
        finding.keys,
        finding.search_help,
    ),
    *(paper.print_dialog, finding.cite_menu),
)


@pytest.fixture(params=["zh", "en"])
def window(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    monkeypatch.setattr("reader.i18n.language", lambda: request.param)
    monkeypatch.setattr(screenshot, "SETTLING_SECONDS", 0)
    with hands.opened(hands.copy_of_sample(tmp_path)) as window:
        hands.read_with_notes(window)
        yield window


def cut_in(window: MainWindow, states: Sequence[Hand]) -> list[str]:
    """Return what is cut in each of the states and widths."""
    found = []
    for bring in states:
        bring(window)
        for width in WIDTHS:
            window.resize(width, 800)
            await_rest(window)
            found += [f"{bring.__name__} at {width} px: {each}" for each in cut_now(window, width)]
        clear(window)
    return found


def await_rest(window: MainWindow) -> None:
    settle()
    await_that(lambda: all(queue.is_idle() for queue in window.findChildren(TaskQueue)))
    QApplication.processEvents()


def cut_now(window: MainWindow, width: int) -> list[str]:
    with painted_words() as cut:
        drawn: list[QWidget] = [window, *above(window)]
        for each in drawn:
            each.grab()
    if window.width() != width:
        cut.append(f"{window.width()} px wide")
    return list(dict.fromkeys([*cut, *(words for each in drawn for words in without_room(each))]))


def clear(window: MainWindow) -> None:
    """Bring the window back to where the states begin."""
    for each in reversed(above(window)):
        each.close()
    layout, controller = window.controller.layout, window.controller
    layout.show_second(False)
    controller.features.results.leave_search()
    controller.view.show_tab("papers")
    layout.uncover()
    hands.read(window, hands.STORY)


def test_each_word_stands_whole_where_one_reads_and_searches(window: MainWindow) -> None:
    cut = cut_in(window, QUICK)
    assert not cut, "\n".join(cut)


@pytest.mark.slow
def test_each_word_stands_whole_in_every_state(window: MainWindow) -> None:
    cut = cut_in(window, OTHERS)
    assert not cut, "\n".join(cut)
