"""At a full rebuild or when asked to, and only then, a library's people become words by which its texts are cut."""

import os
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reader import held_files
from reader.features.concordance.concordance import collocates
from reader.features.keyness.keyness import keyness
from reader.features.keyness.ngrams import ngrams
from reader.features.people.name_table import NameTable
from reader.language import words
from reader.language.library_names import NO_NAMES, counts_in
from reader.library.answers import PersonNames
from reader.library.library import Library
from reader.search.documents import IndexHeld, Order
from reader.search.index.manifest import IndexFiles
from tests.terminal import Terminal, write_issues
from tests.test_held_files import refusal

NAME = "祝水芹"
PLACE = "石板渡"
_ISSUE = (
    "柳川晚报\n1990年3月{day}日 第{day}期\n\n{place}的渡船\n\n"
    "本报讯（记者 温如岚）县长{name}昨天到{place}看渡船。{name}说，渡船不能停。大家都说{name}来得好。\n\n"
    "米市开秤\n\n"
    "本报讯（通讯员 何苇）停了两个冬天的米市今早五点开秤，头一船糙米从上游运来，不到一个钟头就卖空了。\n"
)
ISSUES = {
    f"1990/03/199003{day:02}.txt": _ISSUE.format(day=day, name=NAME, place=PLACE) for day in range(5, 10)
}


def opened(root: Path) -> Library:
    library = Library.open(write_issues(root, ISSUES))
    library.sync()
    return library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = opened(tmp_path / "旧报")
    yield library
    library.close()


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library whose index was rebuilt; it is only read."""
    library = opened(tmp_path_factory.mktemp("重建") / "旧报")
    library.repair(whole_index=True)
    yield library
    library.close()


@pytest.fixture
def rebuilt_once(library: Library) -> Library:
    library.repair(whole_index=True)
    return library


def names_known(library: Library) -> list[str]:
    return [*counts_in(library.local.engine.names())]


def completions(library: Library) -> list[str]:
    return library.local.engine.words_beginning_with("祝", 9)


def test_names_that_another_program_holds_are_told_and_the_index_is_not_cut_anew(
    rebuilt_once: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = rebuilt_once.local.engine.names()
    before = IndexFiles(Path(names.path).parent).pointer()
    counts_in.cache_clear()
    words.use_other_own_words()
    open_file = Path.open

    def refused(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == Path(names.path).name:
            raise refusal(32, str(path))
        return open_file(path, *arguments, **options)

    with closing(Library.open(rebuilt_once.root)) as other, monkeypatch.context() as patched:
        patched.setattr(held_files, "_PAUSES", (0.0,))
        patched.setattr(Path, "open", refused)
        with pytest.raises(IndexHeld, match="另一个程序正占用"):
            other.local.engine.names()
        with pytest.raises((IndexHeld, PermissionError)):
            other.tidy()
    assert IndexFiles(Path(names.path).parent).pointer() == before
    with closing(Library.open(rebuilt_once.root)) as other:
        assert NAME in names_known(other)


def test_names_enter_when_the_index_is_rebuilt_and_not_before(library: Library) -> None:
    library.tidy()
    library.sync()
    assert names_known(library) == []
    assert NAME not in completions(library)
    library.repair(whole_index=True)
    names = library.local.engine.names()
    assert NAME in names_known(library)
    # a later change of people changes nothing
    write_issues(library.root, {"1990/03/19900320.txt": _ISSUE.format(day=20, name="温若梅", place=PLACE)})
    library.sync()
    library.tidy()
    assert library.local.engine.names() == names
    assert NAME in completions(library)
    # without its file, texts are cut by the dictionary alone; nothing is found less
    Path(names.path).write_text("祝", encoding="utf-8")
    counts_in.cache_clear()
    words.use_other_own_words()
    assert library.searcher.search(NAME, exact=True).total == 5
    library.tidy()
    assert NAME not in completions(library)
    assert library.searcher.search(NAME, exact=True).total == 5


def test_a_sound_index_takes_them_when_it_is_asked_to(library: Library) -> None:
    terminal = Terminal(Path(os.environ["READER_HOME"]))
    ids = library.local.engine.ids().tolist()
    arguments = ["check", "--repair", "--library", str(library.root)]
    told = terminal.run(*arguments).out
    number = len(names_known(library))
    assert NAME in names_known(library)
    assert f"人物的名字成了词：{number} 种写法" in told
    assert NAME in completions(library)
    assert library.local.engine.ids().tolist() == ids
    assert library.searcher.search(NAME, exact=True).total == 5
    assert "成了词" not in terminal.run(*arguments).out, "they are words already"


def test_people_that_came_later_enter_then(rebuilt_once: Library) -> None:
    library = rebuilt_once
    assert library.bring_names_in() is None
    later = {
        f"1990/03/199003{day}.txt": _ISSUE.format(day=day, name="温若梅", place=PLACE)
        for day in range(20, 25)
    }
    write_issues(library.root, later)
    library.sync()
    assert library.bring_names_in() == len(names_known(library))
    assert {NAME, "温若梅"} <= {*names_known(library)}
    assert "温若梅" in library.local.engine.words_beginning_with("温", 9)


class _LidClosed(Exception):
    pass


def test_what_was_interrupted_goes_on_when_it_is_asked_for_again(library: Library) -> None:
    def close_lid() -> None:
        raise _LidClosed

    with pytest.raises(_LidClosed):
        library.bring_names_in(close_lid)
    assert NAME in names_known(library)
    assert NAME not in completions(library)
    arguments = ["check", "--repair", "--library", str(library.root)]
    Terminal(Path(os.environ["READER_HOME"])).run(*arguments)
    assert NAME in completions(library)
    assert library.searcher.search(NAME, exact=True).total == 5


def test_what_was_interrupted_is_ended_before_the_names_of_people_who_came_meanwhile_are_taken(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def close_lid() -> None:
        raise _LidClosed

    with pytest.raises(_LidClosed):
        library.bring_names_in(close_lid)
    later = {
        f"1990/03/199003{day}.txt": _ISSUE.format(day=day, name="温若梅", place=PLACE)
        for day in range(20, 25)
    }
    write_issues(library.root, later)
    library.sync()
    engine = library.written.engine
    were_words: list[bool] = []

    def go_on_with(names: Mapping[str, int]) -> bool:
        were_words.append(NAME in completions(library))
        return type(engine).go_on_with(engine, names)

    monkeypatch.setattr(engine, "go_on_with", go_on_with)
    assert library.bring_names_in() == len(names_known(library))
    assert were_words == [True], "what was begun is ended first"
    assert "温若梅" in library.local.engine.words_beginning_with("温", 9)


def test_completions_know_them(rebuilt: Library) -> None:
    assert NAME in completions(rebuilt)


def test_keyness_and_ngrams_know_them(rebuilt: Library) -> None:
    of_ferry = rebuilt.sets.of_text("渡船")
    assert NAME in {row.word for row in keyness(rebuilt, of_ferry).words}
    assert f"县长{NAME}" in {row.text for row in ngrams(rebuilt, of_ferry, 2).found}


def test_collocates_know_them(rebuilt: Library) -> None:
    nobody = PersonNames(rebuilt.derived, rebuilt.user_data)
    beside = collocates(rebuilt.derived, nobody, rebuilt.sets.of_text("渡船"), 12, by_words=True)
    assert NAME in {row.unit for row in beside.found}


def test_ranking_knows_them(rebuilt: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    stood = []
    standing = words.standing

    def watched(before: str, text: str, after: str, names: object) -> words.WordMatch:
        stood.append(names)
        return standing(before, text, after, names)

    monkeypatch.setattr("reader.search.ranking.standing", watched)
    rebuilt.searcher.search("水芹", Order.RELEVANCE)
    assert {*stood} == {rebuilt.local.engine.names()}


def test_a_query_of_words_is_cut_by_them(rebuilt: Library) -> None:
    index = rebuilt.local.engine.whoosh_index()
    assert NAME in [*index.schema["words"].process_text(f"听{NAME}说")]


def test_without_people_nothing_of_the_index_changes(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NameTable, "as_words", lambda self, most: ())
    library.repair(whole_index=True)
    assert library.local.engine.names() == NO_NAMES
    assert not [*library.local.engine.whoosh_index().folder.glob("names-*")]
