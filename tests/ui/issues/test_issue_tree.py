import datetime as dt

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from reader.newspaper.issue import DateOrigin, TitleOrigin
from reader.ui.issues.issue_tree import IssueCalls, IssueTree, TreeModel
from reader.ui.issues.tree_entries import ArticleMarks, children_of, estimate_of, read_rows
from tests.ui.invented_library import InventedLibrary, daily

DAYS = ("周三", "周六", "周一", "周四", "周六")
JUNE_12 = dt.date(1987, 6, 12)
TOP = QModelIndex()


def opened(qtbot: QtBot, shelf: InventedLibrary) -> IssueTree:
    tree = IssueTree(IssueCalls())
    qtbot.addWidget(tree)
    tree.resize(272, 600)
    tree.set_library(shelf)
    with qtbot.waitActive(tree):
        tree.show()
    return tree


def refresh(tree: IssueTree, shelf: InventedLibrary) -> None:
    tree.take(read_rows(shelf, tree.opened()))


def chosen(tree: IssueTree) -> list[int]:
    """The articles that are chosen from now on."""
    articles: list[int] = []
    tree.calls.open_article = articles.append
    return articles


def shown(tree: IssueTree) -> list[str]:
    """The rows that are open, from the top down, two spaces in for a level."""
    lines: list[str] = []

    def look(parent: QModelIndex, level: int) -> None:
        for row in range(tree.tree_model.rowCount(parent)):
            index = tree.tree_model.index(row, 0, parent)
            lines.append("  " * level + index.data())
            if tree.isExpanded(index):
                look(index, level + 1)

    look(TOP, 0)
    return lines


def current(tree: IssueTree) -> str:
    text = tree.currentIndex().data()
    return text if isinstance(text, str) else ""


def click(qtbot: QtBot, tree: IssueTree, text: str) -> None:
    """Clicks the open row with this text."""
    index = tree.indexAt(tree.viewport().rect().topLeft())
    while index.isValid() and index.data() != text:
        index = tree.indexBelow(index)
    assert index.isValid(), f"no row {text}"
    tree.scrollTo(index)
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(index).center())


@pytest.fixture
def shelf() -> InventedLibrary:
    """Two years of a daily, an issue a fortnight, and 12 June 1987."""
    shelf = daily(1986, 1987, every=15)
    shelf.add(JUNE_12)
    return shelf


@pytest.fixture
def issue_id(shelf: InventedLibrary) -> int:
    return max(shelf.rows)


def test_a_single_newspaper_does_not_take_a_level(qtbot: QtBot, shelf: InventedLibrary) -> None:
    tree = opened(qtbot, shelf)
    assert shown(tree) == ["1986", "1987"]
    shelf.add(JUNE_12, newspaper="雁桥晚报")
    refresh(tree, shelf)
    assert [line for line in shown(tree) if not line.startswith(" ")] == ["雁桥日报", "雁桥晚报"]


def test_the_way_to_an_article_is_opened(qtbot: QtBot, shelf: InventedLibrary, issue_id: int) -> None:
    tree = opened(qtbot, shelf)
    articles = chosen(tree)
    with qtbot.assertNotEmitted(tree.issueActivated):
        tree.show_article(issue_id * 100 + 1)
    assert articles == []
    assert [line for line in shown(tree) if "    " in line] == [
        "    1日 周一 第4045期",
        "    12日 周五 第4063期",
        "      01版",
        "      渡口的灯亮到后半夜",
        "      三十里长堤一日合龙",
        "      02版",
        "      图书馆搬进老粮仓",
        "      版面不详",
        "      晚稻长势喜人",
        "    16日 周二 第4046期",
    ]
    assert current(tree) == "三十里长堤一日合龙"


def test_the_way_to_the_article_before_closes_again(
    qtbot: QtBot, shelf: InventedLibrary, issue_id: int
) -> None:
    tree = opened(qtbot, shelf)
    first = min(shelf.rows)
    tree.show_article(first * 100)
    before = shown(tree)
    tree.show_article(issue_id * 100)
    assert "1986" in shown(tree)
    assert not tree.isExpanded(tree.tree_model.index(0, 0))
    tree.show_article(first * 100)
    assert shown(tree) == before


def test_who_goes_on_in_the_tree_finds_open_what_was(
    qtbot: QtBot, shelf: InventedLibrary, issue_id: int
) -> None:
    tree = opened(qtbot, shelf)
    tree.show_article(min(shelf.rows) * 100)
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_Down)
    before = shown(tree)
    tree.show_article(issue_id * 100)
    assert set(before) < set(shown(tree))


def test_what_a_person_has_opened_stays_open(qtbot: QtBot, shelf: InventedLibrary, issue_id: int) -> None:
    tree = opened(qtbot, shelf)
    click(qtbot, tree, "1986")
    tree.show_article(min(shelf.rows) * 100)
    tree.show_article(issue_id * 100)
    assert tree.isExpanded(tree.tree_model.index(0, 0))


def test_rows_are_spoken_in_words(qtbot: QtBot, shelf: InventedLibrary, issue_id: int) -> None:
    tree = opened(qtbot, shelf)
    tree.tree_model.marks = ArticleMarks(frozenset({issue_id * 100 + 1}))
    tree.show_article(issue_id * 100 + 1)
    article = tree.currentIndex()
    spoken = [
        index.data(Qt.ItemDataRole.AccessibleTextRole)
        for index in (
            article,
            article.siblingAtRow(0),
            article.parent(),
            article.parent().parent(),
        )
    ]
    assert spoken == [
        "三十里长堤一日合龙，有收藏",
        "01版，2 篇",
        "1987年6月12日，星期五，第4063期，4 篇",
        "6月，3 期",
    ]


def test_an_issue_without_known_pages_has_its_articles_right_below(qtbot: QtBot) -> None:
    shelf = InventedLibrary()
    issue_id = shelf.add(JUNE_12, pages=(None, None))
    tree = opened(qtbot, shelf)
    tree.show_article(issue_id * 100)
    assert shown(tree)[-2:] == ["    渡口的灯亮到后半夜", "    三十里长堤一日合龙"]


def test_few_issues_of_a_newspaper_beside_others_take_no_levels(qtbot: QtBot) -> None:
    shelf = InventedLibrary()
    shelf.add(dt.date(1951, 3, 2))
    issue_id = shelf.add(JUNE_12, pages=())
    shelf.add(None, month_day="05-01", pages=())
    shelf.add(JUNE_12, "州城日报")
    tree = opened(qtbot, shelf)
    tree.show_issue(issue_id)
    assert shown(tree)[:4] == [
        *("雁桥日报", "  1951年3月2日 周五 第4001期", "  1987年6月12日 周五 第4002期", "  日期不详")
    ]
    assert current(tree) == "1987年6月12日 周五 第4002期"
    for day in range(1, 7):
        shelf.add(dt.date(1988, 1, day))
    refresh(tree, shelf)
    assert current(tree) == "6月12日 周五 第4002期"
    assert shown(tree)[1:5] == ["  1951", "  1987", "    6月12日 周五 第4002期", "  1988"]


@pytest.mark.parametrize(
    ("papers", "order"),
    [
        ("雁桥日报 北京晚报 安徽日报 A Daily", "安徽日报 北京晚报 雁桥日报 A Daily"),
        ("雁橋日報 文匯報 大公報 人民日報", "人民日報 大公報 文匯報 雁橋日報"),
    ],
)
def test_newspapers_stand_by_pinyin_or_if_in_traditional_characters_by_strokes(
    qtbot: QtBot, papers: str, order: str
) -> None:
    shelf = InventedLibrary()
    for paper in papers.replace("A ", "A_").split():
        shelf.add(JUNE_12, paper.replace("_", " "))
    assert " ".join(shown(opened(qtbot, shelf))) == order


def test_a_month_with_one_issue_takes_no_level(qtbot: QtBot) -> None:
    shelf = InventedLibrary()
    shelf.add(dt.date(1987, 5, 2))
    first = shelf.add(JUNE_12)
    for month in range(8, 13):
        shelf.add(dt.date(1987, month, 5))
    shelf.add(dt.date(1987, 7, 1))
    shelf.add(dt.date(1987, 7, 2))
    tree = opened(qtbot, shelf)
    tree.show_article(first * 100 + 1)
    assert shown(tree) == [
        *("1987", "  5月2日 周六 第4001期", "  6月12日 周五 第4002期", "    01版"),
        *("    渡口的灯亮到后半夜", "    三十里长堤一日合龙", "    02版", "    图书馆搬进老粮仓"),
        *("    版面不详", "    晚稻长势喜人", "  7月"),
        *(f"  {month}月5日 {day} 第{3995 + month}期" for month, day in zip(range(8, 13), DAYS, strict=True)),
    ]
    second = shelf.add(JUNE_12 + dt.timedelta(days=1))
    refresh(tree, shelf)
    assert current(tree) == "三十里长堤一日合龙"
    assert shown(tree)[2:4] == ["  6月", "    12日 周五 第4002期"]
    shelf.remove(second)
    refresh(tree, shelf)
    assert current(tree) == "三十里长堤一日合龙"
    assert shown(tree)[2:4] == ["  6月12日 周五 第4002期", "    01版"]


def test_an_issue_whose_articles_a_list_shows_is_not_opened(
    qtbot: QtBot, shelf: InventedLibrary, issue_id: int
) -> None:
    tree = opened(qtbot, shelf)
    tree.show_article(issue_id * 100 + 1, opens_issue=False)
    assert current(tree) == "12日 周五 第4063期"
    tree.expand(tree.currentIndex())
    tree.show_article(issue_id * 100 + 1, opens_issue=False)
    assert current(tree) == "三十里长堤一日合龙"


def test_the_arrow_keys_pass_over_the_headings_of_pages(
    qtbot: QtBot, shelf: InventedLibrary, issue_id: int
) -> None:
    tree = opened(qtbot, shelf)
    tree.show_article(issue_id * 100 + 1)
    QTest.keyClick(tree, Qt.Key.Key_Down)
    assert current(tree) == "图书馆搬进老粮仓"
    pages: list[tuple[int, str | None]] = []
    tree.calls.open_page = lambda *page: pages.append(page)
    click(qtbot, tree, "02版")
    assert pages == [(issue_id, "2")]


def test_undated_issues_stand_at_the_end(qtbot: QtBot, shelf: InventedLibrary) -> None:
    shelf.add(None, month_day="02-01")
    nameless = shelf.add(None)
    tree = opened(qtbot, shelf)
    tree.show_issue(nameless)
    assert shown(tree) == [
        "1986",
        "1987",
        "日期不详",
        "  2月1日 年份不详 第4064期",
        f"  散页{nameless}.txt 第4065期",
    ]


def test_an_inferred_date_says_so(qtbot: QtBot) -> None:
    shelf = InventedLibrary()
    issue_id = shelf.add(JUNE_12, origin=DateOrigin.INFERRED)
    tree = opened(qtbot, shelf)
    tree.show_issue(issue_id)
    assert "日期来历未记" in tree.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)


def test_an_estimated_name_says_so_at_the_issue_and_at_a_newspaper_that_has_no_other(qtbot: QtBot) -> None:
    shelf = InventedLibrary()
    shelf.add(JUNE_12)
    estimated = shelf.add(JUNE_12 + dt.timedelta(days=1), name_origin=TitleOrigin.FOLDER)
    shelf.add(JUNE_12, "江城晚报", name_origin=TitleOrigin.FILE_NAME)
    tree = opened(qtbot, shelf)
    marks = {entry.newspaper: estimate_of(entry) for entry in children_of(shelf, None)}
    assert marks == {"雁桥日报": "", "江城晚报": "据路径"}
    tree.show_issue(estimated)
    assert "报纸名据文件夹推定" in tree.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert "报纸名据文件夹推定" in tree.currentIndex().data(Qt.ItemDataRole.ToolTipRole)


def test_a_library_is_read_only_as_far_as_it_is_opened(qtbot: QtBot) -> None:
    shelf = daily(1931, 1990)
    assert len(shelf.rows) > 20_000
    tree = opened(qtbot, shelf)
    assert set(shelf.asked) == {"newspapers", "years"}
    shelf.asked.clear()
    tree.show_issue(12_345)
    assert shelf.asked == {"months": 1, "issues": 1}
    tree.show_issue(12_346)
    assert shelf.asked == {"months": 1, "issues": 1}


def test_a_click_chooses_an_issue_and_an_article(qtbot: QtBot, shelf: InventedLibrary, issue_id: int) -> None:
    tree = opened(qtbot, shelf)
    tree.show_article(issue_id * 100 + 1)
    with qtbot.waitSignal(tree.issueActivated) as issue:
        click(qtbot, tree, "12日 周五 第4063期")
    articles = chosen(tree)
    click(qtbot, tree, "渡口的灯亮到后半夜")
    assert (issue.args, articles) == ([issue_id], [issue_id * 100])


def test_a_click_says_it_once(qtbot: QtBot, shelf: InventedLibrary, issue_id: int) -> None:
    tree = opened(qtbot, shelf)
    tree.show_article(issue_id * 100 + 1)
    said = chosen(tree)
    click(qtbot, tree, "渡口的灯亮到后半夜")
    click(qtbot, tree, "渡口的灯亮到后半夜")
    assert said == [issue_id * 100, issue_id * 100]


def test_a_click_opens_and_closes_a_year(qtbot: QtBot, shelf: InventedLibrary) -> None:
    tree = opened(qtbot, shelf)
    click(qtbot, tree, "1986")
    assert "  1月" in shown(tree)
    click(qtbot, tree, "1986")
    assert shown(tree) == ["1986", "1987"]


def test_the_keyboard_does_all_that_the_mouse_does(qtbot: QtBot, shelf: InventedLibrary) -> None:
    tree = opened(qtbot, shelf)
    tree.setFocus(Qt.FocusReason.TabFocusReason)
    issues: list[int] = []
    tree.issueActivated.connect(issues.append)
    key = Qt.Key
    for pressed in (key.Key_Home, key.Key_Return, key.Key_Down, key.Key_Right, key.Key_Down, key.Key_Down):
        QTest.keyClick(tree, pressed)
    assert current(tree).startswith("16日")
    assert issues == [1, 2]
    QTest.keyClick(tree, key.Key_Return)
    assert issues == [1, 2, 2]
    for pressed in (key.Key_Left, key.Key_Left, key.Key_Left, key.Key_Left, key.Key_End):
        QTest.keyClick(tree, pressed)
    assert shown(tree) == ["1986", "1987"]
    assert current(tree) == "1987"


def test_typing_a_day_goes_to_it(qtbot: QtBot, shelf: InventedLibrary) -> None:
    tree = opened(qtbot, shelf)
    tree.show_issue(shelf.issues("雁桥日报", 1987, 6)[0].id)
    QTest.keyClicks(tree, "12")
    assert current(tree) == "12日 周五 第4063期"


def test_no_key_opens_the_whole_tree(qtbot: QtBot, shelf: InventedLibrary) -> None:
    tree = opened(qtbot, shelf)
    QTest.keyClick(tree, Qt.Key.Key_Asterisk)
    assert shown(tree) == ["1986", "1987"]


def test_tabbing_into_the_tree_opens_nothing(qtbot: QtBot) -> None:
    shelf = InventedLibrary()
    shelf.add(None)
    tree = opened(qtbot, shelf)
    with qtbot.assertNotEmitted(tree.issueActivated):
        tree.setFocus(Qt.FocusReason.TabFocusReason)


class TestRefresh:
    def test_what_was_opened_after_the_rows_had_been_read_is_read_too(
        self, qtbot: QtBot, shelf: InventedLibrary, issue_id: int
    ) -> None:
        tree = opened(qtbot, shelf)
        shelf.add(dt.date(1987, 6, 11))
        rows = read_rows(shelf, tree.opened())
        tree.show_article(issue_id * 100 + 1)
        tree.take(rows)
        assert current(tree) == "三十里长堤一日合龙"
        assert "    11日 周四 第4064期" in shown(tree)

    def test_rows_that_were_read_before_what_is_shown_change_nothing(
        self, qtbot: QtBot, shelf: InventedLibrary
    ) -> None:
        tree = opened(qtbot, shelf)
        shelf.add(dt.date(1985, 2, 2))
        late = read_rows(shelf, tree.opened())
        shelf.add(dt.date(1990, 1, 1))
        refresh(tree, shelf)
        tree.take(late)
        assert shown(tree)[-1] == "1990"

    def test_an_issue_that_came_since_is_shown_as_soon_as_the_tree_follows(
        self, qtbot: QtBot, shelf: InventedLibrary
    ) -> None:
        tree = opened(qtbot, shelf)
        tree.show_issue(shelf.add(dt.date(1990, 1, 1)))
        refresh(tree, shelf)
        assert current(tree).startswith("1月1日")

    def test_new_issues_appear_around_what_is_open(
        self, qtbot: QtBot, shelf: InventedLibrary, issue_id: int
    ) -> None:
        tree = opened(qtbot, shelf)
        tree.show_article(issue_id * 100 + 1)
        shelf.add(dt.date(1987, 6, 11))
        shelf.add(dt.date(1984, 1, 1))
        articles = chosen(tree)
        with qtbot.assertNotEmitted(tree.issueActivated):
            refresh(tree, shelf)
        assert articles == []
        rows = shown(tree)
        assert rows[0] == "1984"
        assert "    11日 周四 第4064期" in rows
        assert "      三十里长堤一日合龙" in rows
        assert current(tree) == "三十里长堤一日合龙"
        assert tree.currentIndex().siblingAtRow(0).data() == "01版"

    def test_what_has_gone_disappears(self, qtbot: QtBot, shelf: InventedLibrary, issue_id: int) -> None:
        tree = opened(qtbot, shelf)
        tree.show_article(issue_id * 100 + 1)
        shelf.drop_article(issue_id * 100)
        refresh(tree, shelf)
        assert "      渡口的灯亮到后半夜" not in shown(tree)
        shelf.remove(issue_id)
        articles = chosen(tree)
        with qtbot.assertNotEmitted(tree.issueActivated):
            refresh(tree, shelf)
        assert articles == []
        assert [line for line in shown(tree) if "12日" in line] == []

    def test_what_is_in_sight_stays_in_sight(self, qtbot: QtBot, issue_id: int) -> None:
        shelf = daily(1987, 1987)
        tree = opened(qtbot, shelf)
        tree.show_issue(300)
        shelf.add(dt.date(1988, 1, 1))
        before = tree.verticalScrollBar().value()
        refresh(tree, shelf)
        assert tree.verticalScrollBar().value() == before > 0

    def test_a_second_newspaper_closes_nothing(
        self, qtbot: QtBot, shelf: InventedLibrary, issue_id: int
    ) -> None:
        tree = opened(qtbot, shelf)
        tree.show_article(issue_id * 100 + 1)
        shelf.add(JUNE_12, newspaper="雁桥晚报")
        refresh(tree, shelf)
        assert current(tree) == "三十里长堤一日合龙"
        assert "        三十里长堤一日合龙" in shown(tree)
        for paper in [row.id for row in shelf.rows.values() if row.newspaper == "雁桥晚报"]:
            shelf.remove(paper)
        refresh(tree, shelf)
        assert "      三十里长堤一日合龙" in shown(tree)

    def test_articles_that_change_places_do_so_here_too(
        self, qtbot: QtBot, shelf: InventedLibrary, issue_id: int
    ) -> None:
        tree = opened(qtbot, shelf)
        tree.show_article(issue_id * 100 + 1)
        shelf.held[issue_id].reverse()
        shelf.version += 1
        refresh(tree, shelf)
        assert [line.strip() for line in shown(tree) if line.endswith(("版", "不详"))] == [
            "版面不详",
            "02版",
            "01版",
        ]


def test_the_model_keeps_qts_rules(shelf: InventedLibrary, issue_id: int) -> None:
    model = TreeModel()
    model.set_source(shelf)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    tester.setUseFetchMore(False)
    years = [model.index(row, 0, TOP) for row in range(2)]
    for index in years:
        model.fetchMore(index)
    shelf.add(dt.date(1985, 2, 2))
    shelf.add(dt.date(1987, 6, 11))
    shelf.remove(issue_id)
    rows = read_rows(shelf, model.opened(lambda index: index == years[0]))
    model.take(rows, lambda index: index.data() == "1984")
    assert model.rowCount(TOP) == 3
    del tester


def test_no_library_is_an_empty_tree(qtbot: QtBot, shelf: InventedLibrary) -> None:
    tree = opened(qtbot, shelf)
    tree.set_library(None)
    refresh(tree, shelf)
    assert shown(tree) == []
