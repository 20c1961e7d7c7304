"""What python-docx lacks for DOCX files (ECMA-376): footnotes, and typefaces that are not those of a theme."""

import datetime as dt
from collections.abc import Iterator
from html import escape

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as PackagePart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from reader.language.forms import for_xml

SERIF = "宋体"
SANS = "黑体"
_LATIN = "Times New Roman"
# the styles of a footnote's number and of its paragraph, which a document must have
REFERENCE = "footnote reference"
FOOTNOTE = "footnote text"


def new_document(title: str) -> Document:
    """Return an empty document of A4 pages, with the styles of footnotes."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width = Cm(21)
    section.page_height = Cm(29.7)
    about = document.core_properties
    about.title = for_xml(title)[:255]
    about.author = ""
    about.comments = ""
    about.language = "zh-CN"
    about.created = about.modified = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    document.styles.add_style(FOOTNOTE, WD_STYLE_TYPE.PARAGRAPH)
    document.styles.add_style(REFERENCE, WD_STYLE_TYPE.CHARACTER).font.superscript = True
    return document


def add_reference(paragraph: Paragraph, number: int, *, follows_another: bool = False) -> None:
    reference = paragraph.add_run(" " if follows_another else "", style=REFERENCE)
    reference._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{number}"/>'))


def set_face(style: ParagraphStyle, chinese: str) -> None:
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]  # the template refers to typefaces of a theme, which would take precedence
    for name, face in (("ascii", _LATIN), ("hAnsi", _LATIN), ("cs", _LATIN), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{name}"), face)
    for colour in properties.findall(qn("w:color")):
        properties.remove(colour)


def add_footnotes(document: Document, footnotes: list[str]) -> None:
    """Add the footnotes part of the package, with the two separators that Word requires."""
    content = "".join(
        [
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:footnotes {nsdecls("w")}>',
            _separator(-1, "separator"),
            _separator(0, "continuationSeparator"),
            *_notes(document, footnotes),
            "</w:footnotes>",
        ]
    )
    package = document.part.package
    assert package is not None
    uri = PackURI("/word/footnotes.xml")
    kind = CONTENT_TYPE.WML_FOOTNOTES
    document.part.relate_to(PackagePart(uri, kind, content.encode(), package), RELATIONSHIP_TYPE.FOOTNOTES)
    footnote_properties = parse_xml(
        f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    )
    settings = document.settings.element
    behind = settings.find(qn("w:compat"))
    settings.insert(settings.index(behind) if behind is not None else len(settings), footnote_properties)


def _separator(number: int, kind: str) -> str:
    return (
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240"'
        f' w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    )


def _notes(document: Document, footnotes: list[str]) -> Iterator[str]:
    paragraph, character = (document.styles[name].style_id for name in (FOOTNOTE, REFERENCE))
    for number, words in enumerate(footnotes, 1):
        yield (
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{paragraph}"/></w:pPr>'
            f'<w:r><w:rPr><w:rStyle w:val="{character}"/></w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {escape(for_xml(words), quote=False)}</w:t></w:r></w:p></w:footnote>'
        )
