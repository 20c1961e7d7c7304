"""How news begins."""

import pytest

from reader.parsing.datelines import dateline


@pytest.mark.parametrize(
    ("text", "source", "agency", "credit"),
    [
        ("本报讯（记者 周岱青）连日晴好", "本报", None, "记者 周岱青"),
        ("本报讯 6月17日正午，学生量影子", "本报", None, None),
        (
            "雁桥日报讯（全媒体记者/陶一苇 通讯员/孟晓禾）昨夜",
            "雁桥日报",
            None,
            "全媒体记者/陶一苇 通讯员/孟晓禾",
        ),
        ("雁桥日报讯(全媒体记者/陶一苇) 昨夜", "雁桥日报", None, "全媒体记者/陶一苇"),
        ("江城日报讯〈记者/周岱青) 昨夜", "江城日报", None, "记者/周岱青"),
        ("本报讯 〈通讯员 孟晓禾〉昨夜", "本报", None, "通讯员 孟晓禾"),
        ("据新华社电 近日，天文专家介绍", "新华社", "新华社", None),
        ("新华社北京2月1日电（记者周岱青、陆小满）天文专家", "新华社", "新华社", "记者周岱青、陆小满"),
        ("据新华社北京2月1日电 天文专家", "新华社", "新华社", None),
        ("本报北京1月31日电  （记者周岱青）首班船", "本报", None, "记者周岱青"),
        ("【新华社延安十五日电】边区政府", "新华社", "新华社", None),
        ("【沁源讯】本县各村", "沁源", None, None),
        ("《江滩日报》讯：渡口的灯昨夜亮了", "江滩日报", None, None),
        ("据《江滩日报》雁桥六日电：渡口的灯亮了", "江滩日报", "江滩日报", None),
        ("雁桥时刻2月1日讯（记者 周岱青）", "雁桥时刻", None, "记者 周岱青"),
        ("**本报讯**（记者 周岱青）首班船", "本报", None, "记者 周岱青"),
        ("（记者 周岱青）首班船", None, None, "记者 周岱青"),
        ("雁桥日报（全媒体记者/陶一苇）昨夜", "雁桥日报", None, "全媒体记者/陶一苇"),
        ("本报(记者周岱青)昨夜", "本报", None, "记者周岱青"),
        ("江城讯 记者周岱青 昨夜", "江城", None, None),
        ("［据新华社雁桥电］昨夜", "新华社", "新华社", None),
        ("法国新闻社雁桥十七日电 昨夜", "法国新闻社", "法国新闻社", None),
        ("联合社雁桥六日电 昨夜", "联合社", "联合社", None),
        ("本报雁桥十一日电 昨夜", "本报", None, None),
        ("雁桥十一日电 昨夜", None, None, None),
        ("〔雁桥十一日电〕昨夜", "雁桥", None, None),
        ("【本报记者周岱青雁桥报导】昨夜", None, None, "本报记者周岱青雁桥"),
        ("【雁桥时报2019年9月2日讯】昨夜", None, None, None),
    ],
)
def test_dateline(text: str, source: str | None, agency: str | None, credit: str | None) -> None:
    found = dateline(text)
    assert found is not None
    assert (found.source, found.agency) == (source, agency)
    assert (text[slice(*found.credit)] if found.credit else None) == credit
    assert text[: found.end].endswith(("讯", "电", "】", "］", "〕", "）", ")", "〉", "*"))


@pytest.mark.parametrize(
    ("text", "day"),
    [("新华社北京2月1日电 天文", (2, 1)), ("本报讯 2月1日", None), ("本报北京十二月三日电 ", (12, 3))],
)
def test_the_day_of_a_dateline(text: str, day: tuple[int, int] | None) -> None:
    found = dateline(text)
    assert found is not None
    assert found.month_day == day


@pytest.mark.parametrize(
    "text",
    [
        "记者从市粮食局获悉，入库小麦过半。",
        "国家电网电力检修",
        "通讯员来信说",
        "消息传来，全城欢喜。",
        "电报局今天开门",
        "今年一月十日电力公司开门",
        "【渡船事故研訊】管理員稱當日閘門已關",
        "（图片报道）",
        "他说（记者周岱青报道）",
        "",
    ],
)
def test_sentences_that_are_no_dateline(text: str) -> None:
    assert dateline(text) is None
