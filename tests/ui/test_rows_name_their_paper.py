"""Where a library has several newspapers, whatever stands for an article or an issue in a list names its newspaper."""

import ast
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget
from pytestqt.qtbot import QtBot

from reader import do_nothing
from reader.features.calendar.ui.calendar_part import CalendarPart
from reader.features.calendar.ui.riffle_view import RiffleView
from reader.features.chronicle.ui.chronicle_part import ChroniclePart
from reader.features.claims.ui.claims_part import ClaimsPart
from reader.features.dossiers.ui.dossiers_part import DossiersPart
from reader.features.evidence import EVIDENCE_SUFFIX
from reader.features.evidence.making import EvidenceSource, answer, made
from reader.features.evidence.ui import EvidencePart
from reader.features.misread.ui.misreading_list import Correcting, PlaceList
from reader.features.offices.ui.offices_face import OfficesFace
from reader.features.people.ui.people_part import PeoplePart
from reader.library.doubts import DoubtKind
from reader.newspaper.correction import Claim, CorrectionKind
from reader.ui.frame import Tab
from reader.ui.widgets.controls import LinkButton
from reader.ui.widgets.listing import Heading
from reader.ui.window.screenshot import await_reading, await_that, search_and_wait
from reader.ui.window.window import MainWindow
from tests import modules, reprinted_papers
from tests.ui import a_window
from tests.ui.a_window import CTRL, press, type_text, view
from tests.ui.two_papers import PAPERS, write_papers


def rows_in(a_view: QAbstractItemView) -> list[str]:
    """Return what a screen reader is told of the rows, without headings."""
    model = a_view.model()
    await_that(lambda: model.rowCount() > 0)
    indexes = [model.index(row, 0) for row in range(model.rowCount())]
    return [
        str(index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data())
        for index in indexes
        if index.flags() & Qt.ItemFlag.ItemIsSelectable
    ]


def settle(window: MainWindow) -> None:
    features = window.controller.features
    await_that(features.searching.is_idle)
    await_that(features.undo.is_idle)
    await_that(lambda: all(part.is_idle() for part in features.parts.made.values()))
    await_reading()


def results(window: MainWindow) -> list[str]:
    search_and_wait(window, "老船工")
    settle(window)
    return rows_in(view(window, "resultList"))


def mastheads(window: MainWindow) -> list[str]:
    search_and_wait(window, '"今日四版"')
    settle(window)
    return rows_in(view(window, "resultList"))


def of_view(action: str, name: str) -> Callable[[MainWindow], list[str]]:
    def rows(window: MainWindow) -> list[str]:
        search_and_wait(window, "老船工")
        window.controller.features.views.show(action)
        settle(window)
        return rows_in(view(window, name))

    return rows


def events(window: MainWindow) -> list[str]:
    search_and_wait(window, "渡口")
    window.controller.features.views.show("chronicle")
    settle(window)
    return rows_in(window.controller.features.parts.of(ChroniclePart).events.rows.view)


def first_articles(window: MainWindow) -> list[int]:
    contents = window.controller.library.contents
    issues = [issue for paper in PAPERS for issue in contents.issues(paper, 1987, 6)]
    return [contents.articles(issue.id)[0].id for issue in issues]


def bookmarks(window: MainWindow) -> list[str]:
    for article_id in first_articles(window):
        window.controller.library.notebook.bookmark(article_id)
    window.controller.features.bookmarks.read()
    window.controller.show_tab(Tab.BOOKMARKS)
    settle(window)
    await_that(window.controller.features.bookmarks.tasks.is_idle)
    return rows_in(view(window, "bookmarkList"))


def dossier(window: MainWindow) -> list[str]:
    part = window.controller.features.parts.of(DossiersPart)
    row = part.dossiers.add("渡口")
    part.dossiers.add_articles(row.uuid, [(article_id, None) for article_id in first_articles(window)])
    part.read()
    window.controller.show_tab("dossiers")
    settle(window)
    return rows_in(view(window, "dossierEntries"))


def evidence_of_a_person(window: MainWindow) -> list[str]:
    part = window.controller.features.parts.of(PeoplePart)
    part.open("陈怀远")
    settle(window)
    part.card.evidence_button.click()
    settle(window)
    return rows_in(view(window, "evidenceList"))


def witnesses_of_a_claim(window: MainWindow) -> list[str]:
    part = window.controller.features.parts.of(ClaimsPart)
    window._actions["claims"].trigger()
    part.take("1987年6月5日，雁桥市市长陈怀远看了渡口。")
    await_that(part.tasks.is_idle)
    await_that(part.checking.queue.is_idle)
    settle(window)
    part.face.lines.view.setCurrentIndex(part.face.lines.model.index(0, 0))
    settle(window)
    return rows_in(part.face.witnesses.view)


def to_check(window: MainWindow) -> list[str]:
    """The rows, each below the name of its newspaper."""
    window.controller.show_tab(Tab.CHECK)
    place = window.controller.features.check.place
    await_that(lambda: place.doubts is not None and place.is_idle())
    row = next(row for row in place.kinds.rows() if row.kind is DoubtKind.UNDATED)
    place.choose(row)
    await_that(place.is_idle)
    heading = ""
    told = []
    for listed in place.list.model.rows():
        if isinstance(listed, Heading):
            heading = listed.words
        else:
            told.append(f"{heading}: {place.list.words(listed)}")
    return told


def corrections(window: MainWindow) -> list[str]:
    files = [f"{paper}/19870605.txt" for paper in PAPERS]
    window.controller.library.corrections.correct_issue(files, [Claim(CorrectionKind.NUMBER, number=4100)])
    window.controller.features.show_decided("correct")
    listing = window.controller.features.check.place.card.listing()
    await_that(listing.tasks.is_idle)
    return rows_in(listing.view)


def papers_of_a_day_in_every_year(window: MainWindow) -> list[str]:
    press(Qt.Key.Key_D, CTRL)
    type_text("6月12日")
    press(Qt.Key.Key_Return)
    panel = window.controller.features.parts.of(CalendarPart).pane.day_panel
    await_that(lambda: len(papers_in(panel)) > 1)
    return papers_in(panel)


def papers_in(panel: QWidget) -> list[str]:
    links = [link.text() for link in panel.findChildren(LinkButton)]
    return [words for words in links if words.startswith("1987年6月12日")]


def places_of_a_misreading(window: MainWindow) -> list[str]:
    corrections = window.controller.features.corrections.characters
    correcting = Correcting(window.controller.library, corrections)
    places = PlaceList(window.controller.library, correcting, ("渡口", "波口"), do_nothing)
    places.setParent(window)
    places.read()
    await_that(places.is_idle)
    return rows_in(places.view)


def evidence_of_an_office(window: MainWindow) -> list[str]:
    window.controller.show_tab("offices")
    settle(window)
    pane = window.controller.features.parts.of(OfficesFace).offices.pane
    await_that(lambda: bool(pane.bodies.rows()))
    pane.choose_body(pane.bodies.rows()[0])
    await_that(lambda: bool(pane.chart.rows()))
    pane.chart.view.setCurrentIndex(pane.chart.model.index(0, 0))
    settle(window)
    return rows_in(pane.places.view)


def evidence_of_a_colleague(window: MainWindow) -> list[str]:
    library = window.controller.library
    source = EvidenceSource(("老船工",))
    file = library.root.parent / f"船{EVIDENCE_SUFFIX}"
    file.write_bytes(b"".join(made(library, source, "", answer(library, source))))
    part = window.controller.features.parts.of(EvidencePart)
    part.check(file)
    await_that(lambda: part.pane.isVisible())
    return rows_in(part.pane.findings.view)


def await_issue(riffle: RiffleView) -> None:
    await_that(lambda: riffle.issue_id() is not None)


def issues_flipped_through(window: MainWindow) -> list[str]:
    """What is told of an issue of each newspaper, while they go by."""
    part = window.controller.features.parts.of(CalendarPart)
    told = []
    for article_id in first_articles(window):
        window.controller.reading.open_article(article_id)
        await_reading()
        part.riffle()
        (riffle,) = window.findChildren(RiffleView)
        await_issue(riffle)
        told.append(riffle.in_words())
        riffle.leave()
    return told


LISTS: dict[str, Callable[[MainWindow], list[str]]] = {
    "results": results,
    "mastheads": mastheads,
    "in context": of_view("concordance", "concordanceList"),
    "events": events,
    "bookmarks": bookmarks,
    "dossier": dossier,
    "evidence of a person": evidence_of_a_person,
    "witnesses of a claim": witnesses_of_a_claim,
    "to check": to_check,
    "corrections": corrections,
    "every year": papers_of_a_day_in_every_year,
    "places of a misreading": places_of_a_misreading,
    "evidence of an office": evidence_of_an_office,
    "evidence of a colleague": evidence_of_a_colleague,
    "flipping": issues_flipped_through,
}


WITH_PAPERS = {
    "BookmarkList": "bookmarks",
    "CorrectionList": "corrections",
    "DossierEntries": "dossier",
    "DoubtList": "to check",
    "LineRows": "events",
    "PlaceList": "places of a misreading",
    "SourceList": "events",
    "WitnessList": "witnesses of a claim",
    "_Findings": "evidence of a colleague",
    "_Places": "evidence of an office",
}
"""The lists whose rows stand for articles or issues, and where their rows are seen."""
WITHOUT_PAPERS = {
    *(
        "ClaimList",
        "NamedPeople",
        "DecisionList",
        "_Bodies",
        "_Chart",
        "_CollocateList",
        "_Words",
    ),  # words, people
    *("FileList", "MissingFiles", "RecentList", "_Backups", "_Pictures"),  # files, told by their paths
    *("KindList", "_NamedList", "_Tags"),  # kinds, and what has a name
    *("HabitList", "PlaceQueue", "UnanchoredList"),  # of one paper, of one page, of none
}


def test_every_list_is_of_articles_and_looked_at_or_of_something_else() -> None:
    lists = {
        node.name
        for _, node in modules.nodes(ast.ClassDef)
        if any(ast.unparse(base).partition("[")[0].endswith("Listing") for base in node.bases)
    }
    assert lists - {"PiecedListing", "ReasonedListing"} == {*WITH_PAPERS, *WITHOUT_PAPERS}
    assert {*WITH_PAPERS.values()} <= {*LISTS}


def test_every_row_names_its_paper(qtbot: QtBot, tmp_path: Path) -> None:
    window = a_window.open_on(qtbot, write_papers(tmp_path / "旧报"))
    told = {name: rows(window) for name, rows in LISTS.items()}
    assert [name for name, rows in told.items() if len(rows) < 2] == []
    nameless = {name: [*filter(names_no_paper, rows)] for name, rows in told.items()}
    assert {name: rows for name, rows in nameless.items() if rows} == {}


def test_every_row_of_a_reprint_names_its_paper(qtbot: QtBot, tmp_path: Path) -> None:
    window = a_window.open_on(qtbot, reprinted_papers.write_papers(tmp_path / "旧报"))
    search_and_wait(window, "两盏马灯")
    settle(window)
    results = view(window, "resultList")
    results.setFocus()
    results.setCurrentIndex(results.model().index(0, 0))
    press(Qt.Key.Key_Right)
    await_that(lambda: not any("正在加载" in words for words in rows_in(results)))
    found = rows_in(results)
    press(Qt.Key.Key_Return)
    settle(window)
    pane = window.controller.layout.pane
    a_window.click(pane.strip.about_button)
    names = [row.accessibleName() for row in pane.about.findChildren(QWidget)]
    others = [words for words in names if words.startswith("其他刊登，")]
    assert len(found) >= 2
    assert others
    assert [words for words in [*found, *others] if names_no_paper(words, ("柳川晚报", "石板新报"))] == []


def names_no_paper(words: str, papers: Iterable[str] = PAPERS) -> bool:
    return not any(paper in words for paper in papers)


def test_what_is_found_before_the_tree_has_followed_what_was_read_names_its_paper(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window = a_window.open_on(qtbot, write_papers(tmp_path / "旧报"))
    window.controller.layout.tree.tree_model.has_newspapers = False
    rows = results(window)
    assert rows
    assert [row for row in rows if not any(paper in row for paper in PAPERS)] == []
