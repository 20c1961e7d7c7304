"""A folder of dictionaries: words are found in all of them, in whatever form they are kept; what is broken is told."""

import os
import struct
import tracemalloc
import zlib
from pathlib import Path

import pytest

from reader.dictionaries import lookup_table
from reader.dictionaries.bytes_of_file import inflated
from reader.dictionaries.dictionary import DictionaryError
from reader.dictionaries.ripemd import ripemd128
from reader.dictionaries.shelf import Answer, Shelf
from reader.storage import regular_file
from tests.dictionaries import made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "词典").mkdir()
    return tmp_path / "词典"


@pytest.fixture
def shelf(tmp_path: Path, folder: Path) -> Shelf:
    return Shelf(folder, tmp_path / "cache")


def said(answer: Answer) -> list[tuple[str, str, str]]:
    return [(entry.dictionary, entry.word, entry.markup) for entry in answer.entries]


# -- forms


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("wide", [False, True])
def test_a_dictionary_of_stardict(shelf: Shelf, folder: Path, zipped: bool, wide: bool) -> None:
    made.stardict(folder, zipped=zipped, wide=wide)
    for word, text in made.WORDS.items():
        assert said(shelf.look_up(word)) == [("小词典", word, text)]
    assert shelf.look_up("没有").problems == ()


@pytest.mark.parametrize("version", ["1.2", "2.0"])
@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "GBK", "Big5"])
@pytest.mark.parametrize("is_zipped", [False, True])
def test_a_dictionary_of_mdict(
    shelf: Shelf, folder: Path, version: str, encoding: str, is_zipped: bool
) -> None:
    words = [("渡口", "有船过河的地方"), ("碼頭", "<b>船</b>"), ("kou", "口"), ("一", "1"), ("二", "2")]
    if encoding == "Big5":
        words = [("渡口", "有船過河的地方"), ("碼頭", "<b>船</b>"), ("kou", "口"), ("一", "1"), ("二", "2")]
    made.mdict(folder / "大词典.mdx", words, version=version, encoding=encoding, is_zipped=is_zipped)
    for word, text in words:
        assert said(shelf.look_up(word)) == [("大词典", word, text)]


def test_a_hidden_list_of_headwords_is_read(shelf: Shelf, folder: Path) -> None:
    made.mdict(folder / "藏.mdx", is_hidden=True)
    assert said(shelf.look_up("渡口")) == [("藏", "渡口", made.WORDS["渡口"])]


@pytest.mark.parametrize(
    ("message", "digest"),
    [
        (b"", "cdf26213a150dc3ecb610f18f6b38b46"),
        (b"a", "86be7afa339d0fc7cfc785e72f578d33"),
        (b"abc", "c14a12199c66e4ba84636b0f69144c77"),
        (b"1234567890" * 8, "3f45ef194732c2dbb2c4a2c769795fa3"),
    ],
)
def test_the_digest_is_that_of_its_authors(message: bytes, digest: str) -> None:
    assert ripemd128(message).hex() == digest


def test_synonyms_and_compressed_headwords(shelf: Shelf, folder: Path) -> None:
    ifo = made.stardict(folder, synonyms=[("津渡", 0), ("没有这一条", 77)])
    index = ifo.with_suffix(".idx")
    (folder / "小词典.idx.gz").write_bytes(made.gzipped(index.read_bytes()))
    index.unlink()
    assert said(shelf.look_up("津渡")) == [("小词典", "津渡", made.WORDS["渡口"])]
    assert shelf.look_up("没有这一条").entries == ()


def test_an_entry_may_have_several_fields_and_some_are_no_text(shelf: Shelf, folder: Path) -> None:
    sound = b"W" + struct.pack(">I", 3) + b"\x00<b"
    made.stardict(folder, kinds="", fields={"渡": "mdù\0".encode() + sound + "h<b>过河</b>\0".encode()})
    made.stardict(folder, name="又一本", kinds="tm", fields={"渡": "dù\0a < b\n二".encode()})
    assert [text for *_, text in said(shelf.look_up("渡"))] == ["dù<hr>a &lt; b<br>二", "dù<hr><b>过河</b>"]


def test_a_headword_of_mdict_may_lead_to_another_but_not_for_ever(shelf: Shelf, folder: Path) -> None:
    words = [("渡头", "@@@LINK=渡口\r\n"), ("渡口", "过河处"), ("甲", "@@@LINK=乙"), ("乙", "@@@LINK=甲")]
    made.mdict(folder / "词.mdx", words)
    assert said(shelf.look_up("渡头")) == [("词", "渡口", "过河处")]
    assert shelf.look_up("甲").entries == ()


# -- looking up


def test_simplified_and_traditional_case_and_width_are_one(shelf: Shelf, folder: Path) -> None:
    made.stardict(folder)
    for word, head in (("板车", "板車"), ("板車", "板車"), ("ＡＰＰＬＥ", "apple"), (" Apple ", "apple")):
        assert [entry.word for entry in shelf.look_up(word).entries] == [head]


def test_several_dictionaries_answer_in_order_of_their_names(shelf: Shelf, folder: Path) -> None:
    made.stardict(folder / "子文件夹")
    made.mdict(folder / "a.mdx", [("渡口", "甲"), ("渡口", "乙")])
    assert [(book, text[:1]) for book, _, text in said(shelf.look_up("渡口"))] == [
        ("a", "甲"),
        ("a", "乙"),
        ("小词典", "<"),
    ]


def test_of_a_word_that_nobody_has_the_longest_parts_are_offered(shelf: Shelf, folder: Path) -> None:
    made.stardict(folder, {"造船": "一", "造": "二", "厂": "三", "造船厂": "四"})
    assert shelf.look_up("新造船廠厂").parts == ("造船廠", "厂")
    assert shelf.look_up("造船厂").parts == ()
    assert shelf.look_up("").parts == ()


def test_headwords_are_read_once_until_a_file_changes(shelf: Shelf, folder: Path) -> None:
    ifo = made.stardict(folder)
    told: list[str] = []
    for _ in range(2):
        shelf.look_up("渡口", told.append)
    assert told == ["小词典"]
    made.stardict(folder, {"渡口": "改过的", "新词": "新"})
    os.utime(ifo, ns=(1, 1))
    assert said(shelf.look_up("渡口", told.append)) == [("小词典", "渡口", "改过的")]
    assert told == ["小词典", "小词典"]
    tables = list(shelf._cache.iterdir())
    assert len(tables) == 2, "those of the former state are gone"


def test_what_is_stopped_leaves_no_half_table(shelf: Shelf, folder: Path) -> None:
    made.stardict(folder)
    shelf.stop()
    assert shelf.look_up("渡口").dictionaries == 0
    assert list(shelf._cache.iterdir()) == []


def test_a_lookup_reads_no_more_of_the_files_than_it_shows(
    shelf: Shelf, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = {f"词{n}": f"第{n}条" for n in range(5000)}
    made.stardict(folder, words)
    shelf.look_up("词1")
    opened: list[str] = []
    open_regular = regular_file.open_regular

    def watched(path: Path, **rest: int) -> int:
        opened.append(Path(path).suffix)
        return open_regular(path, **rest)

    monkeypatch.setattr("reader.dictionaries.bytes_of_file.open_regular", watched)
    monkeypatch.setattr(lookup_table, "compared", compared := _Counted(lookup_table.compared))
    assert said(shelf.look_up("词4321")) == [("小词典", "词4321", "第4321条")]
    assert opened == [".ifo", ".dict"]
    assert compared.times < 10


class _Counted:
    def __init__(self, compared: object) -> None:
        self._compared, self.times = compared, 0

    def __call__(self, word: str) -> str:
        self.times += 1
        assert callable(self._compared)
        return str(self._compared(word))


def test_what_a_killed_program_left_half_made_is_deleted_when_it_is_old(shelf: Shelf, folder: Path) -> None:
    made.stardict(folder)
    shelf._cache.mkdir()
    old, fresh = shelf._cache / "a.part", shelf._cache / "b.part"
    for path in (old, fresh):
        path.touch()
    os.utime(old, (1, 1))
    shelf.look_up("渡口")
    assert not old.exists()
    assert fresh.exists()


# -- broken and hostile ones


def test_folders_within_folders_without_end_are_looked_into_a_little(shelf: Shelf, folder: Path) -> None:
    made.stardict(folder / "1/2/3/4/5", name="浅")
    made.stardict(folder / "1/2/3/4/5/6/7/8", name="深")
    assert [entry.dictionary for entry in shelf.look_up("渡口").entries] == ["浅"]


def test_a_broken_dictionary_is_told_and_the_others_answer(shelf: Shelf, folder: Path) -> None:
    made.stardict(folder)
    (folder / "坏.mdx").write_bytes(b"\0\0\0\4abcd" + b"\0" * 100)
    (folder / "空.ifo").write_bytes(b"")
    made.stardict(folder, name="缺").with_suffix(".dict").unlink()
    answer = shelf.look_up("渡口")
    assert len(answer.entries) == 1
    assert {problem.name: problem.reason for problem in answer.problems} == {
        "坏.mdx": "文件损坏，或不是这种词典",
        "空.ifo": "文件损坏，或不是这种词典",
        "缺.ifo": "缺了同名的 .dict 文件",
    }


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"header": 'Encrypted="1"'}, "要注册码才能打开"),
        ({"version": "3.0"}, "是 MDict 3.0 版的，还读不了"),
        ({"header": 'Encoding="EBCDIC"'}, "文字编码是 EBCDIC，还读不了"),
        ({"kind": b"\1\0\0\0"}, "用 LZO 压缩，还读不了；用 MDict 的工具重新打包成 zlib 就行"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(
    shelf: Shelf, folder: Path, options: dict[str, str], reason: str
) -> None:
    made.mdict(folder / "词.mdx", **options)  # type: ignore[arg-type]
    (problem,) = shelf.look_up("渡口").problems
    assert problem.reason == reason


def test_a_piece_that_unpacks_to_more_than_it_says_is_refused(shelf: Shelf, folder: Path) -> None:
    ifo = made.stardict(folder, {"弹": "x" * 60})
    ifo.with_suffix(".dict").unlink()
    bomb = made.dictzip(b"\0" * 3_000_000, 1_000_000, said=20)
    (folder / "小词典.dict.dz").write_bytes(bomb)
    answer = shelf.look_up("弹")
    assert answer.entries == ()
    assert [problem.reason for problem in answer.problems] == ["文件损坏，或不是这种词典"]


def test_of_what_unpacks_to_more_no_more_is_made() -> None:
    bomb = zlib.compress(b"\0" * (16 << 20))
    tracemalloc.start()
    with pytest.raises(DictionaryError):
        inflated(bomb, 1000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1 << 20


def test_gzip_without_pieces_is_refused_with_what_to_do(shelf: Shelf, folder: Path) -> None:
    ifo = made.stardict(folder)
    (folder / "小词典.dict.dz").write_bytes(made.gzipped(ifo.with_suffix(".dict").read_bytes()))
    ifo.with_suffix(".dict").unlink()
    (problem,) = shelf.look_up("渡口").problems
    assert problem.reason == "不是 dictzip 压缩的 .dict.dz；请解压成 .dict"


@pytest.mark.parametrize(("start", "length"), [(10_000, 5), (0, 10_000), (0, 0xFFFFFFFF), (0xFFFFFFFF, 1)])
def test_an_entry_beyond_the_file_is_refused(shelf: Shelf, folder: Path, start: int, length: int) -> None:
    ifo = made.stardict(folder)
    ifo.with_suffix(".idx").write_bytes("渡口".encode() + b"\0" + struct.pack(">II", start, length))
    assert shelf.look_up("渡口").entries == ()


def test_a_headword_without_an_end_is_refused(shelf: Shelf, folder: Path) -> None:
    made.stardict(folder).with_suffix(".idx").write_bytes(b"a" * 3_000_000)
    assert [problem.name for problem in shelf.look_up("a").problems] == ["小词典.ifo"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
def test_a_pipe_is_no_dictionary(shelf: Shelf, folder: Path) -> None:
    os.mkfifo(folder / "管道.mdx")
    assert [problem.name for problem in shelf.look_up("a").problems] == ["管道.mdx"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights here")
@pytest.mark.parametrize("suffix", [".ifo", ".idx", ".dict", ".dict.dz", ".syn", ".mdx"])
def test_a_link_is_not_followed_whichever_file_it_stands_for(
    shelf: Shelf, folder: Path, tmp_path: Path, suffix: str
) -> None:
    made.stardict(folder, name="好")
    if suffix == ".mdx":
        made.mdict(folder / "连.mdx")
    else:
        made.stardict(folder, name="连", zipped=suffix == ".dict.dz", synonyms=[("津渡", 0)])
    linked = folder / f"连{suffix}"
    linked.rename(tmp_path / "别处")
    linked.symlink_to(tmp_path / "别处")
    answer = shelf.look_up("渡口")
    assert [entry.dictionary for entry in answer.entries] == ["好"]
    (problem,) = answer.problems
    assert "是链接，没有跟随" in problem.reason
    assert shelf.look_up("津渡").entries == ()


def test_dictionaries_that_are_empty_or_broken_do_not_hide_a_good_one(
    shelf: Shelf, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.dictionaries.shelf.MOST_DICTIONARIES", 2)
    for number in range(40):
        made.stardict(folder, {}, name=f"空{number:02}")
        (folder / f"坏{number:02}.ifo").write_bytes(b"")
    made.stardict(folder, name="龙甲")
    made.stardict(folder, name="龙乙")
    answer = shelf.look_up("渡口")
    assert [entry.dictionary for entry in answer.entries] == ["龙乙", "龙甲"]
    assert len(answer.problems) == 80
    assert {problem.reason for problem in answer.problems} == {"一个词条也没有", "文件损坏，或不是这种词典"}
    made.stardict(folder, name="龙丙")
    answer = shelf.look_up("渡口")
    assert len(answer.entries) == 2
    assert answer.problems[0].reason == "词典太多，只用前 2 本"


@pytest.mark.parametrize("kind", ["stardict", "mdict"])
def test_no_byte_that_is_wrong_raises_anything_else(tmp_path: Path, kind: str) -> None:
    """Every byte of every file of a dictionary once wrong, once the end of the file."""
    source = tmp_path / "source"
    if kind == "stardict":
        made.stardict(source, zipped=True, synonyms=[("津渡", 0)])
    else:
        made.mdict(source / "词.mdx", is_hidden=True)
    folder = tmp_path / "词典"
    folder.mkdir()
    for path in source.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    for path in source.iterdir():
        data = path.read_bytes()
        step = max(1, len(data) // 50)
        for at in range(0, len(data), step):
            for broken in (data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :], data[:at]):
                (folder / path.name).write_bytes(broken)
                Shelf(folder, tmp_path / "cache").look_up("渡口")
        (folder / path.name).write_bytes(data)
