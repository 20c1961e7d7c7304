"""Signs that nobody looks for as such have another reading."""

import pytest

from reader.features.suggestions.suggestions import other_readings
from reader.search.query import as_typed, parse_query


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("张三、李四", ["张三 李四", "张三 或 李四"]),
        ("标题:张三／李四 春灌", ["标题:张三 标题:李四 春灌", "(标题:张三 或 标题:李四) 春灌"]),
        ("“张三”的儿子", ["张三 的儿子"]),
        ("水库蓄满，鱼塘清淤。", ["水库蓄满，鱼塘清淤", "水库蓄满 鱼塘清淤"]),
        ("“谁是张三？”", ["谁是张三"]),
        ("张三&李四", ["张三 李四"]),
        ("第一版 春灌", ["版:1 春灌"]),
        ("A04版", ["版:A4"]),
        ("张?三", []),
        ("水库蓄满。", ["水库蓄满"]),
        ("作者:张三", ["记者:张三", "作者 张三"]),
        ("时间：1987年6月", ["日期:1987-06", '时间 "1987年6月"']),
        ("雁桥日报", ["报:雁桥日报"]),
        ("日报 春灌", ["报:日报 春灌"]),
        ("晚报", []),
        ("张三", []),
        ("3.5 10-2 阿·三", []),
        ("。", []),
        ("-张三、李四", []),
        ("", []),
    ],
)
def test_another_reading_is_told(asked: str, offered: list[str]) -> None:
    assert [as_typed(each) for each in other_readings(parse_query(asked), lambda: ["雁桥日报"])] == offered
