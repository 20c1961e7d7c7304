"""The place of an office that says only 市长 is told by what the article says, or marked; in doubt it is unknown."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.features.people.office_places import PlacesInArticle, level_of, place_of_newspaper
from reader.features.people.offices import office_told, offices_among
from reader.language import divisions
from reader.newspaper.facts import Outcome, Rule

NAME = "何渡生"


def body_in(text: str, newspaper: str) -> tuple[str, Rule | None]:
    """Return the body of the last office of the name in a text, and the rule by which it is known."""
    begin = text.index(NAME)
    (offices,) = offices_among(text, text, [(begin, begin + len(NAME))])
    told = office_told(offices[-1], newspaper)
    assert (told.body.value or "") == told.office.body
    return told.office.body, told.body.witness.rule if told.body.witness else None


@pytest.mark.parametrize(
    ("text", "newspaper", "body", "rule"),
    [
        ("青石市市长何渡生到场。", "雁桥日报", "青石市", Rule.OWN_WORDS),
        ("青石市委书记、市长何渡生到场。", "雁桥日报", "青石市", Rule.OWN_WORDS),
        ("中共青石市委书记、市长何渡生到场。", "人民日报", "青石市", Rule.OWN_WORDS),
        ("青石市第九届人民代表大会选举何渡生为市长。", "雁桥日报", "青石市", Rule.OWN_WORDS),
        ("江城市举行大会，市长何渡生到场。", "人民日报", "江城市", Rule.OWN_WORDS),
        ("江城市举行大会，市长何渡生到场。", "江城日报", "江城市", Rule.OWN_WORDS),
        ("武汉市代表团来访，市长何渡生到场。", "青石日报", "", None),
        ("武汉市代表团来访。\n市长何渡生到场。", "青石日报", "", None),
        ("武汉市市长昨日来访，市长何渡生到场。", "人民日报", "", None),
        ("本报讯　市长何渡生到场。", "青石日报", "青石市", Rule.PAPER_PLACE),
        ("本报讯　市长何渡生到场。", "人民日报", "", None),
        ("本报讯　市长何渡生到场。后来到了青石市。", "青石日报", "青石市", Rule.PAPER_PLACE),
        ("本报讯　市长何渡生到场，和杭州的客人说话。", "青石日报", "", None),
        ("青石市修桥。\n市长何渡生到场。", "人民日报", "青石市", Rule.PLACE_ABOVE),
        ("青石市修桥。\n市长何渡生到场。", "青石日报", "青石市", Rule.PLACE_ABOVE),
        ("青石市修桥，柳湾市也修桥。\n市长何渡生到场。", "人民日报", "", None),
        ("新华社武汉5月1日电　市长何渡生到场。", "人民日报", "武汉市", Rule.DATELINE),
        ("新华社武汉5月1日电　市长何渡生到场。", "武汉晚报", "武汉市", Rule.DATELINE_AND_PAPER),
        ("新华社武汉5月1日电　市长何渡生到场。", "青石日报", "", None),
        ("新华社海州5月1日电　市长何渡生到场。", "青石日报", "", None),
        ("据新华社海州5月1日电　市长何渡生到场。", "人民日报", "", None),
        ("新华社青石5月1日电　市长何渡生到场。", "青石日报", "青石市", Rule.PAPER_PLACE),
        ("本报东门5月1日讯　市长何渡生到场。", "青石日报", "青石市", Rule.PAPER_PLACE),
        ("新华社合肥5月1日电　省长何渡生到场。", "人民日报", "安徽省", Rule.DATELINE),
        ("新华社拉萨5月1日电　自治区主席何渡生到场。", "人民日报", "西藏自治区", Rule.DATELINE),
        ("自治区主席何渡生到场。", "人民日报", "", None),
        ("省政协主席何渡生到场。", "人民日报", "", None),
        ("省政协主席何渡生到场。", "浙江日报", "浙江省政协", Rule.PAPER_PLACE),
        ("我市市长何渡生和武汉市的客人到场。", "青石日报", "青石市", Rule.PAPER_PLACE),
        ("海绵城市讲座开讲，市长何渡生到场。", "青石日报", "青石市", Rule.PAPER_PLACE),
        ("智慧城市和卫星城市的事，市长何渡生说了。", "人民日报", "", None),
        ("市场管理局局长何渡生到场。", "青石日报", "市场管理局", Rule.OWN_WORDS),
        ("渡口公司经理何渡生到场。", "青石日报", "渡口公司", Rule.OWN_WORDS),
        ("热河省主席何渡生到场。", "申报", "热河省", Rule.OWN_WORDS),
    ],
)
def test_a_body_and_how_it_is_known(text: str, newspaper: str, body: str, rule: Rule | None) -> None:
    assert body_in(text, newspaper) == (body, rule)


@pytest.mark.parametrize("rule", [Rule.PAPER_PLACE, Rule.PLACE_ABOVE, Rule.DATELINE, Rule.DATELINE_AND_PAPER])
def test_what_is_not_in_the_sentence_is_marked(rule: Rule) -> None:
    assert rule.outcome is Outcome.INFERRED
    assert rule.words


@pytest.mark.parametrize(
    ("newspaper", "level", "place"),
    [
        ("雁桥日报", "市", "雁桥"),
        ("武汉晚报", "市", "武汉"),
        ("浙江日报", "省", "浙江"),
        ("西藏日报", "自治区", "西藏"),
        ("浙江日报", "市", ""),
        ("雁桥日报", "省", ""),
        ("羊城晚报", "市", ""),
        ("人民日报", "市", ""),
        ("雁桥商情", "市", ""),
    ],
)
def test_a_newspaper_has_the_place_of_its_name(newspaper: str, level: str, place: str) -> None:
    assert place_of_newspaper(newspaper, level) == place


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("市长", "市"),
        ("自治区政协", "自治区"),
        ("县文化馆", "县"),
        ("市场管理局", ""),
        ("公司", ""),
        ("市中区", ""),
    ],
)
def test_the_level_of_an_office_without_a_place(words: str, level: str) -> None:
    assert level_of(words) == level


def _told_and_wanted() -> Iterator[tuple[set[tuple[str, ...]], set[tuple[str, ...]]]]:
    """Yield for each sentence of `offices_of_all_times.txt` the offices that are told and those that it tells."""
    for line in Path(__file__).with_name("offices_of_all_times.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        newspaper, text, rest = line.split(" | ")
        wanted: set[tuple[str, ...]] = set()
        names: set[str] = set()
        for part in rest.split("; "):
            name, colon, office = part.partition(": ")
            names.add(name)
            if colon:
                wanted.add((name, *office.replace("-", "").split(",")))
        spans = sorted((text.index(name), text.index(name) + len(name)) for name in names)
        told: set[tuple[str, ...]] = set()
        for (begin, end), offices in zip(spans, offices_among(text, text, spans), strict=True):
            for stored in offices:
                office_there = office_told(stored, newspaper).office
                told.add((text[begin:end], office_there.rank, office_there.title, office_there.body))
        yield told, wanted


def test_offices_of_all_times_and_kinds() -> None:
    """Of those told at least .95 are right, with rank, title and body; of those in the sentences .85 are told."""
    sentences = [*_told_and_wanted()]
    told = sum(len(each) for each, _ in sentences)
    wanted = sum(len(each) for _, each in sentences)
    right = sum(len(one & other) for one, other in sentences)
    assert right >= 0.95 * told
    assert right >= 0.85 * wanted


@pytest.mark.parametrize("level", ["市", "省", "自治区", "县"])
def test_all_places_without_their_level_are_found(level: str) -> None:
    cities = sorted(divisions.named_short(level))
    text = "从" + "".join(cities) + "到" + "，".join(reversed(cities)) + "。海南京"
    found = [(place.begin, place.place) for place in PlacesInArticle(text, [(1, 3)])._short_names(level)]
    wanted = [(at, name) for at in range(3, len(text)) for name in cities if text.startswith(name, at)]
    assert sorted(found) == sorted(wanted)
