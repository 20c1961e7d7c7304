"""The commands as a person runs them, on a small paper that was made up for it."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest import mock

from msgspec import Struct, field

from reader import cli
from reader.cli.libraries import ready
from reader.library.library import Library
from tests import homes, template_libraries

ISSUES = {
    "1990/03/19900305.txt": (
        "柳川晚报\n1990年3月5日 星期一 第12期\n\n"
        "老戏台搬过了河\n\n"
        "本报讯（记者 温如岚）柳川镇的老戏台昨天拆下最后一根檩子，装船运到对岸的麦场。戏台建于光绪年间，"
        "四根台柱上刻着两副对子，木匠们给每块木头编了号，一共三百六十七号。\n\n"
        "领头的木匠宋三槐说，河东要修码头，戏台不搬就要淹。搬到对岸，锣鼓声隔着水更好听。\n\n"
        "米市清早开秤\n\n"
        "本报讯（通讯员 何苇）停了两个冬天的柳川米市今早五点开秤，头一船糙米从上游的石板渡来，"
        "不到一个钟头就卖空了。管秤的老人把秤砣擦得发亮，说今年不许短斤少两。\n"
    ),
    "1990/03/19900306.md": (
        "# 柳川晚报\n\n1990年3月6日 星期二 第13期\n\n"
        "## 渡船添了夜班\n\n"
        "本报讯（记者 温如岚）石板渡的渡船从今晚起添一趟夜班，十点开船，船头挂两盏马灯。"
        "看夜戏的人散了场，不用再绕六里路过桥。\n\n"
        "## 雨后笋价跌了一半\n\n"
        "本报讯（通讯员 何苇）连下三天春雨，柳川后山的笋一夜冒满坡，镇上笋价跌了一半，"
        "酱园连夜添了八口大缸，预备腌笋。\n"
    ),
    "1991/01/19910117.txt": (
        "柳川晚报\n1991年1月17日 星期四 第330期\n\n"
        "腊月里的第一场雪\n\n"
        "本报讯（记者 温如岚）昨夜落了入冬以来的第一场雪，老戏台的瓦上积了两寸厚。"
        "孩子们在麦场上堆了一个唱老生的雪人，胡子是一把旧笤帚。\n"
    ),
}


class Ran(Struct, frozen=True):
    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)

    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


class Terminal(Struct, frozen=True):
    """Runs `reader` with its own home, in Chinese, without a display. A command that asks for no window, and for
    nothing that a process is told when it starts, runs in this process, which is ten times as quick."""

    home: Path
    extra: dict[str, str] = field(default_factory=dict)
    is_process: bool = False
    """Every command is a process of its own."""

    def __post_init__(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)

    def environment(self) -> dict[str, str]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "COLUMNS")
        }
        return (
            inherited
            | homes.WITHOUT_KEYRING
            | {"READER_HOME": str(self.home), "READER_LANGUAGE": "zh", **self.extra}
        )

    def command(self, *words: object) -> list[str]:
        return [sys.executable, "-W", "error", "-m", "reader", *map(str, words)]

    def start(self, *words: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command(*words),
            env=self.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *words: object, stdin: str | bytes = b"", code: int = 0) -> Ran:
        """Fails unless the exit code is as expected."""
        ran = self.ran(*words, stdin=stdin)
        assert ran.code == code, ran
        return ran

    def ran(self, *words: object, stdin: str | bytes = b"") -> Ran:
        """Runs it, whatever its exit code is."""
        given = stdin.encode() if isinstance(stdin, str) else stdin
        asks_for_window = not words or words[0] == "open" or str(words[0]).startswith("--screenshot")
        is_told_at_start = not all(name.startswith("PG") for name in self.extra)
        if self.is_process or is_told_at_start or asks_for_window or "/dev/stdin" in words:
            done = subprocess.run(
                self.command(*words), env=self.environment(), input=given, capture_output=True, check=False
            )
            return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
        return self._run_here(list(map(str, words)), given)

    def laid(self, root: Path, issues: dict[str, str] = ISSUES) -> Path:
        """Have a folder of issues that has been read in: for what is not about that."""
        with mock.patch.dict(os.environ, self.environment(), clear=True):
            return template_libraries.lay(root, _maker(tuple(issues.items())))

    @contextmanager
    def library(self, root: Path | str) -> Iterator[Library]:
        """Opens the library, synced, as the window does that edits what the terminal only lists."""
        with mock.patch.dict(os.environ, self.environment(), clear=True), ready(root) as library:
            yield library

    def _run_here(self, words: list[str], given: bytes) -> Ran:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        source = io.TextIOWrapper(io.BufferedReader(io.BytesIO(given)), encoding="utf-8")
        with (
            mock.patch.dict(os.environ, self.environment(), clear=True),
            mock.patch.object(sys, "stdin", source),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                code = cli.main(words)
            except SystemExit as end:
                code = int(end.code or 0)
        return Ran(code, *(_read_back(stream) for stream in (out, err)))


@lru_cache
def _maker(issues: tuple[tuple[str, str], ...]) -> Callable[[Path], object]:
    """Return what writes and reads in a folder of these issues, always the same function."""

    def make(root: Path) -> None:
        write_issues(root, dict(issues))
        with closing(Library.open(root)) as library:
            library.sync()

    return make


def _read_back(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


def write_issues(root: Path, issues: dict[str, str] = ISSUES) -> Path:
    for path, text in issues.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")
    return root
