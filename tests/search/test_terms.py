"""An article as lines to look in, and the grams of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language.forms import search_form
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, Credit, Role, Where
from reader.search.terms import READ_AS, SEAM, ShownField, all_grams, as_printed, fields, grams, search_text


def paragraph(text: str, *lines: int) -> Block:
    return Block(BlockKind.PARAGRAPH, text, tuple((n, n) for n in lines))


ARTICLE = Article(
    key="k",
    kind=ArticleKind.ARTICLE,
    section="民生",
    kicker="雁桥今年",
    headline="春灌提前开始",
    decks=("三万亩麦田返青", "用水比去年省"),
    credits=(
        Credit(Role.REPORTER, ("张三",), "记者 张三"),
        Credit(Role.CORRESPONDENT, ("李四",), "通讯员 李四"),
        Credit(Role.EDITOR, ("王五",), "责编 王五"),
    ),
    blocks=(
        paragraph("本报讯（记者 张三）昨日开闸。", 5, 9),
        paragraph("图为开闸现场", 7),
        Block(BlockKind.JUMP, "▶▶下转02版", ((9, 9),)),
    ),
)


def test_the_lines_are_headline_group_section_credits_and_blocks() -> None:
    headline, section, credits, body, caption = search_text(ARTICLE).split("\n")
    assert headline == "雁桥今年春灌提前开始三万亩麦田返青用水比去年省"
    assert section == "民生"
    assert credits.split(SEAM) == ["通讯员李四责编王五", "记者张三"]
    assert body.split(SEAM) == [
        "本报讯(记者张三)昨日开闸。 ▶▶下转02版",
        "本报讯(记者张三)昨日开闸。▶▶下转02版",
    ]
    assert caption == "图为开闸现场"


def test_a_divided_word_has_a_run_of_its_own_that_is_no_printed_one() -> None:
    blocks = paragraph("A re- print of the com-", 1, 2), paragraph("mission. 甲- 乙", 3)
    text = search_text(Article("k", ArticleKind.ARTICLE, blocks=blocks))
    first, second = text.split("\n")[3:]
    assert first.split(SEAM) == [
        "a re- print of the com-",
        READ_AS + "a reprint of the com-",
        READ_AS + "commission",
    ]
    assert second == "mission.甲-乙"
    assert as_printed(text).split("\n")[3] == "a re- print of the com-"


def test_lines_that_are_missing_stay_empty() -> None:
    assert search_text(Article("k", ArticleKind.UNPLACED, blocks=(paragraph("甲"),))) == "\n\n\n甲"
    assert search_text(Article("k", ArticleKind.ARTICLE)) == "\n\n"


@pytest.mark.parametrize(
    ("kicker", "headline", "line"),
    [
        ("THE", "END", "the end"),
        ("1987", "2024", "1987 2024"),
        ("雁桥", "END", "雁桥end"),
        ("下一站！", "“雁桥”", f'下一站! "雁桥"{SEAM}下一站!"雁桥"'),
    ],
)
def test_a_space_between_storeys_is_dropped_where_nobody_can_tell(
    kicker: str, headline: str, line: str
) -> None:
    article = Article("k", ArticleKind.ARTICLE, kicker=kicker, headline=headline)
    assert search_text(article).split("\n")[0] == line


def test_every_shown_field_is_told_once_in_order_of_reading() -> None:
    shown = fields(ARTICLE)
    assert [(field.where, field.index) for field in shown] == [
        (Where.KICKER, 0),
        (Where.HEADLINE, 0),
        (Where.DECK, 0),
        (Where.DECK, 1),
        (Where.SECTION, 0),
        (Where.CREDIT, 1),
        (Where.CREDIT, 2),
        (Where.CREDIT, 0),
        (Where.BLOCK, 0),
        (Where.BLOCK, 2),
        (Where.BLOCK, 1),
    ]
    assert shown[-1] == ShownField(Where.BLOCK, 1, "图为开闸现场")


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_every_field_stands_in_its_line(kicker: str, headline: str, blocks: list[str]) -> None:
    article = Article(
        "k",
        ArticleKind.ARTICLE,
        kicker=kicker,
        headline=headline,
        blocks=tuple(paragraph(text, n // 2) for n, text in enumerate(blocks)),
    )
    lines = search_text(article).split("\n")
    assert search_form(kicker) in lines[0]
    assert search_form(headline) in lines[0]
    assert all(any(search_form(text) in line for line in lines[3:]) for text in blocks)


@pytest.mark.parametrize(
    ("needle", "expected"),
    [
        ("雁", ("雁",)),
        ("雁桥", ("雁桥",)),
        ("雁桥春", ("雁桥", "桥春")),
        ("雁雁雁", ("雁雁",)),
        ("a b", ("a", "b")),
        ("ab c", ("ab", "c")),
        ("。”", ("。”",)),
        ("🌾", ("🌾",)),
        ("\0", ()),
        ("", ()),
    ],
)
def test_the_grams_of_a_needle(needle: str, expected: tuple[str, ...]) -> None:
    assert grams(needle) == expected


@given(st.text(), st.integers(0), st.integers(1, 40))
def test_a_text_has_the_grams_of_all_its_parts(text: str, begin: int, length: int) -> None:
    form = search_form(text)
    part = form[begin % (len(form) + 1) :][:length]
    assert set(grams(part)) <= all_grams(form)
