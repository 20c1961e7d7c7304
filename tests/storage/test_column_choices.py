"""Whatever bytes the file of choices has, it can be asked, and what can't be read is not overwritten."""

from pathlib import Path

import pytest

from reader.storage import column_choices


@pytest.mark.parametrize("data", [b'[{"names":["\xe5"],"chosen":{}}]', b"[[]]", b"{", b"[" * 100_000, b""])
def test_a_damaged_file_of_choices_gives_none_and_stays(tmp_path: Path, data: bytes) -> None:
    (tmp_path / column_choices.NAME).write_bytes(data)
    assert column_choices.choices_in(tmp_path) == ()
    assert (tmp_path / column_choices.NAME).read_bytes() == data
