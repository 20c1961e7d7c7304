"""`reader --self-test` does all that the program is made of in a temporary folder, and says what came of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader import __main__, app, cli, formats, own_process
from reader.features.self_test import cli as self_test
from reader.plugs import FileFormat
from tests import homes
from tests.told_types import why_not_of


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which all places that a person has are empty folders of their own."""
    for name in ("HOME", "READER_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path


@pytest.mark.slow
def test_all_passes_here_and_nothing_is_left_anywhere(places: Path) -> None:
    (places / "temporary").mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "reader", "--self-test"],
        env=os.environ
        | {"TMPDIR": str(places / "temporary"), "PYTHONPATH": str(Path(cli.__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    *lines, summary = done.stdout.splitlines()
    assert [line[0] for line in lines] == ["✓"] * len(self_test._CHECKS)
    assert summary.startswith("全部正常")
    assert not [path for path in places.rglob("*") if path.is_file()]


def test_what_fails_is_told_and_all_else_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(self_test, "_CHECKS", self_test._CHECKS[1:5])
    monkeypatch.setattr(
        own_process, "command", lambda *words: [sys.executable, "-c", "raise SystemExit('坏了')"]
    )
    homes.use(monkeypatch, tmp_path / "home")
    assert cli.main(["--self-test"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line[0] for line in lines[:4]] == ["✓", "✗", "✗", "✗"]
    assert "坏了" in lines[1]
    assert lines[4].startswith("有的不正常")


@pytest.mark.slow
def test_a_format_that_is_not_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(self_test, "_CHECKS", self_test._CHECKS[2:3])
    known = {**formats.file_formats(), "papyrus": FileFormat("papyrus", lambda: "莎草纸", "")}
    monkeypatch.setattr(formats, "file_formats", lambda: known)
    homes.use(monkeypatch, tmp_path / "home")
    assert cli.main(["--self-test", "--json"]) == 1
    told = capsys.readouterr().out
    assert not why_not_of(json.loads(told), "self-test")
    assert "papyrus" in told


class TestTheFrozenProgram:
    @pytest.fixture(autouse=True)
    def begun(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        begun: list[str] = []
        monkeypatch.setattr(app, "main", lambda: begun.append("window"))
        monkeypatch.setattr(cli, "main", lambda: begun.append("command"))
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        monkeypatch.delenv("LC_ALL", raising=False)
        monkeypatch.setenv("LC_CTYPE", "C.UTF-8")
        return begun

    @pytest.mark.parametrize(
        ("words", "runs"),
        [
            (["/opt/yuebao/yuebao"], "window"),
            (["yuebao.exe", "yuebao:k7qfz2m4yd3xw6ta"], "window"),
            (["yuebao", "--self-test"], "command"),
            (["yuebao", "open", "~/旧报"], "command"),
            (["reader"], "command"),
        ],
    )
    def test_is_the_window_or_the_command_line_by_its_name(
        self, begun: list[str], monkeypatch: pytest.MonkeyPatch, words: list[str], runs: str
    ) -> None:
        monkeypatch.setattr(sys, "argv", words)
        __main__.frozen()
        assert begun == [runs]

    def test_takes_a_file_by_the_url_that_a_desktop_gives(
        self, begun: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = Path.cwd() / "县志 & 100%.yuebao"
        monkeypatch.setattr(sys, "argv", ["yuebao", path.as_uri()])
        __main__.frozen()
        assert sys.argv[1:] == [str(path)]
        assert begun == ["command"]

    @pytest.mark.parametrize("before", [None, "/home/a/lib"])
    def test_gives_other_programs_the_library_path_of_the_person(
        self, monkeypatch: pytest.MonkeyPatch, before: str | None
    ) -> None:
        monkeypatch.setenv("PYINSTALLER_RESET_ENVIRONMENT", "0")
        monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/yuebao/_internal")
        if before is not None:
            monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
        __main__.frozen()
        assert os.environ.get("LD_LIBRARY_PATH") == before
        assert "LD_LIBRARY_PATH_ORIG" not in os.environ
        assert os.environ["PYINSTALLER_RESET_ENVIRONMENT"] == "1"


@pytest.mark.skipif(sys.platform != "linux", reason="locales of another kind there")
@pytest.mark.parametrize(
    ("told", "language"),
    [
        ({}, "en"),
        ({"LC_ALL": "C"}, "en"),
        ({"LC_CTYPE": "zh_CN.NOWHERE"}, "zh"),
        ({"LANG": "en_GB.NOWHERE"}, "en"),
        ({"LC_ALL": "en_GB.NOWHERE", "LANG": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_text_is_utf_8_where_no_locale_is_told_or_one_that_is_not_there(
    told: dict[str, str], language: str
) -> None:
    program = (
        "import locale\nfrom reader import i18n, own_process\nown_process.settle_environment()\n"
        "print(locale.nl_langinfo(locale.CODESET), i18n.language())"
    )
    silent = {"PYTHONPATH": str(Path(cli.__file__).parents[2]), "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run([sys.executable, "-c", program], env=silent | told, capture_output=True, check=True)
    assert done.stdout.decode().split() == ["UTF-8", language]
