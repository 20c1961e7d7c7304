"""Pages as the text names them."""

import pytest

from reader.parsing.pages import jump_from, jump_to, page_label, page_line


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("01", "1"),
        ("A04", "A4"),
        ("Ａ０４", "A4"),
        ("二", "2"),
        ("十二", "12"),
        ("0", None),
        ("", None),
        ("版", None),
    ],
)
def test_label(printed: str, label: str | None) -> None:
    assert page_label(printed) == label


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
    ],
)
def test_an_article_goes_on_from_a_page(line: str, page: str, rest: str) -> None:
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
    ],
)
def test_an_article_goes_on_on_a_page(line: str, page: str, before: str) -> None:
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
