"""The newspaper to which the files of a folder belong, where some of them name none."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable

from reader.language.variants import simplified


class FolderTitles:
    """The titles of the files in each folder, as they are stored when they are first asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._titles: dict[str, Counter[str]] | None = None

    def read(self) -> dict[str, Counter[str]]:
        """Read the titles again."""
        self._titles = defaultdict(Counter)
        for title, folder, count in self._connection.execute(
            "SELECT title, folder, count(*) FROM source WHERE title IS NOT NULL GROUP BY title, folder"
        ):
            self._titles[folder][title] += count
        return self._titles

    def of(self, folder: str) -> str:
        """Return the title on which the files of a folder agree; "" if they don't.

        Titles that differ as traditional and simplified characters do agree; the commonest is returned.
        """
        titles = self.read() if self._titles is None else self._titles
        held = titles.get(folder, Counter())
        agree = len({simplified(title) for title in held}) == 1
        return min(held, key=lambda title: (-held[title], title)) if agree else ""

    def disown_clippings(self, folders: Iterable[str]) -> None:
        """Drop the titles of folders where fewer than half of the files have one, and each of these is one article."""
        titles = self.read() if self._titles is None else self._titles
        for folder in folders:
            ((titled, files, most),) = self._connection.execute(
                "SELECT count(title), count(*), max(title IS NOT NULL AND (SELECT count(DISTINCT position)"
                " FROM appearance p WHERE p.source_id = s.id) > 1) FROM source s"
                " WHERE folder = ? AND issue_id IS NOT NULL",
                (folder,),
            )
            if not most and 2 * titled < files:
                titles[folder] = Counter()
