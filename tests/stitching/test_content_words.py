"""Why two parts are one is told in the reader's language."""

from collections.abc import Iterator

import pytest

from reader.features.continued.evidence import pairs
from reader.i18n import language
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.stitching.pairing import DayArticle, Stitch, for_and_against, in_words
from reader.stitching.reasons import WEIGHTS, Reason


@pytest.fixture(params=["zh", "en"])
def speaking(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("READER_LANGUAGE", request.param)
    language.cache_clear()
    yield request.param
    language.cache_clear()


def test_every_reason_has_words(speaking: str) -> None:
    told = [in_words(reason) for reason in Reason]
    assert all(told)
    assert len(set(told)) == len(told)
    assert all(text.isascii() for text in told) == (speaking == "en")


def test_what_speaks_for_it_stands_apart_from_what_speaks_against_it(speaking: str) -> None:
    reasons = (Reason.WORD_CUT, Reason.HEADLINE_OTHER, Reason.NO_HEADLINE, Reason.BOTH_MARKED)
    speak_for, against = for_and_against(Stitch(1, 2, 0.97, reasons))
    assert speak_for == [in_words(Reason.WORD_CUT), in_words(Reason.BOTH_MARKED)]
    assert against == [in_words(Reason.HEADLINE_OTHER)]


def test_what_weighs_for_a_stitch_is_never_told_as_speaking_against_it(speaking: str) -> None:
    weighs_for = [reason for reason, weight in WEIGHTS.items() if weight > 0]
    assert for_and_against(Stitch(1, 2, 0.97, tuple(weighs_for)))[1] == []


@pytest.mark.parametrize(
    ("other", "told", "untold"),
    [
        ("三万册旧报刊有了新家", "标题大半相同", "标题相同"),  # a piece of the first headline
        (
            "家新了有间之夜一刊报旧册万三",
            "标题几乎没有相同的词",
            "没有相同的字",
        ),  # the same characters in another order
    ],
)
def test_headlines_are_told_as_alike_as_they_are(
    monkeypatch: pytest.MonkeyPatch, other: str, told: str, untold: str
) -> None:
    monkeypatch.setenv("READER_LANGUAGE", "zh")
    language.cache_clear()
    jump, body = Block(BlockKind.JUMP, "（下转第2版）", ()), Block(BlockKind.PARAGRAPH, "车到了。", ())
    first = Article(
        "a", ArticleKind.ARTICLE, headline="三万册旧报刊，一夜之间有了新家", jump_to="2", blocks=(body, jump)
    )
    second = Article("b", ArticleKind.ARTICLE, headline=other, blocks=(body,))
    [(_, reasons), *_] = pairs(
        [DayArticle(1, first, "1", "a.txt", 0), DayArticle(2, second, "2", "b.txt", 0)]
    )
    words = list(map(in_words, reasons))
    assert told in words
    assert not any(untold in each for each in words)
    language.cache_clear()


def test_what_a_reader_has_told_needs_no_other_reason(speaking: str) -> None:
    speak_for, against = for_and_against(Stitch(1, 2, 1.0, (Reason.NO_HEADLINE,), is_by_reader=True))
    assert len(speak_for) == 1
    assert against == []
