"""What is suggested stands above the page in words; what is certain is taken at once, the rest is looked at first."""

import datetime as dt

from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from reader.features.date_repair.suggested import repair_of
from reader.features.date_repair.suggestions import DateReason, EvidenceKind, Neighbour, Suggestion
from reader.library.answers import Repair
from reader.newspaper.correction import CorrectionKind
from reader.ui.article.article_header import SuggestionBar
from reader.ui.article.pane_calls import PaneCalls
from reader.ui.widgets.controls import LinkButton
from tests.invented_article import STORED
from tests.ui.a_window import row_names

UNDATED = replace(STORED.issue, id=7, date=None, month_day=None, date_origin=None, number=4171)
BEFORE, AFTER = Neighbour(dt.date(1987, 6, 1), 4169), Neighbour(dt.date(1987, 6, 5), 4172)
REASONS = (DateReason(EvidenceKind.NUMBER, (BEFORE, AFTER)),)
DAY = dt.date(1987, 6, 3)
EXACT = Suggestion(CorrectionKind.DATE, REASONS, DAY, DAY, DAY)
CERTAIN = repair_of(UNDATED, EXACT)
ABOUT = repair_of(UNDATED, replace(EXACT, last=dt.date(1987, 6, 4)))
BETWEEN = repair_of(UNDATED, replace(EXACT, last=dt.date(1987, 7, 4)))
DATED = replace(UNDATED, date=DAY, number=9999)
CONTRADICTION = repair_of(DATED, Suggestion(CorrectionKind.NUMBER, REASONS, is_contradiction=True))
WHY = "第4169期是 1987年6月1日，第4172期是 1987年6月5日"


def shown(qtbot: QtBot, *suggestions: Repair, calls: PaneCalls | None = None) -> SuggestionBar:
    bar = SuggestionBar(calls or PaneCalls())
    qtbot.addWidget(bar)
    bar.show_suggestions(UNDATED, suggestions)
    return bar


def test_what_is_certain_is_taken_by_one_click(qtbot: QtBot) -> None:
    taken: list[Repair] = []
    bar = shown(qtbot, CERTAIN, calls=PaneCalls(take_suggestion=taken.append))
    assert row_names(bar) == [f"日期不详；应是 1987年6月3日（{WHY}）"]
    (button,) = bar.findChildren(LinkButton)
    assert (button.text(), button.accessibleDescription()) == ("采用", row_names(bar)[0])
    button.click()
    assert taken == [CERTAIN]


def test_what_is_not_is_looked_at_first(qtbot: QtBot) -> None:
    considered: list[Repair] = []
    bar = shown(qtbot, ABOUT, BETWEEN, calls=PaneCalls(consider_suggestion=considered.append))
    assert row_names(bar) == [
        f"日期不详；应在 1987年6月3日 前后（{WHY}）",
        f"日期不详；应在 1987年6月3日 至 1987年7月4日 之间（{WHY}）",
    ]
    assert [button.text() for button in bar.findChildren(LinkButton)] == ["采用…", "采用…"]
    bar.findChildren(LinkButton)[1].click()
    assert considered == [BETWEEN]


def test_a_contradiction_that_nobody_can_mend_is_only_told(qtbot: QtBot) -> None:
    bar = SuggestionBar(PaneCalls())
    qtbot.addWidget(bar)
    bar.show_suggestions(DATED, [CONTRADICTION])
    assert row_names(bar) == [f"第9999期与日期 1987年6月3日 不合（{WHY}）"]
    assert bar.findChildren(LinkButton) == []


def test_it_stays_closed_for_the_issue_and_opens_for_another(qtbot: QtBot) -> None:
    bar = shown(qtbot, CERTAIN)
    bar.close_button.click()
    bar.show_suggestions(UNDATED, [CERTAIN])
    assert not bar.isVisible()
    bar.show_suggestions(replace(UNDATED, id=8), [CERTAIN])
    assert bar.isVisible()
    bar.show_suggestions(replace(UNDATED, id=8), [])
    assert not bar.isVisible()
    assert row_names(bar) == []
