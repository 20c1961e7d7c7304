"""What a doubtful character may be: what evidence speaks for comes first, and each offer says who says so."""

from collections.abc import Iterable, Sequence
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.features.proofread.candidates import MOST, Candidate, Witness, candidates, witnessed
from reader.features.proofread.page import Doubt, ProofPage, page_without_picture
from reader.features.proofread.printed_line import Line
from reader.library.answers import LikelyCharacter, OtherPrinting, OtherPrintings, SameTexts
from reader.library.character_places import CharacterPlace
from reader.library.derived_data import Derived
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, ElsewhereText, Where
from reader.newspaper.holdings import Proofread, StoredArticle
from tests.invented_article import STORED

TEXT = "馆里共发现旧报刊三万二干余册"
PLACE = CharacterPlace(Where.BLOCK, 0, TEXT.index("干"))


def stored(*texts: str, number: int = 7) -> StoredArticle:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text, ((1, 1),)) for text in texts)
    return replace(STORED, id=number, article=Article("k", ArticleKind.ARTICLE, "1", blocks=blocks))


def page(
    sign: str = "干",
    again: str | None = None,
    others: tuple[str, ...] = (),
    place: CharacterPlace | None = PLACE,
) -> ProofPage:
    """A page with one character in doubt."""
    whole = page_without_picture([stored(TEXT)], [{}], [()])
    (line,) = whole.lines
    cell = replace(line.cells[PLACE.at], sign=sign, again=again, others=others, place=place)
    return ProofPage(whole.articles, (Line(line.box, (cell,)),), (Doubt(0, 0, 1, 0.5),))


def never(texts: Sequence[str]) -> Sequence[int]:
    return [0] * len(texts)


def offered(of: ProofPage, *witnesses: Witness, likely: Iterable[tuple[str, str]] = ()) -> list[Candidate]:
    (doubt,) = of.doubts
    evidence = tuple(LikelyCharacter(PLACE, read_as, because) for read_as, because in likely)
    return candidates(of, replace(doubt, likely=evidence), witnesses, never)


def notes(found: Iterable[Candidate]) -> dict[str, str]:
    return {candidate.read_as: candidate.note for candidate in found}


def test_what_was_read_again_comes_first_then_witnesses_then_evidence_then_the_recogniser() -> None:
    of = page(again="千", others=("十",))
    found = offered(of, Witness("于", "《甲报》", 3), likely=[("竿", "前后文")])
    assert [(each.read_as, each.note, each.article_id) for each in found] == [
        ("千", "重读", 0),
        ("于", "同文", 3),
        ("竿", "旁证", 0),
        ("十", "识别", 0),
    ]
    assert found[1].because == "《甲报》印作“于”"
    assert found[2].because == "前后文"


def test_what_several_speak_for_is_offered_once_with_all_reasons() -> None:
    found = offered(
        page(again="千"), Witness("千", "《甲报》"), Witness("千", "《乙报》", 5), likely=[("千", "前后文")]
    )
    (first, *rest) = found
    assert (first.read_as, first.note, first.article_id) == ("千", "重读 同文 旁证", 5)
    for reason in ("再认一遍", "《甲报》印作“千”", "《乙报》印作“千”", "前后文"):
        assert first.because.count(reason) == 1
    assert all(other.read_as != "千" for other in rest)


def test_the_same_reason_is_said_once() -> None:
    (first, *_) = offered(page(), Witness("千", "《甲报》", 3), Witness("千", "《甲报》", 4))
    assert (first.because, first.article_id) == ("《甲报》印作“千”", 3)


def test_what_is_recognised_is_no_candidate() -> None:
    found = offered(page(again="干"), Witness("干", "《甲报》"), likely=[("干", "前后文")])
    assert "干" not in notes(found)
    assert {*notes(found).values()} <= {"形近", "形近 少见"}


def test_a_line_read_again_with_another_width_says_nothing_new() -> None:
    assert "（" not in notes(offered(page("(", again="（")))


def test_what_looks_like_the_character_fills_the_rest() -> None:
    found = offered(page(), Witness("千", "《甲报》"))
    assert len(found) == MOST
    assert [each.note for each in found] == ["同文", "形近 少见", "形近 少见", "形近 少见"]
    assert len(notes(found)) == MOST


def test_what_the_library_has_at_such_a_place_comes_earlier_and_says_so() -> None:
    of = page()
    (doubt,) = of.doubts
    rare = [each.read_as for each in candidates(of, doubt, (), never)]

    def counts(texts: Sequence[str]) -> list[int]:
        assert all(text[0] == "二" and text[-1] == "余" for text in texts)
        return [500 * (text == f"二{rare[-1]}余") for text in texts]

    told = notes(candidates(of, doubt, (), counts))
    assert [*told].index(rare[-1]) < len(rare) - 1
    assert [read_as for read_as, note in told.items() if note == "形近"] == [rare[-1]]


def test_of_characters_that_look_like_it_the_one_that_makes_words_comes_first() -> None:
    first, *_ = offered(page())
    assert first.read_as == "千"


def test_a_character_that_is_in_no_article_has_evidence_alone() -> None:
    assert offered(page(place=None)) == []
    assert notes(offered(page(place=None, others=("千",)))) == {"千": "识别"}


def test_a_dot_in_the_middle_may_be_a_mark_that_was_lost() -> None:
    text = TEXT.replace("干", "·")
    whole = page_without_picture([stored(text)], [{PLACE: 0.5}], [()])
    doubt = Doubt(0, PLACE.at, PLACE.at + 1, 0.5)
    assert {"，", "。"} <= notes(candidates(whole, doubt, (), never)).keys()


def test_of_a_word_only_readings_of_the_whole_word_are_offered() -> None:
    whole = page()
    (line,) = whole.lines
    (cell,) = line.cells
    word = tuple(replace(cell, sign=sign, again=again) for sign, again in zip("Tbe", "The", strict=True))
    of = ProofPage(whole.articles, (Line(line.box, word),), (Doubt(0, 0, 3, 0.5),))
    found = offered(of, Witness("h", "《甲报》"), likely=[("h", "前后文")])
    assert notes(found) == {"The": "重读"}


READINGS = st.sampled_from("千于十竿干")


@given(
    st.lists(st.tuples(READINGS, st.sampled_from(["《甲报》", "《乙报》"])), max_size=6), st.none() | READINGS
)
def test_candidates_are_few_distinct_and_never_what_is_recognised(
    evidence: list[tuple[str, str]], again: str | None
) -> None:
    found = offered(page(again=again), *(Witness(read_as, source) for read_as, source in evidence))
    read_as = [each.read_as for each in found]
    assert len(read_as) == len({*read_as}) <= MOST
    assert "干" not in read_as
    named = [
        each
        for each in dict.fromkeys([*filter(None, [again]), *(sign for sign, _ in evidence)])
        if each != "干"
    ]
    assert read_as[: len(named)] == named[:MOST]


# -- what other printings have


class Printings(SameTexts, kw_only=True):
    """Other printings of an article that are known."""

    known: tuple[StoredArticle, ...]

    def of(self, article_id: int) -> OtherPrintings:
        assert article_id == 7
        return OtherPrintings(tuple(OtherPrinting(other, 1.0, 1.0, 1.0, True, "") for other in self.known))


def printings(*known: StoredArticle) -> Printings:
    return Printings(cast(Derived, None), known=known)


LONG = "渡口今天加开一班船，" + TEXT + "，读者可以随时来看。"
RIGHT = LONG.replace("干", "千")


def at_of(text: str) -> int:
    return text.index("干")


def test_where_another_printing_differs_its_character_is_told() -> None:
    found = witnessed(stored(LONG), printings(stored(RIGHT, number=9)))
    ((place, (witness,)),) = found.items()
    assert place == CharacterPlace(Where.BLOCK, 0, at_of(LONG))
    assert (witness.read_as, witness.article_id) == ("千", 9)
    assert "雁桥日报" in witness.source


@pytest.mark.parametrize("before", [0, 1, 3])
def test_the_place_is_that_in_its_block(before: int) -> None:
    """Blocks before it are of other lengths."""
    blocks = ["老井十年没有淘过。" * (at + 1) for at in range(before)]
    found = witnessed(stored(*blocks, LONG), printings(stored(*blocks, RIGHT, number=9)))
    assert [*found] == [CharacterPlace(Where.BLOCK, before, at_of(LONG))]


def test_the_printing_that_was_proofread_comes_first_and_says_so() -> None:
    proofread = replace(stored(RIGHT, number=9), proofread=Proofread(2, 2))
    half = replace(stored(RIGHT, number=8), proofread=Proofread(2, 1))
    found = witnessed(stored(LONG), printings(stored(RIGHT, number=5), half, proofread))
    (witnesses,) = found.values()
    assert [each.article_id for each in witnesses] == [9, 8, 5]
    assert ["校对过" in each.source for each in witnesses] == [True, False, False]


def test_the_other_files_of_the_issue_are_witnesses_without_an_article() -> None:
    one = stored(LONG)
    elsewhere = (ElsewhereText(Where.ELSEWHERE, RIGHT),)
    found = witnessed(replace(one, article=replace(one.article, elsewhere=elsewhere)), printings())
    (witnesses,) = found.values()
    assert witnesses == [Witness("千", "同一期的另一个文件", 0)]


@pytest.mark.parametrize("other", [LONG, LONG.replace("今天", "昨日"), "粮站昨天开秤，收了三万斤早稻。"])
def test_equal_and_rewritten_texts_witness_nothing(other: str) -> None:
    assert witnessed(stored(LONG), printings(stored(other, number=9))) == {}
