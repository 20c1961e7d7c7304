"""The results of a query are counted by edition, and what the query leaves out by what is not known of it."""

from collections.abc import Iterator

import pytest

from reader.library.library import Library
from reader.search.query import Unknown, parse_query
from tests import homes


def paper(head: str, words: str) -> str:
    return f"{head}\n\n## {words}的旧事\n\n本报讯（记者 温如岚）{words}昨日又来了一批人，边上站满了，到天黑才散。\n"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    root = tmp_path_factory.mktemp("旧报")
    issues = {
        "19870612.txt": paper("青石日报\n1987年6月12日 第5期", "渡口"),
        "19870613.txt": paper("青石日报\n1987年6月13日 第6期", "渡口"),
        "19870612w.txt": paper("青石日报晚刊\n1987年6月12日 第5期", "渡口的灯"),
        "剪报.txt": paper("青石日报", "石桥渡口"),
    }
    for name, text in issues.items():
        (root / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, tmp_path_factory.mktemp("home"))
        library = Library.open(root)
        library.sync()
        yield library
        library.close()


def test_the_ordinary_edition_has_what_the_others_have_not(library: Library) -> None:
    assert library.searcher.search("渡口", exact=True).by_edition == {"晚刊": 1, "": 3}
    assert library.searcher.search("灯", exact=True).by_edition == {"晚刊": 1}
    assert library.searcher.search("板车", exact=True).by_edition == {}


def test_what_is_left_out_is_found_by_what_is_typed_for_it(library: Library) -> None:
    counts = library.searcher.counts
    query = parse_query("渡口 日期:1987-06")
    assert counts.number(query, lambda: False) == 3
    assert counts.left_out(query) == {Unknown.DAY: 1}
    typed = counts.left_out_as(query)[Unknown.DAY]
    assert library.searcher.search(typed, exact=True).total == 1


def test_a_query_that_asks_for_no_day_leaves_none_out(library: Library) -> None:
    query = parse_query("渡口")
    assert library.searcher.counts.left_out(query) == {}
    assert library.searcher.counts.left_out_as(query) == {}
