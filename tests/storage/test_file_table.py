"""What the catalogue knows of files: those that are there, that are gone, that could not be read."""

import datetime as dt
import sqlite3
from collections.abc import Sequence, Set
from contextlib import closing
from pathlib import Path

import pytest

from reader.i18n import language, say
from reader.newspaper.holdings import MissingFile
from reader.storage.catalogue import Catalogue, CatalogueDamaged
from reader.storage.file_table import BesideFile, BesideFiles, KnownFile, add_to
from reader.storage.folder import FoundFile, Scan, digest_of
from tests.storage.stocked import DAILY, EVENING, an_article, head, put, stocked

GONE = "晚报/1988-03-05.txt"


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return stocked(tmp_path / "catalogue.sqlite")


def test_every_file_is_known_with_its_state(catalogue: Catalogue) -> None:
    known = catalogue.files.known_files()
    assert list(known) == sorted(known)
    states = {path: file.state for path, file in known.items() if file.state != "present"}
    assert states == {GONE: "missing", "坏.txt": "failed", "又坏.txt": "failed"}
    path = "日报/1987-07-01.txt"
    assert known[path] == KnownFile(path, 10, 20, digest_of(path.encode()), 1, "present", None, "")


def test_failed_files_are_told_with_the_reason_as_many_as_are_asked_for(catalogue: Catalogue) -> None:
    assert catalogue.files.failed_files() == {"又坏.txt": "不是文字", "坏.txt": "文件是空的"}
    assert catalogue.files.failed_files(1) == {"又坏.txt": "不是文字"}


def test_kinds_are_told_in_the_language_of_who_reads_not_of_the_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read in two languages is one kind."""
    archives = ("甲.zip", "乙.zip")
    told = {}
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    for archive, spoken in zip(archives, ("zh", "en"), strict=True):
        monkeypatch.setenv("READER_LANGUAGE", spoken)
        language.cache_clear()
        told[spoken] = say("压缩包（里面的文件另计）")
        with catalogue.writing() as writer:
            writer.fail(FoundFile(archive, 10, 20), b"", 1, told[spoken], is_left_out=True)
    for spoken, words in told.items():
        monkeypatch.setenv("READER_LANGUAGE", spoken)
        language.cache_clear()
        assert catalogue.files.failed_files(are_left_out=True) == dict.fromkeys(sorted(archives), words)
        assert catalogue.files.left_out_and_opened() == ({words: 2}, {})
    monkeypatch.undo()
    language.cache_clear()


def test_a_file_is_known_by_its_bytes_while_it_is_there(catalogue: Catalogue) -> None:
    there = "日报/1987-07-01.txt"
    assert catalogue.files.paths_with_digest(digest_of(there.encode())) == [there]
    assert catalogue.files.paths_with_digest(digest_of(GONE.encode())) == []
    assert catalogue.files.paths_with_digest(b"") == []


def test_the_files_of_an_issue_are_told_with_what_their_heads_say(catalogue: Catalogue) -> None:
    (issue,) = catalogue.tree.issues(EVENING, 1988, 3)
    files = catalogue.files.files_of_issue(issue.id)
    assert [(file.path, file.is_missing) for file in files] == [(GONE, True), ("晚报/副本.txt", False)]
    assert files[0].masthead == head("1988-03-05", EVENING)


def test_missing_files_are_told_with_the_articles_that_only_they_have(catalogue: Catalogue) -> None:
    assert catalogue.files.missing_files() == [MissingFile(GONE, EVENING, dt.date(1988, 3, 5), "03-05", 1)]
    with catalogue.writing() as writer:
        writer.mark_missing(["日报/散页b.txt"])
    first, second = catalogue.files.missing_files()
    assert first == MissingFile("日报/散页b.txt", DAILY, None, "02-01", 1)
    assert second.path == GONE


def test_the_issue_of_a_file_and_the_files_of_a_day(catalogue: Catalogue) -> None:
    (issue,) = catalogue.tree.issues(DAILY, 1987, 6)
    files = ["日报/1987-06-12-1.txt", "日报/1987-06-12-9.txt"]
    assert [catalogue.files.issue_of_file(path) for path in files] == [issue.id, issue.id]
    assert catalogue.files.issue_of_file("坏.txt") is None
    assert catalogue.files.issue_of_file("没有.txt") is None
    assert catalogue.files.files_of_day(DAILY, dt.date(1987, 6, 12)) == files
    assert catalogue.files.files_of_day(EVENING, dt.date(1987, 6, 12)) == []


def test_the_files_that_a_file_was_read_with_are_told_together(catalogue: Catalogue) -> None:
    files = (BesideFile("页1.xml", 7, 8), BesideFile("页2.xml"))
    with catalogue.writing() as writer:
        writer.touch("日报/散页a.txt", FoundFile("日报/散页a.txt", 10, 20), files)
        writer.touch("坏.txt", FoundFile("坏.txt", 10, 20), files[:1])
    assert catalogue.files.beside() == {
        "坏.txt": BesideFiles(files[:1], are_taken=False),
        "日报/散页a.txt": BesideFiles(files, are_taken=True),
    }


def beside(catalogue: Catalogue, path: str, count: int) -> tuple[list[str], list[str]]:
    before, after = catalogue.files.neighbours(path, count)
    return [file.path for file in before], [file.path for file in after]


def test_neighbours_in_a_folder_are_the_nearest_by_length_and_name(catalogue: Catalogue) -> None:
    for name in ("8.txt", "9.txt", "10.txt", "11.txt"):
        put(catalogue, f"数/{name}", head("1991-01-01"), an_article(name))
        put(catalogue, f"数1/{name}", head("1991-01-01"), an_article(name))
        put(catalogue, name, head("1991-01-01"), an_article(name))
    for folder in ("数/", ""):
        names = [f"{folder}{name}" for name in ("8.txt", "9.txt", "10.txt", "11.txt")]
        assert beside(catalogue, names[1], 9) == ([names[0]], names[2:])
        assert beside(catalogue, names[2], 1) == ([names[1]], [names[3]])
        assert beside(catalogue, f"{folder}12.txt", 2) == ([names[3], names[2]], [])


def test_neighbours_tell_their_date_unless_it_was_inferred(catalogue: Catalogue) -> None:
    _, after = catalogue.files.neighbours("晚报/0.txt", 9)
    assert [(file.path, file.newspaper, file.date) for file in after] == [
        ("晚报/副本.txt", EVENING, dt.date(1988, 3, 5)),
        ("晚报/约1988.txt", EVENING, None),
        (GONE, EVENING, dt.date(1988, 3, 5)),
    ]
    assert [file.issue_id for file in after] == [catalogue.files.issue_of_file(file.path) for file in after]


def test_a_file_that_gave_no_article_is_forgotten_when_it_is_gone(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer:
        writer.mark_missing(["坏.txt", "日报/1987-07-01.txt"])
    known = catalogue.files.known_files()
    assert "坏.txt" not in known
    assert known["日报/1987-07-01.txt"].state == "missing"


def test_every_file_that_is_not_missing_is_read_again_on_request(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer:
        writer.read_again()
    versions = {path: file.parser_version for path, file in catalogue.files.known_files().items()}
    assert {path for path, version in versions.items() if version == 1} == {GONE}


def test_a_touched_file_keeps_what_was_read_of_it(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer:
        writer.touch(GONE, FoundFile("晚报/又有了.txt", 11, 21))
    known = catalogue.files.known_files()
    assert GONE not in known
    file = known["晚报/又有了.txt"]
    assert (file.size, file.mtime_ns, file.state, file.digest) == (
        11,
        21,
        "present",
        digest_of(GONE.encode()),
    )


@pytest.mark.parametrize("has_known_them", [False, True])
def test_files_that_need_not_be_read_are_told_apart_from_all_others(
    catalogue: Catalogue, tmp_path: Path, has_known_them: bool
) -> None:
    known = catalogue.files.known_files()
    changed, gone, corrected, *_ = [path for path, file in known.items() if file.state == "present"]

    def compared(version: int = 1, corrected: Sequence[str] = ()) -> tuple[Set[str], dict[str, KnownFile]]:
        found = [
            FoundFile(each.path, each.size, each.mtime_ns + (each.path == changed))
            for each in known.values()
            if each.path != gone
        ]
        settled, others = catalogue.files.as_read(version, [*corrected, "无.txt"])
        assert {*settled, *others} == known.keys()
        named, of_names = catalogue.files.as_read(version, [*corrected, "无.txt"], by_names=True)
        assert named.get("无.txt") is None
        assert (dict(named), of_names) == (settled, others)
        scan = Scan([*found, FoundFile("新.txt", 1, 1)])
        if has_known_them:
            scan.same = {path: settled[path] for path in settled if path not in (changed, gone)}
            scan.files = [each for each in scan.files if each.path not in scan.same]
        before = scan.by_path()
        seen = catalogue.files.not_as_read(scan, settled, others)
        assert scan.by_path() == before
        assert scan.same_size == sum(file.size for file in scan.same.values())
        assert not scan.same.keys() & {file.path for file in scan.files}
        return scan.same.keys(), seen

    settled = {path for path, file in known.items() if file.state == "present"} - {changed, gone}
    assert compared() == (settled, {path: file for path, file in known.items() if path not in settled})
    assert compared(version=2) == (set(), known)
    assert compared(corrected=[corrected])[0] == settled - {corrected}
    copy, holder, of_former = sorted(settled - {corrected})[:3]
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as connection, connection:
        connection.execute(
            "UPDATE source SET digest = ? WHERE path = ?", (digest_of(corrected.encode()), copy)
        )
        connection.execute("UPDATE source SET corrections = 'x' WHERE path = ?", (of_former,))
        add_to(connection, holder, [BesideFile("一.xml")])
    known = catalogue.files.known_files()
    same, others = compared(corrected=[corrected])
    assert same == settled - {corrected, copy, holder, of_former}
    assert others == {path: file for path, file in known.items() if path not in same}


def test_a_path_that_a_flipped_bit_has_made_no_text_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    stocked(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "PRAGMA writable_schema = ON;"
            "UPDATE sqlite_master SET sql = replace(sql, 'STRICT', '') WHERE name = 'source'"
        )
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE source SET path = CAST(path AS BLOB)")
    with closing(Catalogue(path)) as catalogue, pytest.raises(CatalogueDamaged):
        catalogue.files.as_read(1, [])
