"""After the reader's own words have changed, the words of segments are cut anew, and nothing else of them."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.language import words
from reader.library.library import Library
from reader.own_process import OWN_WORDS
from reader.search.index.containers import Container
from reader.search.index.manifest import IndexFiles
from tests.terminal import write_issues

OWN = "石板渡"


@pytest.fixture(autouse=True)
def own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(OWN_WORDS, "")
    words.use_other_own_words()
    yield
    monkeypatch.undo()
    words.use_other_own_words()


def use(monkeypatch: pytest.MonkeyPatch, stated: str) -> None:
    monkeypatch.setenv(OWN_WORDS, stated)
    words.use_other_own_words()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(write_issues(tmp_path / "旧报"))
    library.sync()
    library.tidy()
    yield library
    library.close()


def segments(library: Library) -> dict[str, dict[str, bytes]]:
    """Return the sections of each segment's file, as they are stored."""
    folder = library.local.engine.whoosh_index().folder
    contents = {}
    for entry in IndexFiles(folder).manifest().segments:
        container = Container(folder / entry.file_name, entry.size, entry.crc)
        names = container.names()
        contents[entry.name] = {name: b"".join(container.section_as_stored(name)[1]) for name in names}
        container.close()
    return contents


def completions(library: Library) -> list[str]:
    return library.local.engine.words_beginning_with("石板", 9)


def test_a_segment_is_cut_anew_once_and_its_grams_are_copied(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = segments(library)
    library.tidy()
    assert segments(library) == before
    use(monkeypatch, OWN)
    library.tidy()
    after = segments(library)
    assert before.keys().isdisjoint(after)
    for old, new in zip(before.values(), after.values(), strict=True):
        assert old.keys() == new.keys()
        assert {name for name in old if old[name] != new[name]} <= {name for name in old if "words" in name}
    library.tidy()
    assert segments(library) == after


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere open files are not listed")
def test_no_file_of_a_temporary_folder_is_open_when_it_is_deleted(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows would refuse that, and the words would never be cut anew."""
    clean_up = tempfile.TemporaryDirectory.cleanup
    open_files: list[list[str]] = []

    def noted(folder: "tempfile.TemporaryDirectory[str]") -> None:
        descriptors = [str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
        open_files.append([name for name in descriptors if name.startswith(folder.name)])
        clean_up(folder)

    monkeypatch.setattr(tempfile.TemporaryDirectory, "cleanup", noted)
    use(monkeypatch, OWN)
    library.tidy()
    assert open_files
    assert not any(open_files)


def test_completions_know_them_and_forget_them(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    assert OWN not in completions(library)
    use(monkeypatch, OWN)
    library.tidy()
    assert OWN in completions(library)
    use(monkeypatch, "")
    library.tidy()
    assert OWN not in completions(library)


def test_what_is_read_in_later_is_cut_by_them_at_once(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, "灯桥坳")
    (library.root / "19920101.txt").write_text(
        "柳川晚报\n1992年1月1日 星期三 第400期\n\n灯桥坳通了车\n\n"
        "本报讯（记者 温如岚）灯桥坳昨天通车。灯桥坳人都来了。\n",
        encoding="utf-8",
    )
    library.sync()
    assert library.local.engine.words_beginning_with("灯桥", 9) == ["灯桥坳"]


def test_cut_off_in_the_middle_it_is_as_it_was(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    before = segments(library)
    use(monkeypatch, OWN)

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.tidy(stop)
    assert segments(library) == before
    folder = library.local.engine.whoosh_index().folder
    assert len([*folder.glob("*.seg")]) == len(before)
    assert not [*folder.glob("waiting-*")]


def test_removed_articles_stay_removed(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    issue = library.root / "1990/03/19900305.txt"
    issue.write_text(issue.read_text(encoding="utf-8").replace("老戏台", "旧戏楼"), encoding="utf-8")
    library.sync()
    use(monkeypatch, OWN)
    library.tidy()
    assert library.searcher.search("老戏台 檩子", exact=True).total == 0
    assert library.searcher.search("旧戏楼 檩子", exact=True).total == 1
    assert library.searcher.search("石板渡", exact=True).total == 2
