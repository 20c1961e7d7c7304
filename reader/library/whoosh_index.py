"""The index of a library, opened for any query of Whoosh's: for a shell, a notebook, or another program."""

from pathlib import Path

from reader.library.library import Library
from reader.search.index.article_searcher import GramIndex


def open_index(root: Path | str) -> GramIndex:
    """Return the Whoosh index of the library in a folder, as of the last sync.

    Its searcher reads the articles' texts, so that `search.query.Exact` is exact. Raises what `Library.open` raises,
    and IndexDamaged.
    """
    return Library.open(Path(root)).whoosh_index()
