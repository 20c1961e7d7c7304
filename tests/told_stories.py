"""Stories by chance, with all that an article may have: material for what is compared with golden digests."""

import random

from msgspec.structs import replace

from reader.newspaper.article import Article, BlockKind, CharacterReading, Credit, Role, Where
from reader.newspaper.holdings import StoredArticle
from reader.newspaper.issue import DateOrigin, TitleOrigin
from tests import corpus
from tests.invented_article import DATE, ISSUE, STORED
from tests.stitching.test_variants import a_story

_KINDS = (*BlockKind, *[BlockKind.PARAGRAPH] * 6)
_OPENINGS = ("", "", "本报讯（记者 苗小禾）", "本报讯 ", "新华社北京6月12日电 ", "（记者 苗小禾）")


def a_told_story(chance: random.Random) -> list[StoredArticle]:
    """Return the parts of a story of one to three parts, as they are stored."""
    return [_stored(chance, _told(chance, part), page) for part, page in a_story(chance)]


def _told(chance: random.Random, article: Article) -> Article:
    texts = corpus.sentences()
    credits = tuple(
        Credit(chance.choice(list(Role)), ("苗小禾",), chance.choice(("记者 苗小禾", "苗小禾摄", "")))
        for _ in range(chance.randrange(3))
    )
    blocks = tuple(
        replace(
            each,
            kind=each.kind if chance.random() < 0.8 else chance.choice(_KINDS),
            text=chance.choice(_OPENINGS) + each.text if chance.random() < 0.3 else each.text,
            source_lines=((line, line + chance.randrange(2)),),
        )
        for line, each in enumerate(article.blocks, 3)
    )
    readings = tuple(
        CharacterReading(
            Where.BLOCK, index, chance.randrange(len(each.text)), chance.choice(("洲", "", "两个"))
        )
        for index, each in enumerate(blocks)
        if each.text and chance.random() < 0.3
    )
    return replace(
        article,
        section=chance.choice((None, "渡口内外")),
        kicker=chance.choice((None, chance.choice(texts)[:9])),
        decks=tuple(chance.choice(texts)[:12] for _ in range(chance.choice((0, 0, 1, 2)))),
        credits=credits,
        blocks=blocks,
        readings=readings,
        source_lines=((1, 40),),
    )


def _stored(chance: random.Random, article: Article, page: str | None) -> StoredArticle:
    article = replace(article, page=page)
    issue = replace(
        ISSUE,
        newspaper=chance.choice(("雁桥日报", "雁桥日报", "")),
        newspaper_origin=chance.choice((None, *TitleOrigin)),
        date=chance.choice((DATE, DATE, None)),
        month_day=chance.choice(("06-12", None)),
        date_origin=chance.choice((None, *DateOrigin)),
        edition=chance.choice((None, "", "号外")),
    )
    masthead = replace(STORED.masthead, number=chance.choice((None, 4181)))
    return replace(STORED, article=article, issue=issue, masthead=masthead)
