"""A place is what a table of divisions or countries has."""

import pytest

from reader.language import divisions


@pytest.mark.parametrize(
    "name", ["武汉市", "湖北省", "渡口市", "通县", "热河省", "北平市", "湘西土家族苗族自治州", "敖汉旗"]
)
def test_divisions_of_today_and_of_before(name: str) -> None:
    assert divisions.is_division(name)


@pytest.mark.parametrize("name", ["海绵城市", "智慧城市", "股市", "市辖区", "省直辖县级行政区划", "县"])
def test_what_only_ends_like_one_is_none(name: str) -> None:
    assert not divisions.is_division(name)


@pytest.mark.parametrize(
    ("name", "province"),
    [
        ("合肥市", "安徽省"),
        ("哈尔滨市", "黑龙江省"),
        ("拉萨市", "西藏自治区"),
        ("海口市", ""),
        ("雁桥市", ""),
    ],
)
def test_the_province_of_a_city_is_told_if_it_was_always_the_same(name: str, province: str) -> None:
    assert divisions.province_of(name) == province


@pytest.mark.parametrize(
    ("short", "level", "name"),
    [
        ("武汉", "市", "武汉市"),
        ("西藏", "自治区", "西藏自治区"),
        ("宁夏", "自治区", "宁夏回族自治区"),
        ("雁桥", "市", ""),
    ],
)
def test_a_name_without_its_level(short: str, level: str, name: str) -> None:
    assert divisions.full_name(short, level) == name


def test_verbs_stand_before_places_and_parts_of_bodies_do_not() -> None:
    assert divisions.stands_before_places("面对")
    assert not any(map(divisions.stands_before_places, ("中共", "政协", "驻华", "常驻")))
    assert divisions.is_country("泰国")
    assert not divisions.is_country("台湾")
