"""A page to proofread: the places in doubt on it, and what answers to them say of which character."""

import datetime as dt

import pytest

from reader.features.proofread.page import (
    Change,
    Doubt,
    ProofPage,
    Spot,
    _near,
    page_without_picture,
    read_in,
    targets,
)
from reader.features.proofread.printed_line import Cell, Line
from reader.formats.page_boxes import Box
from reader.library.character_places import ArticleCharacters, CharacterPlace
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, Where
from reader.newspaper.decision import CorrectedCharacter, Decision, DecisionContent, DismissedMisreading
from reader.newspaper.holdings import IssueRow, StoredArticle
from reader.newspaper.issue import Masthead
from reader.storage.disk_errors import LibraryError

TEXT = "馆里共发现旧报刊三万二干余册，其中 Tbe Ferry 一种。"
DAY = dt.date(1987, 6, 12)


def stored(text: str = TEXT) -> StoredArticle:
    block = Block(BlockKind.PARAGRAPH, text, ((1, 1),))
    article = Article("k", ArticleKind.ARTICLE, "1", blocks=(block,))
    issue = IssueRow(1, "雁桥日报", DAY, None, None, None, 1, "")
    return StoredArticle(7, article, issue, Masthead(), ())


def place(sign: str, text: str = TEXT) -> CharacterPlace:
    return CharacterPlace(Where.BLOCK, 0, text.index(sign))


def page(*faint: str) -> ProofPage:
    return page_without_picture([stored()], [{place(each): 0.5 for each in faint}], [()])


def decided(number: int, content: DecisionContent) -> Decision:
    now = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)
    return Decision(str(number), content, now, now, tick=number)


@pytest.mark.parametrize(
    ("recognised", "typed", "expected"),
    [
        ("干", "千", ["千"]),
        ("干", "", [""]),
        ("干", "三千", ["三千"]),
        ("Tbe", "The", ["T", "h", "e"]),
        ("二干余", "二千余", ["二", "千", "余"]),
        ("二干余", "二千多余", ["二", "千多", "余"]),
        ("二干余", "二余", ["二", "", "余"]),
    ],
)
def test_what_is_typed_is_kept_character_by_character(
    recognised: str, typed: str, expected: list[str]
) -> None:
    assert targets(recognised, typed) == expected


def test_a_place_is_a_han_character_or_a_word_of_latin_letters() -> None:
    found = page("干", "余", "T", "b", "e")
    assert [found.recognised(each) for each in found.doubts] == ["干", "余", "Tbe"]
    word = found.doubts[-1]
    changes = found.answer(word, "The")
    assert [(each.cell.sign, each.read_as) for each in changes] == [("T", "T"), ("b", "h"), ("e", "e")]
    assert not found.is_done(word, {(0, place("b")): "h"})


def test_a_typed_line_says_what_differs_and_decides_its_doubts() -> None:
    found = page("干", "余")
    assert found.text_of(0, {}) == TEXT
    changes = found.answer_line(0, TEXT.replace("干", "千").replace("刊", "纸"), {})
    assert [(each.cell.sign, each.read_as) for each in changes] == [("刊", "纸"), ("干", "千"), ("余", "余")]
    read = {(0, place("干")): "千", (0, place("余")): "余"}
    assert found.answer_line(0, TEXT.replace("干", "千"), read) == []
    # taken back to what was recognised
    (back,) = found.answer_line(0, TEXT, read)
    assert back == Change(back.cell, "干")
    nowhere = Line(Box(0, 0, 1, 1), (Cell("版", Box(0, 0, 1, 1), 1.0),))
    with pytest.raises(LibraryError, match="不在任何一篇"):
        ProofPage((), (nowhere,), ()).answer_line(0, "面", {})


def test_the_later_of_two_decisions_on_a_character_counts() -> None:
    own = ("k", "", "雁桥日报", DAY, TEXT[:12], "干", TEXT[13:], 12)
    corrected, right = CorrectedCharacter(*own, "千", "1"), DismissedMisreading(*own, "干", "1")
    other, elsewhere = DismissedMisreading(*own, "于", "1"), CorrectedCharacter(*own, "千", "9")
    spot = 0, place("干")
    cases: tuple[tuple[list[DecisionContent], dict[Spot, str]], ...] = (
        ([corrected], {spot: "千"}),
        ([corrected, right], {spot: "干"}),
        ([right, corrected], {spot: "千"}),
        ([other], {}),
        ([elsewhere], {}),
    )
    for contents, expected in cases:
        decisions = [decided(number, each) for number, each in enumerate(contents)]
        assert read_in([stored()], decisions) == expected


def test_a_decided_place_is_done_and_shown_as_it_is_read() -> None:
    found = page("干")
    (doubt,) = found.doubts
    assert isinstance(doubt, Doubt)
    assert found.around(doubt, {}, 2) == ("万二", "干", "余册")
    read = {(0, place("干")): "千"}
    assert found.is_done(doubt, read)
    assert found.around(doubt, read, 1) == ("二", "千", "余")


def test_what_is_near_characters_is_of_the_article_that_each_is_in() -> None:
    texts = ("渡口的灯亮了一夜。", "茶园里的路修好了。")
    characters = [ArticleCharacters(stored(text).article) for text in texts]
    last: Spot = (0, CharacterPlace(Where.BLOCK, 0, len(texts[0]) - 1))
    first: Spot = (1, CharacterPlace(Where.BLOCK, 0, 0))
    assert _near(characters, [last, first]) == (texts[0][:-1], texts[1][1:])
