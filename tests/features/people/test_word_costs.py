"""The costs of parts of a text, against the same told by looking at one stretch after the other."""

import random
from collections.abc import Sequence

import numpy as np
import pytest

from reader.features.people import candidates
from reader.features.people.coded_text import CodedText
from reader.features.people.marks import Marks
from reader.language import common_words
from tests.corpus import sentences


def costs(text: str, parts: Sequence[tuple[int, int]]) -> list[float]:
    begins, ends = np.array(parts, np.intp).reshape(-1, 2).T
    return [*map(float, candidates.costs(CodedText(text), Marks(CodedText(text)).breaks, begins, ends))]


def chance_of_best_words(text: str) -> float:
    best = [0.0]
    for end in range(1, len(text) + 1):
        best.append(best[end - 1] + common_words.chances().get(text[end - 1], common_words.UNKNOWN))
        for begin in range(end - 1):
            chance = common_words.chances().get(text[begin:end])
            if chance is not None:
                best[end] = max(best[end], best[begin] + chance)
    return best[-1]


def test_a_word_costs_less_than_its_characters() -> None:
    [of_word] = costs("渡口的灯", [(0, 2)])
    assert of_word < sum(costs("渡。口", [(0, 1), (2, 3)]))


@pytest.mark.parametrize("cells", [20, 1 << 15])
def test_costs_are_those_of_each_stretch_alone(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "_CELLS", cells)
    long_word = max(common_words.chances(), key=len)
    stretches = ["渡", long_word, f"在{long_word}的", long_word[:-1], "𠮷渡口"]
    stretches += [part for sentence in sentences()[:8] for part in sentence.strip("。").split("，")]
    text = "，".join(each for each in stretches if len(Marks(CodedText(each)).breaks) == 2) + "。"
    parts, wanted, dice = [], [], random.Random(1)
    at = 0
    for stretch in text.strip("。").split("，"):
        begin = dice.randrange(len(stretch))
        end = dice.randrange(begin + 1, len(stretch) + 1)
        parts.append((at + begin, at + end))
        wanted.append(
            chance_of_best_words(stretch[:begin])
            + chance_of_best_words(stretch[end:])
            - chance_of_best_words(stretch)
        )
        at += len(stretch) + 1
    assert len(parts) > 20
    assert costs(text, parts) == pytest.approx(wanted)
    assert costs(text, []) == []


@pytest.mark.parametrize(
    "text", ["市长何渡生主持会议并讲话", "于是大家都来了", "塔克斯顿今日表示", "魑魅魍魉"]
)
def test_nothing_costs_more_than_is_said(text: str) -> None:
    parts = [
        (begin, end) for begin in range(len(text)) for end in range(begin + 1, min(begin + 4, len(text)) + 1)
    ]
    for (begin, end), cost in zip(parts, costs(text, parts), strict=True):
        assert cost <= common_words.most_cost(text[begin:end]) + 1e-9
