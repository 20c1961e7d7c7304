"""Recovering the texts of missing files from a damaged catalogue, as they are stored nowhere else."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress

from msgspec import Struct
from msgspec.structs import replace

from reader.newspaper.issue import IssuePart
from reader.search.terms import search_text
from reader.storage.catalogue import Catalogue, CatalogueDamaged
from reader.storage.file_table import BesideFile, BesideFiles, KnownFile
from reader.storage.folder import FoundFile


class Recovered(Struct, frozen=True):
    """A missing file as recorded in the catalogue: its entry, its parsed content, and the files it refers to."""

    file: KnownFile
    part: IssuePart
    beside: tuple[BesideFile, ...] = ()


def salvaged(catalogue: Catalogue) -> Iterator[Recovered]:
    """Yield the missing files whose content can still be read from the catalogue.

    Their number of lines is that of the last line of an article, as the catalogue does not store it.
    """
    beside: dict[str, BesideFiles] = {}
    with suppress(CatalogueDamaged, sqlite3.Error):
        beside = catalogue.files.beside()
    with suppress(CatalogueDamaged, sqlite3.Error):
        for file in catalogue.files.known_files().values():
            if file.state == "missing":
                with suppress(CatalogueDamaged, sqlite3.Error):
                    masthead, encoding, articles = catalogue.parsed_file(file.path)
                    # the next sync applies the reader's corrected characters again
                    printed = [replace(article, readings=()) for article in articles]
                    lines = max((last for article in articles for _, last in article.source_lines), default=0)
                    part = IssuePart(file.path, encoding, lines, masthead, tuple(printed))
                    yield Recovered(file, part, beside[file.path].files if file.path in beside else ())


def put_back(catalogue: Catalogue, recovered: Iterable[Recovered]) -> None:
    """Store the recovered files in another catalogue as missing files; the next sync adds them to its index."""
    with catalogue.writing() as writer:
        for each in recovered:
            file, part = each.file, each.part
            writer.store(
                FoundFile(file.path, file.size, file.mtime_ns),
                file.digest,
                file.parser_version,
                part,
                [search_text(article) for article in part.articles],
                file.corrections,
                beside=each.beside,
            )
            writer.mark_missing([file.path])
