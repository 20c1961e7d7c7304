"""A person is named where a name and its marks explain the text better than words do."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.features.people.coded_text import CodedText
from reader.features.people.listed_names import DOTS, dotted_runs
from reader.features.people.marks import SPEECH, Marks
from reader.features.people.person import STRONG, NameMark
from reader.features.people.recognition import NamedPerson, people_in_all
from tests.corpus import sentences
from tests.growth import grows_with_its_size


def people_in(text: str) -> list[NamedPerson]:
    return people_in_all([text])[0]


def named(text: str) -> list[str]:
    return [person.name for person in people_in(text)]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("市委书记何渡生主持会议并讲话。", ["何渡生"]),
        ("会上，副市长江小帆说，渡口要修。", ["江小帆"]),
        ("陈守灯、顾小荇、祝水芹等出席。", ["陈守灯", "顾小荇", "祝水芹"]),
        ("本报讯（记者 苏蕙 通讯员/柳三更）昨日，渡口加开一班船。", ["苏蕙", "柳三更"]),
        ("“灯不能灭。”老站长周守诚告诉记者。", ["周守诚"]),
        ("欧阳望舒教授表示，河道将疏浚。", ["欧阳望舒"]),
        ("何渡生同志逝世。", ["何渡生"]),
        ("谷雨前，渡口开了船；白露前，河边种麦。", []),
        ("谷雨生、白露华来到渡口。", ["谷雨生", "白露华"]),
        ("市住建局局长葛长明介绍，桥已通车。", ["葛长明"]),
        ("嫌疑人范小六被当场抓获。", ["范小六"]),
        ("古丽·夏提女士表示感谢。", ["古丽·夏提"]),
        ("美国总统约翰·塞缪尔说，还要再来。", ["约翰·塞缪尔"]),
        ("文/何渡生 图/葛若水", ["何渡生", "葛若水"]),
        ("责编：何渡生 校对：柳月", ["何渡生", "柳月"]),
        ("左起：何渡生、葛若水。", ["何渡生", "葛若水"]),
        ("葛若水今年四十二岁。", ["葛若水"]),
        ("縣長陳守燈說，渡口要修。", ["陳守燈"]),
        ("出席的有葛长明、柳三更、周守诚等。", ["葛长明", "柳三更", "周守诚"]),
    ],
)
def test_a_mark_tells_a_name(text: str, people: list[str]) -> None:
    assert named(text) == people


@pytest.mark.parametrize(
    "text",
    [
        "石桥镇党委书记主持会议。",
        "全面提高水平，推动高质量发展。",
        "王家村的村民说，水退了。",
        "江河两岸，金色的稻田一片。",
        "雁桥市卫健委、交通局表示，明日通车。",
        "方便群众办事，严格执法。",
        "于是大家都来了。",
        "健康·生活·读书三个栏目合并。",
        "水泵、管道、高压线都换了新的。",
        "丁家的女儿回来了。",
        "局长周二晚表示，三千余人已经撤离。",
        "夜校只教农转农的手续。",
        "获奖的十三人、十四人、李二人。",
        "",
    ],
)
def test_words_are_no_names(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("女将陈小荇夺冠，队友葛若水获亚军。", ["陈小荇", "葛若水"]),
        ("被告人柳二（男，四十岁）当庭认罪。", ["柳二"]),
        ("死者范阿香的丈夫周守诚说，她天亮才回来。", ["范阿香", "周守诚"]),
        ("司马长风老师到渡口写生，上官云同志作陪。", ["司马长风", "上官云"]),
        ("日本驻雁桥领事冈田守一昨日到任。", ["冈田守一"]),
        ("美国国务卿塔克斯顿今日表示，航线将恢复。", ["塔克斯顿"]),
        ("法国后卫莱纳尔(Paul Lenard)说，草地太湿。", ["莱纳尔"]),
        ("公推葛长明·柳三更·周守诚·何渡生四人爲委員。", ["葛长明", "柳三更", "周守诚", "何渡生"]),
        ("中央社記者陳守燈雁橋三日電", ["陳守燈"]),
        ("里長陳守燈指出，路燈該換了。", ["陳守燈"]),
        ("县长何渡生氏抵埠，商会会长葛长明君往迎。", ["何渡生", "葛长明"]),
    ],
)
def test_people_of_all_kinds(text: str, people: list[str]) -> None:
    assert named(text) == people


@pytest.mark.parametrize(
    "text",
    [
        "何氏之说，县人多不信。",
        "嫌疑人孙某、刘某某已被控制。",
        "邓先生与李女士到场，王大爷没有来。",
        "记者从马来西亚首都吉隆坡发回报道。",
        "张家庄、李家湾、陈家桥三村通了水。",
        "于是高水平的队伍都来了，和平时一样。",
    ],
)
def test_what_resembles_names_is_none(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("女王和明仁天皇到场，苏守灯在座。", ["明仁", "苏守灯"]),
        ("推葛长明、柳三更为副主任委员，决定周守诚代理县长。", ["葛长明", "柳三更", "周守诚"]),
        ("市长何渡生任命葛长明为秘书长。", ["何渡生", "葛长明"]),
        ("大家向小平同志学习。", []),
        ("记者：谈北大，不能不提旧事。", []),
        ("曾有词云，灯不能灭。", []),
        ("女学生苏蕙和14岁的葛若水到场。", ["苏蕙", "葛若水"]),
        ("胡老说，灯不能灭。", []),
        ("陆军司令到场，记者采访白皮书的作者。", []),
        ("塔克斯顿大街上，有塔克斯顿公司的船。", []),
        ("琼斯有“女卡尔·塞缪尔”的美誉。", ["卡尔·塞缪尔"]),
        ("主席维克多·许会·罗哈斯说，要修。", ["维克多·许会·罗哈斯"]),
        ("船到了卡尔·塞缪尔镇。", []),
        ("码头要修。但洛佩斯说，钱不够。", ["洛佩斯"]),
    ],
)
def test_words_beside_a_name_are_no_part_of_one(text: str, people: list[str]) -> None:
    assert named(text) == people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("周渡总理到任。", ["周渡"]),
        ("渡口公司董事长孙守诚认为，桥可以修。", ["孙守诚"]),
        ("雁桥市市长吉尔·怀德以及夫人到场。", ["吉尔·怀德"]),
        ("总编辑忻守诚来到渡口。", ["忻守诚"]),
        ("日本大使佐桥守一参加了会见。", ["佐桥守一"]),
        ("水退了，灯又亮了。（高蕙）", ["高蕙"]),
    ],
)
def test_what_stands_on_both_sides_tells_where_a_name_begins_and_ends(text: str, people: list[str]) -> None:
    assert named(text) == people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("会上，彭渡云再次当选会长。", ["彭渡云"]),
        ("会长李渡在会上讲话。", ["李渡"]),
        ("法国外援里贝罗各进一球。", ["里贝罗"]),
        ("琼斯说，她还要再来。", ["琼斯"]),
        ("写信的人没有留名。邱小荇回家问奶奶。", ["邱小荇"]),
    ],
)
def test_a_name_without_a_mark_goes_as_far_as_its_characters(text: str, people: list[str]) -> None:
    assert named(text) == people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("（葛长明柳三更周守诚）", ["葛长明", "柳三更", "周守诚"]),
        ("名单如下：何渡生欧阳望舒葛长明祝水芹", ["何渡生", "欧阳望舒", "葛长明", "祝水芹"]),
        ("获奖名单\n何渡生\n葛长明\n周守诚\n", ["何渡生", "葛长明", "周守诚"]),
        ("出席的有：何渡生、弥松颐、葛长明、周守诚。", ["何渡生", "弥松颐", "葛长明", "周守诚"]),
        ("何渡生\u3000爱新觉罗毓峘\u3000葛长明\u3000周守诚", ["何渡生", "爱新觉罗毓峘", "葛长明", "周守诚"]),
        ("委员有何渡生、刀述渡（傣族）、保洪舟（佤族）。", ["何渡生", "刀述渡", "保洪舟"]),
        ("（女）王舟葛若水（壮族）、刀述渡（傣族）", ["王舟", "葛若水", "刀述渡"]),
        ("村长刀明渡（傣族）、副县长岩温（傣族）到场。", ["刀明渡", "岩温"]),
        ("牧民扎西顿珠家的羊多了，那顺巴雅尔也来了。", ["扎西顿珠", "那顺巴雅尔"]),
    ],
)
def test_names_are_told_by_the_list_they_stand_in(text: str, people: list[str]) -> None:
    assert named(text) == people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("意大利外长兰贝托·迪尔今天到会。", ["兰贝托·迪尔"]),
        ("会见了以里昂·佩尔为团长的代表团。", ["里昂·佩尔"]),
        ("总理贝·塔克斯和她的丈夫到场。", ["贝·塔克斯"]),
        ("罗莎·塔克斯和卡尔·塞缪尔的信", ["罗莎·塔克斯", "卡尔·塞缪尔"]),
        ("渡口的塞缪尔·里德将于明天抵达。", ["塞缪尔·里德"]),
        ("人们对塞缪尔·里德的信", ["塞缪尔·里德"]),
        ("何渡生塞缪尔·里德葛若水（女）", ["何渡生", "塞缪尔·里德", "葛若水"]),
    ],
)
def test_names_with_dots_end_where_words_begin(text: str, people: list[str]) -> None:
    assert named(text) == people


@pytest.mark.parametrize(
    "text",
    [
        "各级干部要解民忧、办实事，促和谐。",
        "船到柳叶洲，又去钓鱼岛。柳叶洲的芦花开了，柳叶洲水涨了。",
        "学习马克思主义、邓小平理论。",
        "孙家三口和丁家、蒋姓人家都来了，问大娘冷不冷。",
        "东方文化挎包，韩元与卢布汇率，陆家嘴的楼。",
        "何处能停车，许多人在等。温室黄瓜上市了。",
    ],
)
def test_slogans_islands_and_doctrines_are_no_people(text: str) -> None:
    assert named(text) == []


def test_what_is_a_place_elsewhere_is_no_name() -> None:
    text = "白莲乡修路，高潮村种稻。\n双丰、高潮、白莲三处都好。白莲乡的路通了，高潮村的稻熟了。"
    assert named(text) == []


def test_a_name_that_is_sure_in_one_place_is_found_in_others() -> None:
    text = "队长常青说，水退了。\n第二天常青又上了堤。"
    assert named(text) == ["常青", "常青"]
    assert named(text.splitlines()[1]) == []
    assert NameMark.REPEATED in people_in(text)[1].marks


def test_the_time_grows_with_the_text() -> None:
    sentence = "市长何渡生说，渡口要修。船工葛长明、柳三更、周守诚与外国专家塔克斯顿在江边看了半日。"
    assert grows_with_its_size(lambda size: lambda: people_in(sentence * size), 12)
    run = "何渡生葛长明柳三更周守诚"
    assert grows_with_its_size(lambda size: lambda: people_in(run * size), 12)


def test_the_marks_are_told() -> None:
    [mayor, other] = people_in("市长何渡生、顾小荇到会。")
    assert (mayor.begin, mayor.end) == (2, 5)
    assert mayor.marks >= {NameMark.OFFICE, NameMark.LIST, NameMark.NAME}
    assert (mayor.marks.isdisjoint(STRONG), mayor.offices) == (False, ("市长",))
    assert (other.name, other.marks.isdisjoint(STRONG)) == ("顾小荇", True)
    assert other.marks >= {NameMark.LIST, NameMark.NAME}


@given(st.text("市长何渡生说欧阳修范徐丽泰、。\n A1·😀𠮷\U000e0100\ud800", max_size=40))
def test_whatever_stands_around_names_they_stand_in_the_text(text: str) -> None:
    for person in people_in(text):
        assert text[person.begin : person.end] == person.name
        assert "😀" not in person.name


def test_texts_that_are_looked_through_together_tell_nothing_about_each_other() -> None:
    texts = [
        "到会的有副市长",
        "何渡生",
        "何渡生说，渡口的灯亮了。",
        "、顾小荇",
        "约翰·塞缪尔到会",
        "",
        "·何渡生",
    ]
    texts += sentences()[:60]
    assert people_in_all(texts) == [people_in(text) for text in texts]
    assert any(map(people_in, texts))
    assert people_in_all([]) == []


_RUNS = st.sampled_from((0, 1, 2, 11, 12, 13, 14)).map("江".__mul__)


@given(
    st.text(st.sampled_from(f"江约翰，a{DOTS}"), max_size=60)
    | st.lists(_RUNS | _RUNS | st.just("，"), max_size=9).map("·".join)
)
def test_runs_with_dots_are_the_leftmost_ones_of_at_most_twelve_characters_between_dots(text: str) -> None:
    runs = re.finditer(f"[江约翰]{{1,12}}(?:[{re.escape(DOTS)}][江约翰]{{1,12}})+", text)
    assert [run.span() for run in dotted_runs(text)] == [run.span() for run in runs]


@pytest.mark.parametrize(
    ("between", "is_said"),
    [
        ("", True),
        ("，", True),
        ("也", True),
        ("，随后", True),
        ("在会", True),
        ("，在" + "会" * 16, True),
        ("在", False),
        ("在" + "会" * 17, False),
        ("在会，会", False),
        ("在会，", False),
    ],
)
def test_a_verb_of_speech_follows_with_a_manner_or_a_place_between(between: str, is_said: bool) -> None:
    text = f"何渡生{between}表示。"
    assert bool(Marks(CodedText(text)).ends[len("何渡生")] & SPEECH) is is_said
