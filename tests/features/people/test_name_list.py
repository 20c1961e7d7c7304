"""Lists of names: read in whatever shape a person has them, and counted as searches count."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.export.tables import Table, csv_file
from reader.features.people import name_list
from reader.library.library import Library
from reader.search.answering.ladder import Rung
from reader.search.documents import SearchCancelled
from reader.storage.disk_errors import LibraryError
from tests import homes
from tests.terminal import write_issues


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, tmp_path_factory.mktemp("home"))
        library = Library.open(write_issues(tmp_path_factory.mktemp("柳川")))
        library.sync()
        yield library
        library.close()


def test_counts_are_those_of_a_search(shelf: Library) -> None:
    found = {
        each.name: each
        for each in name_list.counts(shelf, ["温如岚", "宋三槐", "没有的人", "溫如嵐", "-何苇"])
    }
    assert [found[name].articles for name in ("温如岚", "宋三槐", "没有的人", "溫如嵐", "-何苇")] == [
        3,
        1,
        0,
        0,
        0,
    ]
    assert str(found["温如岚"].seen.first) == "1990-03-05"
    assert str(found["温如岚"].seen.last) == "1991-01-17"
    assert found["没有的人"].seen.first is None
    of_other_shape = found["溫如嵐"].rungs
    assert of_other_shape is not None
    assert of_other_shape[Rung.SHAPES] == 3
    for name, counted in found.items():
        query = name_list.query_of(name)
        assert counted.articles == shelf.searcher.search(query, exact=True).total
        ladder = {rung.rung: rung.results.total for rung in shelf.searcher.ladder(query)}
        assert counted.rungs == dict.fromkeys(name_list.RUNGS_BELOW, 0) | ladder
    assert [*name_list.exact_counts(shelf, found)] == [replace(each, rungs=None) for each in found.values()]


def test_counting_can_be_cancelled(shelf: Library) -> None:
    with pytest.raises(SearchCancelled):
        list(name_list.counts(shelf, ["温如岚"], lambda: True))


def test_a_table_has_a_row_a_name_and_no_formula(shelf: Library) -> None:
    counted = name_list.counts(shelf, ["温如岚", "=1+1", "@何苇"])
    data = "".join(
        csv_file(Table(name_list.heading(), name_list.NAMES, map(name_list.cells_of, counted)))
    ).encode()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == [
        "姓名",
        "照原样印着",
        "别的字形",
        "跨行跨段拆开",
        "可能认错一个字",
        "另一种称呼",
        "最早",
        "最晚",
        "日期的根据",
    ]
    assert rows[1] == ["温如岚", "3", "0", "0", "0", "0", "1990-03-05", "1991-01-17", ""]
    assert [row[0] for row in rows[2:]] == ["'=1+1", "'@何苇"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_list_in_any_encoding_is_read_and_a_guess_is_told(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "名单.txt"
    path.write_bytes("温如岚\r\n宋三槐\r\n".encode(encoding))
    list_names = name_list.names_of_file(path)
    assert list_names.names == ("温如岚", "宋三槐")
    assert ("名单.txt" in list_names.remark) == (encoding in ("gb18030", "utf-16-le", "utf-16-be"))


def test_a_list_that_is_no_text_is_refused_from_a_pipe_as_from_a_file() -> None:
    with pytest.raises(LibraryError, match="不是文字"):
        name_list.names_of_stream(io.BytesIO(bytes(range(256)) * 40), "-")
