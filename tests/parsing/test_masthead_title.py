"""A newspaper's name is the one that the page says is its own; any other title is none."""

import datetime as dt

import pytest

from reader.newspaper.article import SourceText
from reader.newspaper.correction import Claim, Correction, CorrectionKind
from reader.newspaper.issue import IssuePart, TitleOrigin
from reader.parsing import issue_anchor_of, parse
from reader.parsing.masthead_lines import can_be_name

DATE = "2024年1月27日 星期六\n第17483期 今日4版\n"
FERRY = "渡口加开一班船\n\n本报讯（记者 尤嘉木）1月26日，渡口加开一班船，票价不变，两岸来往更方便。\n"
TOWER = "旧钟楼今起维修\n\n本报讯（记者 顾知远）望江门旧钟楼今天起维修，为期两个月，游人止步。\n"
NEWS = f"{FERRY}\n{TOWER}"
FILM = "影片讲述了一个发生在渡口的故事，本周起在人民电影院上映，每天三场。\n"
EVENING = NEWS.replace("本报讯", "江城晚报讯")


def part_of(text: str, path: str = "a.txt") -> IssuePart:
    return parse(SourceText(path, "utf-8", tuple(text.split("\n"))))


def told(text: str, path: str = "a.txt") -> tuple[str | None, TitleOrigin | None]:
    head = part_of(text, path).masthead
    return head.title, head.title_origin


@pytest.mark.parametrize(
    "text",
    [
        f"雁桥日报\n{DATE}\n{NEWS}",
        f"《雁桥日报》\n{DATE}\n{NEWS}",
        f"# 《雁桥日报》2024年1月27日 第17483期\n\n{NEWS}",
        f"雁 桥 日 报\n雁桥日报社出版\n{DATE}\n{NEWS}",
        f"{NEWS}\n雁桥日报\n{DATE}",
        f"{DATE}雁桥日报\n\n{NEWS}",
        f"雁桥日报 2024-01-27 第A07版 法治\n\n{NEWS}",
        f"{FERRY}\n雁桥日报 2024-01-27 第A07版 法治\n\n{TOWER}",
        f"雁桥日报　第02版\n\n{NEWS}",
        f"{FERRY}\n雁桥日报 02版\n\n{TOWER}\n雁桥日报 03版\n\n{NEWS}",
        f"报纸：雁桥日报\n日期：2024-01-27\n版次：02\n\n{NEWS}",
        f"来源：雁桥日报\n日期：2024-01-27\n版次：02\n\n{NEWS}",
        f"来源：雁桥日报　日期：2024-01-27\n\n{NEWS}",
        f"标题：江城晚报\n报纸：雁桥日报\n日期：2024-01-27\n版次：02\n\n{NEWS}",
        f"---\ntitle: 渡口加开一班船\ndate: 2024-01-27\npaper: 雁桥日报\n---\n\n{NEWS}",
        f"---\ntitle: 我与江城晚报\ndate: 2024-01-27\nnewspaper: 雁桥日报\n---\n\n{NEWS}",
        f"雁桥日报\n{DATE}\n{NEWS}\n《最后的警报》\n\n{FILM}",
        f"雁桥日报\n{DATE}\n{NEWS}\n江城晚报 2024-01-20 第3版\n",
        f"雁桥日报\n{DATE}\n{EVENING}",
    ],
)
def test_what_the_page_says_is_its_name(text: str) -> None:
    assert told(text) == ("雁桥日报", TitleOrigin.PRINTED)


PUBLISHED = "雁桥日报社出版 国内统一连续出版物号CN00-0009"


@pytest.mark.parametrize("printed", ["雁侨日报\n", "雁挢日报 ", ""])
def test_the_publisher_tells_the_name_that_was_misread_or_is_not_read(printed: str) -> None:
    part = part_of(f"{printed}{DATE}{PUBLISHED}\n\n{NEWS}")
    assert (part.masthead.title, part.masthead.title_origin) == ("雁桥日报", TitleOrigin.PRINTED)
    assert part.masthead.title_as_printed == (printed.strip() or "雁桥日报")
    assert [each.message for each in part.warnings if "社出版" in each.message] == (
        [f"报头印作“{printed.strip()}”，按“雁桥日报社出版”应为“雁桥日报”。"] if printed else []
    )


@pytest.mark.parametrize("printed", ["雁桥晚报", "江城日报", "雁桥都市报"])
def test_a_paper_may_be_published_by_another_one(printed: str) -> None:
    assert told(f"{printed}\n{DATE}{PUBLISHED}\n\n{NEWS}") == (printed, TitleOrigin.PRINTED)


@pytest.mark.parametrize(
    "head", ["南方周末\n{date}", "南方周末 2024-01-27", "# 南方周末 2024-01-27", "《南方周末》\n{date}"]
)
def test_a_title_that_does_not_end_as_others_do_is_known(head: str) -> None:
    assert told(f"{head.format(date=DATE)}\n\n{NEWS}") == ("南方周末", TitleOrigin.PRINTED)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"《永远的晚报》\n\n{FILM}\n{NEWS}", id="a film"),
        pytest.param(f"《江城晚报》\n\n{FILM}\n{NEWS}", id="a film called by a paper's name"),
        pytest.param(f"{DATE}\n《最后一张晚报》 2024年1月26日\n\n{FILM}\n{NEWS}", id="a film with its day"),
        pytest.param(f"第02版 影视 《最后的晚报》\n\n{FILM}\n{NEWS}", id="a film in a page's head"),
        pytest.param(f"{NEWS}\n第03版 科技快报\n\n{NEWS}", id="a page's name"),
        pytest.param(f"{DATE}\n{NEWS}\n体育快报\n\n{NEWS}", id="a column"),
        pytest.param(f"健康快报\n\n{NEWS}", id="a column on top"),
        pytest.param(f"电视周报 1月27日 星期六\n\n19:30 新闻\n\n{NEWS}", id="programmes"),
        pytest.param(f"{DATE}\n一周天气周报\n1月27日 星期六\n\n晴。\n", id="the weather"),
        pytest.param(f"天气预报\n1月27日 星期六\n\n晴转多云。\n\n{NEWS}", id="a forecast"),
        pytest.param(f"黑板报\n{DATE}\n{NEWS}", id="a blackboard"),
        pytest.param(f"{DATE}大字报\n\n{NEWS}", id="a wall newspaper"),
        pytest.param(f"据《江城晚报》报道\n\n{NEWS}", id="a paper quoted"),
        pytest.param(f"{NEWS}\n（原载《江城晚报》2024年1月20日）\n", id="a reprint"),
        pytest.param(f"{NEWS}\n（江城晚报）\n", id="a source in brackets"),
        pytest.param(f"{NEWS}\n来源：江城晚报\n", id="a source below"),
        pytest.param(f"{NEWS}\n《江城晚报》\n", id="a source in marks"),
        pytest.param(f"{NEWS}\n《江城晚报》 2024年1月20日\n", id="a source in marks with its day"),
        pytest.param(f"{NEWS}\n江城晚报 2024-01-20 第3版\n", id="a source with day and page"),
        pytest.param(
            f"{FERRY}\n江城晚报 2024-01-20 第3版\n\n{TOWER}\n柳川日报 2024-01-22 第1版\n\n{NEWS}",
            id="clippings",
        ),
        pytest.param(f"{DATE}\n{NEWS}\n《江城晚报》 2024年1月20日\n", id="a source of another day"),
        pytest.param(
            f"{DATE}\n{FERRY}\n江城晚报 2024-01-20 第3版\n\n{TOWER}", id="a source between articles"
        ),
        pytest.param(f"{DATE}\n{NEWS}\n江城晚报 订阅热线：0000-00000000\n", id="an advertisement"),
        pytest.param(f"{DATE}\n{NEWS}\n江城晚报 雁桥晚报 柳川日报\n", id="a list of papers"),
        pytest.param(f"江城晚报\n\n创刊三十年\n\n{NEWS}", id="a headline that is a paper's name"),
        pytest.param(f"{DATE}\n江城晚报创刊\n\n{NEWS}", id="a headline with a paper's name"),
        pytest.param(f"---\ntitle: 渡口\ntags: 江城晚报\ndate: 2024-01-27\n---\n\n{NEWS}", id="a tag"),
        pytest.param(
            f"---\ntitle: 我与江城晚报\ndate: 2024-01-27\n---\n\n{NEWS}", id="a headline in front matter"
        ),
        pytest.param(NEWS.replace("本报讯", "江城晚报讯", 1), id="one dateline"),
        pytest.param(NEWS.replace("本报讯", "据江城晚报消息"), id="news from a paper"),
        pytest.param(NEWS.replace("本报讯", "江城晚报北京1月26日电"), id="a paper's wire"),
        pytest.param(f"{EVENING}\n{FERRY}\n{TOWER}", id="as many datelines of its own"),
        pytest.param(f"{EVENING}\n{TOWER.replace('本报讯', '柳川日报讯')}", id="datelines of several papers"),
    ],
)
def test_any_other_title_is_none(text: str) -> None:
    assert told(text) == (None, None)


def test_a_name_by_itself_is_the_papers_if_something_else_says_so() -> None:
    alone = f"{NEWS}\n来源：雁桥日报\n"
    assert told(alone) == (None, None)
    assert told(alone, "雁桥日报/散页.txt") == ("雁桥日报", TitleOrigin.PRINTED)
    assert told(alone.replace("本报讯", "雁桥日报讯")) == ("雁桥日报", TitleOrigin.PRINTED)
    assert told(alone, "江城晚报/散页.txt") == ("江城晚报", TitleOrigin.FILE_NAME)


@pytest.mark.parametrize(
    ("text", "path", "title", "origin"),
    [
        (f"雁挢日报\n国内统一刊号CN 00-0000\n{DATE}\n{NEWS}", "a.txt", "雁桥日报", TitleOrigin.CN_NUMBER),
        (f"国内统一刊号CN 00-0000\n{DATE}\n{NEWS}", "江城晚报.txt", "雁桥日报", TitleOrigin.CN_NUMBER),
        (f"雁桥日报\n国内统一刊号CN 00-0000\n{DATE}\n{NEWS}", "a.txt", "雁桥日报", TitleOrigin.PRINTED),
        (EVENING, "a.txt", "江城晚报", TitleOrigin.DATELINES),
        (f"江诚晚报\n{DATE}\n{EVENING}", "a.txt", "江城晚报", TitleOrigin.DATELINES),
        (NEWS, "雁桥日报/1987/1.txt", "雁桥日报", TitleOrigin.FILE_NAME),
        (NEWS, "1987/1.txt", None, None),
    ],
)
def test_every_name_has_its_witness(
    text: str, path: str, title: str | None, origin: TitleOrigin | None
) -> None:
    assert told(text, path) == (title, origin)


def test_what_a_reader_says_is_surer_than_what_is_told_by_other_things() -> None:
    source = SourceText("江城晚报/1.txt", "utf-8", tuple(NEWS.split("\n")))
    claim = Claim(CorrectionKind.TITLE, title="柳川日报")
    time = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
    head = parse(source, [Correction("one", issue_anchor_of(source), claim, time, time)]).masthead
    assert (head.title, head.title_origin) == ("柳川日报", TitleOrigin.CORRECTED)


@pytest.mark.parametrize(
    "name",
    [
        *("雁桥日报", "申报", "大公报", "新民晚报", "晨报", "时报", "南方都市报", "中国青年报", "中国老年报"),
        *("人民日报海外版", "第一财经日报", "今日早报", "呼和浩特晚报", "怀化日报", "中国剪报", "本溪日报", "那曲报"),
        *("读者报", "人民画报", "從化報", "解放軍報", "雁橋日報", "《申報》"),
    ],
)  # fmt: skip
def test_names(name: str) -> None:
    assert can_be_name(name)


@pytest.mark.parametrize(
    "words",
    [
        *("本报", "该报", "晚报", "日报", "读报", "海报", "喜报", "黑板报", "大字报", "半年报", "会议公报", "剪报"),
        *("最后的晚报", "一张晚报", "永远的晚报", "据江城晚报", "我与江城晚报", "关于江城晚报", "工作日报", "一周报"),
        *("江城晚报评雁桥日报", "从雁桥日报到江城晚报", "向人民日报", "两张日報"),
    ],
)  # fmt: skip
def test_words_that_are_no_names(words: str) -> None:
    assert not can_be_name(words)
