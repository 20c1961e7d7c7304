"""Files of the user's data with as many rows as somebody else may have put into them."""

import sqlite3
from contextlib import closing
from pathlib import Path

TIME = "2024-05-01T00:00:00+00:00"


def write_aliases(path: Path, number: int) -> None:
    """Write names of printings, each of which was replaced by the next, to a file that there is."""
    with closing(sqlite3.connect(path)) as connection, connection:
        rows = ((f"{n:032x}", f"{n + 1:032x}", TIME) for n in range(number))
        connection.executemany("INSERT INTO alias VALUES (?, ?, ?)", rows)
