"""An office is told of those who hold it by the words beside their names, in its parts; in doubt of nobody."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.people.offices import is_former, office_of, office_told, offices_among
from reader.features.people.person import Office
from reader.language.equality import in_simplified, in_traditional

NAMES = ("何渡生", "葛长明", "柳三更", "周守诚", "祝水芹", "顾小荇", "陈守灯", "苏蕙")


def offices_in(text: str) -> dict[str, tuple[str, ...]]:
    """Return the offices of each of the names that the text has, without those that have none."""
    spans = sorted((begin, begin + len(name)) for name in NAMES if (begin := text.find(name)) >= 0)
    found = zip(spans, offices_among(text, text, spans), strict=True)
    return {text[begin:end]: offices for (begin, end), offices in found if offices}


def held(told: str) -> dict[str, tuple[str, ...]]:
    """Return what a row of a table says: names with their offices, 何渡生 市长 副书记."""
    rows = (each.split() for each in told.split("；") if each)
    return {name: tuple(offices) for name, *offices in rows}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("市长何渡生说，渡口要修。", "何渡生 市长"),
        ("何渡生市长、葛长明副市长到会。", "何渡生 市长；葛长明 副市长"),
        ("副市长何渡生、葛长明、柳三更出席。", "何渡生 副市长；葛长明 副市长；柳三更 副市长"),
        ("市长何渡生、葛长明出席。", "何渡生 市长"),
        ("渡口县委书记、县长何渡生到场。", "何渡生 渡口县委书记 渡口·县长"),
        ("县委书记兼县长何渡生到场。", "何渡生 县委书记 兼县长"),
        ("何渡生（副市长）、葛长明（渡口大学教授）发言。", "何渡生 副市长；葛长明 渡口大学教授"),
        ("何渡生，雁桥市副市长，昨日到场。", "何渡生 雁桥市副市长"),
        ("何渡生，男，五十岁，现任雁桥市副市长，昨日到场。", "何渡生 雁桥市副市长"),
        ("任命何渡生为雁桥市公安局局长。", "何渡生 雁桥市公安局局长"),
        ("聘请何渡生、葛长明为顾问。", "何渡生 顾问；葛长明 顾问"),
        ("由副市长何渡生兼任水利局局长。", "何渡生 副市长 兼水利局局长"),
        ("主任由何渡生担任，副主任由葛长明、柳三更担任。", "何渡生 主任；葛长明 副主任；柳三更 副主任"),
        ("主任：何渡生；副主任：葛长明、柳三更", "何渡生 主任；葛长明 副主任；柳三更 副主任"),
        ("副主任：\n何渡生\n葛长明\n柳三更\n", "何渡生 副主任；葛长明 副主任；柳三更 副主任"),
        ("副主任：何渡生\n\u3000葛长明\n委员：柳三更", "何渡生 副主任；葛长明 副主任；柳三更 委员"),
        ("委员：何渡生\n葛长明 柳三更", "何渡生 委员"),
        ("副主任：何渡生\n葛长明说，船修好了。", "何渡生 副主任"),
        ("主任：何渡生\n葛长明\n", "何渡生 主任"),
        ("副市长何渡生\n葛长明\n", "何渡生 副市长"),
        ("何渡生、葛长明分别当选为主席和副主席。", "何渡生 主席；葛长明 副主席"),
        ("何渡生当选会长，葛长明当选副会长。", "何渡生 会长；葛长明 副会长"),
        (
            "主任委员何渡生，副主任委员葛长明、柳三更。",
            "何渡生 主任委员；葛长明 副主任委员；柳三更 副主任委员",
        ),
        ("增补何渡生、葛长明为常务理事。", "何渡生 常务理事；葛长明 常务理事"),
        (
            "前总统何渡生、代省长葛长明、时任市委书记柳三更",
            "何渡生 前总统；葛长明 代省长；柳三更 时任市委书记",
        ),
        ("原市委书记、市长何渡生到会。", "何渡生 原市委书记 原市长"),
        ("雁桥市前市长何渡生到会。", "何渡生 雁桥市前市长"),
        ("国务院副总理何渡生会见美国国务卿葛长明。", "何渡生 国务院副总理；葛长明 美国国务卿"),
        (
            "海军副司令员何渡生中将、海军副参谋长葛长明少将",
            "何渡生 中将 海军副司令员；葛长明 少将 海军副参谋长",
        ),
        ("中共渡口省委第一书记何渡生说。", "何渡生 中共渡口省委第一书记"),
        ("雁桥市公安局长何渡生说。", "何渡生 雁桥市公安局长"),
        ("县长何渡生副县长葛长明", "何渡生 县长；葛长明 副县长"),
        ("何渡生县长葛长明副县长", "何渡生 县长；葛长明 副县长"),
        ("主任 何渡生 副主任 葛长明 柳三更", "何渡生 主任；葛长明 副主任；柳三更 副主任"),
        (
            "雁桥市代表大会选举何渡生为市长，一位望亭人、葛长明为副市长。",
            "何渡生 雁桥·市长；葛长明 雁桥·副市长",
        ),
        ("副市长何渡生、岑一渡、葛长明出席。", "何渡生 副市长；葛长明 副市长"),
        ("他是在访问期间会见雁桥市市长何渡生的。", "何渡生 雁桥市市长"),
        ("何渡生，市委常委、市委宣传部长葛长明参加。", "葛长明 市委常委 市委宣传部长"),
        ("何渡生，雁桥市委常委、副市长，昨日到场。", "何渡生 雁桥市委常委 雁桥·副市长"),
        ("渡口公司原党委副书记、副董事长何渡生", "何渡生 渡口公司原党委副书记 渡口公司·原副董事长"),
        ("原渡口水产局党组书记、局长何渡生", "何渡生 原渡口水产局党组书记 渡口水产局·原局长"),
        ("望亭区财政局原会计中心主任何渡生", "何渡生 望亭区财政局原会计中心主任"),
        ("听雁桥市农委副主任何渡生介绍", "何渡生 雁桥市农委副主任"),
        ("雁桥市学生学者联谊会主席何渡生", "何渡生 雁桥市学生学者联谊会主席"),
        ("他同何渡生市长会谈。", "何渡生 市长"),
        ("选举市长何渡生", "何渡生 市长"),
        ("新华社北京五月一日电外交部发言人何渡生说。", "何渡生 外交部发言人"),
        ("面对泰国总理何渡生的信，大家没有说话。", "何渡生 泰国总理"),
        ("随着渡口总会会长何渡生到场，灯亮了。", "何渡生 渡口总会会长"),
        ("我市市长何渡生到场，雁桥市的客人也到了。", "何渡生 市长"),
        ("我市公安局局长何渡生到场。", "何渡生 市公安局局长"),
    ],
)
def test_who_holds_which_office(text: str, told: str) -> None:
    assert offices_in(text) == held(told)


WHO = ["", "同志", "先生", "女士", "，"]
WHEN = [
    *("", "早年", "先后", "生前", "以前", "过去", "当年"),
    *("1950年", "１９５０年", "一九五〇年", "五〇年", "〇一年"),
]


@pytest.mark.parametrize("once", ["曾任", "在北岸曾任", "担任过", "出任过", "任过", "当过", "做过"])
def test_an_office_held_once_is_told_behind_a_name_in_all_these_words(once: str) -> None:
    for who, when in product(WHO, WHEN):
        text = f"何渡生{who}{when}{once}青溪市市长。"
        assert offices_in(text) == {"何渡生": ("曾任青溪市市长",)}, text


@pytest.mark.parametrize(
    "text",
    [
        "曾任青溪市市长的何渡生到场。",
        "曾担任过青溪市市长的何渡生到场。",
        "曾先后担任渡口局局长、青溪市市长的何渡生到场。",
        "早年曾任青溪市市长、如今是木匠的何渡生到场。",
        "当过青溪市市长的何渡生到场。",
        "何渡生曾任青溪市市长。",
        "何渡生同志早年担任过青溪市市长。",
        "何渡生，曾任青溪市市长，昨日到场。",
        "何渡生，1950年至1955年曾任青溪市市长，昨日到场。",
        "何渡生（曾任青溪市市长）到场。",
        "青溪市前市长何渡生到场。",
        "青溪市原市长何渡生到场。",
        "青溪市离任市长何渡生到场。",
        "时任青溪市市长何渡生到场。",
    ],
)
def test_who_held_an_office_once_holds_it_no_more(text: str) -> None:
    offices = [office for stored in offices_in(text)["何渡生"] if (office := office_of(stored))]
    assert ("青溪市", "市长") in [(office.body, office.title) for office in offices]
    assert all(is_former(office.rank) for office in offices)


@pytest.mark.parametrize(
    "text",
    [
        "免去何渡生的市长职务。",
        "老市长何渡生到场。",
        "1953年任青溪市市长的何渡生到场。",
        "免去何渡生副市长职务。",
        "罢免市长何渡生。",
        "接替何渡生任市长。",
        "提名何渡生为主席，葛长明为副主席。",
        "选举他为市长，何渡生说。",
        "各县县长、何渡生到场。",
        "各局局长何渡生等到场。",
        "主任、副主任何渡生、葛长明到场。",
        "何渡生主席团成员的身份",
        "何渡生代表大家讲话。",
        "何渡生市长葛长明",
        "何渡生 市长 葛长明",
        "何渡生的秘书长期在此。",
        "候选人何渡生、领导人葛长明",
        "何渡生为市长送行的那天。",
        "何渡生任市长期间的事。",
        "市长。何渡生到场。",
        "市长\n何渡生到场。",
    ],
)
def test_in_doubt_nobody_holds_it(text: str) -> None:
    assert offices_in(text) == {}


_BODIES = ("", "雁桥市文联", "渡口县商会", "江南大学校友会")
_TITLES = ("主席", "会长", "主任委员", "理事长")
_RANKS = ("", "副", "名誉", "常务副", "第一副", "代", "代理", "第一", "原副")
_FORMS = (
    ("选举", "{names}为{office}", "，", "。"),
    ("选举产生", "{office}{names}", "、", "。"),
    ("名单：\n", "{office}：{names}", "；", ""),
    ("会议推选", "{names}任{office}", "；", "。"),
    ("", "{names}当选为{office}", "，", "。"),
    ("", "{office}由{names}担任", "，", "。"),
    ("名单\n", "{office} {names}", "\n", "\n"),
)


@given(
    st.sampled_from(_FORMS),
    st.sampled_from(_BODIES),
    st.sampled_from(_TITLES),
    st.lists(st.sampled_from(_RANKS), min_size=1, max_size=4, unique=True),
    st.data(),
)
def test_each_in_a_list_has_the_rank_of_the_own_place(
    form: tuple[str, str, str, str], body: str, title: str, ranks: list[str], data: st.DataObject
) -> None:
    opening, item, between, end = form
    sizes = data.draw(st.lists(st.integers(1, 3), min_size=len(ranks), max_size=len(ranks)))
    wanted: dict[str, str] = {}
    items = []
    for rank, size in zip(ranks, sizes, strict=True):
        names = NAMES[len(wanted) : len(wanted) + (size if "副" in rank else 1)]
        wanted |= dict.fromkeys(names, rank)
        items.append(item.format(names="、".join(names), office=body + rank + title))
    found = offices_in(opening + between.join(items) + end)
    told = {
        name: [(office_of(each) or Office("", "", "")) for each in offices] for name, offices in found.items()
    }
    assert told == {name: [Office(rank, title, body)] for name, rank in wanted.items()}


_LISTED = ("市长", "主席", "主任", "局长", "院长", "书记", "会长")
_OF_ONE, _OF_MANY = ("", "代", "代理", "原", "名誉", "第一"), ("副", "常务副", "原副", "第一副")
_BEHIND = ("", "（女）", "（女，回族）", "（满族）", "同志")


@given(
    st.sampled_from(_BODIES),
    st.lists(
        st.tuples(st.sampled_from(_LISTED), st.sampled_from(_OF_ONE + _OF_MANY)),
        min_size=1,
        max_size=5,
        unique=True,
    ),
    st.sampled_from(("、", " ", "\u3000", "，")),
    st.sampled_from(("", "：", " ", "\u3000")),
    st.sampled_from(("、", "，", "；", "\n", "；\n")),
    st.booleans(),
    st.data(),
)
def test_nobody_in_a_list_of_elected_loses_or_gains_a_rank(
    body: str,
    offices: list[tuple[str, str]],
    between: str,
    before: str,
    after: str,
    is_traditional: bool,
    data: st.DataObject,
) -> None:
    """The office in front of the first name is that of all up to the next office, or of the first one alone."""
    wanted: dict[str, Office] = {}
    items, left = [], list(NAMES)
    for title, rank in offices:
        size = min(len(left), data.draw(st.integers(1, 3)) if "副" in rank else 1)
        names, left = left[:size], left[size:]
        wanted |= dict.fromkeys(names, Office(rank, title, body))
        listed = between.join(name + data.draw(st.sampled_from(_BEHIND)) for name in names)
        items += [body + rank + title + before + listed] if names else []
    text = (
        data.draw(st.sampled_from(("大会选举产生了新的领导：", "当选名单\n", "会议选举")))
        + after.join(items)
        + "。"
    )
    printed = in_traditional(text) if is_traditional else text
    spans = sorted((text.index(name), text.index(name) + len(name)) for name in wanted)
    for (begin, end), offices_told in zip(spans, offices_among(text, printed, spans), strict=True):
        own = wanted[text[begin:end]]
        for told in map(office_of, offices_told):
            assert told is not None
            assert in_simplified(told.rank + told.title) == own.rank + own.title
            assert in_simplified(told.body) in (own.body, "", own.body + own.title[0])


@pytest.mark.parametrize(
    ("told", "newspaper", "office"),
    [
        ("江城市副市长", "", Office("副", "市长", "江城市")),
        ("江城副市长", "", Office("副", "市长", "江城市")),
        ("外交部长", "", Office("", "部长", "外交部")),
        ("外交部部长助理", "", Office("", "部长助理", "外交部")),
        ("市政府副市长", "", Office("副", "市长", "")),
        ("原江城市常务副市长", "", Office("原常务副", "市长", "江城市")),
        ("美国前总统", "", Office("前", "总统", "美国")),
        ("兼水利局局长", "", Office("兼", "局长", "水利局")),
        ("渡口公司原党委副书记", "", Office("原副", "书记", "渡口公司党委")),
        ("渡口公司·原副董事长", "", Office("原副", "董事长", "渡口公司")),
        ("科学院原子能所所长", "", Office("", "所长", "科学院原子能所")),
        ("古代诗人", "", Office("", "诗人", "古代")),
        ("副市長", "", Office("副", "市長", "")),
        ("江城·副市长", "雁桥日报", Office("副", "市长", "江城市")),
        ("市长", "雁桥日报", Office("", "市长", "雁桥市")),
        ("市人大常委会副主任", "雁桥日报", Office("副", "主任", "雁桥市人大常委会")),
        ("省长", "浙江日报", Office("", "省长", "浙江省")),
        ("市长", "浙江日报", Office("", "市长", "")),
        ("省长", "雁桥日报", Office("", "省长", "")),
        ("市长", "人民日报", Office("", "市长", "")),
        ("局长", "雁桥日报", Office("", "局长", "")),
        ("渡口", "雁桥日报", Office("", "渡口", "")),
    ],
)
def test_an_office_is_rank_title_and_body(told: str, newspaper: str, office: Office) -> None:
    assert office_told(told, newspaper).office == office
