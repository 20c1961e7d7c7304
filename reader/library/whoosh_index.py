"""Opening the index of a library for queries of Whoosh: in a shell, a notebook, or another program."""

from pathlib import Path

from reader.library.library import Library
from reader.search.index.article_searcher import GramIndex


def open_index(root: Path | str) -> GramIndex:
    """Return the Whoosh index of the library in a folder, as of the last sync.

    Its searcher reads the texts of articles, so that `search.query.Exact` finds exact matches only. Raises like
    `Library.open`, and IndexDamaged.
    """
    return Library.open(Path(root)).local.engine.whoosh_index()
