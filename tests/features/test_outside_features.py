"""A package brings a feature: found by its entry point, off until switched on, off again when it fails.

The package is the example of docs/plugs.md, laid out as an installer leaves it.
"""

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from reader import plugs
from reader.storage import outside_features
from tests.terminal import Terminal, write_issues

DOCUMENT = (Path(__file__).parents[2] / "docs" / "plugs.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"`([\w/]+\.(?:py|toml))`[^\n]*\n\n```\w+\n(.*?)```", DOCUMENT, re.DOTALL))
PARAGRAPHS = "yuebao_paragraphs"


def install(folder: Path, package: str, modules: dict[str, str], point: str) -> None:
    """Lay out a package as `pip install --target` does."""
    for name, text in modules.items():
        path = folder / package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    about = folder / f"{package}-1.0.dist-info"
    about.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\nSummary: Counts\n"
    (about / "METADATA").write_text(metadata, encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[{plugs.GROUP}]\n{point}\n", encoding="utf-8")


def install_example(folder: Path) -> None:
    modules = {Path(path).name: text for path, text in FILES.items() if path.startswith(PARAGRAPHS)}
    project = tomllib.loads(FILES["pyproject.toml"])["project"]
    points = project["entry-points"][plugs.GROUP]
    assert list(points) == ["paragraphs"]
    install(folder, PARAGRAPHS, modules, f"paragraphs = {points['paragraphs']}")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of the program's data for packages; afterwards nothing of them is left in this process."""
    home = tmp_path / "home"
    monkeypatch.setenv("READER_HOME", str(home))
    folder = outside_features.folder()
    folder.mkdir(parents=True)
    yield folder
    plugs.switch_on((), folder)
    del os.environ[plugs.SWITCHED_ON]
    del os.environ[plugs.FOLDER]
    sys.path[:] = [entry for entry in sys.path if entry != str(folder)]
    for name in [name for name in sys.modules if name.startswith(("yuebao_", "outside_"))]:
        del sys.modules[name]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "reader", *words], capture_output=True, text=True)


def settle(**settings: object) -> None:
    path = Path(os.environ["READER_HOME"]) / "settings.json"
    path.write_text(json.dumps(settings), encoding="utf-8")


def test_a_feature_is_listed_with_its_package_and_is_off(installed: Path) -> None:
    install_example(installed)
    plugs.switch_on((), installed)
    assert plugs.outside_features() == [plugs.Outside("paragraphs", "yuebao_paragraphs 1.0", "Counts")]
    assert "paragraphs" not in [plug.name for plug in plugs.all_plugs()]
    assert PARAGRAPHS not in sys.modules


def test_what_is_on_is_among_the_plugs_in_children_too(installed: Path) -> None:
    install_example(installed)
    plugs.switch_on(["paragraphs"], installed)
    assert [plug.name for plug in plugs.all_plugs()][-1] == "paragraphs"
    program = "from reader import plugs; print([plug.name for plug in plugs.all_plugs()][-1])"
    child = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert child.stdout == "paragraphs\n"


@pytest.mark.child
def test_its_field_is_searched_and_its_form_written(installed: Path, tmp_path: Path) -> None:
    install_example(installed)
    root = tmp_path / "旧报"
    root.mkdir()
    write_issues(root)
    assert run("sync", "--library", str(root)).returncode == 0
    everything = run("search", "字数:>0", "--library", str(root), "--count")
    settle(features_on=["paragraphs"])
    counted = [
        int(run("search", query, "--library", str(root), "--count").stdout)
        for query in ("段数:>0", "paragraphs:<2", "段数:两段以上", "-段数:>=1")
    ]
    assert counted[0] == int(everything.stdout) > 0
    assert counted[1] + counted[2] == counted[0]
    assert counted[3] == 0
    target = tmp_path / "paragraphs.csv"
    done = run("export", "段数:>0", "--library", str(root), "--format", "paragraphs", "-o", str(target))
    assert done.returncode == 0, done.stderr
    assert len(target.read_text(encoding="utf-8").splitlines()) >= counted[0]


FAULTY = {
    "raises on import": ("raise RuntimeError('no disk')", "RuntimeError: no disk"),
    "is no plug": ("PLUG = 3", "不是阅报的部件"),
    "has another name": (
        "from reader.plugs import Plug\nPLUG = Plug('other', title=lambda: 'x')",
        "不是阅报的部件",
    ),
    "has no title": ("from reader.plugs import Plug\nPLUG = Plug('faulty')", "不是阅报的部件"),
    "answers the core": (
        "from reader.plugs import Plug\nPLUG = Plug('faulty', title=lambda: 'x', answers={'doubts': 'a:b'})",
        "answers",
    ),
    "fails when asked": (
        "from reader.plugs import Plug\nPLUG = Plug('faulty', title=lambda: 'x', actions=lambda: 1 / 0)",
        "ZeroDivisionError",
    ),
    "has a field that is not there": (
        "from reader.plugs import Plug\nPLUG = Plug('faulty', title=lambda: 'x', field='outside_faulty:GONE')",
        "AttributeError",
    ),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_one_is_off_and_says_why(installed: Path, fault: str) -> None:
    text, words = FAULTY[fault]
    install(installed, "outside_faulty", {"__init__.py": text}, "faulty = outside_faulty:PLUG")
    plugs.switch_on(["faulty"], installed)
    assert {plug.name for plug in plugs.all_plugs()} <= {*plugs.FEATURES}
    assert words in outside_features.why_off("faulty")


FIELD = """
from reader.newspaper.holdings import ArticleValue, NumberField
from reader.plugs import Plug
PLUG = Plug({feature!r}, title=lambda: "x", field="outside_{feature}:FIELD")
VALUE = ArticleValue({value!r}, lambda article: 77)
FIELD = NumberField({name!r}, {english!r}, VALUE, lambda: {name!r}, ())
"""


def install_field(folder: Path, feature: str, name: str, english: str, value: str) -> None:
    text = FIELD.format(feature=feature, name=name, english=english, value=value)
    package = f"outside_{feature}"
    install(folder, package, {"__init__.py": text}, f"{feature} = {package}:PLUG")


FIELDS_OF_OTHERS = {
    "the name of ours": ("字数", "lines", "lines", "字数", "字数:>0"),
    "the name of ours in traditional characters": ("標題", "lines", "lines", "標題", "標題:的"),
    "the English name of ours": ("行数", "Length", "lines", "Length", "length:>0"),
    "the name that databases have for ours": ("行数", "TI", "lines", "TI", "TI=的"),
    "the name of a field of one of our features": ("行数", "kind", "lines", "kind", "kind:news"),
    "the value of ours": ("行数", "lines", "length", "length", "字数:>0"),
    "a column of the index": ("行数", "lines", "day", "day", "行数:77"),
    "a key of the answers": ("行数", "shape", "lines", "shape", "shape:77"),
}
"""Name, English name and value of the field; which of them is taken; a query that must find what it found without."""


@pytest.mark.child
@pytest.mark.parametrize("case", FIELDS_OF_OTHERS)
def test_a_field_that_would_take_the_name_of_ours_is_off_and_ours_stays(
    installed: Path, tmp_path: Path, case: str
) -> None:
    name, english, value, taken, query = FIELDS_OF_OTHERS[case]
    install_field(installed, "lines", name, english, value)
    root = Terminal(tmp_path / "home").laid(tmp_path / "旧报")
    without = Terminal(tmp_path / "home").run("search", query, "--library", root, "--count")
    settle(features_on=["lines"])
    beside = run("search", query, "--library", str(root), "--count")
    assert beside.stdout == without.out != ""
    assert f"部件“lines”：它的搜索字段与已有的同名（{taken}），已关掉。" in beside.stderr


WINDOW = """
import time
from PySide6.QtTest import QTest
from reader import app
from reader.assets import sample_library
window = app.open_window(sample_library())
end = time.monotonic() + 120
while window.settings.saved.features_on and time.monotonic() < end:
    QTest.qWait(1)
print(window.toast.label.text())
"""


@pytest.mark.child
def test_a_window_says_that_a_field_is_off_before_the_first_search(installed: Path) -> None:
    install_field(installed, "lines", "字数", "lines", "lines")
    settle(features_on=["lines"])
    done = subprocess.run([sys.executable, "-c", WINDOW], capture_output=True, text=True, check=True)
    assert done.stdout == "部件“lines”：它的搜索字段与已有的同名（字数），已关掉。\n"


@pytest.mark.child
def test_of_two_packages_with_a_field_of_one_name_the_second_is_off(installed: Path, tmp_path: Path) -> None:
    install_example(installed)
    install_field(installed, "sections", "段数", "sections", "sections")
    root = Terminal(tmp_path / "home").laid(tmp_path / "旧报")
    settle(features_on=["paragraphs", "sections"])
    done = run("search", "段数:77", "--library", str(root), "--count")
    assert done.stdout == "0\n"
    assert "部件“sections”：它的搜索字段与已有的同名（段数），已关掉。" in done.stderr


def test_a_field_whose_name_is_no_word_is_off(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_field(installed, "lines", "行(数", "lines", "lines")
    settle(features_on=["lines"])
    done = run("schema", "search")
    assert "部件“lines”：它的搜索字段的名字“行(数”不是一个词，已关掉。" in done.stderr


FAULTY_PARTS = {
    "a field that raises": ("field.py", "len(article.blocks)", "1 / 0", "ZeroDivisionError"),
    "a field with words for a number": (
        "field.py",
        "len(article.blocks)",
        "'many'",
        "段数应是不小于 0 的整数，它说是 'many'",
    ),
    "a form that raises": ("form.py", "csv.writer(file)", "csv.writes(file)", "AttributeError"),
    "a form without its writer": ("form.py", "def write(", "def written(", "AttributeError"),
    "a form that is not Python": ("form.py", "import csv", "import csv csv", "SyntaxError"),
}


@pytest.mark.child
@pytest.mark.parametrize("fault", FAULTY_PARTS)
def test_a_part_that_fails_in_a_command_is_told_in_a_sentence(
    installed: Path, tmp_path: Path, fault: str
) -> None:
    module, right, wrong, words = FAULTY_PARTS[fault]
    install_example(installed)
    path = installed / PARAGRAPHS / module
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    root = Terminal(tmp_path / "home").laid(tmp_path / "旧报")
    settle(features_on=["paragraphs"])
    target = str(tmp_path / "paragraphs.csv")
    done = run("export", "段数:>0", "--library", str(root), "--format", "paragraphs", "-o", target)
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"部件“paragraphs”出了错：{words}")
    assert last.endswith("在设置里关掉。")
    assert "Traceback" not in done.stderr


def test_the_name_of_a_feature_of_ours_is_refused(installed: Path) -> None:
    text = "from reader.plugs import Plug\nPLUG = Plug('export', title=lambda: 'x')"
    install(installed, "outside_export", {"__init__.py": text}, "export = outside_export:PLUG")
    plugs.switch_on(["export"], installed)
    assert [plug.name for plug in plugs.all_plugs()].count("export") == 1
    assert outside_features.why_off("export")


def test_a_package_that_is_gone_is_said_and_the_command_goes_on(installed: Path) -> None:
    settle(features_on=["paragraphs"])
    done = run("schema")
    assert done.returncode == 0
    assert "装它的包不在了" in done.stderr


def test_nothing_in_a_library_is_looked_through(installed: Path, tmp_path: Path) -> None:
    root = tmp_path / "旧报"
    install_example(root)
    plugs.switch_on(["paragraphs"], installed)
    assert plugs.outside_features() == []


def test_every_name_that_is_promised_is_there() -> None:
    promised = re.findall(r"`(reader\.[\w.]+)`", DOCUMENT.partition("## What a plug may rely on")[2])
    assert len(promised) > 20
    for name in promised:
        module, _, attribute = name.rpartition(".")
        assert hasattr(import_module(module), attribute), name


def test_the_members_that_are_offered_are_those_promised() -> None:
    sentence = DOCUMENT.partition("these members of `Plug`: ")[2].partition(". One with")[0]
    assert {*re.findall(r"`(\w+)`", sentence)} | {"name"} == plugs.OFFERED
