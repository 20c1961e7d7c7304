"""What may belong to a story stands where it would go on; what belongs to it tells why."""

from msgspec.structs import replace

from reader.export.article_text import HEAD, PageBlock, PageBlockKind, page_blocks
from reader.library.stories import Tie
from reader.newspaper.holdings import StoredArticle
from reader.stitching.pairing import Stitch
from reader.stitching.reasons import Reason
from reader.ui.article.portions import tie_of, why, with_offers
from tests.invented_article import block, stored


def part(number: int, page: str | None, headline: str | None) -> StoredArticle:
    made = stored(headline=headline, page=page, blocks=(block(f"第{number}段，钟声响了。"),))
    return replace(made, id=number)


FIRST, SECOND, THIRD = part(1, "1", "渡口添了两口大钟"), part(2, "4", "大钟不误点"), part(3, None, None)


def tie(first: StoredArticle, second: StoredArticle, confidence: float) -> Tie:
    reasons = (Reason.HEADLINE_REPEATED, Reason.NO_HEADLINE, Reason.BOTH_MARKED)
    return Tie(Stitch(first.id, second.id, confidence, reasons), first, second)


def shown(parts: tuple[StoredArticle, ...], *ties: Tie) -> tuple[PageBlock, ...]:
    return with_offers(page_blocks(*parts), parts, ties)


def offers(blocks: tuple[PageBlock, ...]) -> list[str]:
    return [each.text for each in blocks if each.kind is PageBlockKind.OFFER]


def test_what_may_go_on_stands_at_the_end() -> None:
    blocks = shown((FIRST,), tie(FIRST, SECOND, 0.7))
    assert blocks[-1].text == "—— 下文可能在 04版：大钟不误点 ——"
    assert blocks[:-1] == page_blocks(FIRST)


def test_what_may_come_before_stands_below_the_head() -> None:
    blocks = shown((SECOND,), tie(FIRST, SECOND, 0.7))
    at = [each.kind for each in blocks].index(PageBlockKind.OFFER)
    assert blocks[at].text == "—— 前文可能在 01版：渡口添了两口大钟 ——"
    assert blocks[at - 1].kind in HEAD
    assert blocks[at + 1].text == "第2段，钟声响了。"


def test_a_part_without_page_and_headline_is_named_by_its_words() -> None:
    assert offers(shown((SECOND,), tie(SECOND, THIRD, 0.7))) == ["—— 下文可能是：第3段，钟声响了。 ——"]


def test_what_is_read_as_one_is_not_offered() -> None:
    made = tie(FIRST, SECOND, 0.98)
    blocks = shown((FIRST, SECOND), made, tie(SECOND, THIRD, 0.6))
    assert len(offers(blocks)) == 1
    seam = next(each for each in blocks if each.kind is PageBlockKind.SEAM)
    assert tie_of(seam, (FIRST, SECOND), [made]) == made


def test_an_offer_and_nothing_else_leads_to_its_tie() -> None:
    offered = tie(FIRST, SECOND, 0.7)
    blocks = shown((FIRST,), offered)
    assert [tie_of(each, (FIRST,), [offered]) for each in blocks] == [None] * (len(blocks) - 1) + [offered]


def test_it_tells_what_speaks_for_it() -> None:
    assert why(tie(FIRST, SECOND, 0.98)) == "因为标题大半相同"


def test_of_what_is_only_offered_it_tells_what_speaks_against_it_too() -> None:
    def told(*reasons: Reason) -> str:
        return why(Tie(Stitch(FIRST.id, SECOND.id, 0.7, reasons), FIRST, SECOND))

    assert told(Reason.BOTH_MARKED, Reason.BACKWARDS) == "因为两头都有转版的话，但后一篇排在前一篇之前"
    assert told(Reason.BOTH_MARKED) == "因为两头都有转版的话"
    assert told(Reason.BACKWARDS) == "没有别的一篇更像，但后一篇排在前一篇之前"
    assert told(Reason.NO_HEADLINE) == "没有别的一篇更像"
