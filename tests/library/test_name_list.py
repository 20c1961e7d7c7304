"""Lists of names: read in whatever shape a person has them, and counted as searches count."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.export.tables import write_csv
from reader.library import name_list
from reader.library.library import Library, LibraryError
from reader.search.engine import SearchCancelled
from reader.search.ladder import Rung
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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("温如岚\n何苇\n", ["温如岚", "何苇"]),
        ("\ufeff温如岚\r\n\r\n何苇\r\n温如岚", ["温如岚", "何苇"]),
        ("温如岚、何苇，宋三槐", ["温如岚", "何苇", "宋三槐"]),
        ("姓名,年份\n温如岚,1990\n何苇,1991\n", ["温如岚", "何苇"]),
        ("序号\t姓名\n1\t温如岚\n2\t何苇", ["温如岚", "何苇"]),
        ("1,温如岚\n2,何苇\n3,宋三槐", ["温如岚", "何苇", "宋三槐"]),
        ('"=何苇",1\n"温如岚",2', ["=何苇", "温如岚"]),
        ("姓名\n温如岚", ["温如岚"]),
        ("John Smith\n阿卜杜拉·买买提", ["John Smith", "阿卜杜拉·买买提"]),
        ("", []),
        (" \n,\n", []),
        ("太" * 61 + "\n何苇", ["何苇"]),
        ('"' + "太" * 200_000 + ",\n何苇,\n宋三槐,", ["何苇", "宋三槐"]),
    ],
)
def test_names_are_read_from_lines_and_tables(text: str, names: list[str]) -> None:
    assert name_list.names_in(text) == names


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_files_are_read_in_the_encodings_that_lists_come_in(tmp_path: Path, encoding: str) -> None:
    names = ["温如岚", "何苇", "宋三槐", "张德胜", "王淑兰", "李建国", "赵志强"]
    path = tmp_path / "名单.csv"
    path.write_bytes("\n".join(["姓名,单位", *(f"{name},某某厂" for name in names)]).encode(encoding))
    assert name_list.names_of_file(path) == names


def test_a_file_that_is_no_list_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "像.png"
    path.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(LibraryError, match=r"像\.png"):
        name_list.names_of_file(path)


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
    assert str(found["温如岚"].first) == "1990-03-05"
    assert str(found["温如岚"].last) == "1991-01-17"
    assert found["没有的人"].first is None
    assert found["溫如嵐"].rungs[Rung.SHAPES] == 3
    for name, counted in found.items():
        query = name_list.query_of(name)
        assert counted.articles == shelf.searcher.search(query, exact=True).total
        for rung in shelf.searcher.ladder(query):
            assert counted.rungs[rung.rung] == rung.results.total


def test_counting_can_be_cancelled(shelf: Library) -> None:
    with pytest.raises(SearchCancelled):
        list(name_list.counts(shelf, ["温如岚"], lambda: True))


def test_a_table_has_a_row_a_name_and_no_formula(shelf: Library) -> None:
    file = io.BytesIO()
    counted = name_list.counts(shelf, ["温如岚", "=1+1", "@何苇"])
    write_csv(file, name_list.heading(), map(name_list.cells_of, counted))
    data = file.getvalue()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == [
        "姓名",
        "照原样印着",
        "别的字形",
        "跨段拆开",
        "可能认错一个字",
        "另一种称呼",
        "最早",
        "最晚",
    ]
    assert rows[1] == ["温如岚", "3", "0", "0", "0", "0", "1990-03-05", "1991-01-17"]
    assert [row[0] for row in rows[2:]] == ["'=1+1", "'@何苇"]
