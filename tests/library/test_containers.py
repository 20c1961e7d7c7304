"""Containers in a library: their files are files of it, and only what has changed in one is read again."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest

from reader.features.importing.copying import import_files
from reader.features.tables.columns import columns_in, say_columns
from reader.formats import Containers
from reader.library.file_parsing import FileToRead, ReadFile
from reader.library.library import Library, LibraryError
from reader.library.sync_events import Progress, SyncCancelled
from reader.library.sync_reading import FileReader
from reader.newspaper.field_names import ColumnField
from reader.search.query import parse_query
from reader.storage.folder import LibraryFolder
from tests import homes
from tests.formats import documents
from tests.formats.container_files import encrypted, page, tarred, zipped

FERRY, LAMP, SNOW = page(5, "渡船停了三天。"), page(6, "马灯亮到后半夜。"), page(7, "雪下到了江心。")


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    homes.use(monkeypatch, tmp_path / "home")
    (tmp_path / "报").mkdir()
    opened = Library.open(tmp_path / "报")
    yield opened
    opened.close()


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read, in order."""
    paths: list[str] = []
    read = FileReader.read

    def noted(reader: FileReader, due: FileToRead) -> ReadFile:
        paths.append(due.file.path)
        return read(reader, due)

    monkeypatch.setattr(FileReader, "read", noted)
    return paths


def put(library: Library, name: str, data: bytes) -> Path:
    path = library.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def files_with(library: Library, words: str) -> list[str]:
    ids = library.searcher.search(parse_query(words), exact=True).ids
    stored = [library.articles.article(each) for each in ids]
    return sorted(source.path for each in stored if each for source in each.sources)


def test_the_files_of_a_container_are_files_of_the_library(library: Library) -> None:
    nested = zipped({"雪.txt": SNOW})
    put(
        library,
        "2024.zip",
        zipped({"雁桥/A1.txt": FERRY, "雁桥/A2.txt": LAMP, "图.jpg": b"x", "03.zip": nested}),
    )
    report = library.sync()
    assert (report.added, report.articles, report.failed) == (3, 3, [])
    assert (report.left_out, report.opened) == ({}, {"压缩包（里面的文件另计）": 2})
    assert files_with(library, "马灯") == ["2024.zip/雁桥/A2.txt"]
    assert files_with(library, "江心") == ["2024.zip/03.zip/雪.txt"]
    [snow] = library.searcher.search("江心").ids
    stored = library.articles.article(snow)
    assert stored is not None
    excerpt = library.articles.excerpt(snow, stored.article.blocks[0].text)
    assert excerpt.path == "2024.zip/03.zip/雪.txt"
    assert "江心" in excerpt.lines[-1].text
    assert library.folder.file_on_disk("2024.zip/03.zip/雪.txt") == library.root / "2024.zip"


def test_an_unchanged_container_is_not_opened(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    put(library, "a.tar.gz", tarred({"1.txt": FERRY, "2.txt": LAMP}, "gz"))
    library.sync()
    opened = []

    def noted(folder: LibraryFolder, path: str) -> int:
        opened.append(path)
        raise OSError

    monkeypatch.setattr(LibraryFolder, "open", noted)
    report = library.sync()
    assert (report.unchanged, report.articles, opened) == (2, 2, [])


@pytest.mark.parametrize(("name", "make"), [("a.zip", zipped), ("a.tar.xz", partial(tarred, packed="xz"))])
def test_of_a_changed_container_only_what_has_changed_is_read(
    library: Library, reads: list[str], name: str, make: Callable[[Mapping[str, str]], bytes]
) -> None:
    put(library, name, make({"1.txt": FERRY, "2.txt": LAMP}))
    library.sync()
    reads.clear()
    put(library, name, make({"1.txt": FERRY, "2.txt": LAMP.replace("后半夜", "天大亮"), "3.txt": SNOW}))
    report = library.sync()
    assert sorted(reads) == [name, f"{name}/2.txt", f"{name}/3.txt"]
    assert (report.added, report.changed, report.unchanged) == (1, 1, 1)
    assert files_with(library, "天大亮") == [f"{name}/2.txt"]


def test_what_is_gone_from_a_container_is_missing_and_still_found(library: Library) -> None:
    pages = {f"{day}.txt": page(day, f"第{day}天的渡船。") for day in range(1, 13)}
    put(library, "a.zip", zipped(pages))
    library.sync()
    put(library, "a.zip", zipped({name: text for name, text in pages.items() if name != "3.txt"}))
    report = library.sync()
    assert (report.missing, report.unchanged) == (1, 11)
    assert files_with(library, "第3天") == ["a.zip/3.txt"]
    again = library.sync()
    assert (again.missing, again.unchanged, again.failed) == (1, 11, [])


def test_files_that_are_packed_or_unpacked_were_renamed(library: Library, reads: list[str]) -> None:
    before = [put(library, "1.txt", FERRY.encode()), put(library, "2.txt", LAMP.encode())]
    library.sync()
    [article] = library.searcher.search("马灯").ids
    library.notebook.bookmark(article, "灯", [])
    reads.clear()
    for file in before:
        file.unlink()
    put(library, "报.tar.xz", tarred({"2.txt": LAMP, "1.txt": FERRY}, "xz"))
    report = library.sync()
    assert (report.renamed, report.missing, reads) == (2, 0, ["报.tar.xz"])
    (library.root / "报.tar.xz").rename(library.root / "改名.tar.xz")
    assert library.sync().renamed == 2
    assert files_with(library, "马灯") == ["改名.tar.xz/2.txt"]


def test_a_container_that_is_broken_keeps_what_was_read_from_it(library: Library) -> None:
    whole = zipped({"1.txt": FERRY})
    file = put(library, "a.zip", whole)
    library.sync()
    put(library, "a.zip", whole[:100])
    report = library.sync()
    assert [failure.path for failure in report.failed] == ["a.zip"]
    assert (report.missing, files_with(library, "渡船")) == (0, ["a.zip/1.txt"])
    file.write_bytes(whole)
    assert library.sync().failed == []


def test_each_file_fails_by_itself(library: Library) -> None:
    data = zipped({"1.txt": FERRY, "空.txt": "", "图.txt": b"\xff\xd8\xff\xe0" * 9})
    put(library, "a.zip", data)
    put(library, "密.zip", encrypted(zipped({"1.txt": LAMP})))
    report = library.sync()
    assert [failure.path for failure in report.failed] == ["a.zip/图.txt", "a.zip/空.txt", "密.zip"]
    assert report.articles == 1
    assert library.sync().failed == report.failed


def test_a_sync_that_is_cut_off_misses_nothing_of_a_container(library: Library) -> None:
    pages = {f"2024-03-{day:02}.txt": page(day, f"第{day}天的渡船。") for day in range(1, 31)}
    put(library, "2024-03-31.zip", zipped(pages))  # by its name the newest, and read last

    def cut(progress: Progress) -> None:
        if progress.stored:
            raise SyncCancelled

    with pytest.raises(SyncCancelled):
        library.sync(cut)
    assert library.sync().articles == 30


def test_a_container_is_read_in_its_own_order(library: Library, reads: list[str]) -> None:
    put(
        library,
        "a.tar.xz",
        tarred({"2024-03-05.txt": FERRY, "2024-03-07.txt": SNOW, "2024-03-06.txt": LAMP}, "xz"),
    )
    put(library, "2024-03-08.txt", page(8, "船来了。").encode())
    library.sync()
    inside = [f"a.tar.xz/2024-03-0{day}.txt" for day in (5, 7, 6)]
    assert reads == ["2024-03-08.txt", *inside, "a.tar.xz"]


def test_the_readers_archive_is_never_touched(library: Library) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("1.txt", FERRY)
    file = put(library, "a.zip", target.getvalue())
    before = file.stat()
    library.sync()
    with Containers(library.folder.open) as containers:
        containers.bytes_of("a.zip/1.txt")
    assert (file.stat().st_mtime_ns, file.read_bytes()) == (before.st_mtime_ns, target.getvalue())


def test_an_archive_is_imported_as_it_is(library: Library, tmp_path: Path) -> None:
    (tmp_path / "下载").mkdir()
    given = {"a.zip": zipped({"1.txt": FERRY}), "空.zip": zipped({"图.jpg": b"x"}), "坏.zip": b"PK\3\4"}
    for name, data in given.items():
        (tmp_path / "下载" / name).write_bytes(data)
    report = import_files(library, [tmp_path / "下载"])
    assert (report.copied, report.left_out) == (["a.zip"], 1)
    assert [Path(failure.path).name for failure in report.failed] == ["坏.zip"]
    assert import_files(library, [tmp_path / "下载" / "a.zip"]).same == [
        (str(tmp_path / "下载" / "a.zip"), "a.zip")
    ]
    library.sync()
    assert files_with(library, "渡船") == ["a.zip/1.txt"]


BOAT, WHITE = "船来了又走了，走了又来了。" * 5, "雪下了一夜，江面白了。" * 5
TABLE = f"headline,day,story\n渡口,2024-03-05,{BOAT}\n江心,2024-03-06,{WHITE}\n"


def test_what_a_person_says_of_a_tables_columns_is_kept_and_counts_at_the_next_sync(library: Library) -> None:
    put(library, "旧报.csv", TABLE.encode())
    put(library, "又一份.csv", TABLE.replace("船", "车").encode())
    report = library.sync()
    assert [(each.path, "哪一列是正文" in each.message) for each in report.failed] == [
        ("又一份.csv", True),
        ("旧报.csv", True),
    ]
    columns = columns_in(library.folder, "旧报.csv")
    assert columns.known == {ColumnField.TITLE: "headline", ColumnField.DATE: "day"}
    assert columns.samples[:2] == ("渡口", "2024-03-05")
    say_columns(library.folder, columns, {ColumnField.TEXT: "story"})
    report = library.sync()
    assert (report.added, report.failed, report.left_out) == (4, [], {})
    assert report.opened == {"表格（每期另计）": 2}
    assert files_with(library, "走了又来") == [
        f"{name}/{day}" for name in ("又一份.csv", "旧报.csv") for day in ("2024-03-05",)
    ]
    assert library.sync().unchanged == 4
    assert (library.root / "旧报.csv").read_text(encoding="utf-8") == TABLE


LABELLED = "\n\n".join(
    f"〖甲〗渡口{day}号开航\n〖乙〗2024-03-0{day}\n〖丙〗雁桥日报\n〖丁〗三月{day}日，船来了{day}趟。\n〖戊〗X{day}99"
    for day in (5, 6, 7)
)


def test_what_a_person_says_of_a_texts_labels_is_kept_and_counts_at_the_next_sync(library: Library) -> None:
    put(library, "下载.txt", LABELLED.encode())
    library.sync()
    columns = columns_in(library.folder, "下载.txt")
    assert (columns.names, columns.longest, columns.known) == (tuple("甲乙丙丁戊"), "丁", {})
    said = {ColumnField.TITLE: "甲", ColumnField.DATE: "乙", ColumnField.PAPER: "丙", ColumnField.TEXT: "丁"}
    say_columns(library.folder, columns, said)
    assert columns_in(library.folder, "下载.txt").known == said
    assert library.sync().added == 3
    assert "下载.txt/雁桥日报/2024-03-06" in files_with(library, "船来了6趟")
    assert library.sync().unchanged == 3
    assert (library.root / "下载.txt").read_text(encoding="utf-8") == LABELLED


def test_of_a_changed_table_only_the_changed_days_are_read(library: Library, reads: list[str]) -> None:
    put(library, "旧报.csv", TABLE.replace("story", "text").encode())
    library.sync()
    reads.clear()
    put(library, "旧报.csv", TABLE.replace("story", "text").replace("江面白了", "江面全白了").encode())
    report = library.sync()
    assert reads == ["旧报.csv/2024-03-06", "旧报.csv"]
    assert (report.changed, report.unchanged) == (1, 1)


def test_an_archive_without_a_newspaper_holds_no_article(library: Library) -> None:
    put(library, "图.zip", zipped({"图.jpg": b"x"}))
    put(library, "图.zip0", b"")
    put(library, "报.zip", zipped({"雪.txt": SNOW}))
    report = library.sync()
    assert report.left_out == {"压缩包（里面的图片识别后另计）": 1}
    assert report.opened == {"压缩包（里面的文件另计）": 1}


def test_a_table_is_imported_before_it_is_asked_about(library: Library, tmp_path: Path) -> None:
    (tmp_path / "旧报.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "名单.csv").write_text("姓名\n祝水芹\n", encoding="utf-8")
    report = import_files(library, [tmp_path / "旧报.csv", tmp_path / "名单.csv"])
    assert (report.copied, report.left_out, report.failed) == (["旧报.csv"], 1, [])


def test_what_was_said_of_columns_must_be_of_the_table(library: Library) -> None:
    put(library, "旧报.csv", TABLE.encode())
    columns = columns_in(library.folder, "旧报.csv")
    with pytest.raises(LibraryError, match="没有叫“正文”的列"):
        say_columns(library.folder, columns, {ColumnField.TEXT: "正文"})
    with pytest.raises(LibraryError, match="哪一列是正文"):
        say_columns(library.folder, columns, {ColumnField.DATE: "day"})
    for broken in (b"{", b"[", b"("):
        put(library, ".reader/columns.json", broken)
        say_columns(library.folder, columns, {ColumnField.TEXT: "story"})
    kept = [path.read_bytes() for path in (library.root / ".reader").glob("columns.unreadable*.json")]
    assert sorted(kept) == [b"(", b"[", b"{"]
    assert columns_in(library.folder, "旧报.csv").known[ColumnField.TEXT] == "story"


def test_the_days_of_a_book_are_issues_and_the_book_is_none(library: Library, reads: list[str]) -> None:
    put(library, "合订本.docx", documents.days("2024年3月5日", "2024年3月6日"))
    report = library.sync()
    assert (report.added, report.failed, report.left_out) == (2, [], {})
    assert report.opened == {"合订本（每天另计）": 1}
    assert files_with(library, "6日，渡船停了") == ["合订本.docx/雁桥日报/2024-03-06"]
    reads.clear()
    library.sync()
    assert reads == []
    put(library, "合订本.docx", documents.days("2024年3月5日", "2024年3月6日", "2024年3月7日"))
    report = library.sync()
    assert (report.added, report.changed, report.missing) == (1, 0, 0)


def test_the_days_of_a_book_in_a_zip_are_issues(library: Library) -> None:
    put(library, "报.zip", zipped({"合订本.docx": documents.days("2024年3月5日", "2024年3月6日")}))
    assert library.sync().added == 2
    assert files_with(library, "5日，渡船停了") == ["报.zip/合订本.docx/雁桥日报/2024-03-05"]


def test_a_book_of_one_day_is_a_file(library: Library) -> None:
    put(library, "一天.docx", documents.days("2024年3月5日"))
    assert library.sync().added == 1
    assert files_with(library, "渡船停了") == ["一天.docx"]


def test_files_that_are_not_read_say_what_to_do_with_them(library: Library) -> None:
    put(library, "旧稿.doc", b"\xd0\xcf\x11\xe0")
    put(library, "报.rar", b"Rar!" * 14_000_000)  # larger than any file that is read
    told = {each.path: each.message for each in library.sync().failed}
    assert set(told) == {"旧稿.doc", "报.rar"}
    assert ".docx" in told["旧稿.doc"]
    assert ".zip" in told["报.rar"]
