"""Which of two printings of a text is misread where they differ, by the words and by what the library holds."""

from collections.abc import Callable, Sequence

import pytest

from reader.features.misread.forms import (
    SystematicForm,
    Witness,
    differing_pairs,
    may_be_other,
    systematic_forms,
)


def nowhere(strings: Sequence[str]) -> list[int]:
    return [0] * len(strings)


@pytest.mark.parametrize(
    ("printed", "other"),
    [
        ("委贝会", "委员会"),
        ("社会主又", "社会主义"),
        ("己经", "已经"),
        ("一干二百", "一千二百"),
        ("渡囗", "渡口"),
    ],
)
def test_a_word_is_right_and_what_makes_none_is_misread(printed: str, other: str) -> None:
    at = next(n for n, (one, two) in enumerate(zip(printed, other, strict=True)) if one != two)
    assert may_be_other(printed, at, other[at], nowhere)
    assert not may_be_other(other, at, printed[at], nowhere)


@pytest.mark.parametrize(
    ("one", "other"), [("祝水芹在渡口", "祝水芥在渡口"), ("州头镇的渡口", "洲头镇的渡口")]
)
def test_a_name_that_no_dictionary_has_is_doubted_in_both_printings(one: str, other: str) -> None:
    at = next(n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
    assert may_be_other(one, at, other[at], nowhere)
    assert may_be_other(other, at, one[at], nowhere)


def test_a_name_that_hundreds_of_articles_have_is_not_doubted() -> None:
    def held(strings: Sequence[str]) -> list[int]:
        return [900 if "芹" in string else 1 for string in strings]

    assert not may_be_other("祝水芹在渡口", 2, "芥", held)
    assert may_be_other("祝水芥在渡口", 2, "芹", held)


HERE = ["农贸市扬昨天重新开张。", "菜农说，如今的市扬比从前亮堂。", "逛一趟市扬，脚上不再沾泥。"]
FITTING = ["这群鸭子过了河。", "他赶着这群羊上山。", "放学了，这群孩子跑向码头。"]


def elsewhere(*texts: str) -> Callable[[Sequence[str]], list[int]]:
    return lambda strings: [sum(string in text for text in texts) for string in strings]


def test_a_word_of_other_issues_is_meant_where_it_alone_fits() -> None:
    others = elsewhere("早市场外排起了长队。", "市场里人多。", "这样很好，这样不坏。")
    assert systematic_forms(HERE, (), others) == (SystematicForm("市扬", "市场", Witness.OTHER_ISSUES),)
    assert systematic_forms(HERE[:2], (), others) == ()
    assert systematic_forms(HERE, (), elsewhere("市场里人多。", "市扬里人少。", "市场外")) == ()
    assert systematic_forms(FITTING, (), others) == ()


def test_of_two_printings_the_one_that_others_have_too_is_right() -> None:
    """A misread reprint is alone with its form; a form of several others is a word of its own."""
    here = ["菊悛镇的船出港了。", "去菊悛的路修好了。", "菊悛小学有风琴。"]
    (form,) = systematic_forms(here, (), elsewhere("菊浚镇的船", "菊浚人"), {("菊悛", "菊浚")})
    assert form == SystematicForm("菊悛", "菊浚", Witness.REPRINTS)
    assert not systematic_forms(here, (), elsewhere("菊浚镇的船"), {("菊悛", "菊浚")})
    assert not systematic_forms(here, (), elsewhere("菊浚镇的船", "菊浚人", "菊悛"), {("菊悛", "菊浚")})
    assert not systematic_forms(here, (), elsewhere("菊浚镇的船", "菊浚人"), ())
    doubted = {("菊悛", "菊浚"), ("菊悛", "菊俊")}
    assert not systematic_forms(here, (), elsewhere("菊浚镇的船", "菊浚人", "菊俊", "找菊俊"), doubted)


def test_the_pairs_in_which_two_printings_differ_are_told_once_for_each_side() -> None:
    assert [*differing_pairs("乙到菊悛镇去", "乙到菊浚镇去")] == [("菊悛", "菊浚"), ("悛镇", "浚镇")]
    assert [*differing_pairs("悛镇的船队出了港", "浚镇的船队出了港")] == [("悛镇", "浚镇")]
    assert [*differing_pairs("船队出港去菊悛", "船队出港去菊浚")] == [("菊悛", "菊浚")]
