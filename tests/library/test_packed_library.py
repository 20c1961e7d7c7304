"""A library in one file: the same paper, read in place; nothing of it can be changed, and nothing is lost by that."""

import hashlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import apsw
import msgspec
import pytest
from nacl.signing import SigningKey

from reader.features.dossiers.dossiers import dossiers_of
from reader.features.importing.copying import import_files
from reader.features.packs import packed_connections
from reader.features.packs.pack_file import PackFile
from reader.features.packs.packed_library import PackedCatalogue, PackedLibrary
from reader.features.packs.packing_up import GivenNotes, PackChoice, pack_up, what_could_go
from reader.features.people.people import people_of
from reader.features.reprints.same_texts import FoundTexts
from reader.features.saved_searches.saved_searches import searches_of
from reader.library.library import Library, LibraryError
from reader.search.query import parse_query
from reader.storage.givers import Acquaintance
from tests import growth, packs
from tests.corpus import write_library
from tests.shelf import keys_found, small_disk, strings_of, tree_of
from tests.terminal import ISSUES, write_issues

ALL = frozenset(GivenNotes)


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("home")
        patch.setenv("READER_HOME", str(folder))
        yield folder


@pytest.fixture(scope="module")
def library(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    root = tmp_path_factory.mktemp("柳川")
    write_issues(root)
    write_library(root / "更多", 6)
    library = Library.open(root)
    library.sync()
    yield library
    library.close()


@pytest.fixture(scope="module")
def pack(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("stick") / "柳川.yuebao"
    pack_up(library, target, PackChoice("何苇"))
    return target


@pytest.fixture
def given(pack: Path) -> Iterator[Library]:
    given = Library.open(pack)
    yield given
    given.close()


def state_of(folder: Path) -> dict[str, str]:
    """Every file below a folder, by a digest of its bytes."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("is_of_before", [False, True])
def test_nothing_is_told_of_files_that_only_the_giver_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_of_before: bool
) -> None:
    root = write_issues(tmp_path / "柳川")
    (root / "家里的账.pdf").write_bytes(b"%PDF-1.4")
    own = Library.open(root)
    own.sync()
    (root / "1991/01/19910117.txt").unlink()
    own.sync(accept_missing=True)
    assert (own.contents.counts().failed_files, own.contents.counts().missing_files) == (1, 1)
    if is_of_before:  # as packs were made until now
        monkeypatch.setattr(packed_connections, "_ROWS_LEFT_OUT", {})
        monkeypatch.setattr(packed_connections, "_COLUMNS_LEFT_OUT", {("article", "digest"): "x''"})
    pack_up(own, tmp_path / "柳川.yuebao", PackChoice())
    given = Library.open(tmp_path / "柳川.yuebao")
    counts = given.contents.counts()
    assert (counts.failed_files, counts.missing_files, counts.articles) == (0, 0, 5)
    assert (given.contents.failures(), given.missing_files()) == ([], [])
    if not is_of_before:
        known = given.derived.catalogue.files.known_files()
        assert {path: file.state for path, file in known.items()} == dict.fromkeys(ISSUES, "present")
    own.close()
    given.close()


def test_a_pack_holds_the_same_paper(library: Library, given: Library) -> None:
    assert given.contents.counts() == library.contents.counts()
    assert tree_of(given) == tree_of(library)
    assert [row.name for row in people_of(given).rows()] == [row.name for row in people_of(library).rows()]
    assert given.problems() == []


def test_every_string_is_found_in_a_pack(library: Library, given: Library) -> None:
    for string in strings_of(library, 40):
        assert keys_found(given, string) == keys_found(library, string) != []


def test_rows_and_counts_are_the_same(library: Library, given: Library) -> None:
    query = "戏台 或 渡"
    one, other = (each.searcher.search(query, exact=True) for each in (library, given))
    assert (one.ids, one.total, one.by_year) == (other.ids, other.total, other.by_year)
    rows = [each.searcher.hits(one.ids, parse_query(query)) for each in (library, given)]
    assert rows[0] == rows[1]


def test_packing_changes_nothing_of_the_library(library: Library, tmp_path: Path) -> None:
    before = state_of(library.root)
    pack_up(library, tmp_path / "x.yuebao", PackChoice(notes=ALL))
    assert state_of(library.root) == before
    assert [path.name for path in tmp_path.iterdir()] == ["x.yuebao"]


def test_a_pack_is_read_where_nothing_can_be_written(pack: Path, given: Library) -> None:
    before = state_of(pack.parent)
    stored = given.articles.article(given.searcher.search("戏台").ids[0])
    assert stored is not None
    given.notebook.bookmark(stored.id, "外公的船", ())
    assert [each.note for each in given.notebook.bookmarks()] == ["外公的船"]
    assert state_of(pack.parent) == before
    moved = pack.with_name("别名.yuebao")
    os.link(pack, moved)
    again = Library.open(moved)
    assert [each.note for each in again.notebook.bookmarks()] == ["外公的船"], "wherever the file lies"
    again.close()
    moved.unlink()


def test_whatever_would_write_says_why_not(given: Library, tmp_path: Path) -> None:
    for act in (
        given.sync,
        given.rebuild,
        given.repair,
        given.tidy,
        lambda: import_files(given, [tmp_path]),
        lambda: given.forget_missing([]),
        lambda: what_could_go(given),
    ):
        with pytest.raises(LibraryError, match="资料包"):
            act()
    article = given.searcher.search("戏台").ids[0]
    with pytest.raises(LibraryError, match="没有原来的文件"):
        given.articles.excerpt(article, "")


def test_a_pack_is_not_made_over_a_file_or_inside_the_library(library: Library, tmp_path: Path) -> None:
    there = tmp_path / "x.yuebao"
    there.write_text("a thesis")
    for target, words in (
        (there, "已经有了"),
        (library.root / "x.yuebao", "文件夹之外"),
        (tmp_path / "x.zip", "结尾"),
        (tmp_path / "none" / "x.yuebao", "找不到文件夹"),
    ):
        with pytest.raises(LibraryError, match=words):
            pack_up(library, target, PackChoice())
    assert there.read_text() == "a thesis"
    pack_up(library, there, PackChoice(), replaces=True)
    Library.open(there).close()


def test_what_is_cancelled_leaves_nothing(library: Library, tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def stop(share: float) -> None:
        if share > 0.5:
            raise Enough

    with pytest.raises(Enough):
        pack_up(library, tmp_path / "x.yuebao", PackChoice(), progress=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_killed_packing_leaves_no_pack(library: Library, home: Path, tmp_path: Path) -> None:
    code = (
        "import sys, os; from pathlib import Path\n"
        "from reader.library.library import Library\n"
        "from reader.features.packs.packing_up import PackChoice, pack_up\n"
        "def die(share):\n"
        "    if share > float(sys.argv[3]): os._exit(9)\n"
        "pack_up(Library.open(Path(sys.argv[1])), Path(sys.argv[2]), PackChoice(), progress=die)"
    )
    for share in ("0.05", "0.99"):
        subprocess.run([sys.executable, "-c", code, library.root, tmp_path / "x.yuebao", share], check=False)
        assert not (tmp_path / "x.yuebao").exists()
    pack_up(library, tmp_path / "x.yuebao", PackChoice())
    assert not list((home / "cache").rglob("packing-*")), "what the killed ones left is swept"


def test_a_dossier_is_one_whatever_is_in_it(tmp_path: Path) -> None:
    own = Library.open(write_issues(tmp_path / "柳川"))
    own.sync()
    dossiers = dossiers_of(own)
    dossier = dossiers.add("老船")
    for words in ("一", "二", "三", "四"):
        dossiers.add_note(dossier.uuid, words)
    dossiers.remove_entries([dossiers.entries(dossier.uuid)[0].uuid])
    could_go = what_could_go(own)
    assert (could_go.dossiers, could_go.counts[GivenNotes.DOSSIERS]) == (1, 3)
    dossiers.remove(dossiers.add("又一个").uuid)
    dossiers.add("空的")
    could_go = what_could_go(own)
    assert (could_go.dossiers, could_go.counts[GivenNotes.DOSSIERS]) == (2, 3)
    choice = PackChoice(notes=frozenset({GivenNotes.DOSSIERS}))
    assert pack_up(own, tmp_path / "a.yuebao", choice).notes == 2
    dossiers.remove(dossier.uuid)
    assert pack_up(own, tmp_path / "b.yuebao", choice).notes == 1
    about, members = packs.contents(tmp_path / "b.yuebao")
    given = Library.open(packs.forge(tmp_path / "c.yuebao", about, members, packs.STRANGER))
    assert [row.name for row in dossiers_of(given).all()] == ["空的"], (
        "an empty dossier is given all the same"
    )
    given.close()
    own.close()


def test_saved_searches_go_along_if_chosen_and_none_is_there_twice(library: Library, tmp_path: Path) -> None:
    searches_of(library).add("船", "老船", all_shapes=True)
    searches_of(library).add("灯", "马灯")
    assert what_could_go(library).counts[GivenNotes.SEARCHES] == 2

    def given(choice: PackChoice) -> list[tuple[str, str]]:
        target = tmp_path / "x.yuebao"
        pack_up(library, target, choice, replaces=True)
        about, members = packs.contents(target)
        opened = Library.open(packs.forge(tmp_path / "y.yuebao", about, members, packs.STRANGER))
        rows = searches_of(opened).all()
        if not rows:
            searches_of(opened).add("我的", "老船", all_shapes=True)
        opened.close()
        return [(each.name, each.query) for each in rows]

    assert given(PackChoice(notes=ALL - {GivenNotes.SEARCHES})) == []
    chosen = PackChoice(notes=frozenset({GivenNotes.SEARCHES}))
    assert pack_up(library, tmp_path / "z.yuebao", chosen).notes == 2
    assert given(chosen) == [("我的", "老船"), ("灯", "马灯")]
    assert given(PackChoice("何苇", chosen.notes)) == [("我的", "老船"), ("灯", "马灯")]


def test_notes_go_along_only_if_chosen(library: Library, tmp_path: Path) -> None:
    first, second = library.searcher.search("戏台").ids[:2]
    library.notebook.bookmark(first, "给大家看", ("公开",))
    library.notebook.bookmark(second, "自己的", ())
    dossiers_of(library).add("老船")
    library.read_marks.mark([first], is_read=True)

    def given_with(choice: PackChoice, key: SigningKey) -> tuple[list[str], int]:
        target = tmp_path / "x.yuebao"
        pack_up(library, target, choice, replaces=True)
        about, members = packs.contents(target)
        stranger = packs.forge(tmp_path / "y.yuebao", about, members, key)
        given = Library.open(stranger)
        notes = sorted(each.note for each in given.notebook.bookmarks()), len(dossiers_of(given).all())
        assert given.read_marks.ids() == frozenset()
        given.user_data.remove_bookmarks([each.uuid for each in given.notebook.bookmarks()])
        given.close()
        given = Library.open(stranger)
        assert given.notebook.bookmarks() == [], "they come once, and what is removed stays away"
        given.close()
        return notes

    assert given_with(PackChoice(), packs.STRANGER) == ([], 0)
    only = PackChoice(notes=frozenset({GivenNotes.BOOKMARKS}), tag="公开")
    assert given_with(only, packs.STRANGER)[0] == ["给大家看"]
    assert given_with(PackChoice(notes=ALL), packs.ANOTHER) == (["给大家看", "自己的"], 1)


def test_what_was_given_is_told_from_ones_own(tmp_path: Path) -> None:
    own = Library.open(write_issues(tmp_path / "柳川"))
    own.sync()
    first, second = own.searcher.search("戏台").ids[:2]
    own.notebook.bookmark(first, "送的", ())
    dossiers_of(own).add("送的专题")
    assert [own.giver_of(each) for each in own.notebook.bookmarks()] == [""]
    assert [own.giver_of(each.uuid) for each in dossiers_of(own).all()] == [""]
    target = tmp_path / "x.yuebao"
    pack_up(own, target, PackChoice("温如岚", notes=ALL))
    own.close()
    for _ in range(2):  # also when what was given came long ago
        given = Library.open(target)
        given.notebook.bookmark(second, "自己的", ())
        givers = {each.note: given.giver_of(each) for each in given.notebook.bookmarks()}
        assert givers == {"送的": "温如岚", "自己的": ""}
        if not any(each.name == "自己的专题" for each in dossiers_of(given).all()):
            dossiers_of(given).add("自己的专题")
        assert {each.name: given.giver_of(each.uuid) for each in dossiers_of(given).all()} == {
            "送的专题": "温如岚",
            "自己的专题": "",
        }
        given.close()


def test_a_giver_is_known_again(library: Library, tmp_path: Path) -> None:
    own = tmp_path / "own.yuebao"
    pack_up(library, own, PackChoice("温如岚"))
    about, members = packs.contents(own)
    given = packs.forge(tmp_path / "given.yuebao", about, members, packs.THIRD)
    assert [acquaintance(path) for path in (own, given, given)] == [
        Acquaintance.OWN,
        Acquaintance.FIRST,
        Acquaintance.KNOWN,
    ]
    packs.forge(given, about, members, packs.FOURTH)
    assert [acquaintance(given), acquaintance(given)] == [Acquaintance.OTHER_KEY] * 2, (
        "whoever opens it again, too"
    )
    packs.forge(given, about, members, packs.THIRD)
    assert acquaintance(given) is Acquaintance.KNOWN, "who had the name first"


def test_a_key_that_was_met_under_another_name_is_not_that_of_a_giver_who_was_met(
    library: Library, tmp_path: Path
) -> None:
    pack_up(library, tmp_path / "own.yuebao", PackChoice("祝三娘"))
    first, second, third = (SigningKey(bytes(range(at, at + 32))) for at in (50, 51, 52))
    about, members = packs.contents(tmp_path / "own.yuebao")

    def given_by(name: str, key: SigningKey) -> Acquaintance:
        told = msgspec.structs.replace(about, giver=name)
        return acquaintance(packs.forge(tmp_path / "given.yuebao", told, members, key))

    assert given_by("祝三娘", first) is Acquaintance.FIRST
    assert given_by("老宋", second) is Acquaintance.FIRST
    assert given_by("祝三娘", second) is Acquaintance.OTHER_KEY
    assert given_by("祝 三娘\u200b", second) is Acquaintance.OTHER_KEY, "the same name to the eye"
    for alike in ("祝三\u0301娘", "祝\u20dd三娘", "祝三孃"):
        assert given_by(alike, second) is Acquaintance.OTHER_KEY, "one that looks like it"
    assert given_by("", first) is Acquaintance.KNOWN
    assert given_by("", third) is Acquaintance.FIRST, "who writes no name is taken for nobody"


def acquaintance(path: Path) -> Acquaintance:
    given = Library.open(path)
    given.close()
    assert isinstance(given, PackedLibrary)
    return given.pack.giver.acquaintance


def test_a_full_disk_is_told(library: Library, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "64k") as disk:
        with pytest.raises(LibraryError, match="磁盘满了"):
            pack_up(library, disk / "x.yuebao", PackChoice())
        assert list(disk.glob("*.yuebao")) == list(disk.glob(".*.part")) == []


# -- a pack that was not made by this program, or not left as it was


MOST_TIMES = 20
"""What refusing a pack may take, as a multiple of what reading a good one does."""


def most_seconds(good: Path) -> float:
    return MOST_TIMES * min(growth.rounds(lambda: packs.used(good)))


def test_a_changed_byte_is_told_wherever_it_is(pack: Path, tmp_path: Path) -> None:
    chance = random.Random(5)
    whole, spoilt = pack.read_bytes(), tmp_path / "x.yuebao"
    most = most_seconds(pack)
    told = list[str]()
    for _ in range(200):
        data = packs.spoilt(whole, chance)
        if data == whole:
            continue
        spoilt.write_bytes(data)
        assert any(taken < most for taken in growth.rounds(lambda: told.append(packs.used(spoilt) or "")))
        assert "资料包" in told[-1]


def test_another_name_of_the_giver_is_no_longer_signed(pack: Path, tmp_path: Path) -> None:
    whole, name = pack.read_bytes(), "何苇".encode()
    assert whole.count(name) == 1
    renamed = tmp_path / "x.yuebao"
    renamed.write_bytes(whole.replace(name, "何芦".encode()))
    with pytest.raises(LibraryError, match="改动过"):
        Library.open(renamed)


@pytest.mark.slow
def test_a_soundly_signed_pack_of_nonsense_does_no_harm(pack: Path, tmp_path: Path) -> None:
    chance = random.Random(6)
    about, members = packs.contents(pack)
    most = most_seconds(pack)
    for _ in range(30):
        name = chance.choice([*members, "catalogue.sqlite", "catalogue.sqlite"])
        forged = packs.forge(
            tmp_path / "x.yuebao", about, members | {name: packs.spoilt(members[name], chance)}
        )
        assert any(taken < most for taken in growth.rounds(partial(packs.used, forged)))
    assert [path.name for path in tmp_path.iterdir()] == ["x.yuebao"]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON meta BEGIN SELECT 1; END",
        "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT x FROM c",
        "ALTER TABLE issue ADD COLUMN x TEXT GENERATED ALWAYS AS (label || label) VIRTUAL",
        "CREATE INDEX x ON article (length(lead))",
        "DROP TABLE name",
        "CREATE VIRTUAL TABLE f USING fts5(x)",
    ],
)
def test_a_schema_that_is_not_ours_is_not_believed(pack: Path, tmp_path: Path, statement: str) -> None:
    with pytest.raises(LibraryError, match="资料包"):
        Library.open(altered(pack, tmp_path, statement))


@pytest.mark.parametrize(
    ("script", "act"),
    [
        ("UPDATE name SET certainty = 7", lambda given: people_of(given).rows(limit=5)),
        ("UPDATE naming SET certainty = -1", lambda given: people_of(given).card("温如岚")),
        (
            "INSERT OR REPLACE INTO series_part SELECT id, '戏', 1 FROM article;"
            "UPDATE issue SET date = '1987-13-01'",
            lambda given: FoundTexts(given.derived).all_series(),
        ),
        (
            "UPDATE appearance SET is_other = 1",
            lambda given: given.sources.text(given.articles.several([1])[0].id, 1),
        ),
    ],
)
def test_values_that_were_never_written_are_told(
    pack: Path, tmp_path: Path, script: str, act: Callable[[Library], object]
) -> None:
    given = Library.open(altered(pack, tmp_path, script))
    with pytest.raises(LibraryError):
        act(given)
    given.close()


def altered(pack: Path, folder: Path, script: str) -> Path:
    """A pack whose catalogue was altered by SQL, soundly signed."""
    about, members = packs.contents(pack)
    database = folder / "catalogue.sqlite"
    database.write_bytes(members["catalogue.sqlite"])
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(script)
    return packs.forge(folder / "x.yuebao", about, members | {"catalogue.sqlite": database.read_bytes()})


def test_what_is_no_pack_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.yuebao"
    with pytest.raises(LibraryError, match="找不到"):
        Library.open(path)
    path.write_bytes(b"")
    with pytest.raises(LibraryError, match="不是阅报的资料包"):
        Library.open(path)
    path.write_bytes(b"YUEBAO\r\n\x1a\n\x00\x02" + bytes(500))
    with pytest.raises(LibraryError, match="更新版本"):
        Library.open(path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.yuebao")
        with pytest.raises(LibraryError, match="不是普通文件"):
            Library.open(tmp_path / "pipe.yuebao")


# -- a pack whose file changes while it is open


@pytest.mark.parametrize(
    ("sql", "error"),
    [
        ("SELECT colour FROM article", apsw.SQLError),
        ("SELECT * FROM colour", apsw.SQLError),
        ("SELECT FROM article", apsw.SQLError),
        ("SELECT * FROM article WHERE id = ?", apsw.BindingsError),
        ("DELETE FROM article", apsw.ReadOnlyError),
    ],
)
def test_a_query_that_no_pack_could_answer_is_not_told_as_damage(
    pack: Path, sql: str, error: type[Exception]
) -> None:
    about = PackFile(pack)
    catalogue = PackedCatalogue(about)
    with pytest.raises(error):
        catalogue._rows(sql)
    with pytest.raises(sqlite3.ProgrammingError), catalogue.writing():
        pass
    assert catalogue.last_article(), "the next one is answered"
    catalogue.close()
    about.close()


def test_a_file_that_is_put_in_its_place_changes_nothing_of_what_is_open(pack: Path, tmp_path: Path) -> None:
    mine = Path(shutil.copy(pack, tmp_path / "x.yuebao"))
    given = Library.open(mine)
    (tmp_path / "part").write_bytes(b"another file")
    (tmp_path / "part").replace(mine)
    assert given.searcher.search("戏台").ids
    assert given.problems() == []
    given.close()


def test_a_file_that_is_cut_off_while_it_is_open_is_told(pack: Path, tmp_path: Path) -> None:
    mine = Path(shutil.copy(pack, tmp_path / "x.yuebao"))
    given = Library.open(mine)
    os.truncate(mine, 3000)
    with pytest.raises(LibraryError, match="变短了"):
        given.searcher.search("戏台")
    mine.write_bytes(pack.read_bytes())
    assert given.searcher.search("戏台").ids, "it is whole again"
    given.close()


def test_bytes_that_are_written_into_it_are_told(pack: Path, tmp_path: Path) -> None:
    mine = Path(shutil.copy(pack, tmp_path / "x.yuebao"))
    given = Library.open(mine)
    with mine.open("r+b") as file:
        file.seek(12)
        file.write(bytes(mine.stat().st_size - 3000))
    with pytest.raises(LibraryError, match="改动过"):
        given.searcher.search("戏台")
    given.close()
