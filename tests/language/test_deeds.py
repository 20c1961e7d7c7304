"""Words for one deed have one sign; words that turn a deed into its opposite are told from those that only look so."""

import pytest

from reader.language.deeds import FREE, SAYS_NOTHING, SIGNS, TURN


def test_words_for_one_deed_have_one_sign_and_other_deeds_another() -> None:
    assert SIGNS["开工"] == SIGNS["动工"] == SIGNS["奠基"]
    assert SIGNS["建成"] == SIGNS["竣工"] == SIGNS["通车"]
    assert SIGNS["逝世"] == SIGNS["病故"]
    for one, other in (
        ("开工", "竣工"),
        ("开幕", "闭幕"),
        ("抵达", "离开"),
        ("逮捕", "判处"),
        ("战胜", "攻克"),
    ):
        assert SIGNS[one] != SIGNS[other]


def test_a_sign_is_one_character_that_no_chinese_text_has() -> None:
    signs = set(SIGNS.values())
    assert len(signs) > 30
    for sign in signs:
        assert len(sign) == 3
        assert sign[0] == sign[2] == "|"
        assert "\u1400" < sign[1] < "\u1680"


def test_what_says_nothing_of_what_happened_is_no_deed() -> None:
    assert {"上午", "隆重", "举行"} <= set(SAYS_NOTHING)
    assert not set(SAYS_NOTHING) & set(SIGNS)
    assert not set(FREE) & set(SIGNS)
    assert len(set(FREE)) == len(FREE)


@pytest.mark.parametrize(
    "line",
    [
        *("渡口没通航", "大桥未建成", "不批准", "副市长到场", "代理市长", "代市长", "原任市长", "前任县长"),
        *(
            "通航推迟",
            "会议改期",
            "校舍停建失败",
            "桥暂停通行",
            "要求被驳回",
            "险些翻船",
            "车站附近",
            "钢铁分厂",
        ),
        *("筹建学校", "取消演出"),
    ],
)
def test_a_word_that_turns_the_deed_is_noticed(line: str) -> None:
    assert TURN.search(line)


@pytest.mark.parametrize(
    "line",
    [
        "渡口通航",
        "大桥不断延长",
        "不仅通航",
        "不久通车",
        "免费开放",
        "代表到场",
        "原产地",
        "分工明确",
        "校长到任",
        "生前任职",
    ],
)
def test_a_word_that_only_looks_like_one_is_none(line: str) -> None:
    assert not TURN.search(line)
