"""Every string of 1 to 20 characters inside one line of an issue file is found by a search, in that file.

What a string is cut from is a line without the white space at its ends, and, of a line in an article, without the marks
around the whole of it that are no words of the paper's: those of Markdown and HTML (`## `, `> `, `**…**`, `<p>…</p>`).
It is cut between shown characters, and has a search form that is not empty: nothing can be looked for in white space
alone.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader import assets, formats, parsing
from reader.language.forms import search_form
from reader.library.library import Library
from reader.newspaper.article import SourceText
from reader.parsing import markup
from reader.search.documents import Order
from tests import homes
from tests.laws import examples
from tests.search.test_every_string import quoted, shown_characters

LONGEST = 20
PIECES = [
    "旧报搬家",
    "新",
    "一",
    "渡口加开一班船",
    "3.0版上架",
    "Hello world",
    "No. 7",
    "本报讯（记者 周岱青）6月12日，渡口加开一班船，票价不变。",
    "雁桥日报讯(全媒体记者/陶一苇 通讯员/孟晓禾)",
    "何渡生说：“船要打瞌睡。”",
    "图为渡口。记者/贺一舟 摄",
    "（作者系退休记者）",
    "苏 蕙",
    "启事",
    "·遗失自行车执照一枚，声明作废",
    "◀◀上接01版",
    "（下转第二版）",
    "申报 1947-10-10 第16版",
    "雁桥日报",
    "1987年6月12日 星期五",
    "丁卯年五月十七 第4181期 今日4版",
    "国内统一刊号CN00-0000",
    "第02版 要闻",
    "A04",
    "01版",
    "编者按",
    "客户端",
    "YANQIAO RIBAO",
    "责任编辑/宋棠 校对/温小舟",
    "----",
    "— 4 —",
    "![渡口](images/1.jpg)",
    "[查看原文](http://example.com/1)",
    "[上一篇](1.html) [返回目录](index.html)",
    "<!-- 第二栏 -->",
    "| 甲 | 乙 |",
    "|---|---|",
    "标题：旧报搬家",
    "副题：三万册",
    "正文：",
    "作者：何渡生",
    "title: 旧报搬家",
    "---",
    "，",
    "　　",
    "  ",
    "\t",
    "\u0301",
    "\u200b",
    "ﬁが한㎏",
    "# ",
    "## ",
    "**",
    "*",
    "|",
]
LINES = st.lists(st.one_of(st.lists(st.sampled_from(PIECES), max_size=4).map("".join), st.text(max_size=30)))
SAMPLES = sorted(
    path for path in assets.sample_library().rglob("*") if path.is_file() and formats.is_issue_file(path)
)


def strings(text: str, chance: random.Random, count: int) -> Iterator[str]:
    """Strings of its lines."""
    source = SourceText("a.txt", "utf-8", tuple(text.split("\n")))
    heads = {
        n for a, b in parsing.parse(source).masthead.source_lines for n in range(a, b + 1)
    }  # they are kept as they stand in the file
    printed = [(n, line.strip()) for n, line in enumerate(source.lines, 1) if line.strip()]
    for number, line in chance.choices(printed, k=count) if printed else ():
        words = line if number in heads else markup.without_markup(line).text
        shown = shown_characters(words)
        begin = chance.randrange(len(shown))
        string = "".join(shown[begin : begin + chance.randint(1, LONGEST)])
        if search_form(string):
            yield string


def found_in(library: Library, string: str) -> set[str]:
    """The files in which a search finds a string: in their articles and their mastheads."""
    answer = library.searcher.search(quoted(string), Order.NEWEST, limit=1_000_000, exact=True)
    stored = [library.articles.article(article_id) for article_id in answer.ids]
    paths = {source.path for article in stored if article for source in article.sources}
    return paths | {head.path for head in library.searcher.mastheads_found(answer.query)}


def not_found(root: Path, texts: list[str], chance: random.Random, count: int) -> list[tuple[str, str]]:
    """What the law is broken by: strings, with the file they stand in and are not found in."""
    for number, text in enumerate(texts):
        root.mkdir(parents=True, exist_ok=True)
        (root / f"{number:03}.txt").write_bytes(text.encode())
    library = Library.open(root)
    failed = {failure.path for failure in library.sync().failed}
    lost = [
        (string, path)
        for number, text in enumerate(texts)
        if (path := f"{number:03}.txt") not in failed
        for string in strings(text, chance, count)
        if path not in found_in(library, string)
    ]
    library.close()
    return lost


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    homes.use(monkeypatch, tmp_path / "home")
    return tmp_path / "报"


def test_in_files_of_all_that_papers_print(root: Path) -> None:
    chance = random.Random(0)
    texts = [
        "\n".join(
            "".join(chance.choices(PIECES, k=chance.randint(0, 3))) for _ in range(chance.randint(1, 16))
        )
        for _ in range(40)
    ]
    assert not_found(root, texts, chance, 8) == []


@settings(
    suppress_health_check=list(HealthCheck),
    deadline=None,
    max_examples=examples(12),
)
@given(texts=st.lists(LINES.map("\n".join), min_size=1, max_size=12), seed=st.integers(0, 99))
def test_in_any_text(tmp_path_factory: pytest.TempPathFactory, texts: list[str], seed: int) -> None:
    folder = tmp_path_factory.mktemp("law")
    with pytest.MonkeyPatch.context() as environment:
        homes.use(environment, folder / "home")
        plain = ["".join(c for c in text if c not in "\0\r") for text in texts]
        assert not_found(folder / "报", plain, random.Random(seed), 6) == []


@pytest.mark.slow
def test_in_the_samples_cut_joined_and_narrow(root: Path) -> None:
    chance = random.Random(7)
    texts = []
    for path in SAMPLES:
        lines = list(formats.read(path, path.name).lines)
        for _ in range(30):
            i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
            at = chance.randrange(len(lines[i]) + 1)
            match chance.randrange(5):
                case 0:
                    lines[i], lines[j] = lines[j], lines[i]
                case 1:
                    lines[i : i + 1] = [lines[i][:at], lines[i][at:]]
                case 2:
                    lines[i] += lines[j]
                case 3:
                    lines[i] = " ".join(lines[i])
                case 4:
                    lines.insert(i, chance.choice(PIECES))
        texts += [
            "\n".join(lines),
            "\n".join(line[k : k + 12] for line in lines for k in range(0, len(line), 12)),
        ]
    assert not_found(root, texts, chance, 12) == []


NEWS = "本报讯（记者 周岱青）6月12日，渡口加开一班船，票价不变。"


@pytest.mark.parametrize(
    ("text", "string", "is_masthead"),
    [
        (f"渡口开船\n\n{NEWS}\n\n新", "新", False),
        (f"旧报搬家\n申报 1947-10-10 第16版\n{NEWS}", "旧报搬家", False),
        (f"旧报搬家\n申报 1947-10-10 第16版\n{NEWS}", "申报 1947", True),
        (f"旧报搬家\n第02版 要闻\n{NEWS}", "02版 要", True),
        (f"雁桥日报\n1987年6月12日 星期五\n{NEWS}", "日 星期", True),
        (f"雁桥日报\nYANQIAO RIBAO\n{NEWS}", "o rib", True),
        (f"旧报搬家\n{NEWS}\n责任编辑/宋棠", "辑/宋", False),
        (f"旧报搬家\n第02版 要闻\n{NEWS}\n责任编辑/宋棠", "辑/宋", True),
        (f"旧报搬家\n{NEWS}\n— 4 —", "— 4", True),
        (f"旧报搬家\n{NEWS}\n[查看原文](http://example.com/1)", "看原文](http", False),
        (f"旧报搬家\n{NEWS}\n[返回目录](index.html)", "返回目", True),
        (f"---\ntitle: 旧报搬家\ndate: 1987-06-12\n---\n{NEWS}", "title: 旧报", True),
        (f"---\n何渡生：船要打瞌睡\n---\n{NEWS}", "生：船要", False),
        (f"旧报搬家\n{NEWS}（下转第二版）", "变。（下转", False),
        (f"## 旧报搬家\n{NEWS}", "旧报搬家", False),
        (f"标题：旧报搬家\n作者：何渡生\n正文：\n{NEWS}", "旧报搬家", False),
        (f"标题：旧报搬家\n作者：何渡生\n正文：\n{NEWS}", "题：旧报", True),
        (f"标题：旧报搬家\n作者：何渡生\n正文：\n{NEWS}", "标题：旧报搬家", True),
        (f"旧报搬家\n| 甲 | 乙 |\n|---|---|\n{NEWS}", "甲\u3000乙", False),
    ],
)
def test_a_line_is_found_where_it_stands(root: Path, text: str, string: str, is_masthead: bool) -> None:
    root.mkdir()
    (root / "a.txt").write_text(text, encoding="utf-8")
    library = Library.open(root)
    library.sync()
    answer = library.searcher.search(quoted(string), exact=True)
    heads = library.searcher.mastheads_found(answer.query)
    library.close()
    assert (answer.total > 0, [head.path for head in heads]) == (not is_masthead, ["a.txt"] * is_masthead)
