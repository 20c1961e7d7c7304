"""An article becomes a page, and a page becomes text, Markdown and HTML, with no word lost."""

import html.parser
import re
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtGui import QTextBlock, QTextDocument

from reader.export import article_text
from reader.export.article_text import PageBlock, PageBlockKind, page_blocks
from reader.newspaper.article import Article, ArticleKind, BlockKind, Credit, Role
from reader.newspaper.facts import IssueFacts, Rule, fact_by, facts_as_stored
from reader.newspaper.holdings import IssueRow, StoredArticle
from reader.newspaper.issue import DateOrigin, TitleOrigin
from tests.invented_article import ISSUE, STORED, block, stored


def kinds(article: StoredArticle) -> list[str]:
    return [page_block.kind.value for page_block in page_blocks(article)]


def only(article: StoredArticle, kind: PageBlockKind) -> article_text.PageBlock:
    (found,) = [page_block for page_block in page_blocks(article) if page_block.kind is kind]
    return found


def test_a_page_is_set_in_the_order_it_is_read() -> None:
    assert kinds(STORED) == [
        *("folio", "section", "kicker", "headline", "deck", "byline", "paragraph", "paragraph", "subhead"),
        *("paragraph", "caption", "paragraph", "subhead", "paragraph", "paragraph", "paragraph", "jump"),
    ]


@pytest.mark.parametrize(
    ("article", "line"),
    [
        (STORED, "——《雁桥日报》1987年6月12日第02版"),
        (stored(page=None), "——《雁桥日报》1987年6月12日"),
        (
            stored(issue=replace(ISSUE, date_origin=DateOrigin.INFERRED)),
            "——《雁桥日报》1987年6月12日（来历未记）第02版",
        ),
        (
            stored(issue=replace(ISSUE, newspaper_origin=TitleOrigin.FILE_NAME)),
            "——《雁桥日报》（据路径）1987年6月12日第02版",
        ),
        (
            stored(issue=replace(ISSUE, newspaper_origin=TitleOrigin.CN_NUMBER)),
            "——《雁桥日报》1987年6月12日第02版",
        ),
        (stored(issue=replace(ISSUE, date=None)), "——《雁桥日报》6月12日 年份不详第02版"),
        (stored(issue=replace(ISSUE, newspaper="", date=None, month_day=None)), "——日期不详第02版"),
    ],
)
def test_the_line_under_a_quotation_tells_what_is_known(article: StoredArticle, line: str) -> None:
    assert article_text.source_line(article) == line


NO_DAY = replace(ISSUE, date=None, date_origin=None, month_day=None)
YEAR = facts_as_stored(IssueFacts(year=fact_by(Rule.YEAR_IN_PATH, 1962, "1962/第3期.txt")))


@pytest.mark.parametrize(
    ("issue", "date"),
    [
        (ISSUE, "1987年6月12日　星期五"),
        (replace(ISSUE, date_origin=DateOrigin.INFERRED), "1987年6月12日　星期五（来历未记）"),
        (replace(ISSUE, date_origin=DateOrigin.FILE_NAME), "1987年6月12日　星期五（据文件名）"),
        (replace(ISSUE, date=None, date_origin=None), "6月12日（年份不详）"),
        (NO_DAY, "日期不详"),
        (
            replace(ISSUE, date=None, date_origin=None, month_day=None, stored_facts=YEAR),
            "1962 年（据路径推定），哪天不详",
        ),
        (replace(NO_DAY, month_day="06-12", stored_facts=YEAR), "6月12日（年份不详）"),
    ],
)
def test_the_folio_tells_paper_page_and_date_and_how_sure_the_date_is(issue: IssueRow, date: str) -> None:
    folio = only(stored(issue=issue), PageBlockKind.FOLIO)
    assert folio.parts == ("雁桥日报", "02版", date)
    assert folio.text == f"雁桥日报　第02版　{date}"


@pytest.mark.parametrize(
    ("page", "text"), [("A4", "雁桥日报　第A04版"), ("12", "雁桥日报　第12版"), (None, "雁桥日报")]
)
def test_the_folio_leaves_out_a_page_that_is_not_known(page: str | None, text: str) -> None:
    assert only(stored(page=page), PageBlockKind.FOLIO).text == f"{text}　1987年6月12日　星期五"


def test_credits_inside_a_sentence_or_a_caption_stay_there_and_the_others_make_the_byline() -> None:
    assert only(STORED, PageBlockKind.BYLINE).text == "本报记者　顾知远　　通讯员　陆小满"
    inside = Credit(Role.REPORTER, ("周岱青",), "记者 周 岱青")
    report = stored(credits=(inside,), blocks=(block("本报讯（记者周岱青）磅秤亮到天亮。"),))
    assert "byline" not in kinds(report)


def test_a_credit_printed_once_for_two_roles_is_set_once() -> None:
    line = "记者 顾知远 通讯员 陆小满"
    both = (Credit(Role.REPORTER, ("顾知远",), line), Credit(Role.CORRESPONDENT, ("陆小满",), line))
    assert only(stored(credits=both), PageBlockKind.BYLINE).text == line


@pytest.mark.parametrize(
    ("dateline", "credit", "rest"),
    [
        ("本报讯", "（记者苗小禾）", "渡口今起执行夏令时刻。"),
        ("雁桥日报讯", "(全媒体记者/陶一苇 通讯员/孟晓禾)", "两馆相距780米。"),
        ("本报讯", "", "　日夜校本月14日开课。"),
        ("据新华社电", "", "天文专家介绍，流星雨将来。"),
        ("新华社北京6月11日电", "（记者何川）", "会议昨日闭幕。"),
        ("本报柳叶洲12日专电", "", "便桥通车。"),
        ("本报讯", "", "（三人一组）的板车队走了。"),
        ("", "", "本报通讯员在趸船边站了一夜。"),
        ("", "", "新华社电视台的同志也来了。"),
        ("", "", "雁桥日报社昨日举行通讯员座谈会。"),
        ("", "", "馆长闻砚秋立在台阶上。"),
    ],
)
def test_a_dateline_is_told_from_the_credit_behind_it_and_from_the_sentence(
    dateline: str, credit: str, rest: str
) -> None:
    paragraph = only(stored(blocks=(block(dateline + credit + rest),)), PageBlockKind.PARAGRAPH)
    assert paragraph.text[: paragraph.dateline] == dateline
    assert paragraph.text[paragraph.dateline : paragraph.credit] == credit


@pytest.mark.parametrize(
    ("text", "jump_from", "jump_to", "target"),
    [
        ("▶▶下转04版", None, "4", "4"),
        ("◀◀上接01版", "1", None, "1"),
        ("◀◀上接A01版", "A1", "A4", "A1"),
        ("▶▶下转A04版", "A1", "A4", "A4"),
        ("（下接A04版）", "A1", "A4", "A4"),
        ("（紧接A01版）", "A1", "A4", "A1"),
        ("（转下页）", None, None, None),
    ],
)
def test_a_jump_line_knows_the_page_at_its_other_end(
    text: str, jump_from: str | None, jump_to: str | None, target: str | None
) -> None:
    article = stored(jump_from=jump_from, jump_to=jump_to, blocks=(block(text, BlockKind.JUMP),))
    assert only(article, PageBlockKind.JUMP).target_page == target


def a_story(*endings: str, jump_to: str | None = None) -> tuple[StoredArticle, StoredArticle]:
    """Two parts; the first ends with `endings`, the second leads on to `jump_to`."""
    first = stored(
        headline="渡口添了两口大钟",
        page="1",
        jump_to="4",
        blocks=(*map(block, endings), block("▶▶下转04版", BlockKind.JUMP)),
    )
    onward = (block("▶▶下转06版", BlockKind.JUMP, 8),) if jump_to else ()
    second = stored(
        headline="大钟不误点",
        page="4",
        jump_from="1",
        jump_to=jump_to,
        blocks=(block("◀◀上接01版", BlockKind.JUMP), block("家都不再看日头。"), block("站长说好。"), *onward),
    )
    return first, second


def body(*parts: StoredArticle) -> list[str]:
    shown = page_blocks(*parts)
    return [each.text for each in shown if each.kind not in article_text.HEAD and each.kind.value != "folio"]


def test_a_story_in_two_parts_has_a_seam_that_tells_page_and_headline() -> None:
    parts = a_story("钟声响了。")
    assert body(*parts) == ["钟声响了。", "—— 接 04版　大钟不误点 ——", "家都不再看日头。", "站长说好。"]
    assert [each.printed for each in page_blocks(*parts)][-4:] == [((0, 0),), ((1, 0),), ((1, 0),), ((1, 0),)]
    assert only_of(parts, PageBlockKind.HEADLINE).text == "渡口添了两口大钟"
    assert only_of(parts, PageBlockKind.FOLIO).parts[1] == "01版"


def test_a_paragraph_that_runs_over_the_seam_is_one_and_belongs_to_both_parts() -> None:
    parts = a_story("钟声响了，大")
    assert body(*parts) == [
        "钟声响了，大家都不再看日头。",
        "—— 接 04版（上面有一段跨版）　大钟不误点 ——",
        "站长说好。",
    ]
    crossing = page_blocks(*parts)[-3]
    assert crossing.printed == ((0, 0), (1, 6))
    assert [crossing.text_in(part) for part in (0, 1)] == ["钟声响了，大", "家都不再看日头。"]


def test_a_jump_line_out_of_the_story_stays() -> None:
    parts = a_story("钟声响了。", jump_to="6")
    last = page_blocks(*parts)[-1]
    assert (last.text, last.target_page) == ("▶▶下转06版", "6")


def test_a_jump_line_into_the_story_from_elsewhere_stays_before_it() -> None:
    first, second = a_story("钟声响了。")
    back = block("◀◀上接02版", BlockKind.JUMP)
    first = replace(
        first, article=replace(first.article, jump_from="2", blocks=(back, *first.article.blocks[:1]))
    )
    assert body(first, second)[:2] == ["◀◀上接02版", "钟声响了。"]


def test_words_are_marked_in_what_was_printed_with_the_article_and_in_no_folio_and_no_seam() -> None:
    blocks = page_blocks(*a_story("钟声响了。"))
    texts = dict(zip((each.kind for each in blocks), article_text.markable_texts(blocks), strict=True))
    assert (texts[PageBlockKind.FOLIO], texts[PageBlockKind.SEAM]) == ("", "")
    assert texts[PageBlockKind.HEADLINE] == "渡口添了两口大钟"
    assert article_text.markable_texts(blocks)[-1] == "站长说好。"


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [("1", "4", "跨版：01版 → 04版"), (None, "A4", "跨版：？版 → A04版"), ("1", None, "跨版：01版 → ？版")],
)
def test_the_pages_of_a_story_are_told_in_words(first: str | None, second: str | None, words: str) -> None:
    assert article_text.over_pages(first, second) == words


def only_of(parts: tuple[StoredArticle, ...], kind: PageBlockKind) -> PageBlock:
    (found,) = [each for each in page_blocks(*parts) if each.kind is kind]
    return found


def test_as_text_reads_like_the_page() -> None:
    text = article_text.as_text(
        stored(
            blocks=(
                block("江上有雾。"),
                block("·寻伞一把", BlockKind.NOTICE),
                block("·寻人", BlockKind.NOTICE),
            )
        )
    )
    assert text == (
        "雁桥日报　第02版　1987年6月12日　星期五\n\n"
        "图书馆里\n雁桥新馆昨起试开放　首批读者凭旧证入馆\n三万册旧报刊，一夜之间有了新家\n"
        "——江城图书馆迁址收尾，地方文献室七月起借阅\n本报记者　顾知远　　通讯员　陆小满　　"
        "本报记者　贺一舟　摄\n\n"
        "江上有雾。\n\n·寻伞一把\n·寻人\n"
    )


@pytest.mark.parametrize(
    ("printed", "markdown"),
    [
        ("价目*面议*，_急_", r"价目\*面议\*，\_急\_"),
        ("# 不是标题", r"\# 不是标题"),
        ("1987. 那一年", r"1987\. 那一年"),
        ("- 一根扁担", r"\- 一根扁担"),
        ("[注] <见> A&amp;B", r"\[注\] \<见\> A\&amp;B"),
    ],
)
def test_markdown_takes_no_printed_character_for_a_sign(printed: str, markdown: str) -> None:
    assert article_text.as_markdown(stored(blocks=(block(printed),))).endswith(f"\n\n{markdown}\n")


def test_markdown_has_headings_and_a_dateline_in_bold() -> None:
    markdown = article_text.as_markdown(STORED)
    assert "\n\n# 三万册旧报刊，一夜之间有了新家\n\n" in markdown
    assert "\n\n## 板车队走了二十六天\n\n" in markdown
    assert "\n\n**本报讯**　昨日清晨" in markdown


def test_html_is_an_article_that_escapes_what_was_printed() -> None:
    fragment = article_text.as_html(stored(headline="<script>与&", blocks=(block('本报讯 "A<B"'),)))
    assert fragment.startswith('<article lang="zh">\n')
    assert "<h1>&lt;script&gt;与&amp;</h1>" in fragment
    assert '<p><b class="dateline">本报讯</b> &quot;A&lt;B&quot;</p>' in fragment


class _Text(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12)
ARTICLES = st.builds(
    Article,
    key=st.just("k"),
    kind=st.sampled_from(ArticleKind),
    page=st.none() | st.just("A4"),
    section=st.none() | WORDS,
    kicker=st.none() | WORDS,
    headline=st.none() | WORDS,
    decks=st.lists(WORDS, max_size=2).map(tuple),
    credits=st.lists(st.builds(Credit, st.sampled_from(Role), st.just(("甲",)), WORDS), max_size=3).map(
        tuple
    ),
    blocks=st.lists(st.builds(block, WORDS, st.sampled_from(BlockKind)), max_size=5).map(tuple),
)


@given(ARTICLES)
def test_every_printed_word_is_on_every_page(article: Article) -> None:
    whole = replace(STORED, article=article)
    printed = [*filter(None, (article.section, article.kicker, article.headline)), *article.decks]
    printed += [*article_text.standing_credits(article), *(part.text for part in article.blocks)]
    parser = _Text()
    parser.feed(article_text.as_html(whole))
    parser.close()
    unescaped = re.sub(r"\\([!-/:-@\[-`{-~])|\*\*", r"\1", article_text.as_markdown(whole))
    for text in (article_text.as_text(whole), parser.text, unescaped):
        for words in printed:
            assert words in text


HOSTILE_WORDS = st.lists(
    st.sampled_from(
        [
            *(
                "\x1b]0;甲\x07",
                "\x00",
                "\r",
                "\n",
                "\r\n",
                "\u2028",
                "\u202e",
                "\ud800",
                "\t",
                "    ",
                "甲",
                "a",
            ),
            *(
                "](javascript:alert(1))",
                "[甲]",
                "![",
                "<script>",
                "<img src=x onerror=y>",
                "</article>",
                "<!--",
            ),
            *(
                "# ",
                "---",
                "===",
                "> ",
                "- ",
                "1. ",
                "```",
                "~~~",
                "`",
                "**",
                "&lt;",
                "\\",
                "<http://a.b>",
                "|",
            ),
        ]
    ),
    max_size=6,
).map("".join)
HOSTILE_ARTICLES = st.builds(
    lambda newspaper, storeys, text, kinds: stored(
        issue=replace(ISSUE, newspaper=newspaper),
        section=storeys[0],
        kicker=storeys[1],
        headline=storeys[2],
        decks=(storeys[3],),
        credits=(Credit(Role.REPORTER, (storeys[4],), storeys[5]),),
        blocks=tuple(block(text, kind) for kind in kinds),
    ),
    HOSTILE_WORDS,
    st.lists(HOSTILE_WORDS, min_size=6, max_size=6),
    HOSTILE_WORDS,
    st.lists(st.sampled_from(BlockKind), max_size=3),
)


class _Tags(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_comment(self, data: str) -> None:
        self.tags.add("<!--")


def steers(text: str) -> bool:
    return any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") and c not in "\n\t" for c in text)


@given(HOSTILE_ARTICLES)
def test_no_format_holds_control_characters(article: StoredArticle) -> None:
    for text in (
        article_text.as_text(article),
        article_text.as_markdown(article),
        article_text.as_html(article),
    ):
        assert not steers(text)


@given(HOSTILE_ARTICLES)
def test_nothing_that_was_printed_is_html(article: StoredArticle) -> None:
    parser = _Tags()
    parser.feed(article_text.as_html(article))
    parser.close()
    assert parser.tags <= {"article", "h1", "h2", "p", "b", "figure", "figcaption"}
    assert parser.attributes <= {"class", "lang"}


@given(HOSTILE_ARTICLES)
def test_nothing_that_was_printed_is_a_link_a_picture_or_html_in_markdown(
    qapp: object, article: StoredArticle
) -> None:
    markdown = article_text.as_markdown(article)
    document = QTextDocument()
    document.setMarkdown(markdown, QTextDocument.MarkdownFeature.MarkdownDialectCommonMark)
    shown = document.toHtml()
    assert "<a " not in shown
    assert "<img" not in shown
    levels = [block.blockFormat().headingLevel() for block in blocks_of(document)]
    page = article_text.page_blocks(article)
    for level, kind in ((1, PageBlockKind.HEADLINE), (2, PageBlockKind.SUBHEAD)):
        assert levels.count(level) <= sum(block.kind is kind for block in page)


def blocks_of(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def test_the_folio_says_that_a_name_is_estimated() -> None:
    estimated = replace(ISSUE, newspaper_origin=TitleOrigin.FOLDER)
    assert only(stored(issue=estimated), PageBlockKind.FOLIO).parts[0] == "雁桥日报（据文件夹推定）"
    unknown = replace(ISSUE, newspaper="", newspaper_origin=None)
    assert only(stored(issue=unknown), PageBlockKind.FOLIO).parts[0] == ""
