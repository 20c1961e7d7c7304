"""Each file of a folder is read, waits, is a copy, or is named with why it is not read."""

import io
import random
import tarfile
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats import reading
from reader.library.doubt_evidence import evidence_of
from reader.library.doubt_sources import look
from reader.library.doubts import DoubtKind
from reader.library.library import Library
from reader.library.passed_over import lines_by_kind, passed_over
from reader.library.sync_events import PassedKind

_TEXT = "柳湾日报\n2024年3月{day}日\n\n# 渡口的灯又亮了{day}\n\n渡口的船工把缆绳绕了{day}圈，围观的人站满了石阶。\n"
_TEXTS = ("{n}.txt", "{n}.markdown", "{n}.org", "{n}", "一月/{n}.text")
_NO_PAPERS = ("{n}.xyz", "{n}.mp3", "{n}.exe", "{n}.txt~", "{n}.bak", "片/{n}.MOV", "{n}.doc.old")
_NOT_READ_YET = ("{n}.eml", "{n}.psd", "{n}.cbr", "{n}.warc.gz", "{n}.caj", "{n}.doc", "{n}.rar")
_OF_PROGRAMS = ("Thumbs.db", "desktop.ini", ".DS_Store", ".reader/x", "页_files/a.js", "页_files/a.psd")


@pytest.mark.parametrize("seed", [1, 2])
def test_the_files_of_a_drawn_folder_are_all_told(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    root = tmp_path / "报"
    texts = _write(root, draw.choices(_TEXTS, k=5), _TEXT)
    no_papers = _write(root, draw.choices(_NO_PAPERS, k=8), "?")
    unreadable = _write(root, draw.choices(_NOT_READ_YET, k=8), "?")
    papers_of_nobody = _write(root, ["杂{n}", "空{n}"], "随手写的几个字。\n")
    checksums = _write(root, ["校验{n}.txt"], "0cc175b9c0f1b6a831c399e269772661  {day}.txt\n")
    pictures = _write(root, ["图{n}.jpg", "图{n}.png"], "?")
    _write(root, _OF_PROGRAMS, "?")
    with closing(Library.open(root)) as library:
        report = library.sync()
    named = [file.path for file in report.passed_over]
    assert report.added == len(texts)
    assert sorted(each.path for each in report.failed) == unreadable
    assert named == sorted([*no_papers, *papers_of_nobody, *checksums])
    assert report.pictures == len(pictures)
    assert all(file.message.endswith("。") for file in report.passed_over)


def test_beside_a_file_that_is_not_read_stands_the_reason_that_its_row_tells(tmp_path: Path) -> None:
    root = tmp_path / "报"
    _write(root, ["{n}.txt"], _TEXT)
    (root / "杂件.bin").write_bytes(bytes(range(256)) * 9)
    (root / "坏了.pdf").write_bytes(b"%PDF-1.4 ?")
    with closing(Library.open(root)) as library:
        library.sync()
        kinds = {group.kind: group.doubts for group in look(library).kinds}
        for kind, path in ((DoubtKind.PASSED_OVER, "杂件.bin"), (DoubtKind.UNREAD, "坏了.pdf")):
            (doubt,) = kinds[kind]
            evidence = evidence_of(library, doubt)
            assert (evidence.path, evidence.why_no_lines) == (path, doubt.why)
            assert doubt.why
            assert (evidence.words, evidence.lines, evidence.rows) == ("", (), ())


PICTURES = ("图.jpg", "夹/图.PNG", "页/照.webp")
INSIDE = ("声.mp3", "信.xyz", "清单.md5", "书/metadata.opf")


@pytest.mark.parametrize("archive", ["年.zip", "年.cbz", "年.tar", "年.tar.gz"])
def test_each_file_of_an_archive_is_read_or_named(tmp_path: Path, archive: str) -> None:
    named = sorted(f"{archive}/{name}" for name in INSIDE)
    root = tmp_path / "报"
    root.mkdir()
    members = dict.fromkeys(
        (*INSIDE, *PICTURES, "画.psd", "旧.cbr", ".DS_Store", "__MACOSX/x", "__MACOSX/._图.jpg", "Thumbs.db"),
        b"?",
    )
    members |= {f"{day}.txt": _TEXT.format(day=day).encode() for day in (1, 2)}
    _pack(root / archive, members)
    for _ in range(2):  # the second time, the archive is as it was, and not opened
        with closing(Library.open(root)) as library:
            report = library.sync()
            (found,) = (group for group in look(library).kinds if group.kind is DoubtKind.PASSED_OVER)
        assert [file.path for file in report.passed_over] == named
        assert sorted(each.path for each in report.failed) == [f"{archive}/旧.cbr", f"{archive}/画.psd"]
        assert report.unopened == len(named)
        assert report.pictures == len(PICTURES)
        assert all(file.message.endswith("。") for file in report.passed_over)
        assert len(found.doubts) == len(named)
    (root / archive).unlink()
    with closing(Library.open(root)) as library:
        assert library.sync(accept_missing=True).passed_over == []


@pytest.mark.parametrize("archive", ["年.zip", "年.tar"])
def test_of_very_many_in_an_archive_the_number_of_those_not_named_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, archive: str
) -> None:
    monkeypatch.setattr(reading, "MOST_NAMED", 2)
    root = tmp_path / "报"
    root.mkdir()
    members = dict.fromkeys((*INSIDE, "Thumbs.db", "页_files/a.js"), b"?") | {
        "1.txt": _TEXT.format(day=1).encode()
    }
    _pack(root / archive, members)
    for _ in range(2):
        with closing(Library.open(root)) as library:
            report = library.sync()
        assert report.unopened == len(INSIDE)
        (rest,) = (file for file in report.passed_over if file.kind is PassedKind.UNNAMED)
        assert (rest.path, rest.files) == (archive, len(INSIDE) - 2)
        assert f" {len(INSIDE) - 2} " in rest.message
    _pack(root / archive, {"1.txt": members["1.txt"], "声.mp3": b"?"})
    with closing(Library.open(root)) as library:
        assert [file.path for file in library.sync().passed_over] == [f"{archive}/声.mp3"]


def _pack(path: Path, members: dict[str, bytes]) -> None:
    if path.suffix in (".zip", ".cbz"):
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        return
    with tarfile.open(path, "w:gz" if path.suffix == ".gz" else "w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("md5sum", "0cc175b9c0f1b6a831c399e269772661  a.txt\n", PassedKind.NO_ENDING),
        ("SUMS.txt", "MD5 (a.txt) = 0cc175b9c0f1b6a831c399e269772661\n", PassedKind.NO_ARTICLE),
        ("SUMS2.txt", "; made by a program\na.txt 0A1B2C3D\nb c.txt 00112233\n", PassedKind.NO_ARTICLE),
        ("a.sfv", "a.txt 0A1B2C3D\n", PassedKind.CHECKSUMS),
        ("a.md5", "0cc175b9c0f1b6a831c399e269772661  a.txt\n", PassedKind.CHECKSUMS),
        ("metadata.opf", "<package/>", PassedKind.RECORD),
        ("a.ris", "TY  - NEWS\nTI  - 渡口的灯又亮了\nER  - \n", PassedKind.REFERENCES),
        ("a.bib", "@article{he1987,\n  title = {渡口的灯又亮了},\n}\n", PassedKind.REFERENCES),
        ("a.lrc", "[00:01.00]渡口的灯\n[00:04.20]又亮了\n", PassedKind.TIMED),
        ("a.ass", "Dialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,渡口的灯\n", PassedKind.TIMED),
        ("a.ann", "T1\tLOC 0 2\t渡口\n", PassedKind.BESIDE_TEXT),
        (
            "premis.xml",
            '<?xml version="1.0"?><premis xmlns="info:lc/xmlns/premis-v2"/>',
            PassedKind.NO_ARTICLE,
        ),
    ],
)
def test_what_programs_write_down_about_files_is_no_paper(
    tmp_path: Path, name: str, text: str, kind: PassedKind
) -> None:
    root = tmp_path / "报"
    root.mkdir()
    (root / name).write_text(text, encoding="utf-8")
    with closing(Library.open(root)) as library:
        report = library.sync()
    assert (report.articles, report.failed) == (0, [])
    assert [(file.path, file.kind) for file in report.passed_over] == [(name, kind)]


def test_notes_alone_are_not_said_to_have_their_text_beside_them(tmp_path: Path) -> None:
    root = tmp_path / "报"
    root.mkdir()
    (root / "a.ann").write_text("T1\tLOC 0 2\t渡口\n", encoding="utf-8")
    with closing(Library.open(root)) as library:
        report = library.sync()
    assert [file.message for file in report.passed_over] == ["另一篇文字的标注，没有正文，不是报纸。"]


def _write(root: Path, names: "list[str] | tuple[str, ...]", text: str) -> list[str]:
    """Write a file for each pattern of a name, with a text of its own; return their paths in order."""
    paths = []
    for pattern in names:
        number = 1 + sum(path.is_file() for path in root.rglob("*"))
        path = root / pattern.format(n=f"件{number}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(day=number % 28 + 1), encoding="utf-8")
        paths.append(path.relative_to(root).as_posix())
    return sorted(paths)


def test_a_file_without_an_ending_is_read_if_it_tells_its_paper_or_day(tmp_path: Path) -> None:
    root = tmp_path / "报"
    root.mkdir()
    (root / "甲").write_text(_TEXT.format(day=5), encoding="utf-8")
    (root / "20240307").write_text("渡口的灯又亮了\n\n船工把缆绳绕了三圈。\n", encoding="utf-8")
    (root / "乙").write_text("渡口的灯又亮了\n\n船工把缆绳绕了三圈。\n", encoding="utf-8")
    (root / "丙").write_bytes(bytes(range(256)) * 9)
    (root / "丁").write_bytes(b"8BPS\x00\x01")
    with closing(Library.open(root)) as library:
        report = library.sync()
    assert report.added == 2
    assert [(file.path, file.kind) for file in report.passed_over] == [
        ("丙", PassedKind.NO_ENDING),
        ("乙", PassedKind.NO_ENDING),
    ]
    assert [each.path for each in report.failed] == ["丁"]


NAMES = st.text("渡口ab./~#_ ", min_size=1, max_size=12).map(lambda name: f"报/{name}")


@given(st.lists(NAMES, unique=True))
def test_each_name_is_told_once_or_belongs_to_a_program(names: list[str]) -> None:
    told = [file.path for file in passed_over(names, {})]
    assert len(set(told)) == len(told)
    for name in set(names) - set(told):
        assert any(part.startswith(".") for part in name.split("/"))


def test_many_are_told_by_kind_and_ending() -> None:
    names = [f"{number}.{ending}" for number in range(30) for ending in ("xyz", "abc", "mp3")]
    lines = list(lines_by_kind(passed_over(names, {})))
    assert [line.partition("：")[0] for line in lines] == [
        "30 个文件没有读，如 0.abc",
        "30 个文件没有读，如 0.mp3",
        "30 个文件没有读，如 0.xyz",
    ]
