"""The place between a writer and the word for the report is no part of a name."""

import pytest

from reader.parsing.credits import without_place


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("陶一苇 青岛", "陶一苇"),
        ("陶一苇 苏蕙 武汉", "陶一苇 苏蕙"),
        ("陶一苇 苏蕙", "陶一苇 苏蕙"),
        ("陶一苇、苏蕙", "陶一苇、苏蕙"),
        ("陶一苇台中", "陶一苇"),
        ("林悦桃园", "林悦"),
        ("陶一苇、苏蕙北京", "陶一苇、苏蕙"),
        ("陶一苇雁桥", "陶一苇"),
        ("陶一苇雁桥镇", "陶一苇"),
        ("欧阳平川上海", "欧阳平川"),
        ("张威李明", "张威李明"),
        ("王平", "王平"),
        ("", ""),
    ],
)
def test_without_place(text: str, names: str) -> None:
    assert without_place(text) == names
