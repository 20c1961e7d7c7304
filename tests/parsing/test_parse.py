"""Given a page as papers print them, when it is parsed, then its articles are what a person would say they are."""

import pytest

from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, SourceText
from reader.newspaper.issue import IssuePart
from reader.parsing import explain, parse
from reader.parsing.weights import LineFeature, LineRole

BODY = "渡口从今天起加开一班船，票价不变，首班船提前到五点二十分，末班船延到二十一点，逢集日另加两班。"
NEWS = f"本报讯（记者 尤嘉木）1月26日，{BODY}"


def part_of(*lines: str) -> IssuePart:
    return parse(SourceText("a.txt", "utf-8", tuple(lines)))


def blocks_of(article: Article) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in article.blocks]


def test_articles_without_heading_marks() -> None:
    part = part_of("渡口加开一班船", "", NEWS, "", BODY, "", "旧钟楼今起维修", "", NEWS)
    assert [article.headline for article in part.articles] == ["渡口加开一班船", "旧钟楼今起维修"]
    assert [article.source_lines for article in part.articles] == [((1, 1), (3, 3), (5, 5)), ((7, 7), (9, 9))]


def test_three_storeys() -> None:
    (article,) = part_of("闻砚秋在渡口调研时强调", "把船开到家门口", "何渡生、陆小满参加", NEWS).articles
    assert article.kicker == "闻砚秋在渡口调研时强调"
    assert article.headline == "把船开到家门口"
    assert article.decks == ("何渡生、陆小满参加",)


def test_kicker_and_headline_on_one_line() -> None:
    (article,) = part_of("## 闻砚秋在渡口调研时强调 把船开到家门口 让百姓少等半小时", "", NEWS).articles
    assert (article.kicker, article.headline) == ("闻砚秋在渡口调研时强调", "把船开到家门口 让百姓少等半小时")


def test_a_headline_broken_over_two_marked_lines() -> None:
    (article,) = part_of("## 把渡船一直开到", "", "## 每个人的家门口", "", NEWS).articles
    assert article.headline == "把渡船一直开到 每个人的家门口"


def test_a_heading_of_the_level_below_that_of_articles_is_a_deck_and_those_below_it_are_subheads() -> None:
    story = ("## 渡口加开一班船", "", "### 逢集日另加两班", "", NEWS, "", "#### 票价不变", "", BODY, "")
    first, *others = part_of(*story, "## 旧钟楼今起维修", "", NEWS, "", "## 米市清早开秤", "", NEWS).articles
    assert (first.headline, first.decks, first.section) == ("渡口加开一班船", ("逢集日另加两班",), None)
    assert [text for kind, text in blocks_of(first) if kind is BlockKind.SUBHEAD] == ["票价不变"]
    assert [each.headline for each in others] == ["旧钟楼今起维修", "米市清早开秤"]


def test_a_heading_above_those_of_several_articles_is_a_section() -> None:
    news = [line for name in "甲乙丙丁戊己" for line in (f"### {name}渡口加开一班船", "", NEWS, "")]
    articles = part_of("## 要闻", "", *news[:12], "## 市井", "", *news[12:]).articles
    assert [each.headline for each in articles] == [f"{name}渡口加开一班船" for name in "甲乙丙丁戊己"]
    assert [each.section for each in articles if each.section] == ["要闻", "市井"]


def test_a_deck_behind_a_dash_and_bylines_on_two_lines() -> None:
    (article,) = part_of(
        "渡口三十年", "——写在大桥通车之际", "雁桥日报全媒体记者/尤嘉木", "通讯员/郑大壮", "", BODY
    ).articles
    assert article.decks == ("——写在大桥通车之际",)
    assert [(c.role.value, c.names) for c in article.credits] == [
        ("reporter", ("尤嘉木",)),
        ("correspondent", ("郑大壮",)),
    ]
    assert blocks_of(article) == [(BlockKind.PARAGRAPH, BODY)]


def test_a_section_label_a_letter_and_its_writer() -> None:
    first, second = part_of(
        "读者来信",
        "",
        "大钟准了",
        "",
        "褚良材",
        "",
        f"编辑同志：{BODY}",
        "",
        "谢谢那位撑伞的人",
        "",
        f"编辑同志：{BODY}",
    ).articles
    assert (first.section, first.headline, first.credits[0].names) == ("读者来信", "大钟准了", ("褚良材",))
    assert (second.section, second.headline) == (None, "谢谢那位撑伞的人")


def test_subheads_are_no_articles() -> None:
    (article,) = part_of(
        "渡口三十年", "", "本报记者 尤嘉木", "", BODY, "", "一条旧船", "", BODY, "", "一张船票", "", BODY
    ).articles
    assert [text for kind, text in blocks_of(article) if kind is BlockKind.SUBHEAD] == [
        "一条旧船",
        "一张船票",
    ]


def test_subheads_marked_otherwise_than_headlines() -> None:
    part = part_of("#### 渡口三十年", NEWS, "## 一条旧船", BODY, "#### 旧钟楼今起维修", NEWS)
    assert [article.headline for article in part.articles] == ["渡口三十年", "旧钟楼今起维修"]


def test_a_paragraph_that_a_column_end_broke_is_one() -> None:
    (article,) = part_of("渡口加开一班船", "", NEWS[:30], "", NEWS[30:], "", BODY).articles
    assert article.blocks[0] == Block(BlockKind.PARAGRAPH, NEWS, ((3, 3), (5, 5)))
    assert len(article.blocks) == 2


def test_a_name_cut_by_the_break_is_whole_again() -> None:
    (article,) = part_of("渡口加开一班船", "", f"{NEWS}站长何渡", "", f"生说，{BODY}").articles
    assert "站长何渡生说" in article.blocks[0].text


def test_a_credit_cut_by_the_break_is_read_whole() -> None:
    (article,) = part_of(
        "渡口加开一班船", "", "本报讯（记者 尤嘉", "", f"木 通讯员 郑大壮）1月26日，{BODY}"
    ).articles
    assert [credit.names for credit in article.credits] == [("尤嘉木",), ("郑大壮",)]


def test_a_picture_may_stand_between_two_halves() -> None:
    (article,) = part_of(
        "渡口加开一班船", "", NEWS[:40], "", "", "首班船离岸。记者/贺一舟 摄", "", NEWS[40:]
    ).articles
    assert blocks_of(article) == [
        (BlockKind.PARAGRAPH, NEWS),
        (BlockKind.CAPTION, "首班船离岸。记者/贺一舟 摄"),
    ]


def test_paragraphs_that_were_two_stay_two() -> None:
    (article,) = part_of("渡口加开一班船", NEWS, BODY, BODY).articles
    assert len(article.blocks) == 3


def test_verse_keeps_its_lines() -> None:
    verse = [
        "天还没有亮，江已经亮了",
        "先亮的是船尾的马灯",
        "照见一担水芹",
        "和一只不肯买票的鹅",
        "我问回来呢",
        "她说回来天就亮了",
    ]
    (article,) = part_of("渡口的钟点", "", "何平川", "", *verse).articles
    assert [block.text for block in article.blocks] == verse


def test_columns_that_were_typed_line_by_line_become_paragraphs() -> None:
    wrapped = [NEWS[i : i + 16] for i in range(0, len(NEWS), 16)]
    (article,) = part_of(
        "雁江日报",
        "1985年3月4日",
        "渡口加开一班船",
        "　　" + wrapped[0],
        *wrapped[1:],
        *[
            line
            for start in range(2)
            for line in ["　　" + BODY[:14], *[BODY[i : i + 16] for i in range(14, len(BODY), 16)]]
        ],
    ).articles
    assert [block.text for block in article.blocks] == [NEWS, BODY, BODY]


def test_the_two_ends_of_a_jump() -> None:
    first, second = part_of(
        "渡口加开一班船", "", NEWS, "▶▶下转04版", "", "旧钟楼今起维修", "", f"（上接01版）{BODY}", "", BODY
    ).articles
    assert (first.jump_to, first.jump_from, first.kind) == ("4", None, ArticleKind.ARTICLE)
    assert (second.jump_from, second.kind) == ("1", ArticleKind.CONTINUATION)
    assert blocks_of(second)[:2] == [(BlockKind.JUMP, "（上接01版）"), (BlockKind.PARAGRAPH, BODY)]
    assert [block.source_lines for block in second.blocks[:2]] == [((8, 8),), ((8, 8),)]


def test_a_jump_mark_at_the_end_of_a_paragraph() -> None:
    (article,) = part_of("渡口加开一班船", NEWS + "（下转第四版）").articles
    assert article.jump_to == "4"
    assert blocks_of(article) == [(BlockKind.PARAGRAPH, NEWS), (BlockKind.JUMP, "（下转第四版）")]


def test_notices_are_one_article() -> None:
    news, notices = part_of(
        "渡口加开一班船",
        "",
        NEWS,
        "",
        "启事",
        "",
        "·遗失自行车执照07716号一枚，声明作废",
        "·二手家具 出让五斗橱一只，抽屉四个",
    ).articles
    assert news.kind is ArticleKind.ARTICLE
    assert (notices.kind, notices.section, len(notices.blocks)) == (ArticleKind.NOTICES, "启事", 2)


def test_what_belongs_nowhere_is_kept_with_a_warning() -> None:
    part = part_of(BODY, "", "渡口加开一班船", "", NEWS)
    assert [article.kind for article in part.articles] == [ArticleKind.UNPLACED, ArticleKind.ARTICLE]
    assert [remark.line for remark in part.warnings] == [1]


def test_stray_spaces_go_and_meant_ones_stay() -> None:
    (article,) = part_of(
        "把船开到家门口 让百姓少等半小时", "", "本报讯（记者 尤嘉木 陆小满）渡 口从今 天起用 GPS 报时。"
    ).articles
    assert article.headline == "把船开到家门口 让百姓少等半小时"
    assert article.blocks[0].text == "本报讯（记者 尤嘉木 陆小满）渡口从今天起用 GPS 报时。"


def test_one_article_a_file_with_a_record_above_it() -> None:
    part = part_of("# 春耕忙", "李明", "1956-03-12", "第2版(农业)", "专栏：", "", NEWS)
    (article,) = part.articles
    assert (article.headline, article.page, article.credits[0].names) == ("春耕忙", "2", ("李明",))
    assert str(part.masthead.date) == "1956-03-12"


def test_an_empty_file_has_no_articles() -> None:
    assert part_of().articles == part_of("", " ", "\t").articles == ()


@pytest.mark.parametrize("stray", ["2024年4月11日 星期四", "责编：温玉", "A02 要闻"])
def test_a_sentence_goes_on_past_the_head_of_a_page(stray: str) -> None:
    first = (
        "在闸口，副市长察看闸门的运行情况，听了管理所的汇报，要求管理单位加强值班值守，按时巡堤，不漏掉一处险"
    )
    second = "情，做到及时报告、及时处置。会上还通报了去年的汛情，各县区作了发言。"
    part = part_of("渡口加开一班船", "", NEWS, "", first, "", stray, "", second)
    assert first + second in [block.text for article in part.articles for block in article.blocks]


@pytest.mark.parametrize("line", ["责任编辑：温玉 何平川", "编辑：温玉 校对：何平川"])
def test_who_edited_is_told_of_an_article_where_there_is_no_page(line: str) -> None:
    def editors(*lines: str) -> list[str]:
        part = part_of(*lines)
        return [name for article in part.articles for credit in article.credits for name in credit.names]

    article = ("渡口加开一班船", "", NEWS, "", "会上还通报了去年的汛情，各县区作了发言。", "", line)
    assert {"温玉", "何平川"} <= set(editors(*article))
    assert not {"温玉", "何平川"} & set(editors("A02 要闻", "", *article))


def test_a_verdict_says_what_decided() -> None:
    verdicts = explain(SourceText("a.txt", "utf-8", ("渡口加开一班船", "", NEWS)))
    assert [(verdict.line, verdict.role) for verdict in verdicts] == [
        (1, LineRole.HEADLINE),
        (3, LineRole.OPENING),
    ]
    assert LineFeature.BEFORE_NEWS in [feature for feature, _ in verdicts[0].decided_by]
    assert all(verdict.margin > 0 for verdict in verdicts)


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    ["# 渡口加开一班船", NEWS, "首班船离岸。记者/贺一舟 摄", BODY[:20], "▶▶下转04版", "·遗失执照，声明作废"],
)
def test_a_file_of_very_many_lines_is_one_pass(line: str) -> None:
    """What grows with the square of the lines would meet the time limit of a test here."""
    part = part_of(*[line] * 10_000)
    assert (
        sum(last - first + 1 for article in part.articles for first, last in article.source_lines) == 10_000
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", ["江", "（", "▶", "江 ", "张三 ", "#", "1", "，", "本报讯（记者 张三）今天，天晴。"]
)
def test_a_line_of_a_million_characters_is_one_pass(line: str) -> None:
    part = part_of(line * (1_000_000 // len(line)))
    assert len(part.articles) == 1


@pytest.mark.parametrize("mark", ["（上接第一版）", "◀◀上接01版 ", "（续第一版）", "（上接第版）"])
def test_a_jump_line_that_shares_its_line_with_text_begins_another_article(mark: str) -> None:
    first, second = part_of("渡口加开一班船", "", NEWS, "", BODY, "", f"{mark}{BODY}", "", BODY).articles
    assert (first.kind, second.kind) == (ArticleKind.ARTICLE, ArticleKind.CONTINUATION)
    assert blocks_of(second)[:2] == [(BlockKind.JUMP, mark.strip()), (BlockKind.PARAGRAPH, BODY)]


@pytest.mark.parametrize("blank", ["<p> </p>", "<p></p>", "<p>&nbsp;</p>", "# <p>\u3000</p>", "</div>"])
def test_tags_around_nothing_are_no_words(blank: str) -> None:
    part = part_of("渡口加开一班船", blank, NEWS, blank, BODY)
    [article] = part.articles
    assert [text for _, text in blocks_of(article)] == [NEWS, BODY]
    assert part.masthead.source_lines == ((2, 2), (4, 4))
