"""`reader export`: articles taken together, as other programs read them, and as they come back."""

import re
import shlex
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.terminal import Terminal, write_issues

TEI = "{http://www.tei-c.org/ns/1.0}"


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def shelf(terminal: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_issues(tmp_path_factory.mktemp("柳川"))
    terminal.run("sync", "--library", root)
    return root


def rows(terminal: Terminal, root: Path) -> list[tuple[object, ...]]:
    """What a search tells of all articles of a library."""
    hits = terminal.run("search", "日期:1990-1991", "--library", root, "--json", "--all").json()["hits"]
    return sorted(
        tuple(str(hit[name]) for name in ("key", "date", "page", "headline"))
        for hit in hits
        if hit.get("key")
    )


def test_a_folder_of_markdown_is_the_same_library(terminal: Terminal, shelf: Path, tmp_path: Path) -> None:
    target = tmp_path / "导出"
    told = terminal.run("export", "--all", "--library", shelf, "-o", target, "--json").json()
    written = {"path": str(target), "format": "markdown", "issues": 3, "articles": 5}
    assert told == {**written, "total_is_exact": True, "read_share": 1.0}
    assert terminal.run("sync", "--library", target, "--json").json()["formats"] == {"article-file": 5}
    assert rows(terminal, target) == rows(terminal, shelf)
    assert len(rows(terminal, shelf)) == 5


def test_what_is_asked_for_becomes_a_book(terminal: Terminal, shelf: Path, tmp_path: Path) -> None:
    target = tmp_path / "戏台.epub"
    ran = terminal.run("export", "老戏台", "--library", shelf, "-o", target)
    assert ran.out == f"已存到 {target}\n2 期，2 篇\n"
    with zipfile.ZipFile(target) as book:
        assert book.testzip() is None
        first = book.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        package = ElementTree.fromstring(book.read("book/package.opf"))
        names = [item.get("href") or "" for item in package.iter("{http://www.idpf.org/2007/opf}item")]
        assert {f"book/{name}" for name in names} | {
            "mimetype",
            "META-INF/container.xml",
            "book/package.opf",
        } == {*book.namelist()}
        pages = [
            "".join(ElementTree.fromstring(book.read(f"book/{name}")).itertext())
            for name in names
            if name[0] == "a"
        ]
    assert ["老戏台搬过了河" in pages[0], "腊月里的第一场雪" in pages[1]] == [True, True]
    assert "锣鼓声隔着水更好听" in pages[0]


def test_an_issue_becomes_a_tei_document(terminal: Terminal, shelf: Path, tmp_path: Path) -> None:
    target = tmp_path / "tei"
    terminal.run("export", "1990-03-06", "--library", shelf, "--format", "tei", "-o", target)
    (path,) = target.rglob("*.xml")
    assert path.relative_to(target).as_posix() == "柳川晚报/1990/1990-03-06.xml"
    root = ElementTree.parse(path).getroot()
    date = next(root.iter(f"{TEI}date"))
    assert date.get("when") == "1990-03-06"
    divs = [div for div in root.iter(f"{TEI}div") if div.get("type") == "article"]
    assert [div.findtext(f"{TEI}head") for div in divs] == ["渡船添了夜班", "雨后笋价跌了一半"]
    assert "看夜戏的人散了场" in "".join(divs[0].itertext())


def test_a_date_alone_means_the_papers_of_that_time(terminal: Terminal, shelf: Path, tmp_path: Path) -> None:
    ran = terminal.run("export", "1990-03", "--library", shelf, "-o", tmp_path / "报", "--json")
    assert ran.json()["issues"] == 2


def test_the_ending_of_another_kind_of_file_is_refused(
    terminal: Terminal, shelf: Path, tmp_path: Path
) -> None:
    ran = terminal.run("export", "1990-03", "--library", shelf, "-o", tmp_path / "报.docx", code=2)
    assert "存不成 .docx" in ran.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((), 2, "写出要导出什么"),
        (("--all", "渡口"), 2, "写出要导出什么"),
        (("没有这样的字",), 1, "没有可以导出的文章"),
        (("1889-03",), 1, "没有可以导出的文章，未写入任何内容。\n"),
        (("日期:1889-03",), 1, "没有可以导出的文章，未写入任何内容。\n"),
    ],
)
def test_without_articles_nothing_is_written(
    terminal: Terminal, shelf: Path, tmp_path: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    ran = terminal.run("export", *words, "--library", shelf, "-o", tmp_path / "无", code=code)
    assert told in ran.err
    assert not list(tmp_path.iterdir())


def test_the_examples_of_the_help_do_what_they_say(terminal: Terminal, tmp_path: Path) -> None:
    speaking = Terminal(tmp_path / "home", extra={"READER_LANGUAGE": "en"})
    helps = [each.run("export", "--help").out for each in (terminal, speaking)]
    examples = re.findall("^  reader (export .+)$", "\n".join(helps), re.MULTILINE)
    assert len(examples) == 4
    for number, example in enumerate(dict.fromkeys(examples)):
        *words, target = shlex.split(example)
        ran = terminal.run(*words, tmp_path / f"{number}{Path(target).suffix}", "--json")
        told = ran.json()
        assert told["articles"] > 0
        assert Path(told["path"]).exists()


@pytest.mark.parametrize("name", ["有", "有.epub"])
def test_what_is_there_stays(terminal: Terminal, shelf: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("我的", encoding="utf-8")
    ran = terminal.run("export", "--all", "--library", shelf, "-o", tmp_path / name, code=1)
    assert "已经有了" in ran.err
    assert (tmp_path / name).read_text(encoding="utf-8") == "我的"
    assert len(list(tmp_path.iterdir())) == 1
