"""What only Windows does: files that nobody else may open, consoles with a code page, Ctrl+C to all in a console."""

import ctypes
import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PIL import Image

from reader import app, display
from reader.cli.libraries import ready
from reader.library.page_pictures import PagePicture
from reader.storage import settings
from reader.storage.disk_errors import LibraryError, explain
from reader.storage.platform_folders import places
from reader.storage.regular_file import write_whole
from reader.storage.settings import Settings
from reader.storage.system_paths import for_system
from reader.ui.layout.recent_libraries import Presence, presence_of
from reader.ui.widgets.dialog import file_choice
from tests import corpus
from tests.held_by_another import NOBODY_ELSE, OTHERS_READ, OTHERS_WRITE, held
from tests.terminal import Terminal, write_issues

if sys.platform != "win32":
    pytest.skip("only Windows does", allow_module_level=True)

_IN_USE = "另一个程序正占用"
_CLOSE = 0x0010
"""What Windows sends a window whose button of closing was pressed."""


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "home")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_issues(tmp_path / "柳川 晚报")


def test_a_paper_that_is_held_is_told_and_read_the_next_time(terminal: Terminal, root: Path) -> None:
    with held(root / "1990" / "03" / "19900305.txt"):
        report = terminal.ran("sync", "--library", root, "--json")
        assert [_IN_USE in failure["message"] for failure in report.json()["failed"]] == [True]
        assert report.json()["added"] == 2
    assert terminal.run("sync", "--library", root, "--json").json()["failed"] == []
    assert terminal.run("search", "老戏台", "--count", "--library", root).out == "2\n"


def test_papers_are_found_while_the_notes_are_held(terminal: Terminal, root: Path) -> None:
    key = terminal.run("search", "老戏台", "--json", "--library", root).json()["hits"][0]["key"]
    terminal.run("bookmark", "add", key, "--library", root)
    with held(root / ".reader" / "user.sqlite"):
        assert terminal.run("search", "老戏台", "--count", "--library", root).out == "2\n"
        assert _IN_USE in terminal.run("bookmark", "list", "--library", root, code=1).err
    assert "老戏台" in terminal.run("bookmark", "list", "--library", root).out


def test_papers_are_found_while_the_notes_and_the_file_that_says_which_library_it_is_are_held(
    terminal: Terminal, root: Path
) -> None:
    key = terminal.run("search", "老戏台", "--json", "--library", root).json()["hits"][0]["key"]
    terminal.run("bookmark", "add", key, "--library", root)
    (identity,) = (terminal.home / "cache").rglob("*.library")
    with held(identity):
        assert "老戏台" in terminal.run("bookmark", "list", "--library", root).out
        with held(root / ".reader" / "user.sqlite"):
            assert terminal.run("search", "老戏台", "--count", "--library", root).out == "2\n"
            assert terminal.run("sync", "--library", root, "--json").json()["unchanged"] == 3
            assert "user.sqlite" in terminal.run("bookmark", "list", "--library", root, code=1).err
    assert "老戏台" in terminal.run("bookmark", "list", "--library", root).out


def test_an_article_is_shown_while_its_notes_are_held(terminal: Terminal, root: Path) -> None:
    key = terminal.run("search", "老戏台", "--json", "--library", root).json()["hits"][0]["key"]
    terminal.run("bookmark", "add", key, "--note", "外婆", "--library", root)
    with held(root / ".reader" / "user.sqlite"):
        shown = terminal.run("show", key, "--library", root)
        assert "老戏台" in shown.out
        assert "批注没有列出" in shown.err
        assert terminal.run("show", key, "--format", "json", "--library", root).json()["notes"] is None
    assert "外婆" in terminal.run("show", key, "--library", root).out


@pytest.mark.parametrize("pattern", ["current.json", "manifest-*.json", "*.seg", "names-*.txt"])
def test_an_index_that_is_held_is_told_and_is_not_made_anew(
    terminal: Terminal, root: Path, pattern: str
) -> None:
    """What needs no index is done meanwhile."""
    terminal.run("sync", "--library", root)
    if pattern.startswith("names"):
        terminal.run("people", "--library", root)
        terminal.run("check", "--repair", "--library", root)
    key = terminal.run("search", "老戏台", "--json", "--library", root).json()["hits"][0]["key"]
    part, *_ = (terminal.home / "cache").rglob(pattern)
    index = {path: path.read_bytes() for path in part.parent.iterdir()}
    with held(part):
        assert _IN_USE in terminal.run("search", "老戏台", "--library", root, code=1).err
        assert "老戏台" in terminal.run("show", key, "--library", root).out
        assert _IN_USE in terminal.run("check", "--library", root, code=1).err
    assert terminal.run("search", "老戏台", "--count", "--library", root).out == "2\n"
    assert {path: path.read_bytes() for path in part.parent.iterdir()} == index


def add_paper(root: Path, day: int) -> None:
    january = root / "1991" / "01"
    words = (january / "19910117.txt").read_text(encoding="utf-8")
    (january / f"199101{day}.txt").write_text(words.replace("17日", f"{day}日"), encoding="utf-8")


def test_a_sync_tells_of_a_part_of_the_index_that_is_held_and_goes_on_the_next_time(
    terminal: Terminal, root: Path
) -> None:
    terminal.run("sync", "--library", root)
    part, *_ = (terminal.home / "cache").rglob("*.seg")
    add_paper(root, 18)
    with held(part):
        error = terminal.run("sync", "--library", root, code=1).err
    assert _IN_USE in error
    assert part.name in error
    terminal.run("sync", "--library", root)
    assert terminal.run("search", "老戏台", "--count", "--library", root).out == "3\n"


def test_a_part_of_a_former_index_that_is_held_is_in_nobodys_way(terminal: Terminal, root: Path) -> None:
    terminal.run("sync", "--library", root)
    part, *_ = (terminal.home / "cache").rglob("*.seg")
    former = part.with_name("grams_0a0b.seg")
    former.write_bytes(part.read_bytes())
    add_paper(root, 18)
    with held(former):
        terminal.run("sync", "--library", root)
        assert terminal.run("search", "老戏台", "--count", "--library", root).out == "3\n"
    assert former.exists()
    add_paper(root, 19)
    terminal.run("sync", "--library", root)
    assert terminal.run("search", "老戏台", "--count", "--library", root).out == "4\n"
    assert not former.exists()


def test_while_the_number_of_former_files_is_held_papers_are_read_and_an_empty_folder_is_told(
    terminal: Terminal, root: Path
) -> None:
    """An empty folder may be that of a drive that is away."""
    terminal.run("sync", "--library", root)
    (count,) = (terminal.home / "cache").rglob("*.count")
    with held(count):
        assert terminal.run("sync", "--library", root, "--json").json()["unchanged"] == 3
        away = root.rename(root.with_name("away"))
        root.mkdir()
        error = terminal.run("sync", "--library", root, code=1).err
        assert _IN_USE in error
        assert count.name in error
        assert list(root.iterdir()) == []
    assert "3 个文件里有 3 个不见了" in terminal.run("sync", "--library", root, code=1).err
    root.rmdir()
    away.rename(root)
    assert terminal.run("search", "老戏台", "--count", "--library", root).out == "2\n"


def test_a_file_that_others_may_read_and_nobody_may_write_is_told_as_in_use(
    terminal: Terminal, root: Path
) -> None:
    key = terminal.run("search", "老戏台", "--json", "--library", root).json()["hits"][0]["key"]
    terminal.run("bookmark", "add", key, "--library", root)
    with held(root / ".reader" / "user.sqlite", OTHERS_READ):
        assert "老戏台" in terminal.run("bookmark", "list", "--library", root).out
        assert (
            _IN_USE in terminal.run("bookmark", "add", key, "--note", "外婆", "--library", root, code=1).err
        )
    (catalogue,) = (terminal.home / "cache").rglob("catalogue.sqlite")
    (root / "1991" / "01" / "19910117.txt").unlink()
    with held(catalogue, OTHERS_READ):
        error = terminal.run("sync", "--library", root, "--accept-missing", code=1).err
    assert _IN_USE in error
    assert "catalogue.sqlite" in error


def test_a_paper_is_imported(terminal: Terminal, root: Path, tmp_path: Path) -> None:
    paper = tmp_path / "aux.txt"
    whole_paper = for_system(paper)
    whole_paper.write_text("柳川晚报\n1992年3月1日\n\n渡口添了船\n\n昨天渡口添了两条船。\n", encoding="gbk")
    (tmp_path / "渡口.txt").write_bytes(whole_paper.read_bytes())
    terminal.run("sync", "--library", root)
    assert terminal.run("import", tmp_path / "渡口.txt", "--library", root).err == ""
    assert terminal.run("search", "添了两条船", "--count", "--library", root).out == "1\n"
    assert "设备的名字" in terminal.run("parse", "CON", code=1).err


def test_a_key_that_is_held_is_told_by_its_own_name(terminal: Terminal, root: Path, tmp_path: Path) -> None:
    terminal.run("pack", root, "-o", tmp_path / "a.yuebao", "--giver", "方")
    (key,) = terminal.home.rglob("giver.key")
    evidence = ("evidence", "make", "老戏台", "-o", tmp_path / "a.yuebao-evidence", "--library", root)
    with held(key):
        error = terminal.run(*evidence, code=1).err
    assert _IN_USE in error
    assert "giver.key" in error
    terminal.run(*evidence)


@pytest.mark.parametrize(
    "command",
    [
        "search --batch",
        "claims",
        "people --list",
        "bookmark import",
        "correct import",
        "import-notes",
        "import",
        "evidence check",
        "parse",
    ],
)
def test_a_given_file_that_is_held_is_told_as_in_use(
    terminal: Terminal, root: Path, tmp_path: Path, command: str
) -> None:
    given = tmp_path / "给的.txt"
    given.write_text("老戏台搬过了河\n", encoding="utf-8")
    words = [*command.split(), given]
    if command not in ("evidence check", "parse"):
        words += ["--library", root]
    with held(given):
        ran = terminal.run(*words, code=1)
    assert _IN_USE in ran.err
    assert given.name in ran.err


def test_settings_that_are_held_are_told_and_stay_what_they_are() -> None:
    kept = Settings(theme="paper", searches=("渡口",))
    settings.save(kept)
    with held(places().settings):
        assert _IN_USE in (settings.load().complaint or "")
        with pytest.raises(PermissionError) as caught:
            settings.save(Settings())
        assert _IN_USE in explain(caught.value, places().settings)
    assert settings.load() == settings.LoadedSettings(kept)


def test_a_picture_that_is_held_is_told(root: Path) -> None:
    picture = PagePicture("1991/01/19910117.png")
    file = root / picture.path
    Image.new("RGB", (40, 60), "white").save(file)
    with ready(root) as library:
        with held(file), pytest.raises(LibraryError, match=f"{_IN_USE}.*19910117.png"):
            library.pictures.pyramid(picture)
        with library.pictures.pyramid(picture) as pyramid:
            assert pyramid.about.height == 60


@pytest.mark.parametrize("shared", [NOBODY_ELSE, OTHERS_READ, OTHERS_READ | OTHERS_WRITE])
def test_a_file_that_is_held_is_not_written_in_its_place(tmp_path: Path, shared: int) -> None:
    """A dossier is open in another program when it is exported anew."""
    target = tmp_path / "外婆.docx"
    target.write_bytes(b"former")
    with held(target, shared):
        with pytest.raises(PermissionError) as caught:
            write_whole(target, b"later", replaces=True)
        assert explain(caught.value, target) == f"{_IN_USE} {target}，请稍后再试。"
    assert target.read_bytes() == b"former"
    assert list(tmp_path.iterdir()) == [target]
    write_whole(target, b"later", replaces=True)
    assert target.read_bytes() == b"later"


def test_the_file_of_passwords_is_told_where_windows_has_it(terminal: Terminal) -> None:
    address = "postgresql://lan:geheim@archive.example/rooms"
    told = terminal.run("search", "渡口", "--library", address, code=1).err
    assert r"%APPDATA%\postgresql\pgpass.conf" in told
    assert ".pgpass" not in told


_PASSING_ON = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())"


@pytest.mark.parametrize(
    ("code_page", "has_pipe"), [(936, False), (936, True), (950, True), (1252, False), (1252, True)]
)
def test_in_a_console_of_any_code_page_the_same_is_printed(
    terminal: Terminal, root: Path, tmp_path: Path, code_page: int, has_pipe: bool
) -> None:
    terminal.run("sync", "--library", root)
    printed = tmp_path / "printed.txt"
    command = subprocess.list2cmdline(terminal.command("search", "老戏台", "--library", root))
    if has_pipe:
        command += f" | {subprocess.list2cmdline([sys.executable, '-c', _PASSING_ON])}"
    done = subprocess.run(
        f'cmd /d /s /c "chcp {code_page} >nul & {command} > {subprocess.list2cmdline([printed])}"',
        env=terminal.environment() | {"PYTHONUTF8": "0"},
        creationflags=subprocess.CREATE_NEW_CONSOLE,
        check=False,
    )
    assert done.returncode == 0
    text = printed.read_bytes().decode()
    assert "老戏台搬过了河" in text


_ON_SCREEN = """
import ctypes, os, msvcrt, subprocess, sys
from ctypes import wintypes

class Place(ctypes.Structure):
    _fields_ = [("x", ctypes.c_short), ("y", ctypes.c_short)]

class Screen(ctypes.Structure):
    _fields_ = [("size", Place), ("cursor", Place), ("rest", ctypes.c_short * 7)]

kernel = ctypes.windll.kernel32
read = kernel.ReadConsoleOutputCharacterW
read.argtypes = [wintypes.HANDLE, wintypes.LPWSTR, wintypes.DWORD, Place, wintypes.LPDWORD]
code = subprocess.run(sys.argv[2:]).returncode
handle = wintypes.HANDLE(msvcrt.get_osfhandle(os.open("CONOUT$", os.O_RDWR)))
screen = Screen()
kernel.GetConsoleScreenBufferInfo(handle, ctypes.byref(screen))
lines = []
for row in range(screen.cursor.y + 1):
    line = ctypes.create_unicode_buffer(screen.size.x + 1)
    read(handle, line, screen.size.x, Place(0, row), ctypes.byref(wintypes.DWORD()))
    lines.append(line.value.rstrip())
open(sys.argv[1], "wb").write("\\n".join(lines).encode())
sys.exit(code)
"""
"""A program in a console of its own, which runs another there and writes down what the screen shows then."""


def test_the_older_console_shows_a_progress_bar_in_one_line_and_nothing_of_it_at_the_end(
    terminal: Terminal, root: Path, tmp_path: Path
) -> None:
    shown = tmp_path / "shown.txt"
    environment = terminal.environment()
    environment.pop("WT_SESSION", None)
    subprocess.run(
        [sys.executable, "-c", _ON_SCREEN, shown, *terminal.command("sync", "--library", root)],
        env=environment,
        creationflags=subprocess.CREATE_NEW_CONSOLE,
        check=True,
    )
    lines = [line for line in shown.read_bytes().decode().splitlines() if line]
    assert len(lines) == 1
    assert lines[0].startswith("新增 3 个文件")


@pytest.mark.parametrize("encoding", ["gbk", "big5", "utf-8", "utf-16"])
def test_words_from_a_pipe_are_understood_as_a_console_sends_them(
    terminal: Terminal, root: Path, encoding: str
) -> None:
    totals = {"老戏台": 2, "开秤": 1, "没有的": 0}
    if encoding == "big5":
        totals = {"老戲台": 2, "開秤": 1, "沒有的": 0}
    words = "\r\n".join([*totals, ""]).encode(encoding)
    answers = terminal.run("search", "--batch", "-", "--jsonl", "--library", root, stdin=words).lines()
    assert {answer["query"]: answer["total"] for answer in answers} == totals


def test_what_is_exported_to_a_name_with_dots_at_its_end_is_where_others_find_it(
    terminal: Terminal, root: Path, tmp_path: Path
) -> None:
    terminal.run("export", "老戏台", "-o", f"{tmp_path}\\文章. ", "--library", root)
    assert "文章" in [path.name for path in for_system(tmp_path).iterdir()]


@pytest.mark.parametrize("name", ["CON.csv", "aux.csv", "COM1.csv", "nul .csv"])
def test_an_export_to_a_device_is_refused_before_the_work(
    terminal: Terminal, root: Path, tmp_path: Path, name: str
) -> None:
    ran = terminal.run("search", "老戏台", "-o", tmp_path / name, "--library", root, code=1)
    assert "设备的名字" in ran.err
    assert name not in [path.name for path in for_system(tmp_path).iterdir()]


@pytest.mark.parametrize(
    "words", [("search", "老戏台", "-o", "表.csv"), ("export", "老戏台", "-o", "书.epub")]
)
def test_an_export_may_lie_below_a_long_path(
    terminal: Terminal, root: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    deep = tmp_path.joinpath(*["很深的文件夹" * 8] * 6)
    for_system(deep).mkdir(parents=True)
    *command, name = words
    terminal.run(*command, deep / name, "--library", root)
    assert for_system(deep / name).is_file()


def test_what_is_forgotten_of_a_library_with_a_long_path_is_kept_as_files(
    terminal: Terminal, tmp_path: Path
) -> None:
    root = tmp_path.joinpath(*["很深的文件夹" * 8] * 6)
    shutil.copytree(write_issues(tmp_path / "旧报"), for_system(root))
    terminal.run("sync", "--library", root)
    for_system(root / "1991" / "01" / "19910117.txt").unlink()
    terminal.run("sync", "--library", root, "--accept-missing")
    check = terminal.run("check", "--forget-missing", "--json", "--library", root).json()
    (text,) = for_system(Path(check["forgotten"]["kept_in"])).rglob("*.txt")
    assert "腊月里的第一场雪" in text.read_text(encoding="utf-8")


def test_a_library_called_as_a_device_is_read(terminal: Terminal, tmp_path: Path) -> None:
    root = tmp_path / "CON"
    shutil.copytree(write_issues(tmp_path / "旧报"), for_system(root))
    assert terminal.run("search", "老戏台", "--count", "--library", root).out == "2\n"
    key = terminal.run("search", "老戏台", "--json", "--library", root).json()["hits"][0]["key"]
    terminal.run("bookmark", "add", key, "--note", "外婆", "--library", root)
    assert "外婆" in terminal.run("bookmark", "list", "--library", root).out


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_nothing_is_no_terminal(terminal: Terminal, tmp_path: Path, stream: str) -> None:
    """`NUL` says that it is one; a password that was asked for there would be waited for without an end."""
    told = tmp_path / "told.txt"
    asking = f"from reader.cli.terminal import is_terminal; print(is_terminal(sys.{stream}), file=told)"
    command = f"import sys; told = open({str(told)!r}, 'w'); {asking}"
    subprocess.run(
        [sys.executable, "-c", command],
        env=terminal.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    assert told.read_text() == "False\n"


def test_a_pipe_that_is_closed_early_is_no_fault(terminal: Terminal, root: Path) -> None:
    terminal.run("sync", "--library", root)
    with terminal.start("search", "老戏台", "--json", "--library", root) as command:
        assert command.stdout is not None
        assert command.stderr is not None
        command.stdout.close()
        assert command.stderr.read() == b""
    assert command.returncode == 0


_TYPING = """
import ctypes, msvcrt, os, subprocess, sys
from ctypes import wintypes

class Key(ctypes.Structure):
    _fields_ = [("kind", wintypes.WORD), ("pad", wintypes.WORD), ("down", wintypes.BOOL), ("times", wintypes.WORD),
                ("code", wintypes.WORD), ("scan", wintypes.WORD), ("letter", wintypes.WCHAR), ("state", wintypes.DWORD)]

console = os.open("CONIN$", os.O_RDWR)
handle = msvcrt.get_osfhandle(console)
keys = []
for letter in sys.argv[2].encode().decode("unicode_escape"):
    for down in (1, 0):
        keys.append(Key(1, 0, down, 1, 13 if letter == "\\r" else 0, 0, letter, 0))
array = (Key * len(keys))(*keys)
ctypes.windll.kernel32.WriteConsoleInputW(wintypes.HANDLE(handle), array, len(keys), ctypes.byref(wintypes.DWORD()))
done = subprocess.run(sys.argv[3:], stdin=console, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
open(sys.argv[1], "wb").write(done.stdout + done.stderr)
"""
"""A program in a console of its own, which types words there and then has another read them."""


def test_words_typed_into_a_console_are_understood(terminal: Terminal, root: Path, tmp_path: Path) -> None:
    terminal.run("sync", "--library", root)
    answers = tmp_path / "answers.txt"
    search = terminal.command("search", "--batch", "-", "--jsonl", "--library", root)
    typed = "老戏台\r开秤\r\x1a\r".encode("unicode_escape").decode("ascii")
    subprocess.run(
        [sys.executable, "-c", _TYPING, answers, typed, *search],
        env=terminal.environment() | {"PYTHONUTF8": "0"},
        creationflags=subprocess.CREATE_NEW_CONSOLE,
        check=True,
    )
    lines = answers.read_bytes().decode().splitlines()
    totals = [(answer["query"], answer["total"]) for answer in map(json.loads, lines)]
    assert totals == [("老戏台", 2), ("开秤", 1)]


_INTERRUPTING = """
import ctypes, subprocess, sys, time
ctypes.windll.kernel32.SetConsoleCtrlHandler(None, False)
child = subprocess.Popen(sys.argv[2:], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
child.stdout.readline()
ctypes.windll.kernel32.SetConsoleCtrlHandler(None, True)
ctypes.windll.kernel32.GenerateConsoleCtrlEvent(0, 0)
child.stdout.read()
errors = child.stderr.read()
open(sys.argv[1], "wb").write(b"%d %s" % (child.wait(), errors))
"""
"""A program in a console of its own, which sends Ctrl+C to the child, once that has said something."""


def test_ctrl_c_ends_a_sync_quietly_and_the_next_one_goes_on(terminal: Terminal, tmp_path: Path) -> None:
    library = tmp_path / "甲"
    told = tmp_path / "told.txt"
    corpus.write_library(library, 40)
    sync = terminal.command("sync", "--library", library, "--progress-jsonl")
    subprocess.run(
        [sys.executable, "-c", _INTERRUPTING, told, *sync],
        env=terminal.environment(),
        creationflags=subprocess.CREATE_NEW_CONSOLE,
        check=True,
    )
    assert told.read_bytes() == b"130 "
    report = terminal.run("sync", "--library", library, "--json").json()
    assert report["added"] + report["unchanged"] == len(list(library.rglob("*.txt")))
    assert report["failed"] == []


@pytest.mark.parametrize("name", ["CON.txt", "长" * 100 + "/" + "长" * 100 + "/渡口.txt"])
def test_a_paper_that_windows_would_call_otherwise_is_there_for_evidence_and_can_be_imported(
    terminal: Terminal, root: Path, tmp_path: Path, name: str
) -> None:
    paper = for_system(tmp_path / "旧报") / name
    paper.parent.mkdir(parents=True)
    paper.write_text("柳川晚报\n1992年3月1日\n\n渡口添了船\n\n昨天渡口添了两条船。\n", encoding="utf-8")
    shutil.copytree(paper.parents[name.count("/")], for_system(root) / "抄本")
    evidence = tmp_path / "渡口.yuebao-evidence"
    terminal.run("evidence", "make", "添了两条船", "-o", evidence, "--library", root)
    assert terminal.run("evidence", "check", evidence, "--library", root).err == ""
    other = write_issues(tmp_path / "另一个")
    terminal.run("sync", "--library", other)
    assert terminal.run("import", tmp_path / "旧报", "--library", other).err == ""
    assert terminal.run("search", "添了两条船", "--count", "--library", other).out == "1\n"
    again = terminal.run("import", tmp_path / "旧报" / name, "--library", other)
    assert "库里已有一样的" in again.out


def test_without_qt_windows_itself_shows_why_nothing_was_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise display.NoWindow("缺少图形库")

    monkeypatch.setattr(display, "probe", fail)
    handles: list[int] = []
    user = ctypes.windll.user32

    def close() -> None:
        while not handles:
            handle = user.FindWindowW(None, "阅报")
            if handle:
                handles.append(handle)
                user.PostMessageW(handle, _CLOSE, 0, 0)

    looking = threading.Thread(target=close)
    looking.start()
    app.show_failure("缺少图形库")
    looking.join()
    assert handles


def test_below_a_long_path_what_is_gone_is_told_as_gone(tmp_path: Path) -> None:
    folder = tmp_path / ("长" * 100) / ("长" * 100)
    for_system(folder).mkdir(parents=True)
    assert presence_of(folder) is Presence.THERE
    assert presence_of(folder / "旧报") is Presence.GONE
    said = explain(FileNotFoundError(2, "", str(folder / "渡口.txt")), folder / "渡口.txt")
    assert "找不到文件夹" not in said


def test_a_file_below_a_long_path_is_replaced_by_whom_the_dialog_has_asked(tmp_path: Path) -> None:
    folder = tmp_path / ("长" * 100) / ("长" * 100)
    for_system(folder).mkdir(parents=True)
    assert not file_choice(str(folder / "a.csv"), [".csv"]).replaces
    for_system(folder / "a.csv").touch()
    assert file_choice(str(folder / "a.csv"), [".csv"]).replaces
