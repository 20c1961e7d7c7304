"""Pages as the text names them."""

from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.newspaper.article import page_as_printed
from reader.parsing.pages import jump_from, jump_to, page_beside_day, page_label, page_line


@given(st.sampled_from(["", *ascii_uppercase]), st.integers(1, 999))
def test_a_page_is_known_by_its_label_however_it_is_printed(letter: str, number: int) -> None:
    label = f"{letter}{number}"
    for printed in (
        label,
        page_as_printed(label),
        label.lower(),
        "".join(chr(ord(each) + 0xFEE0) for each in label),
    ):
        assert page_label(printed) == label


@pytest.mark.parametrize(("printed", "label"), [("二", "2"), ("十二", "12"), ("A四", "A4")])
def test_a_page_may_be_numbered_in_words(printed: str, label: str) -> None:
    assert page_label(printed) == label


@pytest.mark.parametrize("printed", ["0", "A00", "", "版", "1000", "A", "@1", "[1", "AA1", "é1"])
def test_anything_else_is_no_page(printed: str) -> None:
    assert page_label(printed) is None


@pytest.mark.parametrize(
    ("line", "page", "rest"),
    [
        ("◀◀上接01版", "1", ""),
        ("◀◀上接01版 旧报入库，先过三道关。", "1", "旧报入库，先过三道关。"),
        ("（上接A01版）递到一半，停了。", "A1", "递到一半，停了。"),
        ("(上接 A4)", "A4", ""),
        ("紧接第1版", "1", ""),
        ("（紧接第一版）众人都笑。", "1", "众人都笑。"),
        ("（接第三版）", "3", ""),
        ("◀◀上接A01版《一座桥修了三年》", "A1", ""),
        ("◀◀土接01版 旧报入库，先过三道关。", "1", "旧报入库，先过三道关。"),
        ("（上按弟1版）", "1", ""),
        ("〈上 接第l版）递到一半，停了。", "1", "递到一半，停了。"),
        ("◀◀上接AO1版", "A1", ""),
        ("（紧按笫一板）众人都笑。", "1", "众人都笑。"),
        ("（上接第一版“一座桥修了三年”）递到一半，停了。", "1", "递到一半，停了。"),
        ("（上接头版）众人都笑。", "1", "众人都笑。"),
        ("〔上接九版〕", "9", ""),
        ("（文接第一版）众人都笑。", "1", "众人都笑。"),
        ("（接自第一版）", "1", ""),
        ("（续第二版）众人都笑。", "2", "众人都笑。"),
        ("◀接A01页", "A1", ""),
        ("（上接第二张）众人都笑。", "2", "众人都笑。"),
        ("（上接今日3版）", "3", ""),
        ("●上接①版", "1", ""),
        ("｜上接 02｜", "2", ""),
        ("※续接第1版", "1", ""),
        ("（接1版上半部分）众人都笑。", "1", "众人都笑。"),
        ("■上接1版·要闻", "1", ""),
        ("■上接1版·要闻《渡口的钟》", "1", ""),
        ("（上接第版）众人都笑。", None, "众人都笑。"),
        ("◀◀上接□版", None, ""),
        ("（接上页）", None, ""),
        ("(上接第张) 众人都笑。", None, "众人都笑。"),
    ],
)
def test_an_article_goes_on_from_a_page(line: str, page: str | None, rest: str) -> None:
    jump = jump_from(line)
    assert jump is not None
    assert (jump.page, line[jump.end :].strip()) == (page, rest)


@pytest.mark.parametrize(
    ("line", "page", "before"),
    [
        ("▶▶下转04版", "4", ""),
        ("……毛线还连在袖子上。（下转第四版）", "4", "……毛线还连在袖子上。"),
        ("毛线还连在袖子上。(下转 A4)", "A4", "毛线还连在袖子上。"),
        ("下转第二版", "2", ""),
        ("线头还在（转第十二版）", "12", "线头还在"),
        ("▶▶下转O4版", "4", ""),
        ("线头还在（下传笫三板）", "3", "线头还在"),
        ("▲卞转6版", "6", ""),
        ("（下 转第六版 ）", "6", ""),
        ("(下转  04)", "4", ""),
        ("▶▶下转06版《三百二十名职工今晚进夜校》", "6", ""),
        ("线头还在（下转第三版《一座桥修了三年》）", "3", "线头还在"),
        ("▲下转2版“一座桥修了三年，桥下的船夫改行卖茶”", "2", ""),
        ("(下转 03《三万册旧报刊,一夜之间有了新家》)", "3", ""),
        ("下转04", "4", ""),
        ("〔下接十三版〕", "13", ""),
        ("線頭還在（下文轉入二版）", "2", "線頭還在"),
        ("線頭還在（文轉第二版）", "2", "線頭還在"),
        ("（全文转A6）", "A6", ""),
        ("▶转A04页", "A4", ""),
        ("▶传A02页", "A2", ""),
        ("（转入第四版）", "4", ""),
        ("线头还在（下接第三页）", "3", "线头还在"),
        ("※未完 转第3版", "3", ""),
        ("线头还在（下转今日4版）", "4", "线头还在"),
        ("—— 下转05版 ——", "5", ""),
        ("●下转③版", "3", ""),
        ("线头还在（余文转第四版）", "4", "线头还在"),
        ("线头还在（下转第版）", None, "线头还在"),
        ("▶▶下转□版", None, ""),
        ("（转下页）", None, ""),
    ],
)
def test_an_article_goes_on_on_a_page(line: str, page: str | None, before: str) -> None:
    jump = jump_to(line)
    assert jump is not None
    assert (jump.page, line[: jump.start]) == (page, before)


@pytest.mark.parametrize(
    "line",
    [
        "接二连三地有人来问",
        "接过3张旧报",
        "接第一版样书时，她哭了。",
        "转了3圈",
        "他把书转给4班",
        "他接《一座桥修了三年》4版",
        "上接江水",
        "土按1亩算",
        "上按第一排的电铃，没有人应",
        "老戏下传三代",
        "口信下传到第三排",
        "（全文见第3版）",
        "（全文转自江畔网）",
        "（续昨）渡口的钟又响了",
        "（接线生）",
        "——接第一版样书时，她哭了。",
        "（未完）",
        "转版",
        "",
    ],
)
def test_words_that_are_no_jump(line: str) -> None:
    assert jump_from(line) is None
    assert jump_to(line) is None


@pytest.mark.parametrize(
    ("line", "page"),
    [
        ("第02版 要闻", "2"),
        ("02版", "2"),
        ("第二版", "2"),
        ("A04", "A4"),
        ("A04 社会新闻", "A4"),
        ("要闻 A02版 2024年2月22日 星期四", "A2"),
        ("02 | 要闻", "2"),
        ("第03版：副刊 责编：何平川", "3"),
        ("江湾晚报 第三版 5月3日", "3"),
        ("第三版 江湾晚报 5月3日", "3"),
        ("5月3日 江湾晚报 第三版", "3"),
        ("江湾晚报 五月三日 第三版", "3"),
        ("江湾晚报·第3版·1998.5.3", "3"),
        ("3 江湾晚报 1998.5.3", "3"),
        ("江湾晚报 3", "3"),
        ("03 要闻 江湾晚报 2018年5月3日 星期四", "3"),
        ("江湾晚报 A03·要闻 2018.5.3", "A3"),
        ("第三版 5月3日", "3"),
        ("文汇报 12 名记者获奖", None),
        ("江湾晚报 5月3日讯 3", None),
        ("江湾晚报 1998年5月3日 第3120期 3", None),
        ("江湾晚报 3 4", None),
        ("今日4版", None),
        ("第4181期 今日4版", None),
        ("▶▶下转04版", None),
        ("出版", None),
        ("修订第二版今日上架，读者排队", None),
        ("A4纸涨价", None),
        ("12", None),
    ],
)
def test_lines_that_open_a_page(line: str, page: str | None) -> None:
    assert page_line(line) == page


@pytest.mark.parametrize(
    ("fields", "page"),
    [
        ("第4版", "4"),
        ("第二面", "2"),
        ("共8页　第3页", "3"),
        ("第1-4版", None),
        ("第1·2版", None),
        ("第1版　第2版", None),
        ("今日8版", None),
    ],
)
def test_the_line_of_a_masthead_tells_one_page(fields: str, page: str | None) -> None:
    assert page_beside_day(f"江湾晚报　1998年5月3日　{fields}") == page
