"""Given any text at all, when it is parsed, then no line is lost or doubled and every word can be found."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import assets, formats
from reader.newspaper.article import SourceText
from reader.parsing import explain, parse
from tests.laws import examples
from tests.parsing.laws import broken_laws

SAMPLES = sorted(
    path for path in assets.sample_library().rglob("*") if path.is_file() and formats.is_issue_file(path)
)

PIECES = st.sampled_from(
    [
        "本报讯（记者 周岱青）6月12日，渡口加开一班船。",
        "雁桥日报讯(全媒体记者/陶一苇 通讯员/孟晓禾)",
        "据新华社电 ",
        "◀◀上接01版",
        "（下转第二版）",
        "▶▶下转04版",
        "# ",
        "## 旧报搬家",
        "雁桥日报",
        "1987年6月12日 星期五",
        "国内统一刊号CN00-0000",
        "第4181期 今日4版",
        "第02版 要闻",
        "A04",
        "启事",
        "·遗失自行车执照一枚，声明作废",
        "何渡生说：“船要打瞌睡。”",
        "图为渡口。记者/贺一舟 摄",
        "受访者供图",
        "苏 蕙",
        "（作者系退休记者）",
        "——地方文献室七月开放",
        "闻砚秋强调",
        "Yan Qiao",
        "，",
        "。",
        "　　",
        " ",
        "\t",
        "\u0301",
        "\u200b",
        "#",
        "***",
        "12",
        "月",
        "版",
        "第",
    ]
)
LINES = st.lists(st.one_of(st.lists(PIECES, max_size=5).map("".join), st.text(max_size=30)), max_size=25)


def source_of(lines: list[str], path: str = "issue.txt") -> SourceText:
    return SourceText(path, "utf-8", tuple(re.sub(r"[\r\n]", " ", line) for line in lines))


@settings(max_examples=examples(400), deadline=None)
@given(LINES)
def test_no_line_is_lost_or_doubled_in_any_text(lines: list[str]) -> None:
    source = source_of(lines)
    assert broken_laws(source, parse(source)) == []


@settings(max_examples=examples(100), deadline=None)
@given(LINES, st.text(max_size=30))
def test_no_path_disturbs_a_parse(lines: list[str], path: str) -> None:
    named, unnamed = parse(source_of(lines, path)), parse(source_of(lines))
    assert [a.key for a in named.articles] == [a.key for a in unnamed.articles]


@settings(max_examples=examples(50), deadline=None)
@given(LINES)
def test_every_line_is_explained(lines: list[str]) -> None:
    source = source_of(lines)
    verdicts = explain(source)
    assert [verdict.line for verdict in verdicts] == [
        n for n, line in enumerate(source.lines, 1) if line.strip()
    ]
    assert all(verdict.margin >= 0 and verdict.role is not verdict.runner_up for verdict in verdicts)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_samples_keep_the_laws(path: Path) -> None:
    source = formats.read(path, path.name)
    assert broken_laws(source, parse(source)) == []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", range(3))
def test_mutated_samples_keep_the_laws(path: Path, seed: int) -> None:
    chance = random.Random(f"{path.stem} {seed}")
    lines = list(formats.read(path, path.name).lines)
    for _ in range(40):
        i = chance.randrange(len(lines))
        j = chance.randrange(len(lines))
        at = chance.randrange(len(lines[i]) + 1)
        match chance.randrange(6):
            case 0:
                lines[i], lines[j] = lines[j], lines[i]
            case 1:
                lines[i : i + 1] = [lines[i][:at], lines[i][at:]]
            case 2:
                lines[i] = lines[i][:at] + chance.choice(" 　#（）\u0301。") + lines[i][at:]
            case 3:
                lines[i] = lines[i] + lines[j]
            case 4:
                lines[i] = "#" * chance.randrange(7) + " " + lines[i]
            case 5:
                lines[i] = lines[i][:at]
    source = source_of(lines)
    assert broken_laws(source, parse(source)) == []
