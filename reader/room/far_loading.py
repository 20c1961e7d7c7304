"""Loading a room on several servers: years whose server is away are skipped, and losing a server midway is reported."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial

import psycopg
from psycopg import sql

from reader.i18n import say
from reader.room.address import RoomAddress
from reader.room.answers import rows, run
from reader.room.connections import SCHEMA, RoomLost, connect_reading
from reader.room.far_servers import FarServers
from reader.room.line import Line
from reader.room.missing_years import MissingYears
from reader.room.schema import texts_of
from reader.room.watch import Watch
from reader.search.index_warnings import years_in_words


@contextmanager
def far_years(connection: Line, address: RoomAddress) -> Iterator[tuple[MissingYears, MissingYears]]:
    """Yield the years on other servers, and which of them can't be queried, for the duration of a load.

    Raises RoomLost where another server stops answering meanwhile; the load is then ended within seconds.
    """
    with closing(FarServers(partial(connect_reading, address))) as far:
        far.look().wait()
        missing = far.missing
        try:
            with Watch(connection, hope=far.hope(missing), seconds=math.inf):
                yield MissingYears.of(far.years), missing
        except psycopg.OperationalError as error:
            if missing.covers(far.missing):
                far.look().wait()
            if missing.covers(far.missing):
                raise
            raise lost_on_the_way(far.missing) from error


def lost_on_the_way(missing: MissingYears) -> RoomLost:
    """Return the error for a load that meets years that can't be queried."""
    return RoomLost(
        say(
            "{years}所在的服务器没有应答，放到一半的没有留下，先前放好的都在。再运行一次就接着放。",
            years=years_in_words(missing.dates),
        )
    )


def sweep(connection: Line, days: Iterable[int]) -> None:
    """Delete texts without article on other servers: those commit before this one, which may have failed in between."""
    if far := sorted(days):
        run(
            connection,
            "DELETE FROM article_text t WHERE day = ANY(%s)"
            " AND NOT EXISTS (SELECT FROM article a WHERE a.id = t.id)",
            far,
        )


def analyze(connection: Line, years: Sequence[int]) -> None:
    """Update the planner's statistics of this server's tables; of the tables of texts, those of `years`.

    A year of 50,000 articles takes ten seconds, because the grams of its texts are computed.
    """
    found = rows(
        connection,
        tuple[str],
        "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        " AND (NOT relispartition OR relname = ANY(%s::text[]))",
        [texts_of(year) for year in years],
    )
    names = sql.SQL(", ").join(sql.Identifier(SCHEMA, name) for (name,) in found)
    run(connection, sql.SQL("ANALYZE {}").format(names))
