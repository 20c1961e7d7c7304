"""Corrected characters told in a copy, behind the printed ones."""

from msgspec.structs import replace

from reader.export.article_text import as_text
from reader.export.citation import cite
from reader.export.forms import Style
from reader.export.readings import with_corrections, with_readings
from reader.newspaper.article import (
    Article,
    ArticleKind,
    Block,
    BlockKind,
    CharacterReading,
    Credit,
    Role,
    Where,
)
from tests.invented_article import STORED

ARTICLE = Article(
    "甲",
    ArticleKind.ARTICLE,
    page="2",
    section="江边",
    kicker="雨后",
    headline="渡囗添船",
    decks=("夜班", "灯囗"),
    credits=(Credit(Role.REPORTER, ("何渡牛",), "记者 何渡牛"),),
    blocks=(Block(BlockKind.PARAGRAPH, "𠀀州在渡囗。", ((1, 1),)),),
    readings=(
        CharacterReading(Where.HEADLINE, 0, 1, "口"),
        CharacterReading(Where.DECK, 1, 1, "口"),
        CharacterReading(Where.CREDIT, 0, 5, "生"),
        CharacterReading(Where.BLOCK, 0, 1, "洲"),
        CharacterReading(Where.BLOCK, 0, 4, "口"),
    ),
)
CORRECTED = replace(STORED, article=ARTICLE)


def test_a_text_without_corrections_is_the_same() -> None:
    assert with_corrections("渡囗", {}) == "渡囗"
    assert with_corrections("渡囗", {7: "口"}) == "渡囗"
    assert with_corrections("囗边", {3: "口"}, 3) == "囗〔口〕边"


def test_every_text_of_an_article_tells_its_own() -> None:
    article = with_readings(CORRECTED).article
    assert (article.section, article.kicker) == ("江边", "雨后")
    assert article.headline == "渡囗〔口〕添船"
    assert article.decks == ("夜班", "灯囗〔口〕")
    assert article.credits[0].as_printed == "记者 何渡牛〔生〕"
    assert article.credits[0].names == ("何渡牛",)
    assert article.blocks[0].text == "𠀀州〔洲〕在渡囗〔口〕。"
    assert article.readings == ()


def test_copies_keep_the_glyphs_of_the_paper_unless_they_are_to_tell_more() -> None:
    assert "〔" not in as_text(CORRECTED) + cite(CORRECTED, Style.GB2015)
    assert "渡囗〔口〕添船" in as_text(with_readings(CORRECTED))
    assert "渡囗〔口〕添船" in cite(with_readings(CORRECTED), Style.GB2015)


def test_an_article_without_corrections_is_itself() -> None:
    plain = replace(STORED, article=Article("乙", ArticleKind.ARTICLE, headline="渡口"))
    assert with_readings(plain) is plain
