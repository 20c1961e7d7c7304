"""`reader dossier` and `reader clip` as a person runs them."""

import io
import re
from pathlib import Path

import docx
import pytest
from PySide6.QtGui import QImage

from reader.features.dossiers.dossiers import dossiers_of
from tests.terminal import Ran, Terminal, write_issues
from tests.told_types import why_not_of
from tests.ui.printing import read_back


class Shelf:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.terminal = Terminal(folder / "home")
        self.root = write_issues(folder / "柳川")
        self.key = str(self.run("search", "马灯", "--json").json()["hits"][0]["key"])
        self.other = str(self.run("search", "三百六十七号", "--json").json()["hits"][0]["key"])

    def run(self, *words: object, code: int = 0) -> Ran:
        return self.terminal.run(*words, "--library", self.root, code=code)

    def make(self, name: str, key: str, *notes: str) -> str:
        with self.terminal.library(self.root) as library:
            uuid = dossiers_of(library).add(name).uuid
            dossiers_of(library).add_articles(uuid, [(library.articles.find(key)[0].id, None)])
            for note in notes:
                dossiers_of(library).add_note(uuid, note)
        return uuid

    def texts(self, name: str) -> list[str]:
        entries = self.run("dossier", "show", name, "--json").json()["entries"]
        return [
            each.get("text") or (each["passage"] or {}).get("exact") or each["headline"] for each in entries
        ]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Each test has a dossier of its own name in it."""
    return Shelf(tmp_path_factory.mktemp("剪"))


def test_a_dossier_is_listed_with_what_was_removed_from_it(shelf: Shelf) -> None:
    assert "在窗口里" in shelf.run("dossier", "list").out
    uuid = shelf.make("渡口", shelf.key, "先看这里", "删掉的")
    with shelf.terminal.library(shelf.root) as library:
        gone = dossiers_of(library).add("不要了").uuid
        dossiers_of(library).remove(gone)
        dossiers_of(library).remove_entries([dossiers_of(library).entries(uuid)[-1].uuid])
        (other,) = library.articles.find(shelf.other)
        clipped = library.notebook.quote(other.id, "三百六十七号")
        dossiers_of(library).add_articles(uuid, [(other.id, clipped)])
    first, *rest = shelf.texts("渡口")
    assert rest == ["先看这里", "三百六十七号"]
    (row,) = shelf.run("dossier", "list", "--json").json()
    assert (row["name"], row["count"]) == ("渡口", 3)
    assert f"1  {first}" in shelf.run("dossier", "show", row["uuid"][:8]).out
    assert "1  删掉的" in shelf.run("dossier", "show", "渡口", "--removed").out
    assert "不要了" in shelf.run("dossier", "list", "--removed").out
    assert "没有叫“不要了”的专题" in shelf.run("dossier", "show", "不要了", code=1).err
    assert "add" in shelf.run("dossier", "add", "渡口", code=2).err


def test_it_is_made_filled_and_undone_at_the_terminal(shelf: Shelf) -> None:
    assert "已新建专题“水路”" in shelf.run("dossier", "new", "水路").out
    assert "已有一个专题叫“水路”" in shelf.run("dossier", "new", "水路", code=1).err
    told = shelf.run("dossier", "add", "水路", shelf.key, "zzz", code=1)
    assert (told.out.splitlines()[0], "zzz" in told.err) == ("已收进“水路”：1 篇", True)
    shelf.run("dossier", "add", "水路", shelf.other, "--quote", "三百六十七号")
    shelf.run("dossier", "write", "水路", "问过", "外公")
    shelf.terminal.run("dossier", "write", "水路", "-", "--library", shelf.root, stdin="一\n二\n")
    assert shelf.texts("水路")[1:] == ["三百六十七号", "问过 外公", "一\n二"]
    undone = [shelf.run("dossier", "undo").out.strip() for _ in range(6)]
    written, added = "已撤销：在专题“水路”里写的话", "已撤销：加进专题“水路”"
    assert undone == [written, written, added, added, "已撤销：新建专题“水路”", "没有可以撤销的。"]
    assert "水路" not in shelf.run("dossier", "list").out
    assert "水路" in shelf.run("dossier", "list", "--removed").out


def test_it_is_exported_with_its_sources_in_footnotes(shelf: Shelf) -> None:
    shelf.make("写出来", shelf.key, "记一笔")
    cited = shelf.run("cite", shelf.key).out.strip()
    assert re.search(r"^\[\^1\]: ", shelf.run("dossier", "export", "写出来").out, re.MULTILINE)
    for ending in ("md", "docx", "pdf"):
        shelf.run("dossier", "export", "写出来", shelf.folder / f"写.{ending}")
    document = docx.Document(io.BytesIO((shelf.folder / "写.docx").read_bytes()))
    assert document.paragraphs[-1].text == "记一笔"
    (sheet,) = read_back.sheets((shelf.folder / "写.pdf").read_bytes())
    assert "".join(cited.split()) in sheet
    assert "已经有了" in shelf.run("dossier", "export", "写出来", shelf.folder / "写.md", code=1).err
    assert ".docx" in shelf.run("dossier", "export", "写出来", shelf.folder / "写.odt", code=2).err


def test_a_clipping_is_a_picture_as_fine_as_one_likes(shelf: Shelf) -> None:
    target = shelf.folder / "灯.png"
    told = shelf.run(
        "clip", shelf.key, "--card", "--text", "马灯", "--scale", "3", "-o", target, "--json"
    ).json()
    assert not why_not_of(told, "clip")
    assert told == {"files": [str(target)], "citation": shelf.run("cite", shelf.key).out.strip()}
    assert (QImage(str(target)).width(), QImage(str(target)).height()) == (1620, 2160)
    assert "已经有了" in shelf.run("clip", shelf.key, "-o", target, code=1).err
    shelf.run("clip", shelf.key, "--text", "马灯", "-o", shelf.folder / "灯.svg")
    assert "马灯" in (shelf.folder / "灯.svg").read_text(encoding="utf-8").partition("<path")[0]
    assert ".png、.svg 或 .pdf" in shelf.run("clip", shelf.key, "-o", shelf.folder / "灯.gif", code=2).err


def test_a_long_article_becomes_several_cards_in_files_with_numbers(tmp_path: Path) -> None:
    long = "江上有雾，渡船停了半日，两岸的人隔着水喊话。" * 30
    shelf = Terminal(tmp_path / "home")
    root = write_issues(tmp_path / "柳川", {"a.txt": f"柳川晚报\n1990年3月5日 第5期\n\n## 大雾\n\n{long}\n"})
    (hit,) = shelf.run("search", "隔着水", "--json", "--library", root).json()["hits"]
    told = shelf.run("clip", hit["key"], "--card", "-o", tmp_path / "雾.png", "--library", root)
    files = sorted(path.name for path in tmp_path.glob("雾*.png"))
    assert files[:2] == ["雾 2.png", "雾 3.png"]
    assert f"做成了 {len(files)} 张" in told.err
    assert shelf.run("clip", hit["key"], "-o", tmp_path / "雾.pdf", "--library", root).code == 0
    assert read_back.sheets((tmp_path / "雾.pdf").read_bytes())[0].startswith("柳川晚报")
