"""A photographer's credit at the end of a caption is found as a whole; a text without one loses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.parsing.photo_credits import photo_tail, without_photographer

CAPTION = "图为渡口开渡时的情景。"


@pytest.mark.parametrize(
    "credit",
    [
        "何平川摄",
        "本报记者　贺一舟　摄",
        "（何平川 摄）",
        "何平川摄影",
        "市文化馆供图",
        "摄影/何平川",
        "摄影：何平川 顾知远",
        "何平川摄（资料照片）",
    ],
)
def test_a_credit_at_the_end_is_taken_off(credit: str) -> None:
    assert without_photographer(CAPTION + credit).rstrip("（。") == CAPTION.rstrip("。")
    assert photo_tail(CAPTION + credit) is not None


@pytest.mark.parametrize("text", ["", CAPTION, "他爱好摄影，", "何平川摄。渡口开渡了。", "供图的人走了。"])
def test_a_text_that_does_not_end_with_one_stays(text: str) -> None:
    assert without_photographer(text) == text


@given(st.text("渡口开。摄影供图（） /", max_size=30))
def test_only_an_end_is_taken_off(text: str) -> None:
    assert text.startswith(without_photographer(text))


def test_it_is_looked_for_from_a_place_on() -> None:
    text = f"{CAPTION}何平川摄"
    assert photo_tail(text, len(CAPTION) + 2) is None
    assert photo_tail(text, len(CAPTION) - 1) is not None
