"""Given pages without datelines, when they are parsed, then what their lines have in common tells the articles."""

import pytest

from reader.newspaper.article import SourceText
from reader.newspaper.issue import IssuePart
from reader.parsing import parse

PARAGRAPH = (
    "渡口的老槐树下有一张石桌，夏天的晚上总有人在那里下棋，输的人请喝一碗凉茶。"
    "祖父只看不说话，看到妙处便用烟杆敲一敲鞋底。"
)
OLD = "西門外的茶館近來冷清了許多，掌櫃的說米價一日三漲，誰還有閒錢來喝茶聽書，倒是當舖門口排着長隊、"
VERSES = [
    "江水一夜涨到窗前",
    "船在梦里解了缆绳",
    "谁家的灯还没有熄",
    "照着一册旧账本",
    "风把雁声吹成一行",
    "又吹散在芦苇边上",
]


def part_of(*lines: str) -> IssuePart:
    return parse(SourceText("a.txt", "utf-8", tuple("\n\n".join(lines).split("\n"))))


def headlines_of(part: IssuePart) -> list[str | None]:
    return [article.headline for article in part.articles]


@pytest.mark.parametrize("head", ["# 雁桥日报 2019年6月12日 第8版", "雁桥日报 2019年6月12日 第8版"])
def test_marked_headings_of_an_only_level_are_headlines(head: str) -> None:
    titles = ["石桌", "卖豆腐的人", "一碗面", "老街"]
    page = [line for title in titles for line in (f"## {title}", PARAGRAPH, PARAGRAPH)]

    assert headlines_of(part_of(head, *page)) == titles


@pytest.mark.parametrize("body", ["昨天通车了。", PARAGRAPH])
def test_two_marked_headings_of_the_first_level_are_headlines(body: str) -> None:
    assert headlines_of(part_of("# 新桥通车", body, "# 粮站收粮", body)) == ["新桥通车", "粮站收粮"]


def test_marked_headings_below_text_without_a_heading_are_subheads() -> None:
    part = part_of(
        "夜校记",
        "苏蕙",
        PARAGRAPH,
        "## 灯为谁亮",
        PARAGRAPH,
        "## 课怎么上",
        PARAGRAPH,
        "## 人从哪来",
        PARAGRAPH,
    )

    assert headlines_of(part) == ["夜校记"]


def test_paragraphs_of_a_page_that_end_in_commas_are_finished() -> None:
    part = part_of(
        "雁橋日報 中華民國十九年六月十二日 第四版", "茶館小記（丹翁）", OLD, OLD, "閒話豆腐（老硯）", OLD, OLD
    )

    assert headlines_of(part) == ["茶館小記（丹翁）", "閒話豆腐（老硯）"]
    assert [len(article.blocks) for article in part.articles] == [2, 2]


def test_the_last_verse_is_no_kicker_of_the_next_headline() -> None:
    part = part_of("夜泊", "顾知远", *VERSES, "卖豆腐的人", "程荷", PARAGRAPH, PARAGRAPH)

    assert headlines_of(part) == ["夜泊", "卖豆腐的人"]
    assert part.articles[0].blocks[-1].text == VERSES[-1]
    assert part.articles[1].kicker is None


TITLES = ["石桥", "卖麦芽糖的人", "灯下", "雨后的菜园"]


def test_single_headings_without_names_are_headlines_as_the_first_is() -> None:
    page = [line for title in TITLES for line in (title, PARAGRAPH, PARAGRAPH, PARAGRAPH)]

    assert headlines_of(part_of("雁桥日报 2019年6月12日 第8版", *page)) == TITLES


def test_headings_beside_indented_paragraphs_are_headlines_and_indented_ones_are_subheads() -> None:
    indented = f"　　{PARAGRAPH}"
    part = part_of(
        "渡口一天只开两班船",
        indented,
        "　　船夫",
        indented,
        indented,
        "老街留住了豆浆摊",
        indented,
        "　　摊主",
        indented,
    )

    assert headlines_of(part) == ["渡口一天只开两班船", "老街留住了豆浆摊"]


def test_lines_of_verse_that_end_with_marks_are_no_headings() -> None:
    verses = ["他说，", "河是不会老的，", "老的是桥，", "是桥上数船的人。", "于是，", "他便数云。"]
    part = part_of("河边的人", "闻砚秋", *verses, "一碗面的早晨", "苏荷", PARAGRAPH, PARAGRAPH)

    assert headlines_of(part) == ["河边的人", "一碗面的早晨"]
    assert len(part.articles[0].blocks) == len(verses)


def test_where_every_article_begins_with_a_mark_no_other_line_begins_one() -> None:
    titles = ["石桥", "卖麦芽糖的人", "灯下", "雨后的菜园"]
    page = [
        line
        for title in titles
        for line in (f"## {title}", PARAGRAPH, "来信请寄编辑部", "河边的钟声", PARAGRAPH)
    ]

    assert headlines_of(part_of("# 雁桥日报 2019年6月12日", *page)) == titles


def test_the_kickers_above_marked_headlines_are_theirs() -> None:
    titles = ["渡口加开早班船", "老街亮起新路灯", "菜场办起夜校来", "学校添了小书屋"]
    page = [line for title in titles for line in ("我市为群众办实事", f"## {title}", PARAGRAPH, PARAGRAPH)]
    part = part_of("# 雁桥日报 2019年6月12日", *page)

    assert headlines_of(part) == titles
    assert [article.source_lines[0][0] for article in part.articles] == [3, 11, 19, 27]


FERRY = "渡口今天起加开一班早船，船工老魏说，天不亮就有人在石阶上等着过江。"
SCHOOL = "夜校的灯一直亮到十点，先生们轮流来上课，课本是大家凑钱买的。"
WORKS = "新机器在月底试车，声音比旧的小得多，女工们围在旁边看了一个上午。"
SENTENCE = "镇上的木匠给小学做了四十张新桌子，没有收一分工钱。"


def test_a_word_of_every_day_above_a_text_is_a_headline_though_it_looks_like_a_name() -> None:
    page = (
        "车间里",
        WORKS,
        SENTENCE,
        PARAGRAPH,
        "江上的早船",
        FERRY,
        PARAGRAPH,
        SCHOOL,
        "夜校的灯",
        SCHOOL,
        WORKS,
    )

    assert headlines_of(part_of("雁桥日报 2019年6月12日 第8版", *page)) == [
        "车间里",
        "江上的早船",
        "夜校的灯",
    ]


def test_a_name_below_a_headline_stays_who_wrote_the_text() -> None:
    part = part_of("渡口加开早船", "车间里", FERRY, SCHOOL)

    assert headlines_of(part) == ["渡口加开早船"]


def test_the_same_sentence_in_two_texts_does_not_make_them_one() -> None:
    page = ("井边的树", FERRY + SENTENCE, SCHOOL, "码头见闻", SENTENCE, WORKS, "门前的灯", WORKS + SENTENCE)

    assert headlines_of(part_of("雁桥日报 2019年6月12日 第8版", *page)) == [
        "井边的树",
        "码头见闻",
        "门前的灯",
    ]


def test_a_line_of_the_masthead_as_wide_as_the_column_ends_above_the_headline() -> None:
    day = "1928年6月3日　星期三　第6719号"
    width = len(day)
    text = WORKS + SCHOOL + FERRY + SENTENCE
    rows = [text[i : i + width] for i in range(0, len(text), width)]
    source = SourceText("a.txt", "utf-8", ("雁桥日报", day, "渡口早市开张", *rows))

    assert headlines_of(parse(source)) == ["渡口早市开张"]
