"""The words of a segment: found by their spelling, by what they begin with, with the documents they stand in."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.language.words import cut, index_words
from reader.search.documents import IndexDamaged
from reader.search.index import word_field
from reader.search.index.containers import Container, ContainerWriter
from reader.search.index.gram_builder import SegmentBuilder
from reader.search.index.word_field import WordField
from tests.search.library_of_texts import a_document

TEXTS = ["渡口的末班船停在雁桥大桥下", "雁桥大桥上没有船", "水泵厂的工人", "ferry ferries 12.5 渡口"]


def words_of(folder: Path, texts: list[str]) -> WordField:
    builder = SegmentBuilder(folder)
    with closing(builder):
        for number, text in enumerate(texts):
            builder.add(a_document(number + 1, "2024-01-01", headline="", body=[text]))
        path = folder / "a.seg"
        built = builder.write(path)
    # newest first, and of a day the last: documents are in the order of their ids
    return WordField(Container(path, path.stat().st_size, built.crc), "words", len(texts))


@pytest.mark.parametrize("block", [1, 3, 512])
def test_every_word_has_the_documents_that_jieba_cuts_it_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(word_field, "BLOCK", block)
    field = words_of(tmp_path, TEXTS)
    expected: dict[str, list[int]] = {}
    for document, text in enumerate(TEXTS):
        for word in index_words(text):
            expected.setdefault(word, []).append(document)
    assert {word: field.docs(word).tolist() for word in field.words()} == expected
    assert list(field.words()) == sorted(expected, key=str.encode)
    assert field.frequency("渡口") == 2
    assert field.frequency("没有这个词") == field.frequency("") == field.frequency("渡") == 0
    assert list(field.words("渡")) == ["渡口"]
    assert list(field.words("ferr")) == ["ferries", "ferry"]
    assert list(field.words("无")) == []


def test_a_segment_without_words_has_none(tmp_path: Path) -> None:
    field = words_of(tmp_path, ["。", "，"])
    assert list(field.words()) == []
    assert field.docs("渡口").tolist() == []


@pytest.mark.parametrize("block", [1, 2, 512])
def test_the_commonest_words_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(word_field, "BLOCK", block)
    field = words_of(tmp_path, ["渡口 渡船", "渡船 桥头", "渡轮 渡船 渡口"])
    assert field.commonest("渡", 9) == ["渡船", "渡口", "渡轮"]
    assert field.commonest("渡", 1) == ["渡船"]
    assert field.commonest("", 2) == ["渡船", "渡口"]
    assert field.commonest("船", 9) == field.commonest("\U0010ffff", 9) == []


@pytest.mark.parametrize("block", [1, 2, 512])
def test_words_are_alike_that_differ_in_one_character(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(word_field, "BLOCK", block)
    field = words_of(tmp_path, ["收音机 录音机 收割机 渡口 渡船 a.c abc abd abcd"])
    assert sorted(field.alike("收音机")) == ["录音机", "收割机"]
    assert sorted(field.alike("a.d")) == ["a.c", "abd"]
    assert list(field.alike("渡")) == list(field.alike("一台收音机")) == []


SECTIONS = ("words.table", "words.table.firsts", "words.table.blocks")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(section=st.sampled_from(SECTIONS), at=st.integers(0, 1000), byte=st.integers(1, 255))
def test_a_forged_table_is_refused_or_gives_documents_that_are_there(
    tmp_path: Path, section: str, at: int, byte: int
) -> None:
    """Every checksum is right, as of a file that was made to do harm."""
    for file in tmp_path.glob("*.seg"):
        file.unlink()
    stream, array = ContainerWriter.stream, ContainerWriter.array
    with pytest.MonkeyPatch.context() as patch:

        def forged_stream(self: ContainerWriter, name: str, pieces: Iterable[bytes]) -> None:
            data = bytearray(b"".join(pieces))
            if name == section and data:
                data[at % len(data)] ^= byte
            stream(self, name, [bytes(data)])

        def forged_array(self: ContainerWriter, name: str, values: "np.typing.NDArray[np.integer]") -> None:
            if name == section and len(values):
                values = values.copy()
                values[at % len(values)] += byte
            array(self, name, values)

        patch.setattr(ContainerWriter, "stream", forged_stream)
        patch.setattr(ContainerWriter, "array", forged_array)
        try:
            field = words_of(tmp_path, TEXTS)
            for word in [*field.words(), "渡口"]:
                assert np.isin(field.docs(word), np.arange(len(TEXTS))).all()
            field.commonest("渡", 3)
            list(field.alike("末班船"))
        except IndexDamaged:
            pass


def test_a_text_is_cut_complete_and_in_order() -> None:
    text = "".join(TEXTS)
    assert "".join(cut(text)) == text
