"""Given an issue that was read as the printed lines of narrow columns, when it is parsed, then its articles, headlines
and paragraphs are those of the issue."""

import datetime as dt
from collections.abc import Sequence

import pytest

from reader.newspaper.article import BlockKind, SourceText
from reader.newspaper.correction import Claim, CorrectedRole, Correction, CorrectionKind
from reader.parsing import anchor_of, explain, parse
from reader.parsing.printed_columns import is_finished
from reader.parsing.printed_lines import runs_of
from reader.parsing.rows import rows_of
from reader.parsing.weights import LineRole

NEWS = (
    (
        "渡口加开一班船",
        "本报讯（记者 周岱青）昨天清晨五点半，雁桥渡口加开一班船，头一个上船的是卖菜的何念慈，她挑着两筐萝卜，"
        "站在船头，说这一班等了七年。",
        "船工何渡生说，加开的这一班逢单日开，逢双日歇，遇到大雾就改在九点，船票仍是两角，菜担另收一角，挑空担子的不收。",
    ),
    (
        "粮站添了一只电烤箱",
        "本报讯（通讯员 郑大壮）柳叶洲粮站今年添了一只验水分的电烤箱，验一回四分钟，站长孟有田把自己的竹床搬到"
        "磅秤边上，困了就躺一躺。",
        "他说，卖粮的人从三更天就动身，到了门口看见黑灯，心里要凉半截，灯不值几个钱，亮着就是了，来一个人验一个人的粮。",
    ),
    (
        "三万册旧报搬了新家",
        "本报讯（记者 顾知远）江城图书馆的三万册旧报昨天搬进搪瓷厂的旧车间，街坊排成一列，从老馆门口一直排到"
        "新馆的楼梯，一册一册递过去。",
        "递到最后一册已经是黄昏，馆长闻砚秋在门口数了三遍，少了一册，第二天早上才在一个孩子的书包里找到，原来他没有看完。",
    ),
)
WIDTHS = (10, 12, 17, 24)


def printed(width: int, *, headings_too: bool = False, indent: str = "") -> SourceText:
    lines: list[str] = []
    for headline, *paragraphs in NEWS:
        lines += _cut(headline, width) if headings_too else [headline]
        for paragraph in paragraphs:
            first, *more = _cut(indent + paragraph, width)
            lines += [first, *more]
    return SourceText("a.txt", "utf-8", tuple(lines))


OTHER_INDENTS = {"\t": 2, "    ": 2, "  ": 1}
"""Indents of half-width spaces, and the Han characters as wide as each."""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("indent", OTHER_INDENTS)
def test_an_indent_is_as_wide_as_it_looks_whatever_it_is_written_with(width: int, indent: str) -> None:
    as_wide = "　" * OTHER_INDENTS[indent]
    source = printed(width, indent=as_wide)
    lines = [indent + line.strip() if line.startswith("　") else line for line in source.lines]
    others = parse(SourceText("a.txt", "utf-8", tuple(lines))).articles
    assert [(article.headline, article.blocks) for article in others] == [
        (article.headline, article.blocks) for article in parse(source).articles
    ]


def test_a_page_cut_to_one_width_is_so_where_it_has_too_few_full_rows_to_tell() -> None:
    """Below three articles of long paragraphs stand news in brief of a row and a half."""
    brief = "船今天停了三天，候船的人不多，桥上的灯也没有亮起来。"
    headlines = [
        "渡口停航",
        "米价又涨",
        "井边的树",
        "新桥通车",
        "门前的灯",
        "老井重开",
        "学校放假",
        "江水上涨",
    ]
    lines = [*printed(17, indent="　　").lines]
    for headline in headlines:
        lines += ["", headline, *_cut(f"　　{brief}", 17)]
    articles = parse(SourceText("a.txt", "utf-8", tuple(lines))).articles
    assert [article.headline for article in articles] == [*(first for first, *_ in NEWS), *headlines]
    assert [block.text for article in articles[len(NEWS) :] for block in article.blocks] == [brief] * len(
        headlines
    )


SHORT = (
    ("渡口停航三天", "渡口因为大水停航三天，候船的人都住在对岸的茶棚里，船工每天烧两大锅姜汤送过去。"),
    ("粮站夜里也收麦", "粮站把过秤的时间延长到夜里十点，卖粮的人当天可以回家，麦子不在场上过夜。"),
    ("“半夜书场”又开了", "后街的书场歇了八年，昨夜重新开张，说书的老先生七十一岁，头一回书说到鸡叫。"),
    ("桥头的灯", "桥头的灯坏了半年，电工昨天爬上去换了灯泡，走夜路的人说，河水都亮了一截。"),
)
"""Articles of a paragraph of two rows."""


@pytest.mark.parametrize("width", [24, 28])
@pytest.mark.parametrize("indent", ["", "　　", "\t"])
def test_a_page_of_paragraphs_of_two_rows_is_cut_to_the_width_of_its_longest(width: int, indent: str) -> None:
    lines = ["临江晚报", "1981年3月21日"]
    for headline, paragraph in SHORT:
        lines += [headline, *_cut(" " * len(indent.expandtabs(2)) + paragraph, width)]
    lines = [indent + line.strip() if line.startswith(" ") else line for line in lines]
    articles = parse(SourceText("a.txt", "utf-8", tuple(lines))).articles
    assert [article.headline for article in articles] == [headline for headline, _ in SHORT]
    assert [[block.text for block in article.blocks] for article in articles] == [
        [paragraph] for _, paragraph in SHORT
    ]


def test_last_rows_that_are_full_by_chance_do_not_hide_the_width_of_a_page() -> None:
    filled = (
        ("高炉提前出铁", "高炉昨天夜里出完最后一炉铁水，炉前的工人把帽子抛上半空，全年计划提前三天完成啦。"),
        ("三件礼物", "庆功会上职工的家属送来棉手套，学校的孩子们送来自己画的画，农民送来一大车白菜呢。"),
        ("安全员的本子", "安全员老段有一个小本子，上面记着每次险情，他说，本子上的空白要越来越多那才好。"),
    )
    lines = ["钢城快报", "1959年12月31日"]
    for headline, paragraph in filled:
        lines += [headline, *_cut(f"　　{paragraph}", 21)]
    articles = parse(SourceText("a.txt", "utf-8", tuple(lines))).articles
    assert [article.headline for article in articles] == [headline for headline, _ in filled]
    assert [len(article.blocks) for article in articles] == [1] * len(filled)


@pytest.mark.parametrize(
    "lines",
    [
        ("萝卜每担一元二角，青菜八角，", "鲫鱼每斤一元四角，鸡蛋三角。") * 4,
        ("两岸的灯都亮了，船还没有来。", "石阶上的人都走了，雪还在下。") * 4,
    ],
    ids=["rows end at their commas", "rows end with their sentences"],
)
def test_rows_of_one_length_that_go_over_into_no_other_are_not_joined(lines: tuple[str, ...]) -> None:
    rows = rows_of(SourceText("a.txt", "utf-8", ("集市", *lines)))
    assert [len(run) for run in runs_of(rows, {})] == [1] * len(rows)


def _cut_before_words(text: str, width: int) -> list[str]:
    """Return rows none of which begins with a sign that may not: the last character of the row above goes with it."""
    rows = []
    while len(text) > width:
        end = width - (text[width] in "，。、；：？！”）")
        rows.append(text[:end])
        text = text[end:]
    return [*rows, text]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("indent", ["", "　　"])
def test_rows_that_lack_their_last_character_as_a_sign_follows_it_are_full(width: int, indent: str) -> None:
    lines = []
    for headline, *paragraphs in NEWS:
        lines += [headline, *(row for each in paragraphs for row in _cut_before_words(indent + each, width))]
    articles = parse(SourceText("a.txt", "utf-8", tuple(lines))).articles
    assert [article.headline for article in articles] == [headline for headline, *_ in NEWS]
    assert [["".join(block.text.split()) for block in article.blocks] for article in articles] == [
        ["".join(each.split()) for each in paragraphs] for _, *paragraphs in NEWS
    ]


def _cut(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("indent", ["", "　　"])
def test_articles_headlines_and_paragraphs_are_those_of_the_issue(width: int, indent: str) -> None:
    part = parse(printed(width, indent=indent))
    assert [article.headline for article in part.articles] == [headline for headline, *_ in NEWS]
    texts = [block.text for article in part.articles for block in article.blocks]
    printed_texts = [paragraph for _, *paragraphs in NEWS for paragraph in paragraphs]
    assert ["".join(text.split()) for text in texts] == ["".join(text.split()) for text in printed_texts]


@pytest.mark.parametrize("width", [12, 17, 20])
@pytest.mark.parametrize("has_indents", [True, False])
def test_indents_that_ocr_does_not_write_and_its_blank_lines_within_sentences_change_nothing(
    width: int, has_indents: bool
) -> None:
    """A blank line is below every third line of running text, as where OCR took a column for several blocks."""
    lines: list[str] = []
    for headline, *paragraphs in NEWS * 2:
        lines += [headline, ""]
        for paragraph in paragraphs:
            cut = _cut(("" if has_indents else "　　") + paragraph, width)
            for number, line in enumerate(cut):
                lines += [line.strip("　"), *([""] if number % 3 == 1 and number + 1 < len(cut) else [])]
        lines.append("")
    part = parse(SourceText("a.txt", "utf-8", tuple(lines)))
    assert [article.headline for article in part.articles] == [headline for headline, *_ in NEWS * 2]
    texts = [block.text for article in part.articles for block in article.blocks]
    printed_texts = [paragraph for _, *paragraphs in NEWS * 2 for paragraph in paragraphs]
    assert ["".join(text.split()) for text in texts] == ["".join(text.split()) for text in printed_texts]


def as_ocr_writes(paragraph: str, width: int, *, broken_by: str | None = None) -> list[str]:
    """The rows of a paragraph whose indent is lost, with narrow commas; `broken_by` are words of another column."""
    rows = [row.strip("　").replace("，", ",") for row in _cut(f"　　{paragraph}", width)]
    return [*rows, ""] if broken_by is None else [*rows[:2], "", broken_by, "", *rows[2:], ""]


@pytest.mark.parametrize("width", [14, 17, 20])
def test_words_of_another_column_that_ocr_wrote_between_two_rows_begin_no_article(width: int) -> None:
    lines: list[str] = []
    for headline, first, second in NEWS * 2:
        lines += [headline, "", *as_ocr_writes(first, width)]
        lines += as_ocr_writes(second, width, broken_by="站长坐在磅秤边")
    part = parse(SourceText("a.txt", "utf-8", tuple(lines)))
    assert [article.headline for article in part.articles] == [headline for headline, *_ in NEWS * 2]


PIECES = ["昨夜大风", "船工守了一夜", "清早开船", "头一班满座", "卖菜的先上", "渡口照常"]


def _interrupted(*piece: str, row: int) -> SourceText:
    """The news without indents, with the headline of the last within its text, above its row `row`."""
    lines: list[str] = []
    for headline, *paragraphs in NEWS[:-1]:
        lines += [headline, "", *(each for text in paragraphs for each in [*_ocr(text, 17), ""])]
    rows = [each for text in NEWS[-1][1:] for each in [*_ocr(text, 17), ""]]
    return SourceText("a.txt", "utf-8", (*lines, *rows[:row], "", *piece, "", *rows[row:]))


def _ocr(text: str, width: int) -> list[str]:
    return [line.strip("　") for line in _cut("　　" + text, width)]


@pytest.mark.parametrize("row", [1, 2, 3])
def test_a_headline_that_interrupts_a_sentence_is_that_of_the_text_around(row: int) -> None:
    """OCR reads a headline over several columns after the text of the first."""
    part = parse(_interrupted("三万册旧报搬了新家", row=row))

    assert [article.headline for article in part.articles] == [headline for headline, *_ in NEWS]
    assert ["".join(block.text for block in article.blocks) for article in part.articles] == [
        "".join(paragraphs) for _, *paragraphs in NEWS
    ]
    assert all(list(article.source_lines) == sorted(article.source_lines) for article in part.articles)


def test_a_scrap_that_interrupts_a_sentence_stays_in_its_paragraph() -> None:
    part = parse(_interrupted("人", row=2))

    assert [article.headline for article in part.articles] == [*(each[0] for each in NEWS[:-1]), None]
    assert part.articles[-1].blocks[0].text.replace("人", "") == NEWS[-1][1]


def test_a_heading_below_the_end_of_a_sentence_stays_there() -> None:
    rows = len(_ocr(NEWS[-1][1], 17))
    texts = [block.text for block in parse(_interrupted("夜校今晚开课", row=rows)).articles[-1].blocks]

    assert texts == [NEWS[-1][1], "夜校今晚开课", NEWS[-1][2]]


@pytest.mark.parametrize(
    "pieces",
    [
        ("全城", "", "都来帮忙", "", "人", "", "一册也没有少", "人", "", "街坊排成一列"),
        ("三万册旧报搬了新家", "", "馆长在搬", "", "家时强调", "", "人", "", "全城都来帮忙", "十"),
    ],
)
def test_pieces_of_a_headline_are_no_articles(pieces: Sequence[str]) -> None:
    """OCR cuts large type into pieces, with scraps between them."""
    lines: list[str] = []
    for headline, *paragraphs in NEWS:
        lines += [headline, "", *(each for text in paragraphs for each in [*_ocr(text, 17), ""])]
    at = lines.index(NEWS[-1][0])
    articles = parse(SourceText("a.txt", "utf-8", (*lines[:at], *pieces, *lines[at + 1 :]))).articles

    assert len(articles) == len(NEWS)


def test_a_headline_above_the_day_of_the_issue_is_no_piece_of_that_below() -> None:
    lines = printed(17).lines
    articles = parse(SourceText("a.txt", "utf-8", ("江上的灯", "2024年2月22日　星期四", *lines))).articles
    assert [article.headline for article in articles] == ["江上的灯", *(first for first, *_ in NEWS)]


def test_a_marked_heading_that_is_broken_as_paragraphs_are_is_whole() -> None:
    lines: list[str] = []
    for headline, *paragraphs in NEWS:
        lines += _cut(f"　　## {headline}，{headline}", 17)
        lines += [row for paragraph in paragraphs for row in _cut(f"　　{paragraph}", 17)]
    articles = parse(SourceText("a.md", "utf-8", tuple(lines))).articles
    assert [article.headline for article in articles] == [f"{each}，{each}" for each, *_ in NEWS]


def test_a_headline_below_a_paragraph_that_fills_its_last_row_is_none_of_its_words() -> None:
    lines: list[str] = []
    for headline, *paragraphs in NEWS:
        lines.append(headline)
        for paragraph in paragraphs:
            filled = paragraph[: 17 * 4 - 3]
            lines += _cut(f"　　{filled}。", 17)
    articles = parse(SourceText("a.txt", "utf-8", tuple(lines))).articles
    assert [article.headline for article in articles] == [headline for headline, *_ in NEWS]


def test_a_headline_that_is_broken_as_paragraphs_are_is_whole() -> None:
    lines: list[str] = []
    for headline, *paragraphs in NEWS:
        lines += _cut(f"　　{headline}，{headline}".replace("，", "又"), 17)
        lines += [row for paragraph in paragraphs for row in _cut(f"　　{paragraph}", 17)]
    articles = parse(SourceText("a.txt", "utf-8", tuple(lines))).articles
    assert [article.headline for article in articles] == [f"{each}又{each}" for each, *_ in NEWS]


def test_a_full_row_above_a_short_one_in_which_a_sentence_ends_is_no_heading() -> None:
    lines: list[str] = []
    for headline, *paragraphs in NEWS:
        lines += [
            f"{headline}，街坊们都到渡口来看热闹",
            *(each for text in paragraphs for each in _cut(text, 17)),
        ]
    text = (
        "柳叶洲第二灯笼工厂是我们县出口灯笼",
        "龙头企业。来到厂里，周",
        "岱青走进仓库看了看，又问了去年冬天",
        "的销路。",
    )
    at = lines.index(NEWS[0][2][:17])
    part = parse(SourceText("a.txt", "utf-8", (*lines[:at], *text, *lines[at:])))

    assert len(part.articles) == len(NEWS)


def test_a_row_that_a_reader_has_decided_on_is_not_moved() -> None:
    source = _interrupted("三万册旧报搬了新家", row=2)
    number = source.lines.index("三万册旧报搬了新家") + 1
    claim = Claim(CorrectionKind.STARTS)
    now = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)

    assert (
        parse(source, [Correction("1", anchor_of(source, number), claim, now, now)])
        .articles[-1]
        .source_lines[0][0]
        == number
    )


@pytest.mark.parametrize(
    ("head", "is_cut", "is_verse"),
    [([], True, False), ([], False, True), (["渡口", "何念慈"], True, True)],
    ids=["printed lines", "whole paragraphs", "a poem of somebody in printed lines"],
)
def test_six_short_rows_above_news_are_a_headline_that_ocr_broke_and_else_verse(
    head: list[str], is_cut: bool, is_verse: bool
) -> None:
    news = [row for each in NEWS[0][1:] for row in (_cut(each, 17) if is_cut else [each])]
    verdicts = explain(SourceText("a.txt", "utf-8", (*head, *PIECES, "", *news)))
    roles = {verdict.role for verdict in verdicts[len(head) : len(head) + len(PIECES)]}
    assert (LineRole.PARAGRAPH in roles) == is_verse


def test_a_row_that_lacks_half_a_character_is_full() -> None:
    """Digits are half as wide as Han characters: rows with an odd number of them are half a character short."""
    paragraph = "渡口加开一班船，" + "".join(f"第{n}班在清早五点开，坐了七位乘客，" for n in range(101, 130))
    rows = [""]
    for sign in paragraph:
        if sum(0.5 if each.isascii() else 1 for each in rows[-1] + sign) > 20:
            rows.append("")
        rows[-1] += sign
    found = runs_of(rows_of(SourceText("a.txt", "utf-8", tuple(rows))), {})
    assert [len(run) for run in found] == [len(rows)]


def test_a_headline_set_in_two_lines_is_one() -> None:
    part = parse(printed(8, headings_too=True))
    assert "粮站添了一只电烤箱" in ["".join((article.headline or "").split()) for article in part.articles]


def test_every_printed_line_has_its_verdict() -> None:
    source = printed(12)
    assert [verdict.line for verdict in explain(source)] == list(range(1, len(source.lines) + 1))
    assert [verdict.text for verdict in explain(source)] == [line.strip() for line in source.lines]


def test_a_reader_can_part_what_was_put_together() -> None:
    source = printed(12)
    begin = 3
    claim = Claim(CorrectionKind.ROLE, role=CorrectedRole.SUBHEAD)
    now = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    part = parse(source, (Correction("1", anchor_of(source, begin), claim, now, now),))
    assert [b.text for b in part.articles[0].blocks if b.kind is BlockKind.SUBHEAD] == [
        source.lines[begin - 1]
    ]


@pytest.mark.parametrize(
    "lines",
    [
        [
            "她说回来的时候天就亮了",
            "于是我把灯放在手心里捏",
            "江心里所有人都不再说话",
            "只有篙子一下一下地点水",
        ]
        * 3,
        ["何念慈 女 四十二岁 甲", "郑大壮 男 三十九岁 乙", "孟有田 男 五十一岁 丙", "闻砚秋 女 四十八岁 丁"]
        * 3,
        ["渡口加开一班船", "粮站添了电烤箱", "旧报搬进搪瓷厂", "钟楼的钟修好了"] * 3,
    ],
    ids=["verse", "table", "headings"],
)
def test_what_is_no_running_text_stays_apart(lines: list[str]) -> None:
    rows = rows_of(SourceText("a.txt", "utf-8", tuple(lines)))
    assert [len(run) for run in runs_of(rows, {})] == [1] * len(rows)


NAMED = (
    ("东门渡口加开一班早船", "东门渡口今年添了人手，清早加开一班早船，赶集的菜农不用再等到天亮才过江。"),
    ("粮站验水分不再用牙咬", "柳叶洲粮站验水分从前用牙咬，如今添了一只电烤箱，验一回只要四分钟。"),
    ("旧报册搬进搪瓷厂车间", "图书馆的三万册旧报册搬了家，街坊排成一列，一册一册递进搪瓷厂的旧车间。"),
)


def test_a_headline_as_wide_as_its_column_whose_words_recur_in_the_text_is_one() -> None:
    rows = [row for headline, text in NAMED for row in (headline, *_cut(text, len(headline)))]
    part = parse(SourceText("a.txt", "utf-8", ("江滩日报", "1987年6月12日 第3版", *rows)))
    assert [article.headline for article in part.articles] == [headline for headline, _ in NAMED]
    assert [[block.text for block in article.blocks] for article in part.articles] == [
        [text] for _, text in NAMED
    ]


@pytest.mark.parametrize(
    ("row", "finishes"),
    [
        ("灯添了两盏。（顾知远）", True),
        ("“灯亮了！”（何一舟 文）", True),
        ("添了两盏灯（见右图）", False),
        ("灯添了两盏（顾知远）", False),
    ],
)
def test_who_signs_behind_the_last_sentence_ends_the_paragraph(row: str, finishes: bool) -> None:
    assert is_finished(row) is finishes


def test_the_first_row_of_a_sentence_that_repeats_a_word_is_no_headline() -> None:
    text = "东门渡口的船工昨天修好渡口的石阶，又在渡口两岸各添了一盏灯，夜里过江不再摸黑。"
    rows = ("修好渡口石阶", *_cut(text, 10), *_cut(NAMED[1][1], 10))
    part = parse(SourceText("a.txt", "utf-8", rows))
    assert [block.text for article in part.articles for block in article.blocks] == [text, NAMED[1][1]]


def test_a_row_whose_last_word_goes_on_to_a_pause_is_no_headline() -> None:
    text = "渡口添船要在添人手上发力，围绕渡口添船添人手，把清早的一班开起来，再把夜里的一班开起来。"
    rows = ("修好渡口石阶", *_cut(text, 11), *_cut(NAMED[1][1], 11))
    part = parse(SourceText("a.txt", "utf-8", rows))
    assert [block.text for article in part.articles for block in article.blocks] == [text, NAMED[1][1]]


def test_the_source_of_a_text_is_no_row_of_the_heading_below() -> None:
    width = 17
    texts = (
        "渡口的候船室漏雨多年，今年秋天终于换上了新瓦，等船的人不必再撑伞，工钱由船工和沿岸各村分摊。"
        "候船室里添了长凳，墙上挂着船班的牌子，孩子们放学后坐在那里写字，船工给他们讲江上的故事。",
        "水塔在山坡上，高十二米，能供三条街用水，今早第一批用户拧开龙头，水压很足，孩子们围着看。"
        "管水的老人说，塔里的水每天换一次，夏天早晚各放一回，街上的茶馆从此不用再到江边挑水。",
    )
    source = "（《青石日报》一九五六年六月四日）"
    assert len(source) == width
    rows = [[text[at : at + width] for at in range(0, len(text), width)] for text in texts]
    page = (
        "青石日报",
        "1956年6月12日",
        "候船室换新瓦",
        *rows[0],
        source,
        "修水塔，供清水",
        "本报记者 何一舟",
        *rows[1],
    )
    part = parse(SourceText("a.txt", "utf-8", page))
    assert [article.headline for article in part.articles] == ["候船室换新瓦", "修水塔，供清水"]
