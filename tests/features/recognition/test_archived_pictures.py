"""Pictures in ZIP, CBZ and TAR are pages like those in a folder: they wait, are recognised, read, found, and shown."""

import io
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from reader.features.recognition.cli import write_out
from reader.features.recognition.waiting_pictures import FoundWaiting, waiting
from reader.formats import reading
from reader.library.archived_pictures import ArchivedPictures
from reader.library.library import Library
from reader.pictures.picture_process import Tile
from tests.features.recognition.block_pages import OTHER, PAGE, BlockRecognizer, drawn, save
from tests.features.recognition.test_picture_recognition import articles, found, recognize


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    root = tmp_path / "旧报"
    root.mkdir()
    library = Library.open(root)
    yield library
    library.close()


def picture(page: tuple[str, ...] = PAGE, form: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.fromarray(drawn(page)).save(file, form, dpi=(300, 300))
    return file.getvalue()


def pack(path: Path, members: dict[str, bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if ".tar" in path.name:
        with tarfile.open(path, "w:gz" if path.suffix == ".gz" else "w") as tar:
            for name, data in members.items():
                header = tarfile.TarInfo(name)
                header.size = len(data)
                tar.addfile(header, io.BytesIO(data))
        return path
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("name", ["1987-06.zip", "雁桥日报/1987-06.cbz", "1987-06.tar", "1987-06.tar.gz"])
def test_pages_in_an_archive_wait_are_recognised_and_are_issues_of_their_day(
    library: Library, name: str
) -> None:
    pages = {"雁桥日报/1987-06-12-02.png": picture(), "雁桥日报/1987-06-13-01.png": picture(OTHER)}
    archive = pack(library.root / name, pages)
    before = archive.read_bytes()
    report = library.sync()
    assert (report.pictures, report.failed) == (2, [])
    assert [file.message for file in report.passed_over] == ["不含文章：压缩包（里面的图片识别后另计）。"]
    latest_first = [f"{name}/{page}" for page in sorted(pages, reverse=True)]
    waiting_now = FoundWaiting(library.folder).look(())
    assert [(each.path, each.dpi) for each in waiting_now] == [(path, 300) for path in latest_first]
    done = recognize(library)
    assert (done.recognized, done.failed) == (2, [])
    assert library.sync().passed_over == []
    assert found(library, "隔着水喊话") == [f"{name}/雁桥日报/1987-06-12-02.png"]
    assert found(library, "三只木桶") == [f"{name}/雁桥日报/1987-06-13-01.png"]
    (article_id,) = articles(library, "隔着水喊话")
    stored = library.articles.article(article_id)
    assert stored is not None
    assert str(stored.masthead.date) == "1987-06-12"
    assert waiting(library.folder) == []
    assert archive.read_bytes() == before


def test_an_archive_that_is_as_it_was_is_not_opened_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack(library.root / "1987-06.zip", {"1987-06-12.png": picture(), "1987-06-13.png": picture(OTHER)})
    recognize(library, "1987-06.zip/1987-06-12.png")
    assert len(articles(library, "渡船")) == 1

    def opened(*_: object) -> None:
        raise AssertionError("the archive was opened")

    monkeypatch.setattr("reader.formats.opened", opened)
    report = library.sync()
    assert (report.pictures, report.added, report.changed, report.missing) == (1, 0, 0, 0)
    assert waiting(library.folder) == ["1987-06.zip/1987-06-13.png"]
    assert len(articles(library, "渡船")) == 1


def test_a_page_in_an_archive_is_shown_with_the_places_of_its_words(library: Library) -> None:
    pack(library.root / "1987-06.zip", {"1987-06-12.png": picture()})
    recognize(library)
    (article_id,) = articles(library, "渡船")
    scan = library.pictures.scan(article_id)
    assert scan is not None
    (box,) = library.pictures.hits(scan, ["渡船"])
    row = drawn()[int(box.top) : int(box.bottom), int(box.left) : int(box.right)] < 128
    assert row.any(axis=0).mean() > 0.8
    with library.pictures.pyramid(scan.picture) as pyramid:
        assert (pyramid.about.width, pyramid.about.height) == drawn().shape[::-1]
        assert pyramid.read(Tile(0, 0, 0))
        first = pyramid.path
    with library.pictures.pyramid(scan.picture) as pyramid:
        assert pyramid.path == first  # the tiles are those that were cut before


def test_a_text_in_an_archive_has_the_picture_beside_it(library: Library) -> None:
    text = (
        "雁桥日报\n1987年6月12日\n\n渡口的灯亮到后半夜\n\n昨夜江上有雾，渡船停了半日，两岸的人隔着水喊话。\n"
    )
    pack(
        library.root / "1987-06.zip",
        {
            "1987-06-12.txt": text.encode(),
            "1987-06-12.png": picture(),
            "scans/1987-06-14.png": picture(OTHER),
        },
    )
    assert waiting(library.folder) == ["1987-06.zip/scans/1987-06-14.png"]
    (article_id,) = articles(library, "渡船")
    shown = library.pictures.find(article_id)
    assert shown is not None
    assert shown.path == "1987-06.zip/1987-06-12.png"


def test_a_page_that_is_packed_is_known_again(library: Library) -> None:
    alone = save(library.root / "1987-06-12.png")
    recognize(library)
    (article_id,) = articles(library, "渡船")
    library.notebook.bookmark(article_id)
    pack(library.root / "1987-06.zip", {"1987-06-12.png": alone.read_bytes()})
    alone.unlink()
    recognizer = BlockRecognizer()
    assert recognize(library, recognizer=recognizer).earlier == 1
    assert recognizer.pages == 0
    assert found(library, "渡船") == ["1987-06.zip/1987-06-12.png"]
    (marked,) = library.notebook.anchored(library.notebook.bookmarks())
    assert [marked.article_id] == articles(library, "渡船")


def test_a_page_in_an_archive_in_an_archive_is_a_page_and_one_deeper_is_told(library: Library) -> None:
    innermost = pack(library.root.parent / "c.zip", {"1987-06-14.png": picture()}).read_bytes()
    inner = pack(
        library.root.parent / "b.cbz", {"1987-06-12.png": picture(), "c.zip": innermost}
    ).read_bytes()
    pack(library.root / "a.zip", {"b.cbz": inner})
    report = library.sync()
    assert report.pictures == 1
    (failure,) = report.failed
    assert "解开一层" in failure.message
    recognize(library)
    assert found(library, "渡船") == ["a.zip/b.cbz/1987-06-12.png"]


def test_what_is_recognised_in_an_archive_is_written_out(library: Library, tmp_path: Path) -> None:
    pack(library.root / "1987-06.zip", {"1987-06-12.png": picture()})
    recognize(library)
    (written,) = write_out(library.folder, tmp_path / "out", "text")
    assert written == tmp_path / "out/1987-06.zip/1987-06-12.txt"
    assert "隔着水喊话" in written.read_text(encoding="utf-8")


def test_a_damaged_page_of_an_archive_is_told_and_hinders_nothing(library: Library) -> None:
    path = pack(library.root / "1987-06.zip", {"1987-06-12.png": picture(), "1987-06-13.png": picture(OTHER)})
    data = bytearray(path.read_bytes())
    at = data.index(b"1987-06-12.png") + 40
    data[at : at + 200] = bytes(200)
    path.write_bytes(data)
    report = recognize(library)
    assert [failure.path for failure in report.failed] == ["1987-06.zip/1987-06-12.png"]
    assert "坏了" in report.failed[0].message
    assert found(library, "三只木桶") == ["1987-06.zip/1987-06-13.png"]


@pytest.mark.parametrize("name", ["1987-06.zip", "1987-06.tar"])
def test_a_page_of_an_archive_that_is_cut_off_is_told_and_hinders_nothing(
    library: Library, name: str
) -> None:
    path = pack(library.root / name, {"1987-06-12.png": picture(), "1987-06-13.png": picture(OTHER)})
    if name.endswith(".zip"):
        path.write_bytes(path.read_bytes()[:-400])  # without the list at its end
    else:
        path.write_bytes(path.read_bytes()[:-11_000])
    report = library.sync()
    done = recognize(library)
    assert (done.recognized, report.pictures) in {(1, 1), (0, 0)}
    assert report.passed_over or report.failed


def test_pictures_that_may_be_bombs_are_not_read_and_told(library: Library) -> None:
    pack(library.root / "1987-06.zip", {"1987-06-12.tif": bytes(4 << 20), "1987-06-13.png": picture(OTHER)})
    report = library.sync()
    (failure,) = report.failed
    assert (failure.path, "压缩炸弹" in failure.message) == ("1987-06.zip", True)
    assert waiting(library.folder) == ["1987-06.zip/1987-06-13.png"]


def test_a_picture_archive_of_too_many_entries_is_refused(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_FILES", 20)
    monkeypatch.setattr("reader.formats.MOST_FILES", 20)
    pack(library.root / "旧.cbz", {f"{number}.jpg": b"?" for number in range(21)})
    (failure,) = library.sync().failed
    assert (failure.path, "超过 20 个" in failure.message) == ("旧.cbz", True)
    assert waiting(library.folder) == []


@pytest.mark.parametrize("name", ["../1.png", "/etc/1.png", "__MACOSX/._1.png", ".x/1.png", "C:\\1.png"])
def test_a_picture_leads_nowhere_else(library: Library, name: str) -> None:
    pack(library.root / "1987.zip", {name: picture()})
    for file in ArchivedPictures(library.folder).pictures_in("1987.zip"):
        assert file.path in ("1987.zip/1.png", "1987.zip/etc/1.png")
        assert file.size == len(picture())
