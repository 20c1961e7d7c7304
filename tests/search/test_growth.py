"""However many matches an article has, and however long it is, what a search makes of it takes time as its length
does."""

from collections.abc import Callable, Sequence

import pytest

from reader.language.forms import search_form, search_form_with_offsets
from reader.library.quotes import places_of
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind
from reader.newspaper.holdings import Document
from reader.newspaper.passage import Passage
from reader.search.answering.snippets import marks, snippet
from reader.search.index.gram_builder import invert
from reader.search.ranking import RankedTerm, score
from reader.search.terms import ANY, search_text
from tests import rotation
from tests.growth import grows_with_its_size

pytestmark = pytest.mark.slow

TEXTS = {
    "one word": ("渡口", ["渡口"]),
    "one character": ("渡", ["渡"]),
    "a needle that overlaps itself": ("渡", ["渡渡"]),
    "a needle wider than the window": ("渡口的灯", ["渡口的灯" * 20]),
    "two needles": ("渡口的灯，", ["渡口", "灯"]),
    "a needle that stands in the other": ("渡口的灯，", ["渡口", "口", "渡口的灯"]),
    "a needle with an open character": ("渡口的灯，", [f"渡{ANY}的"]),
    "a needle at the end alone": ("渡口的灯，", ["渡口", "灯，的"]),
    "letters": ("the ferry of yanqiao ", ["ferry"]),
    "spaces": ("渡 口  ", ["渡口"]),
    "characters that become several": ("㎏…", ["kg", "."]),
    "marks above letters": ("e\u0301", ["é"]),
    "no sentence's end": ("渡口、", ["渡"]),
    "sentences' ends alone": ("。", ["。"]),
    "brackets": ("（", ["("]),
}
each_text = pytest.mark.parametrize("name", rotation.in_turn(TEXTS, days=3))


def an_article(*blocks: str) -> Article:
    return Article(
        "k",
        ArticleKind.ARTICLE,
        headline="雁桥",
        blocks=tuple(Block(BlockKind.PARAGRAPH, text, ((n, n),)) for n, text in enumerate(blocks, 1)),
    )


def one_block(text: str, size: int) -> Article:
    return an_article(text * (size // len(text)))


def many_blocks(text: str, size: int) -> Article:
    return an_article(*[text] * (size // len(text)))


def snippets_of(
    shape: Callable[[str, int], Article], text: str, needles: Sequence[str]
) -> Callable[[int], Callable[[], object]]:
    def prepare(size: int) -> Callable[[], object]:
        article = shape(text, size)
        searched = search_text(article)
        return lambda: snippet(article, needles, searched=searched)

    return prepare


@each_text
def test_a_snippet_of_one_long_block(name: str) -> None:
    assert grows_with_its_size(snippets_of(one_block, *TEXTS[name]), 4_000)


@pytest.mark.parametrize("name", ["one word", "two needles", "letters"])
def test_a_snippet_of_many_blocks(name: str) -> None:
    assert grows_with_its_size(snippets_of(many_blocks, *TEXTS[name]), 2_000)


@each_text
def test_all_marks(name: str) -> None:
    text, needles = TEXTS[name]

    def prepare(size: int) -> Callable[[], object]:
        article = one_block(text, size)
        return lambda: marks(article, needles)

    assert grows_with_its_size(prepare, 2_000)


@each_text
def test_the_forms_of_a_text(name: str) -> None:
    text = TEXTS[name][0]
    assert grows_with_its_size(lambda size: lambda: search_form(text * (size // len(text))), 20_000)
    assert grows_with_its_size(
        lambda size: lambda: search_form_with_offsets(text * (size // len(text))), 20_000
    )


@each_text
def test_a_score(name: str) -> None:
    text, needles = TEXTS[name]
    sought = [RankedTerm(needle, 1.0) for needle in needles]

    def prepare(size: int) -> Callable[[], object]:
        document = Document(1, "雁桥日报", None, None, search_text(one_block(text, size)))
        return lambda: score(document, sought)

    assert grows_with_its_size(prepare, 20_000)


def test_grams() -> None:
    assert grows_with_its_size(lambda size: lambda: invert(["渡口的灯，" * size]), 60_000)


@pytest.mark.parametrize("exact", ["渡口", "渡口的灯，没有的", "渡口的灯，" * 40])
def test_a_marked_passage(exact: str) -> None:
    passage = Passage(exact, "灯，", "的灯")
    assert grows_with_its_size(lambda size: lambda: places_of(passage, ["渡口的灯，" * size]), 1_000)


def test_the_text_of_many_blocks() -> None:
    def prepare(size: int) -> Callable[[], object]:
        article = an_article(*(f"{number}号渡船开出。" for number in range(size)))
        return lambda: search_text(article)

    assert grows_with_its_size(prepare, 500)
