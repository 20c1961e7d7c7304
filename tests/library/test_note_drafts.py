"""A note that is written in an editor: what somebody else has written there meanwhile is not lost."""

import uuid
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.library.library import Library
from reader.newspaper.passage import Passage
from reader.newspaper.printing import Printing
from reader.storage.note_drafts import NoteDraft
from tests import homes
from tests.shelf import issues_of

PAGE = "江湾晚报\n1987年6月10日 第10期\n\n## 渡口渡船照常开行\n\n本报讯 渡口的跳板换了新的，末班船八点开。\n"


@pytest.mark.parametrize(
    ("elsewhere", "written", "kept"),
    [
        ("别处写的", "这里写的", ["别处写的"]),
        ("起初的", "这里写的", []),
        ("这里写的", "这里写的", []),
        ("", "这里写的", []),
    ],
)
def test_words_that_came_since_the_editor_was_opened_are_kept_as_a_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: str, written: str, kept: list[str]
) -> None:
    homes.use(monkeypatch, tmp_path / "home")
    (tmp_path / "旧报").mkdir()
    (tmp_path / "旧报" / "1.txt").write_text(PAGE, encoding="utf-8")
    with (
        closing(Library.open(tmp_path / "旧报")) as window,
        closing(Library.open(tmp_path / "旧报")) as other,
    ):
        window.sync()
        (issue,) = issues_of(window)
        (article,) = window.contents.articles(issue.id)
        draft = NoteDraft.of_bookmark(window.notebook.bookmark(article.id, "起初的"))
        other.user_data.edit_bookmark(draft.bookmark, elsewhere, ())
        stored = window.notebook.write_note(replace(draft, note=written))
        assert stored.note == written
        versions = window.user_data.versions_of(stored.uuid)
        assert [each.bookmark.note for each in versions] == kept


def test_a_note_of_an_earlier_window_whose_article_is_gone_is_stored_with_its_title_and_its_passage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes.use(monkeypatch, tmp_path / "home")
    (tmp_path / "旧报").mkdir()
    with closing(Library.open(tmp_path / "旧报")) as library:
        printing = Printing("k7qfz2m4yd3xw6ta", "江湾晚报", None, "2", "", "1.txt")
        draft = NoteDraft(
            str(uuid.uuid4()), printing, "渡口", Passage("跳板\n末班船", "", ""), note="写了一半"
        )
        library.notebook.keep_draft(draft)
        library.notebook.write_note(draft)
        (stored,) = library.notebook.bookmarks()
        assert (stored.printing, stored.note, stored.passage) == (printing, "写了一半", draft.passage)
        assert stored.is_orphan
        assert stored.article.title() == "渡口"
        assert [block.text for block in stored.article.blocks] == ["跳板", "末班船"]
        assert library.notebook.drafts() == []
