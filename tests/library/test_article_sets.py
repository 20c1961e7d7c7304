"""A set of articles is what is asked for, narrowed or not; what a dossier lost, and what is unknown, is told of it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.library.article_set import ArticleSet, Shapes
from reader.library.article_sets import ArticleSets
from reader.library.library import Library, LibraryError
from reader.newspaper.decision import Dossier, DossierNote
from reader.newspaper.printing import Printing
from reader.search.documents import Order, SearchCancelled
from reader.search.query import IgnoredPart
from tests import homes
from tests.shelf import articles_of

FERRY, WELL, GRAIN, SHEET = "渡口的灯", "老井淘了", "粮站开秤", "散页"
DAYS = {FERRY: "1987-06-12", WELL: "1988-03-05", GRAIN: "1990-01-02"}
TEXTS = {
    FERRY: "渡口的马灯是留给晚归的人的，灯亮到后半夜。",
    WELL: "西门外的老井有十年没有淘过，挑着马灯看热闹。",
    GRAIN: "粮站昨天开秤，板车从望江门一直排到石板坡。",
    SHEET: "谁也不知道是哪一天的，渡口的马灯坏了半年。",
}


def write(root: Path) -> Path:
    root.mkdir()
    for headline, text in TEXTS.items():
        day = DAYS.get(headline)
        head = ""
        if day is not None:
            date = dt.date.fromisoformat(day)
            head = f"雁桥日报\n{date.year}年{date.month}月{date.day}日\n第01版\n\n"
        (root / f"{headline}.txt").write_text(f"{head}## {headline}\n\n{text}\n", encoding="utf-8")
    return root


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        yield homes.use(patch, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def library(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library with four articles, one without a day, and some dossiers; no test changes it."""
    with closing(Library.open(write(tmp_path_factory.mktemp("报") / "报"))) as opened:
        opened.sync()
        decisions = opened.user_data.decisions
        lamps = decisions.add(Dossier("马灯"))
        for place, text in (("n", "后写的"), ("b", "先写的")):
            decisions.add(DossierNote(lamps.uuid, place, text))
        decisions.add(DossierNote(decisions.add(Dossier("空")).uuid, "b", "别处的"))
        for _ in range(2):
            decisions.add(Dossier("两份"))
        yield opened


@pytest.fixture
def sets(library: Library) -> ArticleSets:
    return library.sets


def headlines(library: Library, of: ArticleSet, order: Order = Order.OLDEST) -> list[str]:
    told = []
    for article_id in library.sets.ids(of, order):
        stored = library.articles.article(article_id)
        assert stored is not None
        told.append(stored.article.headline or "")
    return told


def printing(library: Library, headline: str) -> Printing:
    (stored,) = (each for each in articles_of(library) if each.article.headline == headline)
    return stored.printing


def listed(library: Library, *headline: str) -> ArticleSet:
    return library.sets.of_list("清单", [printing(library, each) for each in headline])


def test_the_whole_has_all_articles_undated_ones_last(library: Library, sets: ArticleSets) -> None:
    assert headlines(library, sets.whole()) == [FERRY, WELL, GRAIN, SHEET]
    assert headlines(library, sets.whole(), Order.NEWEST) == [GRAIN, WELL, FERRY, SHEET]
    assert sets.whole().is_whole


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("马灯", [FERRY, WELL, SHEET]), ("板车", [GRAIN]), ("无此词", []), ("马灯 -老井", [FERRY, SHEET])],
)
def test_a_text_has_the_articles_that_its_search_finds(
    library: Library, sets: ArticleSets, typed: str, expected: list[str]
) -> None:
    of = sets.of_text(typed)
    assert headlines(library, of) == expected
    assert (of.text, of.shapes) == (typed, Shapes.OF_WORDS)


def test_a_string_as_printed_is_asked_without_its_shapes(sets: ArticleSets) -> None:
    of = sets.of_text("馬燈", Shapes.AS_PRINTED)
    assert of.query == of.typed
    assert sets.of_text("馬燈").query != of.query


# -- lists and dossiers


def test_a_list_keeps_its_order_has_each_article_once_and_counts_what_is_lost(library: Library) -> None:
    lost = Printing("keyofnothing0000", "雁桥日报", None, None, "", "无.txt")
    ferry = printing(library, FERRY)
    of = library.sets.of_list("清单", [printing(library, GRAIN), lost, ferry, ferry])
    assert headlines(library, of) == [GRAIN, FERRY]
    assert (of.dossier, of.removed, len(of.listed)) == ("清单", 1, 2)
    assert library.sets.left_out(of).removed == 1


def test_dossiers_are_named_each_once(sets: ArticleSets) -> None:
    assert sets.dossier_names() == sorted({"马灯", "空", "两份"})


def test_what_is_written_in_a_dossier_is_in_its_order_and_only_its_own(sets: ArticleSets) -> None:
    assert sets.written_in("马灯").texts == ("先写的", "后写的")
    assert sets.written_in("空").texts == ("别处的",)


@pytest.mark.parametrize(("name", "words"), [("无", "没有叫“无”的专题"), ("两份", "dossier join")])
def test_a_dossier_that_is_none_or_several_is_refused(sets: ArticleSets, name: str, words: str) -> None:
    with pytest.raises(LibraryError, match=words):
        sets.of_dossier(name)
    with pytest.raises(LibraryError, match=words):
        sets.written_in(name)


@pytest.mark.parametrize(
    ("name", "ignored"),
    [("无", IgnoredPart.NO_DOSSIER), ("两份", IgnoredPart.SEVERAL_DOSSIERS), ("马灯", None)],
)
def test_a_query_with_such_a_dossier_finds_nothing_and_says_so(
    library: Library, sets: ArticleSets, name: str, ignored: IgnoredPart | None
) -> None:
    of = sets.of_text(f"专题:{name}")
    remarks = [remark.why for remark in of.query.remarks]
    assert remarks == ([ignored] if ignored else [])
    assert headlines(library, of) == []


def test_a_query_without_a_dossier_stays_as_it_is(library: Library, sets: ArticleSets) -> None:
    query = library.searcher.understand("马灯 -老井")
    assert sets.with_dossiers(query) is query


# -- narrowed


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, [FERRY, WELL, SHEET]),
        ("1988-01-01", None, [WELL]),
        (None, "1988-01-01", [FERRY]),
        ("1987-06-12", "1988-03-05", [FERRY, WELL]),
        ("1987-06-13", "1988-03-04", []),
    ],
)
def test_narrowed_to_days_it_has_the_articles_of_these(
    library: Library, sets: ArticleSets, first: str | None, last: str | None, expected: list[str]
) -> None:
    begin = dt.date.fromisoformat(first) if first else None
    end = dt.date.fromisoformat(last) if last else None
    of = sets.narrowed(sets.of_text("马灯"), first=begin, last=end)
    assert headlines(library, of) == expected
    assert (of.first, of.last, of.text) == (begin, end, "马灯")


def test_articles_without_a_day_stay_if_they_are_to(library: Library, sets: ArticleSets) -> None:
    day = dt.date(1987, 6, 12)
    of = sets.narrowed(sets.of_text("马灯"), first=day, last=day, keeps_undated=True)
    assert headlines(library, of) == [FERRY, SHEET]
    of = sets.narrowed(sets.whole(), first=day, last=day, keeps_undated=True)
    assert headlines(library, of) == [FERRY, SHEET]


def test_narrowed_twice_it_is_what_both_leave(library: Library, sets: ArticleSets) -> None:
    of = sets.narrowed(sets.of_text("马灯"), first=dt.date(1988, 1, 1))
    assert headlines(library, sets.narrowed(of, last=dt.date(1988, 1, 1))) == []
    narrowed = sets.narrowed(of, among=sets.ids(sets.whole()))
    assert headlines(library, narrowed) == [WELL]
    assert narrowed.first == dt.date(1988, 1, 1)


def test_narrowed_to_ids_a_list_keeps_its_order(library: Library, sets: ArticleSets) -> None:
    of = listed(library, GRAIN, WELL, FERRY)
    assert headlines(library, sets.narrowed(of, among=[of.listed[2], of.listed[0]])) == [GRAIN, FERRY]
    assert headlines(library, sets.narrowed(of, among=[])) == []


def test_narrowed_to_a_dossier_it_is_of_that_and_what_is_none_is_refused(
    library: Library, sets: ArticleSets
) -> None:
    of = sets.narrowed(sets.of_text("马灯"), dossier="马灯")
    assert (of.dossier, headlines(library, of)) == ("马灯", [])
    with pytest.raises(LibraryError):
        sets.narrowed(sets.whole(), dossier="无")


def test_narrowed_by_nothing_it_is_itself(sets: ArticleSets) -> None:
    of = sets.of_text("马灯")
    assert sets.narrowed(of) == of
    assert sets.narrowed(sets.whole()).is_whole
    empty = sets.of_text("")
    assert sets.narrowed(empty, first=dt.date(1988, 1, 1)) is empty


# -- what is left out


def test_an_article_of_no_day_is_left_out_of_days_and_told(sets: ArticleSets) -> None:
    of = sets.narrowed(sets.of_text("马灯"), first=dt.date(1987, 1, 1), last=dt.date(1987, 12, 31))
    left_out = sets.left_out(of)
    assert [part.number for part in left_out.unknown] == [1]
    assert len(left_out.said()) == 1
    assert sets.left_out(sets.of_text("马灯")).said() == []
    assert sets.left_out(sets.narrowed(sets.of_text("板车"), first=dt.date(1987, 1, 1))).said() == []


def test_nobody_waits_for_what_was_cancelled(sets: ArticleSets) -> None:
    with pytest.raises(SearchCancelled):
        sets.left_out(sets.whole(), lambda: True)
