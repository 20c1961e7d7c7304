"""A dossier as a DOCX file (ECMA-376) with real footnotes.

python-docx cannot write footnotes, so their part of the file and the references to them are written here.
"""

import datetime as dt
import io
from collections.abc import Iterator
from html import escape

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as PackagePart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle

from reader.export.article_text import HEAD, PageBlock, PageBlockKind
from reader.features.dossiers.dossier_text import DossierPart, DossierText, PartKind
from reader.language.forms import for_xml

_SERIF, _SANS, _LATIN = "宋体", "黑体", "Times New Roman"
_REFERENCE, _FOOTNOTE = "footnote reference", "footnote text"
_KICKER, _BYLINE, _CAPTION, _ARTICLE = "Kicker", "Byline", "Caption Text", "Article Text"


def as_docx(text: DossierText) -> bytes:
    document = docx.Document()
    _set_up(document, text.name)
    document.add_paragraph(for_xml(text.name), "Title")
    for part, number in text.numbered():
        for at, block in enumerate(part.blocks):
            paragraph = document.add_paragraph(style=_style_of(part, block))
            words = for_xml(block.text)
            paragraph.add_run(words[: block.dateline]).bold = True
            paragraph.add_run(words[block.dateline :])
            if number and at == part.cited:
                run = paragraph.add_run(style=_REFERENCE)
                run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{number}"/>'))
    _add_footnotes(document, [part.footnote for part, number in text.numbered() if number])
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _style_of(part: DossierPart, block: PageBlock) -> str:
    if part.kind is PartKind.NOTE:
        return "Normal"
    if part.kind is PartKind.CLIPPING:
        return "Quote"
    match block.kind:
        case PageBlockKind.HEADLINE:
            return "Heading 1"
        case PageBlockKind.SUBHEAD:
            return "Heading 2"
        case PageBlockKind.BYLINE:
            return _BYLINE
        case PageBlockKind.CAPTION:
            return _CAPTION
        case _ if block.kind in HEAD:
            return _KICKER
        case _:
            return _ARTICLE


# -- styles


def _set_up(document: Document, name: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(3)
    about = document.core_properties
    about.title, about.author, about.comments, about.language = for_xml(name)[:255], "", "", "zh-CN"
    about.created = about.modified = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    styles = document.styles
    made = {
        name: styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        for name in (_ARTICLE, _KICKER, _BYLINE, _CAPTION, _FOOTNOTE)
    }
    for each in [styles[name] for name in ("Normal", "Title", "Heading 1", "Heading 2", "Quote")]:
        assert isinstance(each, ParagraphStyle)
        made[each.name or ""] = each
    for style in made.values():
        assert isinstance(style, ParagraphStyle)
        is_sans = style.name in ("Heading 2", _KICKER, _BYLINE, _CAPTION)
        _set_face(style, _SANS if is_sans else _SERIF)
    _measure(made["Normal"], 11, indent=True)
    _measure(made["Title"], 22)
    _measure(made["Heading 1"], 16, above=18)
    _measure(made["Heading 2"], 12, above=8)
    _measure(made["Quote"], 11, left=0.8)
    _measure(made[_ARTICLE], 11, indent=True)
    _measure(made[_KICKER], 11)
    _measure(made[_BYLINE], 9)
    _measure(made[_CAPTION], 9, left=0.8)
    _measure(made[_FOOTNOTE], 9)
    made["Quote"].font.italic = False
    for rule in list(styles.element.iter(qn("w:pBdr"))):
        rule.getparent().remove(rule)
    for spoken in styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:eastAsia"), "zh-CN")
    reference = styles.add_style(_REFERENCE, WD_STYLE_TYPE.CHARACTER)
    reference.font.superscript = True


def _set_face(style: ParagraphStyle, chinese: str) -> None:
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]  # the template refers to typefaces of a theme, which would take precedence
    for name, face in (("ascii", _LATIN), ("hAnsi", _LATIN), ("cs", _LATIN), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{name}"), face)
    for colour in properties.findall(qn("w:color")):
        properties.remove(colour)


def _measure(style: object, size: int, *, above: int = 0, left: float = 0, indent: bool = False) -> None:
    """Set the font size and the space above in points, the margins in centimetres, and an indent of two characters."""
    assert isinstance(style, ParagraphStyle)
    style.font.size = Pt(size)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(above), Pt(4), 1.35
    if left:
        form.left_indent = form.right_indent = Cm(left)
    form.first_line_indent = Pt(2 * size if indent else 0)
    if indent:
        form.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


# -- footnotes


def _add_footnotes(document: Document, footnotes: list[str]) -> None:
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
    uri, kind = PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES
    document.part.relate_to(PackagePart(uri, kind, content.encode(), package), RELATIONSHIP_TYPE.FOOTNOTES)
    known = parse_xml(
        f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    )
    settings = document.settings.element
    behind = settings.find(qn("w:compat"))
    settings.insert(settings.index(behind) if behind is not None else len(settings), known)


def _separator(number: int, kind: str) -> str:
    return (
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240"'
        f' w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    )


def _notes(document: Document, footnotes: list[str]) -> Iterator[str]:
    paragraph, character = (document.styles[name].style_id for name in (_FOOTNOTE, _REFERENCE))
    for number, words in enumerate(footnotes, 1):
        yield (
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{paragraph}"/></w:pPr>'
            f'<w:r><w:rPr><w:rStyle w:val="{character}"/></w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {escape(for_xml(words), quote=False)}</w:t></w:r></w:p></w:footnote>'
        )
