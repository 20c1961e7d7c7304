"""What is to be done about a doubt that nothing can be said of at once, and where it leads; for each kind something."""

from __future__ import annotations

from typing import cast
from unittest.mock import Mock

import pytest

from reader.library.doubts import Doubt, DoubtKind, Remedy
from reader.ui.check.remedies import Remedies
from reader.ui.desk import Desk
from reader.ui.frame import Tab
from tests.invented_article import ISSUE, bookmark

BY_REMEDY = {remedy: next((kind for kind in DoubtKind if kind.remedy is remedy), None) for remedy in Remedy}


def a_doubt(remedy: Remedy, **parts: object) -> Doubt:
    kind = BY_REMEDY[remedy]
    assert kind is not None
    return Doubt(kind, "散页.txt", path="散页.txt", **parts)  # type: ignore[arg-type]


def a_desk(*, why_no_lines: str = "", without: str = "") -> Mock:
    desk = Mock()
    desk.library.words.why_no_lines = why_no_lines
    desk.actions = {
        name: Mock() for name in ("correct_files", "waiting_pictures", "proofread") if name != without
    }
    desk.corrections.issues.paths = lambda issue_id: [f"{issue_id}a.txt", f"{issue_id}b.txt"]
    desk.reading.after_reading = lambda act: act()
    return desk


def words_of(desk: Mock, *doubts: Doubt) -> str | None:
    act = Remedies(cast(Desk, desk)).of(doubts)
    return act.words if act is not None else None


def do(desk: Mock, *doubts: Doubt) -> None:
    act = Remedies(cast(Desk, desk)).of(doubts)
    assert act is not None
    act.act()


@pytest.mark.parametrize(
    ("remedy", "parts", "words"),
    [
        (Remedy.ISSUE, {"issue": ISSUE}, "更正日期、报纸名…"),
        (Remedy.ISSUE, {}, "更正所选的 1 个文件…"),
        (Remedy.PAGES, {"issue": ISSUE}, "更正、确认版面…"),
        (Remedy.RECOGNIZE, {}, "识别…"),
        (Remedy.FILES, {}, "查看清单"),
        (Remedy.COMPARE, {"article_id": 1}, "比较不同的字句…"),
        (Remedy.PROOFREAD, {"article_id": 1}, "校对"),
        (Remedy.VERSIONS, {"bookmark": bookmark()}, "以前的版本…"),
        (Remedy.VERSIONS, {}, None),
        (Remedy.PLACE, {"bookmark": bookmark()}, "改批注"),
        (Remedy.PLACE, {"bookmark": bookmark(note="")}, "写批注"),
        (Remedy.PLACE, {}, None),
        (Remedy.NONE, {}, None),
    ],
)
def test_each_remedy_has_its_words(remedy: Remedy, parts: dict[str, object], words: str | None) -> None:
    assert words_of(a_desk(), a_doubt(remedy, **parts)) == words


class TestSeveralDoubts:
    def test_about_issues_are_corrected_together_by_their_files(self) -> None:
        desk = a_desk()
        doubts = [a_doubt(Remedy.ISSUE, issue=ISSUE), Doubt(DoubtKind.UNDATED, "另一", path="另一.txt")]
        assert words_of(desk, *doubts) == "更正所选的 2 个文件…"
        do(desk, *doubts)
        assert desk.corrections.issues.files_to_list == ["散页.txt", "另一.txt"]
        desk.actions["correct_files"].trigger.assert_called_once_with()

    def test_about_pages_are_confirmed_together_by_the_files_of_their_issues(self) -> None:
        desk = a_desk()
        doubts = [a_doubt(Remedy.PAGES, issue=ISSUE), a_doubt(Remedy.PAGES)]
        do(desk, *doubts)
        assert desk.corrections.issues.files_to_list == [f"{ISSUE.id}a.txt", f"{ISSUE.id}b.txt"]
        assert desk.corrections.issues.confirms_pages is True
        desk.actions["correct_files"].trigger.assert_called_once_with()

    @pytest.mark.parametrize("remedy", [Remedy.RECOGNIZE, Remedy.FILES, Remedy.COMPARE, Remedy.PROOFREAD])
    def test_of_other_kinds_are_looked_at_one_by_one(self, remedy: Remedy) -> None:
        doubt = a_doubt(remedy, article_id=1)
        assert words_of(a_desk(), doubt, doubt) is None

    def test_of_different_remedies_have_none(self) -> None:
        assert words_of(a_desk(), a_doubt(Remedy.ISSUE), a_doubt(Remedy.PAGES)) is None
        assert words_of(a_desk()) is None


class TestWithout:
    @pytest.mark.parametrize("remedy", [Remedy.ISSUE, Remedy.PAGES])
    def test_lines_of_files_nothing_can_be_corrected(self, remedy: Remedy) -> None:
        assert words_of(a_desk(why_no_lines="阅览室里不能更正"), a_doubt(remedy, issue=ISSUE)) is None

    @pytest.mark.parametrize(
        ("name", "remedy"),
        [
            ("correct_files", Remedy.ISSUE),
            ("correct_files", Remedy.PAGES),
            ("waiting_pictures", Remedy.RECOGNIZE),
            ("proofread", Remedy.PROOFREAD),
        ],
    )
    def test_the_feature_that_has_it_there_is_no_remedy(self, name: str, remedy: Remedy) -> None:
        assert words_of(a_desk(without=name), a_doubt(remedy)) is None

    def test_the_list_of_files_one_issue_is_still_corrected(self) -> None:
        assert words_of(a_desk(without="correct_files"), a_doubt(Remedy.ISSUE, issue=ISSUE)) is not None


class TestDoing:
    def test_an_issue_is_corrected_with_what_is_suggested_for_it(self) -> None:
        desk = a_desk()
        desk.library.contents.repairs.of.side_effect = lambda issue_id: (
            ["甲", "乙"] if issue_id == ISSUE.id else []
        )
        do(desk, a_doubt(Remedy.ISSUE, issue=ISSUE))
        desk.corrections.issues.open_dialog.assert_called_once_with(ISSUE, suggestion="甲")

    def test_an_issue_for_which_nothing_is_suggested_is_corrected_too(self) -> None:
        desk = a_desk()
        desk.library.contents.repairs.of.return_value = []
        do(desk, a_doubt(Remedy.ISSUE, issue=ISSUE))
        desk.corrections.issues.open_dialog.assert_called_once_with(ISSUE, suggestion=None)

    def test_what_is_compared_or_proofread_is_opened_first(self) -> None:
        desk = a_desk()
        do(desk, a_doubt(Remedy.COMPARE, article_id=7))
        do(desk, a_doubt(Remedy.PROOFREAD, article_id=8))
        assert [call.args for call in desk.reading.open_article.call_args_list] == [(7,), (8,)]
        desk.frame.pane.calls.compare_sources.assert_called_once_with()
        desk.actions["proofread"].trigger.assert_called_once_with()

    def test_a_note_is_written_where_the_notes_are(self) -> None:
        desk = a_desk()
        do(desk, a_doubt(Remedy.PLACE, bookmark=bookmark(uuid="b")))
        desk.frame.show_tab.assert_called_once_with(Tab.BOOKMARKS)
        desk.frame.bookmarks.edit.assert_called_once_with("b")

    def test_the_former_versions_of_a_note_and_the_files_not_read_are_shown(self) -> None:
        desk = a_desk()
        versions = bookmark(uuid="b")
        do(desk, a_doubt(Remedy.VERSIONS, bookmark=versions))
        do(desk, a_doubt(Remedy.FILES))
        do(desk, a_doubt(Remedy.RECOGNIZE))
        desk.frame.bookmarks.calls.show_versions.assert_called_once_with(versions)
        desk.frame.strip.calls.show_failures.assert_called_once_with()
        desk.actions["waiting_pictures"].trigger.assert_called_once_with()


class TestThePlaceOfADoubt:
    def test_is_its_bookmark_else_its_article_else_the_first_of_its_issue(self) -> None:
        desk = a_desk()
        remedies = Remedies(cast(Desk, desk))
        mark = bookmark()
        for parts in (
            {"bookmark": mark, "article_id": 7},
            {"article_id": 7, "issue": ISSUE},
            {"issue": ISSUE},
            {},
        ):
            doubt = a_doubt(Remedy.FILES, **parts)
            assert remedies.can_open(doubt) is bool(parts)
            remedies.open_place(doubt)
        desk.reading.open_bookmark.assert_called_once_with(mark)
        desk.reading.open_article.assert_called_once_with(7)
        desk.reading.open_first.assert_called_once_with(ISSUE.id)
