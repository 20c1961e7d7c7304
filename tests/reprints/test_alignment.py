"""The alignment that decides: altered copies are found, texts that have nothing to do with each other are not."""

import random

from hypothesis import example, given
from hypothesis import strategies as st

from reader.reprints.comparison import SHORT, align, is_reprint, letters
from tests.reprints.invented_printings import a_text, cut, misread

SEEDS = st.integers(0, 10**6)
LENGTHS = st.integers(120, 2500)


@given(SEEDS, st.integers(SHORT * 2, 2500), st.floats(0, 0.1), st.floats(0, 0.3))
@example(17255, 120, 0.05, 0.0)
def test_an_altered_copy_is_found(seed: int, length: int, rate: float, away: float) -> None:
    chance = random.Random(seed)
    text = a_text(chance, length)
    copy = cut(chance, misread(chance, text, rate), away)
    found = align(letters(text), letters(copy))
    assert is_reprint(found)
    assert found.likeness >= 0.75


@given(SEEDS, LENGTHS, LENGTHS)
def test_other_texts_are_not(seed: int, length: int, other_length: int) -> None:
    chance = random.Random(seed)
    assert not is_reprint(align(letters(a_text(chance, length)), letters(a_text(chance, other_length))))


@given(SEEDS, LENGTHS, st.integers(0, 600), st.integers(0, 600))
def test_a_piece_lies_where_it_was_cut(seed: int, length: int, front: int, back: int) -> None:
    whole = letters(a_text(random.Random(seed), front + length + back))
    begin = min(front, len(whole) - 60)
    piece = whole[begin : begin + length]
    found = align(piece, whole)
    assert found.share >= 0.98
    assert abs((found.other_begin - begin) - found.begin) <= 2
    assert found.likeness >= 0.98


@given(st.data())
def test_what_was_written_otherwise_between_is_counted_and_what_stands_before_and_behind_is_not(
    data: st.DataObject,
) -> None:
    """Where no letter recurs, it can be told by counting."""
    sizes = [data.draw(st.integers(0, 9)) for _ in range(4)]
    sizes += [data.draw(st.integers(0, 40)) for _ in range(2)] + [
        data.draw(st.integers(4, 40)) for _ in range(2)
    ]
    chars = map(chr, filter(lambda at: str.isalnum(chr(at)) and len(letters(chr(at))), range(0xAC00, 0xD7A0)))
    front, other_front, back, other_back, one, other, first, second = (
        "".join(next(chars) for _ in range(size)) for size in sizes
    )
    found = align(
        letters(front + first + one + second + back),
        letters(other_front + first + other + second + other_back),
    )
    between = min(len(one), len(other))
    assert found.matched == len(first) + len(second)
    assert found.rewritten == (between if between >= 3 else 0)
    assert (found.begin, found.other_begin) == (len(front), len(other_front))
    assert found.end == len(front + first + one + second)
    assert found.other_end == len(other_front + first + other + second)


def test_a_form_filled_in_twice_is_no_reprint() -> None:
    form = (
        "本院受理原告{}诉被告{}{}纠纷一案，定于{}在{}公开开庭审理，"
        "逾期不到庭将依法缺席判决，现予公告，请来院领取{}副本。"
    )
    one = form.format(
        "闻小树文具商店", "贺大舟建筑公司", "买卖合同", "三月初九上午", "东楼第六法庭", "起诉状"
    )
    other = form.format(
        "雁桥粮油贸易行", "柳守福运输车队", "民间借贷", "腊月廿三下午", "西院小会议室", "裁定书"
    )
    assert not is_reprint(align(letters(one), letters(other)))
    assert is_reprint(align(letters(one), letters(one)))
