"""A room over two servers, and the local engine with the same articles."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from reader.features.room.address import RoomAddress
from reader.features.room.connections import RoomConnections
from reader.features.room.engine import RoomEngine
from reader.newspaper.holdings import Document
from reader.search.answering.whoosh_engine import WhooshEngine
from tests.features.room.clusters import Cluster, cluster, shared
from tests.search.library_of_texts import TextTable, a_document

PAGE = Path(__file__).parents[3] / "docs" / "reading-room.md"
OLDER, NEWER = (1986, 1987), (1988, 1989)


class Spread(Struct, frozen=True):
    """A room over two servers, and the local engine with the same articles."""

    first: Cluster
    room: RoomEngine
    local: WhooshEngine
    second: Cluster


def documents() -> Iterator[Document]:
    for number in range(240):
        year = (*OLDER, *NEWER)[number % 4]
        day = dt.date(year, 1, 1) + dt.timedelta(days=number)
        said = "渡口添了一条长凳" if number % 5 == 0 else "渡口的长凳还没有添"
        yield a_document(number + 1, day.isoformat(), str(number % 3 + 1), body=[said, f"第{number}号"])


def as_told(second: Cluster, years: tuple[int, int]) -> tuple[str, str]:
    """Return the SQL of the page for the second and the first server, with the names of these."""
    blocks = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    of_second, of_first = (block.replace("1950..1979", f"{years[0]}..{years[-1]}") for block in blocks)
    of_first = of_first.replace("second.example", str(second.folder))
    return of_second, re.sub("password 'PASSWORD'", "password_required 'false'", of_first)


@contextmanager
def two_servers(name: str, years: tuple[int, int]) -> Iterator[tuple[RoomAddress, Cluster]]:
    """Make a room of that name, some years of which lie on a second server, by the SQL of the page."""
    with cluster(synchronous_commit="on") as second:  # it is killed, and keeps what it has confirmed
        address = shared().room(name)
        second.room("rooms")
        second.run(
            "CREATE ROLE carrier LOGIN IN ROLE yuebao_librarian; CREATE ROLE looker LOGIN IN ROLE yuebao_reader"
        )
        of_second, of_first = as_told(second, years)
        second.run(of_second, "rooms")
        shared().run(of_first, name)
        yield address, second


@contextmanager
def spread_over_two(name: str, folder: Path) -> Iterator[Spread]:
    """Make a room with articles of four years, two of which lie on a second server."""
    with two_servers(name, OLDER) as (address, second):
        local, room = local_engine(folder), RoomEngine(address, RoomConnections(address))
        room.update(documents())
        yield Spread(shared(), room, local, second)
        local.close()
        room.close()


def local_engine(folder: Path, years: tuple[int, ...] = (*OLDER, *NEWER)) -> WhooshEngine:
    """Return the local engine with the articles of some years."""
    some = [each for each in documents() if each.date is not None and each.date.year in years]
    table = TextTable(folder / "texts.sqlite")
    table.put(some)
    engine = WhooshEngine(folder / "index", table)
    engine.update(some)
    return engine
