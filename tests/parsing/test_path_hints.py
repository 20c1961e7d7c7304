"""What the names of files and folders say of an issue, and what they do not."""

import pytest

from reader.parsing.path_hints import origin_of


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("雁桥日报20240101.txt", "雁桥日报"),
        ("雁桥报2001.txt", "雁桥报"),
        ("大公报1946.txt", "大公报"),
        ("雁桥日报/1987/a.txt", "雁桥日报"),
        ("无报头.txt", None),
        ("旧报/a.txt", None),
        ("旧报纸/1.txt", None),
        ("剪报/a.txt", None),
        ("年度报告.txt", None),
    ],
)
def test_a_title_is_told_by_a_name_but_not_by_every_word_with_报_in_it(path: str, title: str | None) -> None:
    assert origin_of(path).title == title
