"""Every string that goes over the end of a line inside a paragraph is found on some rung, hard-wrapped as it may be.

Text in Chinese is broken after so many characters, also within words in Latin letters.
"""

import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.search.query import parse_query
from tests import homes
from tests.search.test_every_string import quoted

CLAUSES = (
    "渡口的船工把缆绳绕了三圈",
    "逢集之日加开两班",
    "用的是Windows系统",
    "厂里买来一台Tractor拖拉机",
    "一共收了320元",
    "他说“先来先坐”",
    "共三十二户（含外村四户）",
    "片名叫Gone with the Wind",
    "请拨12345报名",
)
WIDTHS = (10, 14, 17, 24, 30)
REACH = 3
"""The number of characters of a string on each side of the end of a line."""


def a_paragraph(chance: random.Random) -> str:
    sentences = []
    for _ in range(chance.randint(2, 4)):
        sentences.append("，".join(chance.sample(CLAUSES, 3)))
    return "。".join(sentences) + "。"


def wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a text that is broken after so many characters."""
    return [text[at : at + width] for at in range(0, len(text), width)]


def over_the_ends(rows: list[str]) -> Iterator[str]:
    """Yield a string over each end of a line within the paragraph that these rows are."""
    for before, behind in pairwise(rows):
        yield before[-REACH:] + behind[:REACH]


def files_with(library: Library, string: str) -> set[str]:
    """Return the files in which a string is found, on the top rung or below."""
    query = parse_query(quoted(string))
    ids = set(library.searcher.ids(query))
    for rung in library.searcher.ladder(query, limit=1000):
        ids.update(rung.results.ids)
    paths: set[str] = set()
    for article_id in ids:
        stored = library.articles.article(article_id)
        if stored:
            paths.update(source.path for source in stored.sources)
    return paths


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    homes.use(monkeypatch, tmp_path / "home")
    (tmp_path / "报").mkdir()
    opened = Library.open(tmp_path / "报")
    yield opened
    opened.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_string_over_the_end_of_a_line(library: Library, width: int) -> None:
    chance = random.Random(width)
    paragraphs: dict[str, list[str]] = {}
    for number in range(6):
        rows = wrapped(a_paragraph(chance), width)
        name = f"{number}.txt"
        paragraphs[name] = rows
        text = "\n".join(["江滩日报", "1987年6月12日 星期五", "", "渡口的灯又亮了", "", *rows])
        (library.root / name).write_text(text, encoding="utf-8")
    library.sync()
    missed = []
    for name, rows in paragraphs.items():
        for string in over_the_ends(rows):
            if name not in files_with(library, string):
                missed.append((name, string))
    assert missed == []


def test_a_word_is_torn_in_chinese_text_alone(library: Library) -> None:
    (library.root / "1.txt").write_text(
        "渡口\n\n厂里的Trac tor拖拉机又开动了，大家都来看。\n", encoding="utf-8"
    )
    (library.root / "2.txt").write_text("The ferry\n\nOf trac tor they knew nothing.\n", encoding="utf-8")
    library.sync()
    assert files_with(library, "tractor") == {"1.txt"}
