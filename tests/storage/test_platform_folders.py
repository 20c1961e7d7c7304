"""What the program keeps for itself is for the eyes of its owner."""

import os
from pathlib import Path
from typing import Never

import pytest

from reader import cli
from reader.library.library import Library
from reader.storage import settings
from reader.storage.platform_folders import make_private, places, restrict_access
from reader.storage.settings import Settings
from tests.terminal import Terminal, write_issues

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights of another kind there")


def rights(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_the_cache_is_private_and_no_folder_of_the_readers_is_changed(tmp_path: Path) -> None:
    home, root = tmp_path / "home", write_issues(tmp_path / "报")
    (home / "cache" / "libraries").mkdir(parents=True)
    for folder in (home, home / "cache", home / "cache" / "libraries", root):
        folder.chmod(0o755)
    Terminal(home).run("sync", "--library", root)
    assert [rights(home / "cache"), rights(home / "cache" / "libraries")] == [0o700, 0o700]
    assert [rights(home), rights(root), rights(root / "1990")] == [0o755, 0o755, 0o755]
    assert {rights(path) for path in root.rglob("*.txt")} == {0o644}


@pytest.fixture
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The places of a platform, not of a portable copy."""
    monkeypatch.delenv("READER_HOME", raising=False)
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    return tmp_path


def test_settings_are_private_those_of_an_earlier_version_too(platform: Path) -> None:
    path = places().settings
    assert path.is_relative_to(platform)
    path.parent.mkdir(parents=True)
    path.parent.chmod(0o755)
    path.write_text('{"theme": "ink"}')
    path.chmod(0o644)
    assert settings.load().settings.theme == "ink"
    assert rights(path) == 0o600
    settings.save(Settings())
    assert (rights(path), rights(path.parent)) == (0o600, 0o700)


def test_what_a_link_leads_to_keeps_its_rights(platform: Path) -> None:
    elsewhere = platform / "照片"
    elsewhere.mkdir()
    elsewhere.chmod(0o755)
    places().cache.parent.mkdir(parents=True)
    places().cache.symlink_to(elsewhere)
    restrict_access(places().cache)
    Library.open(write_issues(platform / "报")).close()
    assert rights(elsewhere) == 0o755
    assert rights(elsewhere / "libraries") == 0o700


def test_the_folder_of_a_portable_copy_keeps_its_rights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "stick" / "home"
    monkeypatch.setenv("READER_HOME", str(home))
    settings.save(Settings())
    home.chmod(0o755)
    settings.save(Settings(theme="ink"))
    assert settings.load().settings.theme == "ink"
    assert (rights(home), rights(places().settings)) == (0o755, 0o600)


def test_a_private_folder_is_made_with_those_above_it_and_one_that_is_there_is_narrowed(
    tmp_path: Path,
) -> None:
    for _ in range(2):
        make_private(tmp_path / "a" / "b")
        assert rights(tmp_path / "a" / "b") == 0o700
        (tmp_path / "a" / "b").chmod(0o777)


@pytest.mark.parametrize(
    ("mode", "narrowed"), [(0o777, 0o700), (0o644, 0o600), (0o440, 0o400), (0o600, 0o600)]
)
def test_of_what_is_the_programs_own_nobody_else_has_rights(tmp_path: Path, mode: int, narrowed: int) -> None:
    path = tmp_path / "a.txt"
    path.write_text("")
    path.chmod(mode)
    restrict_access(path)
    assert rights(path) == narrowed
    restrict_access(tmp_path / "nothing")


def test_an_account_without_a_home_is_told_what_to_do(
    platform: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As one has that a container or a service runs under."""

    def unknown(_number: int) -> Never:
        raise KeyError

    monkeypatch.setattr("pwd.getpwuid", unknown)
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name)
    assert cli.main(["search", "渡口"]) == 1
    said = capsys.readouterr().err
    assert "READER_HOME" in said
    assert "Traceback" not in said
    monkeypatch.setenv("READER_HOME", str(platform))
    assert places().cache == platform / "cache"
