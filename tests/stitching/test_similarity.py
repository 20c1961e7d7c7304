"""What two texts of a day have in common is weighed against what others of that day have."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from reader.stitching.evidence import Closeness, RareWords, bigrams

FERRY = "渡口的钳工罗阿满修了四十天大钟，罗阿满换下的齿轮装满木盆"
BELL = "住户听见大钟都出来看，罗阿满站在人群后面，齿轮还在木盆里"
RADISH = "城南早市来了六车萝卜，每斤四角，卖到中午就剩下叶子"
SHADOW = "三年级学生量影子量了一年，一共记满两个本子，城南的孩子也来"
OTHERS = ("公交二公司招调度员八名", "旧管网改造进入尾声，工人铺最后一段石板", "图书馆夜里开到十点")


def closeness(*texts: str) -> Closeness:
    return Closeness([Counter(bigrams(text)) for text in texts])


def test_names_that_no_other_text_has_bring_two_together() -> None:
    of = closeness(FERRY, BELL, RADISH, SHADOW, *OTHERS).of
    assert of(0, 1) > 1
    assert of(0, 1) == of(1, 0)
    assert all(of(0, other) < 0.5 for other in range(2, 7))


def test_what_everybody_talks_of_brings_nobody_together() -> None:
    feast = "今天是端午，赛龙舟的人很多"
    of = closeness(*(text + feast for text in (FERRY, RADISH, SHADOW, *OTHERS))).of
    assert all(of(0, other) < 0.7 for other in range(1, 6))


def test_the_commonest_characters_tell_nothing() -> None:
    of = closeness("我们说的是这个人", "我们说的是这个人", RADISH, SHADOW, *OTHERS).of
    assert of(0, 1) == 0


def test_a_name_that_is_said_again_and_again_tells_more() -> None:
    once = closeness(FERRY, BELL, RADISH, SHADOW, *OTHERS).of(0, 1)
    often = closeness(FERRY + "罗阿满" * 3, BELL + "罗阿满" * 3, RADISH, SHADOW, *OTHERS).of(0, 1)
    assert often > once


@given(st.lists(st.text("渡口钟声影子12a的，", max_size=30), min_size=2, max_size=6))
def test_any_texts_have_a_closeness(texts: list[str]) -> None:
    of = closeness(*texts).of
    for one in range(len(texts)):
        for other in range(one + 1, len(texts)):
            assert -10 < of(one, other) < 10


def test_rare_words_are_looked_for_from_the_marked_texts_alone() -> None:
    texts = (FERRY, BELL, RADISH, SHADOW, *OTHERS)
    one, both = RareWords(texts, [0]).of, RareWords(texts, [0, 1]).of
    assert one(0, 1) > one(0, 2)
    assert one(1, 0) == one(0, 1)
    assert both(0, 1) == both(1, 0) > both(0, 2)
    assert both(2, 3) == 0


def test_common_words_are_not_rare() -> None:
    everyday = ("我们没有，他们也没有", "没有的是我们，他们都有")
    assert RareWords((*everyday, RADISH, SHADOW), [0, 1]).of(0, 1) == 0
