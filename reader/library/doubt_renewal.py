"""Storing what is in doubt of the issues that have changed: a sync does it, so that it is counted and listed at once.

Nothing that is shown depends on it: what is not stored is looked for.
"""

import datetime as dt

from reader.library.file_doubts import READ_AT_ONCE, rows_of
from reader.storage import doubt_table
from reader.storage.analysis_tables import AT_ONCE
from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_writer import CatalogueWriter


def renew_doubts(catalogue: Catalogue, writer: CatalogueWriter) -> None:
    """Store what is in doubt of the issues that have changed, in a transaction that has touched none of them."""
    stale = doubt_table.begin(writer.connection, dt.date.today())
    for at in range(0, len(stale), READ_AT_ONCE):
        issue_ids = stale[at : at + READ_AT_ONCE]
        doubt_table.store(writer.connection, issue_ids, rows_of(catalogue, issue_ids))


def renew_few_doubts(catalogue: Catalogue) -> None:
    """Store what is in doubt of the issues that have changed, if they are so few that a reader waits for it.

    The caller has to hold the lock, and be in no transaction.
    """
    table = catalogue.files.doubts()
    stale = table.stale(dt.date.today()) if table is not None else []
    if 0 < len(stale) <= AT_ONCE:
        with catalogue.writing(is_generation=False) as writer:
            renew_doubts(catalogue, writer)
