"""Words are cut as jieba cuts them, by a dictionary that is kept in a file."""

import random
import warnings
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader import assets
from reader.language import dictionary
from reader.language.dictionary import Dictionary, load
from tests.laws import examples


@cache
def words() -> Dictionary:
    return load(None)


@cache
def jieba_itself() -> "jieba.Tokenizer":  # type: ignore[name-defined]  # noqa: F821
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what its source gives when it is compiled for the first time
        import jieba
    segmenter = jieba.Tokenizer()  # which would keep its dictionary where anybody can put one
    segmenter.FREQ, segmenter.total = segmenter.gen_pfdict(segmenter.get_dict_file())
    segmenter.initialized = True
    return segmenter


def check_is_cut_as_jieba_cuts_it(text: str) -> None:
    for guess in (False, True):
        assert words().cut(text, guess) == jieba_itself().lcut(text, HMM=guess)


@given(st.one_of(st.text(), st.text("本市选手张文拿下平衡木冠军的龘ab1.% -\r\n，")))
@example("图书馆\udce8\udc80搬家")
@example("A股大涨3.5%，email与C++")
def test_any_text_is_cut_as_jieba_cuts_it(text: str) -> None:
    check_is_cut_as_jieba_cuts_it(text)


def test_the_lines_of_a_paper_are_cut_as_jieba_cuts_them() -> None:
    """A million characters with `--hypothesis-profile=thorough`: lines of the sample, cut at any place and joined."""
    paths = sorted(assets.sample_library().rglob("*.txt"))
    lines = [line for path in paths for line in path.read_text("utf-8", "replace").split("\n")]
    chance, left = random.Random(5), examples(10_000) * 34
    while left > 0:
        line, other = chance.choices(lines, k=2)
        mixed = line[chance.randrange(len(line) + 1) :] + other[: chance.randrange(len(other) + 1)]
        check_is_cut_as_jieba_cuts_it(mixed)
        left -= len(mixed)


made = cache(dictionary._built)
"""Once for all tests."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "words"


SENTENCE = "图书馆今天搬家，闻砚秋来帮忙"


def test_it_is_made_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut = load(path).cut(SENTENCE, True)
    assert cut == words().cut(SENTENCE, True)
    monkeypatch.setattr(dictionary, "_built", lambda _: pytest.fail("made again"))
    assert load(path).cut(SENTENCE, True) == cut
    assert [each.name for each in path.parent.iterdir()] == ["words"]


@pytest.mark.parametrize("at", [0, 4, 8, 30, 200, 2000, 1_500_000, -1])
@pytest.mark.parametrize("is_cut", [False, True])
def test_a_damaged_one_is_made_again(
    path: Path, at: int, is_cut: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dictionary, "_built", made)
    load(path)
    whole = path.read_bytes()
    at %= len(whole)
    path.write_bytes(whole[:at] if is_cut else whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
    assert load(path).cut(SENTENCE, True) == words().cut(SENTENCE, True)
    assert path.read_bytes() == whole


def test_it_is_made_each_time_where_it_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "cache").touch()
    assert load(tmp_path / "cache" / "words").cut(SENTENCE, False) == words().cut(SENTENCE, False)


def test_a_full_disk_leaves_nothing_half_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:1000])
        raise OSError(28, "full")

    monkeypatch.setattr(dictionary, "_built", made)
    monkeypatch.setattr(Path, "write_bytes", full)
    assert load(path).cut(SENTENCE, True) == words().cut(SENTENCE, True)
    assert list(path.parent.iterdir()) == []


def test_a_bundle_has_the_dictionary_itself_and_needs_no_jieba(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resources = tmp_path / "bundle"
    load(resources / "words")
    monkeypatch.setattr(assets, "resource", lambda name: resources / name)
    monkeypatch.setattr(dictionary, "find_spec", lambda name: None)
    cache = tmp_path / "cache"
    assert load(cache / "words").cut("渡口的灯", True) == ["渡口", "的", "灯"]
    assert not cache.exists()
