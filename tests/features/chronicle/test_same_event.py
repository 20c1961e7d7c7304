"""Which lines of one day are joined: draws of invented pairs, and the law of the one word that differs."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.chronicle.drafting import joined
from tests.features.chronicle.test_drafting import line

DRAWS = Path(__file__).with_name("pairs_of_lines.txt").read_text(encoding="utf-8")


def are_joined(one: str, other: str) -> bool:
    found = {
        len(joined([line(one), line(other, "江城晚报")])),
        len(joined([line(other), line(one, "江城晚报")])),
    }
    assert len(found) == 1, "the order of the lines decides"
    return found == {1}


@pytest.mark.parametrize(
    ("draw", "same", "of", "wrongly"),
    [
        ("first", 16, 20, []),
        ("second", 16, 20, []),
        ("held_out", 10, 20, []),
        ("long", 5, 15, []),
        ("final", 7, 10, []),
        ("shuffled", 0, 0, ["昨日，马得胜在江城大学毕业典礼上讲话，勉励雁桥籍学生。"]),
    ],
)
def test_of_invented_pairs_so_many_are_joined(draw: str, same: int, of: int, wrongly: list[str]) -> None:
    """These are the figures of docs/accuracy.md: whoever changes one changes the other."""
    pairs = DRAWS.split(f"[{draw}]\n")[1].split("[")[0].splitlines()
    told = {kind: [each[2:].split("|") for each in pairs if each[0] == kind] for kind in "=!"}
    joined_pairs = {kind: [one for one, other in told[kind] if are_joined(one, other)] for kind in told}
    assert (len(joined_pairs["="]), len(told["="]), joined_pairs["!"]) == (same, of, wrongly)


BODIES = ("江城纺织厂", "雁桥中学", "柳叶洲水文站", "上海总工会")
PLACES = ("渡口", "上海路", "人民公园", "火车站")
DEEDS = (("展出", "参展"), ("捐赠", "捐献"), ("发现", "出土"), ("研制", "试制"))
THINGS = ("明代瓷瓶", "战国铜镜", "防洪模型", "蒸汽机车")
SLOTS = st.tuples(*(st.integers(0, 3) for _ in range(4)))
FURTHER = ("", "，观众三千人", "，市民排起长队")


def told(slots: tuple[int, ...], form: int, further: str) -> str:
    """A line about who did what with what where, in one of two orders and one of two words for the deed."""
    body, place, deed, thing = (
        each[at] for each, at in zip((BODIES, PLACES, DEEDS, THINGS), slots, strict=True)
    )
    word = deed[form % 2]
    if form < 2:
        return f"昨日，{body}在{place}{word}{thing}{further}。"
    return f"{body}昨日于{place}隆重{word}{thing}3件{further}。"


@given(SLOTS, st.integers(0, 3), st.integers(0, 3), st.integers(0, 2), st.integers(0, 2))
def test_the_same_told_in_another_order_with_other_words_for_the_deed_is_one_line(
    slots: tuple[int, ...], form: int, other: int, more: int, less: int
) -> None:
    assert are_joined(told(slots, form, FURTHER[more]), told(slots, other, FURTHER[less]))


@given(SLOTS, SLOTS, st.integers(0, 3), st.integers(0, 3), st.integers(0, 2), st.integers(0, 2))
def test_lines_that_differ_in_who_what_or_where_are_two(
    slots: tuple[int, ...], others: tuple[int, ...], form: int, other: int, more: int, less: int
) -> None:
    if slots != others:
        assert not are_joined(told(slots, form, FURTHER[more]), told(others, other, FURTHER[less]))


def test_in_one_issue_only_a_line_that_has_all_words_of_another_one_is_joined() -> None:
    short, long = "昨日，雁桥剧院在柳叶洲落成。", "昨日，雁桥剧院在柳叶洲落成，市民排起长队。"
    other = "昨日，雁桥剧院在柳叶洲落成，观众三千人。"
    assert len(joined([line(short), line(long)])) == 1
    assert len(joined([line(long), line(other)])) == 2
    assert len(joined([line(long), line(other, printed=13)])) == 1


def test_a_line_is_joined_to_others_only_if_it_tells_the_same_as_each_of_them() -> None:
    short = "昨日，雁桥剧院在柳叶洲开放。"
    first, second = "昨日，雁桥剧院在柳叶洲开放，《义渡》上演。", "昨日，雁桥剧院在柳叶洲开放，《渡口》上演。"
    found = joined([line(first), line(short, "江城晚报"), line(second, "江城日报")])
    assert [len(each.sources) for each in found] == [2, 1]
