"""Every place of a query in a text, each once: against what snippets count, and by trying every place."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.features.concordance.concordance import Context, context
from reader.features.concordance.place_table import Place
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, Credit, Role
from reader.search.answering.places import places, runs
from reader.search.answering.snippets import snippet
from reader.search.query import needles, parse_query
from reader.search.terms import ELSEWHERE, SEAM, search_text
from tests.search.test_every_string import quoted, shelves_and_strings


def an_article(*blocks: str, headline: str = "", deck: str = "", credits: tuple[str, ...] = ()) -> Article:
    return Article(
        "k",
        ArticleKind.ARTICLE,
        headline=headline or None,
        decks=(deck,) if deck else (),
        credits=tuple(Credit(Role.REPORTER, (), credit) for credit in credits),
        blocks=tuple(Block(BlockKind.PARAGRAPH, text, ((n, n),)) for n, text in enumerate(blocks)),
    )


def found(article: Article, query: str) -> list[Context]:
    text = search_text(article)
    return [context(article, text, Place(1, *span), 3) for span in places(text, parse_query(query))]


@pytest.mark.parametrize(
    ("query", "nodes"),
    [
        ("渡口", ["渡口", "渡 口", "渡口"]),
        ("标题:渡口", ["渡口"]),
        ("渡口 或 灯", ["渡口", "渡 口", "灯", "渡口"]),
        ("灯 -渡口", ["灯"]),
        ("渡口 /1 灯", ["渡 口", "渡口"]),
        ("灯 /1 渡口", ["灯"]),
        ("记者", ["记者", "记者"]),
        ("记者:张威", ["张威"]),
        ("张威", ["张威"]),
        ('"！“夜航"', ["！“夜航"]),
        ("渡口 版:9", ["渡口", "渡 口", "渡口"]),
        ("版:9", []),
        ("", []),
    ],
)
def test_places_are_those_of_all_strings_that_are_asked_for(query: str, nodes: list[str]) -> None:
    article = an_article(
        "本报讯（记者 张威）渡 口的灯在渡口。",
        headline="渡口！",
        deck="“夜航",
        credits=("记者 张威", "记者 周远"),
    )
    assert [each.node for each in found(article, query)] == nodes


def test_a_context_has_the_glyphs_of_the_paper_and_ends_with_its_paragraph() -> None:
    article = an_article("甲", "“ＡＢ 渡 口”Ｃ", "乙")
    assert found(article, "渡口") == [Context("ＡＢ ", "渡 口", "”Ｃ", shown_in="“ＡＢ 渡 口”Ｃ", at=4)]


def test_a_text_of_another_version_is_shown_as_it_is_searched() -> None:
    article = an_article("ＡＢ")
    assert context(article, "\n\n\nxab", Place(1, 4, 6), 3) == Context("x", "ab", "")
    assert context(article, "\n\n\nab\nab", Place(1, 6, 8), 3) == Context("", "ab", "")


@given(case=shelves_and_strings())
@example(case=([an_article(headline="?", deck="ﾞ")], "?"))
@example(case=([an_article(headline="1", deck="\u0301")], "\u0301"))
@example(case=([an_article(headline="e", deck="\u0301灯")], "灯"))
@example(case=([an_article("本报讯（记者 何渡生）灯亮了。", credits=("记者 何渡生",))], "何渡生"))
def test_there_are_as_many_places_as_a_snippet_counts(case: tuple[list[Article], str]) -> None:
    articles, string = case
    query = parse_query(quoted(string))
    for article in articles:
        text = search_text(article)
        spans = places(text, query)
        assert len(spans) == (snippet(article, needles(query)).matches if query.root else 0)


TEXTS = st.text(st.sampled_from("甲乙丙 \n" + SEAM), max_size=30).map(lambda text: "\n\n\n" + text)


@given(TEXTS)
def test_runs_are_all_of_a_text_but_what_stands_there_twice(text: str) -> None:
    spans = list(runs(text))
    assert spans == sorted(spans)
    kept = [text[begin:end] for begin, end in spans]
    for line in text.split("\n"):
        for run in filter(None, line.split(SEAM)):
            assert run.replace(" ", "") in [each.replace(" ", "") for each in kept]
    assert not any("\n" in run or SEAM in run or not run for run in kept)


@given(
    st.text(st.sampled_from("甲乙丙\n" + SEAM), max_size=30),
    st.lists(st.text("甲乙丙", min_size=1, max_size=5), max_size=2),
    st.sampled_from("甲乙丙"),
)
def test_a_character_is_found_once_in_every_run(own: str, elsewhere: list[str], character: str) -> None:
    """What only another source has counts where the article itself has nothing."""
    text = f"\n\n\n{own}" + "".join(f"{SEAM}{ELSEWHERE}{run}" for run in elsewhere)
    expected = [at for begin, end in runs(text) for at in range(begin, end) if text[at] == character]
    if not expected:
        others = {run: text.index(SEAM + ELSEWHERE + run) + 2 for run in elsewhere}
        expected = [
            begin + at for run, begin in others.items() for at in range(len(run)) if run[at] == character
        ]
    assert places(text, parse_query(character)) == [(at, at + 1) for at in sorted(expected)]
