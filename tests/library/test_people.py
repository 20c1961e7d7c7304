"""The people of a library: every count is that of a search, whatever comes and goes."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.language.forms import search_form
from reader.library import sync_names, sync_storing
from reader.library.library import Library
from reader.people.person import Certainty, PersonOrder, PersonRow
from reader.search.query import parse_query
from reader.storage.name_writer import NameWriter

PIECES = (
    "市长何渡生说，渡口要修。",
    "何渡生到了码头。",
    "陈守灯、顾小荇、祝水芹等出席。",
    "船工祝水芹望着江水。",
    "副市长江小帆介绍，桥已通车。",
    "（记者 苏蕙）昨日加开一班船。",
    "苏蕙种在江边，年年发芽。",
    "作家欧阳望舒先生来到雁桥。",
    "王守在渡口，王守仁说不必等。",
    "江水退了，灯还亮着。",
    "古丽·夏提女士表示感谢。",
)


def issue(number: int, articles: list[list[int]]) -> str:
    head = f"雁桥日报\n2024年3月{number + 1}日 星期{'五六日一二三四'[number % 7]}\n第{number + 100}期\n\n第01版\n\n"
    return head + "\n\n".join(
        f"渡口消息之{'一二三四五六七八九'[at]}\n\n本报讯 {number}{at}号渡船照常开行，江上风平浪静。\n\n"
        + "\n\n".join(PIECES[piece] for piece in pieces)
        for at, pieces in enumerate(articles)
    )


def check(library: Library) -> int:
    """Compare every count of people with the texts and the search; return how many names there are."""
    catalogue = library._derived.catalogue
    texts = dict(catalogue.search_texts(catalogue.article_ids()))
    dates = catalogue.tree.dates_of([*texts])
    rows = library.people.rows(limit=10_000)
    assert library.people.count() == len(rows)
    for row in rows:
        held = {article for article, text in texts.items() if search_form(row.name) in text}
        assert row.articles == len(held), row
        assert library.searcher.search(f'"{row.name}"', limit=0, exact=True).total == len(held)
        days = [day for article in held if (day := dates[article])]
        assert (row.first, row.last) == (min(days, default=None), max(days, default=None))
        card = library.people.card(row.name)
        assert card is not None
        assert card.articles == len(held) == card.certain + card.likely + card.only_string
        assert card.certain + card.likely > 0
        for companion in card.companions:
            both = library.searcher.search(f'"{row.name}" "{companion.name}"', limit=0, exact=True)
            assert both.total == companion.articles
        found = library.people.evidence(row.name, limit=1000)
        assert {each.article_id for each in found} == held
        assert all(search_form(row.name) in search_form(each.quote) for each in found)
    return len(rows)


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync_storing, "COUNTED_A_STEP", 2)
    monkeypatch.setattr(sync_storing, "READ_A_STEP", 2)


articles = st.lists(st.lists(st.integers(0, len(PIECES) - 1), max_size=3), min_size=1, max_size=3)
changes = st.lists(st.tuples(st.integers(0, 3), st.none() | articles), min_size=1, max_size=4)


@given(changes=st.lists(changes, min_size=1, max_size=3), at_most=st.sampled_from([1, 8, 1000]))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counts_are_those_of_the_texts_after_files_come_change_and_go(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    changes: list[list[tuple[int, list[list[int]] | None]]],
    at_most: int,
) -> None:
    """The index is asked for names if there are `at_most` times as many articles, else all texts are read."""
    monkeypatch.setattr(sync_names, "ARTICLES_A_NAME", at_most)
    root = tmp_path_factory.mktemp("library")
    library = Library.open(root)
    for step in changes:
        for number, text in step:
            path = root / f"2024030{number + 1}.txt"
            if text is None:
                path.unlink(missing_ok=True)
            else:
                path.write_text(issue(number, text), encoding="utf-8")
        library.sync(accept_missing=True)
        gone = [missing.path for missing in library.missing_files()]
        if gone:
            library.forget_missing(gone)
        check(library)
    library.close()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "20240301.txt").write_text(issue(0, [[0], [1, 3], [6]]), encoding="utf-8")
    (folder / "20240302.txt").write_text(issue(1, [[2], [4, 1], [5]]), encoding="utf-8")
    return folder


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    library = Library.open(root)
    library.sync()
    yield library
    library.close()


def named(rows: list[PersonRow]) -> list[str]:
    return [row.name for row in rows]


def test_a_kill_in_the_middle_of_looking_for_names_costs_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_names, "ARTICLES_A_NAME", 1000)
    library = Library.open(root)
    library.sync()
    before = named(library.people.rows())
    (root / "20240303.txt").write_text(issue(2, [[8], [10], [7]]), encoding="utf-8")
    look = NameWriter.look_for_new_names
    calls = 0

    def killed(writer: NameWriter, at_once: int) -> int:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        return look(writer, at_once)

    monkeypatch.setattr(NameWriter, "look_for_new_names", killed)
    with pytest.raises(KeyboardInterrupt):
        library.sync()
    assert named(library.people.rows()) == before  # a name whose articles are not all known is in no list
    check(library)
    library.close()
    monkeypatch.setattr(NameWriter, "look_for_new_names", look)
    library = Library.open(root)
    library.sync()
    assert check(library) > len(before)
    assert "古丽·夏提" in named(library.people.rows())
    library.close()


def test_the_names_of_the_sample_are_counted_as_it_is_searched() -> None:
    library = Library.sample()
    library.sync()
    assert check(library) > 50
    library.close()


def test_a_name_that_stands_only_as_the_beginning_of_a_longer_one_is_in_no_list() -> None:
    library = Library.sample()
    library.sync()
    articles = {row.name: row.articles for row in library.people.rows(limit=10_000)}
    card = library.people.card("祝水芹")
    assert card is not None
    shown = {*articles, *(companion.name for companion in card.companions)}
    library.close()
    assert {"何渡生", "闻砚秋"} <= shown
    assert shown.isdisjoint({"何渡", "闻砚"})
    assert not [
        (name, longer)
        for name in articles
        for longer in articles
        if longer != name and longer.startswith(name) and articles[longer] == articles[name]
    ]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("何", ["何渡生"]),
        ("hds", ["何渡生"]),
        ("heds", ["何渡生"]),
        ("hedusheng", ["何渡生"]),
        ("Hé dù", ["何渡生"]),
        ("渡生", ["何渡生"]),
        ("csd", ["陈守灯"]),
        ("chensd", ["陈守灯"]),
        ("xyz", []),
        ("\ud842", []),
        ("%", []),
    ],
)
def test_a_name_is_found_by_characters_pinyin_and_initials(
    library: Library, typed: str, names: list[str]
) -> None:
    assert named(library.people.rows(typed)) == names
    assert library.people.count(typed) == len(names)


def test_who_stands_in_most_articles_comes_first(library: Library) -> None:
    rows = library.people.rows()
    assert [row.articles for row in rows] == sorted((row.articles for row in rows), reverse=True)
    assert rows[0].name == "何渡生"
    assert (rows[0].articles, rows[0].certainty) == (3, Certainty.CERTAIN)
    assert named(library.people.rows(by=PersonOrder.PINYIN))[0] == "陈守灯"
    assert library.people.rows(limit=2, offset=1) == rows[1:3]


def test_a_card_tells_offices_days_and_company(library: Library) -> None:
    card = library.people.card("何渡生")
    assert card is not None
    assert [(office.title, office.articles) for office in card.offices] == [("市长", 1)]
    assert (card.offices[0].first, card.first, card.last) == (dt.date(2024, 3, 1),) * 2 + (
        dt.date(2024, 3, 2),
    )
    assert {each.name for each in card.companions} == {"祝水芹", "江小帆"}
    assert card.written == 0


def test_who_signed_is_told_from_who_is_written_of(library: Library) -> None:
    card = library.people.card("苏蕙")
    assert card is not None
    assert (card.articles, card.written, card.only_string) == (2, 1, 1)
    by_certainty = {each.certainty: each for each in library.people.evidence("苏蕙")}
    assert by_certainty[Certainty.CERTAIN].mark == "credit"
    assert by_certainty[Certainty.STRING].mark == ""
    assert len(library.people.evidence("苏蕙", certainty=Certainty.STRING)) == 1


def test_who_nobody_named_has_no_card(library: Library) -> None:
    assert library.people.card("江水") is None
    assert library.people.evidence("江水") == []
    assert library.people.person_named("江水") is None


def test_a_query_and_a_place_of_a_text_name_a_person(library: Library) -> None:
    assert library.people.person_named("“何渡生”") == "何渡生"
    assert library.people.person_named("何渡生 码头") is None
    text = "昨天市长何渡生到了"
    assert [library.people.name_at(text, at) for at in (3, 4, 6, 7, 99)] == [
        None,
        "何渡生",
        "何渡生",
        None,
        None,
    ]
    assert library.people.name_at("（记者 何渡生）", 4) == "何渡生"


def test_decisions_change_lists_and_cards_and_are_undone(library: Library) -> None:
    people = library.people
    before: Any = people.rows(), people.card("何渡生")
    struck = people.strike_out("祝水芹")
    merged = people.merge("江小帆", "何渡生")
    assert not {"祝水芹", "江小帆"} & set(named(people.rows()))
    card = people.card("江小帆")
    assert card is not None
    assert (card.name, card.spellings) == ("何渡生", ("何渡生", "江小帆"))
    either = library.searcher.search(parse_query("何渡生 OR 江小帆"), limit=0, exact=True)
    assert card.articles == either.total
    assert people.count() == len(people.rows())
    people.undo(merged.uuid)
    [first, *_] = people.evidence("何渡生")
    parted = people.split("何渡生", "船工", [first.article_id])
    rows = [(row.name, row.label, row.articles) for row in people.rows("何渡生")]
    assert rows == [("何渡生", "", 2), ("何渡生", "船工", 1)]
    assert [each.article_id for each in people.evidence("何渡生", "船工")] == [first.article_id]
    people.undo(parted.uuid)
    people.undo(struck.uuid)
    assert (people.rows(), people.card("何渡生")) == before
