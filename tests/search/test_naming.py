"""A naming of a person counts, and is marked, where it is tied: by a name before it, or all through the article."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.newspaper.article import Article, ArticleKind, Credit, Role
from reader.search.answering.naming import Called, OfficeTie, Ties, explained_ties
from reader.search.answering.places import places
from reader.search.answering.snippets import marks, snippet
from reader.search.needles import holds, occurrence_count, shown
from reader.search.query import Exact, Query, any_of, needles
from reader.search.terms import search_text
from tests.invented_article import block
from tests.laws import examples

NAME = "陈海涛"
TIE = OfficeTie("市长", "陈", NAME)


def article(*paragraphs: str, headline: str = "渡口", credits: tuple[str, ...] = ()) -> Article:
    return Article(
        "k",
        ArticleKind.ARTICLE,
        headline=headline,
        credits=tuple(Credit(Role.REPORTER, (each[-3:],), each) for each in credits),
        blocks=tuple(block(text, line=number) for number, text in enumerate(paragraphs, 1)),
    )


def called(
    naming: str = "陈市长", names: tuple[str, ...] = (NAME,), office: bool = False, apart: bool = False
) -> Called:
    by_office = {1: TIE} if office else {}
    return Called(naming, 1, Ties(names, by_office, frozenset({1} if apart else ())))


def marked(leaf: Called, shown_article: Article) -> list[str]:
    return [
        f"{each.field.text[:begin]}[{each.field.text[begin:end]}]"
        for each in marks(shown_article, needles(Query(leaf), 1))
        for begin, end in each.spans
    ]


def test_it_is_marked_behind_the_name_and_in_the_headline() -> None:
    told = article("陈市长来了。", "陈市长说，陈海涛说，陈市长说。", "陈市长走了。", headline="陈市长到渡口")
    found = ["[陈市长]", "陈市长说，陈海涛说，[陈市长]", "[陈市长]"]
    assert marked(called(), told) == found
    assert marked(called(office=True), told) == [found[0], "[陈市长]", "[陈市长]", *found[1:]]
    assert marked(called(apart=True), told) == []
    assert not called(apart=True).test(search_text(told), 1)
    assert called(apart=True, office=True).test(search_text(told), 1)


def test_a_name_in_a_credit_ties_nothing() -> None:
    told = article("本报讯（记者 陈海涛）陈市长来了。", credits=("记者 陈海涛",))
    assert not called().test(search_text(told), 1)
    inside = article("本报讯（记者 陈海涛）陈海涛说，陈市长来了。", credits=("记者 陈海涛",))
    assert called().test(search_text(inside), 1)
    assert not called().test(search_text(article("本报记者陈海涛看见，陈市长来了。")), 1)


def test_what_begins_as_the_name_is_no_other_naming() -> None:
    told = search_text(article("陈先生说，船来了。陈先说，陈先生说。"))
    assert not called("陈先生", ("陈先",)).test(told, 1)
    assert called("陈先生").test(search_text(article("陈海涛说，陈先生说。")), 1)


def test_each_tie_is_told_once() -> None:
    text = search_text(article("陈市长来了。", "陈海涛说，陈市长说，陈老也说。"))
    query = Query(any_of([called(office=True), called("陈老")]))
    assert explained_ties(query, 1, text) == "同篇有陈海涛；此时任市长的陈姓只见陈海涛"
    assert explained_ties(query, 2, text) == "同篇有陈海涛"
    assert explained_ties(Query(Exact(NAME, NAME)), 1, text) == ""


def test_its_needle_is_read_as_any_other() -> None:
    needle = called().needle_in(1)
    assert shown(needle) == "陈市长"
    assert holds("陈市长说", needle)
    assert not holds("陈市长助理说", needle)
    assert occurrence_count("陈市长说，陈市长笑。", needle) == 2


PIECES = ("陈海涛说，好。", "陈市长说，好。", "船来了。", "（记者 陈海涛）", "市民陈市长。", "陈老师说，好。")


@given(
    paragraphs=st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4), min_size=1, max_size=4),
    office=st.booleans(),
)
@settings(max_examples=examples(200), deadline=None)
def test_places_counts_and_marks_agree_with_the_letter(paragraphs: list[list[str]], office: bool) -> None:
    texts = ["".join(pieces) for pieces in paragraphs]
    told = article(*texts, credits=("记者 陈海涛",))
    leaf = called(office=office)
    wanted, is_named = 0, office
    for pieces in paragraphs:
        for piece in pieces:
            is_named = is_named or piece == PIECES[0]
            wanted += is_named and piece == PIECES[1]
    text = search_text(told)
    assert len(leaf.places(text, 1)) == wanted
    assert leaf.test(text, 1) is (wanted > 0)
    assert snippet(told, needles(Query(leaf), 1), searched=text).matches == wanted
    assert len(marked(leaf, told)) == wanted
    assert [text[begin:end] for begin, end in places(text, Query(leaf), 1)] == ["陈市长"] * wanted
