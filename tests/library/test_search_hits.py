"""A string that the end of a page has cut in two is found, for as long as the story is one."""

import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.language.forms import search_form
from reader.library.library import Library
from reader.library.search_hits import SeamHit
from reader.newspaper.correction import Claim, CorrectedRole, CorrectionKind
from reader.search.documents import Order
from reader.search.query import Exact, Query, parse_query
from reader.stitching.pairing import seams
from tests import homes
from tests.shelf import articles_of, keys_found
from tests.split_story import SECOND, write_day
from tests.ui import synced_once
from tools.typesetter import STYLES
from tools.typesetter.jumps import Case, jump_day


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    homes.use(monkeypatch, tmp_path / "home")
    write_day(tmp_path / "报", 12)
    return tmp_path / "报"


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    with synced_once.opened(root) as opened:
        yield opened


def found(library: Library, asked: str, order: Order = Order.NEWEST) -> list[SeamHit]:
    return library.searcher.seam_hits(parse_query(asked), order)


def test_what_two_pages_hold_together_is_found_at_their_seam_and_in_no_article(library: Library) -> None:
    assert keys_found(library, "碰扳手") == []
    (hit,) = found(library, "碰扳手")
    assert (hit.first.page, hit.second.page) == ("1", "4")
    assert hit.headline == "渡口添了两口大钟，老街从此不误点"
    assert hit.path == "19870612-01.txt"
    assert [hit.snippet.text[a:b] for a, b in hit.snippet.marks] == ["碰扳手"]


def test_what_one_page_holds_alone_is_no_hit_of_the_seam(library: Library) -> None:
    assert keys_found(library, "罗阿满")
    assert found(library, "罗阿满") == []


def test_the_rest_of_the_question_may_stand_in_either_part(library: Library) -> None:
    assert found(library, "扳手 顾知远 敲第一下")
    assert not found(library, "扳手 萝卜")
    assert not found(library, "扳手 -敲第一下")


def test_seams_stand_in_the_order_of_their_days(library: Library, root: Path) -> None:
    for day in (14, 13):
        write_day(root, day)
    library.sync()
    days = [hit.issue.date.day for hit in found(library, "扳手") if hit.issue.date]
    assert days == [14, 13, 12]
    assert [h.issue.date.day for h in found(library, "扳手", Order.OLDEST) if h.issue.date] == [12, 13, 14]


def test_a_seam_goes_with_the_sentence_that_ran_over_it(library: Library, root: Path) -> None:
    second = root / "19870612-04.txt"
    second.write_text(SECOND.replace("手，说", "锤子，说"), encoding="utf-8")
    library.sync()
    assert not found(library, "扳手")
    assert found(library, "扳锤子")
    second.unlink()
    library.sync(accept_missing=True)
    assert found(library, "扳锤子"), "its text stays readable, and found"
    second.write_text("旧库房\n\n旧库房今天拆了。\n", encoding="utf-8")
    library.sync()
    assert not found(library, "扳锤子")


def test_a_correction_is_followed_at_once(library: Library) -> None:
    (first,) = [stored for stored in articles_of(library) if stored.article.jump_to]
    ending = next(block.text for block in first.article.blocks if block.text.endswith("碰扳"))
    made = library.corrections.correct_text(
        first.id, ending, Claim(CorrectionKind.ROLE, CorrectedRole.SUBHEAD)
    )
    assert not found(library, "扳手")
    library.corrections.undo(made.correction.uuid)
    assert found(library, "扳手")


def test_where_a_story_begins_right_below_its_own_end_what_stands_over_both_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a file has the later page first."""
    homes.use(monkeypatch, tmp_path / "home")
    root = tmp_path / "报"
    root.mkdir()
    later = "#### 石板坡的钟声\n\n石板坡的住户都出来看。万春生请罗阿满上去敲第一\n"
    earlier = "#### 下沙渡添了大钟\n\n下沙渡昨天挂起一口大钟。住户看了一个下午，说是多年没有见过。\n"
    (root / "19870612.txt").write_text(f"雁桥日报\n1987年6月12日\n\n{later}\n{earlier}", encoding="utf-8")
    with synced_once.opened(root) as library:
        end, beginning = (
            library.searcher.search(parse_query(words)).ids[0] for words in ("石板坡", "多年没有见过")
        )
        library.corrections.correct_story(beginning, end, is_one=True)
        (hit,) = found(library, "第一下沙渡")
        assert (hit.first.id, hit.second.id, hit.is_story) == (end, beginning, False)


def test_every_string_over_the_seams_of_generated_days_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes.use(monkeypatch, tmp_path / "home")
    root = tmp_path / "报"
    for n, case in enumerate((Case.ONE, Case.CHAIN, Case.NAMED) * 3):
        folder = root / str(n)
        folder.mkdir(parents=True)
        for sheet in jump_day(STYLES[n % 4], case, n).sheets:
            (folder / sheet.name).write_bytes(sheet.data())
    library = Library.open(root)
    library.sync()
    rng, crossed = random.Random(3), 0
    for stored in articles_of(library):
        chain = library.articles.chain(stored.id)
        if chain[0].id != stored.id:
            continue
        for place, seam in enumerate(seams(*(part.article for part in chain))):
            if seam is None:
                continue
            crossed += 1
            for _ in range(10):
                begin = rng.randrange(max(0, seam.at - 39), seam.at)
                end = rng.randrange(seam.at + 1, min(len(seam.text), begin + 41) + 1)
                needle = search_form(seam.text[begin:end])
                hits = library.searcher.seam_hits(Query(Exact(needle, needle)))
                told = {(hit.first.id, hit.second.id) for hit in hits}
                assert (chain[place].id, chain[place + 1].id) in told, needle
    library.close()
    assert crossed


CUTS = (
    CorrectedRole.HEADLINE,
    CorrectedRole.KICKER,
    CorrectedRole.SUBHEAD,
    CorrectedRole.CAPTION,
    CorrectedRole.NOTICE,
    CorrectedRole.BYLINE,
    CorrectedRole.SECTION,
)


def lines_of_a_paragraph(chance: random.Random) -> list[str]:
    """Lines of one length, in words that stand nowhere else."""
    characters = "".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(chance.randint(60, 90)))
    clauses = [characters[at : at + 9] for at in range(0, len(characters), 9)]
    text = "，".join(clauses) + "。"
    width = chance.choice((8, 12, 17))
    return [text[at : at + width] for at in range(0, len(text), width)]


@pytest.mark.parametrize("role", CUTS)
def test_every_string_over_the_end_of_a_line_is_found_wherever_it_was_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: CorrectedRole
) -> None:
    """A line within a paragraph is taken for something else: what it had been is found on a rung, or at the cut."""
    homes.use(monkeypatch, tmp_path / "home")
    root = tmp_path / "报"
    root.mkdir()
    strings: list[str] = []
    cuts: list[tuple[str, int]] = []
    for day in range(1, 4):
        chance = random.Random(day)
        lines = ["江滩日报", f"1987年6月{day}日", "渡口的灯又亮了"]
        paragraph = lines_of_a_paragraph(chance)
        strings += [above[-3:] + below[:3] for above, below in pairwise(paragraph)]
        cuts.append((f"198706{day:02}.txt", len(lines) + chance.randint(2, len(paragraph) - 1)))
        lines += paragraph
        (root / f"198706{day:02}.txt").write_text("\n".join(lines), encoding="utf-8")
    with synced_once.opened(root) as library:
        for path, line in cuts:
            library.corrections.correct_line(path, line, Claim(CorrectionKind.ROLE, role))
        for string in strings:
            needle = search_form(string)
            query = Query(Exact(needle, needle))
            rungs = library.searcher.ladder(query)
            is_found = library.searcher.search(query).total or any(rung.results.total for rung in rungs)
            hits = library.searcher.seam_hits(query)
            assert is_found or hits, string
            assert not any(hit.is_story for hit in hits), "nothing says that it goes on there"


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [("1", "1", "跨篇：01版"), ("1", "2", "跨篇：01、02版"), (None, "2", "跨篇")],
    ids=["on a page", "on two pages", "on a page that is not known"],
)
def test_a_match_over_a_cut_tells_the_pages_that_are_known(
    library: Library, first: str | None, second: str | None, words: str
) -> None:
    (hit,) = found(library, "碰扳手")
    assert hit.where() == "跨版：01版 → 04版"
    pages = replace(
        hit, first=replace(hit.first, page=first), second=replace(hit.second, page=second), is_story=False
    )
    assert pages.where() == words
