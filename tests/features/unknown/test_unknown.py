"""Every kind of what is not known is counted once, where it is decided; without its feature the kind is absent."""

import os
from pathlib import Path
from unittest import mock

import pytest

from reader import plugs
from reader.features.unknown import unknown
from reader.library.read_share import ReadSoFar
from tests.features.unknown import doubtful_library
from tests.features.unknown.doubtful_library import KINDS
from tests.terminal import Terminal


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def root(terminal: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    with mock.patch.dict(os.environ, terminal.environment()):
        return doubtful_library.write(tmp_path_factory.mktemp("unknown") / "旧报")


def test_each_kind_is_counted_and_leads_to_its_thing(terminal: Terminal, root: Path) -> None:
    told = terminal.run("unknown", "--json", "--library", str(root)).json()
    assert {each["kind"]: [thing["path"] for thing in each["things"]] for each in told["kinds"]} == {
        kind: [path] for kind, path in KINDS.items()
    }
    assert [each["kind"] for each in told["kinds"]] == [*KINDS]
    assert (told["total"], told["total_is_exact"]) == (len(KINDS), True)
    why = {each["kind"]: each["things"][0]["why"] for each in told["kinds"]}
    assert "1987-07-13（据文件名）" in why["other-day"]
    assert "big5" in why["encoding"]
    assert "4173" in why["contradicting"]
    assert "150 dpi" in why["pictures"]
    lines = terminal.run("unknown", "--kind", "undated", "--library", str(root)).out
    assert "无名.txt" in lines
    assert "坏.pdf" not in lines
    misspelt = terminal.run("unknown", "--kind", "undatd", code=2).err
    assert [kind for kind in KINDS if repr(kind) not in misspelt] == []


def test_a_kind_is_absent_without_its_feature_and_what_is_unfinished_is_said(
    terminal: Terminal, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with terminal.library(root) as library:
        monkeypatch.setattr(plugs, "_left_out", {"recognition", "date_repair"})
        assert {each.kind.name for each in unknown.look(library).kinds} == KINDS.keys() - {
            "pictures",
            "contradicting",
        }
        monkeypatch.setattr(library, "look_at_read", lambda: ReadSoFar(0.4, is_whole=False))
        assert not unknown.look(library).is_whole
