"""Given bytes of an issue, when they are read, then its lines are numbered as printed, or a sentence says why not."""

import codecs
import contextlib
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import formats
from reader.formats import UnreadableFile, decode, is_issue_file, read
from reader.formats.reading import MOST_BYTES
from reader.newspaper.facts import Outcome

SIMPLIFIED = (
    "雁桥日报\n1987年6月12日 星期五\n\n夏粮入库过半\n本报讯（记者 周岱青）连日晴好，全市夏收进入扫尾。"
)
TRADITIONAL = (
    "雁橋日報\n民國七十六年六月\n本報訊（記者 周岱青）連日晴好，全市夏收進入掃尾，糧站的燈一夜亮到天明。"
)


@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL], ids=["simplified", "traditional"])
@pytest.mark.parametrize(
    ("codec", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
        ("utf-32-le", "utf-32-le"),
        ("utf-32-be", "utf-32-be"),
        ("gb18030", "gb18030"),
    ],
)
def test_encodings(text: str, codec: str, told: str) -> None:
    source = decode(text.encode(codec), "1987.txt")
    assert (source.encoding, source.lines) == (told, tuple(text.split("\n")))


@pytest.mark.parametrize("text", [TRADITIONAL, "今天下雨", "總統府前的廣場", "報紙"])
def test_big5(text: str) -> None:
    assert decode(text.encode("big5"), "a.txt").lines == tuple(text.split("\n"))


HIRAGANA = "雁橋日報\n昨日午前、青石の渡しに新しい橋がかかり、町の人々は歩いて川を渡った。"
KATAKANA = "雁橋日報\n昨日午前、青石ノ渡シニ新シキ橋ガ架カリ、町民ハ歩ミテ川ヲ渡リタリ。"


@pytest.mark.parametrize(
    ("text", "codec", "told"),
    [
        (HIRAGANA, "shift_jis", "shift_jis"),
        (KATAKANA, "cp932", "shift_jis"),
        (SIMPLIFIED + "今日の天気", "gb18030", "gb18030"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (TRADITIONAL * 20, "gb18030", "gb18030"),
        (TRADITIONAL * 20, "big5", "big5"),
        (HIRAGANA, "gb18030", "gb18030"),
        (HIRAGANA, "utf-8", "utf-8"),
    ],
)
def test_only_what_is_full_of_kana_is_shift_jis(text: str, codec: str, told: str) -> None:
    source = decode(text.encode(codec), "a.txt")
    assert (source.encoding, source.lines) == (told, tuple(text.split("\n")))


@pytest.mark.parametrize("text", ["今日天气", "三万册旧报刊有了新家", "启事", "渡口的钟点，何平川。"])
def test_a_few_characters_of_gbk_are_not_taken_for_big5(text: str) -> None:
    assert decode(text.encode("gbk"), "a.txt").lines == (text,)


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=20).filter(
        lambda t: bool(t.strip())
    )
)
def test_what_is_utf8_is_never_read_as_anything_else(text: str) -> None:
    try:
        source = decode(text.encode(), "a.txt")
    except UnreadableFile:
        return
    assert source.encoding == "utf-8"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一\r\n二\r\n", ("一", "二")),
        ("一\r二\r\r三", ("一", "二", "", "三")),
        ("一\n\n二", ("一", "", "二")),
        ("一\u2028二\x0c三\x85四\n", ("一\u2028二\x0c三\x85四",)),
    ],
)
def test_lines_end_at_carriage_returns_and_line_feeds_only(text: str, lines: tuple[str, ...]) -> None:
    assert decode(text.encode(), "a.txt").lines == lines


def test_a_byte_lost_does_not_lose_the_file() -> None:
    data = (SIMPLIFIED * 20).encode()
    assert decode(data[:-1], "a.txt").encoding == "utf-8"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \r\n\t\n",
        codecs.BOM_UTF8 + b"\n",
        b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 20,
        b"%PDF-1.7\n" + bytes(range(256)),
        b"PK\x03\x04" + bytes(40),
        bytes(range(128, 256)) * 30,
        random.Random(3).randbytes(5000),
        SIMPLIFIED.encode() + random.Random(3).randbytes(5000),
    ],
    ids=["empty", "blank", "mark alone", "JPEG", "PDF", "zip", "no encoding", "noise", "mostly noise"],
)
def test_what_is_no_text_is_said_in_a_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"[\w。.]{4,}"):
        decode(data, "a.txt")


def test_files_that_cannot_be_had(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    for path in (huge, tmp_path, tmp_path / "gone.txt"):
        with pytest.raises(UnreadableFile):
            read(path, path.name)


def test_reading_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "19870612.txt"
    path.write_bytes(SIMPLIFIED.encode("gb18030"))
    source = read(path, "1987/19870612.txt")
    assert source.path == "1987/19870612.txt"
    assert path.read_bytes() == SIMPLIFIED.encode("gb18030")


def test_a_line_of_ten_million_characters_is_one_line() -> None:
    assert [len(line) for line in decode(("江" * 10_000_000).encode(), "a.txt").lines] == [10_000_000]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("2024/20240101.txt", True),
        ("2024/20240101.MD", True),
        ("2024/.20240101.txt", False),
        (".reader/notes.txt", False),
        ("2024/scan.jpg", False),
        ("2024/~$20240101.txt", False),
        ("txt", True),
        ("2024/20240101.xyz", False),
        ("2024/20240101.txt~", False),
    ],
)
def test_issue_files_are_told_by_name(path: str, expected: bool) -> None:
    assert is_issue_file(Path(path)) is expected


def test_every_sample_can_be_read() -> None:
    from reader import assets

    library = assets.sample_library()
    encodings = {
        formats.read(path, path.name).encoding
        for path in library.rglob("*")
        if path.is_file() and is_issue_file(path)
    }
    assert {"utf-8", "gb18030"} <= encodings


FERRY = "渡口从今天起加开一班船，票价不变，首班船提前到五点二十分，赶早市的菜农不用再等。\n" * 20


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("lost", [1, 2, 3])
def test_a_file_cut_off_in_a_character_is_read(encoding: str, lost: int) -> None:
    source = formats.decode(FERRY.encode(encoding)[:-lost], "a.txt")
    assert source.encoding == encoding
    assert source.lines[:19] == tuple(FERRY.splitlines()[:19])


def test_a_file_that_begins_in_a_character_is_read() -> None:
    assert formats.decode(FERRY.encode()[1:], "a.txt").lines[1:] == tuple(FERRY.splitlines()[1:])


def test_a_byte_lost_in_a_file_of_the_old_encoding_costs_a_line_at_most() -> None:
    data = FERRY.encode("gb18030")
    broken = data[:401] + b"\xff" + data[402:]
    source = formats.decode(broken, "a.txt")
    assert source.encoding == "gb18030"
    assert sum(line == FERRY.splitlines()[0] for line in source.lines) >= 18


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5", "utf-16", "utf-32"])
@pytest.mark.parametrize("nuls", [1, 4096])
def test_nuls_are_one_damaged_place_and_all_else_is_read(codec: str, nuls: int) -> None:
    lines = TRADITIONAL.split("\n") * 20
    begin, end = ("\n".join(part) for part in (lines[:30], lines[30:]))
    width = len("\n".encode(codec)) - len("".encode(codec))
    data = (
        (begin + "\n").encode(codec) + bytes(nuls * width) + end.encode(codec).removeprefix("".encode(codec))
    )
    found = decode(data, "a.txt").lines
    assert found[:30] == tuple(lines[:30])
    assert found[31:] == tuple(lines[31:])
    assert found[30].lstrip("\ufffd") == lines[30] != found[30]


MIXED_PAIRS = [("utf-8", "gb18030"), ("gb18030", "utf-8"), ("utf-8", "big5"), ("big5", "utf-8")]


@pytest.mark.parametrize(("one", "other"), MIXED_PAIRS)
@pytest.mark.parametrize("every", [2, 3, 7])
def test_a_file_in_two_encodings_is_read_in_both(one: str, other: str, every: int) -> None:
    text = (TRADITIONAL if "big5" in (one, other) else SIMPLIFIED) + "\n渡口加開一班船，票價不變。\nABC 123"
    lines = text.split("\n") * 10
    data = b"\r\n".join(
        line.encode(other if number % every == 0 else one) for number, line in enumerate(lines)
    )
    assert decode(data, "a.txt").lines == tuple(lines)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5"])
@pytest.mark.parametrize("share", [0.001, 0.01, 0.03])
def test_around_broken_bytes_everything_is_read(codec: str, share: float) -> None:
    chance = random.Random(5)
    whole = [line for line in TRADITIONAL.split("\n") * 60 if line]
    data = bytearray("\n".join(whole).encode(codec))
    for at in range(len(data)):
        if data[at] >= 0x80 and chance.random() < share:
            data[at] = chance.choice([0x00, 0xFF, 0x80])
    found = decode(bytes(data), "a.txt")
    assert found.encoding == codec
    assert len(found.lines) == len(whole)
    untouched = [
        encoded == line.encode(codec) for encoded, line in zip(bytes(data).split(b"\n"), whole, strict=True)
    ]
    assert all(
        line == read for line, read, is_whole in zip(whole, found.lines, untouched, strict=True) if is_whole
    )
    assert sum(untouched) < len(whole)


@pytest.mark.parametrize("line", ["茶。", "联通", "渡口"])
def test_a_short_line_that_looks_like_utf_8_stays_in_the_encoding_of_the_file(line: str) -> None:
    text = SIMPLIFIED + f"\n{line}\n"
    assert decode(text.encode("gb18030"), "a.txt").lines[-1] == line


def test_a_line_in_another_language_stays_in_the_encoding_of_the_file() -> None:
    data = (
        (SIMPLIFIED * 3 + "\nCafé Müller – menü\n").encode() + "雨".encode()[:2] + b"\n" + SIMPLIFIED.encode()
    )
    assert "Café Müller – menü" in decode(data, "a.txt").lines


@given(st.binary(max_size=300), st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-32"]))
def test_whatever_is_put_into_a_text_it_is_read_or_refused(noise: bytes, codec: str) -> None:
    with contextlib.suppress(UnreadableFile):
        assert decode(FERRY.encode(codec)[:1501] + noise + FERRY.encode(codec)[1501:], "a.txt").lines


BELOW = "渡口添船\n早班天明即开，空手的人走右边，免得相撞；逢集之日加开两班，票价照旧。"


@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL], ids=["simplified", "traditional"])
@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("utf-8", "utf-16-le"),
        ("utf-8", "utf-16-be"),
        ("utf-8", "utf-16"),
        ("utf-8-sig", "utf-16"),
        ("utf-16", "utf-8"),
    ],
)
def test_lines_in_utf_8_and_in_utf_16_in_one_file_are_read_in_both_which_is_a_guess(
    text: str, above: str, below: str
) -> None:
    source = decode(f"{text}\n".encode(above) + BELOW.encode(below), "a.txt")
    assert source.lines == (*text.split("\n"), *BELOW.split("\n"))
    assert source.encoding_fact is not None
    assert source.encoding_fact.outcome is Outcome.INFERRED


def test_utf_8_with_other_bytes_below_is_not_taken_for_two_encodings() -> None:
    data = f"{SIMPLIFIED}\n".encode() + b"\xff\xfe\x80\x81A"
    assert decode(data, "a.txt").lines[:5] == tuple(SIMPLIFIED.split("\n"))
