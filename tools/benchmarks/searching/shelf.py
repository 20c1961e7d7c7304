"""The archive on the disk: written once, asked by every engine."""

import itertools
import json
import sqlite3
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from msgspec import Struct, to_builtins

from reader.newspaper.holdings import Document
from reader.newspaper.issue import IssuePart
from reader.search.terms import search_text
from reader.storage.catalogue import Catalogue
from reader.storage.folder import FoundFile
from tools.benchmarks.searching.archive import Archive, Vocabulary
from tools.benchmarks.searching.machine import peak_memory

VERSION = 3
"""Of what is written: another one is written anew."""
ISSUES_AT_ONCE = 24
FIELD_END = "\x1e"
"""Ends a line of a search text in a file for `ripgrep`, where a line is an article."""


class Written(Struct, frozen=True):
    """What is known of a shelf. Sizes in bytes; the vocabulary is that of the oldest issues."""

    version: int
    articles: int
    text_bytes: int
    seconds: float
    peak_memory: int
    vocabulary: Vocabulary


class Shelf:
    """The archive of so many articles in a folder: its catalogue, and its lines for `ripgrep`."""

    def __init__(self, root: Path, articles: int) -> None:
        self.folder = root / f"{articles}"
        self.articles = articles
        self.catalogue_path = self.folder / "catalogue.sqlite"
        self.lines = self.folder / "lines"

    def written(self) -> Written | None:
        """None where it has yet to be written."""
        try:
            told = json.loads((self.folder / "written.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        if told["version"] != VERSION:
            return None
        grown = {int(characters): grams for characters, grams in told["vocabulary"]["grown"].items()}
        return Written(**told | {"vocabulary": Vocabulary(grown, told["vocabulary"]["of_a_text"])})

    def write(self) -> Written:
        began = time.monotonic()
        self.lines.mkdir(parents=True, exist_ok=True)
        Catalogue.throw_away(self.catalogue_path)
        catalogue = Catalogue(self.catalogue_path)
        archive = Archive(self.articles)
        text_bytes = 0
        issues = enumerate(archive.issues())
        while batch := list(itertools.islice(issues, ISSUES_AT_ONCE)):
            with catalogue.writing() as writer:
                for number, part in batch:
                    texts = [search_text(article) for article in part.articles]
                    writer.store(FoundFile(part.path, 1, 1), number.to_bytes(16, "big"), 1, part, texts)
                    text_bytes += self._write_lines(part, texts)
            print(f"\r{batch[-1][0] + 1} / {len(archive)} issues ", end="", file=sys.stderr)
        print(file=sys.stderr)
        with catalogue.writing() as writer:
            while writer.texts.pack_again(1000):
                pass
        oldest = (search_text(a) for n in reversed(range(len(archive))) for a in archive.issue(n).articles)
        written = Written(
            VERSION,
            self.articles,
            text_bytes,
            round(time.monotonic() - began, 1),
            peak_memory(),
            Vocabulary.of(oldest),
        )
        catalogue.close()
        (self.folder / "written.json").write_text(json.dumps(to_builtins(written)), encoding="utf-8")
        return written

    def _write_lines(self, part: IssuePart, texts: Sequence[str]) -> int:
        written = "\n".join(text.replace("\n", FIELD_END) for text in texts) + "\n"
        (self.lines / part.path.replace("/", "-")).write_text(written, encoding="utf-8", newline="\n")
        return len(written.encode())

    def catalogue(self) -> Catalogue:
        return Catalogue(self.catalogue_path)

    def sample(self, count: int) -> list[Document]:
        """Documents from all over the archive."""
        catalogue = self.catalogue()
        ids = range(1, self.articles + 1, max(1, self.articles // count))
        rows = catalogue.texts(ids)
        catalogue.close()
        return [*rows.values()]

    def store_bytes(self) -> int:
        """What the texts, the records and their dictionaries take in the catalogue's file."""
        with closing(sqlite3.connect(self.catalogue_path)) as connection:
            (size,) = connection.execute(
                "SELECT sum(pgsize) FROM dbstat WHERE name IN"
                " ('article_text', 'article_text_to_pack', 'text_dictionary')"
            ).fetchone()
        return int(size)
