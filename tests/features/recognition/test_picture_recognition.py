"""A folder of pictures is a library: its pages are recognised one by one, kept, found again, and read as issues."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PIL import Image

from reader.features.importing.copying import import_files
from reader.features.recognition.cli import write_out
from reader.features.recognition.orientation import Orientation
from reader.features.recognition.picture_recognition import PictureRecognition
from reader.features.recognition.recognizer import RecognitionOptions
from reader.features.recognition.waiting_pictures import waiting
from reader.formats.reading_quality import quality_in_words
from reader.library.doubt_sources import look
from reader.library.doubts import DoubtKind
from reader.library.library import Library
from reader.library.recognized_pictures import RecognizedTexts
from reader.library.sync_events import RecognitionProgress, RecognitionReport
from reader.workers import picture_worker
from tests.features.recognition.block_pages import OTHER, PAGE, BlockRecognizer, Here, drawn, save
from tests.formats import pdf_pages


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    root = tmp_path / "旧报"
    root.mkdir()
    library = Library.open(root)
    yield library
    library.close()


def recognize(
    library: Library, *paths: str, recognizer: BlockRecognizer | None = None, is_again: bool = False
) -> RecognitionReport:
    options = RecognitionOptions(is_again=is_again)
    by = recognizer or BlockRecognizer()
    return PictureRecognition(library.folder, Here(by), options).run(paths or (".",))


def articles(library: Library, words: str) -> list[int]:
    library.sync()
    return [*map(int, library.searcher.search(f'"{words}"').ids)]


def found(library: Library, words: str) -> list[str]:
    """The paths of the files in which the words are found."""
    stored = map(library.articles.article, articles(library, words))
    return [source.path for each in stored if each is not None for source in each.sources]


def state(folder: Path) -> dict[str, tuple[str, int]]:
    """Digest and time of each file outside of `.reader`."""
    return {
        path.name: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and ".reader" not in path.parts
    }


_OPTIONS: dict[str, dict[str, Any]] = {
    "webp": {"lossless": True},
    "jpg": {"quality": 95},
    "avif": {"quality": 100, "speed": 10},
}


@pytest.mark.parametrize("ending", ["png", "jpg", "tif", "jp2", "webp", "avif"])
def test_a_picture_is_an_issue_of_its_day_once_it_is_recognised(library: Library, ending: str) -> None:
    options = _OPTIONS.get(ending, {})
    save(library.root / f"雁桥日报/1987-06-12-02.{ending}", **options)
    before = state(library.root)
    assert found(library, "隔着水喊话") == []
    report = recognize(library)
    assert (report.recognized, report.failed) == (1, [])
    assert found(library, "隔着水喊话") == [f"雁桥日报/1987-06-12-02.{ending}"]
    (article_id,) = articles(library, "隔着水喊话")
    stored = library.articles.article(article_id)
    assert stored is not None
    assert (str(stored.masthead.date), stored.masthead.title) == ("1987-06-12", "雁桥日报")
    assert state(library.root) == before


def test_a_picture_and_its_text_stand_side_by_side(library: Library) -> None:
    save(library.root / "1987-06-12.png")
    recognize(library)
    (article_id,) = articles(library, "渡船")
    scan = library.pictures.scan(article_id)
    assert scan is not None
    assert (scan.picture.path, scan.picture.page) == ("1987-06-12.png", 0)
    (box,) = library.pictures.hits(scan, ["渡船"])
    row = drawn()[int(box.top) : int(box.bottom), int(box.left) : int(box.right)] < 128
    assert row.any(axis=0).mean() > 0.8


def test_pages_of_a_file_are_recognised_one_by_one_and_none_twice(library: Library) -> None:
    save(library.root / "1987-06-12.tif", PAGE, OTHER, PAGE)
    recognizer = BlockRecognizer()

    class Stopped(Exception):
        pass

    def stop(now: RecognitionProgress) -> None:
        if now.done == 1:
            raise Stopped

    with pytest.raises(Stopped):
        PictureRecognition(library.folder, Here(recognizer), RecognitionOptions(), stop).run(["."])
    assert found(library, "渡船") == ["1987-06-12.tif"]
    assert found(library, "三只木桶") == []
    report = recognize(library, recognizer=recognizer)
    assert (report.recognized, report.earlier, recognizer.pages) == (2, 1, 3)
    assert found(library, "三只木桶") == ["1987-06-12.tif"]
    report = recognize(library, recognizer=recognizer)
    assert (report.recognized, report.earlier, recognizer.pages) == (0, 3, 3)


def test_a_page_of_a_file_has_the_picture_of_that_page(library: Library) -> None:
    save(library.root / "1987-06-12.tif", PAGE, OTHER)
    recognize(library)
    (article_id,) = articles(library, "三只木桶")
    scan = library.pictures.scan(article_id)
    assert scan is not None
    assert scan.picture.page == 1


def test_a_picture_that_was_moved_is_known_again_with_its_notes(library: Library) -> None:
    picture = save(library.root / "1987-06-12.png")
    recognize(library)
    (article_id,) = articles(library, "渡船")
    library.notebook.bookmark(article_id)
    (library.root / "雁桥日报").mkdir()
    picture.rename(library.root / "雁桥日报" / "1987年6月12日.png")
    recognizer = BlockRecognizer()
    assert found(library, "渡船") == ["雁桥日报/1987年6月12日.png"]
    assert recognize(library, recognizer=recognizer).earlier == 1
    assert recognizer.pages == 0
    (marked,) = library.notebook.anchored(library.notebook.bookmarks())
    assert [marked.article_id] == articles(library, "渡船")


def test_a_folder_that_is_copied_takes_its_texts_along(library: Library, tmp_path: Path) -> None:
    save(library.root / "1987-06-12.png")
    recognize(library)
    copied = tmp_path / "拷贝"
    shutil.copytree(library.root, copied)
    other = Library.open(copied)
    try:
        assert found(other, "渡船") == ["1987-06-12.png"]
    finally:
        other.close()


def test_a_picture_that_is_changed_is_another(library: Library) -> None:
    save(library.root / "1987-06-12.png")
    recognize(library)
    assert found(library, "渡船") == ["1987-06-12.png"]
    save(library.root / "1987-06-12.png", OTHER)
    os.utime(library.root / "1987-06-12.png", ns=(1, 1))
    assert recognize(library).recognized == 1
    assert found(library, "三只木桶") == ["1987-06-12.png"]


def test_one_that_is_recognised_again_is_read_again_and_nothing_is_lost(library: Library) -> None:
    save(library.root / "1987-06-12.png")
    recognize(library)
    assert found(library, "江上有雾") == ["1987-06-12.png"]

    class Better(BlockRecognizer):
        def lines_of(self, *given):  # type: ignore[no-untyped-def]
            return super().lines_of(*given)[:-1]

    assert recognize(library, recognizer=Better(), is_again=True).recognized == 1
    assert found(library, "没有淘过") == []
    assert found(library, "江上有雾") == ["1987-06-12.png"]
    assert len(list((library.folder.user_folder / "recognized").iterdir())) == 2


def test_of_a_picture_that_is_cut_off_what_is_there_is_recognised_and_the_rest_is_told(
    library: Library,
) -> None:
    picture = library.root / "1987-06-12.jpg"
    save(picture, quality=95)
    whole = picture.read_bytes()
    assert recognize(library).damaged == []
    picture.write_bytes(whole[: len(whole) * 9 // 10])
    report = recognize(library)
    assert (report.recognized, report.damaged) == (1, ["1987-06-12.jpg"])
    assert "图片不完整的 1 页" in report.in_words()
    assert found(library, "渡船") == ["1987-06-12.jpg"]


def test_what_can_not_be_recognised_is_told_and_hinders_nothing(library: Library) -> None:
    root = library.root
    save(root / "1987-06-12.png")
    (root / "words.jpg").write_text("没有图")
    Image.new("1", (30_000, 30_000)).save(root / "bomb.png")
    Image.new("L", (1_000, 800), 180).save(root / "cat.png")
    wide = drawn()
    wide[40:60, 40:600] = 0
    Image.fromarray(wide).save(root / "wide.png")
    report = recognize(library)
    assert (report.recognized, report.blank) == (2, ["cat.png"])
    assert sorted(each.path for each in report.failed) == ["bomb.png", "wide.png", "words.jpg"]
    assert all(each.message.endswith("。") for each in report.failed)
    assert found(library, "渡船") == ["1987-06-12.png"]
    (root / "wide.png").unlink()
    save(root / "words.jpg", OTHER, quality=95)
    assert [each.path for each in recognize(library).failed] == ["bomb.png"]
    assert found(library, "三只木桶") == ["words.jpg"]


def test_pictures_that_have_a_text_are_left_out_unless_they_are_named(library: Library) -> None:
    save(library.root / "1987-06-12.png")
    (library.root / "1987-06-12.txt").write_text(
        "雁桥日报\n1987年6月12日\n\n已有的文字。\n", encoding="utf-8"
    )
    (library.root / "1987-06-13.pdf").write_bytes(
        pdf_pages.pdf(pdf_pages.column(60, 700, "昨夜江上有雾，渡船停了半日。" * 9, 200))
    )
    report = recognize(library)
    assert (report.recognized, sorted(report.with_text)) == (0, ["1987-06-12.png", "1987-06-13.pdf"])
    assert recognize(library, "1987-06-12.png").recognized == 1


def test_the_newest_are_done_first_after_those_that_are_named(library: Library) -> None:
    for name in ("1954-03-05", "1987-06-12", "1960-01-01", "别的"):
        save(library.root / f"{name}.png")
    told = list[str]()
    PictureRecognition(
        library.folder, Here(BlockRecognizer()), RecognitionOptions(), lambda now: told.append(now.path)
    ).run(["1960-01-01.png", "."])
    assert told[:5] == ["1960-01-01.png", "1987-06-12.png", "1960-01-01.png", "1954-03-05.png", "别的.png"]


def test_texts_are_written_out_and_read_back_as_they_are(library: Library, tmp_path: Path) -> None:
    save(library.root / "一月/1987-06-12.tif", PAGE, OTHER)
    recognize(library)
    for form, name in (("alto", "1987-06-12.xml"), ("hocr", "1987-06-12.hocr"), ("text", "1987-06-12.txt")):
        target = tmp_path / form
        assert write_out(library.folder, target, form) == [target / "一月" / name]
        with pytest.raises(FileExistsError):
            write_out(library.folder, target, form)
        other = Library.open(target)
        try:
            for words in ("隔着水喊话", "三只木桶"):
                assert found(other, words) == [f"一月/{name}"]
        finally:
            other.close()
    assert write_out(library.folder, tmp_path / "none", "alto", ("二月",)) == []


def test_large_pictures_are_read_smaller_and_their_boxes_are_their_own(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert picture_worker.MOST_GREY >= 40_000_000
    Image.fromarray(drawn()).resize((12_000, 10 * len(drawn())), Image.Resampling.NEAREST).save(
        library.root / "1987-06-12.png", compress_level=1
    )
    pages = list[tuple[int, ...]]()

    class Looking(BlockRecognizer):
        def lines_of(self, pixels, direction):  # type: ignore[no-untyped-def]
            pages.append(pixels.shape)
            return []

    recognize(library, recognizer=Looking())
    assert pages[0][0] * pages[0][1] <= picture_worker.MOST_GREY


def test_imported_pictures_wait_to_be_recognised_and_differing_ones_stay_apart(
    library: Library, tmp_path: Path
) -> None:
    given = tmp_path / "给"
    pictures = [
        save(given / "1987-06-12.png"),
        save(given / "1954-03-05/02.png", OTHER),
        save(given / "猫/cat.jpg", OTHER, quality=95),
    ]
    names = ["1987/06/1987-06-12.png", "1954/03/1954-03-05/02.png", "日期不详/cat.jpg"]
    for _ in range(2):
        report = import_files(library, pictures)
        assert (report.wordless, report.passed_over, report.failed) == (names, [], [])
    assert waiting(library.folder) == names
    save(given / "1987-06-12.png", PAGE[:3])
    assert import_files(library, pictures[:1]).wordless == ["1987/06/1987-06-12 (2).png"]
    assert import_files(library, [library.root / names[0]]).wordless == names[:1]
    assert recognize(library, *names[:2]).recognized == 2
    assert waiting(library.folder) == ["1987/06/1987-06-12 (2).png", names[2]]
    assert len(state(library.root)) == 4


def test_a_folder_of_pictures_is_imported_and_one_of_texts_without_its_stray_pictures(
    library: Library, tmp_path: Path
) -> None:
    save(tmp_path / "图/1987-06-12.png")
    save(tmp_path / "文/猫.png")
    (tmp_path / "文/1987-06-13.txt").write_text("雁桥日报\n1987年6月13日\n\n已有的文字。\n", encoding="utf-8")
    report = import_files(library, [tmp_path / "图", tmp_path / "文"])
    assert report.wordless == ["1987/06/1987-06-12.png"]
    assert [file.path for file in report.passed_over] == [str(tmp_path / "文/猫.png")]
    assert len(report.copied) == 1


def test_a_pdf_without_text_is_imported_as_a_picture(library: Library, tmp_path: Path) -> None:
    given = save(tmp_path / "1987-06-12.pdf", PAGE, OTHER)
    assert import_files(library, [given]).wordless == ["1987/06/1987-06-12.pdf"]
    assert waiting(library.folder) == []
    with pytest.raises(KeyboardInterrupt):
        PictureRecognition(library.folder, Here(BlockRecognizer()), RecognitionOptions(), _after_a_page).run(
            ["."]
        )
    assert waiting(library.folder) == ["1987/06/1987-06-12.pdf"]


def _after_a_page(now: RecognitionProgress) -> None:
    if now.done:
        raise KeyboardInterrupt


def test_pictures_of_texts_wait_for_nothing(library: Library) -> None:
    save(library.root / "1987-06-12.png")
    (library.root / "1987-06-12.txt").write_text("雁桥日报\n", encoding="utf-8")
    assert waiting(library.folder) == []


def test_what_the_recognizer_was_not_certain_of_is_told_with_the_lines_of_the_file(library: Library) -> None:
    class Doubting(BlockRecognizer):
        def lines_of(self, *given):  # type: ignore[no-untyped-def]
            return [
                replace(
                    line,
                    characters=tuple(
                        replace(each, confidence=0.3) if each.text in "雾船" else each
                        for each in line.characters
                    ),
                )
                for line in super().lines_of(*given)
            ]

    save(library.root / "1987-06-12.png")
    recognize(library, recognizer=Doubting())
    (article_id,) = articles(library, "渡船")
    stored = library.articles.article(article_id)
    assert stored is not None
    text = next(block.text for block in stored.article.blocks if "渡船" in block.text)
    lines = library.articles.excerpt(article_id, text).lines
    faint = {line.text: [line.text[start:end] for start, end in line.faint] for line in lines}
    assert faint["昨夜江上有雾，渡船停了半日。"] == ["雾", "船"]
    assert faint["两岸的人隔着水喊话，喊了一夜。"] == []
    (spans, none) = library.articles.faint(article_id, [(text, None), ("没有印在那里的话", None)])
    assert [text[start:end] for start, end in spans] == ["雾", "船"]
    assert none == []


def test_a_disk_that_is_full_ends_the_work_and_what_was_not_tried_is_told(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day, page in enumerate((PAGE, OTHER, PAGE[:4], OTHER[:3]), 12):
        save(library.root / f"1987-06-{day}.png", page)
    keep = RecognizedTexts.keep
    kept: list[tuple[Any, ...]] = []

    def keep_one(texts: RecognizedTexts, *page: Any) -> None:
        if kept:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        kept.append(page)
        keep(texts, *page)

    monkeypatch.setattr(RecognizedTexts, "keep", keep_one)
    recognizer = BlockRecognizer()
    report = recognize(library, recognizer=recognizer)
    assert (report.recognized, recognizer.pages) == (1, 2)
    assert [failure.path for failure in report.failed] == ["1987-06-14.png"]
    assert "磁盘满了" in report.failed[0].message
    assert report.untried == 2
    assert "还没有试的 2 页" in report.in_words()


class _Undecided(BlockRecognizer):
    """Can't tell how a page lies."""

    def orientation_of(self, pixels: object) -> Orientation:
        return Orientation(0, is_certain=False)


def test_a_page_of_which_it_can_not_be_told_how_it_lies_is_said_to_be_so(library: Library) -> None:
    save(library.root / "1987-06-12.png")
    report = recognize(library, recognizer=_Undecided())
    assert report.undecided == ["1987-06-12.png"]
    (article_id,) = articles(library, "渡船")
    stored = library.articles.article(article_id)
    assert stored is not None
    (source,) = stored.sources
    assert source.reading is not None
    assert source.reading.quality is not None
    assert "看不出这一页是正是倒" in quality_in_words(source.reading.quality)
    (group,) = (group for group in look(library).kinds if group.kind is DoubtKind.LOW_QUALITY)
    assert [doubt.path for doubt in group.doubts] == ["1987-06-12.png"]


class _OfAnotherScript(BlockRecognizer):
    """Finds the lines of a page, and can't read any of them."""

    def lines_of(self, *given):  # type: ignore[no-untyped-def]
        return [replace(line, characters=()) for line in super().lines_of(*given)]


def test_a_page_of_which_no_line_could_be_read_is_not_said_to_be_blank(library: Library) -> None:
    save(library.root / "1987-06-12.png")
    report = recognize(library, recognizer=_OfAnotherScript())
    assert report.blank == []
    assert report.unknown_script == ["1987-06-12.png"]
    assert "识别引擎不认识" in report.in_words()
