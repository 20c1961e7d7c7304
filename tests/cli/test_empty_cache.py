"""Every command tells of what a reader has added, each from an empty cache, as it did before."""

import json
import os
from pathlib import Path
from unittest import mock

from tests import everything_noted
from tests.terminal import Terminal

COMMANDS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("bookmark", "list"): ("老戏台搬过了河", "外公说的戏台", "不到一个钟头就卖空了"),
    ("bookmark", "list", "--json"): ("外公说的戏台",),
    ("bookmark", "export"): ("外公说的戏台", "不到一个钟头就卖空了"),
    ("saved",): ("戏台 · 2 篇 · 老戏台",),
    ("saved", "list", "--new"): (),
    ("saved", "show", "戏台"): ("老戏台搬过了河",),
    ("dossier", "list"): ("渡口",),
    ("dossier", "show", "渡口"): ("老戏台搬过了河", "船是谁的？", "头一船糙米"),
    ("people", "decisions"): ("何苇", "宋三槐"),
    ("correct", "list"): ("417",),
    ("search", "外公", "--notes"): ("外公说的戏台",),
    ("check",): (),
}


def test_from_an_empty_cache(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path / "home")
    with mock.patch.dict(os.environ, terminal.environment(), clear=True):
        everything_noted.write_noted(tmp_path / "柳川")
    for words, tells in COMMANDS.items():
        with mock.patch.dict(os.environ, terminal.environment(), clear=True):
            everything_noted.empty_cache()
        ran = terminal.run(*words, "--library", tmp_path / "柳川")
        for told in tells:
            assert told in ran.out, (words, ran)
        assert "--json" not in words or json.loads(ran.out)
