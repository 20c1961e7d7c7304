"""A mark in an article that has changed stays where it was, or is lost; it never goes to a look-alike.

Measured on `tests.moved_marks`: `pytest tests/library/test_moved_marks.py --marks 20000`.
"""

import pytest

from reader.library.quotes import likeliest_places, places_of
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.newspaper.passage import Passage
from tests.moved_marks import Marked, marked

LEAST_FOUND = 0.97
"""The share of the marks whose words are still there that have to be found."""
FALSE = 1 / 4000
"""The largest share of marks that are found elsewhere."""


@pytest.fixture(scope="module")
def marks(pytestconfig: pytest.Config) -> list[Marked]:
    return [marked(seed) for seed in range(pytestconfig.getoption("--marks"))]


def test_no_mark_goes_to_a_look_alike(marks: list[Marked]) -> None:
    wrong = [seed for seed, mark in enumerate(marks) if (found := mark.found()) and not mark.is_there(found)]
    assert len(wrong) <= FALSE * len(marks), wrong


def test_most_marks_whose_words_are_still_there_are_found(marks: list[Marked]) -> None:
    existing = [mark for mark in marks if mark.exists]
    found = sum(bool(mark.found()) for mark in existing)
    assert len(existing) > len(marks) / 2
    assert found >= LEAST_FOUND * len(existing)


def test_a_lost_mark_whose_words_are_still_there_is_offered_their_place(marks: list[Marked]) -> None:
    lost = [mark for mark in marks if mark.exists and not mark.found()]
    offered = sum(
        any(mark.is_there(place) for place in likeliest_places(mark.passage, mark.texts)) for mark in lost
    )
    assert offered >= 0.8 * len(lost)


AWARDS = (
    "农机厂的三十名职工上台领奖，台下坐着他们的家属，孩子们把手掌都拍红了。",
    "纺织厂的代表说，三十名职工里头有一半是夜班，散会以后还要赶回去接班。",
)
COAL = (
    "第一车间全年节约用煤十二吨，受到公司通报表扬，奖搪瓷盆四十只。",
    "第二车间全年节约用煤十三吨，受到公司通报表扬，奖搪瓷盆五十只。",
)


def mark_in(texts: tuple[str, ...], words: str) -> Passage:
    (number,) = (n for n, text in enumerate(texts) if words in text)
    before, _, after = texts[number].partition(words)
    return Passage(
        words, "\n".join([*texts[:number], before])[-32:], "\n".join([after, *texts[number + 1 :]])[:32]
    )


def kept(texts: tuple[str, ...]) -> Article:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text, ((1, 1),)) for text in texts)
    return Article(key="k7qfz2m4yd3xw6ta", kind=ArticleKind.ARTICLE, blocks=blocks)


@pytest.mark.parametrize("known", [None, kept(AWARDS)])
def test_other_numbers_are_a_difference(known: Article | None) -> None:
    passage = Passage("三十名职工", "农机厂的", AWARDS[0][8:] + "\n" + AWARDS[1][:10])
    now = (AWARDS[0].replace("三十名", "三十二名"), AWARDS[1])
    assert places_of(passage, now, known) == ()
    whole = mark_in(COAL, COAL[1])
    assert places_of(whole, (COAL[0], "二车间的数字有出入，本报另行更正。"), known and kept(COAL)) == ()


@pytest.mark.parametrize("number", ["30", "３０", "卅"])
def test_the_same_number_in_another_notation_is_none(number: str) -> None:
    passage = Passage("三十名职工", "农机厂的", AWARDS[0][8:])
    now = (AWARDS[0].replace("三十", number), AWARDS[1])
    (place,) = places_of(passage, now)
    assert now[place.text][place.start : place.end] == f"{number}名职工"


def test_part_of_a_longer_number_is_another_number() -> None:
    text = "全年售出30台，比去年多。"
    passage = Passage("30台", "全年售出", "，比去年多。")
    assert places_of(passage, (text,))
    assert not places_of(passage, (text.replace("30台", "130台"),))


def test_a_long_quotation_that_occurs_once_needs_no_context_a_short_one_does() -> None:
    long, short = "台下坐着他们的家属和街坊", "台下坐着家属"
    for words, is_found in ((long, True), (short, False)):
        passage = Passage(words, "农机厂的工人上台的时候，", "，孩子们把手掌都拍红了。")
        now = (f"县里昨日在大礼堂开会，{words}都来看热闹，后排的站到窗台上。",)
        assert bool(places_of(passage, now)) == is_found
        assert not places_of(passage, (*now, now[0].replace("昨日", "今晨")))


def test_context_ends_at_the_paragraph() -> None:
    """A new neighbour is no evidence against a paragraph, and the old neighbour none for another one."""
    passage = Passage("站长回信", "一九八七年的渡口夜航照旧。\n", "\n第二天一早灯灭了，船也靠了岸。")
    assert places_of(passage, ("另一段话在前面。", "站长回信", "又一段在后面。"))
    assert not places_of(
        passage,
        (
            "一九八七年的渡口夜航照旧。",
            "街坊说站长回信了没有",
            "第二天一早灯灭了，船也靠了岸。又说了几句话。",
        ),
    )


def test_the_twin_of_a_deleted_sentence_is_not_the_mark() -> None:
    """Quotation and context after it agree; only the article as of marking tells that the twin stood there before."""
    texts = tuple(
        f"{place}的代表{name}说，任务已经完成，明年再加一成。"
        for place, name in (("农机厂", "田麦青"), ("渡口", "石渡"))
    )
    passage = Passage("任务已经完成", "农机厂的代表田麦青说，", "，明年再加一成。\n" + texts[1])
    assert places_of(passage, texts, kept(texts))
    assert not places_of(passage, texts[1:], kept(texts))


def test_of_the_places_of_a_lost_mark_the_likeliest_is_offered_first() -> None:
    passage = Passage("三十名职工", "农机厂的", AWARDS[0][8:])
    now = (AWARDS[1], AWARDS[0].replace("三十名", "三十二名"))
    offered = likeliest_places(passage, now)
    assert [now[place.text][place.start : place.end] for (place,) in offered] == [
        "三十二名职工",
        "三十名职工",
    ]


def test_words_that_come_back_are_found_again() -> None:
    passage = Passage("三十名职工", "农机厂的", AWARDS[0][8:])
    assert not places_of(passage, AWARDS[1:])
    assert places_of(passage, AWARDS)
