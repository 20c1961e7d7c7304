"""Footnotes of a Word document stand in a part of their own, as Word requires it, and their words come back."""

import io
import zipfile
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn

from reader.export.docx_parts import (
    FOOTNOTE,
    REFERENCE,
    SERIF,
    add_footnotes,
    add_reference,
    new_document,
    set_face,
)

NOTES = ["雁桥日报，1987年6月12日", "a < b & “c”", "带\x0b控制字符"]


@pytest.fixture(scope="module")
def package() -> zipfile.ZipFile:
    document = new_document("渡口\x00" + "长" * 300)
    set_face(document.styles["Normal"], SERIF)
    paragraph = document.add_paragraph("渡口通航。")
    for number in range(1, len(NOTES) + 1):
        add_reference(paragraph, number, follows_another=number > 1)
    add_footnotes(document, NOTES)
    data = io.BytesIO()
    document.save(data)
    return zipfile.ZipFile(data)


def tree(package: zipfile.ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(package.read(f"word/{name}.xml"))


def test_each_note_is_a_footnote_with_its_words_behind_the_two_separators(package: zipfile.ZipFile) -> None:
    notes = tree(package, "footnotes").findall(qn("w:footnote"))
    assert [note.get(qn("w:id")) for note in notes] == ["-1", "0", "1", "2", "3"]
    assert [note.get(qn("w:type")) for note in notes] == [
        "separator",
        "continuationSeparator",
        None,
        None,
        None,
    ]
    words = ["".join(note.itertext()).strip() for note in notes[2:]]
    assert words[:2] == NOTES[:2]
    assert words[2].replace("\ufffd", "").replace(" ", "") == "带控制字符"


def test_the_text_refers_to_the_notes_in_their_order(package: zipfile.ZipFile) -> None:
    references = tree(package, "document").iter(qn("w:footnoteReference"))
    assert [reference.get(qn("w:id")) for reference in references] == ["1", "2", "3"]
    (body,) = tree(package, "document").iter(qn("w:body"))
    assert "".join(body.itertext()) == "渡口通航。  "


def test_the_notes_belong_to_the_package_and_the_settings_know_the_separators(
    package: zipfile.ZipFile,
) -> None:
    assert b"footnotes+xml" in package.read("[Content_Types].xml")
    assert b"footnotes.xml" in package.read("word/_rels/document.xml.rels")
    (properties,) = tree(package, "settings").iter(qn("w:footnotePr"))
    assert [note.get(qn("w:id")) for note in properties] == ["-1", "0"]
    settings = [element.tag for element in tree(package, "settings")]
    assert settings.index(qn("w:footnotePr")) < settings.index(qn("w:compat"))


def test_the_document_has_its_title_and_the_styles_of_notes(package: zipfile.ZipFile) -> None:
    document = docx.Document(io.BytesIO(package.fp.getvalue()))  # type: ignore[union-attr]
    assert document.core_properties.title.startswith("渡口")
    assert len(document.core_properties.title) == 255
    assert document.core_properties.author == ""
    assert {FOOTNOTE, REFERENCE} <= {style.name for style in document.styles}
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == SERIF
    assert fonts.get(qn("w:asciiTheme")) is None
