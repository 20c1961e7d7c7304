"""Folding: every article has one row or is below the row of another printing, whatever the order and the pages."""

from hypothesis import given
from hypothesis import strategies as st

from reader.ui.search.result_model import FoldedRows


@st.composite
def answers(draw: st.DrawFn) -> tuple[list[int], dict[int, frozenset[int]]]:
    """Draw the articles of an answer in some order, and those of one text among them."""
    total = draw(st.integers(0, 30))
    of = [draw(st.integers(0, 8)) for _ in range(total)]
    ids = draw(st.permutations(range(1, total + 1)))
    groups = {article_id: frozenset(i for i in ids if of[i - 1] == of[article_id - 1]) for article_id in ids}
    return list(ids), {article_id: group for article_id, group in groups.items() if len(group) > 1}


@given(answers(), st.integers(1, 7), st.lists(st.integers(0, 40), max_size=6))
def test_page_by_page_and_turned_in_between(
    answer: tuple[list[int], dict[int, frozenset[int]]], page: int, turns: list[int]
) -> None:
    ids, folds = answer
    rows = FoldedRows()
    rows.begin((), {})
    model: list[int] = []
    for at in range(0, len(ids), page):
        some = ids[at : at + page]
        expected = rows.count_new(some, folds)
        assert rows.add(some, {i: folds[i] for i in some if i in folds}) == expected
        model += rows.shown[len(model) :]
        if turns and rows.shown:
            leader = rows.leader_of(rows.shown[turns.pop() % len(rows.shown)])
            if rows.count_of_others(leader):
                first, others = rows.turn(leader)
                if leader in rows.unfolded:
                    model[first:first] = rows.shown[first : first + others]
                else:
                    del model[first : first + others]
        assert model == rows.shown
    assert rows.found == ids
    assert len(set(rows.shown)) == len(rows.shown)
    assert [rows.row_of(each) for each in rows.shown] == list(range(len(rows.shown)))
    assert all(rows.row_of(each) is not None for each in ids)
    leaders = [each for each in rows.shown if rows.leader_of(each) == each]
    assert leaders == [each for each in ids if not set(folds.get(each, ())) & set(ids[: ids.index(each)])]
    assert sum(1 + rows.count_of_others(each) for each in leaders) == len(ids)
    assert [rows.place_of(each) for each in ids] == list(range(len(ids)))


def test_what_is_unfolded_stays_so_when_the_same_is_found_again() -> None:
    rows = FoldedRows()
    folds = {1: frozenset({1, 3}), 3: frozenset({1, 3})}
    rows.begin([1, 2, 3], folds)
    assert rows.shown == [1, 2]
    assert rows.turn(1) == (1, 1)
    assert rows.shown == [1, 3, 2]
    rows.begin([4, 1, 2, 3], folds, keeps_unfolded=True)
    assert rows.shown == [4, 1, 3, 2]
    rows.begin([4, 1, 2, 3], folds)
    assert rows.shown == [4, 1, 2]
    assert rows.count_of_others(3) == 0
    assert rows.row_of(3) == rows.row_of(1) == 1
