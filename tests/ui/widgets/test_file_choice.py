"""The file that a person means by the name chosen in a dialog."""

from pathlib import Path

from reader.ui.widgets.file_choice import FileChoice, file_choice

ENDINGS = (".csv", ".xlsx")


def test_the_first_ending_is_added_where_the_name_has_none(tmp_path: Path) -> None:
    assert file_choice(str(tmp_path / "1987.06"), ENDINGS).path == tmp_path / "1987.06.csv"
    for name in ("名单.csv", "名单.XLSX"):
        assert file_choice(str(tmp_path / name), ENDINGS) == FileChoice(tmp_path / name, False)


def test_only_the_very_name_that_was_asked_about_may_be_written_over(tmp_path: Path) -> None:
    (tmp_path / "名单.csv").touch()
    assert file_choice(str(tmp_path / "名单.csv"), ENDINGS).replaces
    assert not file_choice(str(tmp_path / "名单"), ENDINGS).replaces
