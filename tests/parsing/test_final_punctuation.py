"""Whether the paragraphs of a file end as sentences do: only then does an end without a full stop tell something."""

import pytest

from reader.newspaper.article import SourceText
from reader.parsing.final_punctuation import has_final_punctuation, without_pauses
from reader.parsing.line_features import Line, lines_of_rows
from reader.parsing.rows import rows_of
from reader.parsing.weights import LineFeature

WORDS = "渡口从今天起加开一班船，票价不变，首班船提前到五点二十分，赶早市的菜农不用再等了，岸上的人都说好"
BARE = WORDS.replace("，", "")


def lines(*texts: str) -> tuple[Line, ...]:
    return tuple(lines_of_rows(rows_of(SourceText("a.txt", "utf-8", texts)), {}).lines)


@pytest.mark.parametrize(
    ("ends", "is_final"),
    [
        ("。。。。", True),
        ("。、", True),
        ("、、", True),
        ("、、、", False),
        ("、、、、", False),
        ("。。。、", True),
        ("。。。。、", True),
    ],
)
def test_paragraphs_that_pause_at_their_ends_do_not_end_as_sentences(ends: str, is_final: bool) -> None:
    assert has_final_punctuation(lines(*(f"{WORDS}{end}" for end in ends))) is is_final


@pytest.mark.parametrize(
    ("texts", "is_final"),
    [
        (
            [
                "渡口新修",
                "昨日午後開渡、岸上觀者甚衆、",
                "茶話",
                "友人返里、送者甚衆、",
                "某社贈書、謹此誌謝、",
            ],
            False,
        ),
        (["渡口新修", "昨日午後開渡、岸上觀者甚衆、", "友人返里、送者甚衆、", "某社贈書、謹此誌謝。"], True),
        (["渡口新修", "昨日午後開渡、岸上觀者甚衆、", "友人返里、送者甚衆、"], True),
        (
            [
                "昨日午後開渡、岸上觀者甚衆、",
                "友人返里、",
                "某社贈書、謹此誌謝、",
                "兩岸居民往來稱便",
                "渡資照舊不另加收",
            ],
            True,
        ),
    ],
)
def test_a_small_page_of_short_texts_pauses_where_nothing_ends_a_sentence(
    texts: list[str], is_final: bool
) -> None:
    assert has_final_punctuation(lines(*texts)) is is_final


def test_running_text_without_any_mark_does_not_end_as_sentences_do() -> None:
    assert not has_final_punctuation(lines(*[BARE * 3] * 3))
    assert has_final_punctuation(lines(*[f"{WORDS}。"] * 3))
    assert has_final_punctuation(lines(*[BARE * 3] * 2))


def test_a_line_that_pauses_is_the_end_of_a_sentence_where_all_do() -> None:
    paused = lines(*[f"{WORDS}、"] * 4)
    for line in without_pauses(paused):
        assert LineFeature.ENDS_SENTENCE in line.own
        assert LineFeature.ENDS_COMMA not in line.own
    ended = lines(*[f"{WORDS}。"] * 4)
    assert without_pauses(ended) is ended
