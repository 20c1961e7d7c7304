"""The lines of a file that a text was read from."""

from reader.library.printed_places import Excerpt, ExcerptLine, LineRelation, excerpt, spans_of_text
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind

LINES = (
    "# 渡口的灯",
    "",
    "本报讯　老船工 说，灯是给晚归",
    "图为渡口。记者 闻小树 摄",
    "的人留的。",
    "",
    "第二天一早，灯灭了。",
)
TEXT = "本报讯　老船工说，灯是给晚归的人留的。"
ARTICLE = Article(
    "k",
    ArticleKind.ARTICLE,
    headline="渡口的灯",
    blocks=(
        Block(BlockKind.PARAGRAPH, TEXT, ((3, 3), (5, 5))),
        Block(BlockKind.CAPTION, LINES[3], ((4, 4),)),
        Block(BlockKind.PARAGRAPH, LINES[6], ((7, 7),)),
    ),
    source_lines=((1, 7),),
)


def test_a_paragraph_that_was_joined_shows_what_was_set_aside_between() -> None:
    shown = excerpt("a.txt", LINES, spans_of_text(ARTICLE, TEXT), TEXT)
    assert shown == Excerpt(
        "a.txt",
        (
            ExcerptLine(1, LINES[0], LineRelation.AROUND),
            ExcerptLine(3, LINES[2], LineRelation.IN, ((7, 8),)),
            ExcerptLine(4, LINES[3], LineRelation.ASIDE),
            ExcerptLine(5, LINES[4], LineRelation.IN),
            ExcerptLine(7, LINES[6], LineRelation.AROUND),
        ),
        joined=2,
    )


def test_the_lines_beside_are_shown_too() -> None:
    shown = excerpt("a.txt", LINES[2:4], ((1, 1),), "本报讯　老船工说，灯是给晚归")
    assert [(line.number, line.standing) for line in shown.lines] == [
        (1, LineRelation.IN),
        (2, LineRelation.AROUND),
    ]


def test_twelve_lines_are_shown_before_a_text_and_behind_it() -> None:
    lines = [f"第{n}行。" for n in range(1, 101)]
    shown = excerpt("a.txt", lines, ((50, 51),), "第50行。第51行。")
    assert [line.number for line in shown.lines] == list(range(38, 64))
    assert [line.number for line in shown.lines if line.standing is LineRelation.IN] == [50, 51]


def test_a_headline_stands_before_the_first_block() -> None:
    spans = spans_of_text(ARTICLE, "渡口的灯")
    assert spans == ((1, 2),)
    assert excerpt("a.txt", LINES, spans, "渡口的灯").lines[0] == ExcerptLine(
        1, LINES[0], LineRelation.IN, ((0, 2),)
    )


def test_of_a_head_in_several_storeys_only_the_lines_of_the_text_are_lit() -> None:
    lines = ("石板渡见闻", "", "渡口的灯", "", "灯下渡人", "", "第二天一早，灯灭了。")
    for number, text in ((1, "石板渡见闻"), (3, "渡口的灯"), (5, "灯下渡人")):
        shown = excerpt("a.txt", lines, ((1, 1), (3, 3), (5, 5)), text)
        assert [line.number for line in shown.lines if line.standing is LineRelation.IN] == [number]
        assert not any(line.dropped for line in shown.lines)
        assert shown.joined == 1


def test_a_long_gap_is_shown_by_its_ends() -> None:
    lines = ["甲，", *(f"别的第{n}行" for n in range(40)), "乙。"]
    shown = excerpt("a.txt", lines, ((1, 1), (42, 42)), "甲，乙。")
    assert len(shown.lines) == 2 + 12 + 1
    assert [line.standing for line in shown.lines].count(LineRelation.SKIPPED) == 1


def test_a_file_that_has_changed_is_told() -> None:
    assert excerpt("a.txt", ["全变了。"] * 5, ((3, 3), (5, 5)), TEXT).has_changed
    assert excerpt("a.txt", ["短"], ((3, 3),), TEXT) == Excerpt("a.txt", (), 0, has_changed=True)
