"""The rows of results: seams, articles and mastheads in their order, whatever comes first."""

import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct, field
from PySide6.QtCore import QModelIndex
from pytestqt.qtbot import QtBot

from reader.library.search_hits import SeamHit
from reader.search.query import Query
from reader.storage.issue_table import KnownMasthead
from reader.ui.search.result_model import ResultModel
from tests.ui.search.test_result_list import hit, seam

SEAMS = [seam(100 + number, 200) for number in range(3)]
HEADS = [KnownMasthead(f"{number}.txt", 1, "雁桥日报", None, "06-12", "雁桥日报") for number in range(3)]


def nobody(*_: object) -> None:
    """Bring nothing."""


class Rows(Struct):
    """What the model should show: the articles of which `total` are found, and what stands before and behind them."""

    ids: list[int] = field(default_factory=list)
    total: int = 0
    seams: list[SeamHit] = field(default_factory=list)
    heads: list[KnownMasthead] = field(default_factory=list)
    leading: bool = False

    def expected(self) -> list[object]:
        is_complete = len(self.ids) >= self.total
        before = self.seams if self.leading else []
        behind = [*([] if self.leading else self.seams), *self.heads] if is_complete else []
        return [*before, *self.ids, *behind]


def shown(model: ResultModel) -> list[object]:
    indexes = [model.index(row, 0) for row in range(model.rowCount())]
    found = [(model.seam(each), model.article_at(each.row()), model.masthead(each)) for each in indexes]
    assert all(sum(each is not None for each in one) == 1 for one in found)
    return [next(each for each in one if each is not None) for one in found]


def followed(model: ResultModel) -> list[object]:
    """Return the rows as a view has them, which knows only what it is told."""
    seen: list[object] = []

    def insert(_parent: QModelIndex, first: int, last: int) -> None:
        seen[first:first] = shown(model)[first : last + 1]

    def remove(_parent: QModelIndex, first: int, last: int) -> None:
        del seen[first : last + 1]

    def reset() -> None:
        seen[:] = shown(model)

    model.rowsInserted.connect(insert)
    model.rowsRemoved.connect(remove)
    model.modelReset.connect(reset)
    return seen


@given(st.randoms(use_true_random=False), st.integers(0, 12))
def test_whatever_comes_first_the_rows_stand_in_their_order(
    qapp: object, chance: random.Random, acts: int
) -> None:
    model, rows = ResultModel(nobody, nobody), Rows()
    seen = followed(model)
    for _ in range(acts):
        match chance.randrange(5):
            case 0:
                keeps = chance.random() < 0.5
                rows.ids = list(range(chance.randrange(4)))
                rows.total = len(rows.ids) + chance.choice([0, 0, 3])
                if not keeps:
                    rows.seams, rows.heads, rows.leading = [], [], False
                model.begin(rows.ids, rows.total, keeps_hits=keeps)
            case 1:
                more = list(range(len(rows.ids), min(rows.total, len(rows.ids) + chance.randrange(4))))
                model.add(len(rows.ids), more, rows.total)
                rows.ids = [*rows.ids, *more]
                rows.total = rows.total if more else len(rows.ids)
            case 2:
                rows.seams = SEAMS[: chance.randrange(4)]
                rows.leading &= bool(rows.seams)
                model.set_seams(rows.seams)
            case 3:
                rows.leading = bool(rows.seams) and chance.random() < 0.5
                model.let_seams_lead(rows.leading)
            case _:
                rows.heads = HEADS[: chance.randrange(4)]
                model.set_mastheads(rows.heads, Query())
        assert shown(model) == rows.expected()
        assert seen == rows.expected(), "what is told to a view"
        assert model.do_seams_lead() == rows.leading
        assert model.canFetchMore(QModelIndex()) == (len(rows.ids) < rows.total)
        assert [model.index_of(each).row() for each in rows.ids] == [
            shown(model).index(each) for each in rows.ids
        ]


def test_articles_of_another_place_change_nothing(qapp: object) -> None:
    model = ResultModel(nobody, nobody)
    model.begin([1, 2], 4)
    model.add(1, [3], 4)
    model.add(3, [3], 4)
    assert shown(model) == [1, 2]
    model.add(2, [3, 4], 4)
    assert shown(model) == [1, 2, 3, 4]


def test_the_next_page_is_asked_for_once(qapp: object) -> None:
    wanted: list[int] = []
    model = ResultModel(lambda at, _: wanted.append(at), nobody)
    model.begin([1, 2], 5)
    model.fetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    model.fetchMore(model.index(0, 0))
    assert wanted == [2]
    model.add(2, [3, 4], 5)
    model.fetchMore(QModelIndex())
    model.add(4, [], 5)
    model.fetchMore(QModelIndex())
    assert wanted == [2, 4]
    model.begin([1, 2], 5)
    model.fetchMore(QModelIndex())
    assert wanted == [2, 4, 2]


FOLDS = {each: frozenset({1, 3, 4}) for each in (1, 3, 4)}


def test_a_row_is_unfolded_and_folded_where_it_stands(qapp: object) -> None:
    model = ResultModel(nobody, nobody)
    seen = followed(model)
    model.begin([1, 2, 3, 4], 4, folds=FOLDS)
    model.set_seams(SEAMS[:1])
    model.let_seams_lead(True)
    first, other = model.index(1, 0), model.index(2, 0)
    assert shown(model) == [SEAMS[0], 1, 2]
    assert not model.turn_fold(first, False), "it is folded already"
    assert not model.turn_fold(other), "there is nothing below it"
    assert not model.turn_fold(model.index(0, 0)), "a seam is no article"
    assert model.turn_fold(first)
    assert seen == shown(model) == [SEAMS[0], 1, 3, 4, 2]
    assert [*map(model.folding.leader_of, (1, 3, 4, 2))] == [1, 1, 1, 2]
    assert not model.turn_fold(model.index(1, 0), True)
    assert model.turn_fold(model.index(3, 0), False), "from a row below it"
    assert seen == shown(model) == [SEAMS[0], 1, 2]
    assert model.folds
    model.fold_again(False)
    assert shown(model) == [SEAMS[0], 1, 2, 3, 4]
    model.fold_again(True)
    assert shown(model) == [SEAMS[0], 1, 2]


def test_a_row_says_what_is_known_of_its_article(qtbot: QtBot) -> None:
    asked: list[Sequence[int]] = []
    model = ResultModel(nobody, asked.append)
    model.begin([1, 2, 3, 4], 4, folds=FOLDS)
    assert {model.index(row, 0).data() for row in range(2)} == {"正在加载……"}
    qtbot.waitUntil(lambda: asked == [[1, 2]])
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.set_hits([hit(2), hit(4)])
    assert changed == [(1, 1)], "what was not asked for is passed over"
    model.set_hits([hit(1)])
    model.set_fresh(frozenset({2}))
    assert changed[1:] == [(0, 0), (1, 1)]
    cards = [model.card(model.index(row, 0)) for row in range(2)]
    assert [(each.title, each.is_fresh, each.fold, each.fold_in_short) for each in cards if each] == [
        (hit(1).article.title, False, "折起 2 篇", "+2"),
        (hit(2).article.title, True, "", ""),
    ]
    assert [str(model.index(row, 0).data()).startswith("新 ") for row in range(2)] == [False, True]
    assert not model.index(4, 0).data()
    model.begin([2, 1], 2, keeps_hits=True)
    assert [card.title for row in range(2) if (card := model.card(model.index(row, 0)))] == [
        hit(2).article.title,
        hit(1).article.title,
    ]
    model.begin([2, 1], 2)
    assert model.card(model.index(0, 0)) is None
