"""Of an issue of which only the year is known: what is known decides, and the rest is told as of an unknown day."""

from collections.abc import Iterator

import pytest

from reader.export.timeline import Step, by_year
from reader.library.library import Library
from reader.search.query import Unknown
from tests import homes
from tests.terminal import Terminal


def paper(words: str, head: str = "") -> str:
    return f"{head}\n\n## {words}的旧事\n\n本报讯（记者 温如岚）{words}昨日又来了一批人，边上站满了，到天黑才散。\n"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    root = tmp_path_factory.mktemp("旧报")
    for folder, name, text in (
        ("1987年", "剪报一.txt", paper("马灯渡口")),
        ("1987年", "剪报二.txt", paper("板车渡口")),
        ("1988年", "剪报三.txt", paper("米市渡口")),
        ("散页", "剪报四.txt", paper("石桥渡口")),
        ("1987", "19870612.txt", paper("渡口", "柳川晚报\n1987年6月12日 第5期")),
        ("1988", "19880612.txt", paper("渡口", "柳川晚报\n1988年6月12日 第9期")),
    ):
        (root / folder).mkdir(exist_ok=True)
        (root / folder / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        homes.use(patch, tmp_path_factory.mktemp("home"))
        library = Library.open(root)
        library.sync()
        yield library
        library.close()


@pytest.mark.parametrize(
    ("query", "total", "undated"),
    [
        ("渡口 日期:1987", 3, 1),
        ("渡口 日期:1988", 2, 1),
        ("渡口 日期:1987..1988", 5, 1),
        ("渡口 日期:1988..", 2, 1),
        ("渡口 日期:1987-06", 1, 3),
        ("渡口 日期:1987-06..1988", 3, 3),
        ("渡口 日期:1990", 0, 1),
        ("渡口 日期:不明", 4, 0),
        ("渡口 日期:1987 日期:不明", 2, 1),
        ("渡口 -日期:1987", 3, 0),
        ("渡口", 6, 0),
    ],
)
def test_what_is_known_decides(library: Library, query: str, total: int, undated: int) -> None:
    asked = library.sets.of_text(query)
    assert library.searcher.search(asked, exact=True).total == total
    assert len(library.sets.ids(asked)) == total
    assert [*library.searcher.count(asked)][-1].total == total
    assert library.sets.left_out(asked).number(Unknown.DAY) == undated


def test_the_years_of_a_timeline_have_them_and_its_months_tell_them_apart(library: Library) -> None:
    asked = library.sets.of_text("渡口")
    timelines = library.contents.timelines
    (line,) = timelines.timeline([asked], Step.YEAR).lines
    assert ([point.count for point in line.points], line.undated) == ([3, 2], 1)
    (line,) = timelines.timeline([asked], Step.MONTH).lines
    assert (sum(point.count for point in line.points), line.undated) == (2, 4)
    narrowed = library.sets.of_text("渡口 日期:1987")
    (line,) = timelines.timeline([narrowed], Step.YEAR).lines
    assert ([point.count for point in line.points], line.undated) == ([3], 0)


@pytest.mark.parametrize("query", ["渡口", "渡口 日期:1987", "马灯", "渡口 日期:不明", "渡口 -日期:1988"])
def test_months_put_together_are_the_years(library: Library, query: str) -> None:
    asked = library.sets.of_text(query)
    timelines = library.contents.timelines
    assert by_year(timelines.timeline([asked], Step.MONTH)) == timelines.timeline([asked], Step.YEAR)


@pytest.mark.parametrize("query", ["渡口", "渡口 日期:1987", "马灯", "石桥", "没有的词", "-日期:1988"])
def test_a_search_counts_by_year_as_a_timeline_does(library: Library, query: str) -> None:
    terminal = Terminal(library.root.parent / "终端")
    searched = terminal.run("search", query, "--library", library.root, "--json").json()
    (line,) = terminal.run("timeline", query, "--library", library.root, "--json").json()["queries"]
    points = {str(point["time"]): point["count"] for point in line["points"] if point["count"]}
    undated = searched["articles"] - sum(points.values())
    assert searched["by_year"] == points | ({"undated": undated} if undated else {})
