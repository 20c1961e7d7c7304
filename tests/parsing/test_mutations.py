"""Given papers of many kinds, when their files are cut, shuffled, doubled, joined, stripped or converted, then nothing
is raised and every line that is not blank stands in exactly one place, its words findable."""

import random
import re
from collections.abc import Callable

import pytest

from reader.newspaper.article import SourceText
from reader.parsing import explain, parse
from tests import rotation
from tests.papers import Paper, papers
from tests.parsing.laws import broken_laws
from tools.typesetter.setting import traditional_forms

Lines = list[str]
Mutation = Callable[[random.Random, Lines], Lines]


def _cut(chance: random.Random, lines: Lines) -> Lines:
    """From one byte to another, wherever these fall: as a transfer breaks off."""
    data = "\n".join(lines).encode()
    first, last = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[first:last].decode(errors="replace").split("\n")


def _shuffled(chance: random.Random, lines: Lines) -> Lines:
    return chance.sample(lines, len(lines))


def _doubled(chance: random.Random, lines: Lines) -> Lines:
    return [line for line in lines for _ in range(2)]


def _joined(chance: random.Random, lines: Lines) -> Lines:
    kept = [line for line in lines if line.strip()]
    return ["".join(kept[i : i + 2]) for i in range(0, len(kept), 2)]


def _stripped(chance: random.Random, lines: Lines) -> Lines:
    return [line.strip() for line in lines if line.strip()]


def _without_headings(chance: random.Random, lines: Lines) -> Lines:
    return [re.sub(r"^#+\s*", "", line) for line in lines if len(line) > 30 or not line.strip()]


def _all_headings(chance: random.Random, lines: Lines) -> Lines:
    return ["#" * chance.randrange(1, 7) + " " + line if line.strip() else line for line in lines]


def _in_traditional_characters(chance: random.Random, lines: Lines) -> Lines:
    forms = str.maketrans(traditional_forms())
    return [line.translate(forms) for line in lines]


def _in_pieces(chance: random.Random, lines: Lines) -> Lines:
    return [line[i : i + 7] for line in lines for i in range(0, len(line), 7)]


def _backwards(chance: random.Random, lines: Lines) -> Lines:
    return lines[::-1]


MUTATIONS: tuple[Mutation, ...] = (
    _cut,
    _cut,
    _cut,
    _shuffled,
    _shuffled,
    _doubled,
    _joined,
    _stripped,
    _without_headings,
    _all_headings,
    _in_traditional_characters,
    _in_pieces,
    _backwards,
)


@pytest.mark.slow
@pytest.mark.parametrize("paper", rotation.in_turn(papers(), days=3), ids=lambda paper: paper.key)
def test_a_mutilated_paper_keeps_the_laws(paper: Paper) -> None:
    for number, mutation in enumerate(MUTATIONS):
        chance = random.Random(f"{paper.key} {number}")
        source = SourceText(paper.name, "utf-8", tuple(mutation(chance, list(paper.source.lines))))
        assert broken_laws(source, parse(source)) == [], mutation.__name__
        printed = [line for line, text in enumerate(source.lines, 1) if text.strip()]
        assert [verdict.line for verdict in explain(source)] == printed, mutation.__name__
