"""Writers killed at random moments; after each, the index must be whole.

    python -m tests.search.killed_writer FOLDER ROUNDS

Every update adds ten articles, one of them without a date, and removes those of some updates before; spans are small,
so that segments are written, folded and cut all the time; now and then one is damaged, and made good as a sync does.
Prints how many updates were published.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from reader.newspaper.holdings import Document
from reader.search.answering import whoosh_engine
from reader.search.answering.whoosh_engine import WhooshEngine
from reader.search.documents import Order
from reader.search.index import gram_writer, segments
from reader.search.query import parse_query
from tests.search.library_of_texts import TextTable, a_document

TEN, KEPT = 10, 12
QUERY = parse_query("雁桥春灌")


def make_spans_small() -> None:
    gram_writer.FILLED, gram_writer.LARGEST, gram_writer.FEW = 25, 30, 3
    whoosh_engine.FOLDED_IN_PASSING = 20


def opened(folder: Path) -> tuple[WhooshEngine, TextTable]:
    texts = TextTable(folder / "texts.sqlite")
    return WhooshEngine(folder / "index", texts), texts


def last_turn(texts: TextTable) -> int:
    return max((document.id for document in texts.all()), default=0) // TEN


def documents_of(turn: int) -> list[Document]:
    """The days of a turn lie between those of others."""
    days = [f"{2000 + n}-{1 + turn % 12:02}-{1 + turn % 28:02}" if n < TEN - 1 else None for n in range(TEN)]
    return [a_document(turn * TEN + n, day, body=[f"雁桥春灌第{turn}轮"]) for n, day in enumerate(days)]


def write(folder: Path, updates: Iterable[int]) -> None:
    engine, texts = opened(folder)
    even_out(engine, texts)
    first = last_turn(texts) + 1
    for turn in (first + n for n in updates):
        documents = documents_of(turn)
        old = range((turn - KEPT) * TEN, (turn - KEPT + 1) * TEN)
        texts.put(documents, dropped=old)
        engine.update(documents, old)
        if turn % 3 == 0:
            engine.tidy()
        if turn % 7 == 0:
            damage(folder / "index")
            engine.check()
            even_out(engine, texts)


def damage(index: Path) -> None:
    segment = max(index.glob("*.seg"), key=lambda path: path.stat().st_size)
    with segment.open("rb+") as file:
        file.write(b"damaged!")


def even_out(engine: WhooshEngine, texts: TextTable) -> None:
    """As a sync does: the index gets what it lacks of the catalogue, and loses what is no longer there."""
    held = {document.id: document for document in texts.all()}
    indexed = set(engine.ids().tolist())
    engine.update([held[id] for id in held.keys() - indexed], sorted(indexed - held.keys()))
    engine.note_complete()


def check(folder: Path) -> int:
    """Whether all is as it must be when nobody writes; the last turn."""
    engine, texts = opened(folder)
    engine.check()
    even_out(engine, texts)
    documents = texts.all()
    expected = [document.id for document in documents]
    assert engine.ids().tolist() == expected
    assert sorted(engine.search(QUERY, limit=1000).ids) == expected
    dated = [document for document in documents if document.date]
    oldest = engine.page(QUERY, Order.OLDEST, limit=1000)[: len(dated)]
    assert list(oldest) == [d.id for d in sorted(dated, key=lambda d: (str(d.date), d.id))]
    assert engine.search(parse_query("-雁桥")).total == 0
    assert engine.missing_dates() == ()
    assert engine.check() == []
    return last_turn(texts)


def check_while_it_is_written(folder: Path) -> None:
    """Whether what is seen is one update's state, whichever: turns that follow one another, each as a whole."""
    engine, _ = opened(folder)
    missing, ids = engine._on_snapshot(lambda _, now: (now.missing, segments.ids_of(now.segments.values())))
    if not missing:
        turns, counts = np.unique(ids // TEN, return_counts=True)
        assert set(counts.tolist()) <= {TEN}
        assert turns.tolist() == list(range(turns.min(), turns.max() + 1))
        assert len(turns) <= KEPT + 1


def kill_writers(folder: Path, rounds: int) -> None:
    rng = random.Random(3)
    began = time.monotonic()
    write(folder, range(4))
    an_update = (time.monotonic() - began) / 4
    for _ in range(rounds):
        writer = os.fork()
        if not writer:
            try:
                write(folder, range(100))
            finally:
                os._exit(1)
        try:
            time.sleep(rng.random() * 3 * an_update)
            check_while_it_is_written(folder)
            time.sleep(rng.random() * an_update)
        finally:
            os.kill(writer, signal.SIGKILL)
            os.waitpid(writer, 0)
        check(folder)


if __name__ == "__main__":
    make_spans_small()
    kill_writers(Path(sys.argv[1]), int(sys.argv[2]))
    print(check(Path(sys.argv[1])))
