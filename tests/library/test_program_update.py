"""Before a new version of the program changes days or marks, the notes are backed up, and it is said what comes."""

from pathlib import Path

import pytest

from reader import parsing
from reader.library.sync_events import Progress
from reader.storage.backups import BackupKind
from reader.storage.user_data import UserDataError
from tests.library.test_acts import articles, home, papers

__all__ = ["home"]


def test_an_update_is_backed_up_once_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with papers(tmp_path) as library:
        library.notebook.bookmark(articles(library)[0], "好的")
        assert library.sync().update == ""
        monkeypatch.setattr(parsing, "PARSER_VERSION", parsing.PARSER_VERSION + 1)
        told: list[Progress] = []
        report = library.sync(told.append)
        (kept,) = (each for each in library.user_data.backups.all() if each.kind is BackupKind.UPDATE)
        assert "1 个文件要重新读一遍" in report.update
        assert kept.name in report.update
        assert report.update in {each.update for each in told}
        assert library.user_data.backups.plan_restore(kept).size == 0
        assert library.sync().update == ""
        assert library.user_data.backups.make_before_update(f"parser {parsing.PARSER_VERSION}") is None


def test_an_update_that_can_not_be_backed_up_does_not_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with papers(tmp_path) as library:
        library.notebook.bookmark(articles(library)[0], "好的")
        library.user_data.backups.make()
        monkeypatch.setattr(parsing, "PARSER_VERSION", parsing.PARSER_VERSION + 1)
        folder = library.user_data.folder / "backups"
        folder.rename(folder.with_name("else"))
        folder.write_text("在路上", encoding="utf-8")
        with pytest.raises(UserDataError, match="没能备份收藏"):
            library.sync()
        folder.unlink()
        assert library.sync().changed == 1


def test_without_notes_nothing_is_backed_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with papers(tmp_path) as library:
        monkeypatch.setattr(parsing, "PARSER_VERSION", parsing.PARSER_VERSION + 1)
        assert "要重新读一遍" in library.sync().update
        assert BackupKind.UPDATE not in {each.kind for each in library.user_data.backups.all()}
