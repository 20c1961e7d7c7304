"""A publication's name in one line with its day is that of the masthead; a headline or a section with a day is none."""

import pytest

from reader.parsing.named_days import name_beside_day


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("柳城新闻　民国二十三年五月八日　星期二", "柳城新闻"),
        ("江滩晚报副刊　1948年3月2日", "江滩晚报"),
        ("营地新闻（油印）　第四十三期　一九四四年二月九日", "营地新闻"),
        ("人民法院公告　江滩法制报　1996年5月8日　第7版", "江滩法制报"),
        ("江滩文艺　1962年第3期　诗页", "江滩文艺"),
        ("渡口的灯修好了　1987年6月12日", None),
        ("柳城新闻，1934年5月8日", None),
        ("（原载《江滩日报》1987年6月12日第1版）", None),
        ("柳城新闻", None),
        ("国际新闻　1987年6月12日", None),
        ("本市消息　1987年6月12日", None),
        ("县区新闻　1987年6月12日", None),
        ("天气预报　1987年6月12日", None),
        ("国庆特刊　1987年10月1日", None),
        ("健康周刊　1987年6月12日　A8版", None),
        ("县长视察渡口新闻　1987年6月12日", None),
        ("柳湾周刊　1987年6月12日", "柳湾周刊"),
        ("本月八日柳城新闻　说　渡口　的灯　又　亮了　1934年5月8日", None),
    ],
)
def test_the_name_is_that_of_a_publication_before_its_day(line: str, name: str | None) -> None:
    span = name_beside_day(line)
    assert (line[slice(*span)] if span else None) == name
