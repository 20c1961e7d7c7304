"""Words are cut as jieba cuts them, by a dictionary made of its own."""

import math
import os
import random
import subprocess
import sys
import warnings
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader import assets
from reader.language.words import dictionary, names_person
from tests.laws import examples
from tools.tables.dictionary_entries import OF_A_PERSON, entries


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
        assert dictionary().cut(text, guess) == jieba_itself().lcut(text, HMM=guess)


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


def test_every_word_has_its_count_and_its_kind() -> None:
    given = list(entries())
    total = sum(count for _, count, _ in given)
    for word, count, kind in given:
        assert dictionary().chance(word) == pytest.approx(math.log(count / total))
        assert names_person(word) == kind.startswith(OF_A_PERSON)
    assert len(dictionary().trie) == len({word for word, *_ in given})


def test_without_rjieba_its_cuts_are_indexed() -> None:
    program = (
        "import sys; sys.modules['rjieba'] = None\n"
        "from reader.language.words import cut; print(*cut('渡口的船'))"
    )
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
    assert ran.stdout.decode().split() == ["渡口", "的", "船"]
