"""Settings are never fatal."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from reader import held_files
from reader.own_process import OWN_WORDS
from reader.plugs import Value
from reader.storage import settings
from reader.storage.platform_folders import places
from reader.storage.settings import LibrarySeen, Settings
from tests.shelf import fill, small_disk

PAPERS = str(Path("/报").absolute())
OTHERS = str(Path("/另").absolute())
"""Folders as this system writes them: on Windows with a drive."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("READER_HOME", str(tmp_path))
    return tmp_path


def test_what_is_saved_is_loaded() -> None:
    kept = Settings(
        library=PAPERS,
        recent=(PAPERS, OTHERS),
        declared={"body_size": 20},
        places_read={PAPERS: ("key", 0.25)},
        libraries_seen={PAPERS: LibrarySeen("2026-02-09T15:30:00+00:00", 2, 731)},
        places_stopped=(("key", 0.25), ("another", 0.0)),
    )
    settings.save(kept)
    assert settings.load() == settings.LoadedSettings(kept)


FIELDS = pytest.mark.parametrize("name", Settings.__struct_fields__)
OWN = pytest.mark.parametrize("name", [name for name in Settings.__struct_fields__ if name != "declared"])


def other_value(name: str) -> Any:
    """A value that a setting does not have by default."""
    match getattr(Settings(), name):
        case bool(usual):
            return not usual
        case int(usual) | float(usual):
            return usual + 0.5 if isinstance(usual, float) else usual + 1
        case str(usual):
            return usual + "x"
        case dict():
            seen = LibrarySeen("2026-02-09T15:30:00+00:00", 2, 731)
            of_objects = {"declared": 1, "libraries_seen": seen, "search_shown": "灯", "folders": PAPERS}
            return {PAPERS: of_objects.get(name, ("key", 0.25))}
        case None:
            return PAPERS
        case _:
            return (("key", 0.25),) if name == "places_stopped" else (PAPERS,)


@FIELDS
def test_each_setting_is_written_and_read_back(name: str) -> None:
    other: dict[str, Any] = {name: other_value(name)}
    kept = structs.replace(Settings(), **other)
    assert kept != Settings()
    settings.save(kept)
    assert settings.load() == settings.LoadedSettings(kept)


@OWN
def test_a_damaged_value_of_any_setting_is_said_and_the_defaults_hold(home: Path, name: str) -> None:
    damaged = "x" if isinstance(getattr(Settings(), name), float) else 3.5
    (home / "settings.json").write_text(json.dumps({name: damaged}))
    loaded = settings.load()
    assert loaded.settings == Settings()
    assert loaded.complaint is not None


def test_the_first_start_has_defaults() -> None:
    assert settings.load() == settings.LoadedSettings(Settings())


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "{",
        "[]",
        '{"sidebar_width": "big"}',
        '{"places_read": [1]}',
        '{"recent": 3}',
        '{"libraries_seen": {"/报": {"opened": ""}}}',
        '{"places_stopped": ["key"]}',
        "\udcff",
    ],
)
def test_a_broken_file_is_set_aside_and_said(home: Path, broken: str) -> None:
    data = broken.encode("utf-8", "surrogateescape")
    (home / "settings.json").write_bytes(data)
    loaded = settings.load()
    assert loaded.settings == Settings()
    assert loaded.complaint is not None
    assert (home / "settings.broken.json").read_bytes() == data


@pytest.mark.parametrize("path", ["报", ".", "../报", "./报"])
@pytest.mark.parametrize(
    ("name", "of_path"),
    [
        ("library", lambda path: path),
        ("recent", lambda path: [PAPERS, path]),
        ("places_read", lambda path: {PAPERS: ["key", 0.5], path: ["key", 0.5]}),
        ("places_beside", lambda path: {PAPERS: ["key", 0.5], path: ["key", 0.5]}),
        ("libraries_seen", lambda path: {path: {"opened": "", "newspapers": 1, "issues": 1}}),
    ],
)
def test_a_path_that_is_another_folder_wherever_the_program_starts_is_not_used(
    home: Path, name: str, of_path: Callable[[str], object], path: str
) -> None:
    (home / "settings.json").write_text(json.dumps({"body_size": 20, name: of_path(path)}))
    loaded = settings.load()
    assert loaded.complaint is not None
    assert f"“{path}”" in loaded.complaint
    assert loaded.settings.declared == {"body_size": 20}, "all else is used"
    kept = getattr(loaded.settings, name)
    assert kept == (
        (PAPERS,) if name == "recent" else kept if "places" in name else getattr(Settings(), name)
    )
    assert path not in (kept or ())
    settings.save(loaded.settings)
    assert settings.load() == settings.LoadedSettings(loaded.settings)


def test_values_under_other_names_are_for_whoever_declares_them(home: Path) -> None:
    """A feature, the page, or a later version."""
    (home / "settings.json").write_text('{"body_size": 20, "colour_of_the_sky": "grey", "sea": [1]}')
    declared: dict[str, Value] = {"body_size": 20, "colour_of_the_sky": "grey"}
    assert settings.load() == settings.LoadedSettings(Settings(declared=declared))


@pytest.mark.parametrize("folder", ["/词典", "词典", "", None])
def test_the_folder_of_dictionaries_that_earlier_versions_kept_is_no_complaint(
    home: Path, folder: str | None
) -> None:
    (home / "settings.json").write_text(json.dumps({"body_size": 20, "dictionary_folder": folder}))
    loaded = settings.load()
    assert (loaded.complaint, loaded.settings.declared["body_size"]) == (None, 20)


def test_what_a_later_version_keeps_is_still_there_after_this_one_has_saved(home: Path) -> None:
    (home / "settings.json").write_text('{"body_size": 20, "version": "99.0", "sky": {"colour": "grey"}}')
    settings.save(structs.replace(settings.load().settings, declared={"body_size": 21}))
    kept = json.loads((home / "settings.json").read_text())
    assert (kept["sky"], kept["body_size"], kept["version"]) == ({"colour": "grey"}, 21, "99.0")


def test_a_later_version_s_file_that_can_not_be_read_is_kept_under_its_number(home: Path) -> None:
    data = '{"version": "99.0", "sidebar_width": {"page": 20}}'
    (home / "settings.json").write_text(data)
    loaded = settings.load()
    assert loaded.settings == Settings()
    assert loaded.complaint is not None
    assert "更新的 99.0 版" in loaded.complaint
    assert (home / "settings.99.0.json").read_text() == data


def test_a_path_that_no_utf8_can_hold_is_kept() -> None:
    kept = Settings(library=f"{PAPERS}\udcd1\udce3", recent=(f"{PAPERS}\udcd1\udce3",))
    settings.save(kept)
    assert settings.load() == settings.LoadedSettings(kept)


def test_brackets_without_end_are_a_broken_file(home: Path) -> None:
    (home / "settings.json").write_text("[" * 200_000)
    assert settings.load().settings == Settings()


def test_a_full_disk_leaves_the_settings_that_were_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path / "盘", "64k") as disk:
        monkeypatch.setenv("READER_HOME", str(disk))
        settings.save(Settings(declared={"body_size": 20}))
        fill(disk)
        with pytest.raises(OSError, match="No space"):
            settings.save(Settings(declared={"body_size": 21}, recent=(PAPERS * 3000,)))
        assert settings.load() == settings.LoadedSettings(Settings(declared={"body_size": 20}))
        assert sorted(path.name for path in disk.iterdir()) == [".filler", "settings.json"]


def test_a_file_that_cannot_be_read_today_is_left_where_it_is(home: Path) -> None:
    (home / "settings.json").mkdir()
    assert settings.load().complaint is not None
    assert (home / "settings.json").is_dir()


def test_two_windows_that_save_in_turn_lose_nothing_of_each_other() -> None:
    before = Settings(theme="night", searches=("灯",), places_read={PAPERS: ("a", 0.0), OTHERS: ("b", 0.0)})
    settings.save(before)
    first = structs.replace(before, theme="paper", searches=("渡口", "灯"))
    settings.save(first, before)
    second = structs.replace(before, searches=("河", "灯"), places_read={PAPERS: ("a", 0.5)}, list_width=400)
    settings.save(second, before)
    assert settings.load().settings == Settings(
        theme="paper", searches=("河", "灯", "渡口"), places_read={PAPERS: ("a", 0.5)}, list_width=400
    )


def held(_source: object, target: object) -> None:
    raise PermissionError(13, "held", str(target))


@pytest.mark.parametrize(
    ("unusable", "aside"),
    [
        ('{"own_words": "祝, 温",', "settings.broken.json"),
        ("[]", "settings.broken.json"),
        ('{"places_stopped": [["key", 1' + "0" * 400 + "]]}", "settings.broken.json"),
        ('{"version": "99.0", "sidebar_width": {"page": 20}}', "settings.99.0.json"),
    ],
)
def test_saving_never_overwrites_a_file_that_could_not_be_set_aside_or_was_changed_since(
    home: Path, monkeypatch: pytest.MonkeyPatch, unusable: str, aside: str
) -> None:
    (home / "settings.json").write_text(unusable, encoding="utf-8")
    with monkeypatch.context() as while_held:
        while_held.setattr(held_files, "rename", held)
        loaded = settings.load().settings
        assert loaded == Settings()
        with pytest.raises(PermissionError):
            settings.save(structs.replace(loaded, theme="night"), loaded)
        assert (home / "settings.json").read_text(encoding="utf-8") == unusable
    settings.save(structs.replace(loaded, theme="night"), loaded)
    assert settings.load().settings.theme == "night"
    assert (home / aside).read_text(encoding="utf-8") == unusable


def test_each_of_several_files_that_could_not_be_used_is_kept(home: Path) -> None:
    all_unusable = ['{"own_words": "祝, 温",', "", "[]"]
    for unusable in all_unusable:
        (home / "settings.json").write_text(unusable, encoding="utf-8")
        assert settings.load().complaint is not None
    asides = ["settings.broken.json", "settings.broken-2.json", "settings.broken-3.json"]
    assert [(home / aside).read_text(encoding="utf-8") for aside in asides] == all_unusable


def test_what_is_handed_down_is_read_also_where_the_file_is_held_for_a_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(OWN_WORDS, "")
    monkeypatch.delenv(OWN_WORDS)
    settings.save(Settings(own_words="祝水芹"))
    error = PermissionError(13, "held", str(places().settings))
    error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
    refusals = [error]
    read = Path.open

    def read_later(path: Path, *arguments: Any, **options: Any) -> Any:
        if refusals and path.name == "settings.json":
            raise refusals.pop()
        return read(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", read_later)
    settings.hand_down()
    assert (refusals, os.environ[OWN_WORDS]) == ([], "祝水芹")
