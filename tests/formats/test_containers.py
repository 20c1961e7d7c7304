"""ZIP and TAR: what lies in them is read by its path; none does harm, whatever stands in it."""

import random
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import formats
from reader.features.tar_files import tar_file
from reader.formats import reading
from reader.formats.reading import ContainedFile
from reader.storage.regular_file import open_named
from tests import growth, rotation
from tests.formats import container_files as made
from tests.formats.container_files import page, tarred, zipped

FILES = {"人民/A1.txt": page(5, "渡船停了三天。"), "人民/A2.txt": page(5, "马灯亮到后半夜。"), "图.jpg": "x"}
PACKED = ["", "gz", "bz2", "xz"]


@pytest.fixture
def containers(tmp_path: Path) -> Iterator[formats.Containers]:
    with formats.Containers(lambda path: open_named(tmp_path / path)) as opened:
        yield opened


def put(tmp_path: Path, name: str, data: bytes) -> str:
    (tmp_path / name).write_bytes(data)
    return name


def paths(containers: formats.Containers, name: str) -> list[str]:
    return [entry.path for entry in containers.listing(name).entries]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("2024.zip", zipped(FILES)),
        ("2024.ZIP", zipped(FILES, zipfile.ZIP_STORED)),
        *((f"2024.tar.{packed}".rstrip("."), tarred(FILES, packed)) for packed in PACKED),
        ("2024.tgz", tarred(FILES, "gz", tarfile.GNU_FORMAT)),
        ("2024.tar", tarred({f"{'很长的文件夹' * 30}/1.txt": "x"} | FILES, form=tarfile.GNU_FORMAT)),
    ],
)
def test_what_lies_in_a_container_is_read_by_its_path(
    tmp_path: Path, containers: formats.Containers, name: str, data: bytes
) -> None:
    put(tmp_path, name, data)
    found = [path for path in paths(containers, name) if path.startswith("人民")]
    assert found == ["人民/A1.txt", "人民/A2.txt"]
    for path in found:
        assert containers.bytes_of(f"{name}/{path}").decode() == FILES[path]
    with pytest.raises(formats.NotAnIssue):
        containers.bytes_of(name)
    with pytest.raises(formats.UnreadableFile):
        containers.bytes_of(f"{name}/人民/A3.txt")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "big5"])
def test_names_without_an_encoding_are_read_as_they_were_meant(
    tmp_path: Path, containers: formats.Containers, encoding: str
) -> None:
    names = ["報紙/第一版要聞.txt", "報紙/第二版文藝.txt", "報紙/第三版國際新聞.txt"]
    put(tmp_path, "a.zip", made.zipped_in(encoding, dict.fromkeys(names, "x")))
    assert paths(containers, "a.zip") == names


def test_a_container_inside_of_another_is_read_and_one_inside_that_is_not(
    tmp_path: Path, containers: formats.Containers
) -> None:
    inner = zipped({"A1.txt": "一", "第三层.zip": zipped({"x.txt": "x"})})
    put(tmp_path, "a.tar.xz", tarred({"03.zip": inner, "B.txt": "二"}, "xz"))
    assert paths(containers, "a.tar.xz") == ["03.zip", "03.zip/A1.txt", "B.txt"]
    assert containers.bytes_of("a.tar.xz/03.zip/A1.txt").decode() == "一"
    assert "里面还有压缩包" in (containers.complaint("a.tar.xz/03.zip") or "")
    assert containers.complaint("a.tar.xz") is None


def test_a_folder_may_be_named_as_a_container_is(tmp_path: Path, containers: formats.Containers) -> None:
    (tmp_path / "解开.zip").mkdir()
    put(tmp_path, "解开.zip/A1.txt", b"x")
    assert containers.bytes_of("解开.zip/A1.txt") == b"x"
    put(tmp_path, "b.zip", zipped({"解开.zip/A1.txt": "y"}))
    assert containers.bytes_of("b.zip/解开.zip/A1.txt") == b"y"


def test_names_lead_nowhere_else_and_links_are_no_files(
    tmp_path: Path, containers: formats.Containers
) -> None:
    files = {
        "../../上.txt": "a",
        "/etc/绝对.txt": "b",
        "C:\\盘\\反.txt": "c",
        ".隐/藏.txt": "d",
        "__MACOSX/x.txt": "e",
    }
    put(tmp_path, "a.zip", zipped(files))
    put(tmp_path, "a.tar", tarred(files))
    expected = ["上.txt", "etc/绝对.txt", "盘/反.txt"]
    assert paths(containers, "a.zip") == paths(containers, "a.tar") == expected
    types = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.BLKTYPE)
    kinds = {f"{at}.txt": kind for at, kind in enumerate(types)}
    put(tmp_path, "b.tar", made.with_links({"文.txt": "x"}, kinds))
    assert paths(containers, "b.tar") == ["文.txt"]


SAME = [
    ("A1.txt", "一", "A1.txt"),
    ("A1.txt", "二", "A1 (3).txt"),
    ("A1 (2).txt", "三", "A1 (2).txt"),
    ("./x/../A1.txt", "四", "x/A1.txt"),
    ("/x/A1.txt", "五", "x/A1 (2).txt"),
    ("D:\\x\\A1.txt", "六", "x/A1 (3).txt"),
    ("x\x01.txt", "七", "x\ufffd.txt"),
    ("x\x02.txt", "八", "x\ufffd (2).txt"),
    ("x" * 1010 + ".txt", "九", "x" * 996 + ".txt"),
    ("x" * 1020 + ".txt", "十", "x" * 996 + " (2).txt"),
]


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz"])
def test_files_of_one_name_are_all_read_and_told(
    tmp_path: Path, containers: formats.Containers, name: str
) -> None:
    pairs = [(stored, text) for stored, text, _ in SAME]
    put(tmp_path, name, made.zipped_pairs(pairs) if name == "a.zip" else made.tarred_pairs(pairs, name[6:]))
    assert paths(containers, name) == [own for _, _, own in SAME]
    assert [containers.bytes_of(f"{name}/{own}").decode() for _, _, own in SAME] == [
        text for _, text, _ in SAME
    ]
    assert "5 个与别的同名" in containers.what_it_is(name)
    assert containers.complaint(name) is None


@given(st.lists(st.sampled_from(["a.txt", "a (2).txt", "b/a.txt", "b", "b (2)", "a.tar.gz", "a (3).txt"])))
def test_names_that_were_told_apart_are_each_one_and_the_first_keeps_its_own(paths: list[str]) -> None:
    own = reading.distinct_paths(paths)
    assert len({*own}) == len(own) == len(paths)
    folders = {"b"} if "b/a.txt" in paths else set()
    assert folders.isdisjoint(own)
    for path in {*paths} - folders:
        assert own[paths.index(path)] == path


def test_telling_apart_equal_names_is_linear() -> None:
    assert growth.grows_with_its_size(lambda n: lambda: reading.distinct_paths(["A1.txt"] * n), 1_000)


def test_a_file_named_as_a_folder_is_read_beside_what_is_in_that(
    tmp_path: Path, containers: formats.Containers
) -> None:
    inner = zipped({"1.txt": "内"})
    put(tmp_path, "a.zip", made.zipped_pairs([("b.zip", inner), ("b.zip/1.txt", "外")]))
    assert paths(containers, "a.zip") == ["b (2).zip", "b (2).zip/1.txt", "b.zip/1.txt"]
    assert containers.bytes_of("a.zip/b (2).zip/1.txt").decode() == "内"
    assert containers.bytes_of("a.zip/b.zip/1.txt").decode() == "外"


def test_passwords_are_told_and_the_rest_is_read(tmp_path: Path, containers: formats.Containers) -> None:
    put(tmp_path, "a.zip", made.encrypted(zipped(FILES)))
    assert paths(containers, "a.zip") == []
    assert "3 个文件加了密码" in (containers.complaint("a.zip") or "")


def test_a_rare_way_of_packing_is_told(tmp_path: Path, containers: formats.Containers) -> None:
    put(tmp_path, "a.zip", zipped(FILES, zipfile.ZIP_LZMA))
    assert "少见的方法" in (containers.complaint("a.zip") or "")


BLANK = b" " * (20 << 20)


@pytest.mark.parametrize(
    ("name", "make", "most_calls"),
    [
        ("ratio.zip", lambda: zipped({"a.txt": BLANK}), 1_000),
        ("overlap.zip", lambda: made.overlapping(3000, b"x" * 50_000), 200_000),
        ("a.tar.gz", lambda: tarred({"a.txt": BLANK}, "gz"), 7_000),
        ("a.tar.xz", lambda: tarred({"a.txt": BLANK}, "xz"), 3_000),
        ("a.tar.bz2", lambda: tarred({"a.jpg": BLANK}, "bz2"), 6_000),
    ],
)
def test_bombs_are_refused_and_said(
    tmp_path: Path, containers: formats.Containers, name: str, make: Callable[[], bytes], most_calls: int
) -> None:
    """After some looks at each file and each piece: nothing is unpacked to its end, and nothing twice."""
    put(tmp_path, name, make())
    kept = put(tmp_path, f"good {name}", tarred(FILES, name[6:]) if ".tar" in name else zipped(FILES))
    assert containers.listing(kept).entries

    def listing() -> None:
        with pytest.raises(formats.UnreadableFile, match="炸弹"):
            containers.listing(name)

    assert growth.calls(listing) < most_calls


GROWN = b"\xe6\xb8\xa1" * 370_000


@pytest.mark.slow
@pytest.mark.parametrize("good_at", rotation.in_turn([0, 9, 16]))
@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.tar.xz", "a.tar.bz2"])
def test_many_small_bombs_are_one_and_the_good_file_among_them_is_read(
    tmp_path: Path, containers: formats.Containers, name: str, good_at: int
) -> None:
    pairs: list[tuple[str, str | bytes]] = [(f"{n}.txt", GROWN) for n in range(16)]
    pairs.insert(good_at, ("好.txt", page(5, "渡船停了三天。")))
    data = made.zipped_pairs(pairs) if name == "a.zip" else made.tarred_pairs(pairs, name[6:])
    assert len(data) < 100_000
    put(tmp_path, name, data)
    assert paths(containers, name) == ["好.txt"]
    assert containers.bytes_of(f"{name}/好.txt").decode() == page(5, "渡船停了三天。")
    assert "16 个文件展开后大得不合常理" in (containers.complaint(name) or "")


def test_bombs_in_several_archives_inside_of_one_are_counted_together(
    tmp_path: Path, containers: formats.Containers
) -> None:
    inner = zipped({f"{n}.txt": GROWN for n in range(4)} | {"好.txt": page(5, "渡船停了三天。")})
    put(tmp_path, "a.zip", zipped({f"{n}.zip": inner for n in range(5)}, zipfile.ZIP_STORED))
    files = [path for path in paths(containers, "a.zip") if path.endswith(".txt")]
    assert files == [f"{n}.zip/好.txt" for n in range(5)]
    assert "20 个文件展开后" in (containers.complaint("a.zip") or "")


def test_a_little_that_grows_much_is_read(tmp_path: Path, containers: formats.Containers) -> None:
    put(tmp_path, "a.zip", zipped({f"{n}.txt": GROWN for n in range(3)}))
    assert paths(containers, "a.zip") == ["0.txt", "1.txt", "2.txt"]
    assert containers.complaint("a.zip") is None


def test_what_shares_its_bytes_is_refused_and_the_rest_is_read(
    tmp_path: Path, containers: formats.Containers
) -> None:
    put(tmp_path, "a.zip", made.overlapping(30, b"x" * 50_000, beside=page(5, "渡船停了三天。").encode()))
    assert paths(containers, "a.zip") == ["beside.txt"]
    assert containers.bytes_of("a.zip/beside.txt").decode() == page(5, "渡船停了三天。")
    assert "30 个文件展开后" in (containers.complaint("a.zip") or "")


def test_bombs_in_bombs_are_not_followed(tmp_path: Path, containers: formats.Containers) -> None:
    bomb = zipped({"a.txt": BLANK})
    for _ in range(4):
        bomb = zipped({f"lib {n}.zip": bomb for n in range(4)})
    put(tmp_path, "42.zip", bomb)
    assert paths(containers, "42.zip") == [f"lib {n}.zip" for n in range(4)]


def test_too_many_files_are_refused(
    tmp_path: Path, containers: formats.Containers, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.tar", tarred({f"{n}.txt": "" for n in range(20)}))
    monkeypatch.setattr(tar_file, "MOST_ENTRIES", 10)
    with pytest.raises(formats.UnreadableFile, match="超过"):
        containers.listing("a.tar")
    put(tmp_path, "a.zip", zipped({f"{n}.txt": "" for n in range(20)} | {f"{n}.jpg": "" for n in range(20)}))
    assert len(containers.listing("a.zip").entries) == 20
    containers.close()
    monkeypatch.setattr(reading, "MOST_FILES", 19)
    with pytest.raises(formats.UnreadableFile, match="超过 19 个"):
        containers.listing("a.zip")


def test_an_archive_that_was_refused_is_not_looked_through_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.zip", zipped({f"{n}.txt": "" for n in range(20)}))
    monkeypatch.setattr(reading, "MOST_FILES", 19)
    openings = []

    def opened(path: str) -> int:
        openings.append(path)
        return open_named(tmp_path / path)

    with formats.Containers(opened) as containers:
        for _ in range(2):
            with pytest.raises(formats.UnreadableFile, match="超过 19 个"):
                containers.listing("a.zip")
        with pytest.raises(formats.UnreadableFile, match="超过 19 个"):
            containers.complaint("a.zip")
    assert openings == ["a.zip"]


def test_together_no_more_is_unpacked_than_the_limit(
    tmp_path: Path, containers: formats.Containers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.formats.MOST_TOTAL", 100)
    put(tmp_path, "a.zip", zipped({"b.zip": zipped({"1.txt": "x" * 99}, zipfile.ZIP_STORED)}))
    with pytest.raises(formats.UnreadableFile, match="炸弹"):
        containers.listing("a.zip")


@pytest.mark.parametrize("packed", PACKED)
def test_of_an_archive_that_is_cut_off_the_beginning_is_read(
    tmp_path: Path, containers: formats.Containers, packed: str
) -> None:
    chance = random.Random(1)
    files = {f"{n}.txt": chance.randbytes(200_000) for n in range(12)}
    whole = tarred(files, packed)
    name = put(tmp_path, f"a.tar.{packed}".rstrip("."), whole[: len(whole) * 5 // 8])
    listing = containers.listing(name)
    assert listing.entries
    assert "只读到" in (listing.complaint or "")
    assert containers.bytes_of(f"{name}/0.txt") == files["0.txt"]


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.xz"])
def test_what_is_no_archive_is_said_to_be_broken(
    tmp_path: Path, containers: formats.Containers, name: str
) -> None:
    for data in (b"", b"PK\x03\x04", b"\x1f\x8b\x08", "只是文字。".encode() * 200, zipped(FILES)[:200]):
        put(tmp_path, name, data)
        with pytest.raises(formats.UnreadableFile, match="坏了"):
            containers.listing(name)
        containers.close()


def test_a_solid_archive_is_unpacked_once_for_all_files_in_its_order(
    tmp_path: Path, containers: formats.Containers, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []

    class Walk(tar_file._Walk):
        def __init__(self, file: IO[bytes], tell: reading.Tell) -> None:
            begun.append(self)
            super().__init__(file, tell)

    monkeypatch.setattr(tar_file, "_Walk", Walk)
    put(tmp_path, "a.tar.xz", tarred({f"{n}.txt": str(n) for n in range(50)}, "xz"))
    for entry in containers.listing("a.tar.xz").entries:
        containers.bytes_of(f"a.tar.xz/{entry.path}")
    assert len(begun) == 2  # once to look, once to read


def test_entries_tell_what_changes(tmp_path: Path, containers: formats.Containers) -> None:
    put(tmp_path, "a.zip", zipped({"1.txt": "一"}))
    put(tmp_path, "a.tar.gz", tarred({"1.txt": "一"}, "gz"))
    [in_zip] = containers.listing("a.zip").entries
    assert containers.listing("a.tar.gz").entries == (in_zip,) == (ContainedFile("1.txt", 3, in_zip.crc),)
    assert reading.MOST_RATIO < 1000  # a bomb of deflate grows a thousandfold


PARTS = st.sampled_from(
    [".reader", ".a", "~$a", "a~$", "hts-cache", "robots.txt", "1.txt", ".txt", "a.md", "a.TXT", "a.xml"]
)


@given(st.lists(PARTS | st.text("人1.~$ \n", min_size=1, max_size=4), min_size=1, max_size=4).map("/".join))
def test_a_path_is_that_of_an_issue_if_the_file_is(path: str) -> None:
    assert reading.is_issue_path(path) == reading.is_issue_file(PurePosixPath(path))
