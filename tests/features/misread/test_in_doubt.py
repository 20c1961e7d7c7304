"""Likely misreadings among what is in doubt: a row for each string of an issue, which is settled in one step."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.features.misread import in_doubt
from reader.features.misread.likely import Misreading
from reader.features.misread.systematic import issues_with_forms, look_for_systematic
from reader.library.derived_data import DerivedData
from reader.library.doubt_acts import SettledByActs, acts_on, settle_by_acts
from reader.library.doubt_evidence import LineMark, evidence_of
from reader.library.doubt_sources import look
from reader.library.doubts import Doubt, DoubtKind
from reader.library.library import Library
from tests.features.misread.test_systematic import home, library, root, write

__all__ = ["home", "library", "root"]


def misread(library: Library) -> list[Doubt]:
    return [doubt for each in look(library).kinds if each.kind is DoubtKind.MISREAD for doubt in each.doubts]


def test_what_was_found_after_a_sync_is_listed_with_its_lines(library: Library) -> None:
    assert misread(library) == []
    look_for_systematic(library.local)
    (doubt,) = misread(library)
    assert (doubt.printed, doubt.meant, doubt.path) == ("柳镀", "柳渡", "19870612.txt")
    assert "4 处" in doubt.why
    marked = [line.text for line in evidence_of(library, doubt).lines if line.mark is LineMark.OBJECTION]
    assert marked
    assert all("柳镀" in text for text in marked)


@pytest.mark.parametrize(("choice", "is_corrected"), [(0, True), (1, False)])
def test_a_choice_settles_all_places_of_the_issue(library: Library, choice: int, is_corrected: bool) -> None:
    look_for_systematic(library.local)
    (doubt,) = misread(library)
    acts_on(library, doubt)[choice].work()
    assert misread(library) == []
    found = library.searcher.search("柳渡县", exact=True)
    assert bool(found.ids) is is_corrected


def test_what_is_done_for_all_is_one_step(library: Library, root: Path) -> None:
    write(
        root, 19, "柳镀市的轮渡加开一班。柳镀人过江不必再等。", "柳镀县的桥今天动工。", "柳镀市的学校放假。"
    )
    library.sync()
    look_for_systematic(library.local)
    before = misread(library)
    assert len(before) == 2
    settled, turn = library.acts.carried_out(lambda: settle_by_acts(library, before))
    assert settled == SettledByActs(is_applied=True)
    assert misread(library) == []
    assert turn is not None
    back = turn().back
    assert {doubt.path for doubt in misread(library)} == {doubt.path for doubt in before}
    assert back is not None
    back()
    assert misread(library) == []


def test_an_issue_that_comes_later_is_asked_about_again(library: Library, root: Path) -> None:
    look_for_systematic(library.local)
    settle_by_acts(library, misread(library))
    write(
        root, 19, "柳镀市的轮渡加开一班。柳镀人过江不必再等。", "柳镀县的桥今天动工。", "柳镀市的学校放假。"
    )
    library.sync()
    look_for_systematic(library.local)
    assert [doubt.path for doubt in misread(library)] == ["19870619.txt"]


def test_only_the_issues_with_something_found_are_read(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_for_systematic(library.local)
    read: list[int] = []
    of_issue = in_doubt._misreadings

    def noted(derived: DerivedData, issue_id: int) -> list[Misreading]:
        read.append(issue_id)
        return of_issue(derived, issue_id)

    monkeypatch.setattr(in_doubt, "_misreadings", noted)
    misread(library)
    assert read == issues_with_forms(library.local.catalogue)
    assert len(read) == 1 < library.contents.counts().issues


def test_what_can_not_be_corrected_is_listed_without_acts(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_for_systematic(library.local)
    (doubt,) = misread(library)
    monkeypatch.setattr(library, "words", replace(library.words, why_no_characters="只读"))
    assert acts_on(library, doubt) == []
