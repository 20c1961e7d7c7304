"""Which newspaper each file of the catalogue belongs to.

That is told by what all files print: a name may be misread on single issues and read rightly on most, and a file
without one belongs to the newspaper of its folder.
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from reader.counts import most_frequent
from reader.language.equality import look_alike, simplified
from reader.language.scripts import are_alike
from reader.newspaper.facts import Rule, share
from reader.newspaper.issue import Masthead, TitleOrigin
from reader.newspaper.json_format import masthead_from_json
from reader.storage.file_table import witness_of

MISREAD_TITLES = "misread titles"
"""The key in `meta` of the result for the catalogue's files, as JSON."""
LEAST_FILES = 5
"""Number of files that have to print the name that is meant."""
TIMES_AS_MANY = 5
"""How many times as many files have to print it as print the misread one."""


def _commonest_first(counts: Mapping[str, int]) -> list[str]:
    return most_frequent(counts)


def misread_titles(printed: Mapping[str, int], registered: Collection[str] = ()) -> dict[str, str]:
    """Return the misread names with the name that is meant.

    `printed` are the numbers of files that print each name. Names of the register, `registered`, are never misread. A
    misread name differs from the meant one only in characters that look alike, which are at most half of all. The
    commonest of several is meant, of these the first.
    """
    distinct: list[str] = []
    misread: dict[str, str] = {}
    for title in _commonest_first(printed):
        enough = max(LEAST_FILES, TIMES_AS_MANY * printed[title])
        meant = next(
            (
                distinct_title
                for distinct_title in distinct
                if printed[distinct_title] >= enough and look_alike(title, distinct_title)
            ),
            None,
        )
        if meant is None or title in registered:
            distinct.append(title)
        else:
            misread[title] = meant
    return misread


_LEAST_TITLED = 2
"""Number of files of a folder that have to agree on the title that is lent to another one."""
_YEARS_APART = 10
_SCRIPT = "json_extract(s.masthead, '$.script')"
"""SQL for the script of a file `s`."""


class TitledFiles(Struct, frozen=True):
    """How many files of a folder have a title, of a year and in a script; None where that is not known."""

    title: str
    year: str | None
    script: str | None
    count: int

    def is_like(self, date: str | None, script: str | None) -> bool:
        """Return whether a file of this day and script may be of the same newspaper."""
        if script is not None and self.script is not None and not are_alike(script, self.script):
            return False
        if date is None or self.year is None:
            return True
        return abs(int(date[:4]) - int(self.year)) <= _YEARS_APART


class FileNewspapers(Struct):
    """Assigns the files of a catalogue to newspapers.

    `assign` moves a file to another newspaper: its id, the digest of its bytes, its masthead, the id of its issue, and
    the newspaper.
    """

    _connection: sqlite3.Connection
    _assign: Callable[[int, bytes, Masthead, int, str], None]
    _misread: Mapping[str, str] = {}
    _of_folder: Mapping[str, Sequence[TitledFiles]] | None = None

    def of_folder(self, folder: str, date: str | None, script: str | None) -> str:
        """Return the title on which those files of a folder agree that are like a file of this day and script.

        Return "" if they don't agree, or are not at least two, unless one is of the same day. Titles that differ as
        traditional and simplified characters do agree; the commonest is returned.
        """
        counts: Counter[str] = Counter()
        for titled in self._titles().get(folder, ()):
            if titled.is_like(date, script):
                counts[titled.title] += titled.count
        if not counts:
            return ""
        are_enough = counts.total() >= _LEAST_TITLED or self._has_titled(folder, date)
        agree = len({simplified(title) for title in counts}) == 1
        if are_enough and agree:
            return _commonest_first(counts)[0]
        return ""

    def _has_titled(self, folder: str, date: str | None) -> bool:
        """Return whether a file of the folder has a title and is of this day."""
        row = self._connection.execute(
            "SELECT EXISTS (SELECT 1 FROM issue i JOIN source s ON s.issue_id = i.id"
            " WHERE i.date = ? AND s.folder = ? AND s.title IS NOT NULL)",
            (date, folder),
        ).fetchone()
        return bool(row[0])

    def settle(self, registered: Collection[str] = ()) -> None:
        """Assign files to newspapers by what all files print, whatever the order in which they were stored.

        Files that print a misread title are assigned to the newspaper that is meant; `registered` are titles known to
        exist. What a reader's correction states is not misread, on no issue. Files without a title
        are assigned to the newspaper on which the other files of their folder agree, else to none; if the files with a
        title have one article each, they are clippings: their title is then assigned only if half of the folder has it.
        """
        self._misread = self._misread_titles(registered)
        self._assign_misread()
        self._of_folder = None
        self._adopt_untitled()

    def _misread_titles(self, registered: Collection[str]) -> dict[str, str]:
        """Return for each title that is misread the one that is meant."""
        printed = self._connection.execute(
            # a title that all print is not misread, and need not be counted
            "SELECT title, count(*) FROM source WHERE title IS NOT NULL"
            " AND (SELECT min(title) FROM source) != (SELECT max(title) FROM source) GROUP BY title"
        )
        meant_by_title = misread_titles(dict(printed.fetchall()), registered)
        stated = self._connection.execute(
            "SELECT DISTINCT title FROM source WHERE title IN (SELECT value FROM json_each(?))"
            " AND json_extract(masthead, '$.title_origin') = ?",
            (json.dumps([*meant_by_title], ensure_ascii=False), TitleOrigin.CORRECTED),
        ).fetchall()
        return {title: meant for title, meant in meant_by_title.items() if (title,) not in stated}

    def _assign_misread(self) -> None:
        """Assign the files with a title that is misread, or was when they were assigned the last time."""
        titles = {*self._misread}
        stored = self._connection.execute(
            "SELECT value FROM meta WHERE key = ?", (MISREAD_TITLES,)
        ).fetchone()
        if stored:
            titles.update(json.loads(stored[0]))
        if not titles:
            return
        for source_id, digest, text, issue_id, newspaper in self._connection.execute(
            "SELECT s.id, s.digest, s.masthead, i.id, i.newspaper FROM source s JOIN issue i ON i.id = s.issue_id"
            " WHERE s.title IN (SELECT value FROM json_each(?))",
            (json.dumps([*titles], ensure_ascii=False),),
        ).fetchall():
            masthead = masthead_from_json(json.loads(text))
            title = masthead.title or ""
            meant = title
            if witness_of(masthead, title) is TitleOrigin.PRINTED:
                meant = self._misread.get(title, title)
            if title and meant != newspaper:
                self._assign(source_id, digest, masthead, issue_id, meant)
        self._connection.execute(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)",
            (MISREAD_TITLES, json.dumps(self._misread, ensure_ascii=False)),
        )

    def _titles(self) -> Mapping[str, Sequence[TitledFiles]]:
        """Return the titled files of each folder, read when they are first needed."""
        if self._of_folder is None:
            files_by_folder: defaultdict[str, list[TitledFiles]] = defaultdict(list)
            for folder, title, year, script, count in self._connection.execute(
                f"SELECT s.folder, s.title, substr(i.date, 1, 4), {_SCRIPT}, count(*) FROM source s"
                " LEFT JOIN issue i ON i.id = s.issue_id WHERE s.title IS NOT NULL GROUP BY 1, 2, 3, 4"
            ):
                files_by_folder[folder].append(
                    TitledFiles(self._misread.get(title, title), year, script, count)
                )
            self._of_folder = files_by_folder
        return self._of_folder

    def _adopt_untitled(self) -> None:
        untitled_rows = self._connection.execute(
            f"SELECT s.folder, i.newspaper, i.date, {_SCRIPT} FROM source s JOIN issue i ON i.id = s.issue_id"
            " WHERE s.title IS NULL GROUP BY 1, 2, 3, 4"
        ).fetchall()
        if not untitled_rows:
            return
        titled = {folder for folder, *_ in untitled_rows if folder in self._titles()}
        clippings = self._clippings(titled)
        self._of_folder = {
            folder: titles for folder, titles in self._titles().items() if folder not in clippings
        }
        for folder, newspaper, date, script in untitled_rows:
            title = self.of_folder(folder, date, script)
            if title != newspaper:
                self._assign_untitled(folder, newspaper, date, script, title)

    def tell_shares(self) -> None:
        """Tell the issues to which their folder lends a title how many of its files have that, once all are settled."""
        folders = self._connection.execute(
            "SELECT DISTINCT s.folder FROM issue i JOIN source s ON s.issue_id = i.id"
            " WHERE i.newspaper_origin = ? AND s.title IS NULL",
            (TitleOrigin.FOLDER,),
        ).fetchall()
        for (folder,) in folders:
            self._tell_share(folder)

    def _tell_share(self, folder: str) -> None:
        ((files,),) = self._connection.execute(
            "SELECT count(*) FROM source WHERE folder = ? AND issue_id IS NOT NULL", (folder,)
        )
        of_folder = self._titles().get(folder, ())
        for title in {titled.title for titled in of_folder}:
            agreeing = [titled.count for titled in of_folder if simplified(titled.title) == simplified(title)]
            self._connection.execute(
                "UPDATE issue SET facts = json_set(facts, '$.title.words', ?1) WHERE newspaper = ?2"
                " AND json_extract(facts, '$.title.rule') = ?3"
                " AND json_extract(facts, '$.title.words') IS NOT ?1"
                " AND id IN (SELECT issue_id FROM source WHERE folder = ?4 AND title IS NULL)",
                (share(sum(agreeing), files), title, Rule.SAME_FOLDER, folder),
            )

    def _assign_untitled(
        self, folder: str, newspaper: str, date: str | None, script: str | None, title: str
    ) -> None:
        """Assign the untitled files of a folder that are of a newspaper, a day and a script to another newspaper."""
        rows = self._connection.execute(
            "SELECT s.id, s.digest, s.masthead, s.issue_id FROM source s JOIN issue i ON i.id = s.issue_id"
            " WHERE s.title IS NULL AND s.folder = ? AND i.newspaper = ?"
            f" AND i.date IS ? AND {_SCRIPT} IS ?",
            (folder, newspaper, date, script),
        ).fetchall()
        for source_id, digest, masthead, issue_id in rows:
            head = masthead_from_json(json.loads(masthead))
            self._assign(source_id, digest, head, issue_id, title)

    def _clippings(self, folders: Iterable[str]) -> set[str]:
        """Return those of the folders that hold clippings: fewer than half of the files have a title, and each of
        these has one article.
        """
        clipping_folders = set()
        for folder in folders:
            ((titled, files, most),) = self._connection.execute(
                "SELECT count(title), count(*), max(title IS NOT NULL AND (SELECT count(DISTINCT position)"
                " FROM appearance p WHERE p.source_id = s.id) > 1) FROM source s"
                " WHERE folder = ? AND issue_id IS NOT NULL",
                (folder,),
            )
            if not most and 2 * titled < files:
                clipping_folders.add(folder)
        return clipping_folders
