"""The people of a room are those of its folders: list by list, card by card, whatever comes, changes and goes."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from msgspec.structs import replace

from reader.features.offices.offices import office_table, quoted
from reader.features.people import name_table, name_writer
from reader.features.people.name_table import NameTable
from reader.features.people.naming import named_in_all
from reader.features.people.people import people_of
from reader.features.people.people_table import PeopleTable
from reader.features.people.person import Certainty, PersonOrder
from reader.features.people.room import loading as people_loading
from reader.features.people.room.loading import PeopleLoad
from reader.features.room import loading
from reader.features.room.connections import RoomError
from reader.features.room.loading import load
from reader.features.room.reading_room import ReadingRoom
from reader.library.library import Library, LibraryError
from reader.search.answering.ladder import Rung
from tests import homes
from tests.features.offices.office_papers import write_papers
from tests.features.people.test_people import articles, issue
from tests.features.room.clusters import empty_room, shared
from tests.shelf import articles_of

pytestmark = pytest.mark.slow

TYPED = ("", "渡", "陈守", "c", "hds", "chensd")
ODDLY_TYPED = ("何渡", "陳", "ch", "·", "xyz", "\ud842", "%", "甲\0")


NAMINGS = (
    "## 开工\n本报讯　雁桥市副市长陈海涛昨天来到渡口。\n"
    "## 上船\n本报讯　陈先生不在。陈海涛说，船来了。陈先生上了船。\n",
    "## 开会\n本报讯　陈副市长说，船没有来。\n## 书记\n本报讯　書記陳海濤和副县长陈守灯来了。陈副市长没有说。\n",
)


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        yield homes.use(patch, tmp_path_factory.mktemp("home"))


@pytest.fixture
def room() -> Iterator[ReadingRoom]:
    with closing(ReadingRoom(empty_room())) as opened:
        yield opened


def put(library: Library, room: ReadingRoom) -> int:
    return load(library.local.catalogue.hand_over, library.user_data.library_uuid(), room.address).days


def lists_of(library: Library, typed_so: Sequence[str] = TYPED) -> Any:
    """Lists of people, in every order, and how long each is said to be."""
    people = people_of(library)
    return [
        (typed, people.rows(typed, by=order, limit=10_000), people.count(typed))
        for typed in typed_so
        for order in PersonOrder
    ] + [people.rows(by=order, offset=2, limit=3) for order in PersonOrder]


def cards_of(library: Library) -> Any:
    """Every card by every form of a name, and all that tells so; articles by their keys."""
    rows = people_of(library).rows(limit=10_000)
    known = [(form, row.label) for row in rows for form in row.forms]
    return [
        (name, people_of(library).card(name, label), evidence_of(library, name, label))
        for name, label in known
    ]


def evidence_of(library: Library, name: str, label: str = "", **which: Any) -> Any:
    keys = library.derived.catalogue.article_rows
    found = people_of(library).evidence(name, label, limit=10_000, **which)
    return sorted(
        (
            each.mark,
            each.quote,
            keys([each.article_id])[each.article_id].key,
            without_shares(structs.replace(each, article_id=0)),
        )
        for each in found
    )


def namings_of(library: Library, name: str) -> Any:
    """What stands on the last rung below a name: surname and title, where something ties them to the person."""
    rungs = library.searcher.ladder(library.searcher.understand(name))
    (naming,) = [rung for rung in rungs if rung.rung is Rung.NAMING]
    query = naming.results.query
    hits = library.searcher.hits(naming.results.ids, query)
    return naming.forms, naming.unseen, [(hit.headline, hit.tie, hit.snippet) for hit in hits]


def assert_same_people(room: Library, folder: Library) -> None:
    assert lists_of(room) == lists_of(folder)
    assert without_shares(cards_of(room)) == without_shares(cards_of(folder))


def without_shares(value: object) -> str:
    """Return a value without the share of a folder by which it lends its title: rooms have no folders to count."""
    return re.sub(r"'[0-9]+ of [0-9]+'|'[0-9]+ / [0-9]+'", "''", repr(value))


def write(root: Path, number: int, text: list[list[int]] | None) -> None:
    path = root / f"2024030{number + 1}.txt"
    if text is None:
        path.unlink(missing_ok=True)
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text(issue(number, text), encoding="utf-8")


def write_words(root: Path, number: int, words: str) -> None:
    """Write an issue with one article."""
    head = f"雁桥日报\n2024年3月{number + 1}日\n第01版\n## 渡口消息\n本报讯　"
    (root / f"2024030{number + 1}.txt").write_text(f"{head}{words}\n", encoding="utf-8")


def sync(library: Library) -> None:
    library.sync(accept_missing=True)
    if gone := [missing.path for missing in library.missing_files()]:
        library.forget_missing(gone)


changes = st.lists(st.tuples(st.integers(0, 3), st.none() | articles), min_size=1, max_size=4)


@given(changes=st.lists(changes, min_size=1, max_size=3), at_most=st.sampled_from([0, 8]))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_people_are_those_of_the_folder_after_papers_come_change_and_go(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    changes: list[list[tuple[int, list[list[int]] | None]]],
    at_most: int,
) -> None:
    """The index is asked for a new name, or all texts of the room are read for it."""
    monkeypatch.setattr(people_loading, "ARTICLES_A_NAME", at_most)
    root = tmp_path_factory.mktemp("报")
    with closing(Library.open(root)) as library, closing(ReadingRoom(empty_room())) as room:
        for step in changes:
            for number, text in step:
                write(root, number, text)
            sync(library)
            put(library, room)
            assert_same_people(room, library)


@given(here=changes, there=changes, again=changes)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_people_of_two_folders_are_those_of_one_folder_with_both(
    tmp_path_factory: pytest.TempPathFactory,
    here: list[tuple[int, list[list[int]] | None]],
    there: list[tuple[int, list[list[int]] | None]],
    again: list[tuple[int, list[list[int]] | None]],
) -> None:
    """The papers of the folders are of other days, or the same."""
    root = tmp_path_factory.mktemp("报")
    for folder in ("甲", "乙"):
        (root / folder).mkdir()
    with (
        closing(Library.open(root / "甲")) as one,
        closing(Library.open(root / "乙")) as other,
        closing(Library.open(root)) as both,
        closing(ReadingRoom(empty_room())) as room,
    ):
        for folder, written in (("甲", here), ("乙", there), ("甲", again)):
            for number, text in written:
                write(root / folder, number + 4 * (folder == "乙" and number > 1), text)
            for library in (one, other):
                sync(library)
                put(library, room)
        sync(both)
        assert_same_people(room, both)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with closing(Library.sample()) as opened:
        opened.sync()
        yield opened


@pytest.fixture(scope="module")
def sample_room(sample: Library) -> Iterator[ReadingRoom]:
    with closing(ReadingRoom(shared().room("people"))) as opened:
        put(sample, opened)
        yield opened


def test_the_people_of_the_sample_are_its_people_in_the_room(
    sample: Library, sample_room: ReadingRoom
) -> None:
    assert len(people_of(sample).rows(limit=10_000)) > 50
    assert lists_of(sample_room, ODDLY_TYPED) == lists_of(sample, ODDLY_TYPED)
    assert_same_people(sample_room, sample)
    for name in ("何渡生", "祝水芹"):
        for certainty in Certainty:
            which = {"certainty": certainty}
            assert evidence_of(sample_room, name, **which) == evidence_of(sample, name, **which)
        card = people_of(sample).card(name)
        assert card is not None
        for office in card.offices:
            assert evidence_of(sample_room, name, office=office.title) == evidence_of(
                sample, name, office=office.title
            )
        for beside in card.companions:
            assert evidence_of(sample_room, name, beside=beside.name) == evidence_of(
                sample, name, beside=beside.name
            )


def test_the_other_namings_of_a_person_are_found_as_in_the_folder(tmp_path: Path, room: ReadingRoom) -> None:
    for day, text in enumerate(NAMINGS):
        head = f"雁桥日报\n2021年3月{day + 1}日\n第01版\n"
        (tmp_path / f"2021030{day + 1}.txt").write_text(head + text, encoding="utf-8")
    with closing(Library.open(tmp_path)) as library:
        library.sync()
        put(library, room)
        told = namings_of(library, "陈海涛")
        assert {tie[:2] for _, tie, _ in told[2]} == {"同篇", "此时"}
        assert namings_of(room, "陈海涛") == told


def test_the_offices_of_a_room_are_those_of_its_folder(tmp_path: Path, room: ReadingRoom) -> None:
    with closing(Library.open(write_papers(tmp_path / "库"))) as library:
        library.sync()
        put(library, room)
        assert _offices(room) == _offices(library)
        assert _offices(library)[0] == ("雁桥市", 4, 9)


def _offices(library: Library) -> list[object]:
    def told(asked: str | None, at: dt.date | None = None) -> list[object]:
        return [
            (
                office.name,
                office.gaps,
                [(each.name, each.first, each.last, len(each.days)) for each in office.holders],
            )
            for body in office_table(library, asked, at)
            for office in body.offices
        ]

    listed = [(each.name, each.people, each.articles) for each in library.person_names.bodies_in_office()]
    quotes = [
        (place.date, place.newspaper, place.page, place.quote)
        for body in office_table(library)
        for holder in body.holders
        for place in quoted(library, [(holder, each) for each in holder.article_ids])
    ]
    return [
        *listed,
        told(None),
        told("雁桥市"),
        told("戴汝舟"),
        told("雁桥市", at=dt.date(1986, 1, 1)),
        quotes,
    ]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    for number in range(3):
        write(tmp_path / "报", number, [[number, 2, 4, 11], [5, 6, 13 - number], [12, 14]])
    with closing(Library.open(tmp_path / "报")) as opened:
        opened.sync()
        yield opened


@pytest.mark.parametrize("at_most", [0, 8])
def test_a_name_is_looked_for_in_what_was_loaded_before(
    tmp_path: Path, room: ReadingRoom, monkeypatch: pytest.MonkeyPatch, at_most: int
) -> None:
    """By the index of the room, or by reading all of it."""
    monkeypatch.setattr(people_loading, "ARTICLES_A_NAME", at_most)
    write_words(tmp_path, 0, "苏蕙种在江边，年年发芽。江上的船不等人。")
    with closing(Library.open(tmp_path)) as library:
        library.sync()
        put(library, room)
        assert people_of(room).card("苏蕙") is None
        write_words(tmp_path, 1, "（记者 苏蕙）昨日加开一班船，两岸的人都来看。")
        library.sync()
        put(library, room)
        card = people_of(room).card("苏蕙")
        assert card is not None
        assert (card.articles, card.certain, card.only_string) == (2, 1, 1)
        assert_same_people(room, library)


def test_parts_of_names_are_in_no_list_and_the_surest_form_in_an_article_counts(
    tmp_path: Path, room: ReadingRoom
) -> None:
    write_words(tmp_path, 0, "（记者 何渡）昨日加开一班船。市长何渡生说，渡口要修。")
    write_words(tmp_path, 1, "県里来了人。陳守燈到了渡口，縣長陳守燈說，船要修；后来陈守灯又走了。")
    write_words(tmp_path, 2, "县长陈守灯说，船修好了。后来有人看见陳守燈在船上。")
    with closing(Library.open(tmp_path)) as library:
        library.sync()
        put(library, room)
        assert {"何渡生", "何渡"} <= library.derived.catalogue.table(PeopleTable).known(
            ["何渡生", "何渡"]
        ).keys()
        assert "何渡" not in [row.name for row in people_of(room).rows()]
        card = people_of(room).card("陈守灯")
        assert card is not None
        assert (card.articles, card.certain) == (2, 2)
        assert_same_people(room, library)
        write_words(tmp_path, 3, "何渡先生来到雁桥，看了看江水。")
        library.sync()
        put(library, room)
        assert "何渡" in [row.name for row in people_of(room).rows()]
        assert_same_people(room, library)


def test_a_load_that_ends_early_leaves_people_as_they_were_and_the_next_goes_on(
    library: Library, room: ReadingRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed, place = [], PeopleLoad.place

    def failing(self: PeopleLoad, *values: Any) -> None:
        place(self, *values)
        placed.append(values)
        if len(placed) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(PeopleLoad, "place", failing)
    monkeypatch.setattr(loading, "AT_ONCE", 1)
    with pytest.raises(KeyboardInterrupt):
        put(library, room)
    assert people_of(room).rows() == []
    assert people_of(room).card("何渡生") is None
    assert room.searcher.known_words("何", 1, True) == []
    assert put(library, room) == 2
    assert_same_people(room, library)


def test_what_was_loaded_without_being_counted_is_counted_by_the_next_load(
    library: Library, room: ReadingRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(PeopleLoad, "end", lambda self: ())
        put(library, room)
    assert people_of(room).count() == 0
    assert put(library, room) == 0
    assert_same_people(room, library)


def test_other_rules_for_names_are_followed(
    library: Library, room: ReadingRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(library, room)
    before = lists_of(room)
    monkeypatch.setattr(name_table, "COUNTED", replace(name_table.COUNTED, rules=99))
    monkeypatch.setattr(
        name_writer,
        "named_in_all",
        lambda articles: [[each for each in of if each.marks[0] != "list"] for of in named_in_all(articles)],
    )
    library.sync()
    assert put(library, room) == 3
    assert lists_of(room) != before
    assert_same_people(room, library)


def test_what_a_reader_decides_lies_over_the_room_and_stays_with_the_reader(
    library: Library, room: ReadingRoom
) -> None:
    put(library, room)
    before = lists_of(room)
    for each in (library, room):
        people = people_of(each)
        key = people.evidence("苏蕙")[0].article_id
        people.split("苏蕙", "船工", [key])
        people.strike_out("江小帆")
        people.merge("祝水芹", "何渡生")
        with pytest.raises(LibraryError):
            people.merge("祝水芹", "何渡生")
    assert lists_of(room) != before
    assert_same_people(room, library)
    assert people_of(room).articles_of("江小帆")
    assert people_of(room).card("江小帆") is None
    with closing(ReadingRoom(room.address)) as again:
        assert lists_of(again) == lists_of(library)
    for decision in people_of(room).decisions():
        people_of(room).undo(decision.uuid)
    assert lists_of(room) == before


def test_a_name_is_completed_known_and_found_alike_as_in_the_folder(
    library: Library, room: ReadingRoom
) -> None:
    put(library, room)
    texts = [stored.article.blocks[-1].text for stored in articles_of(library)]

    def told(of: Library) -> Any:
        names = of.derived.catalogue.table(NameTable)
        return (
            [
                [of.searcher.known_words(typed, 5, are_names) for are_names in (True, False)]
                for typed in ("何", "陈守", "古丽·", "标")
            ],
            [
                names.alike(typed, 5)
                for typed in ("何渡去", "何说生", "去渡生", "何渡生", "何生", "去年好", "何%生")
            ],
            names.among(["何渡生", "江水", "苏蕙"]),
            names.certain_forms(),
            [people_of(of).name_at(text, at) for text in texts for at in range(0, len(text), 2)],
            [
                people_of(of).person_named(typed)
                for typed in ("“何渡生”", "陳守燈", "江水", "何渡生 渡口", "\0")
            ],
        )

    assert told(room) == told(library)
    assert {*told(room)[4]} > {None, "祝水芹"}


@pytest.mark.parametrize(
    "nonsense",
    [
        "UPDATE naming SET certainty = 3",
        "UPDATE naming SET day = 20240231",
        "UPDATE naming SET field = -1",
        "UPDATE name SET last = 99999999",
        "UPDATE name SET first = -5",
        "UPDATE name SET certainty = -1",
        "ALTER TABLE name RENAME TO nobody",
    ],
)
def test_what_was_never_loaded_is_an_error_with_a_sentence(
    library: Library, room: ReadingRoom, nonsense: str
) -> None:
    put(library, room)
    with psycopg.connect(shared().typed("emptied")) as connection:
        connection.execute(f"SET search_path = yuebao; {nonsense}")
        connection.commit()
        try:
            with pytest.raises(RoomError):
                cards_of(room)
        finally:
            if "RENAME" in nonsense:
                connection.execute("ALTER TABLE nobody RENAME TO name")
