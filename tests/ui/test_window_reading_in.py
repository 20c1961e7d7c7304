"""A window on a library that is not read in to its end: every number says that it is so far, and nothing that there is
none."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from reader import app
from reader.features.calendar.ui.calendar_part import CalendarPart
from reader.features.claims.ui.claims_part import ClaimsPart
from reader.features.concordance.ui.concordance_part import ConcordancePart
from reader.features.keyness.ui import KeynessPart
from reader.features.offices.ui.offices_face import OfficesFace
from reader.features.people.ui.name_list_pane import NameListPane
from reader.features.people.ui.people_part import PeoplePart
from reader.features.saved_searches.saved_searches import searches_of
from reader.features.saved_searches.ui import SavedPart
from reader.library import sync as syncing
from reader.library.library import Library
from reader.library.sync_events import Progress, SyncCancelled
from reader.search.documents import Order
from reader.ui.frame import Tab
from reader.ui.issues.tree_entries import NodeKind, spoken
from reader.ui.sync.sync_controller import SyncChild
from reader.ui.widgets.services import Feature, LibraryFeature
from reader.ui.window.window import MainWindow
from tests.ui import a_window

DAYS = tuple(dt.date(year, 6, 12) for year in range(1984, 1990))
READ = 3
"""The issues of so many years are read, the newest first."""
LONG_AGO = DAYS[0].replace(year=1976)
SO_FAR = "停在 "


def read_some(root: Path, files: int = READ) -> None:
    """Read so many files of a library, and cancel the sync."""

    def stop(now: Progress) -> None:
        if now.path and now.done - now.before == files:
            raise SyncCancelled

    library = Library.open(root)
    with pytest.raises(SyncCancelled):
        library.sync(stop)
    searches_of(library).add("船", "渡船", Order.RELEVANCE)
    library.close()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(syncing, "BATCH_CHARACTERS", 1)
    root = a_window.write_issues(tmp_path / "旧报", (LONG_AGO, *DAYS))
    read_some(root)
    return root


@pytest.fixture
def window(qtbot: QtBot, root: Path, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """The window, in which nothing is read on."""
    monkeypatch.setattr(SyncChild, "start", lambda child, **_: None)
    window = app.open_window(root)
    assert isinstance(window, MainWindow)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    qtbot.waitUntil(window.opener.is_idle)
    window.controller.complete()
    qtbot.waitUntil(lambda: not window.controller.is_reading())
    return window


def search(qtbot: QtBot, window: MainWindow, text: str) -> None:
    window.controller.features.results.enter_query(text)
    results = window.controller.layout.results
    qtbot.waitUntil(lambda: results.is_answered() and bool(results.header.count.text()))


def words_in(widget: QWidget) -> str:
    """All that the labels of a widget say."""
    return "\n".join(
        each.text() for each in (*widget.findChildren(QLabel), widget) if isinstance(each, QLabel)
    )


def of_results(qtbot: QtBot, window: MainWindow) -> str:
    search(qtbot, window, "渡船")
    return window.controller.layout.results.header.found_in_words()


def of_nothing_found(qtbot: QtBot, window: MainWindow) -> str:
    search(qtbot, window, "闻砚湫")
    empty = window.controller.layout.results.empty
    return f"{empty.accessibleName()}\n{empty.accessibleDescription()}"


def of_bars(qtbot: QtBot, window: MainWindow) -> str:
    search(qtbot, window, "渡船")
    window.controller.features.views.show("timeline")
    bars = window.controller.layout.results.header.years
    return bars.accessibleDescription()


def of_places(qtbot: QtBot, window: MainWindow) -> str:
    search(qtbot, window, "渡船")
    places = window.controller.features.parts.of(ConcordancePart)
    window.controller.features.views.show("concordance")
    qtbot.waitUntil(lambda: "处" in places.pane.count.text() and "正在" not in places.pane.count.text())
    return f"{places.pane.count.text()}\n{places.pane.unread.accessibleName()}"


def of_no_places(qtbot: QtBot, window: MainWindow) -> str:
    search(qtbot, window, "闻砚湫")
    places = window.controller.features.parts.of(ConcordancePart)
    window.controller.features.views.show("concordance")
    qtbot.waitUntil(lambda: bool(places.pane.empty.accessibleName()))
    return f"{places.pane.count.text()}\n{places.pane.empty.accessibleDescription()}"


def of_tree(qtbot: QtBot, window: MainWindow) -> str:
    model = window.controller.layout.tree.tree_model
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    entries = [entry for row in rows if (entry := model.entry(row))]
    assert entries[0].kind is NodeKind.UNREAD
    return "\n".join(spoken(entry) for entry in entries)


def of_calendar(qtbot: QtBot, window: MainWindow) -> str:
    layout = window.controller.layout
    layout.show_tab("calendar")
    years = window.controller.features.parts.of(CalendarPart).years.years
    qtbot.waitUntil(lambda: years.rowCount() > READ)
    return "\n".join(years.spoken(row) for row in years.rows())


def of_people(qtbot: QtBot, window: MainWindow) -> str:
    layout = window.controller.layout
    layout.show_tab("people")
    people = window.controller.features.parts.of(PeoplePart).pane
    qtbot.waitUntil(lambda: SO_FAR in words_in(people))
    return words_in(people)


def of_person(qtbot: QtBot, window: MainWindow) -> str:
    window.controller.features.parts.of(PeoplePart).open("闻小树")
    qtbot.waitUntil(lambda: SO_FAR in words_in(window.controller.features.parts.of(PeoplePart).card))
    return words_in(window.controller.features.parts.of(PeoplePart).card)


def of_offices(qtbot: QtBot, window: MainWindow) -> str:
    part = window.controller.features.parts.of(OfficesFace).offices
    part.open()
    qtbot.waitUntil(lambda: bool(part.pane.lead.text()))
    said = part.pane.lead.text()
    part.step_back()
    return said


def of_claims(qtbot: QtBot, window: MainWindow) -> str:
    part = window.controller.features.parts.of(ClaimsPart)
    views = window.controller.features.views
    views.show("claims")
    part.face.field.setPlainText("闻砚湫1951年9月3日来到柳叶洲。")
    part.face.check_button.click()
    qtbot.waitUntil(part.checking.queue.is_idle)
    qtbot.waitUntil(lambda: bool(part.face.lead.text()))
    said = [part.face.lead.text(), *map(part.face.lines.words, part.face.lines.rows())]
    views.show_list()
    return "\n".join(said)


def of_keyness(qtbot: QtBot, window: MainWindow) -> str:
    part = window.controller.features.parts.of(KeynessPart)
    search(qtbot, window, "没有这样的词")
    window.controller.features.views.show("keyness")
    qtbot.waitUntil(lambda: bool(part.pane.lead.text()))
    said = part.pane.lead.text()
    window.controller.features.views.show_list()
    return said


def of_saved(qtbot: QtBot, window: MainWindow) -> str:
    layout = window.controller.layout
    layout.show_tab(Tab.BOOKMARKS)
    model = window.controller.features.parts.of(SavedPart).pane.model
    qtbot.waitUntil(lambda: model.rowCount() == 1 and model.rows()[0].total is not None)
    return model.spoken(model.rows()[0])


def of_name_list(qtbot: QtBot, window: MainWindow) -> str:
    dialog = NameListPane(window.controller.library, print, print)
    qtbot.addWidget(dialog)
    dialog.names.setPlainText("闻小树\n船老大")
    dialog.start()
    qtbot.waitUntil(lambda: "查了 2 / 2" in dialog.state.text())
    return dialog.state.text()


def of_strip(qtbot: QtBot, window: MainWindow) -> str:
    return window.controller.layout.strip.label.text()


WITH_NUMBERS: dict[str, Callable[[QtBot, MainWindow], str]] = {
    "results": of_results,
    "nothing found": of_nothing_found,
    "bars": of_bars,
    "places": of_places,
    "no places": of_no_places,
    "tree": of_tree,
    "calendar": of_calendar,
    "people": of_people,
    "person": of_person,
    "offices": of_offices,
    "claims": of_claims,
    "keyness": of_keyness,
    "saved": of_saved,
    "strip": of_strip,
    "name list": of_name_list,
}


FEATURES = {
    "CalendarPart": "calendar",
    "CardController": "person",
    "ClaimsPart": "claims",
    "ConcordancePart": "places",
    "KeynessPart": "keyness",
    "OfficesFace": "offices",
    "OfficesPart": "offices",
    "PeoplePart": "people",
    "ResultsController": "results",
    "SavedPart": "saved",
    "SyncPart": "strip",
}
"""The features that show numbers of the library, or that it has none, each with one of its panes above."""
WITHOUT_NUMBERS = {
    "of one article, page or issue": (
        "ActivePane CharacterCorrections _Corrections ClippingController Corrections"
        " DateRepairPart DictionaryPart HabitsPart MisreadPart IssueCorrections LineCorrections PageController"
        " PrintingPart PicturePart ProofreadPart"
        " ReadingController ReprintsPart Riffle SecondArticle SimilarController SourcesPart TenDaysPart"
        " CompletionPart CorrectPart PalettePart WordMenus"
    ),
    "of what the reader makes, or of results": (
        "BookmarkMarks Bookmarks Collecting CollectionExport DossiersPart"
        " ChroniclePart DossierExport Dossiers EvidencePart ForeignNotesPart NotesFollower NoteDrafts"
        " NoteFiles NoteResults ReadMarking ResearchLogPart ResultExport TimelinePart UndoStack"
    ),
    "of the window and its libraries": (
        "ContinuedNotice ImportingPart LinkController ListedFiles RecentLibraries RecognitionPart RoomPassword RowMenus"
        " InsteadPart PackActions PackController Part Parts RoomActions RoomController"
        " Session SetViews CheckPart SettingsController WordPart KindActions KindPart LibraryKinds"
    ),
}


def features() -> Iterator[str]:
    """Yield the names of all features of the program."""
    waiting: list[type[Feature]] = [Feature]
    while waiting:
        for each in waiting.pop().__subclasses__():
            waiting.append(each)
            if each.__module__.startswith("reader.") and each is not LibraryFeature:
                yield each.__name__


def test_every_feature_is_in_one_of_the_tables(window: MainWindow) -> None:
    others = {name for names in WITHOUT_NUMBERS.values() for name in names.split()}
    assert {*features()} <= others | {*FEATURES}
    assert not others & {*FEATURES}
    assert {*FEATURES.values()} <= {*WITH_NUMBERS}


ALONE = ("nothing found", "places", "no places")
"""Each is looked at in a window of its own, all others in one."""


@pytest.mark.parametrize(
    "panes",
    [{*WITH_NUMBERS}.difference(ALONE), *({each} for each in ALONE)],
    ids=["all", *ALONE],
)
def test_what_shows_numbers_says_how_much_was_read(
    qtbot: QtBot, window: MainWindow, panes: Collection[str]
) -> None:
    for pane in (each for each in WITH_NUMBERS if each in panes):
        said = WITH_NUMBERS[pane](qtbot, window)
        assert SO_FAR in said or "还没读到" in said, (pane, said)
        for line in said.splitlines():
            assert "没有" not in line or "目前还没有" in line or "还没有" in line, (pane, line)


def test_a_pause_is_told(qtbot: QtBot, window: MainWindow) -> None:
    search(qtbot, window, "渡船")
    header, strip = window.controller.layout.results.header, window.controller.layout.strip
    strip.calls.resume()
    qtbot.waitUntil(lambda: header.read.text().startswith("已读 "))
    strip.calls.pause()
    qtbot.waitUntil(lambda: header.read.text().startswith("停在 "))
    assert header.found_in_words().endswith("，目前 9 篇")
