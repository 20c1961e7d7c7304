"""A room's SQL answers every kind of query as the texts themselves do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.features.room.loading import load
from reader.features.room.reading_room import ReadingRoom
from reader.library.library import Library
from reader.search.query import matches, parse_query
from reader.search.query.values import PICTURES
from tests import corpus, homes
from tests.features.room.clusters import empty_room
from tests.search.query.samples import written


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        yield homes.use(patch, tmp_path_factory.mktemp("home"))


def test_every_kind_has_the_answer_of_the_texts(tmp_path: Path) -> None:
    corpus.write_library(tmp_path / "报", 8, articles=4)
    library, room = Library.open(tmp_path / "报"), ReadingRoom(empty_room())
    library.sync()
    load(library.local.catalogue.hand_over, library.user_data.library_uuid(), room.address)
    catalogue = room.derived.catalogue
    documents = [*catalogue.texts(catalogue.article_ids()).values()]
    assert 0 < sum(each.value(PICTURES) == 1 for each in documents) < len(documents)
    string = documents[0].text[-6:-2]
    told = 0
    for text, having in written(documents):
        assert {each.id for each in documents if matches(parse_query(text), each)} == having
        told += 0 < len(having) < len(documents)
        opened = f"{string[0]}?{string[2:]}"
        near = f'"{string[:2]}" /9 "{string[2:]}"'
        for form in (
            "{}", "-({})", '"{string}" ({})', '"{string}" 或 ({})', "{opened} ({})", "{near} ({})", "{near} 或 ({})",
            '({}) -"{string}"', "-(({}) 或 {near})",
        ):  # fmt: skip
            query = parse_query(form.replace("{}", text).format(string=string, opened=opened, near=near))
            expected = sorted(each.id for each in documents if matches(query, each))
            found = room.searcher.search(query, limit=len(documents), exact=True)
            assert (form, text, sorted(found.ids), found.total) == (form, text, expected, len(expected))
    assert told > 4
    room.close()
    library.close()
