"""The last rung: a person by surname and title, only with what ties the place to the person."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.features.people.people import people_of
from reader.features.people.person import AROUND, OTHERS_AROUND
from reader.library.library import Library
from reader.library.search_hits import SearchHit
from reader.library.searcher import RungResults
from reader.search.answering.ladder import Rung
from reader.search.documents import SearchCancelled

Articles = Sequence[tuple[str, str]]
"""Headlines and bodies."""


def write(root: Path, day: dt.date, articles: Articles, paper: str = "雁桥日报") -> None:
    root.mkdir(exist_ok=True)
    text = "".join(f"## {headline}\n{body}\n" for headline, body in articles)
    head = f"{paper}\n{day.year}年{day.month}月{day.day}日\n第01版\n"
    (root / f"{day:%Y%m%d}-{paper}.txt").write_text(head + text, encoding="utf-8")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Callable[..., Library]]:
    opened: list[Library] = []

    def of(*issues: tuple[str, Articles], paper: str = "雁桥日报") -> Library:
        for day, articles in issues:
            write(tmp_path / "库", dt.date.fromisoformat(day), articles, paper)
        opened.append(Library.open(tmp_path / "库"))
        opened[-1].sync()
        return opened[-1]

    yield of
    for library in opened:
        library.close()


def naming(library: Library, query: str = "陈海涛") -> RungResults | None:
    rungs = library.searcher.ladder(library.searcher.understand(query))
    return next((rung for rung in rungs if rung.rung is Rung.NAMING), None)


def hits(library: Library, query: str = "陈海涛") -> list[SearchHit]:
    found = naming(library, query)
    return library.searcher.hits(found.results.ids, found.results.query) if found else []


def told(library: Library, query: str = "陈海涛") -> list[tuple[str, str, list[str]]]:
    """Return the headline, the tie and the marked words of each hit, the newest first."""
    return [
        (hit.headline or "", hit.tie, [hit.snippet.text[begin:end] for begin, end in hit.snippet.marks])
        for hit in hits(library, query)
    ]


SEEN = ("渡口开工", "本报讯　雁桥市副市长陈海涛昨天来到渡口。")


def test_the_full_name_before_it_ties_a_naming(shelf: Callable[..., Library]) -> None:
    library = shelf(
        (
            "2021-03-01",
            [
                ("一", "本报讯　陈先生不在。陈海涛说，船来了。陈先生上了船，陈老也上了船。"),
                ("二", "本报讯　陈先生和陈女士说，船来了。后来陈海涛也来了。"),
                ("三", "本报讯　陈先生说，船没有来。"),
                ("陈先生上船", "本报讯　陈海涛说，船来了。"),
            ],
        )
    )
    found = naming(library)
    assert found is not None
    assert (found.results.total, found.unseen) == (2, 0)
    assert sorted(found.forms) == ["陈先生", "陈老"], "陈女士 is tied nowhere"
    assert told(library) == [
        ("一", "同篇有陈海涛", ["陈先生", "陈老"]),
        ("陈先生上船", "同篇有陈海涛", []),
    ]
    assert [hit.snippet.matches for hit in hits(library)] == [2, 1]


def test_the_office_ties_a_naming_at_its_time(shelf: Callable[..., Library]) -> None:
    last = dt.date(2021, 5, 1)
    around = [last + dt.timedelta(AROUND), last + dt.timedelta(AROUND + 1)]
    library = shelf(
        ("2021-03-01", [SEEN]),
        ("2021-04-01", [("堤防", "本报讯　陈市长昨天检查堤防。"), ("闸口", "本报讯　陈局长昨天来到闸口。")]),
        (last.isoformat(), [("码头", "本报讯　雁桥市副市长陈海涛说，工程过半。")]),
        (around[0].isoformat(), [("仍可能", "本报讯　陈副市长剪彩。")]),
        (around[1].isoformat(), [("太晚", "本报讯　陈副市长剪彩。")]),
    )
    tie = "此时任副市长的陈姓只见陈海涛"
    assert told(library) == [("仍可能", tie, ["陈副市长"]), ("堤防", tie, ["陈市长"])]
    found = naming(library)
    assert found is not None
    assert (found.results.total, found.unseen) == (2, 2)


@pytest.mark.parametrize(
    ("seen", "is_tied"),
    [
        ("本报讯　雁桥市副市长陈海涛来到渡口。", True),
        ("本报讯　雁桥市举行大会，副市长陈海涛说，工程过半。", True),
        ("本报讯　副市长陈海涛来到渡口。", False),
        ("本报讯　柳湾市、石坪市的客人到了，副市长陈海涛说，工程过半。", False),
        ("本报讯　柳湾市的客人到了。\n副市长陈海涛说，工程过半。", False),
    ],
)
def test_an_office_of_no_body_that_the_sentence_names_ties_nothing_elsewhere(
    seen: str, is_tied: bool, shelf: Callable[..., Library]
) -> None:
    """The paper's name alone tells no body surely: a visitor is a mayor, too."""
    library = shelf(
        ("2021-03-01", [("渡口开工", seen)]), ("2021-03-02", [("堤防", "本报讯　陈市长检查堤防。")])
    )
    assert (told(library) != []) == is_tied


@pytest.mark.parametrize(
    ("dateline", "paper", "is_tied"),
    [("新华社武汉3月1日电", "武汉晚报", True), ("新华社武汉3月1日电", "人民日报", False)],
)
def test_dateline_and_newspaper_of_one_place_tell_the_body(
    dateline: str, paper: str, is_tied: bool, shelf: Callable[..., Library]
) -> None:
    library = shelf(
        ("2021-03-01", [("渡口开工", f"{dateline}　副市长陈海涛来到渡口，说工程过半。")]),
        ("2021-03-02", [("堤防", "本报讯　陈市长检查堤防。")]),
        paper=paper,
    )
    assert (told(library) != []) == is_tied


def test_another_of_the_surname_in_the_office_unties_it(shelf: Callable[..., Library]) -> None:
    other = dt.date(2021, 4, 1) + dt.timedelta(OTHERS_AROUND)
    issues = [("2021-03-01", [SEEN]), ("2021-04-01", [("堤防", "本报讯　陈市长昨天检查堤防。")])]
    assert len(told(shelf(*issues))) == 1
    beyond = (other + dt.timedelta(1)).isoformat(), [("上任", "本报讯　市长陈明远上任。")]
    assert len(told(shelf(*issues, beyond))) == 1
    near = other.isoformat(), [("到任", "本报讯　市长陈明远说，灯要亮着。")]
    assert told(shelf(*issues, near)) == []


def test_an_office_of_many_ties_nobody(shelf: Callable[..., Library]) -> None:
    library = shelf(
        (
            "2021-03-01",
            [("一", "本报讯　教授陈海涛说，水清了。"), ("二", "本报讯　市人大代表陈海涛说，好。")],
        ),
        ("2021-03-02", [("三", "本报讯　陈教授来了。"), ("四", "本报讯　陈代表说，好。")]),
    )
    assert told(library) == []


def test_another_paper_speaks_of_its_own_people(shelf: Callable[..., Library]) -> None:
    shelf(("2021-03-01", [SEEN]), ("2021-03-02", [("堤防", "本报讯　陈市长检查堤防。")]))
    library = shelf(("2021-03-03", [("邻县", "本报讯　陈市长检查粮仓。")]), paper="柳川晚报")
    assert [headline for headline, *_ in told(library)] == ["堤防"]


def test_where_two_of_a_surname_stand_the_office_decides(shelf: Callable[..., Library]) -> None:
    library = shelf(
        (
            "2021-03-01",
            [
                ("一", "本报讯　副市长陈海涛、县长陈明远来到渡口。陈市长说，船来了。陈先生笑了。"),
                ("二", "本报讯　副市长陈海涛来到渡口。陈县长说，船来了。"),
                ("三", "本报讯　副市长陈海涛、副市长陈明远来到渡口。陈市长说，船来了。"),
            ],
        )
    )
    assert told(library) == [("一", "同篇有陈海涛", ["陈市长"])]
    assert told(library, "陈明远") == []


def test_who_has_written_an_article_is_not_meant_in_it(shelf: Callable[..., Library]) -> None:
    library = shelf(
        (
            "2021-03-01",
            [
                ("一", "本报讯（记者 陈海涛）灯会好看。陈女士说，明年还来。"),
                ("二", "本报讯（记者 陈明远）陈海涛看了灯会。陈老师说，明年还来。"),
            ],
        )
    )
    assert [headline for headline, *_ in told(library)] == ["二"]


def test_shapes_of_the_name_and_of_the_title(shelf: Callable[..., Library]) -> None:
    library = shelf(
        ("1948-03-01", [("渡口", "本報訊　雁橋市市長陳海濤說，閘要關。陳市長上了船。")]),
        ("1948-04-01", [("堤防", "本報訊　陳市長檢查堤防。")]),
    )
    ties = ["此时任市長的陈姓只见陈海涛", "同篇有陳海濤"]
    assert [tie for _, tie, _ in told(library)] == ties
    assert [marked for *_, marked in told(library)] == [["陳市長"], ["陳市長"]]
    assert len(told(library, "陳海濤")) == 2


def test_what_else_is_asked_holds_for_the_rung(shelf: Callable[..., Library]) -> None:
    library = shelf(
        ("2021-03-01", [(SEEN[0], SEEN[1] + "陈市长上了船。")]),
        ("2021-04-01", [("堤防", "本报讯　陈市长检查堤防。")]),
    )
    assert [headline for headline, *_ in told(library, "陈海涛 日期:2021-04")] == ["堤防"]
    assert naming(library, "陈海涛 船") is None
    assert naming(library, "渡口") is None
    assert naming(library, "标题:陈海涛") is None


def test_decisions_on_people_hold(shelf: Callable[..., Library]) -> None:
    library = shelf(
        ("2021-03-01", [SEEN]),
        ("2021-03-02", [("误", "本报讯　市长陈明远说，灯要亮着。")]),
        ("2021-04-01", [("堤防", "本报讯　陈市长检查堤防。")]),
    )
    people = people_of(library)
    assert told(library) == []
    struck = people.strike_out("陈明远")
    assert [headline for headline, *_ in told(library)] == ["堤防"]
    assert naming(library, "陈明远") is None
    people.undo(struck.uuid)
    merged = people.merge("陈明远", "陈海涛")
    assert [headline for headline, *_ in told(library)] == ["堤防"]
    assert told(library, "陈海涛 或 陈明远") == told(library)
    people.undo(merged.uuid)
    assert told(library) == []


def test_of_two_people_of_one_name_the_office_tells_one(shelf: Callable[..., Library]) -> None:
    library = shelf(
        ("2021-03-01", [SEEN]),
        ("2021-03-02", [("开学", "本报讯　渡口小学校长陈海涛说，书声又起。")]),
        ("2021-04-01", [("堤防", "本报讯　陈市长检查堤防。"), ("上课", "本报讯　陈校长走进教室。")]),
    )
    school = library.searcher.search("开学").ids
    people_of(library).split("陈海涛", "教书的", school)
    ties = {headline: tie for headline, tie, _ in told(library)}
    assert ties == {
        "堤防": "此时任副市长的陈姓只见陈海涛",
        "上课": "此时任校长的陈姓只见陈海涛（教书的）",
    }


def test_a_name_that_nothing_told_is_tied_by_itself(shelf: Callable[..., Library]) -> None:
    library = shelf(("2021-03-01", [("灯", "本报讯　灯下的温如没有出声，温女士一向如此。")]))
    assert people_of(library).card("温如") is None
    assert told(library, "温如") == [("灯", "同篇有温如", ["温女士"])]


def test_it_can_be_cancelled(shelf: Callable[..., Library]) -> None:
    library = shelf(("2021-03-01", [SEEN]))
    query = library.searcher.understand("陈海涛")
    with pytest.raises(SearchCancelled):
        list(library.searcher.ladder(query, cancelled=lambda: True))


PIECES = {
    "A": "雁桥市副市长陈海涛说，闸要关。",
    "B": "陈市长随后上船。",
    "C": "陈老师也来了。",
    "D": "县长陈明远说，好。",
    "E": "江上风平浪静。",
    "F": "市民陈女士说，灯会好看。",
    "G": "陈女士说，灯亮着。",
}
DAYS = [dt.date(2020, 1, 1) + dt.timedelta(60 * n) for n in range(10)]


def is_tied(pieces: str, day: dt.date, seen: Sequence[dt.date]) -> bool:
    """Return whether an article stands on the rung, by the letter of what is promised."""
    named = pieces.find("A")
    behind = pieces[named + 1 :] if named >= 0 else ""
    is_alone = "D" not in pieces
    if "B" in behind or ("G" in behind and is_alone):
        return True
    is_near = bool(seen) and any(abs((day - each).days) <= AROUND for each in seen)
    is_between = bool(seen) and min(seen) <= day <= max(seen)
    return "B" in pieces and is_alone and (is_near or is_between)


@given(
    papers=st.lists(
        st.tuples(st.integers(0, len(DAYS) - 1), st.text("ABCDEFG", min_size=1, max_size=4)),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_place_without_its_tie_and_none_with_one_is_missed(
    papers: list[tuple[int, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("库")
    articles: dict[int, dict[str, str]] = {}
    for number, (day, pieces) in enumerate(papers):
        articles.setdefault(day, {})[f"第{number}号渡船"] = pieces
    for day, of_day in articles.items():
        texts = [
            (headline, f"本报讯　{headline}照常。\n" + "\n".join(PIECES[piece] for piece in pieces))
            for headline, pieces in of_day.items()
        ]
        write(root, DAYS[day], texts)
    library = Library.open(root)
    library.sync()
    seen = [DAYS[day] for day, of_day in articles.items() if any("A" in pieces for pieces in of_day.values())]
    wanted = {
        headline
        for day, of_day in articles.items()
        for headline, pieces in of_day.items()
        if is_tied(pieces, DAYS[day], seen)
    }
    found = hits(library)
    exact = set(library.searcher.search("陈海涛", limit=100).ids)
    rung = naming(library)
    if seen:
        assert {hit.headline for hit in found} == wanted
        assert rung is not None
        assert rung.unseen == len({hit.article.id for hit in found} - exact)
    for hit in found:
        assert hit.tie
        marked = {hit.snippet.text[begin:end] for begin, end in hit.snippet.marks}
        assert marked <= {"陈市长", "陈女士"}
    if people_of(library).card("陈海涛") is not None:
        people_of(library).strike_out("陈海涛")
        assert naming(library) is None
    library.close()
