"""Corrections: offered where something is printed, told as what was done, undone together, and said where they wait."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reader.export.article_text import PageBlockKind, page_blocks
from reader.library.character_places import CharacterPlace
from reader.newspaper.article import BlockKind, CharacterReading, Where
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.issue import DateOrigin
from reader.ui.article.article_entries import entries_of
from reader.ui.controllers import corrections
from reader.ui.controllers.corrections import Corrections
from reader.ui.widgets.services import Notice, Services
from tests.invented_article import DATE, ISSUE, STORED, block, stored
from tests.ui.a_window import actions_of
from tests.ui.stand_ins import Calls, Heard, noted

REFUSED = "这个资料库只读"
CLAIM = Claim(CorrectionKind.DAY, date=DATE)
ARTICLE = stored(blocks=(block("渡口的灯，渡口的船。"),))


class Bench:
    """The corrections of a window whose library can be corrected, among stand-ins."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: Calls = []
        self.notices: list[Notice] = []
        self.files = [SimpleNamespace(path="a.txt", is_missing=False)]
        self.words = SimpleNamespace(why_no_lines="", why_no_characters="", why_text_stays="")
        library: Any = SimpleNamespace(
            words=self.words,
            corrections=noted(self.calls, correct_issue=SimpleNamespace(is_applied=True, issue_id=1)),
            contents=noted(self.calls),
            derived=SimpleNamespace(
                catalogue=SimpleNamespace(files=SimpleNamespace(files_of_issue=lambda _: self.files))
            ),
        )
        self.parts: list[StoredArticle] = [ARTICLE]
        self.first = self._pane()
        self.second = self._pane()
        frame: Any = noted(self.calls, shown_panes=[self.first])
        frame.pane = self.first
        frame.area = SimpleNamespace(second=self.second, is_second_active=False)
        self.listed: Any = noted(self.calls, issue_id=1)
        self.listed.calls = SimpleNamespace()
        frame.issues = self.listed
        self.frame = frame
        self.reading: Any = noted(self.calls)
        self.reading.article = ARTICLE
        self.undo: Any = noted(self.calls)
        self.undo.notApplied = Heard()
        self.undo.act = self._act
        made: Any = noted(self.calls)
        services = Services(self.notices.append)
        self.corrections = Corrections(
            services,
            library,
            frame,
            self.reading,
            made,
            made,
            self.undo,
            made,
            None,  # type: ignore[arg-type]
        )
        self.calls.clear()

    def said(self) -> list[str]:
        return [notice.words for notice in self.notices]

    def _pane(self) -> Any:
        pane: Any = noted([], parts=self.parts, article=ARTICLE, ties=[])
        pane.page = SimpleNamespace(menuOpening=Heard())
        pane.calls = SimpleNamespace()
        return pane

    def _act(self, words: object, work: Callable[[], Any], done: Callable[[Any], object], *_: object) -> None:
        self.calls.append(("act", words))
        done(work())


@pytest.fixture
def bench(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(monkeypatch)


def words_in(menu: QMenu) -> list[str]:
    """The words of a menu and of those below it."""
    words = []
    for action in actions_of(menu):
        words.append(action.text())
        below = action.menu()
        if isinstance(below, QMenu):
            words += words_in(below)
    return words


def offered(bench: Bench, kind: PageBlockKind, parts: list[StoredArticle]) -> list[str]:
    menu = QMenu()
    printed = next(page_block for page_block in page_blocks(ARTICLE) if page_block.kind is kind)
    bench.corrections.lines.offer(menu, printed, parts)
    return words_in(entries_of(menu).correct)


def test_what_is_printed_can_be_said_to_be_something_else(bench: Bench) -> None:
    words = offered(bench, PageBlockKind.PARAGRAPH, [ARTICLE])
    assert any("更正“渡口的灯" in line for line in words)
    assert "这是正文" in words


def test_what_the_program_adds_and_what_is_no_longer_there_can_not_be_corrected(bench: Bench) -> None:
    assert offered(bench, PageBlockKind.FOLIO, [ARTICLE]) == []
    gone = replace(ARTICLE, sources=(replace(ARTICLE.sources[0], is_missing=True),))
    assert offered(bench, PageBlockKind.PARAGRAPH, [gone]) == []


def test_where_nothing_can_be_corrected_the_menu_says_why(bench: Bench) -> None:
    bench.words.why_no_lines = REFUSED
    menu = QMenu()
    bench.corrections.lines.offer(menu, page_blocks(ARTICLE)[-1], [ARTICLE])
    (why,) = actions_of(entries_of(menu).correct)
    assert why.text() == "为什么不能更正这一行…"
    why.trigger()
    assert bench.said() == [REFUSED]


def test_the_days_of_an_issue_are_explained_only_where_they_are_estimated(bench: Bench) -> None:
    printed = QMenu()
    bench.corrections.issues.offer_for(printed, ISSUE)
    assert "日期的根据…" not in words_in(printed)
    estimated = QMenu()
    inferred = replace(ISSUE, date_origin=DateOrigin.INFERRED, stored_facts="")
    bench.corrections.issues.offer_for(estimated, inferred)
    assert words_in(estimated) == ["日期的根据…", "这一期的日期、期号、报纸名不对…"]


def test_an_issue_without_files_can_not_be_corrected_and_that_is_said(bench: Bench) -> None:
    bench.files[0].is_missing = True
    assert bench.corrections.issues.paths(1) == ()
    bench.corrections.issues.open_dialog(ISSUE)
    assert bench.said() == ["这一期的文件都不在了，无从更正。"]


@pytest.mark.parametrize(("paths", "claims"), [([], [CLAIM]), (["a.txt"], [])])
def test_without_a_file_or_without_a_claim_nothing_is_corrected(
    bench: Bench, paths: Any, claims: Any
) -> None:
    bench.corrections.issues.correct(paths, claims)
    assert bench.calls == []


def test_a_correction_is_one_act_with_its_words_and_can_be_undone(bench: Bench) -> None:
    bench.corrections.issues.correct(["a.txt"], [CLAIM])
    assert bench.calls[0] == ("act", f"更正“{CLAIM.words}”")
    assert bench.calls[1] == ("correct_issue", ["a.txt"], [CLAIM])
    (notice,) = bench.notices
    assert (notice.words, notice.can_undo) == (f"已更正：{CLAIM.words}", True)


def test_one_that_waits_for_an_update_says_so_and_has_it_begin(bench: Bench) -> None:
    assert corrections.corrected_in_words("日期", is_applied=True) == "已更正：日期"
    assert "资料库更新之后生效" in corrections.corrected_in_words("日期", is_applied=False)
    bench.corrections.show_applied(False)
    assert bench.calls == [("begin_again",)]
    bench.calls.clear()
    bench.undo.notApplied.emit()
    assert bench.calls == [("begin_again",)]


def test_in_a_library_that_never_applies_it_the_reason_is_said_instead(bench: Bench) -> None:
    bench.words.why_text_stays = REFUSED
    bench.corrections.show_applied(False)
    assert (bench.calls, bench.said()) == ([], [REFUSED])


def test_an_issue_that_was_replaced_by_its_correction_is_opened_anew(bench: Bench) -> None:
    outcome: Any = SimpleNamespace(is_applied=True, issue_id=9)
    bench.corrections.show_issue(outcome)
    assert ("open_issue", 9) in bench.calls


def test_an_issue_that_stays_is_not_opened_again(bench: Bench) -> None:
    bench.corrections._library.contents.answers = {"issue": ISSUE}  # type: ignore[attr-defined]
    outcome: Any = SimpleNamespace(is_applied=True, issue_id=9)
    bench.corrections.show_issue(outcome)
    assert ("open_issue", 9) not in bench.calls


@pytest.mark.parametrize(("article_id", "opened"), [(STORED.id, False), (77, True), (None, False)])
def test_what_was_undone_is_opened_unless_a_pane_shows_it(
    bench: Bench, article_id: int | None, opened: bool
) -> None:
    bench.corrections.show_turned(article_id)
    assert (("open_article", article_id) in bench.calls) is opened


@pytest.mark.parametrize(("issue_id", "opened"), [(1, False), (9, True), (None, False)])
def test_an_issue_whose_correction_was_undone_is_opened_unless_it_is_listed(
    bench: Bench, issue_id: int | None, opened: bool
) -> None:
    bench.corrections.show_turned_issue(issue_id)
    assert (("open_issue", issue_id) in bench.calls) is opened


def test_the_key_corrects_the_issue_of_the_pane_that_is_active(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    for name in ("issues", "second_issues"):
        kind = getattr(bench.corrections, name)
        monkeypatch.setattr(kind, "open_dialog_of_page", lambda name=name: asked.append(name))
    correct = bench.corrections.handlers()["correct_issue"]
    correct()
    bench.frame.area.is_second_active = True
    correct()
    assert asked == ["issues", "second_issues"]


def test_corrected_characters_are_found_within_what_is_selected_of_their_own_text() -> None:
    readings = (
        CharacterReading(Where.BLOCK, 0, 2, "丁"),
        CharacterReading(Where.BLOCK, 0, 5, "渡"),
        CharacterReading(Where.HEADLINE, 0, 3, "乙"),
        CharacterReading(Where.BLOCK, 1, 3, "丙"),
    )
    article = stored(
        blocks=(block("渡口的灯，渡口的船。"), block("图", BlockKind.CAPTION)), readings=readings
    )
    place = CharacterPlace(Where.BLOCK, 0, 2)
    assert corrections._readings_at(article, place, "的灯，") == [readings[0]]
    assert corrections._readings_at(article, place, "的灯，渡") == [readings[0], readings[1]]
    assert corrections._readings_at(article, replace(place, at=3), "灯，") == []
