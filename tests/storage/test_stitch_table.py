"""Stitches in the catalogue live and go with the articles they are about."""

import datetime as dt
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.newspaper.issue import DateOrigin, IssuePart, Masthead
from reader.stitching.pairing import Seam, Stitch
from reader.stitching.reasons import Reason
from reader.storage.catalogue import Catalogue
from reader.storage.catalogue_writer import CatalogueWriter
from reader.storage.folder import FoundFile, digest_of
from reader.storage.stitch_table import KnownSeam

JUNE_12 = Masthead(title="雁桥日报", date=dt.date(1987, 6, 12), date_origin=DateOrigin.PRINTED)
GUESSED = replace(JUNE_12, date_origin=DateOrigin.INFERRED)
SEAM = Seam("渡口昨天挂起两口大钟。", 8)


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path / "catalogue.sqlite")


def store(writer: CatalogueWriter, path: str, masthead: Masthead, *texts: str) -> None:
    articles = [
        Article(text, ArticleKind.ARTICLE, blocks=(Block(BlockKind.PARAGRAPH, text, ((1, 1),)),))
        for text in texts
    ]
    part = IssuePart(path, "utf-8", 9, masthead, tuple(articles))
    writer.store(FoundFile(path, 10, 20), digest_of(repr((path, texts)).encode()), 1, part, texts)


def put(catalogue: Catalogue, path: str, masthead: Masthead, *texts: str) -> tuple[set[int], list[int]]:
    """The issues that are to be stitched anew, and the ids of the articles."""
    with catalogue.writing() as writer:
        store(writer, path, masthead, *texts)
    return writer.to_stitch, list(writer.added)


def stitched(catalogue: Catalogue, first: int, second: int, seam: Seam | None = SEAM) -> Stitch:
    """A stitch of two articles of all the issues, put into the catalogue."""
    stitch = Stitch(first, second, 0.98, (Reason.BOTH_MARKED, Reason.WORD_CUT), is_by_reader=True)
    with catalogue.writing() as writer:
        writer.stitch(catalogue.stitches.stamps().keys(), [(stitch, seam)], "1:")
    return stitch


def test_a_stitch_is_told_from_both_its_ends(catalogue: Catalogue) -> None:
    _, (first, second) = put(catalogue, "12.txt", JUNE_12, "渡口", "大钟")
    stitch = stitched(catalogue, first, second)
    assert catalogue.stitches.behind(first) == catalogue.stitches.before(second) == stitch
    assert catalogue.stitches.behind(second) is catalogue.stitches.before(first) is None


def test_a_seam_is_found_by_the_two_characters_on_its_sides(catalogue: Catalogue) -> None:
    _, (first, second) = put(catalogue, "12.txt", JUNE_12, "渡口", "大钟")
    stitched(catalogue, first, second)
    known = [KnownSeam(first, second, SEAM.text, SEAM.at)]
    assert catalogue.stitches.seams_with(["挂起", "两口", "大钟"]) == []
    assert catalogue.stitches.seams_with(["两口", "口大"]) == known
    for pair, found in (
        ("口_", known),
        ("_大", known),
        ("__", known),
        ("口大", known),
        ("两_", []),
        ("_口", []),
    ):
        assert catalogue.stitches.seams_with(["一_", pair], "_") == found


def test_where_no_sentence_runs_on_there_is_a_stitch_without_a_seam(catalogue: Catalogue) -> None:
    _, (first, second) = put(catalogue, "12.txt", JUNE_12, "渡口", "大钟")
    stitched(catalogue, first, second, None)
    assert catalogue.stitches.behind(first)
    assert catalogue.stitches.seams_with(["口大"]) == []


@pytest.mark.parametrize("left", ["渡口", "大钟"])
def test_a_stitch_goes_with_either_of_its_articles(catalogue: Catalogue, left: str) -> None:
    _, (first, second) = put(catalogue, "12.txt", JUNE_12, "渡口", "大钟")
    stitched(catalogue, first, second)
    put(catalogue, "12.txt", JUNE_12, left)
    assert catalogue.stitches.behind(first) is None
    assert catalogue.stitches.seams_with(["口大"]) == []


def test_a_day_is_all_issues_of_a_newspaper_and_a_date(catalogue: Catalogue) -> None:
    (whole,), _ = put(catalogue, "12-1.txt", JUNE_12, "渡口")
    days, _ = put(catalogue, "scan.txt", GUESSED, "大钟")
    (other,), _ = put(catalogue, "13.txt", replace(JUNE_12, date=dt.date(1987, 6, 13)), "萝卜")
    (undated,), _ = put(catalogue, "x.txt", replace(JUNE_12, date=None, date_origin=None), "萝卜")
    (undated_too,), _ = put(catalogue, "y.txt", replace(JUNE_12, date=None, date_origin=None), "影子")
    assert whole in days
    assert len(days) == 2
    assert set(catalogue.stitches.day_of(whole)) == days
    assert [catalogue.stitches.day_of(each) for each in (other, undated, undated_too)] == [
        (other,),
        (undated,),
        (undated_too,),
    ]


def test_what_changes_lets_its_whole_day_be_stitched_anew(catalogue: Catalogue) -> None:
    put(catalogue, "12-1.txt", JUNE_12, "渡口")
    day, _ = put(catalogue, "scan.txt", GUESSED, "大钟")
    with catalogue.writing() as writer:
        writer.stitch(day, [], "1:")
    assert set(catalogue.stitches.stamps().values()) == {"1:"}
    assert catalogue.stitches.is_whole("1:")
    with catalogue.writing() as writer:
        writer.mark_missing(["scan.txt"])
        writer.remove_missing(["scan.txt"])
    assert catalogue.stitches.stamps() == dict.fromkeys(writer.to_stitch, "")
    assert len(writer.to_stitch) == 1
    assert not catalogue.stitches.is_whole("1:")


def test_the_parts_of_a_day_stand_by_file_and_place(catalogue: Catalogue) -> None:
    put(catalogue, "12-2.txt", JUNE_12, "石板坡", "萝卜")
    day, _ = put(catalogue, "12-1.txt", JUNE_12, "渡口", "大钟")
    parts = catalogue.stitches.parts(list(day))
    assert [(part.file, part.order, part.article.blocks[0].text) for part in parts] == [
        ("12-1.txt", 0, "渡口"),
        ("12-1.txt", 1, "大钟"),
        ("12-2.txt", 0, "石板坡"),
        ("12-2.txt", 1, "萝卜"),
    ]
