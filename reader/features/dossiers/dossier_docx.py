"""A dossier as a DOCX file (ECMA-376) with real footnotes."""

import io
from html import escape

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from reader.export.article_text import HEAD, PageBlock, PageBlockKind
from reader.export.docx_parts import (
    FOOTNOTE,
    SANS,
    SERIF,
    add_footnotes,
    add_reference,
    new_document,
    set_face,
)
from reader.features.dossiers.dossier_text import DossierPart, DossierText, PartKind, Run, runs_of
from reader.language.forms import for_xml
from reader.newspaper.passage import MarkColor

_SIDE = 3
"""The margins at the sides, in centimetres."""
_ABOVE_ARTICLE = 18
"""The space above an article, in points."""
_BEHIND_RULES = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
"""What comes after the rules of a paragraph in the order of the standard."""
_KICKER = "Kicker"
_DECK = "Deck"
_BYLINE = "Byline"
_CAPTION = "Caption Text"
_ARTICLE = "Article Text"
_MARKS = {
    MarkColor.YELLOW: ("Mark Yellow", "F7E9B8"),
    MarkColor.CYAN: ("Mark Cyan", "D3E6EA"),
    MarkColor.GREEN: ("Mark Green", "DCE8CE"),
    MarkColor.PURPLE: ("Mark Purple", "E6DDEB"),
}
"""By colour: the character style of marked words, and its shade, which is that of the light theme."""


def as_docx(text: DossierText) -> bytes:
    document = new_document(text.name)
    _set_up(document, text.name)
    document.add_paragraph(for_xml(text.name), "Title")
    for part, numbered in text.numbered():
        for at, block in enumerate(part.blocks):
            paragraph = document.add_paragraph(style=_style_of(part, block))
            if at and paragraph.paragraph_format.space_before is None and block.kind in HEAD:
                paragraph.paragraph_format.space_before = Pt(0)  # that of an article is above its first line
            for run in runs_of(part, at, numbered):
                _add_run(paragraph, run)
    add_footnotes(document, [note.words for part in text.parts for note in part.footnotes])
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _add_run(paragraph: Paragraph, run: Run) -> None:
    words = paragraph.add_run(for_xml(run.text), style=_MARKS[run.color][0] if run.color else None)
    words.bold = True if run.is_dateline else None
    for at, number in enumerate(run.references):
        add_reference(paragraph, number, follows_another=at > 0)


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
        case PageBlockKind.DECK:
            return _DECK
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
    section.left_margin = section.right_margin = Cm(_SIDE)
    styles = document.styles
    style_by_name = {
        name: styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        for name in (_ARTICLE, _KICKER, _DECK, _BYLINE, _CAPTION)
    }
    names = ("Normal", "Title", "Heading 1", "Heading 2", "Quote", "Header", "Footer", FOOTNOTE)
    for base_style in [styles[name] for name in names]:
        assert isinstance(base_style, ParagraphStyle)
        style_by_name[base_style.name or ""] = base_style
    for style in style_by_name.values():
        assert isinstance(style, ParagraphStyle)
        is_sans = style.name in ("Heading 2", _KICKER, _DECK, _BYLINE, _CAPTION, "Header", "Footer")
        style.paragraph_format.widow_control = True
        set_face(style, SANS if is_sans else SERIF)
    _measure(style_by_name["Normal"], 11, indent=True)
    _measure(style_by_name["Title"], 22)
    _measure(style_by_name["Heading 1"], 16, above=_ABOVE_ARTICLE)
    _measure(style_by_name["Heading 2"], 12, above=8)
    _measure(style_by_name["Quote"], 11, left=0.8)
    _measure(style_by_name[_ARTICLE], 11, indent=True)
    _measure(style_by_name[_KICKER], 11, above=_ABOVE_ARTICLE)
    _measure(style_by_name[_DECK], 11)
    _measure(style_by_name[_BYLINE], 9)
    _measure(style_by_name[_CAPTION], 9, left=0.8)
    _measure(style_by_name[FOOTNOTE], 9)
    _measure(style_by_name["Header"], 9)
    _measure(style_by_name["Footer"], 9)
    style_by_name["Quote"].font.italic = False
    style_by_name["Title"].font.bold = True
    for rule in list(styles.element.iter(qn("w:pBdr"))):
        rule.getparent().remove(rule)
    _add_rule(style_by_name["Title"], "bottom")
    _add_rule(style_by_name["Header"], "bottom")
    for above in ("Title", "Heading 1", "Heading 2", _KICKER, _DECK, _BYLINE):
        style_by_name[above].paragraph_format.keep_with_next = True
    for mark, shade in _MARKS.values():
        properties = styles.add_style(mark, WD_STYLE_TYPE.CHARACTER).element.get_or_add_rPr()
        properties.append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{shade}"/>'))
    _add_running_lines(section, name)
    for spoken in styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:eastAsia"), "zh-CN")


def _measure(style: object, size: int, *, above: int = 0, left: float = 0, indent: bool = False) -> None:
    """Set the font size and the space above in points, the margins in centimetres, and an indent of two characters."""
    assert isinstance(style, ParagraphStyle)
    style.font.size = Pt(size)
    form = style.paragraph_format
    form.space_before = Pt(above)
    form.space_after = Pt(4)
    form.line_spacing = 1.35
    if left:
        form.left_indent = form.right_indent = Cm(left)
    form.first_line_indent = Pt(2 * size if indent else 0)
    if indent:
        form.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _add_rule(style: ParagraphStyle, side: str) -> None:
    rule = f'<w:pBdr {nsdecls("w")}><w:{side} w:val="single" w:sz="4" w:space="4" w:color="999999"/></w:pBdr>'
    style.element.get_or_add_pPr().insert_element_before(parse_xml(rule), *_BEHIND_RULES)


def _add_running_lines(section: Section, name: str) -> None:
    """Add the headline of the article at the head of each page but the first, name and page number at its foot."""
    section.different_first_page_header_footer = True
    _add_field(section.header.paragraphs[0], 'STYLEREF "Heading 1"', for_xml(name))
    for footer in (section.footer, section.first_page_footer):
        line = footer.paragraphs[0]
        line.style = "Footer"
        for usual in list(line.style.element.iter(qn("w:tabs"))):
            usual.getparent().remove(usual)
        stops = line.paragraph_format.tab_stops
        stops.add_tab_stop(Cm(21 - 2 * _SIDE), WD_TAB_ALIGNMENT.RIGHT)
        line.add_run(f"{for_xml(name)}\t")
        _add_field(line, "PAGE")
        line.add_run(" / ")
        _add_field(line, "NUMPAGES")


def _add_field(paragraph: Paragraph, code: str, usual: str = "") -> None:
    """Add a field; `usual` is shown by programs that do not know it."""
    field = f'<w:fldSimple {nsdecls("w")} w:instr="{escape(code)}"><w:r><w:t>{escape(usual)}</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(field))
