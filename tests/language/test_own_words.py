"""The reader's own words: what a list and a file of them say, and that all that cuts texts knows them."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.language import words
from reader.language.own_words import LONGEST, MOST_WORDS, OwnWords, in_words, own_words, stated_words
from reader.own_process import OWN_WORDS

SENTENCE = "昨天祝水芹在望江公社说，雾渡口的石板渡停了。"
Use = Callable[[str], None]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Iterator[Use]:
    """Have these words of one's own; those of before come back."""

    def stated(text: str) -> None:
        monkeypatch.setenv(OWN_WORDS, text)
        words.use_other_own_words()

    yield stated
    monkeypatch.undo()
    words.use_other_own_words()


@pytest.mark.parametrize("between", [" ", "、", "，", "; ", "\n", "　"])
def test_words_of_a_list_are_separated_as_people_do(between: str) -> None:
    assert [*stated_words(between.join(("雾渡口", "石板渡"))).counts] == ["雾渡口", "石板渡"]


def test_a_file_has_jiebas_form(tmp_path: Path) -> None:
    file = tmp_path / "词典.txt"
    file.write_text("\ufeff雾渡口 12 ns\n石板渡 n\n\n祝水芹\n", encoding="utf-8")
    assert stated_words(str(file)) == OwnWords({"雾渡口": 12, "石板渡": 0, "祝水芹": 0})


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *(("雾渡口 12 ns\n石板渡\n", name) for name in ("gb18030", "utf-16", "utf-16-le", "utf-16-be")),
        *(("联通", name) for name in ("utf-8", "gb18030", "utf-16")),
        *(("上海\r\n", name) for name in ("gb18030", "utf-16-le")),
        *(("霧渡口 12\n石板渡\n", name) for name in ("big5", "gb18030")),
        ("渡し場の灯 2\n連絡船\n", "shift_jis"),
    ],
)
def test_a_file_is_understood_in_whatever_encoding_it_was_saved(
    tmp_path: Path, text: str, encoding: str
) -> None:
    """Editors of Windows save as ANSI or Unicode."""
    file = tmp_path / "词典.txt"
    file.write_text(text, encoding="utf-8", newline="")
    as_written = stated_words(str(file))
    file.write_bytes(text.encode(encoding))
    assert stated_words(str(file)) == as_written
    assert as_written.counts


def test_a_file_in_utf_8_with_a_bad_byte_stays_one(tmp_path: Path) -> None:
    file = tmp_path / "词典.txt"
    file.write_bytes("雾渡口\n石板渡\n".encode() + b"\xff\n")
    assert [*stated_words(str(file)).counts] == ["雾渡口", "石板渡"]


def test_words_are_those_of_any_script_and_width() -> None:
    stated = stated_words("霧渡口 ＡＢ廠")
    assert [*stated.counts] == ["霧渡口", "雾渡口", "ab廠", "ab厂"]
    assert "2 个词" in in_words(stated)


def test_what_texts_can_not_be_cut_into_is_left_out_and_told() -> None:
    stated = stated_words(f"渡 雾/渡 {'长' * (LONGEST + 1)} 雾渡口")
    assert ([*stated.counts], len(stated.left_out)) == (["雾渡口"], 3)
    assert "雾/渡" in in_words(stated)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    stated = stated_words(str(tmp_path / "没有.txt"))
    assert stated == OwnWords(is_unread=True)
    assert "无法读取" in in_words(stated)


def test_a_file_has_a_bound(tmp_path: Path) -> None:
    file = tmp_path / "词典.txt"
    file.write_bytes(b"".join(f"词{n:06d}\n".encode() for n in range(MOST_WORDS + 5)))
    stated = stated_words(str(file))
    assert (len(stated.counts), len(stated.left_out)) == (MOST_WORDS, 5)


def test_the_stamp_tells_words_and_counts_apart_and_not_their_order() -> None:
    stamps = [stated_words(text).stamp for text in ("雾渡口 石板渡", "石板渡 雾渡口", "雾渡口", "")]
    assert stamps[0] == stamps[1]
    assert len({*stamps}) == 3
    assert stamps[3] == ""


@given(st.text(), st.sampled_from(["", "\n"]))
def test_whatever_is_stated_is_words_or_left_out(text: str, end: str) -> None:
    stated = stated_words(text + end)
    assert all(2 <= len(word) <= LONGEST for word in stated.counts)


WORDS = ("祝水芹", "望江公社", "雾渡口", "石板渡")


def test_without_them_these_are_no_words(use: Use) -> None:
    use("")
    assert {*WORDS}.isdisjoint(words.words(SENTENCE))


@pytest.mark.parametrize("cut", [words.words, words.cut, words.known_words, words.index_words])
def test_all_that_cuts_texts_knows_them(use: Use, cut: Callable[[str], list[str]]) -> None:
    use(" ".join(WORDS))
    assert {*WORDS} <= {*cut(SENTENCE)}
    use("")
    assert {*WORDS}.isdisjoint(cut(SENTENCE))


def test_a_word_that_is_said_to_be_rare_is_only_cut_where_no_others_are_likelier(use: Use) -> None:
    use("雾渡口")
    assert words.is_known("雾渡口")
    assert words.has_word("雾渡口")
    assert words.chance_of_best_cut("雾渡口") == pytest.approx(-words.rarity("雾渡口"))


def test_a_part_of_an_own_name_is_a_part_of_a_name(use: Use) -> None:
    use("江雪")
    assert words.standing("听", "雪", "说") is not words.WordMatch.BROKEN
    use("祝水芹")
    assert words.standing("记者祝", "水芹", "说") is words.WordMatch.BROKEN


@given(
    st.lists(st.text("渡口雾石板水芹祝的在了", min_size=2, max_size=4), max_size=4),
    st.text("渡口雾石板水芹祝的在了，", max_size=12),
)
def test_nothing_of_a_text_is_lost_whichever_words_are_ones_own(own: list[str], text: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(OWN_WORDS, " ".join(own))
        words.use_other_own_words()
        assert "".join(words.words(text)) == "".join(words.cut(text)) == text
    words.use_other_own_words()


def test_the_environment_has_them_so_that_children_do(use: Use) -> None:
    use("雾渡口")
    assert [*own_words().counts] == ["雾渡口"]


@pytest.mark.parametrize("absent", ["rjieba", "rjieba jieba"])
def test_without_rjieba_or_jieba_they_are_known_too(absent: str) -> None:
    code = (
        f"import sys; sys.modules |= dict.fromkeys({absent.split()!r})\n"
        "from reader.language.words import cut; print(*cut('昨天雾渡口停了'))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={OWN_WORDS: "雾渡口", "PYTHONUTF8": "1", "PATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == "昨天 雾渡口 停 了\n"
    assert done.stderr == ""
