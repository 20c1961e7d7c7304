"""A checked text as a file has all its words, and a footnote behind each sentence that something is to be said of."""

import io
from typing import cast

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.claims import claims_file
from reader.features.claims.claims_file import ENDINGS, Piece, as_bytes, as_markdown, pieces_of
from reader.features.claims.sentences import sentences_of
from reader.features.claims.weighing import Outcome
from reader.features.claims.witnesses import Checked
from reader.library.read_share import ReadSoFar

TEXT = "1987年6月12日，渡口通航。次日停航。\n\n船票不变。 "


def checked(text: str) -> list[Checked]:
    return [Checked(sentence, Outcome.NOT_FOUND) for sentence in sentences_of(text)]


@given(st.text("渡口通航。；\n 1987年", max_size=40), st.sets(st.integers(0, 5)))
def test_the_pieces_are_the_whole_text_with_the_notes_of_the_chosen_sentences(
    text: str, chosen: set[int]
) -> None:
    rows = checked(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(claims_file, "footnote", lambda row, read: f"注{row.sentence.start}")
        pieces = list(pieces_of(text, rows, cast(ReadSoFar, None), chosen))
    assert "".join(piece.words for piece in pieces) == text
    notes = [f"注{row.sentence.start}" for number, row in enumerate(rows) if number in chosen]
    assert [piece.note for piece in pieces if piece.note] == notes


PIECES = (Piece("渡口*通航*。", "雁桥日报_1_"), Piece("次日停航。\n"), Piece("船票[不变]。", "乙"))


def test_markdown_has_its_words_escaped_and_the_notes_below_in_order() -> None:
    text, notes = as_markdown(PIECES).rstrip("\n").rsplit("\n\n", 1)
    assert text.replace("\\", "") == "渡口*通航*。[^1]次日停航。\n\n船票[不变]。[^2]"
    assert "渡口\\*通航\\*" in text
    assert [line.partition(": ")[0] for line in notes.split("\n")] == ["[^1]", "[^2]"]
    assert as_markdown([Piece("渡口\n")]) == "渡口\n"
    assert as_markdown([]) == "\n"


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_is_of_its_ending(ending: str) -> None:
    data = as_bytes(PIECES, "稿", ending)
    if ending == ".md":
        assert data.decode() == as_markdown(PIECES)
        return
    document = docx.Document(io.BytesIO(data))
    assert [paragraph.text for paragraph in document.paragraphs] == ["渡口*通航*。次日停航。", "船票[不变]。"]
    assert document.core_properties.title == "稿"
