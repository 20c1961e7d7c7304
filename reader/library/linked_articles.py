"""Finding the article that a link names: in one library, or in the first of several that has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.library.library import Library
from reader.library.wings import is_elsewhere
from reader.newspaper.printing import Printing
from reader.storage.disk_errors import LibraryError


@dataclass(frozen=True, slots=True)
class Holder:
    """The folder of the library that has the article, None if none has; and how many libraries failed to open."""

    root: Path | None
    unopened: int = 0


def linked_issue(library: Library, link: Printing) -> int | None:
    """Return the id of the issue that the link's article belongs to, although the article is not found;

    None if unknown.
    """
    if link.date is None or not link.newspaper:
        return None
    return next((issue.id for issue in library.contents.issues_on(link.newspaper, link.date)), None)


def holder_of(link: Printing, roots: Iterable[Path]) -> Holder:
    """Return the first of these libraries that has the article."""
    unopened = 0
    for root in roots:
        try:
            library = Library.open(root)
        except LibraryError:
            unopened += 1
            continue
        try:
            if library.articles.printings.article_of(link) is not None:
                return Holder(root, unopened)
        finally:
            library.close()
    return Holder(None, unopened)


def link_candidates(last: str | None, recent: Sequence[str], sample: Path) -> list[Path]:
    """Return the folders in which a link is looked for: of the last library, the recent ones, the sample.

    Those on servers are left out: one may be away.
    """
    roots = [*([last] if last else []), *recent, str(sample)]
    return [root for root in map(Path, dict.fromkeys(roots)) if not is_elsewhere(root)]
