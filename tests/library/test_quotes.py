"""Marked passages are found again by their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.forms import search_form
from reader.library.quotes import passage_of, places_of
from reader.newspaper.passage import Passage, QuoteSpan

TEXTS = (
    "渡口的灯亮到后半夜",
    "雁桥渡口有一盏灯。老船工说，灯是给晚归的人留的。",
    "夜里十点，灯还亮着。有人在对岸喊：“船家！”老船工说，灯是给晚归的人留的。",
    "第二天一早，灯灭了。",
)


def shown(places: tuple[QuoteSpan, ...], texts: tuple[str, ...]) -> list[str]:
    return [texts[place.text][place.start : place.end] for place in places]


def test_what_is_selected_keeps_its_surroundings() -> None:
    passage = passage_of(TEXTS, (1, 9), (1, 12))
    assert passage == Passage(
        "老船工",
        "渡口的灯亮到后半夜\n雁桥渡口有一盏灯。",
        "说，灯是给晚归的人留的。\n夜里十点，灯还亮着。有人在对岸喊：“船",
    )


def test_of_words_that_stand_twice_the_marked_ones_are_found() -> None:
    at = TEXTS[2].index("老船工")
    passage = passage_of(TEXTS, (2, at), (2, at + 3))
    assert passage is not None
    assert places_of(passage, TEXTS) == (QuoteSpan(2, at, at + 3),)


def test_a_passage_runs_over_blocks_and_is_found_when_they_are_joined() -> None:
    passage = passage_of(TEXTS, (1, 9), (2, 10))
    assert passage is not None
    assert shown(places_of(passage, TEXTS), TEXTS) == [TEXTS[1][9:], "夜里十点，灯还亮着。"]
    joined = (TEXTS[0], TEXTS[1] + TEXTS[2], TEXTS[3])
    assert shown(places_of(passage, joined), joined) == [TEXTS[1][9:] + "夜里十点，灯还亮着。"]


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ("夜里 十点，灯 还亮着。", "灯 还亮着。有人"),
        ("夜里十点，灯还亮着｡", "灯还亮着。有人"),
    ],
)
def test_stray_spaces_and_widths_do_not_matter(now: str, found: str) -> None:
    passage = Passage("灯还亮着。有人", "夜里十点，", "在对岸喊")
    texts = (now.replace("｡", "。") + "有人在对岸喊。",)
    assert shown(places_of(passage, texts), texts) == [found]


def test_a_re_ocr_that_reads_some_characters_otherwise_is_followed() -> None:
    passage = passage_of(TEXTS, (2, 0), (2, 20))
    texts = (*TEXTS[:2], "夜里十点，灯还克着。有入在对岸喊：“船家！”老船工说，灯是给晚归的人留的。", TEXTS[3])
    assert passage is not None
    assert shown(places_of(passage, texts), texts) == [texts[2][:20]]


@given(st.permutations([*map(chr, range(0x5000, 0x5030))]), st.integers(8, 40), st.data())
def test_of_a_passage_with_a_character_read_otherwise_exactly_its_place_is_found(
    signs: list[str], length: int, data: st.DataObject
) -> None:
    text = "".join(signs)
    start = data.draw(st.sampled_from((0, 1, 2, 3, len(text) - length)) | st.integers(0, len(text) - length))
    start = min(start, len(text) - length)
    wrong = start + data.draw(st.integers(0, length - 1))
    passage = passage_of([text], (0, start), (0, start + length))
    assert passage is not None
    again = f"{text[:wrong]}误{text[wrong + 1 :]}"
    assert places_of(passage, [again]) == (QuoteSpan(0, start, start + length),)


def test_what_is_no_longer_there_is_not_found_elsewhere() -> None:
    passage = passage_of(TEXTS, (2, 0), (2, 20))
    assert passage is not None
    assert places_of(passage, (TEXTS[0], TEXTS[3])) == ()
    assert places_of(Passage("木桶", "", ""), TEXTS) == ()


def test_white_space_alone_is_no_passage() -> None:
    assert passage_of(("灯 火", " "), (0, 1), (0, 2)) is None


@given(st.lists(st.text("灯火 江ab，。", min_size=1, max_size=30), min_size=1, max_size=4), st.data())
def test_what_is_marked_is_found_in_the_same_text(texts: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(texts) - 1))
    last = data.draw(st.integers(first, len(texts) - 1))
    start = data.draw(st.integers(0, len(texts[first])))
    stop = data.draw(st.integers(start if first == last else 0, len(texts[last])))
    passage = passage_of(texts, (first, start), (last, stop))
    if passage is not None:
        wanted = "".join(map(search_form, passage.exact.split("\n")))
        found = [texts[place.text][place.start : place.end] for place in places_of(passage, texts)]
        assert wanted in "".join(map(search_form, found))
