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
from reader.features.dossiers.dossier_text import (
    DossierPart,
    DossierText,
    PartKind,
    as_markdown,
    dossier_text,
    runs_of,
)
from reader.features.dossiers.dossiers import Entry
from reader.newspaper.holdings import Bookmark, StoredArticle
from reader.newspaper.passage import MarkColor, Passage
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


def source_of(part: DossierPart) -> str:
    return part.footnotes[0].words


USUAL = text_of(
    Entry("1", text="先看这一篇。\n\n再看下一句。"),
    Entry("2", bookmark=kept()),
    Entry("3", bookmark=kept("旧报不是废纸\n柳叶洲老馆")),
    Entry("4", text=""),
)


def test_notes_articles_and_clippings_are_parts_and_an_empty_note_is_none() -> None:
    assert [part.kind for part in USUAL.parts] == [PartKind.NOTE, PartKind.ARTICLE, PartKind.CLIPPING]
    assert [[number for number, _ in notes] for _, notes in USUAL.numbered()] == [[], [1], [2]]
    assert source_of(USUAL.parts[1]) == cite(stored(), Style.GB2015).strip()


def test_a_style_that_is_no_sentence_is_replaced() -> None:
    (part,) = dossier_text("x", [Entry("1", bookmark=kept())], Style.BIBTEX, story_of).parts
    assert source_of(part) == cite(stored(), Style.GB2015).strip()


def test_what_the_library_lost_is_said_in_its_footnote() -> None:
    (part,) = text_of(Entry("1", bookmark=kept(is_orphan=True))).parts
    assert "原文已不在资料库中" in source_of(part)


def test_an_article_without_a_headline_stands_under_its_source() -> None:
    untitled = (stored(headline=None),)
    (part,) = dossier_text("x", [Entry("1", bookmark=kept())], Style.GB2015, lambda _: untitled).parts
    assert "雁桥日报" in part.blocks[part.footnotes[0].block].text


class TestMarksAndNotes:
    """A passage of a paragraph with a note, one without, a note on the article, a passage that is gone."""

    BOOKMARKS = (
        bookmark(passage=None, note="全文要核"),
        bookmark(passage=Passage("一夜之间", "", "", MarkColor.CYAN), note=""),
        bookmark(passage=Passage("旧报不是废纸", "", ""), note="谁说的？\n再查"),
        bookmark(passage=Passage("报上没有这句", "前文也没有", "后文也没有"), note="记着"),
    )

    def text(self, *entries: Entry) -> DossierText:
        return dossier_text("x", entries, Style.GB2015, story_of, bookmarks_of=lambda _: self.BOOKMARKS)

    def test_notes_are_footnotes_where_they_belong(self) -> None:
        (part,) = self.text(Entry("1", bookmark=kept())).parts
        said = [note.words for note in part.footnotes[1:]]
        assert sorted(said) == sorted(
            ["批注：全文要核", "批注：谁说的？ 再查", "批注（“报上没有这句”找不到了）：记着"]
        )
        (inside,) = [note for note in part.footnotes if "谁说的" in note.words]
        assert part.blocks[inside.block].text[: inside.at].endswith("旧报不是废纸")
        assert [mark.color for mark in part.marks] == [MarkColor.CYAN, MarkColor.YELLOW]

    def test_a_note_that_is_an_entry_is_not_told_twice(self) -> None:
        part, _ = self.text(Entry("1", bookmark=kept()), Entry("2", text="全文要核")).parts
        assert all("全文要核" not in note.words for note in part.footnotes)

    def test_a_clipping_has_the_note_of_its_own_passage_alone(self) -> None:
        (part,) = self.text(Entry("1", bookmark=kept("旧报不是废纸"))).parts
        assert [note.words for note in part.footnotes[1:]] == ["批注：谁说的？ 再查"]

    def test_runs_are_the_whole_text_and_each_footnote_is_referred_to_once(self) -> None:
        text = self.text(Entry("1", bookmark=kept()), Entry("2", bookmark=kept("旧报不是废纸")))
        for part, numbered in text.numbered():
            runs = [list(runs_of(part, at, numbered)) for at in range(len(part.blocks))]
            assert ["".join(run.text for run in each) for each in runs] == [each.text for each in part.blocks]
            referred = [number for each in runs for run in each for number in run.references]
            assert sorted(referred) == [number for number, _ in numbered]

    def test_each_form_has_them(self) -> None:
        text = self.text(Entry("1", bookmark=kept()))
        assert "==一夜之间==" in as_markdown(text)
        document = docx.Document(io.BytesIO(as_docx(text)))
        runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
        assert {
            run.text: run.style.name for run in runs if run.style and "Mark" in (run.style.name or "")
        } == {
            "一夜之间": "Mark Cyan",
            "旧报不是废纸": "Mark Yellow",
        }


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
        assert told["1"].strip() == source_of(USUAL.parts[1])
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
        assert {name for name, form in forms.items() if form.space_before} == {
            "Heading 1",
            "Heading 2",
            "Kicker",
        }
        assert {name for name, form in forms.items() if form.left_indent} == {"Quote", "Caption Text"}
        indented = {name for name, form in forms.items() if form.first_line_indent}
        assert "Normal" in indented
        widths = [(forms[name].first_line_indent, styles[name].font.size) for name in indented]
        assert all(size and indent == 2 * size for indent, size in widths), "two characters"
        justified = {name for name, form in forms.items() if form.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY}
        assert justified == indented
        assert not indented & {"Title", "Heading 1", "Heading 2", "Kicker", "Quote"}

    def test_it_has_running_lines_and_what_keeps_together(self, data: bytes) -> None:
        document = docx.Document(io.BytesIO(data))
        (section,) = document.sections
        assert 'STYLEREF "Heading 1"' in section.header._element.xml.replace("&quot;", '"')
        assert section.first_page_header.paragraphs[0].text == ""
        for footer in (section.footer, section.first_page_footer):
            assert footer.paragraphs[0].text.startswith("渡口\t")
            assert all(field in footer._element.xml for field in ("PAGE", "NUMPAGES"))
        kept = {
            each.name
            for each in document.styles
            if getattr(each, "paragraph_format", None) and each.paragraph_format.keep_with_next
        }
        assert {"Title", "Heading 1", "Heading 2", "Kicker", "Byline"} <= kept

    def test_every_style_has_typefaces_of_its_own_and_none_of_a_theme(self, data: bytes) -> None:
        styles = [each.style for each in docx.Document(io.BytesIO(data)).paragraphs if each.style]
        faces = {each.name: dict(each.element.rPr.rFonts.attrib) for each in styles}
        assert {name: face.pop(f"{W}eastAsia") for name, face in faces.items()} == {
            name: "黑体" if name in ("Heading 2", "Kicker", "Deck", "Byline", "Caption Text") else "宋体"
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
