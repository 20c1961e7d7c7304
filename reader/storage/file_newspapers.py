"""The newspapers that files belong to, by what all files print: a name may be misread on single issues and read
rightly on most, and a file without one belongs to the newspaper of its folder.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial

from reader.language.variants import look_alike, simplified
from reader.newspaper.issue import Masthead, TitleOrigin
from reader.newspaper.json_format import masthead_from_json
from reader.storage.file_table import witness_of

MISREAD_TITLES = "misread titles"
"""The key in `meta` of the result for the catalogue's files, as JSON."""
LEAST_FILES = 5
"""Number of files that have to print the name that is meant."""
TIMES_AS_MANY = 5
"""How many times as many files have to print it as print the misread one."""


def misread_titles(printed: Mapping[str, int], registered: Collection[str] = ()) -> dict[str, str]:
    """Return the misread names with the name that is meant.

    `printed` are the numbers of files that print each name. Names of the register, `registered`, are never misread. A
    misread name differs from the meant one only in characters that look alike, which are at most half of all. The
    commonest of several is meant, of these the first.
    """
    kept: list[str] = []
    misread: dict[str, str] = {}
    for title in sorted(printed, key=lambda title: (-printed[title], title)):
        enough = max(LEAST_FILES, TIMES_AS_MANY * printed[title])
        meant = next((each for each in kept if printed[each] >= enough and look_alike(title, each)), None)
        if meant is None or title in registered:
            kept.append(title)
        else:
            misread[title] = meant
    return misread


class FileNewspapers:
    """Assigns the files of a catalogue to newspapers.

    `assign` moves a file to another newspaper: its id, the digest of its bytes, its masthead, the id of its issue, and
    the newspaper.
    """

    def __init__(
        self, connection: sqlite3.Connection, assign: Callable[[int, bytes, Masthead, int, str], None]
    ) -> None:
        self._connection = connection
        self._assign = assign
        self._misread: Mapping[str, str] = {}
        self._of_folder: Mapping[str, Mapping[str, int]] | None = None

    def of_folder(self, folder: str) -> str:
        """Return the title on which the files of a folder agree; "" if they don't.

        Titles that differ as traditional and simplified characters do agree; the commonest is returned.
        """
        held = self._titles().get(folder, {})
        agree = len({simplified(title) for title in held}) == 1
        return min(held, key=lambda title: (-held[title], title)) if agree else ""

    def settle(self, registered: Collection[str] = ()) -> None:
        """Assign files to newspapers by what all files print, whatever the order in which they were stored.

        Files that print a misread title are assigned to the newspaper that is meant; `registered` are titles known to
        exist. What a reader's correction states is not misread, on no issue. Files without a title
        are assigned to the newspaper on which the other files of their folder agree, else to none; if the files with a
        title have one article each, they are clippings: their title is then assigned only if half of the folder has it.
        """
        printed = self._connection.execute(
            "SELECT title, count(*) FROM source WHERE title IS NOT NULL GROUP BY title"
        )
        found = misread_titles(dict(printed.fetchall()), registered)
        stated = self._connection.execute(
            "SELECT DISTINCT title FROM source WHERE title IN (SELECT value FROM json_each(?))"
            " AND json_extract(masthead, '$.title_origin') = ?",
            (json.dumps([*found], ensure_ascii=False), TitleOrigin.CORRECTED),
        ).fetchall()
        self._misread = {title: meant for title, meant in found.items() if (title,) not in stated}
        # assign the files with a title that is misread, or was when they were assigned the last time
        before = self._connection.execute(
            "SELECT value FROM meta WHERE key = ?", (MISREAD_TITLES,)
        ).fetchone()
        titles = {*self._misread, *(json.loads(before[0]) if before else ())}
        for source_id, digest, text, issue_id, newspaper in self._connection.execute(
            "SELECT s.id, s.digest, s.masthead, i.id, i.newspaper FROM source s JOIN issue i ON i.id = s.issue_id"
            " WHERE s.title IN (SELECT value FROM json_each(?))",
            (json.dumps([*titles], ensure_ascii=False),),
        ).fetchall():
            masthead = masthead_from_json(json.loads(text))
            title = masthead.title or ""
            is_printed = witness_of(masthead, title) is TitleOrigin.PRINTED
            meant = self._misread.get(title, title) if is_printed else title
            if title and meant != newspaper:
                self._assign(source_id, digest, masthead, issue_id, meant)
        if titles:
            self._connection.execute(
                "INSERT OR REPLACE INTO meta VALUES (?, ?)",
                (MISREAD_TITLES, json.dumps(self._misread, ensure_ascii=False)),
            )
        self._of_folder = None
        self._adopt_untitled()

    def _titles(self) -> Mapping[str, Mapping[str, int]]:
        """Return how many files of each folder have each title, read when it is first needed."""
        if self._of_folder is None:
            found: defaultdict[str, defaultdict[str, int]] = defaultdict(partial(defaultdict, int))
            for title, folder, count in self._connection.execute(
                "SELECT title, folder, count(*) FROM source WHERE title IS NOT NULL GROUP BY title, folder"
            ):
                found[folder][self._misread.get(title, title)] += count
            self._of_folder = found
        return self._of_folder

    def _adopt_untitled(self) -> None:
        held = self._connection.execute(
            "SELECT DISTINCT s.folder, i.newspaper FROM source s JOIN issue i ON i.id = s.issue_id"
            " WHERE s.title IS NULL"
        ).fetchall()
        if not held:
            return
        clippings = self._clippings({folder for folder, _ in held if self.of_folder(folder)})
        self._of_folder = {
            folder: titles for folder, titles in self._titles().items() if folder not in clippings
        }
        for folder in sorted({folder for folder, newspaper in held if newspaper != self.of_folder(folder)}):
            rows = self._connection.execute(
                "SELECT id, digest, masthead, issue_id FROM source WHERE title IS NULL AND folder = ?"
                " AND issue_id IS NOT NULL",
                (folder,),
            ).fetchall()
            for source_id, digest, masthead, issue_id in rows:
                head = masthead_from_json(json.loads(masthead))
                self._assign(source_id, digest, head, issue_id, self.of_folder(folder))

    def _clippings(self, folders: Iterable[str]) -> set[str]:
        """Return those of the folders that hold clippings: fewer than half of the files have a title, and each of
        these has one article.
        """
        found = set()
        for folder in folders:
            ((titled, files, most),) = self._connection.execute(
                "SELECT count(title), count(*), max(title IS NOT NULL AND (SELECT count(DISTINCT position)"
                " FROM appearance p WHERE p.source_id = s.id) > 1) FROM source s"
                " WHERE folder = ? AND issue_id IS NOT NULL",
                (folder,),
            )
            if not most and 2 * titled < files:
                found.add(folder)
        return found
