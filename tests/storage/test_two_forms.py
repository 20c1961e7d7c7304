"""Where a system has two forms of a path, what is below a folder is below it in both.

On Windows whatever is below a library is asked for behind a sign that has its names taken as they are. Here, two
slashes at the beginning of a path are such a sign: POSIX knows them for the same file, and pathlib for another path.
"""

import ast
from pathlib import Path

import pytest

from reader.storage import folder, regular_file
from tests.modules import ROOT, nodes
from tests.terminal import Terminal, write_issues

pytestmark = pytest.mark.skipif(not Path("//").is_dir(), reason="two slashes are a server's here")


@pytest.fixture(autouse=True)
def two_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    def for_system(path: Path) -> Path:
        return Path("/" + str(path)) if path.is_absolute() else path

    def for_people(path: Path) -> Path:
        return Path(str(path).removeprefix("/")) if str(path).startswith("//") else path

    monkeypatch.setattr(regular_file, "_HAS_HANDLES", False)

    def name_without_links(path: Path, root: Path) -> str:
        return path.relative_to(root).as_posix()

    monkeypatch.setattr(regular_file, "_name_without_links", name_without_links)
    monkeypatch.setattr(regular_file, "for_system", for_system)
    monkeypatch.setattr(folder, "for_system", for_system)
    monkeypatch.setattr(folder, "for_people", for_people)


def test_papers_and_pictures_are_imported(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path / "home")
    root = write_issues(tmp_path / "柳川")
    paper = "柳川晚报\n1992年3月1日\n\n渡口添了船\n\n昨天渡口添了两条船。\n"
    (tmp_path / "19920301.txt").write_text(paper, encoding="utf-8")
    (tmp_path / "19920301.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    terminal.run("sync", "--library", root)
    ran = terminal.run("import", tmp_path / "19920301.txt", tmp_path / "19920301.png", "--library", root)
    assert ran.err == ""
    assert terminal.run("search", "添了两条船", "--count", "--library", root).out == "1\n"
    assert {path.name for path in root.rglob("19920301.*")} == {"19920301.txt", "19920301.png"}


def test_the_real_form_of_a_path_is_asked_for_in_one_place() -> None:
    """Windows refuses a long path, and gives back its own form of it."""
    places = {
        path.relative_to(ROOT).as_posix() for path, call in nodes(ast.Call) if _asks_for_real_form(call)
    }
    assert places == {
        "__main__.py",
        "assets.py",
        "features/room/cli/__init__.py",
        "storage/regular_file.py",
        "storage/system_paths.py",
        "ui/widgets/application.py",
    }


def _asks_for_real_form(call: ast.Call) -> bool:
    match call:
        case ast.Call(func=ast.Attribute(attr="resolve"), args=[], keywords=[]):
            return True
        case ast.Call(func=ast.Attribute(attr="realpath")):
            return ast.unparse(call.func) == "os.path.realpath"
    return False


@pytest.mark.parametrize(
    ("call", "is_one"),
    [
        ("root.resolve()", True),
        ("Path(a).resolve()", True),
        ("os.path.realpath(a)", True),
        ("root.resolve(strict=True)", False),
        ("names.resolve(a)", False),
        ("realpath(a)", False),
    ],
)
def test_a_call_for_the_real_form_is_known(call: str, is_one: bool) -> None:
    parsed = ast.parse(call, mode="eval").body
    assert isinstance(parsed, ast.Call)
    assert _asks_for_real_form(parsed) == is_one


def test_paths_below_a_library_are_made_in_few_places() -> None:
    """What is asked of the system is joined to `for_system(root)`.

    Commands join what a person has typed; the others are folders of the program's own, and the places of the two forms.
    """
    roots = ("root", "_root")
    joined = {
        path.relative_to(ROOT).as_posix()
        for path, joining in nodes(ast.BinOp)
        if isinstance(joining.op, ast.Div) and ast.unparse(joining.left).rpartition(".")[2] in roots
    }
    assert joined == {
        "cli/libraries.py",
        "features/correct/cli/__init__.py",
        "features/recognition/cli.py",
        "features/recognition/recognition_process.py",
        "features/room/room_folder.py",
        "features/self_test/cli.py",
        "features/tables/cli.py",
        "storage/folder.py",
        "storage/regular_file.py",
    }
