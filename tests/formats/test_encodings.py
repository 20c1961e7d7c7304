"""An encoding that the bytes do not show is a guess, and is told as one, with the other one that the text may be in."""

import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader import formats, parsing
from reader.formats.decoding import decoded
from reader.formats.encodings import ENCODINGS, NAMES, codec_of, likely_encodings
from reader.library.doubt_offers import offers_of
from reader.library.doubts import DoubtKind
from reader.library.file_doubts import of_files
from reader.library.library import Library
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.facts import Outcome, encoding_in_words, facts_from_json, facts_to_json
from reader.newspaper.json_format import part_to_json
from reader.search.query import parse_query

CLEAR = "水渠修成\n城东水渠昨日通水，附近三千亩田地今年可以灌溉，乡里人都说这是好事。\n"
UNCLEAR = "璎珞蹁跹\n砗磲玳瑁琥珀玛瑙\n鳜鲢鳙鲫鲈鲟\n"
JAPANESE = (
    "用水路が完成した\n町の東の用水路にきのう水が通り、まわりの田んぼがことしから使えるようになった。\n"
)


@pytest.mark.parametrize(
    ("text", "encoding", "outcome"),
    [
        (CLEAR, "utf-8", Outcome.PRINTED),
        (CLEAR, "utf-8-sig", Outcome.PRINTED),
        (CLEAR, "utf-16", Outcome.PRINTED),
        (CLEAR, "utf-16-be", Outcome.INFERRED),
        (CLEAR, "gb18030", Outcome.INFERRED),
        (JAPANESE, "cp932", Outcome.INFERRED),
        (UNCLEAR, "gb18030", Outcome.CONTRADICTED),
        ("A plain text.\n", "ascii", Outcome.PRINTED),
    ],
)
def test_only_an_encoding_that_the_bytes_show_is_sure(text: str, encoding: str, outcome: Outcome) -> None:
    found = decoded(text.encode(encoding))
    assert found is not None
    assert found.fact.outcome is outcome
    assert found.fact.value == found.encoding


def test_a_guess_is_stored_with_the_file_and_told_with_the_other_encoding() -> None:
    source = formats.decode(UNCLEAR.encode("gb18030"), "雁桥日报/19870612.txt")
    part = parsing.parse(source)
    stored = facts_from_json(facts_to_json(part.masthead.facts))
    assert encoding_in_words(part.encoding, stored) == "gb18030（编码为推测，也可能是 big5）"
    told = part_to_json(part)["source"]["facts"]["encoding"]
    assert (told["rule"], told["outcome"]) == ("guessed encoding", "contradicted")


def test_an_encoding_that_is_sure_needs_no_word() -> None:
    part = parsing.parse(formats.decode(CLEAR.encode(), "雁桥日报/19870612.txt"))
    assert encoding_in_words(part.encoding, part.masthead.facts) == "utf-8"
    assert "encoding" not in facts_to_json(part.masthead.facts)
    assert "facts" not in part_to_json(part)["source"]


BODY = "昨日上午，渡口使用了三十一年的浮桥正式拆除，两岸村民前来送行，老船工说桥在人在，直到天黑才散。" * 2
FORMS = {
    "a.txt": f"雁桥日报\n1987年6月12日\n\n浮桥拆除\n\n{BODY}\n",
    "a.md": f"---\ntitle: 浮桥拆除\ndate: 1987-06-12\n---\n\n{BODY}\n",
    "a.html": f"<html><body><h1>浮桥拆除</h1><p>1987年6月12日</p><p>{BODY}</p><p>{BODY}</p></body></html>",
    "a.csv": f"标题,日期,正文\n浮桥拆除,1987-06-12,{BODY}\n",
    "a.tsv": f"标题\t日期\t正文\n浮桥拆除\t1987-06-12\t{BODY}\n",
    "a.jsonl": f'{{"标题": "浮桥拆除", "日期": "1987-06-12", "正文": "{BODY}"}}\n',
    "a.json": f'[{{"title": "浮桥拆除", "date": "1987-06-12", "text": "{BODY}"}}]',
    "a.xml": f"<articles><article><title>浮桥拆除</title><text>{BODY}</text></article></articles>",
    "many.txt": "".join(
        f"雁桥日报\n1987年6月{day}日\n第41{day}期\n\n浮桥拆除\n\n{BODY}\n\n" for day in range(12, 16)
    ),
}
"""A text in each form whose bytes are decoded here; none tells its encoding."""
DECLARED = {
    "a.html": '<meta charset="gb2312">' + FORMS["a.html"],
    "a.xml": '<?xml version="1.0" encoding="GBK"?>' + FORMS["a.xml"],
}


def guessed_in(root: Path) -> Iterator[str]:
    library = Library.open(root)
    library.sync()
    try:
        doubts = of_files(library.derived.catalogue, with_apart=True)
        yield from {doubt.path for doubt in doubts if doubt.kind is DoubtKind.GUESSED_ENCODING}
    finally:
        library.close()


@pytest.mark.parametrize("name", FORMS)
def test_whatever_decodes_bytes_tells_a_guess(name: str, tmp_path: Path) -> None:
    """Alone and in an archive; none is told where the bytes show the encoding, or the file declares it."""
    text = FORMS[name]
    of_code = {"guess": text.encode("gb18030"), "shown": text.encode()}
    if name in DECLARED:
        of_code["declared"] = DECLARED[name].encode("gb18030")
    root = tmp_path / "库"
    root.mkdir()
    for code, data in of_code.items():
        (root / code).mkdir()
        (root / code / name).write_bytes(data)
    with zipfile.ZipFile(root / "packed.zip", "w") as archive:
        archive.writestr(
            f"guess/{name}", of_code["guess"].replace("上午".encode("gb18030"), "下午".encode("gb18030"))
        )
    guessed = {"/".join(path.split("/")[:2]) for path in guessed_in(root)}
    assert guessed == {f"guess/{name}", "packed.zip/guess"}


OF_LANGUAGES = {
    "Chinese": (
        "昨日上午，柳湾渡口使用了三十一年的浮桥正式拆除，两岸村民前来送行。县交通局表示，新的公路"
        "大桥将于六月通车，届时往来两岸只需五分钟。石坪镇夜校本月开课，报名的有一百二十多人，多数"
        "是附近工厂的青年工人。"
    ),
    "traditional Chinese": (
        "昨日上午，柳灣渡口使用了三十一年的浮橋正式拆除，兩岸村民前來送行。縣交通局表示，新的公路"
        "大橋將於六月通車，屆時往來兩岸只需五分鐘。石坪鎮夜校本月開課，報名的有一百二十多人，多數"
        "是附近工廠的青年工人。"
    ),
    "Japanese": (
        "昨日午前、柳川の渡船場で三十一年間使われてきた浮橋が取り壊された。両岸の村人が集まり、別"
        "れを惜しんだ。県の土木課によると、新しい橋は六月に完成し、往来の時間は五分に短縮される見"
        "込みである。"
    ),
    "Japanese in katakana": (
        "昨日午前、青石ノ渡シニ新シキ橋ガ架カリ、町民ハ歩ミテ川ヲ渡リタリ。縣廳ノ發表ニ依レバ工費"
        "ハ三萬圓ニシテ、竣工迄ニ二箇年ヲ要シタリト云フ。當日ハ晴天ニシテ見物人多數集リ、頗ル盛況"
        "ナリキ。"
    ),
    "Korean": (
        "어제 오전 버들골 나루터에서 서른한 해 동안 쓰인 배다리가 철거되었다. 양쪽 마을 주민들이 "
        "나와 마지막 모습을 지켜보았다. 군청은 새 다리가 유월에 개통되면 오가는 시간이 오 분으로 "
        "줄어들 것이라고 밝혔다."
    ),
    "Russian": (
        "Вчера утром на Ивовой переправе разобрали старый понтонный мост, прослуживший тридцать о"
        "дин год. Жители обоих берегов пришли проститься с ним. Старый лодочник сказал, что мост "
        "был ему как дом."
    ),
    "French": (
        "Où l’on traversait en une heure, on mettra désormais cinq minutes, même à pied : le préf"
        "et l’a déclaré hier à Saulnières, où le vieux pont a été démonté. Les élèves étaient là."
    ),
    "Greek": (
        "Χθες το πρωί διαλύθηκε η παλιά πλωτή γέφυρα, που εξυπηρετούσε τους κατοίκους τριάντα ένα"
        " χρόνια. Οι χωρικοί ήρθαν να την αποχαιρετήσουν."
    ),
}
WRITTEN_IN = {
    "Chinese": ("gb18030", "hz", "utf-7", "utf-16-le", "utf-16-be", "utf-8"),
    "traditional Chinese": ("gb18030", "big5hkscs", "utf-7", "utf-16-le"),
    "Japanese": ("cp932", "euc_jp", "iso2022_jp", "utf-7", "utf-16-be"),
    "Japanese in katakana": ("cp932", "euc_jp", "iso2022_jp"),
    "Korean": ("cp949", "iso2022_kr", "utf-7", "utf-16-le"),
    "Russian": ("koi8_r", "cp1251", "cp866", "iso8859_5", "utf-16-le"),
    "French": ("cp1252", "utf-8"),
    "Greek": ("cp1253", "utf-16-be"),
}


@pytest.mark.parametrize(
    ("language", "codec"), [(language, codec) for language, codecs in WRITTEN_IN.items() for codec in codecs]
)
@pytest.mark.parametrize("length", [40, 80, 1000])
def test_law_a_text_is_read_in_the_encoding_it_is_written_in(language: str, codec: str, length: int) -> None:
    """In each language and encoding, from forty characters on, wherever it begins."""
    text = OF_LANGUAGES[language]
    chance = random.Random(length)
    for _ in range(12):
        begin = chance.randrange(max(1, len(text) - length))
        part = "\n" + text[begin : begin + length] + "\n"
        data = part.encode(codec, "ignore")
        found = decoded(data)
        assert found is not None
        assert found.text == data.decode(codec), (found.encoding, found.rival)


def test_each_encoding_that_is_known_is_written_in_by_a_language_here() -> None:
    codecs = {codec for codecs in WRITTEN_IN.values() for codec in codecs}
    missing = [each.name for each in ENCODINGS if codec_of(each.name) not in codecs]
    assert missing == ["euc-tw", "koi8-u", "windows-1250"]
    assert all(codec_of(name) for name in NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "C++ and a+b=c, phone +44-20-7946, 1+1=2; +AAAA- is a code",
        "A note of ~{ and ~} in a shell: ~/bin and ~{user}",
        "\x1b[31mred\x1b[0m and plain",
        "see https://a.example/?q=a+b+c+d+efgh+ijkl",
        "-----BEGIN-----\nAAAAB3NzaC1yc2E+AAADAQABAAABgQC7/abcd+efgh0123\n-----END-----",
    ],
)
def test_ascii_with_signs_of_such_encodings_stays_what_it_is(text: str) -> None:
    found = decoded(text.encode())
    assert found is not None
    assert (found.encoding, found.text) == ("utf-8", text)


def test_a_long_text_is_told_by_the_lines_that_tell_it() -> None:
    """Before it stands more of ASCII than is looked at."""
    data = b"<!-- nothing to tell -->\n" * 40_000 + OF_LANGUAGES["Korean"].encode("euc_kr")
    assert [each.name for each in likely_encodings(data)] == ["euc-kr"]


def test_a_person_says_what_a_file_is_read_as_and_takes_it_back(tmp_path: Path) -> None:
    root = tmp_path / "库"
    root.mkdir()
    (root / "19870612.txt").write_bytes(UNCLEAR.encode("gb18030"))
    library = Library.open(root)
    library.sync()
    try:
        (doubt,) = [
            each
            for each in of_files(library.derived.catalogue, with_apart=True)
            if each.kind is DoubtKind.GUESSED_ENCODING
        ]
        offers = offers_of(library, doubt)
        assert [offer.words for offer in offers] == ["就是 gb18030", "读作 big5"]
        ((path, claims),) = offers[1].statements
        done = library.corrections.correct_issue([path], claims)
        assert done.is_applied
        words = UNCLEAR.splitlines()[1].encode("gb18030").decode("big5hkscs")
        assert library.searcher.search(f'"{words}"').total == 1
        assert guessed_in_open(library) == []
        library.corrections.undo_step(done.corrections[0].uuid)
        assert library.searcher.search(f'"{words}"').total == 0
        assert library.searcher.search('"琥珀玛瑙"').total == 1
    finally:
        library.close()


OTHERWISE = {
    "a.xml": "<articles><article><title>{title}</title><text>{text}</text></article></articles>",
    "declared.xml": '<?xml version="1.0" encoding="GBK"?>'
    "<articles><article><title>{title}</title><text>{text}</text></article></articles>",
    "a.json": '[{{"title": "{title}", "text": "{text}"}}]',
    "a.csv": "title,date,text\n{title},1987-06-12,{text}\n",
    "a.html": "<html><body><h1>{title}</h1><p>{text}</p></body></html>",
    "a.txt": "{title}\n\n{text}\n",
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_in_every_form_a_file_is_read_as_what_a_person_says(name: str, tmp_path: Path) -> None:
    """What was written in Big5 is taken for GB18030 as long as nobody says otherwise."""
    text = "昨日上午，渡口使用了三十一年的浮橋正式拆除，兩岸村民前來送行。" * 2
    data = OTHERWISE[name].format(title="浮橋拆除", text=text).encode("gb18030")
    root = tmp_path / "库"
    root.mkdir()
    (root / name).write_bytes(data)
    library = Library.open(root)
    library.sync()
    try:
        (article_id,) = library.searcher.search(parse_query(f'"{text[:8]}"'), exact=True).ids
        article = library.articles.article(article_id)
        assert article is not None
        path = article.sources[0].path
        as_big5 = text[:8].encode("gb18030").decode("big5hkscs", "replace")[:2]
        done = library.corrections.correct_issue([path], [Claim(CorrectionKind.ENCODING, encoding="big5")])
        assert done.is_applied
        assert library.searcher.search(f'"{text[:8]}"').total == 0
        assert library.searcher.search(f'"{as_big5}"').total == 1
        library.corrections.undo_step(done.corrections[0].uuid)
        assert library.searcher.search(f'"{text[:8]}"').total == 1
    finally:
        library.close()


def guessed_in_open(library: Library) -> list[str]:
    doubts = of_files(library.derived.catalogue, with_apart=True)
    return [doubt.path for doubt in doubts if doubt.kind is DoubtKind.GUESSED_ENCODING]
