"""Checking a room for its administrator: what it holds, and whether it is sound."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from reader.features.room.address import RoomAddress
from reader.features.room.conditions import VALUES
from reader.features.room.connections import SCHEMA, RoomConnections, RoomError
from reader.features.room.engine import RoomEngine
from reader.features.room.far_servers import FarServers
from reader.features.room.missing_years import MissingYears
from reader.features.room.question import SearchedRow
from reader.features.room.rights import brought
from reader.features.room.schema import explained, look_at_version
from reader.features.room.watch import SOON_SECONDS
from reader.i18n import say
from reader.search.documents import years_in_words
from reader.search.query import Exact, Query
from reader.search.terms import READ_AS, SEAM

STRINGS = 50
_LENGTH = 6
_RUNS = re.compile(f"[^\n{SEAM}{READ_AS}]+")


class RoomState(Struct, frozen=True):
    """What a room holds, what the user may do there, and what is wrong with it.

    `is_encrypted` is about the connection, `strings` is how many strings were searched for, `problems` are sentences.
    `rights` say, to those who load, what readers may do beyond reading.
    """

    newspapers: int
    issues: int
    articles: int
    first_year: int | None
    last_year: int | None
    may_load: bool
    is_encrypted: bool
    strings: int
    problems: tuple[str, ...]
    rights: tuple[str, ...]


_VERSION = "SELECT value FROM meta WHERE key = 'version'"
_FACTS = f"""SELECT (SELECT count(nullif(name, '')) FROM newspaper),
    (SELECT count(*) FROM issue), (SELECT count(*) FROM article),
    (SELECT min(year) FROM year WHERE year > 0), (SELECT max(year) FROM year WHERE year > 0),
    has_table_privilege('{SCHEMA}.article_text', 'INSERT'),
    coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)"""


def state_of(address: RoomAddress) -> RoomState:
    """Check the indexes and counts of a room, and whether strings of its texts are found. Raises RoomError.

    The rights of its readers are brought up to date, where this user may.
    """
    connections = RoomConnections(address)
    engine = RoomEngine(address, connections)
    try:
        try:
            versions = connections.rows(tuple[str], _VERSION, seconds=SOON_SECONDS)
        except RoomError as error:
            raise explained(error, address, connections.rows) from error
        look_at_version(address, "".join(version for (version,) in versions))
        (facts,) = connections.rows(tuple[int, int, int, int | None, int | None, bool, bool], _FACTS)
        articles = facts[2]
        may_load = facts[5]
        connections.far.look().wait()
        problems = [*_problems_of_far_servers(connections.far), *engine.check()]
        if articles != len(engine):
            problems.append(
                say("有 {articles} 篇文章，可搜的有 {texts} 篇。", articles=articles, texts=len(engine))
            )
        strings = list(_strings(connections))
        unfound = _unfound(strings, engine)
    finally:
        connections.close()
    problems += [say("搜不到第 {id} 篇里的“{string}”。", id=i, string=string) for i, string in unfound]
    return RoomState(
        *facts,
        strings=len(strings),
        problems=tuple(problems),
        rights=brought(address) if may_load else (),
    )


def _problems_of_far_servers(far: FarServers) -> Iterator[str]:
    """Yield a sentence for each other server that does not answer, or that may keep readers waiting one day."""
    for server in sorted({year.server for year in far.years if year.first in far.missing}):
        missing = MissingYears.of(year for year in far.years if year.server == server)
        yield say(
            "{years}所在的服务器 {server} 没有应答。这些年份读者搜不到，也没有查。",
            years=years_in_words(missing.dates),
            server=server,
        )
    for server in far.without_timeout:
        yield say(
            "服务器 {server} 没有设 connect_timeout：它不应答时，读者要多等（docs/reading-room.md）。",
            server=server,
        )


def _strings(connections: RoomConnections) -> Iterator[tuple[int, str]]:
    """Yield (article id, string) for strings that are cut at random out of texts: none of a room without articles."""
    sql = (
        f"SELECT id, day, newspaper, page, search, beside, {', '.join(VALUES.values())} FROM article_text"
        " WHERE id >= (SELECT (random() * coalesce(max(id), 0))::bigint FROM article) ORDER BY id LIMIT 1"
    )
    for _ in range(STRINGS):
        for row in connections.rows(SearchedRow, sql):
            runs = [run for run in _RUNS.findall(row.document().text) if len(run) >= _LENGTH]
            if runs:
                run = random.choice(runs)
                at = random.randrange(len(run) - _LENGTH + 1)
                yield row.id, run[at : at + _LENGTH]


def _unfound(strings: Sequence[tuple[int, str]], engine: RoomEngine) -> list[tuple[int, str]]:
    """Return those of the strings that do not find their article, each with its id."""
    unfound = []
    for article_id, string in strings:
        if article_id not in engine.matches(Query(Exact(string, string))):
            unfound.append((article_id, string))
    return unfound
