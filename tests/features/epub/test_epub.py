"""Issues as EPUB: read in again, they are the articles that were written; other programs find their way in it."""

import datetime as dt
import errno
import gc
import io
import zipfile
from pathlib import PurePosixPath
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader import formats, parsing
from reader.export.collection import CollectedIssue
from reader.features.epub.epub import write_epub
from reader.newspaper.article import BlockKind
from tests.invented_article import ISSUE, block, stored

MADE = dt.datetime(2026, 5, 1, 20, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
WORDS = st.text("渡口的船<&>\"'", min_size=1, max_size=9)
ARTICLES = st.lists(
    st.builds(
        lambda headline, texts, key: stored(
            headline=headline,
            kicker=None,
            section=None,
            decks=(),
            credits=(),
            jump_to=None,
            key=f"{key:a>16}",
            blocks=tuple(block(text, kind) for kind, text in texts),
        ),
        WORDS,
        st.lists(
            st.tuples(st.sampled_from([BlockKind.PARAGRAPH, BlockKind.SUBHEAD, BlockKind.CAPTION]), WORDS),
            min_size=1,
            max_size=3,
        ),
        st.integers(2, 7),
    ),
    min_size=1,
    max_size=3,
).map(tuple)
NAMES = {
    "opf": "{http://www.idpf.org/2007/opf}",
    "dc": "{http://purl.org/dc/elements/1.1/}",
    "ncx": "{http://www.daisy.org/z3986/2005/ncx/}",
    "html": "{http://www.w3.org/1999/xhtml}",
}


def issue(number: int, articles: tuple[object, ...]) -> CollectedIssue:
    row = replace(ISSUE, id=number, date=dt.date(1987, 6, number))
    return CollectedIssue(row, articles, tuple(range(1, len(articles) + 1)))  # type: ignore[arg-type]


def written(title: str, *issues: CollectedIssue) -> bytes:
    file = io.BytesIO()
    write_epub(file, title, issues, MADE)
    return file.getvalue()


def texts(tree: ElementTree.Element, name: str) -> list[str]:
    kind, _, tag = name.partition(":")
    return ["".join(each.itertext()) for each in tree.iter(NAMES[kind] + tag)]


@given(WORDS, st.lists(ARTICLES, min_size=1, max_size=3))
def test_a_reading_system_finds_every_article_in_order(
    title: str, articles: list[tuple[object, ...]]
) -> None:
    issues = [issue(number, each) for number, each in enumerate(articles, 1)]
    data = written(title, *issues)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert data[30:].startswith(b"mimetypeapplication/epub+zip"), "first and not packed"
        trees = {
            name: ElementTree.fromstring(book.read(name))
            for name in book.namelist()
            if name.endswith(("ml", "opf", "ncx"))
        }
        names = set(book.namelist())
    [root] = [
        each.get("full-path") for each in trees["META-INF/container.xml"].iter() if each.get("full-path")
    ]
    assert root is not None
    package = trees[root]
    folder = PurePosixPath(root).parent
    files = {
        each.get("id"): str(folder / each.get("href", "")) for each in package.iter(f"{NAMES['opf']}item")
    }
    assert names == {"mimetype", "META-INF/container.xml", root, *files.values()}
    assert len(files) == len(set(files.values()))
    order = [files[each.get("idref")] for each in package.iter(f"{NAMES['opf']}itemref")]
    expected = [each for of_issue in issues for each in of_issue.articles]
    assert [texts(trees[name], "html:h1") for name in order] == [[each.article.headline] for each in expected]
    for name, each in zip(order, expected, strict=True):
        paragraphs = [
            text for text in texts(trees[name], "html:p") if text in {b.text for b in each.article.blocks}
        ]
        assert [*paragraphs, *texts(trees[name], "html:h2")]
    headlines = [[each.article.headline for each in of_issue.articles] for of_issue in issues]
    listed = [
        text for of_issue, lines in zip(issues, headlines, strict=True) for text in (of_issue.title(), *lines)
    ]
    assert texts(trees[files["nav"]], "html:a") == listed
    assert [str(folder / each.get("href", "")) for each in trees[files["nav"]].iter(f"{NAMES['html']}a")] == [
        str(folder / each.get("src", "")) for each in trees[files["ncx"]].iter(f"{NAMES['ncx']}content")
    ]
    points = list(trees[files["ncx"]].iter(f"{NAMES['ncx']}navPoint"))
    assert texts(trees[files["ncx"]], "ncx:text") == [title, *listed]
    ids = [each.get("id") for each in points]
    assert len(set(ids)) == len(ids)
    for of_issue in [each for each in points if each.find(f"{NAMES['ncx']}navPoint") is not None]:
        assert of_issue.get("playOrder") == of_issue[2].get("playOrder"), "it is at its first article"
    plays = [
        int(each.get("playOrder", "")) for each in points if each.find(f"{NAMES['ncx']}navPoint") is None
    ]
    assert plays == list(range(1, len(expected) + 1))
    assert texts(package, "dc:title") == [title]
    [identity] = texts(package, "dc:identifier")
    assert identity in {each.get("content") for each in trees[files["ncx"]].iter(f"{NAMES['ncx']}meta")}
    assert "2026-05-01T12:30:00Z" in texts(package, "opf:meta")


def test_a_book_of_other_articles_has_another_identity_and_the_same_one_has_the_same() -> None:
    one, other = stored(), stored(key="b" * 16)

    def identity(*articles: object) -> str:
        with zipfile.ZipFile(io.BytesIO(written("书", issue(1, articles)))) as book:
            return texts(ElementTree.fromstring(book.read("book/package.opf")), "dc:identifier")[0]

    assert written("书", issue(1, (one,))) == written("书", issue(1, (one,)))
    with zipfile.ZipFile(io.BytesIO(written("书", issue(1, (one,))))) as book:
        times = {each.date_time for each in book.infolist()}
    assert times == {(1980, 1, 1, 0, 0, 0)}, "none of when it was written"
    assert len({identity(one), identity(other), identity(one, other), identity(other, one)}) == 4


@pytest.mark.parametrize("writes", [1, 9, 40, 60])
def test_interrupted_it_writes_nothing_more_and_nothing_is_raised_later(writes: int) -> None:
    class Interrupted(io.BytesIO):
        left = writes

        def write(self, data: Any) -> int:
            self.left -= 1
            if not self.left:
                raise KeyboardInterrupt
            return super().write(data)

    file = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        write_epub(file, "柳川", [issue(1, (stored(),) * 9)], MADE)
    before = file.getvalue()
    gc.collect()
    assert file.getvalue() == before


def test_read_in_again_every_paragraph_stands_in_its_place() -> None:
    article = stored()
    source = formats.decode(written("雁桥日报 1987-06-12", issue(12, (article,))), "报.epub")
    part = parsing.parse(source)
    assert article.article.headline in [each.headline for each in part.articles]
    found = [b.text for each in part.articles for b in each.blocks if b.kind is BlockKind.PARAGRAPH]
    told = [b.text for b in article.article.blocks if b.kind is BlockKind.PARAGRAPH]
    assert [text for text in found if text in told] == told


def test_what_is_not_known_of_an_issue_has_a_folder_that_says_so() -> None:
    known = CollectedIssue(replace(ISSUE, newspaper="雁桥日报", date=dt.date(1987, 6, 12)), (), ())
    assert known.path() == "雁桥日报/1987/1987-06-12"
    other = replace(known, issue=replace(ISSUE, newspaper="", date=None, month_day="06-12", label="a.txt"))
    assert other.path() == "未知报纸/日期不详/06-12"
    assert replace(other, issue=replace(other.issue, month_day=None)).path() == "未知报纸/日期不详/a.txt"


class _FullDisk(io.BytesIO):
    """A file on a disk with room for so many bytes, which is closed then."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self._room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)


@pytest.mark.parametrize("room", [0, 40, 300, 900, 2_000])
def test_a_disk_that_is_full_is_told_once_and_nothing_is_written_afterwards(room: int) -> None:
    with _FullDisk(room) as file, pytest.raises(OSError, match="No space"):
        write_epub(file, "雁桥日报", [CollectedIssue(ISSUE, (stored(),), (1,))], MADE)
    gc.collect()
