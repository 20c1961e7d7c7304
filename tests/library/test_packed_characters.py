"""Characters that a reader has corrected in a pack: shown and found as in a folder, and nothing written to the pack."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.features.packs.packed_library import PackedIndex
from reader.features.packs.packing_up import GivenNotes, PackChoice, pack_up
from reader.library.character_places import CharacterPlace
from reader.library.library import Library, LibraryError
from reader.newspaper.article import Where
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.holdings import StoredArticle
from tests import packs
from tests.terminal import write_issues

# The second has one other character, which a reader holds to be the right one.
PRINTED, READ_AS = "戏台建于光绪年间", "戏台建于咸绪年间"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("READER_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(write_issues(tmp_path / "柳川"))
    library.sync()
    yield library
    library.close()


@pytest.fixture
def pack(library: Library, tmp_path: Path) -> Path:
    """A pack as a stranger gives it."""
    pack_up(library, tmp_path / "own.yuebao", PackChoice("何苇"))
    return packs.forge(tmp_path / "柳川.yuebao", *packs.contents(tmp_path / "own.yuebao"))


@pytest.fixture
def given(pack: Path) -> Iterator[Library]:
    given = Library.open(pack)
    yield given
    given.close()


def found(library: Library, words: str) -> list[int]:
    return sorted(library.searcher.search(f'"{words}"', exact=True).ids)


def the_article(library: Library) -> StoredArticle:
    stored = library.articles.article(found(library, PRINTED)[0])
    assert stored is not None
    return stored


def place(stored: StoredArticle, words: str = "光绪") -> CharacterPlace:
    index, at = next((i, b.text.find(words)) for i, b in enumerate(stored.article.blocks) if words in b.text)
    return CharacterPlace(Where.BLOCK, index, at)


def correct(library: Library) -> str:
    stored = the_article(library)
    made = library.characters.correct(stored.id, place(stored), "咸")
    assert made.is_applied
    return made.decisions[0].uuid


def test_both_forms_are_found_and_what_is_printed_stays(given: Library, pack: Path) -> None:
    before = pack.read_bytes()
    stored = the_article(given)
    correct(given)
    assert found(given, READ_AS) == found(given, PRINTED) == [stored.id]
    shown = given.articles.article(stored.id)
    assert shown is not None
    assert [each.read_as for each in shown.article.readings] == ["咸"]
    assert [block.text for block in shown.article.blocks] == [block.text for block in stored.article.blocks]
    assert given.searcher.hits([stored.id], given.searcher.understand(READ_AS))[0].snippet
    assert pack.read_bytes() == before


def test_it_is_told_to_a_window_and_undone_without_a_trace(given: Library) -> None:
    before = given.generation()
    uuid = correct(given)
    assert given.generation() != before
    assert [known.article_id for known in given.characters.known()] == found(given, PRINTED)
    _, back = given.acts.carried_out(lambda: given.characters.undo(uuid))
    assert found(given, READ_AS) == []
    assert not the_article(given).article.readings
    assert back is not None
    assert back().is_applied
    assert found(given, READ_AS) == found(given, PRINTED)


def test_it_holds_when_the_pack_is_opened_again_and_in_another_window(given: Library, pack: Path) -> None:
    other = Library.open(pack)
    correct(given)
    other.follow_notes()
    other.show_decided()
    assert found(other, READ_AS) == found(other, PRINTED)
    other.close()


def test_nothing_else_is_found_less_or_more(given: Library) -> None:
    words = ("老戏台", "石板渡", "何苇", "的", "笋价跌了一半")
    before = [found(given, each) for each in words]
    counts = given.contents.counts(), given.searcher.search("的", exact=True).by_year
    correct(given)
    assert [found(given, each) for each in words] == before
    assert (given.contents.counts(), given.searcher.search("的", exact=True).by_year) == counts
    assert given.problems() == []


def test_an_article_is_still_found_by_its_number(given: Library) -> None:
    """And not by reading all of them: the rows that are laid over are no other way through the tables."""
    correct(given)
    for sql in (
        "SELECT search FROM article_text WHERE article_id IN (SELECT value FROM json_each('[1]'))",
        "SELECT t.record FROM article a JOIN article_text t ON t.article_id = a.id WHERE a.id = 1",
    ):
        steps = [str(row[3]) for row in given.derived.catalogue._rows(f"EXPLAIN QUERY PLAN {sql}")]  # type: ignore[attr-defined]
        assert not any(step.startswith(("SCAN given", "SCAN a", "SCAN main")) for step in steps), steps


def test_what_the_giver_has_corrected_stays_unless_one_decides_about_it(
    library: Library, tmp_path: Path
) -> None:
    for words, read_as in (("光绪", "咸"), ("绪年", "丰")):
        stored = the_article(library)
        library.characters.correct(stored.id, place(stored, words), read_as)
    pack_up(library, tmp_path / "own.yuebao", PackChoice("何苇"))
    without = packs.forge(tmp_path / "x.yuebao", *packs.contents(tmp_path / "own.yuebao"))
    given = Library.open(without)
    given.show_decided()
    assert found(given, "咸丰年间") != []
    mine = the_article(given)
    given.characters.correct(mine.id, place(mine, "光绪"), "同")
    given.characters.correct(mine.id, place(mine, "台柱"), "抬")
    assert found(given, "同丰年间") == found(given, "四根抬柱") == [mine.id]
    assert found(given, "咸丰年间") == []
    given.close()


def test_one_s_own_copy_of_a_correction_that_came_along_can_be_undone(
    library: Library, tmp_path: Path
) -> None:
    stored = the_article(library)
    library.characters.correct(stored.id, place(stored, "光绪"), "咸")
    choice = PackChoice("何苇", frozenset({GivenNotes.CORRECTIONS}))
    pack_up(library, tmp_path / "own.yuebao", choice)
    given = Library.open(packs.forge(tmp_path / "x.yuebao", *packs.contents(tmp_path / "own.yuebao")))
    given.show_decided()
    (known,) = given.characters.known()
    assert found(given, READ_AS) != []
    given.characters.undo(known.decision.uuid)
    assert found(given, READ_AS) == []
    given.close()


def test_a_cache_that_can_t_be_written_is_told_and_the_decision_is_kept(
    given: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("read only")

    stored = the_article(given)
    with monkeypatch.context() as patch:
        patch.setattr("tempfile.mkdtemp", refuse)
        assert not given.characters.correct(stored.id, place(stored), "咸").is_applied
    given.show_decided()
    assert found(given, READ_AS) == [stored.id]


def test_nothing_is_left_in_the_cache(given: Library, home: Path) -> None:
    correct(given)
    assert list(home.rglob("laid-over-*"))
    given.close()
    assert not list(home.rglob("laid-over-*"))


def test_lines_can_t_be_corrected_and_why_is_known_before_one_begins(
    given: Library, library: Library
) -> None:
    assert "没有原来的文件" in given.words.why_no_lines
    assert library.words.why_no_lines == ""
    with pytest.raises(LibraryError, match="没有原来的文件"):
        given.corrections.correct_text(the_article(given).id, PRINTED, Claim(CorrectionKind.STARTS))


def test_whoever_reads_the_index_while_it_is_corrected_finds_what_it_leads_to(
    given: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    generations: list[int] = []

    def put(index: PackedIndex, name: str, value: object) -> None:
        object.__setattr__(index, name, value)
        if name == "_pointer" and value is not None:
            generations.append(index.manifest().generation)

    monkeypatch.setattr(PackedIndex, "__setattr__", put, raising=False)
    correct(given)
    assert len(generations) == 1
