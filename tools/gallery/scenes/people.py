"""People: the list of them, a card, its evidence, what was decided by hand, a list of names."""

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtWidgets import QDialog

from reader.features.offices.ui.offices_face import OfficesFace
from reader.features.people.people import people_of
from reader.features.people.ui.people_pane import EvidenceFilter
from reader.features.people.ui.people_part import PeoplePart
from reader.features.people.ui.person_card import PersonCardPane
from reader.ui.window.screenshot import await_that, search_and_wait, settle
from reader.ui.window.window import MainWindow
from tests.features.offices.office_papers import write_papers
from tools.gallery.hands import do, on_sample, opened, scene

WHO = "祝水芹"
NAMES = ("祝水芹", "顾知远", "陆小满", "聞硯秋", "没有的人")


@on_sample
def people(window: MainWindow) -> None:
    do(window, "show_people")
    quiet(window)


@scene
def offices(folder: Path) -> Iterator[MainWindow]:
    with opened(write_papers(folder / "雁桥日报")) as window:
        do(window, "show_offices")
        pane = window.controller.features.parts.of(OfficesFace).offices.pane
        await_that(lambda: bool(pane.places.rows()))
        settle()
        yield window


@on_sample
def people_in_two_forms(window: MainWindow) -> None:
    people(window)
    rows = people_of(window.controller.library).rows(limit=20)
    both = ("聞硯秋", "闻砚秋")
    shown = [replace(row, name=both[0], forms=both) if row.name in both else row for row in rows]
    window.controller.features.parts.of(PeoplePart).pane.show_people(shown, len(shown), "")


@on_sample
def people_filtered(window: MainWindow) -> None:
    filter_by(window, "z")


@on_sample
def people_not_found(window: MainWindow) -> None:
    filter_by(window, "渡口")


@on_sample
def people_while_counted(window: MainWindow) -> None:
    people(window)
    window.controller.features.parts.of(PeoplePart).pane.show_people([], 0, "")
    window.controller.features.parts.of(PeoplePart).pane.set_counting(True)


@on_sample
def people_of_a_library_without_names(window: MainWindow) -> None:
    people(window)
    window.controller.features.parts.of(PeoplePart).pane.show_people([], 0, "")


@on_sample
def person(window: MainWindow) -> None:
    people(window)
    open_card(window)


@on_sample
def person_evidence(window: MainWindow) -> None:
    open_card(window).calls.read_evidence(EvidenceFilter())
    quiet(window)
    view = window.controller.features.parts.of(PeoplePart).card.evidence.view
    view.setCurrentIndex(view.model().index(1, 0))


@on_sample
def person_unknown(window: MainWindow) -> None:
    window.controller.features.parts.of(PeoplePart).open("没有的人")
    quiet(window)


@on_sample
def person_of_a_search(window: MainWindow) -> None:
    search_and_wait(window, WHO)
    quiet(window)


@on_sample
def person_merged(window: MainWindow) -> None:
    open_card(window).calls.merge()
    await_dialog(window, "mergeDialog")


@on_sample
def person_decisions(window: MainWindow) -> None:
    library = window.controller.library
    people_of(library).strike_out("柳叶洲")
    people_of(library).merge("闻砚秋", WHO)
    try:
        window.controller.features.parts.of(PeoplePart).open_decisions()
        place = window.controller.features.check.place
        await_that(lambda: place.is_idle() and place.card.listing().rows())
    finally:
        for decision in people_of(library).decisions():
            people_of(library).undo(decision.uuid)


@on_sample
def names(window: MainWindow) -> None:
    do(window, "name_list")
    pane = window.controller.features.parts.of(PeoplePart).name_list.pane
    pane.names.setPlainText("# 抄自名册\n" + "\n".join([*NAMES, NAMES[0]]))
    pane.start()
    await_that(pane.is_idle)


@on_sample
def names_to_be_written(window: MainWindow) -> None:
    do(window, "name_list")


# -- hands


def quiet(window: MainWindow) -> None:
    await_that(window.controller.features.parts.of(PeoplePart).is_idle)
    settle()


def filter_by(window: MainWindow, typed: str) -> None:
    people(window)
    pane = window.controller.features.parts.of(PeoplePart).pane
    pane.filter.set_text(typed)
    pane.calls.read()
    quiet(window)


def open_card(window: MainWindow) -> PersonCardPane:
    window.controller.features.parts.of(PeoplePart).open(WHO)
    quiet(window)
    return window.controller.features.parts.of(PeoplePart).card


def await_dialog(window: MainWindow, name: str) -> QDialog:
    await_that(lambda: window.findChild(QDialog, name))
    dialog = window.findChild(QDialog, name)
    assert isinstance(dialog, QDialog)
    return dialog
