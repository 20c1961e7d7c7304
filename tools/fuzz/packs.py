"""Hostile packs by the thousand: `python -m tools.fuzz.packs --mutants 5000`.

Each is a small sound pack in which something was changed, signed anew wherever a stranger can sign. What a reader does
with a pack is done with each in at most five seconds, and ends well or in a sentence.
"""

import argparse
import os
import random
import resource
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec
import zstandard

from reader.features.packs.pack_file import (
    BLOCK,
    COMPRESSED,
    DIGEST,
    HEAD,
    TAIL,
    TAIL_MARK,
    PackFile,
    digest_of_contents,
)
from reader.library.library import Library
from reader.newspaper.article import digest_of
from tests import packs

SECONDS = 5.0
"""Of processor time."""
NUMBERS = (
    0,
    1,
    -1,
    511,
    512,
    1 << 20,
    (1 << 20) + 1,
    1 << 31,
    1 << 40,
    (1 << 40) + 1,
    1 << 63,
    1 << 70,
    0.5,
    "7",
    None,
)
NAMES = (
    "",
    ".",
    "..",
    "../x",
    "/etc/passwd",
    "index/../x",
    "index/",
    "c:\\x",
    "CON",
    "\0",
    "x" * 300,
    "catalogue.sqlite",
)
TRICKS = (
    "何\u202e苇",
    "\u200b",
    "何苇\n何苇",
    "А" * 200,
    "\U0001f600",
    "<b>何苇</b>",
    "\x1b[31m何苇",
    "何" * 200,
    "",
)
STATEMENTS = (
    "CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM issue; END",
    "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c",
    "CREATE VIRTUAL TABLE f USING fts5(x)",
    "CREATE INDEX x ON article (length(lead))",
    "ALTER TABLE issue ADD COLUMN x TEXT GENERATED ALWAYS AS (label || label) VIRTUAL",
    "DROP TABLE name",
    "PRAGMA user_version = 20",
    "PRAGMA user_version = -1",
    "UPDATE meta SET value = '../../x' WHERE key = 'identity'",
    "UPDATE meta SET value = x'00' WHERE key = 'generation'",
    "UPDATE article_text SET dictionary = -7",
    "UPDATE article_text SET search = zeroblob(30000000)",
    "UPDATE article_text SET dictionary = -1, search = CAST('戏台' AS BLOB)",
    "UPDATE issue SET date = '9999-99-99'",
    "UPDATE issue SET number = 9223372036854775807, article_count = -5",
    "UPDATE article SET page_order = -9223372036854775808, length = -1",
    "UPDATE source SET path = '../../../etc/passwd', masthead = '[' || masthead",
    "UPDATE appearance SET source_lines = '[[1e999, -1]]'",
    "INSERT INTO stitch SELECT id, id, 1.0, '[]', 1, NULL, NULL, NULL FROM article",
    "INSERT OR REPLACE INTO series_part SELECT id, '戏', -1 FROM article",
    "UPDATE name SET together = 9223372036854775807, first = -1",
    "INSERT OR REPLACE INTO reading SELECT id, 'x', 'y', '[[9999999],\"a\",\"b\",true]' FROM article",
)


class Attacker:
    """Makes hostile packs of a sound one."""

    def __init__(self, pack: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self._whole = pack.read_bytes()
        self._about, self._members = packs.contents(pack)
        file = PackFile(pack)
        tail = self._whole[-TAIL.size :]
        table, directory, *_ = TAIL.unpack(tail)
        end = len(self._whole) - TAIL.size - directory
        self._table = self._whole[end - table : end]
        self._blocks = self._whole[len(HEAD) : end - table]
        self._directory = msgspec.json.decode(self._whole[end : end + directory])
        file.close()

    def write(self, path: Path) -> str:
        """Write a mutant. Return what kind it is."""
        kinds: tuple[Callable[[Path], object], ...] = (
            self.stick, self.stick, self.member, self.member, self.member, self.directory, self.directory,
            self.table, self.table, self.block, self.sql, self.sql, self.tail, self.words, self.header,
        )  # fmt: skip
        kind = self.chance.choice(kinds)
        kind(path)
        return kind.__name__

    def stick(self, path: Path) -> None:
        """A bad stick: bytes that nobody has signed."""
        path.write_bytes(packs.spoilt(self._whole, self.chance))

    def member(self, path: Path) -> None:
        name = self.chance.choice([*self._members, "catalogue.sqlite", "catalogue.sqlite"])
        spoilt = packs.spoilt(self._members[name], self.chance)
        packs.forge(path, self._about, self._members | {name: spoilt})

    def directory(self, path: Path) -> None:
        """Members of other sizes, blocks and names; two of one name; none; a thousand."""
        told = msgspec.json.decode(msgspec.json.encode(self._directory))
        members, chance = told["members"], self.chance
        one = chance.choice(members)
        match chance.randrange(6):
            case 0:
                one[chance.choice(("size", "block", "first"))] = chance.choice(NUMBERS)
            case 1:
                one["name"] = chance.choice((*NAMES, chance.choice(members)["name"]))
            case 2:
                told["members"] = members[: chance.randrange(len(members))]
            case 3:
                told["members"] = members + [one] * chance.choice((1, 1000, 20_000))
            case 4:
                chance.shuffle(members)
            case _:
                told["about"][chance.choice([*told["about"]])] = chance.choice((*NUMBERS, *TRICKS))
        self._sign(path, self._blocks, self._table, msgspec.json.encode(told))

    def words(self, path: Path) -> None:
        """Unicode tricks in what a pack tells of itself."""
        told = dict(self._directory)
        told["about"] = told["about"] | {
            "giver": self.chance.choice(TRICKS),
            "name": self.chance.choice(TRICKS),
        }
        data = (
            msgspec.json.encode(told)
            if self.chance.random() < 0.8
            else b"[" * self.chance.randrange(1, 1 << 18)
        )
        self._sign(path, self._blocks, self._table, data)

    def table(self, path: Path) -> None:
        """Blocks of other lengths, which overlap, reach beyond the file or are told to be (un)compressed."""
        rows = [list(row) for row in BLOCK.iter_unpack(self._table)]
        for _ in range(self.chance.choice((1, 1, 5))):
            row = self.chance.choice(rows)
            lengths = (row[0] ^ COMPRESSED, row[0] + 1, row[0] - 1, 0, 0xFFFFFFFF, 1 << 20)
            row[0] = self.chance.choice(lengths) % (1 << 32)
        if self.chance.random() < 0.3:
            self.chance.shuffle(rows)
        self._sign(
            path,
            self._blocks,
            b"".join(BLOCK.pack(*row) for row in rows),
            msgspec.json.encode(self._directory),
        )

    def block(self, path: Path) -> None:
        """A block that unpacks to far more than it says, or to something else, or not at all."""
        rows = [list(row) for row in BLOCK.iter_unpack(self._table)]
        parts, at = [], 0
        for length, _ in rows:
            parts.append(self._blocks[at : at + (length & ~COMPRESSED)])
            at += length & ~COMPRESSED
        number = self.chance.randrange(len(rows))
        bomb = zstandard.ZstdCompressor(19).compress(bytes(self.chance.choice((1 << 16, 1 << 24, 1 << 28))))
        stream = zstandard.ZstdCompressor(write_content_size=False).compress(bytes(1 << 24))
        parts[number] = self.chance.choice(
            (bomb, stream, bomb[:20], b"", zstandard.compress(b""), self.chance.randbytes(900))
        )
        rows[number] = [len(parts[number]) | COMPRESSED, digest_of(parts[number], DIGEST)]
        table = b"".join(BLOCK.pack(*row) for row in rows)
        self._sign(path, b"".join(parts), table, msgspec.json.encode(self._directory))

    def sql(self, path: Path) -> None:
        """A sound database that holds, or is, something else."""
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "x.sqlite"
            database.write_bytes(self._members["catalogue.sqlite"])
            connection = sqlite3.connect(database, isolation_level=None)
            for statement in self.chance.sample(STATEMENTS, self.chance.choice((1, 1, 2))):
                try:
                    connection.execute(statement)
                except sqlite3.Error:
                    continue
            if self.chance.random() < 0.2:
                connection.execute(f"PRAGMA page_size = {self.chance.choice((512, 65536))}")
                connection.execute("VACUUM")
            connection.close()
            packs.forge(path, self._about, self._members | {"catalogue.sqlite": database.read_bytes()})

    def header(self, path: Path) -> None:
        """A database whose header lies: page size, format, free pages, schema."""
        data = bytearray(self._members["catalogue.sqlite"])
        at = self.chance.choice((16, 18, 19, 20, 24, 28, 32, 36, 44, 52, 56, 60, 64, 92, 96, 100, 103))
        data[at : at + 2] = self.chance.choice((b"\0\0", b"\xff\xff", b"\x02\x02", b"\0\1", b"\x7f\xff"))
        packs.forge(path, self._about, self._members | {"catalogue.sqlite": bytes(data)})

    def tail(self, path: Path) -> None:
        fields = list(TAIL.unpack(self._whole[-TAIL.size :]))
        at = self.chance.randrange(5)
        size = (0, 1, 1 << 40, (1 << 64) - 1)
        fields[at] = self.chance.choice(size) if at < 2 else self.chance.randbytes(len(fields[at]))
        path.write_bytes(self._whole[: -TAIL.size] + TAIL.pack(*fields))

    def _sign(self, path: Path, blocks: bytes, table: bytes, directory: bytes) -> None:
        signature = packs.STRANGER.sign(digest_of_contents(table, directory)).signature
        key = bytes(packs.STRANGER.verify_key)
        tail = TAIL.pack(len(table), len(directory), key, signature, TAIL_MARK)
        path.write_bytes(HEAD + blocks + table + directory + tail)


def attack(pack: Path, folder: Path, seed: int, mutants: int) -> tuple[Counter[str], float]:
    """Try that many. Return how many of each kind ended how, and the longest time. Anything but a sentence escapes."""
    attacker, outcomes, longest = Attacker(pack, seed), Counter[str](), 0.0
    target = folder / "x.yuebao"
    for number in range(mutants):
        kind = attacker.write(target)
        began = time.process_time()
        try:
            failure = packs.used(target)
        except BaseException:
            print(f"seed {seed}, mutant {number}: {kind}")
            raise
        seconds = time.process_time() - began
        assert seconds < SECONDS, (seed, number, kind, seconds)
        longest = max(longest, seconds)
        outcomes[f"{kind}: {'refused' if failure else 'opened'}"] += 1
    left = sorted(path.name for path in folder.iterdir())
    assert left == [target.name], left
    return outcomes, longest


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--mutants", type=int, default=500)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["READER_HOME"] = str(Path(folder) / "home")
        work = Path(folder) / "work"
        work.mkdir()
        golden = max(packs.GOLDEN.iterdir(), key=lambda path: int(path.stem))
        Library.open(golden).close()
        outcomes, longest = attack(golden, work, options.seed, options.mutants)
    for kind, number in sorted(outcomes.items()):
        print(f"{number:6} {kind}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{options.mutants} mutants, the longest {longest:.2f} s, {memory:.0f} MB at most")


if __name__ == "__main__":
    main()
