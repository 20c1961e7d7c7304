"""Which library a command works on where none is given, and other ways to ask for its help."""

from pathlib import Path

import pytest

from reader.cli.commands import with_open_command
from reader.cli.libraries import chosen_root


def test_the_environment_names_the_library_where_none_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READER_LIBRARY", str(tmp_path / "旧报"))
    assert chosen_root(None) == tmp_path / "旧报"
    assert chosen_root(tmp_path) == tmp_path
    monkeypatch.setenv("READER_LIBRARY", "")
    assert chosen_root(None) != tmp_path / "旧报"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("help", "--help"), ("help search", "search --help"), ("help bookmark add", "bookmark add --help")],
)
def test_help_may_be_asked_for_by_a_word(typed: str, meant: str) -> None:
    assert " ".join(with_open_command(typed.split())) == meant
