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


@pytest.mark.parametrize(
    ("path", "date", "page"),
    [
        ("19870612-02.txt", "1987-06-12", "2"),
        ("1987/06/12.txt", "1987-06-12", None),
        ("1987/06/12-02.txt", "1987-06-12", "2"),
        ("20240225-A03.txt", "2024-02-25", "A3"),
        ("1987-06-12 雁桥日报-02.txt", "1987-06-12", "2"),
        ("雁桥日报1987年6月12日第2版.txt", "1987-06-12", "2"),
        ("20240225/03版_01_渡口加开一班船.txt", "2024-02-25", "3"),
        ("20240225/第3版_01_渡口加开一班船.txt", "2024-02-25", "3"),
        ("20240225/03版要闻_渡口加开一班船.txt", "2024-02-25", "3"),
        ("20240225/03_01_渡口加开一班船.txt", "2024-02-25", "3"),
        ("2024-02-25/第03版：要闻/1.txt", "2024-02-25", "3"),
        ("2024-02-25/A03/01_渡口加开一班船.txt", "2024-02-25", "A3"),
        ("20240225/page_03/2.txt", "2024-02-25", "3"),
        ("B2/20240225/1.txt", "2024-02-25", None),
        ("20190103/20190103-01-02.txt", "2019-01-03", "1"),
        ("20190103/node_20190103_1-03.txt", "2019-01-03", "3"),
        ("20240225/001_渡口加开一班船.txt", "2024-02-25", None),
        ("1946-05-17_渡口加开一班船-3.md", "1946-05-17", None),
        ("1946-05-17 丛书共3版.md", "1946-05-17", None),
        ("1946年/5月/17日/渡口加开一班船.txt", "1946-05-17", None),
        ("1946/05/05-17_渡口加开一班船.md", "1946-05-17", None),
        ("雁桥日报 [Mon, 05 Feb 2024]/feed_0/article_3/index.md", "2024-02-05", None),
        ("2024/0225/03.txt", "2024-02-25", None),
        ("scans/1987/0612.txt", None, None),
    ],
)
def test_day_and_page(path: str, date: str | None, page: str | None) -> None:
    origin = origin_of(path)
    assert (origin.date and origin.date.isoformat(), origin.page) == (date, page)
