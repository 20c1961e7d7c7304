"""The names of a library's people are words wherever they are given, by whatever cuts, and nowhere else."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import held_files
from reader.language import words
from reader.language.library_names import NO_NAMES, LibraryNames, counts_in, names_in, write_names
from tests.test_held_files import held

NAME = "祝水芹"
SENTENCE = "昨天祝水芹在望江公社说，渡船停了。"
HAN = "祝水芹望江渡口船在说的市民生活中"


def names_of(folder: Path, *names: str) -> LibraryNames:
    return write_names(folder, words.counts_of_names(names))


@pytest.mark.parametrize("cut", [words.words, words.cut, words.index_words])
def test_they_are_words_where_they_are_given_and_nowhere_else(
    tmp_path: Path, cut: Callable[..., list[str]]
) -> None:
    names = names_of(tmp_path, NAME)
    assert NAME in cut(SENTENCE, names)
    assert NAME not in cut(SENTENCE)
    assert NAME not in cut(SENTENCE, names_of(tmp_path, "温如岚"))


def test_a_part_of_a_name_is_a_part_of_a_name(tmp_path: Path) -> None:
    names = names_of(tmp_path, "江雪如")
    assert words.standing("听", "雪如", "说", names) is words.standing("听", "雪如", "说")
    assert words.standing("听江", "雪如", "说", names) is words.WordMatch.BROKEN


LISTS = (
    (NAME, "江船"),
    ("船在", "水芹望", "芹望江渡", "活中", "民生活"),
    ("祝水芹望", "口船", "说的", "的市"),
)


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> list[LibraryNames]:
    return [names_of(tmp_path_factory.mktemp("names"), *forms) for forms in LISTS]


@settings(deadline=None)
@given(number=st.integers(0, len(LISTS) - 1), characters=st.lists(st.sampled_from(HAN + "，"), unique=True))
def test_index_and_query_are_cut_alike_whichever_the_names(
    lists: list[LibraryNames], number: int, characters: list[str]
) -> None:
    """None of the characters is repeated: of ways that are exactly as probable, `rjieba` takes any (活活活)."""
    names = lists[number]
    text = "".join(characters)
    assert words.cut(text, names) == words.words(text, names)
    assert "".join(words.words(text, names)) == text


def test_many_frequent_ones_make_the_other_words_rarer_for_both(tmp_path: Path) -> None:
    counts = {f"祝{chr(0x4E00 + n)}{chr(0x5E00 + n)}": 90_000 for n in range(2000)}
    names = write_names(tmp_path, counts)
    text = "昨天祝水芹在望江公社说，市民生活中学会了划船，渡口的高中学生研究生命起源。"
    assert words.cut(text, names) == words.words(text, names)


def test_they_are_listed_in_both_scripts_and_never_a_word_of_the_dictionary() -> None:
    counts = words.counts_of_names(["陳望舒", "高明", "阿 布", "a", "祝"])
    assert [*counts] == ["陳望舒", "陈望舒"]
    assert all(counts.values())


@pytest.mark.parametrize("content", [None, "", "祝水芹 1\n温如岚 1", "\0"])
def test_a_file_that_is_missing_or_damaged_has_none_and_no_stamp(tmp_path: Path, content: str | None) -> None:
    names = names_of(tmp_path, NAME)
    path = Path(names.path)
    path.unlink()
    if content is not None:
        path.write_text(content, encoding="utf-8")
    damaged = names_in(path.parent, names.stamp)
    counts_in.cache_clear()
    words.use_other_own_words()
    assert counts_in(damaged) == {}
    assert words.stamp(damaged) == words.stamp(NO_NAMES) == ""
    assert NAME not in words.words(SENTENCE, damaged)


@pytest.mark.parametrize("times", [1, 100])
def test_a_file_that_another_program_holds_is_waited_for_and_never_taken_for_one_without_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """Words would be cut otherwise than in the index, and counted so."""
    names = names_of(tmp_path, NAME)
    counts_in.cache_clear()
    words.use_other_own_words()
    with monkeypatch.context() as patched:
        patched.setattr(held_files, "_PAUSES", (0.0, 0.0))
        patched.setattr(held_files, "_stayed_held", {})
        held(patched, "open", 32, times)
        if times > 1:
            with pytest.raises(PermissionError):
                words.stamp(names)
        else:
            assert NAME in counts_in(names)
    assert words.stamp(names) == names.stamp
    assert NAME in words.words(SENTENCE, names)


def test_the_stamp_tells_lists_apart(tmp_path: Path) -> None:
    lists = [names_of(tmp_path, *names) for names in [(NAME,), ("温如岚",), (NAME, "温如岚"), ()]]
    assert len({words.stamp(names) for names in lists}) == 4
    assert lists[3] == NO_NAMES


@pytest.mark.parametrize("absent", ["rjieba", "rjieba jieba"])
def test_without_rjieba_or_jieba_they_are_known_too(tmp_path: Path, absent: str) -> None:
    names = names_of(tmp_path, NAME)
    code = (
        f"import sys; sys.modules |= dict.fromkeys({absent.split()!r})\n"
        "from reader.language.library_names import LibraryNames\n"
        "from reader.language.words import cut\n"
        f"print(*cut('听祝水芹说', LibraryNames({names.path!r}, {names.stamp!r})))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={"PYTHONUTF8": "1", "PATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == "听 祝水芹 说\n"
