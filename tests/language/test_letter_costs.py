"""A text takes the fewest bits in its own language; what can't be text takes the most."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.letter_costs import (
    DAMAGED,
    FREQUENT,
    LANGUAGES,
    beyond_ascii,
    bits_of_ascii,
    fewest_bits,
)

TEXTS = {
    "zh-Hans": "雁桥渡口从今天起加开一班船，票价不变，赶早市的菜农不用再等。",
    "zh-Hant": "雁橋渡口從今天起加開一班船，票價不變，趕早市的菜農不用再等。",
    "ja": "昨日の朝、新しい橋が開通し、多くの人が歩いて渡った。",
    "ko": "어제 아침 새로운 다리가 개통되어 많은 사람들이 걸어서 건넜다.",
    "ru": "Вчера утром открылся новый мост, и многие жители прошли по нему пешком.",
    "el": "Χθες το πρωί άνοιξε η νέα γέφυρα και πολλοί κάτοικοι την πέρασαν με τα πόδια.",
    "western": "Hier matin, le nouveau pont a été ouvert à la circulation, dès l’été prochain.",
    "eastern": "Wczoraj rano otwarto nowy most, a wielu mieszkańców przeszło po nim pieszo, żeby świętować.",
}
SURE = [name for name in TEXTS if name not in ("western", "eastern")]


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_takes_the_fewest_bits_in_its_own_language(name: str) -> None:
    bits = {other: language.bits(TEXTS[name]) for other, language in LANGUAGES.items()}
    assert min(bits, key=bits.__getitem__) == name
    assert fewest_bits(TEXTS[name]) == bits[name]
    assert fewest_bits(TEXTS[name], ["ko"]) == bits["ko"]


@pytest.mark.parametrize("name", LANGUAGES)
def test_shares_of_characters_are_no_more_than_the_whole_text(name: str) -> None:
    assert sum(share for share, _ in LANGUAGES[name].classes()) <= 1


@given(
    st.sampled_from(list(LANGUAGES)),
    st.text("的渡あ가éąж α", max_size=8),
    st.text("的渡あ가éąж α", max_size=8),
)
def test_a_longer_text_never_takes_fewer_bits_than_its_characters_alone(
    name: str, one: str, other: str
) -> None:
    language = LANGUAGES[name]
    if language.own is None:
        assert language.bits(f"{one}\n{other}") >= language.bits(one) - 1e-9
    assert language.bits(one) == pytest.approx(language.bits(one[::-1]), abs=8.0 * len(one) + 100)


def test_ascii_takes_no_bits_in_a_language_and_its_own_by_frequency() -> None:
    assert LANGUAGES["zh-Hans"].bits("bridge") == 0
    assert 0 < bits_of_ascii("eeee") < bits_of_ascii("zzzz") < bits_of_ascii("{{{{")
    assert bits_of_ascii("THE BRIDGE") == bits_of_ascii("the bridge")
    assert bits_of_ascii("The") > bits_of_ascii("the")
    assert bits_of_ascii("渡口") == 0
    assert bits_of_ascii("\x00") == DAMAGED


def test_what_could_not_be_decoded_takes_the_most() -> None:
    for name in SURE:
        bits = LANGUAGES[name].bits
        assert bits("\ufffd") - bits("") >= DAMAGED
        assert bits("\x81") >= DAMAGED
        assert bits("ꙮ") < DAMAGED + 5


def test_a_letter_beside_one_of_another_script_is_odd() -> None:
    assert LANGUAGES["zh-Hans"].bits("a的") > LANGUAGES["zh-Hans"].bits("a 的")
    assert LANGUAGES["ru"].bits("мА") > LANGUAGES["ru"].bits("м А")


def test_a_text_in_japanese_has_kana_and_one_in_korean_hangul() -> None:
    assert LANGUAGES["ja"].bits("日本人大会社") > LANGUAGES["ja"].bits("日本人の大会社")
    assert LANGUAGES["ko"].bits("日本人大會社員同志") > LANGUAGES["zh-Hant"].bits("日本人大會社員同志")


def test_only_characters_beyond_ascii_are_counted() -> None:
    assert beyond_ascii("a\x7f渡é\x80") == 3
    assert "的" in FREQUENT
