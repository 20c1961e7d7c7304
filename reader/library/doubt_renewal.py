"""Storing what is in doubt of the issues that have changed: a sync does it, so that it is counted and listed at once.

Nothing that is shown depends on it: what is not stored is looked for.
"""

import datetime as dt

from reader.library.file_doubts import READ_AT_ONCE, rows_of
from reader.storage import doubt_table
from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_writer import CatalogueWriter
from reader.storage.doubtful_files import ALL


def renew_doubts(catalogue: Catalogue, most: int = ALL) -> None:
    """Store what is in doubt of the issues that have changed, if these are at most so many, or all.

    The caller has to hold the lock, and be in no transaction.
    """
    today = dt.date.today()
    table = catalogue.files.doubts()
    if table is None and most != ALL:
        return
    if table is not None:
        number = len(table.stale(today))
        if number == 0 or (most != ALL and number > most):
            return
    is_done = False
    while not is_done:
        with catalogue.writing(is_generation=False) as writer:
            is_done = _renew_some(catalogue, writer, today)


def _renew_some(catalogue: Catalogue, writer: CatalogueWriter, today: dt.date) -> bool:
    """Store what is in doubt of some issues; return whether these were the last."""
    doubt_table.make(writer.connection, today)
    doubt_table.note_day(writer.connection, today)
    table = catalogue.files.doubts()
    assert table is not None
    stale = table.stale(today, READ_AT_ONCE)
    doubt_table.store(writer.connection, stale, rows_of(catalogue, stale))
    return len(stale) < READ_AT_ONCE
