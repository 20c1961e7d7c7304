"""A note finds its article again or says that it is lost, and what a person wrote is stored before it is told so."""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.library.library import Library
from reader.library.notebook import Notebook
from reader.newspaper.holdings import StoredArticle
from reader.storage.disk_errors import LibraryError
from reader.storage.note_drafts import NoteDraft
from tests.terminal import write_issues

FILE = "1990/03/19900305.txt"
WORDS = "四根台柱上刻着两副对子"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(write_issues(tmp_path / "旧报"))
    library.sync()
    yield library
    library.close()


@pytest.fixture
def notebook(library: Library) -> Notebook:
    return library.notebook


@pytest.fixture
def stage(library: Library) -> StoredArticle:
    """The article on the stage, the first of its issue."""
    return article_with(library, "檩子")


def article_with(library: Library, words: str) -> StoredArticle:
    (article_id,) = library.searcher.search(words).ids
    stored = library.articles.article(article_id)
    assert stored is not None
    return stored


def test_a_bookmark_is_on_its_article_and_on_no_other(
    library: Library, notebook: Notebook, stage: StoredArticle
) -> None:
    bookmark = notebook.bookmark(stage.id, "老戏台", ["戏"])
    assert [each.uuid for each in notebook.bookmarks_of(stage)] == [bookmark.uuid]
    assert notebook.bookmarks_of(article_with(library, "糙米")) == []
    assert notebook.bookmark(stage.id).uuid == bookmark.uuid, "an article has one bookmark"
    assert notebook.tags() == [("戏", 1)]


def test_where_the_text_is_gone_it_is_an_orphan_with_the_words_it_had(
    library: Library, notebook: Notebook, stage: StoredArticle
) -> None:
    notebook.bookmark(stage.id, "老戏台")
    path = library.root / FILE
    path.write_text(
        "柳川晚报\n1990年3月5日 星期一 第12期\n\n渡船\n\n本报讯 渡船停了一天。\n", encoding="utf-8"
    )
    library.sync()
    (bookmark,) = notebook.bookmarks()
    assert (bookmark.is_orphan, bookmark.article_id, bookmark.note) == (True, 0, "老戏台")
    assert WORDS in "".join(block.text for block in bookmark.article.blocks)
    assert notebook.article_of(bookmark).article.title() == stage.article.title()
    assert notebook.places(bookmark) == []
    with pytest.raises(LibraryError, match="已不在目录中"):
        notebook.attach(bookmark, 10**6)


def test_an_orphan_can_be_attached_to_an_article_that_is_there(
    library: Library, notebook: Notebook, stage: StoredArticle
) -> None:
    notebook.bookmark(stage.id, "老戏台")
    (library.root / FILE).write_text(
        "柳川晚报\n1990年3月5日 星期一 第12期\n\n渡船\n\n本报讯 渡船停了一天。\n", encoding="utf-8"
    )
    library.sync()
    (orphan,) = notebook.bookmarks()
    ferry = article_with(library, "渡船停了一天")
    notebook.attach(orphan, ferry.id)
    (attached,) = notebook.bookmarks()
    assert (attached.is_orphan, attached.article_id, attached.note) == (False, ferry.id, "老戏台")


def test_words_that_are_marked_are_found_at_their_place_and_others_are_told_to_be_missing(
    notebook: Notebook, stage: StoredArticle
) -> None:
    bookmark = notebook.bookmark(stage.id, passage=notebook.quote(stage.id, WORDS))
    (bookmark,) = notebook.anchored([bookmark])
    assert not bookmark.is_passage_lost
    assert notebook.places(bookmark)
    with pytest.raises(LibraryError, match="没有“停航”"):
        notebook.quote(stage.id, "停航")
    with pytest.raises(LibraryError):
        notebook.quote(10**6, WORDS)


def test_what_was_removed_is_listed_from_a_time_on(
    library: Library, notebook: Notebook, stage: StoredArticle
) -> None:
    bookmark = notebook.bookmark(stage.id)
    library.user_data.remove_bookmarks([bookmark.uuid])
    assert notebook.bookmarks() == []
    (removed,) = notebook.removed_bookmarks()
    assert removed.deleted is not None
    assert notebook.removed_bookmarks(removed.deleted) == [removed]
    assert notebook.removed_bookmarks(removed.deleted + dt.timedelta(seconds=1)) == []


def test_a_bookmark_is_named_by_itself_and_by_its_article_those_of_whole_articles_first(
    notebook: Notebook, stage: StoredArticle
) -> None:
    passage = notebook.bookmark(stage.id, passage=notebook.quote(stage.id, WORDS))
    whole = notebook.bookmark(stage.id)
    assert [each.uuid for each in notebook.named(stage.article.key)] == [whole.uuid, passage.uuid]
    assert [each.uuid for each in notebook.named(passage.uuid)] == [passage.uuid]
    assert notebook.named("没有这一篇") == []


def test_a_draft_is_kept_until_its_note_is_stored(notebook: Notebook, stage: StoredArticle) -> None:
    draft = replace(NoteDraft.on_article(stage), note="对子还在", tags=("戏",))
    notebook.keep_draft(draft)
    assert [each.note for each in notebook.drafts()] == ["对子还在"]
    bookmark = notebook.write_note(draft)
    assert bookmark.words() == ("对子还在", ("戏",))
    assert notebook.drafts() == []
    assert [each.note for each in notebook.bookmarks_of(stage)] == ["对子还在"]


def test_a_note_on_an_article_that_is_gone_is_stored_with_what_the_draft_knows(
    library: Library, notebook: Notebook, stage: StoredArticle
) -> None:
    draft = replace(NoteDraft.on_article(stage), note="对子还在")
    (library.root / FILE).write_text("柳川晚报\n1990年3月5日 星期一 第12期\n", encoding="utf-8")
    library.sync()
    notebook.write_note(draft)
    (bookmark,) = notebook.bookmarks()
    assert (bookmark.note, bookmark.is_orphan) == ("对子还在", True)
    assert bookmark.article.title() == stage.article.title()


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\xfe", "不是".encode()])
def test_a_file_that_is_no_export_changes_nothing(
    tmp_path: Path, notebook: Notebook, stage: StoredArticle, data: bytes
) -> None:
    notebook.bookmark(stage.id, "老戏台")
    before = notebook.export_notes()
    odd = tmp_path / "odd.json"
    odd.write_bytes(data)
    for read in (notebook.plan_import, notebook.import_notes):
        with pytest.raises(LibraryError, match="未作任何改动"):
            read(odd)
    assert notebook.export_notes() == before


def test_what_is_imported_can_be_taken_back_in_one_step(
    tmp_path: Path, library: Library, notebook: Notebook, stage: StoredArticle
) -> None:
    bookmark = notebook.bookmark(stage.id, "老戏台")
    exported = tmp_path / "notes.json"
    exported.write_text(notebook.export_notes([bookmark.uuid]), encoding="utf-8")
    assert notebook.import_notes(exported).size == 0, "all of it is there already"
    elsewhere = tmp_path / "另一处"
    elsewhere.mkdir()
    with closing(Library.open(elsewhere)) as other:
        assert other.notebook.import_notes(exported).size == 1
        assert [each.note for each in other.notebook.bookmarks()] == ["老戏台"]
        assert other.notebook.undo_last_step() is not None
        assert other.notebook.bookmarks() == []
