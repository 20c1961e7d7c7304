"""A note that is written in an editor: what somebody else has written there meanwhile is not lost."""

from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.library.library import Library
from reader.newspaper.note_draft import NoteDraft
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
