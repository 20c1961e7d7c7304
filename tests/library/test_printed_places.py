"""From the characters of an article to their boxes on a page, and back."""

from reader.formats.page_boxes import Box, LineBox, WordBox
from reader.library.printed_places import PrintedLines, places_in, places_of, regions_of
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind

LINES = ("# 渡口的灯", "", "昨夜江上有 雾，", "渡船停了半-", "日。")


def row(number: int, left: float, top: float, width: float = 100, height: float = 10) -> LineBox:
    return LineBox(number, Box(left, top, left + width, top + height))


def boxes(lines: list[LineBox]) -> list[tuple[float, float, float, float]]:
    found = [region.box for region in regions_of(lines)]
    return [(box.left, box.top, box.right, box.bottom) for box in found]


def test_each_character_of_a_text_has_its_place_in_the_file() -> None:
    assert places_of(LINES, [(1, 1)], "渡口的灯") == [(1, 2), (1, 3), (1, 4), (1, 5)]
    places = places_of(LINES, [(3, 5)], "昨夜江上有雾，渡船停了半日。")
    assert places[5:8] == [(3, 6), (3, 7), (4, 0)]
    assert places[-3:] == [(4, 4), (5, 0), (5, 1)]  # the hyphen is not in the text


def test_of_two_paragraphs_with_the_same_words_each_has_its_own_place() -> None:
    blocks = tuple(Block(BlockKind.PARAGRAPH, "渡船停了。", ((number, number),)) for number in (1, 2))
    article = Article("", ArticleKind.ARTICLE, blocks=blocks, source_lines=((1, 2),))
    lines = ("渡船停了。", "渡船停了。")
    assert [places_in(lines, article, "渡船停了。", block)[0] for block in (0, 1)] == [(1, 0), (2, 0)]
    assert places_in(lines, article, "渡船", None) == [(1, 0), (1, 1)]


def test_what_stands_nowhere_has_no_place() -> None:
    assert places_of(LINES, [(1, 1)], "渡桥") == [(1, 2), None]
    assert places_of(LINES, [(9, 9)], "渡") == [None]
    assert places_of(LINES, [], "渡") == [None]


def test_characters_are_boxed_by_their_words_and_a_part_of_a_word_by_its_share() -> None:
    words = (WordBox("渡船停", 0, 3, Box(0, 0, 30, 10)), WordBox("了", 3, 4, Box(30, 0, 40, 10)))
    printed = PrintedLines([LineBox(4, Box(0, 0, 50, 10), words)])
    assert printed.boxes_at([(4, 1), (4, 2), (4, 3)]) == [Box(10, 0, 40, 10)]
    assert printed.boxes_at([None, (9, 0)]) == []


def test_a_vertical_word_is_cut_across() -> None:
    words = (WordBox("渡船停了", 0, 4, Box(0, 0, 10, 40)),)
    printed = PrintedLines([LineBox(1, Box(0, 0, 10, 40), words)])
    assert printed.boxes_at([(1, 1), (1, 2)]) == [Box(0, 10, 10, 30)]


def test_a_hit_over_two_lines_has_a_box_in_each() -> None:
    printed = PrintedLines(
        [
            LineBox(1, Box(0, 0, 20, 10), (WordBox("渡船", 0, 2, Box(0, 0, 20, 10)),)),
            LineBox(2, Box(0, 20, 20, 30), (WordBox("停了", 0, 2, Box(0, 20, 20, 30)),)),
        ]
    )
    assert printed.boxes_at([(1, 1), (2, 0)]) == [Box(10, 0, 20, 10), Box(0, 20, 10, 30)]


def test_where_only_lines_are_boxed_a_character_is_near_its_line() -> None:
    printed = PrintedLines([row(3, 0, 0), row(4, 0, 20)])
    assert printed.box_near([None, (4, 2)], 0) == Box(0, 20, 100, 30)
    assert printed.box_near([(4, 2), None], 1) == Box(0, 20, 100, 30)
    assert printed.box_near([None], 0) is None


def test_the_line_at_a_point_is_the_nearest_of_the_article() -> None:
    printed = PrintedLines([row(3, 0, 0), row(4, 0, 20), row(5, 200, 0)])
    assert printed.line_near([(3, 5)], 210, 2) == 5
    assert printed.line_near([(3, 4)], 210, 2) == 3
    assert printed.line_near([(8, 9)], 0, 0) is None


def test_an_outline_has_a_box_for_each_column_and_one_for_a_headline_over_several() -> None:
    headline = row(1, 0, 0, width=210, height=20)
    first = [row(2, 10, 30, width=90), row(3, 0, 45), row(4, 0, 60, width=30)]
    second = [row(5, 110, 30), row(6, 110, 45)]
    assert boxes([headline, *first, *second]) == [
        (0, 0, 210, 20),
        (0, 30, 100, 70),
        (110, 30, 210, 55),
    ]


def test_what_stands_far_below_is_a_box_of_its_own() -> None:
    assert len(boxes([row(1, 0, 0), row(2, 0, 12), row(3, 0, 100)])) == 2


def test_vertical_lines_stand_beside_each_other() -> None:
    lines = [row(1, 300, 0, 10, 200), row(2, 280, 0, 10, 200), row(3, 260, 0, 10, 80)]
    lower = [row(4, 300, 250, 10, 200), row(5, 280, 250, 10, 200)]
    assert boxes([*lines, *lower]) == [(260, 0, 310, 200), (280, 250, 310, 450)]


def test_nothing_has_no_outline() -> None:
    assert regions_of([]) == ()
