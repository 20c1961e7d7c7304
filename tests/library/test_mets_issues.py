"""METS in a library: an issue of many files is one, and stays so, whichever of them comes, changes or goes."""

import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.features.importing.copying import import_files
from reader.library import sync
from reader.library.library import Library
from reader.search.query import parse_query
from tests import homes
from tests.formats import mets_issues as issues

FOLDER = "雁桥/19560305"
INDEX = f"{FOLDER}/mets.xml"
FERRY, GRAIN = "老船工", "三万斤"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    homes.use(monkeypatch, tmp_path / "home")
    (tmp_path / "库").mkdir()
    opened = Library.open(tmp_path / "库")
    yield opened
    opened.close()


def put(library: Library, name: str, text: str) -> Path:
    path = library.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def put_pages(library: Library, *names: str) -> None:
    for name in names or issues.PAGES:
        put(library, f"{FOLDER}/{name}", issues.PAGES[name])


def found(library: Library, words: str) -> list[int]:
    return list(library.searcher.search(parse_query(words), exact=True).ids)


def files_of(library: Library, words: str) -> list[str]:
    """The files of the only article with these words."""
    (article_id,) = found(library, words)
    article = library.articles.article(article_id)
    assert article is not None
    return [source.path for source in article.sources]


def is_settled(library: Library) -> bool:
    """Whether another sync has nothing to do."""
    again = library.sync()
    return (again.added, again.changed, again.missing) == (0, 0, again.missing)


@pytest.mark.parametrize("name", ["mets.xml", "1956.xml"])
def test_an_issue_and_its_pages_are_one(library: Library, name: str) -> None:
    """Also where its name doesn't tell that it is a table of contents, so that its pages are read before it."""
    put_pages(library)
    put(library, f"{FOLDER}/{name}", issues.DOCWORKS)
    put(library, f"{FOLDER}/ALTO/3.xml", issues.alto(("T", ["不在目录里的一页，渡口的事。"])))
    report = library.sync()
    assert report.failed == []
    assert report.formats == {"alto": 1, "mets": 1}
    assert files_of(library, FERRY) == files_of(library, GRAIN) == [f"{FOLDER}/{name}"]
    assert files_of(library, "不在目录里") == [f"{FOLDER}/ALTO/3.xml"]
    assert is_settled(library)
    assert library.problems() == []


def test_a_page_that_changes_has_the_issue_read_again(library: Library) -> None:
    put(library, INDEX, issues.DOCWORKS)
    put_pages(library)
    library.sync()
    page = put(library, f"{FOLDER}/ALTO/2.xml", issues.PAGES["ALTO/2.xml"].replace("三万", "五万"))
    report = library.sync()
    assert (report.changed, found(library, GRAIN)) == (1, [])
    assert files_of(library, "五万斤") == [INDEX]
    os.utime(page, (1, 1))
    touched = library.sync()
    assert (touched.changed, touched.unchanged) == (0, 1)
    assert is_settled(library)


def test_a_page_that_is_named_no_more_is_an_issue_again(library: Library) -> None:
    index = put(library, INDEX, issues.DOCWORKS)
    put_pages(library)
    library.sync()
    index.write_text(issues.DOCWORKS.replace("./ALTO%2F2.xml", "./ALTO/9.xml"), encoding="utf-8")
    library.sync()
    assert files_of(library, GRAIN) == [f"{FOLDER}/ALTO/2.xml"]
    assert is_settled(library)


@pytest.mark.parametrize("by_names", [False, True])
def test_a_table_of_contents_that_comes_later_takes_the_pages_over(
    library: Library, monkeypatch: pytest.MonkeyPatch, by_names: bool
) -> None:
    monkeypatch.setattr(sync, "MANY_FILES", 1)
    put_pages(library)
    assert library.sync().formats == {"alto": 2}
    put(library, INDEX, issues.DOCWORKS)
    report = library.sync(by_names=by_names)
    assert (report.formats, report.missing) == ({"mets": 1}, 0)
    assert files_of(library, FERRY) == [INDEX]
    assert is_settled(library)
    assert library.problems() == []


def test_pages_that_come_later_are_read_with_the_issue(library: Library) -> None:
    put(library, INDEX, issues.DOCWORKS)
    assert library.sync().left_out == {"一期的目录，各页的文字不在旁边": 1}
    put_pages(library, "ALTO/1.xml")
    assert library.sync().formats == {"mets": 1}
    assert (files_of(library, FERRY), found(library, GRAIN)) == ([INDEX], [])
    put_pages(library, "ALTO/2.xml")
    library.sync()
    assert files_of(library, GRAIN) == [INDEX]
    assert is_settled(library)


def test_an_issue_of_which_a_page_is_gone_is_missing_and_its_text_stays(library: Library) -> None:
    put(library, INDEX, issues.DOCWORKS)
    put_pages(library)
    library.sync()
    (library.root / FOLDER / "ALTO/2.xml").unlink()
    report = library.sync(accept_missing=True)
    assert report.missing == 1
    assert files_of(library, GRAIN) == [INDEX]
    library.sync(accept_missing=True)
    assert files_of(library, GRAIN) == [INDEX]
    library.rebuild()
    assert files_of(library, GRAIN) == files_of(library, FERRY) == [INDEX]
    put_pages(library, "ALTO/2.xml")
    assert library.sync().missing == 0
    assert is_settled(library)


def test_pages_whose_table_of_contents_is_gone_wait_until_its_text_is_removed(library: Library) -> None:
    index = put(library, INDEX, issues.DOCWORKS)
    put_pages(library)
    library.sync()
    index.unlink()
    library.sync(accept_missing=True)
    assert files_of(library, FERRY) == [INDEX]
    library.forget_missing([INDEX])
    library.sync()
    assert files_of(library, FERRY) == [f"{FOLDER}/ALTO/1.xml"]


def test_a_broken_table_of_contents_keeps_what_was_read_and_its_pages(library: Library) -> None:
    put(library, INDEX, issues.DOCWORKS)
    put_pages(library)
    library.sync()
    put(library, INDEX, issues.DOCWORKS[:400])
    report = library.sync()
    assert [failure.path for failure in report.failed] == [INDEX]
    assert files_of(library, FERRY) == [INDEX]


def test_an_issue_that_is_moved_with_its_pages_is_followed(library: Library) -> None:
    put(library, INDEX, issues.DOCWORKS)
    put_pages(library)
    library.sync()
    (library.root / FOLDER).rename(library.root / "雁桥/19560305 抄本")
    report = library.sync()
    assert (report.renamed, report.added, report.missing) == (1, 0, 0)
    assert files_of(library, FERRY) == ["雁桥/19560305 抄本/mets.xml"]
    assert is_settled(library)


@pytest.mark.skipif(sys.platform == "win32", reason="to make a link takes a right of its own there")
def test_nothing_outside_and_no_issue_of_its_own_is_read_as_a_page(library: Library, tmp_path: Path) -> None:
    outside = tmp_path / "外面.xml"
    outside.write_text(issues.alto(("T", ["外面的一页，不该读。"])), encoding="utf-8")
    put(library, "雁桥/1956-03-04.txt", "渡口封江，船都靠了岸。")
    (library.root / FOLDER).mkdir(parents=True)
    (library.root / FOLDER / "link.xml").symlink_to(outside)
    hrefs = [
        "../../../外面.xml",
        str(outside),
        outside.as_uri(),
        "link.xml",
        "../1956-03-04.txt",
        "mets.xml",
        "ALTO",
    ]
    names = {f"A{at}": href for at, href in enumerate(hrefs)}
    put(library, INDEX, issues.mets(issues.files(names), issues.physical(*([name] for name in names))))
    report = library.sync()
    assert found(library, "不该读") == []
    assert files_of(library, "靠了岸") == ["雁桥/1956-03-04.txt"]
    assert report.left_out == {"一期的目录，各页的文字不在旁边": 1}
    assert is_settled(library)


def test_what_is_shown_and_corrected_of_an_issue_is_read_with_its_pages(library: Library) -> None:
    put(library, INDEX, issues.DOCWORKS)
    put_pages(library)
    library.sync()
    (article_id,) = found(library, FERRY)
    article = library.articles.article(article_id)
    assert article is not None
    excerpt = library.articles.excerpt(article_id, article.article.blocks[0].text)
    assert not excerpt.has_changed
    assert any(FERRY in line.text for line in excerpt.lines)


@pytest.mark.parametrize("index", ["mets.xml", "METS/mets.xml"])
def test_an_issue_is_imported_with_its_pages_in_a_folder_of_its_own(
    library: Library, tmp_path: Path, index: str
) -> None:
    outside = tmp_path / "下载" / "卷一"
    above = "../" * index.count("/")
    text = issues.DOCWORKS.replace("file://./ALTO/1.xml", f"{above}ALTO/1.xml").replace(
        "./ALTO%2F2", f"{above}ALTO/2"
    )
    for name, content in {**issues.PAGES, index: text}.items():
        (outside / name).parent.mkdir(parents=True, exist_ok=True)
        (outside / name).write_text(content, encoding="utf-8")
    imported = import_files(library, [tmp_path / "下载"])
    assert imported.copied == [f"1956/03/卷一/{name}" for name in (*issues.PAGES, index)]
    assert import_files(library, [outside]).same == [(str(outside / index), f"1956/03/卷一/{index}")]
    library.sync()
    assert files_of(library, GRAIN) == [f"1956/03/卷一/{index}"]


def test_an_issue_in_an_archive_is_one_and_stays_so(library: Library) -> None:
    def pack(**changed: str) -> None:
        with zipfile.ZipFile(library.root / "1956.zip", "w") as archive:
            for name, text in {**issues.PAGES, "mets.xml": issues.SAMPLES["docworks"], **changed}.items():
                archive.writestr(f"卷/{name}", text)

    pack()
    assert library.sync().added == 1
    assert files_of(library, FERRY) == ["1956.zip/卷/mets.xml"]
    again = library.sync()
    assert (again.added, again.changed, again.missing, again.unchanged) == (0, 0, 0, 1)
    pack(**{"ALTO/1.xml": issues.PAGES["ALTO/1.xml"].replace(FERRY, "老车夫")})
    assert library.sync().changed == 1
    assert (found(library, FERRY), files_of(library, "老车夫")) == ([], ["1956.zip/卷/mets.xml"])


def test_an_imported_issue_brings_the_pictures_that_it_names(library: Library, tmp_path: Path) -> None:
    given = tmp_path / "下载/19560305"
    for name, text in {
        "mets/issue.xml": "",
        **{f"mets/{each}": page for each, page in issues.PAGES.items()},
    }.items():
        (given / name).parent.mkdir(parents=True, exist_ok=True)
        (given / name).write_text(text, encoding="utf-8")
    (given / "images").mkdir()
    (given / "images/1.jpg").write_bytes(b"picture")
    (tmp_path / "下载/secret.jpg").write_bytes(b"secret")
    pictures = {"I1": "../images/1.jpg", "I2": "../images/2.jpg", "I3": "../../secret.jpg"}
    named = {"A1": "ALTO/1.xml", "A2": "ALTO/2.xml", **pictures}
    index = issues.mets(issues.files(named), issues.physical(["A1", "I1"], ["A2", "I2", "I3"]))
    (given / "mets/issue.xml").write_text(index, encoding="utf-8")
    report = import_files(library, [given])
    assert (report.pictures, report.failed, report.passed_over) == (1, [], [])
    assert [path.read_bytes() for path in library.root.rglob("*.jpg")] == [b"picture"]
    (copied,) = library.root.rglob("issue.xml")
    assert (copied.parent / "../images/1.jpg").is_file()


PLAIN_PAGES = {
    "txt/1.txt": "渡口加开一班船\n本报讯 渡口的老船工昨日起加开夜班船，两岸过江不必再等天亮。\n",
    "txt/2.txt": "粮站开秤\n本报讯 镇上粮站清早开秤，头一天收了三万斤新麦，排队的人一直到桥头。\n",
}


def test_pages_in_plain_text_have_the_day_and_title_of_their_issue(library: Library) -> None:
    files = issues.files({"T1": "txt/1.txt", "T2": "txt/2.txt", "A1": "ALTO/9.xml"})
    put(library, INDEX, issues.mets(issues.mods(), files, issues.physical(["T1", "A1"], ["T2"])))
    for name, text in PLAIN_PAGES.items():
        put(library, f"{FOLDER}/{name}", text)
    assert library.sync().formats == {"mets": 1}
    assert files_of(library, FERRY) == files_of(library, GRAIN) == [INDEX]
    (article_id,) = found(library, GRAIN)
    article = library.articles.article(article_id)
    assert article is not None
    assert (article.issue.newspaper, str(article.issue.date), article.article.page) == (
        "雁桥日报",
        "1956-03-05",
        "2",
    )
    assert is_settled(library)


def test_of_a_page_with_boxes_the_plain_text_is_not_read_again(library: Library) -> None:
    files = issues.files({"T1": "txt/1.txt", "A1": "ALTO/1.xml"})
    put(library, INDEX, issues.mets(issues.mods(), files, issues.physical(["T1", "A1"])))
    put(library, f"{FOLDER}/txt/1.txt", "\n".join(issues.FIRST))
    put(library, f"{FOLDER}/ALTO/1.xml", issues.PAGES["ALTO/1.xml"])
    assert library.sync().formats == {"mets": 1}
    assert files_of(library, FERRY) == [INDEX]
