"""Finding the article of a link: in one library, or in the first of several libraries that has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from reader.library.library import Library
from reader.newspaper.printing import Printing
from reader.plugs import is_elsewhere
from reader.storage.disk_errors import LibraryError


class Holder(Struct, frozen=True):
    """The folder of the library that has an article, or None; and the number of libraries that could not be opened."""

    root: Path | None
    unopened: int = 0


def linked_issue(library: Library, link: Printing) -> int | None:
    """Return the id of an issue on the link's newspaper and date, for a link whose article is not found, or None."""
    if link.date is None or not link.newspaper:
        return None
    return next(
        (issue.id for issue in library.derived.catalogue.tree.issues_on(link.newspaper, link.date)), None
    )


def holder_of(link: Printing, roots: Iterable[Path]) -> Holder:
    """Return the first library at these folders that has the article."""
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
    """Return the folders of the libraries to search for a link: the last one, the recent ones, the sample.

    Libraries on servers are left out, as a server may be unreachable.
    """
    roots = [*([last] if last else []), *recent, str(sample)]
    return [root for root in map(Path, dict.fromkeys(roots)) if not is_elsewhere(root)]
