"""Word documents: headings are headlines, pages, subheads; tables and notes are text; what is left out is told."""

import datetime as dt
import random

import pytest
from docx.document import Document

from reader import formats, parsing
from reader.newspaper.article import BlockKind
from reader.newspaper.issue import IssuePart
from tests.formats.container_files import zipped
from tests.formats.documents import days, issue, made, p, raw
from tests.formats.web_pages import AUTHOR, HEADLINE, PARAGRAPHS
from tests.parsing.laws import broken_laws
from tools.fuzz.mutations import mutated_inside


def read(data: bytes, name: str = "同事的/报.docx") -> IssuePart:
    source = formats.decode(data, name)
    part = parsing.parse(source)
    assert broken_laws(source, part) == []
    return part


def heads(part: IssuePart) -> list[tuple[str | None, str | None, str | None]]:
    return [(article.page, article.section, article.headline) for article in part.articles]


def test_headings_are_pages_articles_and_subheads() -> None:
    part = read(issue())
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(2024, 3, 5))
    assert heads(part) == [("1", None, HEADLINE), ("2", None, "江心的雪")]
    first, second = part.articles
    assert tuple(block.text for block in first.blocks) == (
        *PARAGRAPHS,
        "村名\u3000亩数",
        "雁桥村\u3000三百亩",
    )
    assert [credit.names for credit in first.credits] == [("顾知远",)]
    assert [(block.kind, block.text) for block in second.blocks] == [
        (BlockKind.PARAGRAPH, "雪下了一夜。"),
        (BlockKind.PARAGRAPH, "天亮时江面白了。"),
        (BlockKind.SUBHEAD, "渡口"),
        (BlockKind.PARAGRAPH, "渡船停了。"),
    ]
    assert part.reading is not None
    assert (part.reading.format, part.reading.certainty) == ("docx", 0.95)
    assert part.reading.left_out == ("页眉页脚 4 字",)


def test_a_heading_directly_above_headings_is_a_section() -> None:
    def write(document: Document) -> None:
        for section, headlines in {"乡镇": ["渡口添了一条船", "粮站开秤"], "副刊": ["江心的雪"]}.items():
            document.add_heading(section, 1)
            for headline in headlines:
                document.add_heading(headline, 2)
                document.add_paragraph("说来话长。")

    told = [(None, "乡镇", "渡口添了一条船"), (None, "乡镇", "粮站开秤"), (None, "副刊", "江心的雪")]
    assert heads(read(made(write))) == told


def test_a_single_article_has_the_documents_title() -> None:
    def write(document: Document) -> None:
        document.add_heading(HEADLINE, 0)
        document.add_paragraph(AUTHOR)
        document.add_paragraph(PARAGRAPHS[0])

    part = read(made(write), "2024-03-05 雁桥日报.docx")
    assert heads(part) == [(None, None, HEADLINE)]
    assert part.masthead.date == dt.date(2024, 3, 5)


def test_without_headings_the_parser_decides() -> None:
    def write(document: Document) -> None:
        for text in ("雁桥日报", "2024年3月5日 第二版", HEADLINE, AUTHOR, *PARAGRAPHS):
            document.add_paragraph(text)

    source = formats.decode(made(write), "a.docx")
    assert source.stated is None
    part = parsing.parse(source)
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(2024, 3, 5))
    assert [article.headline for article in part.articles] == [HEADLINE]


def test_styles_are_known_by_name_by_what_they_are_based_on_and_by_the_outline() -> None:
    styles = (
        '<w:style w:styleId="a1"><w:name w:val="标题 1"/></w:style>'
        '<w:style w:styleId="a2"><w:name w:val="我的"/><w:basedOn w:val="a1"/></w:style>'
        '<w:style w:styleId="a3"><w:name w:val="Subtitle"/></w:style>'
        '<w:style w:styleId="a4"><w:name w:val="圈"/><w:basedOn w:val="a4"/></w:style>'
    )
    outlined = '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>雪</w:t></w:r></w:p>'
    body = p("船", "a2") + p("渡口", "a3") + p("船来了。", "a4") + outlined + p("雪停了。")
    part = read(raw(body, styles=styles))
    assert [(article.headline, article.decks) for article in part.articles] == [("船", ("渡口",)), ("雪", ())]


def test_footnotes_and_boxes_are_text_and_what_was_deleted_is_not() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    box = f"<w:pict><w:txbxContent>{p('框里的话。')}</w:txbxContent></w:pict>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    drawn = f"<mc:AlternateContent xmlns:mc='m'>{both}</mc:AlternateContent>"
    deleted = (
        "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:ins><w:r><w:t>添上。</w:t></w:r></w:ins>"
    )
    body = p("船", "1") + f"<w:p><w:r><w:t>船来了。</w:t></w:r>{reference}{deleted}<w:r>{drawn}</w:r></w:p>"
    styles = '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    part = read(raw(body, styles=styles, footnotes=f'<w:footnote w:id="2">{p("从前叫白渡。")}</w:footnote>'))
    [article] = part.articles
    assert [block.text for block in article.blocks] == ["船来了。添上。", "框里的话。", "从前叫白渡。"]
    assert part.reading is not None
    assert part.reading.left_out == ("修订中删去的 2 字",)


def test_text_in_content_controls_and_of_unknown_elements_is_read() -> None:
    body = f"<w:sdt><w:sdtContent>{p('控件里的话。')}</w:sdtContent></w:sdt>"
    body += "<w:p><w:smartTag><w:r><w:t>船来了。</w:t></w:r></w:smartTag></w:p>"
    assert formats.decode(raw(body), "a.docx").lines == ("控件里的话。", "船来了。")


def test_what_can_not_be_read_is_said() -> None:
    for data, words in {
        issue()[:900]: "坏了",
        raw(""): "没有文字的 Word",
        raw("<w:p>" * 60 + "</w:p>" * 60): "套得",
        zipped({"word/document.xml": "<document/>"}): "没有正文",
        zipped({"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}): "DTD",
        zipped({"word/document.xml": " " * (20 << 20)}): "坏了",
        zipped({"ppt/slides/slide1.xml": "x"}): "Office",
    }.items():
        with pytest.raises(formats.UnreadableFile, match=words):
            formats.decode(data, "a.docx" if words != "Office" else "a.htm")


@pytest.mark.slow
def test_mutated_documents_are_read_or_refused() -> None:
    chance = random.Random(5)
    for _ in range(100):
        try:
            source = formats.decode(mutated_inside(chance, issue()), "a.docx")
        except formats.UnreadableFile:
            continue
        assert broken_laws(source, parsing.parse(source)) == []


def test_a_short_line_between_a_pages_name_and_a_headline_is_its_kicker() -> None:
    def write(document: Document) -> None:
        document.add_heading("雁桥日报 2024年3月5日", 1)
        document.add_heading("第01版：要闻", 2)
        document.add_paragraph("河道治理三年记")
        for headline in ("渡口添了一条船", "粮站开秤"):
            document.add_heading(headline, 3)
            document.add_paragraph("说来话长。")

    part = read(made(write))
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(2024, 3, 5))
    told = [(article.page, article.kicker, article.headline) for article in part.articles]
    assert told == [("1", "河道治理三年记", "渡口添了一条船"), ("1", None, "粮站开秤")]


def test_a_document_of_several_days_is_none_of_them() -> None:
    with pytest.raises(formats.NotAnIssue, match="合订本"):
        formats.decode(days("2024年3月5日", "2024年3月6日"), "a.docx")


def test_no_heading_is_lost_whatever_is_below_it() -> None:
    def write(document: Document) -> None:
        document.add_heading("乡镇", 1)
        for headline in ("渡口添了一条船", "粮站开秤"):
            document.add_heading(headline, 2)
            document.add_paragraph("说来话长。")
        document.add_heading("编者的话", 1)
        document.add_paragraph("这一期的船，下一期再说。")
        document.add_heading("空栏目", 1)

    part = read(made(write))
    assert heads(part) == [
        (None, "乡镇", "渡口添了一条船"),
        (None, "乡镇", "粮站开秤"),
        (None, None, "编者的话"),
    ]
    assert "空栏目" in formats.decode(made(write), "a.docx").lines


def cell(text: str, merge: str = "", span: int = 1) -> str:
    paragraphs = "".join(map(p, text.split("\n"))) if text else "<w:p/>"
    grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f"<w:tc><w:tcPr>{grid}{merge}</w:tcPr>{paragraphs}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


BEGINS = '<w:vMerge w:val="restart"/>'
GOES_ON = "<w:vMerge/>"


def test_a_cell_that_goes_on_into_rows_below_holds_for_these() -> None:
    source = formats.decode(
        raw(
            p("雁桥日报 2024年3月5日")
            + "".join(map(p, PARAGRAPHS))
            + table(
                cell("渡口") + cell("时间") + cell("班次"),
                cell("柳湾", BEGINS) + cell("早上") + cell("六班"),
                cell("", GOES_ON) + cell("晚上") + cell("四班"),
                cell("沙洲", span=2) + cell("两班"),
            )
        ),
        "报.docx",
    )
    assert source.lines[-3:] == ("柳湾\u3000早上\u3000六班", "柳湾\u3000晚上\u3000四班", "沙洲\u3000两班")


def test_a_table_whose_columns_are_named_has_an_article_a_row() -> None:
    first, second, third = PARAGRAPHS
    data = raw(
        p("雁桥日报 2024年3月5日")
        + table(
            cell("版次") + cell("标题") + cell("备注") + cell("正文"),
            cell("2", BEGINS) + cell(HEADLINE) + cell("待核") + cell(f"{first}\n{second}"),
            cell("", GOES_ON) + cell("江心的雪") + cell("") + cell(third),
        )
    )
    part = read(data)
    assert (part.masthead.title, part.masthead.date) == ("雁桥日报", dt.date(2024, 3, 5))
    assert heads(part) == [("2", None, HEADLINE), ("2", None, "江心的雪")]
    assert [[block.text for block in article.blocks] for article in part.articles] == [
        [first, second],
        [third],
    ]
    assert part.reading is not None
    assert part.reading.left_out == ("没有用到的列：备注",)


def test_columns_of_text_beside_each_other_are_read_one_after_the_other() -> None:
    first, second, third = PARAGRAPHS
    data = raw(
        p("雁桥日报 2024年3月5日")
        + table(
            cell("渡口添了一条船") + cell("江心的雪"), cell(f"{first}\n{second}") + cell(f"{third}\n{first}")
        )
    )
    assert formats.decode(data, "报.docx").lines == (
        "雁桥日报 2024年3月5日",
        "渡口添了一条船",
        first,
        second,
        "江心的雪",
        third,
        first,
    )
