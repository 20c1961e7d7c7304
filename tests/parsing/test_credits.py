"""Who wrote it, wherever it stands."""

import pytest

from reader.newspaper.article import Role, SourceText
from reader.parsing import credits, parse
from reader.parsing.credit_places import without_place

REPORTER, CORRESPONDENT, PHOTOGRAPHER = Role.REPORTER, Role.CORRESPONDENT, Role.PHOTOGRAPHER
AUTHOR, EDITOR, AGENCY = Role.AUTHOR, Role.EDITOR, Role.AGENCY

Told = list[tuple[Role, tuple[str, ...]]]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("雁桥日报全媒体记者/陶一苇", [(REPORTER, ("陶一苇",))]),
        ("通讯员/孟晓禾", [(CORRESPONDENT, ("孟晓禾",))]),
        ("本报记者  苏  蕙", [(REPORTER, ("苏蕙",))]),
        (
            "记者 陶一苇 通讯员 孟晓禾 郑大壮",
            [(REPORTER, ("陶一苇",)), (CORRESPONDENT, ("孟晓禾", "郑大壮"))],
        ),
        ("全媒体记者陶一苇通讯员孟晓禾", [(REPORTER, ("陶一苇",)), (CORRESPONDENT, ("孟晓禾",))]),
        (
            "（雁桥日报全媒体记者/陶一苇 通讯员/孟晓禾 整理）",
            [(REPORTER, ("陶一苇",)), (CORRESPONDENT, ("孟晓禾",))],
        ),
        ("本报记者 贺一舟 文/摄", [(REPORTER, ("贺一舟",)), (PHOTOGRAPHER, ("贺一舟",))]),
        ("文/陶一苇 图/贺一舟", [(AUTHOR, ("陶一苇",)), (PHOTOGRAPHER, ("贺一舟",))]),
        ("本报记者 何昌文", [(REPORTER, ("何昌文",))]),
        ("通讯员/冯文 马图", [(CORRESPONDENT, ("冯文", "马图"))]),
        ("本报记者 何 文", [(REPORTER, ("何文",))]),
        (
            "雁桥日报全媒体记 者/陶一苇 通讯 员/孟晓禾",
            [(REPORTER, ("陶一苇",)), (CORRESPONDENT, ("孟晓禾",))],
        ),
        ("□ 老砚", [(AUTHOR, ("老砚",))]),
        ("▲林溪雨", [(AUTHOR, ("林溪雨",))]),
        ("林 溪", [(AUTHOR, ("林溪",))]),
        ("江城师范大学 林溪雨", [(AUTHOR, ("林溪雨",))]),
        ("本报评论员", [(AUTHOR, ("本报评论员",))]),
        (
            "责编 何平川 美编 林溪 校对 苏蕙",
            [(EDITOR, ("何平川",)), (EDITOR, ("林溪",)), (EDITOR, ("苏蕙",))],
        ),
        ("本版责编：何平川 版式设计：林溪雨", [(EDITOR, ("何平川",)), (EDITOR, ("林溪雨",))]),
        ("本报北京5月5日专电 特派记者 陶一苇", [(REPORTER, ("陶一苇",))]),
        ("记者陶一苇／雁桥报导", [(REPORTER, ("陶一苇",))]),
        ("（记者陶一苇、苏蕙／综合报导）", [(REPORTER, ("陶一苇", "苏蕙"))]),
        ("新华社记者 陶一苇 苏蕙", [(REPORTER, ("陶一苇", "苏蕙"))]),
        ("本报记者 陶一苇 青岛报道", [(REPORTER, ("陶一苇",))]),
        ("记者陶一苇、苏蕙台中报导", [(REPORTER, ("陶一苇", "苏蕙"))]),
        ("〔记者陶一苇、苏蕙／台北报导〕", [(REPORTER, ("陶一苇", "苏蕙"))]),
        ("特派员陶一苇／东京十五日电", [(REPORTER, ("陶一苇",))]),
        ("编译陶一苇／综合外电", [(AUTHOR, ("陶一苇",))]),
        ("2024/02/05 11:04 记者陶一苇／台中报导", [(REPORTER, ("陶一苇",))]),
        ("来源：雁桥日报 作者：陶一苇 苏蕙", [(AUTHOR, ("陶一苇", "苏蕙"))]),
        ("作者：陶一苇 来源：雁桥日报 2019-06-14 08:30", [(AUTHOR, ("陶一苇",))]),
        ("陶一苇 · 2019-06-14 08:30", [(AUTHOR, ("陶一苇",))]),
        ("作者：陶一苇，雁桥渡口船工", [(AUTHOR, ("陶一苇",))]),
        (
            "潮新闻记者 陶一苇 摄影报道",
            [(REPORTER, ("陶一苇",)), (PHOTOGRAPHER, ("陶一苇",))],
        ),
        ("雁桥日报·雁桥新闻客户端记者 陶一苇", [(REPORTER, ("陶一苇",))]),
        ("陶一苇/文 贺一舟/图", [(AUTHOR, ("陶一苇",)), (PHOTOGRAPHER, ("贺一舟",))]),
        ("陶一苇 文 贺一舟 摄影", [(AUTHOR, ("陶一苇",)), (PHOTOGRAPHER, ("贺一舟",))]),
        ("陶一苇 文/图", [(AUTHOR, ("陶一苇",)), (PHOTOGRAPHER, ("陶一苇",))]),
        ("作者：约翰·福特 译者：陶一苇", [(AUTHOR, ("约翰·福特",)), (AUTHOR, ("陶一苇",))]),
        ("采写：本报记者 陶一苇", [(REPORTER, ("陶一苇",))]),
        ("本版撰文 本报记者 陶一苇", [(REPORTER, ("陶一苇",))]),
        ("口述 何大壮 整理 陶一苇", [(AUTHOR, ("何大壮",)), (AUTHOR, ("陶一苇",))]),
        ("文·陶一苇", [(AUTHOR, ("陶一苇",))]),
        ("编辑丨何平川", [(EDITOR, ("何平川",))]),
        ("南都记者 陶一苇 发自湖北", [(REPORTER, ("陶一苇",))]),
        ("雁桥日报 记者陶一苇／桃园机场报导", [(REPORTER, ("陶一苇",))]),
        ("系列报道策划：苏蕙 本篇统筹：何平川", [(EDITOR, ("苏蕙",)), (EDITOR, ("何平川",))]),
        ("监制：何平川 策划：苏蕙", [(EDITOR, ("何平川",)), (EDITOR, ("苏蕙",))]),
        ("（实习生陶一苇对此文亦有贡献）", [(REPORTER, ("陶一苇",))]),
        ("（本报记者陶一苇、实习生苏蕙参与采写）", [(REPORTER, ("陶一苇",)), (REPORTER, ("苏蕙",))]),
        ("（陶一苇 文/图）", [(AUTHOR, ("陶一苇",)), (PHOTOGRAPHER, ("陶一苇",))]),
    ],
)
def test_lines_of_their_own(line: str, told: Told) -> None:
    found = credits.line_credits(line)
    assert [(credit.role, credit.names) for credit in found] == told
    assert {credit.as_printed for credit in found} == {line}
    assert credits.is_credit_line(line) or credits.is_author_line(line)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("二年级 李小雨", "李小雨"),
        ("二年级 （一）班 许小南", "许小南"),
        ("五年级（3）班 马腾飞 指导老师 周敏", "马腾飞"),
        ("二车间 刘成", "刘成"),
        ("郑家庄 郑有福", "郑有福"),
        ("八岁 李小雨", "李小雨"),
    ],
)
def test_an_author_s_class_shop_or_village_is_no_name(line: str, author: str) -> None:
    assert credits.is_author_line(line)
    assert [(credit.role, credit.names) for credit in credits.line_credits(line)] == [
        (Role.AUTHOR, (author,))
    ]


def test_five_who_sign_may_stand_in_a_row_without_spaces_and_a_list_of_eight_is_no_author() -> None:
    assert credits.is_author_line("顾知远何一舟毛晓轩赵蕙蕙郑有福")
    assert not credits.is_author_line("顾知远 何一舟 毛晓轩 赵蕙蕙 郑有福 周大江 陆小满 罗长庚")


def test_who_signs_with_an_office_below_a_headline_signs_above_a_subhead_too() -> None:
    text = "今天摆渡的人要把昨天的账记清楚，每一班船收了几个钱，谁当的班，都要写在簿子上。"
    lines = ("谈谈怎样记好渡口的账", "江滩市委宣传部副部长顾知远", "记账的好处", text)
    (article,) = parse(SourceText("a.txt", "utf-8", lines)).articles
    assert article.headline == "谈谈怎样记好渡口的账"
    assert [credit.names for credit in article.credits] == [("顾知远",)]


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("水利部部长顾知远", "顾知远"),
        ("江滩大学航运研究所研究员何一舟", "何一舟"),
        ("省渡口信息中心毛晓轩", "毛晓轩"),
        ("江滩市委宣传部赵蕙蕙", "赵蕙蕙"),
        ("江滩渡轮公司总裁顾知远", "顾知远"),
        ("江滩剧团艺术总监何一舟", "何一舟"),
        ("雁桥航运集团董事长、船工代表毛晓轩", "毛晓轩"),
        ("省船工协会理事会成员赵蕙蕙", "赵蕙蕙"),
    ],
)
def test_who_signs_with_post_or_place_of_work_is_told_without_them(line: str, author: str) -> None:
    assert [(credit.role, credit.names) for credit in credits.line_credits(line)] == [
        (Role.AUTHOR, (author,))
    ]


@pytest.mark.parametrize(
    "line",
    [
        "江滩股市熊牛争",
        "重修渡口整治市区交通",
        "何一舟会见船工代表时强调",
        "村党支部书记郑大壮",
        "访水利部部长顾知远",
        "江滩市长会见渡轮公司总裁顾知远",
        "敬爱的船工们",
        "金色的",
        "幸福万年长",
        "江山万岁",
        "关于顾知远回校检查作业：",
        "船工集会悼念渡口工会主席何一舟",
    ],
)
def test_a_heading_that_ends_in_the_form_of_a_name_is_no_author(line: str) -> None:
    assert not credits.is_author_line(line)


@pytest.mark.parametrize(
    "line", ["本报记者顾知远《江滩工人报》记者何一舟", "本报驻海州记者顾知远江滩广播电台记者何一舟"]
)
def test_reporters_of_two_papers_are_named_without_the_other_paper(line: str) -> None:
    assert credits.is_credit_line(line)
    assert [credit.names for credit in credits.line_credits(line)] == [("顾知远",), ("何一舟",)]


@pytest.mark.parametrize("line", ["石库门", "夏令营", "文化宫", "白杨树"])
def test_a_thing_of_the_dictionary_that_has_the_form_of_a_name_is_no_author(line: str) -> None:
    assert not credits.is_author_line(line)


@pytest.mark.parametrize("line", ["冼星海", "薛暮桥", "刘亚楼", "孙伏园", "王福山"])
def test_a_person_of_the_dictionary_whose_name_ends_like_a_thing_is_an_author(line: str) -> None:
    assert credits.is_author_line(line)


@pytest.mark.parametrize("line", ["（何柳摘）", "（陶一苇摘）", "（陶一苇 摘编）"])
def test_who_chose_an_excerpt_is_not_its_author(line: str) -> None:
    assert credits.line_credits(line) == ()
    assert not credits.is_signature(line)


@pytest.mark.parametrize(
    "line",
    [
        "陶司令官招待记者 谈接收本意",
        "发言人答记者问",
        "记者节快乐",
        "三万册旧报刊有了新家",
        "蝉声",
        "编辑同志：贵报征集旧报",
        "启 事 栏",
        "▲米价续涨",
        "于是，",
    ],
)
def test_lines_that_name_nobody(line: str) -> None:
    assert not credits.is_credit_line(line)
    assert not credits.is_author_line(line)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("本报讯（记者 周岱青）连日晴好", [(REPORTER, ("周岱青",), "记者 周岱青")]),
        (
            "雁桥日报讯（全媒体记者/陶一苇 通讯员/孟晓禾）昨夜",
            [(REPORTER, ("陶一苇",), "全媒体记者/陶一苇"), (CORRESPONDENT, ("孟晓禾",), "通讯员/孟晓禾")],
        ),
        ("据新华社电 天文专家介绍", [(AGENCY, ("新华社",), "据新华社电")]),
        (
            "新华社北京2月1日电（记者周岱青、陆小满）天文",
            [
                (AGENCY, ("新华社",), "新华社北京2月1日电"),
                (REPORTER, ("周岱青", "陆小满"), "记者周岱青、陆小满"),
            ],
        ),
        ("本报讯 记者周岱青报道：昨天", [(REPORTER, ("周岱青",), "记者周岱青")]),
        (
            "本报讯 记者周岱青 通讯员陆小满 近日，江城",
            [(REPORTER, ("周岱青",), "记者周岱青"), (CORRESPONDENT, ("陆小满",), "通讯员陆小满")],
        ),
        ("雁桥日报讯（全媒体记者 林 溪 苏蕙）今天", [(REPORTER, ("林溪", "苏蕙"), "全媒体记者 林 溪 苏蕙")]),
        ("记者从粮食局获悉，入库过半。", []),
        (
            "〔记者周岱青、陆小满／江城报导〕连日晴好",
            [(REPORTER, ("周岱青", "陆小满"), "记者周岱青、陆小满／江城报导")],
        ),
        ("【本报记者周岱青桃园报导】连日", [(REPORTER, ("周岱青",), "本报记者周岱青桃园报导")]),
        (
            "［江城时报记者 周岱青 陆小满］连日",
            [(REPORTER, ("周岱青", "陆小满"), "江城时报记者 周岱青 陆小满")],
        ),
        (
            "（中央社记者周岱青桃园19日电）连日",
            [
                (AGENCY, ("中央社",), "（中央社记者周岱青桃园19日电）"),
                (REPORTER, ("周岱青",), "记者周岱青桃园19日电"),
            ],
        ),
        ("本报讯（周岱青 陆小满）连日", [(REPORTER, ("周岱青", "陆小满"), "周岱青 陆小满")]),
        ("本报讯 周岱青报道：连日", [(REPORTER, ("周岱青",), "周岱青")]),
        ("本报讯（时事）连日", []),
        ("本报记者周岱青、陆小满报道：连日", [(REPORTER, ("周岱青", "陆小满"), "本报记者周岱青、陆小满")]),
        ("本报记者就渡口一事作了报道。", []),
        (
            "本报讯（周岱青、实习生陆小满）连日",
            [(REPORTER, ("周岱青",), "周岱青、"), (REPORTER, ("陆小满",), "实习生陆小满")],
        ),
    ],
)
def test_at_the_head_of_a_paragraph(text: str, told: list[tuple[Role, tuple[str, ...], str]]) -> None:
    found = credits.paragraph_credits(text, is_last=False)
    assert [(credit.role, credit.names, credit.as_printed) for credit in found] == told
    assert all(credit.as_printed in text for credit in found)


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("（市民 程 荷）", [(AUTHOR, ("程荷",))]),
        ("（记者 陶一苇）", [(REPORTER, ("陶一苇",))]),
        ("（雁桥日报全媒体记者/陶一苇 整理）", [(REPORTER, ("陶一苇",))]),
        ("（据新华社）", [(AGENCY, ("新华社",))]),
        ("(新华社北京1月31日电)", [(AGENCY, ("新华社",))]),
        ("（作者系本报退休记者）", []),
        ("（新华社记者 陶一苇）", [(REPORTER, ("陶一苇",))]),
        ("（陶一苇／江城报导）", [(AUTHOR, ("陶一苇",))]),
        ("（陶一苇 文/图）", [(AUTHOR, ("陶一苇",)), (PHOTOGRAPHER, ("陶一苇",))]),
        (" 贺一舟/摄影", [(PHOTOGRAPHER, ("贺一舟",))]),
        (" 图/贺一舟", [(PHOTOGRAPHER, ("贺一舟",))]),
        ("（节选）", []),
        ("（全文完）", []),
        ("（作者陶一苇系江城作家协会会员）", [(AUTHOR, ("陶一苇",))]),
        ("（陶一苇口述 苏蕙整理）", [(AUTHOR, ("陶一苇",)), (AUTHOR, ("苏蕙",))]),
    ],
)
def test_at_the_end_of_an_article(end: str, told: Told) -> None:
    text = "开了两朵。" + end
    assert [(c.role, c.names) for c in credits.paragraph_credits(text, is_last=True)] == told
    assert credits.paragraph_credits(text, is_last=False) == ()


@pytest.mark.parametrize(
    ("caption", "names"),
    [
        ("钟楼下的市民。记者/贺一舟 摄", ("贺一舟",)),
        ("图为馆员。窗外即渡口。本报记者 贺一舟 摄", ("贺一舟",)),
        ("渡口。摄影：贺一舟", ("贺一舟",)),
        ("（贺一舟 摄）", ("贺一舟",)),
        ("张  强摄（江城影像）", ("张强",)),
        ("渡口。受访者供图", ()),
        ("渡口。通讯员供图", ()),
        ("渡口停航。（图／记者贺一舟翻摄）", ("贺一舟",)),
        ("渡口停航。（图／资料照片）", ()),
        ("渡口停航。实习生 贺一舟 摄/视觉雁桥", ("贺一舟",)),
        ("潘小舟、钞一帆摄影报道", ("潘小舟", "钞一帆", "潘小舟", "钞一帆")),
        ("渡口停航。新华社记者 普布扎西 摄", ("普布扎西",)),
        ("渡口停航。（文/陶一苇 图/贺一舟）", ("陶一苇", "贺一舟")),
    ],
)
def test_under_a_picture(caption: str, names: tuple[str, ...]) -> None:
    assert tuple(name for credit in credits.photographer_credits(caption) for name in credit.names) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("陶一苇 青岛", "陶一苇"),
        ("陶一苇 苏蕙 武汉", "陶一苇 苏蕙"),
        ("陶一苇 苏蕙", "陶一苇 苏蕙"),
        ("陶一苇、苏蕙", "陶一苇、苏蕙"),
        ("陶一苇台中", "陶一苇"),
        ("林悦桃园", "林悦"),
        ("陶一苇、苏蕙北京", "陶一苇、苏蕙"),
        ("陶一苇雁桥", "陶一苇"),
        ("陶一苇雁桥镇", "陶一苇"),
        ("欧阳平川上海", "欧阳平川"),
        ("张威李明", "张威李明"),
        ("王平", "王平"),
        ("", ""),
    ],
)
def test_without_place(text: str, names: str) -> None:
    assert without_place(text) == names


_TITLE = ("青石日报", "1956年6月12日 第一版")
_ITEM = (
    "东门码头修好",
    "东门码头昨天修好，各村的菜船又能靠岸了。船工们用了二十天，换下朽木六十根，又添了一盏灯。",
)
_NEXT = (
    "水塔供水",
    "水塔在山坡上，高十二米，能供三条街用水。今早第一批用户拧开龙头，水压很足，孩子们围着看。",
)


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("新华社", (Role.AGENCY, "新华社")),
        ("新华社/本报讯", (Role.AUTHOR, "新华社/本报")),
        ("《江滩工人报》编辑部", (Role.AUTHOR, "《江滩工人报》编辑部")),
        ("江滩工人报社论", (Role.AUTHOR, "江滩工人报社论")),
        ("“船工报”记者", (Role.AUTHOR, "“船工报”记者")),
        ("《江滩工人报》", (Role.AUTHOR, "《江滩工人报》")),
        ("江滩工人报", (Role.AUTHOR, "江滩工人报")),
        ("江滩大学通讯组", (Role.AUTHOR, "江滩大学通讯组")),
        ("青石新闻处", (Role.AUTHOR, "青石新闻处")),
        ("青石县东门中学全体教师", (Role.AUTHOR, "青石县东门中学全体教师")),
        ("东门医院护士李小川", (Role.AUTHOR, "李小川")),
        ("江滩大学教务长何一舟", (Role.AUTHOR, "何一舟")),
        ("岫之", (Role.AUTHOR, "岫之")),
    ],
)
def test_who_stands_between_a_heading_and_its_text_wrote_it(line: str, credit: tuple[Role, str]) -> None:
    part = parse(SourceText("a.txt", "utf-8", (*_TITLE, *_NEXT, _ITEM[0], line, _ITEM[1])))
    assert [article.headline for article in part.articles] == [_NEXT[0], _ITEM[0]]
    article = part.articles[1]
    assert [(credit.role, *credit.names) for credit in article.credits] == [credit]
    assert [block.text for block in article.blocks] == [_ITEM[1]]


@pytest.mark.parametrize("line", ["县里派出调查组", "慰问东门医院全体医生", "设立江滩新闻处", "春天"])
def test_a_line_that_tells_something_names_no_author(line: str) -> None:
    part = parse(SourceText("a.txt", "utf-8", (*_TITLE, *_NEXT, _ITEM[0], line, _ITEM[1])))
    assert part.articles[1].credits == ()


def test_a_title_above_a_text_without_masthead_stays_a_title() -> None:
    part = parse(SourceText("a.txt", "utf-8", (_ITEM[0], "江滩工人报", _ITEM[1])))
    assert all(credit.names != ("江滩工人报",) for article in part.articles for credit in article.credits)


def test_a_dateline_of_its_own_line_is_said_once_more_in_the_text() -> None:
    texts = (*_NEXT, _ITEM[0], "江滩工人报讯", f"【江滩工人报讯】{_ITEM[1]}")
    part = parse(SourceText("a.txt", "utf-8", (*_TITLE, *texts)))
    assert [article.headline for article in part.articles] == [_NEXT[0], _ITEM[0]]
