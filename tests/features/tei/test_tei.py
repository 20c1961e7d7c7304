"""An issue as TEI, read again by the program's own reader, is the issue."""

from hypothesis import given
from hypothesis import strategies as st

from reader import formats, parsing
from reader.export.collection import CollectedIssue
from reader.features.tei.tei import as_tei
from reader.newspaper.article import BlockKind, CharacterReading, Fault, Where
from tests.invented_article import ISSUE, block, stored

WORDS = st.text(st.sampled_from("江上有雾渡船停了<&>"), min_size=4, max_size=9).map("昨夜{}。".format)
PARAGRAPH = st.tuples(st.just(BlockKind.PARAGRAPH), WORDS)
PARTS = st.tuples(st.sampled_from([BlockKind.PARAGRAPH, BlockKind.SUBHEAD, BlockKind.CAPTION]), WORDS)
BLOCKS = st.tuples(PARAGRAPH, st.lists(PARTS, max_size=6)).map(lambda body: [body[0], *body[1]])
"""A paragraph first, since a subhead above all text is read as a deck."""


@given(st.lists(BLOCKS, min_size=1, max_size=3))
def test_its_articles_are_read_as_they_were_written(bodies: list[list[tuple[BlockKind, str]]]) -> None:
    written = [
        stored(
            headline=f"雁桥渡口第{at}班船", kicker=None, section=None, decks=(), credits=(), page=str(at),
            blocks=tuple(block(text, kind) for kind, text in body),
        )
        for at, body in enumerate(bodies, 1)
    ]  # fmt: skip
    text = as_tei(CollectedIssue(ISSUE, tuple(written), tuple(range(1, len(written) + 1))))
    part = parsing.parse(formats.decode(text.encode(), "1987.xml"))
    assert (part.masthead.title, part.masthead.date) == (ISSUE.newspaper, ISSUE.date)
    assert [(each.page, each.headline) for each in part.articles] == [
        (each.article.page, each.article.headline) for each in written
    ]
    assert [[(each.kind, each.text) for each in article.blocks] for article in part.articles] == bodies


def test_what_was_misread_is_read_again_as_corrected_and_a_misprint_as_printed() -> None:
    text = "江上有霁，渡船停停了半日，坐了六干人，都说都说好。"
    readings = (
        CharacterReading(Where.BLOCK, 0, text.index("霁"), "雾"),
        CharacterReading(Where.BLOCK, 0, text.index("停停"), ""),
        CharacterReading(Where.BLOCK, 0, text.index("半"), "大半"),
        CharacterReading(Where.BLOCK, 0, text.index("干"), "千", Fault.PRINTED),
    )
    written = stored(
        headline="雁桥渡口", kicker=None, section=None, decks=(), credits=(), page="1",
        blocks=(block(text),), readings=readings,
    )  # fmt: skip
    part = parsing.parse(formats.decode(as_tei(CollectedIssue(ISSUE, (written,), (1,))).encode(), "1987.xml"))
    (article,) = part.articles
    assert [each.text for each in article.blocks] == ["江上有雾，渡船停了大半日，坐了六干人，都说都说好。"]
