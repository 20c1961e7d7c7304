"""Writers killed at random moments; after each, the index must be whole.

    python -m tests.search.killed_writer FOLDER ROUNDS

Every update adds ten articles and removes the ten of five updates before. Prints how many updates were published.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from reader.search.query import parse_query
from reader.search.whoosh_engine import WhooshEngine
from tests.search.library_of_texts import TextTable, a_document

TEN, KEPT = 10, 5


def opened(folder: Path) -> tuple[WhooshEngine, TextTable]:
    texts = TextTable(folder / "texts.sqlite")
    return WhooshEngine(folder / "index", texts), texts


def last_turn(engine: WhooshEngine) -> int:
    return int(max([0, *engine.ids().tolist()])) // TEN


def write(folder: Path, updates: Iterable[int]) -> None:
    engine, texts = opened(folder)
    first = last_turn(engine) + 1
    for turn in (first + n for n in updates):
        documents = [a_document(turn * TEN + n, body=[f"雁桥春灌第{turn}轮"]) for n in range(TEN)]
        texts.put(documents)
        old = (turn - KEPT) * TEN
        engine.update(documents, range(old, old + TEN))


def check(folder: Path) -> int:
    """Whether all is as it must be when nobody writes; the last turn."""
    engine, _ = opened(folder)
    turn = last_turn(engine)
    expected = list(range(max(turn - KEPT + 1, 1) * TEN, (turn + 1) * TEN)) if turn else []
    assert engine.ids().tolist() == expected
    assert sorted(engine.search(parse_query("雁桥春灌"), limit=1000).ids) == expected
    assert engine.search(parse_query("-雁桥")).total == 0
    assert engine.check() == []
    return turn


def check_while_it_is_written(folder: Path) -> None:
    """Whether what is seen is one update's state, whichever."""
    engine, _ = opened(folder)
    ids = engine.ids().tolist()
    assert ids == list(range(min(ids), max(ids) + 1))
    assert len(ids) <= TEN * KEPT
    assert min(ids) % TEN == 0 == len(ids) % TEN


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
    kill_writers(Path(sys.argv[1]), int(sys.argv[2]))
    print(check(Path(sys.argv[1])))
