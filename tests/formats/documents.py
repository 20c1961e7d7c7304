"""Invented tables, and Word documents: as Word writes them (made by python-docx), and made of their parts."""

import io
from collections.abc import Callable

import docx
from docx.document import Document

from tests.formats.container_files import zipped
from tests.formats.web_pages import AUTHOR, HEADLINE, PARAGRAPHS

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ROWS = '标题,日期,版次,正文\n渡口,2024-03-05,第02版,"船来了，\n又走了。"\n雪,20240306,A3,江面白了。\n'
TABLES = (
    ("a.csv", _ROWS.encode()),
    ("a.csv", _ROWS.encode("gb18030")),
    ("a.tsv", _ROWS.replace(",", "\t").encode("utf-16")),
    ("a.jsonl", '{"title": "渡口", "text": "船来了。", "date": "2024-03-05"}\n{"text": ["雪"]}\n'.encode()),
)


def made(write: Callable[[Document], object]) -> bytes:
    document = docx.Document()
    write(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def issue() -> bytes:
    """A day of the fictional 雁桥日报, whose pages, articles and subheads are headings."""

    def write(document: Document) -> None:
        document.add_heading("雁桥日报", 0)
        document.add_paragraph("2024年3月5日")
        document.add_heading("第01版：要闻", 1)
        document.add_heading(HEADLINE, 2)
        document.add_paragraph(AUTHOR)
        for text in PARAGRAPHS:
            document.add_paragraph(text)
        table = document.add_table(2, 2)
        for at, cell in enumerate(["村名", "亩数", "雁桥村", "三百亩"]):
            table.cell(at // 2, at % 2).text = cell
        document.add_heading("第02版：副刊", 1)
        document.add_heading("江心的雪", 2)
        document.add_paragraph("雪下了一夜。\n天亮时江面白了。")
        document.add_heading("渡口", 3)
        document.add_paragraph("渡船停了。")
        document.sections[0].header.paragraphs[0].text = "内部资料"

    return made(write)


def raw(body: str, **parts: str) -> bytes:
    """A document of its body in WordprocessingML, and other parts of it: footnotes, styles, comments."""
    files = {"word/document.xml": f"<w:document {_WORD}><w:body>{body}</w:body></w:document>"}
    files |= {f"word/{name}.xml": f"<w:{name} {_WORD}>{part}</w:{name}>" for name, part in parts.items()}
    return zipped({"[Content_Types].xml": "<Types/>"} | files)


def p(text: str, style: str = "") -> str:
    about = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{about}<w:r><w:t>{text}</w:t></w:r></w:p>"


def days(*dates: str) -> bytes:
    """A document of several days, an article each."""

    def write(document: Document) -> None:
        for date in dates:
            document.add_heading(f"雁桥日报 {date}", 1)
            document.add_heading("第01版：要闻", 2)
            document.add_heading(f"{date}的渡船", 3)
            document.add_paragraph(f"{date}，渡船停了。")

    return made(write)
