"""The words of an index, those first that stand in most of its articles."""

from pathlib import Path

import pytest
from reader.search.answering.whoosh_engine import WhooshEngine

from reader.search.index.segments import SegmentDamaged
from reader.search.index.word_field import WordField
from tests.search.library_of_texts import TextTable, a_document

TEXTS = (
    "收音机 渡口",
    "收音机 渡船 渡江",
    "录音机 渡船 渡船 收割机",
    "收割机 收音机 radio radar",
    "渡 渡口！ 渡船 radio radar",
    "radio",
)


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    """Its articles stand in several segments."""
    texts = TextTable(tmp_path / "texts.sqlite")
    documents = [a_document(n, headline="", body=[text]) for n, text in enumerate(TEXTS, 1)]
    texts.put(documents)
    engine = WhooshEngine(tmp_path / "index", texts)
    for document in documents:
        engine.update([document])
    return engine


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("渡", ["渡船", "渡口"]),
        ("收", ["收音机", "收割机"]),
        ("ｒａ", ["radio", "radar"]),
        ("渡船", []),
        ("无", []),
        ("", []),
        ("\ud842", []),
    ],
)
def test_words_beginning_with_what_is_typed(engine: WhooshEngine, typed: str, words: list[str]) -> None:
    assert engine.words_beginning_with(typed, 9) == words
    assert engine.words_beginning_with(typed, 1) == words[:1]


def test_words_of_headlines_come_first(engine: WhooshEngine, tmp_path: Path) -> None:
    document = a_document(9, headline="渡轮又开了", body=["码头"])
    TextTable(tmp_path / "texts.sqlite").put([document])
    engine.update([document])
    assert engine.words_beginning_with("渡", 9) == ["渡轮", "渡船", "渡口"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("收音机", ["录音机", "收割机"]),
        ("收章机", ["收音机", "收割机"]),
        ("RADIX", ["radio"]),
        ("渡囗", []),
        ("收_机", []),
        ("收音机" * 1000, []),
        ("", []),
    ],
)
def test_words_alike(engine: WhooshEngine, typed: str, words: list[str]) -> None:
    assert sorted(engine.words_alike(typed, 9)) == sorted(words)
    assert engine.words_alike(typed, 1) == engine.words_alike(typed, 9)[:1]


def test_a_library_without_articles_has_no_words(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "index", TextTable(tmp_path / "texts.sqlite"))
    assert engine.words_beginning_with("渡", 9) == engine.words_alike("收音机", 9) == []


@pytest.mark.parametrize("asked", ["commonest", "alike", "frequency"])
def test_a_segment_that_turns_out_to_be_damaged_is_left_out(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    whole = getattr(WordField, asked)
    damaged: list[WordField] = []

    def broken(field: WordField, *arguments: object) -> object:
        damaged[:] = damaged or [field]
        if field is damaged[0]:
            raise SegmentDamaged(next(iter(engine._current().segments)))
        return whole(field, *arguments)

    monkeypatch.setattr(WordField, asked, broken)
    before = len(engine._current().segments)
    engine.words_beginning_with("渡", 9)
    engine.words_alike("收音机", 9)
    assert len(engine._current().segments) == before - 1
