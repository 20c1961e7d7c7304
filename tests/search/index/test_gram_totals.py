"""How often strings stand in an index, by one table, is what its segments tell."""

import random
from pathlib import Path

import pytest

from reader.search.answering import whoosh_engine
from reader.search.answering.whoosh_engine import GramTotals, WhooshEngine
from reader.search.index.gram_fields import GramField
from reader.search.index.segments import SegmentDamaged, frequencies_of
from reader.search.terms import ANY
from tests.search.library_of_texts import TextTable, a_document

ASKED = ("渡", "渡船", "船渡", "渡口渡", f"渡{ANY}船", "𠮷渡", "没有", "没", "", "渡船渡口船")
ENGINE_UPDATES = 40


@pytest.mark.parametrize("at_once", [2, 8])
def test_a_table_tells_what_the_segments_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(whoosh_engine, "_AT_ONCE", at_once)
    chance, texts = random.Random(at_once), TextTable(tmp_path / "texts.sqlite")
    engine = WhooshEngine(tmp_path / "index", texts)
    assert engine.frequencies(ASKED) == [0] * len(ASKED)
    tables = set()
    for update in range(ENGINE_UPDATES):
        body = "".join(chance.choices("渡船口𠮷", k=9))
        document = a_document(update, f"19{chance.randrange(60, 99)}-03-04", body=[body])
        texts.put([document])
        engine.update([document], [chance.randrange(update)] if update % 4 == 3 else [])
        segments = engine._current().segments
        assert engine.frequencies(ASKED) == frequencies_of(segments.values(), "text", ASKED)
        tables.add(id(engine._last_totals))
    assert 1 < len(tables) < ENGINE_UPDATES


def test_a_segment_that_the_table_cannot_read_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = TextTable(tmp_path / "texts.sqlite")
    engine = WhooshEngine(tmp_path / "index", texts)
    for year in (1960, 1990):
        engine.update([a_document(year, f"{year}-03-04", body=["渡船"])])
    whole, (broken, _) = GramField.all_frequencies, engine._current().segments.values()

    def read(field: GramField) -> object:
        if field is broken.field("text"):
            raise SegmentDamaged(broken.entry.name)
        return whole(field)

    monkeypatch.setattr(GramField, "all_frequencies", read)
    assert engine.frequencies(["渡船"]) == [1]
    assert len(engine.missing_dates()) == 1
    with pytest.raises(SegmentDamaged):
        GramTotals({broken.entry.name: broken}, "text")
