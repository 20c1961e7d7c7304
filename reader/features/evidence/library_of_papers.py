"""Finds the library that has the papers of evidence: the one it was made of, or another copy of them."""

from collections.abc import Iterable
from contextlib import closing
from itertools import islice
from pathlib import Path

from reader.features.evidence.evidence_file import EvidenceFile
from reader.library.library import Library
from reader.storage.disk_errors import LibraryError

_LOOKED_UP = 50
"""The number of articles of the evidence that are looked up in a library."""


def library_with(evidence: EvidenceFile, current: Library, roots: Iterable[Path]) -> Path | None:
    """Return the first of these libraries that has the papers of evidence; None if the current one has them, or none.

    Those that can't be opened are passed over. Raises EvidenceUnreadable.
    """
    if has_papers(current, evidence):
        return None
    for root in roots:
        try:
            library = Library.open(root)
        except LibraryError:
            continue
        with closing(library):
            if has_papers(library, evidence):
                return root
    return None


def has_papers(library: Library, evidence: EvidenceFile) -> bool:
    """Return whether evidence was made of a library, or most of its first articles are in it."""
    if library.uuid() == evidence.head.library.get("uuid"):
        return True
    printings = [evidence_article.printing for evidence_article in islice(evidence.articles(), _LOOKED_UP)]
    articles = [
        article for article in library.articles.printings.articles_of(printings) if article is not None
    ]
    return len(articles) * 2 > len(printings)
