"""A surname with a title names a person only where it stands by itself."""

import pytest

from reader.language import address
from reader.language.address import TitleKind


@pytest.mark.parametrize(
    ("text", "naming"),
    [
        ("昨天陈市长说，闸要关。", "陈市长"),
        ("对陈副市长说", "陈副市长"),
        ("随后陈局长介绍了渡口", "陈局长"),
        ("陈老说，灯要亮着。", "陈老"),
        ("看望了陈老。", "陈老"),
        ("陈女士说，船来了。", "陈女士"),
        ("据何书记讲", "何书记"),
        ("向李老师学习", "李老师"),
        ("陳市長說，閘要關。", "陳市長"),
        ("，任市长说，好。", "任市长"),
    ],
)
def test_it_names_a_person(text: str, naming: str) -> None:
    begin = text.index(naming)
    assert address.stands_at(text, begin, begin + len(naming), 1)


@pytest.mark.parametrize(
    ("text", "naming"),
    [
        ("吉林市长来了", "林市长"),
        ("浙江省长来了", "江省长"),
        ("九江市长说", "江市长"),
        ("中方代表说", "方代表"),
        ("他任市长时", "任市长"),
        ("任市长期间", "任市长"),
        ("陈老师来了", "陈老"),
        ("陈老三来了", "陈老"),
        ("陈总经理说", "陈总"),
        ("陈代表团到了", "陈代表"),
        ("陈主任医师说", "陈主任"),
        ("陈氏家族", "陈氏"),
        ("市民陈女士说", "陈女士"),
        ("家住渡口的陈女士说", "陈女士"),
        ("一位陈先生说", "陈先生"),
        ("陈某某说", "陈某"),
    ],
)
def test_it_is_part_of_something_else_or_somebody_new(text: str, naming: str) -> None:
    begin = text.index(naming)
    assert not address.stands_at(text, begin, begin + len(naming), 1)


def test_a_surname_of_two_characters() -> None:
    assert address.stands_at("欧阳市长说", 0, 4, 2)
    assert [address.surname_of(name) for name in ("陈海涛", "欧阳望舒", "陳海濤", "古丽·夏提", "渡口")] == [
        "陈",
        "欧阳",
        "陳",
        "",
        "",
    ]


def test_what_the_holder_of_an_office_is_called() -> None:
    assert address.titles_of_office("市人民政府副市长") == ("副市长", "市长")
    assert address.titles_of_office("县委书记") == ("书记",)
    assert address.titles_of_office("总经理") == ("总经理", "总")
    assert address.titles_of_office("教授") == ("教授", "老师")
    assert address.titles_of_office("船") == ()
    kinds = address.titles()
    assert (kinds["市长"], kinds["副市长"]) == (TitleKind.OFFICE, TitleKind.OFFICE)
    assert (kinds["代表"], kinds["教授"]) == (TitleKind.SHARED, TitleKind.SHARED)
    assert (kinds["女士"], kinds["大爷"]) == (TitleKind.COURTEOUS, TitleKind.HOMELY)


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        ("温如岚", True),
        ("欧阳望舒", True),
        ("陈师傅", False),
        ("陈市长", False),
        ("邓老", False),
        ("安全", False),
        ("渡口", False),
    ],
)
def test_what_may_be_a_name(text: str, may_be: bool) -> None:
    assert address.may_be_name(text) is may_be


def test_a_surname_with_a_title_is_no_full_name() -> None:
    names = ("邓老", "鄧先生", "陈师傅", "李君", "陈海涛")
    assert [name for name in names if address.is_naming(name)] == ["邓老", "鄧先生", "陈师傅"]
