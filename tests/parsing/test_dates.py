"""What the names of files and folders say of an issue, and what they do not."""

import pytest

from reader.parsing.dates import origin_of


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
        ("参考消息/1.txt", "参考消息"),
        ("看参考消息有感.txt", None),
        ("江城晚报/雁桥日报/1.txt", "雁桥日报"),
        ("雁桥日报、江城晚报/1.txt", None),
        ("雁桥日报/1987-06-12_江城晚报创刊三十年.txt", "雁桥日报"),
        ("1987-06-12 江城晚报创刊.txt", None),
        ("《江城晚报》创刊.txt", None),
        ("据《江城晚报》报道.txt", None),
        ("关于江城晚报的回忆.txt", None),
        ("从雁桥日报到江城晚报/1.txt", None),
        ("1946-05-17_我们的人民日报.md", None),
        ("035-和船工、雁桥报、江城报三记者的谈话.md", None),
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
        ("1987-06-12 雁桥日报-02.txt", "1987-06-12", None),
        ("1987-06-12-02.txt", "1987-06-12", "2"),
        ("1987-06-12-2.txt", "1987-06-12", None),
        ("19870612-p3.txt", "1987-06-12", "3"),
        ("XIN02-08.txt", None, None),
        ("box2-08.txt", None, None),
        ("report-A04.txt", None, "A4"),
        ("scan-A4.txt", None, None),
        ("导出于2024-03-06 渡口.txt", None, None),
        ("ferry (exported 2024-03-06).txt", None, None),
        ("2024-03-06下载 渡口.txt", None, None),
        ("柳湾日报2024-03-05 导出于2024-03-06.txt", "2024-03-05", None),
        ("柳湾日报2024-03-05 扫描.txt", "2024-03-05", None),
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
        ("2024-02/25/node_03_content_02.txt", "2024-02-25", "3"),
        ("1946-05-17/P1_02.txt", "1946-05-17", "1"),
        ("1950/0312/B1.txt", "1950-03-12", "B1"),
        ("1950-03-12/page4.txt", "1950-03-12", "4"),
        ("scans/B1.txt", None, None),
        ("1946-05-17/article_02.txt", "1946-05-17", None),
        ("2024/0225/03.txt", "2024-02-25", None),
        ("scans/1987/0612.txt", None, None),
        ("20190311/20190311-11-01.txt", "2019-03-11", "11"),
        ("2022年/3月5日_渡口加开一班船.txt", "2022-03-05", None),
        ("20190301/20190301-03-01.txt", "2019-03-01", "3"),
        ("content/102b90cd0048a0a3267207f8d0d545d3.md", None, None),
        ("2024-02-25/9c1e77aa-0b52-4f0d-8a55-d19870612a03.md", "2024-02-25", None),
        ("notes/README-19.md", None, None),
        ("2018-02-22-old-ferry-120.md", "2018-02-22", None),
    ],
)
def test_day_and_page(path: str, date: str | None, page: str | None) -> None:
    origin = origin_of(path)
    assert (origin.date and origin.date.isoformat(), origin.page) == (date, page)


@pytest.mark.parametrize(
    ("path", "title", "number"),
    [
        ("江滩文艺/1962年第3期.txt", "江滩文艺", 3),
        ("江滩文艺1962年第3期.txt", "江滩文艺", 3),
        ("江滩文艺/1962年/第七期/渡口.txt", "江滩文艺", 7),
        ("营地新闻 1944年2月9-10日合刊.txt", "营地新闻", None),
        ("市政通讯/1950/3/12.txt", "市政通讯", None),
        ("Willow Gazette - June 7, 1987 - p3.txt", "Willow Gazette", None),
        ("Le Petit Saulois_1905-12-17_p2.txt", "Le Petit Saulois", None),
        ("雁桥日报 第120期 1987年6月12日.txt", "雁桥日报", 120),
        ("雁桥日报/第23570期/3.txt", "雁桥日报", 23570),
        ("旧期刊/1962年第3期.txt", None, 3),
        ("民国文学/1937-03-04.txt", None, None),
        ("国际新闻/1987-06-07.txt", None, None),
        ("Press Clippings/1987-06-07.txt", None, None),
        ("江滩文艺/a.txt", None, None),
        ("渡口新闻/渡口加开一班船.txt", None, None),
        ("1987-06-07 渡口新闻发布会.txt", None, None),
        ("1987/夜校第3期开学.txt", None, None),
        ("民声/1947/1947-02-11/2.txt", None, None),
    ],
)
def test_a_publication_without_报_is_told_beside_or_above_its_day_or_number(
    path: str, title: str | None, number: int | None
) -> None:
    origin = origin_of(path)
    assert (origin.title, origin.number) == (title, number)


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("湖滨报/光绪三十一年/十一月廿一.txt", "1905-12-17"),
        ("湖滨报/光緒三十一年/十一月/廿一日.txt", "1905-12-17"),
        ("汀江民報/民國二十六年/八月/十三日/第一版.txt", "1937-08-13"),
        ("湖滨报/光绪五十四年/十一月廿一.txt", None),
        ("光绪三十一年/渡口十一月廿一.txt", None),
    ],
)
def test_the_parts_of_a_day_may_be_folders(path: str, date: str | None) -> None:
    origin = origin_of(path)
    assert (origin.date and origin.date.isoformat()) == date
