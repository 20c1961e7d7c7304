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
        ("申報 1947/10.txt", "申報"),
        ("大公报（天津）/1.txt", "大公报"),
        ("人民日报海外版/1.txt", "人民日报海外版"),
        ("雁桥日报合订本/1.txt", "雁桥日报"),
        ("2024年雁桥日报/1.txt", "雁桥日报"),
        ("民国三十六年雁桥日报/1.txt", "雁桥日报"),
        ("瀚州日报一九八五年三月二日.txt", "瀚州日报"),
        ("我收集的雁桥日报/1.txt", "雁桥日报"),
        ("江城晚报/雁桥日报/1.txt", "雁桥日报"),
        ("雁桥日报、江城晚报/1.txt", None),
        ("雁桥日报/1987-06-12_江城晚报创刊三十年.txt", "雁桥日报"),
        ("1987-06-12 江城晚报创刊.txt", None),
        ("《江城晚报》创刊.txt", None),
        ("据《江城晚报》报道.txt", None),
        ("关于江城晚报的回忆.txt", None),
        ("从雁桥日报到江城晚报/1.txt", None),
        ("1946-05-17_我们的人民日报.md", None),
        ("晚报/1.txt", None),
        ("工作日报/1.txt", None),
        ("天气预报.txt", None),
    ],
)
def test_a_title_is_told_by_a_name_but_not_by_every_word_with_报_in_it(path: str, title: str | None) -> None:
    assert origin_of(path).title == title
