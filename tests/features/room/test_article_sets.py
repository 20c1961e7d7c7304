"""A room has the same sets of articles as the folder that it was loaded from, and leaves out the same of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings

from reader.export.timeline import Step
from reader.features.concordance.concordance import Concordance
from reader.features.room.loading import load
from reader.features.room.reading_room import ReadingRoom
from reader.library.article_set import Shapes
from reader.library.library import Library
from tests import homes
from tests.features.room.clusters import empty_room
from tests.library import drawn_sets


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        yield homes.use(patch, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def libraries(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, ReadingRoom]]:
    library = Library.open(drawn_sets.write(tmp_path_factory.mktemp("报") / "报"))
    library.sync()
    room = ReadingRoom(empty_room())
    load(library.local.catalogue.hand_over, library.user_data.library_uuid(), room.address)
    yield library, room
    room.close()
    library.close()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=drawn_sets.queries)
@example("祝水芹 date:1987..1989")
@example("渡口 日期:1987-03")
@example("日期:1987 日期:不明")
@example("-日期:1986 标题:旧事")
@example("日期:不明 -每年:3月")
@example("每年:端午 OR 1987年6月")
def test_it_has_the_same_sets(libraries: tuple[Library, ReadingRoom], text: str) -> None:
    library, room = libraries
    for shapes in (Shapes.OF_WORDS, Shapes.AS_PRINTED):
        own = library.sets.of_text(text, shapes)
        asked = room.sets.of_text(text, shapes)
        total = library.searcher.search(own, exact=True).total
        concordance = Concordance(room.derived, asked)
        for _ in concordance.read():
            pass
        told = {
            "search": room.searcher.search(asked, exact=True).total,
            "ids": len(room.sets.ids(asked)),
            "timeline": room.contents.timelines.timeline([asked], Step.YEAR).lines[0].total,
            "kwic": concordance.table.articles,
        }
        assert told == dict.fromkeys(told, total)
        assert room.sets.left_out(asked).unknown == library.sets.left_out(own).unknown


def test_the_whole_room_is_a_set(libraries: tuple[Library, ReadingRoom]) -> None:
    library, room = libraries
    assert len(room.sets.ids(room.sets.whole())) == library.contents.counts().articles
