"""A pack that is given away this year opens next year: every version in which packs were made has one here."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.features.packs import older_pack, packed_connections
from reader.features.packs.pack_file import HEAD
from reader.features.packs.packed_library import PackedLibrary
from reader.features.people.name_table import COUNTED
from reader.features.people.people import people_of
from reader.features.reprints.reprint_table import TABLES
from reader.language.forms import key_form, search_form
from reader.library.character_places import CharacterPlace
from reader.library.derived_data import DerivedData
from reader.library.library import Library, LibraryError
from reader.library.sync_events import ProgressCounter
from reader.newspaper.article import Where
from reader.search import STAMP
from reader.search.answering import index_versions
from reader.search.index import manifest
from reader.search.terms import search_text
from reader.storage import catalogue, catalogue_version, issue_table, schema
from reader.storage.catalogue import Catalogue
from reader.storage.packing import packed_record
from tests import packs
from tests.shelf import articles_of
from tests.terminal import write_issues

VERSIONS = list(packed_connections.KNOWN)
NEXT = catalogue_version.VERSION + 1
A_STEP = "ALTER TABLE issue ADD COLUMN weather TEXT; CREATE TABLE shelf (name TEXT NOT NULL) STRICT"
"""What the catalogue's next version might bring."""
A_LINE, WITH_WEATHER = "    facts TEXT\n", "    facts TEXT, weather TEXT\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("READER_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def next_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program as it will be when its catalogue has another version."""
    shelf = "CREATE TABLE shelf (name TEXT NOT NULL) STRICT"
    tables = schema.SCHEMA.replace(A_LINE, WITH_WEATHER)
    packed = [each.replace(A_LINE, WITH_WEATHER) for each in packed_connections.schema_of(NEXT - 1)]
    assert tables != schema.SCHEMA
    known = packed_connections.schema_of
    for module in (catalogue, packed_connections, older_pack):
        monkeypatch.setattr(module, "VERSION", NEXT)
    monkeypatch.setattr(schema, "SCHEMA", f"{tables}; {shelf}")
    for module in (packed_connections, older_pack):
        monkeypatch.setattr(
            module, "schema_of", lambda version: [*packed, shelf] if version == NEXT else known(version)
        )
    monkeypatch.setattr(packed_connections, "KNOWN", range(packed_connections.FIRST, NEXT + 1))
    monkeypatch.setitem(schema.UPGRADES, catalogue_version.VERSION, A_STEP)
    packed_connections.entries_expected.cache_clear()


@pytest.fixture(params=VERSIONS)
def golden(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copy(packs.GOLDEN / f"{request.param}.yuebao", tmp_path))


def opened(path: Path) -> Iterator[Library]:
    library = Library.open(path)
    if not library.is_ready():
        library.sync()
    library.show_decided()
    yield library
    library.close()


def found(library: Library, words: str) -> int:
    return len(library.searcher.search(f'"{words}"', exact=True).ids)


def holds_all(library: Library) -> bool:
    """All that the small library had is there, found, and as it was."""
    texts = "".join(block.text for each in articles_of(library) for block in each.article.blocks)
    return (
        (library.contents.counts().issues, library.contents.counts().articles) == (3, 5)
        and all(words in texts for words in ("三百六十七号", "船头挂两盏马灯", "一把旧笤帚"))
        and [found(library, words) for words in ("光绪年间", "咸绪年间", "戏台", "冇")] == [1, 1, 2, 0]
        and [row.name for row in people_of(library).rows()][:1] != []
        and [(each.note, each.tags) for each in library.notebook.bookmarks()] == [("外公的灯", ("家史",))]
        and library.problems() == []
    )


def test_there_is_a_pack_and_there_are_tables_of_every_version() -> None:
    assert sorted(path.stem for path in packs.GOLDEN.iterdir()) == [str(each) for each in VERSIONS]
    unneeded = (schema.OF_SYNC, schema.WITHOUT_PICTURES, ",\n    UNIQUE (issue_id, key, digest)")
    tables = "; ".join((schema.SCHEMA, TABLES.tables, COUNTED.tables))
    for each in unneeded:
        tables = tables.replace(each, "")
    made = [each.strip() for each in tables.split(";") if each.strip().startswith("CREATE")]
    assert sorted(made) == sorted(packed_connections.schema_of(catalogue_version.VERSION))
    assert f"{index_versions.VERSION}.{manifest.FORMAT}" == STAMP


def test_a_pack_of_every_version_opens(golden: Path) -> None:
    before = golden.read_bytes()
    for library in opened(golden):
        assert holds_all(library)
    assert golden.read_bytes() == before


@pytest.mark.usefixtures("next_year")
def test_next_year_s_program_opens_it_too(golden: Path, home: Path) -> None:
    before = golden.read_bytes()
    for _ in range(2):
        for library in opened(golden):
            assert holds_all(library)
            assert isinstance(library, PackedLibrary)
            assert library.pack.about.giver == "何苇"
    assert golden.read_bytes() == before
    assert len(list(home.rglob("older-*/made"))) == 1, "the copy is made once"


@pytest.mark.usefixtures("next_year")
def test_before_the_copy_is_made_it_is_empty_and_says_what_it_waits_for(golden: Path) -> None:
    library = Library.open(golden)
    assert not library.is_ready()
    assert library.contents.counts().articles == 0
    assert library.wants_sync()
    told = []
    library.sync(lambda progress: told.append(progress.total))
    assert any(told)
    assert library.is_ready()
    assert not library.wants_sync()
    with pytest.raises(LibraryError, match="只读"):
        library.sync()
    library.close()


@pytest.mark.usefixtures("next_year")
def test_a_copy_that_was_cut_off_is_begun_again(golden: Path) -> None:
    class Killed(Exception):
        pass

    def kill(_: object) -> None:
        raise Killed

    library = Library.open(golden)
    with pytest.raises(Killed):
        library.sync(kill)
    library.close()
    for again in opened(golden):
        assert holds_all(again)


@pytest.mark.usefixtures("next_year")
def test_characters_are_corrected_in_a_copy_too(golden: Path) -> None:
    for library in opened(golden):
        (stored,) = (
            each
            for each in articles_of(library)
            if any("马灯" in block.text for block in each.article.blocks)
        )
        index, at = next(
            (i, b.text.find("马灯")) for i, b in enumerate(stored.article.blocks) if "马灯" in b.text
        )
        assert library.characters.correct(stored.id, CharacterPlace(Where.BLOCK, index, at), "码").is_applied
        assert (found(library, "码灯"), found(library, "咸绪年间")) == (1, 1), "the giver's stays"
    for library in opened(golden):
        assert found(library, "码灯") == 1


def test_an_index_of_another_version_is_made_anew(tmp_path: Path) -> None:
    about, members = packs.contents(packs.GOLDEN / f"{catalogue_version.VERSION}.yuebao")
    other = packs.forge(tmp_path / "x.yuebao", about, members, index="2.9")
    for library in opened(other):
        assert holds_all(library)


def test_a_newer_pack_is_told_in_words(tmp_path: Path) -> None:
    golden = packs.GOLDEN / f"{catalogue_version.VERSION}.yuebao"
    about, members = packs.contents(golden)
    data = bytearray(members["catalogue.sqlite"])
    data[60:64] = NEXT.to_bytes(4, "big")  # user_version, in the header of every SQLite file
    newer = packs.forge(tmp_path / "x.yuebao", about, members | {"catalogue.sqlite": bytes(data)})
    with pytest.raises(LibraryError, match="更新版本"):
        Library.open(newer)
    another = tmp_path / "y.yuebao"
    another.write_bytes(HEAD[:-1] + b"\x02" + golden.read_bytes()[len(HEAD) :])
    with pytest.raises(LibraryError, match="更新版本"):
        Library.open(another)


@pytest.mark.usefixtures("next_year")
def test_a_hostile_older_pack_is_refused_in_a_sentence(golden: Path, tmp_path: Path) -> None:
    about, members = packs.contents(golden)
    data = bytearray(members["catalogue.sqlite"])
    for at in range(20_000, len(data), 9_000):
        data[at : at + 40] = bytes(40)
    bad = packs.forge(tmp_path / "x.yuebao", about, members | {"catalogue.sqlite": bytes(data)})
    library = Library.open(bad)
    with pytest.raises(LibraryError):
        library.sync()
    library.close()


def test_the_search_texts_of_a_copy_are_in_the_form_of_now(tmp_path: Path) -> None:
    text = "本报讯 夜校——新修的那间——讲马克·吐温，听的人坐满了。"
    issue = f"柳川晚报\n1991年1月18日 星期五 第331期\n\n夜校讲外国文学\n\n{text}\n"
    with closing(Library.open(write_issues(tmp_path / "柳川", {"19910118.txt": issue}))) as library:
        library.sync()
        derived = library.derived
        assert isinstance(derived, DerivedData)
        articles = {each.id: each.article for each in articles_of(library)}
        now, former = (
            {id: search_text(each, form) for id, each in articles.items()} for form in (search_form, key_form)
        )
        assert now != former
        with derived.catalogue.writing() as writer:
            for id, article in articles.items():
                writer.texts.put_packed(id, former[id], packed_record(article, former[id]))
            writer.keep(issue_table.FORM, "1")
    older_pack._search_as_now(derived.catalogue_file, ProgressCounter(lambda _: None))
    with closing(Catalogue(derived.catalogue_file)) as copy:
        assert not copy.is_of_former_form()
        assert dict(copy.search_texts([*now])) == now
