"""Given files that are gone, a person removes their texts: these are kept in files first, and can come back."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader import assets, formats, parsing
from reader.export.article_text import issue_file
from reader.features.importing.copying import import_files
from reader.language.forms import search_form
from reader.library.derived_data import only_writer
from reader.library.library import Library, LibraryError
from reader.library.missing_files import in_words
from reader.library.sync_events import LibraryBusy
from reader.newspaper.article import SourceText
from reader.newspaper.correction import Claim, CorrectionKind
from tests import homes
from tests.shelf import articles_of, keys_found
from tests.terminal import ISSUES, write_issues

GONE = "1990/03/19900306.md"
SAMPLES = sorted(
    path for path in assets.sample_library().rglob("*") if path.is_file() and formats.is_issue_file(path)
)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """A library of three files, of which one is gone."""
    homes.use(monkeypatch, tmp_path / "home")
    root = write_issues(tmp_path / "柳川")
    opened = Library.open(root)
    opened.sync()
    (root / GONE).unlink()
    opened.sync(accept_missing=True)
    yield opened
    opened.close()


def test_nothing_goes_by_itself(library: Library) -> None:
    for _ in range(2):
        library.sync(accept_missing=True)
        library.rebuild()
    assert [(file.path, file.article_count) for file in library.missing_files()] == [(GONE, 2)]
    assert keys_found(library, "马灯")
    assert not (library.folder.user_folder / "removed").exists()


def test_what_is_removed_is_kept_in_a_file_and_found_no_more(library: Library) -> None:
    texts = [
        block.text for stored in articles_of(library) if stored.is_missing for block in stored.article.blocks
    ]
    done = library.forget_missing([GONE])
    assert (done.paths, done.articles) == ((GONE,), 2)
    assert done.texts_folder
    assert str(done.texts_folder) in in_words(done)
    kept = (done.texts_folder / GONE).read_text(encoding="utf-8")
    assert len(texts) == 2
    assert all(text in kept for text in texts)
    assert keys_found(library, "马灯") == []
    assert library.missing_files() == []
    assert library.problems() == []
    assert library.sync().missing == 0


def test_bookmarks_notes_and_corrections_stay(library: Library, tmp_path: Path) -> None:
    (key,) = keys_found(library, "马灯")
    (stored,) = library.articles.find(key)
    library.notebook.bookmark(stored.id, "外婆坐过这条船")
    (library.root / GONE).write_text(ISSUES[GONE], encoding="utf-8")
    library.sync()
    library.corrections.correct_line(GONE, 7, Claim(CorrectionKind.STARTS))
    (library.root / GONE).unlink()
    library.sync(accept_missing=True)
    done = library.forget_missing([GONE])
    (bookmark,) = library.notebook.bookmarks()
    assert (bookmark.is_orphan, bookmark.note) == (True, "外婆坐过这条船")
    assert [known.line for known in library.corrections.known()] == [None]
    assert done.texts_folder
    import_files(library, [done.texts_folder])
    library.sync()
    (bookmark,) = library.notebook.bookmarks()
    assert not bookmark.is_orphan
    assert [stored.article.key for stored in library.articles.find(bookmark.key)] == [bookmark.key]


def test_what_was_kept_can_be_put_back(library: Library) -> None:
    before = {stored.article.key: stored.article.headline for stored in articles_of(library)}
    done = library.forget_missing([GONE])
    assert done.texts_folder
    imported = import_files(library, [done.texts_folder])
    assert (imported.copied, imported.passed_over) == ([GONE], [])
    library.sync()
    assert {stored.article.key: stored.article.headline for stored in articles_of(library)} == before
    assert (done.texts_folder / GONE).exists()


def test_an_article_that_another_file_has_stays(library: Library) -> None:
    (library.root / "副本.md").write_text(ISSUES[GONE], encoding="utf-8")
    library.sync()
    (library.root / "副本.md").unlink()
    library.sync(accept_missing=True)
    (library.root / "又一份.md").write_text(ISSUES[GONE] + "\n夜里落了雨。\n", encoding="utf-8")
    library.sync()
    before = library.contents.counts().articles
    done = library.forget_missing([file.path for file in library.missing_files()])
    assert keys_found(library, "马灯")
    assert library.contents.counts().articles == before - done.articles


def test_a_file_that_is_there_again_loses_nothing(library: Library) -> None:
    (library.root / GONE).write_text(ISSUES[GONE], encoding="utf-8")
    done = library.forget_missing([GONE, "1990/03/19900305.txt", "别处.txt"])
    assert (done.paths, done.texts_folder) == ((), None)
    assert "没有不见" in in_words(done)
    assert keys_found(library, "马灯")
    assert not (library.folder.user_folder / "removed").exists()


def test_where_the_texts_cannot_be_written_down_nothing_is_removed(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LibraryError, match="磁盘满了"):
        library.forget_missing([GONE])
    assert keys_found(library, "马灯")
    assert [file.path for file in library.missing_files()] == [GONE]


def test_while_another_process_writes_and_where_the_folder_is_gone_nothing_is_removed(
    library: Library,
) -> None:
    with only_writer(library.local.lock), pytest.raises(LibraryBusy):
        library.forget_missing([GONE])
    aside = library.root.rename(library.root.with_name("拔掉了"))
    with pytest.raises(LibraryError):
        library.forget_missing([GONE])
    assert not library.root.exists()
    aside.rename(library.root)
    assert keys_found(library, "马灯")


def test_each_removal_has_a_folder_of_its_own(library: Library) -> None:
    first = library.forget_missing([GONE]).texts_folder
    (library.root / "1991/01/19910117.txt").unlink()
    library.sync(accept_missing=True)
    second = library.forget_missing([file.path for file in library.missing_files()]).texts_folder
    assert first
    assert second
    assert first != second
    assert (first / GONE).exists()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_text_that_was_written_down_reads_as_it_did(path: Path) -> None:
    """The keys are the same, and every word is there."""
    part = parsing.parse(formats.read(path, path.name))
    text = issue_file(part.masthead, part.articles)
    again = parsing.parse(SourceText(path.name, "utf-8", tuple(text.split("\n"))))
    assert {article.key for article in again.articles} == {article.key for article in part.articles}
    assert (again.masthead.date, again.masthead.number) == (part.masthead.date, part.masthead.number)
    plain = search_form(text)
    for article in part.articles:
        storeys = [article.section, article.kicker, article.headline, *article.decks]
        credits = [credit.as_printed for credit in article.credits]
        for words in (*storeys, *credits, *(block.text for block in article.blocks)):
            assert search_form(words or "") in plain
