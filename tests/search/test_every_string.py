"""Every string is found wherever it is shown, nowhere else, and marked there: the index against brute force."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reader.language.forms import search_form
from reader.newspaper.article import Article, ArticleKind, Block, BlockKind, Credit, Role
from reader.newspaper.holdings import Document
from reader.search.answering.query_leaves import as_words
from reader.search.answering.snippets import Span, marks
from reader.search.answering.whoosh_engine import WhooshEngine
from reader.search.documents import Order
from reader.search.query import needles, parse_query
from reader.search.terms import FieldRun, ShownField, fields, lines, search_text
from tests.laws import examples
from tests.search.library_of_texts import TextTable

CHARACTERS = st.sampled_from(
    "雁桥一是春灌张威〇𠮷𠮸🌾，。、：；“”‘’「」《》（）()【】?？!！—…·-%.,'\"|*+~/&#@"
    "aAbßéñⅣﬁŁ1２3３ＡＢ㎏㍿ｱﾞが한　 \t\u0301\u0323\u200b\ufe0f"
)
SHOWN = st.text(CHARACTERS, max_size=24) | st.text(max_size=12)


def an_article(kind: ArticleKind, texts: Sequence[str]) -> Article:
    """Shows each of ten texts in a place of its own."""
    section, kicker, headline, deck, credit, *of_blocks = texts
    return Article(
        "k",
        kind,
        section=section or None,
        kicker=kicker or None,
        headline=headline or None,
        decks=(deck,) if deck else (),
        credits=(Credit(Role.REPORTER, (), credit),) if credit else (),
        blocks=tuple(
            Block(kind, text, ((n, n),))
            for n, (kind, text) in enumerate(zip(BlockKind, of_blocks, strict=True))
        ),
    )


ARTICLES = st.builds(an_article, st.sampled_from(ArticleKind), st.tuples(*[SHOWN] * (5 + len(BlockKind))))
SHELVES = st.lists(ARTICLES, min_size=1, max_size=3)


@st.composite
def shelves_and_strings(draw: st.DrawFn) -> tuple[list[Article], str]:
    """Articles, and a string of 1 to 40 characters: cut out of one of them, perhaps with gaps, or any other."""
    articles = draw(SHELVES)
    shown = [field.text for article in articles for field in fields(article) if field.text]
    if not shown or draw(st.integers(0, 5)) == 0:
        return articles, draw(st.text(CHARACTERS, min_size=1, max_size=40))
    text = draw(st.sampled_from(shown))
    begin = draw(st.integers(0, len(text) - 1))
    string = text[begin : begin + draw(st.integers(1, 40))]
    if draw(st.booleans()):
        string = "".join("?" if draw(st.integers(0, 3)) == 0 else c for c in string)
    return articles, string


def quoted(string: str) -> str:
    return '"' + string.replace('"', '""') + '"'


# ---- brute force

Pattern = list[str | None]
"""The characters of a search form; None where any one may stand."""


def pattern_of(string: str) -> Pattern:
    form = search_form(string)

    def is_gap(at: int) -> bool:
        return form[:at].rstrip("?")[-1:].isalnum() and form[at:].lstrip("?")[:1].isalnum()

    return [None if c == "?" and is_gap(at) else c for at, c in enumerate(form)]


def places(form: str, pattern: Pattern) -> list[int]:
    """Where the pattern stands in a search form, from left to right, none over another."""
    found: list[int] = []
    for at in range(len(form) - len(pattern) + 1):
        if found and at < found[-1] + len(pattern):
            continue
        if all(p in (None, c) for p, c in zip(pattern, form[at : at + len(pattern)], strict=True)):
            found.append(at)
    return found


def runs(article: Article) -> list[FieldRun]:
    return [run for line in lines(article) for run in line]


def is_found(article: Article, pattern: Pattern) -> bool:
    return any(places(search_form(run.text), pattern) for run in runs(article))


def shown_characters(text: str) -> list[str]:
    """Each with what belongs to it: marks, the halves of a syllable, what can't be seen."""
    characters: list[str] = []
    for c in text:
        if characters and (not search_form(c) or unicodedata.combining(c) or c in "ﾞﾟ") and not c.isspace():
            characters[-1] += c
        else:
            characters.append(c)
    return characters


# ---- the law


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=examples(150))
@given(case=shelves_and_strings(), order=st.sampled_from(Order))
def test_a_string_is_found_in_the_articles_that_show_it(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[list[Article], str], order: Order
) -> None:
    articles, string = case
    folder: Path = tmp_path_factory.mktemp("law")
    documents = [
        Document(i, "雁桥日报", None, None, search_text(article))
        for i, article in enumerate(articles, start=1)
    ]
    texts = TextTable(folder / "texts.sqlite")
    texts.put(documents)
    engine = WhooshEngine(folder / "index", texts)
    engine.update(documents)
    pattern = pattern_of(string)
    answer = engine.search(parse_query(quoted(string)), order, exact=True)
    engine.close()
    expected = [i for i, article in enumerate(articles, start=1) if pattern and is_found(article, pattern)]
    assert (sorted(answer.ids), answer.total) == (expected, len(expected))


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=examples(200))
@given(case=shelves_and_strings())
def test_marks_are_exactly_the_characters_that_were_found(case: tuple[list[Article], str]) -> None:
    articles, string = case
    pattern = pattern_of(string)
    if not pattern:
        return
    for article in articles:
        marked = {found.field: found.spans for found in marks(article, needles(parse_query(quoted(string))))}
        assert bool(marked) == is_found(article, pattern)
        for run in runs(article):
            if len(run.fields) == 1:
                assert_marked(run.fields[0], marked.get(run.fields[0], ()), pattern)


def assert_marked(field: ShownField, spans: Sequence[Span], pattern: Pattern) -> None:
    """Each mark holds a match and would not without its first or its last character; none is without its mark."""
    found = places(search_form(field.text), pattern)
    assert len(spans) <= len(found)
    assert bool(spans) == bool(found)
    for begin, end in spans:
        piece = field.text[begin:end]
        assert places(search_form(piece), pattern)
        if len(spans) == len(found):
            characters = shown_characters(piece)
            assert not places(search_form("".join(characters[1:])), pattern)
            assert not places(search_form("".join(characters[:-1])), pattern)


SIGNS = re.compile(r'[\s|｜"“”「」『』＂*＊?？﹖()（）]|^[-－+＋]|^.{0,12}[:：=＝]')
"""What means something in a bare word."""


@given(st.text(CHARACTERS, min_size=1, max_size=40) | st.text(min_size=1, max_size=40))
@example("5-3")
@example("张威、李强：“好”")
@example("甲或乙")
@example("1987")
@example("6月3日")
@example("%")
@example("——")
def test_without_quotation_marks_it_is_the_same_string_unless_it_has_a_sign(string: str) -> None:
    if not SIGNS.search(string):
        assert as_words(parse_query(string)) == as_words(parse_query(quoted(string)))
