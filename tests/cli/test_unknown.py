"""Every kind of what is not known is counted once, where it is decided; without its feature the kind is absent."""

import os
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from reader import plugs
from reader.library import doubt_sources, file_doubts
from reader.library.doubt_sources import AllDoubts
from reader.library.doubts import DoubtKind
from reader.library.read_share import ReadSoFar
from reader.storage.doubtful_files import DoubtfulFile
from reader.storage.file_table import FileTable
from tests import doubtful_library
from tests.doubtful_library import KINDS
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
    kinds = [kind for kind in told["kinds"] if not kind["is_counted_apart"]]
    assert {kind["kind"]: [thing["path"] or "" for thing in kind["things"]] for kind in kinds} == {
        kind: [path] for kind, path in KINDS.items()
    }
    assert [kind["kind"] for kind in kinds] == [*KINDS]
    assert (told["total"], told["total_is_exact"]) == (len(KINDS), True)
    assert told["by_kind"] == dict.fromkeys(KINDS, 1)
    assert sum(told["by_kind"].values()) == told["total"]
    apart = {kind["kind"]: kind["count"] for kind in told["kinds"] if kind["is_counted_apart"]}
    assert told["counted_apart"] == apart
    things = {kind["kind"]: kind["things"][0] for kind in kinds}
    assert "1987-07-13（据文件名）" in things["other-day"]["why"]
    assert "星期四" in things["other-weekday"]["why"]
    assert "4173" in things["contradicting"]["why"]
    assert "150 dpi" in things["pictures"]["why"]
    assert "这是正文" in things["other-correction"]["why"], "which of them holds"
    assert things["unnamed"]["first_line"] == "渡船换了新篷布"
    lines = terminal.run("unknown", "--kind", "undated", "--library", str(root)).out
    assert "无名.txt" in lines
    assert "坏.pdf" not in lines
    misspelt = terminal.run("unknown", "--kind", "undatd", code=2).err
    assert [kind for kind in DoubtKind if repr(kind.value) not in misspelt] == []


def test_what_is_usual_is_counted_apart_and_listed_on_demand(terminal: Terminal, root: Path) -> None:
    with terminal.library(root) as library:
        counted = doubt_sources.look(library)
        listed = doubt_sources.look(library, with_apart=True)
    assert counted.total == listed.total
    numbers = [{found.kind: found.number for found in each.kinds} for each in (counted, listed)]
    assert numbers[0] == numbers[1]
    apart = [found for found in listed.kinds if found.kind.is_apart]
    assert {found.kind for found in apart} >= {
        DoubtKind.INFERRED_DAY,
        DoubtKind.INFERRED_TITLE,
        DoubtKind.NO_NUMBER,
        DoubtKind.NO_PAGE,
    }
    assert [found for found in apart if found.number != len(found.doubts)] == []
    assert [found for found in counted.kinds if found.kind.is_apart and found.doubts] == []


def test_a_kind_is_absent_without_its_feature_and_what_is_unfinished_is_said(
    terminal: Terminal, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with terminal.library(root) as library:
        monkeypatch.setattr(plugs, "_left_out", {"recognition", "date_repair"})
        assert {
            found.kind for found in doubt_sources.look(library).kinds if not found.kind.is_apart
        } == KINDS.keys() - {
            "pictures",
            "contradicting",
        }
        monkeypatch.setattr(library, "look_at_read", lambda: ReadSoFar(0.4, is_whole=False))
        assert not doubt_sources.look(library).is_whole


def test_the_first_are_told_when_few_files_are_read_and_all_are_the_same_however_many_at_once(
    terminal: Terminal, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with terminal.library(root) as library:
        everything = numbers_and_places(doubt_sources.look(library, with_apart=True))
        asked: list[str] = []
        doubtful = FileTable.doubtful

        def counted(table: FileTable, *values: Any, after: str = "", **options: Any) -> list[DoubtfulFile]:
            asked.append(after)
            return doubtful(table, *values, after=after, **options)

        monkeypatch.setattr(FileTable, "doubts", lambda _: None)
        monkeypatch.setattr(FileTable, "doubtful", counted)
        monkeypatch.setattr(file_doubts, "READ_AT_ONCE", 2)
        monkeypatch.setattr(doubt_sources, "FIRST_TOLD", 2)
        told: list[tuple[int, int]] = []

        def tell(first: AllDoubts) -> None:
            assert first.is_counting
            assert not first.is_whole
            told.append((first.total, len(asked)))

        looked_for = doubt_sources.look(library, with_apart=True, tell=tell)
        assert numbers_and_places(looked_for) == everything
    (first_told,) = told
    assert first_told[1] == 1, "so many times the catalogue was asked before"
    assert len(asked) > 3


def numbers_and_places(doubts: AllDoubts) -> dict[DoubtKind, tuple[int, list[tuple[str, str]]]]:
    return {
        found.kind: (found.number, [(doubt.path, doubt.why) for doubt in found.doubts])
        for found in doubts.kinds
    }


def test_what_is_stored_is_told_before_the_folder_is_read(terminal: Terminal, root: Path) -> None:
    told: list[AllDoubts] = []
    with terminal.library(root) as library:
        doubt_sources.look(library, tell=told.append)
        (first,) = told
        assert first.is_counting
        of_files = {kind for kind in map(DoubtKind, KINDS) if kind in doubt_sources.OF_FILES}
        assert {found.kind for found in first.kinds if not found.kind.is_apart} == of_files
