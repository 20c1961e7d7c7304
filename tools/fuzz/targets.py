"""What is attacked at random: a try makes one thing up from a source of chance, and fails where a promise is broken."""

import json
import os
import random
import shutil
import sqlite3
import string
import time
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from msgspec import Struct

from reader import formats, parsing
from reader.library.files_beside import source_of
from reader.library.library import Library, LibraryError
from reader.storage.folder import LibraryFolder
from reader.storage.regular_file import open_named
from reader.storage.user_file import UserDataError
from tests.features.epub import books
from tests.features.manifests.test_iiif import version_2
from tests.features.tei.test_reading import SAMPLE as TEI
from tests.formats import container_files, documents
from tests.formats import web_pages as saved
from tests.formats.mets_issues import PAGES
from tests.formats.mets_issues import SAMPLES as METS
from tests.formats.pdf_pages import column, columns, pdf
from tests.formats.scanned_pages import SAMPLES as SCANNED
from tests.parsing.laws import broken_laws
from tests.terminal import ISSUES, write_issues
from tools.fuzz.mutations import mutated, mutated_inside
from tools.fuzz.pages import broken_promises, page

NOTE = "外公的船"
THESIS = b"three years of work"
QUERIES = ("渡船", '"马灯"', "标题:雪", "-的", "日期:1990-03..1991", "记者:温如岚 OR 版:1", "(", "?", "张?")

PACKAGES = (("a.epub", books.news()), ("a.epub", books.book()), ("a.docx", documents.issue()))
_PAGES: dict[str, str | bytes] = {
    "A1.txt": container_files.page(5, "渡船停了三天。"),
    "报.epub": books.book(),
    "长" * 40 + ".txt": "x",
}
ARCHIVES = (
    ("a.zip", container_files.zipped(_PAGES | {"b.zip": container_files.zipped(_PAGES)})),
    ("a.zip", container_files.zipped(_PAGES, zipfile.ZIP_STORED)),
    *(
        (f"a.tar.{packed}".rstrip("."), container_files.tarred(_PAGES, packed))
        for packed in ("", "gz", "xz", "bz2")
    ),
)


class Given(Struct, frozen=True):
    """A library with one bookmark, beside a file that is none of its, and the notes as a file."""

    root: Path
    notes: str

    @property
    def outside(self) -> Path:
        return self.root.parent / "outside"


Try = Callable[[random.Random, Given], None]


def prepared(base: Path) -> Given:
    """Made once; each try has a copy."""
    root = write_issues(base / "柳川")
    (base / "outside").mkdir()
    (base / "outside" / "thesis.docx").write_bytes(THESIS)
    library = Library.open(root)
    library.sync()
    [hit] = library.searcher.search("马灯").ids
    library.notebook.bookmark(hit, NOTE, ["家史"])
    library.corrections.correct_line("1990/03/19900306.md", 5, _starts())
    notes = library.notebook.export_notes()
    library.close()
    shutil.rmtree(root / ".reader" / "backups")
    return Given(root, notes)


def copy_of(given: Given, base: Path) -> Given:
    shutil.copytree(given.root.parent, base, symlinks=True)
    return Given(base / given.root.name, given.notes)


# -- issue files


def files(chance: random.Random, given: Given) -> None:
    """Bytes of an issue, mutilated: read or refused in words, and every line has a place."""
    data = mutated(chance, chance.choice(list(ISSUES.values())).encode(chance.choice(["utf-8", "gb18030"])))
    try:
        source = formats.decode(data, "1990.txt")
    except formats.UnreadableFile:
        return
    part = parsing.parse(source)
    spans = [*part.masthead.source_lines, *(s for a in part.articles for s in a.source_lines)]
    held = {line for first, last in spans for line in range(first, last + 1)}
    blank = {number for number, line in enumerate(source.lines, 1) if not line.strip()}
    assert held | blank >= set(range(1, len(source.lines) + 1)) - _without_words(source.lines)


def web_pages(chance: random.Random, given: Given) -> None:
    """A saved page, mutilated: read or refused in words, and no line lost."""
    page = chance.choice(
        [
            *(
                saved.classic(),
                saved.nw(),
                saved.layout(),
                saved.column(),
                saved.whole_page(),
                saved.anything(),
            ),
            *(saved.rows(), saved.shtml(), saved.telegraph(), saved.news_detail(), saved.account()),
        ]
    )
    data = mutated(chance, page.encode(chance.choice(["utf-8", "gb18030"])))
    try:
        source = formats.decode(
            data, chance.choice(["html/2024-03/05/content_1.htm", "content/202403/05/c1.html"])
        )
    except formats.UnreadableFile:
        return
    assert broken_laws(source, parsing.parse(source)) == []


def pdf_files(chance: random.Random, given: Given) -> None:
    """A PDF, mutilated: read or refused in words, and no line lost."""
    text = "渡口的马灯亮到后半夜，守船的老人说雪还要下。" * 4
    data = pdf(column(40, 80, text, 20), columns(500, 80, text, 16))
    try:
        source = formats.decode(mutated(chance, data), "2024030502.pdf")
    except formats.UnreadableFile:
        return
    assert broken_laws(source, parsing.parse(source)) == []


def scanned_pages(chance: random.Random, given: Given) -> None:
    """What an OCR program wrote of a page, mutilated: read or refused in words, and no line lost."""
    data = mutated(chance, chance.choice(SCANNED).encode(chance.choice(["utf-8", "utf-8", "utf-16"])))
    try:
        source = formats.decode(data, chance.choice(["1956-03-05_02.xml", "1.hocr"]))
    except formats.UnreadableFile:
        return
    assert broken_laws(source, parsing.parse(source)) == []


def packages(chance: random.Random, given: Given) -> None:
    """A file that is a ZIP itself, mutilated inside or outside: read or refused in words, and no line lost."""
    name, data = chance.choice(PACKAGES)
    data = mutated_inside(chance, data) if chance.random() < 0.8 else mutated(chance, data)
    try:
        source = formats.decode(data, name)
    except formats.UnreadableFile:
        return
    assert broken_laws(source, parsing.parse(source)) == []


def containers(chance: random.Random, given: Given) -> None:
    """A ZIP or TAR, mutilated: every file in it is read or refused in words."""
    name, data = chance.choice(ARCHIVES)
    data = mutated_inside(chance, data) if name.endswith(".zip") and chance.random() < 0.3 else data
    path = given.root / name
    path.write_bytes(mutated(chance, data))
    with (
        formats.Containers(lambda file: open_named(given.root / file)) as opened,
        suppress(formats.UnreadableFile),
    ):
        for entry in opened.listing(name).entries:
            with suppress(formats.UnreadableFile):
                formats.decode(opened.bytes_of(f"{name}/{entry.path}"), f"{name}/{entry.path}")


def tables(chance: random.Random, given: Given) -> None:
    """A table, mutilated: each of its issues is read, or the table refused in words."""
    name, data = chance.choice(documents.TABLES)
    (given.root / name).write_bytes(mutated(chance, data))
    with (
        formats.Containers(lambda file: open_named(given.root / file)) as opened,
        suppress(formats.UnreadableFile),
    ):
        for entry in opened.listing(name).entries:
            source = formats.decode(opened.bytes_of(f"{name}/{entry.path}"), f"{name}/{entry.path}")
            assert broken_laws(source, parsing.parse(source)) == []


def issues_in_files(chance: random.Random, given: Given) -> None:
    """An issue whose table of contents and pages are mutilated, and name what they shouldn't: as with one page."""
    folder = given.root / "卷" / "19560305"
    (folder / "ALTO").mkdir(parents=True)
    for name, text in PAGES.items():
        data = text.encode()
        (folder / name).write_bytes(mutated(chance, data) if chance.random() < 0.3 else data)
    contents = {f"{name}-mets.xml": text for name, text in METS.items()}
    contents |= {"manifest.json": json.dumps(version_2("ALTO/1.xml", "ALTO/2.xml")), "1.xml": TEI}
    name = chance.choice(list(contents))
    text = contents[name]
    for href in chance.sample(HOSTILE, 2):
        text = text.replace(chance.choice(["ALTO/1.xml", "ALTO/2.xml", "ALTO%2F2.xml"]), href, 1)
    data = text.encode()
    (folder / name).write_bytes(mutated(chance, data) if chance.random() < 0.8 else data)
    (folder / "link.xml").symlink_to(given.outside / "thesis.docx")
    began = time.process_time()
    with suppress(formats.UnreadableFile):
        source = source_of(LibraryFolder.at(given.root), f"卷/19560305/{name}")
        assert THESIS.decode() not in "\n".join(source.lines)
        assert broken_laws(source, parsing.parse(source)) == []
    assert time.process_time() - began < 5


HOSTILE = (
    "../../../outside/thesis.docx",
    "../../../../../../../../etc/passwd",
    "file:///etc/passwd",
    "http://127.0.0.1:9/1.xml",
    "link.xml",
    "docworks-mets.xml",
    "manifest.json",
    "../../1990/03/19900306.md",
    "\\\\server\\share\\1.xml",
    "." * 9_000,
)
"""What a table of contents may name, and nobody reads."""


def _without_words(lines: tuple[str, ...]) -> set[int]:
    """Lines of nothing but characters that are none to be read."""
    return {
        n for n, line in enumerate(lines, 1) if not any(c.isprintable() and not c.isspace() for c in line)
    }


def pages(chance: random.Random, given: Given) -> None:
    """A page as no paper prints it, perhaps mutilated: no word is lost, and none takes long."""
    name, text = page(chance)
    data = text.encode(chance.choice(["utf-8", "utf-8", "gb18030", "utf-16"]), errors="replace")
    if chance.random() < 0.2:
        data = mutated(chance, data)
    assert broken_promises(data, name) == []


# -- questions


def queries(chance: random.Random, given: Given) -> None:
    """Whatever is typed is answered, and what was understood means the same when it is typed."""
    alphabet = '渡船马灯的"“”()-+|:：?？*标题记者日期版报..1990年3月 \t\x00\x1b\ud800é𠀀或且非OR NOT'
    typed = "".join(chance.choices(alphabet, k=chance.randrange(1, 30)))
    if chance.random() < 0.3:
        typed = f"{chance.choice(QUERIES)} {typed}"
    with closing(Library.open(given.root)) as library:
        library.sync()
        found = library.searcher.search(typed, exact=True)
        assert found.understood_as is not None
        library.searcher.hits(found.ids, found.query)


# -- notes of others


def notes(chance: random.Random, given: Given) -> None:
    """A file of notes, mutilated: taken in as far as it can be read, or refused; one's own stay."""
    data = json.loads(given.notes)
    for _ in range(chance.randrange(1, 4)):
        _spoil(chance, data)
    content = json.dumps(data).encode()
    if chance.random() < 0.4:
        content = mutated(chance, content)
    path = given.root.parent / "notes.json"
    path.write_bytes(content)
    with closing(Library.open(given.root)) as library:
        library.sync()
        own = library.notebook.bookmarks()
        with suppress(LibraryError):
            library.notebook.import_notes(path)
        assert {b.uuid for b in own} <= {
            b.uuid for b in (*library.notebook.bookmarks(), *library.notebook.removed_bookmarks())
        }
        library.notebook.undo_last_step()
        assert [(b.uuid, b.note, b.tags) for b in library.notebook.bookmarks()] == [
            (b.uuid, b.note, b.tags) for b in own
        ]
        _still_works(library)


# -- user data


def user_data(chance: random.Random, given: Given) -> None:
    """The file of bookmarks, mutilated, with something beside it: the library opens, what is saved is saved."""
    own = given.root / ".reader"
    path = own / "user.sqlite"
    match chance.randrange(4):
        case 0:
            path.write_bytes(mutated(chance, path.read_bytes()))
        case 1:
            (own / chance.choice(["b.sqlite", "user (2).sqlite"])).write_bytes(
                mutated(chance, path.read_bytes())
            )
        case 2:
            (own / f"user.sqlite{chance.choice(['-journal', '-wal', '-shm'])}").write_bytes(
                mutated(chance, path.read_bytes()[: chance.randrange(9000)])
            )
        case _:
            _spoil_row(chance, path)
    with closing(Library.open(given.root)) as library:
        library.sync()
        _still_works(library)


def _spoil_row(chance: random.Random, path: Path) -> None:
    table = chance.choice(["bookmark", "bookmark", "correction", "alias", "meta"])
    with closing(sqlite3.connect(path)) as connection:
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        value = _strange(chance)
        if isinstance(value, list | dict):
            value = json.dumps(value)
        try:
            connection.execute(f"UPDATE {table} SET {chance.choice(names)} = ?", (value,))
            connection.commit()
        except (sqlite3.Error, OverflowError, UnicodeEncodeError):
            return


# -- folders


def folders(chance: random.Random, given: Given) -> None:
    """A tree with strange things in it: read as far as it can be, and nothing outside is touched."""
    places = [given.root, given.root / "1990", given.root / ".reader"]
    for _ in range(chance.randrange(1, 6)):
        place = chance.choice(places) / _name(chance)
        if place.is_symlink() or (place.exists() and not place.is_file()):
            continue  # or what was made a moment ago would be written through, or waited for
        try:
            _make(chance, place, given)
        except (OSError, ValueError):
            continue
    library = Library.open(given.root)
    with closing(library):
        library.sync(accept_missing=True)
        assert library.searcher.search("戏台").ids
        _still_works(library)


def _make(chance: random.Random, place: Path, given: Given) -> None:
    match chance.randrange(7):
        case 0:
            place.symlink_to(chance.choice([given.outside, given.root, given.outside / "thesis.docx", place]))
        case 1:
            os.mkfifo(place)
        case 2:
            place.mkdir()
        case 3:
            place.write_bytes(b"")
        case 4:
            place.write_bytes(mutated(chance, next(iter(ISSUES.values())).encode()))
            place.chmod(0)
        case 5:
            place.write_bytes(chance.randbytes(chance.randrange(2000)))
        case _:
            place.write_text(chance.choice(list(ISSUES.values())), encoding="utf-8")


def _name(chance: random.Random) -> str:
    stem = chance.choice(
        [
            "19900307",
            "user",
            "user.sqlite-journal",
            "backups",
            "removed",
            "x" * 240,
            "é",
            "-rf",
            "a\nb",
            "\x1b[2J",
            "~",
        ]
    )
    return stem + chance.choice([".txt", ".md", "", ".sqlite", ".TXT", ".txt.part"])


# -- what all have in common

TARGETS: dict[str, Try] = {
    "files": files,
    "web_pages": web_pages,
    "packages": packages,
    "containers": containers,
    "tables": tables,
    "pdf_files": pdf_files,
    "scanned_pages": scanned_pages,
    "issues_in_files": issues_in_files,
    "pages": pages,
    "queries": queries,
    "notes": notes,
    "user_data": user_data,
    "folders": folders,
}


def attack(target: Try, chance: random.Random, given: Given) -> None:
    """One try. Raises whatever is not a promise kept."""
    target(chance, given)
    assert [path.name for path in given.outside.iterdir()] == ["thesis.docx"]
    assert (given.outside / "thesis.docx").read_bytes() == THESIS
    for path, text in ISSUES.items():
        assert (given.root / path).read_text(encoding="utf-8") == text


def _still_works(library: Library) -> None:
    """A bookmark that is made is there, and can be taken along."""
    article, *_ = library.searcher.search("三百六十七号").ids
    try:
        made = library.notebook.bookmark(article, "新记的")
    except UserDataError as error:
        if "升级" in str(error):  # a version number that was spoiled may be that of a later program
            return
        raise
    assert made.uuid in {bookmark.uuid for bookmark in library.notebook.bookmarks()}
    assert made.uuid in library.notebook.export_notes()


def _strange(chance: random.Random) -> Any:
    return chance.choice(
        [
            None,
            True,
            0,
            -1,
            2**70,
            1.5,
            "",
            "{",
            "\x00",
            "\ud800",
            "\x1b]0;x\x07",
            "../../x",
            "/etc/hosts",
            "9999-12-31T23:59:59.999999+00:00",
            "0001-01-01T00:00:00+14:00",
            "2024-02-30",
            "渡" * 5000,
            [],
            [[]],
            {},
            {"uuid": 1},
            [[1, 10**15]],
            "".join(chance.choices(string.printable, k=20)),
        ]
    )


def _spoil(chance: random.Random, data: Any) -> None:
    """Changes one value somewhere in it."""
    at = data
    while True:
        keys: list[Any] = list(at) if isinstance(at, dict) else list(range(len(at)))
        if not keys:
            return
        key = chance.choice(keys)
        child = at[key]
        if isinstance(child, dict | list) and child and chance.random() < 0.85:
            at = child
            continue
        match chance.randrange(4):
            case 0:
                del at[key]
            case 1 if isinstance(at, list):
                at.append(json.loads(json.dumps(child)))
            case 2 if isinstance(at, dict):
                at["更多"] = _strange(chance)
            case _:
                at[key] = _strange(chance)
        return


def _starts() -> Any:
    from reader.newspaper.correction import Claim, CorrectionKind

    return Claim(CorrectionKind.STARTS)
