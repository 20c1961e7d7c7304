"""Checks of a library's derived data: whether catalogue and index are sound and agree; what is saved of them.

Saved are the texts of missing files, as they are stored nowhere else.
"""

import random
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain

from msgspec.structs import replace
from whoosh.query import Not, Or

from reader.i18n import say
from reader.newspaper.issue import IssuePart
from reader.search.documents import IndexDamaged
from reader.search.engine import Engine
from reader.search.query import Period, Query, parse_query
from reader.search.terms import MARKERS, SEAM, search_text
from reader.storage.catalogue import Catalogue, CatalogueDamaged
from reader.storage.file_table import BesideFile, BesideFiles, KnownFile
from reader.storage.folder import FoundFile


def problems(catalogue: Catalogue, opened: Callable[[], Engine]) -> list[str]:
    """Return messages about damage and about articles that are missing from the index or should not be in it.

    `opened` returns the engine or raises IndexDamaged.
    """
    messages = [say("目录：{reason}", reason=problem) for problem in catalogue.problems()]
    if messages:
        return messages  # further checks would need a sound catalogue
    try:
        engine = opened()
        messages += [say("索引：{reason}", reason=problem) for problem in engine.check()]
        indexed = set(engine.ids().tolist())
    except IndexDamaged as error:
        return messages or [say("索引：{reason}", reason=error)]
    stored_ids = set(catalogue.article_ids())
    if stored_ids != indexed:
        messages.append(
            say(
                "索引缺 {absent} 篇，多 {extra} 篇。",
                absent=len(stored_ids - indexed),
                extra=len(indexed - stored_ids),
            )
        )
    if is_misfiled(catalogue, engine):
        messages.append(say("索引里各年、各版、各报的篇数与目录不符。"))
    return messages


def is_misfiled(catalogue: Catalogue, engine: Engine) -> bool:
    """Return whether the index has the catalogue's articles under other years, pages or newspapers."""
    if engine.ids().tolist() != catalogue.article_ids():
        return False
    dated = Period(None, None)
    indexed = engine.search(Query(Or((dated, Not(dated)))), limit=0)
    return (indexed.by_year, indexed.by_page, indexed.by_newspaper) != (
        catalogue.tree.articles_by_year(),
        catalogue.tree.articles_by_page(),
        catalogue.tree.articles_by_newspaper(),
    )


def unfound(catalogue: Catalogue, engine: Engine, count: int) -> list[tuple[str, str]]:
    """Search for `count` random strings from articles; return the key and the string of each failed search."""
    chance = random.Random()
    ids = catalogue.article_ids()
    count_by_article = Counter(chance.choices(ids, k=count) if ids else ())
    lost = []
    for row in catalogue.texts(list(count_by_article)).values():
        runs = [run for run in re.split(f'[\n{SEAM}{MARKERS}"]', row.text) if run.strip()]
        for run in chance.choices(runs, k=count_by_article[row.id]) if runs else ():
            begin = chance.randrange(len(run))
            string = run[begin : begin + chance.randint(1, 10)].strip()
            if string and row.id not in engine.page(parse_query(f'"{string}"'), limit=len(ids)):
                lost += [
                    (article_row.key, string) for article_row in catalogue.article_rows([row.id]).values()
                ]
    return lost


Recovered = tuple[KnownFile, IssuePart, tuple[BesideFile, ...]]
"""A missing file as recorded in the catalogue: its entry, its parsed content, and the files it refers to."""


def salvaged(catalogue: Catalogue) -> Iterator[Recovered]:
    """Yield the missing files whose content can still be read from the catalogue.

    Their number of lines is that of the last line of an article, as the catalogue does not store it.
    """
    files_by_path: dict[str, BesideFiles] = {}
    with suppress(CatalogueDamaged, sqlite3.Error):
        files_by_path = catalogue.files.beside()
    with suppress(CatalogueDamaged, sqlite3.Error):
        for file in catalogue.files.known_files().values():
            if file.state == "missing":
                with suppress(CatalogueDamaged, sqlite3.Error):
                    masthead, encoding, articles = catalogue.parsed_file(file.path)
                    # the next sync applies the reader's corrected characters again
                    printed = [replace(article, readings=()) for article in articles]
                    spans = chain.from_iterable(article.source_lines for article in articles)
                    lines = max((last for _, last in spans), default=0)
                    part = IssuePart(file.path, encoding, lines, masthead, tuple(printed))
                    yield file, part, files_by_path[file.path].files if file.path in files_by_path else ()


def put_back(catalogue: Catalogue, recovered: Iterable[Recovered]) -> None:
    """Store the recovered files in another catalogue as missing files; the next sync adds them to its index."""
    with catalogue.writing() as writer:
        for file, part, near_files in recovered:
            writer.store(
                FoundFile(file.path, file.size, file.mtime_ns),
                file.digest,
                file.parser_version,
                part,
                [search_text(article) for article in part.articles],
                file.corrections,
                beside=near_files,
            )
            writer.mark_missing([file.path])
