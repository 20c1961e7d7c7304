"""A text that is handed in is read in any encoding, as Markdown or from Word; what can't be read is refused."""

import io

import pytest
from docx import Document

from reader.features.claims import handed_in
from reader.features.claims.handed_in import ENDINGS, text_of
from reader.storage.disk_errors import LibraryError

WORDS = "1987年6月12日，雁桥渡口通航，首航载客四十余人，票价不变。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_read_in_any_encoding(encoding: str) -> None:
    assert text_of((WORDS * 3).encode(encoding), "稿.txt") == WORDS * 3


def test_signs_of_markdown_are_no_words() -> None:
    assert text_of(f"# 大事\n\n**{WORDS}**".encode(), "稿.md").split() == ["大事", WORDS]


def test_an_empty_file_has_no_words() -> None:
    assert text_of(b"", "稿.txt") == ""


@pytest.mark.parametrize("name", ["稿.docx", "稿.DOCX"])
def test_a_word_document_is_its_paragraphs_a_line_each(name: str) -> None:
    document = Document()
    document.add_paragraph(WORDS)
    document.add_paragraph("渡口动工。")
    data = io.BytesIO()
    document.save(data)
    assert text_of(data.getvalue(), name).split() == [WORDS, "渡口动工。"]
    assert name[-5:].lower() in ENDINGS


@pytest.mark.parametrize(
    ("data", "name"), [(b"\x00\xff\x00\xfe" * 9, "稿.txt"), (b"PK no document", "稿.docx")]
)
def test_what_can_not_be_read_is_refused(data: bytes, name: str) -> None:
    with pytest.raises(LibraryError):
        text_of(data, name)


def test_what_is_too_large_is_refused_and_what_just_fits_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = WORDS.encode()
    monkeypatch.setattr(handed_in, "MOST_BYTES", len(data))
    assert text_of(data, "稿.txt") == WORDS
    monkeypatch.setattr(handed_in, "MOST_BYTES", len(data) - 1)
    with pytest.raises(LibraryError, match=r"稿\.txt"):
        text_of(data, "稿.txt")
