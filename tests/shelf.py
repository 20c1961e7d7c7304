"""A library of invented issues in a folder of its own, and all that can be seen of it, for tests that attack it."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from reader.library.library import Library
from reader.newspaper.holdings import IssueRow, StoredArticle


def issues_of(library: Library) -> list[IssueRow]:
    issues = []
    for newspaper in library.contents.newspapers():
        issues += library.contents.undated_issues(newspaper.title)
        for year in library.contents.years(newspaper.title):
            for month in library.contents.months(newspaper.title, year.number):
                issues += library.contents.issues(newspaper.title, year.number, month.number)
    return issues


def articles_of(library: Library) -> list[StoredArticle]:
    stored = [
        library.articles.article(row.id)
        for issue in issues_of(library)
        for row in library.contents.articles(issue.id)
    ]
    return [each for each in stored if each is not None]


def tree_of(library: Library) -> list[Any]:
    """Every row of the tree, without the ids, which tell only in what order the files came."""
    rows: list[Any] = []
    for newspaper in library.contents.newspapers():
        rows += [newspaper, *library.contents.years(newspaper.title)]
    for issue in issues_of(library):
        rows.append(structs.replace(issue, id=0))
        rows += [structs.replace(row, id=0, issue_id=0) for row in library.contents.articles(issue.id)]
    return rows + [(stored.article, stored.masthead, stored.sources) for stored in articles_of(library)]


def strings_of(library: Library, count: int) -> list[str]:
    """Strings cut at random from the articles, the same for the same library."""
    chance = random.Random(7)
    cuts = []
    for stored in chance.choices(articles_of(library), k=count):
        text = chance.choice(stored.article.blocks).text
        at = chance.randrange(len(text))
        cuts.append(text[at : at + chance.randint(1, 8)].strip() or "的")
    return cuts


def keys_found(library: Library, string: str) -> list[str]:
    found = library.searcher.search(f'"{string}"', limit=1_000_000, exact=True)
    stored = [library.articles.article(article_id) for article_id in found.ids]
    return sorted(each.article.key for each in stored if each is not None)


def run(*words: object) -> subprocess.CompletedProcess[str]:
    """`reader …` as a process of its own, in Chinese, with warnings as errors."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "reader", *map(str, words)],
        env=os.environ | {"READER_LANGUAGE": "zh"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of that size at `folder`; skips the test where none can be made."""
    folder.mkdir(parents=True, exist_ok=True)
    if not shutil.which("mount") or mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder):
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def mount(*words: object) -> int:
    return subprocess.run(["mount", *map(str, words)], check=False, capture_output=True).returncode


def fill(folder: Path) -> Path:
    """A file that leaves no room beside it."""
    filler = folder / ".filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while file.write(b"\0" * size):
                    pass
            except OSError:
                continue
    return filler
