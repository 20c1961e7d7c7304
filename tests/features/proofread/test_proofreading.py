"""Proofreading in a library: what is said of a place is on the disk at once, and in articles and index once applied."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.features.proofread.page import Doubt, ProofPage, Read
from reader.features.proofread.proofreading import Proofreading
from reader.library.answers import surest_first
from reader.library.library import Library
from reader.newspaper.holdings import Proofread
from reader.search.query import parse_query
from reader.ui.article.article_header import notice_of
from tests import drawn_page, homes
from tests.features.proofread import doubtful_page, in_formats


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes.use(monkeypatch, tmp_path / "home")


@pytest.fixture
def root(tmp_path: Path, qapp: object) -> Path:
    doubtful_page.write(tmp_path / "旧报")
    return tmp_path / "旧报"


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    opened = Library.open(root)
    opened.sync()
    yield opened
    opened.close()


def article(library: Library, words: str) -> int:
    (found,) = library.local.engine.page(parse_query(f"“{words}”"))
    return found


def opened(library: Library) -> tuple[Proofreading, ProofPage, Read]:
    proofreading = Proofreading(library)
    return proofreading, *proofreading.page(article(library, "老井淘了"))


def doubt_of(page: ProofPage, sign: str) -> Doubt:
    (found,) = (each for each in page.doubts if page.recognised(each) == sign)
    return found


def test_what_is_said_is_on_the_disk_at_once_and_applied_by_the_next_sync(
    library: Library, root: Path
) -> None:
    proofreading, page, read = opened(library)
    assert [page.recognised(each) for each in page.doubts] == ["旧", "干", "人", "道"]
    assert len(page.articles) == 2
    assert read == {}
    proofreading.keep(page, page.answer(doubt_of(page, "干"), "千"))
    proofreading.keep(page, page.answer(doubt_of(page, "人"), "人"))
    library.close()  # as if the program ended here

    with closing(Library.open(root)) as again:
        _, page, read = opened(again)
        assert [page.is_done(each, read) for each in page.doubts] == [False, True, True, False]
        assert page.around(doubt_of(page, "干"), read, 1) == ("，", "千", "盏")
        again.sync()
        assert article(again, "千盏灯亮到后半夜")
        assert article(again, "干盏灯亮到")  # both forms are found
        proofreading, page, read = opened(again)
        assert sum(page.is_done(each, read) for each in page.doubts) == 2
        assert proofreading.progress() == Proofread(4, 2)


def test_a_right_character_is_no_misreading_of_any_other_and_that_is_taken_back_like_a_correction(
    library: Library,
) -> None:
    proofreading, page, _ = opened(library)
    doubt = doubt_of(page, "干")
    (made,) = proofreading.keep(page, page.answer(doubt, "千"))
    assert proofreading.apply()
    assert page.is_done(doubt, proofreading.read(page))
    (right,) = proofreading.keep(page, page.answer(doubt, "干"))
    assert proofreading.apply()
    ferry = article(library, "渡口的灯")
    stored = library.articles.article(ferry)
    assert stored is not None
    assert stored.article.readings == ()  # the later decision counts
    places = [each.place for each in library.local.catalogue.readings.all()]
    assert [each.is_certain for each in places if each is not None] == [True, True]
    library.characters.undo(right.uuid)
    assert list(proofreading.read(page).values()) == ["千"]
    library.characters.undo(made.uuid)
    assert proofreading.read(page) == {}


def test_candidates_are_what_other_printings_have_and_what_looks_alike(library: Library, root: Path) -> None:
    proofreading, page, _ = opened(library)
    found = proofreading.offer(page, doubt_of(page, "干"))
    assert "千" in [each.read_as for each in found.candidates]
    assert len(found.candidates) == 4
    held = dict(found.held)
    assert held["，干盏"] == 1
    # the same text on another day, where it is not in doubt
    doubtful_page.write(root, "19870613-01", {}, "1987年6月13日星期六第4013期")
    library.sync()
    proofreading = Proofreading(library)
    page, _ = proofreading.page(article(library, "旧的人"))
    (first, *_) = proofreading.offer(page, doubt_of(page, "旧")).candidates
    assert (first.read_as, first.note) == ("归", "同文")
    assert "6月13日" in first.because or "1987-06-13" in first.because
    assert first.article_id


def test_what_was_proofread_is_said_and_is_the_first_witness(library: Library, root: Path) -> None:
    for day in (13, 14):
        doubtful = {"归的人": ("旧" if day == 13 else "归", 0.3), "人隔着": ("人", 0.5)}
        doubtful_page.write(
            root, f"198706{day}-01", doubtful, f"1987年6月{day}日星期{'六日'[day - 13]}第40{day}期"
        )
    library.sync()
    last = library.local.engine.page(parse_query("“晚归的人” 1987-06-14"))
    assert len(last) == 1
    proofreading = Proofreading(library)
    checked, _ = proofreading.page(last[0])
    for doubt in checked.doubts:
        proofreading.keep(checked, checked.answer(doubt, checked.recognised(doubt)))
    assert proofreading.apply()
    (article_id,) = library.local.engine.page(parse_query("“晚归的人” 1987-06-14"))
    stored = library.articles.article(article_id)
    assert stored is not None
    assert stored.proofread == Proofread(2, 2)
    assert article_id in library.local.catalogue.readings.proofread_whole()
    assert notice_of(stored) == "识别时存疑的 2 字都校对过。"
    (other,) = library.local.engine.page(parse_query("“晚旧的人” 1987-06-12"))
    (first, *_) = surest_first(library.same_texts.of(other).others)
    assert first.stored.id == article_id


def test_without_a_picture_the_articles_of_a_page_are_proofread_alone(library: Library, root: Path) -> None:
    (root / "19870612-01.jpg").unlink()
    library.pictures.forget_folders()
    proofreading, page, _ = opened(library)
    assert page.scan is None
    assert [page.recognised(each) for each in page.doubts] == ["旧", "干", "人", "道"]
    proofreading.keep(page, page.answer(doubt_of(page, "道"), "条"))
    proofreading.apply()
    assert article(library, "七条沟")


def test_a_page_without_boxes_has_none_in_doubt(library: Library, root: Path) -> None:
    day = drawn_page.DAY.replace("6月12日星期五", "6月13日星期六")
    (root / "19870613.txt").write_text(f"雁桥日报\n{day}\n\n## 桥北\n\n茶摊搬到桥北，老主顾来了。\n", "utf-8")
    library.sync()
    _, page, _ = opened(library)
    assert page.doubts
    proofreading = Proofreading(library)
    alone, _ = proofreading.page(article(library, "茶摊搬到桥北"))
    assert (alone.scan, alone.doubts) == (None, ())


@pytest.mark.parametrize("kind", ["alto", "page-xml", "hocr", "mets", "pdf"])
def test_every_format_with_boxes_has_its_picture_and_what_its_recogniser_was_not_sure_of(
    kind: str, tmp_path: Path, qapp: object
) -> None:
    in_formats.write(tmp_path / kind, kind)
    with closing(Library.open(tmp_path / kind)) as library:
        library.sync()
        proofreading, page, _ = opened(library)
        assert page.scan is not None
        assert "老船工说，灯是给晚旧的人" in [line.recognised for line in page.lines]
        found = [page.recognised(each) for each in page.doubts]
        assert found == (
            [] if kind == "pdf" else ["旧", "干", "人", "道"]
        )  # a PDF does not say how sure it is
        assert proofreading.progress() == Proofread(len(found), 0)
        if kind in ("alto", "page-xml", "hocr"):
            offered = proofreading.offer(page, doubt_of(page, "干")).candidates
            assert [(each.read_as, each.note) for each in offered[:2]] == [("千", "识别"), ("于", "识别")]
            assert page.others(doubt_of(page, "旧")) == ["归"]
