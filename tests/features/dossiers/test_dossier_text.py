"""A dossier as Markdown and DOCX, read back: what stands in it, and in which footnote it is cited."""

import io
import re
import zipfile
from xml.etree import ElementTree

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from reader.export.citation import cite
from reader.export.forms import Style
from reader.features.dossiers.dossier_docx import as_docx
from reader.features.dossiers.dossier_text import DossierText, PartKind, as_markdown, dossier_text
from reader.features.dossiers.dossiers import Entry
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.passage import Passage
from tests.invented_article import ARTICLE, bookmark, stored

HOSTILE = "<b>\x1b[2J*星*_底_`码`\u202e|&\ufffe"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def kept(passage: str = "", *, is_orphan: bool = False) -> Bookmark:
    words = Passage(passage, "", "") if passage else None
    return bookmark(passage=words, is_orphan=is_orphan)


def story_of(_: Bookmark) -> tuple[StoredArticle, ...]:
    return (stored(),)


def text_of(*entries: Entry, name: str = "渡口") -> DossierText:
    return dossier_text(name, entries, Style.GB2015, story_of)


USUAL = text_of(
    Entry("1", text="先看这一篇。\n\n再看下一句。"),
    Entry("2", kept=kept()),
    Entry("3", kept=kept("旧报不是废纸\n柳叶洲老馆")),
    Entry("4", text=""),
)


def test_notes_articles_and_clippings_are_parts_and_an_empty_note_is_none() -> None:
    assert [part.kind for part in USUAL.parts] == [PartKind.NOTE, PartKind.ARTICLE, PartKind.CLIPPING]
    assert [number for _, number in USUAL.numbered()] == [0, 1, 2]
    assert USUAL.parts[1].footnote == cite(stored(), Style.GB2015).strip()


def test_a_style_that_is_no_sentence_is_replaced() -> None:
    (part,) = dossier_text("x", [Entry("1", kept=kept())], Style.BIBTEX, story_of).parts
    assert part.footnote == cite(stored(), Style.GB2015).strip()


def test_what_the_library_lost_is_said_in_its_footnote() -> None:
    (part,) = text_of(Entry("1", kept=kept(is_orphan=True))).parts
    assert "原文已不在资料库中" in part.footnote


def test_an_article_without_a_headline_stands_under_its_source() -> None:
    untitled = (stored(headline=None),)
    (part,) = dossier_text("x", [Entry("1", kept=kept())], Style.GB2015, lambda _: untitled).parts
    assert "雁桥日报" in part.blocks[part.cited].text


class TestMarkdown:
    def test_has_the_headline_first_the_quotation_as_one_and_the_footnotes_last(self) -> None:
        written = as_markdown(USUAL)
        assert written.startswith(
            "# 渡口\n\n先看这一篇。\n\n再看下一句。\n\n## 三万册旧报刊，一夜之间有了新家[^1]\n\n"
        )
        assert "> 旧报不是废纸\n>\n> 柳叶洲老馆[^2]\n" in written
        assert "### 板车队走了二十六天" in written
        assert re.findall(r"^\[\^(\d)\]: .*雁桥日报", written, re.MULTILINE) == ["1", "2"]

    def test_nothing_in_it_is_code_or_html(self) -> None:
        written = as_markdown(text_of(Entry("1", text=HOSTILE), name=HOSTILE))
        assert "\x1b" not in written
        assert "\u202e" not in written
        assert "\\<b\\>" in written
        assert "\\*星\\*" in written


class TestDocx:
    @pytest.fixture
    def data(self) -> bytes:
        return as_docx(USUAL)

    def test_is_read_back_by_its_own_library(self, data: bytes) -> None:
        document = docx.Document(io.BytesIO(data))
        found = [(each.style.name if each.style else "", each.text) for each in document.paragraphs]
        assert found[:4] == [
            ("Title", "渡口"),
            ("Normal", "先看这一篇。"),
            ("Normal", "再看下一句。"),
            ("Kicker", ARTICLE.section),
        ]
        assert ("Heading 1", ARTICLE.headline) in found
        assert found[-2:] == [("Quote", "旧报不是废纸"), ("Quote", "柳叶洲老馆")]
        assert document.core_properties.title == "渡口"
        assert document.core_properties.author == ""

    def test_its_footnotes_are_footnotes(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            notes = ElementTree.fromstring(parts.read("word/footnotes.xml"))
            body = ElementTree.fromstring(parts.read("word/document.xml"))
            types = parts.read("[Content_Types].xml").decode()
            relations = parts.read("word/_rels/document.xml.rels").decode()
        told = {
            note.get(f"{W}id"): "".join(words.text or "" for words in note.iter(f"{W}t"))
            for note in notes.iter(f"{W}footnote")
        }
        assert list(told) == ["-1", "0", "1", "2"]
        assert told["1"].strip() == USUAL.parts[1].footnote
        cited = {
            reference.get(f"{W}id"): "".join(words.text or "" for words in paragraph.iter(f"{W}t"))
            for paragraph in body.iter(f"{W}p")
            for reference in paragraph.iter(f"{W}footnoteReference")
        }
        assert cited == {"1": ARTICLE.headline, "2": "柳叶洲老馆"}
        assert "footnotes+xml" in types
        assert "footnotes.xml" in relations

    def test_headings_have_space_above_them_and_paragraphs_are_indented(self, data: bytes) -> None:
        styles = {
            each.style.name: each.style for each in docx.Document(io.BytesIO(data)).paragraphs if each.style
        }
        forms = {name: style.paragraph_format for name, style in styles.items()}
        assert {name for name, form in forms.items() if form.space_before} == {"Heading 1", "Heading 2"}
        assert {name for name, form in forms.items() if form.left_indent} == {"Quote", "Caption Text"}
        indented = {name for name, form in forms.items() if form.first_line_indent}
        assert "Normal" in indented
        widths = [(forms[name].first_line_indent, styles[name].font.size) for name in indented]
        assert all(size and indent == 2 * size for indent, size in widths), "two characters"
        justified = {name for name, form in forms.items() if form.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY}
        assert justified == indented
        assert not indented & {"Title", "Heading 1", "Heading 2", "Kicker", "Quote"}

    def test_every_style_has_typefaces_of_its_own_and_none_of_a_theme(self, data: bytes) -> None:
        styles = [each.style for each in docx.Document(io.BytesIO(data)).paragraphs if each.style]
        faces = {each.name: dict(each.element.rPr.rFonts.attrib) for each in styles}
        assert {name: face.pop(f"{W}eastAsia") for name, face in faces.items()} == {
            name: "黑体" if name in ("Heading 2", "Kicker", "Byline", "Caption Text") else "宋体"
            for name in faces
        }
        latin = {f"{W}{script}": "Times New Roman" for script in ("ascii", "hAnsi", "cs")}
        assert all(face == latin for face in faces.values())

    def test_its_settings_are_in_the_order_of_the_standard(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = [each.tag for each in ElementTree.fromstring(parts.read("word/settings.xml"))]
        assert names.index(f"{W}footnotePr") == names.index(f"{W}compat") - 1

    def test_what_no_xml_can_hold_is_left_out(self) -> None:
        document = docx.Document(io.BytesIO(as_docx(text_of(Entry("1", text=HOSTILE), name=HOSTILE))))
        assert document.paragraphs[1].text == "<b>[2J*星*_底_`码`|&\ufffd"
