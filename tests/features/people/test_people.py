"""The people of a library: every count is that of a search, whatever comes and goes."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.features.people import name_counting, people_table
from reader.features.people.name_counting import NameCounting
from reader.features.people.name_writer import NameWriter
from reader.features.people.people import people_of
from reader.features.people.person import Certainty, PersonOrder, PersonRow
from reader.features.people.person_query import named as with_name
from reader.features.people.person_query import query_of
from reader.language.equality import in_simplified
from reader.language.forms import search_form
from reader.library.library import Library, LibraryError
from reader.newspaper.decision import MergedName, StruckOutName
from reader.search.query import parse_query
from tests.corpus import a_name

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
    "縣長陳守燈說，渡口要修。",
    "陈守灯、陳守燈都到了。",
    "船工单小荇说，雾散了。",
    "縣長陳守燈、船工祝水芹說，燈修好了。",
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
    catalogue = library.derived.catalogue
    texts = dict(catalogue.search_texts(catalogue.article_ids()))
    dates = catalogue.tree.dates_of([*texts])
    rows = people_of(library).rows(limit=10_000)
    assert people_of(library).count() == len(rows)
    names = [form for row in rows for form in row.forms]
    assert len({*map(in_simplified, names)}) == len(rows)
    for row in rows:
        held = {article for article, text in texts.items() if any(search_form(f) in text for f in row.forms)}
        of_forms = [sum(search_form(form) in text for text in texts.values()) for form in row.forms]
        assert row.name == row.forms[0]
        assert of_forms == sorted(of_forms, reverse=True)
        assert row.articles == len(held), row
        query = any_of_names(*row.forms)
        assert library.searcher.search(query, limit=0, exact=True).total == len(held)
        days = [day for article in held if (day := dates[article])]
        assert (row.seen.first, row.seen.last) == (min(days, default=None), max(days, default=None))
        card = people_of(library).card(row.forms[-1])
        assert card is not None
        assert (card.name, card.spellings) == (row.name, row.forms)
        assert card.articles == len(held) == card.certain + card.likely + card.only_string
        assert card.certain + card.likely > 0
        for companion in card.companions:
            both = library.searcher.search(query_of(card, with_name(companion.forms)), limit=0, exact=True)
            assert both.total == companion.articles
        found = people_of(library).evidence(row.name, limit=1000)
        assert {each.article_id for each in found} == held
        assert len(found) == len(held)
        assert all(any(search_form(form) in search_form(each.quote) for form in row.forms) for each in found)
    return len(rows)


def any_of_names(*names: str) -> str:
    return " OR ".join(f'"{name}"' for name in names)


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_counting, "COUNTED_A_STEP", 2)
    monkeypatch.setattr(name_counting, "READ_A_STEP", 2)


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
    monkeypatch.setattr(name_counting, "ARTICLES_A_NAME", at_most)
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


def test_more_new_names_than_are_asked_for_together_are_found_in_all_earlier_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(name_counting, "ARTICLES_A_NAME", 1)
    rng = random.Random(50)
    names = sorted({a_name(rng) for _ in range(200)})
    for day in range(6):
        some = (f"本报讯 {day}号渡船运来的箱子上写着{name}字样。" for name in names[day::6])
        write(tmp_path, day, [*some, *(f"本报讯 {day}日{n}号渡船照常开行，江上风平浪静。" for n in range(6))])
    with closing(Library.open(tmp_path)) as library:
        library.sync()
        groups: list[int] = []
        ask = NameCounting._articles_of

        def counted(counting: NameCounting, new: Sequence[tuple[int, str]]) -> dict[int, list[int]]:
            groups.append(len(new))
            return ask(counting, new)

        monkeypatch.setattr(NameCounting, "_articles_of", counted)
        monkeypatch.setattr(NameWriter, "look_for_new_names", lambda _writer, _at_once: 0)
        write(tmp_path, 20, [f"本报讯 市长{name}说，渡口要修。" for name in names])
        library.sync()
        assert groups[0] == name_counting.ASKED_TOGETHER
        assert len(groups) == 2
        assert check(library) >= sum(groups)
        assert all(row.articles > 1 for row in people_of(library).rows(limit=1000) if row.name in names)


def write(root: Path, day: int, bodies: Sequence[str]) -> None:
    text = issue(day, []) + "\n\n".join(f"渡口消息之{n}\n\n{body}" for n, body in enumerate(bodies))
    (root / f"202403{day + 1:02}.txt").write_text(text, encoding="utf-8")


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
    monkeypatch.setattr(name_counting, "ARTICLES_A_NAME", 1000)
    library = Library.open(root)
    library.sync()
    before = named(people_of(library).rows())
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
    assert named(people_of(library).rows()) == before  # a name whose articles are not all known is in no list
    check(library)
    library.close()
    monkeypatch.setattr(NameWriter, "look_for_new_names", look)
    library = Library.open(root)
    library.sync()
    assert check(library) > len(before)
    assert "古丽·夏提" in named(people_of(library).rows())
    library.close()


def test_the_names_of_the_sample_are_counted_as_it_is_searched() -> None:
    library = Library.sample()
    library.sync()
    assert check(library) > 50
    library.close()


def test_a_name_that_stands_only_as_the_beginning_of_a_longer_one_is_in_no_list() -> None:
    library = Library.sample()
    library.sync()
    articles = {row.name: row.articles for row in people_of(library).rows(limit=10_000)}
    card = people_of(library).card("祝水芹")
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
    assert named(people_of(library).rows(typed)) == names
    assert people_of(library).count(typed) == len(names)


def test_who_stands_in_most_articles_comes_first(library: Library) -> None:
    rows = people_of(library).rows()
    assert [row.articles for row in rows] == sorted((row.articles for row in rows), reverse=True)
    assert rows[0].name == "何渡生"
    assert (rows[0].articles, rows[0].certainty) == (3, Certainty.CERTAIN)
    assert named(people_of(library).rows(by=PersonOrder.PINYIN))[0] == "陈守灯"
    assert people_of(library).rows(limit=2, offset=1) == rows[1:3]


def test_a_word_that_is_a_name_once_is_not_listed(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    for number in range(1, 14):
        said = "市长江小帆说，渡口要修。" if number == 1 else "渡口的江小帆船开了。船工祝水芹说，到了。"
        text = f"雁桥日报\n2024年3月{number}日\n第01版\n\n渡口消息\n\n本报讯 {said}\n"
        (folder / f"2024-03-{number:02}.txt").write_text(text, encoding="utf-8")
    with closing(Library.open(folder)) as library:
        library.sync()
        assert [row.name for row in people_of(library).rows()] == ["祝水芹"]
        assert people_of(library).card("江小帆"), "it can still be asked for"


def test_a_card_tells_offices_days_and_company(library: Library) -> None:
    card = people_of(library).card("何渡生")
    assert card is not None
    assert [(office.title, office.articles) for office in card.offices] == [("市长", 1)]
    assert (card.offices[0].seen.first, card.seen.first, card.seen.last) == (dt.date(2024, 3, 1),) * 2 + (
        dt.date(2024, 3, 2),
    )
    assert {each.name for each in card.companions} == {"祝水芹", "江小帆"}
    assert card.written == 0


def test_who_signed_is_told_from_who_is_written_of(library: Library) -> None:
    card = people_of(library).card("苏蕙")
    assert card is not None
    assert (card.articles, card.written, card.only_string) == (2, 1, 1)
    by_certainty = {each.certainty: each for each in people_of(library).evidence("苏蕙")}
    assert by_certainty[Certainty.CERTAIN].mark == "credit"
    assert by_certainty[Certainty.STRING].mark == ""
    assert len(people_of(library).evidence("苏蕙", certainty=Certainty.STRING)) == 1


def test_who_nobody_named_has_no_card(library: Library) -> None:
    assert people_of(library).card("江水") is None
    assert people_of(library).evidence("江水") == []
    assert people_of(library).person_named("江水") is None


def test_a_query_and_a_place_of_a_text_name_a_person(library: Library) -> None:
    assert people_of(library).person_named("“何渡生”") == "何渡生"
    assert people_of(library).person_named("何渡生 码头") is None
    text = "昨天市长何渡生到了"
    assert [people_of(library).name_at(text, at) for at in (3, 4, 6, 7, 99)] == [
        None,
        "何渡生",
        "何渡生",
        None,
        None,
    ]
    assert people_of(library).name_at("（记者 何渡生）", 4) == "何渡生"


def test_decisions_change_lists_and_cards_and_are_undone(library: Library) -> None:
    people = people_of(library)
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


# -- forms of one name


@pytest.fixture
def two_kinds(tmp_path: Path) -> Iterator[Library]:
    """陈守灯 in two articles, one of which has 陳守燈, too; 陳守燈 in three, as 縣長."""
    folder = tmp_path / "two kinds"
    folder.mkdir()
    (folder / "20240301.txt").write_text(issue(0, [[11], [11], [2], [12], [5]]), encoding="utf-8")
    library = Library.open(folder)
    library.sync()
    yield library
    library.close()


def rows_of(library: Library, typed: str = "") -> list[tuple[str, str, int, tuple[str, ...]]]:
    return [(row.name, row.label, row.articles, row.forms) for row in people_of(library).rows(typed)]


BOTH = ("陳守燈", "陈守灯")


@pytest.mark.parametrize("typed", ["守灯", "守燈", "csd", "陈"])
def test_traditional_and_simplified_forms_are_one_person_by_whichever_is_typed(
    two_kinds: Library, typed: str
) -> None:
    assert rows_of(two_kinds, typed) == [("陳守燈", "", 4, BOTH)]
    assert people_of(two_kinds).count(typed) == 1
    check(two_kinds)


def test_every_form_leads_to_the_one_person(two_kinds: Library) -> None:
    people = people_of(two_kinds)
    assert people.card("陈守灯") == people.card("陳守燈")
    assert people.person_named("陈守灯") == people.name_at("我是陈守灯", 3) == "陳守燈"
    assert len(people.articles_of("陈守灯")) == 4
    card = people.card("陈守灯")
    assert card is not None
    [office] = card.offices
    assert (office.title, office.articles) == ("縣長", 2)  # as it is printed
    assert len(people.evidence("陈守灯", office="縣長")) == 2
    of_another = people.card("祝水芹")
    assert of_another is not None
    assert ("陳守燈", 1) in [(each.name, each.articles) for each in of_another.companions]
    assert len(people.evidence("祝水芹", beside="陳守燈")) == 1


def test_a_person_is_struck_out_in_all_forms_and_one_form_as_it_was_decided_before(
    two_kinds: Library,
) -> None:
    people = people_of(two_kinds)
    before = rows_of(two_kinds), people.card("陳守燈")
    struck = people.strike_out("陈守灯")
    assert people.card("陈守灯") is None
    assert people.card("陳守燈") is None
    assert rows_of(two_kinds, "守灯") == []
    people.undo(struck.uuid)
    assert (rows_of(two_kinds), people.card("陳守燈")) == before
    of_one = two_kinds.user_data.decisions.add(StruckOutName("陳守燈"))
    assert rows_of(two_kinds, "守灯") == [("陈守灯", "", 2, ("陈守灯",))]
    people.undo(of_one.uuid)
    assert (rows_of(two_kinds), people.card("陳守燈")) == before


def test_a_form_is_merged_with_the_person_and_a_reader_says_which_form_is_listed(two_kinds: Library) -> None:
    people = people_of(two_kinds)
    chosen = two_kinds.user_data.decisions.add(MergedName("陳守燈", "陈守灯"))
    assert rows_of(two_kinds, "守灯") == [("陈守灯", "", 4, BOTH[::-1])]
    people.undo(chosen.uuid)
    with pytest.raises(LibraryError):
        people.merge("陈守灯", "陳守燈")
    people.merge("陈守灯", "苏蕙")
    assert rows_of(two_kinds, "守灯") == [("苏蕙", "", 5, ("苏蕙", *BOTH))]
    beside = people.card("祝水芹")
    assert beside is not None
    [merged] = [each for each in beside.companions if each.name == "苏蕙"]
    assert (merged.articles, {*merged.forms}) == (1, {"苏蕙", *BOTH})


def test_forms_that_are_two_people_are_split_by_hand(two_kinds: Library) -> None:
    people = people_of(two_kinds)
    certain = [each.article_id for each in people.evidence("陈守灯", office="縣長")]
    parted = people.split("陈守灯", "县长", certain)
    assert rows_of(two_kinds, "守灯") == [("陳守燈", "", 2, BOTH), ("陳守燈", "县长", 2, BOTH)]
    assert {each.article_id for each in people.evidence("陳守燈", "县长")} == {*certain}
    people.undo(parted.uuid)
    assert rows_of(two_kinds, "守灯") == [("陳守燈", "", 4, BOTH)]


@pytest.mark.parametrize("typed", ["shan", "shanxx", "sxx", "dan", "danxiao", "danxx", "dxx", "Shàn Xiǎo"])
def test_a_surname_is_found_by_its_own_reading_and_by_the_common_one(tmp_path: Path, typed: str) -> None:
    (tmp_path / "20240301.txt").write_text(issue(0, [[13]]), encoding="utf-8")
    with closing(Library.open(tmp_path)) as library:
        library.sync()
        assert named(people_of(library).rows(typed)) == ["单小荇"]
        assert people_of(library).count(typed) == 1


def test_companions_of_somebody_in_very_many_articles_are_counted_in_all_of_them_and_all_forms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of the two articles is looked at for who stands there: 陈守灯, who is 陳守燈 in the other."""
    (tmp_path / "20240301.txt").write_text(issue(0, [[2], [14]]), encoding="utf-8")
    with closing(Library.open(tmp_path)) as library:
        library.sync()
        monkeypatch.setattr(people_table, "_SAMPLE", 1)
        card = people_of(library).card("祝水芹")
        assert card is not None
        assert ("陈守灯", 2) in [(each.name, each.articles) for each in card.companions]


def test_who_is_named_in_very_many_articles_is_counted_in_all_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "20240301.txt").write_text(issue(0, [[2], [14]]), encoding="utf-8")
    with closing(Library.open(tmp_path)) as library:
        library.sync()
        ids = library.sets.ids(library.sets.of_text("*"))
        monkeypatch.setattr(people_table, "_SAMPLE", 1)
        counts = [(each.name, each.articles) for each in people_of(library).named_in(ids)]
        assert ("陈守灯", 2) in counts
        assert counts == [(each.name, each.articles) for each in people_of(library).named_in([*ids])]


def test_rows_say_in_which_newspapers_each_person_is_where_there_are_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "两种报"
    (root / "晚报").mkdir(parents=True)
    (root / "20240301.txt").write_text(issue(0, [[0], [2]]), encoding="utf-8")
    (root / "20240302.txt").write_text(issue(1, [[2, 11]]), encoding="utf-8")
    library = Library.open(root)
    library.sync()
    assert {row.newspapers for row in people_of(library).rows()} == {()}, "one newspaper is not told"
    evening = issue(2, [[0], [14]]).replace("雁桥日报", "江城晚报")
    (root / "晚报" / "20240303.txt").write_text(evening, encoding="utf-8")
    library.sync()
    both, day = ("江城晚报", "雁桥日报"), ("雁桥日报",)
    found = {row.name: row.newspapers for row in people_of(library).rows()}
    assert found == {"何渡生": both, "祝水芹": both, "陈守灯": both, "顾小荇": day}
    late = [each for each in people_of(library).evidence("何渡生") if each.newspaper == "江城晚报"]
    people_of(library).split("何渡生", "晚报的", [each.article_id for each in late])
    library.user_data.decisions.add(StruckOutName("陳守燈"))
    found = {row.name + row.label: row.newspapers for row in people_of(library).rows()}
    assert found["何渡生"] == day
    assert found["何渡生晚报的"] == ("江城晚报",)
    assert found["陈守灯"] == day
    library.close()
