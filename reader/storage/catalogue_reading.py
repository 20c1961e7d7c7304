"""The interface by which a library reads its catalogue, whether that is on the disk or on a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from reader.newspaper.holdings import ArticleRow, Document, StoredArticle
    from reader.storage.file_table import FileTable
    from reader.storage.form_table import FormTable
    from reader.storage.issue_table import IssueTable, MastheadTable
    from reader.storage.reading_table import ReadingTable
    from reader.storage.stitch_table import StitchTable


T = TypeVar("T")


class CatalogueReading(Protocol):
    """A catalogue, for reading. Every method may be called from any thread. Each implementation raises
    its own errors.
    """

    tree: IssueTable
    files: FileTable
    stitches: StitchTable
    mastheads: MastheadTable
    forms: FormTable

    @property
    def readings(self) -> ReadingTable: ...

    def table(self, kind: Callable[..., T]) -> T:
        """Return the queries on a feature's own tables, which `kind` makes of the functions that query the catalogue.

        On a server, it is also given `are_handed=True`: they are the tables that were handed over, unless the feature
        has queries of its own for that (`Plug.room`).
        """

    def generation(self) -> int:
        """Return a number that changes with every write that changes anything."""

    def identity(self) -> str:
        """Return a name that distinguishes the catalogue and its ids from others."""

    def stored_value(self, key: str) -> str | None:
        """Return the value stored in `meta` under a key; None if there is none."""

    def article_rows(self, ids: Sequence[int]) -> dict[int, ArticleRow]:
        """Return the rows of the articles that exist, by id."""

    def article(self, article_id: int) -> StoredArticle | None:
        """Return the article; None if there is none."""

    def stored(self, ids: Sequence[int]) -> Mapping[int, StoredArticle]:
        """Return the articles that exist, by id."""

    def article_ids(self, *, newest_first: bool = False) -> list[int]:
        """Return the ids of all articles, ascending; or by date and page, undated ones last."""

    def texts(self, ids: Sequence[int]) -> dict[int, Document]:
        """Return the search texts of the articles that exist, by id, with the columns for ordering and filtering."""

    def portions(self, ids: Sequence[int]) -> Iterator[list[int]]:
        """Yield the ids in order, in lists for which `texts` needs a bounded amount of memory."""

    def known(self, ids: Sequence[int]) -> set[int]:
        """Return those of the ids whose articles exist."""

    def search_texts(self, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Yield ids and search texts of those articles that exist, ascending within every few hundred."""

    def confidences(self, ids: Sequence[int]) -> dict[int, float]:
        """Return for each article the mean confidence of the recogniser in its file, if the file states any."""

    def first_paths(self, ids: Sequence[int]) -> dict[int, str]:
        """Return for each article the path of a file that holds it, preferring files that are not missing."""
